package trail

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"jejak/internal/journey"
)

// TestPercentilesOfManyDurations adds few and many durations, of milliseconds and of years, in parts, and compares with sorting them all.
func TestPercentilesOfManyDurations(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		some := rapid.SliceOfN(rapid.Int64Range(0, 1<<rapid.IntRange(1, 40).Draw(t, "bits")), 0, 300).Draw(t, "durations")
		times, parts := rapid.SampledFrom([]int{1, 10, 30}).Draw(t, "times"), rapid.IntRange(1, 3).Draw(t, "parts")
		sum := &durations{}
		var all []int64
		for range parts {
			part := &durations{}
			for i, d := range slices.Repeat(some, times) {
				all = append(all, d+int64(i))
				part.add(d + int64(i))
			}
			sum.merge(part)
		}
		if got, want := sum.times(), journey.TimesOf(all); got != want {
			t.Fatalf("%d durations: want %v, got %v", len(all), want, got)
		}
	})
}
