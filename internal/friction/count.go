// Package friction judges what an engine counted at touchpoints: which differences are findings, and what they cost.
package friction

import (
	"math"

	"jejak/internal/stat"
)

// Sign is something that happened to a person in a pass, or did not.
type Sign int

// The signs, causes before what follows of them.
const (
	Errors Sign = iota
	Rage
	Retries
	Loops
	Exits
	signs
)

// SignOf is the sign that a detector finds.
func SignOf(detector string) (Sign, bool) {
	for s := range signs {
		if s.kind() == detector {
			return s, true
		}
	}
	return 0, false
}

// Outcome is one person's first pass at a touchpoint.
type Outcome struct {
	Signs  uint8   // bit i is sign i
	Aim    bool    // there is something that the pass leads to…
	Won    bool    // …and the person came to it within the window
	Levels []Level // at most one of each measure
}

// Level is the value of a measure, such as seconds waited.
type Level struct {
	Measure int
	Value   float64
}

// With is the outcome with a sign.
func (o Outcome) With(s Sign) Outcome {
	o.Signs |= 1 << s
	return o
}

// Has reports whether the outcome has a sign.
func (o Outcome) Has(s Sign) bool { return o.Signs>>s&1 == 1 }

// Group adds outcomes up.
type Group struct {
	N      int
	aim    int
	won    int
	hit    [signs]int
	hitAim [signs]int
	hitWon [signs]int
	levels map[Level]int
}

// Add counts one outcome.
func (g *Group) Add(o Outcome) {
	g.N++
	g.aim += count(o.Aim)
	g.won += count(o.Won)
	for s := range signs {
		if o.Has(s) {
			g.hit[s]++
			g.hitAim[s] += count(o.Aim)
			g.hitWon[s] += count(o.Won)
		}
	}
	for _, l := range o.Levels {
		g.level(l, 1)
	}
}

func (g *Group) level(l Level, n int) {
	if g.levels == nil {
		g.levels = map[Level]int{}
	}
	g.levels[l] += n
}

// Merge adds another group's outcomes.
func (g *Group) Merge(o *Group) { g.join(o, 1) }

// without is g less o, which is a part of it.
func (g *Group) without(o *Group) *Group {
	rest := &Group{}
	rest.join(g, 1)
	rest.join(o, -1)
	return rest
}

func (g *Group) join(o *Group, times int) {
	g.N += times * o.N
	g.aim += times * o.aim
	g.won += times * o.won
	for s := range signs {
		g.hit[s] += times * o.hit[s]
		g.hitAim[s] += times * o.hitAim[s]
		g.hitWon[s] += times * o.hitWon[s]
	}
	for l, n := range o.levels {
		g.level(l, times*n)
	}
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

// share is those of the group with a sign.
func (g *Group) share(s Sign) stat.Share { return stat.Share{K: g.hit[s], N: g.N} }

// going is those who went on.
func (g *Group) going() stat.Share { return stat.Share{K: g.won, N: g.aim} }

// affected are those with the sign who went on, and unharmed those without it.
func (g *Group) affected(s Sign) stat.Share { return stat.Share{K: g.hitWon[s], N: g.hitAim[s]} }

func (g *Group) unharmed(s Sign) stat.Share {
	return stat.Share{K: g.won - g.hitWon[s], N: g.aim - g.hitAim[s]}
}

// tally is the values of one measure.
func (g *Group) tally(measure int) stat.Tally {
	var t stat.Tally
	for l, n := range g.levels {
		if l.Measure == measure && n > 0 {
			t = append(t, stat.Count{Value: l.Value, N: n})
		}
	}
	sortTally(t)
	return t
}

// Round keeps 6 binary digits after the first, so that a group holds few different values: it is off by at most 0.8 %.
func Round(v float64) float64 {
	m, e := math.Frexp(v)
	return math.Ldexp(math.Round(m*128)/128, e)
}

// Slice is one value of a property; the empty slice is everybody.
type Slice struct{ Property, Value string }

// Stratum is a condition under which people are alike enough for leaving to be compared: the channel, and whether they came
// straight to the touchpoint or after others in the same session.
type Stratum struct {
	Channel string
	Entry   bool
}

// Strata are groups under each condition.
type Strata map[Stratum]*Group

// Of is the group of a stratum, made where it is not there yet.
func (s Strata) Of(at Stratum) *Group {
	g := s[at]
	if g == nil {
		g = &Group{}
		s[at] = g
	}
	return g
}

// sum is the group over all conditions.
func (s Strata) sum() *Group {
	all := &Group{}
	for _, g := range s {
		all.Merge(g)
	}
	return all
}

// Point is a touchpoint with what was counted there.
type Point struct {
	ID, Name, Stage string
	Events          map[string]bool // names of the events that came there
	Whole           Strata
	Slices          map[Slice]Strata
}

// Measure is a timing or a signal that values were kept of.
type Measure struct {
	Name string
	Slow bool // higher is worse; of a signal, lower is
}

// Worse reports whether a level is worse than another.
func (m Measure) Worse(level, than float64) bool {
	if m.Slow {
		return level > than
	}
	return level < than
}

// MaxValues is how many values a property may have at a touchpoint to be looked into. More are ids, not kinds.
const MaxValues = 200
