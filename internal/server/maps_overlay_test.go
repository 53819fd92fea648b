package server_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
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

// A link shows figures only where whoever made it chose so, behind its password, while it is open, and of a crowd alone.
func TestALinkShowsFiguresOfACrowdAlone(t *testing.T) {
	t.Parallel()
	w := found(t)
	var batch []map[string]any
	for i := range 50 {
		who := fmt.Sprintf("guest-%d", i)
		batch = append(batch, map[string]any{"type": "track", "event": "Look", "userId": who})
		if i < 25 {
			batch = append(batch, map[string]any{"type": "track", "event": "Pay", "userId": who, "properties": map[string]any{"revenue": 150_000, "currency": "IDR"}})
		}
		if i < 19 {
			batch = append(batch, map[string]any{"type": "track", "event": "Say", "userId": who, "properties": map[string]any{"sentiment": -0.5}})
		}
	}
	w.send(len(batch), batch...)
	var v mapView
	w.owner.must("POST", w.path("/maps"), map[string]any{"name": "Paying"}, &v)
	path := w.path("/maps/%s", v.Map.ID)
	rule := func(event string) map[string]any { return map[string]any{"rule": map[string]any{"event": event}} }
	funnel := func(events ...string) map[string]any {
		var steps []map[string]any
		for _, e := range events {
			steps = append(steps, map[string]any{"filter": map[string]any{"event": e}})
		}
		return map[string]any{"question": map[string]any{"kind": "funnel", "funnel": map[string]any{"steps": steps, "window": "7d"}}}
	}
	w.owner.must("POST", path+"/changes", mapChange("draw-it-now", 1,
		mapPut("lane", "l1", map[string]any{"kind": "metric"}),
		mapPut("step", "s1", map[string]any{"name": "Looks", "place": "b", "evidence": rule("Look")}),
		mapPut("step", "s2", map[string]any{"name": "Pays", "place": "c", "evidence": rule("Pay")}),
		mapPut("step", "s3", map[string]any{"name": "Says", "place": "d", "evidence": rule("Say")}),
		mapPut("card", "c1", map[string]any{"step": "s2", "lane": "l1", "text": "Payers", "evidence": funnel("Look", "Pay")}),
		mapPut("card", "c2", map[string]any{"step": "s3", "lane": "l1", "text": "Speakers", "evidence": funnel("Look", "Say")}),
	), nil)
	share := func(more map[string]any) (token, id string) {
		var made struct {
			Token string
			Share struct{ ID string }
		}
		body := map[string]any{"expires": time.Now().Add(time.Hour)}
		maps.Copy(body, more)
		w.owner.must("POST", path+"/shares", body, &made)
		return made.Token, made.Share.ID
	}
	stranger := w.browser()
	days := map[string]any{"figures": map[string]any{"last": "90d"}}
	bare, _ := share(nil)
	if status, body := stranger.try("GET", "/api/v1/shared/"+bare, nil); status != 200 || strings.Contains(body, "overlay") {
		t.Errorf("a link without the choice: %d %s", status, body)
	}
	token, id := share(days)
	status, body := stranger.try("GET", "/api/v1/shared/"+token, nil)
	var seen struct {
		Overlay struct {
			Steps []overlayStep
			Cards []struct {
				Card   string
				Metric *struct {
					N     int
					Value float64
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(body), &seen); status != 200 || err != nil {
		t.Fatalf("%d %s", status, body)
	}
	o := seen.Overlay
	if len(o.Steps) != 3 || o.Steps[0].People.N != 50 || o.Steps[1].People.N != 25 || o.Steps[2].People != nil || len(o.Steps[2].Signals) != 0 {
		t.Errorf("%+v", o.Steps)
	}
	if next := o.Steps[0].Next; len(next) != 1 || next[0].K != 25 || len(o.Steps[1].Next) != 0 {
		t.Errorf("from the first %+v, from the second, which 19 go on from, %+v", next, o.Steps[1].Next)
	}
	if len(o.Cards) != 2 || o.Cards[0].Metric == nil || o.Cards[0].Metric.Value != 0.5 || o.Cards[1].Metric != nil {
		t.Errorf("cards: %s", body)
	}
	for _, leak := range []string{"guest", "cell\":{\"from", "\"funnel\":", "\"event\":", "worth", ":19,"} {
		if strings.Contains(body[strings.Index(body, `"overlay"`):], leak) {
			t.Errorf("a link tells %q: %s", leak, body)
		}
	}
	locked, _ := share(map[string]any{"figures": days["figures"], "password": "kopi susu"})
	if status, body := stranger.try("GET", "/api/v1/shared/"+locked, nil); status != 401 || strings.Contains(body, "overlay") {
		t.Errorf("without its password: %d %s", status, body)
	}
	if status, body := stranger.try("POST", "/api/v1/shared/"+locked, map[string]any{"password": "kopi manis"}); status != 401 || strings.Contains(body, "overlay") {
		t.Errorf("with another password: %d %s", status, body)
	}
	if status, body := stranger.try("POST", "/api/v1/shared/"+locked, map[string]any{"password": "kopi susu"}); status != 200 || !strings.Contains(body, `"overlay"`) {
		t.Errorf("with its password: %d %s", status, body)
	}
	if status, body := w.owner.try("POST", path+"/shares", map[string]any{"expires": time.Now().Add(time.Hour), "figures": map[string]any{"from": "soon"}}); status != 400 {
		t.Errorf("days that are none: %d %s", status, body)
	}
	w.owner.must("DELETE", path+"/shares/"+id, nil, nil)
	if status, body := stranger.try("GET", "/api/v1/shared/"+token, nil); status != 404 || strings.Contains(body, "overlay") {
		t.Errorf("closed: %d %s", status, body)
	}
}

// A link that has expired is closed in every way in, and does not come back.
func TestAnExpiredLinkShowsNothing(t *testing.T) {
	t.Parallel()
	var ahead atomic.Int64
	began := time.Now()
	w := foundAt(t, func() time.Time { return began.Add(time.Duration(ahead.Load())) })
	id := drawn(w)
	var made struct{ Token string }
	w.owner.must("POST", w.path("/maps/%s/shares", id), map[string]any{
		"expires": began.Add(time.Hour), "password": "kopi susu", "figures": map[string]any{"last": "90d"},
	}, &made)
	stranger := w.browser()
	open := func() []int {
		asked, _ := stranger.try("GET", "/api/v1/shared/"+made.Token, nil)
		told, _ := stranger.try("POST", "/api/v1/shared/"+made.Token, map[string]any{"password": "kopi susu"})
		return []int{asked, told}
	}
	if got := open(); !slices.Equal(got, []int{401, 200}) {
		t.Fatalf("while it is open it answers %v", got)
	}
	ahead.Store(int64(time.Hour - time.Second))
	if got := open(); !slices.Equal(got, []int{401, 200}) {
		t.Errorf("a second before its end it answers %v", got)
	}
	ahead.Store(int64(time.Hour))
	if got := open(); !slices.Equal(got, []int{404, 404}) {
		t.Errorf("at its end it answers %v", got)
	}
	if status, body := stranger.try("POST", "/api/v1/shared/"+made.Token, map[string]any{"password": "kopi susu"}); status != 404 || !strings.Contains(body, "ask whoever sent it for a new one") || strings.Contains(body, "the site is slow") {
		t.Errorf("%d %s", status, body)
	}
}

// lookAndPay has twelve people look, and five of them pay.
func lookAndPay(w *world) {
	var batch []map[string]any
	for i := range 12 {
		who := fmt.Sprintf("guest-%d", i)
		batch = append(batch, map[string]any{"type": "track", "event": "Look", "userId": who})
		if i < 5 {
			batch = append(batch, map[string]any{"type": "track", "event": "Pay", "userId": who})
		}
	}
	w.send(len(batch), batch...)
}

// The map, the touchpoint and the stage model change: what a version with a name showed on its steps and its metric cards stays.
func TestALaterChangeLeavesOldFiguresAlone(t *testing.T) {
	t.Parallel()
	w := found(t)
	lookAndPay(w)
	var point struct{ ID string }
	w.owner.must("POST", w.path("/touchpoints"), map[string]any{"name": "Payment", "rule": map[string]any{"event": "Pay"}}, &point)
	var v mapView
	w.owner.must("POST", w.path("/maps"), map[string]any{"name": "Paying"}, &v)
	path := w.path("/maps/%s", v.Map.ID)
	asks := func(q map[string]any) map[string]any { return map[string]any{"question": q} }
	steps := []map[string]any{{"filter": map[string]any{"event": "Look"}}, {"filter": map[string]any{"touchpoint": point.ID}}}
	w.owner.must("POST", path+"/changes", mapChange("draw-it-now", 1,
		mapPut("lane", "l1", map[string]any{"kind": "metric"}),
		mapPut("step", "s1", map[string]any{"name": "Pays", "place": "b", "evidence": map[string]any{"touchpoint": point.ID}}),
		mapPut("card", "c1", map[string]any{"step": "s1", "lane": "l1", "text": "Payers", "evidence": asks(map[string]any{"kind": "funnel", "funnel": map[string]any{"steps": steps, "window": "7d"}})}),
		mapPut("card", "c2", map[string]any{"step": "s1", "lane": "l1", "text": "Touched", "evidence": asks(map[string]any{"kind": "touchpoints"})}),
	), nil)
	var named struct{ Revision int }
	w.owner.must("POST", path+"/versions", map[string]any{"name": "Workshop", "revision": 0}, &named)
	figures := func() (steps, cards string) {
		var o struct {
			Steps []struct {
				People *struct{ N int }
				Exits  overlayRate
			}
			Cards []struct {
				Card   string
				Metric *struct {
					Unit, Fault string
					N           int
					Value       float64
				}
			}
		}
		w.owner.must("POST", path+"/overlay", map[string]any{"revision": named.Revision}, &o)
		s, _ := json.Marshal(o.Steps)
		c, _ := json.Marshal(o.Cards)
		return string(s), string(c)
	}
	stepsThen, cardsThen := figures()
	if !strings.Contains(stepsThen, `"N":5`) || strings.Count(cardsThen, `"Fault":""`) != 2 || !strings.Contains(cardsThen, `"Unit":"share","Fault":"","N":12`) {
		t.Fatalf("%s %s", stepsThen, cardsThen)
	}
	w.owner.must("POST", path+"/changes", mapChange("draw-again", named.Revision, mapPut("step", "s2", map[string]any{"name": "Regrets", "place": "c"})), nil)
	w.owner.must("PATCH", w.path("/touchpoints/%s", point.ID), map[string]any{"rule": map[string]any{"event": "Nothing"}}, nil)
	w.owner.must("POST", w.path("/touchpoints"), map[string]any{"name": "Looking", "rule": map[string]any{"event": "Look"}}, nil)
	w.owner.must("DELETE", w.path("/touchpoints/%s", point.ID), nil, nil)
	if s, c := figures(); s != stepsThen || c != cardsThen {
		t.Errorf("the version showed\n%s\n%s\nand shows\n%s\n%s", stepsThen, cardsThen, s, c)
	}
}

// Nobody gave the revision a name: it is asked with the segments, touchpoints and stages that it was drawn with all the same, by whoever
// looks at it and by its cards.
func TestAnOldRevisionIsOfTheRulesOfItsTime(t *testing.T) {
	t.Parallel()
	w := found(t)
	lookAndPay(w)
	var point, saved struct{ ID string }
	model := func(event string) map[string]any {
		return map[string]any{"id": "own", "name": "Own", "stages": []map[string]any{{"id": "paid", "name": "Paid", "entry": map[string]any{"event": event}}}}
	}
	did := func(rule map[string]any) map[string]any { return map[string]any{"did": map[string]any{"event": rule}} }
	w.owner.must("PUT", w.path("/stage-model"), model("Pay"), nil)
	w.owner.must("POST", w.path("/touchpoints"), map[string]any{"name": "Payment", "rule": map[string]any{"event": "Pay"}}, &point)
	rule := map[string]any{"all": []any{did(map[string]any{"touchpoint": point.ID}), map[string]any{"stage": map[string]any{"in": []string{"paid"}}}}}
	w.owner.must("POST", w.path("/segments"), map[string]any{"name": "Payers", "rule": rule}, &saved)
	of := map[string]any{"id": saved.ID}
	var v mapView
	w.owner.must("POST", w.path("/maps"), map[string]any{"name": "Paying"}, &v)
	path := w.path("/maps/%s", v.Map.ID)
	question := map[string]any{"kind": "trend", "segment": of, "trend": map[string]any{"measure": "people"}}
	w.owner.must("POST", path+"/changes", mapChange("draw-it-now", 1,
		mapPut("lane", "l1", map[string]any{"kind": "metric"}),
		mapPut("step", "s1", map[string]any{"name": "Looks", "evidence": map[string]any{"rule": map[string]any{"event": "Look"}}}),
		mapPut("card", "c1", map[string]any{"step": "s1", "lane": "l1", "text": "Payers", "evidence": map[string]any{"question": question}}),
	), nil)
	figures := func() (step int, card float64, fault string) {
		t.Helper()
		var o struct {
			Steps []struct{ People struct{ N int } }
			Cards []struct {
				Metric struct {
					Value float64
					Fault string
				}
			}
			Questions struct{ Flow map[string]any }
		}
		w.owner.must("POST", path+"/overlay", map[string]any{"revision": 2, "segment": of}, &o)
		// What it was asked is to be had from ask too.
		var answer struct{ People int }
		w.owner.must("POST", w.path("/ask"), o.Questions.Flow, &answer)
		if answer.People != o.Steps[0].People.N {
			t.Errorf("the map says %d, its question %d", o.Steps[0].People.N, answer.People)
		}
		return o.Steps[0].People.N, o.Cards[0].Metric.Value, o.Cards[0].Metric.Fault
	}
	if s, c, fault := figures(); s != 5 || c != 5 || fault != "" {
		t.Fatalf("%d people, %g on the card: %s", s, c, fault)
	}
	w.owner.must("POST", path+"/changes", mapChange("draw-again", 2, mapPut("step", "s2", map[string]any{"name": "Regrets", "place": "c"})), nil)
	for _, change := range []struct {
		name string
		do   func()
	}{
		{"the stage model", func() { w.owner.must("PUT", w.path("/stage-model"), model("Nothing"), nil) }},
		{"the touchpoint", func() {
			w.owner.must("PATCH", w.path("/touchpoints/%s", point.ID), map[string]any{"rule": map[string]any{"event": "Nothing"}}, nil)
		}},
		{"the segment", func() {
			w.owner.must("PATCH", w.path("/segments/%s", saved.ID), map[string]any{"rule": did(map[string]any{"event": "Look"})}, nil)
		}},
		{"that there is a segment", func() { w.owner.must("DELETE", w.path("/segments/%s", saved.ID), nil, nil) }},
	} {
		change.do()
		if s, c, fault := figures(); s != 5 || c != 5 || fault != "" {
			t.Errorf("with %s changed since: %d people, %g on the card: %s", change.name, s, c, fault)
		}
	}
}
