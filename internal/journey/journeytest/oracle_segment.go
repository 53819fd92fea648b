package journeytest

import (
	"context"
	"math/big"
	"slices"
	"time"

	"jejak/internal/event"
	"jejak/internal/journey"
)

// did says whether a person did it, often enough, long enough ago, with the last value and the sum that are asked for.
func (a *asking) did(p *person, d *journey.Did) bool {
	span := a.span
	if d.Range != nil {
		span, _ = d.Range.Resolve(a.zone, a.d.Now)
	}
	match := a.matcher(&d.Event)
	done := slices.DeleteFunc(slices.Clone(p.all), func(e *fact) bool { return !span.Has(event.Time(e.time)) || !match(e) })
	n := len(done)
	if d.Count == "days" {
		days := map[string]bool{}
		for _, e := range done {
			days[time.UnixMilli(e.time).In(a.zone).Format(time.DateOnly)] = true
		}
		n = len(days)
	}
	if n < max(1, d.AtLeast) {
		return false
	}
	last := done[len(done)-1]
	if d.Quiet != 0 && last.time > d.QuietBefore(span, a.d.Now) {
		return false
	}
	if d.Latest != nil {
		if t, err := journey.NewTest(*d.Latest); err != nil || !t.Match(last.Value(d.Latest.Property)) {
			return false
		}
	}
	return d.Sum == nil || sumPasses(done, d.Sum)
}

func sumPasses(done []*fact, c *journey.Condition) bool {
	sum := new(big.Float).SetPrec(4000)
	for _, e := range done {
		if text, ok := e.Value(c.Property); ok {
			if f, ok := journey.Number(text); ok {
				sum.Add(sum, big.NewFloat(f))
			}
		}
	}
	total, _ := sum.Float64()
	t, err := journey.NewTest(*c)
	return err == nil && t.MatchNumber(total)
}

// stands says whether a person stands in one of the stages.
func (a *asking) stands(p *person, s *journey.Standing) bool {
	q := journey.Question{Kind: journey.KindStages, Stages: &journey.Stages{Model: s.Model}}
	own := &asking{q: q, d: a.d, zone: a.zone, span: journey.Everything}
	model := q.Model(a.d)
	var entries []func(*fact) bool
	for _, st := range model.Stages {
		entries = append(entries, own.matcher(&st.Entry))
	}
	at := ""
	for _, m := range own.walk(p, journey.Until(a.span, a.d.Now), entries, everything) {
		at = journey.Lapsed
		if m.to >= 0 {
			at = model.Stages[m.to].ID
		}
	}
	return slices.Contains(s.In, at)
}

// Members are the people of a segment, by id; within, where it is not nil, are the only ones looked at.
func (o *Oracle) Members(
	_ context.Context, ws event.Workspace, s journey.Segment, within []event.Person, d journey.Definitions,
) (uint64, []event.Person, error) {
	if err := journey.Validate(journey.Question{Kind: journey.KindPeople, Segment: &s}, d); err != nil {
		return 0, nil, err
	}
	a := &asking{d: d, zone: d.Zone, span: journey.Everything}
	if a.zone == nil {
		a.zone = time.UTC
	}
	people, last := o.read(ws)
	var members []event.Person
	for _, p := range people {
		if (within == nil || slices.Contains(within, p.id)) && a.member(p, s) {
			members = append(members, p.id)
		}
	}
	return last, members, nil
}

func (g *Gen) did() *journey.Did {
	d := &journey.Did{Event: g.filter(0), AtLeast: g.IntN(4)}
	if g.IntN(2) == 0 {
		r := g.rng()
		d.Range = &r
	}
	if g.IntN(4) == 0 {
		d.Count = "days"
	}
	if g.IntN(4) == 0 {
		d.Quiet = journey.Duration(pick(g, []time.Duration{time.Hour, 24 * time.Hour, 200 * time.Hour}))
	}
	if g.IntN(4) == 0 {
		c := g.condition(false)
		d.Latest = &c
	}
	if g.IntN(4) == 0 {
		d.Sum = &journey.Condition{Property: pick(g, []string{"price", "plan", "none"}), Op: pick(g, []journey.Op{journey.OpGte, journey.OpLt}), Value: pick(g, []any{5.0, 60.0, 0.0})}
	}
	return d
}

// Segment is any valid segment.
func (g *Gen) Segment() journey.Segment { return *g.segment(2) }
