package trail

import (
	"cmp"
	"slices"

	"jejak/internal/event"
)

// tomb says that a subject left a person (or may lie there from before) at a change: its rows in parts written earlier are dead.
type tomb struct {
	Subject event.Subject `json:"subject"`
	Person  event.Person  `json:"person"`
	At      uint64        `json:"at"`
}

// view is one shard as of one moment. It never changes.
type view struct {
	parts []*part
	skip  []bitset      // for each part, the persons who are not read from it alone (nil: none)
	mixed []mixedPerson // they are put together from several parts, or lack dead rows
}

// mixedPerson is a person whose rows lie in several places.
type mixedPerson struct {
	id   event.Person
	refs []ref
}

// ref is one person's rows in one part, without those of dead subjects (local ordinals).
type ref struct {
	part int
	idx  int
	dead []uint32
}

// bitset is a set of small numbers.
type bitset []uint64

func newBits(n int) bitset           { return make(bitset, (n+63)/64) }
func (b bitset) has(i int) bool      { return b[i>>6]&(1<<(i&63)) != 0 }
func (b bitset) set(i int)           { b[i>>6] |= 1 << (i & 63) }
func (b bitset) some() bool          { return slices.ContainsFunc(b, func(w uint64) bool { return w != 0 }) }
func (b bitset) contains(i int) bool { return b != nil && b.has(i) }

// newView finds the persons that lie in several parts or have dead rows. It goes once through the persons of all parts but the
// biggest, and skips through that one's, so that a few fresh rows beside a large part cost little.
func newView(parts []*part, tombs []tomb) *view {
	v := &view{parts: parts, skip: make([]bitset, len(parts))}
	dead, buried := deadRows(parts, tombs)
	biggest := 0
	for i, p := range parts {
		if len(p.persons) > len(parts[biggest].persons) {
			biggest = i
		}
	}
	next := make([]int, len(parts))
	var refs []ref
	for {
		var id *event.Person
		for i, p := range parts {
			if i != biggest && next[i] < len(p.persons) && (id == nil || comparePersons(p.persons[next[i]], *id) < 0) {
				id = &p.persons[next[i]]
			}
		}
		if len(buried) > 0 && (id == nil || comparePersons(buried[0], *id) <= 0) {
			id, buried = &buried[0], buried[1:]
		}
		if id == nil {
			return v
		}
		refs = refs[:0]
		touched := false
		for i, p := range parts {
			if i == biggest {
				next[i] = gallop(p.persons, next[i], *id)
			}
			if next[i] < len(p.persons) && p.persons[next[i]] == *id {
				d := dead[deadIn{i, *id}]
				touched = touched || len(d) > 0
				refs = append(refs, ref{i, next[i], d})
				next[i]++
			}
		}
		if len(refs) > 1 || touched {
			v.mix(*id, refs)
		}
	}
}

// mix takes a person out of the parts that they lie in, to be put together.
func (v *view) mix(id event.Person, refs []ref) {
	m := mixedPerson{id: id}
	for _, r := range refs {
		p := v.parts[r.part]
		if v.skip[r.part] == nil {
			v.skip[r.part] = newBits(len(p.persons))
		}
		v.skip[r.part].set(r.idx)
		if n := p.subjOff[r.idx+1] - p.subjOff[r.idx]; len(r.dead) < int(n) || !allDead(r.dead, n) {
			m.refs = append(m.refs, r)
		}
	}
	if len(m.refs) > 0 {
		v.mixed = append(v.mixed, m)
	}
}

// gallop is the first place from a place on whose person is not before id.
func gallop(persons []event.Person, from int, id event.Person) int {
	step := 1
	low, high := from, from
	for high < len(persons) && comparePersons(persons[high], id) < 0 {
		low, high = high+1, high+step
		step *= 2
	}
	high = min(high, len(persons))
	n, _ := slices.BinarySearchFunc(persons[low:high], id, comparePersons)
	return low + n
}

type deadIn struct {
	part int
	id   event.Person
}

// deadRows finds the subjects of each part that tombs make dead, and the persons that they lie with, in order.
func deadRows(parts []*part, tombs []tomb) (map[deadIn][]uint32, []event.Person) {
	dead := map[deadIn][]uint32{}
	var persons []event.Person
	for _, t := range tombs {
		for i, p := range parts {
			if p.dir.AsOf >= t.At {
				continue
			}
			idx := p.find(t.Person)
			if idx < 0 {
				continue
			}
			from, to := p.subjOff[idx], p.subjOff[idx+1]
			if o := slices.Index(p.subjects[from:to], t.Subject); o >= 0 {
				persons = append(persons, t.Person)
				dead[deadIn{i, t.Person}] = append(dead[deadIn{i, t.Person}], uint32(o))
			}
		}
	}
	slices.SortFunc(persons, comparePersons)
	return dead, slices.Compact(persons)
}

func allDead(dead []uint32, subjects uint32) bool {
	for s := range subjects {
		if !slices.Contains(dead, s) {
			return false
		}
	}
	return true
}

// mergeView writes all living rows of a view as one part.
func mergeView(v *view, asOf uint64) *part {
	b := newBuilder()
	readers := make([]*rowReader, len(v.parts))
	for i, p := range v.parts {
		readers[i] = newRowReader(p, b)
	}
	mixed := 0
	next := make([]int, len(v.parts))
	var rows []place
	for {
		// The least person not yet written: among each part's next one that is not skipped, and the next mixed one.
		best, at := event.Person{}, -2
		for i, p := range v.parts {
			for next[i] < len(p.persons) && v.skip[i].contains(next[i]) {
				next[i]++
			}
			if next[i] < len(p.persons) && (at == -2 || comparePersons(p.persons[next[i]], best) < 0) {
				best, at = p.persons[next[i]], i
			}
		}
		if mixed < len(v.mixed) && (at == -2 || comparePersons(v.mixed[mixed].id, best) < 0) {
			at = -1
		}
		switch at {
		case -2:
			return b.finish(asOf)
		case -1:
			rows = writeMixed(b, readers, &v.mixed[mixed], rows[:0])
			mixed++
		default:
			b.startPerson(best)
			p := v.parts[at]
			for r := p.off[next[at]]; r < p.off[next[at]+1]; r++ {
				readers[at].copy(next[at], int(r))
			}
			next[at]++
		}
	}
}

type place struct {
	part, idx, row int
	time           int64
	seq            uint64
}

func (w place) compare(o place) int {
	return cmp.Or(cmp.Compare(w.time, o.time), cmp.Compare(w.seq, o.seq))
}

// writeMixed writes the rows of a person; rows is room for them, and is returned to be used again.
func writeMixed(b *builder, readers []*rowReader, m *mixedPerson, rows []place) []place {
	for _, ref := range m.refs {
		p := readers[ref.part].p
		for r := int(p.off[ref.idx]); r < int(p.off[ref.idx+1]); r++ {
			if len(ref.dead) == 0 || !slices.Contains(ref.dead, uint32(p.subject.At(r))) {
				rows = append(rows, place{ref.part, ref.idx, r, p.time.At(r), uint64(p.seq.At(r))})
			}
		}
	}
	slices.SortFunc(rows, place.compare)
	b.startPerson(m.id)
	for _, w := range rows {
		readers[w.part].copy(w.idx, w.row)
	}
	return rows
}

// rowReader copies rows of one part into a builder, in order of rows or not.
type rowReader struct {
	p        *part
	b        *builder
	kinds    []uint32
	channels []uint32
	sources  []uint32
	cols     [][]colCopy
	lastRow  int
	counts   []int // rows of each kind before lastRow
}

type colCopy struct {
	src   *col
	dst   *colBuilder
	codes []uint32 // of src -> of dst, 0 not yet known
}

func newRowReader(p *part, b *builder) *rowReader {
	r := &rowReader{p: p, b: b, counts: make([]int, len(p.dir.Kinds))}
	for _, c := range p.dir.Channels {
		r.channels = append(r.channels, b.channelOf(c))
	}
	for _, s := range p.dir.Sources {
		r.sources = append(r.sources, b.sourceOf(s))
	}
	for k := range p.dir.Kinds {
		kind := b.kindOf(p.dir.Kinds[k].Name)
		r.kinds = append(r.kinds, kind)
		var cols []colCopy
		for i := range p.dir.Kinds[k].Cols {
			c := p.cols[k][p.dir.Kinds[k].Cols[i].Path]
			cc := colCopy{src: c, dst: b.col(b.kinds[kind], c.dir.Path)}
			if !c.dir.Number {
				cc.codes = make([]uint32, c.dict.Len()+1)
			}
			cols = append(cols, cc)
		}
		r.cols = append(r.cols, cols)
	}
	return r
}

// ord is the row's place among the rows of its kind. Going on by small steps only counts; a jump looks the rank up.
func (r *rowReader) ord(row, kind int) int {
	if row < r.lastRow || row > r.lastRow+64 {
		for k := range r.counts {
			r.counts[k] = -1
		}
		r.lastRow = row
	}
	for ; r.lastRow < row; r.lastRow++ {
		if k := r.p.kind.At(r.lastRow); r.counts[k] >= 0 {
			r.counts[k]++
		}
	}
	if r.counts[kind] < 0 {
		r.counts[kind] = r.p.rank(kind, row)
	}
	return r.counts[kind]
}

func (r *rowReader) copy(idx, row int) {
	p, kind := r.p, int(r.p.kind.At(row))
	s := int(p.subjOff[idx]) + int(p.subject.At(row))
	subject := r.b.ordinal(p.subjects[s], p.ids.At(s))
	k := r.b.add(subject, p.time.At(row), uint64(p.seq.At(row)), r.kinds[kind], r.channels[p.channel.At(row)], r.sources[p.source.At(row)])
	if len(r.cols[kind]) == 0 {
		return
	}
	ord := r.ord(row, kind)
	for i := range r.cols[kind] {
		c := &r.cols[kind][i]
		if c.src.dir.Number {
			if f, ok := c.src.number(ord); ok {
				c.dst.setNumber(k.rows, f)
			}
			continue
		}
		code := uint32(c.src.vals.At(ord))
		if code == 0 {
			continue
		}
		if !c.dst.text {
			// Numbers only so far: this value may be one too, kept as text in a mixed column.
			c.dst.set(k.rows, c.src.dict.At(int(code)-1))
			continue
		}
		if c.codes[code] == 0 {
			c.codes[code] = c.dst.dict.code(c.src.dict.At(int(code) - 1))
		}
		c.dst.setCode(k.rows, c.codes[code])
	}
}

// number is the ord-th value of a column of numbers.
func (c *col) number(ord int) (float64, bool) {
	v := c.vals.At(ord)
	if c.dir.Scale > 0 {
		return float64(v) / float64(c.dir.Scale), v != c.vals.Base()
	}
	f := floatOf(v)
	return f, f == f
}
