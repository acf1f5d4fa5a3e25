-- The state of the public register: another number after each change that it can show, so that a process knows whether what it keeps in memory still
-- holds. What is on offer has a number of its own (listing).
CREATE TABLE register_state (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL
);
INSERT INTO register_state (id, version) VALUES (1, 0);
CREATE TRIGGER register_organisation_changed AFTER UPDATE OF code, name, slug, kind, area_id, town, postcode, closed_on, successor_id ON organisation BEGIN
    UPDATE register_state SET version = version + 1;
END;
CREATE TRIGGER register_area_changed AFTER UPDATE OF code, name, kind ON area BEGIN
    UPDATE register_state SET version = version + 1;
END;
CREATE TRIGGER register_organisation_area_added AFTER INSERT ON organisation_area BEGIN
    UPDATE register_state SET version = version + 1;
END;
CREATE TRIGGER register_organisation_area_changed AFTER UPDATE ON organisation_area BEGIN
    UPDATE register_state SET version = version + 1;
END;
CREATE TRIGGER register_organisation_area_removed AFTER DELETE ON organisation_area BEGIN
    UPDATE register_state SET version = version + 1;
END;
CREATE TRIGGER register_pledge_added AFTER INSERT ON pledge BEGIN
    UPDATE register_state SET version = version + 1;
END;
CREATE TRIGGER register_pledge_changed AFTER UPDATE ON pledge BEGIN
    UPDATE register_state SET version = version + 1;
END;
CREATE TRIGGER register_pledge_removed AFTER DELETE ON pledge BEGIN
    UPDATE register_state SET version = version + 1;
END;
CREATE TRIGGER register_pledge_clause_added AFTER INSERT ON pledge_clause BEGIN
    UPDATE register_state SET version = version + 1;
END;
CREATE TRIGGER register_pledge_clause_changed AFTER UPDATE ON pledge_clause BEGIN
    UPDATE register_state SET version = version + 1;
END;
CREATE TRIGGER register_pledge_clause_removed AFTER DELETE ON pledge_clause BEGIN
    UPDATE register_state SET version = version + 1;
END;
CREATE TRIGGER register_pledge_ambassador_added AFTER INSERT ON pledge_ambassador BEGIN
    UPDATE register_state SET version = version + 1;
END;
CREATE TRIGGER register_pledge_ambassador_changed AFTER UPDATE ON pledge_ambassador BEGIN
    UPDATE register_state SET version = version + 1;
END;
CREATE TRIGGER register_pledge_ambassador_removed AFTER DELETE ON pledge_ambassador BEGIN
    UPDATE register_state SET version = version + 1;
END;
CREATE TRIGGER register_pledge_review_added AFTER INSERT ON pledge_review BEGIN
    UPDATE register_state SET version = version + 1;
END;
CREATE TRIGGER register_pledge_review_changed AFTER UPDATE ON pledge_review BEGIN
    UPDATE register_state SET version = version + 1;
END;
CREATE TRIGGER register_pledge_review_removed AFTER DELETE ON pledge_review BEGIN
    UPDATE register_state SET version = version + 1;
END;
CREATE TRIGGER register_event_added AFTER INSERT ON event BEGIN
    UPDATE register_state SET version = version + 1;
END;
CREATE TRIGGER register_event_changed AFTER UPDATE ON event BEGIN
    UPDATE register_state SET version = version + 1;
END;
CREATE TRIGGER register_event_removed AFTER DELETE ON event BEGIN
    UPDATE register_state SET version = version + 1;
END;
CREATE TRIGGER register_case_study_added AFTER INSERT ON case_study BEGIN
    UPDATE register_state SET version = version + 1;
END;
CREATE TRIGGER register_case_study_changed AFTER UPDATE ON case_study BEGIN
    UPDATE register_state SET version = version + 1;
END;
CREATE TRIGGER register_case_study_removed AFTER DELETE ON case_study BEGIN
    UPDATE register_state SET version = version + 1;
END;
