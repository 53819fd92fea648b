package survey

import (
	"context"
	"slices"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/mail"
	"jejak/internal/sqldb"
)

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
			if trigger {
				people, err = sqldb.All(ctx, tx, scanPerson, get("triggerHeld"), ws, survey, reason, reason, limit, offset)
				break
			}
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
