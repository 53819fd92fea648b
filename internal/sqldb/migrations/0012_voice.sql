CREATE TABLE heard_place (
	id     BIGINT PRIMARY KEY,
	seq    BIGINT NOT NULL,
	format BIGINT NOT NULL
);

-- What a workspace's touchpoints were when its texts were placed on them.
CREATE TABLE heard_stamp (
	workspace BIGINT PRIMARY KEY,
	stamp     TEXT   NOT NULL
);

-- What a person said of a text's feeling, in the place of the model; the last one counts. The text is kept to train on.
CREATE TABLE voice_correction (
	workspace BIGINT NOT NULL,
	seq       BIGINT NOT NULL,
	number    BIGINT NOT NULL,
	subject   TEXT   NOT NULL,
	at        BIGINT NOT NULL,
	feeling   TEXT   NOT NULL,
	was       TEXT   NOT NULL,
	score     BIGINT NOT NULL,
	language  TEXT   NOT NULL,
	body      TEXT   NOT NULL,
	who       TEXT   NOT NULL,
	made      BIGINT NOT NULL,
	PRIMARY KEY (workspace, seq, number)
);

CREATE TABLE voice_theme (
	workspace BIGINT NOT NULL REFERENCES workspace (id),
	id        TEXT   NOT NULL,
	name      TEXT   NOT NULL,
	rule      TEXT   NOT NULL,
	owner     TEXT   NOT NULL,
	version   BIGINT NOT NULL,
	created   BIGINT NOT NULL,
	changed   BIGINT NOT NULL,
	PRIMARY KEY (workspace, id)
);
