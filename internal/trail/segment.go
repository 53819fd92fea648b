package trail

import (
	"bytes"
	"math"
	"slices"
	"time"

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

// some reports whether anybody of a shard may be in the set.
func (m *memberSet) some(shard int) bool {
	return m == nil || slices.ContainsFunc(m.sets[shard], bitset.some)
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
	did    *didLeaf
	trait  *journey.Condition
	stage  *journey.Standing
	span   journey.Span
	absent bool // what a person without any row is
	first  int  // the first of its two bits
	set    *memberSet
}

// didLeaf is a behaviour made ready.
type didLeaf struct {
	*journey.Did
	atLeast int
	last    journey.Filter // the event and what its latest one has to be
	quiet   int64          // the latest moment of the latest one
	sum     *journey.Test
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
	within := x.within(s)
	scans := map[string][]*leaf{} // by the property whose sum is wanted
	for _, l := range leaves {
		switch {
		case l.stage != nil:
			if err := x.stand(l, within); err != nil {
				return nil, err
			}
		case l.did != nil && l.did.Sum != nil:
			scans[l.did.Sum.Property] = append(scans[l.did.Sum.Property], l)
		default:
			scans[""] = append(scans[""], l)
		}
	}
	const batch = 30 // two bits for each
	for number, list := range scans {
		for chunk := range slices.Chunk(list, batch) {
			if err := x.evaluate(chunk, number, within); err != nil {
				return nil, err
			}
		}
	}
	return x.member(s, leaves), nil
}

// within is who can be in a segment at all, where it names them, so that nobody else need be looked at; nil is everyone.
func (x *query) within(s *journey.Segment) (set *memberSet) {
	if s.People != nil {
		set = x.named(s.People)
	}
	for i := range s.All {
		switch sub := x.within(&s.All[i]); {
		case set == nil:
			set = sub
		case sub != nil:
			set.and(sub)
		}
	}
	return set
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
		l, err := x.didLeaf(s.Did)
		if err != nil {
			return err
		}
		into[s.Did] = l
	}
	if s.Stage != nil {
		into[s.Stage] = &leaf{stage: s.Stage, absent: slices.Contains(s.Stage.In, "")}
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

func (x *query) didLeaf(d *journey.Did) (l *leaf, err error) {
	l = &leaf{did: &didLeaf{Did: d, atLeast: max(1, d.AtLeast), quiet: math.MaxInt64}, span: x.span}
	if d.Range != nil {
		if l.span, err = d.Range.Resolve(x.d.Zone, x.d.Now); err != nil {
			return nil, err
		}
	}
	if d.Quiet != 0 {
		l.did.quiet = d.QuietBefore(l.span, x.d.Now)
	}
	if d.Latest != nil {
		l.did.last = journey.Filter{All: []journey.Filter{d.Event}, Where: []journey.Condition{*d.Latest}}
	}
	if d.Sum != nil {
		l.did.sum, err = journey.NewTest(*d.Sum)
	}
	return l, err
}

func (x *query) evaluate(list []*leaf, number string, within *memberSet) error {
	spec := &scanSpec{points: x.d.Touchpoints, number: number}
	for _, l := range list {
		l.set = newMemberSet(x.snap)
		l.first = len(spec.slots)
		if l.did != nil {
			spec.slots = append(spec.slots, slot{filter: &l.did.Event, span: l.span})
			if l.did.Latest != nil {
				spec.slots = append(spec.slots, slot{filter: &l.did.last, span: l.span})
			}
			continue
		}
		exists := &journey.Condition{Property: l.trait.Property, Op: journey.OpExists}
		spec.slots = append(spec.slots,
			slot{trait: l.trait.Property, test: l.trait, span: l.span}, slot{trait: l.trait.Property, test: exists, span: l.span})
		if l.absent {
			l.set.invert()
		}
	}
	_, err := x.scan(spec, within, func() accumulator { return &leafAcc{leaves: list, zone: x.zone()} })
	return err
}

// leafAcc sets the bits of the persons that a leaf holds for.
type leafAcc struct {
	leaves []*leaf
	zone   *time.Location
}

func (a *leafAcc) add(c *chunk) {
	for _, l := range a.leaves {
		set := l.set.of(c.sh.no, c.part)
		for i, idx := range c.idx {
			from, to := c.off[i], c.off[i+1]
			if l.did != nil {
				if a.did(l, c, int(from), int(to)) {
					set.set(int(idx))
				}
				continue
			}
			masks := c.mask[from:to]
			for k := len(masks) - 1; k >= 0; k-- {
				if masks[k]>>(l.first+1)&1 == 0 {
					continue
				}
				w := &set[idx>>6]
				*w &^= 1 << (idx & 63)
				*w |= (masks[k] >> l.first & 1) << (idx & 63)
				break
			}
		}
	}
}

// did says whether the rows of one person are the behaviour.
func (a *leafAcc) did(l *leaf, c *chunk, from, to int) bool {
	n, last := 0, -1
	day := int64(math.MinInt64) // the end of the day counted last
	var sum exactSum
	for r := from; r < to; r++ {
		if c.mask[r]>>l.first&1 == 0 {
			continue
		}
		last = r
		if l.did.sum != nil && !math.IsNaN(c.num[r]) {
			sum.add(c.num[r])
		}
		if l.did.Count == "days" {
			if c.time[r] < day {
				continue
			}
			day = journey.Next(journey.Day, journey.Floor(journey.Day, c.time[r], a.zone), a.zone)
		}
		n++
	}
	return n >= l.did.atLeast && c.time[last] <= l.did.quiet &&
		(l.did.Latest == nil || c.mask[last]>>(l.first+1)&1 == 1) && (l.did.sum == nil || l.did.sum.MatchNumber(sum.value()))
}

// stand works out who stands in the stages of a leaf.
func (x *query) stand(l *leaf, within *memberSet) error {
	l.set = newMemberSet(x.snap)
	if l.absent {
		l.set.invert()
	}
	model, until := &x.d.Stages, journey.Until(x.span, x.d.Now)
	if l.stage.Model != nil {
		model = l.stage.Model
	}
	spec := x.stagesSpec(model, until)
	spec.filter = nil
	_, err := x.scan(spec, within, func() accumulator {
		return &stageLeafAcc{walk: position{model: model, counts: make([]int, len(model.Stages))}, until: until, leaf: l}
	})
	return err
}

// stageLeafAcc sets the bits of the persons who stand where a leaf says.
type stageLeafAcc struct {
	walk  position
	until int64
	leaf  *leaf
}

func (a *stageLeafAcc) add(c *chunk) {
	set := a.leaf.set.of(c.sh.no, c.part)
	for i, idx := range c.idx {
		a.walk.walk(c.time[c.off[i]:c.off[i+1]], c.mask[c.off[i]:c.off[i+1]], a.until)
		n := len(a.walk.moves)
		if n == 0 {
			continue
		}
		id := journey.Lapsed
		if to := a.walk.moves[n-1].to; to >= 0 {
			id = a.walk.model.Stages[to].ID
		}
		w := &set[idx>>6]
		*w &^= 1 << (idx & 63)
		if slices.Contains(a.leaf.stage.In, id) {
			*w |= 1 << (idx & 63)
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
	if s.Stage != nil {
		out.and(leaves[s.Stage].set)
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
		s := shardNo(id, len(x.snap.views))
		v := x.snap.views[s]
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
	return set
}
