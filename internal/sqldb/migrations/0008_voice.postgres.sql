-- What was heard is derived: it is made again from the event log where it is missing. seq is the change that brought it.
CREATE TABLE heard (
	seq        BIGINT PRIMARY KEY,
	workspace  BIGINT NOT NULL,
	at         BIGINT NOT NULL,
	subject    TEXT   NOT NULL,
	person     TEXT   NOT NULL,
	event      TEXT   NOT NULL,
	channel    TEXT   NOT NULL,
	touchpoint TEXT   NOT NULL,
	language   TEXT   NOT NULL,
	feeling    TEXT   NOT NULL,
	score      BIGINT NOT NULL,
	network    TEXT   NOT NULL,
	topic      TEXT   NOT NULL,
	body       TEXT   NOT NULL
);

CREATE INDEX heard_subject ON heard (workspace, subject);

CREATE INDEX heard_person ON heard (workspace, person, at);

-- The words of each text, to search by. heard_term('"a" "b"') are the rows with both.
CREATE TABLE heard_term (
	rowid BIGINT PRIMARY KEY,
	terms TEXT   NOT NULL,
	words TEXT[] GENERATED ALWAYS AS (string_to_array(terms, ' ')) STORED
);

CREATE INDEX heard_term_words ON heard_term USING gin (words);

CREATE FUNCTION heard_term(wanted TEXT) RETURNS TABLE (rowid BIGINT) LANGUAGE sql STABLE
	AS 'SELECT t.rowid FROM heard_term t WHERE t.words @> string_to_array(replace(wanted, ''"'', ''''), '' '')';

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
