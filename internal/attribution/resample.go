package attribution

import (
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// Alike divides a conversion equally among the distinct units of a path, as Shapley does; a unit's share stands at its first touch.
func Alike(touches []int, share []float64) {
	set := distinct(touches)
	seen := make(map[int]bool, len(set))
	for i, u := range touches {
		share[i] = 0
		if !seen[u] {
			seen[u], share[i] = true, 1/float64(len(set))
		}
	}
}

// Squares sums, by unit, the square of its share of each conversion: what the variance of its share of all is made of.
func (l *Log) Squares(rule Rule) []float64 {
	squares, mine := make([]float64, l.units), make([]float64, l.units)
	var share []float64
	for _, p := range l.paths {
		if p.Conversions == 0 {
			continue
		}
		if cap(share) < len(p.Touches) {
			share = make([]float64, 2*len(p.Touches))
		}
		share = share[:len(p.Touches)]
		rule(p.Touches, share)
		for i, u := range p.Touches {
			mine[u] += share[i]
		}
		for _, u := range p.Touches {
			squares[u] += p.Conversions * mine[u] * mine[u]
			mine[u] = 0
		}
	}
	return squares
}

// Resampled draws as many journeys of each path as come by chance where these are the mean (Poisson bootstrap, Hanley and MacGibbon
// 2006). The same seeds give the same log.
func (l *Log) Resampled(seed, draw uint64) *Log {
	src := rand.NewPCG(seed, draw)
	out := &Log{units: l.units}
	for _, p := range l.paths {
		q := Path{Touches: p.Touches, Conversions: poisson(p.Conversions, src), Nulls: poisson(p.Nulls, src)}
		if q.Conversions > 0 {
			q.Value = p.Value * q.Conversions / p.Conversions
		}
		if q.Conversions+q.Nulls == 0 {
			continue
		}
		out.paths = append(out.paths, q)
		out.total.Conversions += q.Conversions
		out.total.Value += q.Value
		out.total.Nulls += q.Nulls
	}
	return out
}

func poisson(mean float64, src rand.Source) float64 {
	if mean == 0 {
		return 0
	}
	return distuv.Poisson{Lambda: mean, Src: src}.Rand()
}
