package journeytest

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"jejak/internal/event"
	"jejak/internal/journey"
)

// Gen makes events and questions from a seed. Worlds are small and full of ties, re-entries and odd values.
type Gen struct {
	*rand.Rand
	Zone  *time.Location
	burst burst
	apart byte // people and subjects of another number are others
}

// burst is what one subject clicks next, in the order in which it comes.
type burst struct {
	subject int
	clicks  []event.Event
}

// NewGen makes a generator.
func NewGen(seed uint64) *Gen {
	g := &Gen{Rand: rand.New(rand.NewPCG(seed, seed))} //nolint:gosec // tests want the same numbers again
	zones := []string{"UTC", "Europe/Berlin", "Asia/Jakarta", "America/New_York"}
	g.Zone, _ = time.LoadLocation(zones[g.IntN(len(zones))])
	return g
}

const genWorkspace = event.Workspace(7)

// genStart is shortly before clocks go forward in Berlin.
func genStart() time.Time { return time.Date(2026, 3, 20, 0, 0, 0, 0, time.UTC) }

var (
	genNames    = [...]string{"Page Viewed", "Product Viewed", "Cart", "Order", "Call"} //nolint:gochecknoglobals // fixed lists
	genChannels = [...]string{"web", "app", "store", ""}                                //nolint:gochecknoglobals // fixed lists
	genPlans    = [...]any{"free", "pro", 5, "5", 2.5, true, nil, "", "Pro"}            //nolint:gochecknoglobals // fixed lists
)

func pick[T any](g *Gen, list []T) T { return list[g.IntN(len(list))] }

func (g *Gen) person(i int) event.Person {
	var p event.Person
	p[0], p[1], p[14], p[15] = byte(i*37), byte(i*91), g.apart, byte(i)+1
	return p
}

func (g *Gen) subject(i int) event.Subject {
	var s event.Subject
	s[0], s[14], s[15] = byte(i), g.apart, 1
	return s
}

// Feed appends n changes: mostly events, some moves of a subject to another person.
func (g *Gen) Feed(log *Log, n int) {
	const people, subjects = 9, 14
	for range n {
		s := g.IntN(subjects)
		if g.IntN(20) == 0 && log.has(genWorkspace, g.subject(s)) {
			log.Move(genWorkspace, g.subject(s), g.person(g.IntN(people)))
			continue
		}
		if len(g.burst.clicks) == 0 && g.IntN(25) == 0 {
			g.burst = g.clicks(s)
		}
		e := g.event(s)
		if b := &g.burst; len(b.clicks) > 0 {
			s, e, b.clicks = b.subject, b.clicks[0], b.clicks[1:]
		}
		log.Add(genWorkspace, g.subject(s), g.person(s%people), e)
	}
}

func (l *Log) has(ws event.Workspace, s event.Subject) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, ok := l.owner[key{ws, s}]
	return ok
}

func (g *Gen) event(subject int) event.Event {
	e := event.Event{Type: event.Track, Name: pick(g, genNames[:]), Channel: pick(g, genChannels[:]), Source: event.Source(1 + g.IntN(3))}
	// Hours, some minutes: equal times are frequent.
	at := genStart().Add(time.Duration(g.IntN(40*24)) * time.Hour)
	if g.IntN(3) == 0 {
		at = at.Add(time.Duration(g.IntN(4)*20) * time.Minute)
	}
	if g.IntN(2) == 0 {
		at = genStart().Add(time.Duration(g.IntN(30)) * time.Hour)
	}
	e.Time = event.TimeOf(at)
	e.SetIDs([]event.ID{{Type: event.UserID, Value: fmt.Sprintf("user-%d", subject)}})
	props := map[string]any{}
	if g.IntN(3) > 0 {
		props["plan"] = pick(g, genPlans[:])
	}
	if g.IntN(2) == 0 {
		props["price"] = float64(g.IntN(1000)) / 10
	}
	if g.IntN(8) == 0 {
		props["price"] = "n/a"
	}
	if hour := at.Hour() % 4; props["price"] != nil && hour < 2 {
		props["currency"] = []string{"IDR", "USD"}[hour]
	}
	if g.IntN(6) == 0 {
		props["ship"] = map[string]any{"city": pick(g, []string{"Bandung", "台北", "Solo"}), "days": g.IntN(5)}
		props["items"] = []any{1, "two"}
		props["products"] = []any{map[string]any{"sku": "x"}, map[string]any{"sku": "y"}}
	}
	e.Properties = object(props)
	if g.IntN(2) == 0 {
		e.Context = object(map[string]any{
			"page": map[string]any{"path": pick(g, []string{"/", "/a", "/b"}), "hidden": 1}, "locale": "id",
			"timezone": pick(g, []string{"Asia/Jakarta", "America/New_York", "Asia/Jakarta", "Mars/Base", "Local", ""}),
		})
	}
	if g.IntN(6) == 0 {
		traits := map[string]any{"tier": pick(g, []any{"gold", "silver", 3, ""})}
		if g.IntN(2) == 0 {
			traits["city"] = pick(g, []string{"Bandung", "Solo"})
		}
		if g.IntN(3) == 0 {
			traits["timezone"] = pick(g, []string{"Asia/Tokyo", "America/New_York", "Mars/Base", ""})
		}
		e.Traits = object(traits)
	}
	return e
}

// clicks are some of a subject within about a second and about the same spot; some lie at the very edge, some have no place.
func (g *Gen) clicks(subject int) burst {
	b := burst{subject: subject}
	first := g.event(subject)
	for range 3 + g.IntN(3) {
		e := first
		e.Name, e.Channel = "Button Clicked", pick(g, []string{"store", "store", "web"})
		e.Time += event.Time(pick(g, []int64{0, 200, 500, 999, 1000, 1001}))
		x, y := "x", "y"
		if g.IntN(4) == 0 {
			x, y = "clientX", "clientY"
		}
		place := map[string]any{x: 100 + pick(g, []int{0, 0, 10, 30, 31}), y: pick(g, []any{200, 200, "205", 200.5})}
		if g.IntN(8) == 0 {
			delete(place, y)
		}
		e.Properties = object(place)
		b.clicks = append(b.clicks, e)
	}
	return b
}

func object(m map[string]any) []byte {
	b, err := json.Marshal(m)
	if err != nil {
		panic("BUG: " + err.Error()) //nolint:forbidigo // a test helper
	}
	return b
}

func (g *Gen) condition(traits bool) journey.Condition {
	paths := []string{"plan", "price", "ship.city", "ship.days", "context.page.path", "items", "products.length", "none"}
	if traits {
		paths = []string{"tier", "city", "none"}
	}
	c := journey.Condition{Property: pick(g, paths)}
	ops := []journey.Op{
		journey.OpEq, journey.OpNe, journey.OpIn, journey.OpNotIn, journey.OpGt, journey.OpGte, journey.OpLt, journey.OpLte,
		journey.OpBetween, journey.OpContains, journey.OpPrefix, journey.OpRegex, journey.OpExists, journey.OpNotExists,
	}
	c.Op = pick(g, ops)
	values := []any{"pro", "free", 5.0, "5", 2.5, true, "gold", "Solo", "/a", 50.0, 3.0}
	switch c.Op {
	case journey.OpEq, journey.OpNe:
		c.Value = pick(g, values)
	case journey.OpIn, journey.OpNotIn:
		c.Value = []any{pick(g, values), pick(g, values)}
	case journey.OpGt, journey.OpGte, journey.OpLt, journey.OpLte:
		c.Value = pick(g, []any{3.0, 50.0, "5"})
	case journey.OpBetween:
		c.Value = []any{2.0, 60.0}
	case journey.OpContains, journey.OpPrefix:
		c.Value = pick(g, []any{"P", "o", "5", "/"})
	case journey.OpRegex:
		c.Value = pick(g, []any{"^[a-z]+$", "o$", "5"})
	}
	return c
}

func (g *Gen) filter(depth int) journey.Filter {
	f := journey.Filter{}
	if g.IntN(5) > 0 {
		f.Event = append(f.Event, pick(g, genNames[:]))
		if g.IntN(4) == 0 {
			f.Event = append(f.Event, pick(g, genNames[:]))
		}
	}
	if g.IntN(8) == 0 {
		f.Channel = journey.Names{pick(g, genChannels[:3])}
	}
	if g.IntN(10) == 0 {
		f.Source = journey.Names{"2"}
	}
	if g.IntN(10) == 0 {
		f.Touchpoint = journey.Names{pick(g, []string{"shop", "money"})}
	}
	if g.IntN(4) == 0 {
		f.Where = append(f.Where, g.condition(false))
	}
	if depth > 0 {
		switch g.IntN(10) {
		case 0:
			f.All = []journey.Filter{g.filter(depth - 1)}
		case 1:
			f.Any = []journey.Filter{g.filter(depth - 1), g.filter(depth - 1)}
		case 2:
			not := g.filter(depth - 1)
			f.Not = &not
		}
	}
	return f
}

func (g *Gen) maybeFilter(oneIn int) *journey.Filter {
	if g.IntN(oneIn) > 0 {
		return nil
	}
	f := g.filter(1)
	return &f
}

func (g *Gen) rng() journey.Range {
	switch g.IntN(6) {
	case 0:
		return journey.Range{From: "2026-03-20", To: "2026-03-22"}
	case 1:
		return journey.Range{From: "2026-03-21T05:00:00Z"}
	case 2:
		return journey.Range{To: "2026-04-05"}
	case 3:
		return journey.Range{
			Last: journey.Duration(time.Duration(1+g.IntN(20)) * 24 * time.Hour), Ago: journey.Duration(time.Duration(g.IntN(3)*g.IntN(20)) * 24 * time.Hour),
		}
	case 4:
		return journey.Range{From: "2026-03-25", To: "2026-04-25"}
	}
	return journey.Range{}
}

func (g *Gen) segment(depth int) *journey.Segment {
	s := &journey.Segment{}
	switch g.IntN(7) {
	case 0, 1:
		c := g.condition(true)
		s.Trait = &c
	case 2, 3:
		s.Did = g.did()
	case 5:
		s.Stage = &journey.Standing{In: journey.Names{pick(g, []string{"a", "lapsed", "", "a"}), "lapsed"}[:1+g.IntN(2)]}
		if g.IntN(3) == 0 {
			s.Stage.Model = g.model()
		}
	case 4:
		s.People = []event.Person{g.person(1), g.person(2), g.person(5), g.person(77)}
	}
	if depth > 0 {
		switch g.IntN(4) {
		case 0:
			s.All = []journey.Segment{*g.segment(depth - 1), *g.segment(depth - 1)}
		case 1:
			s.Any = []journey.Segment{*g.segment(depth - 1), *g.segment(depth - 1)}
		case 2:
			s.Not = g.segment(depth - 1)
		}
	}
	return s
}

// Definitions are touchpoints, a stage model and a moment.
func (g *Gen) Definitions() journey.Definitions {
	now := genStart().Add(time.Duration(g.IntN(45*24)) * time.Hour)
	d := journey.Definitions{Zone: g.Zone, Now: event.TimeOf(now), Sources: map[event.Source]string{1: "Website", 2: "Shop"}}
	d.Touchpoints = []journey.Touchpoint{
		{ID: "shop", Name: "Shop visit", Stage: "a", Rule: journey.Filter{Channel: journey.Names{"store"}}},
		{ID: "money", Name: "Payment", Stage: "c", Rule: journey.Filter{Event: journey.Names{"Order", "Cart"}}},
		{ID: "home", Name: "Home", Stage: "a", Rule: journey.Filter{Where: []journey.Condition{
			{Property: "context.page.path", Op: journey.OpEq, Value: "/"},
		}}},
	}
	d.Stages = *g.model()
	return d
}

func (g *Gen) model() *journey.StageModel {
	m := &journey.StageModel{}
	for i, id := range []string{"a", "b", "c", "d"}[:1+g.IntN(4)] {
		f := g.filter(0)
		f.Event = journey.Names{genNames[i]}
		m.Stages = append(m.Stages, journey.Stage{ID: id, Name: id, Entry: f, Times: g.IntN(3)})
	}
	m.Window = journey.Duration(time.Duration(g.IntN(5)) * 24 * time.Hour)
	m.Lapse = journey.Duration(time.Duration(g.IntN(4)) * 20 * time.Hour)
	return m
}

// Question is any valid question.
func (g *Gen) Question() journey.Question {
	q := journey.Question{Range: g.rng(), Filter: g.maybeFilter(5)}
	if g.IntN(3) == 0 {
		q.Segment = g.segment(2)
	}
	if g.IntN(6) == 0 {
		q.Compare = &journey.Compare{Segment: g.segment(1)}
		if g.IntN(2) == 0 {
			r := g.rng()
			q.Compare = &journey.Compare{Range: &r}
		}
	}
	if more := g.kinds(); len(more) > 0 && g.IntN(2) == 0 {
		pick(g, more)(&q)
		return q
	}
	switch g.IntN(6) {
	case 0:
		q.Kind, q.Trend = journey.KindTrend, &journey.Trend{Measure: pick(g, []string{"", "events", "people", "sum", "mean"})}
		if q.Trend.Measure == "sum" || q.Trend.Measure == "mean" {
			q.Trend.Property = "price"
		}
		q.Trend.Interval = pick(g, []string{"", "hour", "day", "week", "month"})
		q.Breakdown = g.breakdown()
	case 1:
		q.Kind, q.Paths = journey.KindPaths, g.paths()
	case 2:
		q.Kind, q.Retention = journey.KindRetention, &journey.Retention{
			Start: g.filter(1), Return: g.filter(1), Mode: pick(g, []string{"", "first", "recurring"}), Match: pick(g, []string{"", "on", "on_or_after"}),
			Period: pick(g, []string{"", "day", "week", "month"}), Periods: g.IntN(9),
		}
		if g.IntN(10) == 0 {
			q.Retention.Periods = 100
		}
		q.Breakdown = g.breakdown()
	case 3:
		q.Kind, q.Stages = journey.KindStages, &journey.Stages{Interval: pick(g, []string{"", "day", "week", "month"})}
		if g.IntN(2) == 0 {
			q.Stages.Model = g.model()
		}
	default:
		q.Kind, q.Funnel = journey.KindFunnel, g.funnel()
		q.Breakdown = g.breakdown()
		if q.Breakdown != nil {
			q.Breakdown.Attribution = pick(g, []string{"", "first", "last", "all", "step"})
			if q.Breakdown.Attribution == "step" {
				q.Breakdown.Step = 1 + g.IntN(len(q.Funnel.Steps))
			}
		}
	}
	return q
}

func (g *Gen) breakdown() *journey.Breakdown {
	if g.IntN(2) == 0 {
		return nil
	}
	b := &journey.Breakdown{By: pick(g, []string{"property", "trait", "channel", "source", "touchpoint", "event", "segment"}), Top: 1 + g.IntN(4)}
	switch b.By {
	case "property":
		b.Property = pick(g, []string{"plan", "price", "context.page.path", "none"})
	case "trait":
		b.Property = pick(g, []string{"tier", "city"})
	case "segment":
		for i := range 1 + g.IntN(3) {
			b.Segments = append(b.Segments, journey.Group{Value: fmt.Sprint("g", i), Segment: *g.segment(1)})
		}
	}
	return b
}

func (g *Gen) funnel() *journey.Funnel {
	f := &journey.Funnel{
		Untimed: g.IntN(4) == 0,
		Order:   pick(g, []string{"", "sequence", "strict", "any"}), Count: pick(g, []string{"", "person", "entry"}),
		Window: journey.Duration(pick(g, []time.Duration{0, time.Hour, 10 * time.Hour, 72 * time.Hour})),
	}
	for i := range 1 + g.IntN(4) {
		f.Steps = append(f.Steps, journey.Step{Filter: g.filter(1), Optional: i > 0 && g.IntN(4) == 0})
	}
	var required []int
	for i, s := range f.Steps {
		if !s.Optional {
			required = append(required, i+1)
		}
	}
	for range g.IntN(3) {
		x := journey.Exclusion{Filter: g.filter(0)}
		if n := len(required); n > 2 && f.Order != "any" && g.IntN(2) == 0 {
			i := g.IntN(n - 1)
			x.From, x.To = required[i], required[i+1+g.IntN(n-1-i)]
		}
		if len(required) > 1 {
			f.Exclusions = append(f.Exclusions, x)
		}
	}
	return f
}

func (g *Gen) paths() *journey.Paths {
	if g.IntN(6) == 0 { // engines may count next steps alone in a way of its own
		return &journey.Paths{
			Show: []string{"matrix"}, Top: g.IntN(5), By: pick(g, []string{"", "event", "touchpoint"}), Count: pick(g, []string{"", "pass"}),
		}
	}
	p := &journey.Paths{
		By: pick(g, []string{"", "event", "touchpoint", "channel"}), Depth: g.IntN(6), Container: pick(g, []string{"", "journey", "session"}),
		Gap: journey.Duration(time.Duration(g.IntN(4)) * time.Hour), Collapse: g.IntN(2) == 0, Top: g.IntN(5),
		Count: pick(g, []string{"", "person", "pass"}),
	}
	if g.IntN(3) == 0 {
		for range 1 + g.IntN(3) {
			p.Show = append(p.Show, pick(g, []string{"nodes", "edges", "matrix", "eventual", "top", "times"}))
		}
	}
	switch g.IntN(3) {
	case 0:
		f := g.filter(1)
		p.From = &f
	case 1:
		f := g.filter(1)
		p.To = &f
	}
	return p
}

// Cell is a question for the people of some cell of another question's answer.
func (g *Gen) Cell(of journey.Question, a journey.Answer) journey.Question {
	p := &journey.People{Of: &of, Sort: pick(g, []string{"", "first_seen", "events"}), Offset: g.IntN(2), Limit: 1 + g.IntN(20)}
	if g.IntN(4) == 0 {
		p.Search = pick(g, []string{"user-1", "GOLD", "an", "zzz"})
	}
	c := &journey.Cell{}
	if a.Compare != nil && g.IntN(2) == 0 {
		c.Compare = true
		a = *a.Compare
	}
	group := func(value string, other bool) {
		if of.Breakdown != nil && g.IntN(3) > 0 {
			c.Value, c.Other = &value, other
		}
	}
	switch of.Kind {
	case journey.KindTrend:
		if n := len(a.Trend.Starts); n > 0 && g.IntN(2) == 0 {
			c.At = a.Trend.Starts[g.IntN(n)]
		}
		if n := len(a.Trend.Series); n > 0 {
			s := a.Trend.Series[g.IntN(n)]
			group(s.Value, s.Other)
		}
	case journey.KindFunnel:
		c.Step, c.Outcome = g.IntN(len(of.Funnel.Steps)+1), pick(g, []string{"", "reached", "dropped", "converted"})
		if n := len(a.Funnel.Groups); n > 0 {
			f := a.Funnel.Groups[g.IntN(n)]
			group(f.Value, f.Other)
			if c.Outcome == "converted" && len(f.Histogram) > 0 && g.IntN(3) > 0 {
				from := strconv.FormatInt(pick(g, f.Histogram).From, 10)
				c.Item = &from
			}
		}
	case journey.KindPaths:
		g.pathsCell(c, a.Paths)
	case journey.KindRetention:
		if n := len(a.Retention.Cohorts); n > 0 && g.IntN(3) > 0 {
			c.At = a.Retention.Cohorts[g.IntN(n)].Start
		}
		if g.IntN(3) > 0 {
			k := g.IntN(5)
			c.Period = &k
		}
		if n := len(a.Retention.Groups); n > 0 {
			r := a.Retention.Groups[g.IntN(n)]
			group(r.Value, r.Other)
		}
	case journey.KindStages:
		g.stagesCell(c, a.Stages)
	case journey.KindAttribution:
		g.attributionCell(c, a.Attribution)
	case journey.KindContent:
		g.contentCell(c, a.Content)
	case journey.KindAudience:
		g.audienceCell(c, a.Audience)
	case journey.KindTouchpoints:
		g.touchpointsCell(c, a.Touchpoints)
	case journey.KindFriction:
		g.frictionCell(c, a.Friction)
	case journey.KindValue:
		g.valueCell(c, a.Value)
	case journey.KindDrivers:
		g.driversCell(c)
	case journey.KindConformance:
		g.conformanceCell(c, a.Conformance)
	case journey.KindCoverage:
		g.coverageCell(c, of.Coverage, a.Coverage)
	}
	p.Cell = c
	return journey.Question{Kind: journey.KindPeople, People: p}
}

func (g *Gen) pathsCell(c *journey.Cell, a *journey.PathsAnswer) {
	edges := a.Matrix
	switch g.IntN(6) {
	case 0:
		edges = a.Edges
	case 1:
		edges, c.Eventual = a.Eventual, true
	case 2:
		if len(a.Nodes) > 0 {
			n := pick(g, a.Nodes)
			c.Step, c.From = n.Step, &n.Name
			c.Outcome = pick(g, []string{"", "exit"})
			if c.Outcome != "" && g.IntN(3) == 0 {
				c.From = nil
			}
		}
		return
	case 3:
		return
	case 4:
		if len(a.Top) > 0 {
			c.Path = pick(g, a.Top).Names
		}
		return
	}
	if len(edges) > 0 {
		e := pick(g, edges)
		c.Step, c.From, c.To = e.Step, &e.From, &e.To
	}
}

func (g *Gen) stagesCell(c *journey.Cell, a *journey.StagesAnswer) {
	id := pick(g, a.Stages).ID
	switch g.IntN(5) {
	case 0:
		if len(a.Flows) > 0 {
			f := pick(g, a.Flows)
			c.From, c.To = &f.From, &f.To
		}
	case 1:
		if len(a.Starts) > 0 {
			c.At, c.From = pick(g, a.Starts), &id
		}
	case 2:
		c.Touch = pick(g, []string{"shop", "money", "home"})
	case 3:
		c.Outcome = "lapsed"
	default:
		c.From, c.Outcome = &id, pick(g, []string{"", "now", "entered", "moved", "stalled", "lapsed", "reentered"})
	}
}

// kinds are the questions with files of their own: each sets the question's kind and its part.
func (g *Gen) kinds() []func(*journey.Question) {
	return []func(*journey.Question){
		g.attribution,
		g.content,
		g.audience,
		g.touchpoints,
		g.friction,
		g.value,
		g.drivers,
		g.conformance,
		g.coverage,
	}
}
