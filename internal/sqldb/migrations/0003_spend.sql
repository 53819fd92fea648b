CREATE TABLE spend (
	workspace BIGINT NOT NULL REFERENCES workspace (id),
	day       TEXT   NOT NULL,
	channel   TEXT   NOT NULL,
	campaign  TEXT   NOT NULL,
	amount    TEXT   NOT NULL,
	currency  TEXT   NOT NULL,
	PRIMARY KEY (workspace, day, channel, campaign)
);
