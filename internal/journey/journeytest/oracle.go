// Package journeytest says what right answers are: an oracle that is too simple to be wrong, generators of events and
// questions, and a suite that every journey.Engine has to pass.
package journeytest

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
)

// Oracle answers from a Log by walking each person's events in a plain list, as the definitions say, with no care for speed.
type Oracle struct{ log *Log }

// NewOracle reads log at each question.
func NewOracle(log *Log) *Oracle { return &Oracle{log} }

// fact is an event as the oracle walks it.
type fact struct {
	*journey.Facts
	time int64
	seq  uint64
	ids  []event.ID
}

// person is one person with all events by (time, seq).
type person struct {
	id    event.Person
	all   []*fact
	seen  []*fact // of all, those in the range that pass the question's filter
	value string  // of a breakdown by trait
}

// asking is one question over one range and segment.
type asking struct {
	q      journey.Question
	d      journey.Definitions
	span   journey.Span
	zone   *time.Location
	people []*person // in the segment
	rest   []*person // the others
	touch  *journey.TouchpointMatcher
	ans    journey.Answer
	rank   *ranking

	cell *journey.Cell
	hits map[event.Person]bool
}

// Schema counts everything.
func (o *Oracle) Schema(_ context.Context, ws event.Workspace) (journey.Schema, error) {
	people, last := o.read(ws)
	return schemaOf(people, last), nil
}

// Ask answers a question.
func (o *Oracle) Ask(_ context.Context, ws event.Workspace, q journey.Question, d journey.Definitions) (journey.Answer, error) {
	if err := journey.Validate(q, d); err != nil {
		return journey.Answer{}, err
	}
	q = q.WithDefaults()
	if q.Kind == journey.KindPeople {
		return o.persons(ws, q, d)
	}
	a, err := o.ask(ws, q, d, nil)
	if err != nil {
		return a.ans, err
	}
	if q.Compare != nil {
		b, err := o.ask(ws, other(q), d, nil)
		if err != nil {
			return a.ans, err
		}
		a.ans.Compare = &b.ans
	}
	return a.ans, nil
}

// other is the question that a comparison asks.
func other(q journey.Question) journey.Question {
	if q.Compare.Range != nil {
		q.Range = *q.Compare.Range
	} else {
		q.Segment = q.Compare.Segment
	}
	q.Compare = nil
	return q
}

func (o *Oracle) read(ws event.Workspace) ([]*person, uint64) {
	o.log.mu.Lock()
	defer o.log.mu.Unlock()
	byID := map[event.Person]*person{}
	for k, list := range o.log.events {
		if k.ws != ws {
			continue
		}
		id := o.log.owner[k]
		p := byID[id]
		if p == nil {
			p = &person{id: id}
			byID[id] = p
		}
		for _, e := range list {
			p.all = append(p.all, &fact{journey.FactsOf(e), int64(e.Time), e.Seq, e.IDs})
		}
	}
	var people []*person
	for _, p := range byID {
		slices.SortFunc(p.all, func(a, b *fact) int { return cmp.Or(cmp.Compare(a.time, b.time), cmp.Compare(a.seq, b.seq)) })
		people = append(people, p)
	}
	slices.SortFunc(people, func(a, b *person) int { return slices.Compare(a.id[:], b.id[:]) })
	return people, uint64(len(o.log.changes))
}

func (o *Oracle) ask(ws event.Workspace, q journey.Question, d journey.Definitions, cell *journey.Cell) (*asking, error) {
	if everyone, groups := q.Split(); groups != nil {
		return o.groups(ws, q, everyone, groups, d)
	}
	a := &asking{q: q, d: d, zone: d.Zone, cell: cell, hits: map[event.Person]bool{}}
	if a.zone == nil {
		a.zone = time.UTC
	}
	var err error
	if a.span, err = q.Range.Resolve(d.Zone, d.Now); err != nil {
		return a, err
	}
	if a.touch, err = journey.NewTouchpointMatcher(d.Touchpoints); err != nil {
		return a, err
	}
	people, last := o.read(ws)
	a.ans = journey.Answer{Kind: q.Kind, AsOf: last}
	a.ans.From, a.ans.To = a.span.Times()
	seen := a.matcher(q.Filter)
	for _, p := range people {
		if q.Segment != nil && !a.member(p, *q.Segment) {
			a.rest = append(a.rest, p)
			continue
		}
		for _, e := range p.all {
			if a.span.Has(event.Time(e.time)) && seen(e) {
				p.seen = append(p.seen, e)
			}
		}
		if b := q.Breakdown; b != nil && b.By == "trait" {
			p.value, _ = trait(p, b.Property, a.span.To)
		}
		a.people = append(a.people, p)
	}
	a.d = q.Staged(d) // the segment was of the workspace's own stages
	switch q.Kind {
	case journey.KindTrend:
		err = a.trend()
	case journey.KindFunnel:
		a.funnel()
	case journey.KindPaths:
		a.paths()
	case journey.KindRetention:
		err = a.retention()
	case journey.KindStages:
		err = a.stages()
	case journey.KindTouchpoints:
		a.touchpoints()
	case journey.KindFriction:
		err = a.friction()
	case journey.KindAttribution:
		err = a.attribution()
	case journey.KindAudience:
		a.audience()
	case journey.KindValue:
		err = a.worth()
	case journey.KindDrivers:
		err = a.drivers()
	case journey.KindContent:
		a.content()
	case journey.KindConformance:
		a.conformance()
	case journey.KindCoverage:
		a.coverage()
	}
	a.ans.Annotate(d)
	return a, err
}

// groups answers for everyone and for each group.
func (o *Oracle) groups(ws event.Workspace, q, everyone journey.Question, groups []journey.Question, d journey.Definitions) (*asking, error) {
	a, err := o.ask(ws, everyone, d, nil)
	if err != nil {
		return a, err
	}
	var parts []*journey.Answer
	for _, g := range groups {
		part, err := o.ask(ws, g, d, nil)
		if err != nil {
			return part, err
		}
		parts = append(parts, &part.ans)
	}
	a.ans.Join(q, parts)
	return a, nil
}

func (a *asking) matcher(f *journey.Filter) func(*fact) bool {
	if f == nil {
		return func(*fact) bool { return true }
	}
	m, err := journey.NewMatcher(*f, a.d.Touchpoints)
	if err != nil {
		panic("BUG: an invalid filter passed validation: " + err.Error()) //nolint:forbidigo // a test helper
	}
	return func(e *fact) bool { return m.Match(e.Facts) }
}

func trait(p *person, path string, before int64) (value string, ok bool) {
	for _, e := range p.all {
		if e.time >= before {
			break
		}
		if v, has := e.Traits[path]; has {
			value, ok = v, true
		}
	}
	return value, ok
}

func (a *asking) member(p *person, s journey.Segment) bool {
	if s.Trait != nil {
		t, err := journey.NewTest(*s.Trait)
		if err != nil || !t.Match(trait(p, s.Trait.Property, a.span.To)) {
			return false
		}
	}
	if s.Did != nil && !a.did(p, s.Did) || s.Stage != nil && !a.stands(p, s.Stage) {
		return false
	}
	if s.People != nil && !slices.Contains(s.People, p.id) {
		return false
	}
	for _, sub := range s.All {
		if !a.member(p, sub) {
			return false
		}
	}
	if len(s.Any) > 0 && !slices.ContainsFunc(s.Any, func(sub journey.Segment) bool { return a.member(p, sub) }) {
		return false
	}
	return s.Not == nil || !a.member(p, *s.Not)
}

// count sets the answer's people and events, and remembers the ranking of a breakdown's values.
func (a *asking) count(counted func(*fact) bool) {
	freq := map[string]int{}
	for _, p := range a.people {
		n := 0
		for _, e := range p.seen {
			if counted(e) {
				n++
				v, _ := a.value(p, e)
				freq[v]++
			}
		}
		a.ans.Events += n
		if n > 0 {
			a.ans.People++
		}
	}
	top := 0
	if a.q.Breakdown != nil {
		top = a.q.Breakdown.Top
	}
	a.rank = rank(freq, top)
}

// ranking is the order of a breakdown's values, or of path names: the most frequent first, ties by name.
type ranking struct {
	names []string
	other bool // there are more
}

func rank(freq map[string]int, top int) *ranking {
	r := &ranking{}
	for v := range freq {
		r.names = append(r.names, v)
	}
	slices.SortFunc(r.names, func(x, y string) int { return cmp.Or(cmp.Compare(freq[y], freq[x]), strings.Compare(x, y)) })
	if len(r.names) > top {
		r.names, r.other = r.names[:top], true
	}
	return r
}

// of is the place of a value, len(names) for the rest.
func (r *ranking) of(v string) int {
	if i := slices.Index(r.names, v); i >= 0 {
		return i
	}
	return len(r.names)
}

func (r *ranking) groups() int {
	if r.other {
		return len(r.names) + 1
	}
	return len(r.names)
}

func (r *ranking) name(i int) (value string, other bool) {
	if i < len(r.names) {
		return r.names[i], false
	}
	return "", true
}

// value is an event's value of the breakdown; ok is false where it has none.
func (a *asking) value(p *person, e *fact) (string, bool) {
	b := a.q.Breakdown
	if b == nil {
		return "", true
	}
	switch b.By {
	case "property":
		v, ok := e.Value(b.Property)
		return v, ok && v != "" // an empty value is none
	case "trait":
		return p.value, p.value != ""
	case "channel":
		return e.Channel, e.Channel != ""
	case "source":
		return a.d.SourceName(e.Source), true
	case "touchpoint":
		if i := a.touch.Of(e.Facts); i >= 0 {
			return a.d.Touchpoints[i].ID, true
		}
		return "", false
	default:
		return e.Name, true
	}
}

// picks reports whether the cell asks for a value's group.
func (a *asking) picks(group int) bool {
	c := a.cell
	if a.q.Breakdown == nil || (c.Value == nil && !c.Other) {
		return true
	}
	if c.Other {
		return group == len(a.rank.names)
	}
	return group < len(a.rank.names) && a.rank.names[group] == *c.Value
}

func (a *asking) hit(p *person, when bool) {
	if when {
		a.hits[p.id] = true
	}
}

// intervals covers the range, from the first to the last counted event where it is open.
func (a *asking) intervals(interval string, counted func(*fact) bool) (journey.Intervals, error) {
	from, to := int64(math.MaxInt64), int64(math.MinInt64)
	for _, p := range a.people {
		for _, e := range p.seen {
			if counted(e) {
				from, to = min(from, e.time), max(to, e.time+1)
			}
		}
	}
	if a.span.From != math.MinInt64 {
		from = a.span.From
	}
	if a.span.To != math.MaxInt64 {
		to = a.span.To
	}
	v, err := journey.IntervalsOf(interval, from, to, a.zone)
	if err != nil {
		return v, fault.InvalidFields("This question cannot be answered as it is.", []fault.Field{{Name: "range", Message: err.Error()}})
	}
	return v, nil
}

func asTimes(ms []int64) []event.Time {
	out := make([]event.Time, len(ms))
	for i, t := range ms {
		out[i] = event.Time(t)
	}
	return out
}
