// Package audience says how the people of a segment differ from everyone else, from what an engine counted.
package audience

import (
	"math"
	"slices"
	"time"

	"jejak/internal/journey"
	"jejak/internal/stat"
)

// Counts are what an engine finds, of the segment's people (Mine) and of everyone else (Others).
type Counts struct {
	Mine, Others int
	Parts        []Part
	Hours        Hours
	OwnHours     Hours
	Scores       []Score
}

// Part is one part's people by value, in the order of the answer. Mine and Others have any value at all.
type Part struct {
	Name         string
	Mine, Others int
	Values       []Value
}

// Value is the people with one value of a part.
type Value struct {
	Name         string
	Other        bool
	Mine, Others int
}

// Hours are counts by hour of the week, 24 for each day from Monday.
type Hours struct {
	Mine, Others          int
	Events                [168]int
	MyPeople, TheirPeople [168]int // of the segment, of the others
}

// Score is one signal's sums.
type Score struct {
	Name         string
	Width        float64
	Mine, Others Sums
}

// Sums are of scores; Bins count them by the floor of score/width, as BinOf tells.
type Sums struct {
	People, N    int
	Sum, Squares float64
	Bins         map[int]int
}

// IsScore reports whether a number can be a score: what lies beyond a thousand million is none, so that sums stay exact enough.
func IsScore(f float64) bool { return math.Abs(f) <= 1e9 }

// Zone is the time zone of an IANA name; nil where there is none.
func Zone(name string) *time.Location {
	if name == "" || name == "Local" || len(name) > 40 {
		return nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return zone
}

// maxBins is how far bins go from 0.
const maxBins = 1000

// BinOf is the bin of a score.
func BinOf(score, width float64) int {
	return int(min(maxBins, max(-maxBins, math.Floor(score/width))))
}

// Answer compares. Parts that nobody has a value of are left out.
func Answer(c Counts) *journey.AudienceAnswer {
	out := &journey.AudienceAnswer{Others: c.Others, Parts: []journey.AudiencePart{}, Scores: []journey.AudienceScore{}}
	var tests []float64
	var into []**float64
	for _, p := range c.Parts {
		if p.Mine+p.Others > 0 {
			out.Parts = append(out.Parts, part(p))
		}
	}
	for i := range out.Parts {
		for k := range out.Parts[i].Rows {
			r := &out.Parts[i].Rows[k]
			if r.Share.N == 0 || r.Others.N == 0 {
				continue
			}
			a, b := stat.Share{K: r.Share.K, N: r.Share.N}, stat.Share{K: r.Others.K, N: r.Others.N}
			tests, into = append(tests, min(1, 2*min(stat.Greater(a, b), stat.Greater(b, a)))), append(into, &r.Q)
		}
	}
	for _, s := range c.Scores {
		out.Scores = append(out.Scores, score(s))
	}
	for i, s := range c.Scores {
		if p, ok := welch(s.Mine, s.Others); ok {
			tests, into = append(tests, p), append(into, &out.Scores[i].Q)
		}
	}
	for i, q := range stat.BenjaminiHochberg(tests) {
		*into[i] = &q
	}
	out.Hours, out.OwnHours = hours(c.Hours), hours(c.OwnHours)
	return out
}

func part(p Part) journey.AudiencePart {
	out := journey.AudiencePart{Part: p.Name, Known: p.Mine, KnownOthers: p.Others, Rows: []journey.AudienceRow{}}
	for _, v := range p.Values {
		r := journey.AudienceRow{Value: v.Name, Other: v.Other, Share: journey.Wilson(v.Mine, p.Mine), Others: journey.Wilson(v.Others, p.Others)}
		if r.Share.K > 0 && r.Others.K > 0 {
			// The ratio of two shares with the log interval (Katz, Baptista, Azen and Pike 1978).
			index := r.Share.Value / r.Others.Value
			a, n, b, m := float64(v.Mine), float64(p.Mine), float64(v.Others), float64(p.Others)
			half := stat.Z95 * math.Sqrt(max(0, 1/a-1/n+1/b-1/m))
			low, high := index*math.Exp(-half), index*math.Exp(half)
			r.Index, r.Low, r.High = &index, &low, &high
		}
		out.Rows = append(out.Rows, r)
	}
	return out
}

func (s Sums) moments() (mean, variance float64) {
	if s.N == 0 {
		return 0, 0
	}
	n := float64(s.N)
	mean = s.Sum / n
	if s.N > 1 {
		variance = max(0, (s.Squares-s.Sum*mean)/(n-1))
	}
	return mean, variance
}

func (s Sums) interval() journey.Interval {
	mean, variance := s.moments()
	if s.N == 0 {
		return journey.Interval{}
	}
	half := stat.Z95 * math.Sqrt(variance/float64(s.N))
	return journey.Interval{Value: mean, Low: mean - half, High: mean + half}
}

// fewest is how many scores each side of a test of means has: beyond, the normal distribution is near enough.
const fewest = 10

// welch is the two-sided p-value of two means being equal, variances aside (Welch 1947), by the normal distribution.
func welch(a, b Sums) (float64, bool) {
	if a.N < fewest || b.N < fewest {
		return 0, false
	}
	m1, v1 := a.moments()
	m2, v2 := b.moments()
	se := math.Sqrt(v1/float64(a.N) + v2/float64(b.N))
	if !(se > 0) || math.IsInf(se, 0) {
		return 0, false
	}
	return math.Erfc(math.Abs(m1-m2) / se / math.Sqrt2), true
}

func score(s Score) journey.AudienceScore {
	out := journey.AudienceScore{
		Name: s.Name, People: s.Mine.People, N: s.Mine.N, Mean: s.Mine.interval(), OthersN: s.Others.N, OthersMean: s.Others.interval(),
		Bins: []journey.AudienceBin{},
	}
	var bins []int
	for _, side := range []Sums{s.Mine, s.Others} {
		for b := range side.Bins {
			if !slices.Contains(bins, b) {
				bins = append(bins, b)
			}
		}
	}
	slices.Sort(bins)
	for _, b := range bins {
		out.Bins = append(out.Bins, journey.AudienceBin{From: float64(b) * s.Width, N: s.Mine.Bins[b], Others: s.Others.Bins[b]})
	}
	return out
}

func hours(h Hours) journey.AudienceHours {
	out := journey.AudienceHours{Known: h.Mine, Others: h.Others, Events: grid(h.Events), People: grid(h.MyPeople), Rest: grid(h.TheirPeople)}
	best, mine, others := 0, 0, 0
	for i, n := range h.MyPeople {
		if n > h.MyPeople[best] {
			best = i
		}
		mine, others = mine+n, others+h.TheirPeople[i]
	}
	out.Day, out.Hour = best/24, best%24
	for day := range 7 {
		a, b := 0, 0
		for hour := range 24 {
			a, b = a+h.MyPeople[day*24+hour], b+h.TheirPeople[day*24+hour]
		}
		if mine == 0 || others == 0 || b == 0 {
			out.Index = nil
			break
		}
		out.Index = append(out.Index, float64(a)/float64(mine)/(float64(b)/float64(others)))
	}
	return out
}

func grid(flat [168]int) [][]int {
	out := make([][]int, 7)
	for day := range out {
		out[day] = slices.Clone(flat[day*24 : day*24+24])
	}
	return out
}
