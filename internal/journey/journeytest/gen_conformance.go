package journeytest

import (
	"cmp"
	"fmt"
	"strings"

	"jejak/internal/journey"
)

func (s *script) conformance(b *strings.Builder, a *journey.ConformanceAnswer) {
	fmt.Fprintf(b, "fits %d of %d, underway %d, left %d, strays %d\n", a.Fits.K, a.Fits.N, a.Underway.K, a.Left.K, a.Strays.K)
	t := a.Tokens
	fmt.Fprintf(b, "tokens p%d c%d m%d r%d, fitness %.3f, mean %.3f\n", t.Produced, t.Consumed, t.Missing, t.Remaining, t.Fitness, t.Mean)
	fmt.Fprintf(b, "alignment inserted %d, skipped %d, mean %.3f\n", a.Alignment.Inserted, a.Alignment.Skipped, a.Alignment.Mean)
	for _, d := range a.Deviations {
		fmt.Fprintf(b, "%s %s: %d of %d\n", d.Kind, called(d.Step, false), d.People.K, d.People.N)
	}
	for _, x := range a.Steps {
		fmt.Fprintf(b, "step %s: %d people, %d entries, %d exits, %d repeats", x.ID, x.People, x.Entries, x.Exits.K, x.Repeats.K)
		if x.Moves > 0 {
			fmt.Fprintf(b, ", median %s", span(x.Median))
		}
		fmt.Fprintln(b)
	}
	for _, list := range []struct {
		name  string
		edges []journey.ConformanceEdge
	}{{"drawn", a.Edges}, {"undrawn", a.Undrawn}} {
		for _, e := range list.edges {
			fmt.Fprintf(b, "%s %s > %s: %d of %d, %d passes, median %s, dependency %.3f\n", list.name, cmp.Or(e.From, "(begin)"), e.To, e.People.K, e.People.N, e.Passes, span(e.Median), e.Dependency)
		}
	}
	for _, v := range a.Variants {
		var steps []string
		for _, id := range v.Steps {
			steps = append(steps, cmp.Or(id, "(off)"))
		}
		fmt.Fprintf(b, "variant %s: %d people, %d fit, %d underway, %d left, %d stray\n", strings.Join(steps, " > "), v.People, v.Fits, v.Underway, v.Left, v.Strays)
	}
	fmt.Fprintf(b, "%d variants, %d people in others\n", a.Varied, a.Other.People)
	if d := a.Discovery; d != nil {
		fmt.Fprintf(b, "proposed for %d people\n", d.People)
		for _, x := range d.Steps {
			fmt.Fprintf(b, "propose %s: %d of %d, %d events\n", x.Touchpoint, x.People.K, x.People.N, x.Events)
		}
		for _, e := range d.Edges {
			fmt.Fprintf(b, "propose %s > %s: %d of %d, %d passes, dependency %.3f\n", cmp.Or(e.From, "(begin)"), e.To, e.People.K, e.People.N, e.Passes, e.Dependency)
		}
	}
}

// conformance draws any map that leads to an end.
func (g *Gen) conformance(q *journey.Question) {
	c := &journey.Conformance{
		Unmatched: pick(g, []string{"", "ignore", "count"}), CollapseRepeats: g.IntN(2) == 0, Top: pick(g, []int{0, 1, 3, 100}),
		Window: journey.Duration(g.IntN(4)) * journey.Duration(60*3600e9),
	}
	n := 1 + g.IntN(5)
	id := func(i int) string { return string(rune('a' + i)) }
	if g.IntN(6) == 0 { // steps that nobody makes push the others behind the bits of a word and the first letters of an alphabet
		for i := range pick(g, []int{58, 125, 300}) {
			c.Steps = append(c.Steps, journey.DrawnStep{ID: fmt.Sprint("none ", i), Rule: journey.Filter{Event: journey.Names{"Never"}}})
		}
	}
	for i := range n {
		c.Steps = append(c.Steps, journey.DrawnStep{ID: id(i), Rule: g.filter(1)})
		if g.IntN(3) == 0 && i+1 < n {
			c.Edges = append(c.Edges, journey.DrawnEdge{From: id(i), To: id(i + 1)}, journey.DrawnEdge{From: id(i), To: id(g.IntN(n))})
		}
	}
	for i := range n {
		if g.IntN(5) == 0 {
			c.Start = append(c.Start, id(i))
		}
	}
	if g.IntN(3) == 0 {
		c.End = journey.Names{id(n - 1), id(g.IntN(n))}
	}
	if g.IntN(3) == 0 {
		share, sure := float64(g.IntN(5))/8, float64(g.IntN(5))/2-1
		c.Discover = &journey.Discover{MinPeople: &share, Dependency: &sure}
		if g.IntN(3) == 0 {
			c.Steps, c.Edges, c.Start, c.End = nil, nil, nil, nil
		}
	}
	q.Kind, q.Conformance = journey.KindConformance, c
}

func (g *Gen) conformanceCell(c *journey.Cell, a *journey.ConformanceAnswer) {
	edge := func(list []journey.ConformanceEdge) {
		if len(list) > 0 {
			e := pick(g, list)
			c.From, c.To = &e.From, &e.To
		}
	}
	switch g.IntN(9) {
	case 0:
		c.Outcome = pick(g, []string{"fits", "underway", "left", "strays"})
	case 1:
		edge(a.Edges)
	case 2:
		edge(a.Undrawn)
	case 3:
		if len(a.Steps) > 0 {
			id := pick(g, a.Steps).ID
			c.From, c.Outcome = &id, pick(g, []string{"", "exit", "repeat"})
		}
	case 4, 5:
		if len(a.Deviations) > 0 {
			d := pick(g, a.Deviations)
			c.Part, c.Item = d.Kind, &d.Step
		}
	case 6:
		if c.Other = g.IntN(2) == 0; !c.Other && len(a.Variants) > 0 {
			c.Path = pick(g, a.Variants).Steps
		}
	case 7:
		if d := a.Discovery; d != nil && len(d.Edges) > 0 {
			e := pick(g, d.Edges)
			c.Part, c.From, c.To = "discover", &e.From, &e.To
		} else if d != nil && len(d.Steps) > 0 {
			c.Part, c.Touch = "discover", pick(g, d.Steps).Touchpoint
		}
	}
}
