package journey

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"jejak/internal/event"
)

// Lapsed stands for a stage where somebody has fallen out of the model by being quiet.
const Lapsed = "lapsed"

// Standing picks people by their position in the workspace's stage model, now or at the end of the range if that is earlier. The
// question's filter does not narrow it.
type Standing struct {
	In    Names       `json:"in" doc:"stage ids; lapsed are people who fell out of the model, an empty id those who never entered it"`
	Model *StageModel `json:"model,omitempty" doc:"the workspace's own by default"`
}

// QuietBefore is the moment after which somebody may not have done it.
func (d Did) QuietBefore(span Span, now event.Time) int64 {
	return Until(span, now) - d.Quiet.Millis()
}

// Until is the end of a span, or now if that is earlier.
func Until(span Span, now event.Time) int64 {
	if now != 0 {
		return min(span.To, int64(now))
	}
	return span.To
}

func (v *validator) did(field string, d Did) {
	v.oneOf(at(field, "count"), d.Count, "events", "days")
	if d.Latest != nil {
		v.condition(at(field, "latest"), *d.Latest, true)
	}
	if d.Sum != nil {
		v.condition(at(field, "sum"), *d.Sum, true)
		if !slices.Contains([]Op{OpGt, OpGte, OpLt, OpLte, OpBetween}, d.Sum.Op) {
			v.bad(at(field, "sum.op"), "sum_compared", "a sum is compared as a number: gt, gte, lt, lte or between")
		}
	}
}

func (v *validator) standing(field string, s Segment) {
	if s.ID != "" {
		v.bad(at(field, "id"), "segment_unknown", "there is no segment %q", s.ID)
	}
	if s.Stage == nil {
		return
	}
	if v.dids++; v.dids == maxDids+1 {
		v.bad(at(field, "stage"), "most", "a question can name at most %d behaviours", maxDids)
	}
	if len(s.Stage.In) == 0 || len(s.Stage.In) > 50 {
		v.bad(at(field, "stage.in"), "count", "names 1 to %d stages", 50)
	}
	model := v.d.Stages
	if s.Stage.Model != nil {
		model = *s.Stage.Model
		v.model(at(field, "stage.model"), model)
	}
	for i, id := range s.Stage.In {
		known := slices.ContainsFunc(model.Stages, func(st Stage) bool { return st.ID == id })
		if !known && id != "" && id != Lapsed {
			v.bad(nth(at(field, "stage.in"), i), "stage_missing", "the stage model has no stage %q", id)
		}
	}
}

// maxExpanded bounds the segments that one question can come to, saved ones within saved ones counted each time.
const maxExpanded = 1000

// Expand puts the rules of saved segments in the place of their ids; find gives the rule of one. The question that it is given
// stays as it is. Faults: Invalid (an unknown id, a segment within itself).
func (q Question) Expand(find func(id string) (Segment, bool)) (Question, error) {
	x := expander{find: find}
	out := x.question(q)
	return out, x.err
}

// Expand is Expand of a question, for a segment alone.
func (s Segment) Expand(find func(id string) (Segment, bool)) (Segment, error) {
	x := expander{find: find}
	out := x.segment("segment", s)
	return out, x.err
}

// Saved are the ids of saved segments that a segment names itself.
func (s Segment) Saved() []string {
	var ids []string
	if s.ID != "" {
		ids = append(ids, s.ID)
	}
	for _, list := range [][]Segment{s.All, s.Any} {
		for _, sub := range list {
			ids = append(ids, sub.Saved()...)
		}
	}
	if s.Not != nil {
		ids = append(ids, s.Not.Saved()...)
	}
	return ids
}

type expander struct {
	find func(id string) (Segment, bool)
	path []string // of saved segments, each within the one before
	n    int
	err  error
}

func (x *expander) bad(field, code, format string, args ...any) {
	if x.err == nil {
		x.err = Unanswerable(FieldFault(field, wrongf(code, format, args...)))
	}
}

func (x *expander) question(q Question) Question {
	if q.Segment != nil {
		s := x.segment("segment", *q.Segment)
		q.Segment = &s
	}
	if q.Compare != nil && q.Compare.Segment != nil {
		s := x.segment("compare.segment", *q.Compare.Segment)
		q.Compare = &Compare{Range: q.Compare.Range, Segment: &s}
	}
	if b := q.Breakdown; b.bySegment() && len(b.Segments) > 0 {
		own := *b
		own.Segments = make([]Group, len(b.Segments))
		for i, g := range b.Segments {
			own.Segments[i] = Group{Value: cmp.Or(g.Value, g.Segment.ID), Segment: x.segment(at(nth("breakdown.segments", i), "segment"), g.Segment)}
		}
		q.Breakdown = &own
	}
	if q.People != nil && q.People.Of != nil && q.People.Of.Kind != KindPeople {
		p, of := *q.People, x.question(*q.People.Of)
		p.Of = &of
		q.People = &p
	}
	return q
}

func (x *expander) segment(field string, s Segment) Segment {
	if x.n++; x.n > maxExpanded {
		x.bad(field, "segments_expanded", "comes to more than %d segments with the saved ones that it names", maxExpanded)
	}
	if x.err != nil {
		return s
	}
	s.All, s.Any = x.list(at(field, "all"), s.All), x.list(at(field, "any"), s.Any)
	if s.Not != nil {
		not := x.segment(at(field, "not"), *s.Not)
		s.Not = &not
	}
	if s.ID == "" {
		return s
	}
	rule, ok := x.find(s.ID)
	switch {
	case !ok:
		x.bad(at(field, "id"), "segment_unknown", "there is no segment %q", s.ID)
		return s
	case slices.Contains(x.path, s.ID):
		x.bad(at(field, "id"), "segment_loop", "the segment %q leads back to itself: %s", s.ID, strings.Join(append(x.path, s.ID), " → "))
		return s
	}
	x.path = append(x.path, s.ID)
	rule = x.segment(at(field, "id"), rule)
	x.path = x.path[:len(x.path)-1]
	s.ID = ""
	if s.Trait == nil && s.Did == nil && s.Stage == nil && s.People == nil && len(s.All) == 0 && len(s.Any) == 0 && s.Not == nil {
		return rule
	}
	s.All = append([]Segment{rule}, s.All...)
	return s
}

func (x *expander) list(field string, all []Segment) []Segment {
	if len(all) == 0 {
		return all
	}
	out := make([]Segment, len(all))
	for i, s := range all {
		out[i] = x.segment(nth(field, i), s)
	}
	return out
}

// DependsOnTime reports whether who is in a segment, without saved ones in it, can change while nothing happens.
func (s Segment) DependsOnTime() bool {
	if s.Stage != nil || s.Did != nil && (s.Did.Quiet != 0 || s.Did.Range != nil && s.Did.Range.Last != 0) {
		return true
	}
	return slices.ContainsFunc(s.All, Segment.DependsOnTime) || slices.ContainsFunc(s.Any, Segment.DependsOnTime) ||
		s.Not != nil && s.Not.DependsOnTime()
}

// AsOf is a segment, without saved ones in it, as it stood at a moment, asked of a range that ends there with that moment as now:
// what it says of later times is left out.
func (s Segment) AsOf(moment time.Time, zone *time.Location) Segment {
	if s.Did != nil && s.Did.Range != nil && s.Did.Range.Last == 0 {
		did, r := *s.Did, *s.Did.Range
		if span, err := r.Resolve(zone, 0); err == nil && span.To > moment.UnixMilli() {
			r.To = moment.UTC().Format(time.RFC3339Nano)
			if span.From >= moment.UnixMilli() { // a time that has not come: nobody did anything in it
				r.From = moment.Add(-time.Millisecond).UTC().Format(time.RFC3339Nano)
				did.Event = Filter{All: []Filter{did.Event}, Not: &Filter{}}
			}
		}
		did.Range = &r
		s.Did = &did
	}
	s.All, s.Any = asOfAll(s.All, moment, zone), asOfAll(s.Any, moment, zone)
	if s.Not != nil {
		not := s.Not.AsOf(moment, zone)
		s.Not = &not
	}
	return s
}

func asOfAll(all []Segment, moment time.Time, zone *time.Location) []Segment {
	out := slices.Clone(all)
	for i := range out {
		out[i] = out[i].AsOf(moment, zone)
	}
	return out
}
