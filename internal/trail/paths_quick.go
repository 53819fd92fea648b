package trail

import (
	"math/bits"

	"jejak/internal/journey"
)

// quickPaths counts whole journeys straight from the kinds of a part's rows, where a row's name depends on nothing else. A person
// has one journey then, so that nobody can be counted twice for a step or a path.
type quickPaths struct {
	fold   [256]uint8 // by kind's byte: its place in the ranking, or noName
	gaps   bool       // some kinds have no name
	seq    []uint8    // of one person
	time   []int64    // of one person, where times are wanted
	later  []uint64   // [name][8 names]: counts, a byte each, not yet in eventual
	since  int        // persons counted in later
	spread [256]uint64
	beside *pairTables // of neighbours, empty between tasks
	edges  []uint32    // [step][name][name], where times are not wanted: small, so that they stay in the nearest cache
}

const noName = 255

// wide is up to how many kinds every pair of them has counters of its own in neighbours.
const wide = 64

// pairTables count two kinds in a row. There are several, as the next of the same pair would wait for the one before.
type pairTables [4][wide * wide]uint32

// bytes counts a task's persons.
func (a *pathsAcc) bytes(t task, pp *partPlan, skip, in bitset) bool {
	if !a.quickly || !pp.steady {
		return false
	}
	q := a.prepare(pp)
	kinds := pp.p.kind.Bytes()
	alone := a.shows == pathShows{matrix: true} && !a.timed && !q.gaps
	if alone && a.opt.Count == "pass" && pp.allInRange && skip == nil && in == nil && len(pp.kinds) <= wide {
		a.neighbours(t, pp)
		return true
	}
	for i := t.from; i < t.to; i++ {
		if skip.contains(i) || (in != nil && !in.has(i)) {
			continue
		}
		lo, hi := pp.within(int(pp.p.off[i]), int(pp.p.off[i+1]))
		if alone && lo < hi {
			a.alone(kinds[lo:hi])
			continue
		}
		if !a.read(pp, kinds, lo, hi) {
			continue
		}
		a.person++
		a.containers++
		if a.shows.matrix {
			a.follows(q.seq, q.time)
		}
		if a.shows.eventual {
			a.eventually(q.seq)
		}
		if a.shows.flow {
			a.steps(q.seq, q.time)
		}
	}
	return true
}

func (a *pathsAcc) prepare(pp *partPlan) *quickPaths {
	q := a.quick
	if q == nil {
		q = &quickPaths{}
		for b := range q.spread {
			for i := range 8 {
				q.spread[b] |= uint64(b>>i&1) << (8 * i)
			}
		}
		a.quick = q
		a.pairs = make([]pairCount, a.n*a.n)
		q.later = make([]uint64, a.n*((a.n+7)/8))
		if a.shows.flow && a.edged && !a.timed {
			q.edges = make([]uint32, a.opt.Depth*a.n*a.n)
		}
	}
	q.gaps = false
	base := int(pp.p.kind.Base())
	for k := range pp.kinds {
		b := k - base
		if b < 0 || b > 255 {
			continue
		}
		if pp.kinds[k].dead || pp.labels[b] == 0 {
			q.fold[b], q.gaps = noName, true
		} else {
			q.fold[b] = uint8(a.rank.of(pp.labels[b]))
		}
	}
	return q
}

// read sets the person's names and times, as far as they are wanted.
func (a *pathsAcc) read(pp *partPlan, kinds []byte, lo, hi int) bool {
	q := a.quick
	if q.gaps {
		q.seq, q.time = q.seq[:0], q.time[:0]
		for r, b := range kinds[lo:hi] {
			if f := q.fold[b]; f != noName {
				q.seq = append(q.seq, f)
				if a.timed {
					q.time = append(q.time, pp.p.time.At(lo+r))
				}
			}
		}
		return len(q.seq) > 0
	}
	if !a.shows.matrix && !a.shows.eventual { // one more tells whether the journey goes on
		hi = min(hi, lo+a.opt.Depth+1)
	}
	n := hi - lo
	if n <= 0 {
		return false
	}
	if cap(q.seq) < n {
		q.seq = make([]uint8, 2*n)
	}
	q.seq = q.seq[:n]
	for i, b := range kinds[lo:hi] {
		q.seq[i] = q.fold[b]
	}
	if a.timed {
		q.time = pp.p.time.AppendTo(q.time[:0], lo, hi)
	}
	return true
}

// neighbours counts every two rows that follow each other, and takes back those of two persons. Rows are many more than persons, and
// so no row has to be looked at twice, or a person's end be awaited.
func (a *pathsAcc) neighbours(t task, pp *partPlan) {
	p := pp.p
	kinds := p.kind.Bytes()
	from, to := int(p.off[t.from]), int(p.off[t.to])
	if from == to {
		return
	}
	if a.quick.beside == nil {
		a.quick.beside = &pairTables{}
	}
	counts := a.quick.beside
	rows := kinds[from:to]
	for len(rows) >= 5 {
		q := rows[:5]
		k0, k1, k2, k3, k4 := int(q[0]&63), int(q[1]&63), int(q[2]&63), int(q[3]&63), int(q[4]&63)
		counts[0][k0*wide|k1]++
		counts[1][k1*wide|k2]++
		counts[2][k2*wide|k3]++
		counts[3][k3*wide|k4]++
		rows = rows[4:]
	}
	for ; len(rows) >= 2; rows = rows[1:] {
		counts[0][int(rows[0]&63)*wide|int(rows[1]&63)]++
	}
	end := from
	for i := t.from; i < t.to; i++ {
		lo := int(p.off[i])
		if int(p.off[i+1]) == lo {
			continue
		}
		a.containers++
		if lo > from {
			counts[1][int(kinds[end-1]&63)*wide|int(kinds[lo]&63)]--
		}
		end = int(p.off[i+1])
	}
	for f := range min(len(pp.kinds), wide) {
		for g := range min(len(pp.kinds), wide) {
			k := f*wide | g
			if n := counts[0][k] + counts[1][k] + counts[2][k] + counts[3][k]; n != 0 {
				a.pairs[int(a.quick.fold[f])*a.n+int(a.quick.fold[g])].count += n
			}
			counts[0][k], counts[1][k], counts[2][k], counts[3][k] = 0, 0, 0, 0
		}
	}
}

// alone counts who follows whom where nothing else is wanted.
func (a *pathsAcc) alone(rows []byte) {
	a.person++
	a.containers++
	fold, n := &a.quick.fold, uint32(a.n)
	from := uint32(fold[rows[0]]) * n
	if a.opt.Count == "pass" {
		for _, b := range rows[1:] {
			to := uint32(fold[b])
			a.pairs[from+to].count++
			from = to * n
		}
		return
	}
	for _, b := range rows[1:] {
		to := uint32(fold[b])
		e := &a.pairs[from+to]
		from = to * n
		var once uint32 // without a branch
		if e.person != a.person {
			once = 1
		}
		e.count += once
		e.person = a.person
	}
}

// follows counts who follows whom.
func (a *pathsAcc) follows(seq []uint8, time []int64) {
	pass := a.opt.Count == "pass"
	from := int(seq[0]) * a.n
	for i, s := range seq[1:] {
		k := from + int(s)
		from = int(s) * a.n
		e := &a.pairs[k]
		var once uint32 // without a branch
		if pass || e.person != a.person {
			once = 1
		}
		e.count += once
		e.person = a.person
		switch {
		case a.times != nil:
			a.times.add(k, time[i+1]-time[i])
		case a.timed:
			a.matrix[k].add(time[i+1] - time[i])
		}
	}
}

// eventually counts the names that come later than others. Each name's later names are one bit each; eight at a time are added to
// eight counters in one word, which are emptied before one of them is full.
func (a *pathsAcc) eventually(seq []uint8) {
	var later uint64
	for i := len(seq) - 1; i >= 0; i-- {
		f := seq[i] & 63
		bit := uint64(1) << f
		if a.here&bit == 0 {
			a.here |= bit
			a.after[f] = 0
		}
		a.after[f] |= later
		later |= bit
	}
	q, words := a.quick, (a.n+7)/8
	for m := a.here; m != 0; m &= m - 1 {
		f := trailingZeros(m)
		row, t := q.later[f*words:(f+1)*words], a.after[f]
		for w := range row {
			row[w] += q.spread[byte(t>>(8*w))]
		}
	}
	a.here = 0
	if q.since++; q.since == 255 {
		a.settleLater()
	}
}

func (a *pathsAcc) settleLater() {
	words := (a.n + 7) / 8
	for i, word := range a.quick.later {
		f, t := i/words, i%words*8
		for ; word != 0; word >>= 8 {
			a.eventual[f*a.n+t].count += int(word & 255)
			t++
		}
	}
	clear(a.quick.later)
	a.quick.since = 0
}

// steps counts steps from the beginning.
func (a *pathsAcc) steps(seq []uint8, time []int64) {
	if ends := len(seq) - 1; ends < a.opt.Depth {
		a.nodes[ends*a.n+int(seq[ends])].exits++
	}
	seq = seq[:min(len(seq), a.opt.Depth)]
	var word uint64
	shift, n := 64, a.n
	nodes := a.nodes
	for _, f := range seq {
		nodes[f].count++
		nodes = nodes[n:]
		shift -= a.bitsEach
		word |= uint64(a.alpha[f]) << (shift & 63)
	}
	switch {
	case !a.edged:
	case a.timed:
		a.timedEdges(seq, time)
	default:
		edges, from := a.quick.edges[n*n:], int(seq[0])*n
		for _, f := range seq[1:] {
			edges[from+int(f)]++
			edges, from = edges[n*n:], int(f)*n
		}
	}
	if a.shows.top {
		a.whole[seq[0]].add(word)
	}
}

func (a *pathsAcc) timedEdges(seq []uint8, time []int64) {
	for i := 1; i < len(seq); i++ {
		a.makeEdges(i)
		e := &a.edges[i][int(seq[i-1])*a.n+int(seq[i])]
		e.count++
		e.add(time[i] - time[i-1])
	}
}

func (a *pathsAcc) makeEdges(step int) {
	if a.edges[step] == nil {
		a.edges[step] = make([]edgeCount, a.n*a.n)
	}
}

// settleEdges moves the edges' counts to where they are merged.
func (a *pathsAcc) settleEdges() {
	for k, n := range a.quick.edges {
		if n > 0 {
			step := k / (a.n * a.n)
			a.makeEdges(step)
			a.edges[step][k%(a.n*a.n)].count += int(n)
		}
	}
}

func (e *edgeCount) add(d int64) {
	if e.times == nil {
		e.times = &sketch{}
	}
	e.times.add(d)
}

// pathShows says what is wanted of an answer.
type pathShows struct{ matrix, eventual, top, flow bool }

func showsOf(o *journey.Paths) pathShows {
	s := pathShows{matrix: o.Shows("matrix"), eventual: o.Shows("eventual"), top: o.Shows("top")}
	s.flow = s.top || o.Shows("nodes") || o.Shows("edges")
	return s
}

// wordCounts counts words, none of them 0, in open addressing: a map takes several times as long for as many different ones as there
// are whole paths. Words are put in many at a time, so that their places are fetched together.
type wordCounts struct {
	places []wordCount
	late   []wordCount // not yet in places
	used   int
	shift  int
	near   uint64 // keeps fetching from being left out
}

type wordCount struct {
	key uint64
	n   uint64
}

// lateWords are put in together.
const lateWords = 256

func (c *wordCounts) add(key uint64, n uint32) {
	c.late = append(c.late, wordCount{key, uint64(n)})
	if len(c.late) == lateWords {
		c.settle()
	}
}

func (c *wordCounts) settle() {
	if len(c.late) == 0 {
		return
	}
	for 2*(c.used+len(c.late)) >= len(c.places) {
		c.grow()
	}
	for _, w := range c.late {
		c.near |= c.places[c.place(w.key)].key
	}
	for _, w := range c.late {
		c.put(w)
	}
	c.late = c.late[:0]
}

func (c *wordCounts) place(key uint64) uint64 { return key * 0x9E3779B97F4A7C15 >> (c.shift & 63) }

func (c *wordCounts) put(w wordCount) {
	for i := c.place(w.key); ; i = (i + 1) & uint64(len(c.places)-1) {
		switch p := &c.places[i]; p.key {
		case w.key:
			p.n += w.n
			return
		case 0:
			*p = w
			c.used++
			return
		}
	}
}

func (c *wordCounts) grow() {
	old := c.places
	size := max(1024, 2*len(old))
	c.places, c.used, c.shift = make([]wordCount, size), 0, 64-trailingZeros(uint64(size))
	for _, w := range old {
		if w.key != 0 {
			c.put(w)
		}
	}
}

func (c *wordCounts) each(fn func(key uint64, n uint32)) {
	c.settle()
	for _, w := range c.places {
		if w.key != 0 {
			fn(w.key, uint32(w.n))
		}
	}
}

// named reports whether every row of the part has a name and needs nothing else but its kind.
func (pp *partPlan) named() bool {
	if !pp.plain {
		return false
	}
	base := int(pp.p.kind.Base())
	for k := range pp.kinds {
		if pp.kinds[k].dead || k < base || k-base > 255 || pp.labels[k-base] == 0 {
			return false
		}
	}
	return true
}

// wantsBits: where each kind has one name, rows are counted 64 at a time.
func (a *namedAcc) wantsBits(pp *partPlan) bool { return pp.steady }

func (a *namedAcc) bits(rb *rowBits, from, to int) {
	a.some = rb.union(a.some, ^uint64(0))
	rb.limit(a.some, from, to)
	base := int(rb.pp.p.kind.Base())
	for k := range rb.pp.kinds {
		if rb.pp.kinds[k].dead || k < base || k-base > 255 {
			continue
		}
		rb.kind(k)
		n, l := 0, rb.pp.labels[k-base]
		for w, m := range rb.one {
			n += bits.OnesCount64(m & a.some[w])
			if l == 0 {
				a.some[w] &^= m
			}
		}
		if l != 0 {
			a.label(l, n)
			a.events += n
		}
	}
	for i := from; i < to; i++ {
		if lo, hi := rb.person(i); lo < hi && next(a.some, lo, hi) < hi {
			a.people++
		}
	}
}
