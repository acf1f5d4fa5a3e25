DROP INDEX round_opens_at;
