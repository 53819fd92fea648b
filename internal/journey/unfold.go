package journey

import (
	"encoding/json"
	"reflect"
	"slices"
)

// Unfold is a filter that says the same without naming touchpoints: in the place of each stands its rule, and not any of those before
// it in the order of the catalogue. What it means then no longer changes with the catalogue. A touchpoint that is not there matches
// nothing. The filter that it is given stays as it is.
func (f Filter) Unfold(touchpoints []Touchpoint) Filter {
	f.All, f.Any = unfoldAll(f.All, touchpoints), unfoldAll(f.Any, touchpoints)
	if f.Not != nil {
		not := f.Not.Unfold(touchpoints)
		f.Not = &not
	}
	if len(f.Touchpoint) == 0 {
		return f
	}
	var met, earlier []Filter
	for _, t := range touchpoints {
		if !slices.Contains(f.Touchpoint, t.ID) {
			earlier = append(earlier, t.Rule)
			continue
		}
		own := t.Rule
		if len(earlier) > 0 {
			others := anyOf(earlier)
			own = Filter{All: []Filter{t.Rule}, Not: &others}
		}
		met = append(met, own)
	}
	f.Touchpoint = nil
	if len(met) == 0 {
		f.All = append(slices.Clone(f.All), Filter{Not: &Filter{}})
		return f
	}
	rule := anyOf(met)
	if f.Event == nil && f.Channel == nil && f.Source == nil && f.Where == nil && f.All == nil && f.Any == nil && f.Not == nil {
		return rule
	}
	return Filter{All: []Filter{f, rule}}
}

func unfoldAll(list []Filter, touchpoints []Touchpoint) []Filter {
	if list == nil {
		return nil
	}
	out := make([]Filter, len(list))
	for i, f := range list {
		out[i] = f.Unfold(touchpoints)
	}
	return out
}

// anyOf matches what one of the filters matches; lists of a filter are of limited length.
func anyOf(list []Filter) Filter {
	for len(list) > maxList {
		var longer []Filter
		for part := range slices.Chunk(list, maxList) {
			longer = append(longer, Filter{Any: slices.Clone(part)})
		}
		list = longer
	}
	if len(list) == 1 {
		return list[0]
	}
	return Filter{Any: slices.Clone(list)}
}

// maxList is how many entries a list of a filter has at most.
const maxList = 50

// Unfold is a question that says the same of other days too: its filters without names of touchpoints, and the stages and touchpoints
// that it would take from the workspace written out. What it means then no longer changes with the catalogue. The question that it is
// given stays as it is.
func (q Question) Unfold(touchpoints []Touchpoint, stages *StageModel) (Question, error) {
	raw, err := json.Marshal(q)
	if err != nil {
		return q, err
	}
	var out Question
	if err := json.Unmarshal(raw, &out); err != nil {
		return q, err
	}
	if out.Kind == KindTouchpoints && out.Touchpoints == nil {
		out.Touchpoints = &Touchpoints{}
	}
	if out.Kind == KindStages && out.Stages == nil {
		out.Stages = &Stages{}
	}
	if out.Touchpoints != nil && len(out.Touchpoints.Places) == 0 && len(touchpoints) > 0 && (out.Touchpoints.By == "" || out.Touchpoints.By == "touchpoint") {
		out.Touchpoints.Places = slices.Clone(touchpoints)
	}
	if stages != nil && out.Touchpoints != nil && out.Touchpoints.Model == nil {
		out.Touchpoints.Model = stages
	}
	if stages != nil && out.Stages != nil && out.Stages.Model == nil {
		out.Stages.Model = stages
	}
	unfoldWithin(reflect.ValueOf(&out), touchpoints, stages)
	return out, nil
}

// unfoldWithin unfolds every filter, and says of which stages people stand in one, wherever in a question it stands.
func unfoldWithin(v reflect.Value, touchpoints []Touchpoint, stages *StageModel) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			unfoldWithin(v.Elem(), touchpoints, stages)
		}
	case reflect.Slice:
		for i := range v.Len() {
			unfoldWithin(v.Index(i), touchpoints, stages)
		}
	case reflect.Struct:
		if f, ok := v.Addr().Interface().(*Filter); ok {
			*f = f.Unfold(touchpoints)
			return
		}
		if s, ok := v.Addr().Interface().(*Standing); ok && s.Model == nil && stages != nil {
			model := *stages
			model.Stages = slices.Clone(stages.Stages)
			s.Model = &model
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				unfoldWithin(v.Field(i), touchpoints, stages)
			}
		}
	}
}
