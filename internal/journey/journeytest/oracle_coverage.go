package journeytest

import (
	"fmt"
	"slices"
	"strings"

	"jejak/internal/event"
	"jejak/internal/journey"
)

// covering counts events, and the people who have them.
type covering struct {
	events int
	people map[event.Person]bool
}

func (c *covering) add(p *person) {
	if c.people == nil {
		c.people = map[event.Person]bool{}
	}
	c.people[p.id] = true
	c.events++
}

func (c *covering) told() journey.Covered {
	return journey.Covered{People: len(c.people), Events: c.events}
}

// coverage holds every event against every rule, and every two rules.
func (a *asking) coverage() {
	q, points := a.q.Coverage, a.d.Touchpoints
	ans := &journey.CoverageAnswer{Points: []journey.CoveredPoint{}, Overlaps: []journey.Overlap{}, Loose: []journey.LooseEvents{}}
	a.ans.Coverage = ans
	var rules []func(*fact) bool
	for i := range points {
		rules = append(rules, a.matcher(&points[i].Rule))
	}
	ids := make([]string, len(points), len(points)+1)
	place := map[string]int{"": len(points)}
	for i, p := range points {
		ids[i], place[p.ID] = p.ID, i
	}
	pairs := func(i, j int) bool { return i < j }
	if q.Rule == nil {
		a.count(func(*fact) bool { return true })
		a.caught(ans, rules)
	} else {
		rule := a.matcher(q.Rule)
		a.count(rule)
		rules, ids = append(rules, rule), append(ids, "")
		pairs = func(i, j int) bool { return i < j && j == len(points) }
	}
	for i := range rules {
		for j := range rules {
			if !pairs(i, j) {
				continue
			}
			var both covering
			kept := 0
			for _, p := range a.people {
				for _, e := range p.seen {
					if !rules[i](e) || !rules[j](e) {
						continue
					}
					both.add(p)
					kept += bit(a.touch.Of(e.Facts) == i)
					if c := a.cell; c != nil {
						a.hit(p, q.Rule != nil && c.Touch == ids[i] || c.From != nil && c.To != nil &&
							(*c.From == ids[i] && *c.To == ids[j] || *c.From == ids[j] && *c.To == ids[i]))
					}
				}
			}
			if both.events > 0 {
				ans.Overlaps = append(ans.Overlaps, journey.Overlap{First: ids[i], Second: ids[j], Covered: both.told(), Kept: kept})
			}
		}
	}
	if c := a.cell; c != nil && q.Rule != nil && c.Touch == "" {
		for _, p := range a.people {
			a.hit(p, slices.ContainsFunc(p.seen, rules[len(points)]))
		}
	}
	ans.Rank(func(id string) int { return place[id] }, q.Top)
}

// caught tells what each touchpoint matches and catches, and what none does.
func (a *asking) caught(ans *journey.CoverageAnswer, rules []func(*fact) bool) {
	points := a.d.Touchpoints
	matched, caught := make([]covering, len(points)), make([]covering, len(points))
	var loose covering
	kinds := map[[2]string]*covering{}
	c := a.cell
	for _, p := range a.people {
		for _, e := range p.seen {
			for i, rule := range rules {
				if rule(e) {
					matched[i].add(p)
					a.hit(p, c != nil && c.Touch == points[i].ID && c.Outcome == "matched")
				}
			}
			a.hit(p, c != nil && c.Touch == "" && c.Outcome == "" && c.Item == nil && c.From == nil)
			if i := a.touch.Of(e.Facts); i >= 0 {
				caught[i].add(p)
				a.hit(p, c != nil && c.Touch == points[i].ID && c.Outcome == "")
				continue
			}
			loose.add(p)
			k := [2]string{e.Name, e.Channel}
			if kinds[k] == nil {
				kinds[k] = &covering{}
			}
			kinds[k].add(p)
			a.hit(p, c != nil && (c.Outcome == "loose" || c.Item != nil && *c.Item == e.Name && c.Part == e.Channel))
		}
	}
	for i, p := range points {
		ans.Points = append(ans.Points, journey.CoveredPoint{ID: p.ID, Name: p.Name, Stage: p.Stage, Matched: matched[i].told(), Caught: caught[i].told()})
	}
	for k, n := range kinds {
		ans.Loose = append(ans.Loose, journey.LooseEvents{Event: k[0], Channel: k[1], Covered: n.told()})
	}
	ans.Uncaught = loose.told()
}

// coverage asks what rules catch, or what another rule has in common with them.
func (g *Gen) coverage(q *journey.Question) {
	q.Kind, q.Coverage = journey.KindCoverage, &journey.Coverage{Top: g.IntN(4)}
	if g.IntN(3) == 0 {
		f := g.filter(1)
		f.Touchpoint, f.All, f.Any, f.Not = nil, nil, nil, nil
		q.Coverage.Rule = &f
	}
}

func (g *Gen) coverageCell(c *journey.Cell, q *journey.Coverage, a *journey.CoverageAnswer) {
	touch := pick(g, []string{"shop", "money", "home"})
	if q.Rule != nil {
		c.Touch = pick(g, []string{"", touch})
		return
	}
	switch g.IntN(5) {
	case 0:
		c.Touch, c.Outcome = touch, pick(g, []string{"", "matched"})
	case 1:
		other := pick(g, []string{"shop", "money", "home"})
		c.From, c.To = &touch, &other
		if other == touch {
			c.From, c.To = nil, nil
		}
	case 2:
		c.Outcome = "loose"
	case 3:
		if len(a.Loose) > 0 {
			l := pick(g, a.Loose)
			c.Item, c.Part = &l.Event, l.Channel
		}
	}
}

func (s *script) coverage(b *strings.Builder, a *journey.CoverageAnswer) {
	told := func(c journey.Covered) string { return fmt.Sprintf("%d events of %d people", c.Events, c.People) }
	for _, p := range a.Points {
		fmt.Fprintf(b, "%s: matches %s, catches %s\n", p.ID, told(p.Matched), told(p.Caught))
	}
	for _, o := range a.Overlaps {
		fmt.Fprintf(b, "%s and %s: %s, %d kept by the first\n", o.First, called(o.Second, false), told(o.Covered), o.Kept)
	}
	for _, l := range a.Loose {
		fmt.Fprintf(b, "no touchpoint: %s by %s, %s\n", l.Event, called(l.Channel, false), told(l.Covered))
	}
	if a.Kinds > 0 {
		fmt.Fprintf(b, "%d kinds of events have none: %s\n", a.Kinds, told(a.Uncaught))
	}
}
