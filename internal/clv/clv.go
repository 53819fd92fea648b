// Package clv says how often customers will buy again and what they will spend, from when they bought so far: repeat-purchase models
// fitted by maximum likelihood.
//
// Fader, Hardie, Lee (2005), "Counting Your Customers" the Easy Way: An Alternative to the Pareto/NBD Model. Marketing Science 24.
// Schmittlein, Morrison, Colombo (1987), Counting Your Customers: Who Are They and What Will They Do Next? Management Science 33.
// Fader, Hardie (2005), A Note on Deriving the Pareto/NBD Model. Fader, Hardie (2013), The Gamma-Gamma Model of Monetary Value.
// Batislam, Denizel, Filiztekin (2007), Empirical validation and comparison of models for customer base analysis. IJRM 24.
package clv

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Cell is N customers who look alike: Repeat orders after the first one, the latest of them Last after the first (0 where there is
// none), and Age since the first. Times are in one unit of the caller's choice; the parameters come out in it.
type Cell struct {
	Repeat    int
	Last, Age float64
	N         int
}

// Model foretells purchases. Times are in the unit of the cells that it was fitted to.
type Model interface {
	// Alive is the probability that a customer still buys at age.
	Alive(repeat int, last, age float64) float64
	// Later is how many purchases a customer who is alive at age makes in the time t after it; times Alive it is what to expect.
	Later(repeat int, age, t float64) float64
	// Pairs is the second factorial moment of the same purchases, the mean of n(n − 1), which tells how widely they vary.
	Pairs(repeat int, age, t float64) float64
	// New is how many repeat purchases a customer makes in the time t after the first one.
	New(t float64) float64
}

// Parameter is one fitted figure with its standard error and 95 % interval (on the logarithm, hence positive), which come from the
// curvature of the likelihood; all three are 0 where it tells none.
type Parameter struct {
	Name                     string
	Value, StdErr, Low, High float64
}

// Fit is how a model was fitted. It has not converged where the likelihood has no clear top; the figures are then the best found.
type Fit struct {
	Parameters    []Parameter
	LogLikelihood float64
	Customers     int
	Repeaters     int // of them, those with a repeat order
	Converged     bool

	cov *mat.SymDense // of the logarithms of the parameters; nil where the likelihood has no clear top
}

// Variance is that of the logarithms of figures that follow from the parameters, all of them above 0, by the delta method: how unsure
// they are because the parameters are (Oehlert 1992, A Note on the Delta Method, The American Statistician 46). It is nil where the
// likelihood has no clear top, so that it tells nothing of the kind.
func (f Fit) Variance(figures func(parameters []float64) []float64) []float64 {
	if f.cov == nil {
		return nil
	}
	const h = 1e-3
	slopes := make([][]float64, len(f.Parameters))
	for i := range f.Parameters {
		at := func(d float64) []float64 {
			p := make([]float64, len(f.Parameters))
			for j := range p {
				p[j] = f.Parameters[j].Value
			}
			p[i] *= math.Exp(d)
			return figures(p)
		}
		up, down := at(h), at(-h)
		slopes[i] = make([]float64, len(up))
		for k := range up {
			slopes[i][k] = math.Log(up[k]/down[k]) / (2 * h)
		}
	}
	out := make([]float64, len(slopes[0]))
	for k := range out {
		for i := range slopes {
			for j := range slopes {
				out[k] += slopes[i][k] * slopes[j][k] * f.cov.At(i, j)
			}
		}
		if !finite(out[k]) {
			return nil
		}
		out[k] = max(0, out[k])
	}
	return out
}

// Lack is why a model cannot be fitted.
type Lack string

// The lacks.
const (
	FewCustomers Lack = "few_customers"
	FewRepeaters Lack = "few_repeaters"
	NoSpread     Lack = "no_spread" // all customers look the same
	NoFit        Lack = "no_fit"    // the likelihood is not finite anywhere it was looked for
)

func (l Lack) Error() string { return "no model: " + string(l) }

// The least that a model is fitted to: below, the likelihood has no clear top and the figures mean nothing.
const (
	MinCustomers = 30
	MinRepeaters = 10
)

// mostCells bounds the cells that a likelihood walks. More are merged on a coarser grid of times, each represented by its mean, so that
// the likelihood changes only in the second order of the grid.
const mostCells = 60_000

// views are what a search looks at, one after the other: few merged items, more, all.
func views[T any](list []T, merge func(list []T, most int) []T) [][]T {
	var out [][]T
	for _, most := range []int{300, 6000} {
		if len(list) > most {
			out = append(out, merge(slices.Clone(list), most))
		}
	}
	return append(out, list)
}

// check sorts and merges the cells, and tells what they lack.
func check(cells []Cell) ([]Cell, Fit, error) {
	cells = Merge(cells, mostCells)
	var f Fit
	for _, c := range cells {
		f.Customers += c.N
		if c.Repeat > 0 {
			f.Repeaters += c.N
		}
	}
	switch {
	case f.Customers < MinCustomers:
		return nil, f, FewCustomers
	case f.Repeaters < MinRepeaters:
		return nil, f, FewRepeaters
	case len(cells) == 1:
		return nil, f, NoSpread
	}
	return cells, f, nil
}

// Merge sums equal cells up and, while there are more than most, those that lie close. Cells that cannot be are left out: a time that is
// negative or no number, nobody, an order after the age.
func Merge(cells []Cell, most int) []Cell {
	out := make([]Cell, 0, len(cells))
	oldest := 0.0
	for _, c := range cells {
		if c.N > 0 && c.Repeat >= 0 && c.Last >= 0 && c.Age >= c.Last && c.Age <= math.MaxFloat32 {
			out = append(out, c)
			oldest = max(oldest, c.Age)
		}
	}
	slices.SortFunc(out, func(a, b Cell) int {
		return cmp.Or(cmp.Compare(a.Repeat, b.Repeat), cmp.Compare(a.Age, b.Age), cmp.Compare(a.Last, b.Last))
	})
	out = group(out, func(c Cell) [2]float64 { return [2]float64{c.Age, c.Last} })
	for steps := 1024.0; len(out) > most && steps >= 1; steps /= 2 {
		width := oldest / steps
		out = group(out, func(c Cell) [2]float64 { return [2]float64{math.Floor(c.Age / width), math.Floor(c.Last / width)} })
	}
	return out
}

// group merges cells of one key and number of repeats into their mean; the order of the result is that of the keys.
func group(cells []Cell, key func(Cell) [2]float64) []Cell {
	type bin struct {
		key [2]float64
		Cell
	}
	bins := make([]bin, len(cells))
	for i, c := range cells {
		bins[i] = bin{key(c), c}
	}
	slices.SortStableFunc(bins, func(a, b bin) int {
		return cmp.Or(cmp.Compare(a.Repeat, b.Repeat), cmp.Compare(a.key[0], b.key[0]), cmp.Compare(a.key[1], b.key[1]))
	})
	out := cells[:0]
	for i, b := range bins {
		if i == 0 || b.key != bins[i-1].key || b.Repeat != bins[i-1].Repeat {
			out = append(out, b.Cell)
			continue
		}
		c := &out[len(out)-1]
		share := float64(b.N) / float64(c.N+b.N)
		c.Last += (b.Last - c.Last) * share
		c.Age += (b.Age - c.Age) * share
		c.N += b.N
	}
	return out
}

// scale makes the mean age 1, which keeps the search well-conditioned whatever the unit is, and tells the orders per customer.
func scale(cells []Cell) (scaled []Cell, unit, rate float64) {
	n, age, repeat := 0.0, 0.0, 0.0
	for _, c := range cells {
		n += float64(c.N)
		age += float64(c.N) * c.Age
		repeat += float64(c.N) * float64(c.Repeat)
	}
	unit = age / n
	if unit <= 0 {
		return nil, 0, 0
	}
	scaled = slices.Clone(cells)
	for i := range scaled {
		scaled[i].Last /= unit
		scaled[i].Age /= unit
	}
	return scaled, unit, repeat / n
}

// lnRising is ln Γ(a+n) − ln Γ(a), by its product where few factors make it.
func lnRising(a float64, n int) float64 {
	if n > 20 {
		return lgamma(a+float64(n)) - lgamma(a)
	}
	product, ln := 1.0, 0.0
	for i := range n {
		product *= a + float64(i)
		if i&7 == 7 {
			ln += math.Log(product)
			product = 1
		}
	}
	return ln + math.Log(product)
}

func lgamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}

// lnSum is ln(eᵃ + eᵇ).
func lnSum(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if math.IsInf(b, -1) {
		return a
	}
	return a + math.Log1p(math.Exp(b-a))
}
