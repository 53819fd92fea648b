package trail

import "math/bits"

// A part keeps, apart for each kind and in the order of its rows, roughly when each was: how many stretches of 2^whenShift milliseconds
// after the part's first row, and in the highest bit whether it is its person's first row of the kind. What is asked of one kind alone
// is read from these two bytes, one after the other; the few rows in a stretch that is not clear are looked up.
const (
	whenFirst     = 1 << 15
	whenStretches = 1 << 15
)

// when makes them, and sets the stretch. first are the times of each kind's earliest rows.
func (b *builder) when(d *directory) (when [][]uint16, first []int64) {
	d.WhenShift = uint(max(0, bits.Len64(uint64(d.MaxTime-d.MinTime))-15))
	when, first = make([][]uint16, len(b.kinds)), make([]int64, len(b.kinds))
	for k := range b.kinds {
		when[k], first[k] = make([]uint16, 0, b.kinds[k].rows), d.MaxTime
	}
	last := make([]int, len(b.kinds)) // 1 + the person of each kind's latest row
	for i := range b.persons {
		for r := b.off[i]; r < b.off[i+1]; r++ {
			k := b.kind[r]
			code := uint16(uint64(b.time[r]-d.MinTime) >> d.WhenShift)
			if last[k] != i+1 {
				last[k] = i + 1
				code |= whenFirst
			}
			when[k] = append(when[k], code)
			first[k] = min(first[k], b.time[r])
		}
	}
	return when, first
}

// unclear is in the place of an interval where a stretch lies in more than one; so many can be told from it.
const (
	unclear        = 255
	clearIntervals = 255
)

// stretches are the intervals of a part's stretches.
type stretches [whenStretches]uint8

// set finds the intervals; one before the first counts as that, as with locator.all.
func (s *stretches) set(p *part, at *locator) {
	d := p.dir
	for c, n := int64(0), (d.MaxTime-d.MinTime)>>d.WhenShift+1; c < n; {
		i := at.of(max(d.MinTime+c<<d.WhenShift, at.starts[0]))
		to := n
		if end := at.endOf(i); end <= d.MaxTime {
			to = (end - d.MinTime) >> d.WhenShift
			if d.MinTime+to<<d.WhenShift < end {
				s[to] = unclear
				fill(s[c:to], uint8(i))
				c = to + 1
				continue
			}
		}
		fill(s[c:to], uint8(i))
		c = to
	}
}

// fill sets all of s to v.
func fill(s []uint8, v uint8) {
	if len(s) == 0 {
		return
	}
	s[0] = v
	for n := 1; n < len(s); n *= 2 {
		copy(s[n:], s[:n])
	}
}

// rowOf is the row of a kind's n-th row.
func (p *part) rowOf(kind, n int) int {
	kinds := len(p.dir.Kinds)
	low, high := 0, len(p.ranks)/kinds // the last block with at most n rows before it
	for high-low > 1 {
		if mid := (low + high) / 2; int(p.ranks[mid*kinds+kind]) <= n {
			low = mid
		} else {
			high = mid
		}
	}
	n -= int(p.ranks[low*kinds+kind])
	var few [1]uint64
	for w := low << p.dir.BlockShift >> 6; ; w++ {
		p.kindBits(few[:], kind, w)
		m := few[0]
		if k := bits.OnesCount64(m); n >= k {
			n -= k
			continue
		}
		for ; n > 0; n-- {
			m &= m - 1
		}
		return w<<6 + trailingZeros(m)
	}
}
