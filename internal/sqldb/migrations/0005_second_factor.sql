-- The seed is sealed; since is 0 while it waits for its first code; step is the last code's, which is not taken twice; recovery
-- is the hashes of the codes that are left, one a line.
CREATE TABLE second_factor (
	account  BIGINT PRIMARY KEY REFERENCES account (id),
	seed     TEXT   NOT NULL,
	since    BIGINT NOT NULL,
	step     BIGINT NOT NULL,
	recovery TEXT   NOT NULL
);

-- Who somebody is at an identity provider.
CREATE TABLE federated (
	issuer  TEXT   NOT NULL,
	subject TEXT   NOT NULL,
	account BIGINT NOT NULL REFERENCES account (id),
	created BIGINT NOT NULL,
	PRIMARY KEY (issuer, subject)
);
