package trail

import (
	"math/bits"
	"slices"
)

// wantsBits: a funnel in sequence that counts people and has no optional steps needs of most rows only whether they are there.
func (a *funnelAcc) wantsBits(*partPlan) bool {
	return a.w.order == "sequence" && !a.w.entry && len(a.w.required) == a.w.steps
}

func (a *funnelAcc) bits(rb *rowBits, from, to int) {
	rb.limitSlots(from, to)
	a.whose.set(rb, from, to)
	a.some = rb.union(a.some, a.seen)
	a.begun = a.whose.firsts(a.begun, a.some)
	a.people += total(a.begun)
	a.events += total(a.some)
	a.w.whole = a.b == nil || a.valued()
	if !a.w.whole {
		a.byGroup(rb)
		return
	}
	if a.known {
		a.group = rb.groups(a.group, a.some, a.rank)
		a.countGroups()
	}
	a.walk(rb, rb.slots, 0)
}

// valued reports whether each attempt counts under a value of its rows.
func (a *funnelAcc) valued() bool { return a.b != nil && a.b.Attribution != "all" }

// countGroups counts the values of the rows that serve a step.
func (a *funnelAcc) countGroups() {
	var counts [256]int
	for w, m := range a.some {
		for ; m != 0; m &= m - 1 {
			counts[a.group[w<<6+trailingZeros(m)]]++
		}
	}
	for g, n := range counts {
		a.label(uint32(g), n)
	}
}

// byGroup walks the rows of each group by themselves.
func (a *funnelAcc) byGroup(rb *rowBits) {
	all := a.some
	if len(a.w.guards) > 0 {
		a.all = rb.union(a.all, ^uint64(0))
		all = a.all
	}
	few := rb.splits(len(a.groups))
	if few {
		a.split = rb.split(a.split, all, a.rank)
	} else {
		a.group = rb.groups(a.group, all, a.rank)
	}
	for g := range a.groups {
		if !few && g%fewGroups == 0 {
			a.split = spread(a.split, all, a.group, g)
		}
		n := a.keep(rb.slots, g%fewGroups)
		if n == 0 {
			continue
		}
		if a.known {
			a.label(uint32(g), n)
		}
		a.walk(rb, a.masked, g)
	}
}

// keep sets masked to the rows of each slot that are in a group of split, and counts those that serve a step.
func (a *funnelAcc) keep(slots [][]uint64, group int) (n int) {
	for len(a.masked) < len(slots) {
		a.masked = append(a.masked, nil)
	}
	a.own = sized(a.own, len(a.split))
	for w := range a.split {
		m := a.split[w][group&(fewGroups-1)]
		a.own[w] = m
		n += bits.OnesCount64(m & a.some[w])
	}
	for j, slot := range slots {
		masked, own := sized(a.masked[j], len(slot)), a.own[:len(slot)]
		for w, m := range slot {
			masked[w] = m & own[w]
		}
		a.masked[j] = masked
	}
	return n
}

// walk sums up the persons at hand by their deepest attempts, those who came equally far at once. Most reach no second step: unless it
// matters who they are or what the row says, they are only counted.
func (a *funnelAcc) walk(rb *rowBits, slots [][]uint64, group int) {
	a.begun = a.whose.firsts(a.begun, slots[0])
	left := total(a.begun)
	if left == 0 {
		return
	}
	a.w.reach(rb, &a.whose, slots)
	a.w.awaitAll(&a.whose)
	rows := a.timed || a.valued() // matter for nothing else
	for last := a.w.steps - 1; last > 0; last-- {
		a.w.arrive(&a.whose, last)
		if rows {
			a.w.trace(last)
			a.w.earliest(rb, slots, last)
		}
		left -= len(a.w.came.person)
		a.tallyBits(rb, last, group)
	}
	if a.hits == nil && !a.valued() && a.w.steps > 1 {
		y := &a.groups[group]
		y.reached[0] += left
		y.dropped[0] += left
		return
	}
	a.w.others(&a.whose, a.begun)
	a.tallyBits(rb, 0, group)
}

// tallyBits counts those who came as far as a step, in a group, or each in that of the attempt's value.
func (a *funnelAcc) tallyBits(rb *rowBits, last, group int) {
	came := &a.w.came
	for len(a.times) <= last {
		a.times = append(a.times, nil)
	}
	for j := 0; j <= last && a.timed; j++ {
		a.times[j] = room(a.times[j], len(came.person))
		rb.times(a.times[j], came.rows[j])
	}
	if !a.valued() {
		a.tallySome(rb, last, group, 0, len(came.person))
		return
	}
	for i := range came.person {
		if l, ok := a.attributedBits(rb, last, i); ok {
			a.tallySome(rb, last, int(a.rank.of(l)), i, i+1)
		}
	}
}

// tallySome counts, of those who came as far as a step, [lo, hi) in a group.
func (a *funnelAcc) tallySome(rb *rowBits, last, group, lo, hi int) {
	y, full := &a.groups[group], last+1 == a.w.steps
	for j := range last + 1 {
		y.reached[j] += hi - lo
	}
	if !full {
		y.dropped[last] += hi - lo
	}
	if a.timed {
		a.tallyTimes(y, last, lo, hi)
	}
	if a.hits == nil {
		return
	}
	for i, person := range a.w.came.person[lo:hi] {
		took := int64(0)
		if a.timed {
			took = a.times[last][lo+i] - a.times[0][lo+i]
		}
		if a.picked(group, last+1, full, took) {
			a.hits.of(rb.sh.no, rb.part).set(a.whose.from + int(person))
		}
	}
}

// tallyTimes is tallySome for how long they took.
func (a *funnelAcc) tallyTimes(y *funnelTally, last, lo, hi int) {
	for j := 1; j <= last; j++ {
		y.times[j].between(a.times[j-1][lo:hi], a.times[j][lo:hi])
	}
	if last+1 == a.w.steps {
		y.times[last+1].between(a.times[0][lo:hi], a.times[last][lo:hi])
	}
}

// attributedBits is attributed for rows that are bits, for the i-th of those who came as far as a step.
func (a *funnelAcc) attributedBits(rb *rowBits, last, i int) (uint32, bool) {
	rows := a.w.came.rows[:last+1]
	switch a.b.Attribution {
	case "step":
		if a.b.Step > len(rows) {
			return 0, false
		}
		return a.value(rb, rows[a.b.Step-1][i]), true
	case "last":
		for _, step := range slices.Backward(rows) {
			if l := a.value(rb, step[i]); l != 0 {
				return l, true
			}
		}
	default:
		for _, step := range rows {
			if l := a.value(rb, step[i]); l != 0 {
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
