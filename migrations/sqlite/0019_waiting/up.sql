-- What waits for a decision, by how long it has; rounds by when they opened.
CREATE INDEX proposal_state ON proposal (state, created_at);
CREATE INDEX round_opens_at ON round (opens_at, id);
