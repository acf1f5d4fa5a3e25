-- Rounds by when they opened: the latest are asked for.
CREATE INDEX round_opens_at ON round (opens_at, id);
