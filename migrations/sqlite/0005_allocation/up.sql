CREATE TABLE allocation_run (
    id INTEGER NOT NULL PRIMARY KEY,
    round_id BIGINT NOT NULL REFERENCES round (id),
    number INTEGER NOT NULL,
    cause TEXT NOT NULL,
    engine TEXT NOT NULL,
    policy_sha256 TEXT NOT NULL,
    list_sha256 TEXT NOT NULL,
    seed TEXT NOT NULL,
    input_sha256 TEXT NOT NULL,
    output_sha256 TEXT NOT NULL,
    previous_sha256 TEXT NOT NULL,
    input TEXT NOT NULL,
    output TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    CONSTRAINT allocation_run_round_id_number_key UNIQUE (round_id, number)
);
CREATE TABLE standing (
    application_id BIGINT NOT NULL REFERENCES application (id),
    opportunity_id BIGINT NOT NULL REFERENCES opportunity (id),
    run_id BIGINT NOT NULL REFERENCES allocation_run (id),
    choice INTEGER NOT NULL,
    band TEXT NOT NULL,
    lottery TEXT NOT NULL,
    draw_position BIGINT NOT NULL,
    priority_position BIGINT,
    status TEXT NOT NULL CHECK (status IN ('offered', 'not_needed', 'not_offered', 'struck')),
    waiting_position BIGINT,
    explanation TEXT NOT NULL,
    PRIMARY KEY (application_id, opportunity_id)
);
CREATE INDEX standing_opportunity_id ON standing (opportunity_id, priority_position);
CREATE INDEX standing_run_id ON standing (run_id);
CREATE TABLE proposal (
    id INTEGER NOT NULL PRIMARY KEY,
    public_ref TEXT NOT NULL CONSTRAINT proposal_public_ref_key UNIQUE,
    opportunity_id BIGINT NOT NULL REFERENCES opportunity (id),
    application_id BIGINT NOT NULL REFERENCES application (id),
    run_id BIGINT NOT NULL REFERENCES allocation_run (id),
    state TEXT NOT NULL CHECK (state IN ('open', 'approved', 'declined', 'overtaken')),
    created_at TIMESTAMP NOT NULL,
    chases INTEGER NOT NULL DEFAULT 0,
    next_chase_at TIMESTAMP,
    decided_at TIMESTAMP,
    decided_by BIGINT REFERENCES person (id),
    reason TEXT
);
CREATE UNIQUE INDEX proposal_application_id_key ON proposal (application_id) WHERE state = 'open';
CREATE UNIQUE INDEX proposal_opportunity_id_application_id_key ON proposal (opportunity_id, application_id);
CREATE INDEX proposal_next_chase_at ON proposal (next_chase_at) WHERE state = 'open';
CREATE TABLE offer (
    id INTEGER NOT NULL PRIMARY KEY,
    public_ref TEXT NOT NULL CONSTRAINT offer_public_ref_key UNIQUE,
    proposal_id BIGINT NOT NULL CONSTRAINT offer_proposal_id_key UNIQUE REFERENCES proposal (id),
    application_id BIGINT NOT NULL REFERENCES application (id),
    opportunity_id BIGINT NOT NULL REFERENCES opportunity (id),
    state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'declined', 'expired', 'withdrawn')),
    made_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    answered_at TIMESTAMP,
    reason TEXT
);
CREATE UNIQUE INDEX offer_application_id_key ON offer (application_id) WHERE state = 'open';
CREATE INDEX offer_opportunity_id ON offer (opportunity_id);
CREATE INDEX offer_expires_at ON offer (expires_at) WHERE state = 'open';
CREATE TABLE placement (
    id INTEGER NOT NULL PRIMARY KEY,
    public_ref TEXT NOT NULL CONSTRAINT placement_public_ref_key UNIQUE,
    application_id BIGINT NOT NULL CONSTRAINT placement_application_id_key UNIQUE REFERENCES application (id),
    opportunity_id BIGINT NOT NULL REFERENCES opportunity (id),
    offer_id BIGINT NOT NULL CONSTRAINT placement_offer_id_key UNIQUE REFERENCES offer (id),
    state TEXT NOT NULL CHECK (state IN ('agreed', 'given_back', 'cancelled', 'completed', 'did_not_attend')),
    agreed_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    reason TEXT
);
CREATE INDEX placement_opportunity_id ON placement (opportunity_id);
