package audience

import (
	"math"
	"testing"
	"time"
)

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > 1e-3*max(1, math.Abs(want)) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// TestShares checks one table by hand: 60 of 100 against 30 of 100 is twice as many; the logarithm's error is the root of 1/60 - 1/100 + 1/30 - 1/100 = 0.03.
func TestShares(t *testing.T) {
	a := Answer(Counts{Mine: 100, Others: 100, Parts: []Part{{Name: "trait:city", Mine: 100, Others: 100, Values: []Value{
		{Name: "Solo", Mine: 60, Others: 30}, {Name: "Bandung", Mine: 40, Others: 40}, {Other: true, Mine: 0, Others: 30},
	}}, {Name: "trait:none"}}})
	if len(a.Parts) != 1 {
		t.Fatalf("a part without anybody is shown: %+v", a.Parts)
	}
	rows := a.Parts[0].Rows
	near(t, "index", *rows[0].Index, 2)
	near(t, "low", *rows[0].Low, 2*math.Exp(-1.96*math.Sqrt(0.03)))
	near(t, "high", *rows[0].High, 2*math.Exp(1.96*math.Sqrt(0.03)))
	if *rows[0].Q > 0.001 || *rows[1].Q < 0.5 || rows[2].Index != nil || *rows[2].Q > 0.001 {
		t.Errorf("rows %+v", rows)
	}
}

func TestMeansOfScores(t *testing.T) {
	sums := func(scores ...float64) Sums {
		s := Sums{Bins: map[int]int{}}
		for _, f := range scores {
			s.N++
			s.Sum += f
			s.Squares += f * f
			s.Bins[BinOf(f, 2)]++
		}
		return s
	}
	mine, others := sums(), sums()
	for range 20 {
		mine, others = add(mine, sums(9, 10)), add(others, sums(2, 8))
	}
	a := Answer(Counts{Mine: 40, Others: 40, Scores: []Score{{Name: "nps", Width: 2, Mine: mine, Others: others}, {Name: "few", Width: 1, Mine: sums(1), Others: sums(2)}}})
	s := a.Scores[0]
	near(t, "mean", s.Mean.Value, 9.5)
	near(t, "half", s.Mean.High-s.Mean.Value, 1.96*math.Sqrt(0.25*40/39/40))
	if s.Q == nil || *s.Q > 1e-6 || a.Scores[1].Q != nil {
		t.Errorf("tests %v and %v", s.Q, a.Scores[1].Q)
	}
	if len(s.Bins) != 3 || s.Bins[0].From != 2 || s.Bins[0].Others != 20 || s.Bins[2].From != 10 || s.Bins[2].N != 20 {
		t.Errorf("bins %+v", s.Bins)
	}
}

func add(a, b Sums) Sums {
	for k, n := range b.Bins {
		a.Bins[k] += n
	}
	a.N, a.Sum, a.Squares = a.N+b.N, a.Sum+b.Sum, a.Squares+b.Squares
	return a
}

// TestNoDifferencesWhereThereAreNone: of 400 tests of the same share, hardly any answer finds one.
func TestNoDifferencesWhereThereAreNone(t *testing.T) {
	c := Counts{Mine: 500, Others: 900}
	x := uint64(1)
	next := func(n int) int { // xorshift
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		return int(x>>33) % n
	}
	found := 0
	for range 100 {
		c.Parts = nil
		for range 40 {
			v := Value{Name: "a"}
			for range 500 {
				v.Mine += next(10) / 7
			}
			for range 900 {
				v.Others += next(10) / 7
			}
			c.Parts = append(c.Parts, Part{Name: "p", Mine: 500, Others: 900, Values: []Value{v}})
		}
		for _, p := range Answer(c).Parts {
			if *p.Rows[0].Q <= 0.05 {
				found++
				break
			}
		}
	}
	if found > 12 {
		t.Errorf("%d of 100 answers find a difference where there is none", found)
	}
}

func TestHostileZonesAndScores(t *testing.T) {
	for name, want := range map[string]bool{"Asia/Jakarta": true, "": false, "Local": false, "../../etc/passwd": false, "Mars/Base": false} {
		if z := Zone(name); (z != nil) != want || z == time.Local {
			t.Errorf("zone %q: %v", name, z)
		}
	}
	if IsScore(math.NaN()) || IsScore(math.Inf(1)) || !IsScore(-5) || BinOf(1e9, 1e-6) != maxBins {
		t.Error("scores are not bounded")
	}
	a := Answer(Counts{})
	if len(a.Parts)+len(a.Scores) != 0 || a.Hours.Known != 0 {
		t.Errorf("nobody: %+v", a)
	}
}
