-- Who wants to hear of changes to a map.
CREATE TABLE map_watch (
	workspace BIGINT NOT NULL,
	map       TEXT   NOT NULL,
	account   BIGINT NOT NULL,
	since     BIGINT NOT NULL,
	PRIMARY KEY (workspace, map, account),
	FOREIGN KEY (workspace, map) REFERENCES journey_map (workspace, id)
);

CREATE INDEX map_watch_account ON map_watch (workspace, account);

-- Up to when somebody has seen what concerns them.
CREATE TABLE notice_seen (
	workspace BIGINT NOT NULL REFERENCES workspace (id),
	account   BIGINT NOT NULL,
	at        BIGINT NOT NULL,
	PRIMARY KEY (workspace, account)
);

CREATE INDEX map_comment_at ON map_comment (workspace, at);
