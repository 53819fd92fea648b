-- Statements of package heard. Each is prepared when the store opens.

-- name: insert
INSERT INTO heard (seq, workspace, at, subject, person, event, channel, touchpoint, language, feeling, score, network, topic, author_kind, verified, reach, interactions, scorer, body)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: terms
INSERT INTO heard_term (rowid, terms) VALUES (?, ?)

-- name: find
SELECT rowid FROM heard_term(?) WHERE rowid < ? ORDER BY rowid DESC LIMIT ?

-- name: one
SELECT seq, at, subject, person, event, channel, touchpoint, language, feeling, score, network, topic, author_kind, scorer, body FROM heard WHERE workspace = ? AND seq = ?

-- name: page
SELECT seq, workspace, at, event, channel, touchpoint, language, feeling, score, network, author_kind, verified, reach, interactions FROM heard WHERE seq > ? ORDER BY seq LIMIT ?

-- name: mentions
-- The + keeps the index of a workspace out of it, which every page would be sorted by again: seq alone is the way.
SELECT seq, language, network, topic, author_kind, body FROM heard WHERE +workspace = ? AND event = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?

-- name: mention
SELECT seq, language, network, topic, author_kind, body FROM heard WHERE +workspace = ? AND event = ? AND seq IN (?)

-- name: ofTopic
SELECT seq FROM heard WHERE workspace = ? AND topic = ?

-- name: places
-- As with mentions.
SELECT seq, at, subject, touchpoint FROM heard WHERE +workspace = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?

-- name: place
UPDATE heard SET touchpoint = ? WHERE seq = ?

-- name: move
UPDATE heard SET person = ? WHERE workspace = ? AND subject = ?

-- name: ofPerson
SELECT seq FROM heard WHERE workspace = ? AND person = ? ORDER BY at DESC LIMIT ?

-- name: byPerson
SELECT seq, person FROM heard WHERE workspace = ? AND at >= ? AND at < ? ORDER BY person

-- name: forget
DELETE FROM heard

-- name: forgetTerms
DELETE FROM heard_term

-- name: forgetTopics
DELETE FROM heard_topic_text

-- name: keptTopics
SELECT workspace, topic, version, seq, texts, places FROM heard_topic_text WHERE format = ?

-- name: dropTopics
DELETE FROM heard_topic_text WHERE workspace = ?

-- name: keepTopic
INSERT INTO heard_topic_text (workspace, topic, format, version, seq, texts, places) VALUES (?, ?, ?, ?, ?, ?, ?)

-- name: cursor
SELECT seq, format FROM heard_place WHERE id = 1

-- name: setCursor
INSERT INTO heard_place (id, seq, format) VALUES (1, ?, ?) ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, format = excluded.format

-- name: stamps
SELECT workspace, stamp FROM heard_stamp

-- name: setStamp
INSERT INTO heard_stamp (workspace, stamp) VALUES (?, ?) ON CONFLICT (workspace) DO UPDATE SET stamp = excluded.stamp

-- name: corrections
SELECT workspace, seq, number, subject, at, feeling, was, score, language, body, who, made FROM voice_correction ORDER BY workspace, seq, number

-- name: correctionsOf
SELECT workspace, seq, number, subject, at, feeling, was, score, language, body, who, made FROM voice_correction WHERE workspace = ? AND seq = ? ORDER BY number

-- name: correct
INSERT INTO voice_correction (workspace, seq, number, subject, at, feeling, was, score, language, body, who, made) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: scores
SELECT workspace, seq, score, scorer FROM voice_score WHERE workspace > ? OR workspace = ? AND seq > ? ORDER BY workspace, seq LIMIT ?

-- name: keepScore
INSERT INTO voice_score (workspace, seq, score, scorer, made) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (workspace, seq) DO UPDATE SET score = excluded.score, scorer = excluded.scorer, made = excluded.made

-- name: scored
UPDATE heard SET feeling = ?, score = ?, scorer = ? WHERE seq = ?

-- name: scorer
SELECT scorer, seq FROM voice_scorer WHERE id = 1

-- name: setScorer
INSERT INTO voice_scorer (id, scorer, seq) VALUES (1, ?, ?) ON CONFLICT (id) DO UPDATE SET scorer = excluded.scorer, seq = excluded.seq

-- name: tryAnew
UPDATE voice_unscored SET tries = 0, due = 0

-- name: enlist
INSERT INTO voice_unscored (seq, workspace, tries, due) SELECT seq, workspace, 0, 0 FROM heard WHERE seq > ? AND seq <= ? AND scorer <> 'sender' ON CONFLICT (seq) DO NOTHING

-- name: dueTexts
SELECT h.seq, h.workspace, h.subject, h.body, u.tries FROM voice_unscored u JOIN heard h ON h.seq = u.seq WHERE u.due <= ? ORDER BY h.seq DESC LIMIT ?

-- name: nextDue
SELECT COALESCE(MIN(u.due), 0) FROM voice_unscored u JOIN heard h ON h.seq = u.seq

-- name: putOff
UPDATE voice_unscored SET tries = ?, due = ? WHERE seq = ?

-- name: done
DELETE FROM voice_unscored WHERE seq = ?

-- name: unscored
SELECT COUNT(*) FROM voice_unscored WHERE workspace = ?
