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
