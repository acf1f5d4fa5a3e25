-- Who saw whose data: one row for a reader, a page and an hour. The reader is a number: of a person, or of the emailed link that was opened.
CREATE TABLE sensitive_read (
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
CREATE INDEX sensitive_read_application_id ON sensitive_read (application_id, id);

-- How many people stood where on the waiting lists of a settled round, and how many of them were offered that place later.
CREATE TABLE waiting_odds (
    round_id BIGINT NOT NULL REFERENCES round (id),
    from_position INTEGER NOT NULL CHECK (from_position IN (1, 2, 4, 7, 11)),
    stood INTEGER NOT NULL,
    offered INTEGER NOT NULL CHECK (offered BETWEEN 0 AND stood),
    counted_at TIMESTAMP NOT NULL,
    PRIMARY KEY (round_id, from_position)
);
CREATE INDEX waiting_odds_from_position ON waiting_odds (from_position);

-- What was erased, by number: to be done again after a backup is restored.
CREATE TABLE erasure (
    id INTEGER NOT NULL PRIMARY KEY,
    subject_kind TEXT NOT NULL CHECK (subject_kind IN ('person', 'application')),
    subject_id BIGINT NOT NULL,
    done_at TIMESTAMP NOT NULL,
    cause TEXT NOT NULL CHECK (cause IN ('request', 'operator', 'retention', 'restore')),
    scope TEXT NOT NULL,
    CONSTRAINT erasure_subject_kind_subject_id_key UNIQUE (subject_kind, subject_id)
);
CREATE TABLE retention_run (
    id INTEGER NOT NULL PRIMARY KEY,
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP,
    dry BOOLEAN NOT NULL,
    counts TEXT NOT NULL
);

-- True for a letter that is emptied as soon as it has left: its recipient is erased already.
ALTER TABLE outbox ADD COLUMN forget BOOLEAN NOT NULL DEFAULT false;
-- Erasing finds a person's letters and links by these.
CREATE INDEX outbox_recipient ON outbox (recipient);
CREATE INDEX link_recipient ON link (recipient);
CREATE INDEX link_subject_id ON link (subject_id, purpose);
