-- Of mentions: what their figures are counted by. Texts are made again from the event log, as their format has changed.
ALTER TABLE heard ADD COLUMN author_kind TEXT NOT NULL DEFAULT '';

ALTER TABLE heard ADD COLUMN verified BIGINT NOT NULL DEFAULT 0;

ALTER TABLE heard ADD COLUMN reach BIGINT NOT NULL DEFAULT 0;

ALTER TABLE heard ADD COLUMN interactions BIGINT NOT NULL DEFAULT 0;

CREATE INDEX heard_topic ON heard (workspace, topic) WHERE topic <> '';

CREATE TABLE listen_topic (
	workspace  BIGINT NOT NULL REFERENCES workspace (id),
	id         TEXT   NOT NULL,
	name       TEXT   NOT NULL,
	kind       TEXT   NOT NULL,
	query      TEXT   NOT NULL,
	exclusions TEXT   NOT NULL,
	colour     TEXT   NOT NULL,
	version    BIGINT NOT NULL,
	created    BIGINT NOT NULL,
	changed    BIGINT NOT NULL,
	PRIMARY KEY (workspace, id)
);

-- Authors of a network are whoever has their name as an id of a type. Without a row they are nobody known.
CREATE TABLE listen_author (
	workspace BIGINT NOT NULL REFERENCES workspace (id),
	network   TEXT   NOT NULL,
	id_type   TEXT   NOT NULL,
	PRIMARY KEY (workspace, network)
);

CREATE TABLE alert_condition (
	workspace BIGINT NOT NULL REFERENCES workspace (id),
	id        TEXT   NOT NULL,
	body      TEXT   NOT NULL,
	version   BIGINT NOT NULL,
	since     BIGINT NOT NULL,
	created   BIGINT NOT NULL,
	changed   BIGINT NOT NULL,
	PRIMARY KEY (workspace, id)
);

-- What a condition raised. seq is the change that raised it, made the moment when it was.
CREATE TABLE alert (
	workspace BIGINT NOT NULL REFERENCES workspace (id),
	condition TEXT   NOT NULL,
	seq       BIGINT NOT NULL,
	at        BIGINT NOT NULL,
	made      BIGINT NOT NULL,
	body      TEXT   NOT NULL,
	PRIMARY KEY (workspace, condition, seq)
);

CREATE INDEX alert_made ON alert (workspace, made);

CREATE TABLE alert_place (
	id  BIGINT PRIMARY KEY,
	seq BIGINT NOT NULL
);
