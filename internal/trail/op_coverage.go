package trail

import (
	"math/bits"
	"slices"
	"strings"

	"jejak/internal/journey"
)

// maxRules is how many rules one pass tells apart: a bit of the mask each, one for every event, one for the rule of the question.
const maxRules = 60

// coverage goes once through the events for each 60 touchpoints, and once for each pair of halves of that size where there are more.
func (x *query) coverage() (*journey.Answer, error) {
	q, points := x.q.Coverage, x.d.Touchpoints
	place := map[string]int{"": len(points)}
	for i, p := range points {
		place[p.ID] = i
	}
	ans := &journey.CoverageAnswer{Points: []journey.CoveredPoint{}, Overlaps: []journey.Overlap{}, Loose: []journey.LooseEvents{}}
	out := &journey.Answer{Coverage: ans}
	if q.Rule == nil {
		for _, p := range points {
			ans.Points = append(ans.Points, journey.CoveredPoint{ID: p.ID, Name: p.Name, Stage: p.Stage})
		}
	}
	pairs := map[[2]int]journey.Overlap{}
	for i, rules := range coveragePasses(len(points), q.Rule != nil) {
		sum, err := x.coveragePass(rules, i == 0)
		if err != nil {
			return nil, err
		}
		sum.tell(out, pairs, i == 0)
	}
	for _, o := range pairs {
		ans.Overlaps = append(ans.Overlaps, o)
	}
	ans.Rank(func(id string) int { return place[id] }, q.Top)
	return out, nil
}

// coveragePasses are the touchpoints of each pass: every two of them meet in one; with a rule, each meets the rule.
func coveragePasses(n int, rule bool) (all [][]int) {
	size := maxRules
	if n > maxRules && !rule {
		size = maxRules / 2
	}
	var blocks [][]int
	for from := 0; from < n; from += size {
		var block []int
		for i := from; i < min(n, from+size); i++ {
			block = append(block, i)
		}
		blocks = append(blocks, block)
	}
	if len(blocks) < 2 || rule {
		return append(blocks, make([][]int, max(0, 1-len(blocks)))...)
	}
	for i, a := range blocks {
		for _, b := range blocks[i+1:] {
			all = append(all, slices.Concat(a, b))
		}
	}
	return all
}

func (x *query) coveragePass(rules []int, first bool) (*coverageAcc, error) {
	q := x.q.Coverage
	spec := &scanSpec{filter: x.q.Filter, points: x.d.Touchpoints, label: labelBy{by: "touchpoint", names: newNames(), d: &x.d}}
	for _, i := range rules {
		spec.add(&x.d.Touchpoints[i].Rule, x.span)
	}
	proto := coverageAcc{points: x.d.Touchpoints, rules: rules, rule: -1, cell: x.cell, hits: x.hits}
	switch {
	case q.Rule != nil:
		proto.rule = len(rules)
		spec.add(q.Rule, x.span)
	case first:
		proto.every = spec.add(nil, x.span)
		spec.rows = true
	}
	// Labels are handed out before the scan, so that each is the touchpoint's place and one.
	for _, p := range x.d.Touchpoints {
		spec.label.names.of(p.ID)
	}
	accs, err := x.scan(spec, x.members, func() accumulator { return proto.fresh() })
	if err != nil {
		return nil, err
	}
	sum := accs[0].(*coverageAcc)
	for _, o := range accs[1:] {
		sum.merge(o.(*coverageAcc))
	}
	return sum, nil
}

// coverageAcc counts what rules match, alone and two at a time.
type coverageAcc struct {
	totals
	points []journey.Touchpoint
	rules  []int  // the touchpoint of each bit
	rule   int    // the bit of the question's rule, -1 for none
	every  uint64 // the bit of every event, 0 for none

	matched []journey.Covered // [bit]
	both    []journey.Covered // [bit][bit], the lower one first
	kept    []int             // of both
	caught  []journey.Covered // [touchpoint]
	kinds   looseKinds

	// Of the person at hand.
	nth  int
	seen uint64
	with []uint64 // by bit: what other bits an event with it had
	mine []uint32 // labels

	cell *journey.Cell
	hits *memberSet
}

func (a coverageAcc) fresh() *coverageAcc {
	n := len(a.rules) + 1
	a.totals = newTotals()
	a.matched, a.both, a.kept = make([]journey.Covered, n), make([]journey.Covered, n*n), make([]int, n*n)
	a.caught, a.with, a.mine = make([]journey.Covered, len(a.points)+1), make([]uint64, n), nil
	a.kinds = looseKinds{place: map[[2]string]int{}}
	return &a
}

func (a *coverageAcc) add(c *chunk) {
	for i := range c.idx {
		a.person(c, i)
	}
}

func (a *coverageAcc) person(c *chunk, i int) {
	a.begin()
	none, picked := false, false // events without a touchpoint; of the kind of the cell
	for r := int(c.off[i]); r < int(c.off[i+1]); r++ {
		m, label := c.mask[r]&^a.every, c.label[r]
		a.match(m, label)
		if a.every == 0 {
			continue
		}
		a.events++
		a.caught[label].Events++
		if !slices.Contains(a.mine, label) {
			a.mine = append(a.mine, label)
		}
		if label == 0 {
			none = true
			kind := a.kinds.of(c.rows[r])
			kind.add(a.nth)
			picked = picked || a.cell != nil && a.cell.Item != nil && kind.Event == *a.cell.Item && kind.Channel == a.cell.Part
		}
	}
	a.finish()
	if a.hits != nil && a.wanted(none, picked) {
		a.hits.of(c.sh.no, c.part).set(int(c.idx[i]))
	}
}

func (a *coverageAcc) begin() {
	a.nth++
	for m := a.seen; m != 0; m &= m - 1 {
		a.with[bits.TrailingZeros64(m)] = 0
	}
	a.seen, a.mine = 0, a.mine[:0]
}

// match counts an event's rules.
func (a *coverageAcc) match(mask uint64, label uint32) {
	a.seen |= mask
	n := len(a.rules) + 1
	for m := mask; m != 0; m &= m - 1 {
		i := bits.TrailingZeros64(m)
		a.matched[i].Events++
		a.with[i] |= mask
		for o := m & (m - 1); o != 0; o &= o - 1 {
			at := i*n + bits.TrailingZeros64(o)
			a.both[at].Events++
			if int(label) == a.rules[i]+1 {
				a.kept[at]++
			}
		}
	}
}

// finish counts the person.
func (a *coverageAcc) finish() {
	a.people++
	for _, label := range a.mine {
		a.caught[label].People++
	}
	n := len(a.rules) + 1
	for m := a.seen; m != 0; m &= m - 1 {
		i := bits.TrailingZeros64(m)
		a.matched[i].People++
		for o := a.with[i] & m &^ (1 << i); o != 0; o &= o - 1 {
			a.both[i*n+bits.TrailingZeros64(o)].People++
		}
	}
}

// wanted reports whether the person at hand is behind the cell.
func (a *coverageAcc) wanted(none, picked bool) bool {
	c := a.cell
	bit := func(id string) uint64 {
		for b, i := range a.rules {
			if a.points[i].ID == id {
				return 1 << b
			}
		}
		return 0
	}
	in := func(one, other uint64) bool {
		return a.seen&one != 0 && a.with[bits.TrailingZeros64(one)]&other != 0
	}
	switch {
	case a.rule >= 0 && c.Touch == "":
		return a.seen>>a.rule&1 == 1
	case a.rule >= 0:
		return in(1<<a.rule, bit(c.Touch))
	case c.From != nil && c.To != nil:
		return in(bit(*c.From), bit(*c.To))
	case c.Item != nil:
		return picked
	case c.Touch != "" && c.Outcome == "matched":
		return a.seen&bit(c.Touch) != 0
	case a.every == 0: // the rest is told by the first pass
		return false
	case c.Touch != "":
		return slices.ContainsFunc(a.mine, func(label uint32) bool { return label > 0 && a.points[label-1].ID == c.Touch })
	case c.Outcome == "loose":
		return none
	}
	return true
}

func (a *coverageAcc) merge(o *coverageAcc) {
	a.totals.merge(&o.totals)
	sum := func(into, from []journey.Covered) {
		for i := range into {
			into[i].People, into[i].Events = into[i].People+from[i].People, into[i].Events+from[i].Events
		}
	}
	sum(a.matched, o.matched)
	sum(a.both, o.both)
	sum(a.caught, o.caught)
	for i := range a.kept {
		a.kept[i] += o.kept[i]
	}
	for _, k := range o.kinds.all {
		into := a.kinds.named(k.Event, k.Channel)
		into.People, into.Events = into.People+k.People, into.Events+k.Events
	}
}

// tell puts what the pass knows into the answer. What several passes know is the same in all of them.
func (a *coverageAcc) tell(out *journey.Answer, pairs map[[2]int]journey.Overlap, first bool) {
	ans, n := out.Coverage, len(a.rules)+1
	id := func(bit int) (at int, id string) {
		if bit == a.rule {
			return len(a.points), ""
		}
		return a.rules[bit], a.points[a.rules[bit]].ID
	}
	for i := range a.rules {
		if a.rule < 0 {
			ans.Points[a.rules[i]].Matched = a.matched[i]
		}
		for j := i + 1; j < n; j++ {
			both := a.both[i*n+j]
			if both.Events == 0 || a.rule >= 0 && j != a.rule {
				continue
			}
			at, one := id(i)
			to, other := id(j)
			pairs[[2]int{at, to}] = journey.Overlap{First: one, Second: other, Covered: both, Kept: a.kept[i*n+j]}
		}
	}
	switch {
	case a.rule >= 0:
		out.People, out.Events = a.matched[a.rule].People, a.matched[a.rule].Events
	case first:
		out.People, out.Events = a.people, a.events
		for i := range ans.Points {
			ans.Points[i].Caught = a.caught[i+1]
		}
		ans.Uncaught = a.caught[0]
		for _, k := range a.kinds.all {
			ans.Loose = append(ans.Loose, k.LooseEvents)
		}
	}
}

// looseKinds are the names and channels of events that match nothing.
type looseKinds struct {
	all   []looseKind
	place map[[2]string]int
	part  *part // the one that places are for
	local []int // [kind][channel]: the place and one, 0 for not known
}

type looseKind struct {
	journey.LooseEvents
	nth int // the person who was counted last
}

func (k *looseKind) add(nth int) {
	k.Events++
	if k.nth != nth {
		k.nth = nth
		k.People++
	}
}

// of is the kind of a row, good until the next call.
func (l *looseKinds) of(row rowRef) *looseKind {
	channels := len(row.p.dir.Channels)
	if l.part != row.p {
		l.part = row.p
		l.local = append(l.local[:0], make([]int, len(row.p.dir.Kinds)*channels)...)
	}
	at := &l.local[row.kind()*channels+int(row.p.channel.At(int(row.row)))]
	if *at == 0 {
		l.named(row.event(), row.channel())
		*at = l.place[[2]string{row.event(), row.channel()}] + 1
	}
	return &l.all[*at-1]
}

func (l *looseKinds) named(event, channel string) *looseKind {
	at, ok := l.place[[2]string{event, channel}]
	if !ok {
		event, channel = strings.Clone(event), strings.Clone(channel)
		at = len(l.all)
		l.place[[2]string{event, channel}] = at
		l.all = append(l.all, looseKind{LooseEvents: journey.LooseEvents{Event: event, Channel: channel}})
	}
	return &l.all[at]
}
