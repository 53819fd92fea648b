CREATE TABLE persona (
	workspace   BIGINT NOT NULL REFERENCES workspace (id),
	id          TEXT   NOT NULL,
	name        TEXT   NOT NULL,
	owner       TEXT   NOT NULL,
	story       TEXT   NOT NULL,
	rule        TEXT   NOT NULL,
	version     BIGINT NOT NULL,
	created     BIGINT NOT NULL,
	changed     BIGINT NOT NULL,
	PRIMARY KEY (workspace, id)
);
