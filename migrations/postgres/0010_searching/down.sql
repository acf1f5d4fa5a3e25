UPDATE outbox SET link_id = NULL WHERE link_id IN (SELECT id FROM link WHERE purpose = 'saved_search');
DELETE FROM link WHERE purpose = 'saved_search';
ALTER TABLE link DROP CONSTRAINT link_purpose_check;
ALTER TABLE link ADD CONSTRAINT link_purpose_check
    CHECK (purpose IN ('sign_in', 'guardian', 'school', 'proposal', 'offer', 'reveal'));
DROP TABLE saved_search;
DROP TRIGGER organisation_changed ON organisation;
DROP TRIGGER round_changed ON round;
DROP TRIGGER opportunity_changed ON opportunity;
DROP TRIGGER opportunity_removed ON opportunity;
DROP TRIGGER opportunity_added ON opportunity;
DROP FUNCTION listing_changed();
DROP TABLE listing;
