// Package stat holds the statistics that answers are judged by: tests, intervals and models as pure functions of numbers.
package stat

import "math"

// Z95 is the two-sided 95 % quantile of the standard normal distribution.
const Z95 = 1.959963984540054

// upperTail is the probability that a standard normal variable exceeds z.
func upperTail(z float64) float64 { return math.Erfc(z/math.Sqrt2) / 2 }

// Share is k of n.
type Share struct{ K, N int }

// Value is k/n, 0 of nothing.
func (s Share) Value() float64 {
	if s.N == 0 {
		return 0
	}
	return float64(s.K) / float64(s.N)
}

// wilson is the 95 % score interval of a share (Wilson 1927); everything, 0 to 1, of nothing.
func (s Share) wilson() (low, high float64) {
	if s.N == 0 {
		return 0, 1
	}
	n, p, z2 := float64(s.N), s.Value(), Z95*Z95
	mid := (p + z2/(2*n)) / (1 + z2/n)
	half := Z95 / (1 + z2/n) * math.Sqrt(p*(1-p)/n+z2/(4*n*n))
	return max(0, mid-half), min(1, mid+half)
}

// Estimate is a figure with its 95 % interval.
type Estimate struct{ Value, Low, High float64 }

// Difference is a−b with the hybrid score interval of two independent shares (Newcombe 1998, Statistics in Medicine 17:873,
// method 10).
func Difference(a, b Share) Estimate {
	p, q := a.Value(), b.Value()
	l1, u1 := a.wilson()
	l2, u2 := b.wilson()
	return Estimate{
		Value: p - q,
		Low:   max(-1, p-q-math.Hypot(p-l1, u2-q)),
		High:  min(1, p-q+math.Hypot(u1-p, q-l2)),
	}
}

// Z is the pooled two-proportion statistic of a over b: positive where a's share is the greater; 0 where neither share can vary.
func Z(a, b Share) float64 {
	if a.N == 0 || b.N == 0 {
		return 0
	}
	n, m := float64(a.N), float64(b.N)
	p := float64(a.K+b.K) / (n + m)
	if v := p * (1 - p) * (1/n + 1/m); v > 0 {
		return (a.Value() - b.Value()) / math.Sqrt(v)
	}
	return 0
}

// exactBelow is the expected count under which Greater does not trust the normal distribution. Rare troubles have long upper tails.
const exactBelow = 20

// Greater is the one-sided p-value of 'a's share is not greater than b's': Fisher's exact test (1935) where one of the four counts
// to be expected is below 20, the pooled two-proportion z-test with Yates' continuity correction (1934) otherwise.
func Greater(a, b Share) float64 {
	if a.N == 0 || b.N == 0 {
		return 1
	}
	n, m, k := float64(a.N), float64(b.N), float64(a.K+b.K)
	if rest := n + m - k; min(n, m)*min(k, rest)/(n+m) < exactBelow {
		return fisher(a, b)
	}
	p := k / (n + m)
	diff := a.Value() - b.Value() - (1/n+1/m)/2
	return upperTail(diff / math.Sqrt(p*(1-p)*(1/n+1/m)))
}

// fisher is the hypergeometric probability of at least a.K, the margins given.
func fisher(a, b Share) float64 {
	k := a.K + b.K
	all := logChoose(a.N+b.N, k)
	sum := 0.0
	for x := a.K; x <= min(a.N, k); x++ {
		if k-x <= b.N {
			sum += math.Exp(logChoose(a.N, x) + logChoose(b.N, k-x) - all)
		}
	}
	return min(1, sum)
}

func logChoose(n, k int) float64 {
	f := func(x int) float64 { v, _ := math.Lgamma(float64(x) + 1); return v }
	return f(n) - f(k) - f(n-k)
}

// Stratum is the same two groups under one condition.
type Stratum struct{ A, B Share }

// GreaterWithin is the one-sided p-value of 'a's share is not greater than b's in any stratum' (Mantel and Haenszel 1959, with
// continuity correction), and the excess of a's share over b's pooled over the strata with Mantel–Haenszel weights (Greenland and
// Robins 1985). A stratum that lacks one of the groups says nothing. With one stratum it is Greater and the plain difference.
func GreaterWithin(strata []Stratum) (p, excess float64) {
	var over, variance, weight, sum, least float64
	var only Stratum
	used := 0
	for _, s := range strata {
		n, m := float64(s.A.N), float64(s.B.N)
		if n == 0 || m == 0 {
			continue
		}
		only, used = s, used+1
		t, k := n+m, float64(s.A.K+s.B.K)
		over += float64(s.A.K) - n*k/t
		variance += n * m * k * (t - k) / (t * t * (t - 1))
		weight += n * m / t
		sum += n * m / t * (s.A.Value() - s.B.Value())
		least += min(n, m) * min(k, t-k) / t
	}
	switch {
	case used == 0:
		return 1, 0
	case used == 1:
		return Greater(only.A, only.B), only.A.Value() - only.B.Value()
	case variance == 0 || least < 5:
		return 1, sum / weight
	}
	return upperTail((over - 0.5) / math.Sqrt(variance)), sum / weight
}
