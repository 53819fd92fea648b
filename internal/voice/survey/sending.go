package survey

import (
	"context"
	"encoding/json"
	"fmt"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/sqldb"
)

// SendingState is how far a sending has come.
type SendingState string

// The states of a sending. The first two go on by themselves, also after a restart.
const (
	SendingGathers SendingState = "gathering" // finds out who is meant
	SendingGoes    SendingState = "sending"
	SendingDone    SendingState = "done"
	SendingStopped SendingState = "stopped"
	SendingFailed  SendingState = "failed" // before anybody was asked; Reason says why
	SendingTried   SendingState = "tried"  // a look at who would be asked, which is not kept
)

type sending struct {
	ws       event.Workspace
	id       string
	survey   string
	audience *journey.Segment
	by       string
	state    SendingState
	reason   string
	people   int
	invited  int
	held     []Against
	created  event.Time
	changed  event.Time
}

func scanSending(row sqldb.Scanner) (s sending, err error) {
	var audience, held string
	err = row.Scan(&s.ws, &s.id, &s.survey, &audience, &s.by, &s.state, &s.reason, &s.people, &s.invited, &held, &s.created, &s.changed)
	if err == nil {
		err = json.Unmarshal([]byte(audience), &s.audience)
	}
	if err == nil {
		err = json.Unmarshal([]byte(held), &s.held)
	}
	return s, err
}

func (s *Store) putSending(ctx context.Context, tx *sqldb.WriteTx, one *sending) error {
	held, err := json.Marshal(one.held)
	if err != nil {
		return err
	}
	one.changed = event.TimeOf(s.o.Now())
	_, err = tx.Exec(ctx, s.statements.Get("updateSending"), one.state, one.reason, one.people, one.invited, held, one.changed, one.ws, one.id)
	return err
}

// sendingOf is a sending of a survey. Faults: NotFound.
func (s *Store) sendingOf(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, survey, id string) (sending, error) {
	one, ok, err := sqldb.One(ctx, tx, scanSending, s.statements.Get("sending"), ws, id)
	if err == nil && (!ok || survey != "" && one.survey != survey) {
		err = fault.Coded(fault.New(fault.NotFound, "This survey has no sending %.50q.", id), "survey_no_sending")
	}
	return one, err
}

// Send has a survey mailed to the people of a segment, nil for everybody, for whom nothing is against it, its trigger aside: somebody of
// the team decides on the moment. It answers at once; the work goes on by itself, whatever happens to the process, and nobody is
// mailed twice. Steps join the same transaction. Faults: NotFound, Invalid (the segment), Conflict (no mail server).
func (d *Desk) Send(ctx context.Context, ws event.Workspace, survey string, to *journey.Segment, by string, also ...sqldb.Step) (out Delivery, err error) {
	if !d.mails() {
		return out, mailOff()
	}
	if err := d.expands(ctx, ws, to); err != nil {
		return out, err
	}
	audience, err := json.Marshal(to)
	if err != nil {
		return out, err
	}
	var one sending
	err = d.store.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if _, err := d.store.one(ctx, tx.Read(), ws, survey); err != nil {
			return err
		}
		n, err := tx.Next(ctx, "survey sending")
		if err != nil {
			return err
		}
		now := event.TimeOf(d.o.Now())
		one = sending{ws: ws, id: fmt.Sprintf("m%d", n), survey: survey, audience: to, by: by, state: SendingGathers, held: []Against{}, created: now, changed: now}
		if _, err := tx.Exec(ctx, d.store.statements.Get("insertSending"), ws, one.id, survey, audience, by, one.state, now, now); err != nil {
			return err
		}
		tx.AfterCommit(d.sendOn)
		return tx.Run(ctx, also...)
	})
	return one.delivery(), err
}

// expands tells what is wrong with a segment before anything is begun.
func (d *Desk) expands(ctx context.Context, ws event.Workspace, to *journey.Segment) error {
	defs, err := d.o.Definitions(ctx, ws)
	if err != nil {
		return err
	}
	q, err := d.o.Expand(ctx, ws, journey.Question{Kind: journey.KindPeople, Segment: to})
	if err != nil {
		return err
	}
	return journey.Validate(q, defs)
}

// sendOn has sendings go on at once.
func (d *Desk) sendOn() {
	select {
	case d.asked <- struct{}{}:
	default: // they do already
	}
}

// StopSending ends a sending: who was not mailed yet will not be, and mails that wait are taken back. One that has ended is left alone,
// but for its mails that wait. Steps join the same transaction. Faults: NotFound.
func (d *Desk) StopSending(ctx context.Context, ws event.Workspace, survey, id string, also ...sqldb.Step) (Delivery, error) {
	err := d.store.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		one, err := d.store.sendingOf(ctx, tx.Read(), ws, survey, id)
		if err != nil {
			return err
		}
		if one.state == SendingGathers || one.state == SendingGoes || one.state == SendingDone {
			one.state = SendingStopped
			if err := d.store.putSending(ctx, tx, &one); err != nil {
				return err
			}
		}
		if err := d.o.Mail.WithdrawBatch(ws, sendingBatch(id))(ctx, tx); err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
	if err != nil {
		return Delivery{}, err
	}
	return d.Delivery(ctx, ws, survey, id)
}

// delivery is a sending as it is told, before its mails are counted.
func (s *sending) delivery() Delivery {
	out := Delivery{
		ID: s.id, State: s.state, Reason: s.reason, Segment: s.audience, By: s.by, Created: s.created, Changed: s.changed, People: s.people, Reasons: s.held,
	}
	for _, a := range s.held {
		out.Held += a.People
	}
	out.Left = s.people - s.invited - out.Held
	return out
}
