-- Whom a survey's trigger has happened to without a mail, and why: of each person what was so at the latest time.
CREATE TABLE survey_trigger_held (
	workspace   BIGINT NOT NULL,
	survey      TEXT   NOT NULL,
	person      TEXT   NOT NULL,
	code        TEXT   NOT NULL,
	reason      TEXT   NOT NULL,
	at          BIGINT NOT NULL,
	PRIMARY KEY (workspace, survey, person)
);

CREATE INDEX survey_trigger_held_why ON survey_trigger_held (workspace, survey, code, reason, person);
