UPDATE outbox SET link_id = NULL WHERE link_id IN (SELECT id FROM link WHERE purpose IN ('promise', 'risk_notice', 'reconfirmation', 'afterwards', 'keep_in_touch'));
DELETE FROM link WHERE purpose IN ('promise', 'risk_notice', 'reconfirmation', 'afterwards', 'keep_in_touch');
DELETE FROM sensitive_read WHERE page IN ('name', 'placement', 'messages', 'export');
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
    purpose TEXT NOT NULL CHECK (purpose IN ('sign_in', 'guardian', 'school', 'proposal', 'offer', 'reveal', 'saved_search', 'invitation', 'signatory', 'champion', 'pledge_approval', 'pledge_review')),
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
CREATE TABLE sensitive_read_old (
    id INTEGER NOT NULL PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    hour TIMESTAMP NOT NULL,
    application_id BIGINT NOT NULL REFERENCES application (id),
    page TEXT NOT NULL CHECK (page IN ('list', 'proposal', 'agreed', 'guardian', 'school')),
    by_kind TEXT NOT NULL CHECK (by_kind IN ('person', 'link')),
    by_id BIGINT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('coordinator', 'champion', 'area_lead', 'guardian', 'school')),
    organisation_id BIGINT REFERENCES organisation (id),
    CONSTRAINT sensitive_read_application_id_page_by_kind_by_id_hour_key UNIQUE (application_id, page, by_kind, by_id, hour)
);
INSERT INTO sensitive_read_old SELECT id, at, hour, application_id, page, by_kind, by_id, role, organisation_id FROM sensitive_read;
DROP TABLE sensitive_read;
ALTER TABLE sensitive_read_old RENAME TO sensitive_read;
CREATE INDEX sensitive_read_application_id ON sensitive_read (application_id, id);
DROP TABLE destination;
DROP TABLE keep_in_touch;
DROP TABLE expense_claim;
DROP TABLE thanks;
DROP TABLE observation;
DROP TABLE feedback;
DROP TABLE certificate;
DROP TABLE attendance;
DROP TABLE message;
DROP TABLE calendar_feed;
DROP TABLE reconfirmation;
DROP TABLE placement_task;
DROP TABLE out_of_order;
DROP TABLE proposal_conflict;
DROP TABLE pack_file;
DROP TABLE round_owner;
DROP TABLE opportunity_detail;
DROP INDEX opportunity_last_day;
DROP INDEX opportunity_first_day;
