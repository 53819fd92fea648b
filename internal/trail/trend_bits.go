package trail

import (
	"math"
	"math/bits"

	"jejak/internal/stat"
)

// wantsBits: without a breakdown, rows that carry no number need not be put together by person.
func (a *trendAcc) wantsBits(pp *partPlan) bool { return a.hits == nil && pp.spec.label.by == "" }

func (a *trendAcc) bits(rb *rowBits, from, to int) {
	a.some = rb.union(a.some, ^uint64(0))
	rb.limit(a.some, from, to)
	a.persons(rb, a.some, from, to)
	switch a.t.Measure {
	case "people", "events":
		for i := from; i < to; i++ {
			if lo, hi := rb.person(i); lo < hi {
				a.countBits(rb, lo, hi)
			}
		}
	default:
		for k := range rb.pp.kinds {
			if kp := &rb.pp.kinds[k]; !kp.dead && kp.number != nil {
				a.sumBits(rb, kp, rb.kind(k))
			}
		}
	}
}

// countBits counts one person's rows. All of one interval are counted together.
func (a *trendAcc) countBits(rb *rowBits, lo, hi int) {
	base, people := rb.pp.p.time.Base(), a.t.Measure == "people"
	r := next(a.some, lo, hi)
	if r < hi && people {
		a.points[len(a.at.starts)]++
	}
	for r < hi {
		interval := a.at.of(base + rb.time(r))
		end, n := a.at.endOf(interval)-base, 1
		for r = next(a.some, r+1, hi); r < hi && rb.time(r) < end; r = next(a.some, r+1, hi) {
			n++
		}
		if people {
			n = 1
		}
		a.points[interval] += n
	}
}

// sumBits adds the numbers of one kind up; ord is the place of its first row.
func (a *trendAcc) sumBits(rb *rowBits, kp *kindPlan, ord int) {
	base, vals, scale := rb.pp.p.time.Base(), kp.number.vals, float64(kp.number.dir.Scale)
	for w, m := range rb.one {
		at := ord
		ord += bits.OnesCount64(m)
		for few := m & a.some[w]; few != 0; few &= few - 1 {
			place := at + bits.OnesCount64(m&(few&-few-1))
			v := vals.At(place)
			var f float64
			switch {
			case kp.numText:
				f = kp.numTab[v]
			case scale == 0:
				f = floatOf(v)
			case v == vals.Base():
				f = nan
			default:
				f = float64(v) / scale
			}
			if math.IsNaN(f) {
				continue
			}
			cell := a.at.of(base + rb.time(w<<6+trailingZeros(few)))
			a.points[cell]++ // as number does, which a call for each row makes a twentieth slower
			addTo(a.sums, cell, f)
			if a.square != nil {
				addTo(a.square, cell, stat.Finite(f*f))
			}
		}
	}
}
