package trail

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"strings"

	"jejak/internal/event"
	"jejak/internal/journey"
)

// totals are what every answer tells, and what chooses a breakdown's values.
type totals struct {
	people, events int
	first, last    int64 // of the events seen
	freq           []int // by label
}

func newTotals() totals { return totals{first: math.MaxInt64, last: math.MinInt64} }

func (t *totals) merge(o *totals) {
	t.people += o.people
	t.events += o.events
	t.first, t.last = min(t.first, o.first), max(t.last, o.last)
	for len(t.freq) < len(o.freq) {
		t.freq = append(t.freq, 0)
	}
	for i, n := range o.freq {
		t.freq[i] += n
	}
}

// label counts a label.
func (t *totals) label(l uint32, n int) {
	if n == 0 {
		return
	}
	for int(l) >= len(t.freq) {
		t.freq = append(t.freq, make([]int, int(l)+64-len(t.freq))...)
	}
	t.freq[l] += n
}

// person counts one person's rows whose mask has a bit of counts.
func (t *totals) person(times []int64, masks []uint64, counts uint64) {
	n := 0
	for i, m := range masks {
		if m&counts != 0 {
			n++
			t.first, t.last = min(t.first, times[i]), max(t.last, times[i])
		}
	}
	t.events += n
	if n > 0 {
		t.people++
	}
}

// persons counts the persons [from, to) by their rows in some.
func (t *totals) persons(rb *rowBits, some []uint64, from, to int) {
	base := rb.pp.p.time.Base()
	for i := from; i < to; i++ {
		lo, hi := rb.person(i)
		n := ones(some, lo, hi)
		if n == 0 {
			continue
		}
		t.people++
		t.events += n
		t.first = min(t.first, base+rb.time(next(some, lo, hi)))
		t.last = max(t.last, base+rb.time(latest(some, hi)))
	}
}

// rankAcc is the first pass of a question that needs to know its values, or its first and last event, beforehand.
type rankAcc struct {
	totals
	counts uint64
	needs  bool // labels
	only   bool // labels, people and times are not needed
	some   []uint64
}

func (a *rankAcc) add(c *chunk) {
	for i := range c.idx {
		from, to := c.off[i], c.off[i+1]
		a.person(c.time[from:to], c.mask[from:to], a.counts)
	}
	if !a.needs {
		return
	}
	for i, l := range c.label {
		if c.mask[i]&a.counts == 0 {
			continue
		}
		a.label(l, 1)
	}
}

func (a *rankAcc) wantsBits(*partPlan) bool { return true }

func (a *rankAcc) bits(rb *rowBits, from, to int) {
	a.some = rb.union(a.some, a.counts)
	rb.limit(a.some, from, to)
	if !a.only {
		a.persons(rb, a.some, from, to)
	}
	if a.needs {
		a.labels(rb)
	}
}

// labels counts the labels of the rows in some. Where a column's code is the label, codes are counted.
func (a *rankAcc) labels(rb *rowBits) {
	pp := rb.pp
	for _, k := range pp.bits.labelled {
		ord := rb.kind(k)
		kp := &pp.kinds[k]
		codes := make([]int, len(kp.labelTab))
		for w, m := range rb.one {
			at := ord
			ord += bits.OnesCount64(m)
			few := m & a.some[w]
			a.some[w] &^= m
			for ; few != 0; few &= few - 1 {
				codes[kp.labelCol.vals.At(at+bits.OnesCount64(m&(few&-few-1)))]++
			}
		}
		for code, n := range codes {
			a.label(kp.labelTab[code], n)
		}
	}
	for w, m := range a.some {
		for ; m != 0; m &= m - 1 {
			a.label(rb.label(w<<6+trailingZeros(m)), 1)
		}
	}
}

func (x *query) rankPass(spec *scanSpec, counts uint64) (*totals, error) {
	return x.rankWith(spec, rankAcc{counts: counts, needs: spec.label.by != ""})
}

// frequencies is rankPass where only labels matter.
func (x *query) frequencies(spec *scanSpec, counts uint64) (*totals, error) {
	return x.rankWith(spec, rankAcc{counts: counts, needs: true, only: true})
}

func (x *query) rankWith(spec *scanSpec, proto rankAcc) (*totals, error) {
	accs, err := x.scanLabelled(spec, func() accumulator {
		a := proto
		a.totals = newTotals()
		return &a
	})
	if err != nil {
		return nil, err
	}
	t := newTotals()
	for _, a := range accs {
		t.merge(&a.(*rankAcc).totals)
	}
	return &t, nil
}

// ranking is the order of values, the most frequent first and ties by name, and folds labels to it.
type ranking struct {
	names []string
	other bool
	fold  []uint32
}

func single() *ranking { return &ranking{names: []string{""}, fold: []uint32{0}} }

func rankNames(n *names, freq []int, top int) *ranking {
	var used []uint32
	for l, k := range freq {
		if k > 0 {
			used = append(used, uint32(l))
		}
	}
	slices.SortFunc(used, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(freq[b], freq[a]), strings.Compare(n.list[a], n.list[b]))
	})
	r := &ranking{}
	if len(used) > top {
		used, r.other = used[:top], true
	}
	r.fold = make([]uint32, len(n.list))
	for i := range r.fold {
		r.fold[i] = uint32(len(used))
	}
	for i, l := range used {
		r.fold[l] = uint32(i)
		r.names = append(r.names, strings.Clone(n.list[l]))
	}
	return r
}

func (r *ranking) of(label uint32) uint32 {
	if int(label) < len(r.fold) {
		return r.fold[label]
	}
	return uint32(len(r.names))
}

func (r *ranking) groups() int {
	if r.other {
		return len(r.names) + 1
	}
	return len(r.names)
}

func (r *ranking) name(i int) (string, bool) {
	if i < len(r.names) {
		return r.names[i], false
	}
	return "", true
}

// picks reports whether a cell is about a group.
func (r *ranking) picks(c *journey.Cell, group int) bool {
	return c != nil && r.means(group, c.Value, c.Other)
}

// item reports whether a cell is about a group of a part.
func (r *ranking) item(c *journey.Cell, group int) bool { return r.means(group, c.Item, c.Other) }

// means reports whether a name, or the rest, is a group; no name is all of them.
func (r *ranking) means(group int, name *string, other bool) bool {
	switch {
	case other:
		return group == len(r.names)
	case name != nil:
		return group < len(r.names) && r.names[group] == *name
	}
	return true
}

// label is how a breakdown names rows.
func (x *query) label() labelBy {
	b := x.q.Breakdown
	if b == nil {
		return labelBy{}
	}
	return labelBy{by: b.By, path: b.Property, names: newNames(), d: &x.d}
}

// personLabels are the latest trait of each person, as labels; by where they lie, as in memberSet.
type personLabels [][][]uint32

func (l personLabels) of(shard, part int) []uint32 { return l[shard][part+1] }

type traitAcc struct{ labels personLabels }

func (a traitAcc) add(c *chunk) {
	into := a.labels.of(c.sh.no, c.part)
	for i, idx := range c.idx {
		into[idx] = c.label[c.off[i+1]-1]
	}
}

func (x *query) traitLabels(l labelBy) (personLabels, error) {
	var labels personLabels
	for _, v := range x.snap.views {
		list := [][]uint32{make([]uint32, len(v.mixed))}
		for _, p := range v.parts {
			list = append(list, make([]uint32, len(p.persons)))
		}
		labels = append(labels, list)
	}
	exists := &journey.Condition{Property: l.path, Op: journey.OpExists}
	spec := &scanSpec{label: l, slots: []slot{{trait: l.path, test: exists, span: journey.Span{From: journey.Everything.From, To: x.span.To}}}}
	_, err := x.scan(spec, nil, func() accumulator { return traitAcc{labels} })
	return labels, err
}

// labelled gives every row the label of its person.
type labelled struct {
	accumulator
	labels personLabels
}

func (a labelled) add(c *chunk) {
	labels := a.labels.of(c.sh.no, c.part)
	c.label = c.label[:0]
	for i, idx := range c.idx {
		for range c.off[i+1] - c.off[i] {
			c.label = append(c.label, labels[idx])
		}
	}
	a.accumulator.add(c)
}

// scanLabelled scans for the segment's persons; a breakdown by trait is of the person, not of the event.
func (x *query) scanLabelled(spec *scanSpec, make func() accumulator) ([]accumulator, error) {
	if spec.label.by != "trait" {
		return x.scan(spec, x.members, make)
	}
	if x.labels == nil {
		var err error
		if x.labels, err = x.traitLabels(spec.label); err != nil {
			return nil, err
		}
	}
	plain := *spec
	plain.label = labelBy{}
	accs, err := x.scan(&plain, x.members, func() accumulator { return labelled{make(), x.labels} })
	for i, a := range accs {
		accs[i] = a.(labelled).accumulator
	}
	return accs, err
}

// rangeOf is the question's range, from the first to the last event where it is open.
func (x *query) rangeOf(first, last int64) (from, to int64) {
	from, to = x.span.From, x.span.To
	if from == math.MinInt64 {
		from = first
	}
	if to == math.MaxInt64 {
		to = last
		if last != math.MinInt64 {
			to = last + 1
		}
	}
	return from, to
}

// hull is a range that surely holds every event: the question's, with the parts' ends where it is open.
func (x *query) hull() (from, to int64) {
	first, last := int64(math.MaxInt64), int64(math.MinInt64)
	for _, v := range x.snap.views {
		for _, p := range v.parts {
			first, last = min(first, p.dir.MinTime), max(last, p.dir.MaxTime)
		}
	}
	return x.rangeOf(first, last)
}

func (x *query) open() bool { return x.span.From == math.MinInt64 || x.span.To == math.MaxInt64 }

func tooFine(err error) error {
	return journey.Unanswerable(journey.FieldFault("range", err))
}

func asTimes(ms []int64) []event.Time {
	out := make([]event.Time, len(ms))
	for i, t := range ms {
		out[i] = event.Time(t)
	}
	return out
}

// locator finds intervals: those that hold the beginnings of short stretches of equal length are known, and few stretches hold
// the beginning of an interval.
type locator struct {
	starts []int64
	end    int64
	short  uint // a stretch is 1<<short milliseconds
	near   []int32
}

// There are at least so many stretches for each interval, and in all.
const (
	eachStretches = 8
	allStretches  = 4096
)

func newLocator(v journey.Intervals) locator {
	l := locator{starts: v.Starts, end: v.End}
	if len(v.Starts) == 0 {
		l.end = math.MinInt64
		return l
	}
	length := max(1, v.End-v.Starts[0])
	for length>>l.short > int64(max(eachStretches*len(v.Starts), allStretches)) {
		l.short++
	}
	i := 0
	for b := range length>>l.short + 1 {
		for i+1 < len(v.Starts) && v.Starts[i+1]-v.Starts[0] <= b<<l.short {
			i++
		}
		l.near = append(l.near, int32(i))
	}
	return l
}

// endOf is where an interval ends.
func (l *locator) endOf(i int) int64 {
	switch {
	case i+1 < len(l.starts):
		return l.starts[i+1]
	case i+1 == len(l.starts):
		return l.end
	}
	return math.MaxInt64
}

// of is the interval that holds t, which must not lie before the first; len(starts) behind the last.
func (l *locator) of(t int64) int {
	if t >= l.end {
		return len(l.starts)
	}
	i := int(l.near[(t-l.starts[0])>>l.short])
	for i+1 < len(l.starts) && l.starts[i+1] <= t {
		i++
	}
	return i
}

// all puts in place of each time its interval; a time before the first one is in that.
func (l *locator) all(times []int64) {
	near, short, end := l.near, l.short&63, l.end
	for i, t := range times {
		if t >= end {
			times[i] = int64(len(l.starts))
			continue
		}
		at := int(near[max(t-l.starts[0], 0)>>short])
		for at+1 < len(l.starts) && l.starts[at+1] <= t {
			at++
		}
		times[i] = int64(at)
	}
}
