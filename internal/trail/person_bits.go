package trail

import "math/bits"

// personBits tell whose each of the rows at hand is: one bit a row, and one word more.
type personBits struct {
	first, last []uint64 // each person's first and last row
	before      []uint32 // by word: how many persons begin before it
	from        int      // the person of the first row
	persons     int
	ends        []uint64 // scratch
}

// set reads whose rows those at hand are. Every person has one at least.
func (b *personBits) set(rb *rowBits, from, to int) {
	n := rb.words() + 1
	b.first, b.last, b.before = sized(b.first, n), sized(b.last, n), room(b.before, n)
	b.from, b.persons = from, to-from
	clear(b.first)
	clear(b.last)
	for _, off := range rb.pp.p.off[from:to] {
		r := int(off) - rb.row
		b.first[r>>6] |= 1 << (r & 63)
	}
	for w := range n - 1 { // the row before another's first is one's last
		b.last[w] = b.first[w]>>1 | b.first[w+1]<<63
	}
	end := rb.to - rb.row - 1
	b.last[end>>6] |= 1 << (end & 63)
	persons := uint32(0)
	for w, m := range b.first {
		b.before[w] = persons
		persons += uint32(bits.OnesCount64(m))
	}
}

// person is whose row a bit's is.
func (b *personBits) person(i int) int {
	return b.from + int(b.before[i>>6]) + bits.OnesCount64(b.first[i>>6]<<(^i&63)) - 1
}

// firsts sets dst to the first row that each person has in some. To take a person's first row away from theirs, as numbers, borrows
// from the first one that is set, and changes none behind it.
func (b *personBits) firsts(dst, some []uint64) []uint64 {
	dst = sized(dst, len(some))
	borrow := uint64(0)
	first, last := b.first[:len(some)], b.last[:len(some)]
	dst = dst[:len(some)]
	for w, m := range some {
		rest := m | last[w]
		var less uint64
		less, borrow = bits.Sub64(rest, first[w], borrow)
		dst[w] = (rest ^ less) & m
	}
	return dst
}

// stops are the rows at which a search for some ends: those, and each person's last. Behind the last person's there is one more.
func (b *personBits) stops(some []uint64) []uint64 {
	n := len(some)
	b.ends = sized(b.ends, n+1)
	ends, last := b.ends[:n], b.last[:n]
	for w, m := range some {
		ends[w] = m | last[w]
	}
	ends[n-1] = 1
	b.ends[n] = 0
	return b.ends
}
