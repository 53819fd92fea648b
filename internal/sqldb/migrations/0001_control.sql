-- Times are milliseconds since 1970 in UTC, 0 is never. JSON is TEXT. Numbers come from the table number, so that none is
-- ever used twice: events keep the number of their source for ever.

CREATE TABLE number (
	series TEXT PRIMARY KEY,
	last   BIGINT NOT NULL
);

CREATE TABLE workspace (
	id       BIGINT PRIMARY KEY,
	name     TEXT   NOT NULL,
	zone     TEXT   NOT NULL,
	currency TEXT   NOT NULL,
	settings TEXT   NOT NULL,
	created  BIGINT NOT NULL
);

CREATE TABLE source (
	id        BIGINT  PRIMARY KEY,
	workspace BIGINT  NOT NULL REFERENCES workspace (id),
	name      TEXT    NOT NULL,
	kind      TEXT    NOT NULL,
	channel   TEXT    NOT NULL,
	write_key TEXT    NOT NULL UNIQUE,
	disabled  BOOLEAN NOT NULL,
	created   BIGINT  NOT NULL,
	deleted   BIGINT  NOT NULL
);

CREATE UNIQUE INDEX source_name ON source (workspace, name) WHERE deleted = 0;

CREATE TABLE account (
	id       BIGINT  PRIMARY KEY,
	email    TEXT    NOT NULL UNIQUE,
	name     TEXT    NOT NULL,
	locale   TEXT    NOT NULL,
	password TEXT    NOT NULL,
	one_time BIGINT  NOT NULL,
	must_set BOOLEAN NOT NULL,
	created  BIGINT  NOT NULL
);

CREATE TABLE member (
	workspace BIGINT NOT NULL REFERENCES workspace (id),
	account   BIGINT NOT NULL REFERENCES account (id),
	role      TEXT   NOT NULL,
	since     BIGINT NOT NULL,
	PRIMARY KEY (workspace, account)
);

CREATE INDEX member_account ON member (account);

CREATE TABLE session (
	hash    TEXT   PRIMARY KEY,
	account BIGINT NOT NULL REFERENCES account (id),
	created BIGINT NOT NULL,
	seen    BIGINT NOT NULL,
	ip      TEXT   NOT NULL,
	agent   TEXT   NOT NULL
);

CREATE INDEX session_account ON session (account);

CREATE TABLE token (
	id        BIGINT PRIMARY KEY,
	workspace BIGINT NOT NULL REFERENCES workspace (id),
	name      TEXT   NOT NULL,
	role      TEXT   NOT NULL,
	hash      TEXT   NOT NULL UNIQUE,
	hint      TEXT   NOT NULL,
	account   BIGINT NOT NULL REFERENCES account (id),
	created   BIGINT NOT NULL,
	used      BIGINT NOT NULL
);

CREATE INDEX token_workspace ON token (workspace);

CREATE TABLE audit (
	id        BIGINT PRIMARY KEY,
	workspace BIGINT NOT NULL,
	at        BIGINT NOT NULL,
	actor     TEXT   NOT NULL,
	who       TEXT   NOT NULL,
	action    TEXT   NOT NULL,
	target    TEXT   NOT NULL,
	detail    TEXT   NOT NULL,
	ip        TEXT   NOT NULL
);

CREATE INDEX audit_workspace ON audit (workspace, id);

CREATE TABLE channel (
	workspace BIGINT NOT NULL REFERENCES workspace (id),
	id        TEXT   NOT NULL,
	name      TEXT   NOT NULL,
	PRIMARY KEY (workspace, id)
);

CREATE TABLE touchpoint (
	workspace       BIGINT  NOT NULL REFERENCES workspace (id),
	id              TEXT    NOT NULL,
	name            TEXT    NOT NULL,
	stage           TEXT    NOT NULL,
	rule            TEXT    NOT NULL,
	owner           TEXT    NOT NULL,
	moment_of_truth BOOLEAN NOT NULL,
	place           BIGINT  NOT NULL,
	PRIMARY KEY (workspace, id)
);

CREATE TABLE stage_model (
	workspace BIGINT PRIMARY KEY REFERENCES workspace (id),
	model     TEXT   NOT NULL
);
