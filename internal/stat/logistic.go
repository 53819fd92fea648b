package stat

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Pattern is N people who are alike in every feature, K of whom have the outcome.
type Pattern struct {
	X    []float64
	N, K int
}

// Logit is a logistic regression with a ridge: the top of ℓ(β) − ½·Ridge·Σ βⱼ², without a penalty on the intercept.
type Logit struct {
	Intercept     float64
	Coef          []Coefficient // one for each feature
	LogLikelihood float64       // without the penalty
	Null          float64       // of the intercept alone
	Converged     bool
}

// Coefficient is a log odds ratio with its standard error, 95 % interval and the two-sided p-value of no effect. They are Laplace's: the
// posterior of a normal prior of variance 1/Ridge is taken to be normal around its top, with the inverse of its curvature (MacKay 1992).
type Coefficient struct {
	Estimate
	StdErr, P float64
}

// Patterns puts equal people together, in an order that does not depend on the one they come in.
func Patterns(list []Pattern) []Pattern {
	slices.SortFunc(list, func(a, b Pattern) int {
		return cmp.Or(slices.Compare(a.X, b.X), cmp.Compare(a.N, b.N), cmp.Compare(a.K, b.K))
	})
	out := list[:0]
	for _, p := range list {
		if n := len(out); n > 0 && slices.Equal(out[n-1].X, p.X) {
			out[n-1].N += p.N
			out[n-1].K += p.K
			continue
		}
		out = append(out, p)
	}
	return out
}

// FitLogit fits by Newton's method (Cox 1958; le Cessie, van Houwelingen 1992 for the ridge). It needs people with and without the
// outcome, and a ridge of at least 0.
func FitLogit(list []Pattern, ridge float64) Logit {
	n, k := 0.0, 0.0
	for _, p := range list {
		n += float64(p.N)
		k += float64(p.K)
	}
	var out Logit
	if n == 0 || k == 0 || k == n {
		return out
	}
	out.Null = k*math.Log(k/n) + (n-k)*math.Log(1-k/n)
	width := len(list[0].X) + 1
	beta := make([]float64, width)
	beta[0] = math.Log(k / (n - k))
	value := penalised(list, beta, ridge)
	var chol mat.Cholesky
	for range 50 {
		g, h := derivatives(list, beta, ridge)
		if !chol.Factorize(h) {
			break
		}
		var step mat.VecDense
		if chol.SolveVecTo(&step, mat.NewVecDense(width, g)) != nil {
			break
		}
		if out.Converged = mat.Dot(&step, mat.NewVecDense(width, g)) < 1e-16*(1+math.Abs(value)); out.Converged {
			break
		}
		next, nextValue, better := uphill(list, beta, &step, value, ridge)
		if !better { // as near as numbers can tell
			out.Converged = mat.Dot(&step, mat.NewVecDense(width, g)) < 1e-9*(1+math.Abs(value))
			break
		}
		beta, value = next, nextValue
	}
	out.Intercept, out.LogLikelihood = beta[0], penalised(list, beta, 0)
	_, h := derivatives(list, beta, ridge)
	var cov mat.SymDense
	known := chol.Factorize(h) && chol.InverseTo(&cov) == nil
	for j := 1; j < width; j++ {
		c := Coefficient{Estimate: Estimate{Value: beta[j], Low: beta[j], High: beta[j]}, P: 1}
		if known && cov.At(j, j) > 0 {
			c.StdErr = math.Sqrt(cov.At(j, j))
			c.Low, c.High = beta[j]-Z95*c.StdErr, beta[j]+Z95*c.StdErr
			c.P = 2 * upperTail(math.Abs(beta[j])/c.StdErr)
		}
		out.Coef = append(out.Coef, c)
	}
	return out
}

// uphill goes along the step as far as the likelihood grows.
func uphill(list []Pattern, beta []float64, step *mat.VecDense, value, ridge float64) (next []float64, nextValue float64, better bool) {
	for share := 1.0; share > 1e-6; share /= 2 {
		next = slices.Clone(beta)
		for j := range next {
			next[j] += share * step.AtVec(j)
		}
		if nextValue = penalised(list, next, ridge); nextValue > value {
			return next, nextValue, true
		}
	}
	return beta, value, false
}

// Probability is that of the outcome.
func (l *Logit) Probability(x []float64) float64 { return logistic(l.Log(x)) }

// Log is the log odds of the outcome.
func (l *Logit) Log(x []float64) float64 {
	eta := l.Intercept
	for j, v := range x {
		eta += v * l.Coef[j].Value
	}
	return eta
}

func logistic(eta float64) float64 { return 1 / (1 + math.Exp(-eta)) }

func linear(beta, x []float64) float64 {
	eta := beta[0]
	for j, v := range x {
		eta += v * beta[j+1]
	}
	return eta
}

// penalised is ℓ(β) − ½·ridge·Σ βⱼ². ln(1+e^η) is written so that it neither overflows nor vanishes.
func penalised(list []Pattern, beta []float64, ridge float64) float64 {
	sum := 0.0
	for _, p := range list {
		eta := linear(beta, p.X)
		sum += float64(p.K)*eta - float64(p.N)*(max(eta, 0)+math.Log1p(math.Exp(-math.Abs(eta))))
	}
	for _, b := range beta[1:] {
		sum -= ridge / 2 * b * b
	}
	return sum
}

// derivatives are the gradient, and the Hessian's negative.
func derivatives(list []Pattern, beta []float64, ridge float64) ([]float64, *mat.SymDense) {
	width := len(beta)
	g, h := make([]float64, width), make([]float64, width*width)
	x := make([]float64, width)
	x[0] = 1
	for _, p := range list {
		copy(x[1:], p.X)
		mu := logistic(linear(beta, p.X))
		off, weight := float64(p.K)-float64(p.N)*mu, float64(p.N)*mu*(1-mu)
		for j, v := range x {
			g[j] += off * v
			for i := j; i < width; i++ {
				h[j*width+i] += weight * v * x[i]
			}
		}
	}
	for j := 1; j < width; j++ {
		g[j] -= ridge * beta[j]
		h[j*width+j] += ridge
	}
	return g, mat.NewSymDense(width, h)
}
