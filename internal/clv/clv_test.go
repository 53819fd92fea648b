package clv

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

// A world of customers with known parameters, in days, seen for at most two years.
type world struct {
	r *rand.Rand
	n int
}

func (w *world) gamma(shape, rate float64) float64 {
	return distuv.Gamma{Alpha: shape, Beta: rate, Src: w.r}.Rand()
}

// bgnbd follows the story of the model: an order at exponential times until a coin says stop.
func (w *world) bgnbd(m *BGNBD) []Cell {
	var cells []Cell
	for range w.n {
		rate, leave := w.gamma(m.R, m.Alpha), distuv.Beta{Alpha: m.A, Beta: m.B, Src: w.r}.Rand()
		alive := !m.AtFirst || w.r.Float64() >= leave
		cells = append(cells, w.orders(rate, func(float64) bool { alive = alive && w.r.Float64() >= leave; return alive }, alive))
	}
	return cells
}

func (w *world) pareto(m ParetoNBD) []Cell {
	var cells []Cell
	for range w.n {
		rate, end := w.gamma(m.R, m.Alpha), w.r.ExpFloat64()/w.gamma(m.S, m.Beta)
		cells = append(cells, w.orders(rate, nil, true, end))
	}
	return cells
}

func (w *world) orders(rate float64, stays func(float64) bool, alive bool, end ...float64) Cell {
	age := math.Floor(365 + 365*w.r.Float64())
	c := Cell{Age: age, N: 1}
	for t := 0.0; alive; {
		t += w.r.ExpFloat64() / rate
		if t > age || (len(end) > 0 && t > end[0]) {
			break
		}
		c.Repeat++
		c.Last = math.Floor(t)
		alive = stays == nil || stays(t)
	}
	return c
}

func within(t *testing.T, fit Fit, want ...float64) {
	t.Helper()
	for i, p := range fit.Parameters {
		// Four standard errors: the tests draw one world each.
		if !(math.Abs(math.Log(p.Value/want[i])) <= 4*p.StdErr/p.Value) || p.StdErr <= 0 {
			t.Errorf("%s: %.4g ± %.2g, made with %.4g", p.Name, p.Value, p.StdErr, want[i])
		}
	}
	if !fit.Converged {
		t.Error("did not converge")
	}
}

func TestKnownParametersAreFoundAgain(t *testing.T) {
	t.Parallel()
	w := &world{rand.New(rand.NewPCG(1, 2)), 12_000}
	for _, m := range []*BGNBD{NewBGNBD(0.8, 60, 0.7, 3, false), NewBGNBD(2, 90, 1, 4, true)} {
		_, fit, err := FitBGNBD(w.bgnbd(m), m.AtFirst)
		if err != nil {
			t.Fatal(err)
		}
		within(t, fit, m.R, m.Alpha, m.A, m.B)
	}
	p := ParetoNBD{1.2, 70, 0.9, 150}
	_, fit, err := FitParetoNBD(w.pareto(p))
	if err != nil {
		t.Fatal(err)
	}
	within(t, fit, p.R, p.Alpha, p.S, p.Beta)
	g := GammaGamma{5, 4, 250_000}
	var spends []Spend
	for range w.n {
		nu, n := w.gamma(g.Q, g.V), 1+w.r.IntN(4)
		spends = append(spends, Spend{Orders: n, Mean: w.gamma(g.P*float64(n), nu*float64(n)), N: 1})
	}
	if _, fit, err = FitGammaGamma(spends); err != nil {
		t.Fatal(err)
	}
	within(t, fit, g.P, g.Q, g.V)
}

// The unit of time changes the parameters that are times and nothing else.
func TestAFitDoesNotDependOnTheUnit(t *testing.T) {
	t.Parallel()
	w := &world{rand.New(rand.NewPCG(3, 4)), 2000}
	days := w.bgnbd(NewBGNBD(0.8, 60, 0.7, 3, false))
	weeks := make([]Cell, len(days))
	for i, c := range days {
		weeks[i] = Cell{c.Repeat, c.Last / 7, c.Age / 7, c.N}
	}
	a, _, err := FitBGNBD(days, false)
	b, _, err2 := FitBGNBD(weeks, false)
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	near(t, "r", b.R, a.R, 1e-4)
	near(t, "alpha", 7*b.Alpha, a.Alpha, 1e-2)
	near(t, "expected", b.New(52), a.New(364), 1e-4)
}

// The integral is the published hypergeometric form wherever that can be worked out.
func TestExpectationsAreThePublishedForms(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string, low, high float64) float64 { return rapid.Float64Range(low, high).Draw(t, name) }
		r, alpha, a, b := draw("r", 0.1, 3), draw("alpha", 1, 50), draw("a", 1.05, 4), draw("b", 0.5, 6)
		x, age, after := rapid.IntRange(0, 12).Draw(t, "x"), draw("age", 0, 60), draw("t", 0.1, 60)
		m := NewBGNBD(r, alpha, a, b, false)
		k, n := r+float64(x), a+b+float64(x)-1
		z := after / (alpha + age + after)
		want := n / (a - 1) * (1 - math.Pow(1-z, k)*mathext.Hypergeo(k, b+float64(x), n, z))
		if got := m.Later(x, age, after); math.Abs(got-want) > 1e-6*(1+math.Abs(want)) {
			t.Fatalf("Later %.12g, by hypergeometric function %.12g", got, want)
		}
		c := k + a + 1
		want = mathext.Hypergeo(1, k, c, z)
		if got := fraction(k, c, z); math.Abs(got-want) > 1e-9*want {
			t.Fatalf("fraction %.12g, by series %.12g", got, want)
		}
	})
}

func TestForesightBehaves(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string, low, high float64) float64 {
			return math.Exp(rapid.Float64Range(math.Log(low), math.Log(high)).Draw(t, name))
		}
		r, alpha, a, b := draw("r", 1e-3, 1e3), draw("alpha", 1e-2, 1e4), draw("a", 1e-3, 1e3), draw("b", 1e-3, 1e4)
		x := rapid.SampledFrom([]int{0, 1, 2, 7, 40, 1000, 1_000_000}).Draw(t, "x")
		age := draw("age", 1, 1e4)
		last := 0.0
		if x > 0 {
			last = age * rapid.Float64Range(0, 1).Draw(t, "last")
		}
		for name, m := range map[string]Model{
			"BG/NBD": NewBGNBD(r, alpha, a, b, false), "MBG/NBD": NewBGNBD(r, alpha, a, b, true), "Pareto/NBD": &ParetoNBD{r, alpha, a, b},
		} {
			p, later := m.Alive(x, last, age), m.Alive(x, last, age*1.5)
			if !(p >= 0 && p <= 1) || later > p+1e-9 {
				t.Fatalf("%s: alive %g, later %g", name, p, later)
			}
			if x > 0 && m.Alive(x, age, age)+1e-9 < p {
				t.Fatalf("%s: who bought just now is less alive than who did not", name)
			}
			short, long := m.Later(x, age, 10), m.Later(x, age, 20)
			if !finite(short, long, m.New(10)) || short < 0 || long < short*(1-1e-4) || long > 2*short*(1+1e-4)+1e-9 {
				t.Fatalf("%s: %g in 10, %g in 20, new %g", name, short, long, m.New(10))
			}
		}
	})
}

func TestProbabilitiesAddUpToTheExpectation(t *testing.T) {
	t.Parallel()
	for _, m := range []*BGNBD{NewBGNBD(0.5, 6, 0.9, 1.6, true), NewBGNBD(0.24, 4.4, 0.8, 2.4, false)} {
		sum, mean, pairs := 0.0, 0.0, 0.0
		for n := range 400 {
			p := m.Probability(n, 20)
			sum += p
			mean += float64(n) * p
			pairs += float64(n) * float64(n-1) * p
		}
		near(t, "sum", sum, 1, 1e-9)
		near(t, "mean", mean, m.New(20), 1e-8)
		alive := 1.0
		if m.AtFirst {
			alive = m.B / (m.A + m.B)
		}
		near(t, "pairs", pairs, alive*m.Pairs(0, 0, 20), 1e-7)
	}
}

// The second moments are those of the stories themselves, told many times.
func TestSecondMomentsAreThoseOfTheStory(t *testing.T) {
	t.Parallel()
	w := &world{r: rand.New(rand.NewPCG(11, 12))}
	for _, m := range []*ParetoNBD{{1.2, 70, 0.9, 150}, {0.6, 30, 1, 80}, {2, 90, 2, 40}} {
		const told, age, after, repeat = 400_000, 100, 200, 2
		sum := 0.0
		for range told {
			n := 0.0
			rate, end := w.gamma(m.R+repeat, m.Alpha+age), w.r.ExpFloat64()/w.gamma(m.S, m.Beta+age) // of one alive at that age
			for at := w.r.ExpFloat64() / rate; at < min(end, after); at += w.r.ExpFloat64() / rate {
				n++
			}
			sum += n * (n - 1)
		}
		near(t, "pairs", m.Pairs(repeat, age, after)/(sum/told), 1, 0.03)
	}
	g := GammaGamma{5, 4, 250}
	sum := 0.0
	for range 400_000 {
		mean := g.P / w.gamma(g.P*3+g.Q, g.V+3*80)
		sum += mean * mean
	}
	square, ok := g.Square(3, 80)
	if !ok {
		t.Fatal("no square")
	}
	near(t, "square", square/(sum/400_000), 1, 0.01)
	if _, ok := (&GammaGamma{5, 1.9, 250}).Square(0, 0); ok {
		t.Error("a spread without end has a square")
	}
}

func TestWhatCannotBeFittedIsSaid(t *testing.T) {
	t.Parallel()
	var once, varied []Cell
	for i := range 200 {
		once = append(once, Cell{Age: float64(10 + i), N: 3})
		varied = append(varied, Cell{Repeat: i % 5, Last: float64(i % 5), Age: 20, N: 1})
	}
	for name, c := range map[string]struct {
		cells []Cell
		want  error
	}{
		"nobody":         {nil, FewCustomers},
		"one":            {[]Cell{{Repeat: 900, Last: 5, Age: 9, N: 1}}, FewCustomers},
		"all once":       {once, FewRepeaters},
		"all alike":      {[]Cell{{Repeat: 3, Last: 10, Age: 20, N: 1000}}, NoSpread},
		"no sense":       {[]Cell{{Repeat: 1, Last: math.NaN(), Age: 20, N: 1000}, {Repeat: 1, Last: 3, Age: 2, N: 1000}, {Repeat: -1, Age: 9, N: 99}}, FewCustomers},
		"all at no time": {[]Cell{{Repeat: 0, N: 100}, {Repeat: 1, N: 100}}, NoSpread},
		"enough":         {varied, nil},
	} {
		_, _, err := FitBGNBD(c.cells, false)
		_, _, err2 := FitParetoNBD(c.cells)
		if !errors.Is(err, c.want) || !errors.Is(err2, c.want) {
			t.Errorf("%s: %v and %v, want %v", name, err, err2, c.want)
		}
	}
	same := []Spend{{Orders: 1, Mean: 50, N: 400}, {Orders: 3, Mean: 50, N: 400}}
	if _, _, err := FitGammaGamma(same); !errors.Is(err, NoSpread) {
		t.Errorf("equal values: %v", err)
	}
	if _, _, err := FitGammaGamma([]Spend{{Orders: 2, Mean: -4, N: 50}, {Orders: 2, Mean: math.Inf(1), N: 50}}); !errors.Is(err, FewRepeaters) {
		t.Errorf("no values: %v", err)
	}
}

// Whatever the data are, what comes out is finite.
func TestEveryFitIsFinite(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 8))
	for range 8 {
		var cells []Cell
		for range 2 + r.IntN(10) {
			c := Cell{Repeat: []int{0, 0, 1, 2, 5, 300, 200_000}[r.IntN(7)], Age: []float64{1, 30, 400, 9e5}[r.IntN(4)], N: 10 + r.IntN(500)}
			if c.Repeat > 0 {
				c.Last = c.Age * float64(r.IntN(3)) / 2
			}
			cells = append(cells, c)
		}
		see := func(m Model, fit Fit, err error) {
			if err != nil {
				return
			}
			for _, p := range fit.Parameters {
				if !finite(p.Value, p.StdErr, p.Low, p.High) || p.Value <= 0 {
					t.Fatalf("%+v\n%+v", cells, p)
				}
			}
			if !finite(fit.LogLikelihood, m.New(50), m.Alive(3, 10, 20)*m.Later(3, 20, 50)) {
				t.Fatalf("%+v\n%+v", cells, fit)
			}
		}
		b, fit, err := FitBGNBD(cells, false)
		see(b, fit, err)
		p, fit, err := FitParetoNBD(cells)
		see(p, fit, err)
	}
}

func TestAMillionCustomersAreMergedWithoutHarm(t *testing.T) {
	t.Parallel()
	// 40,000 drawn customers, each with 24 more who came a day later or not.
	w := &world{rand.New(rand.NewPCG(5, 6)), 40_000}
	m := NewBGNBD(0.8, 60, 0.7, 3, false)
	var cells []Cell
	for _, c := range w.bgnbd(m) {
		for i := range 25 {
			c.Age += float64(i & 1)
			cells = append(cells, c)
		}
	}
	few := len(Merge(slices.Clone(cells), mostCells))
	all := Merge(cells, len(cells))
	if few > mostCells || len(all) <= mostCells {
		t.Fatalf("%d cells of %d", few, len(all))
	}
	fitted, fit, err := FitBGNBD(all, false)
	if err != nil || fit.Customers != 1_000_000 {
		t.Fatal(fit, err)
	}
	// Merged cells differ from all of them by far less than the sample from the truth.
	near(t, "log-likelihood a customer", fitted.likelihood(all)/1e6, fit.LogLikelihood/1e6, 1e-3)
	for i, p := range fit.Parameters {
		near(t, p.Name, p.Value/[]float64{0.8, 60, 0.7, 3}[i], 1, 0.15)
	}
}

// Customers who never leave: the rate of leaving has no clear top, which is told and found soon.
func TestAFlatLikelihoodIsTold(t *testing.T) {
	t.Parallel()
	w := &world{rand.New(rand.NewPCG(9, 10)), 4000}
	cells := w.pareto(ParetoNBD{1.4, 140, 50, 1e9})
	m, fit, err := FitParetoNBD(cells)
	if err != nil {
		t.Fatal(err)
	}
	if fit.Converged {
		t.Errorf("%+v", fit)
	}
	near(t, "expected in a year", m.New(365)/(1.4/140*365), 1, 0.1)
}
