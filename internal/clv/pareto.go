package clv

import (
	"math"
)

// ParetoNBD is the Pareto/NBD model: while alive, a customer buys at a rate that is gamma(R, Alpha) over customers, and leaves at any
// moment at a rate that is gamma(S, Beta).
type ParetoNBD struct{ R, Alpha, S, Beta float64 }

// FitParetoNBD fits the model. Faults: a Lack.
func FitParetoNBD(cells []Cell) (*ParetoNBD, Fit, error) {
	cells, fit, err := check(cells)
	if err != nil {
		return nil, fit, err
	}
	scaled, unit, rate := scale(cells)
	if scaled == nil {
		return nil, fit, NoSpread
	}
	over := func(cells []Cell) func([]float64) float64 {
		return func(theta []float64) float64 {
			p := exps(theta)
			return (&ParetoNBD{p[0], p[1], p[2], p[3]}).likelihood(cells)
		}
	}
	s := search{edge: short}
	for _, view := range views(scaled, Merge) {
		s.views = append(s.views, over(view))
	}
	for _, r := range []float64{0.5, 2} {
		s.starts = append(s.starts, logs(r, r/rate, 0.6, 0.4), logs(r, r/rate, 2, 2))
	}
	t, err := s.run()
	if err != nil {
		return nil, fit, err
	}
	fit.Parameters = t.parameters([]string{"r", "alpha", "s", "beta"}, []float64{1, unit, 1, unit})
	fit.LogLikelihood, fit.Converged = t.value-rate*float64(fit.Customers)*math.Log(unit), t.converged
	fit.cov = t.sure()
	p := fit.Parameters
	return &ParetoNBD{p[0].Value, p[1].Value, p[2].Value, p[3].Value}, fit, nil
}

// likelihood is the sum of equation (18) of Fader, Hardie (2005), as logarithms.
func (m *ParetoNBD) likelihood(cells []Cell) float64 {
	constant := m.R*math.Log(m.Alpha) + m.S*math.Log(m.Beta)
	return total(len(cells), func(from, to int) float64 {
		sum, before, f := 0.0, -1, fates{}
		for i := from; i < to; i++ {
			c := &cells[i]
			if before < 0 || cells[before].Repeat != c.Repeat || cells[before].Age != c.Age { // the cells come in order of both
				f, before = m.fates(c.Repeat, c.Age), i
			}
			sum += float64(c.N) * (constant + lnRising(m.R, c.Repeat) + lnSum(f.alive, m.left(c.Repeat, c.Last, f)))
		}
		return sum
	})
}

// fates are what the likelihoods of a customer's fates share for one age, as logarithms without their common factor: of being alive
// then, (α+T)^−(r+x) (β+T)^−s, and of leaving after it, ∫ (α+τ)^−(r+x) (β+τ)^−(s+1) dτ from the age on.
type fates struct{ alive, after float64 }

func (m *ParetoNBD) fates(repeat int, age float64) fates {
	k := m.R + float64(repeat)
	return fates{-k*math.Log(m.Alpha+age) - m.S*math.Log(m.Beta+age), m.beyond(k, age)}
}

// left is the likelihood of having left between the last purchase and the age: s times the same integral between the two.
func (m *ParetoNBD) left(repeat int, last float64, f fates) float64 {
	since := m.beyond(m.R+float64(repeat), last)
	if since <= f.after {
		return math.Inf(-1)
	}
	return math.Log(m.S) + since + math.Log(-math.Expm1(f.after-since))
}

// beyond is the logarithm of that integral from t on. Euler's transformation of the hypergeometric function in the papers
// leaves 2F1(1, b; c; z), which Gauss's continued fraction gives with positive terms alone.
func (m *ParetoNBD) beyond(k, t float64) float64 {
	a, b, n := math.Log(m.Alpha+t), math.Log(m.Beta+t), k+m.S
	if m.Alpha >= m.Beta {
		return -k*a - m.S*b - math.Log(n) + math.Log(fraction(k, n+1, (m.Alpha-m.Beta)/(m.Alpha+t)))
	}
	return (1-k)*a - (m.S+1)*b - math.Log(n) + math.Log(fraction(m.S+1, n+1, (m.Beta-m.Alpha)/(m.Beta+t)))
}

// fraction is 2F1(1, b; c; z) for c > b > 0 and 0 ≤ z < 1, as Gauss's continued fraction (DLMF 15.7.5 with a = 0), by Lentz's method.
func fraction(b, c, z float64) float64 {
	const tiny = 1e-300
	f, g, d := 1.0, 1.0, 0.0 // of 1 − d1 z/(1 − d2 z/(1 − …)), which is turned over at the end
	for i := 1; i < 20_000; i++ {
		k := float64(i / 2)
		var term float64
		if i&1 == 1 {
			term = (b + k) * (c - 1 + k) / ((c + 2*k - 1) * (c + 2*k))
		} else {
			term = k * (c - b + k - 1) / ((c + 2*k - 2) * (c + 2*k - 1))
		}
		d = 1 / max(1-term*z*d, tiny)
		g = max(1-term*z/g, tiny)
		step := g * d
		f *= step
		if math.Abs(step-1) < 1e-13 {
			break
		}
	}
	return 1 / f
}

// Alive is equation (11) of Schmittlein, Morrison, Colombo (1987).
func (m *ParetoNBD) Alive(repeat int, last, age float64) float64 {
	f := m.fates(repeat, age)
	return 1 / (1 + math.Exp(m.left(repeat, last, f)-f.alive))
}

// Later is equation (41) of Fader, Hardie (2005) for a customer who is alive.
func (m *ParetoNBD) Later(repeat int, age, t float64) float64 {
	return (m.R + float64(repeat)) / (m.Alpha + age) * m.time(m.Beta+age, t)
}

// Pairs is 2 E[λ²] ∫ u P(alive for u) du over u up to t, with λ gamma(r+repeat, alpha+age).
func (m *ParetoNBD) Pairs(repeat int, age, t float64) float64 {
	k, a, b := m.R+float64(repeat), m.Alpha+age, m.Beta+age
	longer := ParetoNBD{S: m.S - 1}
	return max(0, 2*k*(k+1)/(a*a)*b*(longer.time(b, t)-m.time(b, t)))
}

// New is equation (17) of Schmittlein, Morrison, Colombo (1987).
func (m *ParetoNBD) New(t float64) float64 { return m.R / m.Alpha * m.time(m.Beta, t) }

// time is how long, of t, a customer is expected to be alive: beta/(s−1) (1 − (beta/(beta+t))^(s−1)), also where s is 1.
func (m *ParetoNBD) time(beta, t float64) float64 {
	ln := math.Log1p(t / beta)
	if d := (m.S - 1) * ln; math.Abs(d) > 1e-9 {
		return -beta * math.Expm1(-d) / (m.S - 1)
	}
	return beta * ln
}
