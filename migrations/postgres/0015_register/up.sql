-- The state of the public register: another number after each change that it can show, so that a process knows whether what it keeps in memory still
-- holds. What is on offer has a number of its own (listing).
CREATE TABLE register_state (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    version BIGINT NOT NULL
);
INSERT INTO register_state (id, version) VALUES (1, 0);
-- The number of the transaction, at its end: as for the list of what is on offer.
CREATE FUNCTION register_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE register_state SET version = txid_current() WHERE version <> txid_current();
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER register_organisation_changed AFTER UPDATE OF code, name, slug, kind, area_id, town, postcode, closed_on, successor_id ON organisation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION register_changed();
CREATE CONSTRAINT TRIGGER register_area_changed AFTER UPDATE OF code, name, kind ON area
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION register_changed();
CREATE CONSTRAINT TRIGGER register_organisation_area_added AFTER INSERT ON organisation_area
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION register_changed();
CREATE CONSTRAINT TRIGGER register_organisation_area_changed AFTER UPDATE ON organisation_area
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION register_changed();
CREATE CONSTRAINT TRIGGER register_organisation_area_removed AFTER DELETE ON organisation_area
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION register_changed();
CREATE CONSTRAINT TRIGGER register_pledge_added AFTER INSERT ON pledge
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION register_changed();
CREATE CONSTRAINT TRIGGER register_pledge_changed AFTER UPDATE ON pledge
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION register_changed();
CREATE CONSTRAINT TRIGGER register_pledge_removed AFTER DELETE ON pledge
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION register_changed();
CREATE CONSTRAINT TRIGGER register_pledge_clause_added AFTER INSERT ON pledge_clause
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION register_changed();
CREATE CONSTRAINT TRIGGER register_pledge_clause_changed AFTER UPDATE ON pledge_clause
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION register_changed();
CREATE CONSTRAINT TRIGGER register_pledge_clause_removed AFTER DELETE ON pledge_clause
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION register_changed();
CREATE CONSTRAINT TRIGGER register_pledge_ambassador_added AFTER INSERT ON pledge_ambassador
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION register_changed();
CREATE CONSTRAINT TRIGGER register_pledge_ambassador_changed AFTER UPDATE ON pledge_ambassador
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION register_changed();
CREATE CONSTRAINT TRIGGER register_pledge_ambassador_removed AFTER DELETE ON pledge_ambassador
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION register_changed();
CREATE CONSTRAINT TRIGGER register_pledge_review_added AFTER INSERT ON pledge_review
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION register_changed();
CREATE CONSTRAINT TRIGGER register_pledge_review_changed AFTER UPDATE ON pledge_review
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION register_changed();
CREATE CONSTRAINT TRIGGER register_pledge_review_removed AFTER DELETE ON pledge_review
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION register_changed();
CREATE CONSTRAINT TRIGGER register_event_added AFTER INSERT ON event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION register_changed();
CREATE CONSTRAINT TRIGGER register_event_changed AFTER UPDATE ON event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION register_changed();
CREATE CONSTRAINT TRIGGER register_event_removed AFTER DELETE ON event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION register_changed();
CREATE CONSTRAINT TRIGGER register_case_study_added AFTER INSERT ON case_study
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION register_changed();
CREATE CONSTRAINT TRIGGER register_case_study_changed AFTER UPDATE ON case_study
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION register_changed();
CREATE CONSTRAINT TRIGGER register_case_study_removed AFTER DELETE ON case_study
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION register_changed();
