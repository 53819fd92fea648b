package identity

import (
	"jejak/internal/event"
	"jejak/internal/fault"
)

// reviewOfPair finds the review that asks, or asked, about a pair.
func reviewOfPair(v View, ws event.Workspace, p pair) (number uint64, review reviewRecord, ok bool, err error) {
	value, ok, err := v.Get(keyPair(nil, ws, p))
	if err != nil || !ok {
		return 0, review, false, err
	}
	if number, err = decodeNumber(value); err != nil {
		return 0, review, false, err
	}
	review, err = getReview(v, ws, number)
	return number, review, err == nil, err
}

func getReview(v View, ws event.Workspace, number uint64) (review reviewRecord, err error) {
	value, ok, err := v.Get(keyNumber(nil, kindReview, ws, number))
	if err != nil {
		return review, err
	}
	if !ok {
		return review, fault.Coded(fault.New(fault.NotFound, "there is no review %d", number), "match_gone")
	}
	return decodeReview(value)
}

// ask opens a review, unless the pair has been asked about before. One that a repair made moot is asked again.
func (r *Resolver) ask(tx Tx, ws event.Workspace, sp *space, v reviewRecord) error {
	number, old, ok, err := reviewOfPair(tx, ws, v.pair)
	if err != nil || ok && old.status != Moot {
		return err
	}
	if !ok {
		if number, err = r.number(tx, ws, sp); err != nil {
			return err
		}
	}
	v.status = Open
	w := writer{tx: tx, buf: r.key}
	w.set(keyNumber(w.buf, kindReview, ws, number), v.encode())
	w.set(keyPair(w.buf, ws, v.pair), encodeNumber(number))
	r.key = w.buf
	return w.err
}

// openReview reads a review that waits for a decision.
func openReview(v View, ws event.Workspace, number uint64) (reviewRecord, error) {
	review, err := getReview(v, ws, number)
	if err == nil && review.status != Open {
		err = fault.Coded(fault.New(fault.Conflict, "review %d is %s already", number, review.status), "match_decided")
	}
	return review, err
}

// Accept joins what the review asks about, by a link in actor's name. Limits do not count: a person decided.
// Faults: NotFound, Conflict (decided already).
func (r *Resolver) Accept(tx Tx, ws event.Workspace, review uint64, actor string, at event.Time, seq uint64) ([]Move, error) {
	v, err := openReview(tx, ws, review)
	if err != nil {
		return nil, err
	}
	sp, err := r.space(tx, ws)
	if err != nil {
		return nil, err
	}
	record, err := mustSubject(tx, ws, v.subject)
	if err != nil {
		return nil, err
	}
	number, err := r.number(tx, ws, sp)
	if err != nil {
		return nil, err
	}
	target, err := getPerson(tx, ws, record.person)
	if err != nil {
		return nil, err
	}
	status := UsedKnown
	other, _, err := personOfNode(tx, ws, v.pair.join)
	if err != nil {
		return nil, err
	}
	var moves []Move
	switch {
	case other.IsZero():
		status = UsedNew
		target.counts = target.counts.add(v.pair.join.Type, 1)
	case other != record.person:
		second, err := getPerson(tx, ws, other)
		if err != nil {
			return nil, err
		}
		if target, moves, err = r.merge(tx, ws, []*personRecord{target, second}); err != nil {
			return nil, err
		}
		// The merge may have moved the review's own subject.
		if record, err = mustSubject(tx, ws, v.subject); err != nil {
			return nil, err
		}
	}
	record.joined = true
	link := linkRecord{
		rule: RuleReview, subject: v.subject, at: at, seq: seq, cause: review, actor: actor,
		ids: []linkID{{v.pair.keep, UsedKnown}, {v.pair.join, status}},
	}
	v.status, v.decided, v.when, v.actor = Accepted, number, at, actor
	w := writer{tx: tx, buf: r.key}
	w.set(keyNumber(w.buf, kindLink, ws, number), link.encode())
	w.set(keyFact(w.buf, ws, v.subject, number), mark())
	w.set(keySubject(w.buf, ws, v.subject), record.encode())
	w.set(keyPerson(w.buf, ws, target.name), target.encode())
	w.set(keyID(w.buf, ws, v.pair.join), encodeID(target.name))
	w.set(keyEdge(w.buf, ws, v.pair.join, v.subject), encodeEdge(true))
	w.set(keyNumber(w.buf, kindReview, ws, review), v.encode())
	r.key = w.buf
	return moves, w.err
}

// Reject keeps what the review asks about apart, also in future. Faults: NotFound, Conflict (decided already).
func (r *Resolver) Reject(tx Tx, ws event.Workspace, review uint64, actor string, at event.Time) error {
	v, err := openReview(tx, ws, review)
	if err != nil {
		return err
	}
	sp, err := r.space(tx, ws)
	if err != nil {
		return err
	}
	number, err := r.number(tx, ws, sp)
	if err != nil {
		return err
	}
	v.status, v.decided, v.when, v.actor = Rejected, number, at, actor
	sp.refused++
	w := writer{tx: tx, buf: r.key}
	w.set(keyNumber(w.buf, kindReview, ws, review), v.encode())
	w.set(key(w.buf, kindCounter, ws), sp.encode())
	r.key = w.buf
	return w.err
}
