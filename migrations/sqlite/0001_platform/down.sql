DROP TABLE audit;
DROP TABLE job;
DROP TABLE submission;
DROP TABLE outbox;
DROP TABLE link;
DROP TABLE sign_in;
DROP TABLE session;
DROP TABLE person;
