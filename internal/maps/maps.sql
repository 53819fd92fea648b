-- Statements of package maps. Each is prepared when the store opens.

-- name: maps
SELECT id, name, description, state, pair, personas, owner, revision, created, changed, changed_by FROM journey_map WHERE workspace = ? ORDER BY created, id

-- name: map
SELECT id, name, description, state, pair, personas, owner, revision, created, changed, changed_by FROM journey_map WHERE workspace = ? AND id = ?

-- name: countMaps
SELECT COUNT(*) FROM journey_map WHERE workspace = ?

-- name: insertMap
INSERT INTO journey_map (name, description, state, pair, personas, owner, revision, created, changed, changed_by, workspace, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: updateMap
UPDATE journey_map SET name = ?, description = ?, state = ?, pair = ?, personas = ?, owner = ?, revision = ?, created = ?, changed = ?, changed_by = ? WHERE workspace = ? AND id = ?

-- name: setPair
UPDATE journey_map SET pair = ? WHERE workspace = ? AND id = ?

-- name: deleteMap
DELETE FROM journey_map WHERE workspace = ? AND id = ?

-- name: deleteChanges
DELETE FROM map_change WHERE workspace = ? AND map = ?

-- name: deleteSnapshots
DELETE FROM map_snapshot WHERE workspace = ? AND map = ?

-- name: deleteVersions
DELETE FROM map_version WHERE workspace = ? AND map = ?

-- name: deleteComments
DELETE FROM map_comment WHERE workspace = ? AND map = ?

-- name: deleteTasks
DELETE FROM map_task WHERE workspace = ? AND map = ?

-- name: deleteShares
DELETE FROM map_share WHERE workspace = ? AND map = ?

-- name: deleteImages
DELETE FROM map_image WHERE workspace = ? AND map = ?

-- name: insertChange
INSERT INTO map_change (workspace, map, revision, change, actor, client, who, at, note, count, ops, kept, rules) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: changes
SELECT revision, change, client, who, at, note, ops, kept FROM map_change WHERE workspace = ? AND map = ? AND revision > ? AND revision <= ? ORDER BY revision

-- name: changeByID
SELECT revision, change, client, who, at, note, ops, kept FROM map_change WHERE workspace = ? AND map = ? AND change = ?

-- name: changeAt
SELECT revision, change, client, who, at, note, ops, kept FROM map_change WHERE workspace = ? AND map = ? AND revision = ?

-- name: opsOfOthers
SELECT ops FROM map_change WHERE workspace = ? AND map = ? AND revision > ? AND NOT (actor = ? AND client = ?) ORDER BY revision

-- name: revisions
SELECT c.revision, c.who, c.at, c.note, c.count, COALESCE(v.name, ''), COALESCE(v.because, ''), COALESCE(v.who, ''), COALESCE(v.at, 0) FROM map_change c LEFT JOIN map_version v ON v.workspace = c.workspace AND v.map = c.map AND v.revision = c.revision WHERE c.workspace = ? AND c.map = ? AND c.revision < ? ORDER BY c.revision DESC LIMIT ?

-- name: insertSnapshot
INSERT INTO map_snapshot (workspace, map, revision, doc) VALUES (?, ?, ?, ?) ON CONFLICT (workspace, map, revision) DO NOTHING

-- name: snapshot
SELECT revision, doc FROM map_snapshot WHERE workspace = ? AND map = ? AND revision <= ? ORDER BY revision DESC LIMIT 1

-- name: versions
SELECT revision, name, because, who, at FROM map_version WHERE workspace = ? AND map = ? ORDER BY revision DESC

-- name: version
SELECT revision, name, because, who, at, rules FROM map_version WHERE workspace = ? AND map = ? AND revision = ?

-- name: insertVersion
INSERT INTO map_version (workspace, map, revision, name, because, who, at, rules) VALUES (?, ?, ?, ?, ?, ?, ?, ?)

-- name: hasRules
SELECT 1 FROM map_rules WHERE workspace = ? AND hash = ?

-- name: insertRules
INSERT INTO map_rules (workspace, hash, rules) VALUES (?, ?, ?)

-- name: rulesAt
SELECT r.rules FROM map_change c JOIN map_rules r ON r.workspace = c.workspace AND r.hash = c.rules WHERE c.workspace = ? AND c.map = ? AND c.revision = ?

-- name: deleteUnusedRules
DELETE FROM map_rules WHERE workspace = ? AND hash NOT IN (SELECT rules FROM map_change WHERE workspace = ?)

-- name: comments
SELECT id, thing, body, mentions, who, account, at, edited, resolved FROM map_comment WHERE workspace = ? AND map = ? ORDER BY at, id

-- name: comment
SELECT id, thing, body, mentions, who, account, at, edited, resolved FROM map_comment WHERE workspace = ? AND map = ? AND id = ?

-- name: countComments
SELECT COUNT(*) FROM map_comment WHERE workspace = ? AND map = ?

-- name: insertComment
INSERT INTO map_comment (thing, body, mentions, who, account, at, edited, resolved, workspace, map, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: updateComment
UPDATE map_comment SET thing = ?, body = ?, mentions = ?, who = ?, account = ?, at = ?, edited = ?, resolved = ? WHERE workspace = ? AND map = ? AND id = ?

-- name: deleteComment
DELETE FROM map_comment WHERE workspace = ? AND map = ? AND id = ?

-- name: tasks
SELECT id, map, card, title, owner, due, done, who, created, changed FROM map_task WHERE workspace = ? ORDER BY created, id

-- name: tasksOfMap
SELECT id, map, card, title, owner, due, done, who, created, changed FROM map_task WHERE workspace = ? AND map = ? ORDER BY created, id

-- name: task
SELECT id, map, card, title, owner, due, done, who, created, changed FROM map_task WHERE workspace = ? AND id = ?

-- name: countTasks
SELECT COUNT(*) FROM map_task WHERE workspace = ?

-- name: insertTask
INSERT INTO map_task (map, card, title, owner, due, done, who, created, changed, workspace, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: updateTask
UPDATE map_task SET map = ?, card = ?, title = ?, owner = ?, due = ?, done = ?, who = ?, created = ?, changed = ? WHERE workspace = ? AND id = ?

-- name: deleteTask
DELETE FROM map_task WHERE workspace = ? AND id = ?

-- name: shares
SELECT id, who, created, expires, password, hint, figures FROM map_share WHERE workspace = ? AND map = ? AND expires > ? ORDER BY created, id

-- name: shareByHash
SELECT workspace, map, expires, password, figures FROM map_share WHERE hash = ?

-- name: countShares
SELECT COUNT(*) FROM map_share WHERE workspace = ? AND map = ?

-- name: insertShare
INSERT INTO map_share (hash, workspace, map, id, who, created, expires, password, hint, figures) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: deleteShare
DELETE FROM map_share WHERE workspace = ? AND map = ? AND id = ?

-- name: deleteExpiredShares
DELETE FROM map_share WHERE workspace = ? AND expires <= ?

-- name: images
SELECT id, name, type, width, height, bytes, who, at FROM map_image WHERE workspace = ? AND map = ? ORDER BY at, id

-- name: image
SELECT type, data FROM map_image WHERE workspace = ? AND map = ? AND id = ?

-- name: imageIDs
SELECT id FROM map_image WHERE workspace = ? AND map = ?

-- name: copyImages
INSERT INTO map_image (workspace, map, id, name, type, width, height, bytes, who, at, data) SELECT workspace, CAST(? AS TEXT), id, name, type, width, height, bytes, who, at, data FROM map_image WHERE workspace = ? AND map = ?

-- name: imageBytes
SELECT COUNT(*), COALESCE(SUM(bytes), 0) FROM map_image WHERE workspace = ?

-- name: insertImage
INSERT INTO map_image (workspace, map, id, name, type, width, height, bytes, who, at, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: deleteImage
DELETE FROM map_image WHERE workspace = ? AND map = ? AND id = ?

-- name: deleteWatches
DELETE FROM map_watch WHERE workspace = ? AND map = ?

-- name: insertWatch
INSERT INTO map_watch (workspace, map, account, since) VALUES (?, ?, ?, ?) ON CONFLICT (workspace, map, account) DO NOTHING

-- name: deleteWatch
DELETE FROM map_watch WHERE workspace = ? AND map = ? AND account = ?

-- name: watch
SELECT since FROM map_watch WHERE workspace = ? AND map = ? AND account = ?

-- name: seen
SELECT at FROM notice_seen WHERE workspace = ? AND account = ?

-- name: setSeen
INSERT INTO notice_seen (workspace, account, at) VALUES (?, ?, ?) ON CONFLICT (workspace, account) DO UPDATE SET at = excluded.at WHERE notice_seen.at < excluded.at

-- name: commentsSince
SELECT map, id, thing, body, mentions, who, account, at, edited, resolved FROM map_comment WHERE workspace = ? AND at >= ? AND account <> ? ORDER BY at DESC LIMIT 2000

-- name: threadsOf
SELECT map, thing, MIN(at) FROM map_comment WHERE workspace = ? AND account = ? GROUP BY map, thing

-- name: tasksAbout
SELECT id, map, card, title, owner, due, done, who, created, changed FROM map_task WHERE workspace = ? AND (owner = ? OR who = ?)

-- name: changesWatched
SELECT c.map, c.who, COUNT(*), MAX(c.at) FROM map_change c JOIN map_watch w ON w.workspace = c.workspace AND w.map = c.map AND w.account = ? WHERE c.workspace = ? AND c.at >= ? AND c.at > w.since AND c.actor <> ? GROUP BY c.map, c.who
