-- Statements of package persona. Each is prepared when the store opens.

-- name: all
SELECT id, name, owner, story, rule, version, created, changed FROM persona WHERE workspace = ? ORDER BY created, id

-- name: one
SELECT id, name, owner, story, rule, version, created, changed FROM persona WHERE workspace = ? AND id = ?

-- name: number
SELECT COUNT(*) FROM persona WHERE workspace = ?

-- name: insert
INSERT INTO persona (name, owner, story, rule, version, created, changed, workspace, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: update
UPDATE persona SET name = ?, owner = ?, story = ?, rule = ?, version = ?, created = ?, changed = ? WHERE workspace = ? AND id = ?

-- name: delete
DELETE FROM persona WHERE workspace = ? AND id = ?
