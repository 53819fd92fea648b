package journey

import (
	"slices"
	"strconv"
	"strings"

	"jejak/internal/event"
	"jejak/internal/fault"
)

// Limits of a question.
const (
	maxNested = 8  // filters in filters, segments in segments
	maxDids   = 60 // behaviours in one segment
)

// Validate tells everything that is wrong with a question at once, each by its JSON path (fault.Invalid).
func Validate(q Question, d Definitions) error {
	v := validator{d: d}
	v.question("", q, false)
	if len(v.fields) == 0 {
		return nil
	}
	return Unanswerable(v.fields...)
}

// ValidateFilter tells what is wrong with a filter, as Validate does; field is its place.
func ValidateFilter(field string, f Filter, touchpoints []Touchpoint) []fault.Field {
	v := validator{d: Definitions{Touchpoints: touchpoints}}
	v.filter(field, f, 0)
	return v.fields
}

// ValidateModel tells what is wrong with a stage model, as Validate does; field is its place.
func ValidateModel(field string, m StageModel, touchpoints []Touchpoint) []fault.Field {
	v := validator{d: Definitions{Touchpoints: touchpoints}}
	v.model(field, m)
	return v.fields
}

type validator struct {
	d      Definitions
	fields []fault.Field
	dids   int
}

// bad tells what is wrong with a place; code says the same to screens, with the arguments as v1, v2 and so on.
func (v *validator) bad(field, code, format string, args ...any) {
	v.wrong(field, wrongf(code, format, args...))
}

// closed is of a figure that nobody is to be listed for: no screen asks for one.
func (v *validator) closed(field, format string, args ...any) {
	v.wrong(field, wrongf("figure_closed", format, args...))
}

func (v *validator) wrong(field string, err error) {
	v.fields = append(v.fields, FieldFault(field, err))
}

func at(field, name string) string {
	if field == "" {
		return name
	}
	return field + "." + name
}

func nth(field string, i int) string { return field + "[" + strconv.Itoa(i) + "]" }

func (v *validator) oneOf(field, value string, allowed ...string) {
	if value != "" && !slices.Contains(allowed, value) {
		v.bad(field, "none_of", "%q is none of %s", value, strings.Join(allowed, ", "))
	}
}

func (v *validator) within(field string, n, low, high int) {
	if n < low || n > high {
		v.bad(field, "between", "must lie between %d and %d", low, high)
	}
}

func (v *validator) question(field string, q Question, inner bool) {
	parts := []struct {
		kind  Kind
		given bool
	}{
		{KindTrend, q.Trend != nil},
		{KindFunnel, q.Funnel != nil},
		{KindPaths, q.Paths != nil},
		{KindRetention, q.Retention != nil},
		{KindStages, q.Stages != nil},
		{KindPeople, q.People != nil},
		{KindTouchpoints, q.Touchpoints != nil},
		{KindFriction, q.Friction != nil},
		{KindAttribution, q.Attribution != nil},
		{KindAudience, q.Audience != nil},
		{KindValue, q.Value != nil},
		{KindDrivers, q.Drivers != nil},
		{KindContent, q.Content != nil},
		{KindConformance, q.Conformance != nil},
		{KindCoverage, q.Coverage != nil},
	}
	known := false
	for _, p := range parts {
		known = known || p.kind == q.Kind
		if p.given && p.kind != q.Kind {
			v.bad(at(field, string(p.kind)), "not_of_kind", "does not belong to a question of kind %q", q.Kind)
		}
	}
	if !known {
		v.bad(at(field, "kind"), "question_kind", "%q is none of the kinds of question: trend, funnel, paths, retention, stages, people, touchpoints, friction, attribution, audience, value, drivers, content, conformance, coverage", q.Kind)
		return
	}
	v.rng(at(field, "range"), q.Range)
	if q.Filter != nil {
		v.filter(at(field, "filter"), *q.Filter, 0)
	}
	if q.Segment != nil {
		v.segment(at(field, "segment"), *q.Segment, 0)
	}
	if q.Breakdown != nil {
		v.breakdown(at(field, "breakdown"), q)
	}
	if q.Compare != nil {
		v.compare(at(field, "compare"), q)
	}
	v.part(field, q, inner)
}

// part validates what belongs to the kind of a question.
func (v *validator) part(field string, q Question, inner bool) {
	switch q.Kind {
	case KindTrend:
		v.trend(at(field, "trend"), deref(q.Trend))
	case KindFunnel:
		v.funnel(at(field, "funnel"), deref(q.Funnel))
	case KindPaths:
		v.paths(at(field, "paths"), deref(q.Paths))
	case KindRetention:
		v.retention(at(field, "retention"), deref(q.Retention))
	case KindStages:
		v.oneOf(at(field, "stages.interval"), deref(q.Stages).Interval, Day, Week, Month)
		v.model(at(field, "stages.model"), q.Model(v.d))
	case KindTouchpoints:
		v.touchpoints(at(field, "touchpoints"), deref(q.Touchpoints))
	case KindFriction:
		v.friction(at(field, "friction"), deref(q.Friction))
	case KindAttribution:
		v.attribution(at(field, "attribution"), deref(q.Attribution))
	case KindAudience:
		v.audience(at(field, "audience"), deref(q.Audience))
	case KindValue:
		v.value(at(field, "value"), deref(q.Value))
	case KindDrivers:
		v.drivers(at(field, "drivers"), deref(q.Drivers))
	case KindContent:
		v.content(at(field, "content"), deref(q.Content))
	case KindConformance:
		v.conformance(at(field, "conformance"), deref(q.Conformance))
	case KindCoverage:
		v.coverage(at(field, "coverage"), deref(q.Coverage))
	case KindPeople:
		if inner {
			v.bad(at(field, "kind"), "people_of_people", "people cannot be asked of people")
			return
		}
		v.people(at(field, "people"), deref(q.People))
	}
}

func (v *validator) rng(field string, r Range) {
	if _, err := r.Resolve(v.d.Zone, v.d.Now); err != nil {
		v.wrong(field, err)
	}
}

func (v *validator) filter(field string, f Filter, depth int) {
	if depth > maxNested {
		v.bad(field, "nested", "nested more than %d deep", maxNested)
		return
	}
	for i, s := range f.Source {
		if _, err := strconv.ParseUint(s, 10, 32); err != nil {
			v.bad(nth(at(field, "source"), i), "source_number", "%q is not the number of a source", s)
		}
	}
	for i, id := range f.Touchpoint {
		if !slices.ContainsFunc(v.d.Touchpoints, func(t Touchpoint) bool { return t.ID == id }) {
			v.bad(nth(at(field, "touchpoint"), i), "touchpoint_unknown", "there is no touchpoint %q", id)
		}
	}
	for name, list := range map[string]int{"where": len(f.Where), "all": len(f.All), "any": len(f.Any)} {
		if list > maxList {
			v.bad(at(field, name), "most", "has more than %d entries", maxList)
		}
	}
	for i, c := range f.Where {
		v.condition(nth(at(field, "where"), i), c, true)
	}
	for i, g := range f.All {
		v.filter(nth(at(field, "all"), i), g, depth+1)
	}
	for i, g := range f.Any {
		v.filter(nth(at(field, "any"), i), g, depth+1)
	}
	if f.Not != nil {
		v.filter(at(field, "not"), *f.Not, depth+1)
	}
}

func (v *validator) condition(field string, c Condition, ofEvent bool) {
	if c.Property == "" {
		v.bad(at(field, "property"), "missing", "is missing")
	}
	if ofEvent {
		v.property(at(field, "property"), c.Property)
	}
	if _, err := NewTest(c); err != nil {
		name := "value"
		if strings.HasPrefix(err.Error(), "unknown op") {
			name = "op"
		}
		v.wrong(at(field, name), err)
	}
}

func (v *validator) property(field, path string) {
	if p, ok := strings.CutPrefix(path, "context."); ok && !ContextVisible(p) {
		v.bad(field, "context_property", "this part of the context is not indexed; %s and campaign.* are", strings.Join(contextPaths[:], ", "))
	}
}

func (v *validator) segment(field string, s Segment, depth int) {
	if depth > maxNested {
		v.bad(field, "nested", "nested more than %d deep", maxNested)
		return
	}
	if s.Trait != nil {
		v.condition(at(field, "trait"), *s.Trait, false)
	}
	if s.Did != nil {
		if v.dids++; v.dids == maxDids+1 {
			v.bad(at(field, "did"), "most", "a question can name at most %d behaviours", maxDids)
		}
		v.filter(at(field, "did.event"), s.Did.Event, 0)
		v.within(at(field, "did.atLeast"), s.Did.AtLeast, 0, 1_000_000)
		if s.Did.Range != nil {
			v.rng(at(field, "did.range"), *s.Did.Range)
		}
		v.did(at(field, "did"), *s.Did)
	}
	v.standing(field, s)
	if len(s.People) > 10_000 {
		v.bad(at(field, "people"), "most", "has more than %d entries", 10_000)
	}
	if len(s.All) > 50 || len(s.Any) > 50 {
		v.bad(field, "most", "has more than %d entries", 50)
	}
	for i, g := range s.All {
		v.segment(nth(at(field, "all"), i), g, depth+1)
	}
	for i, g := range s.Any {
		v.segment(nth(at(field, "any"), i), g, depth+1)
	}
	if s.Not != nil {
		v.segment(at(field, "not"), *s.Not, depth+1)
	}
}

func (v *validator) breakdown(field string, q Question) {
	b := q.Breakdown
	if q.Kind == KindTouchpoints && b.By != "property" && b.By != "channel" && b.By != "source" && b.By != "trait" && !b.bySegment() {
		v.bad(at(field, "by"), "breakdown_touchpoints", "touchpoints are broken down by property, channel, source, trait, segment or persona")
		return
	}
	if q.Kind != KindTrend && q.Kind != KindFunnel && q.Kind != KindRetention && q.Kind != KindTouchpoints {
		v.bad(field, "breakdown_none", "a question of kind %q has no breakdown; compare two segments instead", q.Kind)
		return
	}
	if b.By == "" {
		v.bad(at(field, "by"), "missing", "is missing")
	}
	v.oneOf(at(field, "by"), b.By, "property", "trait", "channel", "source", "touchpoint", "event", "segment", "persona")
	switch {
	case b.bySegment():
		v.groups(at(field, "segments"), b)
	case len(b.Segments) > 0:
		v.bad(at(field, "segments"), "breakdown_segments", "belong to a breakdown by segment or persona")
	}
	if (b.By == "property" || b.By == "trait") == (b.Property == "") {
		v.bad(at(field, "property"), "needed_by", "is needed by %s, and by nothing else", "property, trait")
	}
	if b.By == "property" {
		v.property(at(field, "property"), b.Property)
	}
	v.within(at(field, "top"), b.Top, 0, 100)
	v.oneOf(at(field, "attribution"), b.Attribution, "first", "last", "all", "step")
	if b.Attribution == "step" {
		v.within(at(field, "step"), b.Step, 1, max(1, len(deref(q.Funnel).Steps)))
	}
}

func (v *validator) compare(field string, q Question) {
	c := q.Compare
	if (c.Range == nil) == (c.Segment == nil) {
		v.bad(field, "compare_either", "give either a range or a segment")
	}
	if q.Kind == KindPeople {
		v.bad(field, "compare_people", "people are listed for one answer; address the comparison by cell.compare")
	}
	if c.Range != nil {
		v.rng(at(field, "range"), *c.Range)
	}
	if c.Segment != nil {
		v.segment(at(field, "segment"), *c.Segment, 0)
	}
}

func (v *validator) trend(field string, t Trend) {
	v.oneOf(at(field, "measure"), t.Measure, "events", "people", "sum", "mean")
	v.oneOf(at(field, "interval"), t.Interval, Hour, Day, Week, Month)
	if (t.Measure == "sum" || t.Measure == "mean") == (t.Property == "") {
		v.bad(at(field, "property"), "needed_by", "is needed by %s, and by nothing else", "sum, mean")
	}
	v.property(at(field, "property"), t.Property)
}

func (v *validator) funnel(field string, f Funnel) {
	if len(f.Steps) < 1 || len(f.Steps) > 30 {
		v.bad(at(field, "steps"), "count", "a funnel has 1 to %d steps", 30)
	}
	for i, s := range f.Steps {
		v.filter(at(nth(at(field, "steps"), i), "filter"), s.Filter, 0)
		if i == 0 && s.Optional {
			v.bad(at(nth(at(field, "steps"), i), "optional"), "first_optional", "the first step cannot be left out")
		}
	}
	v.oneOf(at(field, "order"), f.Order, "sequence", "strict", "any")
	v.oneOf(at(field, "count"), f.Count, "person", "entry")
	if len(f.Exclusions) > 10 {
		v.bad(at(field, "exclusions"), "most", "a funnel has at most %d exclusions", 10)
	}
	filled := Question{Kind: KindFunnel, Funnel: &f}.WithDefaults().Funnel
	for i, x := range filled.Exclusions {
		name := nth(at(field, "exclusions"), i)
		v.filter(at(name, "filter"), x.Filter, 0)
		given := f.Exclusions[i]
		if f.Order == "any" && (given.From != 0 || given.To != 0) {
			v.bad(name, "exclusion_any_order", "in any order there is no between: leave from and to out")
			continue
		}
		if x.From < 1 || x.To > len(f.Steps) || x.From >= x.To && len(f.Steps) > 1 {
			v.bad(name, "exclusion_order", "from must be a step before to")
			continue
		}
		for _, n := range []int{x.From, x.To} {
			if f.Steps[n-1].Optional {
				v.bad(name, "exclusion_optional", "step %d is optional; guard required steps", n)
			}
		}
	}
}

func (v *validator) paths(field string, p Paths) {
	v.oneOf(at(field, "by"), p.By, "event", "touchpoint", "channel")
	v.oneOf(at(field, "container"), p.Container, "journey", "session")
	v.oneOf(at(field, "count"), p.Count, "person", "pass")
	v.within(at(field, "depth"), p.Depth, 0, 30)
	v.within(at(field, "top"), p.Top, 0, 200)
	for i, part := range p.Show {
		if allowed := []string{"nodes", "edges", "matrix", "eventual", "top", "times"}; !slices.Contains(allowed, part) {
			v.bad(nth(at(field, "show"), i), "none_of", "%q is none of %s", part, strings.Join(allowed, ", "))
		}
	}
	if p.From != nil && p.To != nil {
		v.bad(at(field, "to"), "one_anchor", "give one anchor, from or to")
	}
	if p.From != nil {
		v.filter(at(field, "from"), *p.From, 0)
	}
	if p.To != nil {
		v.filter(at(field, "to"), *p.To, 0)
	}
}

func (v *validator) retention(field string, r Retention) {
	v.filter(at(field, "start"), r.Start, 0)
	v.filter(at(field, "return"), r.Return, 0)
	v.oneOf(at(field, "mode"), r.Mode, "first", "recurring")
	v.oneOf(at(field, "match"), r.Match, "on", "on_or_after")
	v.oneOf(at(field, "period"), r.Period, Day, Week, Month)
	v.within(at(field, "periods"), r.Periods, 0, 120)
}

func (v *validator) model(field string, m StageModel) {
	if len(m.Stages) == 0 || len(m.Stages) > 20 {
		v.bad(at(field, "stages"), "count", "a stage model has 1 to %d stages", 20)
	}
	seen := map[string]bool{}
	for i, s := range m.Stages {
		name := nth(at(field, "stages"), i)
		switch {
		case s.ID == "" || s.ID == "lapsed":
			v.bad(at(name, "id"), "missing_or_reserved", "is missing, or is the reserved word %s", "lapsed")
		case seen[s.ID]:
			v.bad(at(name, "id"), "twice", "%q is there twice", s.ID)
		}
		seen[s.ID] = true
		v.filter(at(name, "entry"), s.Entry, 0)
		v.within(at(name, "times"), s.Times, 0, 1_000_000)
	}
}

func (v *validator) people(field string, p People) {
	v.oneOf(at(field, "sort"), p.Sort, "last_seen", "first_seen", "events")
	v.within(at(field, "offset"), p.Offset, 0, 1<<40)
	v.within(at(field, "limit"), p.Limit, 0, 1000)
	if len(p.Search) > 200 {
		v.bad(at(field, "search"), "bytes_most", "is longer than %d bytes", 200)
	}
	switch {
	case p.Of == nil && p.Cell != nil:
		v.bad(at(field, "cell"), "figure_closed", "belongs to a question: give people.of too")
	case p.Of != nil:
		v.question(at(field, "of"), *p.Of, true)
		if p.Cell != nil {
			v.cell(at(field, "cell"), *p.Of, *p.Cell)
		}
	}
}

func (v *validator) cell(field string, q Question, c Cell) {
	if c.Compare && q.Compare == nil {
		v.closed(at(field, "compare"), "the question compares with nothing")
	}
	if c.Value != nil && q.Breakdown == nil && *c.Value != "" {
		v.closed(at(field, "value"), "the question has no breakdown")
	}
	if c.Other && q.Breakdown.bySegment() {
		v.closed(at(field, "other"), "a breakdown by segment or persona has no other")
	}
	if c.Path != nil && q.Kind != KindPaths && q.Kind != KindConformance {
		v.closed(at(field, "path"), "does not belong to %s", q.Kind)
	}
	var outcomes []string
	switch q.Kind {
	case KindFunnel:
		outcomes = []string{"reached", "dropped", "converted"}
		if c.Item != nil {
			if _, err := strconv.ParseInt(*c.Item, 10, 64); err != nil || c.Outcome != "converted" {
				v.closed(at(field, "item"), "is the beginning of a bin of the histogram in milliseconds, with outcome converted")
			}
		}
		v.within(at(field, "step"), c.Step, 0, len(deref(q.Funnel).Steps))
	case KindPaths:
		outcomes = []string{"exit"}
		v.within(at(field, "step"), c.Step, 0, 30)
		if c.Outcome != "" && (c.Step == 0 || c.To != nil) {
			v.closed(at(field, "outcome"), "exit is of a step: give the step, and from for one name")
		}
		if c.To != nil && c.From == nil {
			v.closed(at(field, "from"), "an edge has a beginning: give from too")
		}
		if c.Path != nil && (c.Step != 0 || c.From != nil || c.To != nil || c.Eventual) {
			v.closed(at(field, "path"), "is a whole path: give it alone")
		}
	case KindRetention:
		if c.Period != nil {
			v.within(at(field, "period"), *c.Period, 0, 120)
		}
	case KindStages:
		outcomes = []string{"now", "entered", "moved", "stalled", "lapsed", "reentered"}
	case KindAttribution:
		outcomes = []string{"converted", "untouched", "lost"}
	case KindContent:
		outcomes = []string{"converted"}
	case KindTouchpoints:
		outcomes = []string{"came", "exit", "repeat", "converted"}
	case KindFriction:
		outcomes = v.frictionCell(field, c)
	case KindValue:
		outcomes = v.valueCell(field, c)
	case KindDrivers:
		outcomes = v.driversCell(field, c)
	case KindConformance:
		outcomes = v.conformanceCell(field, deref(q.Conformance), c)
	case KindCoverage:
		outcomes = v.coverageCell(field, deref(q.Coverage), c)
	}
	if c.Outcome != "" && !slices.Contains(outcomes, c.Outcome) {
		v.closed(at(field, "outcome"), "%q does not belong to %s", c.Outcome, q.Kind)
	}
}

// SourceName is what a breakdown by source calls a source: its name where there is one, else its number.
func (d Definitions) SourceName(s event.Source) string {
	if n := d.Sources[s]; n != "" {
		return n
	}
	return strconv.FormatUint(uint64(s), 10)
}
