-- What was typed into a form whose session had ended, sealed with a key that only the browser's new session and the portal's secret make together.
CREATE TABLE kept_form (
    digest BYTEA NOT NULL PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES person (id),
    path TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX kept_form_person_id ON kept_form (person_id);
CREATE INDEX kept_form_expires_at ON kept_form (expires_at);
