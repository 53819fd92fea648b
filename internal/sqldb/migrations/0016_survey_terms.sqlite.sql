-- A response in which somebody wrote something has a number: that of its words. -1 is a response whose words were not looked at yet,
-- 0 one without words.
ALTER TABLE survey_response ADD COLUMN number BIGINT NOT NULL DEFAULT -1;

CREATE UNIQUE INDEX survey_response_number ON survey_response (number) WHERE number > 0;

CREATE INDEX survey_response_unread ON survey_response (number) WHERE number < 0;

-- How many of a time were finished is counted in an index alone.
CREATE INDEX survey_response_time ON survey_response (workspace, survey, changed, begun, finished, set_aside);

DROP INDEX survey_response_of;

-- The words of each response, to search by. survey_term('"a" "b"') are the rows with both.
CREATE VIRTUAL TABLE survey_term USING fts5 (terms, content='', contentless_delete=1, detail=none, tokenize="unicode61 remove_diacritics 0");
