package survey

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"jejak/internal/journey"
)

// fewAnswers is below how many a score is not to be relied on.
const fewAnswers = 30

// z95 is the two-sided 95 % quantile of the standard normal distribution.
const z95 = 1.959963984540054

// scoreOf is the score of answers on the scale of a kind; counts are by score, from low on.
//
// NPS is the share of 9 and 10 less that of 0 to 6, times 100, with the standard error 100·√((p + d − (p−d)²)/n) of the difference of
// two shares of one sample (FIELD.md §4.7). CSAT is the share of 4 and 5 with Wilson's interval. CES and ratings are means with
// Student's interval. Nothing reaches beyond the scale.
func scoreOf(kind Kind, low int, counts []int) *Score {
	n, sum := 0, 0.0
	for i, c := range counts {
		n += c
		sum += float64(c) * float64(low+i)
	}
	if n == 0 {
		return nil
	}
	s := &Score{Scale: string(kind), N: n, Small: n < fewAnswers}
	switch kind {
	case NPS:
		promoters, detractors := between(counts, 9, 10), between(counts, 0, 6)
		p, d := float64(promoters)/float64(n), float64(detractors)/float64(n)
		half := 100 * z95 * math.Sqrt(max(0, p+d-(p-d)*(p-d))/float64(n))
		s.Value = 100 * float64(promoters-detractors) / float64(n)
		s.Low, s.High = max(-100, s.Value-half), min(100, s.Value+half)
	case CSAT:
		r := journey.Wilson(between(counts, 4-low, 5-low), n)
		s.Value, s.Low, s.High = r.Value, r.Low, r.High
	default:
		s.Value = sum / float64(n)
		top := float64(low + len(counts) - 1)
		if n == 1 { // one answer tells nothing of how far others lie from it
			s.Low, s.High = float64(low), top
			break
		}
		squares := 0.0
		for i, c := range counts {
			off := float64(low+i) - s.Value
			squares += float64(c) * off * off
		}
		t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(n - 1)}.Quantile(0.975)
		half := t * math.Sqrt(squares/float64(n-1)/float64(n))
		s.Low, s.High = max(float64(low), s.Value-half), min(top, s.Value+half)
	}
	return s
}

func between(counts []int, from, to int) (n int) {
	for i := from; i <= to && i < len(counts); i++ {
		n += counts[i]
	}
	return n
}
