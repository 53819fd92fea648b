// Package attribution credits conversions to the touches that came before them, by the models that marketers compare.
//
// Every model divides what the journeys of a Log earned among units (channels, campaigns, …). The credits are decompositions of
// what happened together, not of what caused what.
package attribution

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Path is one order of touches with everyone who took it: how many conversions it ended in, what those were worth, and how many
// journeys of the same touches ended in nothing.
type Path struct {
	Touches     []int // units, counted from 0; a unit may come again
	Conversions float64
	Value       float64
	Nulls       float64
}

// Credit is what a unit earned.
type Credit struct{ Conversions, Value float64 }

// Log is distinct paths in one fixed order, so that no answer depends on the order in which they were found.
type Log struct {
	units int
	paths []Path
	total Path // sums; no touches
}

// Limits of a Log: units fit a bitmap of a few words, and figures stay far from overflow.
const (
	MaxUnits  = 4096
	maxFigure = 1e15
)

// NewLog merges equal paths. Paths without touches have nobody to credit and are left out. Its error is for people: a unit
// outside 0…units-1, or a figure that is negative (a value may be), not finite, or beyond 10^15.
func NewLog(units int, paths []Path) (*Log, error) {
	if units < 0 || units > MaxUnits {
		return nil, fmt.Errorf("%d units are more than %d", units, MaxUnits)
	}
	l := &Log{units: units}
	for i, p := range paths {
		for _, u := range p.Touches {
			if u < 0 || u >= units {
				return nil, fmt.Errorf("path %d has unit %d of %d", i+1, u, units)
			}
		}
		if !figure(p.Conversions) || !figure(p.Nulls) || !figure(math.Abs(p.Value)) {
			return nil, fmt.Errorf("path %d has a count below 0 or a figure that is no number of sensible size", i+1)
		}
		if len(p.Touches) > 0 && p.Conversions+p.Nulls > 0 {
			l.paths = append(l.paths, p)
		}
	}
	slices.SortFunc(l.paths, func(a, b Path) int {
		return cmp.Or(slices.Compare(a.Touches, b.Touches), cmp.Compare(a.Value, b.Value), cmp.Compare(a.Conversions, b.Conversions), cmp.Compare(a.Nulls, b.Nulls))
	})
	l.merge()
	for _, p := range l.paths {
		l.total.Conversions += p.Conversions
		l.total.Value += p.Value
		l.total.Nulls += p.Nulls
	}
	return l, nil
}

func figure(v float64) bool { return v >= 0 && v <= maxFigure }

// merge joins equal neighbours.
func (l *Log) merge() {
	out := l.paths[:0]
	for _, p := range l.paths {
		if n := len(out); n > 0 && slices.Equal(out[n-1].Touches, p.Touches) {
			out[n-1].Conversions += p.Conversions
			out[n-1].Value += p.Value
			out[n-1].Nulls += p.Nulls
			continue
		}
		out = append(out, p)
	}
	l.paths = out
}

// Collapsed is the log with touches of the same unit in a row made one.
func (l *Log) Collapsed() *Log {
	paths := slices.Clone(l.paths)
	for i := range paths {
		paths[i].Touches = slices.Compact(slices.Clone(paths[i].Touches))
	}
	out, err := NewLog(l.units, paths)
	if err != nil {
		panic("BUG: a valid log collapsed into an invalid one: " + err.Error()) //nolint:forbidigo // the same figures
	}
	return out
}

// Total is what all paths with touches add up to.
func (l *Log) Total() (conversions, value, nulls float64) {
	return l.total.Conversions, l.total.Value, l.total.Nulls
}

// Paths are the distinct paths, the most conversions first, then the most nulls, then by units.
func (l *Log) Paths() []Path {
	out := slices.Clone(l.paths)
	slices.SortFunc(out, func(a, b Path) int {
		return cmp.Or(cmp.Compare(b.Conversions, a.Conversions), cmp.Compare(b.Nulls, a.Nulls), slices.Compare(a.Touches, b.Touches))
	})
	return out
}
