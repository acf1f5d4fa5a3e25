-- What is published of a run: counts by opportunity, band and pathway, as JSON. None in runs that are older.
ALTER TABLE allocation_run ADD COLUMN published TEXT;
