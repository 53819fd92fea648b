-- Statements of package account. Each is prepared when the store opens.

-- name: anyAccount
SELECT count(*) FROM account

-- name: accountByEmail
SELECT id, email, name, locale, must_set, created, password, one_time FROM account WHERE email = ?

-- name: account
SELECT id, email, name, locale, must_set, created, password, one_time FROM account WHERE id = ?

-- name: insertAccount
INSERT INTO account (id, email, name, locale, password, one_time, must_set, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?)

-- name: updateAccount
UPDATE account SET name = ?, locale = ?, password = ?, one_time = ?, must_set = ? WHERE id = ?

-- name: rehash
UPDATE account SET password = ? WHERE id = ? AND password = ?

-- name: insertSession
INSERT INTO session (hash, account, created, seen, ip, agent) VALUES (?, ?, ?, ?, ?, ?)

-- name: session
SELECT account, created, seen FROM session WHERE hash = ?

-- name: touchSession
UPDATE session SET seen = ? WHERE hash = ? AND seen < ?

-- name: deleteSession
DELETE FROM session WHERE hash = ?

-- name: deleteSessions
DELETE FROM session WHERE account = ?

-- name: deleteOtherSessions
DELETE FROM session WHERE account = ? AND hash <> ?

-- name: deleteIdleSessions
DELETE FROM session WHERE seen < ?

-- name: roles
SELECT workspace, role FROM member WHERE account = ? ORDER BY workspace

-- name: members
SELECT m.account, a.email, a.name, m.role, m.since, a.must_set, coalesce((SELECT max(s.seen) FROM session s WHERE s.account = a.id), 0)
FROM member m JOIN account a ON a.id = m.account WHERE m.workspace = ? ORDER BY m.since, m.account

-- name: memberRole
SELECT role FROM member WHERE workspace = ? AND account = ?

-- name: owners
SELECT count(*) FROM member WHERE workspace = ? AND role = 'owner'

-- name: insertMember
INSERT INTO member (workspace, account, role, since) VALUES (?, ?, ?, ?)

-- name: setRole
UPDATE member SET role = ? WHERE workspace = ? AND account = ?

-- name: deleteMember
DELETE FROM member WHERE workspace = ? AND account = ?

-- name: tokens
SELECT t.id, t.workspace, t.name, t.role, t.hint, t.account, a.name, t.created, t.used
FROM token t JOIN account a ON a.id = t.account WHERE t.workspace = ? ORDER BY t.id

-- name: tokenByHash
SELECT t.id, t.workspace, t.name, t.role, t.hint, t.account, a.name, t.created, t.used
FROM token t JOIN account a ON a.id = t.account WHERE t.hash = ?

-- name: insertToken
INSERT INTO token (id, workspace, name, role, hash, hint, account, created, used) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)

-- name: touchToken
UPDATE token SET used = ? WHERE id = ? AND used < ?

-- name: deleteToken
DELETE FROM token WHERE workspace = ? AND id = ?

-- name: deleteTokensOf
-- The tokens that somebody who leaves has made leave as well.
DELETE FROM token WHERE workspace = ? AND account = ?

-- name: insertAudit
INSERT INTO audit (id, workspace, at, actor, who, action, target, detail, ip) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: audit
SELECT id, workspace, at, actor, who, action, target, detail, ip FROM audit
WHERE workspace = ? AND id < ? ORDER BY id DESC LIMIT ?

-- name: activity
-- What the team did to what it shares: no keys, members or sessions.
SELECT id, workspace, at, actor, who, action, target, detail, ip FROM audit
WHERE workspace = ? AND id < ? AND (action LIKE 'map.%' OR action LIKE 'task.%' OR action LIKE 'persona.%' OR action LIKE 'segment.%' OR action LIKE 'question.%'
	OR action LIKE 'dashboard.%' OR action LIKE 'touchpoint.%' OR action LIKE 'stage-model.%' OR action LIKE 'channel.%' OR action LIKE 'spend.%'
	OR action LIKE 'survey.%' OR action LIKE 'pain.%' OR action LIKE 'help.%' OR action LIKE 'theme.%' OR action LIKE 'feeling.%' OR action = 'review.reply')
ORDER BY id DESC LIMIT ?

-- name: secondFactor
SELECT seed, since, step, recovery FROM second_factor WHERE account = ?

-- name: putSecondFactor
INSERT INTO second_factor (account, seed, since, step, recovery) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (account) DO UPDATE SET seed = excluded.seed, since = excluded.since, step = excluded.step, recovery = excluded.recovery

-- name: deleteSecondFactor
DELETE FROM second_factor WHERE account = ?

-- name: federated
SELECT account FROM federated WHERE issuer = ? AND subject = ?

-- name: federatedOf
SELECT subject FROM federated WHERE issuer = ? AND account = ?

-- name: insertFederated
INSERT INTO federated (issuer, subject, account, created) VALUES (?, ?, ?, ?)
