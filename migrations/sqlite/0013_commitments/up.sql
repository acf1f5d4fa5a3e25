-- Which areas an organisation lies in, beside its own: its region, its integrated care board, the education and training board of 2014.
CREATE TABLE organisation_area (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    area_id BIGINT NOT NULL REFERENCES area (id),
    PRIMARY KEY (organisation_id, area_id)
);
CREATE INDEX organisation_area_area_id ON organisation_area (area_id, organisation_id);
-- An area's single point of contact, as it is shown to everybody.
CREATE TABLE area_contact (
    area_id BIGINT NOT NULL PRIMARY KEY REFERENCES area (id),
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT,
    changed_at TIMESTAMP NOT NULL
);

-- The exact words of a commitment; a version never changes.
CREATE TABLE commitment_text (
    id INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('practise', 'health_ambassador')),
    version TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    body TEXT NOT NULL,
    in_force_from DATE NOT NULL,
    CONSTRAINT commitment_text_kind_version_key UNIQUE (kind, version)
);
-- One signing online, of one commitment or both: what is typed, page by page.
CREATE TABLE signing (
    id INTEGER NOT NULL PRIMARY KEY,
    public_ref TEXT NOT NULL CONSTRAINT signing_public_ref_key UNIQUE,
    started_by BIGINT NOT NULL REFERENCES person (id),
    organisation_id BIGINT REFERENCES organisation (id),
    created_at TIMESTAMP NOT NULL,
    changed_at TIMESTAMP NOT NULL
);
CREATE INDEX signing_started_by ON signing (started_by);
CREATE INDEX signing_organisation_id ON signing (organisation_id);
CREATE TABLE signing_answer (
    signing_id BIGINT NOT NULL REFERENCES signing (id),
    step TEXT NOT NULL,
    answer TEXT NOT NULL,
    saved_at TIMESTAMP NOT NULL,
    PRIMARY KEY (signing_id, step)
);
-- Who signs, and as what; each is asked once for the whole signing.
CREATE TABLE pledge_signature (
    id INTEGER NOT NULL PRIMARY KEY,
    signing_id BIGINT NOT NULL REFERENCES signing (id),
    role TEXT NOT NULL CHECK (role IN ('signatory', 'champion', 'area_lead')),
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    job TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'given', 'sent_back', 'cancelled')),
    asked_at TIMESTAMP NOT NULL,
    chases INTEGER NOT NULL,
    next_chase_at TIMESTAMP,
    answered_at TIMESTAMP,
    answered_by BIGINT REFERENCES person (id),
    reason TEXT
);
CREATE INDEX pledge_signature_signing_id ON pledge_signature (signing_id);
CREATE INDEX pledge_signature_next_chase_at ON pledge_signature (next_chase_at) WHERE state = 'asked';

-- An organisation's commitment, from its draft to its end. Rows are never deleted: what lapsed or was withdrawn stays on the register.
CREATE TABLE pledge (
    id INTEGER NOT NULL PRIMARY KEY,
    public_ref TEXT NOT NULL CONSTRAINT pledge_public_ref_key UNIQUE,
    signing_id BIGINT NOT NULL REFERENCES signing (id),
    organisation_id BIGINT REFERENCES organisation (id),
    kind TEXT NOT NULL CHECK (kind IN ('practise', 'health_ambassador')),
    text_id BIGINT NOT NULL REFERENCES commitment_text (id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'awaiting_signatory', 'awaiting_champion', 'awaiting_area_approval', 'published', 'due_for_review',
        'lapsed', 'withdrawn', 'succeeded_by')),
    state_since TIMESTAMP NOT NULL,
    ambassador_hours INTEGER,
    created_at TIMESTAMP NOT NULL,
    published_at TIMESTAMP,
    review_on DATE,
    ended_at TIMESTAMP,
    reason TEXT,
    successor_id BIGINT REFERENCES pledge (id),
    CONSTRAINT pledge_signing_id_kind_key UNIQUE (signing_id, kind),
    CHECK (state = 'draft' OR organisation_id IS NOT NULL)
);
CREATE UNIQUE INDEX pledge_organisation_id_kind_key ON pledge (organisation_id, kind)
    WHERE state IN ('awaiting_signatory', 'awaiting_champion', 'awaiting_area_approval', 'published', 'due_for_review');
CREATE INDEX pledge_organisation_id ON pledge (organisation_id);
CREATE INDEX pledge_state_review_on ON pledge (state, review_on);
CREATE TABLE pledge_clause (
    pledge_id BIGINT NOT NULL REFERENCES pledge (id),
    clause TEXT NOT NULL,
    statement TEXT NOT NULL,
    promised INTEGER,
    PRIMARY KEY (pledge_id, clause)
);
-- The people named as ambassadors when an organisation signs: shown as a number and their roles, never by name.
CREATE TABLE pledge_ambassador (
    pledge_id BIGINT NOT NULL REFERENCES pledge (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    job TEXT NOT NULL,
    PRIMARY KEY (pledge_id, position)
);
CREATE TABLE pledge_activity (
    pledge_id BIGINT NOT NULL REFERENCES pledge (id),
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    month DATE NOT NULL,
    PRIMARY KEY (pledge_id, position)
);
CREATE TABLE pledge_review (
    id INTEGER NOT NULL PRIMARY KEY,
    pledge_id BIGINT NOT NULL REFERENCES pledge (id),
    number INTEGER NOT NULL,
    due_on DATE NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('due', 'sent', 'approved')),
    reminders INTEGER NOT NULL,
    answers TEXT NOT NULL,
    sent_at TIMESTAMP,
    sent_by BIGINT REFERENCES person (id),
    approved_at TIMESTAMP,
    approved_by BIGINT REFERENCES person (id),
    sent_back_at TIMESTAMP,
    chases INTEGER NOT NULL,
    reason TEXT,
    CONSTRAINT pledge_review_pledge_id_number_key UNIQUE (pledge_id, number)
);
-- Somebody says that an organisation does not keep its commitment.
CREATE TABLE concern (
    id INTEGER NOT NULL PRIMARY KEY,
    public_ref TEXT NOT NULL CONSTRAINT concern_public_ref_key UNIQUE,
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    kind TEXT NOT NULL CHECK (kind IN ('practise', 'health_ambassador')),
    clause TEXT,
    body TEXT NOT NULL,
    email TEXT,
    state TEXT NOT NULL CHECK (state IN ('open', 'answered')),
    made_at TIMESTAMP NOT NULL,
    answered_at TIMESTAMP,
    answered_by BIGINT REFERENCES person (id),
    outcome TEXT
);
CREATE INDEX concern_organisation_id ON concern (organisation_id, state);
-- How much work experience an organisation could give, and what stands in the way: with the first signing and each review.
CREATE TABLE capacity_survey (
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    year INTEGER NOT NULL,
    answers TEXT NOT NULL,
    saved_at TIMESTAMP NOT NULL,
    PRIMARY KEY (organisation_id, year)
);

-- What an organisation does for a commitment: an activity with young people or adults, and an account of one.
CREATE TABLE event (
    id INTEGER NOT NULL PRIMARY KEY,
    public_ref TEXT NOT NULL CONSTRAINT event_public_ref_key UNIQUE,
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    title TEXT NOT NULL,
    on_day DATE NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('school_visit', 'careers_fair', 'talk', 'open_day', 'mentoring', 'online', 'other')),
    reached INTEGER NOT NULL CHECK (reached >= 0),
    state TEXT NOT NULL CHECK (state IN ('planned', 'done', 'cancelled')),
    recorded_by BIGINT REFERENCES person (id),
    recorded_at TIMESTAMP NOT NULL
);
CREATE INDEX event_organisation_id ON event (organisation_id, on_day);
CREATE TABLE case_study (
    id INTEGER NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL CONSTRAINT case_study_slug_key UNIQUE,
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'taken_down')),
    written_by BIGINT REFERENCES person (id),
    written_at TIMESTAMP NOT NULL,
    published_at TIMESTAMP
);
CREATE INDEX case_study_organisation_id ON case_study (organisation_id, state);

-- An invitation to a role: until its link is answered nobody has the role.
CREATE TABLE invitation (
    id INTEGER NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('coordinator', 'champion', 'area_lead', 'national')),
    organisation_id BIGINT REFERENCES organisation (id),
    area_id BIGINT REFERENCES area (id),
    invited_by BIGINT REFERENCES person (id),
    state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'declined', 'withdrawn')),
    invited_at TIMESTAMP NOT NULL,
    answered_at TIMESTAMP
);
CREATE INDEX invitation_organisation_id ON invitation (organisation_id);
CREATE INDEX invitation_area_id ON invitation (area_id);
-- The second factor of somebody with an area or the whole country: an authenticator's secret, encrypted, and the last step that was used.
CREATE TABLE second_factor (
    person_id BIGINT NOT NULL PRIMARY KEY REFERENCES person (id),
    sealed BLOB NOT NULL,
    last_step BIGINT NOT NULL,
    tries INTEGER NOT NULL,
    held_until TIMESTAMP,
    made_at TIMESTAMP NOT NULL,
    confirmed_at TIMESTAMP
);
CREATE TABLE recovery_code (
    person_id BIGINT NOT NULL REFERENCES person (id),
    digest BLOB NOT NULL,
    used_at TIMESTAMP,
    PRIMARY KEY (person_id, digest)
);

-- Five more purposes of emailed links. SQLite cannot change a CHECK: the table is made anew, while no mail names its rows.
CREATE TABLE outbox_link (
    outbox_id INTEGER NOT NULL PRIMARY KEY,
    link_id BIGINT NOT NULL
);
INSERT INTO outbox_link SELECT id, link_id FROM outbox WHERE link_id IS NOT NULL;
UPDATE outbox SET link_id = NULL WHERE link_id IS NOT NULL;
CREATE TABLE link_new (
    id INTEGER NOT NULL PRIMARY KEY,
    nonce BLOB NOT NULL,
    digest BLOB NOT NULL CONSTRAINT link_digest_key UNIQUE,
    purpose TEXT NOT NULL CHECK (purpose IN ('sign_in', 'guardian', 'school', 'proposal', 'offer', 'reveal', 'saved_search', 'signatory', 'champion', 'pledge_approval', 'pledge_review', 'invitation')),
    subject_id BIGINT NOT NULL,
    recipient TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP,
    used_how TEXT,
    superseded_at TIMESTAMP
);
INSERT INTO link_new SELECT id, nonce, digest, purpose, subject_id, recipient, created_at, expires_at, used_at, used_how, superseded_at FROM link;
DROP TABLE link;
ALTER TABLE link_new RENAME TO link;
CREATE UNIQUE INDEX link_purpose_subject_id_recipient_key ON link (purpose, subject_id, recipient)
    WHERE used_at IS NULL AND superseded_at IS NULL;
CREATE INDEX link_recipient ON link (recipient);
CREATE INDEX link_subject_id ON link (subject_id, purpose);
UPDATE outbox SET link_id = (SELECT link_id FROM outbox_link WHERE outbox_id = outbox.id) WHERE id IN (SELECT outbox_id FROM outbox_link);
DROP TABLE outbox_link;
