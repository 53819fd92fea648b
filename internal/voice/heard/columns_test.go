package heard

import (
	"math/rand/v2"
	"slices"
	"testing"

	"jejak/internal/event"
)

// However texts come, the order is that of their times, and of their numbers where these are equal.
func TestTheOrderOfTextsIsThatOfTheirTimes(t *testing.T) {
	t.Parallel()
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 1))
		sp := newSpace()
		for range r.IntN(8) {
			late := r.IntN(3) // batches that go on in time, reach back, or lie all in the past
			for range r.IntN(40) {
				at := len(sp.rows)*(2-late) + r.IntN(20)
				sp.append(&Text{Seq: uint64(len(sp.rows)) + 1, At: event.Time(at), Feeling: Neutral})
			}
			sp.sort()
			want := make([]uint32, len(sp.rows))
			for i := range want {
				want[i] = uint32(i)
			}
			slices.SortStableFunc(want, func(a, b uint32) int { return int(sp.rows[a].at - sp.rows[b].at) })
			if !slices.Equal(sp.order, want) {
				t.Fatalf("seed %d: %v, want %v", seed, sp.order, want)
			}
		}
	}
}

// A million texts are there, and a batch comes whose times lie among theirs.
func BenchmarkSortABatchFromBefore(b *testing.B) {
	sp := newSpace()
	for i := range 1_000_000 {
		sp.append(&Text{Seq: uint64(i) + 1, At: event.Time(i * 1000), Feeling: Neutral})
	}
	sp.sort()
	for b.Loop() {
		for range 2000 {
			n := len(sp.rows)
			sp.append(&Text{Seq: uint64(n) + 1, At: event.Time(n * 7919 % 1_000_000 * 1000), Feeling: Neutral})
		}
		sp.sort()
	}
}
