package touchpoint_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/fault/faulttest"
	"jejak/internal/journey"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
	"jejak/internal/touchpoint"
	"jejak/internal/workspace"
)

func TestMain(m *testing.M) { sqldbtest.Main(m) }

func now() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

type world struct {
	*touchpoint.Store
	workspaces *workspace.Store
	ws         event.Workspace
}

func setup(t *testing.T, db *sqldb.DB) world {
	t.Helper()
	workspaces, err := workspace.Open(t.Context(), db, now)
	if err != nil {
		t.Fatal(err)
	}
	s, err := touchpoint.Open(t.Context(), db, workspaces, now)
	if err != nil {
		t.Fatal(err)
	}
	w, err := workspaces.Create(t.Context(), workspace.Draft{Name: "Kopi", Zone: "Asia/Jakarta", Currency: "IDR"}, s.Seed)
	if err != nil {
		t.Fatal(err)
	}
	return world{Store: s, workspaces: workspaces, ws: w.ID}
}

func (w world) ids(t *testing.T) []string {
	t.Helper()
	all, err := w.List(t.Context(), w.ws)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for i, tp := range all {
		if tp.Place != i {
			t.Errorf("%s has place %d at %d", tp.ID, tp.Place, i)
		}
		ids = append(ids, tp.ID)
	}
	d, err := w.Definitions(t.Context(), w.ws)
	if err != nil {
		t.Fatal(err)
	}
	for i, tp := range d.Touchpoints {
		if i >= len(ids) || tp.ID != ids[i] || tp.Name != all[i].Name || tp.Stage != all[i].Stage {
			t.Errorf("questions are read with %+v at %d", tp, i)
		}
	}
	if len(d.Touchpoints) != len(ids) {
		t.Errorf("questions are read with %d touchpoints, there are %d", len(d.Touchpoints), len(ids))
	}
	return ids
}

func TestNewWorkspaceIsReadyForQuestions(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := setup(t, db)
		src, err := w.workspaces.CreateSource(t.Context(), w.ws, workspace.SourceDraft{Name: "Shop", Kind: "website", Channel: "web"})
		if err != nil {
			t.Fatal(err)
		}
		d, err := w.Definitions(t.Context(), w.ws)
		if err != nil {
			t.Fatal(err)
		}
		if d.Zone.String() != "Asia/Jakarta" || d.Now != event.TimeOf(now()) || d.Sources[src.ID] != "Shop" || d.Stages.ID != "digital" {
			t.Errorf("%+v", d)
		}
		if ids := w.ids(t); len(ids) < 20 || !slices.Contains(ids, "checkout") {
			t.Errorf("touchpoints %v", ids)
		}
		if err := journey.Validate(journey.Question{Kind: journey.KindStages, Stages: &journey.Stages{}}, d); err != nil {
			t.Errorf("a question about stages: %v", err)
		}
		_, err = w.Definitions(t.Context(), 99)
		faulttest.Want(t, err, fault.NotFound)
	})
}

func TestTouchpointsAreMadeMovedAndDeleted(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := setup(t, db)
		ctx, before := t.Context(), w.ids(t)
		rule := journey.Filter{Event: journey.Names{"Kiosk Used"}, Where: []journey.Condition{{Property: "size", Op: journey.OpGte, Value: 3.0}}}
		last, err := w.Create(ctx, w.ws, touchpoint.Draft{Name: "Kiosk", Stage: "engagement", Rule: rule, Owner: "Rini", MomentOfTruth: true})
		if err != nil || last.Place != len(before) {
			t.Fatalf("%+v %v", last, err)
		}
		first, err := w.Create(ctx, w.ws, touchpoint.Draft{Name: "Poster", Rule: journey.Filter{Channel: journey.Names{"event"}}, Place: new(0)})
		if err != nil || first.Place != 0 {
			t.Fatalf("%+v %v", first, err)
		}
		if got, wanted := w.ids(t), append(append([]string{first.ID}, before...), last.ID); !slices.Equal(got, wanted) {
			t.Errorf("order %v, want %v", got, wanted)
		}
		moved, err := w.Update(ctx, w.ws, last.ID, touchpoint.Patch{Place: new(1), Name: new("Kiosk 2")})
		if err != nil || moved.Place != 1 || moved.Owner != "Rini" || !moved.MomentOfTruth {
			t.Errorf("%+v %v", moved, err)
		}
		all, err := w.List(ctx, w.ws)
		if err != nil {
			t.Fatal(err)
		}
		gotRule, _ := json.Marshal(all[1].Rule)
		wantRule, _ := json.Marshal(rule)
		if all[1].ID != last.ID || all[1].Name != "Kiosk 2" || string(gotRule) != string(wantRule) {
			t.Errorf("%+v", all[1])
		}
		if err := w.Delete(ctx, w.ws, first.ID); err != nil {
			t.Error(err)
		}
		if got, wanted := w.ids(t), append([]string{last.ID}, before...); !slices.Equal(got, wanted) {
			t.Errorf("order %v, want %v", got, wanted)
		}
		faulttest.Want(t, w.Delete(ctx, w.ws, first.ID), fault.NotFound)
		_, err = w.Update(ctx, w.ws, first.ID, touchpoint.Patch{})
		faulttest.Want(t, err, fault.NotFound)
		_, err = w.Create(ctx, 99, touchpoint.Draft{Name: "x"})
		faulttest.Want(t, err, fault.NotFound)
	})
}

// Any moves leave a permutation with places 0, 1, 2, …, as moving in a list does.
func TestMovesAreThoseOfAList(t *testing.T) {
	t.Parallel()
	w := setup(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	model := w.ids(t)
	rapid.Check(t, func(rt *rapid.T) {
		id := rapid.SampledFrom(model).Draw(rt, "id")
		to := rapid.IntRange(-2, len(model)+2).Draw(rt, "to")
		from := slices.Index(model, id)
		model = slices.Insert(slices.Delete(model, from, from+1), min(max(to, 0), len(model)-1), id)
		if _, err := w.Update(context.Background(), w.ws, id, touchpoint.Patch{Place: &to}); err != nil {
			rt.Fatal(err)
		}
		if got := w.ids(t); !slices.Equal(got, model) {
			rt.Fatalf("%s to %d gave %v, want %v", id, to, got, model)
		}
	})
}

func TestTouchpointFaults(t *testing.T) {
	t.Parallel()
	w := setup(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	f := func(draft touchpoint.Draft, fields ...string) {
		t.Helper()
		_, err := w.Create(t.Context(), w.ws, draft)
		var e *fault.Error
		if !errors.As(err, &e) || e.Kind != fault.Invalid {
			t.Errorf("%+v: %v", draft, err)
			return
		}
		var got []string
		for _, field := range e.Fields {
			got = append(got, field.Name)
		}
		if !slices.Equal(got, fields) {
			t.Errorf("%+v: faults of %v, want %v", draft, got, fields)
		}
	}
	f(touchpoint.Draft{Stage: "heaven", Owner: strings.Repeat("x", 201)}, "name", "stage", "owner")
	f(touchpoint.Draft{Name: "a", Rule: journey.Filter{Touchpoint: journey.Names{"checkout"}}}, "rule.touchpoint[0]")
	f(touchpoint.Draft{Name: "a", Rule: journey.Filter{Where: []journey.Condition{{Property: "p", Op: journey.OpRegex, Value: "("}}}}, "rule.where[0].value")
	_, err := w.Update(t.Context(), w.ws, "checkout", touchpoint.Patch{Name: new("")})
	faulttest.Want(t, err, fault.Invalid)
}

func TestStageModels(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := setup(t, db)
		ctx := t.Context()
		own, err := w.Create(ctx, w.ws, touchpoint.Draft{Name: "Kiosk", Stage: "transaction"})
		if err != nil {
			t.Fatal(err)
		}
		stageOf := func(id string) string {
			t.Helper()
			all, err := w.List(ctx, w.ws)
			if err != nil {
				t.Fatal(err)
			}
			return all[slices.IndexFunc(all, func(tp touchpoint.Touchpoint) bool { return tp.ID == id })].Stage
		}
		for _, template := range touchpoint.Templates() {
			if _, err := w.SetModel(ctx, w.ws, template); err != nil {
				t.Errorf("%s: %v", template.ID, err)
			}
			d, err := w.Definitions(ctx, w.ws)
			if err != nil || d.Stages.ID != template.ID {
				t.Errorf("%s: %s %v", template.ID, d.Stages.ID, err)
			}
			for _, tp := range d.Touchpoints {
				if tp.ID != own.ID && !slices.ContainsFunc(template.Stages, func(s journey.Stage) bool { return s.ID == tp.Stage }) {
					t.Errorf("%s: %s has no place (%q)", template.ID, tp.ID, tp.Stage)
				}
			}
		}
		if got := stageOf(own.ID); got != "" {
			t.Errorf("a touchpoint stands on %q, which is no more", got)
		}

		mine := journey.StageModel{Name: "Mine", Stages: []journey.Stage{
			{ID: "decision", Name: "Bought", Entry: journey.Filter{Touchpoint: journey.Names{"order", own.ID}}},
		}}
		if _, err := w.SetModel(ctx, w.ws, mine); err != nil {
			t.Fatal(err)
		}
		if got := stageOf("order"); got != "decision" {
			t.Errorf("the order stands on %q", got)
		}
		if got := stageOf("home"); got != "" {
			t.Errorf("the home page stands on %q", got)
		}
		got, err := w.Model(ctx, w.ws)
		if err != nil || got.Name != "Mine" || len(got.Stages) != 1 {
			t.Errorf("%+v %v", got, err)
		}
		faulttest.Want(t, w.Delete(ctx, w.ws, own.ID), fault.Conflict)

		// A model of one's own that began as a template keeps to the places of templates.
		began := journey.StageModel{ID: "own", Name: "Ours", Stages: []journey.Stage{{ID: "transaction", Name: "Sale"}}}
		if _, err := w.SetModel(ctx, w.ws, began); err != nil || stageOf("order") != "transaction" {
			t.Errorf("the order stands on %q, %v", stageOf("order"), err)
		}

		_, err = w.SetModel(ctx, w.ws, journey.StageModel{})
		faulttest.Want(t, err, fault.Invalid)
		mine.Stages[0].Entry = journey.Filter{Touchpoint: journey.Names{"nowhere"}}
		_, err = w.SetModel(ctx, w.ws, mine)
		faulttest.Want(t, err, fault.Invalid)
		_, err = w.SetModel(ctx, 99, touchpoint.Templates()[0])
		faulttest.Want(t, err, fault.NotFound)
	})
}

func TestChannels(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := setup(t, db)
		ctx, builtIn := t.Context(), len(touchpoint.BuiltIn())
		if builtIn != 16 {
			t.Errorf("%d built-in channels", builtIn)
		}
		if _, err := w.CreateChannel(ctx, w.ws, touchpoint.Channel{ID: "kiosk", Name: " Kiosk ", BuiltIn: true}); err != nil {
			t.Error(err)
		}
		all, err := w.Channels(ctx, w.ws)
		if err != nil || len(all) != builtIn+1 || all[builtIn] != (touchpoint.Channel{ID: "kiosk", Name: "Kiosk"}) {
			t.Errorf("%+v %v", all, err)
		}
		create := func(id, name string) error {
			_, err := w.CreateChannel(ctx, w.ws, touchpoint.Channel{ID: id, Name: name})
			return err
		}
		faulttest.Want(t, create("kiosk", "Again"), fault.Conflict)
		faulttest.Want(t, create("web", "Web"), fault.Conflict)
		faulttest.Want(t, create("Not An Id", ""), fault.Invalid)
		if err := w.DeleteChannel(ctx, w.ws, "kiosk"); err != nil {
			t.Error(err)
		}
		faulttest.Want(t, w.DeleteChannel(ctx, w.ws, "kiosk"), fault.NotFound)
		faulttest.Want(t, w.DeleteChannel(ctx, w.ws, "web"), fault.NotFound)
	})
}
