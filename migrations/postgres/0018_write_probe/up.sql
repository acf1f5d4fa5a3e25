-- One row that `/readyz` writes, to know whether anything can be written.
CREATE TABLE write_probe (
    id BIGINT NOT NULL PRIMARY KEY,
    written_at TIMESTAMP
);
INSERT INTO write_probe (id) VALUES (1);
