// Package journey says what can be asked about journeys and what the answers hold, whatever engine works them out.
package journey

import (
	"context"
	"time"

	"jejak/internal/event"
)

// Engine answers questions about one workspace's events. It is called concurrently, and keeps nothing it is given.
type Engine interface {
	// Ask answers a valid question. Faults: Invalid (a question it cannot take), Unavailable (not ready yet).
	Ask(ctx context.Context, ws event.Workspace, q Question, d Definitions) (Answer, error)
	// Schema lists what can be asked about: event names, properties, traits and frequent values.
	Schema(ctx context.Context, ws event.Workspace) (Schema, error)
}

// Definitions are the documents of a workspace that a question is read with.
type Definitions struct {
	Zone        *time.Location // where days, weeks and months begin; nil is UTC
	Now         event.Time     // the moment of asking: periods that end later are unfinished
	Touchpoints []Touchpoint   // in order: an event belongs to the first one that matches
	Stages      StageModel     // used where a question brings no model of its own
	Sources     map[event.Source]string
	Spend       []Spend // what channels and campaigns cost, for attribution
}

// Touchpoint is a named rule over events, placed on a stage.
type Touchpoint struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Stage string `json:"stage,omitempty" doc:"id of the stage it belongs to"`
	Rule  Filter `json:"rule"`
}

// StageModel is an ordered list of stages.
//
// A person is walked in order of (time, sequence). An event enters stage i when it is at least the Times-th event of the
// person that matches stage i's Entry. Entering a later stage than the present one moves the person on (stages may be
// skipped); an event of the present or an earlier stage leaves the position and counts as activity. A person with no
// activity (no event that matches any Entry) for longer than Lapse after the last activity lapses at lastActivity+Lapse;
// the next entering event re-enters at the latest stage it qualifies for, and counts as a re-entry. Where one event
// qualifies for several stages it enters the latest of them.
type StageModel struct {
	ID     string   `json:"id,omitempty"`
	Name   string   `json:"name,omitempty"`
	Stages []Stage  `json:"stages" maxItems:"20"`
	Window Duration `json:"window,omitempty" doc:"the longest time between two stages that counts as moving on; 0 is no limit"`
	Lapse  Duration `json:"lapse,omitempty" doc:"quiet time after which a person has lapsed; 0 is never"`
}

// Stage is one step of a stage model.
type Stage struct {
	ID    string `json:"id"`
	Name  string `json:"name,omitempty"`
	Entry Filter `json:"entry"`
	Times int    `json:"times,omitempty" minimum:"0" doc:"how many matching events it takes to enter; 0 and 1 are the first"`
}

// Kind says which question is asked.
type Kind string

// The questions.
const (
	KindTrend     Kind = "trend"
	KindFunnel    Kind = "funnel"
	KindPaths     Kind = "paths"
	KindRetention Kind = "retention"
	KindStages    Kind = "stages"
	KindPeople    Kind = "people"

	KindTouchpoints Kind = "touchpoints"
	KindFriction    Kind = "friction"
	KindAttribution Kind = "attribution"
	KindAudience    Kind = "audience"
	KindValue       Kind = "value"
	KindDrivers     Kind = "drivers"
	KindContent     Kind = "content"
	KindConformance Kind = "conformance"
	KindCoverage    Kind = "coverage"
)

// Question is one question: its kind, what all kinds share, and the one part that belongs to the kind.
type Question struct {
	Kind      Kind       `json:"kind" enum:"trend,funnel,paths,retention,stages,people,touchpoints,friction,attribution,audience,value,drivers,content,conformance,coverage"`
	Range     Range      `json:"range,omitempty"`
	Filter    *Filter    `json:"filter,omitempty" doc:"only events that match are seen at all"`
	Segment   *Segment   `json:"segment,omitempty" doc:"only people who match count"`
	Breakdown *Breakdown `json:"breakdown,omitempty"`
	Compare   *Compare   `json:"compare,omitempty"`

	Trend     *Trend     `json:"trend,omitempty"`
	Funnel    *Funnel    `json:"funnel,omitempty"`
	Paths     *Paths     `json:"paths,omitempty"`
	Retention *Retention `json:"retention,omitempty"`
	Stages    *Stages    `json:"stages,omitempty"`
	People    *People    `json:"people,omitempty"`

	Touchpoints *Touchpoints `json:"touchpoints,omitempty"`
	Friction    *Friction    `json:"friction,omitempty"`
	Attribution *Attribution `json:"attribution,omitempty"`
	Audience    *Audience    `json:"audience,omitempty"`
	Value       *Value       `json:"value,omitempty"`
	Drivers     *Drivers     `json:"drivers,omitempty"`
	Content     *Content     `json:"content,omitempty"`
	Conformance *Conformance `json:"conformance,omitempty"`
	Coverage    *Coverage    `json:"coverage,omitempty"`
}

// Range is the half-open time [From, To). Each is an RFC 3339 time, or a date that begins in the workspace's zone; To as
// a date includes that day. Last, such as "30d", ends now instead, or with Ago so long before now: the last 30 days as they were a year
// ago. Empty is everything.
type Range struct {
	From string   `json:"from,omitempty" example:"2026-01-01"`
	To   string   `json:"to,omitempty" example:"2026-01-31"`
	Last Duration `json:"last,omitempty" example:"30d"`
	Ago  Duration `json:"ago,omitempty" example:"365d" doc:"with last: so long before now it ends"`
}

// Op compares a value.
type Op string

// The comparisons. Equality compares the canonical text of scalars, so 5 equals "5"; order compares numbers, reading
// text that is a number as one, and never matches what is not a number. contains and prefix ignore case, eq does not.
// A missing property matches only not_exists, ne and not_in.
const (
	OpEq        Op = "eq"
	OpNe        Op = "ne"
	OpIn        Op = "in"
	OpNotIn     Op = "not_in"
	OpGt        Op = "gt"
	OpGte       Op = "gte"
	OpLt        Op = "lt"
	OpLte       Op = "lte"
	OpBetween   Op = "between" // value is [low, high], both included
	OpContains  Op = "contains"
	OpPrefix    Op = "prefix"
	OpRegex     Op = "regex" // RE2
	OpExists    Op = "exists"
	OpNotExists Op = "not_exists"
)

// Condition compares one property or trait. Property is a path into the event's properties, with dots ("plan",
// "shipping.city"); "context." before it reads the context instead ("context.page.path").
type Condition struct {
	Property string `json:"property"`
	Op       Op     `json:"op" enum:"eq,ne,in,not_in,gt,gte,lt,lte,between,contains,prefix,regex,exists,not_exists"`
	Value    any    `json:"value,omitempty"`
}

// Filter picks events. All parts that are given must hold; the empty filter matches every event.
type Filter struct {
	Event      Names       `json:"event,omitempty" doc:"one name or a list; any of them"`
	Channel    Names       `json:"channel,omitempty"`
	Source     Names       `json:"source,omitempty" doc:"source numbers"`
	Touchpoint Names       `json:"touchpoint,omitempty" doc:"touchpoint ids"`
	Where      []Condition `json:"where,omitempty" maxItems:"50" doc:"all must hold"`
	All        []Filter    `json:"all,omitempty" maxItems:"50"`
	Any        []Filter    `json:"any,omitempty" maxItems:"50"`
	Not        *Filter     `json:"not,omitempty"`
}

// Segment picks people. All parts that are given must hold; the empty segment is everyone.
type Segment struct {
	ID     string         `json:"id,omitempty" maxLength:"40" doc:"a saved segment"`
	Trait  *Condition     `json:"trait,omitempty" doc:"the latest value of a trait, as of the end of the range"`
	Did    *Did           `json:"did,omitempty" doc:"the question's filter does not narrow it"`
	Stage  *Standing      `json:"stage,omitempty" doc:"where people stand in the workspace's stage model"`
	People []event.Person `json:"people,omitempty" maxItems:"10000" doc:"these and nobody else"`
	All    []Segment      `json:"all,omitempty" maxItems:"50"`
	Any    []Segment      `json:"any,omitempty" maxItems:"50"`
	Not    *Segment       `json:"not,omitempty"`
}

// Did picks people by what they did at least so many times. Its range is the question's where it gives none.
type Did struct {
	Event   Filter     `json:"event"`
	AtLeast int        `json:"atLeast,omitempty" minimum:"0" doc:"0 and 1 are once"`
	Count   string     `json:"count,omitempty" enum:"events,days" doc:"what atLeast counts: events, by default, or days of the workspace's zone that have one"`
	Range   *Range     `json:"range,omitempty"`
	Quiet   Duration   `json:"quiet,omitempty" doc:"the latest of them lies at least so long before now, or before the end of the range if that is earlier"`
	Latest  *Condition `json:"latest,omitempty" doc:"the latest of them passes this: the last score that somebody gave"`
	Sum     *Condition `json:"sum,omitempty" doc:"the sum of this property over them passes this comparison of numbers; values that are not numbers are left out"`
}

// Breakdown answers once for each value.
type Breakdown struct {
	By          string  `json:"by" enum:"property,trait,channel,source,touchpoint,event,segment,persona"`
	Property    string  `json:"property,omitempty" doc:"the property's or trait's path"`
	Segments    []Group `json:"segments,omitempty" maxItems:"20" doc:"by segment: who stands under each value; by persona, all personas of the workspace by default"`
	Attribution string  `json:"attribution,omitempty" enum:"first,last,all,step" doc:"which of several values a person counts under (funnels); first by default"`
	Step        int     `json:"step,omitempty" doc:"with attribution step: which step, from 1"`
	Top         int     `json:"top,omitempty" minimum:"0" maximum:"100" doc:"so many values, the rest under other; 10 by default"`
}

// Compare asks the same again of another range or segment. Exactly one is given.
type Compare struct {
	Range   *Range   `json:"range,omitempty"`
	Segment *Segment `json:"segment,omitempty"`
}

// Trend counts over time.
type Trend struct {
	Measure  string `json:"measure,omitempty" enum:"events,people,sum,mean" doc:"events by default"`
	Property string `json:"property,omitempty" doc:"the numeric property of sum and mean; values that are not numbers are left out"`
	Interval string `json:"interval,omitempty" enum:"hour,day,week,month" doc:"day by default; weeks begin on Monday"`
}

// Funnel asks how far people get along steps.
//
// sequence: with step 1 at t1, later steps at times at or after the step before, all at most t1+Window; others may come
// between. strict: nothing that passes the question's filter may come between. any: the steps may come in any order within
// Window of the earliest. The longest prefix that any start reaches counts; one event serves one step. Where a person
// reaches the same depth from several starts, the earliest start counts for times and breakdowns, and each step takes the
// earliest event it can. An optional step may be left out without ending the prefix. An exclusion ends an attempt when a
// matching event lies, in order, strictly between the events of the two steps it guards. Counting by entry, each attempt
// begins at the first step-1 event after the end of the attempt before (its last matched event).
// The start (step 1) must lie in the range; later steps too, so recent starts may be unfinished. Order is (time, sequence number).
// docs/questions/funnel.md has every detail, with examples that run as tests.
type Funnel struct {
	Steps      []Step      `json:"steps" minItems:"1" maxItems:"30"`
	Order      string      `json:"order,omitempty" enum:"sequence,strict,any" doc:"sequence by default"`
	Window     Duration    `json:"window,omitempty" doc:"14d by default"`
	Exclusions []Exclusion `json:"exclusions,omitempty" maxItems:"10"`
	Count      string      `json:"count,omitempty" enum:"person,entry" doc:"person by default"`
	Untimed    bool        `json:"untimed,omitempty" doc:"leaves medians and histograms out, which is faster"`
}

// Step is one step of a funnel.
type Step struct {
	Name     string `json:"name,omitempty"`
	Filter   Filter `json:"filter"`
	Optional bool   `json:"optional,omitempty" doc:"may be left out; never the first step"`
}

// Exclusion ends a funnel attempt. From and To are step numbers from 1; 0 and 0 is anywhere between first and last.
type Exclusion struct {
	Filter Filter `json:"filter"`
	From   int    `json:"from,omitempty" minimum:"0"`
	To     int    `json:"to,omitempty" minimum:"0"`
}

// Paths asks what people do next, or did before.
//
// Each person's events in the range are cut into containers (whole journeys, or sessions split where Gap passes without an
// event), repeats of one name in a row are collapsed where Collapse is set, and the first Depth names from the anchor on
// are kept: from the first event that matches From, or back from the last one that matches To, or from the container's
// beginning where neither is given (one of the two at most). Names outside the Top most frequent are 'other' (an empty name in the answer).
type Paths struct {
	By        string   `json:"by,omitempty" enum:"event,touchpoint,channel" doc:"what a step is named by; event by default; events on no touchpoint are passed over"`
	From      *Filter  `json:"from,omitempty"`
	To        *Filter  `json:"to,omitempty"`
	Depth     int      `json:"depth,omitempty" minimum:"0" maximum:"30" doc:"5 by default"`
	Container string   `json:"container,omitempty" enum:"journey,session" doc:"journey by default"`
	Gap       Duration `json:"gap,omitempty" doc:"the quiet time that ends a session; 30m by default"`
	Collapse  bool     `json:"collapse,omitempty"`
	Top       int      `json:"top,omitempty" minimum:"0" maximum:"200" doc:"so many names, the rest are other; 20 by default"`
	Count     string   `json:"count,omitempty" enum:"person,pass" doc:"a person counts once for an edge, or once for each pass; person by default"`
	Show      []string `json:"show,omitempty" enum:"nodes,edges,matrix,eventual,top,times" doc:"so much of the answer, times being its medians; everything by default"`
}

// Retention asks who comes back.
//
// first: a person starts once, at the first event in the range that matches Start. recurring: a person starts in each period
// that holds such an event. Period 0 is the period of the start; a person returns in period k where an event that matches
// Return and is not the starting event itself lies in the k-th period after (match on), or in it or any later one up to the
// range's end (match on_or_after). A cell whose period has not ended by now, or ends after the range, is unfinished.
// Broken down, a start counts under the value of its starting event.
type Retention struct {
	Start   Filter `json:"start"`
	Return  Filter `json:"return"`
	Mode    string `json:"mode,omitempty" enum:"first,recurring" doc:"first by default"`
	Match   string `json:"match,omitempty" enum:"on,on_or_after" doc:"on by default"`
	Period  string `json:"period,omitempty" enum:"day,week,month" doc:"week by default; weeks begin on Monday"`
	Periods int    `json:"periods,omitempty" minimum:"0" maximum:"120" doc:"how many periods after the first; 12 by default"`
}

// Stages asks where people stand and how they flow. Positions are walked from a person's first event on; the range says
// which entries are counted, and its end which moment 'now' is.
type Stages struct {
	Model    *StageModel `json:"model,omitempty" doc:"the workspace's own by default"`
	Interval string      `json:"interval,omitempty" enum:"day,week,month" doc:"of the counts over time; chosen from the range by default"`
}

// People asks who is behind a number: the people of one cell of another question's answer, or everyone.
type People struct {
	Of     *Question `json:"of,omitempty"`
	Cell   *Cell     `json:"cell,omitempty"`
	Search string    `json:"search,omitempty" maxLength:"200" doc:"part of a trait value or an id's beginning"`
	Sort   string    `json:"sort,omitempty" enum:"last_seen,first_seen,events" doc:"last_seen by default, latest first"`
	Offset int       `json:"offset,omitempty" minimum:"0"`
	Limit  int       `json:"limit,omitempty" minimum:"0" maximum:"1000" doc:"50 by default"`
}

// Cell addresses one number of an answer. Value picks the breakdown's value where there is one; Compare picks the comparison.
type Cell struct {
	Value   *string `json:"value,omitempty"`
	Compare bool    `json:"compare,omitempty"`

	At       event.Time      `json:"at,omitempty" doc:"trend: the interval's start; retention: the cohort's; stages: a moment over time"`
	Step     int             `json:"step,omitempty" doc:"funnel and paths: from 1"`
	Outcome  string          `json:"outcome,omitempty" enum:"reached,dropped,now,entered,moved,stalled,lapsed,reentered,converted,untouched,lost,came,exit,repeat,errors,retries,loops,rage,exits,slow,signals,fits,underway,left,strays,matched,loose" doc:"coverage: matched, whatever stands before it, with a touchpoint, or loose; touchpoints: came, exit, repeat or converted; friction: the sign, slow and signals with the measure in part and the level in item; conformance: fits, underway, left or strays, and exit or repeat of the step in from; funnel: reached or dropped after the step, or converted, all the way, with the beginning of a bin of the histogram in item; paths: exit, the journeys that ended at the step; attribution: converted (with the item in the path), untouched or lost; stages: the rest"`
	From     *string         `json:"from,omitempty" doc:"paths and conformance: the edge's beginning, empty for that of journeys; stages: the stage; conformance without to: the step; coverage: a touchpoint of an overlap"`
	To       *string         `json:"to,omitempty" doc:"paths and conformance: the edge's end; stages: the next stage; coverage: the other touchpoint of an overlap"`
	Period   *int            `json:"period,omitempty" doc:"retention: the period; none is the whole cohort"`
	Other    bool            `json:"other,omitempty" doc:"the rest of the breakdown's values instead of one value; conformance: the variants that are not listed"`
	Eventual bool            `json:"eventual,omitempty" doc:"paths: the edge of eventual instead of matrix"`
	Path     []string        `json:"path,omitempty" maxItems:"64" doc:"paths: one whole path of top, instead of step, from and to; conformance: one variant"`
	Touch    string          `json:"touchpoint,omitempty" doc:"stages, touchpoints and friction: a touchpoint's people; conformance: a proposed one, with part discover; coverage: one that catches, or overlaps with the rule"`
	Slice    []FrictionSlice `json:"slice,omitempty" maxItems:"3" doc:"friction: the part of the touchpoint"`
	Item     *string         `json:"item,omitempty" doc:"attribution: the unit; content: the item; audience and value: the value in its part; with other, the rest; friction: the level beyond which people are affected; funnel: milliseconds where a bin of the histogram begins; conformance: the step of a deviation; coverage: the name of events that match nothing, with their channel in part"`
	Part     string          `json:"part,omitempty" doc:"audience and value: the part of the answer; friction: the measure; conformance: the kind of a deviation, or discover; coverage: a channel"`
}
