package journey

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Conformance asks whether real journeys follow a drawn map.
//
// An event belongs to the first step whose rule it meets. A person's journey is the sequence of steps that their events in the
// range belong to, in order of (time, sequence); with a window, those at most so long after the first. It fits where it begins
// at a start, goes along edges, and stops at an end; it is under way where it has done so as far as it has come, and its window,
// if there is one, has not passed by the end of the range or the moment of asking. docs/questions/conformance.md has every
// measure.
type Conformance struct {
	Steps           []DrawnStep `json:"steps,omitempty" maxItems:"500" doc:"in the order of the map; none only with discover"`
	Edges           []DrawnEdge `json:"edges,omitempty" maxItems:"10000" doc:"a step without an edge out leads to the next step, unless end names it; with one, only where its edges go"`
	Start           Names       `json:"start,omitempty" doc:"ids of the steps that a journey may begin with; the first by default"`
	End             Names       `json:"end,omitempty" doc:"ids of the steps that a journey may stop at; by default those that lead nowhere, else the last"`
	Window          Duration    `json:"window,omitempty" doc:"how long after its first step a journey goes on; no limit by default"`
	Unmatched       string      `json:"unmatched,omitempty" enum:"ignore,count" doc:"events between two steps that belong to none: left out, by default, or off the map"`
	CollapseRepeats bool        `json:"collapseRepeats,omitempty" doc:"a step that follows itself counts once"`
	Top             int         `json:"top,omitempty" minimum:"0" maximum:"100" doc:"so many variants; 20 by default"`
	Discover        *Discover   `json:"discover,omitempty" doc:"propose steps and edges that really happen"`
}

// DrawnStep is a step of a map: a rule over events.
type DrawnStep struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
	Rule Filter `json:"rule"`
}

// DrawnEdge leads from one step of a map to another, or back to itself.
type DrawnEdge struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Discover says what is often and clear enough to be proposed.
type Discover struct {
	MinPeople  *float64 `json:"minPeople,omitempty" minimum:"0" maximum:"1" doc:"share of the people of the proposal that a step or an edge has; 0.05 by default"`
	Dependency *float64 `json:"dependency,omitempty" minimum:"-1" maximum:"1" doc:"dependency measure that an edge has; 0.5 by default"`
}

// Limits of a conformance answer.
const (
	MaxUndrawn         = 100 // edges that are not drawn, and proposed edges
	MaxProposed        = 40  // touchpoints that are proposed as steps
	MaxVariantSteps    = 64  // steps of a journey that is listed as a variant
	maxConformanceStep = 500 // as many as a map has
	maxConformanceEdge = 10_000
)

// TouchpointStep begins the id of a proposed step, before the touchpoint's.
const TouchpointStep = "touchpoint:"

// The deviations of a journey from the map.
const (
	DeviationSkip   = "skip"   // a step of the map left out
	DeviationInsert = "insert" // a step where the map has none
	DeviationRepeat = "repeat" // a step more than once where the map does not lead back to it
	DeviationOrder  = "order"  // a step at another place than the map has it
	DeviationOff    = "off"    // events of no step, where they count
	DeviationEarly  = "early"  // the journey stopped at this step before an end, and its window has passed
)

func deviations() []string {
	return []string{DeviationSkip, DeviationInsert, DeviationRepeat, DeviationOrder, DeviationOff, DeviationEarly}
}

// ConformanceAnswer says how real journeys fit the map. Fits, underway, left and strays are all people, each once.
type ConformanceAnswer struct {
	Fits       Rate                   `json:"fits" doc:"whole journeys of the map, of all that are not under way"`
	Underway   Rate                   `json:"underway" doc:"people who have kept to the map and may go on; they are no misfits"`
	Left       Rate                   `json:"left" doc:"people who kept to the map but stopped before an end, and whose window has passed"`
	Strays     Rate                   `json:"strays" doc:"people whose journey leaves the map"`
	Tokens     TokenReplay            `json:"tokens"`
	Alignment  AlignmentCost          `json:"alignment"`
	Deviations []ConformanceDeviation `json:"deviations" doc:"of an optimal alignment, the most frequent first"`
	Steps      []ConformanceStep      `json:"steps"`
	Edges      []ConformanceEdge      `json:"edges" doc:"drawn ones, in the order of the map; an empty from is the beginning of a journey"`
	Undrawn    []ConformanceEdge      `json:"undrawn" doc:"edges that really happen and are not drawn, the most people first, at most 100"`
	Variants   []ConformanceVariant   `json:"variants" doc:"the most frequent journeys, step by step"`
	Varied     int                    `json:"varied" doc:"how many different journeys there are, of up to 64 steps; a lower bound where other.bounded is set"`
	Other      OtherVariants          `json:"other" doc:"journeys that are not listed"`
	Discovery  *Discovery             `json:"discovery,omitempty"`
}

// TokenReplay adds up the tokens of all journeys (Rozinat and van der Aalst 2008): each step consumes a token that a step before it
// on the map, or the start, has produced; one that is not there is missing, and one that nobody consumes remains.
type TokenReplay struct {
	Produced  int     `json:"produced"`
	Consumed  int     `json:"consumed"`
	Missing   int     `json:"missing"`
	Remaining int     `json:"remaining"`
	Fitness   float64 `json:"fitness" doc:"½(1 − missing/consumed) + ½(1 − remaining/produced), over the sums"`
	Mean      float64 `json:"mean" doc:"the mean of the same of each person"`
}

// AlignmentCost is what it takes to make all journeys fit: steps left out of them and put into them, one each, fewest in all
// (Adriansyah 2014).
type AlignmentCost struct {
	People   int     `json:"people"`
	Inserted int     `json:"inserted" doc:"steps and events off the map that a journey has and the map does not"`
	Skipped  int     `json:"skipped" doc:"steps that the map has and a journey does not; those still to come do not count"`
	Mean     float64 `json:"mean" doc:"of both, for each person"`
}

// ConformanceDeviation is one way of leaving the map.
type ConformanceDeviation struct {
	Kind   string `json:"kind" enum:"skip,insert,repeat,order,off,early"`
	Step   string `json:"step,omitempty" doc:"none for events off the map"`
	Name   string `json:"name,omitempty"`
	People Rate   `json:"people" doc:"of all people"`
}

// ConformanceStep is one step of the map as people really pass it.
type ConformanceStep struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	People  int    `json:"people"`
	Entries int    `json:"entries" doc:"how often people come to it; with collapseRepeats, a step that follows itself is one"`
	Exits   Rate   `json:"exits" doc:"people whose journey ends here so far"`
	Repeats Rate   `json:"repeats" doc:"people with more than one event of it"`
	Moves   int    `json:"moves" doc:"how often another entry follows"`
	Median  int64  `json:"median" doc:"milliseconds to the next entry; rounded down by less than 1.6 % of more than 1,024"`
}

// ConformanceEdge is one step directly after another.
type ConformanceEdge struct {
	From       string  `json:"from"`
	To         string  `json:"to"`
	People     Rate    `json:"people" doc:"of those who come to from; of all, where from is the beginning"`
	Passes     int     `json:"passes"`
	Median     int64   `json:"median" doc:"milliseconds between the two"`
	Dependency float64 `json:"dependency" doc:"(a>b − b>a)/(a>b + b>a + 1) of the passes, a>a/(a>a + 1) for a step after itself (Weijters et al. 2006)"`
}

// ConformanceVariant is one journey that people really make.
type ConformanceVariant struct {
	Steps    []string `json:"steps" doc:"ids; an empty one is off the map"`
	People   int      `json:"people"`
	Fits     int      `json:"fits"`
	Underway int      `json:"underway"`
	Left     int      `json:"left"`
	Strays   int      `json:"strays"`
}

// OtherVariants are the people whose journeys are not listed.
type OtherVariants struct {
	People  int  `json:"people"`
	Bounded bool `json:"bounded,omitempty" doc:"there were too many different journeys to count each: some that are not listed may be as frequent"`
}

// Discovery proposes what to draw. A step is a touchpoint's events that belong to no step of the map yet.
type Discovery struct {
	People int              `json:"people" doc:"people with a step or a proposed one"`
	Steps  []DiscoveredStep `json:"steps"`
	Edges  []DiscoveredEdge `json:"edges" doc:"over both thresholds and not drawn, the most people first; ids of steps, or touchpoint: and a touchpoint's"`
}

// DiscoveredStep is a touchpoint that the map does not show.
type DiscoveredStep struct {
	Touchpoint string `json:"touchpoint"`
	Name       string `json:"name"`
	People     Rate   `json:"people" doc:"of all who have an event of a step or a touchpoint"`
	Events     int    `json:"events"`
}

// DiscoveredEdge is a way that people really go.
type DiscoveredEdge struct {
	From       string  `json:"from" doc:"empty: journeys begin with to"`
	To         string  `json:"to"`
	People     Rate    `json:"people" doc:"of the people of the proposal"`
	Passes     int     `json:"passes"`
	Dependency float64 `json:"dependency"`
}

// Drawn is the map as places of steps: what leads where, where journeys begin and where they may stop.
func (c Conformance) Drawn() (next [][]int, start, end []int) {
	place := map[string]int{}
	for i, s := range c.Steps {
		place[s.ID] = i
	}
	next = make([][]int, len(c.Steps))
	for _, e := range c.Edges {
		from, to := place[e.From], place[e.To]
		if !slices.Contains(next[from], to) {
			next[from] = append(next[from], to)
		}
	}
	var nowhere []int
	for i := range next {
		if len(next[i]) == 0 && i+1 < len(next) && !slices.Contains(c.End, c.Steps[i].ID) {
			next[i] = []int{i + 1}
		}
		slices.Sort(next[i])
		if len(next[i]) == 0 {
			nowhere = append(nowhere, i)
		}
	}
	places := func(ids Names, instead []int) []int {
		if len(ids) == 0 {
			return instead
		}
		var out []int
		for _, id := range ids {
			out = append(out, place[id])
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	if len(nowhere) == 0 && len(next) > 0 {
		nowhere = []int{len(next) - 1}
	}
	if len(next) == 0 {
		return next, nil, nil
	}
	return next, places(c.Start, []int{0}), places(c.End, nowhere)
}

// Title is what a step is called: its name, else its id.
func (s DrawnStep) Title() string { return or(s.Name, s.ID) }

func (c Conformance) withDefaults() Conformance {
	c.Unmatched, c.Top = or(c.Unmatched, "ignore"), or(c.Top, 20)
	if c.Discover != nil {
		d, share, dependency := *c.Discover, 0.05, 0.5
		if d.MinPeople == nil {
			d.MinPeople = &share
		}
		if d.Dependency == nil {
			d.Dependency = &dependency
		}
		c.Discover = &d
	}
	return c
}

func (v *validator) conformance(field string, c Conformance) {
	before := len(v.fields)
	if len(c.Steps) > maxConformanceStep || (len(c.Steps) == 0 && c.Discover == nil) {
		v.bad(at(field, "steps"), "count", "a map has 1 to %d steps", maxConformanceStep)
	}
	if len(c.Edges) > maxConformanceEdge {
		v.bad(at(field, "edges"), "most", "a map has at most %d edges", maxConformanceEdge)
	}
	known := map[string]bool{}
	for i, s := range c.Steps {
		name := nth(at(field, "steps"), i)
		switch {
		case s.ID == "" || len(s.ID) > 100 || strings.HasPrefix(s.ID, TouchpointStep):
			v.bad(at(name, "id"), "missing_or_reserved", "is missing, longer than 100 bytes, or begins with %s", TouchpointStep)
		case known[s.ID]:
			v.bad(at(name, "id"), "twice", "%q is there twice", s.ID)
		}
		known[s.ID] = true
		v.filter(at(name, "rule"), s.Rule, 0)
	}
	step := func(name, id string) {
		if !known[id] {
			v.bad(name, "step_unknown", "there is no step %q", id)
		}
	}
	for i, e := range c.Edges {
		step(at(nth(at(field, "edges"), i), "from"), e.From)
		step(at(nth(at(field, "edges"), i), "to"), e.To)
	}
	for i, id := range c.Start {
		step(nth(at(field, "start"), i), id)
	}
	for i, id := range c.End {
		step(nth(at(field, "end"), i), id)
	}
	v.oneOf(at(field, "unmatched"), c.Unmatched, "ignore", "count")
	v.within(at(field, "top"), c.Top, 0, 100)
	if d := c.Discover; d != nil {
		if p := deref(d.MinPeople); !(p >= 0 && p <= 1) {
			v.bad(at(field, "discover.minPeople"), "between", "must lie between %d and %d", 0, 1)
		}
		if p := deref(d.Dependency); !(p >= -1 && p <= 1) {
			v.bad(at(field, "discover.dependency"), "between", "must lie between %d and %d", -1, 1)
		}
	}
	if len(v.fields) == before {
		v.leadsOn(field, c)
	}
}

// leadsOn sees to it that a journey can end wherever it is: a step from which no end can be reached could never be fitted.
func (v *validator) leadsOn(field string, c Conformance) {
	next, _, end := c.Drawn()
	ends := make([]bool, len(next))
	for _, e := range end {
		ends[e] = true
	}
	for changed := true; changed; {
		changed = false
		for i := range next {
			if !ends[i] && slices.ContainsFunc(next[i], func(j int) bool { return ends[j] }) {
				ends[i], changed = true, true
			}
		}
	}
	for i, ok := range ends {
		if !ok {
			v.bad(nth(at(field, "steps"), i), "no_end", "leads to no end: draw an edge from here, or make it an end")
		}
	}
}

func (v *validator) conformanceCell(field string, q Conformance, c Cell) []string {
	v.oneOf(at(field, "part"), c.Part, append(deviations(), "discover")...)
	deviation := c.Part != "" && c.Part != "discover"
	if deviation != (c.Item != nil) {
		v.closed(at(field, "item"), "is the step of a deviation, empty for events off the map, and belongs to nothing else")
	}
	if c.Part == "discover" && (q.Discover == nil || (c.Touch == "") == (c.To == nil)) {
		v.closed(at(field, "part"), "of a question with discover, give a touchpoint, or from and to")
	}
	if c.To != nil && c.From == nil {
		v.closed(at(field, "from"), "an edge has a beginning: give from too")
	}
	if (c.Outcome == "exit" || c.Outcome == "repeat") && (c.From == nil || c.To != nil) {
		v.closed(at(field, "outcome"), "is of a step: give from alone")
	}
	given := 0
	for _, is := range []bool{deviation, c.Part == "discover", c.Path != nil, c.Other, c.Part == "" && c.From != nil, c.Outcome != "" && c.From == nil} {
		if is {
			given++
		}
	}
	if given > 1 {
		v.closed(field, "names more than one figure")
	}
	return []string{"fits", "underway", "left", "strays", "exit", "repeat"}
}

// SortDeviations puts deviations in the order of an answer: the most people first, ties by the map.
func SortDeviations(list []ConformanceDeviation, steps []DrawnStep) {
	place := func(d ConformanceDeviation) int {
		return slices.IndexFunc(steps, func(s DrawnStep) bool { return s.ID == d.Step })
	}
	slices.SortFunc(list, func(a, b ConformanceDeviation) int {
		return cmp.Or(cmp.Compare(b.People.K, a.People.K), cmp.Compare(slices.Index(deviations(), a.Kind), slices.Index(deviations(), b.Kind)), cmp.Compare(place(a), place(b)))
	})
}

// Least is how many of n people are the share that a proposal needs; one at least.
func (d *Discover) Least(n int) int { return max(1, int(math.Ceil(*d.MinPeople*float64(n)-1e-9))) }

// TopProposedSteps sorts proposed steps, the most people first and ties by their place, and keeps as many as are proposed.
func TopProposedSteps(list []DiscoveredStep) []DiscoveredStep {
	slices.SortStableFunc(list, func(a, b DiscoveredStep) int {
		return cmp.Or(cmp.Compare(b.People.K, a.People.K), cmp.Compare(b.Events, a.Events))
	})
	return list[:min(len(list), MaxProposed)]
}

// TopUndrawn sorts edges, the most people first and ties by names, and keeps as many as an answer lists.
func TopUndrawn(list []ConformanceEdge) []ConformanceEdge {
	slices.SortFunc(list, func(a, b ConformanceEdge) int {
		return cmp.Or(cmp.Compare(b.People.K, a.People.K), cmp.Compare(b.Passes, a.Passes), strings.Compare(a.From, b.From), strings.Compare(a.To, b.To))
	})
	return list[:min(len(list), MaxUndrawn)]
}

// TopProposed does the same for proposed edges.
func TopProposed(list []DiscoveredEdge) []DiscoveredEdge {
	slices.SortFunc(list, func(a, b DiscoveredEdge) int {
		return cmp.Or(cmp.Compare(b.People.K, a.People.K), cmp.Compare(b.Passes, a.Passes), strings.Compare(a.From, b.From), strings.Compare(a.To, b.To))
	})
	return list[:min(len(list), MaxUndrawn)]
}
