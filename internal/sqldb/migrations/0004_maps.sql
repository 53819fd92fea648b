CREATE TABLE journey_map (
	workspace   BIGINT NOT NULL REFERENCES workspace (id),
	id          TEXT   NOT NULL,
	name        TEXT   NOT NULL,
	description TEXT   NOT NULL,
	state       TEXT   NOT NULL,
	pair        TEXT   NOT NULL,
	personas    TEXT   NOT NULL,
	owner       TEXT   NOT NULL,
	revision    BIGINT NOT NULL,
	created     BIGINT NOT NULL,
	changed     BIGINT NOT NULL,
	changed_by  TEXT   NOT NULL,
	PRIMARY KEY (workspace, id)
);

-- The log: one row for each change, never changed. docs/formats/maps.md tells what ops holds.
CREATE TABLE map_change (
	workspace BIGINT NOT NULL,
	map       TEXT   NOT NULL,
	revision  BIGINT NOT NULL,
	change    TEXT   NOT NULL,
	actor     TEXT   NOT NULL,
	client    TEXT   NOT NULL,
	who       TEXT   NOT NULL,
	at        BIGINT NOT NULL,
	note      TEXT   NOT NULL,
	count     BIGINT NOT NULL,
	ops       TEXT   NOT NULL,
	kept      TEXT   NOT NULL,
	PRIMARY KEY (workspace, map, revision),
	FOREIGN KEY (workspace, map) REFERENCES journey_map (workspace, id)
);

CREATE UNIQUE INDEX map_change_id ON map_change (workspace, map, change);

-- What the log comes to at some revisions, so that no other one is far away.
CREATE TABLE map_snapshot (
	workspace BIGINT NOT NULL,
	map       TEXT   NOT NULL,
	revision  BIGINT NOT NULL,
	doc       TEXT   NOT NULL,
	PRIMARY KEY (workspace, map, revision),
	FOREIGN KEY (workspace, map) REFERENCES journey_map (workspace, id)
);

CREATE TABLE map_version (
	workspace BIGINT NOT NULL,
	map       TEXT   NOT NULL,
	revision  BIGINT NOT NULL,
	name      TEXT   NOT NULL,
	because   TEXT   NOT NULL,
	who       TEXT   NOT NULL,
	at        BIGINT NOT NULL,
	rules     TEXT   NOT NULL,
	PRIMARY KEY (workspace, map, revision),
	FOREIGN KEY (workspace, map) REFERENCES journey_map (workspace, id)
);

CREATE TABLE map_comment (
	workspace BIGINT  NOT NULL,
	map       TEXT    NOT NULL,
	id        TEXT    NOT NULL,
	thing     TEXT    NOT NULL,
	body      TEXT    NOT NULL,
	mentions  TEXT    NOT NULL,
	who       TEXT    NOT NULL,
	account   BIGINT  NOT NULL,
	at        BIGINT  NOT NULL,
	edited    BIGINT  NOT NULL,
	resolved  BOOLEAN NOT NULL,
	PRIMARY KEY (workspace, map, id),
	FOREIGN KEY (workspace, map) REFERENCES journey_map (workspace, id)
);

CREATE TABLE map_task (
	workspace BIGINT  NOT NULL,
	map       TEXT    NOT NULL,
	id        TEXT    NOT NULL,
	card      TEXT    NOT NULL,
	title     TEXT    NOT NULL,
	owner     BIGINT  NOT NULL,
	due       TEXT    NOT NULL,
	done      BOOLEAN NOT NULL,
	who       TEXT    NOT NULL,
	created   BIGINT  NOT NULL,
	changed   BIGINT  NOT NULL,
	PRIMARY KEY (workspace, id),
	FOREIGN KEY (workspace, map) REFERENCES journey_map (workspace, id)
);

CREATE INDEX map_task_map ON map_task (workspace, map);

-- Of a link only a hash is kept. An empty password asks for none.
CREATE TABLE map_share (
	hash      TEXT   PRIMARY KEY,
	workspace BIGINT NOT NULL,
	map       TEXT   NOT NULL,
	id        TEXT   NOT NULL,
	who       TEXT   NOT NULL,
	created   BIGINT NOT NULL,
	expires   BIGINT NOT NULL,
	password  TEXT   NOT NULL,
	hint      TEXT   NOT NULL,
	FOREIGN KEY (workspace, map) REFERENCES journey_map (workspace, id)
);

CREATE INDEX map_share_map ON map_share (workspace, map);

-- The data of an image is in base64: columns hold text.
CREATE TABLE map_image (
	workspace BIGINT NOT NULL,
	map       TEXT   NOT NULL,
	id        TEXT   NOT NULL,
	name      TEXT   NOT NULL,
	type      TEXT   NOT NULL,
	width     BIGINT NOT NULL,
	height    BIGINT NOT NULL,
	bytes     BIGINT NOT NULL,
	who       TEXT   NOT NULL,
	at        BIGINT NOT NULL,
	data      TEXT   NOT NULL,
	PRIMARY KEY (workspace, map, id),
	FOREIGN KEY (workspace, map) REFERENCES journey_map (workspace, id)
);
