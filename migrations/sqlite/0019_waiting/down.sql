DROP INDEX round_opens_at;
DROP INDEX proposal_state;
