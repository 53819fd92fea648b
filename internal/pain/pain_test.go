package pain_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/fault/faulttest"
	"jejak/internal/journey"
	"jejak/internal/pain"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

func TestMain(m *testing.M) { sqldbtest.Main(m) }

const ws = event.Workspace(4)

var errDown = errors.New("down")

func now() time.Time { return time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC) }

func check(_ context.Context, _ event.Workspace, q journey.Question) error {
	return journey.Validate(q, journey.Definitions{Now: event.TimeOf(now())})
}

func setup(t *testing.T, db *sqldb.DB) *pain.Store {
	t.Helper()
	sqldbtest.Workspace(t, db, uint32(ws))
	sqldbtest.Workspace(t, db, uint32(ws+1))
	s, err := pain.Open(t.Context(), db, check, now)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// met is a payment that fails with a bank, for k of n.
func met(bank string, k, n int) pain.Found {
	return pain.Found{
		Kind: pain.Friction, Message: "friction.errors.rest", Params: map[string]string{"touchpoint": "Payment", "value": bank},
		Place: pain.Place{Touchpoint: "t1", Stage: "buy", Slice: []journey.FrictionSlice{{Property: "bank", Value: bank}}},
		Signs: []string{"errors", "exits"}, Figures: pain.Figures{People: k, Share: journey.Wilson(k, n)},
	}
}

func look(t *testing.T, s *pain.Store, found ...pain.Found) (pain.Look, []pain.Pain) {
	t.Helper()
	l, err := s.Refresh(t.Context(), ws, journey.Range{Last: journey.Duration(90 * 24 * time.Hour)}, found)
	if err != nil {
		t.Fatal(err)
	}
	all, last, err := s.List(t.Context(), ws)
	if err != nil || last == nil || *last != l {
		t.Fatalf("%+v %v", last, err)
	}
	return l, all
}

func TestTheSamePainIsNeverProposedTwice(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := setup(t, db)
		if _, last, err := s.List(t.Context(), ws); err != nil || last != nil {
			t.Fatalf("%+v %v before the first look", last, err)
		}
		l, all := look(t, s, met("Samudra", 30, 60), met("Rimba", 9, 60))
		if l.New != 2 || all[0].Params["value"] != "Samudra" || all[0].Status != pain.Proposed {
			t.Fatalf("%+v %+v", l, all)
		}
		// The same place, by what follows of the errors, and in a narrower part of it.
		left := met("Samudra", 28, 60)
		left.Signs = []string{"exits", "loops"}
		narrow := met("Samudra", 20, 30)
		narrow.Place.Slice = append(narrow.Place.Slice, journey.FrictionSlice{Property: "channel", Value: "app"})
		for _, f := range []pain.Found{left, narrow} {
			if l, all = look(t, s, f); l.New != 0 || len(all) != 2 {
				t.Errorf("%+v made %d pain points", f.Place, len(all))
			}
		}
		// All of the touchpoint is another pain, and so is another sign.
		whole, slow := met("", 40, 300), met("Samudra", 30, 60)
		whole.Place.Slice, slow.Signs = nil, []string{"slow:wait"}
		if l, all = look(t, s, whole, slow); l.New != 2 || len(all) != 4 {
			t.Errorf("%+v %d", l, len(all))
		}
		// Cards and themes go by what they are.
		card := pain.Found{Kind: pain.Card, Title: "Long form", Evidence: pain.Evidence{Map: "m1", Card: "c1"}}
		theme := pain.Found{Kind: pain.Theme, Title: "late", Evidence: pain.Evidence{Theme: "h1"}}
		if l, _ = look(t, s, card, theme); l.New != 2 {
			t.Errorf("%+v", l)
		}
		if l, _ = look(t, s, card, theme); l.New != 0 {
			t.Errorf("%+v again", l)
		}
		if other, _, err := s.List(t.Context(), ws+1); err != nil || len(other) != 0 {
			t.Errorf("another workspace has %d (%v)", len(other), err)
		}
	})
}

func TestADismissedPainComesBackOnlyWhenClearlyWorse(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := setup(t, db), t.Context()
		_, all := look(t, s, met("Samudra", 30, 300))
		id, dismissed, why := all[0].ID, pain.Dismissed, "The bank was closed"
		_, err := s.Update(ctx, ws, id, "Rini", pain.Patch{Status: &dismissed})
		faulttest.Want(t, err, fault.Invalid, "reason")
		p, err := s.Update(ctx, ws, id, "Rini", pain.Patch{Status: &dismissed, Reason: &why})
		if err != nil || p.Then == nil || p.Then.Share.K != 30 {
			t.Fatalf("%+v %v", p, err)
		}
		for _, still := range []pain.Found{met("Samudra", 31, 300), met("Samudra", 44, 300), met("Samudra", 5, 10)} {
			if _, all = look(t, s, still); all[0].Status != pain.Dismissed {
				t.Errorf("%d of %d brought it back", still.Figures.Share.K, still.Figures.Share.N)
			}
		}
		if _, all = look(t, s, met("Samudra", 75, 300)); all[0].Status != pain.Proposed || all[0].Reason != "" || all[0].Then != nil {
			t.Errorf("%+v", all[0])
		}
		history, err := s.History(ctx, ws, id)
		if err != nil || len(history) != 3 || history[0].Do != pain.DoPropose || history[1].Reason != why || history[2].Do != pain.DoReturn || history[2].Figures.Share.K != 75 {
			t.Errorf("%+v %v", history, err)
		}
	})
}

func TestPainPointsAreKeptAndChanged(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := setup(t, db), t.Context()
		q := pain.FrictionQuestion(journey.Range{})
		made, err := s.Create(ctx, ws, "Rini", pain.Pain{Title: " 表單太長 ", Evidence: pain.Evidence{Question: &q, Cell: &journey.Cell{Touch: "t1", Outcome: "errors"}}})
		if err != nil || made.Title != "表單太長" || made.Status != pain.Opened || made.Kind != pain.Told || made.Version != 1 {
			t.Fatalf("%+v %v", made, err)
		}
		owner, mended, tomorrow := "Budi", pain.Mended, "2026-04-09"
		p, err := s.Update(ctx, ws, made.ID, "Budi", pain.Patch{Version: 1, Owner: &owner})
		if err != nil || p.Version != 2 || p.ChangedBy != "Budi" {
			t.Fatalf("%+v %v", p, err)
		}
		_, err = s.Update(ctx, ws, made.ID, "Rini", pain.Patch{Version: 1, Owner: &owner})
		faulttest.Want(t, err, fault.Conflict, "Budi")
		_, err = s.Update(ctx, ws, made.ID, "Rini", pain.Patch{Status: &mended, Mended: &tomorrow})
		faulttest.Want(t, err, fault.Invalid, "mended")
		if p, err = s.Update(ctx, ws, made.ID, "Rini", pain.Patch{Status: &mended}); err != nil || p.Mended != "2026-03-31" {
			t.Errorf("%+v %v", p, err)
		}
		failing := func(context.Context, *sqldb.WriteTx) error { return errDown }
		if err := s.Delete(ctx, ws, made.ID, failing); !errors.Is(err, errDown) {
			t.Error(err)
		}
		if err := s.Delete(ctx, ws, made.ID); err != nil {
			t.Error(err)
		}
		_, err = s.Get(ctx, ws, made.ID)
		faulttest.Want(t, err, fault.NotFound, made.ID)
		_, err = s.History(ctx, ws, made.ID)
		faulttest.Want(t, err, fault.NotFound, made.ID)
	})
}

func TestFoundTextsAreCutAndWrongOnesRefused(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := setup(t, db), t.Context()
		long := pain.Found{Kind: pain.Card, Title: strings.Repeat("長", 500) + "\xff", Evidence: pain.Evidence{Map: "m1", Card: "c1"}}
		if _, all := look(t, s, long); all[0].Title != strings.Repeat("長", 300) {
			t.Errorf("%d bytes", len(all[0].Title))
		}
		bad := journey.Question{Kind: "nonsense"}
		for field, p := range map[string]pain.Pain{
			"title":             {},
			"note":              {Title: "x", Note: strings.Repeat("a", 10_001)},
			"kind":              {Title: "x", Kind: "odd"},
			"status":            {Title: "x", Status: "odd"},
			"evidence.question": {Title: "x", Evidence: pain.Evidence{Question: &bad}},
		} {
			_, err := s.Create(ctx, ws, "Rini", p)
			faulttest.Want(t, err, fault.Invalid, field)
		}
	})
}
