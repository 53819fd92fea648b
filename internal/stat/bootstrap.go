package stat

import (
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Bootstrap is a figure of n independent observations with its 95 % percentile interval (Efron 1979): figure is given the indices
// of a sample, first of all n as they are and then of draws drawn with replacement. The same seed gives the same interval.
func Bootstrap(n, draws int, seed uint64, figure func(sample []int) float64) Estimate {
	sample := make([]int, n)
	for i := range sample {
		sample[i] = i
	}
	e := Estimate{Value: figure(sample)}
	e.Low, e.High = e.Value, e.Value
	if n == 0 || draws == 0 {
		return e
	}
	r := rand.New(rand.NewPCG(seed, uint64(n))) //nolint:gosec // the same answer every time
	values := make([]float64, draws)
	for d := range values {
		for i := range sample {
			sample[i] = r.IntN(n)
		}
		values[d] = figure(sample)
	}
	slices.Sort(values)
	e.Low = values[int(0.025*float64(draws-1)+0.5)]
	e.High = values[int(0.975*float64(draws-1)+0.5)]
	return e
}

// studentT95 is the two-sided 95 % quantile of Student's distribution.
func studentT95(freedom float64) float64 {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: freedom}.Quantile(0.975)
}
