CREATE TABLE area (
    id INTEGER NOT NULL PRIMARY KEY,
    code TEXT NOT NULL CONSTRAINT area_code_key UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('region', 'integrated_care_board', 'letb')),
    opened_on DATE,
    closed_on DATE,
    successor_id BIGINT REFERENCES area (id)
);
CREATE TABLE organisation (
    id INTEGER NOT NULL PRIMARY KEY,
    code TEXT NOT NULL CONSTRAINT organisation_code_key UNIQUE,
    name TEXT NOT NULL,
    slug TEXT NOT NULL CONSTRAINT organisation_slug_key UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('nhs_trust', 'gp_practice', 'social_care', 'hospice', 'charity', 'education')),
    area_id BIGINT NOT NULL REFERENCES area (id),
    town TEXT NOT NULL,
    postcode TEXT NOT NULL,
    opened_on DATE,
    closed_on DATE,
    successor_id BIGINT REFERENCES organisation (id)
);
CREATE INDEX organisation_area_id ON organisation (area_id);
CREATE TABLE role_grant (
    id INTEGER NOT NULL PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL CHECK (role IN ('coordinator', 'champion', 'area_lead', 'national')),
    organisation_id BIGINT REFERENCES organisation (id),
    area_id BIGINT REFERENCES area (id),
    granted_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);
CREATE INDEX role_grant_person_id ON role_grant (person_id);
CREATE INDEX role_grant_organisation_id ON role_grant (organisation_id);
