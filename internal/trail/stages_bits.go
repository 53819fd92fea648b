package trail

import (
	"slices"

	"jejak/internal/journey"
)

// wantsBits: where one row is enough for a stage, most rows need only be known to be there, as a person moves few times. Touchpoints
// have to be the kinds'.
func (a *stagesAcc) wantsBits(pp *partPlan) bool {
	if a.cell != nil || !once(a.model) {
		return false
	}
	for k := range pp.kinds {
		if r := pp.kinds[k].rules; pp.kinds[k].labelCol != nil || len(r) > 1 || (len(r) == 1 && r[0].node.op != opTrue) {
			return false
		}
	}
	return true
}

// once reports whether one row is enough for each stage.
func once(m *journey.StageModel) bool {
	return !slices.ContainsFunc(m.Stages, func(s journey.Stage) bool { return s.Times > 1 })
}

// bits: the plan's range begins with a person's first row, for positions; what is counted begins with the question's.
func (a *stagesAcc) bits(rb *rowBits, from, to int) {
	n := len(a.figures)
	for len(a.above) < n+1 {
		a.above = append(a.above, nil)
	}
	a.above[n] = rb.union(a.above[n], 0)
	for s := n - 1; s >= 0; s-- {
		a.above[s] = either(a.above[s], rb.slots[s], a.above[s+1])
	}
	a.some = rb.union(a.some, a.counted)
	for i := from; i < to; i++ {
		lo, hi := rb.person(i)
		if lo == hi {
			continue
		}
		a.person++
		if hi-lo <= 64 && len(a.above) <= shortSlots {
			a.walk.short(rb, a.above, lo, hi-lo, a.span.To)
		} else {
			a.walk.bits(rb, a.above, lo, hi, a.span.To)
		}
		first := lo
		if rb.pp.p.dir.MinTime < a.span.From {
			first = rb.pp.behind(lo+rb.row, hi+rb.row, a.span.From) - rb.row
		}
		if k := ones(a.some, first, hi); k > 0 {
			a.people++
			a.events += k
		}
		if len(a.walk.moves) > 0 {
			a.positions(rb.sh.no, rb.part, i)
			a.overTime()
		}
		if len(a.rank.names) > 0 {
			a.touchBits(rb, first, hi)
		}
	}
}

// either sets dst to the bits of a or b.
func either(dst, a, b []uint64) []uint64 {
	dst = sized(dst, len(a))
	b = b[:len(a)]
	dst = dst[:len(a)]
	for w, m := range a {
		dst[w] = m | b[w]
	}
	return dst
}

// bits is walk for a model in which one row is enough for a stage: above[s] are the rows of stage s or a later one.
func (s *position) bits(rb *rowBits, above [][]uint64, lo, hi int, until int64) {
	s.moves, s.pos, s.lapsed, s.limit = s.moves[:0], -1, false, s.model.Lapse.Millis()
	i := next(above[0], lo, hi)
	if i == hi {
		return
	}
	base := rb.pp.p.time.Base()
	last := latest(above[0], hi)
	lapse := s.limit
	for i < hi {
		// The rows up to end lie close enough together.
		end := last
		if lapse > 0 && rb.time(last)-rb.time(i) > lapse {
			end = i
			for t := rb.time(i); end < last; {
				n := next(above[0], end+1, hi)
				was := t
				if t = rb.time(n); t-was > lapse {
					break
				}
				end = n
			}
		}
		for i <= end {
			t := base + rb.time(i)
			stage := s.pos + 1
			for stage+1 < len(s.counts) && above[stage+1][i>>6]>>(i&63)&1 != 0 {
				stage++
			}
			s.enter(t, stage)
			i = next(above[stage+1], i+1, end+1)
		}
		s.active = base + rb.time(end)
		if end == last {
			break
		}
		i = next(above[0], end+1, hi)
		s.lapse(base + rb.time(i))
	}
	s.lapse(until)
}

// short is bits for a person of at most 64 rows, which most are: each stage's are one word.
func (s *position) short(rb *rowBits, above [][]uint64, lo, n int, until int64) {
	s.moves, s.pos, s.lapsed, s.limit = s.moves[:0], -1, false, s.model.Lapse.Millis()
	b := &s.words
	wordsOf(b, above, lo, n)
	if b[0] == 0 {
		return
	}
	base, stages := rb.pp.p.time.Base(), len(s.counts)
	for rows := b[0]; ; {
		i := trailingZeros(rows)
		t := rb.time(lo + i)
		s.lapse(base + t)
		end := i // the rows up to end lie close enough together
		for active := t; ; {
			s.active = base + active
			if rows &= rows - 1; rows == 0 {
				break
			}
			after := rb.time(lo + trailingZeros(rows))
			if s.limit > 0 && after-active > s.limit {
				break
			}
			end, active = trailingZeros(rows), after
		}
		for run := b[0] & (2<<(end&63) - 1) & (^uint64(0) << (i & 63)); run != 0; {
			i := trailingZeros(run)
			stage := s.pos + 1
			for stage+1 < stages && b[(stage+1)&(shortSlots-1)]>>(i&63)&1 != 0 {
				stage++
			}
			s.enter(base+rb.time(lo+i), stage)
			run = b[(stage+1)&(shortSlots-1)] & (2<<(end&63) - 1) & (^uint64(1) << (i & 63))
		}
		if rows == 0 {
			break
		}
	}
	s.lapse(until)
}

// enter moves on to a stage.
func (s *position) enter(t int64, stage int) {
	move := stageMove{time: t, from: s.pos, to: stage, reentry: s.pos < 0 && s.lapsed}
	if s.pos >= 0 {
		move.stayed = t - s.since
	}
	s.moves = append(s.moves, move)
	s.pos, s.since = stage, t
}

// touchBits is touches for rows that are bits.
func (a *stagesAcc) touchBits(rb *rowBits, lo, hi int) {
	touched := rb.slots[len(a.figures)]
	prev, at := -1, int64(0)
	for i := next(touched, lo, hi); i < hi; i = next(touched, i+1, hi) {
		kp := &rb.pp.kinds[rb.pp.p.kind.At(rb.row+i)]
		if len(kp.rules) == 0 {
			continue
		}
		t, time := int(a.rank.of(kp.rules[0].label)), rb.time(i)
		a.touched(t, prev, time-at)
		if t != prev {
			prev, at = t, time
		}
	}
}
