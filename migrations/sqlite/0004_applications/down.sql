DROP TABLE confirmation;
DROP TABLE application_claim;
DROP TABLE application_choice;
DROP TABLE application_answer;
DROP TABLE application;
