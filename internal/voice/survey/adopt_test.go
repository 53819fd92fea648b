package survey

import (
	"context"
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

// changes are the events that a world has sent, as a log would hand them out.
func (w *world) changes(with ...event.Change) (all []event.Change) {
	w.t.Helper()
	for _, m := range w.log {
		properties, err := json.Marshal(m.Properties)
		if err != nil {
			w.t.Fatal(err)
		}
		all = append(all, event.Change{Workspace: ws, Event: &event.Event{Name: m.Name, Time: m.Time, IDs: m.IDs, Properties: properties}})
	}
	all = append(all, with...)
	for i := range all {
		all[i].Seq = uint64(i) + 1
		all[i].Subject = event.Subject{byte(i)}
	}
	return all
}

// What surveys told is enough to have the responses again: in another database, or of another Jejak. Hearing it twice, or where it is
// known, adds nothing.
func TestResponsesComeBackFromTheLog(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w, ctx := setup(t, db), t.Context()
		v := w.running(asked())
		p, _ := w.next(event.ID{Type: event.UserID, Value: "ana"})
		if err := w.desk.Seen(ctx, p.Token, "https://shop.example/"); err != nil {
			t.Fatal(err)
		}
		w.pass(time.Minute)
		w.answer(p.Token, Post{Done: true, Language: "en", Answers: []Answer{
			{Question: "nps", Score: point(3)},
			{Question: "why", Choices: []string{"speed"}, Other: "rain"},
			{Question: "parts", Rows: map[string]string{"staff": "good"}},
			{Question: "review", Score: point(2), Title: "So", Text: "so", Consent: agree(false)},
			{Question: "may", Consent: agree(false)},
		}})
		w.tell()
		before, counts := w.single(v.ID), mustGet(t, w, v.ID).Counts
		reviews := NewReviews(w.store, nil, ReviewOptions{Now: w.clock})
		if err := reviews.read(ctx, w.changes()); err != nil {
			t.Fatal(err)
		}
		if got := mustGet(t, w, v.ID).Counts; got != counts {
			t.Errorf("what is known is counted again: %+v, before %+v", got, counts)
		}
		w.forget(ctx, v.ID)
		for range 2 {
			if err := reviews.read(ctx, w.changes()); err != nil {
				t.Fatal(err)
			}
			after := w.single(v.ID)
			after.Took, after.Changed = before.Took, before.Changed
			if !reflect.DeepEqual(after, before) {
				a, _ := json.Marshal(before)
				b, _ := json.Marshal(after)
				t.Errorf("was %s\nis  %s", a, b)
			}
		}
		if got := mustGet(t, w, v.ID).Counts; got != counts {
			t.Errorf("%+v, before %+v", got, counts)
		}
		if n := w.tell(); n != 0 {
			t.Errorf("what came as events is told %d times", n)
		}
	})
}

func (w *world) single(id string) Response {
	w.t.Helper()
	all := w.responses(id, Listing{}).Responses
	if len(all) != 1 {
		w.t.Fatalf("%+v", all)
	}
	return all[0]
}

// forget empties a survey, as a new database would be.
func (w *world) forget(ctx context.Context, id string) {
	w.t.Helper()
	err := w.store.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		for _, name := range []string{"deleteResponses", "deleteCounts", "insertCounts"} {
			if _, err := tx.Exec(ctx, w.store.statements.Get(name), ws, id); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func TestReviewsAreReadAnsweredAndShown(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w, ctx := setup(t, db), t.Context()
		who := event.Person{7}
		reviews := NewReviews(w.store, nil, ReviewOptions{Now: w.clock, Person: func(event.Workspace, event.Subject) (event.Person, error) { return who, nil }})
		say := func(name, properties string) event.Change {
			return event.Change{Workspace: ws, Event: &event.Event{Name: name, Source: 3, Time: event.TimeOf(w.clock()), Properties: []byte(properties)}}
		}
		err := reviews.read(ctx, w.changes(
			say("Product Reviewed", `{"product":"Tea","rating":5,"text":"好喝 <b>","public":true,"author":"Mei","language":"zh"}`),
			say("Product Reviewed", `{"product_id":"Tea","rating":"4","review":"Solid","public":"yes","sentiment":0.5}`),
			say("Product Reviewed", `{"product":"Tea","rating":1,"text":"SECRET"}`),
			say("Product Reviewed", `{"rating":3,"text":"ÉLAN, the brand","survey_id":"after"}`),
			say("Product Reviewed", `{"product":"Tea","rating":9,"text":"off the scale"}`),
			say("Product Reviewed", `{"product":"Tea","text":"no stars"}`),
			say("Product Reviewed", `nonsense`), say("Page Viewed", `{"rating":5}`),
		))
		if err != nil {
			t.Fatal(err)
		}
		f := func(want int, l ReviewList) []Reviewed {
			t.Helper()
			page, err := reviews.List(ctx, ws, l)
			if err != nil || page.Total != want || len(page.Reviews) != want || len(page.Products) != 1 {
				t.Errorf("%+v: %+v %v", l, page, err)
			}
			return page.Reviews
		}
		f(4, ReviewList{})
		f(3, ReviewList{Product: "Tea"})
		f(2, ReviewList{State: "public"})
		f(1, ReviewList{Search: "secret"})
		f(1, ReviewList{Rating: 4})
		if v := f(1, ReviewList{Brand: true})[0]; v.Product != "" || v.Source != 3 || v.Survey != "after" {
			t.Errorf("%+v", v)
		}
		f(1, ReviewList{Search: "Élan"})
		f(0, ReviewList{Search: "sentiment"}) // what is looked for are people's words, and not how they are kept
		f(0, ReviewList{Search: "mei"})
		f(1, ReviewList{Search: "mei", Authors: true})
		if page, err := reviews.List(ctx, ws, ReviewList{Brand: true}); err != nil || page.Sum.Count != 1 {
			t.Errorf("%+v %v", page, err)
		}
		one := f(1, ReviewList{Search: "好喝"})[0]
		if one.Person != who || one.Author != "Mei" || one.Rating != 5 {
			t.Errorf("%+v", one)
		}
		if v, err := reviews.Reply(ctx, ws, one.ID, " Thank you ", "Rini"); err != nil || v.Reply.Text != "Thank you" || v.Person != who {
			t.Errorf("%+v %v", v, err)
		}
		f(3, ReviewList{State: "unanswered"})
		// Of all of a product, whatever else is asked for; 5, 4 and 1 have a mean of 10/3 and so wide an interval that the scale ends it.
		page, err := reviews.List(ctx, ws, ReviewList{Product: "Tea", Rating: 5, State: "private"})
		want := ReviewSum{Count: 3, Mean: 10.0 / 3, Low: 1, High: 5, Stars: [5]int{1, 0, 0, 1, 1}, Unanswered: 2, Public: 2}
		if err != nil || page.Total != 0 || page.Sum != want {
			t.Errorf("%+v %v", page, err)
		}
		if page, err := reviews.List(ctx, ws, ReviewList{Search: "nobody said this"}); err != nil || page.Sum != (ReviewSum{}) {
			t.Errorf("%+v %v", page, err)
		}
		shown, err := reviews.Public(ctx, ws, "Tea", 10)
		if err != nil || shown.Count != 2 || shown.Mean != 4.5 || len(shown.Reviews) != 2 {
			t.Errorf("%+v %v", shown, err)
		}
		if _, err := reviews.Reply(ctx, ws, one.ID, "", "Rini"); err != nil {
			t.Fatal(err)
		}
		f(4, ReviewList{State: "unanswered"})
		_, err = reviews.Reply(ctx, ws+1, one.ID, "x", "Rini")
		if err == nil {
			t.Error("the review of another workspace is answered")
		}
	})
}
