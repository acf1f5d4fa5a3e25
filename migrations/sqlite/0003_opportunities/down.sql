DROP TABLE opportunity;
DROP TABLE round_contribution;
DROP TABLE round;
