-- Statements of package theme. Each is prepared when the store opens.

-- name: all
SELECT id, name, rule, owner, version, created, changed FROM voice_theme WHERE workspace = ? ORDER BY created, id

-- name: one
SELECT id, name, rule, owner, version, created, changed FROM voice_theme WHERE workspace = ? AND id = ?

-- name: number
SELECT COUNT(*) FROM voice_theme WHERE workspace = ?

-- name: insert
INSERT INTO voice_theme (name, rule, owner, version, created, changed, workspace, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)

-- name: update
UPDATE voice_theme SET name = ?, rule = ?, owner = ?, version = ?, created = ?, changed = ? WHERE workspace = ? AND id = ?

-- name: delete
DELETE FROM voice_theme WHERE workspace = ? AND id = ?
