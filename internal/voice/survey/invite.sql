-- Statements of invitations by mail. Each is prepared when they are joined.

-- name: linkOf
SELECT workspace, survey, id, kind, name, token, ids, who, created, 0, 0 FROM survey_link WHERE workspace = ? AND id = ?

-- name: insertDue
INSERT INTO survey_due (workspace, survey, seq, subject, due, until) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (workspace, survey, seq) DO NOTHING

-- name: due
SELECT workspace, survey, seq, subject, due, until FROM survey_due WHERE due <= ? ORDER BY due, seq LIMIT ?

-- name: postpone
UPDATE survey_due SET due = ? WHERE workspace = ? AND survey = ? AND seq = ?

-- name: deleteDue
DELETE FROM survey_due WHERE workspace = ? AND survey = ? AND seq = ?

-- name: countDue
SELECT count(*) FROM survey_due WHERE workspace = ? AND survey = ?

-- name: answered
SELECT count(CASE WHEN begun > 0 AND set_aside = '' THEN 1 END), count(CASE WHEN finished > 0 AND set_aside = '' THEN 1 END)
FROM survey_response WHERE workspace = ? AND survey = ? AND via = 'email'
