CREATE TABLE help_article (
	workspace   BIGINT NOT NULL REFERENCES workspace (id),
	id          TEXT   NOT NULL,
	document    TEXT   NOT NULL,
	version     BIGINT NOT NULL,
	created     BIGINT NOT NULL,
	changed     BIGINT NOT NULL,
	PRIMARY KEY (workspace, id)
);

CREATE TABLE help_version (
	workspace   BIGINT NOT NULL REFERENCES workspace (id),
	article     TEXT   NOT NULL,
	version     BIGINT NOT NULL,
	document    TEXT   NOT NULL,
	PRIMARY KEY (workspace, article, version)
);

CREATE TABLE help_site (
	workspace   BIGINT PRIMARY KEY REFERENCES workspace (id),
	slug        TEXT   NOT NULL UNIQUE,
	title       TEXT   NOT NULL,
	open        BIGINT NOT NULL
);

CREATE TABLE help_question (
	workspace   BIGINT NOT NULL REFERENCES workspace (id),
	id          TEXT   NOT NULL,
	terms       TEXT   NOT NULL,
	text        TEXT   NOT NULL,
	language    TEXT   NOT NULL,
	asked       BIGINT NOT NULL,
	first       BIGINT NOT NULL,
	last        BIGINT NOT NULL,
	done        BIGINT NOT NULL,
	PRIMARY KEY (workspace, id),
	UNIQUE (workspace, terms)
);

CREATE TABLE help_use (
	workspace   BIGINT NOT NULL REFERENCES workspace (id),
	article     TEXT   NOT NULL,
	views       BIGINT NOT NULL,
	helped      BIGINT NOT NULL,
	failed      BIGINT NOT NULL,
	PRIMARY KEY (workspace, article)
);
