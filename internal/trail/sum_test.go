package trail

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// TestExactSum adds numbers of every size and sign, in parts, and compares with a sum of as many bits as it takes.
func TestExactSum(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for round := range 200 {
		want, got := new(big.Float).SetPrec(4096), &exactSum{}
		for range 1 + r.IntN(4) {
			part := &exactSum{}
			for range r.IntN(200) {
				f := float64(r.IntN(2_000_000)-1_000_000) / 100
				if round%2 == 1 {
					f = math.Ldexp(f, r.IntN(300)-150)
				}
				part.add(f)
				want.Add(want, new(big.Float).SetFloat64(f))
			}
			got.merge(part)
		}
		if w, _ := want.Float64(); w != got.value() {
			t.Fatalf("round %d: want %v, got %v", round, w, got.value())
		}
	}
}

// TestExactSumEmpties adds more numbers than 128 bits are trusted with.
func TestExactSumEmpties(t *testing.T) {
	t.Parallel()
	s := &exactSum{}
	for range 3 << 21 {
		s.add(-(1<<40 - 1))
	}
	if got, want := s.value(), -float64(3<<21)*(1<<40-1); got != want {
		t.Fatalf("want %v, got %v", want, got)
	}
}
