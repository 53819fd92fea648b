-- Statements of package connect. Each is prepared when the store opens.

-- name: all
SELECT workspace, id, kind, name, settings, sealed, token, every, paused, version, created, changed, place, due, good, failed, failures, problem, mentions
FROM listen_connection WHERE workspace = ? ORDER BY created, id

-- name: one
SELECT workspace, id, kind, name, settings, sealed, token, every, paused, version, created, changed, place, due, good, failed, failures, problem, mentions
FROM listen_connection WHERE workspace = ? AND id = ?

-- name: by_token
SELECT workspace, id, kind, name, settings, sealed, token, every, paused, version, created, changed, place, due, good, failed, failures, problem, mentions
FROM listen_connection WHERE token = ? AND token <> ''

-- name: due
SELECT workspace, id, kind, name, settings, sealed, token, every, paused, version, created, changed, place, due, good, failed, failures, problem, mentions
FROM listen_connection WHERE paused = 0 AND due > 0 ORDER BY due, workspace, id LIMIT ?

-- name: insert
INSERT INTO listen_connection (kind, name, settings, sealed, token, every, paused, version, created, changed, place, due, good, failed, failures, problem, mentions, workspace, id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: update
UPDATE listen_connection SET kind = ?, name = ?, settings = ?, sealed = ?, token = ?, every = ?, paused = ?, version = ?, created = ?, changed = ?,
	place = ?, due = ?, good = ?, failed = ?, failures = ?, problem = ?, mentions = ? WHERE workspace = ? AND id = ?

-- name: delete
DELETE FROM listen_connection WHERE workspace = ? AND id = ?

-- name: progress
UPDATE listen_connection SET place = ?, mentions = mentions + ? WHERE workspace = ? AND id = ? AND version = ?

-- name: well
UPDATE listen_connection SET due = ?, good = ?, failures = 0, problem = '' WHERE workspace = ? AND id = ? AND version = ?

-- name: hurry
UPDATE listen_connection SET due = ? WHERE workspace = ? AND id = ?

-- name: badly
UPDATE listen_connection SET due = ?, failed = ?, failures = failures + 1, problem = ? WHERE workspace = ? AND id = ? AND version = ?

-- name: brought
UPDATE listen_connection SET good = ?, failures = 0, problem = '', mentions = mentions + ? WHERE workspace = ? AND id = ?

-- name: refused
UPDATE listen_connection SET failed = ?, failures = failures + 1, problem = ? WHERE workspace = ? AND id = ?
