// Package conform says how a sequence of steps fits a drawn map, and which edges the sequences themselves draw.
package conform

import (
	"cmp"
	"maps"
	"slices"
)

// Off is an entry of a trace that is no step of the map.
const Off = -1

// Map is a drawn map, ready to be compared with traces: lists of steps by place from 0.
//
// It is the Petri net with a place before each step, one token at the beginning, and a silent choice of what comes next after each
// step. Being of this shape, it is replayed and aligned without a search.
type Map struct {
	n     int // steps
	next  [][]bool
	to    [][]int // the same as lists, in the order of the map; row n is the beginning
	by    [][]int // [step]: what leads to it
	end   []bool
	ends  []int
	skips [][]int32 // [from][to]: the fewest steps left out between the two; row n is from the beginning
	via   [][]int32 // [from][to]: the first of them, or to
	rest  []int32   // [from]: the fewest steps left out between it and a stop
	final []int32   // [from]: the end that they lead to
}

// far is more than any way is long, and far below overflowing.
const far = 1 << 28

// NewMap takes the places that each step leads to, and where traces may begin and stop. An end can be reached from everywhere.
func NewMap(next [][]int, start, end []int) *Map {
	n := len(next)
	m := &Map{n: n, next: make([][]bool, n+1), to: make([][]int, n+1), by: make([][]int, n), end: make([]bool, n+1)}
	for i := range m.next {
		m.next[i] = make([]bool, n)
		m.to[i] = slices.Clone(start)
		if i < n {
			m.to[i] = slices.Clone(next[i])
		}
		slices.Sort(m.to[i])
		m.to[i] = slices.Compact(m.to[i])
		for _, j := range m.to[i] {
			m.next[i][j] = true
			m.by[j] = append(m.by[j], i)
		}
	}
	for _, e := range end {
		m.end[e] = true
	}
	for i, ok := range m.end {
		if ok {
			m.ends = append(m.ends, i)
		}
	}
	for i := range n + 1 {
		m.measure(i)
	}
	return m
}

// measure finds the shortest ways from one step by breadth; of equal ones, that by the first steps of the map.
func (m *Map) measure(from int) {
	n := m.n
	skips, via := make([]int32, n), make([]int32, n)
	for i := range skips {
		skips[i], via[i] = far, -1
	}
	var queue []int
	for _, j := range m.to[from] {
		skips[j], via[j] = 0, int32(j)
		queue = append(queue, j)
	}
	for len(queue) > 0 {
		i := queue[0]
		queue = queue[1:]
		for _, j := range m.to[i] {
			if skips[j] == far {
				skips[j], via[j] = skips[i]+1, via[i]
				queue = append(queue, j)
			}
		}
	}
	rest, final := int32(far), int32(-1)
	if m.end[from] {
		rest, final = 0, int32(from)
	}
	for _, j := range m.ends {
		if skips[j]+1 < rest {
			rest, final = skips[j]+1, int32(j)
		}
	}
	m.skips, m.via = append(m.skips, skips), append(m.via, via)
	m.rest, m.final = append(m.rest, rest), append(m.final, final)
}

// Fit reports whether a trace keeps to the map as far as it goes, and whether it may stop there. An entry off the map does not fit.
func (m *Map) Fit(trace []int) (keeps, whole bool) {
	at := m.n
	for _, s := range trace {
		if s == Off || !m.next[at][s] {
			return false, false
		}
		at = s
	}
	return true, m.end[at]
}

// Tokens are the counters of a token replay.
type Tokens struct{ Produced, Consumed, Missing, Remaining int }

// Fitness is ½(1 − missing/consumed) + ½(1 − remaining/produced); 1 of nothing (Rozinat and van der Aalst 2008, Conformance checking
// of processes based on monitoring real behavior, section 4.1).
func (t Tokens) Fitness() float64 {
	return 0.5*(1-part(t.Missing, t.Consumed)) + 0.5*(1-part(t.Remaining, t.Produced))
}

func part(k, n int) float64 {
	if n == 0 {
		return 0
	}
	return float64(k) / float64(n)
}

// Add adds the counters of n traces.
func (t *Tokens) Add(o Tokens, n int) {
	t.Produced += o.Produced * n
	t.Consumed += o.Consumed * n
	t.Missing += o.Missing * n
	t.Remaining += o.Remaining * n
}

// MeanFitness is the mean over traces, given how many have the same counters. It adds up in a fixed order.
func MeanFitness(traces map[Tokens]int) float64 {
	keys := slices.SortedFunc(maps.Keys(traces), func(a, b Tokens) int {
		return cmp.Or(cmp.Compare(a.Produced, b.Produced), cmp.Compare(a.Consumed, b.Consumed), cmp.Compare(a.Missing, b.Missing), cmp.Compare(a.Remaining, b.Remaining))
	})
	sum, n := 0.0, 0
	for _, k := range keys {
		sum += k.Fitness() * float64(traces[k])
		n += traces[k]
	}
	if n == 0 {
		return 0
	}
	return sum / float64(n)
}

// Replay plays a trace with tokens. The beginning produces one, and each step consumes one that a step before it, or the beginning,
// has left, the latest of several, and produces one. Where there is none, it is missing and made. An entry off the map consumes
// what is not there and produces what nobody wants. Stopping consumes the token of an end, unless the trace is open: then the token
// of its last step is still to be used, if the trace may not stop there.
func (m *Map) Replay(trace []int, open bool) Tokens {
	n := m.n
	t := Tokens{Produced: 1}
	left := make([][]int, n+1) // by step: when its tokens were made, those that are still there
	left[n] = []int{0}
	latest := func(of []int) int {
		best := -1
		for _, i := range of {
			if made := left[i]; len(made) > 0 && (best < 0 || made[len(made)-1] > left[best][len(left[best])-1]) {
				best = i
			}
		}
		return best
	}
	for k, s := range trace {
		t.Consumed++
		t.Produced++
		if s == Off {
			t.Missing++
			t.Remaining++
			continue
		}
		if i := latest(m.by[s]); i < 0 {
			t.Missing++
		} else {
			left[i] = left[i][:len(left[i])-1]
		}
		left[s] = append(left[s], k+1)
	}
	for _, made := range left {
		t.Remaining += len(made)
	}
	switch {
	case latest(m.ends) >= 0:
		t.Consumed++
		t.Remaining--
	case open:
		t.Remaining--
	default:
		t.Consumed++
		t.Missing++
	}
	return t
}
