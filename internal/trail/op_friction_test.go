package trail_test

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/journey/journeytest"
	"jejak/internal/trail"
)

// A property with a value for everybody is an id and no slice, however the people are spread over shards, parts and workers.
func TestFrictionLeavesIDsOut(t *testing.T) {
	t.Parallel()
	log := journeytest.NewLog()
	for i := range 450 {
		var s event.Subject
		binary.BigEndian.PutUint64(s[:8], uint64(i)*0x9e3779b97f4a7c15)
		e := event.Event{Type: event.Track, Name: "Card", Channel: "app", Source: 1, Time: event.Time(i) * 60_000}
		e.SetIDs([]event.ID{{Type: event.UserID, Value: fmt.Sprint(i)}})
		status := 200
		if i%5 == 0 {
			status = 500
		}
		e.Properties = fmt.Appendf(nil, `{"order":"o-%d","shelf":%d,"bank":"b%d","status":%d}`, i, i%190, i%5, status)
		log.Add(1, s, event.Person(s), e)
	}
	d := journey.Definitions{Touchpoints: []journey.Touchpoint{{ID: "pay", Name: "Payment", Rule: journey.Filter{Event: journey.Names{"Card"}}}}}
	q := journey.Question{Kind: journey.KindFriction, Friction: &journey.Friction{Rate: 1, MinPeople: 1, Top: 100}}
	want, err := journeytest.NewOracle(log).Ask(t.Context(), 1, q, d)
	if err != nil {
		t.Fatal(err)
	}
	if f := want.Friction.Findings; len(f) == 0 || f[0].Slice[0] != (journey.FrictionSlice{Property: "bank", Value: "b0"}) {
		t.Fatalf("found %+v", f)
	}
	for seed := range uint64(6) {
		e := open(t, t.TempDir(), log, options(seed))
		if err := e.WaitFor(t.Context(), log.LastSeq()); err != nil {
			t.Fatal(err)
		}
		got, err := e.Ask(t.Context(), 1, q, d)
		if err != nil {
			t.Fatal(err)
		}
		a, _ := json.Marshal(want)
		b, _ := json.Marshal(got)
		if string(a) != string(b) {
			t.Fatalf("seed %d\nwant %s\ngot  %s", seed, a, b)
		}
	}
}

// The people behind a finding of waiting or dissatisfaction are those whom it says to be affected, not everybody of the place.
func TestFrictionOpensThoseAffected(t *testing.T) {
	t.Parallel()
	log := journeytest.NewLog()
	for i := range 400 {
		var s event.Subject
		binary.BigEndian.PutUint64(s[:8], uint64(i)*0x9e3779b97f4a7c15)
		add := func(name, properties string, minute int) {
			e := event.Event{Type: event.Track, Name: name, Channel: "app", Source: 1, Time: event.Time(i*600+minute) * 60_000, Properties: []byte(properties)}
			e.SetIDs([]event.ID{{Type: event.UserID, Value: fmt.Sprint(i)}})
			log.Add(1, s, event.Person(s), e)
		}
		wait, score, shop := 1+float64(i%7)/10, 5-i%2, "b"
		if i%4 == 0 {
			wait, score, shop = float64(i%9), 1+i%5, "a" // some of them wait no longer than others
		}
		add("Card", fmt.Sprintf(`{"shop":%q,"wait":%g}`, shop, wait), 0)
		add("Survey Answered", fmt.Sprintf(`{"score":%d}`, score), 5)
	}
	d := journey.Definitions{Touchpoints: []journey.Touchpoint{{ID: "pay", Name: "Payment", Rule: journey.Filter{Event: journey.Names{"Card"}}}}}
	e := open(t, t.TempDir(), log, options(3))
	if err := e.WaitFor(t.Context(), log.LastSeq()); err != nil {
		t.Fatal(err)
	}
	for kind, measure := range map[string]string{journey.DetectSlow: "wait", journey.DetectSignals: "csat"} {
		q := journey.Question{Kind: journey.KindFriction, Friction: &journey.Friction{
			MinPeople: 1, Timings: journey.Names{"wait"}, Detect: []string{kind},
			Signals: []journey.Signal{{Scale: "csat", Event: journey.Filter{Event: journey.Names{"Survey Answered"}}, Property: "score", Low: 1, High: 5}},
		}}
		a, err := e.Ask(t.Context(), 1, q, d)
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Friction.Findings) == 0 {
			t.Fatalf("%s: nothing found", kind)
		}
		f := a.Friction.Findings[0]
		if f.Kind != kind || f.Measure != measure || f.Worse == nil || f.People >= f.Share.N || f.Slice[0].Value != "a" {
			t.Fatalf("%+v", f)
		}
		level := fmt.Sprint(*f.Worse)
		people, err := e.Ask(t.Context(), 1, journey.Question{Kind: journey.KindPeople, People: &journey.People{Of: &q, Cell: &journey.Cell{
			Touch: f.Touchpoint, Slice: f.Slice, Outcome: f.Kind, Part: f.Measure, Item: &level,
		}}}, d)
		if err != nil {
			t.Fatal(err)
		}
		if people.Persons.Total != f.People {
			t.Errorf("%s: %d people open, %d are affected", kind, people.Persons.Total, f.People)
		}
		all := map[string]string{journey.DetectSlow: "-1", journey.DetectSignals: "1000"}[kind]
		none, err := e.Ask(t.Context(), 1, journey.Question{Kind: journey.KindPeople, People: &journey.People{Of: &q, Cell: &journey.Cell{
			Touch: f.Touchpoint, Outcome: f.Kind, Part: "nothing that is measured", Item: &all,
		}}}, d)
		if err != nil {
			t.Fatal(err)
		}
		if none.Persons.Total != 0 {
			t.Errorf("%s: %d people open for a measure that there is not", kind, none.Persons.Total)
		}
	}
}

func BenchmarkFriction(b *testing.B) { benchmarkVisits(b, journey.KindFriction) }

func BenchmarkTouchpoints(b *testing.B) { benchmarkVisits(b, journey.KindTouchpoints) }

// benchmarkVisits asks of 100,000 events of 5,000 people by event.
func benchmarkVisits(b *testing.B, kind journey.Kind) {
	log := journeytest.NewLog()
	for i := range 100_000 {
		var s event.Subject
		binary.BigEndian.PutUint64(s[:8], uint64(i%5000)*0x9e3779b97f4a7c15)
		e := event.Event{Type: event.Track, Name: fmt.Sprint("Event ", i%7), Channel: "web", Source: 1, Time: event.Time(i) * event.Time(time.Minute/time.Millisecond)}
		e.SetIDs([]event.ID{{Type: event.UserID, Value: fmt.Sprint(i % 5000)}})
		e.Properties = fmt.Appendf(nil, `{"plan":"p%d","price":%d}`, i%5, i%100)
		log.Add(1, s, event.Person(s), e)
	}
	e, err := trail.Open(b.TempDir(), log, trail.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = e.Close(b.Context()) })
	if err := e.WaitFor(b.Context(), log.LastSeq()); err != nil {
		b.Fatal(err)
	}
	d := journey.Definitions{}
	for i := range 7 {
		d.Touchpoints = append(d.Touchpoints, journey.Touchpoint{ID: fmt.Sprint(i), Rule: journey.Filter{Event: journey.Names{fmt.Sprint("Event ", i)}}})
	}
	for b.Loop() {
		if _, err := e.Ask(b.Context(), 1, journey.Question{Kind: kind}, d); err != nil {
			b.Fatal(err)
		}
	}
}
