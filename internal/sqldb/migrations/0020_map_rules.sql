-- What questions meant when a revision of a map was drawn: touchpoints, stage model, saved segments. Revisions that mean the same
-- share one row, by its hash. Earlier revisions have none.
CREATE TABLE map_rules (
	workspace BIGINT NOT NULL,
	hash      TEXT   NOT NULL,
	rules     TEXT   NOT NULL,
	PRIMARY KEY (workspace, hash)
);

ALTER TABLE map_change ADD COLUMN rules TEXT NOT NULL DEFAULT '';
