package survey

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"jejak/internal/event"
	"jejak/internal/follow"
	"jejak/internal/journey"
	"jejak/internal/mail"
	"jejak/internal/sqldb"
)

// PostmanOptions are what a Postman stands on.
type PostmanOptions struct {
	// Person is whose a subject is now.
	Person func(ws event.Workspace, s event.Subject) (event.Person, error)
	Logger *slog.Logger
}

// Postman mails surveys by themselves: it follows the events, keeps whom a trigger has happened to, and mails when the time has come.
// What it has kept survives a restart, and of each event one mail comes at most. Between Start and Stop it works.
type Postman struct {
	desk     *Desk
	o        PostmanOptions
	feed     follow.Feed
	follower *follow.Follower
	woken    chan struct{}

	mu   sync.Mutex
	stop context.CancelFunc // nil while stopped
	done chan struct{}
}

// NewPostman joins one; it does nothing before Start.
func NewPostman(desk *Desk, feed follow.Feed, o PostmanOptions) *Postman {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	p := &Postman{desk: desk, o: o, feed: feed, woken: make(chan struct{}, 1)}
	p.follower = follow.New(feed, "survey mail", p.read, follow.Options{SaveEvery: 2 * time.Second, Logger: o.Logger})
	if desk.o.Mail != nil {
		desk.o.Mail.OnSent(mail.Survey, desk.mailed)
		desk.o.Mail.OnDue(mail.Survey, desk.quietAt)
	}
	return p
}

// Start begins with the events that come from now on, where it has never run before: nobody is mailed because of what happened before
// there was mail. A started Postman is left alone.
func (p *Postman) Start() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stop != nil {
		return nil
	}
	if seq, err := p.feed.Cursor("survey mail"); err != nil {
		return err
	} else if seq == 0 {
		if err := p.feed.SetCursor("survey mail", p.feed.LastSeq()); err != nil {
			return err
		}
	}
	if err := p.follower.Start(); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	p.stop, p.done = stop, make(chan struct{})
	go p.run(ctx, p.done)
	return nil
}

// Stop ends the work. A stopped Postman is left alone.
func (p *Postman) Stop(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stop == nil {
		return nil
	}
	if err := p.follower.Stop(ctx); err != nil {
		return err
	}
	p.stop()
	select {
	case <-p.done:
		p.stop = nil
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

const (
	roundEvery = 15 * time.Second
	aRound     = 200
	lookAgain  = 15 * time.Minute // where what is against a mail may pass, and nothing says when
)

func (p *Postman) run(ctx context.Context, done chan struct{}) {
	defer close(done)
	ticker := time.NewTicker(roundEvery)
	defer ticker.Stop()
	for ctx.Err() == nil {
		if _, err := p.Round(ctx); err != nil && ctx.Err() == nil {
			p.o.Logger.Error("surveys wait to be mailed", "error", err)
		}
		more, err := p.desk.SendSome(ctx)
		if err != nil && ctx.Err() == nil {
			p.o.Logger.Error("a survey that is sent by hand waits", "error", err)
		}
		if more && err == nil { // between two batches, what is due by itself has its turn
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-p.woken:
		case <-p.desk.asked:
		}
	}
}

// watching is a survey that is mailed after an event.
type watching struct {
	id      string
	match   *journey.Matcher
	trigger *Trigger
}

// watched are the surveys of a workspace that are mailed by themselves.
func (p *Postman) watched(ctx context.Context, ws event.Workspace) (all []watching, err error) {
	known, err := p.desk.store.all(ctx)
	if err != nil {
		return nil, err
	}
	var defs *journey.Definitions
	for _, v := range known[ws] {
		if v.State != Running || !v.Content.Email.OnTrigger || v.Content.Targeting.Trigger == nil {
			continue
		}
		if defs == nil {
			d, err := p.desk.o.Definitions(ctx, ws)
			if err != nil {
				return nil, err
			}
			defs = &d
		}
		if m, err := journey.NewMatcher(v.Content.Targeting.Trigger.Event, defs.Touchpoints); err == nil { // else its rule has become invalid
			all = append(all, watching{id: v.ID, match: m, trigger: v.Content.Targeting.Trigger})
		}
	}
	return all, nil
}

// read keeps whom triggers have happened to.
func (p *Postman) read(ctx context.Context, changes []event.Change) error {
	type found struct {
		change event.Change
		by     watching
	}
	var kept []found
	byWorkspace := map[event.Workspace][]watching{}
	now := event.TimeOf(p.desk.o.Now())
	for _, c := range changes {
		if c.Event == nil {
			continue
		}
		all, looked := byWorkspace[c.Workspace]
		if !looked {
			var err error
			if all, err = p.watched(ctx, c.Workspace); err != nil {
				return err
			}
			byWorkspace[c.Workspace] = all
		}
		for _, w := range all {
			if w.match.Match(journey.FactsOf(c.Event)) && now < w.until(c.Event.Time) {
				kept = append(kept, found{c, w})
			}
		}
	}
	if len(kept) == 0 {
		return nil
	}
	return p.desk.store.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		for _, f := range kept {
			due := f.change.Event.Time + event.Time(f.by.trigger.Wait.Millis())
			_, err := tx.Exec(ctx, p.desk.store.statements.Get("insertDue"), f.change.Workspace, f.by.id, f.change.Seq, f.change.Subject.String(), due, f.by.until(f.change.Event.Time))
			if err != nil {
				return err
			}
		}
		tx.AfterCommit(p.wake)
		return nil
	})
}

// until is how long the survey stays due after an event.
func (w watching) until(at event.Time) event.Time {
	return at + event.Time(w.trigger.Wait.Millis()) + event.Time(cmp.Or(w.trigger.Until, defaultUntil).Millis())
}

func (p *Postman) wake() {
	select {
	case p.woken <- struct{}{}:
	default: // it is woken already
	}
}

type dueRow struct {
	ws      event.Workspace
	survey  string
	seq     uint64
	subject event.Subject
	due     event.Time
	until   event.Time
}

func scanDue(row sqldb.Scanner) (d dueRow, err error) {
	var subject string
	if err := row.Scan(&d.ws, &d.survey, &d.seq, &subject, &d.due, &d.until); err != nil {
		return d, err
	}
	return d, d.subject.UnmarshalText([]byte(subject))
}

// Round mails what has become due, and returns how many mails were queued. It is not called concurrently.
func (p *Postman) Round(ctx context.Context) (queued int, err error) {
	for ctx.Err() == nil {
		var rows []dueRow
		err := p.desk.store.db.Read(ctx, func(tx *sqldb.ReadTx) (err error) {
			rows, err = sqldb.All(ctx, tx, scanDue, p.desk.store.statements.Get("dueMails"), event.TimeOf(p.desk.o.Now()), aRound)
			return err
		})
		if err != nil {
			return queued, err
		}
		for _, row := range rows {
			sent, err := p.see(ctx, row)
			if err != nil && ctx.Err() == nil { // it must not hold up the others
				p.o.Logger.Error("a survey waits to be mailed", "workspace", row.ws, "survey", row.survey, "error", err)
				err = p.write(ctx, p.later(row, event.TimeOf(p.desk.o.Now().Add(lookAgain))))
			}
			if err != nil {
				return queued, err
			}
			if sent {
				queued++
			}
		}
		if len(rows) < aRound {
			break
		}
	}
	return queued, nil
}

// see decides on one: it is mailed, looked at again later, or let go.
func (p *Postman) see(ctx context.Context, row dueRow) (sent bool, err error) {
	t, traits, err := p.trial(ctx, row)
	if err != nil {
		return false, err
	}
	if t == nil {
		return false, p.write(ctx, p.letGo(row))
	}
	c, ok, err := t.against(ctx)
	if err != nil {
		return false, err
	}
	if ok {
		return true, p.desk.invite(ctx, t, envelope{
			traits: traits, occasion: fmt.Sprintf("trigger:%s:%d", row.survey, row.seq), batch: triggerBatch(row.survey),
		}, p.letGo(row), p.desk.store.unhold(row.ws, row.survey, t.visitor.Person))
	}
	if again := t.lookAgain(c); again != 0 && again < row.until {
		return false, p.write(ctx, p.later(row, again))
	}
	return false, p.write(ctx, p.letGo(row), p.desk.store.holdBack(row.ws, row.survey, t.visitor.Person, c))
}

func (p *Postman) write(ctx context.Context, steps ...sqldb.Step) error {
	return p.desk.store.db.Write(ctx, func(tx *sqldb.WriteTx) error { return tx.Run(ctx, steps...) })
}

// later has one looked at again; one that is not due any more by then is let go.
func (p *Postman) later(row dueRow, again event.Time) sqldb.Step {
	if again >= row.until {
		return p.letGo(row)
	}
	return func(ctx context.Context, tx *sqldb.WriteTx) error {
		_, err := tx.Exec(ctx, p.desk.store.statements.Get("postpone"), again, row.ws, row.survey, row.seq)
		return err
	}
}

// trial readies the look at one; nil where the survey is gone, or nobody is behind the event.
func (p *Postman) trial(ctx context.Context, row dueRow) (*trial, map[string]string, error) {
	known, err := p.desk.store.all(ctx)
	if err != nil {
		return nil, nil, err
	}
	i := slices.IndexFunc(known[row.ws], func(v Survey) bool { return v.ID == row.survey })
	if i < 0 || !known[row.ws][i].Content.Email.OnTrigger {
		return nil, nil, nil
	}
	person, err := p.o.Person(row.ws, row.subject)
	if err != nil || person.IsZero() {
		return nil, nil, err
	}
	indexed, err := p.desk.indexed(ctx, row.ws, person)
	if err != nil {
		return nil, nil, err
	}
	indexed.Person = person // also where the index does not know them yet
	defs, err := p.desk.o.Definitions(ctx, row.ws)
	if err != nil {
		return nil, nil, err
	}
	visitor, err := p.desk.addressee(row.ws, indexed, defs.Zone)
	if err != nil {
		return nil, nil, err
	}
	t, err := p.desk.trial(ctx, row.ws, &known[row.ws][i], visitor)
	return t, indexed.Traits, err
}

func (p *Postman) letGo(row dueRow) sqldb.Step {
	return func(ctx context.Context, tx *sqldb.WriteTx) error {
		_, err := tx.Exec(ctx, p.desk.store.statements.Get("deleteDue"), row.ws, row.survey, row.seq)
		return err
	}
}

// lookAgain is when what is against a mail may have passed; 0 is never.
func (t *trial) lookAgain(c Check) event.Time {
	at := func(name string) event.Time {
		var when event.Time
		if err := when.UnmarshalText([]byte(c.With[name])); err != nil {
			return 0
		}
		return max(when, event.TimeOf(t.now)+1)
	}
	switch c.Reason {
	case tooSoon:
		return at("due")
	case "shown_lately":
		return at("until")
	case "quiet_hours":
		return event.TimeOf(t.awake())
	case "mail_off":
		return event.TimeOf(t.now.Add(lookAgain))
	case "not_running":
		if t.v.State == Paused {
			return event.TimeOf(t.now.Add(lookAgain))
		}
	}
	return 0
}

// awake is when the quiet hours of now are over.
func (t *trial) awake() time.Time {
	zone := t.visitor.Zone
	if zone == nil {
		zone = time.UTC
	}
	if end := t.settings.quietUntil(t.now, zone); !end.IsZero() {
		return end
	}
	return t.now.Add(lookAgain)
}
