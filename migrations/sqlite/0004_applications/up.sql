CREATE TABLE application (
    id INTEGER NOT NULL PRIMARY KEY,
    public_ref TEXT NOT NULL CONSTRAINT application_public_ref_key UNIQUE,
    person_id BIGINT NOT NULL REFERENCES person (id),
    round_id BIGINT NOT NULL REFERENCES round (id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'awaiting_confirmation', 'ready', 'proposed', 'waiting', 'not_reached',
        'offered', 'placed', 'completed', 'did_not_attend', 'withdrawn', 'ineligible', 'declined', 'offer_declined', 'offer_expired',
        'cancelled_by_organisation', 'not_submitted')),
    reason TEXT,
    live BOOLEAN NOT NULL,
    area TEXT,
    statements TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    state_since TIMESTAMP NOT NULL,
    submitted_at TIMESTAMP
);
CREATE UNIQUE INDEX application_person_id_round_id_key ON application (person_id, round_id) WHERE live;
CREATE INDEX application_round_id ON application (round_id, state);
CREATE INDEX application_person_id ON application (person_id, id);
CREATE TABLE application_answer (
    application_id BIGINT NOT NULL REFERENCES application (id),
    step TEXT NOT NULL,
    answer TEXT NOT NULL,
    saved_at TIMESTAMP NOT NULL,
    PRIMARY KEY (application_id, step)
);
CREATE TABLE application_choice (
    application_id BIGINT NOT NULL REFERENCES application (id),
    position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 5),
    opportunity_id BIGINT NOT NULL REFERENCES opportunity (id),
    PRIMARY KEY (application_id, position),
    CONSTRAINT application_choice_application_id_opportunity_id_key UNIQUE (application_id, opportunity_id)
);
CREATE INDEX application_choice_opportunity_id ON application_choice (opportunity_id);
CREATE TABLE application_claim (
    application_id BIGINT NOT NULL REFERENCES application (id),
    criterion TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('declared', 'confirmed', 'rejected')),
    PRIMARY KEY (application_id, criterion)
);
CREATE TABLE confirmation (
    id INTEGER NOT NULL PRIMARY KEY,
    application_id BIGINT NOT NULL REFERENCES application (id),
    kind TEXT NOT NULL CHECK (kind IN ('guardian', 'school')),
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    relationship TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'given', 'refused', 'cancelled')),
    asked_at TIMESTAMP NOT NULL,
    chases INTEGER NOT NULL DEFAULT 0,
    next_chase_at TIMESTAMP,
    answered_at TIMESTAMP,
    answered_name TEXT,
    answered_relationship TEXT,
    wording_version TEXT,
    answers TEXT,
    address_prefix TEXT,
    CONSTRAINT confirmation_application_id_kind_key UNIQUE (application_id, kind)
);
CREATE INDEX confirmation_next_chase_at ON confirmation (next_chase_at) WHERE state = 'waiting';
