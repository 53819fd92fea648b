package identity

import (
	"encoding/binary"
	"encoding/json"
	"fmt"

	"jejak/internal/event"
	"jejak/internal/fault"
)

// Decision is what people decided about identity, in its place among the changes. Events and decisions, lived through again in
// their order, make the same persons with the same numbers of links and reviews.
type Decision struct {
	Seq     uint64        `json:"seq"`  // the change that came next
	What    What          `json:"what"` // accept, reject, revoke or rules
	Number  uint64        `json:"number"`
	Subject event.Subject `json:"subject,omitzero"` // that the link or the review is about
	At      event.Time    `json:"at"`
	Actor   string        `json:"actor,omitempty"`
	Rules   *Rules        `json:"rules,omitempty"`
}

// What is decided. The words are durable.
type What string

// The decisions.
const (
	Accept   What = "accept" // Number is that of the review
	Reject   What = "reject" // Number is that of the review
	Revoke   What = "revoke" // Number is that of the link
	NewRules What = "rules"  // Number is that of their version
)

// Decide does what was decided before change seq, and keeps the decision. A Subject that is given has to be that of the link or
// review, and the Number of new rules has to be the next: so a history that went another way is noticed. Faults: those of
// Accept, Reject, Revoke and SetRules; Conflict.
func (r *Resolver) Decide(tx Tx, ws event.Workspace, d Decision, seq uint64) (moves []Move, err error) {
	d.Seq = seq
	about, err := r.about(tx, ws, &d)
	if err != nil {
		return nil, err
	}
	if d.Subject == (event.Subject{}) {
		d.Subject = about
	}
	if d.Subject != about {
		return nil, fault.New(fault.Conflict, "%s of %d is about subject %s, and here that number is of subject %s", d.What, d.Number, d.Subject, about)
	}
	switch d.What {
	case Accept:
		moves, err = r.Accept(tx, ws, d.Number, d.Actor, d.At, seq)
	case Reject:
		err = r.Reject(tx, ws, d.Number, d.Actor, d.At)
	case Revoke:
		moves, err = r.Revoke(tx, ws, d.Number, d.Actor, d.At, seq)
	default:
		err = r.SetRules(tx, ws, *d.Rules)
	}
	if err != nil {
		return nil, err
	}
	return moves, r.keep(tx, ws, d)
}

// about is the subject that a decision speaks of. It also gives new rules their number.
func (r *Resolver) about(v View, ws event.Workspace, d *Decision) (event.Subject, error) {
	switch d.What {
	case Accept, Reject:
		review, err := getReview(v, ws, d.Number)
		return review.subject, err
	case Revoke:
		l, err := findLink(v, ws, d.Number)
		return l.subject, err
	case NewRules:
		next := uint64(len(r.rulesOf(ws)))
		if d.Rules == nil || d.Number != 0 && d.Number != next {
			return event.Subject{}, fault.New(fault.Conflict, "these are not version %d of the rules, which comes next", next)
		}
		d.Number = next
		return event.Subject{}, nil
	}
	return event.Subject{}, fault.New(fault.Invalid, "%q is no decision about identity", d.What)
}

// keep writes a decision behind those made before the same change.
func (r *Resolver) keep(tx Tx, ws event.Workspace, d Decision) error {
	d.Rules = nil // they have a key of their own
	prefix := keyNumber(nil, kindDecision, ws, d.Seq)
	n := uint16(0)
	if err := tx.Scan(prefix, func(_, _ []byte) error { n++; return nil }); err != nil {
		return err
	}
	value, err := encodeDecision(&d)
	if err != nil {
		return err
	}
	return tx.Set(binary.BigEndian.AppendUint16(prefix, n), value)
}

func encodeDecision(d *Decision) ([]byte, error) {
	b, err := json.Marshal(d)
	return append([]byte{format}, b...), err
}

func decodeDecision(b []byte) (d Decision, err error) {
	if len(b) == 0 || b[0] != format {
		return d, errFormat("decision", b)
	}
	return d, json.Unmarshal(b[1:], &d)
}

// Decisions are all that were kept in a workspace, in order. Lost is how many are seen in links, reviews and rules that builds
// before decisions were kept have made: their places are not known.
func (r *Reader) Decisions(ws event.Workspace) (all []Decision, lost int, err error) {
	kept := map[Decision]bool{} // by what and number
	err = r.view.Scan(key(nil, kindDecision, ws), func(_, value []byte) error {
		d, err := decodeDecision(value)
		all = append(all, d)
		kept[Decision{What: d.What, Number: d.Number}] = true
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	for i := range all {
		if all[i].What != NewRules {
			continue
		}
		value, ok, err := r.view.Get(keyNumber(nil, kindRules, ws, all[i].Number))
		if err != nil {
			return nil, 0, err
		}
		if !ok {
			return nil, 0, fmt.Errorf("identity: rules version %d is missing", all[i].Number)
		}
		rules, err := decodeRules(value)
		if err != nil {
			return nil, 0, err
		}
		all[i].Rules = &rules
	}
	lost, err = r.lost(ws, kept)
	return all, lost, err
}

// lost counts the decisions that left traces and are not among those kept.
func (r *Reader) lost(ws event.Workspace, kept map[Decision]bool) (n int, err error) {
	miss := func(what What, number uint64) {
		if !kept[Decision{What: what, Number: number}] {
			n++
		}
	}
	err = r.view.Scan(key(nil, kindRules, ws), func(key, _ []byte) error {
		miss(NewRules, numberOfKey(key))
		return nil
	})
	if err != nil {
		return 0, err
	}
	err = r.view.Scan(key(nil, kindReview, ws), func(key, value []byte) error {
		v, err := decodeReview(value)
		switch v.status {
		case Accepted, Undone:
			miss(Accept, numberOfKey(key))
		case Rejected:
			miss(Reject, numberOfKey(key))
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	var revoked []uint64
	err = r.view.Scan(key(nil, kindRevoked, ws), func(key, _ []byte) error {
		revoked = append(revoked, numberOfKey(key))
		return nil
	})
	if err != nil {
		return 0, err
	}
	for _, number := range revoked {
		l, err := getLink(r.view, ws, number)
		if err != nil {
			return 0, err
		}
		if l.rule != RuleReview { // one of a review may have gone along with its subject's
			miss(Revoke, number)
		}
	}
	return n, nil
}
