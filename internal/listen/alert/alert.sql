-- Statements of package alert. Each is prepared when the store opens.

-- name: all
SELECT id, body, version, since, created, changed FROM alert_condition WHERE workspace = ? ORDER BY created, id

-- name: one
SELECT id, body, version, since, created, changed FROM alert_condition WHERE workspace = ? AND id = ?

-- name: number
SELECT COUNT(*) FROM alert_condition WHERE workspace = ?

-- name: insert
INSERT INTO alert_condition (body, version, since, created, changed, workspace, id) VALUES (?, ?, ?, ?, ?, ?, ?)

-- name: update
UPDATE alert_condition SET body = ?, version = ?, since = ?, created = ?, changed = ? WHERE workspace = ? AND id = ?

-- name: delete
DELETE FROM alert_condition WHERE workspace = ? AND id = ?

-- name: deleteAlerts
DELETE FROM alert WHERE workspace = ? AND condition = ?

-- name: raise
INSERT INTO alert (workspace, condition, seq, at, made, body) VALUES (?, ?, ?, ?, ?, ?)

-- name: last
SELECT at FROM alert WHERE workspace = ? AND condition = ? ORDER BY seq DESC LIMIT 1

-- name: list
SELECT condition, seq, at, made, body FROM alert WHERE workspace = ? ORDER BY at DESC, seq DESC, condition LIMIT ?

-- name: place
SELECT seq FROM alert_place WHERE id = 1

-- name: setPlace
INSERT INTO alert_place (id, seq) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET seq = excluded.seq
