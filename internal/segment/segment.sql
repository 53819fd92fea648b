-- Statements of package segment. Each is prepared when the store opens.

-- name: all
SELECT workspace, id, name, description, owner, rule, version, created, changed FROM segment ORDER BY workspace, created, id

-- name: insert
INSERT INTO segment (workspace, id, name, description, owner, rule, version, created, changed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: update
UPDATE segment SET name = ?, description = ?, owner = ?, rule = ?, version = ?, changed = ? WHERE workspace = ? AND id = ?

-- name: delete
DELETE FROM segment WHERE workspace = ? AND id = ?
