package stat

import (
	"cmp"
	"slices"
)

// BenjaminiHochberg turns p-values into q-values in the same places: calling every test with q ≤ α a discovery keeps the expected
// share of false ones at or below α (Benjamini and Hochberg 1995, J. R. Statist. Soc. B 57:289; q as in Yekutieli and Benjamini 1999).
func BenjaminiHochberg(p []float64) []float64 {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(p[a], p[b]) })
	q := make([]float64, len(p))
	least := 1.0
	for rank := len(order); rank > 0; rank-- {
		i := order[rank-1]
		least = min(least, p[i]*(float64(len(p))/float64(rank)))
		q[i] = least
	}
	return q
}
