package clv

import (
	"cmp"
	"math"
	"slices"
)

// Spend is N customers with so many repeat orders of such a mean value.
type Spend struct {
	Orders int
	Mean   float64
	N      int
}

// GammaGamma is the gamma-gamma model of spending: an order's value is gamma(P, ν) with ν gamma(Q, V) over customers, whatever the
// number of orders.
type GammaGamma struct{ P, Q, V float64 }

// FitGammaGamma fits the model to customers with a repeat order; those whose mean is not above 0 are left out. Faults: a Lack.
func FitGammaGamma(list []Spend) (*GammaGamma, Fit, error) {
	kept, fit := make([]Spend, 0, len(list)), Fit{}
	n, sum := 0.0, 0.0
	for _, s := range list {
		if s.Orders > 0 && s.N > 0 && s.Mean > 0 && finite(s.Mean) {
			kept = append(kept, s)
			fit.Customers += s.N
			n += float64(s.N)
		}
	}
	fit.Repeaters = fit.Customers
	if fit.Customers < MinRepeaters {
		return nil, fit, FewRepeaters
	}
	slices.SortFunc(kept, func(a, b Spend) int { return cmp.Or(cmp.Compare(a.Orders, b.Orders), cmp.Compare(a.Mean, b.Mean)) })
	for _, s := range kept {
		sum += s.Mean / n * float64(s.N)
	}
	if kept = mergeSpend(kept, sum, mostCells); !spread(kept) {
		return nil, fit, NoSpread
	}
	s := search{edge: far}
	for _, view := range views(kept, func(list []Spend, most int) []Spend { return mergeSpend(list, 1, most) }) {
		s.views = append(s.views, spendLikelihood(view))
	}
	s.starts = [][]float64{logs(6, 4, 0.5), logs(1, 2, 1), logs(20, 10, 0.45)}
	t, err := s.run()
	if err != nil {
		return nil, fit, err
	}
	fit.Parameters = t.parameters([]string{"p", "q", "v"}, []float64{1, 1, sum})
	fit.LogLikelihood, fit.Converged = t.value-n*math.Log(sum), t.converged
	fit.cov = t.sure()
	p := fit.Parameters
	return &GammaGamma{p[0].Value, p[1].Value, p[2].Value}, fit, nil
}

// spread reports whether the means differ by more than rounding; where they do not, the likelihood has no end.
func spread(list []Spend) bool {
	low, high := math.Inf(1), 0.0
	for _, s := range list {
		low, high = min(low, s.Mean), max(high, s.Mean)
	}
	return high-low > 1e-9*high
}

// mergeSpend divides the means by unit and merges close ones of equally many orders until there are no more than most.
func mergeSpend(list []Spend, unit float64, most int) []Spend {
	for i := range list {
		list[i].Mean /= unit
	}
	for width := 1e-12; ; width = max(width*4, 1e-4) {
		out := list[:0:0]
		for i, s := range list {
			if i > 0 && s.Orders == list[i-1].Orders && math.Floor(math.Log(s.Mean)/width) == math.Floor(math.Log(list[i-1].Mean)/width) {
				o := &out[len(out)-1]
				o.Mean += (s.Mean - o.Mean) * float64(s.N) / float64(o.N+s.N)
				o.N += s.N
				continue
			}
			out = append(out, s)
		}
		if list = out; len(list) <= most || width > 1 {
			return list
		}
	}
}

// spendLikelihood is the sum of equation (1a) of Fader, Hardie (2013), as logarithms.
func spendLikelihood(list []Spend) func(theta []float64) float64 {
	lnMean := make([]float64, len(list))
	for i, s := range list {
		lnMean[i] = math.Log(s.Mean)
	}
	return func(theta []float64) float64 {
		par := exps(theta)
		p, q, v := par[0], par[1], par[2]
		constant := q*theta[2] - lgamma(q)
		type gammas struct{ orders, fixed float64 }
		last := 0
		var g gammas
		each := make([]float64, len(list)) // what depends on the number of orders alone; the list is in its order
		for i, s := range list {
			if s.Orders != last {
				last, g.orders = s.Orders, float64(s.Orders)
				g.fixed = constant + lgamma(p*g.orders+q) - lgamma(p*g.orders) + p*g.orders*math.Log(g.orders)
			}
			each[i] = g.fixed
		}
		return total(len(list), func(from, to int) float64 {
			sum := 0.0
			for i := from; i < to; i++ {
				x := float64(list[i].Orders)
				sum += float64(list[i].N) * (each[i] + (p*x-1)*lnMean[i] - (p*x+q)*math.Log(x*list[i].Mean+v))
			}
			return sum
		})
	}
}

// Mean is the value of an order that the model expects of a customer with so many repeat orders of such a mean: equation (5) of Fader,
// Hardie (2013). Where Q is 1 or less, customers without a repeat order have no expectation: ok is false.
func (m *GammaGamma) Mean(orders int, mean float64) (value float64, ok bool) {
	x := float64(orders)
	d := m.P*x + m.Q - 1
	if d <= 0 || !finite(mean) {
		return 0, false
	}
	return m.P * (m.V + x*mean) / d, true
}

// Square is the mean of the square of a customer's own mean value of an order, by which their orders vary: p/ν with ν gamma(px+q, v+x·mean).
// ok is false where it has no end.
func (m *GammaGamma) Square(orders int, mean float64) (value float64, ok bool) {
	x := float64(orders)
	shape, rate := m.P*x+m.Q, m.V+x*mean
	if shape <= 2 || !finite(mean) {
		return 0, false
	}
	return m.P * rate * m.P * rate / ((shape - 1) * (shape - 2)), true
}
