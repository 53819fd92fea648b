-- Surveys, what people answered to them, and the links by which they come.

CREATE TABLE survey (
	workspace   BIGINT NOT NULL REFERENCES workspace (id),
	id          TEXT   NOT NULL,
	name        TEXT   NOT NULL,
	owner       TEXT   NOT NULL,
	state       TEXT   NOT NULL,
	version     BIGINT NOT NULL,
	content     TEXT   NOT NULL,
	created     BIGINT NOT NULL,
	changed     BIGINT NOT NULL,
	PRIMARY KEY (workspace, id)
);

CREATE TABLE survey_version (
	workspace   BIGINT NOT NULL,
	survey      TEXT   NOT NULL,
	version     BIGINT NOT NULL,
	content     TEXT   NOT NULL,
	created     BIGINT NOT NULL,
	PRIMARY KEY (workspace, survey, version),
	FOREIGN KEY (workspace, survey) REFERENCES survey (workspace, id)
);

CREATE TABLE survey_setting (
	workspace   BIGINT NOT NULL REFERENCES workspace (id),
	content     TEXT   NOT NULL,
	PRIMARY KEY (workspace)
);

CREATE TABLE survey_link (
	hash        TEXT   NOT NULL,
	workspace   BIGINT NOT NULL,
	survey      TEXT   NOT NULL,
	id          TEXT   NOT NULL,
	kind        TEXT   NOT NULL,
	name        TEXT   NOT NULL,
	token       TEXT   NOT NULL,
	ids         TEXT   NOT NULL,
	who         TEXT   NOT NULL,
	created     BIGINT NOT NULL,
	PRIMARY KEY (hash),
	UNIQUE (workspace, id),
	FOREIGN KEY (workspace, survey) REFERENCES survey (workspace, id)
);

CREATE INDEX survey_link_of ON survey_link (workspace, survey);

CREATE TABLE survey_response (
	workspace   BIGINT NOT NULL,
	survey      TEXT   NOT NULL,
	id          TEXT   NOT NULL,
	version     BIGINT NOT NULL,
	via         TEXT   NOT NULL,
	link        TEXT   NOT NULL,
	language    TEXT   NOT NULL,
	url         TEXT   NOT NULL,
	ids         TEXT   NOT NULL,
	known_as    TEXT   NOT NULL,
	shown       BIGINT NOT NULL,
	begun       BIGINT NOT NULL,
	changed     BIGINT NOT NULL,
	done        BIGINT NOT NULL,
	finished    BIGINT NOT NULL,
	dismissed   BIGINT NOT NULL,
	took        BIGINT NOT NULL,
	set_aside   TEXT   NOT NULL,
	stage       TEXT   NOT NULL,
	product     TEXT   NOT NULL,
	answers     TEXT   NOT NULL,
	words       TEXT   NOT NULL,
	told        TEXT   NOT NULL,
	due         BIGINT NOT NULL,
	PRIMARY KEY (workspace, id),
	FOREIGN KEY (workspace, survey) REFERENCES survey (workspace, id)
);

CREATE INDEX survey_response_of ON survey_response (workspace, survey, changed);

CREATE INDEX survey_response_known ON survey_response (workspace, known_as);

CREATE INDEX survey_response_due ON survey_response (due);

CREATE TABLE survey_count (
	workspace   BIGINT NOT NULL,
	survey      TEXT   NOT NULL,
	shown       BIGINT NOT NULL,
	begun       BIGINT NOT NULL,
	finished    BIGINT NOT NULL,
	dismissed   BIGINT NOT NULL,
	set_aside   BIGINT NOT NULL,
	latest      BIGINT NOT NULL,
	PRIMARY KEY (workspace, survey),
	FOREIGN KEY (workspace, survey) REFERENCES survey (workspace, id)
);

-- What people said of products is derived: it is made again from the event log where it is missing. seq is the change that
-- brought it.
CREATE TABLE review (
	workspace   BIGINT NOT NULL,
	seq         BIGINT NOT NULL,
	subject     TEXT   NOT NULL,
	at          BIGINT NOT NULL,
	product     TEXT   NOT NULL,
	rating      BIGINT NOT NULL,
	open_to_all BIGINT NOT NULL,
	body        TEXT   NOT NULL,
	PRIMARY KEY (workspace, seq)
);

CREATE INDEX review_of ON review (workspace, product, at);

CREATE TABLE review_place (
	id          BIGINT NOT NULL,
	seq         BIGINT NOT NULL,
	PRIMARY KEY (id)
);

CREATE TABLE review_reply (
	workspace   BIGINT NOT NULL REFERENCES workspace (id),
	seq         BIGINT NOT NULL,
	body        TEXT   NOT NULL,
	who         TEXT   NOT NULL,
	said        BIGINT NOT NULL,
	PRIMARY KEY (workspace, seq)
);
