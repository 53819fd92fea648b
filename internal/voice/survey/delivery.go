package survey

import (
	"context"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/sqldb"
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
		out, err := d.setOff(ctx, tx, ws, survey, said[""])
		if err == nil && out.People > 0 {
			all = append(all, out)
		}
		return err
	})
	return all, err
}

// setOff is what a survey's trigger has set off.
func (d *Desk) setOff(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, survey string, said saidByMail) (Delivery, error) {
	out := Delivery{ID: TriggerDelivery, State: SendingGoes, Reasons: []Against{}}
	if err := d.outcome(ctx, tx, ws, survey, &out, said); err != nil {
		return out, err
	}
	reasons, err := d.store.triggerReasons(ctx, tx, ws, survey)
	for _, a := range reasons {
		out.Reasons, out.Held = append(out.Reasons, a), out.Held+a.People
	}
	out.People = out.Held + out.Queued + out.Sent + out.Failed + out.Withdrawn
	return out, err
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
