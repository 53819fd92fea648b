-- Statements of package survey. Each is prepared when the store opens.

-- name: surveys
SELECT workspace, id, name, owner, state, version, content, created, changed FROM survey ORDER BY workspace, created, id

-- name: one
SELECT workspace, id, name, owner, state, version, content, created, changed FROM survey WHERE workspace = ? AND id = ?

-- name: count
SELECT count(*) FROM survey WHERE workspace = ?

-- name: insert
INSERT INTO survey (name, owner, state, version, content, changed, created, workspace, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: update
UPDATE survey SET name = ?, owner = ?, state = ?, version = ?, content = ?, changed = ? WHERE workspace = ? AND id = ?

-- name: delete
DELETE FROM survey WHERE workspace = ? AND id = ?

-- name: deleteVersions
DELETE FROM survey_version WHERE workspace = ? AND survey = ?

-- name: deleteLinks
DELETE FROM survey_link WHERE workspace = ? AND survey = ?

-- name: deleteResponses
DELETE FROM survey_response WHERE workspace = ? AND survey = ?

-- name: deleteCounts
DELETE FROM survey_count WHERE workspace = ? AND survey = ?

-- name: insertVersion
INSERT INTO survey_version (workspace, survey, version, content, created) VALUES (?, ?, ?, ?, ?)

-- name: versions
SELECT version, content FROM survey_version WHERE workspace = ? AND survey = ? ORDER BY version DESC

-- name: version
SELECT content FROM survey_version WHERE workspace = ? AND survey = ? AND version = ?

-- name: settings
SELECT content FROM survey_setting WHERE workspace = ?

-- name: setSettings
INSERT INTO survey_setting (workspace, content) VALUES (?, ?) ON CONFLICT (workspace) DO UPDATE SET content = excluded.content

-- name: counts
SELECT survey, shown, begun, finished, dismissed, set_aside, latest FROM survey_count WHERE workspace = ?

-- name: countsOf
SELECT survey, shown, begun, finished, dismissed, set_aside, latest FROM survey_count WHERE workspace = ? AND survey = ?

-- name: insertCounts
INSERT INTO survey_count (workspace, survey, shown, begun, finished, dismissed, set_aside, latest) VALUES (?, ?, 0, 0, 0, 0, 0, 0)

-- name: addCounts
UPDATE survey_count SET shown = shown + ?, begun = begun + ?, finished = finished + ?, dismissed = dismissed + ?,
	set_aside = set_aside + ?, latest = CASE WHEN latest < ? THEN ? ELSE latest END WHERE workspace = ? AND survey = ?

-- name: insertLink
INSERT INTO survey_link (hash, workspace, survey, id, kind, name, token, ids, who, created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: countLinks
SELECT count(*) FROM survey_link WHERE workspace = ? AND survey = ? AND kind <> 'email'

-- name: links
SELECT l.workspace, l.survey, l.id, l.kind, l.name, l.token, l.ids, l.who, l.created,
	CASE WHEN l.kind = 'single' THEN COALESCE((SELECT r.finished FROM survey_response r WHERE r.workspace = l.workspace AND r.id = l.id), 0) ELSE 0 END,
	(SELECT count(*) FROM survey_response r WHERE r.workspace = l.workspace AND r.link = l.id AND r.begun > 0 AND r.set_aside = '')
FROM survey_link l WHERE l.workspace = ? AND l.survey = ? AND l.kind <> 'email' ORDER BY l.created DESC, l.id DESC LIMIT 1000

-- name: linkByHash
SELECT workspace, survey, id, kind, name, token, ids, who, created, 0, 0 FROM survey_link WHERE hash = ?

-- name: deleteLink
DELETE FROM survey_link WHERE workspace = ? AND survey = ? AND id = ?

-- name: response
SELECT workspace, survey, id, version, via, link, language, url, ids, known_as, shown, begun, changed, done, finished, dismissed, took,
	set_aside, stage, product, answers, words, told, due, number FROM survey_response WHERE workspace = ? AND id = ?

-- name: insertResponse
INSERT INTO survey_response (version, via, link, language, url, ids, known_as, shown, begun, changed, done, finished, dismissed, took,
	set_aside, stage, product, answers, words, told, due, number, workspace, survey, id)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- name: updateResponse
UPDATE survey_response SET version = ?, via = ?, link = ?, language = ?, url = ?, ids = ?, known_as = ?, shown = ?, begun = ?,
	changed = ?, done = ?, finished = ?, dismissed = ?, took = ?, set_aside = ?, stage = ?, product = ?, answers = ?, words = ?, told = ?, due = ?, number = ?
WHERE workspace = ? AND survey = ? AND id = ?

-- name: due
SELECT workspace, survey, id, version, via, link, language, url, ids, known_as, shown, begun, changed, done, finished, dismissed, took,
	set_aside, stage, product, answers, words, told, due, number FROM survey_response WHERE due > 0 AND due <= ? ORDER BY due LIMIT ?

-- name: nextDue
SELECT COALESCE(min(due), 0) FROM survey_response WHERE due > 0

-- name: seenBy
SELECT survey, max(shown), max(begun) FROM survey_response WHERE workspace = ? AND (shown > 0 OR begun > 0)
	AND known_as IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) GROUP BY survey

-- name: list
SELECT workspace, survey, id, version, via, link, language, url, ids, known_as, shown, begun, changed, done, finished, dismissed, took,
	set_aside, stage, product, answers, words, told, due, number FROM survey_response
WHERE workspace = ? AND survey = ? AND changed >= ? AND changed < ?
	AND (? = '' OR language = ?) AND (? = '' OR known_as = ?) AND (? = '' OR answers LIKE ? ESCAPE '!')
	AND CASE ? WHEN 'begun' THEN begun > 0 AND set_aside = '' WHEN 'finished' THEN finished > 0 AND set_aside = ''
		WHEN 'partial' THEN begun > 0 AND finished = 0 AND set_aside = '' WHEN 'shown' THEN shown > 0 AND begun = 0
		WHEN 'dismissed' THEN dismissed > 0 AND begun = 0 ELSE set_aside <> '' END
ORDER BY changed DESC, id LIMIT ? OFFSET ?

-- name: found
SELECT id FROM survey_response
WHERE workspace = ? AND survey = ? AND changed >= ? AND changed < ?
	AND (? = '' OR language = ?) AND (? = '' OR known_as = ?) AND (? = '' OR answers LIKE ? ESCAPE '!')
	AND CASE ? WHEN 'begun' THEN begun > 0 AND set_aside = '' WHEN 'finished' THEN finished > 0 AND set_aside = ''
		WHEN 'partial' THEN begun > 0 AND finished = 0 AND set_aside = '' WHEN 'shown' THEN shown > 0 AND begun = 0
		WHEN 'dismissed' THEN dismissed > 0 AND begun = 0 ELSE set_aside <> '' END
ORDER BY changed DESC, id LIMIT 10001

-- name: farthest
SELECT rowid FROM survey_term(?) ORDER BY rowid DESC LIMIT 1 OFFSET ?

-- name: foundTerms
SELECT r.id FROM (SELECT rowid FROM survey_term(?) WHERE rowid > ?) t CROSS JOIN survey_response r
WHERE r.number = t.rowid AND r.number > 0 AND r.workspace = ? AND r.survey = ? AND r.changed >= ? AND r.changed < ?
	AND (? = '' OR r.language = ?) AND (? = '' OR r.known_as = ?) AND (? = '' OR r.answers LIKE ? ESCAPE '!')
	AND CASE ? WHEN 'begun' THEN r.begun > 0 AND r.set_aside = '' WHEN 'finished' THEN r.finished > 0 AND r.set_aside = ''
		WHEN 'partial' THEN r.begun > 0 AND r.finished = 0 AND r.set_aside = '' WHEN 'shown' THEN r.shown > 0 AND r.begun = 0
		WHEN 'dismissed' THEN r.dismissed > 0 AND r.begun = 0 ELSE r.set_aside <> '' END
ORDER BY r.changed DESC, r.id

-- name: unread
SELECT workspace, survey, id, version, via, link, language, url, ids, known_as, shown, begun, changed, done, finished, dismissed, took,
	set_aside, stage, product, answers, words, told, due, number FROM survey_response WHERE number < 0 LIMIT ?

-- name: setNumber
UPDATE survey_response SET number = ? WHERE workspace = ? AND id = ?

-- name: deleteTerms
DELETE FROM survey_term WHERE rowid = ?

-- name: insertTerms
INSERT INTO survey_term (rowid, terms) VALUES (?, ?)

-- name: deleteTermsOf
DELETE FROM survey_term WHERE rowid IN (SELECT number FROM survey_response WHERE workspace = ? AND survey = ? AND number > 0)

-- name: export
SELECT workspace, survey, id, version, via, link, language, url, ids, known_as, shown, begun, changed, done, finished, dismissed, took,
	set_aside, stage, product, answers, words, told, due, number FROM survey_response
WHERE workspace = ? AND survey = ? AND begun > 0 AND (changed > ? OR changed = ? AND id > ?) ORDER BY changed, id LIMIT ?

-- name: finishing
SELECT count(*), count(CASE WHEN finished > 0 THEN 1 END) FROM survey_response
WHERE workspace = ? AND survey = ? AND changed >= ? AND changed < ? AND begun > 0 AND set_aside = ''

-- name: reviewPlace
SELECT seq FROM review_place WHERE id = 1

-- name: setReviewPlace
INSERT INTO review_place (id, seq) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET seq = excluded.seq

-- name: forgetReviews
DELETE FROM review

-- name: insertReview
INSERT INTO review (workspace, seq, subject, at, product, rating, open_to_all, body, source, survey, words, author) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING

-- name: reviews
SELECT v.seq, v.subject, v.at, v.product, v.rating, v.open_to_all, v.body, v.source, v.survey, COALESCE(r.body, ''), COALESCE(r.who, ''), COALESCE(r.said, 0)
FROM review v LEFT JOIN review_reply r ON r.workspace = v.workspace AND r.seq = v.seq
WHERE v.workspace = ? AND (? = '' OR v.product = ?) AND (? = 0 OR v.product = '') AND (? = 0 OR (v.rating + 500) / 1000 = ?) AND (? = '' OR v.words LIKE ? ESCAPE '!' OR ? = 1 AND v.author LIKE ? ESCAPE '!')
	AND CASE ? WHEN 'public' THEN v.open_to_all = 1 WHEN 'private' THEN v.open_to_all = 0 WHEN 'unanswered' THEN r.said IS NULL ELSE v.seq > 0 END
ORDER BY v.at DESC, v.seq DESC LIMIT ? OFFSET ?

-- name: reviewsTotal
SELECT count(*) FROM review v LEFT JOIN review_reply r ON r.workspace = v.workspace AND r.seq = v.seq
WHERE v.workspace = ? AND (? = '' OR v.product = ?) AND (? = 0 OR v.product = '') AND (? = 0 OR (v.rating + 500) / 1000 = ?) AND (? = '' OR v.words LIKE ? ESCAPE '!' OR ? = 1 AND v.author LIKE ? ESCAPE '!')
	AND CASE ? WHEN 'public' THEN v.open_to_all = 1 WHEN 'private' THEN v.open_to_all = 0 WHEN 'unanswered' THEN r.said IS NULL ELSE v.seq > 0 END

-- name: reviewRatings
SELECT v.rating, count(*), sum(CASE WHEN r.said IS NULL THEN 1 ELSE 0 END), sum(v.open_to_all)
FROM review v LEFT JOIN review_reply r ON r.workspace = v.workspace AND r.seq = v.seq
WHERE v.workspace = ? AND (? = '' OR v.product = ?) AND (? = 0 OR v.product = '') AND (? = '' OR v.words LIKE ? ESCAPE '!' OR ? = 1 AND v.author LIKE ? ESCAPE '!') GROUP BY v.rating ORDER BY v.rating

-- name: reviewProducts
SELECT product FROM review WHERE workspace = ? AND product <> '' GROUP BY product ORDER BY count(*) DESC, product LIMIT 100

-- name: review
SELECT v.seq, v.subject, v.at, v.product, v.rating, v.open_to_all, v.body, v.source, v.survey, COALESCE(r.body, ''), COALESCE(r.who, ''), COALESCE(r.said, 0)
FROM review v LEFT JOIN review_reply r ON r.workspace = v.workspace AND r.seq = v.seq WHERE v.workspace = ? AND v.seq = ?

-- name: reviewMean
SELECT count(*), COALESCE(sum(rating), 0) FROM review WHERE workspace = ? AND product = ? AND open_to_all = 1

-- name: setReply
INSERT INTO review_reply (workspace, seq, body, who, said) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (workspace, seq) DO UPDATE SET body = excluded.body, who = excluded.who, said = excluded.said

-- name: deleteReply
DELETE FROM review_reply WHERE workspace = ? AND seq = ?

-- name: linkOf
SELECT workspace, survey, id, kind, name, token, ids, who, created, 0, 0 FROM survey_link WHERE workspace = ? AND id = ?

-- name: insertDue
INSERT INTO survey_due (workspace, survey, seq, subject, due, until) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (workspace, survey, seq) DO NOTHING

-- name: dueMails
SELECT workspace, survey, seq, subject, due, until FROM survey_due WHERE due <= ? ORDER BY due, seq LIMIT ?

-- name: postpone
UPDATE survey_due SET due = ? WHERE workspace = ? AND survey = ? AND seq = ?

-- name: deleteDue
DELETE FROM survey_due WHERE workspace = ? AND survey = ? AND seq = ?

-- name: countDue
SELECT count(*) FROM survey_due WHERE workspace = ? AND survey = ?

-- name: holdBack
INSERT INTO survey_trigger_held (workspace, survey, person, code, reason, at) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (workspace, survey, person) DO UPDATE SET code = excluded.code, reason = excluded.reason, at = excluded.at

-- name: unholdPerson
DELETE FROM survey_trigger_held WHERE workspace = ? AND survey = ? AND person = ?

-- name: triggerReasons
SELECT code, reason, count(*) FROM survey_trigger_held WHERE workspace = ? AND survey = ? GROUP BY code, reason

-- name: triggerHeld
SELECT person FROM survey_trigger_held WHERE workspace = ? AND survey = ? AND (? = '' OR reason = ?) ORDER BY person LIMIT ? OFFSET ?

-- name: deleteTriggerHeld
DELETE FROM survey_trigger_held WHERE workspace = ? AND survey = ?

-- name: answered
SELECT count(CASE WHEN begun > 0 AND set_aside = '' THEN 1 END), count(CASE WHEN finished > 0 AND set_aside = '' THEN 1 END)
FROM survey_response WHERE workspace = ? AND survey = ? AND via = 'email'

-- name: insertSending
INSERT INTO survey_sending (workspace, id, survey, audience, who, state, reason, people, invited, held, created, changed)
VALUES (?, ?, ?, ?, ?, ?, '', 0, 0, '[]', ?, ?)

-- name: sending
SELECT workspace, id, survey, audience, who, state, reason, people, invited, held, created, changed FROM survey_sending WHERE workspace = ? AND id = ?

-- name: sendings
SELECT workspace, id, survey, audience, who, state, reason, people, invited, held, created, changed FROM survey_sending
WHERE workspace = ? AND survey = ? ORDER BY created DESC, id DESC LIMIT ? OFFSET ?

-- name: goingSendings
SELECT workspace, id, survey, audience, who, state, reason, people, invited, held, created, changed FROM survey_sending
WHERE state IN ('gathering', 'sending') ORDER BY created, id

-- name: updateSending
UPDATE survey_sending SET state = ?, reason = ?, people = ?, invited = ?, held = ?, changed = ? WHERE workspace = ? AND id = ?

-- name: insertSendingPerson
INSERT INTO survey_sending_person (workspace, sending, person, state, reason, link) VALUES (?, ?, ?, 'waiting', '', '')
ON CONFLICT (workspace, sending, person) DO NOTHING

-- name: waitingPeople
SELECT person FROM survey_sending_person WHERE workspace = ? AND sending = ? AND state = 'waiting' AND reason = '' ORDER BY person LIMIT ?

-- name: settlePerson
UPDATE survey_sending_person SET state = ?, reason = ?, link = ? WHERE workspace = ? AND sending = ? AND person = ? AND state = 'waiting'

-- name: sendingPeople
SELECT person FROM survey_sending_person WHERE workspace = ? AND sending = ? AND state = ? AND (? = '' OR reason = ?) ORDER BY person LIMIT ? OFFSET ?

-- name: everySendingPerson
SELECT person FROM survey_sending_person WHERE workspace = ? AND sending = ? ORDER BY person LIMIT ? OFFSET ?

-- name: countSendingPeople
SELECT count(*) FROM survey_sending_person WHERE workspace = ? AND sending = ?

-- name: deleteSendings
DELETE FROM survey_sending WHERE workspace = ? AND survey = ?

-- name: deleteSendingPeople
DELETE FROM survey_sending_person WHERE workspace = ? AND sending IN (SELECT s.id FROM survey_sending s WHERE s.workspace = survey_sending_person.workspace AND s.survey = ?)

-- name: mailedAnswers
SELECT COALESCE(p.sending, ''), count(*), count(CASE WHEN r.finished > 0 THEN 1 END) FROM survey_response r
LEFT JOIN survey_sending_person p ON p.workspace = r.workspace AND p.link = r.link AND p.link <> ''
WHERE r.workspace = ? AND r.survey = ? AND r.via = 'email' AND r.begun > 0 AND r.set_aside = '' GROUP BY 1

-- name: mailedAnswered
SELECT r.link FROM survey_response r LEFT JOIN survey_sending_person p ON p.workspace = r.workspace AND p.link = r.link AND p.link <> ''
WHERE r.workspace = ? AND r.survey = ? AND r.via = 'email' AND r.begun > 0 AND r.set_aside = '' AND COALESCE(p.sending, '') = ?
	AND (? = 'answered' OR r.finished > 0) ORDER BY r.changed DESC, r.link LIMIT ? OFFSET ?
