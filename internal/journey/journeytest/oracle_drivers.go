package journeytest

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"jejak/internal/drivers"
	"jejak/internal/journey"
)

// drivers makes each person's row by the words of docs/questions/drivers.md; the statistics are those of package drivers.
func (a *asking) drivers() error { //nolint:unparam // as all kinds with files of their own
	q := a.q.Drivers
	span := a.span.Observed(a.d)
	end := span.To
	if end == math.MaxInt64 && a.d.Now != 0 {
		end = int64(a.d.Now)
	}
	sample := drivers.NewSample(q, a.d)
	for _, p := range a.people {
		var seen []*fact
		for _, e := range p.seen {
			if e.time < span.To {
				seen = append(seen, e)
			}
		}
		if row, ok := a.driverRow(seen, end); ok {
			sample.Add(row)
			a.hit(p, a.cell != nil && drivers.Has(q, a.d, a.cell, row))
		}
	}
	a.ans.Drivers, a.ans.People, a.ans.Events = sample.Answer(), sample.People, sample.Did
	return nil
}

func (a *asking) driverRow(seen []*fact, end int64) (*drivers.Person, bool) {
	q := a.q.Drivers
	if len(seen) == 0 {
		return nil, false
	}
	start, window := 0, false
	if q.Anchor != nil {
		if start = slices.IndexFunc(seen, a.matcher(q.Anchor)); start < 0 {
			return nil, false
		}
		window = q.Window != 0
	}
	last := seen[start].time + q.Window.Millis()
	row, did, outcome := &drivers.Person{}, -1, a.matcher(&q.Outcome)
	for i, e := range seen {
		if did < 0 && i >= start && outcome(e) && (!window || e.time <= last) {
			did = i
		}
	}
	row.Did = did >= 0
	row.Unfinished = window && did < 0 && last >= end
	var before []*fact
	for i, e := range seen {
		switch {
		case did >= 0 && i >= did:
		case window && did < 0 && e.time > last:
		case q.Until == "anchor" && i > start:
		default:
			before = append(before, e)
		}
	}
	row.Scores = make([]float64, len(q.Signals))
	for i, s := range q.Signals {
		match := a.matcher(&s.Filter)
		for _, e := range before {
			text, _ := e.Value(s.Property)
			if f, ok := journey.Number(text); ok && math.Abs(f) <= 1e15 && match(e) {
				row.Scores[i] = f
				row.Answered |= 1 << i
			}
		}
	}
	for i, t := range q.Points(a.d) {
		for _, e := range before {
			if at := a.touch.Of(e.Facts); at >= 0 && a.d.Touchpoints[at].ID == t.ID {
				row.Used |= 1 << i
			}
		}
	}
	return row, true
}

func (s *script) drivers(b *strings.Builder, a *journey.DriversAnswer) {
	fmt.Fprintf(b, "%s: outcome %d of %d, %d unfinished, %d left out", a.State, a.Outcome.K, a.Outcome.N, a.Unfinished, a.LeftOut)
	if a.Needed > 0 {
		fmt.Fprintf(b, ", %d needed", a.Needed)
	}
	fmt.Fprintln(b)
	for _, g := range a.Signals {
		fmt.Fprintf(b, "%s: %d answered, mean %.3g, with %.3g, without %.3g\n", g.Name, g.Answered, g.Mean, g.With, g.Without)
	}
	for _, d := range a.Drivers {
		fmt.Fprintf(b, "%s %s (%s): %d people", d.Part, d.Item, d.Factor, d.People)
		if d.Excluded != "" {
			fmt.Fprintf(b, ", %s", d.Excluded)
		}
		if a.State == "ok" && d.Excluded == "" {
			fmt.Fprintf(b, ", odds %.3g (%.3g to %.3g) per %s, share %.0f%%", d.Odds.Value, d.Odds.Low, d.Odds.High, d.Per, 100*d.Share)
		}
		fmt.Fprintln(b)
	}
}

// drivers asks what hangs together with an outcome.
func (g *Gen) drivers(q *journey.Question) {
	d := &journey.Drivers{Outcome: g.filter(1), Anchor: g.maybeFilter(2)}
	if d.Anchor != nil {
		d.Until = pick(g, []string{"", "outcome", "anchor"})
		d.Window = journey.Duration(g.IntN(3)) * journey.Duration(50*3600e9)
	}
	for i := range g.IntN(3) {
		d.Signals = append(d.Signals, journey.DriverSignal{
			Name: fmt.Sprint("s", i), Filter: g.filter(1), Property: pick(g, []string{"price", "plan", "ship.days"}), Kind: pick(g, []string{"", "nps", "ces", "sentiment"}),
		})
	}
	d.Touchpoints = pick(g, [][]string{nil, {"*"}, {"money", "home"}})
	q.Kind, q.Drivers = journey.KindDrivers, d
}

func (g *Gen) driversCell(c *journey.Cell) {
	item := ""
	switch c.Part = pick(g, []string{"", "sample", "unfinished", "left_out", "signal", "touchpoint"}); c.Part {
	case "signal":
		item = "s0"
	case "touchpoint":
		item = pick(g, []string{"shop", "money", "home"})
	}
	if item != "" {
		c.Item = &item
	}
	c.Outcome = pick(g, []string{"", "converted", "lost"})
}
