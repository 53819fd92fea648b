package maps

import (
	"jejak/internal/event"
	"jejak/internal/journey"
)

// LeastFeeling is how many answers or opinions a measured feeling stands on at least.
const LeastFeeling = 20

// The questions of an overlay.
const (
	OfFlow  = "flow"  // conformance: who passes the steps and edges
	OfSteps = "steps" // touchpoints, with the steps as places: time, signals, worth
	OfCards = "cards" // touchpoints, with what cards are bound to as places
)

// Overlay is what the data says of a map. Its figures are those of the answers to its questions: each names its question and the cell
// whose people stand behind it.
type Overlay struct {
	Revision  int64            `json:"revision"`
	AsOf      uint64           `json:"asOf" doc:"the last change that it knows"`
	From      event.Time       `json:"from,omitempty"`
	To        event.Time       `json:"to,omitempty"`
	Least     int              `json:"least" doc:"how many answers or opinions a measured feeling stands on at least"`
	Questions OverlayQuestions `json:"questions"`
	People    *OverlayCount    `json:"people,omitempty" doc:"with an event of any step"`
	Fit       *OverlayFit      `json:"fit,omitempty" doc:"none where no step has a rule"`
	Steps     []OverlayStep    `json:"steps" doc:"in the order of the sheet"`
	LeftOut   []string         `json:"leftOut" doc:"cards whose rule is not asked about, as 500 different ones are the most"`
	Cards     []OverlayCard    `json:"cards" doc:"that are bound to data, or tell a feeling"`
	Pains     []OverlayPain    `json:"pains" doc:"of the register: those that cards stand for, and those of steps that no card stands for yet"`
}

// OverlayQuestions are what was asked.
type OverlayQuestions struct {
	Flow  *journey.Question `json:"flow,omitempty" doc:"conformance: who passes the steps and edges"`
	Steps *journey.Question `json:"steps,omitempty" doc:"touchpoints, with the steps as places: time, signals, worth"`
	Cards *journey.Question `json:"cards,omitempty" doc:"touchpoints, with what cards are bound to as places"`
}

// Origin is where a figure comes from.
type Origin struct {
	Of   string       `json:"of" enum:"flow,steps,cards" doc:"its question"`
	Cell journey.Cell `json:"cell" doc:"its people"`
}

// OverlayCount is a number of people.
type OverlayCount struct {
	N      int               `json:"n"`
	Before *int              `json:"before,omitempty" doc:"of the comparison"`
	Change *journey.Interval `json:"change,omitempty" doc:"against the comparison, as a share of it, with its 95 % interval (log-normal, of Poisson counts)"`
	Origin
}

// OverlayRate is a share of people.
type OverlayRate struct {
	journey.Rate
	Before *journey.Rate     `json:"before,omitempty"`
	Change *journey.Interval `json:"change,omitempty" doc:"less the share of the comparison, with Newcombe's hybrid score interval"`
	Origin
}

// OverlaySignal is what people say on one scale.
type OverlaySignal struct {
	journey.SignalFigs
	Before *journey.SignalFigs `json:"before,omitempty" doc:"of the comparison"`
	Change *journey.Interval   `json:"change,omitempty" doc:"less the figure of the comparison, its interval out of both (Donner and Zou 2012)"`
	Origin
}

// OverlayFit says how real journeys fit the map.
type OverlayFit struct {
	Fits       OverlayRate        `json:"fits" doc:"of all that are not under way"`
	Underway   OverlayRate        `json:"underway"`
	Left       OverlayRate        `json:"left"`
	Strays     OverlayRate        `json:"strays"`
	Deviations []OverlayDeviation `json:"deviations" doc:"where they leave, the most people first, at most 5"`
}

// OverlayDeviation is one way of leaving the map.
type OverlayDeviation struct {
	Kind string `json:"kind" enum:"skip,insert,repeat,order,off,early"`
	Step string `json:"step,omitempty"`
	OverlayRate
}

// OverlayStep are the figures of a step. A step without a rule is assumed and has none.
type OverlayStep struct {
	Step     string          `json:"step"`
	Evidence string          `json:"evidence" enum:"assumed,partly,full" doc:"full: a rule that has data in the range"`
	People   *OverlayCount   `json:"people,omitempty"`
	Entries  int             `json:"entries" doc:"how often people come to it; events in a row are one"`
	Exits    *OverlayRate    `json:"exits,omitempty" doc:"people whose journey ends here so far"`
	Repeats  *OverlayRate    `json:"repeats,omitempty" doc:"people with more than one event of it"`
	Moves    int             `json:"moves" doc:"how often another step follows"`
	Median   int64           `json:"median" doc:"milliseconds to the next step"`
	Time     *journey.Spent  `json:"time,omitempty" doc:"spent at the step"`
	Next     []OverlayEdge   `json:"next" doc:"conversion to each step that it leads to on the map"`
	Signals  []OverlaySignal `json:"signals" doc:"said after the step and before any other one; scales are never mixed"`
	Worth    *OverlayWorth   `json:"worth,omitempty"`
}

// OverlayEdge is who goes from a step directly to another, of those who come to the first.
type OverlayEdge struct {
	To     string `json:"to"`
	Median int64  `json:"median" doc:"milliseconds between the two"`
	OverlayRate
}

// OverlayWorth is revenue within the window after the first pass.
type OverlayWorth struct {
	journey.Worth
	Origin
}

// OverlayCard are the figures of a card.
type OverlayCard struct {
	Card     string          `json:"card"`
	Evidence string          `json:"evidence" enum:"assumed,partly,full"`
	People   *OverlayCount   `json:"people,omitempty" doc:"of the touchpoint or rule that it is bound to"`
	Signals  []OverlaySignal `json:"signals" doc:"of that touchpoint or rule; of the signal that it is bound to, at its step"`
	Feeling  *OverlayFeeling `json:"feeling,omitempty"`
	Metric   *OverlayMetric  `json:"metric,omitempty" doc:"of the question that it is bound to"`
}

// OverlayFeeling sets the feeling that is assumed beside the one that people tell, from −2 to 2. Sentiment (−1 to 1) is doubled; without
// enough of it, satisfaction or ratings (1 to 5) count from their middle.
type OverlayFeeling struct {
	Assumed  *int              `json:"assumed,omitempty"`
	N        int               `json:"n"`
	Scale    string            `json:"scale,omitempty" doc:"the one that is measured by; none where none has enough answers"`
	Measured *journey.Interval `json:"measured,omitempty"`
	Gap      *journey.Interval `json:"gap,omitempty" doc:"measured less assumed"`
	Large    bool              `json:"large,omitempty" doc:"the gap is 1 or more, and its interval is all on one side of 0"`
	Origin   *Origin           `json:"origin,omitempty"`
}

// OverlayPain is a pain point of the register at a place of the map.
type OverlayPain struct {
	ID      string            `json:"id"`
	Card    string            `json:"card,omitempty" doc:"the card that stands for it; none where it is only proposed for the step"`
	Step    string            `json:"step"`
	Title   string            `json:"title" doc:"empty where the message says it"`
	Message string            `json:"message,omitempty"`
	Params  map[string]string `json:"params,omitempty"`
	Status  string            `json:"status" enum:"proposed,open,in_work,mended,dismissed"`
	People  int               `json:"people" doc:"affected in the range; of a proposed one, when it was last found"`
	Share   journey.Rate      `json:"share"`
}
