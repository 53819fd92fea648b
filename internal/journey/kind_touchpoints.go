package journey

import "slices"

// Touchpoints asks how each touchpoint does.
//
// The events that a question sees are cut into sessions where Gap passes without one. A pass is a run of events at one
// touchpoint within a session, with no event of another touchpoint between. docs/questions/touchpoints.md has every detail.
type Touchpoints struct {
	By         string       `json:"by,omitempty" enum:"touchpoint,event,channel" doc:"touchpoint by default, event where the workspace has none"`
	Gap        Duration     `json:"gap,omitempty" doc:"the quiet time that ends a session; 30m by default"`
	Window     Duration     `json:"window,omitempty" doc:"how long after a pass a conversion, a signal or revenue still counts; 14d by default"`
	Conversion *Filter      `json:"conversion,omitempty" doc:"what counts as going on; by default an event that enters the touchpoint's stage or a later one"`
	Revenue    Names        `json:"revenue,omitempty" doc:"properties that hold what a conversion is worth, the first that is there; revenue and total by default"`
	Pings      Names        `json:"pings,omitempty" doc:"events that only say that somebody is still there; page_ping and Page Ping by default"`
	Signals    []Signal     `json:"signals,omitempty" maxItems:"8" doc:"where answers and opinions are found; by default surveys nps, csat and ces, ratings and sentiment"`
	Places     []Touchpoint `json:"places,omitempty" maxItems:"500" doc:"asked about instead of the workspace's touchpoints, such as the steps of a map; their rules may name those touchpoints"`
	Model      *StageModel  `json:"model,omitempty" doc:"the stages that a pass leads to and that are worth something; the workspace's own by default"`
	Latest     bool         `json:"latest,omitempty" doc:"an answer or opinion counts for the latest pass that began before it alone; by default for every pass within the window"`
}

// maxPlaces is how many places a question brings: the steps of a map.
const maxPlaces = maxConformanceStep

// Signal says which events carry an expression of experience, in which property, on which scale. Scales are never mixed.
type Signal struct {
	Scale    string  `json:"scale" doc:"nps is scored as NPS (9-10 less 0-6), anything else as a mean"`
	Event    Filter  `json:"event"`
	Property string  `json:"property"`
	Low      float64 `json:"low"`
	High     float64 `json:"high" doc:"values outside low to high are left out"`
}

// The scales that are known by themselves.
const (
	ScaleNPS       = "nps"
	ScaleCSAT      = "csat"
	ScaleCES       = "ces"
	ScaleRating    = "rating"
	ScaleSentiment = "sentiment"
)

func defaultSignals() []Signal {
	survey := func(scale string, low, high float64) Signal {
		is := Filter{Where: []Condition{{Property: "survey", Op: OpEq, Value: scale}}}
		return Signal{Scale: scale, Event: is, Property: "score", Low: low, High: high}
	}
	carries := func(scale, property string, low, high float64) Signal {
		return Signal{Scale: scale, Event: Filter{Where: []Condition{{Property: property, Op: OpExists}}}, Property: property, Low: low, High: high}
	}
	return []Signal{
		survey(ScaleNPS, 0, 10), survey(ScaleCSAT, 1, 5), survey(ScaleCES, 1, 7),
		carries(ScaleRating, "rating", 1, 5), carries(ScaleSentiment, "sentiment", -1, 1),
	}
}

// TouchpointsAnswer has a row for each touchpoint that somebody came to, and value of the breakdown.
type TouchpointsAnswer struct {
	By   string           `json:"by"`
	Rows []TouchpointFigs `json:"rows"`
}

// TouchpointFigs are the figures of one touchpoint.
type TouchpointFigs struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Stage string `json:"stage,omitempty"`
	Value string `json:"value,omitempty" doc:"of the breakdown"`
	Other bool   `json:"other,omitempty"`

	People      int          `json:"people"`
	Events      int          `json:"events"`
	Passes      int          `json:"passes"`
	Time        Spent        `json:"time" doc:"of a pass, where it is known"`
	SessionExit Rate         `json:"sessionExit" doc:"passes that are the last touch of their session"`
	JourneyExit Rate         `json:"journeyExit" doc:"people whose last touch in the range is here"`
	Repeat      Rate         `json:"repeat" doc:"people who came in more than one session"`
	Lift        Lift         `json:"lift"`
	Signals     []SignalFigs `json:"signals" doc:"by scale, of signals within the window after a pass"`
	Worth       Worth        `json:"worth" doc:"revenue within the window after the first pass"`
}

// Spent is time spent, in milliseconds, over the N passes of which it is known. The mean's interval is Student's.
type Spent struct {
	Times
	Mean     float64 `json:"mean"`
	MeanLow  float64 `json:"meanLow"`
	MeanHigh float64 `json:"meanHigh"`
}

// Lift compares people who came to the touchpoint with those who came to its stage but not to it: who later converted, within
// the window after their first pass. The difference has Newcombe's interval. It is a comparison, not a proof of cause.
type Lift struct {
	With    Rate    `json:"with"`
	Without Rate    `json:"without"`
	Value   float64 `json:"value"`
	Low     float64 `json:"low"`
	High    float64 `json:"high"`
}

// SignalFigs is the score of one scale with its 95 % interval: NPS from −100 to 100, otherwise the mean.
type SignalFigs struct {
	Scale string  `json:"scale"`
	N     int     `json:"n"`
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Worth is money. Sum is exact up to its last rounding; PerPerson is over all who came.
type Worth struct {
	Orders    int     `json:"orders"`
	Sum       float64 `json:"sum"`
	PerPerson float64 `json:"perPerson"`
}

const maxGap = Duration(24 * 3600e9)

func (v *validator) touchpoints(field string, a Touchpoints) {
	v.oneOf(at(field, "by"), a.By, "touchpoint", "event", "channel")
	v.visits(field, a)
	if len(a.Places) > 0 && a.By != "" && a.By != "touchpoint" {
		v.bad(at(field, "by"), "places_by", "is touchpoint where the question brings places")
	}
	if a.Model != nil {
		v.model(at(field, "model"), *a.Model)
	}
	if len(a.Places) > maxPlaces {
		v.bad(at(field, "places"), "most", "are at most %d", maxPlaces)
		return
	}
	for i, p := range a.Places {
		name := nth(at(field, "places"), i)
		if p.ID == "" || len(p.ID) > 100 {
			v.bad(at(name, "id"), "missing_or_long", "is missing or longer than %d bytes", 100)
		}
		if slices.ContainsFunc(a.Places[:i], func(o Touchpoint) bool { return o.ID == p.ID }) {
			v.bad(at(name, "id"), "twice", "%q is there twice", p.ID)
		}
		v.filter(at(name, "rule"), p.Rule, 0)
	}
}

// visits checks what touchpoints and friction share.
func (v *validator) visits(field string, a Touchpoints) {
	if a.Gap < 0 || a.Gap > maxGap {
		v.bad(at(field, "gap"), "between", "must lie between %s and %s", "0", "1d")
	}
	if a.Window < 0 {
		v.bad(at(field, "window"), "negative", "must not be negative")
	}
	if a.Conversion != nil {
		v.filter(at(field, "conversion"), *a.Conversion, 0)
	}
	if len(a.Revenue) > 8 || len(a.Pings) > 50 || len(a.Signals) > 8 {
		v.bad(field, "crowded", "has too many entries: 8 revenue properties, 50 pings and 8 signals are the most")
	}
	for i, p := range a.Revenue {
		v.property(nth(at(field, "revenue"), i), p)
	}
	for i, s := range a.Signals {
		name := nth(at(field, "signals"), i)
		v.filter(at(name, "event"), s.Event, 0)
		v.property(at(name, "property"), s.Property)
		if s.Scale == "" || s.Property == "" || !(s.Low < s.High) {
			v.bad(name, "signal_whole", "needs a scale, a property, and low below high")
		}
		if slices.ContainsFunc(a.Signals[:i], func(o Signal) bool { return o.Scale == s.Scale }) {
			v.bad(at(name, "scale"), "twice", "%q is there twice; scales are never mixed", s.Scale)
		}
	}
}

func (a Touchpoints) withDefaults() Touchpoints {
	a.Gap, a.Window = or(a.Gap, defaultGap), or(a.Window, defaultWindow)
	if a.Revenue == nil {
		a.Revenue = Names{"revenue", "total"}
	}
	if a.Pings == nil {
		a.Pings = Names{"page_ping", "Page Ping"}
	}
	if a.Signals == nil {
		a.Signals = defaultSignals()
	}
	if len(a.Places) > 0 {
		a.By = "touchpoint"
	}
	return a
}

// Staged are the definitions with the stage model that a question by touchpoint brings.
func (q Question) Staged(d Definitions) Definitions {
	if q.Touchpoints != nil && q.Touchpoints.Model != nil {
		d.Stages = *q.Touchpoints.Model
	}
	return d
}

// Points are what a question by touchpoint is about: its own places, or the workspace's touchpoints.
func (a Touchpoints) Points(d Definitions) []Touchpoint {
	if len(a.Places) > 0 {
		return a.Places
	}
	return d.Touchpoints
}

// Targets are the stages, as bits, whose entry counts as going on from a pass at a touchpoint of a stage: all later ones, and the
// touchpoint's own where the pass itself did not enter it. A touchpoint without a stage leads to the last one.
func (m StageModel) Targets(stage string, entered uint64) uint64 {
	n := len(m.Stages)
	if n == 0 {
		return 0
	}
	i := slices.IndexFunc(m.Stages, func(s Stage) bool { return s.ID == stage })
	if i < 0 {
		i = n - 1
	}
	own := uint64(1) << i
	if entered&own != 0 {
		own = 0
	}
	// An event that the pass itself made cannot be what it leads to: a pass that holds an order is at its end.
	return (uint64(1)<<n-uint64(2)<<i)&^entered | own
}

// TouchpointsBy is what a question that does not say is asked by: touchpoints, or events where there are none.
func TouchpointsBy(d Definitions) string {
	if len(d.Touchpoints) == 0 {
		return "event"
	}
	return "touchpoint"
}
