package clv

import (
	"math"
	"sync"
)

// BGNBD is the beta-geometric/NBD model: while alive, a customer buys at a rate that is gamma(R, Alpha) over customers; after each
// repeat purchase the customer leaves with a probability that is beta(A, B) over customers. AtFirst is the modified model (MBG/NBD),
// in which a customer may leave after the first purchase too, so that one who bought once is not sure to be alive.
type BGNBD struct {
	R, Alpha, A, B float64
	AtFirst        bool

	nodes *nodeCache
}

// FitBGNBD fits the model. Faults: a Lack.
func FitBGNBD(cells []Cell, atFirst bool) (*BGNBD, Fit, error) {
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
			return (&BGNBD{R: p[0], Alpha: p[1], A: p[2], B: p[3], AtFirst: atFirst}).likelihood(cells)
		}
	}
	s := search{edge: far}
	for _, view := range views(scaled, Merge) {
		s.views = append(s.views, over(view))
	}
	for _, r := range []float64{0.3, 1, 4} {
		s.starts = append(s.starts, logs(r, r/rate, 0.8, 2.5))
	}
	t, err := s.run()
	if err != nil {
		return nil, fit, err
	}
	fit.Parameters = t.parameters([]string{"r", "alpha", "a", "b"}, []float64{1, unit, 1, 1})
	fit.LogLikelihood, fit.Converged = t.value-rate*float64(fit.Customers)*math.Log(unit), t.converged
	fit.cov = t.sure()
	p := fit.Parameters
	return NewBGNBD(p[0].Value, p[1].Value, p[2].Value, p[3].Value, atFirst), fit, nil
}

// NewBGNBD is the model with known parameters.
func NewBGNBD(r, alpha, a, b float64, atFirst bool) *BGNBD {
	return &BGNBD{R: r, Alpha: alpha, A: a, B: b, AtFirst: atFirst, nodes: &nodeCache{}}
}

// stayed is how many chances to leave a customer has let pass.
func (m *BGNBD) stayed(repeat int) int {
	if m.AtFirst {
		return repeat + 1
	}
	return repeat
}

// likelihood is the sum of equation (6) of Fader, Hardie, Lee (2005), as logarithms.
func (m *BGNBD) likelihood(cells []Cell) float64 {
	constant := m.R * math.Log(m.Alpha)
	var rising, leave []float64 // by repeats, which come in order
	for _, c := range cells {
		for c.Repeat < 1<<12 && len(rising) <= c.Repeat {
			n := len(rising)
			rising, leave = append(rising, lnRising(m.R, n)), append(leave, m.leave(n))
		}
	}
	one := func(c *Cell) float64 {
		var ln, out float64
		if c.Repeat < len(rising) {
			ln, out = rising[c.Repeat], leave[c.Repeat]
		} else {
			ln, out = lnRising(m.R, c.Repeat), m.leave(c.Repeat)
		}
		k, stay := m.R+float64(c.Repeat), m.stayed(c.Repeat)
		ln += constant + out - k*math.Log(m.Alpha+c.Age)
		if stay > 0 {
			ln += lnSum(0, m.gone(stay)+k*math.Log((m.Alpha+c.Age)/(m.Alpha+c.Last)))
		}
		return ln
	}
	return total(len(cells), func(from, to int) float64 {
		sum := 0.0
		for i := from; i < to; i++ {
			sum += float64(cells[i].N) * one(&cells[i])
		}
		return sum
	})
}

// leave is ln B(a, b+stayed)/B(a, b): the chance of staying each time.
func (m *BGNBD) leave(repeat int) float64 {
	n := m.stayed(repeat)
	return lnRising(m.B, n) - lnRising(m.A+m.B, n)
}

// gone is ln a/(b+stayed−1): the odds of leaving at the last chance.
func (m *BGNBD) gone(stayed int) float64 { return math.Log(m.A / (m.B + float64(stayed) - 1)) }

// Alive is equation (10) of Fader, Hardie (2004), Illustrating the performance of the BG/NBD.
func (m *BGNBD) Alive(repeat int, last, age float64) float64 {
	stay := m.stayed(repeat)
	if stay == 0 {
		return 1
	}
	k := m.R + float64(repeat)
	return 1 / (1 + math.Exp(m.gone(stay)+k*math.Log((m.Alpha+age)/(m.Alpha+last))))
}

// Later is E[(1 − (1 + p·t/(alpha+age))^−(r+repeat)) / p] over the leaving probability p of one who stayed so far, which is
// beta(a, b+stayed). It equals equation (10) of Fader, Hardie, Lee (2005), with its Gauss hypergeometric function written as the
// integral that it is, since that neither overflows nor cancels, also where a is 1.
func (m *BGNBD) Later(repeat int, age, t float64) float64 {
	nodes := m.nodes.of(m.A, m.B, m.stayed(repeat))
	k, ratio := m.R+float64(repeat), t/(m.Alpha+age)
	g := func(p float64) float64 { return -math.Expm1(-k*math.Log1p(p*ratio)) / p }
	low, high := k*ratio, g(1) // at p = 0 and 1: what lies between is integrated as its distance from the line
	sum := low*(1-nodes.mean) + high*nodes.mean
	for i, p := range nodes.p {
		sum += nodes.w[i] * (g(p) - low*(1-p) - high*p)
	}
	return max(sum, 0)
}

// Pairs is the same mean of 2(1 − p)/p² · (1 − (1 + p·λt) e^(−p·λt)), which is what a Poisson stream of rate λ gives that ends with
// probability p at each purchase, with λ gamma(r+repeat, alpha+age).
func (m *BGNBD) Pairs(repeat int, age, t float64) float64 {
	nodes := m.nodes.of(m.A, m.B, m.stayed(repeat))
	k, ratio := m.R+float64(repeat), t/(m.Alpha+age)
	low := k * (k + 1) * ratio * ratio // at p = 0; it is 0 at 1
	sum := low * (1 - nodes.mean)
	for i, p := range nodes.p {
		if p*ratio*k < 1e-5 { // the limit, where the difference below would cancel
			continue
		}
		gone := -math.Expm1(-k*math.Log1p(p*ratio) + math.Log1p(k*p*ratio/(1+p*ratio)))
		sum += nodes.w[i] * (2*(1-p)/(p*p)*gone - low*(1-p))
	}
	return max(sum, 0)
}

// New is equation (9) of Fader, Hardie, Lee (2005).
func (m *BGNBD) New(t float64) float64 {
	if m.AtFirst {
		return m.B / (m.A + m.B) * m.Later(0, 0, t)
	}
	return m.Later(0, 0, t)
}

// Probability that a customer makes n repeat purchases in the time t after the first one: equation (8) of Fader, Hardie, Lee (2005).
func (m *BGNBD) Probability(n int, t float64) float64 {
	x := float64(n)
	stay, pass := math.Log(m.Alpha/(m.Alpha+t)), math.Log(t/(m.Alpha+t))
	beta := func(a, b float64) float64 { return lgamma(a) + lgamma(b) - lgamma(a+b) }
	s := float64(m.stayed(n))
	p := math.Exp(beta(m.A, m.B+s) - beta(m.A, m.B) + lnRising(m.R, n) - lgamma(x+1) + m.R*stay + x*pass)
	if t == 0 {
		p = 0
		if n == 0 {
			p = math.Exp(beta(m.A, m.B+s) - beta(m.A, m.B))
		}
	}
	if s == 0 {
		return p
	}
	fewer := 0.0
	for j := range n {
		fewer += math.Exp(m.R*stay + lnRising(m.R, j) - lgamma(float64(j)+1) + float64(j)*pass)
	}
	return p + math.Exp(beta(m.A+1, m.B+s-1)-beta(m.A, m.B))*max(0, 1-fewer)
}

// nodes are places and weights that integrate over beta(a, b): the trapezoid rule for u = ln p/(1−p), whose error falls
// exponentially with the number of places, since the integrand is analytic in a strip of π around the real line.
type nodes struct {
	p, w []float64
	mean float64
}

func newNodes(a, b float64) *nodes {
	n := &nodes{mean: a / (a + b)}
	// What is integrated vanishes linearly at both ends, so that it decays as beta(a+1, b+1).
	middle, width := math.Log((a+1)/(b+1)), math.Sqrt(1/(a+1)+1/(b+1))
	h := min(0.5, width/2)
	from, to := middle-9*min(1, width)-34/(a+1), middle+9*min(1, width)+34/(b+1)
	norm := lgamma(a+b) - lgamma(a) - lgamma(b)
	for i := 0; ; i++ {
		u := from + float64(i)*h
		if u > to {
			return n
		}
		lnP, lnQ := -math.Log1p(math.Exp(-u)), -math.Log1p(math.Exp(u))
		n.p = append(n.p, math.Exp(lnP))
		n.w = append(n.w, h*math.Exp(a*lnP+b*lnQ+norm))
	}
}

// nodeCache remembers nodes by how often a customer stayed. It is safe for concurrent use.
type nodeCache struct {
	mu   sync.Mutex
	made map[int]*nodes
}

func (c *nodeCache) of(a, b float64, stayed int) *nodes {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := c.made[stayed]
	if n == nil {
		if c.made == nil || len(c.made) > 4096 {
			c.made = map[int]*nodes{}
		}
		n = newNodes(a, b+float64(stayed))
		c.made[stayed] = n
	}
	return n
}
