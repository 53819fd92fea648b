package segment_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/fault/faulttest"
	"jejak/internal/journey"
	"jejak/internal/segment"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

func TestMain(m *testing.M) { sqldbtest.Main(m) }

func openStore(t *testing.T, db *sqldb.DB, ws event.Workspace, d segment.Definitions, now func() time.Time) *segment.Store {
	t.Helper()
	sqldbtest.Workspace(t, db, uint32(ws))
	s, err := segment.Open(t.Context(), db, d, now)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

func plain(context.Context, event.Workspace) (journey.Definitions, error) {
	return journey.Definitions{Zone: time.UTC, Now: event.TimeOf(noon()), Stages: journey.StageModel{Stages: []journey.Stage{{ID: "buy"}}}}, nil
}

func rule(t *testing.T, text string) (s journey.Segment) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSegmentsAreMadeChangedAndDeleted(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		const ws = event.Workspace(4)
		s := openStore(t, db, ws, plain, noon)
		ctx := t.Context()
		buyers, err := s.Create(ctx, ws, segment.Draft{Name: " Buyers ", Owner: "Rini", Description: "who bought", Rule: rule(t, `{"did":{"event":{"event":"Order"}}}`)})
		if err != nil || buyers.Name != "Buyers" || buyers.Version != 1 || buyers.Created != event.TimeOf(noon()) {
			t.Fatalf("%+v %v", buyers, err)
		}
		others, err := s.Create(ctx, ws, segment.Draft{Name: "Others", Rule: rule(t, `{"not":{"id":"`+buyers.ID+`"}}`)})
		if err != nil {
			t.Fatal(err)
		}
		changed := s.Changed()
		name, newRule := "Big buyers", rule(t, `{"did":{"event":{"event":"Order"},"sum":{"property":"total","op":"gte","value":100}}}`)
		big, err := s.Update(ctx, ws, buyers.ID, segment.Patch{Version: 1, Name: &name, Rule: &newRule})
		if err != nil || big.Version != 2 || big.Owner != "Rini" || big.Name != name {
			t.Fatalf("%+v %v", big, err)
		}
		select {
		case <-changed:
		default:
			t.Error("nobody was told of the change")
		}
		_, err = s.Update(ctx, ws, buyers.ID, segment.Patch{Version: 1, Name: &name})
		faulttest.Want(t, err, fault.Conflict)
		var e *fault.Error
		if errors.As(err, &e) {
			if current, ok := e.Current.(segment.Segment); !ok || current.Version != 2 || current.Name != name {
				t.Errorf("the conflict carries %+v", e.Current)
			}
		}
		faulttest.Want(t, s.Delete(ctx, ws, buyers.ID), fault.Conflict)
		got, err := s.Expand(ctx, ws, journey.Question{Kind: journey.KindTrend, Segment: &journey.Segment{ID: others.ID}})
		if text, _ := json.Marshal(got.Segment); err != nil || string(text) != `{"not":{"did":{"event":{"event":"Order"},"sum":{"property":"total","op":"gte","value":100}}}}` {
			t.Errorf("%s %v", text, err)
		}
		// Another process that opens the same database sees the same.
		again, err := segment.Open(ctx, db, plain, noon)
		if err != nil {
			t.Fatal(err)
		}
		if all, err := again.List(ctx, ws); err != nil || len(all) != 2 || all[0].Name != name || all[0].Rule.Did.Sum == nil {
			t.Errorf("%+v %v", all, err)
		}
		if all, err := again.List(ctx, 5); err != nil || len(all) != 0 {
			t.Errorf("another workspace has %+v %v", all, err)
		}
		for _, id := range []string{others.ID, buyers.ID} {
			if err := s.Delete(ctx, ws, id); err != nil {
				t.Error(err)
			}
		}
		_, err = s.Get(ctx, ws, buyers.ID)
		faulttest.Want(t, err, fault.NotFound)
		_, err = s.Update(ctx, ws, buyers.ID, segment.Patch{Name: &name})
		faulttest.Want(t, err, fault.NotFound)
		faulttest.Want(t, s.Delete(ctx, ws, buyers.ID), fault.NotFound)
	})
}

func TestWrongSegmentsAreRefused(t *testing.T) {
	t.Parallel()
	const ws = event.Workspace(4)
	s := openStore(t, sqldbtest.Open(t, sqldbtest.SQLite(t)), ws, plain, noon)
	base, err := s.Create(t.Context(), ws, segment.Draft{Name: "Base", Rule: rule(t, `{"stage":{"in":"buy"}}`)})
	if err != nil {
		t.Fatal(err)
	}
	user, err := s.Create(t.Context(), ws, segment.Draft{Name: "User", Rule: rule(t, `{"any":[{"id":"`+base.ID+`"}]}`)})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, rule, field string }{
		{"", `{}`, `"name"`},
		{strings.Repeat("x", 201), `{}`, `"name"`},
		{"x", `{"id":"s99"}`, `rule.id`},
		{"x", `{"stage":{"in":"gone"}}`, `rule.stage.in[0]`},
		{"x", `{"all":[{"did":{"event":{"where":[{"property":"a","op":"like"}]}}}]}`, `rule.all[0].did.event.where[0].op`},
	} {
		_, err := s.Create(t.Context(), ws, segment.Draft{Name: c.name, Rule: rule(t, c.rule)})
		faulttest.Want(t, err, fault.Invalid, c.field)
	}
	for _, text := range []string{
		`{"id":"` + base.ID + `"}`, // itself
		`{"id":"` + user.ID + `"}`, // through another one
		`{"all":[{"all":[{"all":[{"all":[{"all":[{"all":[{"all":[{"all":[{"stage":{"in":"buy"}}]}]}]}]}]}]}]}]}`, // too deep for the one that names it
	} {
		r := rule(t, text)
		_, err := s.Update(t.Context(), ws, base.ID, segment.Patch{Rule: &r})
		faulttest.Want(t, err, fault.Invalid)
	}
	if got, err := s.Get(t.Context(), ws, base.ID); err != nil || got.Version != 1 {
		t.Errorf("a refused change counts: %+v %v", got, err)
	}
}

// Whoever reads a segment may do with it as they like: the one that is asked stays.
func TestWhatIsReadIsACopy(t *testing.T) {
	t.Parallel()
	const ws = event.Workspace(4)
	s := openStore(t, sqldbtest.Open(t, sqldbtest.SQLite(t)), ws, plain, noon)
	one, err := s.Create(t.Context(), ws, segment.Draft{Name: "x", Rule: rule(t, `{"not":{"stage":{"in":"buy"}}}`)})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		got, err := s.Get(t.Context(), ws, one.ID)
		if err != nil || got.Rule.Not.People != nil {
			t.Fatalf("%+v %v", got, err)
		}
		got.Rule.Not.People = []event.Person{}
		all, err := s.List(t.Context(), ws)
		if err != nil || all[0].Rule.Not.People != nil {
			t.Fatalf("%+v %v", all, err)
		}
		all[0].Rule.Not.People = []event.Person{}
	}
}
