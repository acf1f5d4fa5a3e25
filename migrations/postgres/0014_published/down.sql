ALTER TABLE allocation_run DROP COLUMN published;
