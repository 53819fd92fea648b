-- Statements of dashboards. Each is prepared when the store opens.

-- name: all
SELECT id, name, description, owner, version, created, changed, cards, span, refresh FROM dashboard WHERE workspace = ? ORDER BY created, id

-- name: one
SELECT id, name, description, owner, version, created, changed, cards, span, refresh FROM dashboard WHERE workspace = ? AND id = ?

-- name: number
SELECT COUNT(*) FROM dashboard WHERE workspace = ?

-- name: insert
INSERT INTO dashboard (name, description, owner, version, created, changed, cards, span, refresh, workspace, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: update
UPDATE dashboard SET name = ?, description = ?, owner = ?, version = ?, created = ?, changed = ?, cards = ?, span = ?, refresh = ? WHERE workspace = ? AND id = ?

-- name: delete
DELETE FROM dashboard WHERE workspace = ? AND id = ?
