package trail

import (
	"math"
	"slices"

	"jejak/internal/journey"
)

// durations are milliseconds whose exact median and 90th percentile are wanted. They grow without moving what they hold, and most
// take four bytes.
type durations struct {
	now  []uint32
	full [][]uint32
	wide []int64 // those of 2^32 ms and more
	n    int
}

func (d *durations) add(v int64) {
	d.n++
	if uint64(v)>>32 != 0 {
		d.wide = append(d.wide, v)
		return
	}
	if len(d.now) == cap(d.now) {
		if len(d.now) > 0 {
			d.full = append(d.full, d.now)
		}
		d.now = make([]uint32, 0, min(max(2*len(d.now), 64), 1<<14))
	}
	d.now = append(d.now, uint32(v))
}

// between adds how long it is from each time to its counterpart.
func (d *durations) between(from, to []int64) {
	from = from[:len(to)]
	for i, t := range to {
		d.add(t - from[i])
	}
}

func (d *durations) merge(o *durations) {
	d.full = append(append(d.full, o.full...), o.now)
	d.wide = append(d.wide, o.wide...)
	d.n += o.n
}

func (d *durations) each(fn func(int64)) {
	for _, list := range d.full {
		for _, v := range list {
			fn(int64(v))
		}
	}
	for _, v := range d.now {
		fn(int64(v))
	}
	for _, v := range d.wide {
		fn(v)
	}
}

func (d *durations) list() []int64 {
	out := make([]int64, 0, d.n)
	d.each(func(v int64) { out = append(out, v) })
	return out
}

// fewDurations are sorted as they are. Of more, only those of the buckets that hold the percentiles are.
const fewDurations = 2048

func (d *durations) times() journey.Times {
	if d.n < fewDurations {
		return journey.TimesOf(d.list())
	}
	var counts [64 * 64]int
	d.each(func(v int64) { counts[journey.DurationBucket(v)]++ })
	half, most := newPercentile(counts[:], d.n, 0.5), newPercentile(counts[:], d.n, 0.9)
	d.each(func(v int64) {
		b := journey.DurationBucket(v)
		if b == half.bucket {
			half.in = append(half.in, v)
		}
		if b == most.bucket {
			most.in = append(most.in, v)
		}
	})
	return journey.Times{N: d.n, Median: half.value(), P90: most.value()}
}

// percentile is the place-th of the durations in a bucket.
type percentile struct {
	bucket, place int
	in            []int64
}

func newPercentile(counts []int, n int, q float64) *percentile {
	p := &percentile{place: max(int(math.Ceil(q*float64(n))), 1) - 1}
	for p.place >= counts[p.bucket] {
		p.place -= counts[p.bucket]
		p.bucket++
	}
	p.in = make([]int64, 0, counts[p.bucket])
	return p
}

func (p *percentile) value() int64 {
	slices.Sort(p.in)
	return p.in[p.place]
}
