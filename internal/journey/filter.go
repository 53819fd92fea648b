package journey

import (
	"slices"
	"strconv"
	"strings"

	"jejak/internal/event"
)

// Facts is an event as filters see it. An engine may keep them in any form; this one is the definition.
type Facts struct {
	Name    string
	Channel string
	Source  event.Source
	Props   map[string]string // path -> canonical text
	Context map[string]string // visible paths only
	Traits  map[string]string
}

// FactsOf reads an event.
func FactsOf(e *event.Event) *Facts {
	f := &Facts{Name: e.Name, Channel: e.Channel, Source: e.Source}
	f.Props = flatMap(e.Properties, nil)
	f.Context = flatMap(e.Context, ContextVisible)
	f.Traits = flatMap(e.Traits, nil)
	return f
}

func flatMap(raw []byte, keep func(string) bool) map[string]string {
	if len(raw) == 0 {
		return nil
	}
	m := map[string]string{}
	_ = Flatten(raw, func(path, text []byte) {
		if keep == nil || keep(string(path)) {
			m[string(path)] = string(text)
		}
	})
	return m
}

// Value is the value of a condition's property: of the context after "context.", else of the properties.
func (f *Facts) Value(property string) (string, bool) {
	if p, ok := strings.CutPrefix(property, "context."); ok {
		v, ok := f.Context[p]
		return v, ok
	}
	v, ok := f.Props[property]
	return v, ok
}

// Matcher is a filter made ready to be put to many events.
type Matcher struct {
	f      Filter
	tests  []*Test
	all    []*Matcher
	any    []*Matcher
	not    *Matcher
	touch  []*Matcher // rules of all touchpoints, where the filter names some
	points []Touchpoint
}

// NewMatcher makes a valid filter ready.
func NewMatcher(f Filter, touchpoints []Touchpoint) (*Matcher, error) {
	m := &Matcher{f: f, points: touchpoints}
	for _, c := range f.Where {
		t, err := NewTest(c)
		if err != nil {
			return nil, err
		}
		m.tests = append(m.tests, t)
	}
	for list, filters := range map[*[]*Matcher][]Filter{&m.all: f.All, &m.any: f.Any} {
		for _, g := range filters {
			sub, err := NewMatcher(g, touchpoints)
			if err != nil {
				return nil, err
			}
			*list = append(*list, sub)
		}
	}
	if f.Not != nil {
		sub, err := NewMatcher(*f.Not, touchpoints)
		if err != nil {
			return nil, err
		}
		m.not = sub
	}
	if len(f.Touchpoint) > 0 {
		for _, p := range touchpoints {
			sub, err := NewMatcher(p.Rule, nil)
			if err != nil {
				return nil, err
			}
			m.touch = append(m.touch, sub)
		}
	}
	return m, nil
}

// Match reports whether the event passes.
func (m *Matcher) Match(e *Facts) bool {
	if len(m.f.Event) > 0 && !slices.Contains(m.f.Event, e.Name) {
		return false
	}
	if len(m.f.Channel) > 0 && !slices.Contains(m.f.Channel, e.Channel) {
		return false
	}
	if len(m.f.Source) > 0 && !slices.Contains(m.f.Source, strconv.FormatUint(uint64(e.Source), 10)) {
		return false
	}
	if len(m.f.Touchpoint) > 0 {
		i := slices.IndexFunc(m.touch, func(t *Matcher) bool { return t.Match(e) })
		if i < 0 || !slices.Contains(m.f.Touchpoint, m.points[i].ID) {
			return false
		}
	}
	for i, t := range m.tests {
		if !t.Match(e.Value(m.f.Where[i].Property)) {
			return false
		}
	}
	for _, a := range m.all {
		if !a.Match(e) {
			return false
		}
	}
	if len(m.any) > 0 && !slices.ContainsFunc(m.any, func(a *Matcher) bool { return a.Match(e) }) {
		return false
	}
	return m.not == nil || !m.not.Match(e)
}

// TouchpointMatcher finds the touchpoint of an event: the first whose rule matches.
type TouchpointMatcher struct {
	points []Touchpoint
	rules  []*Matcher
}

// NewTouchpointMatcher makes valid touchpoints ready.
func NewTouchpointMatcher(points []Touchpoint) (*TouchpointMatcher, error) {
	t := &TouchpointMatcher{points: points}
	for _, p := range points {
		m, err := NewMatcher(p.Rule, nil)
		if err != nil {
			return nil, err
		}
		t.rules = append(t.rules, m)
	}
	return t, nil
}

// Of is the index of the event's touchpoint, -1 for none.
func (t *TouchpointMatcher) Of(e *Facts) int {
	return slices.IndexFunc(t.rules, func(m *Matcher) bool { return m.Match(e) })
}
