package journey

import (
	"fmt"
	"slices"
)

// Audience asks who the people of the question's segment are, beside everyone else who is seen in the range: what they are, when
// they are active, by which channels and devices they come, what they look at, and how they judge.
// docs/questions/audience.md has every part and its test.
type Audience struct {
	Traits  []string         `json:"traits,omitempty" maxItems:"10" doc:"gender, language, city and country by default"`
	Content []string         `json:"content,omitempty" maxItems:"10" doc:"properties that say what people look at; category and context.page.path by default"`
	Context []string         `json:"context,omitempty" maxItems:"10" doc:"context.device.type, context.os.name and context.locale by default"`
	Signals []AudienceSignal `json:"signals,omitempty" maxItems:"5" doc:"scores of surveys, reviews and sentiment by default"`
	Passive Names            `json:"passive,omitempty" maxItems:"50" doc:"events that are done to people, not by them: they make no hour an active one; mails, messages and calls that go out, and surveys shown, by default"`
	Top     int              `json:"top,omitempty" minimum:"0" maximum:"100" doc:"so many values of each part, the rest is one; 10 by default"`
}

// AudienceSignal is a score that events carry.
type AudienceSignal struct {
	Name     string  `json:"name"`
	Event    Filter  `json:"event"`
	Property string  `json:"property"`
	Width    float64 `json:"width,omitempty" minimum:"0" doc:"of a bin of the distribution; 1 by default"`
}

// AudienceAnswer compares the segment's people with the others. Without a segment there are no others.
type AudienceAnswer struct {
	Others   int             `json:"others" doc:"people seen in the range who are not in the segment"`
	Parts    []AudiencePart  `json:"parts"`
	Hours    AudienceHours   `json:"hours" doc:"by the workspace's time zone"`
	OwnHours AudienceHours   `json:"ownHours" doc:"by the time zone that an event itself carries (context.timezone), else the one that its person has (trait timezone)"`
	Scores   []AudienceScore `json:"scores"`
}

// AudiencePart is one thing that is known of people: trait:NAME, channel, content:PROPERTY, context:PROPERTY or visitor.
type AudiencePart struct {
	Part        string        `json:"part"`
	Known       int           `json:"known" doc:"people of the segment with a value: what shares are of"`
	KnownOthers int           `json:"knownOthers"`
	Rows        []AudienceRow `json:"rows"`
}

// AudienceRow is one value. A person with several values counts for each of them.
type AudienceRow struct {
	Value  string   `json:"value"`
	Other  bool     `json:"other,omitempty"`
	Share  Rate     `json:"share"`
	Others Rate     `json:"others"`
	Index  *float64 `json:"index,omitempty" doc:"share divided by the others' share"`
	Low    *float64 `json:"low,omitempty" doc:"of the index"`
	High   *float64 `json:"high,omitempty"`
	Q      *float64 `json:"q,omitempty" doc:"false-discovery rate over the whole answer; at most 0.05 is a difference"`
}

// AudienceHours are 7 days from Monday by 24 hours.
type AudienceHours struct {
	Known  int       `json:"known" doc:"people of the segment with an event whose hour is known"`
	Others int       `json:"others" doc:"others with one"`
	Events [][]int   `json:"events"`
	People [][]int   `json:"people" doc:"people of the segment who were active then at least once"`
	Rest   [][]int   `json:"othersPeople"`
	Day    int       `json:"busiestDay" doc:"of the hour with the most people: 0 is Monday"`
	Hour   int       `json:"busiestHour"`
	Index  []float64 `json:"dayIndex,omitempty" doc:"by day: the share of the segment's active people and hours divided by the others'"`
}

// AudienceScore is a signal: the mean of all scores with its 95 % interval.
type AudienceScore struct {
	Name       string        `json:"name"`
	People     int           `json:"people"`
	N          int           `json:"n"`
	Mean       Interval      `json:"mean"`
	OthersN    int           `json:"othersN"`
	OthersMean Interval      `json:"othersMean"`
	Q          *float64      `json:"q,omitempty" doc:"false-discovery rate of the difference over the whole answer"`
	Bins       []AudienceBin `json:"bins"`
}

// AudienceBin counts scores from From up to the next bin.
type AudienceBin struct {
	From   float64 `json:"from"`
	N      int     `json:"n"`
	Others int     `json:"others"`
}

func (v *validator) audience(field string, a Audience) {
	v.within(at(field, "top"), a.Top, 0, 100)
	for name, list := range map[string][]string{"traits": a.Traits, "content": a.Content, "context": a.Context} {
		if len(list) > 10 {
			v.bad(at(field, name), "most", "has more than %d entries", 10)
		}
		for i, p := range list {
			if p == "" || slices.Contains(list[:i], p) {
				v.bad(nth(at(field, name), i), "missing_or_twice", "is empty, or there twice")
			}
			if name != "traits" {
				v.property(nth(at(field, name), i), p)
			}
		}
	}
	if len(a.Passive) > 50 {
		v.bad(at(field, "passive"), "most", "has more than %d entries", 50)
	}
	if len(a.Signals) > 5 {
		v.bad(at(field, "signals"), "most", "has more than %d entries", 5)
	}
	for i, s := range a.Signals {
		name := nth(at(field, "signals"), i)
		if s.Name == "" || slices.ContainsFunc(a.Signals[:i], func(o AudienceSignal) bool { return o.Name == s.Name }) {
			v.bad(at(name, "name"), "missing_or_twice", "is missing, or there twice")
		}
		if s.Property == "" {
			v.bad(at(name, "property"), "missing", "is missing")
		}
		v.property(at(name, "property"), s.Property)
		v.filter(at(name, "event"), s.Event, 0)
		if !(s.Width == 0 || s.Width >= 1e-6 && s.Width <= 1e9) {
			v.bad(at(name, "width"), "between", "must lie between %s and %s", "0.000001", "1000000000")
		}
	}
}

func (a Audience) withDefaults() Audience {
	if a.Traits == nil {
		a.Traits = []string{"gender", "language", "city", "country"}
	}
	if a.Content == nil {
		a.Content = []string{"category", "context.page.path"}
	}
	if a.Context == nil {
		a.Context = []string{"context.device.type", "context.os.name", "context.locale"}
	}
	if a.Passive == nil {
		a.Passive = Names{
			"Email Sent", "Email Delivered", "Email Bounced", "SMS Sent", "SMS Delivered", "Push Sent", "Push Delivered", "Message Sent", "Message Delivered",
			"Order Shipped", "Order Delivered", "Survey Shown", "Mentioned",
		}
	}
	if a.Signals == nil {
		a.Signals = []AudienceSignal{
			{Name: "survey", Event: Filter{Event: Names{"Survey Answered"}}, Property: "score"},
			{Name: "review", Event: Filter{Event: Names{"Product Reviewed"}}, Property: "rating"},
			{Name: "sentiment", Property: "sentiment", Width: 0.25},
		}
	}
	a.Signals = slices.Clone(a.Signals)
	for i := range a.Signals {
		a.Signals[i].Width = or(a.Signals[i].Width, 1)
	}
	a.Top = or(a.Top, 10)
	return a
}

// Active is the question's filter less what is passive.
func (a Audience) Active(f *Filter) *Filter {
	if len(a.Passive) == 0 {
		return f
	}
	did := Filter{Not: &Filter{Event: a.Passive}}
	if f != nil {
		did = Filter{All: []Filter{*f, did}}
	}
	return &did
}

// The values of the part visitor.
const (
	VisitorNew       = "new"       // first seen ever within the range
	VisitorReturning = "returning" // seen before it
)

// HourName is what a cell calls an hour of the week, such as 0-09 for Monday from nine; day 0 is Monday.
func HourName(day, hour int) string { return fmt.Sprintf("%d-%02d", day, hour) }

// PartNames are the names of the parts of an answer, in order, without visitor.
func (a *Audience) PartNames() []string {
	var parts []string
	for _, t := range a.Traits {
		parts = append(parts, "trait:"+t)
	}
	parts = append(parts, "channel")
	for _, p := range a.Content {
		parts = append(parts, "content:"+p)
	}
	for _, p := range a.Context {
		parts = append(parts, "context:"+p)
	}
	return parts
}
