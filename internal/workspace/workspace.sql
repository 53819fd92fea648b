-- Statements of package workspace. Each is prepared when the store opens.

-- name: workspaces
SELECT id, name, zone, currency, settings, created FROM workspace ORDER BY id

-- name: workspace
SELECT id, name, zone, currency, settings, created FROM workspace WHERE id = ?

-- name: insertWorkspace
INSERT INTO workspace (id, name, zone, currency, settings, created) VALUES (?, ?, ?, ?, ?, ?)

-- name: updateWorkspace
UPDATE workspace SET name = ?, zone = ?, currency = ?, settings = ? WHERE id = ?

-- name: allSources
-- Deleted ones too: their events still name them.
SELECT id, workspace, name, kind, channel, write_key, disabled, created, deleted FROM source ORDER BY id

-- name: sources
SELECT id, workspace, name, kind, channel, write_key, disabled, created, deleted FROM source
WHERE workspace = ? AND deleted = 0 ORDER BY id

-- name: source
SELECT id, workspace, name, kind, channel, write_key, disabled, created, deleted FROM source
WHERE workspace = ? AND id = ? AND deleted = 0

-- name: insertSource
INSERT INTO source (id, workspace, name, kind, channel, write_key, disabled, created, deleted)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)

-- name: updateSource
UPDATE source SET name = ?, kind = ?, channel = ?, write_key = ?, disabled = ?, deleted = ? WHERE id = ?
