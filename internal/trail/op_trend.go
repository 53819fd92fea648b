package trail

import (
	"math"

	"jejak/internal/journey"
	"jejak/internal/stat"
)

// trendAcc counts by group and interval.
type trendAcc struct {
	totals
	t      *journey.Trend
	rank   *ranking
	at     locator
	points []int       // [group][interval], the last interval is the whole range (while counting, only of people)
	sums   []*exactSum // of the same shape
	square []*exactSum // of the squares; of a mean alone
	stamp  []uint32    // who counted there last
	person uint32
	some   []uint64 // rows at hand that are seen

	cell   *journey.Cell
	cellAt int // -1: the whole range
	hits   *memberSet
}

func (x *query) trend() (*journey.Answer, error) {
	t := x.q.Trend
	spec := &scanSpec{slots: []slot{{span: x.span}}, filter: x.q.Filter, label: x.label(), number: t.Property, points: x.d.Touchpoints}
	rank, ans := single(), &journey.Answer{}
	from, to := x.span.From, x.span.To
	if x.open() || x.q.Breakdown != nil {
		pre := *spec
		pre.number = ""
		totals, err := x.rankPass(&pre, 1)
		if err != nil {
			return nil, err
		}
		from, to = x.rangeOf(totals.first, totals.last)
		if x.q.Breakdown != nil {
			rank = rankNames(spec.label.names, totals.freq, x.q.Breakdown.Top)
		}
	}
	v, err := journey.IntervalsOf(t.Interval, from, to, x.d.Zone)
	if err != nil {
		return nil, tooFine(err)
	}
	cellAt := -1
	if x.cell != nil && x.cell.At != 0 {
		cellAt = -2
		for i, s := range v.Starts {
			if s == int64(x.cell.At) {
				cellAt = i
			}
		}
	}
	cells := rank.groups() * (len(v.Starts) + 1)
	if x.q.Breakdown != nil {
		cells = (len(rank.names) + 1) * (len(v.Starts) + 1) // a value may come up that the first pass did not see counted
	}
	accs, err := x.scanLabelled(spec, func() accumulator {
		a := &trendAcc{
			totals: newTotals(), t: t, rank: rank, at: newLocator(v), points: make([]int, cells),
			sums: make([]*exactSum, cells), stamp: make([]uint32, cells), cell: x.cell, cellAt: cellAt, hits: x.hits,
		}
		if t.Measure == "mean" {
			a.square = make([]*exactSum, cells)
		}
		return a
	})
	if err != nil {
		return nil, err
	}
	sum := accs[0].(*trendAcc)
	for _, a := range accs[1:] {
		sum.merge(a.(*trendAcc))
	}
	ans.People, ans.Events = sum.people, sum.events
	ans.Trend = sum.answer(v)
	ans.Trend.Unfinished = v.Unfinished(x.span, int64(x.d.Now))
	return ans, nil
}

func (a *trendAcc) add(c *chunk) {
	width := len(a.at.starts) + 1
	for i := range c.idx {
		a.person++
		from, to := c.off[i], c.off[i+1]
		a.totals.person(c.time[from:to], c.mask[from:to], ^uint64(0))
		interval, end := -1, int64(math.MinInt64)
		for r := from; r < to; r++ {
			group := 0
			if len(c.label) > 0 {
				group = int(a.rank.of(c.label[r]))
			}
			if c.time[r] >= end { // a person's rows go forwards
				interval = a.at.of(c.time[r])
				end = a.at.endOf(interval)
			}
			if a.hits != nil && (a.cellAt == -1 || a.cellAt == interval) && a.rank.picks(a.cell, group) {
				a.hits.of(c.sh.no, c.part).set(int(c.idx[i]))
			}
			a.count(c, int(r), group*width+interval)
			if a.t.Measure == "people" { // all else adds up
				a.count(c, int(r), group*width+width-1)
			}
		}
	}
}

func (a *trendAcc) count(c *chunk, row, cell int) {
	switch a.t.Measure {
	case "people":
		if a.stamp[cell] != a.person {
			a.stamp[cell] = a.person
			a.points[cell]++
		}
	case "events":
		a.points[cell]++
	default:
		f := c.num[row]
		if math.IsNaN(f) {
			return
		}
		a.number(cell, f)
	}
}

// number counts one in.
func (a *trendAcc) number(cell int, f float64) {
	a.points[cell]++
	addTo(a.sums, cell, f)
	if a.square != nil {
		addTo(a.square, cell, stat.Finite(f*f))
	}
}

func addTo(sums []*exactSum, cell int, f float64) {
	if sums[cell] == nil {
		sums[cell] = &exactSum{}
	}
	sums[cell].add(f)
}

func (a *trendAcc) merge(o *trendAcc) {
	a.totals.merge(&o.totals)
	for i := range a.points {
		a.points[i] += o.points[i]
		a.sums[i] = merged(a.sums[i], o.sums[i])
	}
	for i := range a.square {
		a.square[i] = merged(a.square[i], o.square[i])
	}
}

// merged is the sum of both, of which either may be nil; it takes a over.
func merged(a, b *exactSum) *exactSum {
	switch {
	case b == nil:
		return a
	case a == nil:
		a = &exactSum{}
	}
	a.merge(b)
	return a
}

// whole adds the intervals up.
func (a *trendAcc) whole(width int) {
	for g := range a.rank.groups() {
		all := g*width + width - 1
		for i := g * width; i < all; i++ {
			a.points[all] += a.points[i]
			a.sums[all] = merged(a.sums[all], a.sums[i])
			if a.square != nil {
				a.square[all] = merged(a.square[all], a.square[i])
			}
		}
	}
}

func (a *trendAcc) answer(v journey.Intervals) *journey.TrendAnswer {
	out := &journey.TrendAnswer{Starts: asTimes(v.Starts), Series: []journey.TrendSeries{}}
	width := len(v.Starts) + 1
	if a.t.Measure != "people" {
		a.whole(width)
	}
	for g := range a.rank.groups() {
		s := journey.TrendSeries{Points: make([]float64, len(v.Starts)), N: make([]int, len(v.Starts))}
		s.Value, s.Other = a.rank.name(g)
		for i := range v.Starts {
			s.Points[i], s.N[i] = a.figure(g*width+i), a.points[g*width+i]
		}
		s.Total = a.figure(g*width + width - 1)
		if a.square != nil {
			a.bounds(&s, g*width)
		}
		out.Series = append(out.Series, s)
	}
	return out
}

// bounds sets the intervals of a series of means, whose first cell is given.
func (a *trendAcc) bounds(s *journey.TrendSeries, first int) {
	for i := range s.Points {
		_, b := a.mean(first + i)
		s.Bounds = append(s.Bounds, b)
	}
	_, whole := a.mean(first + len(s.Points))
	s.TotalBounds = &whole
}

func (a *trendAcc) mean(cell int) (float64, journey.Bounds) {
	m := stat.MeanOf(a.points[cell], a.sums[cell].value(), a.square[cell].value())
	return m.Value, journey.Bounds{Low: m.Low, High: m.High}
}

func (a *trendAcc) figure(cell int) float64 {
	switch a.t.Measure {
	case "sum":
		return stat.Finite(a.sums[cell].value())
	case "mean":
		m, _ := a.mean(cell)
		return m
	}
	return float64(a.points[cell])
}
