-- Mail that goes out, who wants none, which surveys are due by mail, and who reads a digest.

-- letter is sealed, as it holds links that belong to one person; it is empty once the mail is sent or given up.
CREATE TABLE mail_outbox (
	id          BIGINT NOT NULL,
	workspace   BIGINT NOT NULL REFERENCES workspace (id),
	occasion    TEXT   NOT NULL,
	kind        TEXT   NOT NULL,
	about       TEXT   NOT NULL,
	reference   TEXT   NOT NULL,
	address     TEXT   NOT NULL,
	letter      TEXT   NOT NULL,
	state       TEXT   NOT NULL,
	reason      TEXT   NOT NULL,
	attempts    BIGINT NOT NULL,
	due         BIGINT NOT NULL,
	created     BIGINT NOT NULL,
	changed     BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (workspace, occasion)
);

CREATE INDEX mail_outbox_due ON mail_outbox (state, due);

CREATE INDEX mail_outbox_of ON mail_outbox (workspace, kind, about, id);

CREATE INDEX mail_outbox_to ON mail_outbox (workspace, address, state);

CREATE TABLE mail_refused (
	workspace   BIGINT NOT NULL REFERENCES workspace (id),
	address     TEXT   NOT NULL,
	reason      TEXT   NOT NULL,
	at          BIGINT NOT NULL,
	PRIMARY KEY (workspace, address)
);

-- What a survey's trigger has set off and is not mailed yet; seq is the change that brought the event.
CREATE TABLE survey_due (
	workspace   BIGINT NOT NULL,
	survey      TEXT   NOT NULL,
	seq         BIGINT NOT NULL,
	subject     TEXT   NOT NULL,
	due         BIGINT NOT NULL,
	until       BIGINT NOT NULL,
	PRIMARY KEY (workspace, survey, seq)
);

CREATE INDEX survey_due_at ON survey_due (due);

CREATE TABLE digest (
	workspace   BIGINT NOT NULL REFERENCES workspace (id),
	account     BIGINT NOT NULL,
	every       TEXT   NOT NULL,
	since       BIGINT NOT NULL,
	PRIMARY KEY (workspace, account)
);
