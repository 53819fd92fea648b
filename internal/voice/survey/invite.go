package survey

import (
	"cmp"
	"context"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/mail"
	"jejak/internal/sqldb"
)

// Against is how many people a reason keeps a survey from.
type Against struct {
	Code   string `json:"code"`
	Reason string `json:"reason"`
	People int    `json:"people"`
}

// mail looks at whether somebody can be written to.
func (t *trial) mail(ctx context.Context) (Check, error) {
	switch {
	case t.visitor.Via != ViaEmail:
		return pass("any"), nil
	case !t.d.mails():
		return fail("mail_off"), nil
	case t.visitor.Address == "":
		return fail("no_address"), nil
	}
	why := ""
	err := t.reading(ctx, func(tx *sqldb.ReadTx) (err error) {
		why, err = t.d.o.Mail.Refused(ctx, tx, t.ws, t.visitor.Address)
		return err
	})
	if err != nil || why != "" {
		return fail(why), err
	}
	return pass("can_be_mailed"), nil
}

// underWay counts mails that wait as seen: two surveys must not go out together because neither has arrived yet.
func (t *trial) underWay(ctx context.Context, tx *sqldb.ReadTx, all map[string]seen) error {
	if t.visitor.Via != ViaEmail || t.visitor.Address == "" || !t.d.mails() {
		return nil
	}
	waiting, err := t.d.o.Mail.Waiting(ctx, tx, t.ws, mail.Survey, t.visitor.Address)
	for id, at := range waiting {
		m := all[id]
		m.shown = max(m.shown, at)
		all[id] = m
	}
	return err
}

// against is the first reason in the order in which people are told of them; ok is true where there is none.
func (t *trial) against(ctx context.Context) (c Check, ok bool, err error) {
	for _, one := range checks() {
		if c, err = one.run(ctx, t); err != nil || !c.Pass {
			return c, false, err
		}
	}
	return Check{}, true, nil
}

// addressOf is the one of a person's addresses that mail goes to, "" where there is none.
func addressOf(ids []event.ID) string {
	for _, id := range ids {
		if id.Type != event.Email {
			continue
		}
		if address, err := mail.Address(id.Value); err == nil {
			return address
		}
	}
	return ""
}

// reads are the languages of a person, as their traits tell.
func reads(traits map[string]string) (all []string) {
	for _, name := range []string{"language", "locale"} {
		if v := traits[name]; v != "" {
			all = append(all, v)
		}
	}
	return all
}

// addressee is a person as a mail would find them.
func (d *Desk) addressee(ws event.Workspace, row journey.PersonRow, zone *time.Location) (*Visitor, error) {
	ids, err := d.o.People.IDs(ws, row.Person)
	v := &Visitor{
		Person: row.Person, IDs: ids[:min(len(ids), knownIDs)], Zone: zone, Languages: reads(row.Traits), Via: ViaEmail, Address: addressOf(ids),
	}
	if own := row.Traits["timezone"]; own != "" && own != "Local" {
		if place, err := time.LoadLocation(own); err == nil {
			v.Zone = place
		}
	}
	return v, err
}

// envelope is what goes with a mail beside its words.
type envelope struct {
	traits   map[string]string
	occasion string // of which no second mail comes
	batch    string
	by       string
}

// invite queues the mail of one person; steps join.
func (d *Desk) invite(ctx context.Context, t *trial, e envelope, also ...sqldb.Step) error {
	brand, err := d.o.Brand(ctx, t.ws)
	if err != nil {
		return err
	}
	t.brand = brand
	return d.store.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		known, err := d.o.Mail.Knows(ctx, tx.Read(), t.ws, e.occasion)
		if err == nil && !known {
			_, err = d.post(ctx, tx, t, e)
		}
		if err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
}

// post queues the mail of one person with a link of their own, whose id it returns.
func (d *Desk) post(ctx context.Context, tx *sqldb.WriteTx, t *trial, e envelope) (id string, err error) {
	draft := LinkDraft{Kind: MailLink, Name: cut(t.product, 200), By: e.by}
	link, err := d.store.openLink(ctx, tx, t.ws, t.v.ID, draft, t.visitor.IDs[:min(len(t.visitor.IDs), maxLinkIDs)])
	if err != nil {
		return "", err
	}
	leaving := mail.Leaving{Workspace: t.ws, Kind: mail.Survey, Address: t.visitor.Address, Batch: e.batch, Reference: link.ID}
	leave, err := d.o.Mail.LeaveURL(leaving)
	if err != nil {
		return "", err
	}
	lang, _ := t.v.Content.language(t.visitor.Languages)
	l := t.v.Content.letter(t.brand, lang, t.settings.Theme, e.traits, d.o.Mail.Root()+"/s/"+link.Token)
	l.To, l.Unsubscribe = t.visitor.Address, leave
	if t.visitor.Zone != nil {
		l.Zone = t.visitor.Zone.String()
	}
	return link.ID, d.o.Mail.Queue(mail.Draft{
		Workspace: t.ws, Occasion: e.occasion, Kind: mail.Survey, About: t.v.ID, Reference: link.ID, Batch: e.batch, Letter: l,
	})(ctx, tx)
}

// moreFirst orders reasons, the most frequent first.
func moreFirst(a, b Against) int {
	return cmp.Or(cmp.Compare(b.People, a.People), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Reason, b.Reason))
}

// mailed notes that a survey was handed to the mail server: from then on it counts as shown.
func (d *Desk) mailed(m mail.Mail) sqldb.Step {
	return func(ctx context.Context, tx *sqldb.WriteTx) error {
		l, ok, err := sqldb.One(ctx, tx.Read(), scanLink, d.store.statements.Get("linkOf"), m.Workspace, m.Reference)
		if err != nil || !ok { // the survey was deleted meanwhile
			return err
		}
		t := ticket{Workspace: l.ws, Survey: l.survey, Response: l.ID, Via: ViaEmail, Link: l.ID, IDs: l.IDs, Product: l.Name, single: true, Trusted: true}
		err = d.store.changeIn(ctx, tx, t, func(r *response, _ *Content, now event.Time) error {
			if r.shown == 0 {
				r.shown = now
				r.changed = max(r.changed, now)
			}
			return nil
		})
		if fault.Is(err, fault.NotFound) { // it ended meanwhile: the mail is out, and nobody is asked any more
			return nil
		}
		return err
	}
}

// Mailed is what has come of a survey by mail.
type Mailed struct {
	Ready    bool       `json:"ready" doc:"a mail server is set"`
	From     string     `json:"from"`
	Trouble  string     `json:"trouble,omitempty" doc:"why the mail server is not reached"`
	Counts   mail.Tally `json:"counts"`
	Waiting  int        `json:"waiting" doc:"people for whom the trigger has happened and the time has not come"`
	Answered int        `json:"answered" doc:"responses by mail with an answer"`
	Finished int        `json:"finished"`
}

// Mailed tells it. Faults: NotFound.
func (d *Desk) Mailed(ctx context.Context, ws event.Workspace, id string) (out Mailed, err error) {
	if _, err := d.store.Get(ctx, ws, id); err != nil {
		return out, err
	}
	if d.o.Mail == nil {
		return out, nil
	}
	out.Ready, out.From, out.Trouble = d.o.Mail.Ready(), d.o.Mail.From(), d.o.Mail.Trouble()
	if out.Counts, err = d.o.Mail.Counts(ctx, ws, mail.Survey, id); err != nil {
		return out, err
	}
	err = d.store.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		out.Waiting, _, err = sqldb.One(ctx, tx, sqldb.Into[int], d.store.statements.Get("countDue"), ws, id)
		if err != nil {
			return err
		}
		_, _, err := sqldb.One(ctx, tx, func(row sqldb.Scanner) (struct{}, error) {
			return struct{}{}, row.Scan(&out.Answered, &out.Finished)
		}, d.store.statements.Get("answered"), ws, id)
		return err
	})
	return out, err
}

// Sent is one mail of a survey.
type Sent struct {
	Address string     `json:"address"`
	State   mail.State `json:"state" enum:"queued,sent,failed"`
	Reason  string     `json:"reason,omitempty" doc:"why it waits or was given up, as the mail server put it"`
	At      event.Time `json:"at" doc:"of the latest change"`
	Next    event.Time `json:"next,omitempty" doc:"queued: when it is tried"`
	Tries   int        `json:"tries"`
}

const mailsAPage = 50

// Mails is a page of a survey's mails, the latest first.
func (d *Desk) Mails(ctx context.Context, ws event.Workspace, id string, state mail.State, offset int) ([]Sent, error) {
	all := []Sent{}
	if d.o.Mail == nil {
		return all, nil
	}
	mails, err := d.o.Mail.List(ctx, ws, mail.Survey, id, state, offset, mailsAPage)
	for _, m := range mails {
		s := Sent{Address: m.Address, State: m.State, Reason: m.Reason, At: m.Changed, Tries: m.Attempts}
		if m.State == mail.Queued {
			s.Next = m.Due
		}
		all = append(all, s)
	}
	return all, err
}
