package trail

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// wantsBits: a funnel in sequence that counts people and has no optional steps needs of most rows only whether they are there.
func (a *funnelAcc) wantsBits(*partPlan) bool {
	return a.w.order == "sequence" && !a.w.entry && len(a.w.required) == a.w.steps
}

func (a *funnelAcc) bits(rb *rowBits, from, to int) {
	all := a.b != nil && a.b.Attribution == "all"
	a.few = all && rb.splits(len(a.groups))
	if all || a.known {
		a.values(rb, from, to)
	}
	short := len(rb.slots) <= shortSlots
	for i := from; i < to; i++ {
		lo, hi := rb.person(i)
		switch {
		case lo == hi:
		case short && hi-lo <= 64:
			a.short(rb, i, lo, hi-lo, all)
		default:
			a.long(rb, i, lo, hi, all)
		}
	}
}

// values finds the groups of the rows at hand, and counts them where that is not done yet.
func (a *funnelAcc) values(rb *rowBits, from, to int) {
	a.some = rb.union(a.some, ^uint64(0))
	rb.limit(a.some, from, to)
	if a.few {
		a.split = rb.split(a.split, a.some, a.rank)
	} else {
		a.group = rb.groups(a.group, a.some, a.rank)
	}
	if !a.known {
		return
	}
	var counts [256]int
	a.some = rb.union(a.some, a.seen)
	rb.limit(a.some, from, to)
	for w, m := range a.some {
		if a.few {
			for g := range a.groups {
				counts[g] += bits.OnesCount64(a.split[w][g&(fewGroups-1)] & m)
			}
			continue
		}
		for ; m != 0; m &= m - 1 {
			counts[a.group[w<<6+trailingZeros(m)]]++
		}
	}
	for g, n := range counts {
		a.label(uint32(g), n)
	}
}

// shortSlots is how many slots short takes.
const shortSlots = 16

// short walks a person of at most 64 rows, which most are: each slot is one word.
func (a *funnelAcc) short(rb *rowBits, person, lo, n int, all bool) {
	b := &a.words
	every := rb.words(b, lo, n)
	some := every
	if len(rb.slots) > len(a.w.at) {
		some = 0
		for j := range len(a.w.at) {
			some |= b[j&(shortSlots-1)]
		}
	}
	if some == 0 {
		return
	}
	a.people++
	a.events += bits.OnesCount64(some)
	starts := b[0]
	switch {
	case starts == 0:
	case !all:
		a.w.walkShort(rb, b, ^uint64(0), lo)
		a.tallyBits(rb, person, &a.w.best)
	case a.few:
		a.shortSplit(rb, person, lo, n)
	default:
		for starts != 0 {
			g := a.group[lo+trailingZeros(starts)]
			same := a.ofGroup(every, lo, g)
			starts &^= same
			a.w.walkShort(rb, b, same, lo)
			a.tallyGroup(rb, person, int(g), &a.w.best)
		}
	}
}

// shortSplit walks the rows of each group by themselves.
func (a *funnelAcc) shortSplit(rb *rowBits, person, lo, n int) {
	b, two := &a.words, a.split[lo>>6:lo>>6+2]
	shift, keep := uint(lo)&63, ^uint64(0)>>(uint(64-n)&63)
	var same [fewGroups]uint64
	begun := uint64(0) // the groups that have starts
	for g := range min(len(a.groups), fewGroups) {
		x := (two[0][g]>>shift | two[1][g]<<1<<((63-shift)&63)) & keep
		same[g] = x
		x &= b[0]
		begun |= (x | -x) >> 63 << (g & 63)
	}
	for ; begun != 0; begun &= begun - 1 {
		g := trailingZeros(begun) & (fewGroups - 1)
		a.w.walkShort(rb, b, same[g], lo)
		a.tallyGroup(rb, person, g, &a.w.best)
	}
}

// ofGroup leaves of some rows, the bits from row lo on, those of a group.
func (a *funnelAcc) ofGroup(some uint64, lo int, g uint8) (same uint64) {
	group := a.group[lo:]
	for ; some != 0; some &= some - 1 {
		one := uint64(0)
		if group[trailingZeros(some)] == g {
			one = some & -some
		}
		same |= one
	}
	return same
}

// long is short for more rows or slots.
func (a *funnelAcc) long(rb *rowBits, person, lo, hi int, all bool) {
	n := rb.count(a.seen, lo, hi)
	if n == 0 {
		return
	}
	a.people++
	a.events += n
	if !all {
		if t := a.w.walkBits(rb, rb.slots, lo, hi); t.depth > 0 {
			a.tallyBits(rb, person, t)
		}
		return
	}
	var done [256]bool
	for s := next(rb.slots[0], lo, hi); s < hi; s = next(rb.slots[0], s+1, hi) {
		g := a.groupOf(s)
		if done[g] {
			continue
		}
		done[g] = true
		a.mask64(rb, lo, hi, g)
		a.tallyGroup(rb, person, int(g), a.w.walkBits(rb, a.masked, lo, hi))
	}
}

// groupOf is the group of a row.
func (a *funnelAcc) groupOf(row int) uint8 {
	if !a.few {
		return a.group[row]
	}
	for g, m := range &a.split[row>>6] {
		if m>>(row&63)&1 != 0 {
			return uint8(g)
		}
	}
	return 0
}

// mask64 sets masked to the rows [lo, hi) of one group.
func (a *funnelAcc) mask64(rb *rowBits, lo, hi int, g uint8) {
	for len(a.masked) < len(rb.slots) {
		a.masked = append(a.masked, nil)
	}
	for j, slot := range rb.slots {
		a.masked[j] = sized(a.masked[j], len(slot))
	}
	for w := lo >> 6; w<<6 < hi; w++ {
		var same uint64
		if a.few {
			same = a.split[w][g&(fewGroups-1)]
		} else {
			for _, slot := range rb.slots {
				same |= slot[w]
			}
			same = a.ofGroup(same, w<<6, g)
		}
		for j, slot := range rb.slots {
			a.masked[j][w] = slot[w] & same
		}
	}
}

// walkShort is walkBits for the rows of only; a slot's are the bits of one word, and the first slot has some.
func (w *walker) walkShort(rb *rowBits, b *[shortSlots]uint64, only uint64, lo int) {
	best, steps := &w.best, len(w.at)
	starts := b[0] & only
	s, most := trailingZeros(starts), 1
	// How deep can it get, were there no window? Often no time has to be read at all.
	for p := s; most < steps; most++ {
		x := b[most&(shortSlots-1)] & only & (^uint64(1) << (p & 63))
		if x == 0 {
			break
		}
		p = trailingZeros(x)
	}
	best.depth, best.at[0] = 1, int32(lo+s)
	if most == 1 {
		return
	}
	best.depth = 0
	raw, width, keep, window := rb.raw[lo*rb.width:], rb.width, rb.keep, w.window
	var at [shortSlots]int32
	need := int64(math.MinInt64) // an earlier start gets no deeper
	for m := starts; m != 0 && best.depth < most; m &= m - 1 {
		s := trailingZeros(m)
		t := int64(binary.LittleEndian.Uint64(raw[s*width:]) & keep)
		if t < need {
			continue
		}
		limit, p, depth := t+window, s, 1
		at[0] = int32(s)
		for ; depth < most; depth++ {
			x := b[depth&(shortSlots-1)] & only & (^uint64(1) << (p & 63))
			if x == 0 {
				most = depth // for no later start does the step come again
				break
			}
			p = trailingZeros(x)
			if t := int64(binary.LittleEndian.Uint64(raw[p*width:]) & keep); t > limit {
				need = t - window
				break
			}
			if len(w.guards) > 0 && w.closedShort(b, only, &at, depth, p) {
				break
			}
			at[depth&(shortSlots-1)] = int32(p)
		}
		if depth > best.depth {
			best.depth = depth
			for j, p := range at[:depth] {
				best.at[j] = int32(lo) + p
			}
		}
	}
}

// closedShort is closed for rows that are bits of one word.
func (w *walker) closedShort(b *[shortSlots]uint64, only uint64, at *[shortSlots]int32, j, p int) bool {
	for g := range w.guards {
		gd := &w.guards[g]
		if gd.from >= j || j > gd.to {
			continue
		}
		between := b[w.steps+g] & only & (^uint64(1) << at[gd.from])
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

// walkBits is attempts for a funnel that wantsBits: the earliest of the deepest. Rows are bits of slots.
func (w *walker) walkBits(rb *rowBits, slots [][]uint64, lo, hi int) *attempt {
	at, best := w.at, &w.best
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
			if len(w.guards) > 0 && w.closed(slots, depth, i, hi) {
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
func (w *walker) closed(slots [][]uint64, j int, i int32, hi int) bool {
	for g := range w.guards {
		gd := &w.guards[g]
		if gd.from >= j || j > gd.to {
			continue
		}
		x := w.blocked[g]
		if after := w.at[gd.from]; x <= after {
			x = int32(next(slots[w.steps+g], int(after)+1, hi))
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
	a.tallyGroup(rb, person, group, t)
}

// tallyGroup counts a person's attempt in a group; one of no depth reached nothing.
func (a *funnelAcc) tallyGroup(rb *rowBits, person, group int, t *attempt) {
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
		return a.value(rb, t.at[a.b.Step-1]), true
	case "last":
		for j := t.depth - 1; j >= 0; j-- {
			if l := a.value(rb, t.at[j]); l != 0 {
				return l, true
			}
		}
	default:
		for _, i := range t.at[:t.depth] {
			if l := a.value(rb, i); l != 0 {
				return l, true
			}
		}
	}
	return 0, true
}

// value is the label of a row.
func (a *funnelAcc) value(rb *rowBits, row int32) uint32 {
	if a.known {
		return uint32(a.group[row])
	}
	return rb.label(int(row))
}
