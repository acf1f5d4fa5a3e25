CREATE TABLE person (
    id INTEGER NOT NULL PRIMARY KEY,
    public_ref TEXT NOT NULL CONSTRAINT person_public_ref_key UNIQUE,
    email TEXT NOT NULL CONSTRAINT person_email_key UNIQUE,
    name TEXT,
    created_at TIMESTAMP NOT NULL,
    disabled_at TIMESTAMP
);
CREATE TABLE session (
    id INTEGER NOT NULL PRIMARY KEY,
    digest BLOB NOT NULL CONSTRAINT session_digest_key UNIQUE,
    person_id BIGINT REFERENCES person (id),
    data TEXT NOT NULL,
    idle_seconds BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL
);
CREATE INDEX session_person_id ON session (person_id);
CREATE INDEX session_expires_at ON session (expires_at);
CREATE TABLE sign_in (
    id INTEGER NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    nonce BLOB NOT NULL,
    session_key TEXT NOT NULL,
    next_path TEXT NOT NULL,
    shared_computer BOOLEAN NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP,
    superseded_at TIMESTAMP
);
CREATE INDEX sign_in_session_key ON sign_in (session_key);
CREATE INDEX sign_in_expires_at ON sign_in (expires_at);
CREATE TABLE link (
    id INTEGER NOT NULL PRIMARY KEY,
    nonce BLOB NOT NULL,
    digest BLOB NOT NULL CONSTRAINT link_digest_key UNIQUE,
    purpose TEXT NOT NULL CHECK (purpose IN ('sign_in', 'guardian', 'school', 'proposal', 'offer', 'reveal')),
    subject_id BIGINT NOT NULL,
    recipient TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP,
    used_how TEXT,
    superseded_at TIMESTAMP
);
CREATE UNIQUE INDEX link_purpose_subject_id_recipient_key ON link (purpose, subject_id, recipient)
    WHERE used_at IS NULL AND superseded_at IS NULL;
CREATE TABLE outbox (
    id INTEGER NOT NULL PRIMARY KEY,
    message_id TEXT NOT NULL CONSTRAINT outbox_message_id_key UNIQUE,
    kind TEXT NOT NULL,
    version INTEGER NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body_text TEXT NOT NULL,
    body_html TEXT NOT NULL,
    link_id BIGINT REFERENCES link (id),
    sign_in_id BIGINT REFERENCES sign_in (id),
    attachment_name TEXT,
    attachment_type TEXT,
    attachment_body TEXT,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'dead')),
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at TIMESTAMP NOT NULL,
    leased_until TIMESTAMP,
    lease_owner TEXT,
    last_error TEXT,
    created_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP
);
CREATE INDEX outbox_due ON outbox (due_at, id) WHERE state = 'queued';
CREATE INDEX outbox_dead ON outbox (id) WHERE state = 'dead';
CREATE INDEX outbox_link_id ON outbox (link_id);
CREATE INDEX outbox_sign_in_id ON outbox (sign_in_id);
CREATE TABLE submission (
    key BLOB NOT NULL PRIMARY KEY,
    location TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX submission_created_at ON submission (created_at);
CREATE TABLE job (
    name TEXT NOT NULL PRIMARY KEY,
    owner TEXT,
    leased_until TIMESTAMP,
    started_at TIMESTAMP,
    finished_at TIMESTAMP,
    outcome TEXT
);
CREATE TABLE audit (
    seq INTEGER NOT NULL PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    actor_kind TEXT NOT NULL CHECK (actor_kind IN ('system', 'operator', 'person', 'link')),
    actor_id BIGINT,
    act TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    detail TEXT NOT NULL,
    previous BLOB NOT NULL,
    hash BLOB NOT NULL CONSTRAINT audit_hash_key UNIQUE
);
CREATE INDEX audit_subject ON audit (subject_kind, subject_id, seq);
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
