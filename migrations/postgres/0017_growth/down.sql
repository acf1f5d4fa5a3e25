DROP INDEX role_grant_area_id;
DROP INDEX proposal_conflict_person_id;
DROP INDEX offer_application_id;
DROP INDEX proposal_application_id;
DROP TABLE allowance;
