package journeytest

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"jejak/internal/friction"
	"jejak/internal/journey"
	"jejak/internal/stat"
)

// visit is a run of a person's events at one point within a session.
type visit struct {
	point    int
	touched  []int // places in the person's list
	until    int   // the place behind the last event before the next visit or the session's end
	session  int
	entry    bool
	exit     bool
	returned bool
	spent    int64
	known    bool
}

// visiting is what touchpoints and friction share.
type visiting struct {
	*asking
	q      journey.Touchpoints
	points []journey.Touchpoint
	ping   func(*fact) bool
	going  func(*fact) bool // nil: the stages say
	entry  []func(*fact) bool
	scored []func(*fact) bool
	placed []func(*fact) bool // rules of the question's own places
}

func (a *asking) visiting(q journey.Touchpoints) *visiting {
	v := &visiting{asking: a, q: q, points: a.d.Touchpoints}
	v.ping = func(e *fact) bool { return slices.Contains(q.Pings, e.Name) }
	if q.Conversion != nil {
		v.going = a.matcher(q.Conversion)
	}
	for i := range a.d.Stages.Stages {
		v.entry = append(v.entry, a.matcher(&a.d.Stages.Stages[i].Entry))
	}
	for i := range q.Signals {
		v.scored = append(v.scored, a.matcher(&q.Signals[i].Event))
	}
	for i := range q.Places {
		v.placed = append(v.placed, a.matcher(&q.Places[i].Rule))
	}
	if len(q.Places) > 0 {
		v.points = q.Places
	}
	if q.By != "touchpoint" {
		freq := map[string]int{}
		for _, p := range a.people {
			for _, e := range p.seen {
				freq[v.name(e)]++
			}
		}
		v.points = nil
		for _, name := range sortedBy(freq, func(n int) int { return n }) {
			if name != "" {
				v.points = append(v.points, journey.Touchpoint{ID: name, Name: name})
			}
		}
	}
	return v
}

func (v *visiting) name(e *fact) string {
	switch v.q.By {
	case "event":
		return e.Name
	case "channel":
		return e.Channel
	}
	if len(v.placed) > 0 {
		for i, in := range v.placed {
			if in(e) {
				return v.q.Places[i].ID
			}
		}
		return ""
	}
	if i := v.touch.Of(e.Facts); i >= 0 {
		return v.d.Touchpoints[i].ID
	}
	return ""
}

func (v *visiting) at(e *fact) int {
	if v.ping(e) {
		return -1
	}
	name := v.name(e)
	return slices.IndexFunc(v.points, func(t journey.Touchpoint) bool { return name != "" && t.ID == name })
}

func (v *visiting) visits(p *person) []visit {
	var list []visit
	session := 0
	begin := 0
	for i := range p.seen {
		last := i+1 == len(p.seen)
		if last || p.seen[i+1].time-p.seen[i].time > v.q.Gap.Millis() {
			list = append(list, v.session(p, begin, i+1, session)...)
			begin, session = i+1, session+1
		}
	}
	return list
}

func (v *visiting) session(p *person, from, to, session int) []visit {
	var list []visit
	for i := from; i < to; i++ {
		at := v.at(p.seen[i])
		if at < 0 {
			continue
		}
		if n := len(list); n == 0 || list[n-1].point != at {
			if n > 0 {
				list[n-1].until = i
			}
			list = append(list, visit{point: at, session: session, entry: n == 0, until: to})
		}
		s := &list[len(list)-1]
		s.touched = append(s.touched, i)
		next, pinged := -1, -1
		for k := i + 1; k < to && next < 0; k++ {
			if v.ping(p.seen[k]) {
				pinged = k
			} else {
				next = k
			}
		}
		if pinged >= 0 {
			next = pinged
		}
		if next >= 0 {
			s.spent, s.known = s.spent+p.seen[next].time-p.seen[i].time, true
		}
	}
	for k := range list {
		list[k].exit = k+1 == len(list)
		list[k].returned = k+2 < len(list) && list[k+2].point == list[k].point
	}
	return list
}

func (s *visit) last() int { return s.touched[len(s.touched)-1] }

// after are the person's events after a visit within the window.
func (v *visiting) after(p *person, s *visit) []*fact {
	var list []*fact
	for _, e := range p.seen[s.last()+1:] {
		if e.time-p.seen[s.last()].time <= v.q.Window.Millis() {
			list = append(list, e)
		}
	}
	return list
}

// leads reports whether there is something that a visit leads to, and whether the person got there.
func (v *visiting) leads(p *person, s *visit) (aim, won bool) {
	goal := v.going
	if goal == nil {
		stages := v.d.Stages.Stages
		if len(stages) == 0 {
			return false, false
		}
		stage := slices.IndexFunc(stages, func(t journey.Stage) bool { return t.ID == v.points[s.point].Stage })
		if stage < 0 {
			stage = len(stages) - 1
		}
		var goals []func(*fact) bool
		for i := stage; i < len(stages); i++ {
			if !slices.ContainsFunc(s.touched, func(k int) bool { return v.entry[i](p.seen[k]) }) {
				goals = append(goals, v.entry[i])
			}
		}
		if len(goals) == 0 {
			return false, false
		}
		goal = func(e *fact) bool {
			return slices.ContainsFunc(goals, func(g func(*fact) bool) bool { return g(e) })
		}
	}
	return true, slices.ContainsFunc(v.after(p, s), goal)
}

// revenue is what an event is worth, if it is one that pays.
func (v *visiting) revenue(e *fact) (float64, bool) {
	pays := v.going != nil && v.going(e) || slices.ContainsFunc(v.entry, func(m func(*fact) bool) bool { return m(e) })
	for _, path := range v.q.Revenue {
		if text, ok := e.Value(path); ok && pays {
			if f, ok := journey.Number(text); ok {
				return f, true
			}
		}
	}
	return 0, false
}

func (v *visiting) score(signal int, e *fact) (float64, bool) {
	s := v.q.Signals[signal]
	if text, ok := e.Value(s.Property); ok && v.scored[signal](e) {
		f, ok := journey.Number(text)
		return friction.Round(f), ok && f >= s.Low && f <= s.High
	}
	return 0, false
}

// group is the place of a visit's value of the breakdown.
func (v *visiting) group(p *person, s *visit) int {
	if v.asking.q.Breakdown == nil {
		return 0
	}
	for _, k := range s.touched {
		if value, ok := v.value(p, p.seen[k]); ok {
			return v.rank.of(value)
		}
		if by := v.asking.q.Breakdown.By; by != "property" {
			break
		}
	}
	return v.rank.of("")
}

func (a *asking) touchpoints() {
	q := *a.q.Touchpoints
	if q.By == "" {
		q.By = "touchpoint"
		if len(a.d.Touchpoints) == 0 && len(q.Places) == 0 {
			q.By = "event"
		}
	}
	v := a.visiting(q)
	a.count(func(e *fact) bool { return v.at(e) >= 0 })
	if a.q.Breakdown == nil {
		a.rank = &ranking{names: []string{""}}
	}
	ans := &journey.TouchpointsAnswer{By: q.By, Rows: []journey.TouchpointFigs{}}
	for i := range v.points {
		for g := range len(a.rank.names) + 1 {
			if row, some := v.row(i, g); some {
				ans.Rows = append(ans.Rows, row)
			}
		}
	}
	a.ans.Touchpoints = ans
}

func (v *visiting) row(point, group int) (journey.TouchpointFigs, bool) {
	t := v.points[point]
	f := journey.TouchpointFigs{ID: t.ID, Name: t.Name, Stage: t.Stage, Signals: []journey.SignalFigs{}}
	exits, lasts, repeats := 0, 0, 0
	var with, without stat.Share
	var spent []float64
	sum := int64(0)
	scores := make([][]float64, len(v.q.Signals))
	money := new(big.Float).SetPrec(4000)
	for _, p := range v.people {
		all := v.visits(p)
		var mine []visit
		sessions := map[int]bool{}
		for k := range all {
			s := &all[k]
			if s.point != point || v.group(p, s) != group {
				continue
			}
			mine = append(mine, *s)
			sessions[s.session] = true
			f.Passes++
			f.Events += len(s.touched)
			exits += bit(s.exit)
			if s.known {
				spent = append(spent, float64(s.spent))
				sum += s.spent
			}
		}
		if len(mine) == 0 {
			for k := range all {
				if v.points[all[k].point].Stage == t.Stage {
					aim, won := v.leads(p, &all[k])
					without.N += bit(aim)
					without.K += bit(won)
					break
				}
			}
			continue
		}
		f.People++
		isLast := all[len(all)-1].last() == mine[len(mine)-1].last()
		lasts += bit(isLast)
		repeats += bit(len(sessions) > 1)
		aim, won := v.leads(p, &mine[0])
		with.N += bit(aim)
		with.K += bit(won)
		if c := v.cell; c != nil && (c.Touch == "" || c.Touch == t.ID) && v.picks(group) {
			v.hit(p, map[string]bool{"": true, "came": true, "exit": isLast, "repeat": len(sessions) > 1, "converted": won}[c.Outcome])
		}
		for i, e := range p.seen {
			heard := mine // passes that an opinion at i may be about
			if v.q.Latest {
				latest := -1
				for _, s := range all {
					if s.touched[0] < i {
						latest = max(latest, s.touched[0])
					}
				}
				heard = slices.DeleteFunc(slices.Clone(mine), func(m visit) bool { return m.touched[0] != latest })
			}
			for s := range v.q.Signals {
				value, ok := v.score(s, e)
				if ok && slices.ContainsFunc(heard, func(m visit) bool {
					return (m.last() < i || v.q.Latest) && e.time-p.seen[m.last()].time <= v.q.Window.Millis()
				}) {
					scores[s] = append(scores[s], value)
				}
			}
		}
		for _, e := range v.after(p, &mine[0]) {
			if worth, ok := v.revenue(e); ok {
				f.Worth.Orders++
				money.Add(money, big.NewFloat(worth))
			}
		}
	}
	if f.People == 0 {
		return f, false
	}
	if v.asking.q.Breakdown != nil {
		f.Value, f.Other = v.rank.name(group)
	}
	f.SessionExit, f.JourneyExit, f.Repeat = journey.Wilson(exits, f.Passes), journey.Wilson(lasts, f.People), journey.Wilson(repeats, f.People)
	f.Lift = journey.Lift{With: journey.Wilson(with.K, with.N), Without: journey.Wilson(without.K, without.N)}
	if with.N > 0 && without.N > 0 {
		d := stat.Difference(with, without)
		f.Lift.Value, f.Lift.Low, f.Lift.High = d.Value, d.Low, d.High
	}
	for s, list := range scores {
		if len(list) == 0 {
			continue
		}
		e := stat.NewTally(list).Mean()
		if v.q.Signals[s].Scale == "nps" {
			e = stat.NewTally(list).NPS()
		}
		f.Signals = append(f.Signals, journey.SignalFigs{Scale: v.q.Signals[s].Scale, N: len(list), Value: e.Value, Low: e.Low, High: e.High})
	}
	f.Worth.Sum, _ = money.Float64()
	f.Worth.PerPerson = f.Worth.Sum / float64(f.People)
	if n := len(spent); n > 0 {
		t := stat.NewTally(spent)
		e := t.Mean()
		f.Time.N, f.Time.Mean = n, float64(sum)/float64(n)
		f.Time.Median, f.Time.P90 = int64(t.Quantile(0.5).Value), int64(t.Quantile(0.9).Value)
		f.Time.MeanLow, f.Time.MeanHigh = max(0, f.Time.Mean-(e.Value-e.Low)), f.Time.Mean+(e.High-e.Value)
	}
	return f, true
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (g *Gen) touchpoints(q *journey.Question) {
	t := &journey.Touchpoints{By: pick(g, []string{"", "touchpoint", "event", "channel"})}
	g.visits(&t.Gap, &t.Window, &t.Conversion, &t.Revenue, &t.Signals)
	if g.IntN(2) == 0 {
		t.Pings = journey.Names{"Call"}
	}
	t.Latest = g.IntN(2) == 0
	if g.IntN(4) == 0 {
		t.Model = g.model()
	}
	if (t.By == "" || t.By == "touchpoint") && g.IntN(2) == 0 {
		for _, id := range []string{"one", "two", "three"} {
			t.Places = append(t.Places, journey.Touchpoint{ID: id, Stage: pick(g, []string{"", "s1", "s2"}), Rule: g.filter(0)})
		}
	}
	q.Kind, q.Touchpoints = journey.KindTouchpoints, t
	if b := g.breakdown(); b != nil && b.By != "touchpoint" && b.By != "event" {
		q.Breakdown = b
	}
}

func (g *Gen) visits(gap, window *journey.Duration, conversion **journey.Filter, revenue *journey.Names, signals *[]journey.Signal) {
	const hour = journey.Duration(3600e9)
	*gap, *window = pick(g, []journey.Duration{0, hour, 5 * hour}), pick(g, []journey.Duration{0, hour, 48 * hour})
	*conversion = g.maybeFilter(4)
	if g.IntN(2) == 0 {
		*revenue = journey.Names{"ship.days", "price"}
	}
	if g.IntN(2) == 0 {
		*signals = []journey.Signal{
			{Scale: "nps", Event: g.filter(0), Property: "ship.days", Low: 0, High: 10},
			{Scale: "mood", Event: g.filter(0), Property: "price", Low: 10, High: 80},
		}
	}
}

func (g *Gen) touchpointsCell(c *journey.Cell, a *journey.TouchpointsAnswer) {
	c.Outcome = pick(g, []string{"", "came", "exit", "repeat", "converted"})
	if len(a.Rows) > 0 && g.IntN(4) > 0 {
		r := pick(g, a.Rows)
		c.Touch = r.ID
		if r.Other {
			c.Other = true
		} else if g.IntN(2) == 0 {
			c.Value = &r.Value
		}
	}
}

func (s *script) touchpoints(b *strings.Builder, a *journey.TouchpointsAnswer) {
	for _, r := range a.Rows {
		fmt.Fprint(b, r.ID)
		if r.Value != "" || r.Other {
			fmt.Fprintf(b, " (%s)", called(r.Value, r.Other))
		}
		fmt.Fprintf(b, ": %d people, %d events, %d passes, exit %d, last %d, repeat %d", r.People, r.Events, r.Passes, r.SessionExit.K, r.JourneyExit.K, r.Repeat.K)
		if r.Time.N > 0 {
			fmt.Fprintf(b, ", time %s of %d", span(r.Time.Median), r.Time.N)
		}
		fmt.Fprintf(b, ", went on %d/%d, without it %d/%d", r.Lift.With.K, r.Lift.With.N, r.Lift.Without.K, r.Lift.Without.N)
		if r.Worth.Orders > 0 {
			fmt.Fprintf(b, ", worth %v in %d", r.Worth.Sum, r.Worth.Orders)
		}
		for _, g := range r.Signals {
			fmt.Fprintf(b, ", %s %.2f (%d)", g.Scale, g.Value, g.N)
		}
		fmt.Fprintln(b)
	}
}
