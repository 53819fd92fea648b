-- Statements of package mail. Each is prepared when the outbox opens.

-- name: insert
INSERT INTO mail_outbox (id, workspace, occasion, kind, about, reference, batch, address, letter, state, reason, attempts, due, created, changed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)

-- name: there
SELECT id FROM mail_outbox WHERE workspace = ? AND occasion = ?

-- name: due
SELECT id, workspace, occasion, kind, about, reference, batch, address, state, reason, attempts, due, created, changed, letter FROM mail_outbox
WHERE state = 'queued' AND due <= ? ORDER BY due, id LIMIT 1

-- name: dueFirst
SELECT id, workspace, occasion, kind, about, reference, batch, address, state, reason, attempts, due, created, changed, letter FROM mail_outbox
WHERE state = 'queued' AND kind <> 'survey' AND due <= ? ORDER BY due, id LIMIT 1

-- name: sentSince
SELECT count(*) FROM mail_outbox WHERE state = 'sent' AND due > ?

-- name: mark
UPDATE mail_outbox SET state = ?, reason = ?, attempts = ?, due = ?, changed = ?, letter = ? WHERE id = ? AND state = 'queued'

-- name: hold
UPDATE mail_outbox SET reason = ?, due = ?, changed = ? WHERE id = ? AND state = 'queued'

-- name: list
SELECT id, workspace, occasion, kind, about, reference, batch, address, state, reason, attempts, due, created, changed, '' FROM mail_outbox
WHERE workspace = ? AND kind = ? AND about = ? AND (? = '' OR state = ?) ORDER BY id DESC LIMIT ? OFFSET ?

-- name: counts
SELECT state, count(*) FROM mail_outbox WHERE workspace = ? AND kind = ? AND about = ? GROUP BY state

-- name: waiting
SELECT about, created FROM mail_outbox WHERE workspace = ? AND address = ? AND state = 'queued' AND kind = ?

-- name: withdraw
UPDATE mail_outbox SET state = 'failed', reason = ?, due = 0, changed = ?, letter = '' WHERE workspace = ? AND kind = ? AND about = ? AND state = 'queued'

-- name: withdrawBatch
UPDATE mail_outbox SET state = 'failed', reason = ?, due = 0, changed = ?, letter = '' WHERE workspace = ? AND batch = ? AND batch <> '' AND state = 'queued'

-- name: batchStates
SELECT state, count(*) FROM mail_outbox WHERE workspace = ? AND batch = ? AND batch <> '' GROUP BY state

-- name: batchWithdrawn
SELECT count(*) FROM mail_outbox
WHERE workspace = ? AND batch = ? AND batch <> '' AND state = 'failed' AND reason IN ('stopped', 'ended', 'deleted', 'unsubscribed')

-- name: batchLeft
SELECT reason, count(*) FROM mail_refused WHERE workspace = ? AND batch = ? AND batch <> '' GROUP BY reason

-- name: batchOf
SELECT reference FROM mail_outbox WHERE workspace = ? AND batch = ? AND batch <> '' AND state = ? ORDER BY id LIMIT ? OFFSET ?

-- name: batchFailed
SELECT reference FROM mail_outbox WHERE workspace = ? AND batch = ? AND batch <> '' AND state = 'failed'
	AND reason NOT IN ('stopped', 'ended', 'deleted', 'unsubscribed') ORDER BY id LIMIT ? OFFSET ?

-- name: batchTaken
SELECT reference FROM mail_outbox WHERE workspace = ? AND batch = ? AND batch <> '' AND state = 'failed'
	AND reason IN ('stopped', 'ended', 'deleted', 'unsubscribed') ORDER BY id LIMIT ? OFFSET ?

-- name: batchRefused
SELECT reference FROM mail_refused WHERE workspace = ? AND batch = ? AND batch <> '' AND reason = ? ORDER BY at, address LIMIT ? OFFSET ?

-- name: withdrawFrom
UPDATE mail_outbox SET state = 'failed', reason = ?, due = 0, changed = ?, letter = '' WHERE workspace = ? AND kind = ? AND address = ? AND state = 'queued'

-- name: refused
SELECT reason FROM mail_refused WHERE workspace = ? AND address = ?

-- name: refuse
INSERT INTO mail_refused (workspace, address, reason, at, batch, reference) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (workspace, address) DO NOTHING

-- name: accept
DELETE FROM mail_refused WHERE workspace = ? AND address = ? AND reason = ?
