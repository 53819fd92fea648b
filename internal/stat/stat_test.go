package stat_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"jejak/internal/stat"
)

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > tolerance {
		t.Errorf("%s is %v, published %v", what, got, want)
	}
}

// Newcombe (1998), table II, method 10.
func TestDifferenceIsNewcombes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b      stat.Share
		low, high float64
	}{
		{stat.Share{K: 56, N: 70}, stat.Share{K: 48, N: 80}, 0.0524, 0.3339},
		{stat.Share{K: 9, N: 10}, stat.Share{K: 3, N: 10}, 0.1705, 0.8090},
		{stat.Share{K: 10, N: 10}, stat.Share{K: 0, N: 20}, 0.6791, 1},
		{stat.Share{K: 5, N: 56}, stat.Share{K: 0, N: 29}, -0.0381, 0.1926},
	} {
		d := stat.Difference(c.a, c.b)
		near(t, "low", d.Low, c.low, 5e-5)
		near(t, "high", d.High, c.high, 5e-5)
	}
}

func TestGreaterIsFishersAndTheZTest(t *testing.T) {
	t.Parallel()
	// Fisher's lady tasting tea: 3 of 4 cups, p = 17/70.
	near(t, "tea", stat.Greater(stat.Share{K: 3, N: 4}, stat.Share{K: 1, N: 4}), 17.0/70, 1e-12)
	// Physicians' Health Study (1988): infarctions 189 of 11,034 with placebo, 104 of 11,037 with aspirin; chi-square 25.01.
	near(t, "aspirin", math.Pow(stat.Z(stat.Share{K: 189, N: 11_034}, stat.Share{K: 104, N: 11_037}), 2), 25.01, 0.005)
	near(t, "nobody", stat.Greater(stat.Share{}, stat.Share{K: 1, N: 4}), 1, 0)
}

// Under no difference, a p-value is at or below α at most about so often: also where trouble is rare, which is where the plain
// z-test breaks its word.
func TestGreaterKeepsItsWord(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	const runs = 5_000
	for _, size := range [][2]int{{30, 400}, {60, 60}, {500, 1500}} {
		below := 0
		for range runs {
			a, b := draw(r, size[0], 0.04), draw(r, size[1], 0.04)
			if stat.Greater(a, b) <= 0.01 {
				below++
			}
		}
		if share := float64(below) / runs; share > 0.014 {
			t.Errorf("of groups of %v, %.4f are below 0.01", size, share)
		}
	}
}

func draw(r *rand.Rand, n int, p float64) stat.Share {
	s := stat.Share{N: n}
	for range n {
		if r.Float64() < p {
			s.K++
		}
	}
	return s
}

// Berkeley's admissions of 1973 by department (Bickel et al. 1975): Mantel–Haenszel chi-square 1.4269 with continuity correction.
func TestGreaterWithinIsMantelHaenszels(t *testing.T) {
	t.Parallel()
	men := [][2]int{{512, 313}, {353, 207}, {120, 205}, {138, 279}, {53, 138}, {22, 351}}
	women := [][2]int{{89, 19}, {17, 8}, {202, 391}, {131, 244}, {94, 299}, {24, 317}}
	var strata []stat.Stratum
	for i := range men {
		strata = append(strata, stat.Stratum{
			A: stat.Share{K: women[i][0], N: women[i][0] + women[i][1]}, B: stat.Share{K: men[i][0], N: men[i][0] + men[i][1]},
		})
	}
	p, excess := stat.GreaterWithin(strata)
	near(t, "p", p, math.Erfc(math.Sqrt(1.4269/2))/2, 2e-5)
	if excess <= 0 || excess > 0.05 {
		t.Errorf("women are admitted %v more often within departments", excess)
	}
	p, _ = stat.GreaterWithin(append(strata[:1:1], stat.Stratum{A: stat.Share{K: 5, N: 9}}))
	near(t, "a stratum without men", p, stat.Greater(strata[0].A, strata[0].B), 0)
}

func TestRanksHigherIsMannAndWhitneys(t *testing.T) {
	t.Parallel()
	// Hollander and Wolfe (1973), p. 69: permeability of membranes, W = 35, exact one-sided p = 0.1272.
	x := []float64{0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46}
	y := []float64{1.15, 0.88, 0.90, 0.74, 1.21}
	p, delta := stat.RanksHigher(stat.NewTally(x), stat.NewTally(y))
	near(t, "p", p, 0.1272, 5e-5)
	near(t, "delta", delta, 2*35.0/50-1, 1e-12)
	// Ages at diagnosis (5 men, 4 women): U = 17, exact one-sided p = 7/126.
	p, _ = stat.RanksHigher(stat.NewTally([]float64{19, 22, 16, 29, 24}), stat.NewTally([]float64{20, 11, 17, 12}))
	near(t, "p", p, 7.0/126, 1e-12)
}

// With ties, the approximation is held against counting arrangements at random.
func TestRanksHigherWithTies(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	values := make([]float64, 70)
	for i := range values {
		values[i] = float64(min(10, r.IntN(8)+r.IntN(6)))
	}
	p, delta := stat.RanksHigher(stat.NewTally(values[:30]), stat.NewTally(values[30:]))
	const runs = 10_000
	atLeast := 0
	for range runs {
		r.Shuffle(len(values), func(i, j int) { values[i], values[j] = values[j], values[i] })
		if _, d := stat.RanksHigher(stat.NewTally(values[:30]), stat.NewTally(values[30:])); d >= delta-1e-12 {
			atLeast++
		}
	}
	near(t, "p", p, float64(atLeast)/runs, 0.015)
	same := stat.NewTally([]float64{4, 4, 4})
	if p, d := stat.RanksHigher(same, same); p != 1 || d != 0 {
		t.Errorf("of equal values p is %v and delta %v", p, d)
	}
}

// Benjamini and Hochberg (1995), section 4.1: of 15 tests of a heart-attack study the four smallest are discoveries at 5 %.
func TestBenjaminiHochberg(t *testing.T) {
	t.Parallel()
	p := []float64{.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240, .4262, .5719, .6528, .7590, 1}
	found := 0
	for _, q := range stat.BenjaminiHochberg(p) {
		if q <= 0.05 {
			found++
		}
	}
	if found != 4 {
		t.Errorf("%d discoveries, published 4", found)
	}
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SliceOf(rapid.Float64Range(0, 1)).Draw(t, "p")
		for i, q := range stat.BenjaminiHochberg(p) {
			if q < p[i] || q > 1 {
				t.Fatalf("q %v of p %v", q, p[i])
			}
		}
	})
}

func TestIntervalsOfMeansAndQuantiles(t *testing.T) {
	t.Parallel()
	// Student (1908): extra sleep under the second drug, mean 2.33, 95 % interval 0.898 to 3.762.
	sleep := []float64{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4}
	mean := stat.NewTally(sleep).Mean()
	near(t, "mean", mean.Value, 2.33, 1e-12)
	near(t, "low", mean.Low, 0.8976775, 1e-6)
	near(t, "high", mean.High, 3.7623225, 1e-6)
	var sum, squares float64
	for _, x := range sleep {
		sum, squares = sum+x, squares+x*x
	}
	summed := stat.MeanOf(len(sleep), sum, squares)
	near(t, "low of sums", summed.Low, mean.Low, 1e-9)
	near(t, "high of sums", summed.High, mean.High, 1e-9)
	if e := stat.MeanOf(0, 0, 0); e != (stat.Estimate{}) {
		t.Errorf("the mean of nothing is %v", e)
	}
	if e := stat.MeanOf(2, math.Inf(1), math.Inf(1)); math.IsNaN(e.Low) || math.IsInf(e.Low, 0) || math.IsNaN(e.High) || math.IsInf(e.High, 0) {
		t.Errorf("beyond all numbers: %v", e)
	}
	values := make([]float64, 100)
	for i := range values {
		values[i] = float64(i + 1)
	}
	median := stat.NewTally(values).Quantile(0.5)
	if median != (stat.Estimate{Value: 50, Low: 41, High: 60}) {
		t.Errorf("the median of 1 to 100 is %v", median)
	}
	if e := (stat.Tally{}).Mean(); e != (stat.Estimate{}) {
		t.Errorf("the mean of nothing is %v", e)
	}
}
