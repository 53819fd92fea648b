package trail

import (
	"math"
	"math/bits"
)

// wantsBits: a funnel in sequence that counts people and has no optional steps needs of most rows only whether they are there.
func (a *funnelAcc) wantsBits(*partPlan) bool {
	return a.w.order == "sequence" && !a.w.entry && len(a.w.required) == a.w.steps && (a.b == nil || a.b.Attribution != "all")
}

func (a *funnelAcc) bits(rb *rowBits, from, to int) {
	short := len(rb.slots) <= shortSlots
	for i := from; i < to; i++ {
		lo, hi := rb.person(i)
		var n int
		if short && hi-lo <= 64 {
			n = a.w.walkShort(rb, lo, hi-lo)
		} else {
			n = rb.count(a.seen, lo, hi)
			a.w.walkBits(rb, lo, hi)
		}
		if n == 0 {
			continue
		}
		a.people++
		a.events += n
		if a.w.best.depth > 0 {
			a.tallyBits(rb, i, &a.w.best)
		}
	}
}

// shortSlots is how many slots walkShort takes.
const shortSlots = 16

// walkShort is walkBits for a person of at most 64 rows, which most are: each slot is one word. It returns how many rows serve a step.
func (w *walker) walkShort(rb *rowBits, lo, n int) int {
	best, steps := &w.best, len(w.at)
	best.depth = 0
	var b [shortSlots]uint64
	if n == 0 || !rb.words(&b, lo, n) {
		return 0
	}
	some := uint64(0)
	for j := range steps {
		some |= b[j&(shortSlots-1)]
	}
	n = bits.OnesCount64(some)
	if b[0] == 0 {
		return n
	}
	// How deep can it get, were there no window? Often no time has to be read at all.
	var at [shortSlots]int32
	s, most := trailingZeros(b[0]), 1
	for j, p := 1, s; j < steps; j++ { // without a branch
		x := b[j&(shortSlots-1)] & (^uint64(1) << (p & 63))
		p = min(trailingZeros(x), 63)
		if x != 0 {
			most++
		}
	}
	if most == 1 {
		best.depth, best.at[0] = 1, int32(lo+s)
		return n
	}
	need := int64(math.MinInt64) // an earlier start gets no deeper
	for m := b[0]; m != 0; m &= m - 1 {
		s := trailingZeros(m)
		t := rb.time(lo + s)
		if t < need {
			continue
		}
		limit, p, depth := t+w.window, s, 1
		at[0] = int32(s)
		for ; depth < steps; depth++ {
			x := b[depth&(shortSlots-1)] & (^uint64(1) << (p & 63))
			if x == 0 {
				break
			}
			p = trailingZeros(x)
			if t := rb.time(lo + p); t > limit {
				need = t - w.window
				break
			}
			if len(w.guards) > 0 && w.closedShort(&b, &at, depth, p) {
				break
			}
			at[depth&(shortSlots-1)] = int32(p)
		}
		if depth > best.depth {
			best.depth = depth
			for j := range depth {
				best.at[j] = int32(lo) + at[j&(shortSlots-1)]
			}
			if depth == most {
				break
			}
		}
	}
	return n
}

// closedShort is closed for rows that are bits of one word.
func (w *walker) closedShort(b *[shortSlots]uint64, at *[shortSlots]int32, j, p int) bool {
	for g := range w.guards {
		gd := &w.guards[g]
		if gd.from >= j || j > gd.to {
			continue
		}
		between := b[w.steps+g] & (^uint64(1) << at[gd.from])
		if gd.to == j {
			between &= 1<<p - 1
		} else {
			between &= 2<<p - 1
		}
		if between != 0 {
			return true
		}
	}
	return false
}

// walkBits is attempts for a funnel that wantsBits: the earliest of the deepest. Rows are bits of rb.
func (w *walker) walkBits(rb *rowBits, lo, hi int) *attempt {
	at, best, slots := w.at, &w.best, rb.slots
	best.depth = 0
	for j := range at {
		at[j] = int32(lo) - 1
	}
	for g := range w.blocked {
		w.blocked[g] = int32(lo) - 1
	}
	need := int64(math.MinInt64) // an earlier start gets no deeper
	for s := next(slots[0], lo, hi); s < hi; s = next(slots[0], s+1, hi) {
		t := rb.time(s)
		if t < need {
			continue
		}
		limit := t + w.window
		at[0] = int32(s)
		depth := 1
		for ; depth < len(at); depth++ {
			i := at[depth]
			if before := at[depth-1]; i <= before {
				i = int32(next(slots[depth], int(before)+1, hi))
				at[depth] = i
			}
			if int(i) == hi {
				break
			}
			if t := rb.time(int(i)); t > limit {
				need = t - w.window
				break
			}
			if len(w.guards) > 0 && w.closed(rb, depth, i, hi) {
				break
			}
		}
		if depth > best.depth {
			best.depth = depth
			copy(best.at, at[:depth])
		}
		if depth == len(at) || int(at[depth]) == hi { // a step that does not come again
			break
		}
	}
	return best
}

// closed reports whether an exclusion comes before step j at row i.
func (w *walker) closed(rb *rowBits, j int, i int32, hi int) bool {
	for g := range w.guards {
		gd := &w.guards[g]
		if gd.from >= j || j > gd.to {
			continue
		}
		x := w.blocked[g]
		if after := w.at[gd.from]; x <= after {
			x = int32(next(rb.slots[w.steps+g], int(after)+1, hi))
			w.blocked[g] = x
		}
		if x < i || (x == i && gd.to != j) {
			return true
		}
	}
	return false
}

func (a *funnelAcc) tallyBits(rb *rowBits, person int, t *attempt) {
	group := 0
	if a.b != nil {
		l, ok := a.attributedBits(rb, t)
		if !ok {
			return
		}
		group = int(a.rank.of(l))
	}
	y := &a.groups[group]
	y.reached[0]++
	if t.depth > 1 || len(t.at) == 1 {
		first := rb.time(int(t.at[0]))
		before := first
		for j := 1; j < t.depth; j++ {
			y.reached[j]++
			now := rb.time(int(t.at[j]))
			y.times[j].add(now - before)
			before = now
		}
		if t.depth == len(t.at) {
			y.times[t.depth].add(before - first)
		}
	}
	full := t.depth == len(t.at)
	if !full {
		y.dropped[t.depth-1]++
	}
	if a.hits != nil && a.picked(group, t.depth, full) {
		a.hits.of(rb.sh.no, rb.part).set(person)
	}
}

// attributedBits is attributed for rows that are bits.
func (a *funnelAcc) attributedBits(rb *rowBits, t *attempt) (uint32, bool) {
	switch a.b.Attribution {
	case "step":
		if a.b.Step > t.depth {
			return 0, false
		}
		return rb.label(int(t.at[a.b.Step-1])), true
	case "last":
		for j := t.depth - 1; j >= 0; j-- {
			if l := rb.label(int(t.at[j])); l != 0 {
				return l, true
			}
		}
	default:
		for _, i := range t.at[:t.depth] {
			if l := rb.label(int(i)); l != 0 {
				return l, true
			}
		}
	}
	return 0, true
}
