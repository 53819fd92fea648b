package trail

import (
	"cmp"
	"math"
	"slices"

	"jejak/internal/drivers"
	"jejak/internal/journey"
)

const (
	outcomeBit = 1
	anchorBit  = 2
	signalBit  = 4 // and those above
)

// driverWalk finds the part of a person's rows that counts as before the outcome.
type driverWalk struct {
	q   *journey.Drivers
	end int64 // what is observed ends here
}

// walk tells whether a person has a row at all, and which of the rows [0, cut) come before.
func (w *driverWalk) walk(time []int64, mask []uint64) (p drivers.Person, cut int, ok bool) {
	anchor, until := 0, int64(math.MaxInt64)
	if w.q.Anchor != nil {
		if anchor = slices.IndexFunc(mask, func(m uint64) bool { return m&anchorBit != 0 }); anchor < 0 {
			return p, 0, false
		}
		if w.q.Window != 0 {
			until = time[anchor] + w.q.Window.Millis()
		}
	}
	cut = anchor
	for cut < len(time) && time[cut] <= until && mask[cut]&outcomeBit == 0 {
		cut++
	}
	p.Did = cut < len(time) && time[cut] <= until
	p.Unfinished = !p.Did && until != math.MaxInt64 && until >= w.end
	if w.q.Until == "anchor" {
		cut = min(cut, anchor+1)
	}
	return p, cut, true
}

// scored are the scores that a person has of the signals that one property holds.
type scored struct {
	answered uint64
	scores   []float64
}

// scoreAcc reads one property of the signals that it holds.
type scoreAcc struct {
	driverWalk
	signals uint64 // which ones, as bits
	found   map[uint64]scored
}

func (a *scoreAcc) add(c *chunk) {
	for i := range c.idx {
		from, to := c.off[i], c.off[i+1]
		_, cut, ok := a.walk(c.time[from:to], c.mask[from:to])
		if !ok {
			continue
		}
		missing, s := a.signals, scored{}
		for r := int(from) + cut - 1; r >= int(from) && missing != 0; r-- {
			score := journey.Amount(c.num[r])
			bits := c.mask[r] / signalBit & missing
			if bits == 0 || score != score {
				continue
			}
			if s.scores == nil {
				s.scores = make([]float64, len(a.q.Signals))
			}
			for m := bits; m != 0; m &= m - 1 {
				s.scores[trailingZeros(m)] = score
			}
			s.answered |= bits
			missing &^= bits
		}
		if s.answered != 0 {
			a.found[c.ref(i)] = s
		}
	}
}

// driversAcc makes every person's row.
type driversAcc struct {
	driverWalk
	x      *query
	bits   []uint64 // by label: the touchpoint's bit
	scores map[uint64]scored
	sample *drivers.Sample
}

func (x *query) drivers() (*journey.Answer, error) {
	q := x.q.Drivers
	span := x.span.Observed(x.d)
	walk := driverWalk{q: q, end: span.To}
	if walk.end == journey.Everything.To && x.d.Now != 0 {
		walk.end = int64(x.d.Now)
	}
	anchor := cmp.Or(q.Anchor, &q.Outcome) // without one its bit is not looked at
	spec := scanSpec{slots: []slot{{filter: &q.Outcome, span: span}, {filter: anchor, span: span}}, filter: x.q.Filter, points: x.d.Touchpoints}
	scores, err := x.scores(spec, walk)
	if err != nil {
		return nil, err
	}
	spec.slots = append(slices.Clone(spec.slots), slot{span: span})
	spec.label = labelBy{by: "touchpoint", names: newNames(), d: &x.d}
	bits := make([]uint64, len(x.d.Touchpoints)+1)
	for i, t := range q.Points(x.d) {
		label := int(spec.label.names.of(t.ID))
		for label >= len(bits) {
			bits = append(bits, 0)
		}
		bits[label] = 1 << i
	}
	accs, err := x.scan(&spec, x.members, func() accumulator {
		return &driversAcc{driverWalk: walk, x: x, bits: bits, scores: scores, sample: drivers.NewSample(q, x.d)}
	})
	if err != nil {
		return nil, err
	}
	sum := accs[0].(*driversAcc).sample
	for _, a := range accs[1:] {
		sum.Merge(a.(*driversAcc).sample)
	}
	return &journey.Answer{People: sum.People, Events: sum.Did, Drivers: sum.Answer()}, nil
}

// scores reads the signals, one pass for each property that holds some.
func (x *query) scores(spec scanSpec, walk driverWalk) (map[uint64]scored, error) {
	all := map[uint64]scored{}
	done := map[string]bool{}
	base := slices.Clone(spec.slots)
	for i := range x.q.Drivers.Signals {
		property := x.q.Drivers.Signals[i].Property
		if done[property] {
			continue
		}
		done[property] = true
		pass, signals := spec, uint64(0)
		pass.slots, pass.number = slices.Clone(base), property
		for j := range x.q.Drivers.Signals {
			s := &x.q.Drivers.Signals[j]
			pass.slots = append(pass.slots, slot{filter: &s.Filter, span: base[0].span})
			if s.Property == property {
				signals |= 1 << j
			}
		}
		accs, err := x.scan(&pass, x.members, func() accumulator {
			return &scoreAcc{driverWalk: walk, signals: signals, found: map[uint64]scored{}}
		})
		if err != nil {
			return nil, err
		}
		for _, a := range accs {
			for ref, s := range a.(*scoreAcc).found {
				all[ref] = all[ref].with(s)
			}
		}
	}
	return all, nil
}

// with adds the scores of other signals.
func (s scored) with(o scored) scored {
	if s.scores == nil {
		return o
	}
	for m := o.answered; m != 0; m &= m - 1 {
		s.scores[trailingZeros(m)] = o.scores[trailingZeros(m)]
	}
	s.answered |= o.answered
	return s
}

func (a *driversAcc) add(c *chunk) {
	for i := range c.idx {
		from, to := c.off[i], c.off[i+1]
		p, cut, ok := a.walk(c.time[from:to], c.mask[from:to])
		if !ok {
			continue
		}
		for _, label := range c.label[from : int(from)+cut] {
			if int(label) < len(a.bits) {
				p.Used |= a.bits[label]
			}
		}
		if len(a.scores) > 0 {
			s := a.scores[c.ref(i)]
			p.Answered, p.Scores = s.answered, s.scores
		}
		a.sample.Add(&p)
		if a.x.hits != nil && drivers.Has(a.q, a.x.d, a.x.cell, &p) {
			a.x.hits.of(c.sh.no, c.part).set(int(c.idx[i]))
		}
	}
}
