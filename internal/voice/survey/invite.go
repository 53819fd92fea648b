package survey

import (
	"cmp"
	"context"
	"slices"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/mail"
	"jejak/internal/sqldb"
)

// mostInvited is how many people are looked at when a survey is sent by hand.
const mostInvited = 10_000

// Batch is a survey to be sent by hand.
type Batch struct {
	Segment *journey.Segment // nil is everybody
	Dry     bool             // only say who would get it
	By      string
}

// Batched is what has become of it.
type Batched struct {
	People  int       `json:"people" doc:"in the segment"`
	Invited int       `json:"invited" doc:"who get a mail"`
	Reasons []Against `json:"reasons" doc:"why the others do not, by the first reason against each, the most frequent first"`
}

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
	why, err := t.d.o.Mail.Refused(ctx, t.ws, t.visitor.Address)
	if err != nil || why != "" {
		return fail(why), err
	}
	return pass("can_be_mailed"), nil
}

// underWay counts mails that wait as seen: two surveys must not go out together because neither has arrived yet.
func (t *trial) underWay(ctx context.Context, all map[string]seen) error {
	if t.visitor.Via != ViaEmail || t.visitor.Address == "" || !t.d.mails() {
		return nil
	}
	waiting, err := t.d.o.Mail.Waiting(ctx, t.ws, mail.Survey, t.visitor.Address)
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

// Invite mails a survey to the people of a segment for whom nothing is against it, its trigger aside: somebody of the team decides on
// the moment. Who gets one again because a call is repeated is decided as for everybody: they have just been asked. Faults: NotFound,
// Invalid (more than 10,000 people), Conflict (no mail server; a trial run tells it as the reason instead).
func (d *Desk) Invite(ctx context.Context, ws event.Workspace, id string, b Batch, also ...sqldb.Step) (out Batched, err error) {
	if !b.Dry && !d.mails() {
		return out, mailOff()
	}
	v, err := d.store.Get(ctx, ws, id)
	if err != nil {
		return out, err
	}
	rows, within, defs, err := d.everybody(ctx, ws, &v, b.Segment)
	if err != nil {
		return out, err
	}
	out.People = len(rows)
	if !b.Dry {
		if err := d.store.db.Write(ctx, func(tx *sqldb.WriteTx) error { return tx.Run(ctx, also...) }); err != nil {
			return out, err
		}
	}
	reasons := map[Against]int{}
	mails := outgoing{d: d, ctx: ctx}
	for _, row := range rows {
		visitor, err := d.addressee(ws, row, defs.Zone)
		if err != nil {
			return out, err
		}
		visitor.ByHand = true
		if err := mails.before(visitor.Address); err != nil {
			return out, err
		}
		t, err := d.trial(ctx, ws, &v, visitor)
		if err != nil {
			return out, err
		}
		t.within = within
		c, ok, err := t.against(ctx)
		if err != nil {
			return out, err
		}
		if !ok {
			reasons[Against{Code: c.Code, Reason: c.Reason}]++
			continue
		}
		out.Invited++
		if !b.Dry {
			step, err := d.invitation(ctx, t, row.Traits, "", b.By)
			if err == nil {
				err = mails.add(visitor.Address, step)
			}
			if err != nil {
				return out, err
			}
		}
	}
	out.Reasons = ranked(reasons)
	return out, mails.flush()
}

// invitedAtOnce is how many mails are queued in one transaction: most of what one costs is waiting for the disk.
const invitedAtOnce = 200

// outgoing is mails on their way into the outbox.
type outgoing struct {
	d     *Desk
	ctx   context.Context //nolint:containedctx // of the one call that makes and drops this
	steps []sqldb.Step
	to    map[string]bool
}

// before makes sure that whoever is looked at next is seen with all that goes to their address already.
func (o *outgoing) before(address string) error {
	if o.to[address] {
		return o.flush()
	}
	return nil
}

func (o *outgoing) add(address string, step sqldb.Step) error {
	if o.to == nil {
		o.to = map[string]bool{}
	}
	o.steps = append(o.steps, step)
	o.to[address] = true
	if len(o.steps) < invitedAtOnce {
		return nil
	}
	return o.flush()
}

func (o *outgoing) flush() error {
	if len(o.steps) == 0 {
		return nil
	}
	steps := o.steps
	o.steps, o.to = nil, nil
	return o.d.store.db.Write(o.ctx, func(tx *sqldb.WriteTx) error { return tx.Run(o.ctx, steps...) })
}

// everybody are the people of a segment, and who of them are among those that the survey is for; within is nil where that is everybody.
func (d *Desk) everybody(ctx context.Context, ws event.Workspace, v *Survey, in *journey.Segment) (rows []journey.PersonRow, within map[event.Person]bool, defs journey.Definitions, err error) {
	if defs, err = d.o.Definitions(ctx, ws); err != nil {
		return nil, nil, defs, err
	}
	for {
		q, err := d.o.Expand(ctx, ws, journey.Question{
			Kind: journey.KindPeople, Segment: in, People: &journey.People{Sort: "first_seen", Offset: len(rows), Limit: 1000},
		})
		if err != nil {
			return nil, nil, defs, err
		}
		if err := journey.Validate(q, defs); err != nil {
			return nil, nil, defs, err
		}
		got, err := d.o.Engine.Ask(ctx, ws, q, defs)
		if err != nil {
			return nil, nil, defs, err
		}
		if got.Persons == nil || len(got.Persons.People) == 0 {
			break
		}
		if got.Persons.Total > mostInvited {
			return nil, nil, defs, fault.New(fault.Invalid, "These are %d people, and a survey is sent to at most %d at once: choose a smaller segment.", got.Persons.Total, mostInvited)
		}
		if rows = append(rows, got.Persons.People...); len(rows) >= got.Persons.Total {
			break
		}
	}
	who := v.Content.Targeting.Who
	if who == nil || len(rows) == 0 {
		return rows, nil, defs, nil
	}
	q, err := d.o.Expand(ctx, ws, journey.Question{Kind: journey.KindPeople, Segment: who})
	if err != nil {
		return rows, nil, defs, nil //nolint:nilerr // a segment that is gone is told as the reason for each
	}
	all := make([]event.Person, len(rows))
	for i, row := range rows {
		all[i] = row.Person
	}
	_, members, err := d.o.Engine.Members(ctx, ws, *q.Segment, all, defs)
	within = map[event.Person]bool{}
	for _, p := range members {
		within[p] = true
	}
	return rows, within, defs, err
}

// invite queues the mail of one person; steps join.
func (d *Desk) invite(ctx context.Context, t *trial, traits map[string]string, occasion, by string, also ...sqldb.Step) error {
	step, err := d.invitation(ctx, t, traits, occasion, by)
	if err != nil {
		return err
	}
	return d.store.db.Write(ctx, func(tx *sqldb.WriteTx) error { return tx.Run(ctx, append(also, step)...) })
}

// invitation is a step that queues the mail of one person, with a link of their own. occasion is of which no second mail comes; "" is a
// new one.
func (d *Desk) invitation(ctx context.Context, t *trial, traits map[string]string, occasion, by string) (sqldb.Step, error) {
	brand, err := d.o.Brand(ctx, t.ws)
	if err != nil {
		return nil, err
	}
	leave, err := d.o.Mail.LeaveURL(mail.Leaving{Workspace: t.ws, Kind: mail.Survey, Address: t.visitor.Address})
	if err != nil {
		return nil, err
	}
	lang, _ := t.v.Content.language(t.visitor.Languages)
	return func(ctx context.Context, tx *sqldb.WriteTx) error {
		if occasion != "" {
			if known, err := d.o.Mail.Knows(ctx, tx.Read(), t.ws, occasion); err != nil || known {
				return err
			}
		}
		draft := LinkDraft{Kind: MailLink, Name: cut(t.product, 200), By: by}
		link, err := d.store.openLink(ctx, tx, t.ws, t.v.ID, draft, t.visitor.IDs[:min(len(t.visitor.IDs), maxLinkIDs)])
		if err != nil {
			return err
		}
		if occasion == "" {
			occasion = "survey:" + t.v.ID + ":" + link.ID
		}
		l := t.v.Content.letter(brand, lang, t.settings.Theme, traits, d.o.Mail.Root()+"/s/"+link.Token)
		l.To, l.Unsubscribe = t.visitor.Address, leave
		if t.visitor.Zone != nil {
			l.Zone = t.visitor.Zone.String()
		}
		return d.o.Mail.Queue(mail.Draft{Workspace: t.ws, Occasion: occasion, Kind: mail.Survey, About: t.v.ID, Reference: link.ID, Letter: l})(ctx, tx)
	}, nil
}

// ranked are reasons, the most frequent first.
func ranked(reasons map[Against]int) []Against {
	all := []Against{}
	for r, n := range reasons {
		r.People = n
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b Against) int {
		return cmp.Or(cmp.Compare(b.People, a.People), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Reason, b.Reason))
	})
	return all
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
