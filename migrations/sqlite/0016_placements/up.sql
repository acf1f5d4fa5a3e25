-- What a coordinator plans for an opportunity, beside what its public page needed first.
CREATE TABLE opportunity_detail (
    opportunity_id BIGINT NOT NULL PRIMARY KEY REFERENCES opportunity (id),
    weekdays TEXT NOT NULL,
    meeting_point TEXT NOT NULL,
    supervisor TEXT NOT NULL,
    supervisor_job TEXT NOT NULL,
    supervisor_email TEXT,
    pack TEXT NOT NULL,
    risks TEXT NOT NULL,
    risk_confirmed_at TIMESTAMP,
    insurance_confirmed_at TIMESTAMP,
    changed_at TIMESTAMP NOT NULL,
    changed_by BIGINT REFERENCES person (id)
);
-- The organisation whose coordinators run a round by themselves, and the supervisor of its draw until it opens. A round without a row is run by
-- the area or by an operator.
CREATE TABLE round_owner (
    round_id BIGINT NOT NULL PRIMARY KEY REFERENCES round (id),
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    created_by BIGINT REFERENCES person (id),
    supervisor TEXT,
    supervisor_email TEXT,
    asked_at TIMESTAMP,
    commitment TEXT,
    promised_at TIMESTAMP,
    cancelled_at TIMESTAMP
);
CREATE INDEX round_owner_organisation_id ON round_owner (organisation_id);
-- The file of a preparation pack.
CREATE TABLE pack_file (
    opportunity_id BIGINT NOT NULL PRIMARY KEY REFERENCES opportunity (id),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL CHECK (media_type IN ('application/pdf')),
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    body BLOB NOT NULL,
    uploaded_at TIMESTAMP NOT NULL,
    uploaded_by BIGINT REFERENCES person (id)
);
CREATE INDEX opportunity_first_day ON opportunity (first_day);
CREATE INDEX opportunity_last_day ON opportunity (last_day);

-- "I know this person": who has said so decides nothing about this proposal.
CREATE TABLE proposal_conflict (
    proposal_id BIGINT NOT NULL REFERENCES proposal (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    declared_at TIMESTAMP NOT NULL,
    PRIMARY KEY (proposal_id, person_id)
);
-- A decision that was taken while somebody higher on the list waited for theirs.
CREATE TABLE out_of_order (
    proposal_id BIGINT NOT NULL PRIMARY KEY REFERENCES proposal (id),
    passed INTEGER NOT NULL CHECK (passed > 0),
    reason TEXT NOT NULL,
    decided_by BIGINT REFERENCES person (id),
    decided_at TIMESTAMP NOT NULL
);

-- What is left to do before a placement.
CREATE TABLE placement_task (
    placement_id BIGINT NOT NULL REFERENCES placement (id),
    task TEXT NOT NULL,
    owner TEXT NOT NULL CHECK (owner IN ('applicant', 'guardian', 'coordinator')),
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'not_needed')),
    detail TEXT,
    due_on DATE,
    done_at TIMESTAMP,
    done_by BIGINT REFERENCES person (id),
    chases INTEGER NOT NULL,
    next_chase_at TIMESTAMP,
    PRIMARY KEY (placement_id, task)
);
CREATE INDEX placement_task_next_chase_at ON placement_task (next_chase_at);
-- "Are you still coming?", asked 10 and 3 working days before.
CREATE TABLE reconfirmation (
    id INTEGER NOT NULL PRIMARY KEY,
    placement_id BIGINT NOT NULL REFERENCES placement (id),
    number INTEGER NOT NULL CHECK (number IN (1, 2)),
    asked_at TIMESTAMP NOT NULL,
    answer TEXT CHECK (answer IN ('yes', 'gives_back')),
    answered_at TIMESTAMP,
    told_at TIMESTAMP,
    CONSTRAINT reconfirmation_placement_id_number_key UNIQUE (placement_id, number)
);
-- A calendar that somebody subscribes to by a secret address.
CREATE TABLE calendar_feed (
    id INTEGER NOT NULL PRIMARY KEY,
    digest BLOB NOT NULL CONSTRAINT calendar_feed_digest_key UNIQUE,
    person_id BIGINT NOT NULL REFERENCES person (id),
    created_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);
CREATE INDEX calendar_feed_person_id ON calendar_feed (person_id);
-- Messages between an applicant and an organisation's coordinators, about one application at one opportunity.
CREATE TABLE message (
    id INTEGER NOT NULL PRIMARY KEY,
    application_id BIGINT NOT NULL REFERENCES application (id),
    opportunity_id BIGINT NOT NULL REFERENCES opportunity (id),
    sender_kind TEXT NOT NULL CHECK (sender_kind IN ('applicant', 'coordinator')),
    sender_id BIGINT NOT NULL REFERENCES person (id),
    body TEXT NOT NULL,
    sent_at TIMESTAMP NOT NULL,
    told_at TIMESTAMP,
    read_at TIMESTAMP,
    flagged_at TIMESTAMP
);
CREATE INDEX message_application_id ON message (application_id, id);
CREATE INDEX message_opportunity_id ON message (opportunity_id, id);
CREATE INDEX message_sender_id ON message (sender_id);
CREATE INDEX message_sent_at ON message (sent_at);

-- Who came, by day.
CREATE TABLE attendance (
    placement_id BIGINT NOT NULL REFERENCES placement (id),
    on_day DATE NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('came', 'absent_told', 'absent_untold')),
    recorded_at TIMESTAMP NOT NULL,
    recorded_by BIGINT REFERENCES person (id),
    PRIMARY KEY (placement_id, on_day)
);
CREATE TABLE certificate (
    id INTEGER NOT NULL PRIMARY KEY,
    placement_id BIGINT NOT NULL REFERENCES placement (id),
    number TEXT NOT NULL CONSTRAINT certificate_number_key UNIQUE,
    body TEXT NOT NULL,
    issued_at TIMESTAMP NOT NULL,
    issued_by BIGINT REFERENCES person (id),
    withdrawn_at TIMESTAMP,
    reason TEXT
);
CREATE UNIQUE INDEX certificate_placement_id_key ON certificate (placement_id) WHERE withdrawn_at IS NULL;
CREATE TABLE feedback (
    id INTEGER NOT NULL PRIMARY KEY,
    placement_id BIGINT NOT NULL REFERENCES placement (id),
    side TEXT NOT NULL CHECK (side IN ('participant', 'organisation')),
    answers TEXT NOT NULL,
    given_at TIMESTAMP NOT NULL,
    may_quote BOOLEAN NOT NULL,
    CONSTRAINT feedback_placement_id_side_key UNIQUE (placement_id, side)
);
-- A value or behaviour that was seen during a placement.
CREATE TABLE observation (
    id INTEGER NOT NULL PRIMARY KEY,
    placement_id BIGINT NOT NULL REFERENCES placement (id),
    side TEXT NOT NULL CHECK (side IN ('participant', 'organisation')),
    value TEXT NOT NULL,
    on_day DATE NOT NULL,
    note TEXT NOT NULL,
    recorded_at TIMESTAMP NOT NULL,
    recorded_by BIGINT REFERENCES person (id)
);
CREATE INDEX observation_placement_id ON observation (placement_id, id);
-- A participant's thanks to who looked after them.
CREATE TABLE thanks (
    placement_id BIGINT NOT NULL PRIMARY KEY REFERENCES placement (id),
    body TEXT NOT NULL,
    sent_at TIMESTAMP NOT NULL
);
-- Costs of travel and refreshments that a participant claims.
CREATE TABLE expense_claim (
    id INTEGER NOT NULL PRIMARY KEY,
    public_ref TEXT NOT NULL CONSTRAINT expense_claim_public_ref_key UNIQUE,
    placement_id BIGINT NOT NULL REFERENCES placement (id),
    kind TEXT NOT NULL CHECK (kind IN ('travel', 'refreshments')),
    on_day DATE NOT NULL,
    pence INTEGER NOT NULL CHECK (pence > 0),
    note TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('sent', 'agreed', 'paid', 'refused')),
    sent_at TIMESTAMP NOT NULL,
    decided_at TIMESTAMP,
    decided_by BIGINT REFERENCES person (id),
    reason TEXT
);
CREATE INDEX expense_claim_placement_id ON expense_claim (placement_id);
-- Who agreed to be asked later what became of it.
CREATE TABLE keep_in_touch (
    placement_id BIGINT NOT NULL PRIMARY KEY REFERENCES placement (id),
    state TEXT NOT NULL CHECK (state IN ('on', 'stopped', 'over')),
    agreed_at TIMESTAMP NOT NULL,
    next_at TIMESTAMP,
    stopped_at TIMESTAMP
);
CREATE INDEX keep_in_touch_next_at ON keep_in_touch (next_at) WHERE state = 'on';
CREATE TABLE destination (
    placement_id BIGINT NOT NULL REFERENCES placement (id),
    after_months INTEGER NOT NULL CHECK (after_months IN (3, 6, 12)),
    answer TEXT NOT NULL,
    detail TEXT,
    answered_at TIMESTAMP NOT NULL,
    PRIMARY KEY (placement_id, after_months)
);

-- Links and looks of further kinds.
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
    purpose TEXT NOT NULL CHECK (purpose IN ('sign_in', 'guardian', 'school', 'proposal', 'offer', 'reveal', 'saved_search', 'invitation', 'signatory', 'champion', 'pledge_approval', 'pledge_review', 'promise', 'risk_notice', 'reconfirmation', 'afterwards', 'keep_in_touch')),
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
CREATE TABLE sensitive_read_new (
    id INTEGER NOT NULL PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    hour TIMESTAMP NOT NULL,
    application_id BIGINT NOT NULL REFERENCES application (id),
    page TEXT NOT NULL CHECK (page IN ('list', 'proposal', 'name', 'agreed', 'guardian', 'school', 'placement', 'messages', 'export')),
    by_kind TEXT NOT NULL CHECK (by_kind IN ('person', 'link')),
    by_id BIGINT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('coordinator', 'champion', 'area_lead', 'guardian', 'school')),
    organisation_id BIGINT REFERENCES organisation (id),
    CONSTRAINT sensitive_read_application_id_page_by_kind_by_id_hour_key UNIQUE (application_id, page, by_kind, by_id, hour)
);
INSERT INTO sensitive_read_new SELECT id, at, hour, application_id, page, by_kind, by_id, role, organisation_id FROM sensitive_read;
DROP TABLE sensitive_read;
ALTER TABLE sensitive_read_new RENAME TO sensitive_read;
CREATE INDEX sensitive_read_application_id ON sensitive_read (application_id, id);
