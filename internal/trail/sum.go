package trail

import (
	"math"
	"math/big"
	"math/bits"

	"jejak/internal/journey"
)

// exactSum adds floating-point numbers without rounding, so that the order of adding cannot change the sum. Usual numbers, from
// 2^-12 to 2^40, go to one of 128 bits whose lowest is 2^-64; the rest are cut into 32-bit pieces by their exponent (Neal 2015).
type exactSum struct {
	low, high uint64
	usual     int // additions to low and high since they were last emptied
	rest      *pieces
}

// usualExp is the exponent of the least usual number, usualSpan how many there are.
const (
	usualExp  = 1023 + 52 - 64
	usualSpan = 52
)

func (s *exactSum) add(f float64) {
	b := math.Float64bits(f)
	exp := uint(b>>52&0x7ff) - usualExp
	if exp >= usualSpan {
		if f != 0 {
			s.pieces().add(f)
		}
		return
	}
	mant := b&(1<<52-1) | 1<<52
	low, high := mant<<exp, mant>>(64-exp)
	var carry uint64
	if b>>63 == 0 {
		s.low, carry = bits.Add64(s.low, low, 0)
		s.high, _ = bits.Add64(s.high, high, carry)
	} else {
		s.low, carry = bits.Sub64(s.low, low, 0)
		s.high, _ = bits.Sub64(s.high, high, carry)
	}
	if s.usual++; s.usual == 1<<21 { // each is below 2^105
		s.empty()
	}
}

func (s *exactSum) pieces() *pieces {
	if s.rest == nil {
		s.rest = &pieces{}
	}
	return s.rest
}

// empty moves the 128 bits to the pieces: 2^-64 is bit 1011 of them.
func (s *exactSum) empty() {
	if s.usual == 0 {
		return
	}
	p := s.pieces()
	high, negative := s.high, s.high>>63 != 0
	low := s.low
	if negative {
		var borrow uint64
		low, borrow = bits.Sub64(0, low, 0)
		high, _ = bits.Sub64(0, high, borrow)
	}
	const first, shift = 1011 / 32, 1011 % 32
	words := [3]uint64{low << shift, low>>(64-shift) | high<<shift, high >> (64 - shift)}
	p.carry()
	for i := range 3 {
		a, b := int64(words[i]&(1<<32-1)), int64(words[i]>>32)
		if negative {
			a, b = -a, -b
		}
		p.sum[first+2*i] += a
		p.sum[first+2*i+1] += b
	}
	s.low, s.high, s.usual = 0, 0, 0
}

func (s *exactSum) merge(o *exactSum) {
	s.empty()
	o.empty()
	if o.rest != nil {
		s.pieces().merge(o.rest)
	}
}

// value is the sum, rounded once; that of nothing is 0.
func (s *exactSum) value() float64 {
	if s == nil {
		return 0
	}
	s.empty()
	return s.pieces().value()
}

// pieces are a sum in 32-bit pieces. Each has 31 spare bits for carries.
type pieces struct {
	sum [68]int64
	n   int // additions since the last carry
}

func (s *pieces) add(f float64) {
	b := math.Float64bits(f)
	exp := int(b >> 52 & 0x7ff)
	mant := int64(b & (1<<52 - 1))
	if exp == 0 {
		exp = 1
	} else {
		mant |= 1 << 52
	}
	i, shift := exp>>5, uint(exp&31)
	low := mant << shift & (1<<32 - 1)
	high := mant >> (32 - shift)
	mid, top := high&(1<<32-1), high>>32
	if b>>63 != 0 {
		low, mid, top = -low, -mid, -top
	}
	s.sum[i] += low
	s.sum[i+1] += mid
	s.sum[i+2] += top
	if s.n++; s.n == 1<<29 {
		s.carry()
	}
}

func (s *pieces) carry() {
	s.n = 0
	for i := range len(s.sum) - 1 {
		s.sum[i+1] += s.sum[i] >> 32
		s.sum[i] &= 1<<32 - 1
	}
}

func (s *pieces) merge(o *pieces) {
	s.carry()
	o.carry()
	for i := range s.sum {
		s.sum[i] += o.sum[i]
	}
}

func (s *pieces) value() float64 {
	total := new(big.Int)
	for i := len(s.sum) - 1; i >= 0; i-- {
		total.Lsh(total, 32)
		total.Add(total, big.NewInt(s.sum[i]))
	}
	f := new(big.Float).SetInt(total)
	f.SetMantExp(f, -1075)
	v, _ := f.Float64()
	return v
}

// edgeBuckets hold durations of up to half a year, which nearly all are; longer ones go to a map.
const edgeBuckets = 1792

// edgeTimes are the durations of all edges between n names, for medians: exact while an edge has few, and rounded counts of all in
// one block, which a row of counters for each edge keeps in the cache.
type edgeTimes struct {
	counts []uint32
	long   []map[int]uint32
	exact  [][]int64
	n      []int
}

// maxFlat is how many edges get a block of counters; beyond, sketches grow as needed.
const maxFlat = 1024

func newEdgeTimes(edges int) *edgeTimes {
	return &edgeTimes{make([]uint32, edges*edgeBuckets), make([]map[int]uint32, edges), make([][]int64, edges), make([]int, edges)}
}

func (t *edgeTimes) add(edge int, d int64) {
	if t.n[edge]++; t.n[edge] <= journey.ExactMedians {
		t.exact[edge] = append(t.exact[edge], d)
	}
	b := journey.DurationBucket(d)
	if b < edgeBuckets {
		t.counts[edge*edgeBuckets+b]++
		return
	}
	if t.long[edge] == nil {
		t.long[edge] = map[int]uint32{}
	}
	t.long[edge][b]++
}

// sketch is the same as a sketch that was given the same durations.
func (t *edgeTimes) sketch(edge int) *sketch {
	s := &sketch{n: t.n[edge]}
	if s.n <= journey.ExactMedians {
		s.exact = t.exact[edge]
		return s
	}
	s.hist = t.counts[edge*edgeBuckets : (edge+1)*edgeBuckets : (edge+1)*edgeBuckets]
	for b, n := range t.long[edge] {
		s.count(b, n)
	}
	return s
}

// sketch holds durations for a median: all of them while they are few, then counts of rounded ones.
type sketch struct {
	exact []int64
	hist  []uint32
	n     int
}

func (s *sketch) add(d int64) {
	if b := journey.DurationBucket(d); b < len(s.hist) {
		s.hist[b]++
		s.n++
		return
	}
	s.slow(d)
}

func (s *sketch) slow(d int64) {
	s.n++
	if s.hist == nil {
		s.exact = append(s.exact, d)
		if s.n > journey.ExactMedians {
			s.round()
		}
		return
	}
	s.count(journey.DurationBucket(d), 1)
}

func (s *sketch) count(bucket int, n uint32) {
	if bucket >= len(s.hist) {
		s.hist = append(s.hist, make([]uint32, bucket+64-len(s.hist))...)
	}
	s.hist[bucket] += n
}

func (s *sketch) round() {
	s.hist = make([]uint32, 1536)
	for _, d := range s.exact {
		s.count(journey.DurationBucket(d), 1)
	}
	s.exact = nil
}

func (s *sketch) merge(o *sketch) {
	s.n += o.n
	s.exact = append(s.exact, o.exact...)
	if s.hist == nil && (o.hist != nil || s.n > journey.ExactMedians) {
		s.round()
	}
	if s.hist != nil {
		for _, d := range s.exact {
			s.count(journey.DurationBucket(d), 1)
		}
		s.exact = nil
		for b, n := range o.hist {
			if n > 0 {
				s.count(b, n)
			}
		}
	}
}

func (s *sketch) median() int64 {
	if s.hist == nil {
		return journey.MedianOf(s.exact)
	}
	need := (s.n + 1) / 2
	for b, n := range s.hist {
		if need -= int(n); need <= 0 {
			return journey.RoundedDuration(b)
		}
	}
	return 0
}
