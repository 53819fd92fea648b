-- Statements of package mail. Each is prepared when the outbox opens.

-- name: insert
INSERT INTO mail_outbox (id, workspace, occasion, kind, about, reference, address, letter, state, reason, attempts, due, created, changed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)

-- name: there
SELECT id FROM mail_outbox WHERE workspace = ? AND occasion = ?

-- name: due
SELECT id, workspace, occasion, kind, about, reference, address, state, reason, attempts, due, created, changed, letter FROM mail_outbox
WHERE state = 'queued' AND due <= ? ORDER BY due, id LIMIT 1

-- name: sentSince
SELECT count(*) FROM mail_outbox WHERE state = 'sent' AND due > ?

-- name: mark
UPDATE mail_outbox SET state = ?, reason = ?, attempts = ?, due = ?, changed = ?, letter = ? WHERE id = ? AND state = 'queued'

-- name: hold
UPDATE mail_outbox SET reason = ?, due = ?, changed = ? WHERE id = ? AND state = 'queued'

-- name: list
SELECT id, workspace, occasion, kind, about, reference, address, state, reason, attempts, due, created, changed, '' FROM mail_outbox
WHERE workspace = ? AND kind = ? AND about = ? AND (? = '' OR state = ?) ORDER BY id DESC LIMIT ? OFFSET ?

-- name: counts
SELECT state, count(*) FROM mail_outbox WHERE workspace = ? AND kind = ? AND about = ? GROUP BY state

-- name: waiting
SELECT about, max(created) FROM mail_outbox WHERE workspace = ? AND address = ? AND state = 'queued' AND kind = ? GROUP BY about

-- name: withdraw
UPDATE mail_outbox SET state = 'failed', reason = ?, due = 0, changed = ?, letter = '' WHERE workspace = ? AND kind = ? AND about = ? AND state = 'queued'

-- name: withdrawFrom
UPDATE mail_outbox SET state = 'failed', reason = ?, due = 0, changed = ?, letter = '' WHERE workspace = ? AND kind = ? AND address = ? AND state = 'queued'

-- name: refused
SELECT reason FROM mail_refused WHERE workspace = ? AND address = ?

-- name: refuse
INSERT INTO mail_refused (workspace, address, reason, at) VALUES (?, ?, ?, ?) ON CONFLICT (workspace, address) DO NOTHING

-- name: accept
DELETE FROM mail_refused WHERE workspace = ? AND address = ? AND reason = ?
