package conform

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// drawn is any map in which every step leads to an end.
func drawn(t *rapid.T) (m *Map, n int) {
	n = rapid.IntRange(1, 6).Draw(t, "steps")
	next := make([][]int, n)
	for i := range n {
		next[i] = rapid.SliceOfNDistinct(rapid.IntRange(0, n-1), 0, min(n, 3), rapid.ID[int]).Draw(t, "next")
		if i+1 < n && !slices.Contains(next[i], i+1) { // so that the last step can be reached from everywhere
			next[i] = append(next[i], i+1)
		}
	}
	start := rapid.SliceOfNDistinct(rapid.IntRange(0, n-1), 1, n, rapid.ID[int]).Draw(t, "start")
	end := append(rapid.SliceOfDistinct(rapid.IntRange(0, n-1), rapid.ID[int]).Draw(t, "end"), n-1)
	return NewMap(next, start, end), n
}

func trace(t *rapid.T, n, least int) []int {
	return rapid.SliceOfN(rapid.IntRange(least, n-1), 0, 9).Draw(t, "trace")
}

// A net is searched whole; a map is not. Both find the same least cost, and the same traces fit.
func TestMapAgreesWithItsNet(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m, n := drawn(t)
		trace := trace(t, n, Off)
		net := m.Net()
		want, err := net.Cost(trace)
		if err != nil {
			t.Fatal(err)
		}
		moves := m.Align(trace)
		_, inserted, skipped := Deviations(moves, false)
		if inserted+skipped != want {
			t.Fatalf("%v costs %d, the net says %d: %v", trace, inserted+skipped, want, moves)
		}
		_, whole := m.Fit(trace)
		if whole != (want == 0) {
			t.Fatalf("%v fits %v and costs %d", trace, whole, want)
		}
		for _, s := range trace { // replay passes over what no transition is labelled with
			if s == Off || !slices.ContainsFunc(net.Transitions, func(x Transition) bool { return x.Label == s }) {
				return
			}
		}
		tokens, err := net.Replay(trace)
		if err != nil {
			t.Fatal(err)
		}
		if whole != (tokens.Missing == 0 && tokens.Remaining == 0) {
			t.Fatalf("%v fits %v, replay of the net: %+v", trace, whole, tokens)
		}
	})
}

// The entries of an alignment are the trace, and its steps a whole way through the map.
func TestAnAlignmentIsBothTheTraceAndAWayOfTheMap(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m, n := drawn(t)
		trace := trace(t, n, Off)
		var entries, steps []int
		for _, v := range m.Align(trace) {
			if v.Does != Skip {
				entries = append(entries, v.Step)
			}
			if v.Does != Insert {
				steps = append(steps, v.Step)
			}
		}
		if !slices.Equal(entries, trace) {
			t.Fatalf("%v became %v", trace, entries)
		}
		if _, whole := m.Fit(steps); !whole {
			t.Fatalf("%v is aligned with %v, which is no way of the map", trace, steps)
		}
	})
}

func TestTokensAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m, n := drawn(t)
		trace := trace(t, n, Off)
		open := rapid.Bool().Draw(t, "open")
		k := m.Replay(trace, open)
		if f := k.Fitness(); !(f >= 0 && f <= 1) {
			t.Fatalf("%+v: fitness %v", k, f)
		}
		keeps, whole := m.Fit(trace)
		if fit := whole || (open && keeps); fit != (k.Missing == 0) || fit != (k.Remaining == 0) {
			t.Fatalf("%v open %v keeps %v whole %v: %+v", trace, open, keeps, whole, k)
		}
		lost := k.Produced + k.Missing - k.Consumed - k.Remaining // an open trace may keep the token that is still to be used
		if kept := open && !whole && lost == 1; lost != 0 && !kept {
			t.Fatalf("%v: %+v", trace, k)
		}
	})
}

func line(n int) *Map {
	next := make([][]int, n)
	for i := range n - 1 {
		next[i] = []int{i + 1}
	}
	return NewMap(next, []int{0}, []int{n - 1})
}

func TestDeviations(t *testing.T) {
	t.Parallel()
	branch := NewMap([][]int{{1, 2}, {3}, {3}, {}}, []int{0}, []int{3})
	again := NewMap([][]int{{1}, {0, 2}, {}}, []int{0}, []int{2})
	for _, c := range []struct {
		name  string
		m     *Map
		trace []int
		open  bool
		want  []Deviation
		cost  int
	}{
		{"all of it", line(4), []int{0, 1, 2, 3}, false, nil, 0},
		{"a step left out", line(4), []int{0, 2, 3}, false, []Deviation{{Skipped, 1}}, 1},
		{"the beginning left out", line(4), []int{2, 3}, false, []Deviation{{Skipped, 0}, {Skipped, 1}}, 2},
		{"a step again", line(4), []int{0, 1, 1, 2, 3}, false, []Deviation{{Repeated, 1}}, 1},
		{"back once", line(4), []int{0, 1, 0, 2, 3}, false, []Deviation{{Repeated, 0}}, 1},
		{"two swapped", line(4), []int{0, 2, 1, 3}, false, []Deviation{{Moved, 1}}, 2},
		{"a detour", branch, []int{0, 1, 2, 3}, false, []Deviation{{Inserted, 1}}, 1},
		{"off the map", line(3), []int{0, Off, 1, Off, 2}, false, []Deviation{{OffMap, Off}}, 2},
		{"stopped early, window past", line(4), []int{0, 1}, false, []Deviation{{Early, 1}}, 2},
		{"stopped early, still open", line(4), []int{0, 1}, true, nil, 0},
		{"a loop that is drawn", again, []int{0, 1, 0, 1, 2}, false, nil, 0},
		{"half of a loop", again, []int{0, 0, 1, 2}, false, []Deviation{{Skipped, 1}}, 1},
		{"nothing", line(2), nil, false, []Deviation{{Early, Off}}, 2},
	} {
		list, inserted, skipped := Deviations(c.m.Align(c.trace), c.open)
		if !slices.Equal(list, c.want) || inserted+skipped != c.cost {
			t.Errorf("%s: %v at %d, want %v at %d", c.name, list, inserted+skipped, c.want, c.cost)
		}
	}
}

func TestReplayCounts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		trace []int
		open  bool
		want  Tokens
	}{
		{"fits", []int{0, 1, 2, 3}, false, Tokens{5, 5, 0, 0}},
		{"a step left out", []int{0, 2, 3}, false, Tokens{4, 4, 1, 1}},
		{"under way", []int{0, 1}, true, Tokens{3, 2, 0, 0}},
		{"stopped", []int{0, 1}, false, Tokens{3, 3, 1, 1}},
		{"off the map", []int{0, Off, 1, 2, 3}, false, Tokens{6, 6, 1, 1}},
		{"two swapped", []int{0, 2, 1, 3}, false, Tokens{5, 5, 1, 1}},
	} {
		if got := line(4).Replay(c.trace, c.open); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
	if f := (Tokens{4, 4, 1, 1}).Fitness(); f != 0.75 {
		t.Errorf("fitness %v", f)
	}
	if f := (Tokens{}).Fitness(); f != 1 {
		t.Errorf("fitness of nothing %v", f)
	}
	if f := MeanFitness(map[Tokens]int{{5, 5, 0, 0}: 3, {4, 4, 1, 1}: 1}); math.Abs(f-0.9375) > 1e-15 {
		t.Errorf("mean fitness %v", f)
	}
}

func TestLongTracesAreAlignedQuickly(t *testing.T) {
	t.Parallel()
	long := make([]int, 200_000)
	for i := range long {
		long[i] = i * i % 7
	}
	m := line(7)
	moves := m.Align(long)
	if list, _, _ := Deviations(moves, false); len(list) == 0 {
		t.Error("no deviation")
	}
	if k := m.Replay(long, false); k.Missing == 0 {
		t.Error("no token is missing")
	}
	if len(moves) < len(long) {
		t.Errorf("%d moves of %d entries", len(moves), len(long))
	}
}

func TestANetThatGrowsIsRefused(t *testing.T) {
	t.Parallel()
	net := Net{Begin: []int{1, 0}, End: []int{0, 7}, Transitions: []Transition{{Off, []int{0}, []int{0, 1}}}}
	if _, err := net.Cost([]int{0}); err == nil {
		t.Error("no error")
	}
	if _, err := net.Replay([]int{0}); err == nil {
		t.Log("replay ends, since the final marking is covered on the way")
	}
}
