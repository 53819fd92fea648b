package journey

import (
	"slices"
	"time"
)

// Drivers asks what hangs together with an outcome: which signals, such as satisfaction, ease and perception, and which touchpoints.
//
// Each person is one row. It begins at the person's first event that matches Anchor (without Anchor, everyone with an event in the
// range has a row from its beginning on). The outcome is there where an event matches Outcome, at the anchor or after it, within Window.
// Signals and touchpoints are those before the outcome in order, or, until anchor, up to the anchor and before the outcome; a signal is
// the person's latest one then. docs/questions/drivers.md has the statistics.
type Drivers struct {
	Outcome     Filter         `json:"outcome" doc:"what people do when they are moved: an order, a stage's entry, a recommendation"`
	Anchor      *Filter        `json:"anchor,omitempty" doc:"where a person's row begins: the first event that matches"`
	Window      Duration       `json:"window,omitempty" doc:"after the anchor; people whose window is not over yet, without the outcome, are left out; 0 is no limit"`
	Until       string         `json:"until,omitempty" enum:"outcome,anchor" doc:"what counts as before; outcome by default"`
	Signals     []DriverSignal `json:"signals,omitempty" maxItems:"10"`
	Touchpoints []string       `json:"touchpoints,omitempty" maxItems:"40" doc:"ids of touchpoints that were used or not; * is all of them, which is the default without signals"`
	Ridge       *float64       `json:"ridge,omitempty" minimum:"0" maximum:"1000" doc:"how much effects are held back; 1 by default"`
}

// DriverSignal is a scored expression of experience.
type DriverSignal struct {
	Name     string `json:"name" minLength:"1" maxLength:"100"`
	Filter   Filter `json:"filter"`
	Property string `json:"property" doc:"the numeric property that holds the score"`
	Kind     string `json:"kind,omitempty" enum:"nps,csat,ces,sentiment,custom" doc:"nps and csat are satisfaction, ces is ease, sentiment is perception; custom by default"`
}

// DriversAnswer says what hangs together with the outcome. It is no proof of cause. Cells are addressed by part: sample, unfinished,
// left_out, or signal and touchpoint with an item; the outcomes converted and lost narrow to those with and without the outcome.
type DriversAnswer struct {
	State      string         `json:"state" enum:"ok,few_people,few_outcomes,no_features" doc:"not ok: not enough answers, there is no model"`
	Needed     int            `json:"needed,omitempty" doc:"few_outcomes: so many people with and without the outcome it takes each"`
	Unfinished int            `json:"unfinished" doc:"people whose window is not over yet"`
	LeftOut    int            `json:"leftOut" doc:"people who lack one of the signals"`
	Outcome    Rate           `json:"outcome" doc:"of the people in the sample"`
	Signals    []SignalFigure `json:"signals"`
	Drivers    []Driver       `json:"drivers" doc:"the heaviest first"`
	Factors    []DriverFactor `json:"factors"`
	R2         float64        `json:"r2" doc:"squared correlation of outcome and predicted probability; the weights add up to it"`
	McFadden   float64        `json:"mcFadden" doc:"1 − log-likelihood / that of no features"`
	Collinear  bool           `json:"collinear,omitempty" doc:"some features tell much the same: their single effects are unsure, see inflation"`
}

// SignalFigure is a signal in numbers.
type SignalFigure struct {
	Name     string  `json:"name"`
	Kind     string  `json:"kind"`
	Answered int     `json:"answered" doc:"people, in the sample or left out, with this signal"`
	Mean     float64 `json:"mean" doc:"in the sample"`
	SD       float64 `json:"sd"`
	With     float64 `json:"with" doc:"mean of those with the outcome"`
	Without  float64 `json:"without"`
}

// Driver is one feature of the model.
type Driver struct {
	Part      string  `json:"part" enum:"signal,touchpoint"`
	Item      string  `json:"item" doc:"the signal's name or the touchpoint's id"`
	Name      string  `json:"name"`
	Factor    string  `json:"factor" enum:"satisfaction,ease,perception,other,touchpoint"`
	People    int     `json:"people" doc:"of the sample, who used the touchpoint; for a signal, all"`
	Excluded  string  `json:"excluded,omitempty" enum:"constant,rare,step" doc:"why it is not in the model: the same for everyone; a touchpoint that fewer than 20 people used, or all but fewer; a touchpoint that at least 95 % of those who used it have the outcome after, or 20 times as many or as few as of those who did not use it: a step of the outcome rather than a driver of it"`
	Per       string  `json:"per" enum:"sd,use" doc:"what the odds ratio and the effect are of: one standard deviation more, or using it"`
	Odds      Mean    `json:"odds" doc:"odds ratio with its 95 % interval, all other features being equal"`
	Effect    float64 `json:"effect" doc:"average marginal effect: change of the probability"`
	P         float64 `json:"p"`
	Q         float64 `json:"q" doc:"p corrected for the number of features (Benjamini, Hochberg)"`
	Weight    float64 `json:"weight" doc:"relative weight: the part of r2"`
	Share     float64 `json:"share" doc:"of all weights"`
	Inflation float64 `json:"inflation" doc:"variance inflation factor"`
}

// DriverFactor is what the features of one kind weigh together.
type DriverFactor struct {
	Factor string  `json:"factor"`
	Weight float64 `json:"weight"`
	Share  float64 `json:"share"`
}

// Factor is what a kind of signal measures.
func Factor(kind string) string {
	switch kind {
	case "nps", "csat":
		return "satisfaction"
	case "ces":
		return "ease"
	case "sentiment":
		return "perception"
	}
	return "other"
}

const (
	maxSignals      = 10
	maxDriverPoints = 40
)

func (v *validator) drivers(field string, a Drivers) {
	v.filter(at(field, "outcome"), a.Outcome, 0)
	if a.Anchor != nil {
		v.filter(at(field, "anchor"), *a.Anchor, 0)
	}
	v.oneOf(at(field, "until"), a.Until, "outcome", "anchor")
	if a.Anchor == nil && (a.Window != 0 || a.Until == "anchor") {
		v.bad(at(field, "anchor"), "anchor_missing", "is needed by a window and by until anchor")
	}
	if a.Window > Duration(3650*24*time.Hour) {
		v.bad(at(field, "window"), "between", "must lie between %s and %s", "0", "3650d")
	}
	if len(a.Signals) > maxSignals {
		v.bad(at(field, "signals"), "most", "a question takes at most %d signals", maxSignals)
	}
	seen := map[string]bool{}
	for i, s := range a.Signals {
		name := nth(at(field, "signals"), i)
		if s.Name == "" || len(s.Name) > 100 || seen[s.Name] {
			v.bad(at(name, "name"), "missing_or_twice", "is missing, longer than 100 bytes, or there twice")
		}
		seen[s.Name] = true
		v.filter(at(name, "filter"), s.Filter, 0)
		if s.Property == "" {
			v.bad(at(name, "property"), "missing", "is missing")
		}
		v.property(at(name, "property"), s.Property)
		v.oneOf(at(name, "kind"), s.Kind, "nps", "csat", "ces", "sentiment", "custom")
	}
	for i, id := range a.Touchpoints {
		if id != "*" && !slices.ContainsFunc(v.d.Touchpoints, func(t Touchpoint) bool { return t.ID == id }) {
			v.bad(nth(at(field, "touchpoints"), i), "touchpoint_unknown", "there is no touchpoint %q", id)
		}
	}
	if len(a.Touchpoints) > maxDriverPoints {
		v.bad(at(field, "touchpoints"), "most", "a question takes at most %d touchpoints", maxDriverPoints)
	}
	if a.Ridge != nil && !(*a.Ridge >= 0 && *a.Ridge <= 1000) {
		v.bad(at(field, "ridge"), "between", "must lie between %d and %d", 0, 1000)
	}
}

func (v *validator) driversCell(field string, c Cell) []string {
	v.oneOf(at(field, "part"), c.Part, "sample", "unfinished", "left_out", "signal", "touchpoint")
	if (c.Part == "signal" || c.Part == "touchpoint") != (c.Item != nil) {
		v.closed(at(field, "item"), "is needed by the parts signal and touchpoint, and by nothing else")
	}
	return []string{"converted", "lost"}
}

func (a Drivers) withDefaults() Drivers {
	a.Until = or(a.Until, "outcome")
	a.Signals = slices.Clone(a.Signals)
	for i := range a.Signals {
		a.Signals[i].Kind = or(a.Signals[i].Kind, "custom")
	}
	if len(a.Signals) == 0 && len(a.Touchpoints) == 0 {
		a.Touchpoints = []string{"*"}
	}
	if a.Ridge == nil {
		one := 1.0
		a.Ridge = &one
	}
	return a
}

// Points are the touchpoints of a question with defaults, each once, in the workspace's order; of very many, the first.
func (a Drivers) Points(d Definitions) []Touchpoint {
	var out []Touchpoint
	for _, t := range d.Touchpoints {
		if len(out) < maxDriverPoints && (slices.Contains(a.Touchpoints, "*") || slices.Contains(a.Touchpoints, t.ID)) {
			out = append(out, t)
		}
	}
	return out
}
