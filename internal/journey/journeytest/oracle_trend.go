package journeytest

import (
	"math"
	"math/big"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/stat"
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
		whole := a.point(g, v, -1)
		s.Total = whole.figure(a.q.Trend.Measure)
		for i := range v.Starts {
			p := a.point(g, v, i)
			s.Points[i], s.N[i] = p.figure(a.q.Trend.Measure), p.n(a.q.Trend.Measure)
			if a.q.Trend.Measure == "mean" {
				s.Bounds = append(s.Bounds, p.bounds())
			}
		}
		if a.q.Trend.Measure == "mean" {
			b := whole.bounds()
			s.TotalBounds = &b
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

// point is what one interval of one group holds.
type point struct {
	events, people int
	numbers        []float64
}

// point is that of one interval, -1 for all of them.
func (a *asking) point(group int, v journey.Intervals, interval int) (at point) {
	t := a.q.Trend
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
					at.numbers = append(at.numbers, f)
				}
			}
			if a.cell != nil && a.picks(group) && (a.cell.At == 0 || (interval >= 0 && a.cell.At == event.Time(v.Starts[interval]))) {
				a.hit(p, true)
			}
		}
		at.events += n
		if n > 0 {
			at.people++
		}
	}
	return at
}

func (p point) n(measure string) int {
	switch measure {
	case "people":
		return p.people
	case "sum", "mean":
		return len(p.numbers)
	}
	return p.events
}

func (p point) figure(measure string) float64 {
	switch {
	case measure == "sum":
		return summed(p.numbers)
	case measure == "mean" && len(p.numbers) == 0:
		return 0
	case measure == "mean":
		return summed(p.numbers) / float64(len(p.numbers))
	}
	return float64(p.n(measure))
}

// bounds are the 95 % interval of the numbers' mean.
func (p point) bounds() journey.Bounds {
	squares := make([]float64, len(p.numbers))
	for i, f := range p.numbers {
		squares[i] = min(f*f, math.MaxFloat64)
	}
	m := stat.MeanOf(len(p.numbers), summed(p.numbers), summed(squares))
	return journey.Bounds{Low: m.Low, High: m.High}
}

// summed is the sum, rounded once.
func summed(numbers []float64) float64 {
	sum := new(big.Float).SetPrec(4000)
	for _, f := range numbers {
		sum.Add(sum, big.NewFloat(f))
	}
	total, _ := sum.Float64()
	return min(max(total, -math.MaxFloat64), math.MaxFloat64)
}
