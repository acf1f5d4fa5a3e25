DROP TABLE policy_adoption;
DROP FUNCTION policy_adoption_refuse();
