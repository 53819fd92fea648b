package journey

import "jejak/internal/event"

// Answer is the answer to one question. It says as of which sequence number and how many people stand behind it.
type Answer struct {
	Kind    Kind       `json:"kind"`
	AsOf    uint64     `json:"asOf" doc:"the last change that the answer knows"`
	From    event.Time `json:"from,omitempty"`
	To      event.Time `json:"to,omitempty"`
	People  int        `json:"people" doc:"people with an event that the question counts: docs/questions says which"`
	Events  int        `json:"events"`
	Notes   []string   `json:"notes,omitempty" doc:"warnings as message keys: small_sample, unfinished, association"`
	Compare *Answer    `json:"compare,omitempty"`

	Trend     *TrendAnswer     `json:"trend,omitempty"`
	Funnel    *FunnelAnswer    `json:"funnel,omitempty"`
	Paths     *PathsAnswer     `json:"paths,omitempty"`
	Retention *RetentionAnswer `json:"retention,omitempty"`
	Stages    *StagesAnswer    `json:"stages,omitempty"`
	Persons   *PeopleAnswer    `json:"persons,omitempty"`

	Touchpoints *TouchpointsAnswer `json:"touchpoints,omitempty"`
	Friction    *FrictionAnswer    `json:"friction,omitempty"`
	Attribution *AttributionAnswer `json:"attribution,omitempty"`
	Audience    *AudienceAnswer    `json:"audience,omitempty"`
	Value       *ValueAnswer       `json:"value,omitempty"`
	Drivers     *DriversAnswer     `json:"drivers,omitempty"`
	Content     *ContentAnswer     `json:"content,omitempty"`
	Conformance *ConformanceAnswer `json:"conformance,omitempty"`
	Coverage    *CoverageAnswer    `json:"coverage,omitempty"`
}

// Rate is a share k of n with its 95 % Wilson score interval (Wilson 1927). With n = 0 all three figures are 0.
type Rate struct {
	K     int     `json:"k"`
	N     int     `json:"n"`
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Times are the median and 90th percentile (nearest rank) of n durations, in milliseconds.
type Times struct {
	N      int   `json:"n"`
	Median int64 `json:"median"`
	P90    int64 `json:"p90"`
}

// TrendAnswer holds one series for each value of the breakdown, or one with an empty value; intervals without events are there as 0.
type TrendAnswer struct {
	Starts []event.Time  `json:"starts"`
	Series []TrendSeries `json:"series"`

	Unfinished []int `json:"unfinished,omitempty" doc:"places of the intervals of which a part only is counted: they begin before the range, end after it, or are not over yet"`
}

// TrendSeries is one line: Points[i] belongs to Starts[i]. N counts what stands behind each point (events; people for people).
// Total is over the whole range: distinct people for people, the mean of all for mean.
type TrendSeries struct {
	Value  string    `json:"value"`
	Other  bool      `json:"other,omitempty"`
	Points []float64 `json:"points"`
	N      []int     `json:"n"`
	Total  float64   `json:"total"`

	Bounds      []Bounds `json:"bounds,omitempty" doc:"of a mean: the 95 % interval of each point"`
	TotalBounds *Bounds  `json:"totalBounds,omitempty" doc:"of a mean: that of the total"`
}

// FunnelAnswer holds one group for each value of the breakdown, or one with an empty value.
type FunnelAnswer struct {
	Groups []FunnelGroup `json:"groups"`
}

// FunnelGroup is one funnel.
type FunnelGroup struct {
	Value     string       `json:"value"`
	Other     bool         `json:"other,omitempty"`
	Steps     []FunnelStep `json:"steps"`
	Total     Times        `json:"total" doc:"from the first to the last step, of those who reached it"`
	Histogram []Bin        `json:"histogram,omitempty" doc:"of the same times"`
}

// FunnelStep is how many reached a step. An optional step counts who took it; its rates are of the required step before it.
type FunnelStep struct {
	Name     string `json:"name"`
	Optional bool   `json:"optional,omitempty"`
	Reached  int    `json:"reached"`
	Dropped  int    `json:"dropped" doc:"reached this step but not the next required one"`
	FromPrev Rate   `json:"fromPrev"`
	Overall  Rate   `json:"overall"`
	Times    Times  `json:"times" doc:"from the matched step before"`
}

// Bin counts durations in [From, To) milliseconds.
type Bin struct {
	From int64 `json:"from"`
	To   int64 `json:"to"`
	N    int   `json:"n"`
}

// PathsAnswer is the flow by step and the transition matrix over all kept steps. An empty name is 'other'.
type PathsAnswer struct {
	Containers int        `json:"containers" doc:"journeys or sessions that hold the anchor"`
	Nodes      []PathNode `json:"nodes"`
	Edges      []PathEdge `json:"edges"`
	Matrix     []PathEdge `json:"matrix" doc:"next-step pairs anywhere, step 0; over every step, not only the kept depth"`
	Eventual   []PathEdge `json:"eventual" doc:"people who did one and, at any time later in the same container, the other; step 0"`
	Top        []Path     `json:"top" doc:"the most frequent whole paths"`
}

// PathNode is a name at a step (from 1, counted away from the anchor). Exits ended there.
type PathNode struct {
	Step  int    `json:"step"`
	Name  string `json:"name"`
	Count int    `json:"count"`
	Exits int    `json:"exits"`
}

// PathEdge leads from a name at a step to a name at the next step.
type PathEdge struct {
	Step   int    `json:"step"`
	From   string `json:"from"`
	To     string `json:"to"`
	Count  int    `json:"count"`
	Median int64  `json:"median" doc:"milliseconds between the two, over all passes"`
}

// Path is one whole path to the kept depth.
type Path struct {
	Names []string `json:"names"`
	Count int      `json:"count"`
}

// RetentionAnswer holds a row for each cohort with at least one person, and the mean over cohorts weighted by size
// (finished cells only).
type RetentionAnswer struct {
	Cohorts []Cohort         `json:"cohorts"`
	Mean    []Rate           `json:"mean"`
	Groups  []RetentionGroup `json:"groups,omitempty" doc:"the same for each value of the breakdown, beside everyone's"`
}

// RetentionGroup is the cohorts of those whose starting event has one value of the breakdown.
type RetentionGroup struct {
	Value   string   `json:"value"`
	Other   bool     `json:"other,omitempty"`
	Cohorts []Cohort `json:"cohorts"`
	Mean    []Rate   `json:"mean"`
}

// Cohort is the people who started in one period.
type Cohort struct {
	Start event.Time      `json:"start"`
	Size  int             `json:"size"`
	Cells []RetentionCell `json:"cells"`
}

// RetentionCell is the share that came back in a period; Unfinished where the period has not ended.
type RetentionCell struct {
	Rate
	Unfinished bool `json:"unfinished,omitempty"`
}

// StagesAnswer is where people stand and flow.
type StagesAnswer struct {
	Model    StageModel        `json:"model"`
	Stages   []StageFigure     `json:"stages"`
	Flows    []StageFlow       `json:"flows" doc:"moves within the range; an empty from is entering from nowhere or after a lapse, an empty to is lapsing"`
	Lapsed   int               `json:"lapsed" doc:"people lapsed at the end of the range"`
	Starts   []event.Time      `json:"starts"`
	OverTime [][]int           `json:"overTime" doc:"[stage][interval]: people standing there at the interval's end"`
	Touches  []TouchpointShare `json:"touchpoints"`
	Pairs    []PathEdge        `json:"pairs" doc:"people who went from one touchpoint directly to another, within the range; step 0, touchpoint ids"`
}

// StageFigure is one stage. MovedOn is of those who entered within the range (first entry each), how many later entered any later stage within
// the model's window and the range's end. Stalled stand here at the end, for longer than the 90th percentile of those who moved on.
type StageFigure struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Now       int    `json:"now" doc:"people who stand here at the end of the range"`
	Entered   int    `json:"entered" doc:"people who entered within the range"`
	MovedOn   Rate   `json:"movedOn"`
	Times     Times  `json:"times" doc:"from entering to moving on"`
	Stalled   int    `json:"stalled"`
	Lapsed    int    `json:"lapsed" doc:"people who lapsed from here within the range"`
	ReEntered int    `json:"reEntered"`
}

// StageFlow counts people who moved from a stage to a stage within the range.
type StageFlow struct {
	From   string `json:"from"`
	To     string `json:"to"`
	People int    `json:"people"`
	Median int64  `json:"median"`
}

// TouchpointShare is a touchpoint's people and events within the range.
type TouchpointShare struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Stage  string `json:"stage"`
	People int    `json:"people"`
	Events int    `json:"events"`
}

// PeopleAnswer is a page of people. Total counts all of them.
type PeopleAnswer struct {
	Total  int         `json:"total"`
	People []PersonRow `json:"people"`
}

// PersonRow is one person as the index knows them.
type PersonRow struct {
	Person    event.Person      `json:"person"`
	FirstSeen event.Time        `json:"firstSeen"`
	LastSeen  event.Time        `json:"lastSeen"`
	Events    int               `json:"events"`
	Stage     string            `json:"stage,omitempty" doc:"id of the present stage, lapsed, or empty"`
	Traits    map[string]string `json:"traits,omitempty" doc:"the latest values of scalar traits"`
}

// Schema is what can be asked about.
type Schema struct {
	AsOf   uint64        `json:"asOf"`
	Events []EventSchema `json:"events"`
	Traits []FieldSchema `json:"traits"`
}

// EventSchema is one event name with its properties, most frequent first.
type EventSchema struct {
	Name       string        `json:"name"`
	Count      int           `json:"count"`
	Channels   []string      `json:"channels"`
	Properties []FieldSchema `json:"properties"`
}

// FieldSchema is one property or trait with a few of its most frequent values.
type FieldSchema struct {
	Name       string   `json:"name"`
	NotIndexed bool     `json:"notIndexed,omitempty" doc:"over the limit of properties for each event: filters do not see it"`
	Numeric    bool     `json:"numeric" doc:"every value seen is a number"`
	Values     []string `json:"values"`
}
