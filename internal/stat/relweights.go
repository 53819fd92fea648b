package stat

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// Importance is how much each feature of a logistic regression explains.
type Importance struct {
	R2        float64   // squared correlation of outcome and predicted probability; the weights add up to it
	Weights   []float64 // relative weights
	Inflation []float64 // variance inflation factors, at most 1e6: above 5 or so, features tell much the same
}

// RelativeWeights shares out what a logistic regression explains among features that hang together: Johnson (2000), in the logistic form
// of Tonidandel and LeBreton (2010). The features are replaced by the closest ones that are uncorrelated; what those explain
// is well defined, and is given back to the features by the squared correlations between the two.
func RelativeWeights(list []Pattern, ridge float64) Importance {
	width := len(list[0].X)
	mean, sd := Moments(list)
	corr := correlations(list, mean, sd)
	var eigen mat.EigenSym
	if !eigen.Factorize(corr, true) {
		return Importance{Weights: make([]float64, width), Inflation: make([]float64, width)}
	}
	var q mat.Dense
	eigen.VectorsTo(&q)
	root, inverse := mat.NewDense(width, width, nil), mat.NewDense(width, width, nil) // of the correlation matrix: Λ and Λ⁻¹
	for k, value := range eigen.Values(nil) {
		if value < 1e-10 {
			continue // a feature that others tell already
		}
		for i := range width {
			for j := range width {
				v := q.At(i, k) * q.At(j, k)
				root.Set(i, j, root.At(i, j)+v*math.Sqrt(value))
				inverse.Set(i, j, inverse.At(i, j)+v/math.Sqrt(value))
			}
		}
	}
	apart := make([]Pattern, len(list))
	for i, p := range list {
		z := make([]float64, width)
		for j := range width {
			for k, v := range p.X {
				if sd[k] > 0 {
					z[j] += (v - mean[k]) / sd[k] * inverse.At(k, j)
				}
			}
		}
		apart[i] = Pattern{z, p.N, p.K}
	}
	fit := FitLogit(apart, ridge)
	out := Importance{R2: explained(apart, &fit), Weights: make([]float64, width), Inflation: inflation(corr)}
	_, spread := Moments(apart)
	share, sum := make([]float64, width), 0.0
	for k := range fit.Coef {
		share[k] = fit.Coef[k].Value * fit.Coef[k].Value * spread[k] * spread[k]
		sum += share[k]
	}
	if sum == 0 {
		return out
	}
	for j := range width {
		loaded := 0.0 // the squared loadings of a feature add up to 1, but for what others tell already
		for k := range width {
			loaded += root.At(j, k) * root.At(j, k)
		}
		for k := range width {
			if loaded > 0 {
				out.Weights[j] += root.At(j, k) * root.At(j, k) / loaded * share[k] / sum * out.R2
			}
		}
	}
	return normalised(out)
}

// normalised makes the weights add up to what is explained to the last digit.
func normalised(out Importance) Importance {
	sum := 0.0
	for _, w := range out.Weights {
		sum += w
	}
	for j := range out.Weights {
		if sum > 0 {
			out.Weights[j] *= out.R2 / sum
		}
	}
	return out
}

// Moments are the means and standard deviations of the features.
func Moments(list []Pattern) (mean, sd []float64) {
	width := len(list[0].X)
	mean, sd = make([]float64, width), make([]float64, width)
	n := 0.0
	for _, p := range list {
		n += float64(p.N)
		for j, v := range p.X {
			mean[j] += float64(p.N) * v
		}
	}
	for j := range mean {
		mean[j] /= n
	}
	for _, p := range list {
		for j, v := range p.X {
			sd[j] += float64(p.N) * (v - mean[j]) * (v - mean[j])
		}
	}
	for j := range sd {
		if sd[j] = math.Sqrt(sd[j] / n); sd[j] < 1e-9*math.Abs(mean[j]) {
			sd[j] = 0
		}
	}
	return mean, sd
}

func correlations(list []Pattern, mean, sd []float64) *mat.SymDense {
	width := len(mean)
	out, n := mat.NewSymDense(width, nil), 0.0
	for _, p := range list {
		n += float64(p.N)
	}
	for i := range width {
		for j := range i + 1 {
			sum := 0.0
			if sd[i] > 0 && sd[j] > 0 {
				for _, p := range list {
					sum += float64(p.N) * (p.X[i] - mean[i]) / sd[i] * (p.X[j] - mean[j]) / sd[j]
				}
			}
			out.SetSym(i, j, sum/n)
		}
		if sd[i] == 0 {
			out.SetSym(i, i, 1)
		}
	}
	return out
}

// explained is the squared correlation of outcome and predicted probability.
func explained(list []Pattern, fit *Logit) float64 {
	var n, y, p, yy, pp, yp float64
	for _, row := range list {
		w, k, mu := float64(row.N), float64(row.K), fit.Probability(row.X)
		n, y, p = n+w, y+k, p+w*mu
		yy, pp, yp = yy+k, pp+w*mu*mu, yp+k*mu
	}
	a, b, c := yy-y*y/n, pp-p*p/n, yp-y*p/n
	if a <= 0 || b <= 1e-12 {
		return 0
	}
	return min(1, c*c/(a*b))
}

// inflation is the diagonal of the inverse of the correlation matrix.
func inflation(corr *mat.SymDense) []float64 {
	const most = 1e6
	width := corr.SymmetricDim()
	near := mat.NewSymDense(width, nil)
	near.CopySym(corr)
	for i := range width {
		near.SetSym(i, i, corr.At(i, i)+1/most)
	}
	out := make([]float64, width)
	var chol mat.Cholesky
	var inverse mat.SymDense
	ok := chol.Factorize(near) && chol.InverseTo(&inverse) == nil
	for i := range out {
		out[i] = most
		if ok {
			out[i] = min(most, max(1, inverse.At(i, i)))
		}
	}
	return out
}
