-- Statements of package pain. Each is prepared when the store opens.

-- name: all
SELECT id, document, version, created, changed FROM pain WHERE workspace = ? ORDER BY created, id

-- name: one
SELECT id, document, version, created, changed FROM pain WHERE workspace = ? AND id = ?

-- name: number
SELECT COUNT(*) FROM pain WHERE workspace = ?

-- name: insert
INSERT INTO pain (document, version, created, changed, workspace, id) VALUES (?, ?, ?, ?, ?, ?)

-- name: update
UPDATE pain SET document = ?, version = ?, created = ?, changed = ? WHERE workspace = ? AND id = ?

-- name: delete
DELETE FROM pain WHERE workspace = ? AND id = ?

-- name: deleteHistory
DELETE FROM pain_change WHERE workspace = ? AND pain = ?

-- name: history
SELECT document FROM pain_change WHERE workspace = ? AND pain = ? ORDER BY n

-- name: addHistory
INSERT INTO pain_change (workspace, pain, n, document) VALUES (?, ?, ?, ?)

-- name: look
SELECT document FROM pain_look WHERE workspace = ?

-- name: keepLook
INSERT INTO pain_look (workspace, document) VALUES (?, ?) ON CONFLICT (workspace) DO UPDATE SET document = excluded.document
