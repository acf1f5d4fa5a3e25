CREATE TABLE round (
    id INTEGER NOT NULL PRIMARY KEY,
    public_ref TEXT NOT NULL CONSTRAINT round_public_ref_key UNIQUE,
    name TEXT NOT NULL,
    area_id BIGINT REFERENCES area (id),
    state TEXT NOT NULL CHECK (state IN ('planned', 'open', 'closed', 'ranked', 'offering', 'settled')),
    opens_at TIMESTAMP NOT NULL,
    closes_at TIMESTAMP NOT NULL,
    answer_days INTEGER NOT NULL CHECK (answer_days BETWEEN 1 AND 60),
    policy_id TEXT NOT NULL,
    policy_version TEXT NOT NULL,
    policy_sha256 TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    closed_at TIMESTAMP,
    ranked_at TIMESTAMP,
    settled_at TIMESTAMP,
    CHECK (opens_at < closes_at)
);
CREATE INDEX round_state ON round (state, closes_at);
CREATE TABLE round_contribution (
    id INTEGER NOT NULL PRIMARY KEY,
    round_id BIGINT NOT NULL REFERENCES round (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    commitment TEXT NOT NULL,
    value TEXT,
    recipient TEXT,
    committed_at TIMESTAMP NOT NULL,
    revealed_at TIMESTAMP,
    CONSTRAINT round_contribution_round_id_position_key UNIQUE (round_id, position),
    CONSTRAINT round_contribution_round_id_name_key UNIQUE (round_id, name)
);
CREATE TABLE opportunity (
    id INTEGER NOT NULL PRIMARY KEY,
    public_ref TEXT NOT NULL CONSTRAINT opportunity_public_ref_key UNIQUE,
    slug TEXT NOT NULL CONSTRAINT opportunity_slug_key UNIQUE,
    round_id BIGINT NOT NULL REFERENCES round (id),
    organisation_id BIGINT NOT NULL REFERENCES organisation (id),
    title TEXT NOT NULL,
    family TEXT NOT NULL,
    summary TEXT NOT NULL,
    activities TEXT NOT NULL,
    limits TEXT NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    start_time TEXT NOT NULL,
    finish_time TEXT NOT NULL,
    town TEXT NOT NULL,
    outcode TEXT NOT NULL,
    minimum_age INTEGER NOT NULL CHECK (minimum_age BETWEEN 14 AND 99),
    places INTEGER NOT NULL CHECK (places BETWEEN 0 AND 65535),
    places_taken INTEGER NOT NULL DEFAULT 0,
    local_areas TEXT NOT NULL,
    reserves TEXT NOT NULL,
    support TEXT NOT NULL,
    dress TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'paused', 'closed', 'withdrawn')),
    published_at TIMESTAMP,
    CHECK (first_day <= last_day),
    CHECK (places_taken BETWEEN 0 AND places)
);
CREATE INDEX opportunity_round_id ON opportunity (round_id, first_day, id);
CREATE INDEX opportunity_organisation_id ON opportunity (organisation_id);
