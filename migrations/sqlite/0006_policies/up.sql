-- Which policy rounds get from now on. The row that no other replaces is in force; rows are only added.
CREATE TABLE policy_adoption (
    id INTEGER NOT NULL PRIMARY KEY,
    replaces_id BIGINT CONSTRAINT policy_adoption_replaces_id_key UNIQUE REFERENCES policy_adoption (id),
    policy_id TEXT NOT NULL,
    policy_version TEXT NOT NULL,
    policy_sha256 TEXT NOT NULL CHECK (length(policy_sha256) = 64),
    previewed_round_id BIGINT REFERENCES round (id),
    reason TEXT NOT NULL CHECK (reason <> ''),
    adopted_by BIGINT REFERENCES person (id),
    adopted_at TIMESTAMP,
    CHECK ((replaces_id IS NULL) = (adopted_at IS NULL)),
    CHECK ((replaces_id IS NULL) = (adopted_by IS NULL)),
    CHECK ((replaces_id IS NULL) = (previewed_round_id IS NULL))
);
-- In force from the start: nothing but an adoption changes it, whatever files a later program brings along.
INSERT INTO policy_adoption (policy_id, policy_version, policy_sha256, reason)
VALUES ('practise-default', '1.0.0', 'e6b4868632f78f04ea5b43d47b5462a71f6c8fd4a68105c2b5943aa7377381f0', 'In force from the start.');
CREATE TRIGGER policy_adoption_no_update BEFORE UPDATE ON policy_adoption BEGIN SELECT RAISE(ABORT, 'adoptions are only added to'); END;
CREATE TRIGGER policy_adoption_no_delete BEFORE DELETE ON policy_adoption BEGIN SELECT RAISE(ABORT, 'adoptions are only added to'); END;
