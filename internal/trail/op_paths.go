package trail

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"

	"jejak/internal/journey"
)

// pathsAcc cuts persons into containers and counts what follows what. Names are folded to the ranking, the rest is one more.
type pathsAcc struct {
	totals
	opt  *journey.Paths
	rank *ranking
	n    int // folded names

	containers int
	nodes      []nodeCount // [step][name]
	edges      [][]edgeCount
	matrix     []edgeCount
	times      *edgeTimes  // of matrix; nil: they are kept with each edge, or not wanted
	pairs      []pairCount // of matrix, from the quick way
	eventual   []edgeCount
	tops       map[string]int
	packed     wordCounts // where a whole path fits into a word
	whole      wholePaths // instead, where journeys are read quickly
	bitsEach   int        // of a name in a packed path; 0: does not fit
	alpha      []uint32   // [name]: its place among the names in order, from 1
	after      []uint64   // [name]: the names that came later, of this person
	here       uint64     // names of this person
	person     uint32
	gap        int64
	timed      bool // medians are wanted
	edged      bool // edges are wanted
	shows      pathShows
	quickly    bool // journeys can be read from kinds alone
	quick      *quickPaths

	cell     *journey.Cell
	from, to int   // of the cell, -1: not given, -2: no such name
	path     []int // of the cell
	hits     *memberSet
	hit      bool

	stops []pathStop
	names []uint32
	last  []int32 // [name]: the last place in the container
	place []int32 // [name]: 1 + the first place in the container, 0 not there
	key   []byte
	keys  []string // of this person
	words []uint64 // of this person
}

type pathStop struct {
	time  int64
	label uint32
	fold  uint32
	mask  uint64
}

// nodeCount and edgeCount remember who was counted last, so that a person counts once.
type nodeCount struct {
	count, exits   int
	person, exited uint32
}

type edgeCount struct {
	count  int
	person uint32
	times  *sketch
}

// pairCount is a small edgeCount.
type pairCount struct{ count, person uint32 }

const (
	pathSeen   = 1
	pathAnchor = 2
)

func (x *query) paths() (*journey.Answer, error) {
	opt := x.q.Paths
	spec := &scanSpec{slots: []slot{{span: x.span}}, filter: x.q.Filter, points: x.d.Touchpoints}
	spec.label = labelBy{by: opt.By, names: newNames(), d: &x.d}
	totals, err := x.pathRank(spec)
	if err != nil {
		return nil, err
	}
	rank := rankNames(spec.label.names, totals.freq, opt.Top)
	for _, f := range []*journey.Filter{opt.From, opt.To} {
		if f != nil {
			spec.slots = append(spec.slots, slot{filter: f, span: x.span})
		}
	}
	accs, err := x.scan(spec, x.members, func() accumulator { return x.newPaths(rank) })
	if err != nil {
		return nil, err
	}
	sum := accs[0].(*pathsAcc)
	for _, a := range accs[1:] {
		sum.merge(a.(*pathsAcc))
	}
	return &journey.Answer{People: totals.people, Events: totals.events, Paths: sum.answer(x)}, nil
}

// namedAcc counts names; rows without one do not count.
type namedAcc struct {
	totals
	some []uint64
}

func (a *namedAcc) add(c *chunk) {
	for i := range c.idx {
		n := 0
		for _, l := range c.label[c.off[i]:c.off[i+1]] {
			if l == 0 {
				continue
			}
			n++
			a.label(l, 1)
		}
		a.events += n
		if n > 0 {
			a.people++
		}
	}
}

// whole counts a part of which every row has the name of its kind, without reading the rows.
func (a *namedAcc) whole(pp *partPlan, skip bitset) bool {
	if !pp.named() {
		return false
	}
	p, base := pp.p, int(pp.p.kind.Base())
	count := func(b, n int) {
		a.label(pp.labels[b], n)
		a.events += n
	}
	for k := range p.dir.Kinds {
		count(k-base, p.dir.Kinds[k].Rows)
	}
	a.people += len(p.persons)
	for i := range p.persons {
		if skip.contains(i) {
			a.people--
			for _, b := range p.kind.Bytes()[p.off[i]:p.off[i+1]] {
				count(int(b), -1)
			}
		}
	}
	return true
}

func (x *query) pathRank(spec *scanSpec) (*totals, error) {
	accs, err := x.scan(spec, x.members, func() accumulator { return &namedAcc{totals: newTotals()} })
	if err != nil {
		return nil, err
	}
	t := newTotals()
	for _, a := range accs {
		t.merge(&a.(*namedAcc).totals)
	}
	return &t, nil
}

func (x *query) newPaths(rank *ranking) *pathsAcc {
	n, opt := len(rank.names)+1, *x.q.Paths
	if x.cell != nil {
		opt.Show = nil // people may be asked of any part
	}
	a := &pathsAcc{
		totals: newTotals(), opt: &opt, rank: rank, n: n, tops: map[string]int{}, gap: x.q.Paths.Gap.Millis(),
		matrix: make([]edgeCount, n*n), eventual: make([]edgeCount, n*n), edges: make([][]edgeCount, x.q.Paths.Depth),
		nodes: make([]nodeCount, n*x.q.Paths.Depth), last: make([]int32, n), place: make([]int32, n), cell: x.cell, hits: x.hits,
	}
	a.alphabet()
	a.timed, a.edged, a.shows = opt.Shows("times"), opt.Shows("edges"), showsOf(&opt)
	if opt.Shows("matrix") && a.timed && n*n <= maxFlat {
		a.times = newEdgeTimes(n * n)
	}
	a.quickly = opt.Container == "journey" && opt.From == nil && opt.To == nil && !opt.Collapse && x.cell == nil && n <= noName &&
		(n <= 64 || !a.shows.eventual) && (a.bitsEach > 0 || !a.shows.top)
	if a.quickly {
		a.whole = make(wholePaths, n)
	}
	if n <= 64 {
		a.after = make([]uint64, n)
	}
	if x.cell != nil {
		a.address()
	}
	return a
}

func (a *pathsAcc) add(c *chunk) {
	session := a.opt.Container == "session"
	for i := range c.idx {
		a.person++
		a.keys, a.words, a.stops, a.hit = a.keys[:0], a.words[:0], a.stops[:0], false
		from, to := c.off[i], c.off[i+1]
		for r := from; r < to; r++ {
			if session && r > from && c.time[r]-c.time[r-1] > a.gap {
				a.container()
			}
			if l := c.label[r]; l != 0 {
				a.stops = append(a.stops, pathStop{c.time[r], l, a.rank.of(l), c.mask[r]})
			}
		}
		a.container()
		a.endLater()
		if a.hit && a.hits != nil {
			a.hits.of(c.sh.no, c.part).set(int(c.idx[i]))
		}
	}
}

// container counts the stops since the last one, and forgets them.
func (a *pathsAcc) container() {
	stops := a.anchored(a.stops)
	a.stops = a.stops[:0]
	if len(stops) == 0 {
		return
	}
	a.containers++
	a.touch(0, -1, -1)
	if a.shows.matrix {
		a.next(stops)
	}
	if a.shows.eventual {
		a.later(stops)
	}
	if a.shows.flow {
		a.flow(stops)
	}
}

// next counts who follows whom.
func (a *pathsAcc) next(stops []pathStop) {
	pass := a.opt.Count == "pass"
	for i := 1; i < len(stops); i++ {
		f, t := stops[i-1].fold, stops[i].fold
		k := int(f)*a.n + int(t)
		if a.times == nil {
			a.edge(&a.matrix[k], stops[i].time-stops[i-1].time)
		} else {
			e := &a.matrix[k]
			if pass || e.person != a.person {
				e.person = a.person
				e.count++
			}
			a.times.add(k, stops[i].time-stops[i-1].time)
		}
		if a.cell != nil && !a.cell.Eventual {
			a.touch(0, int(f), int(t))
		}
	}
}

func (a *pathsAcc) anchored(stops []pathStop) []pathStop {
	if a.opt.From != nil {
		for len(stops) > 0 && stops[0].mask&pathAnchor == 0 {
			stops = stops[1:]
		}
	}
	if a.opt.To != nil {
		for len(stops) > 0 && stops[len(stops)-1].mask&pathAnchor == 0 {
			stops = stops[:len(stops)-1]
		}
	}
	if !a.opt.Collapse || len(stops) == 0 {
		return stops
	}
	kept := stops[:1]
	for _, s := range stops[1:] {
		if s.label != kept[len(kept)-1].label {
			kept = append(kept, s)
		}
	}
	return kept
}

func (a *pathsAcc) edge(e *edgeCount, d int64) {
	if a.opt.Count == "pass" || e.person != a.person {
		e.person = a.person
		e.count++
	}
	if a.timed {
		e.add(d)
	}
}

// alphabet numbers names so that whole paths compare as their names do.
func (a *pathsAcc) alphabet() {
	order := make([]int, a.n)
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(x, y int) int {
		p, _ := a.rank.name(x)
		q, _ := a.rank.name(y)
		return strings.Compare(p, q)
	})
	a.alpha = make([]uint32, a.n)
	for i, f := range order {
		a.alpha[f] = uint32(i) + 1
	}
	if b := bits.Len(uint(a.n)); b*a.opt.Depth <= 64 {
		a.bitsEach = b
	}
}

// later notes each pair of names where the first place of one lies before the last place of the other.
func (a *pathsAcc) later(stops []pathStop) {
	if a.after != nil && (a.cell == nil || !a.cell.Eventual) {
		var later uint64
		for i := len(stops) - 1; i >= 0; i-- {
			bit := uint64(1) << stops[i].fold
			if a.here&bit == 0 {
				a.here |= bit
				a.after[stops[i].fold] = 0
			}
			a.after[stops[i].fold] |= later
			later |= bit
		}
		return
	}
	a.names = a.names[:0]
	for i, s := range stops {
		if a.place[s.fold] == 0 {
			a.place[s.fold] = int32(i) + 1
			a.names = append(a.names, s.fold)
		}
		a.last[s.fold] = int32(i) + 1
	}
	for _, f := range a.names {
		for _, t := range a.names {
			if a.place[f] >= a.last[t] {
				continue
			}
			if e := &a.eventual[int(f)*a.n+int(t)]; e.person != a.person {
				e.person = a.person
				e.count++
			}
			if a.cell != nil && a.cell.Eventual {
				a.touch(0, int(f), int(t))
			}
		}
	}
	for _, f := range a.names {
		a.place[f] = 0
	}
}

// endLater counts a person's pairs.
func (a *pathsAcc) endLater() {
	for m := a.here; m != 0; m &= m - 1 {
		f := trailingZeros(m)
		row := a.eventual[f*a.n:]
		for t := a.after[f]; t != 0; t &= t - 1 {
			row[trailingZeros(t)].count++
		}
	}
	a.here = 0
}

// flow counts steps away from the anchor.
func (a *pathsAcc) flow(stops []pathStop) {
	depth := min(len(stops), a.opt.Depth)
	pass := a.opt.Count == "pass"
	a.key = a.key[:0]
	var word uint64
	first := stops[0].fold
	for i := range depth {
		s := &stops[i]
		if a.opt.To != nil {
			s = &stops[len(stops)-1-i]
		}
		n := &a.nodes[i*a.n+int(s.fold)]
		if pass || n.person != a.person {
			n.person = a.person
			n.count++
		}
		if i == len(stops)-1 && (pass || n.exited != a.person) {
			n.exited = a.person
			n.exits++
		}
		if i == len(stops)-1 && a.hits != nil {
			a.end(i+1, int(s.fold))
		}
		if a.bitsEach > 0 {
			word |= uint64(a.alpha[s.fold]) << (64 - (i+1)*a.bitsEach)
		} else {
			a.key = append(a.key, byte(a.alpha[s.fold]))
		}
		a.touch(i+1, int(s.fold), -1)
		if i == 0 || !a.edged {
			continue
		}
		before := &stops[i-1]
		if a.opt.To != nil {
			before = &stops[len(stops)-i]
		}
		a.makeEdges(i)
		d := s.time - before.time
		a.edge(&a.edges[i][int(before.fold)*a.n+int(s.fold)], max(d, -d))
		a.touch(i, int(before.fold), int(s.fold))
	}
	if a.shows.top {
		a.ended(first, word, pass)
	}
	a.follow(stops, depth)
}

// ended counts the path in word that begins with a name, or in key where it does not fit.
func (a *pathsAcc) ended(first uint32, word uint64, pass bool) {
	if a.quickly {
		a.whole[first].add(word)
		return
	}
	if a.bitsEach > 0 {
		if !pass && slices.Contains(a.words, word) {
			return
		}
		a.packed.add(word, 1)
		a.words = append(a.words, word)
		return
	}
	if !pass && slices.Contains(a.keys, string(a.key)) {
		return
	}
	key := string(a.key)
	a.tops[key]++
	a.keys = append(a.keys, key)
}

func (a *pathsAcc) merge(o *pathsAcc) {
	a.containers += o.containers
	o.settle()
	for i := range a.nodes {
		a.nodes[i].count += o.nodes[i].count
		a.nodes[i].exits += o.nodes[i].exits
	}
	mergeEdges(a.matrix, o.matrix)
	mergeEdges(a.eventual, o.eventual)
	for i := range a.edges {
		switch {
		case o.edges[i] == nil:
		case a.edges[i] == nil:
			a.edges[i] = o.edges[i]
		default:
			mergeEdges(a.edges[i], o.edges[i])
		}
	}
	for k, n := range o.tops {
		a.tops[k] += n
	}
	o.packed.each(a.packed.add)
	a.whole.merge(o.whole)
}

// settle moves the matrix's durations to its edges, where they merge.
func (a *pathsAcc) settle() {
	for i, p := range a.pairs {
		a.matrix[i].count += int(p.count)
	}
	a.pairs = nil
	if a.quick != nil {
		a.settleLater()
		a.settleEdges()
		a.quick = nil
	}
	if a.times == nil {
		return
	}
	for i := range a.matrix {
		if a.times.n[i] == 0 {
			continue
		}
		s := a.times.sketch(i)
		if a.matrix[i].times != nil {
			s.merge(a.matrix[i].times)
		}
		a.matrix[i].times = s
	}
	a.times = nil
}

func mergeEdges(a, b []edgeCount) {
	for i := range a {
		a[i].count += b[i].count
		switch {
		case b[i].times == nil:
		case a[i].times == nil:
			a[i].times = b[i].times
		default:
			a[i].times.merge(b[i].times)
		}
	}
}

func (a *pathsAcc) answer(x *query) *journey.PathsAnswer {
	a.settle()
	out := &journey.PathsAnswer{Containers: a.containers, Nodes: []journey.PathNode{}, Edges: []journey.PathEdge{}}
	for i := range a.nodes {
		if n := &a.nodes[i]; n.count > 0 && a.opt.Shows("nodes") {
			name, _ := a.rank.name(i % a.n)
			out.Nodes = append(out.Nodes, journey.PathNode{Step: i/a.n + 1, Name: name, Count: n.count, Exits: n.exits})
		}
	}
	journey.SortNodes(out.Nodes)
	for step, list := range a.edges {
		out.Edges = append(out.Edges, a.rank.edges(step, list)...)
	}
	journey.SortEdges(out.Edges)
	out.Matrix, out.Eventual = a.rank.edges(0, a.matrix), a.rank.edges(0, a.eventual)
	out.Top = a.top(x)
	return out
}

type topPath[K cmp.Ordered] struct {
	key   K
	count int
}

func compareTop[K cmp.Ordered](a, b topPath[K]) int {
	return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(a.key, b.key))
}

// top lists the most frequent whole paths.
func (a *pathsAcc) top(x *query) []journey.Path {
	names := make([]string, a.n+1)
	for f, place := range a.alpha {
		names[place], _ = a.rank.name(f)
	}
	out := []journey.Path{}
	packed := best[topPath[uint64]]{n: journey.MaxPaths, compare: compareTop[uint64]}
	a.packed.each(func(k uint64, n uint32) { packed.add(topPath[uint64]{k, int(n)}) })
	if a.quickly {
		packed.list = a.whole.top(x, 64-a.bitsEach*a.opt.Depth, 64-a.bitsEach)
	}
	for _, t := range packed.list {
		p := journey.Path{Count: t.count}
		for k := t.key; k != 0; k <<= a.bitsEach {
			p.Names = append(p.Names, names[k>>(64-a.bitsEach)])
		}
		out = append(out, p)
	}
	long := best[topPath[string]]{n: journey.MaxPaths, compare: compareTop[string]}
	for k, n := range a.tops {
		long.add(topPath[string]{k, n})
	}
	for _, t := range long.list {
		p := journey.Path{Count: t.count}
		for i := range len(t.key) {
			p.Names = append(p.Names, names[t.key[i]])
		}
		out = append(out, p)
	}
	return out
}

// edges names the edges of one step.
func (r *ranking) edges(step int, list []edgeCount) []journey.PathEdge {
	out := []journey.PathEdge{}
	n := len(r.names) + 1
	for i := range list {
		if list[i].count == 0 {
			continue
		}
		e := journey.PathEdge{Step: step, Count: list[i].count}
		e.From, _ = r.name(i / n)
		e.To, _ = r.name(i % n)
		e.From, e.To = strings.Clone(e.From), strings.Clone(e.To)
		if list[i].times != nil {
			e.Median = list[i].times.median()
		}
		out = append(out, e)
	}
	journey.SortEdges(out)
	return out
}
