UPDATE outbox SET link_id = NULL WHERE link_id IN (SELECT id FROM link WHERE purpose IN ('signatory', 'champion', 'pledge_approval', 'pledge_review', 'invitation'));
DELETE FROM link WHERE purpose IN ('signatory', 'champion', 'pledge_approval', 'pledge_review', 'invitation');
CREATE TABLE outbox_link (
    outbox_id INTEGER NOT NULL PRIMARY KEY,
    link_id BIGINT NOT NULL
);
INSERT INTO outbox_link SELECT id, link_id FROM outbox WHERE link_id IS NOT NULL;
UPDATE outbox SET link_id = NULL WHERE link_id IS NOT NULL;
CREATE TABLE link_old (
    id INTEGER NOT NULL PRIMARY KEY,
    nonce BLOB NOT NULL,
    digest BLOB NOT NULL CONSTRAINT link_digest_key UNIQUE,
    purpose TEXT NOT NULL CHECK (purpose IN ('sign_in', 'guardian', 'school', 'proposal', 'offer', 'reveal', 'saved_search')),
    subject_id BIGINT NOT NULL,
    recipient TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP,
    used_how TEXT,
    superseded_at TIMESTAMP
);
INSERT INTO link_old SELECT id, nonce, digest, purpose, subject_id, recipient, created_at, expires_at, used_at, used_how, superseded_at FROM link;
DROP TABLE link;
ALTER TABLE link_old RENAME TO link;
CREATE UNIQUE INDEX link_purpose_subject_id_recipient_key ON link (purpose, subject_id, recipient)
    WHERE used_at IS NULL AND superseded_at IS NULL;
CREATE INDEX link_recipient ON link (recipient);
CREATE INDEX link_subject_id ON link (subject_id, purpose);
UPDATE outbox SET link_id = (SELECT link_id FROM outbox_link WHERE outbox_id = outbox.id) WHERE id IN (SELECT outbox_id FROM outbox_link);
DROP TABLE outbox_link;
DROP TABLE recovery_code;
DROP TABLE second_factor;
DROP TABLE invitation;
DROP TABLE case_study;
DROP TABLE event;
DROP TABLE capacity_survey;
DROP TABLE concern;
DROP TABLE pledge_review;
DROP TABLE pledge_activity;
DROP TABLE pledge_ambassador;
DROP TABLE pledge_clause;
DROP TABLE pledge;
DROP TABLE pledge_signature;
DROP TABLE signing_answer;
DROP TABLE signing;
DROP TABLE commitment_text;
DROP TABLE area_contact;
DROP TABLE organisation_area;
