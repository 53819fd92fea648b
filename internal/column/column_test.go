package column

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestIntsComeBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		bits := rapid.IntRange(0, 63).Draw(t, "bits")
		base := rapid.Int64Range(math.MinInt64/2, math.MaxInt64/2).Draw(t, "base")
		if bits > 61 {
			base = 0
		}
		want := rapid.SliceOf(rapid.Custom(func(t *rapid.T) int64 {
			return base + rapid.Int64Range(0, 1<<bits-1).Draw(t, "distance")
		})).Draw(t, "values")
		b := AppendInts(make([]byte, 8), want)
		if len(b)%8 != 0 {
			t.Fatalf("length %d is not a multiple of 8", len(b))
		}
		c, n, err := OpenInts(b[8:])
		if err != nil || n != len(b)-8 {
			t.Fatalf("length %d of %d: %v", n, len(b)-8, err)
		}
		if got := c.AppendTo([]int64{}, 0, c.Len()); !slices.Equal(got, want) {
			t.Fatalf("want %v\ngot  %v", want, got)
		}
	})
}

func TestExtremesComeBack(t *testing.T) {
	t.Parallel()
	want := []int64{math.MinInt64, math.MaxInt64, 0, -1}
	c, _, err := OpenInts(AppendInts(nil, want))
	if got := c.AppendTo(nil, 0, 4); err != nil || !slices.Equal(got, want) {
		t.Fatalf("got %v: %v", got, err)
	}
}

func TestStringsComeBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOf(rapid.String()).Draw(t, "values")
		b := AppendStrings(nil, want)
		c, n, err := OpenStrings(b)
		if err != nil || n != len(b) || n%8 != 0 || c.Len() != len(want) {
			t.Fatalf("length %d of %d, %d strings: %v", n, len(b), c.Len(), err)
		}
		for i, s := range want {
			if c.At(i) != s {
				t.Fatalf("string %d: want %q, got %q", i, s, c.At(i))
			}
		}
	})
}

func TestNewerColumnIsRefused(t *testing.T) {
	t.Parallel()
	b := AppendInts(nil, []int64{1, 2})
	b[0] = formatVersion + 1
	if _, _, err := OpenInts(b); err == nil {
		t.Fatal("a column of a newer format was read")
	}
}

func FuzzOpenNeverPanics(f *testing.F) {
	f.Add(AppendInts(nil, []int64{1, 2, 300}))
	f.Add(AppendStrings(nil, []string{"a", "", "bc"}))
	f.Fuzz(func(_ *testing.T, b []byte) {
		if c, _, err := OpenInts(b); err == nil && c.Len() > 0 {
			c.At(c.Len() - 1)
			c.At(0)
		}
		if c, _, err := OpenStrings(b); err == nil {
			for i := range c.Len() {
				_ = c.At(i)
			}
		}
	})
}
