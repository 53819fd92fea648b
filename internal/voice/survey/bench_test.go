package survey

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/journey/journeytest"
	"jejak/internal/seal"
	"jejak/internal/sqldb"
	"jejak/internal/trail"
)

const benchResponses = 100_000

// crowd is a running survey with so many responses, in the store and as events in an index.
func crowd(b testing.TB, responses int) (*Desk, string) {
	b.Helper()
	ctx := b.Context()
	db, err := sqldb.Open(ctx, filepath.Join(b.TempDir(), "control.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	now := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	key, err := seal.Parse(seal.Fresh())
	if err != nil {
		b.Fatal(err)
	}
	store, err := OpenStore(ctx, db, StoreOptions{Check: check, Key: key, Now: func() time.Time { return now }})
	if err != nil {
		b.Fatal(err)
	}
	err = db.Write(ctx, func(tx *sqldb.WriteTx) error {
		_, err := tx.Exec(ctx, "INSERT INTO workspace (id, name, zone, currency, settings, created) VALUES (?, 'W', 'UTC', 'IDR', '{}', 1)", ws)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	v, err := store.Create(ctx, ws, Survey{Name: "Crowd", Content: asked()})
	if err != nil {
		b.Fatal(err)
	}
	log := journeytest.NewLog()
	err = db.Write(ctx, func(tx *sqldb.WriteTx) error {
		for i := range responses {
			if err := answered(ctx, store, tx, log, v, i, event.TimeOf(now)-event.Time(i)*77_000); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	engine, err := trail.Open(b.TempDir(), log, trail.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = engine.Close(context.Background()) })
	if err := engine.WaitFor(ctx, log.LastSeq()); err != nil {
		b.Fatal(err)
	}
	return NewDesk(store, DeskOptions{
		Engine: engine, People: &world{}, Now: func() time.Time { return now },
		Definitions: func(context.Context, event.Workspace) (journey.Definitions, error) {
			return journey.Definitions{Now: event.TimeOf(now)}, nil
		},
		Expand: func(_ context.Context, _ event.Workspace, q journey.Question) (journey.Question, error) {
			return q, nil
		},
	}), v.ID
}

// ways are how the crowd came to the survey.
var ways = []Via{ViaWidget, ViaLink, ViaEmail, ViaAPI}

// answered is one response, in the store and in the log.
func answered(ctx context.Context, s *Store, tx *sqldb.WriteTx, log *journeytest.Log, v Survey, i int, at event.Time) error {
	id := event.ID{Type: event.UserID, Value: fmt.Sprint("u", i)}
	t := ticket{Workspace: ws, Survey: v.ID, Response: fmt.Sprint("r", i), Via: ways[i%len(ways)], IDs: []event.ID{id}, Language: "en"}
	r := t.begin(1)
	r.shown, r.begun, r.changed, r.finished = at, at, at, at
	score := float64(i * 7 % 11)
	r.answers = map[string]kept{
		"nps": {Answer: Answer{Question: "nps", Score: &score}, At: at}, "why": {Answer: Answer{Question: "why", Choices: []string{"price"}}, At: at},
		"say": {Answer: Answer{Question: "say", Text: fmt.Sprintf("It was the %d. time that the parcel came too late", i)}, At: at},
	}
	none := t.begin(1)
	if err := s.putResponse(ctx, tx, "insertResponse", &r); err != nil {
		return err
	}
	one := claim{v: v, c: v.Content, r: r, names: []string{toldShown, "nps", "why", "say"}}
	var person event.Person
	binary.BigEndian.PutUint64(person[:], uint64(i)*0x9e3779b97f4a7c15)
	for _, m := range one.messages() {
		properties, err := json.Marshal(m.Properties)
		if err != nil {
			return err
		}
		log.Add(ws, event.Subject(person), person, event.Event{Type: event.Track, Name: m.Name, Channel: m.Channel, Time: m.Time, IDs: m.IDs, Properties: properties})
	}
	return s.addCounts(ctx, tx, &none, &r)
}

// A screen of surveys is made of these: each of them has to stay under 200 ms with 100,000 responses.
func BenchmarkScreens(b *testing.B) {
	d, id := crowd(b, benchResponses)
	ctx := b.Context()
	list := func(l Listing) func() error {
		return func() error {
			_, err := d.Responses(ctx, ws, id, l)
			return err
		}
	}
	for _, c := range []struct {
		name string
		do   func() error
	}{
		{"surveys", func() error { _, err := d.store.List(ctx, ws); return err }},
		{"responses", list(Listing{})},
		{"responses-search", list(Listing{Search: "99999"})},
		{"responses-search-frequent", list(Listing{Search: "parcel late"})},
		{"responses-question-rare", list(Listing{Question: "may"})},
		{"responses-question", list(Listing{Question: "say", Offset: 5000})},
		{"results", func() error { _, err := d.Results(ctx, ws, id, Asking{}); return err }},
		{"results-by-via", func() error { _, err := d.Results(ctx, ws, id, Asking{By: "via"}); return err }},
		{"results-by-channel", func() error { _, err := d.Results(ctx, ws, id, Asking{By: "channel"}); return err }},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if err := c.do(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
