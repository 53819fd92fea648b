package trail

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"jejak/internal/conform"
	"jejak/internal/journey"
)

// maxVariants is how many different journeys a worker tells apart. Further ones are judged one by one and not listed.
const maxVariants = 100_000

// conformAcc turns each person into a journey, and counts people by journey: whether it fits is worked out once for each different
// one. Only times and repeated events are of the person alone.
type conformAcc struct {
	totals
	q      *journey.Conformance
	m      *conform.Map
	window int64
	until  int64 // when windows have passed

	variants map[string]*variantCount // by open or not, then steps
	loose    *mapTally                // journeys that are none of them
	bounded  bool
	times    []sketch // [from][to]
	again    []int    // [step] people with more than one event of it

	cell    *mapCell
	hits    *memberSet
	key     []byte // the journey at hand: open or not, then a rune for each entry: the step's place, or behind all steps for off the map
	entries int    // of key
	scrap   []int
	mine    []stepEvents // [step]
	second  []int        // steps that the person at hand has more than one event of
}

// stepEvents counts the events of a step that the person who came last has.
type stepEvents struct{ person, events int }

type variantCount struct {
	people int
	wanted int8 // by the cell: 0 not looked at yet, 1 yes, -1 no
}

func (x *query) conformance() (*journey.Answer, error) {
	q := x.q.Conformance
	next, start, end := q.Drawn()
	proto := conformAcc{q: q, m: conform.NewMap(next, start, end), window: q.Window.Millis(), until: x.span.To, cell: x.mapCell(), hits: x.hits}
	if x.d.Now != 0 {
		proto.until = min(proto.until, int64(x.d.Now))
	}
	ans := &journey.Answer{}
	if x.hits != nil && proto.cell == nil { // only the people of a proposal are asked for
		_, err := x.discover(next, start)
		return ans, err
	}
	sum, err := x.mapPass(&proto)
	if err != nil {
		return nil, err
	}
	ans.People, ans.Events, ans.Conformance = sum.people, sum.events, sum.answer(next, start)
	if proto.cell != nil && proto.cell.Other { // those whose journey is not listed can only be told now
		proto.cell.listed = map[string]bool{}
		for _, v := range ans.Conformance.Variants {
			proto.cell.listed[string(proto.cell.bytes(v.Steps))] = true
		}
		if _, err := x.mapPass(&proto); err != nil {
			return nil, err
		}
	}
	if q.Discover != nil && (x.hits == nil || len(q.Steps) == 0) {
		if ans.Conformance.Discovery, err = x.discover(next, start); err != nil {
			return nil, err
		}
		if len(q.Steps) == 0 {
			ans.People = ans.Conformance.Discovery.People
		}
	}
	return ans, nil
}

// mapSpec labels each row with the first step whose rule it meets: 1 is the first one, 0 none. Where the map does not show all, the
// touchpoints further have the labels behind.
func (x *query) mapSpec(all bool, further []journey.Touchpoint) *scanSpec {
	placed, n := x.d, newNames()
	placed.Touchpoints = nil
	for _, s := range x.q.Conformance.Steps {
		placed.Touchpoints = append(placed.Touchpoints, journey.Touchpoint{ID: s.ID, Rule: s.Rule})
	}
	for _, t := range further {
		t.ID = journey.TouchpointStep + t.ID
		placed.Touchpoints = append(placed.Touchpoints, t)
	}
	for _, t := range placed.Touchpoints {
		n.of(t.ID)
	}
	spec := &scanSpec{filter: x.q.Filter, points: x.d.Touchpoints, named: !all, label: labelBy{by: "touchpoint", names: n, d: &placed}}
	spec.add(nil, x.span)
	return spec
}

func (x *query) mapPass(proto *conformAcc) (*conformAcc, error) {
	if len(proto.q.Steps) == 0 {
		return proto.fresh(), nil
	}
	accs, err := x.scan(x.mapSpec(proto.q.Unmatched == "count", nil), x.members, func() accumulator { return proto.fresh() })
	if err != nil {
		return nil, err
	}
	x.each(len(accs), func(i int) { accs[i].(*conformAcc).judge() })
	sum := accs[0].(*conformAcc)
	for _, a := range accs[1:] {
		sum.merge(a.(*conformAcc))
	}
	return sum, nil
}

func (a *conformAcc) fresh() *conformAcc {
	b, n := *a, len(a.q.Steps)
	b.totals, b.variants, b.loose = newTotals(), map[string]*variantCount{}, newMapTally(n)
	b.times, b.again, b.mine = make([]sketch, n*n), make([]int, n), make([]stepEvents, n)
	return &b
}

func (a *conformAcc) add(c *chunk) {
	for i := range c.idx {
		from, to := c.off[i], c.off[i+1]
		n := a.walk(c.time[from:to], c.label[from:to])
		if n == 0 {
			continue
		}
		a.people++
		a.events += n
		for _, s := range a.second {
			a.again[s]++
		}
		if a.count() && a.hits != nil {
			a.hits.of(c.sh.no, c.part).set(int(c.idx[i]))
		}
	}
}

// walk sets key to a person's journey, and returns how many events belong to its steps.
func (a *conformAcc) walk(times []int64, labels []uint32) (events int) {
	n := len(a.q.Steps)
	key, at, last, first, began := append(a.key[:0], 1), -1, -1, int64(0), int64(0)
	a.entries, a.second = 0, a.second[:0]
	long, entries, off := len(key), 0, a.q.Unmatched == "count" // long and a.entries are up to the last entry of a step
	for r, l := range labels {
		s := int(l) - 1
		if s < 0 && (last < 0 || !off) {
			continue
		}
		t := times[r]
		if last >= 0 && a.window > 0 && t > first+a.window {
			break
		}
		if s < 0 {
			if !a.q.CollapseRepeats || at != n {
				key, at = utf8.AppendRune(key, rune(n)), n
				entries++
			}
			continue
		}
		if last < 0 {
			first = t
		}
		events++
		a.meet(s)
		if a.q.CollapseRepeats && at == s {
			continue
		}
		if last >= 0 {
			a.times[last*n+s].add(t - began)
		}
		key, at, last, began = utf8.AppendRune(key, rune(s)), s, s, t
		entries++
		long, a.entries = len(key), entries
	}
	if a.window > 0 && first+a.window < a.until {
		key[0] = 0 // nothing more can come
	}
	a.key = key[:long]
	return events
}

// meet counts an event of a step. The people of whole journeys before are the person at hand's number.
func (a *conformAcc) meet(s int) {
	m := &a.mine[s]
	if m.person != a.people+1 {
		*m = stepEvents{person: a.people + 1}
	}
	if m.events++; m.events == 2 {
		a.second = append(a.second, s)
	}
}

// count counts the journey in key, and reports whether the cell is about it.
func (a *conformAcc) count() bool {
	v := a.variants[string(a.key)]
	if v == nil && a.entries <= journey.MaxVariantSteps {
		if len(a.variants) < maxVariants {
			v = &variantCount{}
			a.variants[string(a.key)] = v
		} else {
			a.bounded = true
		}
	}
	if v == nil {
		open, trace := a.read(a.key)
		a.loose.add(a.m, trace, open, 1)
		return a.hits != nil && a.cell.wants(a, trace, open)
	}
	v.people++
	if a.hits == nil {
		return false
	}
	if a.cell.again() {
		return a.cell.wants(a, nil, true)
	}
	if v.wanted == 0 {
		open, trace := a.read(a.key)
		v.wanted = -1
		if a.cell.wants(a, trace, open) {
			v.wanted = 1
		}
	}
	return v.wanted > 0
}

// read turns a key into a trace, which is valid until the next call.
func (a *conformAcc) read(key []byte) (open bool, trace []int) {
	a.scrap = a.scrap[:0]
	for k := 1; k < len(key); {
		r, size := utf8.DecodeRune(key[k:])
		if k += size; int(r) == len(a.q.Steps) {
			r = conform.Off
		}
		a.scrap = append(a.scrap, int(r))
	}
	return key[0] != 0, a.scrap
}

// judge works out what the journeys counted so far come to.
func (a *conformAcc) judge() {
	for key, v := range a.variants {
		open, trace := a.read([]byte(key))
		a.loose.add(a.m, trace, open, v.people)
	}
}

func (a *conformAcc) merge(o *conformAcc) {
	a.totals.merge(&o.totals)
	a.bounded = a.bounded || o.bounded
	for key, v := range o.variants {
		if mine := a.variants[key]; mine != nil {
			mine.people += v.people
		} else {
			a.variants[key] = v
		}
	}
	a.loose.merge(o.loose)
	for i := range a.times {
		a.times[i].merge(&o.times[i])
	}
	for i, n := range o.again {
		a.again[i] += n
	}
}

// The four ways in which a journey stands to the map.
const (
	mapFits = iota
	mapUnderway
	mapLeft
	mapStrays
)

func outcomeOf(m *conform.Map, trace []int, open bool) int {
	keeps, whole := m.Fit(trace)
	switch {
	case !keeps:
		return mapStrays
	case whole:
		return mapFits
	case open:
		return mapUnderway
	}
	return mapLeft
}

// mapTally adds up what journeys come to.
type mapTally struct {
	outcomes               [4]int
	tokens                 map[conform.Tokens]int
	deviations             map[conform.Deviation]int
	inserted, skipped      int
	people, entries, exits []int
	follows                *conform.Follows
	counted                int
	lastSeen               []int
}

func newMapTally(n int) *mapTally {
	return &mapTally{
		tokens: map[conform.Tokens]int{}, deviations: map[conform.Deviation]int{}, follows: conform.NewFollows(n),
		people: make([]int, n), entries: make([]int, n), exits: make([]int, n), lastSeen: make([]int, n),
	}
}

func (t *mapTally) add(m *conform.Map, trace []int, open bool, people int) {
	o := outcomeOf(m, trace, open)
	t.outcomes[o] += people
	t.tokens[m.Replay(trace, open)] += people
	if o == mapLeft || o == mapStrays {
		list, inserted, skipped := conform.Deviations(m.Align(trace), open)
		t.inserted += inserted * people
		t.skipped += skipped * people
		for _, d := range list {
			t.deviations[d] += people
		}
	}
	t.follows.Add(trace, people)
	t.counted++
	for _, s := range trace {
		if s == conform.Off {
			continue
		}
		t.entries[s] += people
		if t.lastSeen[s] != t.counted {
			t.lastSeen[s] = t.counted
			t.people[s] += people
		}
	}
	t.exits[trace[len(trace)-1]] += people
}

func (t *mapTally) merge(o *mapTally) {
	for i := range t.outcomes {
		t.outcomes[i] += o.outcomes[i]
	}
	for k, n := range o.tokens {
		t.tokens[k] += n
	}
	for d, n := range o.deviations {
		t.deviations[d] += n
	}
	t.inserted += o.inserted
	t.skipped += o.skipped
	for i := range t.people {
		t.people[i] += o.people[i]
		t.entries[i] += o.entries[i]
		t.exits[i] += o.exits[i]
	}
	t.follows.Merge(o.follows)
}

func (a *conformAcc) answer(next [][]int, start []int) *journey.ConformanceAnswer {
	t, n := a.loose, a.people
	out := &journey.ConformanceAnswer{
		Fits: journey.Wilson(t.outcomes[mapFits], n-t.outcomes[mapUnderway]), Underway: journey.Wilson(t.outcomes[mapUnderway], n),
		Left: journey.Wilson(t.outcomes[mapLeft], n), Strays: journey.Wilson(t.outcomes[mapStrays], n),
		Deviations: []journey.ConformanceDeviation{}, Steps: []journey.ConformanceStep{}, Varied: len(a.variants),
	}
	if n > 0 {
		var sum conform.Tokens
		for k, people := range t.tokens {
			sum.Add(k, people)
		}
		out.Tokens = journey.TokenReplay{
			Produced: sum.Produced, Consumed: sum.Consumed, Missing: sum.Missing, Remaining: sum.Remaining,
			Fitness: sum.Fitness(), Mean: conform.MeanFitness(t.tokens),
		}
		out.Alignment = journey.AlignmentCost{People: n, Inserted: t.inserted, Skipped: t.skipped, Mean: float64(t.inserted+t.skipped) / float64(n)}
	}
	for d, people := range t.deviations {
		x := journey.ConformanceDeviation{Kind: deviationName(d.Kind), People: journey.Wilson(people, n)}
		if d.Step != conform.Off {
			x.Step, x.Name = a.q.Steps[d.Step].ID, a.q.Steps[d.Step].Title()
		}
		out.Deviations = append(out.Deviations, x)
	}
	journey.SortDeviations(out.Deviations, a.q.Steps)
	a.steps(out)
	a.edges(out, next, start)
	a.top(out)
	return out
}

func deviationName(k conform.Kind) string {
	return [...]string{
		journey.DeviationSkip, journey.DeviationInsert, journey.DeviationRepeat, journey.DeviationOrder, journey.DeviationOff, journey.DeviationEarly,
	}[k]
}

func (a *conformAcc) steps(out *journey.ConformanceAnswer) {
	n := len(a.q.Steps)
	for i, s := range a.q.Steps {
		var onward sketch
		for j := range n {
			k := a.times[i*n+j]
			k.hist = slices.Clone(k.hist)
			onward.merge(&k)
		}
		people := a.loose.people[i]
		out.Steps = append(out.Steps, journey.ConformanceStep{
			ID: s.ID, Name: s.Title(), People: people, Entries: a.loose.entries[i], Exits: journey.Wilson(a.loose.exits[i], people),
			Repeats: journey.Wilson(a.again[i], people), Moves: onward.n, Median: onward.median(),
		})
	}
}

func (a *conformAcc) edges(out *journey.ConformanceAnswer, next [][]int, start []int) {
	n := len(a.q.Steps)
	out.Edges, out.Undrawn = []journey.ConformanceEdge{}, []journey.ConformanceEdge{}
	edge := func(from, to int) journey.ConformanceEdge {
		passes, people := a.loose.follows.Of(from, to)
		e := journey.ConformanceEdge{To: a.q.Steps[to].ID, Passes: passes, Dependency: a.loose.follows.Dependency(from, to)}
		if from == n {
			e.People = journey.Wilson(people, a.people)
			return e
		}
		e.From, e.People, e.Median = a.q.Steps[from].ID, journey.Wilson(people, a.loose.people[from]), a.times[from*n+to].median()
		return e
	}
	for _, to := range start {
		out.Edges = append(out.Edges, edge(n, to))
	}
	for from := range next {
		for _, to := range next[from] {
			out.Edges = append(out.Edges, edge(from, to))
		}
	}
	for from := range n + 1 {
		for to := range n {
			if passes, _ := a.loose.follows.Of(from, to); passes > 0 && !drawn(next, start, from, to) {
				out.Undrawn = append(out.Undrawn, edge(from, to))
			}
		}
	}
	out.Undrawn = journey.TopUndrawn(out.Undrawn)
}

func drawn(next [][]int, start []int, from, to int) bool {
	if from < len(next) {
		return slices.Contains(next[from], to)
	}
	return slices.Contains(start, to)
}

// top lists the most frequent journeys.
func (a *conformAcc) top(out *journey.ConformanceAnswer) {
	both := map[string]*[2]int{} // by steps: people whose journey is over, and may go on
	for key, v := range a.variants {
		if both[key[1:]] == nil {
			both[key[1:]] = &[2]int{}
		}
		both[key[1:]][key[0]] += v.people
	}
	out.Varied, out.Other.Bounded = len(both), a.bounded
	most := best[topPath[string]]{n: a.q.Top, compare: compareTop[string]}
	for key, n := range both {
		most.add(topPath[string]{key, n[0] + n[1]})
	}
	out.Variants, out.Other.People = []journey.ConformanceVariant{}, a.people
	for _, top := range most.list {
		v := journey.ConformanceVariant{People: top.count}
		_, trace := a.read([]byte("\x00" + top.key))
		for _, s := range trace {
			if s == conform.Off {
				v.Steps = append(v.Steps, "")
			} else {
				v.Steps = append(v.Steps, a.q.Steps[s].ID)
			}
		}
		for open, n := range both[top.key] {
			*[...]*int{&v.Fits, &v.Underway, &v.Left, &v.Strays}[outcomeOf(a.m, trace, open == 1)] += n
		}
		out.Variants = append(out.Variants, v)
		out.Other.People -= v.People
	}
}

// mapCell is a cell of the answer, read once.
type mapCell struct {
	*journey.Cell
	place    func(*string) int // of a step, -1 for the beginning and -2 for none
	path     []byte
	listed   map[string]bool // other: the journeys that are
	from, to int
	steps    int // of the map
}

// mapCell is nil where no cell of the map itself is asked for.
func (x *query) mapCell() *mapCell {
	if x.cell == nil || x.cell.Part == "discover" {
		return nil
	}
	c := &mapCell{Cell: x.cell, steps: len(x.q.Conformance.Steps)}
	c.place = func(id *string) int {
		if id == nil || *id == "" {
			return -1
		}
		if i := slices.IndexFunc(x.q.Conformance.Steps, func(s journey.DrawnStep) bool { return s.ID == *id }); i >= 0 {
			return i
		}
		return -2
	}
	c.path, c.from, c.to = c.bytes(x.cell.Path), c.place(x.cell.From), c.place(x.cell.To)
	return c
}

func (c *mapCell) bytes(ids []string) []byte {
	var out []byte
	for i := range ids {
		switch s := c.place(&ids[i]); s {
		case -1:
			out = utf8.AppendRune(out, rune(c.steps))
		case -2:
			out = utf8.AppendRune(out, utf8.MaxRune)
		default:
			out = utf8.AppendRune(out, rune(s))
		}
	}
	return out
}

// again reports whether the cell is about events that the journey alone does not tell.
func (c *mapCell) again() bool { return c.Outcome == "repeat" }

// wants reports whether the person at hand, with this journey, is behind the cell.
func (c *mapCell) wants(a *conformAcc, trace []int, open bool) bool {
	switch {
	case c.again():
		return c.from >= 0 && slices.Contains(a.second, c.from)
	case c.Other:
		return c.listed != nil && !c.listed[string(a.key[1:])]
	case c.Path != nil:
		return bytes.Equal(a.key[1:], c.path)
	case c.Part != "":
		return c.deviates(a.m, trace, open)
	case c.From == nil && c.Outcome == "":
		return true
	case c.From == nil:
		return c.Outcome == [...]string{"fits", "underway", "left", "strays"}[outcomeOf(a.m, trace, open)]
	case c.To != nil:
		last := -1
		for _, s := range trace {
			if s == conform.Off {
				continue
			}
			if last == c.from && s == c.to {
				return true
			}
			last = s
		}
		return false
	case c.Outcome == "exit":
		return trace[len(trace)-1] == c.from
	}
	return c.from >= 0 && slices.Contains(trace, c.from)
}

func (c *mapCell) deviates(m *conform.Map, trace []int, open bool) bool {
	if o := outcomeOf(m, trace, open); o == mapFits || o == mapUnderway {
		return false
	}
	step := c.place(c.Item)
	list, _, _ := conform.Deviations(m.Align(trace), open)
	return slices.ContainsFunc(list, func(d conform.Deviation) bool { return deviationName(d.Kind) == c.Part && d.Step == step })
}
