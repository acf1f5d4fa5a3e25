-- Open proposals by how long they wait: the operator sees those that have waited longest.
CREATE INDEX proposal_waits ON proposal (created_at, id) WHERE state = 'open';
