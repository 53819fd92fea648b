package survey

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/mail"
)

// Engine answers questions about people. It is called concurrently.
type Engine interface {
	// Ask answers a question.
	Ask(ctx context.Context, ws event.Workspace, q journey.Question, d journey.Definitions) (journey.Answer, error)
	// Members are those among within who are in a segment.
	Members(ctx context.Context, ws event.Workspace, s journey.Segment, within []event.Person, d journey.Definitions) (uint64, []event.Person, error)
}

// People tells who somebody is and what they did. It is called concurrently.
type People interface {
	// Of is the person of the first of these ids that is known.
	Of(ws event.Workspace, ids []event.ID) (p event.Person, ok bool, err error)
	// IDs are those of a person, the ones that tell people best first.
	IDs(ws event.Workspace, p event.Person) ([]event.ID, error)
	// Events calls fn with a person's events since a time, the latest first, while it returns true.
	Events(ctx context.Context, ws event.Workspace, p event.Person, since event.Time, fn func(*event.Event) bool) error
}

// Message is something to be told as an event. Its id is derived from what it tells, so that telling it again tells nothing new.
type Message struct {
	ID         string
	Name       string
	Channel    string
	Time       event.Time
	IDs        []event.ID
	Properties map[string]any
	URL        string
}

// DeskOptions are what a Desk stands on.
type DeskOptions struct {
	Engine      Engine
	People      People
	Definitions func(ctx context.Context, ws event.Workspace) (journey.Definitions, error)
	// Expand puts the rules of saved segments in the place of their ids. Faults: Invalid.
	Expand func(ctx context.Context, ws event.Workspace, q journey.Question) (journey.Question, error)
	// Read says how a text in a language feels; nil reads nothing.
	Read func(language, text string) Feeling
	// Mail sends invitations; nil sends none.
	Mail *mail.Outbox
	// Brand is what a workspace is called; it is asked for where something is mailed.
	Brand func(ctx context.Context, ws event.Workspace) (string, error)
	// Send takes messages in as events, durably.
	Send   func(ctx context.Context, ws event.Workspace, messages []Message) error
	Now    func() time.Time
	Logger *slog.Logger
}

// Desk puts surveys before people, takes their answers, tells them as events, and counts them. Between Start and Stop it tells;
// everything else works always.
type Desk struct {
	store *Store
	o     DeskOptions
	asked chan struct{} // a survey is to be sent by hand

	mu   sync.Mutex
	stop context.CancelFunc // nil while stopped
	done chan struct{}
}

// NewDesk joins a Desk; it tells nothing before Start.
func NewDesk(store *Store, o DeskOptions) *Desk {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &Desk{store: store, o: o, asked: make(chan struct{}, 1)}
}

// Visit is a page that somebody looks at.
type Visit struct {
	IDs       []event.ID
	URL       string
	Languages []string // that they read, the best first
}

// Next is the survey to put before a visitor now; of several, the one made first. Where it is nil, there is none, and wait is how long
// until the first one is due whose trigger is waiting; 0 where none waits, or where the visitor only says who they are.
func (d *Desk) Next(ctx context.Context, ws event.Workspace, visit Visit) (p *Public, wait time.Duration, err error) {
	known, err := d.store.all(ctx)
	if err != nil || len(visit.IDs) == 0 {
		return nil, 0, err
	}
	var visitor *Visitor
	for i := range known[ws] {
		v := &known[ws][i]
		if v.State != Running {
			continue
		}
		if visitor == nil { // nobody is looked for before there is something to ask
			if visitor, err = d.visitor(ws, visit); err != nil {
				return nil, 0, err
			}
		}
		t, err := d.trial(ctx, ws, v, visitor)
		if err != nil {
			return nil, 0, err
		}
		asked, due, err := t.asked(ctx)
		if err != nil {
			return nil, 0, err
		}
		if asked {
			p, err := d.put(ctx, t, visit)
			return &p, 0, err
		}
		if due > 0 && (wait == 0 || due < wait) {
			wait = due
		}
	}
	if wait > 0 { // tells when somebody did what is waited after
		ids := anonymous(visit.IDs)
		if len(ids) == 0 {
			return nil, 0, nil
		}
		if p, ok, err := d.o.People.Of(ws, ids); err != nil || !ok || p != visitor.Person {
			return nil, 0, err
		}
	}
	return nil, wait, nil
}

func (d *Desk) visitor(ws event.Workspace, visit Visit) (*Visitor, error) {
	v := &Visitor{IDs: visit.IDs, Languages: visit.Languages, Via: ViaWidget, URL: visit.URL}
	p, ok, err := d.o.People.Of(ws, visit.IDs)
	if err != nil || !ok {
		return v, err
	}
	v.Person = p
	return v, d.knownAs(ws, v)
}

// knownAs has a visitor's ids begin with those of the visit, followed by the person's other ones.
func (d *Desk) knownAs(ws event.Workspace, v *Visitor) error {
	ids, err := d.o.People.IDs(ws, v.Person)
	v.IDs = append(v.IDs[:len(v.IDs):len(v.IDs)], ids...)
	v.IDs = v.IDs[:min(len(v.IDs), knownIDs)]
	return err
}

func (d *Desk) trial(ctx context.Context, ws event.Workspace, v *Survey, visitor *Visitor) (*trial, error) {
	settings, err := d.store.Settings(ctx, ws)
	return &trial{d: d, ws: ws, v: v, visitor: visitor, settings: settings, now: d.o.Now()}, err
}

// put hands a visitor the ticket of a survey.
func (d *Desk) put(ctx context.Context, t *trial, visit Visit) (Public, error) {
	lang, _ := t.v.Content.language(visit.Languages)
	ticket := ticket{
		Workspace: t.ws, Survey: t.v.ID, Response: newToken(), Via: ViaWidget, IDs: visit.IDs, Issued: event.TimeOf(t.now),
		Language: lang, Product: cut(t.product, 200),
	}
	token, err := d.store.seal(ticket)
	if err != nil {
		return Public{}, err
	}
	traits, err := d.traits(ctx, t.ws, anonymous(visit.IDs))
	if err != nil {
		return Public{}, err
	}
	return t.v.Content.public(t.v.Name, lang, t.settings.Theme, traits).with(token, nil, &t.v.Content), nil
}

// anonymous are the ids that no stranger can guess. Anybody may say that they are a user: who only says so is told nothing of them.
func anonymous(ids []event.ID) (all []event.ID) {
	for _, id := range ids {
		if id.Type == event.AnonymousID {
			all = append(all, id)
		}
	}
	return all
}

// traits are those of the person of ids, none where nobody is known by them.
func (d *Desk) traits(ctx context.Context, ws event.Workspace, ids []event.ID) (map[string]string, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	p, ok, err := d.o.People.Of(ws, ids)
	if err != nil || !ok {
		return nil, err
	}
	row, err := d.indexed(ctx, ws, p)
	return row.Traits, err
}

// indexed is a person as the engine knows them; nothing where it does not yet.
func (d *Desk) indexed(ctx context.Context, ws event.Workspace, p event.Person) (row journey.PersonRow, err error) {
	defs, err := d.o.Definitions(ctx, ws)
	if err != nil {
		return row, err
	}
	got, err := d.o.Engine.Ask(ctx, ws, journey.Question{
		Kind: journey.KindPeople, Segment: &journey.Segment{People: []event.Person{p}}, People: &journey.People{Limit: 1},
	}, defs)
	if err == nil && got.Persons != nil && len(got.Persons.People) > 0 {
		row = got.Persons.People[0]
	}
	return row, err
}

// Why is every reason for which a person is asked a survey now, or not. Faults: NotFound.
func (d *Desk) Why(ctx context.Context, ws event.Workspace, id string, visitor Visitor) (out Decision, err error) {
	v, err := d.store.Get(ctx, ws, id)
	if err != nil {
		return out, err
	}
	if err := d.knownAs(ws, &visitor); err != nil {
		return out, err
	}
	defs, err := d.o.Definitions(ctx, ws)
	if err != nil {
		return out, err
	}
	if visitor.Zone == nil {
		visitor.Zone = defs.Zone
	}
	t, err := d.trial(ctx, ws, &v, &visitor)
	if err != nil {
		return out, err
	}
	return t.decision(ctx)
}

// Preview is a survey as people would see it, saved or not. Faults: Invalid.
func (d *Desk) Preview(ctx context.Context, ws event.Workspace, name string, c Content, lang string) (Public, error) {
	var f faults
	if c.check(&f); len(f.all) > 0 {
		return Public{}, fault.Coded(fault.InvalidFields("This survey cannot be shown yet.", f.all), "survey_not_shown")
	}
	settings, err := d.store.Settings(ctx, ws)
	if err != nil {
		return Public{}, err
	}
	lang, _ = c.language([]string{lang})
	p := c.public(name, lang, settings.Theme, nil).with("", nil, &c)
	p.Preview = true
	return p, nil
}

// Look is the survey of a token, in the language asked for or else the best for the Accept-Language header of a browser, with what
// was answered so far. Faults: NotFound; Gone reports a single response that is finished.
func (d *Desk) Look(ctx context.Context, token, lang, header string) (p Public, err error) {
	t, err := d.store.ticket(ctx, token)
	if err != nil {
		return p, err
	}
	v, r, c, err := d.store.responseOf(ctx, t)
	if err != nil {
		return p, err
	}
	if !t.opens(v.State, r.begun != 0) {
		return p, gone()
	}
	if t.single && r.finished != 0 {
		return p, finished()
	}
	settings, err := d.store.Settings(ctx, t.Workspace)
	if err != nil {
		return p, err
	}
	traits, err := d.pipes(ctx, t)
	if err != nil {
		return p, err
	}
	wanted := []string{lang}
	if lang == "" {
		wanted = append([]string{r.lang}, readable(header)...)
		if r.lang == "" {
			wanted = wanted[1:]
		}
	}
	best, _ := c.language(wanted)
	if !t.single && !t.preview {
		t.Language = best
		if token, err = d.store.seal(t); err != nil {
			return p, err
		}
	}
	p = c.public(v.Name, best, settings.Theme, traits).with(token, &r, &c)
	p.Preview = t.preview
	return p, nil
}

// opens reports whether whoever has the ticket is still asked: who has begun goes on, who was asked in person is waited for while the
// survey is paused, and who has it before them may answer even if it has ended.
func (t ticket) opens(state State, begun bool) bool {
	switch {
	case t.preview || state == Running || begun:
		return true
	case state == Draft:
		return false
	}
	return t.Via == ViaWidget || t.single && state == Paused
}

// pipes are the traits that whoever has a ticket may see.
func (d *Desk) pipes(ctx context.Context, t ticket) (map[string]string, error) {
	ids := t.IDs
	if !t.Trusted {
		ids = anonymous(ids)
	}
	return d.traits(ctx, t.Workspace, ids)
}

// Answer takes what somebody says to the survey of a token. Faults: NotFound, Conflict (finished already).
func (d *Desk) Answer(ctx context.Context, token string, p Post) (Saved, error) {
	t, err := d.response(ctx, token)
	if err != nil {
		return Saved{}, err
	}
	if !t.preview {
		return d.store.answer(ctx, t, p, d.o.Read)
	}
	_, r, c, err := d.store.responseOf(ctx, t)
	if err != nil {
		return Saved{}, err
	}
	out := Saved{Ignored: r.merge(&c, p, event.TimeOf(d.o.Now()), nil)}
	out.Counted, out.Next = r.counted(&c), c.next(r.said(), p.Done)
	out.Finished = p.Done && out.Next == End
	return out, nil
}

// Seen notes that the survey of a token came before somebody's eyes; Dismissed that they put it away. Faults: NotFound.
func (d *Desk) Seen(ctx context.Context, token, url string) error {
	t, err := d.response(ctx, token)
	if err != nil || t.preview {
		return err
	}
	return d.store.see(ctx, t, cut(url, 2000))
}

// Dismissed notes that the survey of a token was put away. Faults: NotFound.
func (d *Desk) Dismissed(ctx context.Context, token string) error {
	t, err := d.response(ctx, token)
	if err != nil || t.preview {
		return err
	}
	return d.store.dismiss(ctx, t)
}

// response is the ticket of a token that stands for one response. An open link stands for none: its page asks for a ticket first.
func (d *Desk) response(ctx context.Context, token string) (ticket, error) {
	t, err := d.store.ticket(ctx, token)
	if _, sealed := d.store.unseal(token); err == nil && !sealed && !t.single && !t.preview {
		return t, fault.New(fault.Invalid, "This is the token of a link for anybody: look at the survey first, and answer with the token in it.")
	}
	return t, err
}
