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
	if a.b != nil && a.b.Attribution == "all" {
		a.byGroup(rb)
		return
	}
	if a.known {
		a.group = rb.groups(a.group, a.some, a.rank)
		a.countGroups()
	}
	a.walk(rb, rb.slots, 0)
}

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

// walk sums up the persons at hand by their deepest attempts. Most reach no second step: unless it matters who they are or what the row
// says, they are only counted.
func (a *funnelAcc) walk(rb *rowBits, slots [][]uint64, group int) {
	a.begun = a.whose.firsts(a.begun, slots[0])
	starters := total(a.begun)
	if starters == 0 {
		return
	}
	a.w.reach(rb, &a.whose, slots)
	a.w.deepest(&a.whose)
	a.arrived, a.rows = a.arrived[:0], a.rows[:0]
	a.near = a.near[:0]
	for j := range a.w.steps {
		a.near = append(a.near, a.w.nearness(rb, j))
	}
	for i, d := range a.w.deep {
		if d.step > 0 {
			n := len(a.rows)
			a.rows = a.w.trace(a.rows, d)
			a.w.earliest(&a.near[d.step], slots, a.rows[n:])
			a.arrived = append(a.arrived, arrival{a.whose.from + i, int(d.step) + 1})
		}
	}
	if a.hits == nil && (a.b == nil || a.b.Attribution == "all") && a.w.steps > 1 {
		y, left := &a.groups[group], starters-len(a.arrived)
		y.reached[0] += left
		y.dropped[0] += left
	} else {
		a.others()
	}
	a.time = room(a.time, len(a.rows))
	rb.times(a.time, a.rows)
	rows, times := a.rows, a.time
	for _, x := range a.arrived {
		a.tallyBits(rb, x.person, group, rows[:x.depth], times[:x.depth])
		rows, times = rows[x.depth:], times[x.depth:]
	}
}

// arrival is how many steps a person came.
type arrival struct{ person, depth int }

// others adds those who reached the first step alone.
func (a *funnelAcc) others() {
	for w, m := range a.begun {
		for ; m != 0; m &= m - 1 {
			row := w<<6 + trailingZeros(m)
			if person := a.whose.person(row); a.w.deep[person-a.whose.from].step == 0 {
				a.rows = append(a.rows, int32(row))
				a.arrived = append(a.arrived, arrival{person, 1})
			}
		}
	}
}

// tallyBits counts a person's attempt, of which the rows and their times are given, in a group, or in that of the attempt's value.
func (a *funnelAcc) tallyBits(rb *rowBits, person, group int, rows []int32, times []int64) {
	if a.b != nil && a.b.Attribution != "all" {
		l, ok := a.attributedBits(rb, rows)
		if !ok {
			return
		}
		group = int(a.rank.of(l))
	}
	y, last := &a.groups[group], len(rows)-1
	y.reached[0]++
	for j := 1; j <= last; j++ {
		y.reached[j]++
		y.times[j].add(times[j] - times[j-1])
	}
	full, took := len(rows) == a.w.steps, times[last]-times[0]
	if full {
		y.times[len(rows)].add(took)
	} else {
		y.dropped[last]++
	}
	if a.hits != nil && a.picked(group, len(rows), full, took) {
		a.hits.of(rb.sh.no, rb.part).set(person)
	}
}

// attributedBits is attributed for rows that are bits.
func (a *funnelAcc) attributedBits(rb *rowBits, rows []int32) (uint32, bool) {
	switch a.b.Attribution {
	case "step":
		if a.b.Step > len(rows) {
			return 0, false
		}
		return a.value(rb, rows[a.b.Step-1]), true
	case "last":
		for _, i := range slices.Backward(rows) {
			if l := a.value(rb, i); l != 0 {
				return l, true
			}
		}
	default:
		for _, i := range rows {
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
