package journeytest

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"jejak/internal/friction"
	"jejak/internal/journey"
	"jejak/internal/stat"
)

// unit is a person's first visit at a point.
type unit struct {
	person *person
	visit  *visit
	out    friction.Outcome
	at     friction.Stratum
	values map[string]string
	events []string
}

func (u *unit) in(s friction.Slice) bool {
	if s.Property == "channel" {
		return u.at.Channel == s.Value
	}
	v, ok := u.values[s.Property]
	return ok && v == s.Value
}

func (a *asking) friction() error {
	v := a.visiting(a.q.Friction.Visits())
	a.count(func(e *fact) bool { return v.at(e) >= 0 })
	units := map[int][]*unit{}
	for _, p := range a.people {
		visits := v.visits(p)
		for i := range v.points {
			k := slices.IndexFunc(visits, func(s visit) bool { return s.point == i })
			if k < 0 {
				continue
			}
			u := v.unit(p, visits, k)
			units[i] = append(units[i], u)
			if c := a.cell; c != nil && (c.Touch == "" || c.Touch == v.points[i].ID) {
				sign, any := friction.SignOf(c.Outcome)
				within := !slices.ContainsFunc(c.Slice, func(s journey.FrictionSlice) bool { return !u.in(friction.Slice(s)) })
				graded := c.Outcome == "slow" || c.Outcome == "signals"
				a.hit(p, within && (!graded || v.worse(u, c)) && (!any || u.out.Has(sign)))
			}
		}
	}
	counted := v.counted(units)
	ans, err := friction.Judge(counted, func(point int, in []friction.Slice) (map[uint64]*friction.Group, error) {
		by := map[uint64]*friction.Group{}
		for _, u := range units[point] {
			mask := uint64(0)
			for i, s := range in {
				if u.in(s) {
					mask += 1 << i
				}
			}
			if by[mask] == nil {
				by[mask] = &friction.Group{}
			}
			by[mask].Add(u.out)
		}
		return by, nil
	})
	if err != nil {
		return err
	}
	orders, money := 0, new(big.Float).SetPrec(4000)
	for _, p := range a.people {
		for _, e := range p.seen {
			if f, ok := v.revenue(e); ok {
				orders++
				money.Add(money, big.NewFloat(f))
			}
		}
	}
	if orders > 0 {
		sum, _ := money.Float64()
		mean := sum / float64(orders)
		ans.OrderValue = journey.Measured{N: orders, Interval: journey.Interval{Value: mean, Low: mean, High: mean}}
	}
	a.ans.Friction = ans
	return nil
}

func (v *visiting) unit(p *person, visits []visit, k int) *unit {
	q, s := v.asking.q.Friction, &visits[k]
	first := p.seen[s.touched[0]]
	u := &unit{person: p, visit: s, at: friction.Stratum{Channel: first.Channel, Entry: s.entry}, values: map[string]string{}}
	u.out.Aim, u.out.Won = v.leads(p, s)
	carried := q.Errors.Carried()
	byProperty := v.matcher(&carried)
	failed := func(e *fact) bool { return q.Errors.Named(e.Name) || byProperty(e) }
	soon := func(e *fact, after int64) bool { return e.time-after <= 10*60_000 }
	failedAt := int64(math.MinInt64)
	for i := s.touched[0]; i < s.until; i++ {
		e := p.seen[i]
		if failed(e) {
			u.out, failedAt = u.out.With(friction.Errors), e.time
		} else if slices.Contains(s.touched, i) && failedAt > math.MinInt64 && soon(e, failedAt) {
			u.out = u.out.With(friction.Retries)
		}
	}
	for _, n := range visits[k+1:] {
		if n.session == s.session && n.point == s.point && failedAt > math.MinInt64 && soon(p.seen[n.touched[0]], failedAt) {
			u.out = u.out.With(friction.Retries)
		}
	}
	if s.returned {
		u.out = u.out.With(friction.Loops)
	}
	if s.exit {
		u.out = u.out.With(friction.Exits)
	}
	if rage(p.seen[s.touched[0]:s.until]) {
		u.out = u.out.With(friction.Rage)
	}
	v.levels(u, q)
	never := q.NeverSliced()
	for _, i := range s.touched {
		e := p.seen[i]
		u.events = append(u.events, e.Name)
		for prefix, m := range map[string]map[string]string{"": e.Props, "context.": e.Context} {
			for path, value := range m {
				path = prefix + path
				_, known := u.values[path]
				if !known && value != "" && !slices.Contains(never, path) && (len(q.Slices) == 0 || slices.Contains(q.Slices, path)) {
					u.values[path] = value
				}
			}
		}
	}
	return u
}

func (v *visiting) levels(u *unit, q *journey.Friction) {
	for m, path := range q.Timings {
		for _, e := range u.person.seen[u.visit.touched[0]:u.visit.until] {
			text, _ := e.Value(path)
			if f, ok := journey.Number(text); ok && f >= 0 {
				u.out.Levels = append(u.out.Levels, friction.Level{Measure: m, Value: friction.Round(f)})
				break
			}
		}
	}
	for s := range v.q.Signals {
		for _, e := range v.after(u.person, u.visit) {
			if f, ok := v.score(s, e); ok {
				u.out.Levels = append(u.out.Levels, friction.Level{Measure: len(q.Timings) + s, Value: f})
				break
			}
		}
	}
}

// worse are those who waited longer than the cell says, or thought worse.
func (v *visiting) worse(u *unit, c *journey.Cell) bool {
	var names []string
	for _, t := range v.asking.q.Friction.Timings {
		names = append(names, "slow "+t)
	}
	for _, s := range v.q.Signals {
		names = append(names, "signals "+s.Scale)
	}
	for _, l := range u.out.Levels {
		if names[l.Measure] == c.Outcome+" "+c.Part {
			return c.Outcome == "slow" && l.Value > c.Level() || c.Outcome == "signals" && l.Value < c.Level()
		}
	}
	return false
}

// rage looks for three clicks within a second and 30 pixels of the first.
func rage(list []*fact) bool {
	spot := func(e *fact) (x, y float64, ok bool) {
		if !strings.Contains(strings.ToLower(e.Name), "click") {
			return 0, 0, false
		}
		for _, pair := range journey.ClickPlaces() {
			tx, _ := e.Value(pair[0])
			ty, _ := e.Value(pair[1])
			x, okX := journey.Number(tx)
			y, okY := journey.Number(ty)
			if okX && okY {
				return x, y, true
			}
		}
		return 0, 0, false
	}
	for i, e := range list {
		x, y, ok := spot(e)
		near := 0
		for _, o := range list[i:] {
			if u, w, is := spot(o); ok && is && o.time-e.time <= 1000 && math.Hypot(u-x, w-y) <= 30 {
				near++
			}
		}
		if near >= 3 {
			return true
		}
	}
	return false
}

func (v *visiting) counted(units map[int][]*unit) *friction.Counted {
	q := v.asking.q.Friction
	c := &friction.Counted{Detect: q.Detect, Top: q.Top, Rate: q.Rate, MinPeople: q.MinPeople}
	for _, t := range q.Timings {
		c.Measures = append(c.Measures, friction.Measure{Name: t, Slow: true})
	}
	for _, s := range v.q.Signals {
		c.Measures = append(c.Measures, friction.Measure{Name: s.Scale})
	}
	total, n := new(big.Float).SetPrec(4000), 0
	for _, p := range v.people {
		for _, e := range p.seen {
			if f, ok := v.revenue(e); ok {
				total.Add(total, big.NewFloat(f))
				n++
			}
		}
	}
	if n > 0 {
		sum, _ := total.Float64()
		c.OrderValue = stat.Estimate{Value: sum / float64(n), Low: sum / float64(n), High: sum / float64(n)}
	}
	for i, t := range v.points {
		p := &friction.Point{ID: t.ID, Name: t.Name, Stage: t.Stage, Events: map[string]bool{}, Whole: friction.Strata{}, Slices: map[friction.Slice]friction.Strata{}}
		values := map[string]map[string]bool{}
		for _, u := range units[i] {
			p.Whole.Of(u.at).Add(u.out)
			for _, name := range u.events {
				p.Events[name] = true
			}
			for path, value := range u.values {
				if values[path] == nil {
					values[path] = map[string]bool{}
				}
				values[path][value] = true
			}
			if u.at.Channel != "" && (len(q.Slices) == 0 || slices.Contains(q.Slices, "channel")) {
				if values["channel"] == nil {
					values["channel"] = map[string]bool{}
				}
				values["channel"][u.at.Channel] = true
			}
		}
		for path, list := range values {
			if len(list) > 200 {
				continue
			}
			for value := range list {
				s := friction.Slice{Property: path, Value: value}
				p.Slices[s] = friction.Strata{}
				for _, u := range units[i] {
					if u.in(s) {
						p.Slices[s].Of(u.at).Add(u.out)
					}
				}
			}
		}
		c.Points = append(c.Points, p)
	}
	return c
}

func (g *Gen) friction(q *journey.Question) {
	f := &journey.Friction{Rate: pick(g, []float64{1, 1, 0.5, 0}), MinPeople: 1, Top: pick(g, []int{0, 0, 3, 100})}
	g.visits(&f.Gap, &f.Window, &f.Conversion, &f.Revenue, &f.Signals)
	if g.IntN(3) > 0 {
		f.Errors = &journey.Errors{Words: journey.Names{"cart", "xyz"}, Where: []journey.Condition{g.condition(false)}}
	}
	if g.IntN(2) == 0 {
		f.Timings = journey.Names{"ship.days", "price"}
	}
	if g.IntN(4) == 0 {
		f.Slices = []string{"plan", "channel", "context.page.path"}
	}
	if g.IntN(4) == 0 {
		f.Detect = []string{pick(g, []string{"errors", "retries", "loops", "exits", "slow", "signals"})}
	}
	q.Kind, q.Friction = journey.KindFriction, f
}

func (g *Gen) frictionCell(c *journey.Cell, a *journey.FrictionAnswer) {
	c.Outcome = pick(g, []string{"", "errors", "retries", "loops", "rage", "exits"})
	if len(a.Findings) > 0 && g.IntN(4) > 0 {
		f := pick(g, a.Findings)
		c.Touch, c.Slice = f.Touchpoint, f.Slice
		if f.Worse != nil && g.IntN(3) > 0 {
			level := strconv.FormatFloat(*f.Worse, 'g', -1, 64)
			c.Outcome, c.Part, c.Item = f.Kind, f.Measure, &level
		}
	}
}

func (s *script) friction(b *strings.Builder, a *journey.FrictionAnswer) {
	for _, p := range a.Points {
		fmt.Fprintf(b, "%s: %d people, errors %d, retries %d, loops %d, rage %d, exits %d, went on %d/%d\n",
			p.ID, p.People, p.Errors.K, p.Retries.K, p.Loops.K, p.Rage.K, p.Exits.K, p.Going.K, p.Going.N)
	}
	for _, f := range a.Findings {
		fmt.Fprintf(b, "%s %s at %s", f.Kind, f.Measure, f.Touchpoint)
		for _, at := range f.Slice {
			fmt.Fprintf(b, ", %s %s", at.Property, at.Value)
		}
		fmt.Fprintf(b, ": %d/%d against %d/%d (%s), p %.3g, q %.3g, %.1f people lost (%.1f to %.1f)\n", f.Share.K, f.Share.N,
			f.Compared.K, f.Compared.N, f.Against, f.P, f.Q, f.PeopleLost.Value, f.PeopleLost.Low, f.PeopleLost.High)
	}
}
