package clv

import (
	"math"
	"slices"
	"sync"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize"
)

// How far the logarithm of a parameter may go, in units that make the data 1: beyond, no likelihood tells one from another. Where leaving
// is a rate that all customers share, that of the Pareto/NBD model is the dearer to work out the further it goes.
const (
	far   = 10
	short = 5
)

// search looks for the top of a log-likelihood of parameters' logarithms. Each of views is a nearer look at the data than the one
// before, and dearer; the last one is all of them.
type search struct {
	views  []func(theta []float64) float64
	starts [][]float64
	edge   float64 // far or short
}

// top is where it was found: the parameters' logarithms, their covariance (nil where the curvature tells none), and whether it is one.
type top struct {
	theta     []float64
	value     float64
	cov       *mat.SymDense
	converged bool
	edge      float64
}

// run feels its way from every start on the first view, and climbs from the best place that gave, view by view.
func (s *search) run() (top, error) {
	t := top{value: unfit, edge: s.edge}
	first := guarded(s.views[0], s.edge)
	for _, start := range s.starts {
		r, err := optimize.Minimize(optimize.Problem{Func: first}, start, &optimize.Settings{
			FuncEvaluations: 250, Converger: &optimize.FunctionConverge{Relative: 1e-6, Iterations: 15},
		}, &optimize.NelderMead{})
		if err == nil && r.F < t.value {
			t.theta, t.value = r.X, r.F
		}
	}
	if t.theta == nil {
		return t, NoFit
	}
	for _, view := range s.views {
		f := guarded(view, s.edge)
		t.value = f(t.theta)
		t.climb(f)
	}
	t.value = -t.value
	return t, nil
}

// climb goes to the top by Newton's method. It is a top where another step would raise the likelihood by no more than a thousandth.
func (t *top) climb(f func([]float64) float64) {
	n := len(t.theta)
	for range 25 {
		g, h := curvature(f, t.theta, t.value)
		step, cov := newton(g, h)
		if step == nil {
			return
		}
		ahead := mat.Dot(step, mat.NewVecDense(n, g)) / 2
		t.cov, t.converged = cov, cov != nil && ahead < 1e-3
		for _, v := range t.theta {
			t.converged = t.converged && math.Abs(v) < t.edge-0.1
		}
		before := t.value
		if cov != nil && ahead < 1e-8 || !t.step(f, step) || before-t.value < 1e-8 {
			return
		}
	}
}

// step goes along a direction as far as that leads down.
func (t *top) step(f func([]float64) float64, direction *mat.VecDense) bool {
	const longest = 2
	share := min(1, longest/mat.Norm(direction, math.Inf(1)))
	for range 12 {
		next := make([]float64, len(t.theta))
		for i, v := range t.theta {
			next[i] = v - share*direction.AtVec(i)
		}
		if v := f(next); v < t.value {
			t.theta, t.value = next, v
			return true
		}
		share /= 3
	}
	return false
}

// newton solves for the step; where the curvature is not that of a valley, it is bent until it is, and tells no covariance.
func newton(g []float64, h *mat.SymDense) (step *mat.VecDense, cov *mat.SymDense) {
	n := len(g)
	bent, size := mat.NewSymDense(n, nil), 0.0
	for i := range n {
		size = max(size, math.Abs(h.At(i, i)))
	}
	if !finite(size) || size == 0 || !finite(g...) {
		return nil, nil
	}
	for bend := 0.0; bend < 1e3; bend = max(bend*10, 1e-9) {
		bent.CopySym(h)
		for i := range n {
			bent.SetSym(i, i, h.At(i, i)+bend*size)
		}
		var chol mat.Cholesky
		if !chol.Factorize(bent) || chol.Cond() > 1e13 {
			continue
		}
		step = &mat.VecDense{}
		if chol.SolveVecTo(step, mat.NewVecDense(n, g)) != nil {
			continue
		}
		if bend == 0 {
			cov = &mat.SymDense{}
			if chol.InverseTo(cov) != nil {
				cov = nil
			}
		}
		return step, cov
	}
	return nil, nil
}

// curvature is the gradient and the Hessian by central differences, from one set of points.
func curvature(f func([]float64) float64, x []float64, here float64) ([]float64, *mat.SymDense) {
	const h = 1e-3
	n := len(x)
	at := func(i, j int, d float64) float64 {
		y := slices.Clone(x)
		y[i] += d
		if j >= 0 {
			y[j] += d
		}
		return f(y)
	}
	up, down, g := make([]float64, n), make([]float64, n), make([]float64, n)
	hess := mat.NewSymDense(n, nil)
	for i := range n {
		up[i], down[i] = at(i, -1, h), at(i, -1, -h)
		g[i] = (up[i] - down[i]) / (2 * h)
		hess.SetSym(i, i, (up[i]-2*here+down[i])/(h*h))
	}
	for i := range n {
		for j := range i {
			both := at(i, j, h) + at(i, j, -h)
			hess.SetSym(i, j, (both-up[i]-up[j]+2*here-down[i]-down[j])/(2*h*h))
		}
	}
	return g, hess
}

// parameters turns logarithms into figures; unit[i] is what the search had scaled the i-th by.
func (t *top) parameters(names []string, unit []float64) []Parameter {
	const z = 1.959963984540054
	out := make([]Parameter, len(names))
	for i, name := range names {
		p := Parameter{Name: name, Value: math.Exp(t.theta[i]) * unit[i]}
		if cov := t.sure(); cov != nil {
			se := math.Sqrt(cov.At(i, i))
			p.StdErr, p.Low, p.High = p.Value*se, p.Value*math.Exp(-z*se), p.Value*math.Exp(z*se)
			if !finite(p.StdErr, p.Low, p.High) {
				p.StdErr, p.Low, p.High = 0, 0, 0
			}
		}
		out[i] = p
	}
	return out
}

// sure is the covariance, where it is one.
func (t *top) sure() *mat.SymDense {
	if t.cov == nil || !t.converged {
		return nil
	}
	return t.cov
}

// unfit stands for a likelihood of nothing.
const unfit = 1e300

// guarded is the negative of a log-likelihood, finite everywhere and growing beyond the edge.
func guarded(ll func([]float64) float64, edge float64) func([]float64) float64 {
	return func(theta []float64) float64 {
		inside, over := make([]float64, len(theta)), 0.0
		for i, v := range theta {
			inside[i] = min(max(v, -edge), edge)
			over += (v - inside[i]) * (v - inside[i])
		}
		f := -ll(inside)
		if !finite(f, over) {
			return unfit
		}
		return f + over*(1+math.Abs(f))
	}
}

func finite(list ...float64) bool {
	for _, v := range list {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}

// total adds up what sum gives for parts of n items. They are cut at fixed places, so that the result does not depend on how many
// cores help.
func total(n int, sum func(from, to int) float64) float64 {
	const block = 2048
	if n <= block {
		return sum(0, n)
	}
	sums := make([]float64, (n+block-1)/block)
	var wg sync.WaitGroup
	for b := range sums {
		wg.Go(func() { sums[b] = sum(b*block, min(n, (b+1)*block)) })
	}
	wg.Wait()
	all := 0.0
	for _, s := range sums {
		all += s
	}
	return all
}

func logs(values ...float64) []float64 {
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = math.Log(v)
	}
	return out
}

func exps(theta []float64) []float64 {
	out := make([]float64, len(theta))
	for i, v := range theta {
		out[i] = math.Exp(v)
	}
	return out
}
