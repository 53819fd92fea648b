package trail

import (
	"math/bits"
	"slices"
	"strconv"

	"jejak/internal/journey"
)

func trailingZeros(m uint64) int { return bits.TrailingZeros64(m) }

// funnelAcc walks persons and sums their attempts up by group.
type funnelAcc struct {
	totals
	f      *journey.Funnel
	b      *journey.Breakdown
	rank   *ranking
	w      *walker
	known  bool // the ranking is of every value, and they are counted on the way
	simple bool
	seen   uint64 // bits of the steps
	groups []funnelTally

	cell *journey.Cell
	hits *memberSet
	bin  int64 // of the histogram, where the cell is about one, else -1

	timed bool // how long people took is asked for

	rows []int32
	time []int64
	mask []uint64
	mark []bool

	whose  personBits
	begun  []uint64            // of each person at hand the first row of some kind
	some   []uint64            // rows that serve a step…
	all    []uint64            // …and those of exclusions too
	group  []uint8             // their groups by row…
	split  [][fewGroups]uint64 // …and their bits by group, 64 rows a line
	own    []uint64            // rows of one group
	masked [][]uint64          // those by slot
	times  [][]int64           // by step: when those arrived
}

type funnelTally struct {
	reached, dropped []int
	times            []durations // by step, and behind them those of the whole
	figures          []journey.Times
	histogram        []journey.Bin
}

func (x *query) funnel() (*journey.Answer, error) {
	f := x.q.Funnel
	spec := &scanSpec{filter: x.q.Filter, label: x.label(), points: x.d.Touchpoints}
	for i := range f.Steps {
		spec.slots = append(spec.slots, slot{filter: &f.Steps[i].Filter, span: x.span})
	}
	steps := uint64(1)<<len(f.Steps) - 1
	rank, known := single(), false
	if b := x.q.Breakdown; b != nil {
		rank, known = x.known(spec)
		if !known {
			t, err := x.frequencies(spec, steps)
			if err != nil {
				return nil, err
			}
			rank = rankNames(spec.label.names, t.freq, b.Top)
		}
	}
	for i := range f.Exclusions {
		spec.slots = append(spec.slots, slot{filter: &f.Exclusions[i].Filter, span: x.span})
	}
	if f.Order == "strict" {
		spec.slots = append(spec.slots, slot{span: x.span})
	}
	accs, err := x.scanLabelled(spec, func() accumulator {
		a := &funnelAcc{totals: newTotals(), f: f, b: x.q.Breakdown, rank: rank, known: known, w: newWalker(f), seen: steps, cell: x.cell, hits: x.hits, bin: -1}
		if x.cell != nil && x.cell.Item != nil {
			a.bin, _ = strconv.ParseInt(*x.cell.Item, 10, 64) // a valid question has a number there
		}
		a.timed = a.bin >= 0 || (x.cell == nil && !f.Untimed)
		n := len(f.Steps)
		for range len(rank.names) + 1 {
			a.groups = append(a.groups, funnelTally{reached: make([]int, n), dropped: make([]int, n), times: make([]durations, n+1)})
		}
		a.simple = a.w.simple() && !known && (a.b == nil || a.b.Attribution != "all")
		a.mark = make([]bool, len(rank.names)+1)
		return a
	})
	if err != nil {
		return nil, err
	}
	sum := accs[0].(*funnelAcc)
	for _, a := range accs[1:] {
		sum.merge(a.(*funnelAcc))
	}
	if known {
		sum.order(rankNames(spec.label.names, sum.freq, len(sum.freq)))
	}
	return &journey.Answer{People: sum.people, Events: sum.events, Funnel: sum.answer(x)}, nil
}

// known ranks the values of a breakdown before any row is read, in no order, where they are few: then they can be counted as they come.
func (x *query) known(spec *scanSpec) (*ranking, bool) {
	n, most := spec.label.names, x.q.Breakdown.Top
	if spec.label.by == "trait" {
		return nil, false
	}
	for _, sh := range x.compile(spec, nil) {
		for _, pp := range sh.plans {
			if slices.ContainsFunc(pp.kinds, func(k kindPlan) bool { return k.labelNum != nil }) {
				return nil, false
			}
		}
	}
	if len(n.list) > most {
		return nil, false
	}
	r := &ranking{names: slices.Clone(n.list)}
	for l := range n.list {
		r.fold = append(r.fold, uint32(l))
	}
	return r, true
}

// order puts the groups of known values into the order of a ranking.
func (a *funnelAcc) order(rank *ranking) {
	groups := make([]funnelTally, len(rank.names)+1)
	for l, n := range a.freq {
		if n > 0 {
			groups[rank.of(uint32(l))] = a.groups[l]
		}
	}
	a.rank, a.groups = rank, groups
}

func (a *funnelAcc) answer(x *query) *journey.FunnelAnswer {
	groups, lists := a.rank.groups(), len(a.f.Steps)+1
	for g := range groups {
		a.groups[g].figures = make([]journey.Times, lists)
	}
	x.each(groups*lists, func(i int) { a.groups[i/lists].summarise(i % lists) })
	out := &journey.FunnelAnswer{Groups: make([]journey.FunnelGroup, groups)}
	for g := range groups {
		group := a.groups[g].answer(a.f)
		group.Value, group.Other = a.rank.name(g)
		out.Groups[g] = group
	}
	return out
}

func (a *funnelAcc) add(c *chunk) {
	if a.simple {
		a.quick(c)
		return
	}
	for i := range c.idx {
		from, to := c.off[i], c.off[i+1]
		time, mask := c.time[from:to], c.mask[from:to]
		a.person(time, mask, a.seen)
		if a.known {
			a.count(mask, c.label[from:to])
		}
		switch {
		case a.b == nil:
			a.w.attempts(time, mask, func(t *attempt) { a.tally(c, i, 0, time, t) })
		case a.b.Attribution == "all":
			a.each(c, i, time, mask, c.label[from:to])
		default:
			labels := c.label[from:to]
			a.w.attempts(time, mask, func(t *attempt) {
				if l, ok := a.attributed(t, labels); ok {
					a.tally(c, i, int(a.rank.of(l)), time, t)
				}
			})
		}
	}
}

// count counts the values of the rows that serve a step.
func (a *funnelAcc) count(mask []uint64, labels []uint32) {
	for r, m := range mask {
		if m&a.seen != 0 {
			a.label(labels[r], 1)
		}
	}
}

// quick sums up funnels that need nothing special; every row is a step's.
func (a *funnelAcc) quick(c *chunk) {
	a.people += len(c.idx)
	a.events += len(c.time)
	for i := range c.idx {
		from, to := c.off[i], c.off[i+1]
		time := c.time[from:to]
		t := a.w.quick(time, c.mask[from:to])
		if t == nil {
			continue
		}
		group := 0
		if a.b != nil {
			l, ok := a.attributed(t, c.label[from:to])
			if !ok {
				continue
			}
			group = int(a.rank.of(l))
		}
		y := &a.groups[group]
		for j := range t.depth {
			y.reached[j]++
			if j > 0 && a.timed {
				y.times[j].add(time[t.at[j]] - time[t.at[j-1]])
			}
		}
		full, took := t.depth == len(t.at), time[t.at[t.depth-1]]-time[t.at[0]]
		switch {
		case !full:
			y.dropped[t.depth-1]++
		case a.timed:
			y.times[len(y.reached)].add(took)
		}
		if a.hits != nil && a.picked(group, t.depth, full, took) {
			a.hits.of(c.sh.no, c.part).set(int(c.idx[i]))
		}
	}
}

// picked reports whether the cell is about an attempt that came so far, and took so long, in a funnel that needs nothing special.
func (a *funnelAcc) picked(group, depth int, full bool, took int64) bool {
	step := max(1, a.cell.Step)
	switch a.cell.Outcome {
	case "dropped":
		return depth == step && !full && a.rank.picks(a.cell, group)
	case "converted":
		return full && a.inBin(took) && a.rank.picks(a.cell, group)
	}
	return depth >= step && a.rank.picks(a.cell, group)
}

// inBin reports whether an attempt that took so long lies in the cell's bin of the histogram.
func (a *funnelAcc) inBin(took int64) bool { return a.bin < 0 || journey.BinFrom(took) == a.bin }

// each walks the rows of each value by themselves.
func (a *funnelAcc) each(c *chunk, i int, time []int64, mask []uint64, labels []uint32) {
	clear(a.mark)
	for r, l := range labels {
		g := a.rank.of(l)
		if a.mark[g] || mask[r]&a.seen == 0 {
			continue
		}
		a.mark[g] = true
		a.time, a.mask = a.time[:0], a.mask[:0]
		for k, l := range labels {
			if a.rank.of(l) == g {
				a.time, a.mask = append(a.time, time[k]), append(a.mask, mask[k])
			}
		}
		a.w.attempts(a.time, a.mask, func(t *attempt) { a.tally(c, i, int(g), a.time, t) })
	}
}

// attributed is the value that an attempt counts under; ok is false where it counts nowhere.
func (a *funnelAcc) attributed(t *attempt, labels []uint32) (uint32, bool) {
	if a.b.Attribution == "step" {
		i := t.at[a.b.Step-1]
		if i < 0 {
			return 0, false
		}
		return labels[i], true
	}
	a.matched(t)
	if a.b.Attribution == "last" {
		slices.Reverse(a.rows)
	}
	for _, i := range a.rows {
		if labels[i] != 0 {
			return labels[i], true
		}
	}
	return 0, true
}

// matched sets rows to the attempt's rows, in order.
func (a *funnelAcc) matched(t *attempt) {
	a.rows = a.rows[:0]
	for _, i := range t.at {
		if i >= 0 {
			a.rows = append(a.rows, i)
		}
	}
	if a.f.Order == "any" {
		slices.Sort(a.rows)
	}
}

func (a *funnelAcc) tally(c *chunk, person, group int, time []int64, t *attempt) {
	y := &a.groups[group]
	a.matched(t)
	if a.f.Order == "any" {
		a.inOrder(t)
	}
	required := 0 // how many required steps there are up to the present one
	for i := range t.at {
		if !a.f.Steps[i].Optional {
			required++
		}
		row := t.at[i]
		if row < 0 {
			continue
		}
		dropped := required < len(a.w.required) && t.depth <= required
		y.reached[i]++
		if dropped {
			y.dropped[i]++
		}
		if row != a.rows[0] && a.timed {
			before := a.rows[slices.Index(a.rows, row)-1]
			y.times[i].add(time[row] - time[before])
		}
		if a.hits != nil && a.cell.Outcome != "converted" && a.rank.picks(a.cell, group) && max(0, a.cell.Step-1) == i && (a.cell.Outcome != "dropped" || dropped) {
			a.hits.of(c.sh.no, c.part).set(int(c.idx[person]))
		}
	}
	if t.depth == len(a.w.required) {
		last := t.at[a.w.required[t.depth-1]]
		took := time[last] - time[a.rows[0]]
		if a.timed {
			y.times[len(y.reached)].add(took)
		}
		if a.hits != nil && a.cell.Outcome == "converted" && a.inBin(took) && a.rank.picks(a.cell, group) {
			a.hits.of(c.sh.no, c.part).set(int(c.idx[person]))
		}
	}
}

// inOrder makes the n-th required step the n-th that was served.
func (a *funnelAcc) inOrder(t *attempt) {
	var rows []int32
	for _, r := range a.w.required {
		if t.at[r] >= 0 {
			rows = append(rows, t.at[r])
		}
	}
	slices.Sort(rows)
	for n, r := range a.w.required {
		t.at[r] = -1
		if n < len(rows) {
			t.at[r] = rows[n]
		}
	}
}

func (a *funnelAcc) merge(o *funnelAcc) {
	a.totals.merge(&o.totals)
	for g := range a.groups {
		y, z := &a.groups[g], &o.groups[g]
		for i := range y.reached {
			y.reached[i] += z.reached[i]
			y.dropped[i] += z.dropped[i]
		}
		for i := range y.times {
			y.times[i].merge(&z.times[i])
		}
	}
}

// summarise sums the durations of one step up, or those of the whole.
func (y *funnelTally) summarise(step int) {
	y.figures[step] = y.times[step].times()
	if step == len(y.reached) {
		y.histogram = journey.Histogram(y.times[step].list())
	}
}

func (y *funnelTally) answer(f *journey.Funnel) journey.FunnelGroup {
	g := journey.FunnelGroup{Total: y.figures[len(f.Steps)], Histogram: y.histogram}
	prev := 0
	for i, s := range f.Steps {
		of := prev
		if f.Order == "any" && s.Optional {
			of = 0 // there is no step before it
		}
		g.Steps = append(g.Steps, journey.FunnelStep{
			Name: journey.StepName(s), Optional: s.Optional, Reached: y.reached[i], Dropped: y.dropped[i],
			FromPrev: journey.Wilson(y.reached[i], y.reached[of]), Overall: journey.Wilson(y.reached[i], y.reached[0]),
			Times: y.figures[i],
		})
		if !s.Optional {
			prev = i
		}
	}
	return g
}
