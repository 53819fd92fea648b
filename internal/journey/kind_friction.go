package journey

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// Friction asks where it hurts, ranked.
//
// A person counts once for each touchpoint, with the first pass in the range. What happened in that pass (an error, a retry, a
// loop, a rage click, leaving, a long wait, a bad answer after it) is compared between the values of each property within the
// touchpoint, and with the comparable touchpoints of its stage. docs/questions/friction.md has every test.
type Friction struct {
	Gap        Duration `json:"gap,omitempty" doc:"the quiet time that ends a session; 30m by default"`
	Window     Duration `json:"window,omitempty" doc:"how long after a pass a conversion or a signal still counts; 14d by default"`
	Conversion *Filter  `json:"conversion,omitempty" doc:"what counts as going on; by default an event that enters the touchpoint's stage or a later one"`
	Revenue    Names    `json:"revenue,omitempty" doc:"properties that hold what a conversion is worth; revenue and total by default"`
	Signals    []Signal `json:"signals,omitempty" maxItems:"8"`
	Errors     *Errors  `json:"errors,omitempty" doc:"which events say that something went wrong"`
	Timings    Names    `json:"timings,omitempty" doc:"properties that hold how long somebody waited: load and response times, waits"`
	Detect     []string `json:"detect,omitempty" enum:"errors,retries,loops,rage,exits,slow,signals" doc:"so many detectors; all by default"`
	Slices     []string `json:"slices,omitempty" maxItems:"60" doc:"properties to look into; by default all that events at touchpoints carry"`
	Rate       float64  `json:"rate,omitempty" minimum:"0" maximum:"1" doc:"bound of the share of false findings; 0.05 by default"`
	MinPeople  int      `json:"minPeople,omitempty" minimum:"0" doc:"people on either side of a comparison; 20 by default"`
	Top        int      `json:"top,omitempty" minimum:"0" maximum:"100" doc:"so many findings; 20 by default"`
}

// Errors says which events are errors: those whose name holds one of the words, ignoring case, and those with a property that
// passes one of the conditions.
type Errors struct {
	Words Names       `json:"words,omitempty"`
	Where []Condition `json:"where,omitempty" maxItems:"20" doc:"any of them"`
}

// The detectors.
const (
	DetectErrors  = "errors"
	DetectRetries = "retries"
	DetectLoops   = "loops"
	DetectRage    = "rage"
	DetectExits   = "exits"
	DetectSlow    = "slow"
	DetectSignals = "signals"
)

func detectors() []string {
	return []string{DetectErrors, DetectRetries, DetectLoops, DetectRage, DetectExits, DetectSlow, DetectSignals}
}

func defaultErrors() *Errors {
	is := func(property string) Condition {
		return Condition{Property: property, Op: OpNotIn, Value: []any{"", "0", "false", "none", "no", "ok", "null", "success"}}
	}
	return &Errors{
		Words: Names{"fail", "error", "declin", "abandon", "reject", "timeout", "timed out", "crash", "exception", "invalid", "unavailable"},
		Where: []Condition{
			is("error"), is("error_code"), is("errorCode"), is("error_message"), is("exception"),
			{Property: "status", Op: OpIn, Value: []any{"failed", "failure", "error", "declined", "rejected", "timeout"}},
			{Property: "status", Op: OpBetween, Value: []any{400.0, 599.0}},
			{Property: "status_code", Op: OpBetween, Value: []any{400.0, 599.0}},
			{Property: "success", Op: OpIn, Value: []any{"false", "0", "no"}},
		},
	}
}

func defaultTimings() Names {
	return Names{
		"wait", "wait_s", "wait_ms", "wait_time", "wait_seconds", "waiting_time", "load_time", "load_time_ms", "loadTime", "page_load_time",
		"latency", "latency_ms", "response_time", "response_time_ms", "responseTime", "ttfb", "lcp", "fcp", "inp",
	}
}

// FrictionAnswer lists the findings, the most costly first.
type FrictionAnswer struct {
	Findings   []FrictionFinding `json:"findings"`
	Tests      int               `json:"tests" doc:"how many comparisons were made; at most 5 % of the findings are expected to be false (Benjamini and Hochberg 1995)"`
	Points     []FrictionPoint   `json:"points" doc:"every touchpoint that somebody came to"`
	OrderValue Measured          `json:"orderValue" doc:"mean revenue of a conversion"`
}

// FrictionPoint is how many of the people who came to a touchpoint had each sign in their first pass.
type FrictionPoint struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Stage   string `json:"stage,omitempty"`
	People  int    `json:"people"`
	Errors  Rate   `json:"errors"`
	Retries Rate   `json:"retries"`
	Loops   Rate   `json:"loops"`
	Rage    Rate   `json:"rage"`
	Exits   Rate   `json:"exits"`
	Going   Rate   `json:"going" doc:"those who went on, of those for whom there is something to go on to"`
}

// FrictionFinding is one place where it hurts.
type FrictionFinding struct {
	Kind       string          `json:"kind" enum:"errors,retries,loops,rage,exits,slow,signals"`
	Measure    string          `json:"measure,omitempty" doc:"slow: the property; signals: the scale"`
	Touchpoint string          `json:"touchpoint"`
	Name       string          `json:"name"`
	Stage      string          `json:"stage,omitempty"`
	Slice      []FrictionSlice `json:"slice,omitempty" doc:"the part of the touchpoint where it is concentrated; none is all of it"`
	Against    string          `json:"against" enum:"rest,peers" doc:"rest: other values at the same touchpoint; peers: comparable touchpoints of the stage"`

	Share    Rate     `json:"share" doc:"people of the place whose first pass had it"`
	Compared Rate     `json:"compared" doc:"the same of those that it was compared with"`
	Level    Measured `json:"level,omitempty" doc:"slow and signals: the mean"`
	Usual    Measured `json:"usual,omitempty" doc:"slow and signals: the mean of those that it was compared with"`
	Worse    *float64 `json:"worse,omitempty" doc:"slow and signals: the level beyond which people are affected, the median of those that it was compared with; the item of their cell"`
	Excess   Interval `json:"excess" doc:"difference of the shares, or Cliff's delta"`
	P        float64  `json:"p"`
	Q        float64  `json:"q" doc:"the least false-discovery rate at which this is a finding"`

	People     int            `json:"people" doc:"people affected"`
	PeopleLost Interval       `json:"peopleLost" doc:"people who would have gone on: the excess, times how much less those affected go on"`
	ValueLost  Interval       `json:"valueLost"`
	Also       []FrictionSign `json:"also,omitempty" doc:"other signs at the same place"`

	Message string            `json:"message" doc:"key of the sentence that says it"`
	Params  map[string]string `json:"params"`
}

// FrictionSlice is one value of a property. The property channel is the event's channel.
type FrictionSlice struct {
	Property string `json:"property"`
	Value    string `json:"value"`
}

// FrictionSign is a further difference at the place of a finding.
type FrictionSign struct {
	Kind     string  `json:"kind"`
	Measure  string  `json:"measure,omitempty"`
	Share    Rate    `json:"share"`
	Compared Rate    `json:"compared"`
	Q        float64 `json:"q"`
}

// Interval is a figure with its 95 % interval.
type Interval struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Measured is a mean of n values with its 95 % interval.
type Measured struct {
	N int `json:"n"`
	Interval
}

// FrictionChannel is the name under which the channel is a property to slice by.
const FrictionChannel = "channel"

func (v *validator) friction(field string, a Friction) {
	v.visits(field, a.visits())
	v.within(at(field, "top"), a.Top, 0, 100)
	v.within(at(field, "minPeople"), a.MinPeople, 0, 1_000_000)
	if !(a.Rate >= 0 && a.Rate <= 1) {
		v.bad(at(field, "rate"), "between", "must lie between %d and %d", 0, 1)
	}
	for i, d := range a.Detect {
		v.oneOf(nth(at(field, "detect"), i), or(d, "nothing"), detectors()...)
	}
	if len(a.Slices) > 60 || len(a.Timings) > 60 {
		v.bad(field, "crowded", "has too many entries: 60 slices and 60 timings are the most")
	}
	for _, list := range []struct {
		name  string
		paths []string
	}{{"slices", a.Slices}, {"timings", a.Timings}} {
		for i, p := range list.paths {
			v.property(nth(at(field, list.name), i), p)
		}
	}
	if e := a.Errors; e != nil {
		if len(e.Words) > 50 || len(e.Where) > 20 || slices.Contains(e.Words, "") {
			v.bad(at(field, "errors"), "error_words", "has at most 50 words, none empty, and 20 conditions")
		}
		for i, c := range e.Where {
			v.condition(nth(at(field, "errors.where"), i), c, true)
		}
	}
}

// frictionCell wants the measure and the level of those who waited or were dissatisfied.
func (v *validator) frictionCell(field string, c Cell) (outcomes []string) {
	graded := c.Outcome == DetectSlow || c.Outcome == DetectSignals
	if graded && (c.Part == "" || math.IsNaN(c.Level())) {
		v.closed(at(field, "item"), "give part with the measure and item with the level beyond which people are affected: worse of the finding")
	}
	return detectors()
}

// Level is the item as a number, NaN where it is none.
func (c Cell) Level() float64 {
	if c.Item == nil {
		return math.NaN()
	}
	f, err := strconv.ParseFloat(*c.Item, 64)
	if err != nil || math.IsInf(f, 0) {
		return math.NaN()
	}
	return f
}

func (a Friction) withDefaults() Friction {
	t := a.visits().withDefaults()
	a.Gap, a.Window, a.Revenue, a.Signals = t.Gap, t.Window, t.Revenue, t.Signals
	a.Top, a.Rate, a.MinPeople = or(a.Top, 20), or(a.Rate, 0.05), or(a.MinPeople, 20)
	if a.Errors == nil {
		a.Errors = defaultErrors()
	}
	if a.Timings == nil {
		a.Timings = defaultTimings()
	}
	if len(a.Detect) == 0 {
		a.Detect = detectors()
	}
	return a
}

// visits is what a friction question shares with touchpoints: how passes are cut and what follows them.
func (a Friction) visits() Touchpoints {
	return Touchpoints{Gap: a.Gap, Window: a.Window, Conversion: a.Conversion, Revenue: a.Revenue, Signals: a.Signals}
}

// Visits is the question of touchpoints that walks the same passes.
func (a Friction) Visits() Touchpoints {
	t := a.visits().withDefaults()
	t.By = "touchpoint"
	return t
}

// Named reports whether an event's name says that something went wrong.
func (e *Errors) Named(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(e.Words, func(w string) bool { return strings.Contains(name, strings.ToLower(w)) })
}

// Carried is the filter of events that are errors by a property, whatever their name.
func (e *Errors) Carried() Filter {
	f := Filter{Any: make([]Filter, 0, len(e.Where))}
	for _, c := range e.Where {
		f.Any = append(f.Any, Filter{Where: []Condition{{Property: c.Property, Op: OpExists}, c}})
	}
	if len(f.Any) == 0 {
		f.Not = &Filter{}
	}
	return f
}

// IsClick reports whether events of a name are clicks; three at one spot within a second are rage where they say where they were.
func IsClick(name string) bool { return strings.Contains(strings.ToLower(name), "click") }

// ClickPlaces are the properties that say where a click was, in pixels.
func ClickPlaces() [][2]string {
	return [][2]string{{"x", "y"}, {"clientX", "clientY"}, {"pageX", "pageY"}, {"click_x", "click_y"}}
}

// NeverSliced are the properties that tell what happened rather than to whom or with what.
func (a Friction) NeverSliced() []string {
	list := []string{FrictionChannel}
	for _, c := range a.Errors.Where {
		list = append(list, c.Property)
	}
	for _, s := range a.Signals {
		list = append(list, s.Property)
	}
	for _, pair := range ClickPlaces() {
		list = append(list, pair[:]...)
	}
	return append(list, a.Timings...)
}
