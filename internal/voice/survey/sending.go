package survey

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/mail"
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

// Delivery is what has become of a survey's mails that went out together: a sending by hand, or all that its trigger set off. People is
// the sum of Left, Held, Queued, Sent, Failed and Withdrawn.
type Delivery struct {
	ID           string           `json:"id" doc:"trigger: everything that its trigger set off; empty: a look that is not kept"`
	State        SendingState     `json:"state" enum:"gathering,sending,done,stopped,failed,tried" doc:"of a trigger always sending"`
	Reason       string           `json:"reason,omitempty" doc:"failed: over_limit or segment_gone"`
	Segment      *journey.Segment `json:"segment,omitempty" doc:"who was meant; everybody where it is absent"`
	By           string           `json:"by,omitempty"`
	Created      event.Time       `json:"created,omitempty"`
	Changed      event.Time       `json:"changed,omitempty"`
	People       int              `json:"people" doc:"who were meant"`
	Left         int              `json:"left" doc:"not looked at yet, or no more where it was stopped"`
	Held         int              `json:"held" doc:"held back"`
	Reasons      []Against        `json:"reasons" doc:"why they are held back, by the first reason against each, the most frequent first"`
	Queued       int              `json:"queued" doc:"whose mail waits; of a look, who would get one"`
	Sent         int              `json:"sent" doc:"whose mail the mail server has taken. Whether it arrived is known only where it was refused at once"`
	Failed       int              `json:"failed" doc:"whose mail was refused or given up, bounced ones included"`
	Withdrawn    int              `json:"withdrawn" doc:"whose mail was taken back before it went out"`
	Bounced      int              `json:"bounced" doc:"whose mailbox does not exist"`
	Unsubscribed int              `json:"unsubscribed" doc:"who used the link for leaving in one of these mails"`
	Answered     int              `json:"answered"`
	Finished     int              `json:"finished"`

	BouncedRate      journey.Rate `json:"bouncedRate" doc:"of mails that were sent or failed"`
	UnsubscribedRate journey.Rate `json:"unsubscribedRate" doc:"of mails that were sent"`
	AnsweredRate     journey.Rate `json:"answeredRate" doc:"of mails that were sent"`
}

// TriggerDelivery is the id of the delivery that a survey's trigger makes.
const TriggerDelivery = "trigger"

func triggerBatch(survey string) string { return "trigger:" + survey }

func sendingBatch(id string) string { return "sending:" + id }

func batchOf(survey, delivery string) string {
	if delivery == TriggerDelivery {
		return triggerBatch(survey)
	}
	return sendingBatch(delivery)
}

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

// Delivery is one. Faults: NotFound.
func (d *Desk) Delivery(ctx context.Context, ws event.Workspace, survey, id string) (out Delivery, err error) {
	err = d.store.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		if _, err := d.store.one(ctx, tx, ws, survey); err != nil {
			return err
		}
		one, err := d.store.sendingOf(ctx, tx, ws, survey, id)
		if err != nil {
			return err
		}
		said, err := d.store.mailedAnswers(ctx, tx, ws, survey)
		if err != nil {
			return err
		}
		out = one.delivery()
		return d.outcome(ctx, tx, ws, survey, &out, said[id])
	})
	return out, err
}

const maxDeliveries = 100

// Deliveries are the latest 100 sendings of a survey, the latest first, and at their end what its trigger set off, where it did.
// Faults: NotFound.
func (d *Desk) Deliveries(ctx context.Context, ws event.Workspace, survey string) ([]Delivery, error) {
	all := []Delivery{}
	err := d.store.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		if _, err := d.store.one(ctx, tx, ws, survey); err != nil {
			return err
		}
		rows, err := sqldb.All(ctx, tx, scanSending, d.store.statements.Get("sendings"), ws, survey, maxDeliveries, 0)
		if err != nil {
			return err
		}
		said, err := d.store.mailedAnswers(ctx, tx, ws, survey)
		if err != nil {
			return err
		}
		for _, one := range rows {
			out := one.delivery()
			if err := d.outcome(ctx, tx, ws, survey, &out, said[one.id]); err != nil {
				return err
			}
			all = append(all, out)
		}
		out := Delivery{ID: TriggerDelivery, State: SendingGoes, Reasons: []Against{}}
		if err := d.outcome(ctx, tx, ws, survey, &out, said[""]); err != nil {
			return err
		}
		if out.People = out.Queued + out.Sent + out.Failed + out.Withdrawn; out.People > 0 {
			all = append(all, out)
		}
		return nil
	})
	return all, err
}

type saidByMail struct {
	sending            string
	answered, finished int
}

// mailedAnswers is who answered by mail, by sending; "" is the trigger.
func (s *Store) mailedAnswers(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, survey string) (map[string]saidByMail, error) {
	rows, err := sqldb.All(ctx, tx, func(row sqldb.Scanner) (m saidByMail, err error) {
		return m, row.Scan(&m.sending, &m.answered, &m.finished)
	}, s.statements.Get("mailedAnswers"), ws, survey)
	all := map[string]saidByMail{}
	for _, m := range rows {
		all[m.sending] = m
	}
	return all, err
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

// outcome counts the mails of a delivery.
func (d *Desk) outcome(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, survey string, out *Delivery, said saidByMail) error {
	if d.o.Mail != nil {
		n, err := d.o.Mail.BatchCounts(ctx, tx, ws, batchOf(survey, out.ID))
		if err != nil {
			return err
		}
		out.Queued, out.Sent, out.Failed, out.Withdrawn = n.Queued, n.Sent, n.Failed, n.Withdrawn
		out.Bounced, out.Unsubscribed = n.Bounced, n.Unsubscribed
	}
	out.Answered, out.Finished = said.answered, said.finished
	out.BouncedRate = journey.Wilson(out.Bounced, max(out.Bounced, out.Sent+out.Failed))
	out.UnsubscribedRate = journey.Wilson(out.Unsubscribed, max(out.Unsubscribed, out.Sent))
	out.AnsweredRate = journey.Wilson(out.Answered, max(out.Answered, out.Sent))
	return nil
}

// DeliveryPart is one figure of a delivery.
type DeliveryPart string

// The figures that people stand behind, as their fields are called. The others are parts of a batch of mails.
const (
	PartPeople   DeliveryPart = "people"
	PartLeft     DeliveryPart = "left"
	PartHeld     DeliveryPart = "held"
	PartAnswered DeliveryPart = "answered"
	PartFinished DeliveryPart = "finished"
)

// Behind are the people behind a figure of a delivery; of those held back, only those with a reason where it is not empty. Whoever a mail's
// address no longer leads to is left out. Faults: NotFound, Invalid.
func (d *Desk) Behind(ctx context.Context, ws event.Workspace, survey, id string, part DeliveryPart, reason string, offset, limit int) ([]event.Person, error) {
	var people []event.Person
	var links []string
	err := d.store.db.Read(ctx, func(tx *sqldb.ReadTx) (err error) {
		if _, err := d.store.one(ctx, tx, ws, survey); err != nil {
			return err
		}
		trigger := id == TriggerDelivery
		if !trigger {
			if _, err := d.store.sendingOf(ctx, tx, ws, survey, id); err != nil {
				return err
			}
		}
		get := d.store.statements.Get
		switch part {
		case PartPeople:
			people, err = sqldb.All(ctx, tx, scanPerson, get("everySendingPerson"), ws, id, limit, offset)
		case PartLeft:
			people, err = sqldb.All(ctx, tx, scanPerson, get("sendingPeople"), ws, id, "waiting", "", "", limit, offset)
		case PartHeld:
			people, err = sqldb.All(ctx, tx, scanPerson, get("sendingPeople"), ws, id, "held", reason, reason, limit, offset)
		case PartAnswered, PartFinished:
			of := id
			if trigger {
				of = ""
			}
			links, err = sqldb.All(ctx, tx, sqldb.Into[string], get("mailedAnswered"), ws, survey, of, part, limit, offset)
		default:
			if !slices.Contains(mailParts(), mail.Part(part)) || d.o.Mail == nil {
				return fault.InvalidFields("There is no such figure.", []fault.Field{{Name: "part", Message: "must be a figure of the delivery"}})
			}
			links, err = d.o.Mail.BatchPart(ctx, tx, ws, batchOf(survey, id), mail.Part(part), offset, limit)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	got, err := d.gotMail(ctx, ws, links)
	return append(people, got...), err
}

func mailParts() []mail.Part {
	return []mail.Part{mail.PartQueued, mail.PartSent, mail.PartFailed, mail.PartWithdrawn, mail.PartBounced, mail.PartUnsubscribed}
}

func scanPerson(row sqldb.Scanner) (p event.Person, err error) {
	var text string
	if err := row.Scan(&text); err != nil {
		return p, err
	}
	return p, p.UnmarshalText([]byte(text))
}

// gotMail are the people whom links of mails are for, as they are known now.
func (d *Desk) gotMail(ctx context.Context, ws event.Workspace, links []string) (people []event.Person, err error) {
	var ids [][]event.ID
	err = d.store.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		for _, id := range links {
			l, ok, err := sqldb.One(ctx, tx, scanLink, d.store.statements.Get("linkOf"), ws, id)
			if err != nil {
				return err
			}
			if ok {
				ids = append(ids, l.IDs)
			}
		}
		return nil
	})
	for _, one := range ids {
		p, ok, err := d.o.People.Of(ws, one)
		if err != nil {
			return nil, err
		}
		if ok && !slices.Contains(people, p) {
			people = append(people, p)
		}
	}
	return people, err
}
