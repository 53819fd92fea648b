package heard

import (
	"math"
	"runtime"

	"golang.org/x/sync/errgroup"

	"jejak/internal/journey"
	"jejak/internal/stat"
)

// abreastRows is below how many rows another goroutine costs more than it brings.
const abreastRows = 50_000

// abreast counts rows in a few parts side by side; what the parts found is merged in their order.
func abreast[T any](rows int, count func(from, to uint32) T, merge func(T)) {
	n := max(1, min(runtime.GOMAXPROCS(0), rows/abreastRows))
	found := make([]T, n)
	sideBySide(n, func(i int) { found[i] = count(uint32(rows*i/n), uint32(rows*(i+1)/n)) })
	for _, one := range found {
		merge(one)
	}
}

// sideBySide calls fn with 0 to n-1, as many at once as there are processors.
func sideBySide(n int, fn func(i int)) {
	var all errgroup.Group
	all.SetLimit(runtime.GOMAXPROCS(0))
	for i := range n {
		all.Go(func() error { fn(i); return nil })
	}
	_ = all.Wait() // none of them fails
}

// calendar finds the period of a moment. Periods are of nearly the same length, so that a guess is at most a step or two off.
type calendar struct {
	journey.Intervals
	scale float64 // periods a millisecond
}

func newCalendar(v journey.Intervals) calendar {
	c := calendar{Intervals: v}
	if len(v.Starts) > 0 {
		c.scale = float64(len(v.Starts)) / float64(v.End-v.Starts[0])
	}
	return c
}

// of is the period that holds a moment within them.
func (c *calendar) of(at int64) int {
	last := len(c.Starts) - 1
	i := max(0, min(last, int(float64(at-c.Starts[0])*c.scale)))
	for i > 0 && c.Starts[i] > at {
		i--
	}
	for i < last && c.Starts[i+1] <= at {
		i++
	}
	return i
}

// sums make a mean of scores, in thousandths, so that they are exact in every order.
type sums struct{ n, sum, squares int64 }

func (s *sums) add(r *row) {
	if r.class < 3 {
		v := int64(r.score)
		s.n, s.sum, s.squares = s.n+1, s.sum+v, s.squares+v*v
	}
}

func (s *sums) merge(o sums) {
	s.n, s.sum, s.squares = s.n+o.n, s.sum+o.sum, s.squares+o.squares
}

// mean is the mean with its interval by the normal distribution; nil of nothing.
func (s sums) mean() *Mean {
	if s.n == 0 {
		return nil
	}
	n, sum, squares := float64(s.n), float64(s.sum)/1000, float64(s.squares)/1e6
	m := Mean{Value: sum / n, N: int(s.n)}
	half := 0.0
	if n > 1 {
		half = stat.Z95 * math.Sqrt(max(0, squares-sum*sum/n)/(n-1)/n)
	}
	m.Low, m.High = max(-1, m.Value-half), min(1, m.Value+half)
	return &m
}
