-- Answers to the equality questions, one row for each answer, apart from everything else: the key is random, nothing refers to it, and the job
-- that counts them writes them anew in the order of their keys. A row says no more of when it came than its year.
CREATE TABLE equality_answer (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 32),
    year INTEGER NOT NULL,
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    counted BOOLEAN NOT NULL
);
CREATE INDEX equality_answer_counted ON equality_answer (year, question, answer) WHERE counted;
CREATE INDEX equality_answer_new ON equality_answer (id) WHERE NOT counted;

-- That the questions are done with, so that nobody answers twice; not whether they were answered.
ALTER TABLE application ADD COLUMN equality_done BOOLEAN NOT NULL DEFAULT false;
