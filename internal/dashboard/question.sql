-- Statements of saved questions. Each is prepared when the store opens.

-- name: all
SELECT id, name, description, owner, version, created, changed, question, chart FROM saved_question WHERE workspace = ? ORDER BY created, id

-- name: one
SELECT id, name, description, owner, version, created, changed, question, chart FROM saved_question WHERE workspace = ? AND id = ?

-- name: number
SELECT COUNT(*) FROM saved_question WHERE workspace = ?

-- name: insert
INSERT INTO saved_question (name, description, owner, version, created, changed, question, chart, workspace, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: update
UPDATE saved_question SET name = ?, description = ?, owner = ?, version = ?, created = ?, changed = ?, question = ?, chart = ? WHERE workspace = ? AND id = ?

-- name: delete
DELETE FROM saved_question WHERE workspace = ? AND id = ?
