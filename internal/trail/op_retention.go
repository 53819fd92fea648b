package trail

import (
	"fmt"
	"slices"

	"jejak/internal/event"
	"jejak/internal/journey"
)

// retentionAcc counts starts by period, and who came back how many periods later.
type retentionAcc struct {
	totals
	cohorts // of everyone
	r       *journey.Retention
	at      locator

	cell   *journey.Cell
	cellAt int // -1: every cohort
	hits   *memberSet

	mine []start

	// of the rows at hand that start or return
	some, begins []uint64 // the first rows of persons
	rows         []int32
	period       []int64
	tag          []uint32 // the person's number, and in the lowest bits the slots
	person       uint32

	rank   *ranking // of a breakdown's values, else nil
	groups []cohorts

	clear   stretches
	clearOf *partPlan // whose stretches are in clear

	cells []int // [cohort][period], one more than is told, and those who start there: only the first start counts, and a return in its own period
}

// cohorts are how many started by period, and how many of them came back.
type cohorts struct {
	sizes []int
	back  []int // [cohort][period]
}

func newCohorts(n, width int) cohorts { return cohorts{make([]int, n), make([]int, n*width)} }

// start is a person's cohort with the periods they came back in, and the place of the starting event among the person's rows.
type start struct {
	cohort, row int
	seen        [2]uint64
}

const (
	startBit  = 1
	returnBit = 2
)

func (x *query) retention() (*journey.Answer, error) {
	r := x.q.Retention
	spec := &scanSpec{
		slots: []slot{{filter: &r.Start, span: x.span}, {filter: &r.Return, span: x.span}}, filter: x.q.Filter, label: x.label(), points: x.d.Touchpoints,
	}
	// Periods without a start are not told, so that they may begin too early; only where they are too many, it matters.
	from, to := x.hull()
	v, err := journey.IntervalsOf(r.Period, from, to, x.d.Zone)
	if err != nil && x.open() {
		from, to, err = x.startsOnly(spec)
		if err == nil {
			v, err = journey.IntervalsOf(r.Period, from, to, x.d.Zone)
		}
	}
	if err != nil {
		return nil, tooFine(err)
	}
	cellAt := -1
	if x.cell != nil && x.cell.At != 0 {
		cellAt = slices.Index(v.Starts, int64(x.cell.At))
		if cellAt < 0 {
			cellAt = len(v.Starts)
		}
	}
	width := r.Periods + 1
	rank, err := x.retentionValues(spec, len(v.Starts)*width)
	if err != nil {
		return nil, err
	}
	accs, err := x.scanLabelled(spec, func() accumulator {
		a := &retentionAcc{
			totals: newTotals(), r: r, at: newLocator(v), cohorts: newCohorts(len(v.Starts), width),
			cell: x.cell, cellAt: cellAt, hits: x.hits, rank: rank,
		}
		switch {
		case rank != nil:
			for range len(rank.names) + 1 {
				a.groups = append(a.groups, newCohorts(len(v.Starts), width))
			}
		case r.Mode == "first" && r.Match == "on" && x.hits == nil:
			a.cells = make([]int, len(v.Starts)*(width+2))
		}
		return a
	})
	if err != nil {
		return nil, err
	}
	sum := accs[0].(*retentionAcc)
	for _, a := range accs[1:] {
		sum.merge(a.(*retentionAcc))
	}
	sum.settle()
	return &journey.Answer{People: sum.people, Events: sum.events, Retention: sum.told(x, v)}, nil
}

// startsOnly is the range from the first start to the last event that counts.
func (x *query) startsOnly(spec *scanSpec) (from, to int64, err error) {
	starts, err := x.rankPass(spec, startBit)
	if err != nil {
		return 0, 0, err
	}
	both, err := x.rankPass(spec, startBit|returnBit)
	if err != nil || starts.people == 0 {
		return 0, 0, err
	}
	from, to = x.rangeOf(starts.first, both.last)
	return from, to, nil
}

func (a *retentionAcc) add(c *chunk) {
	a.people += len(c.idx)
	a.events += len(c.time)
	for i := range c.idx {
		from, to := c.off[i], c.off[i+1]
		a.period, a.tag = append(a.period[:0], c.time[from:to]...), a.tag[:0]
		a.at.all(a.period)
		for _, m := range c.mask[from:to] {
			a.tag = append(a.tag, uint32(m))
		}
		a.walk(a.period, a.tag)
		var labels []uint32
		if a.rank != nil {
			labels = c.label[from:to]
		}
		a.count(c.sh.no, c.part, int(c.idx[i]), labels)
	}
}

func (a *retentionAcc) walk(periods []int64, tags []uint32) {
	a.mine = a.mine[:0]
	once := a.r.Mode == "first"
	for r, m := range tags {
		period := int(periods[r])
		if m&returnBit != 0 {
			for k := len(a.mine) - 1; k >= 0; k-- {
				a.mine[k].came(period-a.mine[k].cohort, a.r)
			}
		}
		if m&startBit != 0 && (len(a.mine) == 0 || !once) {
			if n := len(a.mine); n == 0 || a.mine[n-1].cohort != period {
				a.mine = append(a.mine, start{cohort: period, row: r})
			}
		}
	}
}

func (s *start) came(period int, r *journey.Retention) {
	if r.Match == "on" {
		if period <= r.Periods {
			s.seen[period>>6] |= 1 << (period & 63)
		}
		return
	}
	for k := min(period, r.Periods); k >= 0 && s.seen[k>>6]&(1<<(k&63)) == 0; k-- {
		s.seen[k>>6] |= 1 << (k & 63)
	}
}

// count counts a person's starts; labels are of the person's rows, for a breakdown.
func (a *retentionAcc) count(shard, part, idx int, labels []uint32) {
	width := a.r.Periods + 1
	for i := range a.mine {
		s := &a.mine[i]
		a.began(s, width)
		group := 0
		if a.rank != nil {
			group = int(a.rank.of(labels[s.row]))
			a.groups[group].began(s, width)
		}
		if a.hits != nil && (a.cellAt < 0 || a.cellAt == s.cohort) && (a.rank == nil || a.rank.picks(a.cell, group)) {
			k := a.cell.Period
			if k == nil || (*k <= a.r.Periods && s.seen[*k>>6]&(1<<(*k&63)) != 0) {
				a.hits.of(shard, part).set(idx)
			}
		}
	}
}

func (c *cohorts) began(s *start, width int) {
	c.sizes[s.cohort]++
	for w, m := range s.seen {
		for ; m != 0; m &= m - 1 {
			c.back[s.cohort*width+w*64+trailingZeros(m)]++
		}
	}
}

func (a *retentionAcc) merge(o *retentionAcc) {
	a.totals.merge(&o.totals)
	o.settle()
	a.cohorts.merge(&o.cohorts)
	for g := range a.groups {
		a.groups[g].merge(&o.groups[g])
	}
}

func (c *cohorts) merge(o *cohorts) {
	for i, n := range o.sizes {
		c.sizes[i] += n
	}
	for i, n := range o.back {
		c.back[i] += n
	}
}

func (a *retentionAcc) told(x *query, v journey.Intervals) *journey.RetentionAnswer {
	out := &journey.RetentionAnswer{}
	out.Cohorts, out.Mean = a.answer(x, v)
	if a.rank == nil {
		return out
	}
	for g := range a.rank.groups() {
		var group journey.RetentionGroup
		group.Value, group.Other = a.rank.name(g)
		group.Cohorts, group.Mean = a.groups[g].answer(x, v)
		out.Groups = append(out.Groups, group)
	}
	return out
}

func (c *cohorts) answer(x *query, v journey.Intervals) (told []journey.Cohort, mean []journey.Rate) {
	r := x.q.Retention
	told = []journey.Cohort{}
	width := r.Periods + 1
	ks, ns := make([]int, width), make([]int, width)
	// ends[i] is the end of the i-th period, also of those behind the range.
	ends := slices.Clone(v.Starts)
	for i := range ends {
		ends[i] = v.End
		if i+1 < len(v.Starts) {
			ends[i] = v.Starts[i+1]
		}
	}
	for at, size := range c.sizes {
		if size == 0 {
			continue
		}
		cohort := journey.Cohort{Start: event.Time(v.Starts[at]), Size: size}
		for k := range width {
			for len(ends) <= at+k {
				ends = append(ends, journey.Next(r.Period, ends[len(ends)-1], x.zone()))
			}
			end := ends[at+k]
			cell := journey.RetentionCell{Rate: journey.Wilson(c.back[at*width+k], size), Unfinished: end > x.span.To || end > int64(x.d.Now)}
			if !cell.Unfinished {
				ks[k] += cell.K
				ns[k] += size
			}
			cohort.Cells = append(cohort.Cells, cell)
		}
		told = append(told, cohort)
	}
	for k := range width {
		mean = append(mean, journey.Wilson(ks[k], ns[k]))
	}
	return told, mean
}

// maxCohortCells bounds the cells of all values together.
const maxCohortCells = 1 << 22

// retentionValues ranks the values of the breakdown by starting events; nil where there is none.
func (x *query) retentionValues(spec *scanSpec, cells int) (*ranking, error) {
	b := x.q.Breakdown
	if b == nil {
		return nil, nil //nolint:nilnil // no breakdown has no values
	}
	t, err := x.frequencies(spec, startBit)
	if err != nil {
		return nil, err
	}
	rank := rankNames(spec.label.names, t.freq, b.Top)
	if (len(rank.names)+1)*cells > maxCohortCells {
		return nil, tooFine(fmt.Errorf("there are too many cohorts for %d values: choose a shorter range, longer periods or fewer values", len(rank.names)))
	}
	return rank, nil
}
