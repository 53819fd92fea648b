package journeytest

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"jejak/internal/audience"
	"jejak/internal/event"
	"jejak/internal/journey"
)

func (a *asking) audience() {
	q := a.q.Audience
	passes := a.matcher(a.q.Filter)
	var sides [2][]*person
	for i, list := range [][]*person{a.people, a.rest} {
		for _, p := range list {
			p.seen = slices.DeleteFunc(slices.Clone(p.all), func(e *fact) bool { return !a.span.Has(event.Time(e.time)) || !passes(e) })
			if len(p.seen) > 0 {
				sides[i] = append(sides[i], p)
			}
		}
	}
	c := audience.Counts{Mine: len(sides[0]), Others: len(sides[1])}
	a.ans.People = len(sides[0])
	for _, p := range sides[0] {
		a.ans.Events += len(p.seen)
		a.hit(p, a.cell != nil && a.cell.Part == "")
	}
	for _, t := range q.Traits {
		c.Parts = append(c.Parts, a.part("trait:"+t, sides, func(p *person) []string {
			v, _ := trait(p, t, a.span.To)
			return []string{v}
		}))
	}
	c.Parts = append(c.Parts, a.part("channel", sides, func(p *person) []string {
		return each(p.seen, func(e *fact) string { return e.Channel })
	}))
	for _, list := range []struct {
		prefix string
		paths  []string
	}{{"content:", q.Content}, {"context:", q.Context}} {
		for _, path := range list.paths {
			c.Parts = append(c.Parts, a.part(list.prefix+path, sides, func(p *person) []string {
				return each(p.seen, func(e *fact) string {
					v, _ := e.Value(path)
					return v
				})
			}))
		}
	}
	c.Parts = append(c.Parts, a.visitors(sides))
	c.Hours = a.hours("hours", sides, func(*person, *fact) *time.Location { return a.zone })
	c.OwnHours = a.hours("ownHours", sides, func(p *person, e *fact) *time.Location {
		name, _ := e.Value("context.timezone")
		if name == "" {
			name, _ = trait(p, "timezone", a.span.To)
		}
		return audience.Zone(name)
	})
	for _, s := range q.Signals {
		c.Scores = append(c.Scores, a.score(s, sides))
	}
	a.ans.Audience = audience.Answer(c)
}

func each(facts []*fact, of func(*fact) string) []string {
	var out []string
	for _, e := range facts {
		if v := of(e); v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

func (a *asking) part(name string, sides [2][]*person, of func(*person) []string) audience.Part {
	values := func(p *person) []string {
		return slices.DeleteFunc(of(p), func(v string) bool { return v == "" })
	}
	freq, theirs := map[string]int{}, map[string]bool{}
	for i, side := range sides {
		for _, p := range side {
			for _, v := range values(p) {
				if i == 0 {
					freq[v]++
				} else {
					theirs[v] = true
				}
			}
		}
	}
	ranking := rank(freq, a.q.Audience.Top)
	for v := range theirs {
		ranking.other = ranking.other || freq[v] == 0
	}
	out := audience.Part{Name: name, Values: make([]audience.Value, ranking.groups())}
	for g := range out.Values {
		out.Values[g].Name, out.Values[g].Other = ranking.name(g)
	}
	for i, side := range sides {
		for _, p := range side {
			groups := map[int]bool{}
			for _, v := range values(p) {
				groups[ranking.of(v)] = true
			}
			if len(groups) > 0 {
				*[]*int{&out.Mine, &out.Others}[i]++
			}
			for g := range groups {
				v := &out.Values[g]
				*[]*int{&v.Mine, &v.Others}[i]++
				if c := a.cell; c != nil && i == 0 && c.Part == name {
					a.hit(p, c.Other && v.Other || !c.Other && (c.Item == nil || !v.Other && *c.Item == v.Name))
				}
			}
		}
	}
	return out
}

func (a *asking) visitors(sides [2][]*person) audience.Part {
	out := audience.Part{Name: "visitor", Mine: len(sides[0]), Others: len(sides[1])}
	out.Values = []audience.Value{{Name: journey.VisitorNew}, {Name: journey.VisitorReturning}}
	for i, side := range sides {
		for _, p := range side {
			v := &out.Values[0]
			if p.all[0].time < a.span.From {
				v = &out.Values[1]
			}
			*[]*int{&v.Mine, &v.Others}[i]++
			if c := a.cell; c != nil && i == 0 && c.Part == "visitor" {
				a.hit(p, !c.Other && (c.Item == nil || *c.Item == v.Name))
			}
		}
	}
	return out
}

func (a *asking) hours(part string, sides [2][]*person, zone func(*person, *fact) *time.Location) (h audience.Hours) {
	for i, side := range sides {
		for _, p := range side {
			active := map[int]bool{}
			for _, e := range p.seen {
				z := zone(p, e)
				if z == nil || slices.Contains(a.q.Audience.Passive, e.Name) {
					continue
				}
				at := time.UnixMilli(e.time).In(z)
				hour := (int(at.Weekday())+6)%7*24 + at.Hour()
				active[hour] = true
				if i == 0 {
					h.Events[hour]++
				}
			}
			if len(active) > 0 {
				*[]*int{&h.Mine, &h.Others}[i]++
			}
			for hour := range active {
				*[]*int{&h.MyPeople[hour], &h.TheirPeople[hour]}[i]++
				if c := a.cell; c != nil && i == 0 && c.Part == part {
					a.hit(p, !c.Other && (c.Item == nil || *c.Item == journey.HourName(hour/24, hour%24)))
				}
			}
		}
	}
	return h
}

func (a *asking) score(s journey.AudienceSignal, sides [2][]*person) audience.Score {
	out := audience.Score{Name: s.Name, Width: s.Width}
	match := a.matcher(&s.Event)
	for i, side := range sides {
		sums := audience.Sums{Bins: map[int]int{}}
		var sum, squares exact
		for _, p := range side {
			before := sums.N
			for _, e := range p.seen {
				text, _ := e.Value(s.Property)
				f, ok := journey.Number(text)
				if !ok || !match(e) || !audience.IsScore(f) {
					continue
				}
				sums.N++
				sum.add(f)
				squares.add(f * f)
				sums.Bins[audience.BinOf(f, s.Width)]++
			}
			if sums.N > before {
				sums.People++
				a.hit(p, a.cell != nil && i == 0 && a.cell.Part == "signal:"+s.Name)
			}
		}
		sums.Sum, sums.Squares = sum.value(), squares.value()
		*[]*audience.Sums{&out.Mine, &out.Others}[i] = sums
	}
	return out
}

// audience asks who people are.
func (g *Gen) audience(q *journey.Question) {
	a := &journey.Audience{Top: g.IntN(4)}
	if g.IntN(3) > 0 {
		a.Traits, a.Content, a.Context = []string{"tier", "city"}, []string{"plan", "price"}, []string{"context.page.path", "context.locale"}
	}
	if g.IntN(3) > 0 {
		a.Signals = []journey.AudienceSignal{{Name: "price", Event: g.filter(0), Property: "price", Width: pick(g, []float64{0, 0.25, 7})}}
	}
	if g.IntN(2) == 0 {
		a.Passive = journey.Names{pick(g, genNames[:]), "Email Delivered"}
	}
	q.Kind, q.Audience = journey.KindAudience, a
	if q.Segment == nil && g.IntN(3) > 0 {
		q.Segment = g.segment(1)
	}
}

func (g *Gen) audienceCell(c *journey.Cell, a *journey.AudienceAnswer) {
	switch g.IntN(4) {
	case 0:
		c.Part = pick(g, []string{"", "signal:price", "hours", "ownHours"})
	case 1:
		name := journey.HourName(g.IntN(7), g.IntN(24))
		c.Part, c.Item = "hours", &name
	default:
		if len(a.Parts) > 0 {
			p := pick(g, a.Parts)
			c.Part = p.Part
			if len(p.Rows) > 0 {
				r := pick(g, p.Rows)
				c.Item, c.Other = &r.Value, r.Other
			}
		}
	}
}

func (s *script) audience(b *strings.Builder, a *journey.AudienceAnswer) {
	fmt.Fprintf(b, "%d others\n", a.Others)
	for _, p := range a.Parts {
		fmt.Fprintf(b, "%s, of %d and %d:", p.Part, p.Known, p.KnownOthers)
		for _, r := range p.Rows {
			fmt.Fprintf(b, " %s %d/%d", called(r.Value, r.Other), r.Share.K, r.Others.K)
			if r.Index != nil {
				fmt.Fprintf(b, " index %s", rounded(*r.Index))
			}
		}
		fmt.Fprintln(b)
	}
	for _, h := range []struct {
		name string
		journey.AudienceHours
	}{{"hours", a.Hours}, {"own hours", a.OwnHours}} {
		fmt.Fprintf(b, "%s of %d:", h.name, h.Known)
		for day := range h.Events {
			for hour, n := range h.Events[day] {
				if n > 0 {
					fmt.Fprintf(b, " %s %d by %d", journey.HourName(day, hour), n, h.People[day][hour])
				}
			}
		}
		fmt.Fprintln(b)
	}
	for _, r := range a.Scores {
		if r.N+r.OthersN > 0 {
			fmt.Fprintf(b, "%s: %d scores of %d people, mean %s; others %d, mean %s\n", r.Name, r.N, r.People, rounded(r.Mean.Value), r.OthersN, rounded(r.OthersMean.Value))
		}
	}
}
