-- The state of what can be searched: another number after each change, so that a process knows whether what it keeps in memory still holds.
CREATE TABLE listing (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL
);
INSERT INTO listing (id, version) VALUES (1, 0);
CREATE TRIGGER opportunity_added AFTER INSERT ON opportunity BEGIN
    UPDATE listing SET version = version + 1;
END;
CREATE TRIGGER opportunity_removed AFTER DELETE ON opportunity BEGIN
    UPDATE listing SET version = version + 1;
END;
-- All that a search looks at; not places_taken, which changes often and is not looked at.
CREATE TRIGGER opportunity_changed AFTER UPDATE OF slug, round_id, organisation_id, title, family, activities, first_day, last_day, town, outcode,
    minimum_age, places, reserves, support, state, published_at ON opportunity BEGIN
    UPDATE listing SET version = version + 1;
END;
CREATE TRIGGER round_changed AFTER UPDATE OF state, opens_at, closes_at ON round BEGIN
    UPDATE listing SET version = version + 1;
END;
CREATE TRIGGER organisation_changed AFTER UPDATE OF name ON organisation BEGIN
    UPDATE listing SET version = version + 1;
END;

-- A search that somebody is told of by email. The address is kept here alone, and goes when the emails stop.
CREATE TABLE saved_search (
    id INTEGER NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    query TEXT NOT NULL,
    every TEXT NOT NULL CHECK (every IN ('day', 'week')),
    created_at TIMESTAMP NOT NULL,
    confirmed_at TIMESTAMP,
    looked_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
CREATE INDEX saved_search_email ON saved_search (email);
CREATE INDEX saved_search_looked_at ON saved_search (looked_at);

-- One more purpose of emailed links. SQLite cannot change a CHECK: the table is made anew, while no mail names its rows.
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
    purpose TEXT NOT NULL CHECK (purpose IN ('sign_in', 'guardian', 'school', 'proposal', 'offer', 'reveal', 'saved_search')),
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
UPDATE outbox SET link_id = (SELECT link_id FROM outbox_link WHERE outbox_id = outbox.id) WHERE id IN (SELECT outbox_id FROM outbox_link);
DROP TABLE outbox_link;
