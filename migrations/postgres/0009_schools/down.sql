DROP TABLE application_school;
DROP TABLE school_measure;
DROP TABLE school_word;
DROP TABLE school;
