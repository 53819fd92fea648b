CREATE TABLE pain (
	workspace   BIGINT NOT NULL REFERENCES workspace (id),
	id          TEXT   NOT NULL,
	document    TEXT   NOT NULL,
	version     BIGINT NOT NULL,
	created     BIGINT NOT NULL,
	changed     BIGINT NOT NULL,
	PRIMARY KEY (workspace, id)
);

CREATE TABLE pain_change (
	workspace   BIGINT NOT NULL REFERENCES workspace (id),
	pain        TEXT   NOT NULL,
	n           BIGINT NOT NULL,
	document    TEXT   NOT NULL,
	PRIMARY KEY (workspace, pain, n)
);

CREATE TABLE pain_look (
	workspace   BIGINT PRIMARY KEY REFERENCES workspace (id),
	document    TEXT   NOT NULL
);
