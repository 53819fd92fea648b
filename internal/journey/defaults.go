package journey

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
)

// WithDefaults fills what a valid question leaves open. The question it is given stays as it is.
func (q Question) WithDefaults() Question {
	if q.Breakdown != nil {
		b := *q.Breakdown
		b.Attribution, b.Top = or(b.Attribution, "first"), or(b.Top, 10)
		q.Breakdown = &b
	}
	switch q.Kind {
	case KindTrend:
		t := deref(q.Trend)
		t.Measure, t.Interval = or(t.Measure, "events"), or(t.Interval, Day)
		q.Trend = &t
	case KindFunnel:
		f := deref(q.Funnel)
		f.Order, f.Count, f.Window = or(f.Order, "sequence"), or(f.Count, "person"), or(f.Window, defaultWindow)
		f.Exclusions = append([]Exclusion(nil), f.Exclusions...)
		last := len(f.Steps)
		for last > 1 && f.Steps[last-1].Optional {
			last--
		}
		for i := range f.Exclusions {
			f.Exclusions[i].From, f.Exclusions[i].To = or(f.Exclusions[i].From, 1), or(f.Exclusions[i].To, last)
		}
		q.Funnel = &f
	case KindPaths:
		p := deref(q.Paths)
		p.By, p.Depth, p.Container = or(p.By, "event"), or(p.Depth, 5), or(p.Container, "journey")
		p.Gap, p.Top, p.Count = or(p.Gap, defaultGap), or(p.Top, 20), or(p.Count, "person")
		q.Paths = &p
	case KindRetention:
		r := deref(q.Retention)
		r.Mode, r.Match, r.Period, r.Periods = or(r.Mode, "first"), or(r.Match, "on"), or(r.Period, Week), or(r.Periods, 12)
		q.Retention = &r
	case KindStages:
		s := deref(q.Stages)
		q.Stages = &s
	case KindTouchpoints:
		a := deref(q.Touchpoints).withDefaults()
		q.Touchpoints = &a
	case KindFriction:
		a := deref(q.Friction).withDefaults()
		q.Friction = &a
	case KindAttribution:
		a := deref(q.Attribution).withDefaults()
		q.Attribution = &a
	case KindAudience:
		a := deref(q.Audience).withDefaults()
		q.Audience = &a
	case KindValue:
		a := deref(q.Value).withDefaults()
		q.Value = &a
	case KindDrivers:
		a := deref(q.Drivers).withDefaults()
		q.Drivers = &a
	case KindContent:
		a := deref(q.Content).withDefaults()
		q.Content = &a
	case KindConformance:
		a := deref(q.Conformance).withDefaults()
		q.Conformance = &a
	case KindCoverage:
		a := deref(q.Coverage).withDefaults()
		q.Coverage = &a
	case KindPeople:
		p := deref(q.People)
		p.Sort, p.Limit = or(p.Sort, "last_seen"), or(p.Limit, 50)
		if p.Of != nil {
			of := p.Of.WithDefaults()
			p.Of = &of
		}
		q.People = &p
	}
	return q
}

// Shows reports whether a part of the answer is asked for.
func (p *Paths) Shows(part string) bool { return len(p.Show) == 0 || slices.Contains(p.Show, part) }

const (
	defaultWindow = Duration(14 * 24 * 3600e9)
	defaultGap    = Duration(30 * 60e9)
)

func or[T comparable](v, instead T) T {
	var zero T
	if v == zero {
		return instead
	}
	return v
}

func deref[T any](p *T) T {
	var zero T
	if p == nil {
		return zero
	}
	return *p
}

// Model is the stage model that a question is asked of.
func (q Question) Model(d Definitions) StageModel {
	if q.Stages != nil && q.Stages.Model != nil {
		return *q.Stages.Model
	}
	return d.Stages
}

// StagesInterval is the interval of the counts over time, chosen so that a chart has some tens of points.
func StagesInterval(asked string, from, to int64) string {
	const day = 86_400_000
	switch {
	case asked != "":
		return asked
	case to-from <= 62*day:
		return Day
	case to-from <= 400*day:
		return Week
	}
	return Month
}

// StepName is what a funnel step is called: its name, else its event, else nothing.
func StepName(s Step) string {
	if s.Name == "" && len(s.Filter.Event) == 1 {
		return s.Filter.Event[0]
	}
	return s.Name
}

// MaxPaths is how many whole paths an answer lists.
const MaxPaths = 50

// SortNodes puts nodes in the order of an answer: by step, the most frequent first, ties by name.
func SortNodes(nodes []PathNode) {
	slices.SortFunc(nodes, func(a, b PathNode) int {
		return cmp.Or(cmp.Compare(a.Step, b.Step), cmp.Compare(b.Count, a.Count), strings.Compare(a.Name, b.Name))
	})
}

// SortEdges puts edges in the order of an answer: by step, the most frequent first, ties by name.
func SortEdges(edges []PathEdge) {
	slices.SortFunc(edges, func(a, b PathEdge) int {
		return cmp.Or(cmp.Compare(a.Step, b.Step), cmp.Compare(b.Count, a.Count), strings.Compare(a.From, b.From), strings.Compare(a.To, b.To))
	})
}

// TopPaths sorts paths, the most frequent first and ties by names, and keeps as many as an answer lists.
func TopPaths(paths []Path) []Path {
	slices.SortFunc(paths, func(a, b Path) int { return cmp.Or(cmp.Compare(b.Count, a.Count), slices.Compare(a.Names, b.Names)) })
	return paths[:min(len(paths), MaxPaths)]
}

// SortFlows puts flows in the order of an answer: the largest first, ties by name.
func SortFlows(flows []StageFlow) {
	slices.SortFunc(flows, func(a, b StageFlow) int {
		return cmp.Or(cmp.Compare(b.People, a.People), strings.Compare(a.From, b.From), strings.Compare(a.To, b.To))
	})
}

// SchemaValues is how many frequent values a field of the schema shows.
const SchemaValues = 8

// SortPeople puts people in the order asked for: the latest, the earliest first seen, or the busiest; ties by person.
func SortPeople(rows []PersonRow, by string) {
	slices.SortFunc(rows, func(a, b PersonRow) int {
		var c int
		switch by {
		case "first_seen":
			c = cmp.Compare(a.FirstSeen, b.FirstSeen)
		case "events":
			c = cmp.Compare(b.Events, a.Events)
		default:
			c = cmp.Compare(b.LastSeen, a.LastSeen)
		}
		return cmp.Or(c, bytes.Compare(a.Person[:], b.Person[:]))
	})
}
