package trail

// wantsBits: rows that neither start nor return are not looked at one by one. Where every row does, there are none to pass over.
func (a *retentionAcc) wantsBits(pp *partPlan) bool { return pp.bits.every == 0 }

func (a *retentionAcc) bits(rb *rowBits, from, to int) {
	a.some = rb.union(a.some, startBit|returnBit)
	starts, returns := rb.slots[0], rb.slots[1]
	base := rb.pp.p.time.Base()
	for i := from; i < to; i++ {
		lo, hi := rb.person(i)
		if lo == hi {
			continue
		}
		a.time, a.mask = a.time[:0], a.mask[:0]
		for r := next(a.some, lo, hi); r < hi; r = next(a.some, r+1, hi) {
			a.time = append(a.time, base+rb.time(r))
			a.mask = append(a.mask, starts[r>>6]>>(r&63)&1*startBit|returns[r>>6]>>(r&63)&1*returnBit)
		}
		if len(a.time) == 0 {
			continue
		}
		a.people++
		a.events += len(a.time)
		a.walk(a.time, a.mask)
		a.count(rb.sh.no, rb.part, i)
	}
}
