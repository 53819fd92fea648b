package trail

import (
	"math"
	"strings"

	"jejak/internal/friction"
	"jejak/internal/journey"
	"jejak/internal/stat"
)

// touchpointsAcc adds passes up by point and value of the breakdown.
type touchpointsAcc struct {
	totals
	*visits
	by     journey.Breakdown // empty: none
	path   string            // column of a breakdown by property
	labels personLabels      // of one by trait
	d      *journey.Definitions
	rank   *ranking
	value  map[string]int // value -> group
	traits *names
	cells  []touchCell // [point][group]
	stages []reached   // by point: of everybody on the point's stage
	stage  []int       // by point: the first point of the same stage

	passes []pass
	groups []int // of each pass
	mine   []int // cells that the person at hand is in
	person uint32

	cell *journey.Cell
	hits *memberSet
}

// reached counts first passes that lead somewhere, and those whose person got there.
type reached struct{ aim, won int }

// touchCell is one row of the answer in the making.
type touchCell struct {
	people, events, passes int
	exits, lasts, repeats  int
	with, stage            reached // of those here: their first pass here, and their first on the stage
	spent                  sketch
	sum                    int64
	scores                 []map[float64]int
	orders                 int
	money                  exactSum
	person                 uint32 // who was here last, with…
	first, session         int    // …the first pass and its session
	again                  bool
	signalRow              int
}

func (x *query) touchpoints() (*journey.Answer, error) {
	q := *x.q.Touchpoints
	if q.By == "" {
		q.By = journey.TouchpointsBy(x.d)
	}
	spec, v := x.visitSpec(&q)
	if err := x.know(spec, v); err != nil {
		return nil, err
	}
	proto := touchpointsAcc{visits: v, rank: single(), cell: x.cell, hits: x.hits}
	if err := x.breakTouchpoints(&proto); err != nil {
		return nil, err
	}
	accs, err := x.scan(spec, x.members, func() accumulator { return proto.fresh() })
	if err != nil {
		return nil, err
	}
	sum := accs[0].(*touchpointsAcc)
	for _, a := range accs[1:] {
		sum.merge(a.(*touchpointsAcc))
	}
	return &journey.Answer{People: sum.people, Events: sum.events, Touchpoints: sum.answer()}, nil
}

// breakTouchpoints ranks the values of the breakdown by events at touchpoints.
func (x *query) breakTouchpoints(a *touchpointsAcc) error {
	b := x.q.Breakdown
	if b == nil {
		return nil
	}
	spec := &scanSpec{filter: x.q.Filter, points: x.d.Touchpoints, label: x.label()}
	touched := &journey.Filter{}
	if a.q.By == "touchpoint" {
		for _, p := range a.points {
			if len(a.q.Places) > 0 {
				touched.Any = append(touched.Any, p.Rule)
				continue
			}
			touched.Any = append(touched.Any, journey.Filter{Touchpoint: []string{p.ID}})
		}
	}
	if len(a.q.Pings) > 0 {
		touched.Not = &journey.Filter{Event: a.q.Pings}
	}
	if a.q.By == "touchpoint" && len(touched.Any) == 0 {
		touched.Not = &journey.Filter{}
	}
	if a.q.By == "channel" {
		touched.All = []journey.Filter{{Not: &journey.Filter{Channel: journey.Names{""}}}}
	}
	spec.slots = []slot{{filter: touched, span: x.span}}
	t, err := x.rankPass(spec, 1)
	if err != nil {
		return err
	}
	a.by, a.path, a.labels, a.traits = *b, propertyPath(b.Property), x.labels, spec.label.names
	a.rank = rankNames(spec.label.names, t.freq, b.Top)
	a.d = &x.d
	a.value = map[string]int{}
	for i, name := range a.rank.names {
		a.value[name] = i
	}
	return nil
}

func (a *touchpointsAcc) fresh() *touchpointsAcc {
	b := *a
	b.totals = newTotals()
	b.cells = make([]touchCell, len(b.points)*b.width())
	b.stages = make([]reached, len(b.points))
	b.stage = make([]int, len(b.points))
	for i, p := range b.points {
		for b.points[b.stage[i]].Stage != p.Stage {
			b.stage[i]++
		}
	}
	for i := range b.cells {
		b.cells[i].scores = make([]map[float64]int, len(b.bits.signals))
	}
	return &b
}

// width is how many groups there are, with one for the rest.
func (a *touchpointsAcc) width() int { return len(a.rank.names) + 1 }

func (a *touchpointsAcc) add(c *chunk) {
	for i := range c.idx {
		from, to := c.off[i], c.off[i+1]
		a.one(c, i, c.time[from:to], c.mask[from:to], c.label[from:to], c.rows[from:to])
	}
}

func (a *touchpointsAcc) one(c *chunk, i int, times []int64, masks []uint64, labels []uint32, rows []rowRef) {
	a.person++
	a.passes, a.groups, a.mine = a.walk(a.passes[:0], times, masks, labels), a.groups[:0], a.mine[:0]
	touched := 0
	for k := range a.passes {
		p := &a.passes[k]
		touched += p.events
		g := a.group(c, i, p, masks, labels, rows)
		a.groups = append(a.groups, g)
		a.pass(k, p.point*a.width()+g)
	}
	a.events += touched
	if touched == 0 {
		return
	}
	a.people++
	a.reach(times, masks)
	a.follow(times, masks, rows)
	last := &a.cells[a.passes[len(a.passes)-1].point*a.width()+a.groups[len(a.passes)-1]]
	last.lasts++
	if a.hits != nil && a.wanted(times, masks, last) {
		a.hits.of(c.sh.no, c.part).set(int(c.idx[i]))
	}
}

// group is the place of the pass's value among those of the breakdown: the first value that one of its events has.
func (a *touchpointsAcc) group(c *chunk, i int, p *pass, masks []uint64, labels []uint32, rows []rowRef) int {
	if a.by.By == "" {
		return 0
	}
	value := ""
	switch a.by.By {
	case "trait":
		value = a.traits.list[a.labels.of(c.sh.no, c.part)[c.idx[i]]]
	case "channel":
		value = rows[p.from].channel()
	case "source":
		value = a.d.SourceName(rows[p.from].source())
	default:
		for r := p.from; r <= p.to; r++ {
			if a.place(labels[r]) != p.point || masks[r]&a.bits.ping != 0 {
				continue
			}
			if text, ok := rows[r].text(a.path); ok && text != "" {
				value = text
				break
			}
		}
	}
	if g, ok := a.value[value]; ok {
		return g
	}
	return len(a.rank.names)
}

// pass counts one pass in its cell.
func (a *touchpointsAcc) pass(k, cell int) {
	p, c := &a.passes[k], &a.cells[cell]
	if c.person != a.person {
		c.person, c.first, c.session, c.again = a.person, k, p.session, false
		c.people++
		a.mine = append(a.mine, cell)
	}
	if p.session != c.session && !c.again {
		c.again = true
		c.repeats++
	}
	c.passes++
	c.events += p.events
	if p.exit {
		c.exits++
	}
	if p.known {
		c.spent.add(p.spent)
		c.sum += p.spent
	}
}

// reach counts who got where the first passes lead, here and on the stage.
func (a *touchpointsAcc) reach(times []int64, masks []uint64) {
	for _, cell := range a.mine {
		c := &a.cells[cell]
		c.with.add(a.leads(c.first, times, masks))
		stage := a.stage[cell/a.width()]
		k := a.firstOf(stage)
		r := a.leads(k, times, masks)
		c.stage.add(r)
	}
	for i := range a.points {
		if a.stage[i] != i {
			continue
		}
		if k := a.firstOf(i); k >= 0 {
			a.stages[i].add(a.leads(k, times, masks))
		}
	}
}

// firstOf is the first pass at any point of a stage, -1 for none.
func (a *touchpointsAcc) firstOf(stage int) int {
	for k := range a.passes {
		if a.stage[a.passes[k].point] == stage {
			return k
		}
	}
	return -1
}

func (a *touchpointsAcc) leads(k int, times []int64, masks []uint64) reached {
	p := &a.passes[k]
	targets := a.targets(p)
	switch {
	case targets == 0:
		return reached{}
	case a.won(p, times, masks, targets):
		return reached{1, 1}
	}
	return reached{1, 0}
}

func (r *reached) add(o reached) {
	r.aim += o.aim
	r.won += o.won
}

// follow counts signals after any pass and revenue after the first one.
func (a *touchpointsAcc) follow(times []int64, masks []uint64, rows []rowRef) {
	for _, cell := range a.mine {
		a.cells[cell].signalRow = -1
	}
	for r, m := range masks {
		for s := range a.bits.signals {
			f := a.score(s, m, rows[r])
			if math.IsNaN(f) {
				continue
			}
			f = friction.Round(f)
			for k := len(a.passes) - 1; k >= 0; k-- {
				p := &a.passes[k]
				if p.to >= r && (!a.q.Latest || p.from >= r) {
					continue
				}
				if times[r]-times[p.to] > a.window {
					break
				}
				c := &a.cells[p.point*a.width()+a.groups[k]]
				if at := r*len(a.bits.signals) + s; c.signalRow != at {
					c.signalRow = at
					if c.scores[s] == nil {
						c.scores[s] = map[float64]int{}
					}
					c.scores[s][f]++
				}
				if a.q.Latest {
					break
				}
			}
		}
		if !a.paying(m) {
			continue
		}
		f := a.worth(rows[r])
		if math.IsNaN(f) {
			continue
		}
		for _, cell := range a.mine {
			c := &a.cells[cell]
			if p := &a.passes[c.first]; r > p.to && times[r]-times[p.to] <= a.window {
				c.orders++
				c.money.add(f)
			}
		}
	}
}

// wanted reports whether the person at hand is behind the cell.
func (a *touchpointsAcc) wanted(times []int64, masks []uint64, last *touchCell) bool {
	for _, cell := range a.mine {
		c := &a.cells[cell]
		if (a.cell.Touch != "" && a.points[cell/a.width()].ID != a.cell.Touch) || !a.rank.picks(a.cell, cell%a.width()) {
			continue
		}
		switch a.cell.Outcome {
		case "exit":
			if c == last {
				return true
			}
		case "repeat":
			if c.again {
				return true
			}
		case "converted":
			if a.leads(c.first, times, masks).won > 0 {
				return true
			}
		default:
			return true
		}
	}
	return false
}

func (a *touchpointsAcc) merge(o *touchpointsAcc) {
	a.totals.merge(&o.totals)
	for i := range a.stages {
		a.stages[i].add(o.stages[i])
	}
	for i := range a.cells {
		c, d := &a.cells[i], &o.cells[i]
		c.people += d.people
		c.events += d.events
		c.passes += d.passes
		c.exits += d.exits
		c.lasts += d.lasts
		c.repeats += d.repeats
		c.with.add(d.with)
		c.stage.add(d.stage)
		c.spent.merge(&d.spent)
		c.sum += d.sum
		c.orders += d.orders
		c.money.merge(&d.money)
		for s, m := range d.scores {
			for v, n := range m {
				if c.scores[s] == nil {
					c.scores[s] = map[float64]int{}
				}
				c.scores[s][v] += n
			}
		}
	}
}

func (a *touchpointsAcc) answer() *journey.TouchpointsAnswer {
	out := &journey.TouchpointsAnswer{By: a.q.By, Rows: []journey.TouchpointFigs{}}
	for i := range a.cells {
		c, p := &a.cells[i], a.points[i/a.width()]
		if c.people == 0 {
			continue
		}
		f := journey.TouchpointFigs{
			ID: strings.Clone(p.ID), Name: strings.Clone(p.Name), Stage: p.Stage, People: c.people, Events: c.events, Passes: c.passes,
			SessionExit: journey.Wilson(c.exits, c.passes), JourneyExit: journey.Wilson(c.lasts, c.people), Repeat: journey.Wilson(c.repeats, c.people),
			Signals: []journey.SignalFigs{}, Time: c.spent.spent(c.sum),
		}
		if a.by.By != "" {
			f.Value, f.Other = a.rank.name(i % a.width())
		}
		all := a.stages[a.stage[i/a.width()]]
		f.Lift = liftOf(c.with, reached{all.aim - c.stage.aim, all.won - c.stage.won})
		for s, m := range c.scores {
			if len(m) > 0 {
				f.Signals = append(f.Signals, signalFigs(a.q.Signals[s].Scale, m))
			}
		}
		f.Worth = journey.Worth{Orders: c.orders, Sum: c.money.value()}
		f.Worth.PerPerson = f.Worth.Sum / float64(c.people)
		out.Rows = append(out.Rows, f)
	}
	return out
}

func liftOf(with, without reached) journey.Lift {
	l := journey.Lift{With: journey.Wilson(with.won, with.aim), Without: journey.Wilson(without.won, without.aim)}
	if d := difference(l.With, l.Without); d != nil {
		l.Value, l.Low, l.High = d.Value, d.Low, d.High
	}
	return l
}

// difference is a lift: by how much a share exceeds another one; nil where one of them is of nobody.
func difference(with, without journey.Rate) *journey.Interval {
	if with.N == 0 || without.N == 0 {
		return nil
	}
	d := stat.Difference(stat.Share{K: with.K, N: with.N}, stat.Share{K: without.K, N: without.N})
	return &journey.Interval{Value: d.Value, Low: d.Low, High: d.High}
}

func signalFigs(scale string, counts map[float64]int) journey.SignalFigs {
	t := tallyOf(counts)
	e := t.Mean()
	if scale == journey.ScaleNPS {
		e = t.NPS()
	}
	return journey.SignalFigs{Scale: scale, N: t.N(), Value: e.Value, Low: e.Low, High: e.High}
}
