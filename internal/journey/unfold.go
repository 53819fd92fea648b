package journey

import "slices"

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
