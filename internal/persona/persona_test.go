package persona_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/persona"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

func TestMain(m *testing.M) { sqldbtest.Main(m) }

const ws = event.Workspace(4)

func now() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// check knows one saved segment, s1.
func check(_ context.Context, _ event.Workspace, q journey.Question) error {
	q, err := q.Expand(func(id string) (journey.Segment, bool) { return journey.Segment{}, id == "s1" })
	if err != nil {
		return err
	}
	return journey.Validate(q, journey.Definitions{Now: event.TimeOf(now())})
}

func setup(t *testing.T, db *sqldb.DB) *persona.Store {
	t.Helper()
	sqldbtest.Workspace(t, db, uint32(ws))
	sqldbtest.Workspace(t, db, uint32(ws+1))
	s, err := persona.Open(t.Context(), db, check, now)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func want(t *testing.T, err error, kind fault.Kind, with string) {
	t.Helper()
	text, _ := json.Marshal(err)
	if !fault.Is(err, kind) || !strings.Contains(string(text), with) {
		t.Errorf("%s, want %s with %s", text, kind, with)
	}
}

func same(t *testing.T, got, want any) {
	t.Helper()
	a, _ := json.Marshal(got)
	b, _ := json.Marshal(want)
	if string(a) != string(b) {
		t.Errorf("got  %s\nwant %s", a, b)
	}
}

func dewi() persona.Persona {
	return persona.Persona{
		Name: " Dewi ", Owner: "Rini", Rule: journey.Segment{ID: "s1"},
		Story: persona.Story{Initials: "DW", Colour: "teal", Quote: "不急，先問問", Text: "Asks before she buys.\n", Goals: "A quiet room", Frustrations: "Nobody picks up", Channels: "WhatsApp"},
	}
}

func TestPersonasAreKept(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := setup(t, db), t.Context()
		p, err := s.Create(ctx, ws, dewi())
		if err != nil || p.ID == "" || p.Name != "Dewi" || p.Version != 1 || p.Story.Text != "Asks before she buys." {
			t.Fatalf("%+v %v", p, err)
		}
		got, err := s.Get(ctx, ws, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		same(t, got, p)
		if all, err := s.List(ctx, ws+1); err != nil || len(all) != 0 {
			t.Errorf("another workspace sees %v %v", all, err)
		}
		_, err = s.Get(ctx, ws+1, p.ID)
		want(t, err, fault.NotFound, p.ID)
		want(t, s.Delete(ctx, ws+1, p.ID), fault.NotFound, p.ID)
		if err := s.Delete(ctx, ws, p.ID); err != nil {
			t.Fatal(err)
		}
		_, err = s.Get(ctx, ws, p.ID)
		want(t, err, fault.NotFound, p.ID)
	})
}

func TestAChangeOfAnOldVersionIsAConflict(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := setup(t, db), t.Context()
		p, err := s.Create(ctx, ws, dewi())
		if err != nil {
			t.Fatal(err)
		}
		first, second := p, p
		first.Story.Quote = "Call me"
		if first, err = s.Update(ctx, ws, first); err != nil || first.Version != 2 {
			t.Fatalf("%+v %v", first, err)
		}
		second.Name = "Somebody else"
		_, err = s.Update(ctx, ws, second)
		var e *fault.Error
		if !errors.As(err, &e) || e.Kind != fault.Conflict {
			t.Fatalf("%v is no conflict", err)
		}
		same(t, e.Current, first)
		second.Version = 0
		if second, err = s.Update(ctx, ws, second); err != nil || second.Version != 3 || second.Created != p.Created {
			t.Errorf("%+v %v", second, err)
		}
	})
}

func TestASegmentThatAPersonaNamesStays(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := setup(t, db), t.Context()
		p := dewi()
		p.Rule = journey.Segment{All: []journey.Segment{{Not: &journey.Segment{ID: "s1"}}}}
		p, err := s.Create(ctx, ws, p)
		if err != nil {
			t.Fatal(err)
		}
		unused := func(ws event.Workspace, id string) error {
			return db.Write(ctx, func(tx *sqldb.WriteTx) error { return tx.Run(ctx, s.Unused(ws, id)) })
		}
		want(t, unused(ws, "s1"), fault.Conflict, "Dewi")
		for _, free := range []error{unused(ws, "s2"), unused(ws+1, "s1")} {
			if free != nil {
				t.Error(free)
			}
		}
		if err := s.Delete(ctx, ws, p.ID); err != nil {
			t.Fatal(err)
		}
		if err := unused(ws, "s1"); err != nil {
			t.Error(err)
		}
	})
}

func TestWhatAPersonaMayNotBe(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, ctx := setup(t, db), t.Context()
		for field, spoil := range map[string]func(p *persona.Persona){
			`"name"`:           func(p *persona.Persona) { p.Name = "  " },
			`"owner"`:          func(p *persona.Persona) { p.Owner = strings.Repeat("x", 201) },
			`"story.initials"`: func(p *persona.Persona) { p.Story.Initials = "ABCD" },
			`"story.colour"`:   func(p *persona.Persona) { p.Story.Colour = "url(evil)" },
			`"story.quote"`:    func(p *persona.Persona) { p.Story.Quote = "\xff" },
			`"story.text"`:     func(p *persona.Persona) { p.Story.Text = strings.Repeat("象", 5001) },
			`"rule.id"`:        func(p *persona.Persona) { p.Rule = journey.Segment{ID: "s9"} },
			`"rule.stage.in`:   func(p *persona.Persona) { p.Rule = journey.Segment{Stage: &journey.Standing{}} },
		} {
			p := dewi()
			spoil(&p)
			_, err := s.Create(ctx, ws, p)
			want(t, err, fault.Invalid, field)
		}
		if all, err := s.List(ctx, ws); err != nil || len(all) != 0 {
			t.Errorf("kept %v %v", all, err)
		}
	})
}
