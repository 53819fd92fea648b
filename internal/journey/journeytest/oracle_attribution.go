package journeytest

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"time"

	"jejak/internal/attribution"
	"jejak/internal/credit"
	"jejak/internal/journey"
)

// exact is a sum that is rounded once.
type exact struct{ sum *big.Float }

func (s *exact) add(f float64) {
	if s.sum == nil {
		s.sum = new(big.Float).SetPrec(4000)
	}
	s.sum.Add(s.sum, big.NewFloat(f))
}

func (s *exact) value() float64 {
	if s.sum == nil {
		return 0
	}
	f, _ := s.sum.Float64()
	return f
}

// routes is what the oracle of attribution finds.
type routes struct {
	names []string
	other bool
	paths map[string]*route
	who   []int
	decay [][3]exact
	n     int
	value exact
}

type route struct {
	touches     []int
	conversions int
	lost        int
	value       exact
}

// visited is a touch with its unit and time.
type visited struct {
	unit int
	at   int64
}

func (a *asking) attribution() error {
	q := a.q.Attribution
	from := a.span.From
	if from > journey.Everything.From+q.LookBack.Millis() {
		from -= q.LookBack.Millis()
	}
	unit := a.unit(q)
	passes, touches, converts := a.matcher(a.q.Filter), a.matcher(q.Touches), a.matcher(&q.Conversion)
	seen := func(e *fact) bool { return e.time >= from && e.time < a.span.To && passes(e) }
	freq := map[string]int{}
	for _, p := range a.people {
		for _, e := range p.all {
			if name := unit(e); seen(e) && touches(e) && name != "" {
				freq[name]++
			}
		}
	}
	ranking := rank(freq, q.Top)
	f := &routes{names: ranking.names, other: ranking.other, paths: map[string]*route{}}
	f.who, f.decay = make([]int, ranking.groups()), make([][3]exact, ranking.groups())
	for _, p := range a.people {
		var events []*fact
		for _, e := range p.all {
			if seen(e) && (converts(e) || touches(e) && unit(e) != "") {
				events = append(events, e)
			}
		}
		a.travel(p, events, f, func(e *fact) int {
			if converts(e) {
				return -1
			}
			return ranking.of(unit(e))
		})
	}
	var err error
	a.ans.Attribution, err = credit.Answer(a.q, a.d, f.counts())
	return err
}

func (a *asking) unit(q *journey.Attribution) func(*fact) string {
	points := a.d.Touchpoints
	if q.Unit == "arrival" {
		points = journey.Arrivals()
	}
	m, err := journey.NewTouchpointMatcher(points)
	if err != nil {
		panic("BUG: " + err.Error()) //nolint:forbidigo // a test helper
	}
	return func(e *fact) string {
		switch q.Unit {
		case "channel":
			return e.Channel
		case "source":
			return a.d.SourceName(e.Source)
		case "event":
			return e.Name
		case "property":
			v, _ := e.Value(q.Property)
			return v
		}
		if i := m.Of(e.Facts); i >= 0 {
			return points[i].ID
		}
		return ""
	}
}

// travel reads one person's conversions (kind -1) and touches (kind: their unit).
func (a *asking) travel(p *person, events []*fact, f *routes, kind func(*fact) int) {
	q := a.q.Attribution
	// First which touches begin a visit.
	begins := make([]bool, len(events))
	visit, last := -1, int64(0)
	for i, e := range events {
		k := kind(e)
		soon := visit >= 0 && e.time-last < q.Gap.Millis()
		weak := k >= 0 && k < len(f.names) && slices.Contains(q.Direct, f.names[k])
		switch {
		case k < 0 && soon, k >= 0 && soon && (k == visit || weak):
			last = e.time
		case k >= 0:
			begins[i], visit, last = true, k, e.time
		}
	}
	var since []visited
	met := map[int]bool{}
	counted := 0
	for i, e := range events {
		if kind(e) >= 0 {
			if begins[i] {
				since = append(since, visited{kind(e), e.time})
			}
			continue
		}
		if e.time >= a.span.From && (q.Count == "every" || counted == 0) {
			counted++
			a.conversion(p, e, kept(since, e.time, q), f, met)
		}
		since = nil
	}
	for u := range met {
		f.who[u]++
	}
	if counted > 0 {
		a.ans.People++
		a.ans.Events += counted
	}
	if n := len(since); n > 0 && since[n-1].at >= a.span.From && (q.Count == "every" || counted == 0) {
		path := kept(since, since[n-1].at, q)
		f.route(path).lost++
		a.hit(p, a.cell != nil && a.cell.Outcome == "lost" && f.meets(a.cell, path))
	}
}

func kept(stops []visited, at int64, q *journey.Attribution) []visited {
	var out []visited
	for _, s := range stops {
		if at-s.at <= q.LookBack.Millis() {
			out = append(out, s)
		}
	}
	if n := len(out); n > journey.MaxTouches {
		out = slices.Concat(out[:1], out[n-journey.MaxTouches+1:])
	}
	return out
}

func (f *routes) meets(c *journey.Cell, path []visited) bool {
	if c.Item == nil && !c.Other {
		return true
	}
	for _, s := range path {
		switch rest := s.unit == len(f.names); {
		case c.Other && rest, !c.Other && !rest && f.names[s.unit] == *c.Item:
			return true
		}
	}
	return false
}

func (f *routes) route(path []visited) *route {
	var touches []int
	for _, s := range path {
		touches = append(touches, s.unit)
	}
	key := fmt.Sprint(touches)
	if f.paths[key] == nil {
		f.paths[key] = &route{touches: touches}
	}
	return f.paths[key]
}

func (a *asking) conversion(p *person, e *fact, path []visited, f *routes, met map[int]bool) {
	value := 0.0
	if text, ok := e.Value(a.q.Attribution.Value); ok {
		if v, ok := journey.Number(text); ok {
			value = v
		}
	}
	f.n++
	f.value.add(value)
	if c := a.cell; c != nil {
		untouched := len(path) == 0
		a.hit(p, f.meets(c, path) && (c.Outcome == "" || c.Outcome == "untouched" && untouched || c.Outcome == "converted" && !untouched))
	}
	if len(path) == 0 {
		return
	}
	r := f.route(path)
	r.conversions++
	r.value.add(value)
	var ages []float64
	for _, s := range path {
		met[s.unit] = true
		ages = append(ages, float64(e.time-s.at))
	}
	credit.Shares(ages, a.q.Attribution.HalfLife)
	mine := map[int]float64{}
	for i, s := range path {
		f.decay[s.unit][0].add(ages[i])
		f.decay[s.unit][1].add(ages[i] * value)
		mine[s.unit] += ages[i]
	}
	for u, share := range mine {
		f.decay[u][2].add(share * share)
	}
}

func (f *routes) counts() credit.Counts {
	out := credit.Counts{Units: slices.Clone(f.names), Other: f.other, People: f.who, Conversions: f.n, Value: f.value.value()}
	if f.other {
		out.Units = append(out.Units, "")
	}
	out.Decayed = make([]credit.Decayed, len(out.Units))
	for i := range out.Units {
		d := f.decay[i]
		out.Decayed[i] = credit.Decayed{Conversions: d[0].value(), Value: d[1].value(), Squares: d[2].value()}
	}
	for _, r := range f.paths {
		out.Paths = append(out.Paths, attribution.Path{
			Touches: r.touches, Conversions: float64(r.conversions), Value: r.value.value(), Nulls: float64(r.lost),
		})
	}
	return out
}

// attribution asks which unit earned the conversions.
func (g *Gen) attribution(q *journey.Question) {
	a := &journey.Attribution{
		Conversion: g.filter(0), Unit: pick(g, []string{"", "arrival", "channel", "touchpoint", "source", "event", "property"}),
		LookBack: journey.Duration(pick(g, []time.Duration{0, 5 * time.Hour, 72 * time.Hour})), Gap: journey.Duration(time.Duration(g.IntN(3)) * time.Hour),
		Count: pick(g, []string{"", "first", "every"}), Value: pick(g, []string{"", "price", "ship.days"}), Top: g.IntN(5),
		HalfLife: journey.Duration(time.Duration(g.IntN(50)) * time.Hour), Order: g.IntN(4), Touches: g.maybeFilter(2),
	}
	if a.Unit == "property" {
		a.Property = pick(g, []string{"plan", "ship.city", "context.page.path"})
	}
	if g.IntN(2) == 0 {
		a.Direct = []string{"web", "Cart", "free"}
	}
	if g.IntN(3) == 0 {
		a.Models = []string{pick(g, journey.AttributionModels()), "linear"}
	}
	q.Kind, q.Attribution = journey.KindAttribution, a
}

func (g *Gen) attributionCell(c *journey.Cell, a *journey.AttributionAnswer) {
	c.Outcome = pick(g, []string{"", "converted", "untouched", "lost"})
	if len(a.Units) > 0 && g.IntN(3) > 0 {
		u := pick(g, a.Units)
		c.Item, c.Other = &u.Unit, u.Other
	}
}

func (s *script) attribution(b *strings.Builder, a *journey.AttributionAnswer) {
	fmt.Fprintf(b, "%d conversions worth %v, %d touched worth %v, %d in vain\n", a.Conversions, a.Value, a.Touched, a.TouchedSum, a.Lost)
	for _, u := range a.Units {
		fmt.Fprintf(b, "%s: %d people, %d assisted", called(u.Unit, u.Other), u.People, u.Assisted)
		if u.Spend > 0 {
			fmt.Fprintf(b, ", %v %s spent", u.Spend, a.Currency)
		}
		for _, c := range u.Credits {
			fmt.Fprintf(b, "; %s %s", c.Model, rounded(c.Conversions))
			if c.Value != 0 {
				fmt.Fprintf(b, " worth %s", rounded(c.Value))
			}
			if c.Cost != nil {
				fmt.Fprintf(b, " at %s each", rounded(*c.Cost))
			}
		}
		fmt.Fprintln(b)
	}
	for _, p := range a.Paths {
		fmt.Fprintf(b, "path %s: %d, %d in vain\n", strings.Join(p.Units, " > "), p.Conversions, p.Lost)
	}
}

func rounded(f float64) string {
	return fmt.Sprint(math.Round(f*1000) / 1000)
}
