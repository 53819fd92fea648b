package conform

import "slices"

// What one move of an alignment does.
const (
	Sync   = iota // the trace and the map make the same step
	Insert        // the trace makes a step, or something off the map, that the map does not
	Skip          // the map makes a step that the trace does not
)

// Move is one move of an alignment.
type Move struct {
	Does int
	Step int // Off for an entry off the map
}

// insertCost and skipCost make the fewest moves win and, of equally few, the fewest insertions: the explanation that uses more of
// what really happened.
const (
	insertCost = 1<<20 + 1
	skipCost   = 1 << 20
	unreached  = 1 << 60
)

// Align is an optimal alignment: the fewest insertions and skips that make the trace a whole one of the map (Adriansyah 2014,
// Aligning observed and modeled behavior, chapter 4, with the standard costs). Of several, it is always the same one.
//
// Because a map holds one token, a state is the step that the trace and the map last made together, and the skips between two
// such steps are the shortest way between them. So it takes len(trace) × its different steps, and remembers one choice for each entry.
func (m *Map) Align(trace []int) []Move {
	n := m.n
	cost := make([]int64, n+1) // by last common step, n is the beginning; behind what all of them share: one insertion for each entry
	for i := range cost {
		cost[i] = unreached
	}
	cost[n] = 0
	reached := []int{n}               // those with a cost, the last step of the map first
	from := make([]int32, len(trace)) // the common step before, where this entry is one for those who stand at it; else -1
	for k, s := range trace {
		from[k] = -1
		if s == Off {
			continue
		}
		best, by := cost[s], int32(-1)
		for _, i := range reached {
			if m.skips[i][s] == far {
				continue
			}
			if c := cost[i] + int64(m.skips[i][s])*skipCost - insertCost; c < best || (c == best && by < 0) {
				best, by = c, int32(i)
			}
		}
		if cost[s] == unreached && best != unreached {
			at, _ := slices.BinarySearchFunc(reached, s, func(i, s int) int { return s - i })
			reached = slices.Insert(reached, at, s)
		}
		cost[s], from[k] = best, by
	}
	at, best := n, int64(m.rest[n])*skipCost
	for _, i := range reached[1:] {
		if c := cost[i] + int64(m.rest[i])*skipCost; c < best {
			at, best = i, c
		}
	}
	return m.trackBack(trace, from, at)
}

// trackBack lists the moves from the last common step on backwards.
func (m *Map) trackBack(trace []int, from []int32, at int) []Move {
	moves := make([]Move, 0, len(trace)+4) // from the last to the first
	if e := int(m.final[at]); m.rest[at] > 0 {
		moves = m.leftOut(append(moves, Move{Skip, e}), at, e)
	}
	for k := len(trace) - 1; k >= 0; k-- {
		if trace[k] != at || from[k] < 0 {
			moves = append(moves, Move{Insert, trace[k]})
			continue
		}
		moves = m.leftOut(append(moves, Move{Sync, at}), int(from[k]), at)
		at = int(from[k])
	}
	slices.Reverse(moves)
	return moves
}

// leftOut appends the steps between two, the last one first.
func (m *Map) leftOut(moves []Move, from, to int) []Move {
	begin := len(moves)
	for i := int(m.via[from][to]); i != to; i = int(m.via[i][to]) {
		moves = append(moves, Move{Skip, i})
	}
	slices.Reverse(moves[begin:])
	return moves
}

// Kind is what a deviation is.
type Kind int

// The deviations.
const (
	Skipped  Kind = iota // a step of the map left out
	Inserted             // a step where the map has none
	Repeated             // the same, of a step that the trace makes elsewhere too
	Moved                // a step left out at one place and made at another
	OffMap               // an entry off the map
	Early                // the trace stopped behind this step, before an end
)

// Deviation is one way in which a trace leaves the map.
type Deviation struct {
	Kind Kind
	Step int // Off for OffMap
}

// Deviations are the ways in which an aligned trace leaves the map, each once, and how many moves are insertions and skips. Steps left
// out behind the last entry are still to come while the trace is open and do not count; else they are one deviation, Early at
// the step of the last entry.
func Deviations(moves []Move, open bool) (list []Deviation, inserted, skipped int) {
	end := len(moves)
	for end > 0 && moves[end-1].Does == Skip {
		end--
	}
	made := map[int]int{}                           // how often a step is in the trace…
	left, inserts := map[int]bool{}, map[int]bool{} // …whether the alignment leaves it out, and whether it inserts it
	for _, v := range moves[:end] {
		left[v.Step] = left[v.Step] || v.Does == Skip
		inserts[v.Step] = inserts[v.Step] || v.Does == Insert
		if v.Does != Skip {
			made[v.Step]++
		}
	}
	seen := map[Deviation]bool{}
	add := func(k Kind, step int) {
		if d := (Deviation{k, step}); !seen[d] {
			seen[d] = true
			list = append(list, d)
		}
	}
	for _, v := range moves[:end] {
		switch {
		case v.Does == Skip && inserts[v.Step]:
			skipped++
			add(Moved, v.Step)
		case v.Does == Skip:
			skipped++
			add(Skipped, v.Step)
		case v.Does == Insert:
			inserted++
			switch {
			case v.Step == Off:
				add(OffMap, Off)
			case left[v.Step]:
				add(Moved, v.Step)
			case made[v.Step] > 1:
				add(Repeated, v.Step)
			default:
				add(Inserted, v.Step)
			}
		}
	}
	if n := len(moves) - end; n > 0 && !open {
		skipped += n
		last := Off
		for i := range end {
			if moves[i].Step != Off && moves[i].Does != Skip {
				last = moves[i].Step
			}
		}
		add(Early, last)
	}
	return list, inserted, skipped
}
