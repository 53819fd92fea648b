-- Where mentions are fetched from: what a connection is, then how it fares.
CREATE TABLE listen_connection (
	workspace BIGINT NOT NULL REFERENCES workspace (id),
	id        TEXT   NOT NULL,
	kind      TEXT   NOT NULL,
	name      TEXT   NOT NULL,
	settings  TEXT   NOT NULL,
	sealed    TEXT   NOT NULL,
	token     TEXT   NOT NULL,
	every     BIGINT NOT NULL,
	paused    BIGINT NOT NULL,
	version   BIGINT NOT NULL,
	created   BIGINT NOT NULL,
	changed   BIGINT NOT NULL,
	place     TEXT   NOT NULL,
	due       BIGINT NOT NULL,
	good      BIGINT NOT NULL,
	failed    BIGINT NOT NULL,
	failures  BIGINT NOT NULL,
	problem   TEXT   NOT NULL,
	mentions  BIGINT NOT NULL,
	PRIMARY KEY (workspace, id)
);

CREATE INDEX listen_connection_due ON listen_connection (paused, due);

CREATE INDEX listen_connection_token ON listen_connection (token);
