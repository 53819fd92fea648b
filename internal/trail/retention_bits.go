package trail

import "math/bits"

// wantsBits: rows that neither start nor return are not looked at one by one. Where every row does, there are none to pass over.
// A breakdown needs the value of each start.
func (a *retentionAcc) wantsBits(pp *partPlan) bool { return a.rank == nil && pp.bits.every == 0 }

func (a *retentionAcc) bits(rb *rowBits, from, to int) {
	a.some = rb.union(a.some, startBit|returnBit)
	rb.limit(a.some, from, to)
	a.gather(rb, from, to)
	if a.cells != nil {
		a.firstStarts()
		return
	}
	for i, k := from, 0; k < len(a.rows); k++ {
		first := k
		for k+1 < len(a.rows) && a.tag[k+1]>>2 == a.tag[first]>>2 {
			k++
		}
		for rb.row+int(a.rows[k]) >= int(rb.pp.p.off[i+1]) {
			i++
		}
		a.people++
		a.walk(a.period[first:k+1], a.tag[first:k+1])
		a.count(rb.sh.no, rb.part, i, nil)
	}
	a.events += len(a.rows)
}

// gather lists the rows in some with their periods, persons and slots. Each loop does one thing, so that no row waits for the time of
// another to be read.
func (a *retentionAcc) gather(rb *rowBits, from, to int) {
	a.begins = sized(a.begins, len(a.some))
	clear(a.begins)
	for _, off := range rb.pp.p.off[from:to] {
		r := int(off) - rb.row
		a.begins[r>>6] |= 1 << (r & 63)
	}
	n := 0
	for _, m := range a.some {
		n += bits.OnesCount64(m)
	}
	a.rows, a.period, a.tag = room(a.rows, n), room(a.period, n), room(a.tag, n)
	starts, returns := rb.slots[0], rb.slots[1]
	rows, tags, n := a.rows, a.tag[:len(a.rows)], 0
	for w, m := range a.some {
		begun, s, r := a.begins[w], starts[w], returns[w]
		for ; m != 0; m &= m - 1 {
			b := uint(trailingZeros(m)) & 63
			rows[n] = int32(w<<6) + int32(b)
			person := a.person + uint32(bits.OnesCount64(begun<<(63-b)))
			tags[n] = person<<2 | uint32(s>>b&1*startBit|r>>b&1*returnBit)
			n++
		}
		a.person += uint32(bits.OnesCount64(begun))
	}
	rb.times(a.period, rows)
	a.at.all(a.period)
}

// bytes reads a task from one kind's stretches alone, where that starts and returns and nothing else matters.
func (a *retentionAcc) bytes(t task, pp *partPlan, skip, in bitset) bool {
	kind := pp.alone(startBit | returnBit)
	if a.cells == nil || kind < 0 || in != nil || !pp.allInRange || len(a.at.starts) >= clearIntervals {
		return false
	}
	if a.clearOf != pp {
		a.clearOf = pp
		a.clear.set(pp.p, &a.at)
	}
	for i := t.from; i < t.to; i++ {
		end := t.to
		if skip != nil {
			end = next(skip, i, t.to)
		}
		a.sameStarts(pp.p, kind, pp.p.rank(kind, int(pp.p.off[i])), pp.p.rank(kind, int(pp.p.off[end])))
		i = end
	}
	return true
}

// alone is the only kind that matters, if each row of it has the same mask; else -1.
func (pp *partPlan) alone(mask uint64) int {
	only := -1
	for k := range pp.kinds {
		kp := &pp.kinds[k]
		if kp.dead {
			continue
		}
		if only >= 0 || !kp.sure() || kp.mask != mask {
			return -1
		}
		only = k
	}
	return only
}

// sameStarts is firstStarts for the rows [from, to) of a kind that starts and returns: every row behind a person's first is a return,
// which counts unless the one before it was a return in the same period.
func (a *retentionAcc) sameStarts(p *part, kind, from, to int) {
	var cohort, people int
	last := -1 // the period of the row before, where that was a return
	wide := a.r.Periods + 3
	told, starters := a.r.Periods+1, a.r.Periods+2
	cells := a.cells
	for i, c := range p.when[kind][from:to] {
		period := int(a.clear[c&(whenStretches-1)])
		if period == unclear {
			period = a.at.of(max(p.time.At(p.rowOf(kind, from+i)), a.at.starts[0]))
		}
		fresh := int(c >> 15)
		people += fresh
		cohort += (period - cohort) & -fresh
		differs := period ^ last
		again := int(uint(differs|-differs)>>63) &^ fresh
		at := min(period-cohort, told)
		at += (starters - at) & -fresh
		cells[cohort*wide+at] += again | fresh
		last = period | -fresh
	}
	a.people += people
	a.events += to - from
}

// firstStarts counts those who came back after their first start, without a branch for each row: whether a row is another person's,
// and whether it counts, is anybody's guess. A person's periods go forwards, so that only the latest one can be counted already.
func (a *retentionAcc) firstStarts() {
	var last uint32
	var cohort, started, people int64
	done := int64(-1)
	wide := int64(a.r.Periods) + 3
	cells, sizes, periods := a.cells, a.sizes, a.period[:len(a.tag)]
	for i, tag := range a.tag {
		who, period := tag>>2, periods[i]
		fresh := int64(0)
		if who != last {
			fresh = 1
		}
		last = who
		people += fresh
		started &= fresh - 1
		done |= -fresh
		again := int64(0)
		if period != done {
			again = started & int64(tag>>1) & 1
		}
		done += (period - done) & -again
		// Later than the last period that is told is one period more.
		k := min((period-cohort)&-started, wide-2)
		cells[cohort*wide+k] += int(again)
		begins := int64(tag&1) &^ started
		sizes[period] += int(begins)
		cohort += (period - cohort) & -begins
		started |= begins
	}
	a.people += int(people)
	a.events += len(a.tag)
}

// settle moves what firstStarts counted to where it is merged.
func (a *retentionAcc) settle() {
	width := a.r.Periods + 1
	for i, c := range a.cells {
		switch cohort, k := i/(width+2), i%(width+2); {
		case k < width:
			a.back[cohort*width+k] += c
		case k == width+1:
			a.sizes[cohort] += c
		}
	}
	a.cells = nil
}
