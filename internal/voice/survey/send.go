package survey

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/sqldb"
)

const (
	// mostSent is how many people are meant at once: of each, 16 bytes are held while they are noted.
	mostSent = 100_000
	// sentAtOnce is how many are decided on in one transaction, and all of whom more than their number is held.
	sentAtOnce = 200
	// notedAtOnce is how many are noted in one transaction.
	notedAtOnce = 2000
)

// SendSome takes each sending that goes on one batch further, and tells whether there is more. It is not called concurrently.
func (d *Desk) SendSome(ctx context.Context) (more bool, err error) {
	if !d.mails() {
		return false, nil
	}
	var going []sending
	err = d.store.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		going, err = sqldb.All(ctx, tx, scanSending, d.store.statements.Get("goingSendings"))
		return err
	})
	if err != nil {
		return false, err
	}
	var faults []error // one that cannot go on holds up no other
	for i := range going {
		if one := &going[i]; one.state == SendingGathers {
			faults = append(faults, d.gather(ctx, one))
		} else {
			faults = append(faults, d.sendBatch(ctx, one))
		}
	}
	return len(going) > 0, errors.Join(faults...)
}

// meant are the people of a segment at this moment.
func (d *Desk) meant(ctx context.Context, ws event.Workspace, to *journey.Segment) ([]event.Person, error) {
	defs, err := d.o.Definitions(ctx, ws)
	if err != nil {
		return nil, err
	}
	q, err := d.o.Expand(ctx, ws, journey.Question{Kind: journey.KindPeople, Segment: to})
	if err != nil {
		return nil, err
	}
	if q.Segment == nil {
		q.Segment = &journey.Segment{}
	}
	_, people, err := d.o.Engine.Members(ctx, ws, *q.Segment, nil, defs)
	if err == nil && len(people) > mostSent {
		err = tooMany(len(people))
	}
	return people, err
}

func tooMany(n int) error {
	return fault.Coded(fault.New(fault.TooLarge, "These are %d people, and a survey is sent to at most %d at once: choose a smaller segment.", n, mostSent), "survey_crowd_too_large", "n", strconv.Itoa(n), "most", strconv.Itoa(mostSent))
}

// gather notes who is meant. One that was broken off begins anew, and notes nobody twice.
func (d *Desk) gather(ctx context.Context, one *sending) error {
	people, err := d.meant(ctx, one.ws, one.audience)
	switch {
	case fault.Is(err, fault.TooLarge):
		return d.failSending(ctx, one, "over_limit")
	case fault.Is(err, fault.Invalid):
		return d.failSending(ctx, one, "segment_gone")
	case err != nil:
		return err
	}
	for part := range slices.Chunk(people, notedAtOnce) {
		err := d.store.db.Write(ctx, func(tx *sqldb.WriteTx) error {
			for _, p := range part {
				if _, err := tx.Exec(ctx, d.store.statements.Get("insertSendingPerson"), one.ws, one.id, p.String()); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return d.store.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		now, err := d.store.sendingOf(ctx, tx.Read(), one.ws, one.survey, one.id)
		if err != nil || now.state != SendingGathers { // it was stopped meanwhile
			return err
		}
		now.people, _, err = sqldb.One(ctx, tx.Read(), sqldb.Into[int], d.store.statements.Get("countSendingPeople"), one.ws, one.id)
		if err != nil {
			return err
		}
		now.state = SendingGoes
		return d.store.putSending(ctx, tx, &now)
	})
}

func (d *Desk) failSending(ctx context.Context, one *sending, reason string) error {
	return d.store.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		now, err := d.store.sendingOf(ctx, tx.Read(), one.ws, one.survey, one.id)
		if err != nil || now.state != SendingGathers {
			return err
		}
		now.state, now.reason = SendingFailed, reason
		return d.store.putSending(ctx, tx, &now)
	})
}

// round is what is the same for all who are decided on in one go.
type round struct {
	d        *Desk
	ws       event.Workspace
	v        *Survey
	settings Settings
	brand    string
	defs     journey.Definitions
	by       string
}

func (d *Desk) round(ctx context.Context, ws event.Workspace, survey, by string) (*round, error) {
	v, err := d.store.Get(ctx, ws, survey)
	if err != nil {
		return nil, err
	}
	r := &round{d: d, ws: ws, v: &v, by: by}
	if r.settings, err = d.store.Settings(ctx, ws); err != nil {
		return nil, err
	}
	if r.brand, err = d.o.Brand(ctx, ws); err != nil {
		return nil, err
	}
	r.defs, err = d.o.Definitions(ctx, ws)
	return r, err
}

// addressed is a person to be decided on.
type addressed struct {
	person event.Person
	trial  *trial // nil: nobody is known by this any more
	traits map[string]string
}

// addressed reads all that is to be known of some people outside of the transaction that decides on them.
func (r *round) addressed(ctx context.Context, people []event.Person) ([]addressed, error) {
	got, err := r.d.o.Engine.Ask(ctx, r.ws, journey.Question{
		Kind: journey.KindPeople, Segment: &journey.Segment{People: people}, People: &journey.People{Limit: len(people)},
	}, r.defs)
	if err != nil {
		return nil, err
	}
	rows := map[event.Person]journey.PersonRow{}
	if got.Persons != nil {
		for _, row := range got.Persons.People {
			rows[row.Person] = row
		}
	}
	within, err := r.within(ctx, people)
	if err != nil {
		return nil, err
	}
	all := make([]addressed, len(people))
	for i, p := range people {
		all[i].person = p
		row, ok := rows[p]
		if !ok {
			continue
		}
		visitor, err := r.d.addressee(r.ws, row, r.defs.Zone)
		if err != nil {
			return nil, err
		}
		visitor.ByHand = true
		all[i].traits = row.Traits
		all[i].trial = &trial{
			d: r.d, ws: r.ws, v: r.v, visitor: visitor, settings: r.settings, now: r.d.o.Now(), within: within, brand: r.brand,
		}
	}
	return all, nil
}

// within are those of some people whom the survey is for; nil where that is everybody.
func (r *round) within(ctx context.Context, people []event.Person) (map[event.Person]bool, error) {
	who := r.v.Content.Targeting.Who
	if who == nil {
		return nil, nil
	}
	q, err := r.d.o.Expand(ctx, r.ws, journey.Question{Kind: journey.KindPeople, Segment: who})
	if err != nil {
		return nil, nil //nolint:nilerr // a segment that is gone is told as the reason for each
	}
	_, members, err := r.d.o.Engine.Members(ctx, r.ws, *q.Segment, people, r.defs)
	all := map[event.Person]bool{}
	for _, p := range members {
		all[p] = true
	}
	return all, err
}

// against is the first reason against mailing somebody, as the transaction sees it.
func (a *addressed) against(ctx context.Context, tx *sqldb.ReadTx) (c Check, ok bool, err error) {
	if a.trial == nil {
		return Check{Code: "who", Reason: "unknown_person"}, false, nil
	}
	a.trial.tx = tx
	defer func() { a.trial.tx = nil }()
	return a.trial.against(ctx)
}

// sendBatch decides on the next people of a sending, and queues their mails: in one transaction with the note of it, so that neither is
// there without the other.
func (d *Desk) sendBatch(ctx context.Context, one *sending) error {
	var people []event.Person
	err := d.store.db.Read(ctx, func(tx *sqldb.ReadTx) (err error) {
		people, err = sqldb.All(ctx, tx, scanPerson, d.store.statements.Get("waitingPeople"), one.ws, one.id, sentAtOnce)
		return err
	})
	if err != nil {
		return err
	}
	var all []addressed
	r, err := d.round(ctx, one.ws, one.survey, one.by)
	if fault.Is(err, fault.NotFound) { // the survey was deleted, and its sendings with it
		return nil
	}
	if err == nil && len(people) > 0 {
		all, err = r.addressed(ctx, people)
	}
	if err != nil {
		return err
	}
	return d.store.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		now, err := d.store.sendingOf(ctx, tx.Read(), one.ws, one.survey, one.id)
		if fault.Is(err, fault.NotFound) || err == nil && now.state != SendingGoes { // it was deleted or stopped meanwhile
			return nil
		}
		if err != nil {
			return err
		}
		for i := range all {
			if err := d.decide(ctx, tx, &now, &all[i]); err != nil {
				return err
			}
		}
		if len(all) < sentAtOnce {
			now.state = SendingDone
		}
		return d.store.putSending(ctx, tx, &now)
	})
}

// decide mails one person of a sending, or notes why not.
func (d *Desk) decide(ctx context.Context, tx *sqldb.WriteTx, s *sending, a *addressed) error {
	c, ok, err := a.against(ctx, tx.Read())
	if err != nil {
		return err
	}
	link, state := "", "held"
	if ok {
		state = "invited"
		link, err = d.post(ctx, tx, a.trial, envelope{
			traits: a.traits, occasion: fmt.Sprintf("sending:%s:%s", s.id, a.person), batch: sendingBatch(s.id), by: s.by,
		})
		if err != nil {
			return err
		}
		s.invited++
	} else {
		s.held = counted(s.held, c)
	}
	_, err = tx.Exec(ctx, d.store.statements.Get("settlePerson"), state, c.Reason, link, s.ws, s.id, a.person.String())
	return err
}

// counted counts one more who is held back for a reason.
func counted(held []Against, c Check) []Against {
	i := slices.IndexFunc(held, func(a Against) bool { return a.Code == c.Code && a.Reason == c.Reason })
	if i < 0 {
		held, i = append(held, Against{Code: c.Code, Reason: c.Reason}), len(held)
	}
	held[i].People++
	slices.SortStableFunc(held, moreFirst)
	return held
}

// Try tells whom Send would mail now, and why not the others. Faults: NotFound, Invalid, TooLarge (more than 100,000 people).
func (d *Desk) Try(ctx context.Context, ws event.Workspace, survey string, to *journey.Segment) (out Delivery, err error) {
	r, err := d.round(ctx, ws, survey, "")
	if err != nil {
		return out, err
	}
	if err := d.expands(ctx, ws, to); err != nil {
		return out, err
	}
	people, err := d.meant(ctx, ws, to)
	if err != nil {
		return out, err
	}
	out = Delivery{State: SendingTried, Segment: to, People: len(people), Reasons: []Against{}}
	once := map[string]bool{} // addresses that somebody before has
	for part := range slices.Chunk(people, sentAtOnce) {
		all, err := r.addressed(ctx, part)
		if err != nil {
			return out, err
		}
		err = d.store.db.Read(ctx, func(tx *sqldb.ReadTx) error {
			for i := range all {
				c, ok, err := all[i].against(ctx, tx)
				if err != nil {
					return err
				}
				if ok && once[all[i].trial.visitor.Address] {
					c, ok = Check{Code: "again", Reason: "seen"}, false
				}
				if !ok {
					out.Held++
					out.Reasons = counted(out.Reasons, c)
					continue
				}
				once[all[i].trial.visitor.Address] = true
				out.Queued++
			}
			return nil
		})
		if err != nil {
			return out, err
		}
	}
	return out, nil
}
