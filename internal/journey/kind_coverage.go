package journey

import (
	"cmp"
	"slices"
	"strings"
)

// Coverage asks what the rules of the workspace's touchpoints catch, which of them match the same events, and which events
// none of them matches. With a rule it asks instead which touchpoints match what that rule does.
// docs/questions/coverage.md has every detail.
type Coverage struct {
	Rule *Filter `json:"rule,omitempty" doc:"asks about this rule, as if it were a touchpoint to come: only its own overlaps are told"`
	Top  int     `json:"top,omitempty" minimum:"0" maximum:"500" doc:"so many of the events that match nothing; 50 by default"`
}

// Limits of a coverage answer.
const (
	MaxOverlaps      = 500 // pairs that are told
	defaultLoose     = 50
	maxLoose         = 500
	coverageMatched  = "matched"
	coverageUncaught = "loose"
)

// CoverageAnswer has every touchpoint in its order. With a rule, people and events of the answer are the rule's, and only
// overlaps are there.
type CoverageAnswer struct {
	Points      []CoveredPoint `json:"points"`
	Overlaps    []Overlap      `json:"overlaps" doc:"the most events first, at most 500"`
	Overlapping int            `json:"overlapping" doc:"how many pairs overlap"`
	Loose       []LooseEvents  `json:"loose" doc:"events that match no touchpoint, by name and channel, the most people first"`
	Kinds       int            `json:"kinds" doc:"how many names and channels of such events there are"`
	Uncaught    Covered        `json:"uncaught" doc:"all of such events"`
}

// Covered counts people and events.
type Covered struct {
	People int `json:"people"`
	Events int `json:"events"`
}

// CoveredPoint is what one touchpoint's rule matches, and what it catches: an event belongs to the first touchpoint that matches.
type CoveredPoint struct {
	ID      string  `json:"id"`
	Name    string  `json:"name"`
	Stage   string  `json:"stage,omitempty"`
	Matched Covered `json:"matched"`
	Caught  Covered `json:"caught"`
}

// Overlap is the events that two touchpoints match. The first stands before the second in the order, and so wins.
type Overlap struct {
	First  string `json:"first" doc:"id of a touchpoint"`
	Second string `json:"second,omitempty" doc:"id of a touchpoint; none is the rule of the question, which takes no part in the order"`
	Covered
	Kept int `json:"kept" doc:"of these events, those that the first one catches: no other rule stands before it"`
}

// LooseEvents are events of a name and channel that match no touchpoint.
type LooseEvents struct {
	Event   string `json:"event"`
	Channel string `json:"channel"`
	Covered
}

func (v *validator) coverage(field string, c Coverage) {
	v.within(at(field, "top"), c.Top, 0, maxLoose)
	if c.Rule != nil {
		// As a touchpoint's: it names no touchpoints.
		v.fields = append(v.fields, ValidateFilter(at(field, "rule"), *c.Rule, nil)...)
	}
}

func (v *validator) coverageCell(field string, q Coverage, c Cell) []string {
	known := func(name, id string) {
		if !slices.ContainsFunc(v.d.Touchpoints, func(t Touchpoint) bool { return t.ID == id }) {
			v.closed(at(field, name), "this workspace has no touchpoint %q", id)
		}
	}
	if c.Touch != "" {
		known("touchpoint", c.Touch)
	}
	if (c.From == nil) != (c.To == nil) {
		v.closed(at(field, "to"), "an overlap is of two touchpoints: give from and to")
	}
	if c.From != nil && c.To != nil {
		known("from", *c.From)
		known("to", *c.To)
		if *c.From == *c.To {
			v.closed(at(field, "to"), "an overlap is of two touchpoints")
		}
	}
	if q.Rule != nil && (c.From != nil || c.Item != nil) {
		v.closed(field, "a question about a rule has its overlaps alone: give touchpoint, or nothing")
	}
	if q.Rule != nil {
		return nil
	}
	return []string{coverageMatched, coverageUncaught}
}

func (c Coverage) withDefaults() Coverage {
	c.Top = or(c.Top, defaultLoose)
	return c
}

// Rank puts overlaps and events that match nothing into order, the latter only so many, and says how many there were.
func (a *CoverageAnswer) Rank(place func(id string) int, top int) {
	slices.SortFunc(a.Overlaps, func(x, y Overlap) int {
		return cmp.Or(cmp.Compare(y.Events, x.Events), cmp.Compare(place(x.First), place(y.First)), cmp.Compare(place(x.Second), place(y.Second)))
	})
	slices.SortFunc(a.Loose, func(x, y LooseEvents) int {
		return cmp.Or(cmp.Compare(y.People, x.People), cmp.Compare(y.Events, x.Events), strings.Compare(x.Event, y.Event), strings.Compare(x.Channel, y.Channel))
	})
	a.Overlapping, a.Kinds = len(a.Overlaps), len(a.Loose)
	a.Overlaps, a.Loose = a.Overlaps[:min(MaxOverlaps, len(a.Overlaps))], a.Loose[:min(top, len(a.Loose))]
}
