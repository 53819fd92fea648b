-- Statements of package topic. Each is prepared when the store opens.

-- name: all
SELECT id, name, kind, query, exclusions, colour, version, created, changed FROM listen_topic WHERE workspace = ? ORDER BY created, id

-- name: one
SELECT id, name, kind, query, exclusions, colour, version, created, changed FROM listen_topic WHERE workspace = ? AND id = ?

-- name: number
SELECT COUNT(*) FROM listen_topic WHERE workspace = ?

-- name: insert
INSERT INTO listen_topic (name, kind, query, exclusions, colour, version, created, changed, workspace, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: update
UPDATE listen_topic SET name = ?, kind = ?, query = ?, exclusions = ?, colour = ?, version = ?, created = ?, changed = ? WHERE workspace = ? AND id = ?

-- name: delete
DELETE FROM listen_topic WHERE workspace = ? AND id = ?

-- name: authors
SELECT network, id_type FROM listen_author WHERE workspace = ? ORDER BY network

-- name: author
INSERT INTO listen_author (workspace, network, id_type) VALUES (?, ?, ?)

-- name: forgetAuthors
DELETE FROM listen_author WHERE workspace = ?
