-- What was heard is derived: it is made again from the event log where it is missing. seq is the change that brought it.
CREATE TABLE heard (
	seq        INTEGER PRIMARY KEY,
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
CREATE VIRTUAL TABLE heard_term USING fts5 (terms, content='', contentless_delete=1, detail=none, tokenize="unicode61 remove_diacritics 0");
