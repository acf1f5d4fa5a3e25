DROP INDEX proposal_waits;
