DROP TABLE placement;
DROP TABLE offer;
DROP TABLE proposal;
DROP TABLE standing;
DROP TABLE allocation_run;
