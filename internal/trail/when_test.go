package trail

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jejak/internal/journey"
)

// TestStretchesTellIntervals wants of every row the interval that its time lies in, or that it is looked up, and its row found.
func TestStretchesTellIntervals(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := buildRows(heavyRows(t), 1)
		before := rapid.Int64Range(0, 30_000_000).Draw(t, "before")
		v, err := journey.IntervalsOf("day", p.dir.MinTime+15_000_000-before, p.dir.MaxTime+20_000_000, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		at := newLocator(v)
		var s stretches
		s.set(p, &at)
		seen := make([]int, len(p.dir.Kinds))
		for i := range p.persons {
			first := map[int]bool{}
			for r := int(p.off[i]); r < int(p.off[i+1]); r++ {
				k := int(p.kind.At(r))
				when := p.when[k][seen[k]]
				if got := p.rowOf(k, seen[k]); got != r {
					t.Fatalf("row %d of kind %d: want %d, got %d", seen[k], k, r, got)
				}
				if fresh := when&whenFirst != 0; fresh == first[k] {
					t.Fatalf("row %d: first of its person %v", r, fresh)
				}
				first[k] = true
				seen[k]++
				want := []int64{p.time.At(r)}
				at.all(want)
				if got := s[when&(whenStretches-1)]; got != unclear && int64(got) != want[0] {
					t.Fatalf("row %d: want interval %d, got %d", r, want[0], got)
				}
			}
		}
	})
}

// TestWholePathsAreCounted compares with a count by map.
func TestWholePathsAreCounted(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		low := rapid.IntRange(0, 40).Draw(t, "low")
		high := rapid.IntRange(low+1, 60).Draw(t, "high")
		some := rapid.SliceOfN(rapid.Uint64Range(0, 1<<(high-low)-1), 1, 200).Draw(t, "words")
		counts := map[uint64]int{}
		var list words
		for i, w := range slices.Repeat(some, rapid.SampledFrom([]int{1, 8}).Draw(t, "times")) {
			w = (w ^ uint64(i/7)&1) << low
			list.add(w)
			counts[w]++
		}
		var want []topPath[uint64]
		for w, n := range counts {
			want = append(want, topPath[uint64]{w, n})
		}
		slices.SortFunc(want, compareTop[uint64])
		want = want[:min(len(want), journey.MaxPaths)]
		if got := (wholePaths{list}).top(&query{workers: 2}, low, high); !slices.Equal(got, want) {
			t.Fatalf("want %v\ngot  %v", want, got)
		}
	})
}
