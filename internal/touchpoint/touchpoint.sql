-- Statements of package touchpoint. Each is prepared when the store opens.

-- name: channels
SELECT id, name FROM channel WHERE workspace = ? ORDER BY id

-- name: insertChannel
INSERT INTO channel (workspace, id, name) VALUES (?, ?, ?)

-- name: deleteChannel
DELETE FROM channel WHERE workspace = ? AND id = ?

-- name: touchpoints
SELECT id, name, stage, rule, owner, moment_of_truth, place FROM touchpoint WHERE workspace = ? ORDER BY place, id

-- name: insertTouchpoint
INSERT INTO touchpoint (workspace, id, name, stage, rule, owner, moment_of_truth, place) VALUES (?, ?, ?, ?, ?, ?, ?, ?)

-- name: updateTouchpoint
UPDATE touchpoint SET name = ?, stage = ?, rule = ?, owner = ?, moment_of_truth = ?, place = ? WHERE workspace = ? AND id = ?

-- name: deleteTouchpoint
DELETE FROM touchpoint WHERE workspace = ? AND id = ?

-- name: allWorkspaces
SELECT id FROM workspace

-- name: model
SELECT model FROM stage_model WHERE workspace = ?

-- name: setModel
INSERT INTO stage_model (workspace, model) VALUES (?, ?) ON CONFLICT (workspace) DO UPDATE SET model = excluded.model

-- name: spend
SELECT day, channel, campaign, amount, currency FROM spend WHERE workspace = ? ORDER BY day, channel, campaign

-- name: countSpend
SELECT COUNT(*) FROM spend WHERE workspace = ?

-- name: putSpend
INSERT INTO spend (workspace, day, channel, campaign, amount, currency) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (workspace, day, channel, campaign) DO UPDATE SET amount = excluded.amount, currency = excluded.currency

-- name: deleteSpend
DELETE FROM spend WHERE workspace = ? AND day = ? AND channel = ? AND campaign = ?
