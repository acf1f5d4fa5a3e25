DROP INDEX link_subject_id;
DROP INDEX link_recipient;
DROP INDEX outbox_recipient;
ALTER TABLE outbox DROP COLUMN forget;
DROP TABLE retention_run;
DROP TABLE erasure;
DROP TABLE waiting_odds;
DROP TABLE sensitive_read;
