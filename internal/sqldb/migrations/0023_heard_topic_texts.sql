-- Which texts each topic has, so that a start need not look for them: of a topic's version, up to a text, of so many, the places of those
-- that it has as a Roaring bitmap in base64. It is derived, as the texts are.
CREATE TABLE heard_topic_text (
	workspace BIGINT NOT NULL,
	topic     TEXT   NOT NULL,
	format    BIGINT NOT NULL,
	version   BIGINT NOT NULL,
	seq       BIGINT NOT NULL,
	texts     BIGINT NOT NULL,
	places    TEXT   NOT NULL,
	PRIMARY KEY (workspace, topic)
);
