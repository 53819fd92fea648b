package trail

import (
	"slices"

	"jejak/internal/journey"
)

// attempt is one way through a funnel: the row that served each step (-1 for none), and how many required steps it reached.
type attempt struct {
	at    []int32
	depth int
}

func (t *attempt) copy(o *attempt) {
	copy(t.at, o.at)
	t.depth = o.depth
}

func (t *attempt) clear() {
	for i := range t.at {
		t.at[i] = -1
	}
	t.depth = 0
}

func (t *attempt) last() int { return int(slices.Max(t.at)) }

// guard is an exclusion between two required steps, given as their places among the required ones.
type guard struct {
	bit      uint64
	from, to int
}

// walker finds attempts in one person's rows. Bit i of a mask is step i; exclusions and the rest lie above.
type walker struct {
	order    string
	entry    bool
	window   int64
	steps    int
	required []int
	bits     []uint64 // of the required steps
	optional []bool
	allSteps uint64 // bits of required steps
	guards   []guard
	excludes uint64

	time []int64
	mask []uint64

	at        []int32 // for sequence: where each required step's pointer stands
	blocked   []int32 // for sequence: where each guard's pointer stands
	exhausted bool    // for sequence: the step that was not reached does not come again
	now       attempt
	best      attempt

	ways    []ways   // by step
	whole   bool     // the rows at hand are all that serve a step, and not those of one group
	next    []uint64 // the rows of the second step that come next after one of the first
	again   []uint64 // the starts that have another before them, and no second step between
	awaited []uint8  // by person at hand: 1 until they arrive
	came    arrivals
	todo    []int32 // places among came
}

func newWalker(f *journey.Funnel) *walker {
	n := len(f.Steps)
	w := &walker{order: f.Order, entry: f.Count == "entry", window: f.Window.Millis(), steps: n}
	place := make([]int, n)
	for i, s := range f.Steps {
		w.optional = append(w.optional, s.Optional)
		if !s.Optional {
			place[i] = len(w.required)
			w.required = append(w.required, i)
			w.bits = append(w.bits, 1<<i)
			w.allSteps |= 1 << i
		}
	}
	for i, x := range f.Exclusions {
		w.guards = append(w.guards, guard{1 << (n + i), place[x.From-1], place[x.To-1]})
		w.excludes |= 1 << (n + i)
	}
	w.at, w.blocked = make([]int32, len(w.required)), make([]int32, len(w.guards))
	w.now.at, w.best.at = make([]int32, n), make([]int32, n)
	return w
}

// simple reports whether a funnel needs only the walk of quick.
func (w *walker) simple() bool {
	return w.order == "sequence" && !w.entry && len(w.guards) == 0 && len(w.required) == w.steps
}

// quick is attempts for the most frequent kind of funnel: the best attempt, nil where there is none.
func (w *walker) quick(time []int64, mask []uint64) *attempt {
	at, best := w.at, &w.best
	best.depth = 0
	for j := range at {
		at[j] = -1
	}
	n := int32(len(mask))
	for s := int32(0); s < n; s++ {
		if mask[s]&1 == 0 {
			continue
		}
		limit := time[s] + w.window
		at[0] = s
		depth, more := 1, true
		for j := 1; j < len(at); j++ {
			i := max(at[j], at[j-1]+1)
			bit := uint64(1) << j
			for i < n && mask[i]&bit == 0 {
				i++
			}
			at[j] = i
			if i >= n || time[i] > limit {
				more = i < n // no later start reaches a step that does not come again
				break
			}
			depth++
		}
		if depth > best.depth {
			best.depth = depth
			copy(best.at, at[:depth])
			if depth == len(at) {
				break
			}
		}
		if !more {
			break
		}
	}
	if best.depth == 0 {
		return nil
	}
	for j := best.depth; j < len(at); j++ {
		best.at[j] = -1
	}
	return best
}

// attempts hands out what counts for a person: with entry every attempt, else the earliest of the deepest. The attempt is reused.
func (w *walker) attempts(time []int64, mask []uint64, fn func(*attempt)) {
	w.time, w.mask = time, mask
	for i := range w.at {
		w.at[i] = -1
	}
	for i := range w.blocked {
		w.blocked[i] = -1
	}
	starts := w.bits[0]
	if w.order == "any" {
		starts = w.allSteps
	}
	reach := window{}
	w.best.depth, w.exhausted = 0, false
	for s := 0; s < len(mask); s++ {
		if mask[s]&starts == 0 {
			continue
		}
		if w.order == "any" && !w.entry && w.best.depth > 0 && w.bound(&reach, s) <= w.best.depth {
			continue
		}
		w.now.clear()
		end, full := w.try(s)
		if !w.entry && w.now.depth <= w.best.depth {
			if w.exhausted { // no later start reaches a step that does not come again
				break
			}
			continue
		}
		if w.order == "sequence" {
			w.optionals(end)
		}
		if w.entry {
			fn(&w.now)
			s = w.now.last()
			continue
		}
		w.best.copy(&w.now)
		if full || w.exhausted {
			break
		}
	}
	if !w.entry && w.best.depth > 0 {
		fn(&w.best)
	}
}

// try walks on from one start. end is behind the last row that the attempt may still use; full: no attempt can go deeper.
func (w *walker) try(s int) (end int, full bool) {
	limit := w.time[s] + w.window
	switch w.order {
	case "any":
		w.tryAny(s, limit)
	case "strict":
		w.tryStrict(s, limit)
	default:
		end = w.trySequence(s, limit)
	}
	return end, w.now.depth == len(w.required)
}

// trySequence takes the earliest row for each required step. From a later start every step's row is the same or later, so the
// pointers never go back, and all starts of a person together cost one pass for each step.
func (w *walker) trySequence(s int, limit int64) int {
	n := int32(len(w.mask))
	w.at[0] = int32(s)
	w.now.at[0], w.now.depth = int32(s), 1
	end := int32(-1)
	for j := 1; j < len(w.required); j++ {
		i := max(w.at[j], w.at[j-1]+1)
		bit := w.bits[j]
		for i < n && w.mask[i]&bit == 0 {
			i++
		}
		w.at[j] = i
		ok := i < n && w.time[i] <= limit
		w.exhausted = i == n
		if len(w.guards) > 0 {
			stop := w.block(j)
			for g := range w.guards {
				if gd := &w.guards[g]; gd.from < j && j <= gd.to {
					ok = ok && (w.blocked[g] > i || (w.blocked[g] == i && gd.to == j))
				}
			}
			if !ok {
				end = stop
			}
		}
		if !ok {
			break
		}
		w.now.at[w.required[j]] = i
		w.now.depth++
	}
	if end < 0 {
		end = n
	}
	return int(end)
}

// block moves the guards that are open before step j on, and returns the first row that ends the attempt there.
func (w *walker) block(j int) int32 {
	n := int32(len(w.mask))
	first := n
	for g := range w.guards {
		gd := &w.guards[g]
		if gd.from >= j || j > gd.to {
			continue
		}
		x := max(w.blocked[g], w.at[gd.from]+1)
		for x < n && w.mask[x]&gd.bit == 0 {
			x++
		}
		w.blocked[g] = x
		first = min(first, x)
	}
	return first
}

// optionals looks, between the rows of two required steps (or behind the last), for optional steps in their order, the earliest row each.
func (w *walker) optionals(end int) {
	if len(w.required) == w.steps {
		return
	}
	limit := w.time[w.now.at[0]] + w.window
	for r := range w.now.depth {
		from := w.required[r]
		pos, until, stop := w.now.at[from], w.steps, int32(end)
		if r+1 < len(w.required) {
			until = w.required[r+1]
		}
		if r+1 < w.now.depth {
			stop = w.now.at[until]
		}
		for o := from + 1; o < until; o++ {
			for i := pos + 1; i < stop && w.time[i] <= limit; i++ {
				if w.mask[i]&(1<<o) != 0 {
					w.now.at[o], pos = i, i
					break
				}
			}
		}
	}
}

// open reports whether a row ends the attempt while step next (its place among the required ones) is awaited.
func (w *walker) open(row, next int) bool {
	for g := range w.guards {
		gd := &w.guards[g]
		if gd.from >= next || next > gd.to || w.mask[row]&gd.bit == 0 {
			continue
		}
		if next != gd.to || w.mask[row]&w.bits[next] == 0 {
			return true
		}
	}
	return false
}

func (w *walker) tryStrict(s int, limit int64) {
	w.now.at[0], w.now.depth = int32(s), 1
	taken := 0 // the latest step that was served
	for i := s + 1; i < len(w.mask) && w.time[i] <= limit; i++ {
		if w.now.depth < len(w.required) {
			if w.open(i, w.now.depth) {
				return
			}
			if w.mask[i]&w.bits[w.now.depth] != 0 {
				taken = w.required[w.now.depth]
				w.now.at[taken] = int32(i)
				w.now.depth++
				continue
			}
		}
		until := w.steps
		if w.now.depth < len(w.required) {
			until = w.required[w.now.depth]
		}
		o := taken + 1
		for o < until && w.mask[i]&(1<<o) == 0 {
			o++
		}
		if o >= until {
			return
		}
		taken = o
		w.now.at[o] = int32(i)
	}
}

// tryAny: each row serves the first step not yet served that it can, required ones before optional ones.
func (w *walker) tryAny(s int, limit int64) {
	open := uint64(1)<<w.steps - 1
	for i := s; i < len(w.mask) && w.time[i] <= limit; i++ {
		can := w.mask[i] & open
		required := can&w.allSteps != 0
		if required {
			can &= w.allSteps
		}
		if i > s && w.now.depth < len(w.required) && (!required || w.now.depth+1 < len(w.required)) && w.mask[i]&w.excludes != 0 {
			return
		}
		if can == 0 {
			continue
		}
		bit := can & -can
		open &^= bit
		w.now.at[trailingZeros(bit)] = int32(i)
		if required {
			w.now.depth++
		}
	}
}

// window counts which steps occur in the rows [from, to), to bound what an attempt in any order can reach.
type window struct {
	from, to int
	counts   [64]int
	distinct int
}

func (w *walker) bound(v *window, s int) int {
	limit := w.time[s] + w.window
	for ; v.to < len(w.mask) && w.time[v.to] <= limit; v.to++ {
		v.change(w.mask[v.to]&w.allSteps, 1)
	}
	for ; v.from < s; v.from++ {
		v.change(w.mask[v.from]&w.allSteps, -1)
	}
	return v.distinct
}

func (v *window) change(m uint64, by int) {
	for ; m != 0; m &= m - 1 {
		i := trailingZeros(m)
		if v.counts[i] == 0 {
			v.distinct++
		}
		v.counts[i] += by
		if v.counts[i] == 0 {
			v.distinct--
		}
	}
}
