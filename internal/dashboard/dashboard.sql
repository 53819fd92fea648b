-- Statements of package dashboard. Each is prepared when the store opens.

-- name: questions
SELECT id, name, description, owner, version, created, changed, question, chart FROM saved_question WHERE workspace = ? ORDER BY created, id

-- name: question
SELECT id, name, description, owner, version, created, changed, question, chart FROM saved_question WHERE workspace = ? AND id = ?

-- name: countQuestions
SELECT COUNT(*) FROM saved_question WHERE workspace = ?

-- name: insertQuestion
INSERT INTO saved_question (name, description, owner, version, created, changed, question, chart, workspace, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: updateQuestion
UPDATE saved_question SET name = ?, description = ?, owner = ?, version = ?, created = ?, changed = ?, question = ?, chart = ? WHERE workspace = ? AND id = ?

-- name: deleteQuestion
DELETE FROM saved_question WHERE workspace = ? AND id = ?

-- name: dashboards
SELECT id, name, description, owner, version, created, changed, cards, span, refresh FROM dashboard WHERE workspace = ? ORDER BY created, id

-- name: dashboard
SELECT id, name, description, owner, version, created, changed, cards, span, refresh FROM dashboard WHERE workspace = ? AND id = ?

-- name: countDashboards
SELECT COUNT(*) FROM dashboard WHERE workspace = ?

-- name: insertDashboard
INSERT INTO dashboard (name, description, owner, version, created, changed, cards, span, refresh, workspace, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: updateDashboard
UPDATE dashboard SET name = ?, description = ?, owner = ?, version = ?, created = ?, changed = ?, cards = ?, span = ?, refresh = ? WHERE workspace = ? AND id = ?

-- name: deleteDashboard
DELETE FROM dashboard WHERE workspace = ? AND id = ?
