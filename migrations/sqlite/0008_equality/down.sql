ALTER TABLE application DROP COLUMN equality_done;
DROP TABLE equality_answer;
