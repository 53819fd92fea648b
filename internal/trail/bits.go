package trail

import (
	"encoding/binary"
	"math/bits"
)

// bitPlan says how the rows that match each slot are found from a part's planes.
type bitPlan struct {
	fit   bool
	kinds []int  // kinds whose rows have to be told from others
	every uint64 // slots that every row matches

	labelled []int // kinds whose label is a column's code
	only     []int // [slot]: the one kind whose rows it has, -1 for several
}

// mostBitKinds is from how many kinds on it is cheaper to look every row's kind up than to tell each kind from the others.
const mostBitKinds = 48

func (pp *partPlan) prepareBits() {
	b := &pp.bits
	if (len(pp.spans) > 0 && !pp.spec.aside) || len(pp.kinds) == 0 {
		return
	}
	b.every = ^uint64(0)
	for k := range pp.kinds {
		if kp := &pp.kinds[k]; kp.dead || kp.filter != nil {
			b.every = 0
		} else {
			b.every &= kp.mask
		}
	}
	for k := range pp.kinds {
		if kp := &pp.kinds[k]; !kp.dead && (!kp.sure() || kp.mask&^b.every != 0) {
			b.kinds = append(b.kinds, k)
		}
	}
	b.fit = len(b.kinds) <= mostBitKinds
	b.only = pp.onlyKinds()
	for k := range pp.kinds {
		if pp.kinds[k].labelCol != nil && pp.kinds[k].labelNum == nil && len(b.labelled) < mostBitKinds {
			b.labelled = append(b.labelled, k)
		}
	}
}

// onlyKinds finds the slots whose rows are of one kind each.
func (pp *partPlan) onlyKinds() []int {
	only := make([]int, len(pp.spec.slots))
	for j := range only {
		only[j] = -1
		for k := range pp.kinds {
			if pp.kinds[k].may()>>j&1 == 0 {
				continue
			}
			if only[j] >= 0 {
				only[j] = -1
				break
			}
			only[j] = k
		}
	}
	return only
}

// may are the bits that some row of the kind may have.
func (kp *kindPlan) may() uint64 {
	m := kp.mask
	for _, b := range kp.codeBits {
		m |= b
	}
	for _, r := range kp.residual {
		m |= r.bit
	}
	return m
}

// sure reports whether every row of the kind has the kind's mask.
func (kp *kindPlan) sure() bool {
	return kp.codeCol == nil && len(kp.residual) == 0 && kp.filter == nil
}

// rowBits are some rows of whole persons of one part: for each slot, one bit a row. With them a step is looked for 64 rows at a
// time, and only the rows that serve one are read.
type rowBits struct {
	sh   *shardPlan
	part int
	pp   *partPlan
	skip bitset
	in   bitset

	whole bool // every row is to be read
	row   int  // the row of the first bit, a multiple of 64
	from  int  // the rows at hand
	to    int
	slots [][]uint64 // one word of zeros follows
	one   []uint64   // of the kind at hand
	rest  []uint64   // not yet of any kind
	live  []uint64   // to be read
	raw   []byte     // the times from row on
	width int
	keep  uint64

	fills  int // how often bits were set
	places []kindPlaces
}

// bitRows is about how many rows become bits at a time.
const bitRows = 32768

// bitReader is an accumulator that may take a part's rows as bits.
type bitReader interface {
	wantsBits(pp *partPlan) bool
	// bits is called with the rows of the persons [from, to).
	bits(rb *rowBits, from, to int)
}

// bits hands a task's rows out as bits.
func (s *scanner) bits(t task, pp *partPlan, skip, in bitset, acc bitReader) {
	p, rb := pp.p, &s.rb
	rb.sh, rb.part, rb.pp, rb.skip, rb.in = t.sh, t.part, pp, skip, in
	rb.whole = skip == nil && in == nil && pp.allInRange
	for i := t.from; i < t.to; {
		j := i + 1
		for j < t.to && p.off[j+1]-p.off[i] <= bitRows {
			j++
		}
		rb.fill(int(p.off[i]), int(p.off[j]))
		acc.bits(rb, i, j)
		i = j
	}
}

// fill sets the bits of the rows [from, to).
func (rb *rowBits) fill(from, to int) {
	pp := rb.pp
	rb.fills++
	rb.row, rb.from, rb.to = from&^63, from, to
	rb.width, rb.keep = pp.p.time.Width(), pp.p.time.Mask()
	rb.raw = pp.p.time.Raw()[rb.row*rb.width:]
	n := rb.words()
	for len(rb.slots) < len(pp.spec.slots) {
		rb.slots = append(rb.slots, nil)
	}
	rb.slots = rb.slots[:len(pp.spec.slots)]
	for j, slot := range rb.slots {
		slot = sized(slot, n+1)
		clear(slot)
		if pp.bits.every>>j&1 != 0 {
			for w := range n {
				slot[w] = ^uint64(0)
			}
			rb.edge(slot[:n])
		}
		rb.slots[j] = slot
	}
	for _, k := range pp.bits.kinds {
		ord := rb.kind(k)
		if !pp.kinds[k].sure() {
			rb.look(&pp.kinds[k], ord)
			continue
		}
		for m := pp.kinds[k].mask &^ pp.bits.every; m != 0; m &= m - 1 {
			slot := rb.slots[trailingZeros(m)]
			for w, b := range rb.one {
				slot[w] |= b
			}
		}
	}
}

// kind sets one to the rows of a kind, and returns the first one's place among all of the kind where that is needed.
func (rb *rowBits) kind(k int) (ord int) {
	rb.one = rb.ofKind(k)
	if rb.pp.kinds[k].needOrd {
		ord = rb.pp.p.rank(k, rb.from)
	}
	return ord
}

// ofKind are the rows at hand of a kind.
func (rb *rowBits) ofKind(k int) []uint64 {
	if len(rb.places) < len(rb.pp.kinds) {
		rb.places = make([]kindPlaces, len(rb.pp.kinds))
	}
	x := &rb.places[k]
	if x.fill != rb.fills {
		x.fill, x.rows, x.before = rb.fills, sized(x.rows, rb.words()), x.before[:0]
		rb.pp.p.kindBits(x.rows, k, rb.row>>6)
		rb.edge(x.rows)
	}
	return x.rows
}

// words is how many words of bits the rows at hand take.
func (rb *rowBits) words() int { return (rb.to - rb.row + 63) >> 6 }

// edge clears what lies outside of the rows at hand.
func (rb *rowBits) edge(b []uint64) {
	if len(b) > 0 {
		b[0] &= ^uint64(0) << (rb.from & 63)
		b[len(b)-1] &= ^uint64(0) >> (-rb.to & 63)
	}
}

// union sets dst to the rows of some slots.
func (rb *rowBits) union(dst []uint64, slots uint64) []uint64 {
	dst = sized(dst, rb.words()+1)
	clear(dst)
	for j, slot := range rb.slots {
		if slots>>j&1 != 0 {
			for w, b := range slot {
				dst[w] |= b
			}
		}
	}
	return dst
}

// limit clears the rows that are not to be read.
func (rb *rowBits) limit(b []uint64, from, to int) {
	if rb.whole {
		return
	}
	at := 0
	for i := from; i < to; i++ {
		lo, hi := rb.person(i)
		clearBits(b, at, lo)
		at = max(at, hi)
	}
	clearBits(b, at, rb.to-rb.row)
}

// limitSlots clears the rows that are not to be read from every slot.
func (rb *rowBits) limitSlots(from, to int) {
	if rb.whole {
		return
	}
	rb.live = sized(rb.live, rb.words()+1)
	for w := range rb.live {
		rb.live[w] = ^uint64(0)
	}
	rb.limit(rb.live, from, to)
	for _, slot := range rb.slots {
		for w, m := range rb.live {
			slot[w] &= m
		}
	}
}

func clearBits(b []uint64, from, to int) {
	for from < to {
		n := min(64-from&63, to-from)
		b[from>>6] &^= ^uint64(0) >> (64 - n) << (from & 63)
		from += n
	}
}

func sized(b []uint64, n int) []uint64 {
	if cap(b) < n {
		return make([]uint64, n, 2*n)
	}
	return b[:n]
}

// look decides by each row of a kind for itself. ord is the first one's place among the rows of the kind.
func (rb *rowBits) look(kp *kindPlan, ord int) {
	if rb.lookUp(kp, ord) {
		return
	}
	for w, b := range rb.one {
		for ; b != 0; b &= b - 1 {
			mask := kp.mask
			if kp.codeCol != nil {
				mask |= kp.codeBits[kp.codeCol.vals.At(ord)]
			}
			row := rb.row + w<<6 + trailingZeros(b)
			for i := range kp.residual {
				if kp.residual[i].node.eval(rb.pp.p, row, ord) {
					mask |= kp.residual[i].bit
				}
			}
			if mask != 0 && kp.filter != nil && !kp.filter.eval(rb.pp.p, row, ord) {
				mask = 0
			}
			for ; mask != 0; mask &= mask - 1 {
				rb.slots[trailingZeros(mask)][w] |= b & -b
			}
			ord++
		}
	}
}

// lookUp is look where nothing but a code of one byte or a range of numbers decides about one slot, as with most filters, without a
// branch for each row.
func (rb *rowBits) lookUp(kp *kindPlan, ord int) bool {
	c := kp.codeCol
	if kp.mask&^rb.pp.bits.every != 0 || kp.filter != nil {
		return false
	}
	if c == nil && len(kp.residual) == 1 && kp.residual[0].node.op == opRange {
		rb.inRange(kp.residual[0].node, rb.slots[trailingZeros(kp.residual[0].bit)], ord)
		return true
	}
	if c == nil || len(kp.residual) > 0 || c.vals.Width() != 1 {
		return false
	}
	some := uint64(0)
	for _, m := range kp.codeBits {
		some |= m
	}
	if some == 0 || some&(some-1) != 0 {
		return false
	}
	var pass [256]uint64
	for code, m := range kp.codeBits {
		if i := code - int(c.vals.Base()); m != 0 && i >= 0 && i < len(pass) {
			pass[i] = ^uint64(0)
		}
	}
	codes, slot := c.vals.Bytes(), rb.slots[trailingZeros(some)]
	for w, b := range rb.one {
		few := uint64(0)
		for ; b != 0; b &= b - 1 {
			few |= b & -b & pass[codes[ord]]
			ord++
		}
		slot[w] |= few
	}
	return true
}

// inRange adds those rows of one to a slot whose number lies in a node's range.
func (rb *rowBits) inRange(n *node, slot []uint64, ord int) {
	vals := n.col.vals
	raw, width, keep := vals.Raw(), vals.Width(), vals.Mask()
	low, span := uint64(n.low-vals.Base()), uint64(n.high-n.low)
	at := ord * width
	for w, b := range rb.one {
		few := uint64(0)
		for ; b != 0; b &= b - 1 {
			pass := uint64(0)
			if binary.LittleEndian.Uint64(raw[at:])&keep-low <= span {
				pass = b & -b
			}
			few |= pass
			at += width
		}
		slot[w] |= few
	}
}

// room is a slice of n things, of which the values do not matter.
func room[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, 2*n)
	}
	return s[:n]
}

// kindBits sets dst to the rows of a kind, from a word of 64 rows on.
func (p *part) kindBits(dst []uint64, kind, word int) {
	n := p.planeCount()
	planes := p.planes[word*n:]
	var flip [32]uint64
	for b := range n {
		if kind>>b&1 == 0 {
			flip[b] = ^uint64(0)
		}
	}
	if n == 4 { // few kinds are usual
		for w := range dst {
			q := planes[4*w : 4*w+4]
			dst[w] = (q[0] ^ flip[0]) & (q[1] ^ flip[1]) & (q[2] ^ flip[2]) & (q[3] ^ flip[3])
		}
		return
	}
	if n == 5 {
		for w := range dst {
			q := planes[5*w : 5*w+5]
			dst[w] = (q[0] ^ flip[0]) & (q[1] ^ flip[1]) & (q[2] ^ flip[2]) & (q[3] ^ flip[3]) & (q[4] ^ flip[4])
		}
		return
	}
	for w := range dst {
		x := ^uint64(0)
		for b, plane := range planes[w*n : w*n+n] {
			x &= plane ^ flip[b&31]
		}
		dst[w] = x
	}
}

// planeCount is how many bits number the part's kinds.
func (p *part) planeCount() int { return planesFor(len(p.dir.Kinds)) }

func planesFor(kinds int) int { return bits.Len(uint(max(kinds-1, 0))) }

// time is that of the i-th bit's row, as its distance from the column's base.
func (rb *rowBits) time(i int) int64 {
	return int64(binary.LittleEndian.Uint64(rb.raw[i*rb.width:]) & rb.keep)
}

// times sets each of dst to the time of a row of rows.
func (rb *rowBits) times(dst []int64, rows []int32) {
	raw, width, keep, base := rb.raw, rb.width, rb.keep, rb.pp.p.time.Base()
	dst = dst[:len(rows)]
	for i, r := range rows {
		dst[i] = base + int64(binary.LittleEndian.Uint64(raw[int(r)*width:])&keep)
	}
}

// person gives the bits [lo, hi) of a person that are to be read: none of one who is left out, and none outside the plan's range.
func (rb *rowBits) person(i int) (lo, hi int) {
	lo, hi = int(rb.pp.p.off[i]), int(rb.pp.p.off[i+1])
	if !rb.whole {
		if rb.skip.contains(i) || (rb.in != nil && !rb.in.has(i)) {
			hi = lo
		}
		lo, hi = rb.pp.within(lo, hi)
	}
	return lo - rb.row, hi - rb.row
}

// within leaves, of the rows [lo, hi) of one person, those in the plan's range; a person's times go forwards.
func (pp *partPlan) within(lo, hi int) (int, int) {
	if pp.allInRange || lo == hi {
		return lo, hi
	}
	if pp.p.time.At(lo) < pp.from {
		lo = pp.behind(lo, hi, pp.from)
	}
	if lo < hi && pp.p.time.At(hi-1) >= pp.to {
		hi = pp.behind(lo, hi, pp.to)
	}
	return lo, hi
}

// behind is the first of the rows [lo, hi) that is not before a time.
func (pp *partPlan) behind(lo, hi int, t int64) int {
	for lo < hi {
		if mid := (lo + hi) / 2; pp.p.time.At(mid) < t {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// next is the first bit of a slot in [i, end), end if there is none.
func next(slot []uint64, i, end int) int {
	w := i >> 6
	m := slot[w] >> (i & 63)
	if m != 0 {
		return min(i+trailingZeros(m), end)
	}
	for w++; w<<6 < end; w++ {
		if slot[w] != 0 {
			return min(w<<6+trailingZeros(slot[w]), end)
		}
	}
	return end
}

// latest is the last bit of a slot before hi, where there is one.
func latest(slot []uint64, hi int) int {
	w := (hi - 1) >> 6
	m := slot[w] << (-hi & 63) >> (-hi & 63)
	for m == 0 {
		w--
		m = slot[w]
	}
	return w<<6 + 63 - bits.LeadingZeros64(m)
}

// total counts the bits.
func total(b []uint64) (n int) {
	for _, m := range b {
		n += bits.OnesCount64(m)
	}
	return n
}

// ones counts the bits in [lo, hi).
func ones(b []uint64, lo, hi int) int {
	if lo >= hi {
		return 0
	}
	w, last := lo>>6, (hi-1)>>6
	m := b[w] >> (lo & 63) << (lo & 63)
	n := 0
	for ; w < last; w++ {
		n += bits.OnesCount64(m)
		m = b[w+1]
	}
	return n + bits.OnesCount64(m<<(-hi&63))
}

// shortSlots is how many slots wordsOf takes.
const shortSlots = 16

// wordsOf sets each slot's word to the n bits from lo on, 0 < n <= 64.
func wordsOf(b *[shortSlots]uint64, slots [][]uint64, lo, n int) {
	word, shift, keep := lo>>6, uint(lo)&63, ^uint64(0)>>(uint(64-n)&63)
	for j, slot := range slots {
		two := slot[word : word+2 : word+2]
		b[j&(shortSlots-1)] = (two[0]>>shift | two[1]<<1<<((63-shift)&63)) & keep
	}
}

// kindPlaces tell the places of the rows at hand of one kind among all of it.
type kindPlaces struct {
	fill   int
	rows   []uint64
	before []uint32 // by word: how many rows of the kind lie before it
	when   []uint16
}

func (k *kindPlaces) place(i int) int {
	return int(k.before[i>>6]) + bits.OnesCount64(k.rows[i>>6]&(1<<(i&63)-1))
}

// at is in which of the part's stretches of time a row of the kind is.
func (k *kindPlaces) at(i int) int { return k.stretch(k.place(i)) }

// stretch is in which of the part's stretches of time the n-th row of the kind is.
func (k *kindPlaces) stretch(n int) int { return int(k.when[n] & (whenStretches - 1)) }

// placesOf are those of a kind.
func (rb *rowBits) placesOf(kind int) *kindPlaces {
	rows := rb.ofKind(kind)
	k := &rb.places[kind]
	if len(k.before) == 0 {
		p := rb.pp.p
		k.when = p.when[kind]
		n := uint32(p.rank(kind, rb.from))
		for _, m := range rows {
			k.before = append(k.before, n)
			n += uint32(bits.OnesCount64(m))
		}
	}
	return k
}

// place is a bit's row's place among the rows of its kind.
func (rb *rowBits) place(kind, i int) int { return rb.placesOf(kind).place(i) }

// wholeKind reports whether a slot has all the rows of one kind.
func (rb *rowBits) wholeKind(slot int) bool {
	kind := rb.pp.bits.only[slot]
	return rb.whole && kind >= 0 && rb.pp.kinds[kind].sure()
}

// whenOf tells in which stretch of time a slot's rows are, where that is known without a look at each: nil where they are of several kinds.
func (rb *rowBits) whenOf(slot int) *kindPlaces {
	kind := rb.pp.bits.only[slot]
	if kind < 0 {
		return nil
	}
	return rb.placesOf(kind)
}
