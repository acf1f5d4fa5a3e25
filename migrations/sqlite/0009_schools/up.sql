-- The register of schools and colleges, as Get Information about Schools publishes it. A school is never deleted: it closes, and may have a successor.
CREATE TABLE school (
    id INTEGER NOT NULL PRIMARY KEY,
    urn INTEGER NOT NULL CONSTRAINT school_urn_key UNIQUE,
    name TEXT NOT NULL,
    town TEXT,
    postcode TEXT,
    authority TEXT,
    phase TEXT CHECK (phase IN ('not_applicable', 'nursery', 'primary', 'middle_deemed_primary', 'secondary', 'middle_deemed_secondary',
        'sixteen_plus', 'all_through')),
    kind TEXT,
    state TEXT NOT NULL CHECK (state IN ('open', 'closed', 'proposed')),
    opened_on DATE,
    closed_on DATE,
    successor_id BIGINT REFERENCES school (id)
);

-- The words by which a school is found, in small letters and digits; none of a school that nobody can pick.
CREATE TABLE school_word (
    word TEXT NOT NULL,
    school_id BIGINT NOT NULL REFERENCES school (id),
    PRIMARY KEY (word, school_id)
) WITHOUT ROWID;
CREATE INDEX school_word_school_id ON school_word (school_id, word);

-- A figure with the year of the census in January that it is of, and who published it. The value is in hundredths of one percent.
CREATE TABLE school_measure (
    school_id BIGINT NOT NULL REFERENCES school (id),
    measure TEXT NOT NULL CHECK (measure IN ('free_school_meals')),
    year INTEGER NOT NULL,
    value INTEGER NOT NULL CHECK (value BETWEEN 0 AND 10000),
    source TEXT NOT NULL,
    PRIMARY KEY (school_id, measure, year)
);

-- The school that an application names, and the figure as it was when it was used.
CREATE TABLE application_school (
    application_id BIGINT NOT NULL REFERENCES application (id),
    position INTEGER NOT NULL,
    school_id BIGINT REFERENCES school (id),
    as_typed TEXT NOT NULL,
    from_year INTEGER,
    to_year INTEGER,
    measure_year INTEGER,
    measure_value INTEGER,
    measure_source TEXT,
    PRIMARY KEY (application_id, position)
);
