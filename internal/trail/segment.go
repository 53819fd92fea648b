package trail

import (
	"bytes"
	"slices"

	"jejak/internal/event"
	"jejak/internal/journey"
)

// memberSet is a set of persons, told apart by where they lie: [shard][part+1], with the mixed ones at 0.
type memberSet struct{ sets [][]bitset }

func newMemberSet(snap *snapshot) *memberSet {
	m := &memberSet{}
	for _, v := range snap.views {
		sets := []bitset{newBits(len(v.mixed))}
		for _, p := range v.parts {
			sets = append(sets, newBits(len(p.persons)))
		}
		m.sets = append(m.sets, sets)
	}
	return m
}

// of is the set of one part's persons; nil is everyone.
func (m *memberSet) of(shard, part int) bitset {
	if m == nil {
		return nil
	}
	return m.sets[shard][part+1]
}

func (m *memberSet) each(fn func(shard, part, word int, w *uint64)) {
	for s := range m.sets {
		for p := range m.sets[s] {
			for i := range m.sets[s][p] {
				fn(s, p, i, &m.sets[s][p][i])
			}
		}
	}
}

func (m *memberSet) and(o *memberSet) {
	m.each(func(s, p, i int, w *uint64) { *w &= o.sets[s][p][i] })
}

func (m *memberSet) or(o *memberSet) {
	m.each(func(s, p, i int, w *uint64) { *w |= o.sets[s][p][i] })
}

func (m *memberSet) invert() { m.each(func(_, _, _ int, w *uint64) { *w = ^*w }) }

// leaf is one condition on persons, with those it holds for.
type leaf struct {
	did     *journey.Did
	trait   *journey.Condition
	span    journey.Span
	absent  bool // what a person without any row is
	atLeast int
	present int // its bits
	match   int
	set     *memberSet
}

// segment works out who is in a segment.
func (x *query) segment(s *journey.Segment) (*memberSet, error) {
	if s == nil {
		return nil, nil
	}
	leaves := map[any]*leaf{}
	if err := x.leaves(s, leaves); err != nil {
		return nil, err
	}
	list := make([]*leaf, 0, len(leaves))
	for _, l := range leaves {
		list = append(list, l)
	}
	const batch = 30 // two bits for each
	for chunk := range slices.Chunk(list, batch) {
		if err := x.evaluate(chunk); err != nil {
			return nil, err
		}
	}
	return x.member(s, leaves), nil
}

func (x *query) leaves(s *journey.Segment, into map[any]*leaf) error {
	if s.Trait != nil {
		t, err := journey.NewTest(*s.Trait)
		if err != nil {
			return err
		}
		into[s.Trait] = &leaf{trait: s.Trait, span: journey.Span{From: journey.Everything.From, To: x.span.To}, absent: t.Match("", false)}
	}
	if s.Did != nil {
		l := &leaf{did: s.Did, span: x.span, atLeast: max(1, s.Did.AtLeast)}
		if s.Did.Range != nil {
			var err error
			if l.span, err = s.Did.Range.Resolve(x.d.Zone, x.d.Now); err != nil {
				return err
			}
		}
		into[s.Did] = l
	}
	for _, list := range [][]journey.Segment{s.All, s.Any} {
		for i := range list {
			if err := x.leaves(&list[i], into); err != nil {
				return err
			}
		}
	}
	if s.Not != nil {
		return x.leaves(s.Not, into)
	}
	return nil
}

func (x *query) evaluate(list []*leaf) error {
	spec := &scanSpec{points: x.d.Touchpoints}
	for _, l := range list {
		l.set = newMemberSet(x.snap)
		l.match = len(spec.slots)
		if l.did != nil {
			spec.slots = append(spec.slots, slot{filter: &l.did.Event, span: l.span})
			continue
		}
		l.present = l.match + 1
		exists := &journey.Condition{Property: l.trait.Property, Op: journey.OpExists}
		spec.slots = append(spec.slots,
			slot{trait: l.trait.Property, test: l.trait, span: l.span}, slot{trait: l.trait.Property, test: exists, span: l.span})
		if l.absent {
			l.set.invert()
		}
	}
	_, err := x.scan(spec, nil, func() accumulator { return &leafAcc{list} })
	return err
}

// leafAcc sets the bits of the persons that a leaf holds for.
type leafAcc struct{ leaves []*leaf }

func (a *leafAcc) add(c *chunk) {
	for _, l := range a.leaves {
		set := l.set.of(c.sh.no, c.part)
		for i, idx := range c.idx {
			masks := c.mask[c.off[i]:c.off[i+1]]
			if l.did != nil {
				n := 0
				for _, m := range masks {
					n += int(m >> l.match & 1)
				}
				if n >= l.atLeast {
					set.set(int(idx))
				}
				continue
			}
			for k := len(masks) - 1; k >= 0; k-- {
				if masks[k]>>l.present&1 == 0 {
					continue
				}
				w := &set[idx>>6]
				*w &^= 1 << (idx & 63)
				*w |= (masks[k] >> l.match & 1) << (idx & 63)
				break
			}
		}
	}
}

func (x *query) member(s *journey.Segment, leaves map[any]*leaf) *memberSet {
	out := newMemberSet(x.snap)
	out.invert()
	if s.Trait != nil {
		out.and(leaves[s.Trait].set)
	}
	if s.Did != nil {
		out.and(leaves[s.Did].set)
	}
	if s.People != nil {
		out.and(x.named(s.People))
	}
	for i := range s.All {
		out.and(x.member(&s.All[i], leaves))
	}
	if len(s.Any) > 0 {
		some := newMemberSet(x.snap)
		for i := range s.Any {
			some.or(x.member(&s.Any[i], leaves))
		}
		out.and(some)
	}
	if s.Not != nil {
		no := x.member(s.Not, leaves)
		no.invert()
		out.and(no)
	}
	return out
}

func (x *query) named(list []event.Person) *memberSet {
	set := newMemberSet(x.snap)
	for _, id := range list {
		for s, v := range x.snap.views {
			i, ok := slices.BinarySearchFunc(v.mixed, id, func(m mixedPerson, id event.Person) int { return bytes.Compare(m.id[:], id[:]) })
			if ok {
				set.sets[s][0].set(i)
				continue
			}
			for p, pt := range v.parts {
				if i := pt.find(id); i >= 0 {
					set.sets[s][p+1].set(i)
				}
			}
		}
	}
	return set
}
