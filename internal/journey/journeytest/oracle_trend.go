package journeytest

import (
	"math/big"

	"jejak/internal/event"
	"jejak/internal/journey"
)

func everything(*fact) bool { return true }

func (a *asking) trend() error {
	a.count(everything)
	v, err := a.intervals(a.q.Trend.Interval, everything)
	if err != nil {
		return err
	}
	if a.q.Breakdown == nil {
		a.rank = &ranking{names: []string{""}}
	}
	ans := &journey.TrendAnswer{Starts: asTimes(v.Starts), Series: []journey.TrendSeries{}}
	for g := range a.rank.groups() {
		s := journey.TrendSeries{Points: make([]float64, len(v.Starts)), N: make([]int, len(v.Starts))}
		s.Value, s.Other = a.rank.name(g)
		s.Total, _ = a.point(g, v, -1)
		for i := range v.Starts {
			s.Points[i], s.N[i] = a.point(g, v, i)
		}
		ans.Series = append(ans.Series, s)
	}
	for i := range v.Starts {
		if end := a.ends(v, i); v.Starts[i] < a.span.From || end > a.span.To || (a.d.Now != 0 && end > int64(a.d.Now)) {
			ans.Unfinished = append(ans.Unfinished, i)
		}
	}
	a.ans.Trend = ans
	return nil
}

// ends is when an interval ends.
func (a *asking) ends(v journey.Intervals, i int) int64 {
	return journey.Next(a.q.Trend.Interval, v.Starts[i], a.zone)
}

// point is one group's figure of one interval, -1 for all of them.
func (a *asking) point(group int, v journey.Intervals, interval int) (float64, int) {
	t := a.q.Trend
	events, people, numbers := 0, 0, 0
	sum := new(big.Float).SetPrec(4000)
	for _, p := range a.people {
		n := 0
		for _, e := range p.seen {
			value, _ := a.value(p, e)
			if a.rank.of(value) != group || (interval >= 0 && v.Index(e.time) != interval) {
				continue
			}
			n++
			if text, ok := e.Value(t.Property); ok && t.Property != "" {
				if f, ok := journey.Number(text); ok {
					sum.Add(sum, big.NewFloat(f))
					numbers++
				}
			}
			if a.cell != nil && a.picks(group) && (a.cell.At == 0 || (interval >= 0 && a.cell.At == event.Time(v.Starts[interval]))) {
				a.hit(p, true)
			}
		}
		events += n
		if n > 0 {
			people++
		}
	}
	total, _ := sum.Float64()
	switch {
	case t.Measure == "people":
		return float64(people), people
	case t.Measure == "sum":
		return total, numbers
	case t.Measure == "mean" && numbers == 0:
		return 0, 0
	case t.Measure == "mean":
		return total / float64(numbers), numbers
	}
	return float64(events), events
}
