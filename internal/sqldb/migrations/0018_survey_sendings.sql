-- A survey sent by hand to many people: how far it has come, and what has become of each of them.
CREATE TABLE survey_sending (
	workspace   BIGINT NOT NULL REFERENCES workspace (id),
	id          TEXT   NOT NULL,
	survey      TEXT   NOT NULL,
	audience    TEXT   NOT NULL,
	who         TEXT   NOT NULL,
	state       TEXT   NOT NULL,
	reason      TEXT   NOT NULL,
	people      BIGINT NOT NULL,
	invited     BIGINT NOT NULL,
	held        TEXT   NOT NULL,
	created     BIGINT NOT NULL,
	changed     BIGINT NOT NULL,
	PRIMARY KEY (workspace, id)
);

CREATE INDEX survey_sending_of ON survey_sending (workspace, survey, created);

CREATE INDEX survey_sending_going ON survey_sending (created) WHERE state IN ('gathering', 'sending');

CREATE TABLE survey_sending_person (
	workspace   BIGINT NOT NULL,
	sending     TEXT   NOT NULL,
	person      TEXT   NOT NULL,
	state       TEXT   NOT NULL,
	reason      TEXT   NOT NULL,
	link        TEXT   NOT NULL,
	PRIMARY KEY (workspace, sending, person)
);

CREATE INDEX survey_sending_person_state ON survey_sending_person (workspace, sending, state, reason, person);

CREATE INDEX survey_sending_person_link ON survey_sending_person (workspace, link) WHERE link <> '';

CREATE INDEX survey_response_mailed ON survey_response (workspace, survey, link, changed, finished) WHERE via = 'email' AND begun > 0 AND set_aside = '';

-- A mail belongs to what it was sent along with, and so does an address that left by one.
ALTER TABLE mail_outbox ADD COLUMN batch TEXT NOT NULL DEFAULT '';

CREATE INDEX mail_outbox_batch ON mail_outbox (workspace, batch, state, id) WHERE batch <> '';

-- Many surveys that wait for the rate hold nothing else up.
CREATE INDEX mail_outbox_first ON mail_outbox (due, id) WHERE state = 'queued' AND kind <> 'survey';

ALTER TABLE mail_refused ADD COLUMN batch TEXT NOT NULL DEFAULT '';

ALTER TABLE mail_refused ADD COLUMN reference TEXT NOT NULL DEFAULT '';

CREATE INDEX mail_refused_batch ON mail_refused (workspace, batch, reason, at) WHERE batch <> '';
