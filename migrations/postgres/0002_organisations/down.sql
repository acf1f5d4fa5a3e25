DROP TABLE role_grant;
DROP TABLE organisation;
DROP TABLE area;
