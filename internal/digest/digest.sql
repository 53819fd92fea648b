-- Statements of package digest. Each is prepared when the store opens.

-- name: one
SELECT every FROM digest WHERE workspace = ? AND account = ?

-- name: all
SELECT workspace, account, every, since FROM digest ORDER BY workspace, account

-- name: set
INSERT INTO digest (workspace, account, every, since) VALUES (?, ?, ?, ?)
ON CONFLICT (workspace, account) DO UPDATE SET every = excluded.every, since = excluded.since

-- name: delete
DELETE FROM digest WHERE workspace = ? AND account = ?

-- name: told
UPDATE digest SET since = ? WHERE workspace = ? AND account = ?
