package server_test

import (
	"net/http"
	"testing"
)

type coveredView struct {
	People, Events int
	Coverage       struct {
		Overlaps []struct {
			First, Second string
			Events, Kept  int
		}
		Loose []struct {
			Event, Channel string
			People, Events int
		}
	}
}

// A catalogue knows what it leaves out, and which maps its touchpoints are on.
func TestGapsOfTheCatalogue(t *testing.T) {
	t.Parallel()
	w := found(t)
	did := func(user, event string) map[string]any {
		return map[string]any{"type": "track", "event": event, "userId": user}
	}
	w.send(5, did("ana", "Shine Lens"), did("ana", "Shine Lens"), did("bo", "Shine Lens"), did("bo", "Ask Optician"), did("bo", "Pay"))
	var wide, narrow struct{ ID string }
	w.owner.must("POST", w.path("/touchpoints"), map[string]any{"name": "Optician", "rule": map[string]any{"event": []string{"Ask Optician", "Pay"}}}, &wide)
	w.owner.must("POST", w.path("/touchpoints"), map[string]any{"name": "Payment", "rule": map[string]any{"event": "Pay"}}, &narrow)

	viewer := w.token("viewer")
	var a coveredView
	viewer.must("POST", w.path("/ask"), map[string]any{"kind": "coverage"}, &a)
	if len(a.Coverage.Loose) == 0 || a.Coverage.Loose[0].Event != "Shine Lens" || a.Coverage.Loose[0].People != 2 || a.Coverage.Loose[0].Events != 3 {
		t.Errorf("without a touchpoint are %+v", a.Coverage.Loose)
	}
	both := false
	for _, o := range a.Coverage.Overlaps {
		both = both || o.First == wide.ID && o.Second == narrow.ID && o.Events == 1
	}
	if !both {
		t.Errorf("overlaps are %+v", a.Coverage.Overlaps)
	}
	var of coveredView
	viewer.must("POST", w.path("/ask"), map[string]any{"kind": "coverage", "coverage": map[string]any{"rule": map[string]any{"event": "Pay"}}}, &of)
	if of.People != 1 || of.Events != 1 || len(of.Coverage.Overlaps) < 2 {
		t.Errorf("the rule matches %+v", of)
	}
	// Figures are for all who may ask, whose they are is for those who may see people.
	loose := map[string]any{"kind": "people", "people": map[string]any{"of": map[string]any{"kind": "coverage"}, "cell": map[string]any{"outcome": "loose"}}}
	if status, _ := viewer.try("POST", w.path("/ask"), loose); status != http.StatusForbidden {
		t.Errorf("a viewer is told who stands behind a figure: %d", status)
	}
	if status, _ := w.browser().try("GET", w.path("/maps/touchpoints"), nil); status != http.StatusUnauthorized {
		t.Errorf("a stranger is told what is on maps: %d", status)
	}

	var v mapView
	w.owner.must("POST", w.path("/maps"), map[string]any{"name": "Glasses"}, &v)
	w.owner.must("POST", w.path("/maps/%s/changes", v.Map.ID), mapChange("draw-it-now", 1,
		mapPut("lane", "l1", map[string]any{"kind": "touchpoint"}),
		mapPut("step", "s1", map[string]any{"name": "Pays", "evidence": map[string]any{"rule": map[string]any{"any": []any{map[string]any{"touchpoint": narrow.ID}}}}}),
	), nil)
	var uses struct {
		Uses []struct {
			Touchpoint string
			Maps       []struct{ ID, Name string }
		}
	}
	viewer.must("GET", w.path("/maps/touchpoints"), nil, &uses)
	if len(uses.Uses) != 1 || uses.Uses[0].Touchpoint != narrow.ID || uses.Uses[0].Maps[0].Name != "Glasses" {
		t.Errorf("on maps are %+v", uses.Uses)
	}
}

// The worth of a step is that of the stages which a version was named with, and a card's question is answered on the map.
func TestAnOldVersionKeepsItsStages(t *testing.T) {
	t.Parallel()
	w := found(t)
	order := map[string]any{"type": "track", "event": "Order", "userId": "ana", "properties": map[string]any{"revenue": 40}}
	w.send(2, map[string]any{"type": "track", "event": "Look", "userId": "ana"}, order)
	stages := func(entry string) map[string]any {
		return map[string]any{"id": "own", "stages": []any{
			map[string]any{"id": "look", "name": "Look", "entry": map[string]any{"event": "Look"}},
			map[string]any{"id": "buy", "name": "Buy", "entry": map[string]any{"event": entry}},
		}}
	}
	w.owner.must("PUT", w.path("/stage-model"), stages("Order"), nil)
	var v mapView
	w.owner.must("POST", w.path("/maps"), map[string]any{"name": "Buying"}, &v)
	path := w.path("/maps/%s", v.Map.ID)
	w.owner.must("POST", path+"/changes", mapChange("draw-it-now", 1,
		mapPut("lane", "l1", map[string]any{"kind": "metric"}),
		mapPut("step", "s1", map[string]any{"name": "Looks", "evidence": map[string]any{"rule": map[string]any{"event": "Look"}}}),
		mapPut("card", "c1", map[string]any{"step": "s1", "lane": "l1", "text": "Orders", "evidence": map[string]any{"question": map[string]any{"kind": "trend", "filter": map[string]any{"event": "Order"}}}}),
	), nil)
	var named struct{ Revision int }
	w.owner.must("POST", path+"/versions", map[string]any{"name": "As agreed", "revision": 2}, &named)
	w.owner.must("POST", path+"/changes", mapChange("one-more-change", 2, mapPut("step", "s1", map[string]any{"name": "Looks around"})), nil)
	w.owner.must("PUT", w.path("/stage-model"), stages("Delivery"), nil)

	type view struct {
		Steps []struct {
			Worth *struct {
				Orders int
				Sum    float64
			}
		}
		Cards []struct {
			Card   string
			Metric *struct {
				Unit  string
				Value float64
				N     int
			}
		}
	}
	var now, then view
	w.token("viewer").must("POST", path+"/overlay", map[string]any{}, &now)
	w.token("viewer").must("POST", path+"/overlay", map[string]any{"revision": named.Revision}, &then)
	if now.Steps[0].Worth != nil {
		t.Errorf("an order enters no stage any more, and is worth %+v", now.Steps[0].Worth)
	}
	if then.Steps[0].Worth == nil || then.Steps[0].Worth.Sum != 40 {
		t.Errorf("the version showed 40, now %+v", then.Steps[0].Worth)
	}
	for _, o := range []view{now, then} {
		if len(o.Cards) != 1 || o.Cards[0].Metric == nil || o.Cards[0].Metric.Value != 1 || o.Cards[0].Metric.Unit != "count" {
			t.Errorf("the card shows %+v", o.Cards)
		}
	}
	if status, _ := w.browser().try("POST", path+"/overlay", map[string]any{}); status != http.StatusUnauthorized {
		t.Errorf("a stranger is told figures: %d", status)
	}
}
