package survey

import (
	"math"
	"testing"
)

// Figures worked by hand.
func TestScores(t *testing.T) {
	t.Parallel()
	f := func(kind Kind, low int, counts []int, n int, value, from, to float64, small bool) {
		t.Helper()
		s := scoreOf(kind, low, counts)
		if s == nil || s.N != n || s.Small != small || !near(s.Value, value) || !near(s.Low, from) || !near(s.High, to) {
			t.Errorf("%s %v: %+v, want %d %v %v %v", kind, counts, s, n, value, from, to)
		}
	}
	// 50 promoters, 30 passives, 20 detractors: 50 − 20 = 30; √((0.5 + 0.2 − 0.09)/100) = 0.0781025, times 196 is 15.30781.
	f(NPS, 0, []int{4, 4, 4, 4, 4, 0, 0, 15, 15, 25, 25}, 100, 30, 30-15.307809, 30+15.307809, false)
	// All of them promoters: nothing varies.
	f(NPS, 0, []int{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5}, 5, 100, 100, 100, true)
	// 7 detractors (a 6 is one), 3 passives: −70; √((0.7 − 0.49)/10) = 0.1449138, times 196 is 28.40258; the scale ends at −100.
	f(NPS, 0, []int{0, 0, 0, 0, 0, 0, 7, 3, 0, 0, 0}, 10, -70, -98.402579, -41.597421, true)
	// 8 of 10 gave 4 or 5: Wilson (0.490162, 0.943317), as in Newcombe 1998's way of working.
	f(CSAT, 1, []int{1, 0, 1, 3, 5}, 10, 0.8, 0.490162, 0.943318, true)
	// 2, 4, 6: mean 4, s = 2, t(2) = 4.302653: ±4.968275, cut to the scale.
	f(CES, 1, []int{0, 1, 0, 1, 0, 1, 0}, 3, 4, 1, 7, true)
	// Ten 4s and ten 5s: mean 4.5, s² = 5/19, t(19) = 2.093024: ±0.240083.
	f(Rating, 1, []int{0, 0, 0, 10, 10}, 20, 4.5, 4.259917, 4.740083, true)
	f(Rating, 1, []int{0, 0, 1, 0, 0}, 1, 3, 1, 5, true)
	if scoreOf(NPS, 0, make([]int, 11)) != nil {
		t.Error("nobody answered, and there is a score")
	}
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-5 }
