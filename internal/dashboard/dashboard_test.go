package dashboard_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"jejak/internal/dashboard"
	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/fault/faulttest"
	"jejak/internal/journey"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

func TestMain(m *testing.M) { sqldbtest.Main(m) }

const ws = event.Workspace(4)

func now() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

func check(_ context.Context, _ event.Workspace, q journey.Question) error {
	return journey.Validate(q, journey.Definitions{Now: event.TimeOf(now())})
}

func setup(t *testing.T, db *sqldb.DB) *dashboard.Store {
	t.Helper()
	sqldbtest.Workspace(t, db, uint32(ws))
	s, err := dashboard.Open(t.Context(), db, check, now)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func current[T any](t *testing.T, err error) (v T) {
	t.Helper()
	var e *fault.Error
	if !errors.As(err, &e) || e.Kind != fault.Conflict {
		t.Fatalf("%v is no conflict", err)
	}
	v, ok := e.Current.(T)
	if !ok {
		t.Fatalf("the conflict carries %T", e.Current)
	}
	return v
}

func same(t *testing.T, got, want any) {
	t.Helper()
	a, _ := json.Marshal(got)
	b, _ := json.Marshal(want)
	if string(a) != string(b) {
		t.Errorf("got  %s\nwant %s", a, b)
	}
}

func trend() journey.Question {
	return journey.Question{Kind: journey.KindTrend, Range: journey.Range{Last: journey.Duration(7 * 24 * time.Hour)}, Trend: &journey.Trend{Measure: "people"}}
}

func TestQuestionsAndDashboards(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := setup(t, db), t.Context()
		q, err := s.Questions.Create(ctx, ws, dashboard.Question{
			About: dashboard.About{Name: " Visitors ", Owner: "Rini"}, Question: trend(), Chart: dashboard.Chart(`{"kind":"line"}`),
		})
		if err != nil || q.Name != "Visitors" || q.Version != 1 || q.ID == "" {
			t.Fatalf("%+v %v", q, err)
		}
		own := trend()
		d, err := s.Create(ctx, ws, dashboard.Dashboard{
			About: dashboard.About{Name: "Morning"}, Range: &journey.Range{Last: journey.Duration(24 * time.Hour)}, Refresh: 60,
			Cards: []dashboard.Card{{Saved: q.ID, Width: 6, Height: 4}, {Question: &own, Title: "All", Width: 12, Height: 2}},
		})
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.Get(ctx, ws, d.ID)
		if err != nil {
			t.Fatal(err)
		}
		same(t, got, d)
		faulttest.Want(t, s.Questions.Delete(ctx, ws, q.ID), fault.Conflict, "Morning")

		first, second := d, d
		first.Name, first.Range, first.Refresh = "Evening", nil, 0
		if first, err = s.Update(ctx, ws, first); err != nil || first.Version != 2 {
			t.Fatalf("%+v %v", first, err)
		}
		second.Name = "Night"
		_, err = s.Update(ctx, ws, second)
		same(t, current[dashboard.Dashboard](t, err), first)

		older := q
		q.Name = "People"
		if q, err = s.Questions.Update(ctx, ws, q); err != nil || q.Version != 2 || q.Created != older.Created {
			t.Fatalf("%+v %v", q, err)
		}
		_, err = s.Questions.Update(ctx, ws, older)
		same(t, current[dashboard.Question](t, err), q)
		all, err := s.Questions.List(ctx, ws)
		if err != nil {
			t.Fatal(err)
		}
		same(t, all, []dashboard.Question{q})

		if err := s.Delete(ctx, ws, d.ID); err != nil {
			t.Error(err)
		}
		if err := s.Questions.Delete(ctx, ws, q.ID); err != nil {
			t.Error(err)
		}
		_, err = s.Get(ctx, ws, d.ID)
		faulttest.Want(t, err, fault.NotFound)
		_, err = s.Questions.Get(ctx, 5, q.ID)
		faulttest.Want(t, err, fault.NotFound)
		_, err = s.Update(ctx, ws, d)
		faulttest.Want(t, err, fault.NotFound)
		faulttest.Want(t, s.Delete(ctx, ws, d.ID), fault.NotFound)
	})
}

func TestDocumentsAreSoMany(t *testing.T) {
	t.Parallel()
	db := sqldbtest.Open(t, sqldbtest.SQLite(t))
	s, ctx := setup(t, db), t.Context()
	q, d := dashboard.Question{About: dashboard.About{Name: "Q"}, Question: trend()}, dashboard.Dashboard{About: dashboard.About{Name: "D"}}
	for range 500 {
		if _, err := s.Questions.Create(ctx, ws, q); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Create(ctx, ws, d); err != nil {
			t.Fatal(err)
		}
	}
	_, err := s.Questions.Create(ctx, ws, q)
	faulttest.Want(t, err, fault.TooLarge, "500")
	_, err = s.Create(ctx, ws, d)
	faulttest.Want(t, err, fault.TooLarge, "500")
}

func TestWrongDocumentsAreRefused(t *testing.T) {
	t.Parallel()
	s := setup(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	good, bad := trend(), journey.Question{Kind: "dance"}
	for field, q := range map[string]dashboard.Question{
		`"name"`:          {Question: good},
		`"question.kind"`: {About: dashboard.About{Name: "x"}, Question: bad},
		`"chart"`:         {About: dashboard.About{Name: "x"}, Question: good, Chart: dashboard.Chart(`[1]`)},
		`"owner"`:         {About: dashboard.About{Name: "x", Owner: strings.Repeat("y", 201)}, Question: good},
	} {
		_, err := s.Questions.Create(t.Context(), ws, q)
		faulttest.Want(t, err, fault.Invalid, field)
	}
	card := func(c dashboard.Card) dashboard.Dashboard {
		return dashboard.Dashboard{About: dashboard.About{Name: "x"}, Cards: []dashboard.Card{c}}
	}
	for field, d := range map[string]dashboard.Dashboard{
		`"cards[0]"`:               card(dashboard.Card{Width: 1, Height: 1}),
		`"cards[0].saved"`:         card(dashboard.Card{Saved: "q9", Width: 1, Height: 1}),
		`"cards[0].question.kind"`: card(dashboard.Card{Question: &bad, Width: 1, Height: 1}),
		`12 columns`:               card(dashboard.Card{Question: &good, Width: 13, Height: 1}),
		`"refresh"`:                {About: dashboard.About{Name: "x"}, Refresh: 1},
		`"range"`:                  {About: dashboard.About{Name: "x"}, Range: &journey.Range{From: "yesterday"}},
		`"cards"`:                  {About: dashboard.About{Name: "x"}, Cards: make([]dashboard.Card, 51)},
	} {
		_, err := s.Create(t.Context(), ws, d)
		faulttest.Want(t, err, fault.Invalid, field)
	}
}
