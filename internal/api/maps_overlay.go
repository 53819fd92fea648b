package api

import (
	"context"
	"encoding/json"

	"jejak/internal/account"
	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/maps"
)

// MapLook asks what the data says of a map.
type MapLook struct {
	Range    journey.Range    `json:"range,omitempty"`
	Segment  *journey.Segment `json:"segment,omitempty" doc:"only people who match count; a persona's is that of its saved segment"`
	Compare  *journey.Compare `json:"compare,omitempty" doc:"the period before, or another segment"`
	Revision int64            `json:"revision,omitempty" minimum:"0" doc:"0 is the last one; an old one, or one with a name, is read with the touchpoints, stages and segments that were kept with it"`
}

func (a *API) registerMapOverlay() {
	look := asks(describe("POST", oneMap+"/overlay", "overlayMap", mapsTag, "What the data says of each step and card of a map"))
	look.Description = "Every figure names the question whose answer it is from and the cell of its people, so that the same is to be had from ask."
	register(a, look, needs(account.Ask), a.overlayMap)
}

func (a *API) overlayMap(ctx context.Context, in *mapRequest[MapLook]) (*reply[maps.Overlay], error) {
	v, err := a.o.Maps.Get(ctx, in.WS, in.Map, in.Body.Revision)
	if err != nil {
		return nil, err
	}
	d, err := a.o.Touchpoints.Definitions(ctx, in.WS)
	if err != nil {
		return nil, err
	}
	look := maps.Look{Range: in.Body.Range, Segment: in.Body.Segment, Compare: in.Body.Compare}
	if v.Old {
		look = look.UpTo(v.Time(), d.Zone)
	}
	touchpoints := d.Touchpoints
	if in.Body.Revision > 0 && v.Rules != nil {
		look.Kept, look.Stages, touchpoints = true, &v.Rules.Stages, nil
		if len(v.Rules.Stages.Stages) == 0 {
			look.Stages = nil
		}
		for _, t := range v.Rules.Touchpoints {
			touchpoints = append(touchpoints, journey.Touchpoint(t))
		}
		if look.Segments, err = a.segmentsThen(ctx, in.WS, v.Rules.Segments); err != nil {
			return nil, err
		}
	}
	b := maps.Bind(v.Sheet, touchpoints, look)
	o, err := a.measured(ctx, in.WS, b)
	if err != nil {
		return nil, err
	}
	o.Revision = v.Map.Revision
	o.Pains, err = a.painsOnto(ctx, in.WS, b.PainPlaces(), in.Body)
	return answer(o), err
}

// segmentsThen are the rules of saved segments as an old version knew them, and of those made since as they are.
func (a *API) segmentsThen(ctx context.Context, ws event.Workspace, kept map[string]journey.Segment) (map[string]journey.Segment, error) {
	all := map[string]journey.Segment{}
	if a.o.Segments == nil {
		return all, nil
	}
	list, err := a.o.Segments.List(ctx, ws)
	if err != nil {
		return nil, err
	}
	for _, one := range list {
		all[one.ID] = one.Rule
	}
	for id, rule := range kept {
		all[id] = rule
	}
	return all, nil
}

// measured asks the questions of a binding.
func (a *API) measured(ctx context.Context, ws event.Workspace, b maps.Binding) (maps.Overlay, error) {
	var got maps.Answers
	for _, one := range []struct {
		q    *journey.Question
		into **journey.Answer
	}{{b.Questions.Flow, &got.Flow}, {b.Questions.Steps, &got.Steps}, {b.Questions.Cards, &got.Cards}} {
		if one.q == nil {
			continue
		}
		ans, err := a.put(ctx, ws, *one.q)
		if err != nil {
			return maps.Overlay{}, err
		}
		*one.into = &ans
	}
	got.Metrics = a.metricsOf(ctx, ws, b)
	return b.Overlay(got), nil
}

// metricsOf asks the questions of cards, each once. One that cannot be asked is no fault of the map.
func (a *API) metricsOf(ctx context.Context, ws event.Workspace, b maps.Binding) map[string]maps.MetricAnswer {
	got, known := map[string]maps.MetricAnswer{}, map[string]maps.MetricAnswer{}
	for card, q := range b.Metrics() {
		raw, err := json.Marshal(q)
		if err != nil {
			got[card] = maps.MetricAnswer{Err: err}
			continue
		}
		one, ok := known[string(raw)]
		if !ok {
			ans, err := a.put(ctx, ws, q)
			if one.Err = err; err == nil {
				one.Answer = &ans
			}
			known[string(raw)] = one
		}
		got[card] = one
	}
	return got
}
