package server_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

type overlayRate struct {
	To   string
	K, N int
	Of   string
	Cell map[string]any
}

type overlayStep struct {
	Step, Evidence string
	People         *struct{ N int }
	Exits          overlayRate
	Next           []overlayRate
	Signals        []struct {
		Scale string
		N     int
		Value float64
	}
}

type overlayView struct {
	Questions struct{ Flow, Steps map[string]any }
	Steps     []overlayStep
	Cards     []struct {
		Card, Evidence string
		People         *struct{ N int }
	}
}

// What the sheet shows is what the same questions answer, and what an old version showed stays.
func TestOverlayIsWhatAskAnswers(t *testing.T) {
	t.Parallel()
	w := found(t)
	did := func(user, event string, properties map[string]any) map[string]any {
		return map[string]any{"type": "track", "event": event, "userId": user, "properties": properties}
	}
	w.send(6, did("ana", "Look", nil), did("ana", "Pay", nil), did("bo", "Look", nil), did("bo", "Pay", nil),
		did("bo", "Say", map[string]any{"sentiment": -0.5}), did("cici", "Look", nil))
	var point struct{ ID string }
	w.owner.must("POST", w.path("/touchpoints"), map[string]any{"name": "Payment", "rule": map[string]any{"event": "Pay"}}, &point)
	var v mapView
	w.owner.must("POST", w.path("/maps"), map[string]any{"name": "Paying"}, &v)
	path := w.path("/maps/%s", v.Map.ID)
	w.owner.must("POST", path+"/changes", mapChange("draw-it-now", 1,
		mapPut("lane", "l1", map[string]any{"kind": "touchpoint"}),
		mapPut("step", "s1", map[string]any{"name": "Looks", "place": "b", "evidence": map[string]any{"rule": map[string]any{"event": "Look"}}}),
		mapPut("step", "s2", map[string]any{"name": "Thinks", "place": "c"}),
		mapPut("step", "s3", map[string]any{"name": "Pays", "place": "d"}),
		mapPut("card", "c1", map[string]any{"step": "s3", "lane": "l1", "text": "Payment", "touchpoint": point.ID}),
	), nil)

	var o overlayView
	w.token("viewer").must("POST", path+"/overlay", map[string]any{}, &o)
	look, think, pay := o.Steps[0], o.Steps[1], o.Steps[2]
	if look.Evidence != "full" || look.People.N != 3 || think.Evidence != "assumed" || think.People != nil || pay.People.N != 2 {
		t.Fatalf("%+v", o.Steps)
	}
	if len(look.Next) != 1 || look.Next[0].To != "s3" || look.Next[0].K != 2 || look.Next[0].N != 3 {
		t.Errorf("who looks goes on to %+v: a step that is assumed is passed over", look.Next)
	}
	if len(pay.Signals) != 1 || pay.Signals[0].Value != -0.5 || len(o.Cards) != 1 || o.Cards[0].People.N != 2 || o.Cards[0].Evidence != "full" {
		t.Errorf("%+v %+v", pay.Signals, o.Cards)
	}
	var flow struct {
		Conformance struct {
			Steps []struct {
				ID     string
				People int
				Exits  overlayRate
			}
			Edges []struct {
				From, To string
				People   overlayRate
			}
		}
	}
	w.owner.must("POST", w.path("/ask"), o.Questions.Flow, &flow)
	for _, s := range flow.Conformance.Steps {
		for _, drawn := range o.Steps {
			if drawn.Step == s.ID && (drawn.People.N != s.People || drawn.Exits.K != s.Exits.K || drawn.Exits.N != s.Exits.N) {
				t.Errorf("%s shows %+v, asked %+v", s.ID, drawn, s)
			}
		}
	}
	var people struct{ Persons struct{ Total int } }
	w.owner.must("POST", w.path("/ask"), map[string]any{"kind": "people", "people": map[string]any{"of": o.Questions.Flow, "cell": look.Next[0].Cell}}, &people)
	if people.Persons.Total != look.Next[0].K {
		t.Errorf("%d people behind %d", people.Persons.Total, look.Next[0].K)
	}

	// The touchpoint comes to mean something else: the version that was named before shows what it showed.
	var named struct{ Revision int }
	w.owner.must("POST", path+"/versions", map[string]any{"name": "Workshop", "revision": 0}, &named)
	w.owner.must("PATCH", w.path("/touchpoints/%s", point.ID), map[string]any{"rule": map[string]any{"event": "Nothing"}}, nil)
	var then, now overlayView
	w.owner.must("POST", path+"/overlay", map[string]any{"revision": named.Revision}, &then)
	w.owner.must("POST", path+"/overlay", map[string]any{}, &now)
	if !reflect.DeepEqual(then.Steps, o.Steps) {
		t.Errorf("the version showed %+v, now %+v", o.Steps, then.Steps)
	}
	if now.Steps[2].People.N != 0 || now.Steps[2].Evidence != "partly" {
		t.Errorf("a rule without data: %+v", now.Steps[2])
	}
}

// A walk tells what people did at each step and nothing that says who they are; among few people it tells nothing.
func TestWalksTellNobodysName(t *testing.T) {
	t.Parallel()
	w := found(t)
	people := func(from, to int) {
		var batch []map[string]any
		for i := from; i < to; i++ {
			who := fmt.Sprintf("guest-%d", i)
			batch = append(batch,
				map[string]any{"type": "track", "event": "Look", "userId": who, "properties": map[string]any{"secret": "blue slippers"}, "timestamp": "2026-02-01T10:00:00Z"},
				map[string]any{"type": "track", "event": "Pay", "userId": who, "context": map[string]any{"traits": map[string]any{"email": who + "@example.com"}}, "timestamp": "2026-02-01T12:30:00Z"})
		}
		w.send(len(batch), batch...)
	}
	var v mapView
	w.owner.must("POST", w.path("/maps"), map[string]any{"name": "Paying"}, &v)
	path := w.path("/maps/%s", v.Map.ID)
	w.owner.must("POST", path+"/changes", mapChange("draw-it-now", 1,
		mapPut("step", "s1", map[string]any{"name": "Looks", "place": "b", "evidence": map[string]any{"rule": map[string]any{"event": "Look"}}}),
		mapPut("step", "s2", map[string]any{"name": "Pays", "place": "c", "evidence": map[string]any{"rule": map[string]any{"event": "Pay"}}}),
	), nil)
	viewer := w.token("viewer")
	walk := func() (body string) {
		status, body := viewer.try("POST", path+"/walk", map[string]any{})
		if status != 200 {
			t.Fatalf("%d %s", status, body)
		}
		return body
	}
	people(0, 19)
	if body := walk(); !strings.Contains(body, `"people":19,"enough":false,"journeys":[]`) {
		t.Errorf("of 19 people: %s", body)
	}
	people(19, 21)
	body := walk()
	want := `{"steps":[{"step":"s1","events":[{"minutes":0,"event":"Look","channel":"web"}],"more":0},{"step":"s2","events":[{"minutes":150,"event":"Pay","channel":"web"}],"more":0}],"minutes":150}`
	if strings.Count(body, want) != 3 {
		t.Errorf("of 21 people: %s", body)
	}
	for _, leak := range []string{"guest", "slippers", "2026", "example.com"} {
		if strings.Contains(body, leak) {
			t.Errorf("a walk tells %q: %s", leak, body)
		}
	}
}
