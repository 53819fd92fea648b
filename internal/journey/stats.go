package journey

import (
	"math"
	"math/bits"
	"slices"
)

// z95 is the two-sided 95 % quantile of the standard normal distribution.
const z95 = 1.959963984540054

// Wilson is the share k of n with its 95 % score interval (Wilson 1927).
func Wilson(k, n int) Rate {
	r := Rate{K: k, N: n}
	if n == 0 {
		return r
	}
	nn, p := float64(n), float64(k)/float64(n)
	z2 := z95 * z95
	mid := (p + z2/(2*nn)) / (1 + z2/nn)
	half := z95 / (1 + z2/nn) * math.Sqrt(p*(1-p)/nn+z2/(4*nn*nn))
	r.Value, r.Low, r.High = p, max(0, mid-half), min(1, mid+half)
	if k == 0 {
		r.Low = 0
	}
	if k == n {
		r.High = 1
	}
	return r
}

// NearestRank is the smallest value of a sorted list that at least the share q of it does not exceed; 0 of an empty list.
func NearestRank(sorted []int64, q float64) int64 {
	if len(sorted) == 0 {
		return 0
	}
	i := int(math.Ceil(q*float64(len(sorted)))) - 1
	return sorted[min(max(i, 0), len(sorted)-1)]
}

// TimesOf sums durations up; it sorts d.
func TimesOf(d []int64) Times {
	slices.Sort(d)
	return Times{N: len(d), Median: NearestRank(d, 0.5), P90: NearestRank(d, 0.9)}
}

// ExactMedians is the most durations whose median is told to the millisecond. Over more of them, the medians of path edges
// and stage flows are rounded down to a RoundedDuration, which keeps an engine's memory bounded and is off by less than 1.6 %.
const ExactMedians = 1024

// durationBits is how many bits of a rounded duration are kept.
const durationBits = 6

// DurationBucket numbers the rounded durations upwards from 0; negative ones are 0.
func DurationBucket(ms int64) int {
	if ms < 1<<durationBits {
		return int(max(ms, 0))
	}
	shift := bits.Len64(uint64(ms)) - durationBits - 1
	return shift<<durationBits + int(ms>>shift)
}

// RoundedDuration is the least duration of a bucket.
func RoundedDuration(bucket int) int64 {
	if bucket < 2<<durationBits {
		return int64(bucket)
	}
	shift := bucket>>durationBits - 1
	return int64(bucket-shift<<durationBits) << shift
}

// MedianOf is the median of path edges and stage flows: exact of few, rounded of many. It sorts d.
func MedianOf(d []int64) int64 {
	slices.Sort(d)
	m := NearestRank(d, 0.5)
	if len(d) > ExactMedians {
		return RoundedDuration(DurationBucket(m))
	}
	return m
}

// histogramEdges are the limits of the bins of conversion times: equal steps look empty where most convert in minutes and some in weeks.
var histogramEdges = [...]int64{
	0, 10_000, 30_000, 60_000, 300_000, 900_000, 1_800_000, 3_600_000, 3 * 3_600_000, 6 * 3_600_000, 12 * 3_600_000,
	86_400_000, 2 * 86_400_000, 3 * 86_400_000, 5 * 86_400_000, 7 * 86_400_000, 14 * 86_400_000, 30 * 86_400_000, 60 * 86_400_000,
	90 * 86_400_000, 180 * 86_400_000, 365 * 86_400_000, 36_500 * 86_400_000,
}

func binOf(v int64) int {
	b := 0
	for b+2 < len(histogramEdges) && v >= histogramEdges[b+1] {
		b++
	}
	return b
}

// BinFrom is the beginning of the bin of a histogram in which a duration lies: what a cell addresses it by.
func BinFrom(v int64) int64 { return histogramEdges[binOf(v)] }

// Histogram counts durations in fixed bins, from the first that holds one to the last.
func Histogram(d []int64) []Bin {
	var counts [len(histogramEdges)]int
	first, last := len(counts), -1
	for _, v := range d {
		b := binOf(v)
		counts[b]++
		first, last = min(first, b), max(last, b)
	}
	var bins []Bin
	for b := first; b <= last; b++ {
		bins = append(bins, Bin{From: histogramEdges[b], To: histogramEdges[b+1], N: counts[b]})
	}
	return bins
}
