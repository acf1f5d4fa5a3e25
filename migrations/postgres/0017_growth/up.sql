-- What counts towards a limit, of all processes together: the digest of whoever is counted, and until when it counts.
CREATE TABLE allowance (
    key BYTEA NOT NULL PRIMARY KEY,
    used_until TIMESTAMP NOT NULL
);
CREATE INDEX allowance_used_until ON allowance (used_until);
-- What is looked up by the application or the person that it belongs to.
CREATE INDEX proposal_application_id ON proposal (application_id);
CREATE INDEX offer_application_id ON offer (application_id);
CREATE INDEX proposal_conflict_person_id ON proposal_conflict (person_id);
CREATE INDEX role_grant_area_id ON role_grant (area_id);
