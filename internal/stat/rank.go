package stat

import (
	"cmp"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Tally is how often each of some values came, in ascending order of the values.
type Tally []Count

// Count is a value that came N times.
type Count struct {
	Value float64
	N     int
}

// NewTally counts values.
func NewTally(values []float64) Tally {
	sorted := slices.Sorted(slices.Values(values))
	var t Tally
	for _, v := range sorted {
		if n := len(t); n > 0 && t[n-1].Value == v {
			t[n-1].N++
			continue
		}
		t = append(t, Count{v, 1})
	}
	return t
}

// N is how many values there are.
func (t Tally) N() int {
	n := 0
	for _, c := range t {
		n += c.N
	}
	return n
}

// Mean is the arithmetic mean with its 95 % interval by Student's t; 0 of nothing, and a bare point of one value.
func (t Tally) Mean() Estimate {
	n, sum := float64(t.N()), 0.0
	if n == 0 {
		return Estimate{}
	}
	for _, c := range t {
		sum += float64(c.N) * c.Value
	}
	mean, square := sum/n, 0.0
	for _, c := range t {
		square += float64(c.N) * (c.Value - mean) * (c.Value - mean)
	}
	if n < 2 {
		return Estimate{mean, mean, mean}
	}
	half := studentT95(n-1) * math.Sqrt(square/(n-1)/n)
	return Estimate{mean, mean - half, mean + half}
}

// MeanOf is the same of n figures that have a sum and a sum of squares. What is beyond all numbers is the greatest one.
func MeanOf(n int, sum, squares float64) Estimate {
	if n == 0 {
		return Estimate{}
	}
	count := float64(n)
	mean := Finite(sum) / count
	if n < 2 {
		return Estimate{mean, mean, mean}
	}
	half := studentT95(count-1) * math.Sqrt(max(0, Finite(squares)/count-mean*mean)/(count-1))
	return Estimate{mean, Finite(mean - half), Finite(mean + half)}
}

// Finite is f, or the number nearest to it that JSON can tell.
func Finite(f float64) float64 { return min(max(f, -math.MaxFloat64), math.MaxFloat64) }

// studentT95 is the two-sided 95 % quantile of Student's distribution.
func studentT95(freedom float64) float64 {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: freedom}.Quantile(0.975)
}

// Quantile is the nearest-rank quantile with the distribution-free 95 % interval between two order statistics (Conover 1999,
// Practical Nonparametric Statistics, 3.2, normal approximation).
func (t Tally) Quantile(q float64) Estimate {
	n := t.N()
	if n == 0 {
		return Estimate{}
	}
	mid := float64(n) * q
	half := Z95 * math.Sqrt(float64(n)*q*(1-q))
	at := func(rank float64) float64 { return t.nth(min(max(int(math.Ceil(rank)), 1), n)) }
	return Estimate{at(mid), at(mid - half), at(mid + half)}
}

func (t Tally) nth(rank int) float64 {
	for _, c := range t {
		if rank -= c.N; rank <= 0 {
			return c.Value
		}
	}
	return t[len(t)-1].Value
}

// merged walks the values of two tallies in ascending order.
func merged(a, b Tally, fn func(n, m int)) {
	for i, j := 0, 0; i < len(a) || j < len(b); {
		var order int
		switch {
		case i == len(a):
			order = 1
		case j == len(b):
			order = -1
		default:
			order = cmp.Compare(a[i].Value, b[j].Value)
		}
		n, m := 0, 0
		if order <= 0 {
			n = a[i].N
			i++
		}
		if order >= 0 {
			m = b[j].N
			j++
		}
		fn(n, m)
	}
}

// exactRanks is the most values of both groups together for which RanksHigher counts all arrangements.
const exactRanks = 40

// RanksHigher is the one-sided p-value of 'values of a do not tend to be greater than those of b' (Mann and Whitney 1947), and
// Cliff's delta: how much more often a value of a exceeds one of b than the other way round, −1 to 1. Without ties and of few
// values the p-value is exact; otherwise it is the normal approximation with the variance for ties and continuity correction.
func RanksHigher(a, b Tally) (p, delta float64) {
	n, m := a.N(), b.N()
	if n == 0 || m == 0 {
		return 1, 0
	}
	u, below, ties, tied := 0.0, 0, 0.0, false
	merged(a, b, func(k, l int) {
		u += float64(k) * (float64(below) + float64(l)/2)
		below += l
		t := float64(k + l)
		ties += t*t*t - t
		tied = tied || k+l > 1
	})
	pairs := float64(n) * float64(m)
	delta = 2*u/pairs - 1
	if !tied && n+m <= exactRanks {
		return exactTail(n, m, int(u)), delta
	}
	all := float64(n + m)
	variance := pairs / 12 * (all + 1 - ties/(all*(all-1)))
	if variance <= 0 {
		return 1, delta
	}
	return upperTail((u - pairs/2 - 0.5) / math.Sqrt(variance)), delta
}

// exactTail is the probability that U is at least u when all arrangements are as likely: the number of partitions with at most n
// parts of at most m, by the recurrence of Mann and Whitney.
func exactTail(n, m, u int) float64 {
	// ways[j][v]: arrangements of the i values of a so far among j of b with U = v.
	ways := make([][]float64, m+1)
	for j := range ways {
		ways[j] = make([]float64, n*m+1)
		ways[j][0] = 1
	}
	for i := 1; i <= n; i++ {
		next := make([][]float64, m+1)
		for j := range next {
			next[j] = make([]float64, n*m+1)
			for v := 0; v <= i*j; v++ {
				if v >= j { // the greatest value is of a: it exceeds all j
					next[j][v] += ways[j][v-j]
				}
				if j > 0 { // it is of b
					next[j][v] += next[j-1][v]
				}
			}
		}
		ways = next
	}
	all, tail := 0.0, 0.0
	for v, w := range ways[m] {
		all += w
		if v >= u {
			tail += w
		}
	}
	return tail / all
}

// NPS is the net promoter score of answers from 0 to 10: the share of 9 and 10 less the share of 0 to 6, in points from −100 to 100,
// with the normal interval of its standard error √((p+d−(p−d)²)/n).
func (t Tally) NPS() Estimate {
	n, promoters, detractors := 0, 0, 0
	for _, c := range t {
		n += c.N
		switch {
		case c.Value >= 9:
			promoters += c.N
		case c.Value <= 6:
			detractors += c.N
		}
	}
	if n == 0 {
		return Estimate{}
	}
	p, d := float64(promoters)/float64(n), float64(detractors)/float64(n)
	half := 100 * Z95 * math.Sqrt(max(0, p+d-(p-d)*(p-d))/float64(n))
	score := 100 * (p - d)
	return Estimate{score, max(-100, score-half), min(100, score+half)}
}
