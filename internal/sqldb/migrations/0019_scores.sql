-- Whoever scored a text: jejak, sender, or the name of a model; empty where nobody did. It is derived, as the table is.
ALTER TABLE heard ADD COLUMN scorer TEXT NOT NULL DEFAULT '';

-- What a model elsewhere said of a text's feeling. It is not derived: asking again costs, and may give another answer.
CREATE TABLE voice_score (
	workspace BIGINT NOT NULL,
	seq       BIGINT NOT NULL,
	score     BIGINT NOT NULL,
	scorer    TEXT   NOT NULL,
	made      BIGINT NOT NULL,
	PRIMARY KEY (workspace, seq)
);

-- Texts that wait for it.
CREATE TABLE voice_unscored (
	seq       BIGINT PRIMARY KEY,
	workspace BIGINT NOT NULL,
	tries     BIGINT NOT NULL,
	due       BIGINT NOT NULL
);

CREATE INDEX voice_unscored_due ON voice_unscored (due);

-- Which model is asked, and the text up to which all were put among those that wait.
CREATE TABLE voice_scorer (
	id     BIGINT PRIMARY KEY,
	scorer TEXT   NOT NULL,
	seq    BIGINT NOT NULL
);
