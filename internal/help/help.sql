-- Statements of package help. Each is prepared when the store opens.

-- name: all
SELECT id, document, version, created, changed FROM help_article WHERE workspace = ? ORDER BY created, id

-- name: one
SELECT id, document, version, created, changed FROM help_article WHERE workspace = ? AND id = ?

-- name: number
SELECT COUNT(*) FROM help_article WHERE workspace = ?

-- name: insert
INSERT INTO help_article (document, version, created, changed, workspace, id) VALUES (?, ?, ?, ?, ?, ?)

-- name: update
UPDATE help_article SET document = ?, version = ?, created = ?, changed = ? WHERE workspace = ? AND id = ?

-- name: delete
DELETE FROM help_article WHERE workspace = ? AND id = ?

-- name: keepVersion
INSERT INTO help_version (workspace, article, version, document) VALUES (?, ?, ?, ?)

-- name: versions
SELECT document FROM help_version WHERE workspace = ? AND article = ? ORDER BY version

-- name: dropVersions
DELETE FROM help_version WHERE workspace = ? AND article = ?

-- name: dropUse
DELETE FROM help_use WHERE workspace = ? AND article = ?

-- name: site
SELECT slug, title, open FROM help_site WHERE workspace = ?

-- name: siteOf
SELECT workspace, slug, title, open FROM help_site WHERE slug = ?

-- name: keepSite
INSERT INTO help_site (workspace, slug, title, open) VALUES (?, ?, ?, ?)
ON CONFLICT (workspace) DO UPDATE SET slug = excluded.slug, title = excluded.title, open = excluded.open

-- name: asked
SELECT id, text, language, asked, first, last, done FROM help_question WHERE workspace = ? ORDER BY done, asked DESC, last DESC, id

-- name: noteAsked
INSERT INTO help_question (workspace, id, terms, text, language, asked, first, last, done) VALUES (?, ?, ?, ?, ?, 1, ?, ?, 0)
ON CONFLICT (workspace, terms) DO UPDATE SET asked = help_question.asked + 1, last = excluded.last, done = 0

-- name: countAsked
SELECT COUNT(*) FROM help_question WHERE workspace = ?

-- name: forgetAsked
DELETE FROM help_question WHERE workspace = ? AND id IN (SELECT id FROM help_question WHERE workspace = ? ORDER BY done DESC, asked, last LIMIT 1)

-- name: settleAsked
UPDATE help_question SET done = ? WHERE workspace = ? AND id = ?

-- name: count
INSERT INTO help_use (workspace, article, views, helped, failed) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (workspace, article) DO UPDATE SET views = help_use.views + excluded.views, helped = help_use.helped + excluded.helped, failed = help_use.failed + excluded.failed

-- name: use
SELECT article, views, helped, failed FROM help_use WHERE workspace = ? ORDER BY article
