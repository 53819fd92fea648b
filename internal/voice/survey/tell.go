package survey

import (
	"context"
	"slices"
	"strings"
	"time"

	"jejak/internal/event"
	"jejak/internal/sqldb"
)

// The names of the events that surveys become.
const (
	EventShown     = "Survey Shown"
	EventAnswered  = "Survey Answered"
	EventDismissed = "Survey Dismissed"
	EventReview    = "Product Reviewed" // as in the Segment specification, so that reviews of every source are one thing
)

const (
	tellAtOnce = 200
	tellAgain  = 30 * time.Second // what was claimed and not confirmed; also between looks for what has become due
)

// Start tells in the background what is answered. A started Desk is left alone.
func (d *Desk) Start() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stop != nil {
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	d.stop, d.done = stop, make(chan struct{})
	go d.run(ctx, d.done)
}

// Stop ends the telling; what is not told yet is told after the next Start. A stopped Desk is left alone.
func (d *Desk) Stop(ctx context.Context) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stop == nil {
		return nil
	}
	d.stop()
	select {
	case <-d.done:
		d.stop = nil
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (d *Desk) run(ctx context.Context, done chan struct{}) {
	defer close(done)
	ticker := time.NewTicker(tellAgain)
	defer ticker.Stop()
	for {
		if _, err := d.Tell(ctx); err != nil && ctx.Err() == nil {
			d.o.Logger.Error("answers wait to become events", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-d.store.woken:
		}
	}
}

// Tell makes events of all that is due, and returns how many. Each is sent at least once, under an id that the log knows again.
func (d *Desk) Tell(ctx context.Context) (told int, err error) {
	for {
		n, rows, err := d.tellSome(ctx)
		told += n
		if err != nil || rows < tellAtOnce {
			return told, err
		}
	}
}

// tellSome claims what is due of some responses, sends it, and confirms. What was claimed is fixed: a later answer to the same
// question is refused, so that a timeline and a list of responses never differ.
func (d *Desk) tellSome(ctx context.Context) (told, rows int, err error) {
	all, err := d.due(ctx)
	if err != nil || len(all) == 0 {
		return 0, 0, err
	}
	for i := range all {
		if err := d.place(ctx, &all[i]); err != nil {
			return 0, 0, err
		}
	}
	claimed, err := d.store.claim(ctx, all, event.TimeOf(d.o.Now()))
	if err != nil {
		return 0, 0, err
	}
	messages := map[event.Workspace][]Message{}
	for _, c := range claimed {
		messages[c.r.ws] = append(messages[c.r.ws], c.messages()...)
	}
	for ws, list := range messages {
		if err := d.o.Send(ctx, ws, list); err != nil {
			return told, 0, err
		}
		told += len(list)
	}
	return told, len(all), d.store.confirm(ctx, claimed, event.TimeOf(d.o.Now()))
}

func (d *Desk) due(ctx context.Context) (all []response, err error) {
	err = d.store.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		all, err = sqldb.All(ctx, tx, scanResponse, d.store.statements.Get("due"), event.TimeOf(d.o.Now()), tellAtOnce)
		return err
	})
	return all, err
}

// place finds out at which stage the person of a response stands, as far as it is known.
func (d *Desk) place(ctx context.Context, r *response) error {
	if r.stage != "" || r.begun == 0 {
		return nil
	}
	p, ok, err := d.o.People.Of(r.ws, r.ids)
	if err != nil || !ok {
		return err
	}
	row, err := d.indexed(ctx, r.ws, p)
	r.stage = row.Stage
	return err
}

// claim is a response of which some is being told.
type claim struct {
	v     Survey
	c     Content
	r     response
	names []string
}

// claim fixes what is told of responses. It reads them anew: more may have been said since.
func (s *Store) claim(ctx context.Context, all []response, now event.Time) (claims []claim, err error) {
	err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		claims = nil
		for _, found := range all {
			r, ok, err := sqldb.One(ctx, tx.Read(), scanResponse, s.statements.Get("response"), found.ws, found.id)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
			one := claim{r: r}
			if one.v, err = s.one(ctx, tx.Read(), r.ws, r.survey); err != nil {
				return err
			}
			if one.c, err = s.version(ctx, tx.Read(), r.ws, r.survey, r.version); err != nil {
				return err
			}
			one.names = r.untold(&one.c, now)
			if len(one.names) == 0 { // claimed before, and perhaps not sent
				one.names = slices.Clone(r.told)
			}
			one.r.told = append(one.r.told, r.untold(&one.c, now)...)
			if one.r.stage == "" {
				one.r.stage = found.stage
			}
			one.r.due = now + event.Time(tellAgain.Milliseconds())
			if err := s.putResponse(ctx, tx, "updateResponse", &one.r); err != nil {
				return err
			}
			claims = append(claims, one)
		}
		return nil
	})
	return claims, err
}

// confirm says that what was claimed is told.
func (s *Store) confirm(ctx context.Context, claims []claim, now event.Time) error {
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		for _, one := range claims {
			r, ok, err := sqldb.One(ctx, tx.Read(), scanResponse, s.statements.Get("response"), one.r.ws, one.r.id)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
			r.plan(&one.c, now)
			if err := s.putResponse(ctx, tx, "updateResponse", &r); err != nil {
				return err
			}
		}
		return nil
	})
}

// channelOf is the channel of what is answered on a way.
func channelOf(v Via) string {
	switch v {
	case ViaEmail:
		return "email"
	case ViaLink, ViaWidget:
		return "web"
	}
	return "other"
}

// messages are what is told of a response.
func (c *claim) messages() (all []Message) {
	for _, name := range c.names {
		m := Message{
			ID: "survey:" + c.r.id + ":" + name, Channel: channelOf(c.r.via), IDs: c.r.ids, URL: c.r.url,
			Properties: map[string]any{"survey_id": c.v.ID, "survey_name": c.v.Name, "response": c.r.id, "via": string(c.r.via)},
		}
		if c.r.url != "" {
			m.Properties["url"] = c.r.url
		}
		switch name {
		case toldShown:
			m.Name, m.Time = EventShown, c.r.shown
		case toldDismissed:
			m.Name, m.Time = EventDismissed, c.r.dismissed
		default:
			i := c.c.index(name)
			k, ok := c.r.answers[name]
			if i < 0 || !ok {
				continue
			}
			m.Name, m.Time = EventAnswered, k.At
			c.answer(&c.c.Questions[i], k, &m)
		}
		all = append(all, m)
	}
	return all
}

// answer writes what was said to one question.
func (c *claim) answer(q *Question, k kept, m *Message) {
	p := m.Properties
	g := c.c.given(q, k)
	set := func(name, value string) {
		if value != "" {
			p[name] = value
		}
	}
	p["question"], p["ask"], p["survey"] = q.ID, g.Ask, string(q.Kind)
	set("language", c.r.lang)
	set("stage", c.c.Stage)
	if c.c.Stage == "" {
		set("stage", c.r.stage)
	}
	set("touchpoint", c.c.Touchpoint)
	if k.Score != nil {
		p["score"] = *k.Score
		if _, high := q.scale(); q.Kind == Rating && high == 5 || q.Kind == Review {
			p["rating"] = *k.Score // on the scale of five that all ratings share
		}
	}
	if q.Kind == Choice || q.Kind == Matrix {
		set("choice", strings.Join(g.Labels, ", "))
		set("picked", picked(k.Answer))
	}
	for row, column := range k.Rows {
		p["matrix_"+row] = column
	}
	if k.Consent != nil && q.Kind == Consent {
		p["consent"] = *k.Consent
	}
	set("text", k.Text)
	if k.Text == "" {
		set("text", k.Other)
	}
	if f := k.Feeling; f.State != "" && f.State != "none" {
		p["feeling"] = f.State
		if f.Score != nil {
			p["sentiment"] = *f.Score
		}
		if f.Language != "" {
			p["language"] = f.Language
		}
	}
	if q.Kind == Review {
		m.Name = EventReview
		set("title", k.Title)
		set("product", c.r.product)
		if c.r.product == "" {
			set("product", q.Product)
		}
		p["public"] = k.Consent != nil && *k.Consent
	}
}

// picked are the ids of the chosen options, each between bars, so that one is found without finding another.
func picked(a Answer) string {
	all := slices.Clone(a.Choices)
	if a.Other != "" {
		all = append(all, otherOption)
	}
	if len(all) == 0 {
		return ""
	}
	return "|" + strings.Join(all, "|") + "|"
}

// given is an answer with the words that the question had then, in the survey's first language.
func (c *Content) given(q *Question, k kept) Given {
	say := func(t Text) string { return asRead(t[c.Languages[0]]) }
	g := Given{Answer: k.Answer, Kind: q.Kind, Ask: say(q.Title), Feeling: k.Feeling, At: k.At}
	if g.Feeling.State == "" {
		g.Feeling.State = "none"
	}
	for _, o := range q.Options {
		if slices.Contains(k.Choices, o.ID) {
			g.Labels = append(g.Labels, say(o.Label))
		}
	}
	if k.Other != "" {
		g.Labels = append(g.Labels, k.Other)
	}
	for _, row := range q.Rows {
		for _, column := range q.Columns {
			if k.Rows[row.ID] == column.ID {
				g.Labels = append(g.Labels, say(row.Label)+": "+say(column.Label))
			}
		}
	}
	return g
}
