package document_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"jejak/internal/document"
	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

func TestMain(m *testing.M) { sqldbtest.Main(m) }

const (
	ws   = event.Workspace(4)
	most = 3
)

// note is a document in the table of pain points, which holds any JSON.
type note struct {
	ID   string `json:"id"`
	Text string `json:"text"`
	document.Stamp
}

const statements = `
-- name: all
SELECT id, document, version, created, changed FROM pain WHERE workspace = ? ORDER BY created, id
-- name: one
SELECT id, document, version, created, changed FROM pain WHERE workspace = ? AND id = ?
-- name: number
SELECT COUNT(*) FROM pain WHERE workspace = ?
-- name: insert
INSERT INTO pain (document, version, created, changed, workspace, id) VALUES (?, ?, ?, ?, ?, ?)
-- name: update
UPDATE pain SET document = ?, version = ?, created = ?, changed = ? WHERE workspace = ? AND id = ?
-- name: delete
DELETE FROM pain WHERE workspace = ? AND id = ?
`

func tidy(_ context.Context, _ *sqldb.WriteTx, _ event.Workspace, n *note) error {
	if n.Text = strings.TrimSpace(n.Text); n.Text == "" {
		return fault.New(fault.Invalid, "A note says something.")
	}
	return nil
}

// each runs a test on every database; the clock is a minute further at each look.
func each(t *testing.T, run func(t *testing.T, s *document.Store[note], db *sqldb.DB)) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		sqldbtest.Workspace(t, db, uint32(ws))
		sqldbtest.Workspace(t, db, uint32(ws+1))
		var mu sync.Mutex
		at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
		now := func() time.Time {
			mu.Lock()
			defer mu.Unlock()
			at = at.Add(time.Minute)
			return at
		}
		s, err := document.Open(t.Context(), db, document.Kind[note]{
			Name: "note", Most: most, Full: "notes: burn some", Series: "note", Prefix: "n", Tidy: tidy,
			Head: func(n *note) (*string, *document.Stamp) { return &n.ID, &n.Stamp },
		}, sqldb.ParseStatements(statements), now)
		if err != nil {
			t.Fatal(err)
		}
		run(t, s, db)
	})
}

func made(t *testing.T, s *document.Store[note], text string) note {
	t.Helper()
	n, err := s.Create(t.Context(), ws, note{Text: text})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestWhoHasNotSeenTheLatestVersionChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, s *document.Store[note], _ *sqldb.DB) {
		first := made(t, s, " one ")
		if first.ID == "" || first.Version != 1 || first.Text != "one" || first.Created != first.Changed {
			t.Fatalf("%+v", first)
		}
		mine := first
		mine.Text, mine.Created = "two", 0 // a stamp that a client made up counts nothing
		second, err := s.Update(t.Context(), ws, mine)
		if err != nil || second.Version != 2 || second.Created != first.Created || second.Changed <= first.Changed {
			t.Fatalf("%+v %v", second, err)
		}
		first.Text = "three"
		_, err = s.Update(t.Context(), ws, first)
		var stale *fault.Error
		if !errors.As(err, &stale) || stale.Kind != fault.Conflict || stale.Current.(note).Text != "two" {
			t.Fatalf("an old version was not refused with the latest: %v", err)
		}
		first.Version = 0
		if third, err := s.Update(t.Context(), ws, first); err != nil || third.Version != 3 {
			t.Fatalf("%+v %v", third, err)
		}
		if got, err := s.Get(t.Context(), ws, first.ID); err != nil || got.Text != "three" || got.Version != 3 {
			t.Fatalf("%+v %v", got, err)
		}
	})
}

func TestOfManyWhoChangeAtOnceOneWins(t *testing.T) {
	each(t, func(t *testing.T, s *document.Store[note], _ *sqldb.DB) {
		n := made(t, s, "one")
		errs := make(chan error)
		const people = 8
		for range people {
			go func() {
				_, err := s.Update(t.Context(), ws, n)
				errs <- err
			}()
		}
		won := 0
		for range people {
			if err := <-errs; err == nil {
				won++
			} else if !fault.Is(err, fault.Conflict) {
				t.Error(err)
			}
		}
		if won != 1 {
			t.Errorf("%d changes of one version were kept", won)
		}
	})
}

func TestAWorkspaceHoldsSoManyAndSeesNoOthers(t *testing.T) {
	each(t, func(t *testing.T, s *document.Store[note], _ *sqldb.DB) {
		for _, text := range []string{"a", "b", "c"} {
			made(t, s, text)
		}
		if _, err := s.Create(t.Context(), ws, note{Text: "d"}); !fault.Is(err, fault.TooLarge) || !strings.Contains(err.Error(), "3 notes: burn some") {
			t.Error(err)
		}
		other, err := s.Create(t.Context(), ws+1, note{Text: "elsewhere"})
		if err != nil {
			t.Fatal(err)
		}
		for _, err := range []error{
			func() error { _, err := s.Get(t.Context(), ws, other.ID); return err }(),
			func() error { _, err := s.Update(t.Context(), ws, other); return err }(),
			s.Delete(t.Context(), ws, other.ID),
		} {
			if !fault.Is(err, fault.NotFound) {
				t.Error(err)
			}
		}
		all, err := s.List(t.Context(), ws)
		if err != nil || len(all) != most || all[0].Text != "a" || all[2].Text != "c" {
			t.Errorf("%+v %v", all, err)
		}
		if err := s.Delete(t.Context(), ws, all[0].ID); err != nil {
			t.Error(err)
		}
		if again := made(t, s, "d"); again.ID == all[0].ID {
			t.Error("an id was given twice")
		}
	})
}

func TestNothingIsKeptOfWhatFails(t *testing.T) {
	each(t, func(t *testing.T, s *document.Store[note], db *sqldb.DB) {
		n := made(t, s, "one")
		broken := errors.New("broken")
		fails := func(context.Context, *sqldb.WriteTx) error { return broken }
		if _, err := s.Create(t.Context(), ws, note{Text: "two"}, fails); !errors.Is(err, broken) {
			t.Error(err)
		}
		changed := n
		changed.Text = "changed"
		if _, err := s.Update(t.Context(), ws, changed, fails); !errors.Is(err, broken) {
			t.Error(err)
		}
		changed.Text = "  "
		if _, err := s.Update(t.Context(), ws, changed); !fault.Is(err, fault.Invalid) {
			t.Error(err)
		}
		if err := s.Delete(t.Context(), ws, n.ID, fails); !errors.Is(err, broken) {
			t.Error(err)
		}
		if all, err := s.List(t.Context(), ws); err != nil || len(all) != 1 || all[0] != n {
			t.Errorf("%+v %v", all, err)
		}
		err := db.Write(t.Context(), func(tx *sqldb.WriteTx) error { n.Text = "quietly"; return s.Rewrite(t.Context(), tx, ws, &n) })
		if got, _ := s.Get(t.Context(), ws, n.ID); err != nil || got != n || got.Version != 1 {
			t.Errorf("%+v %v", got, err)
		}
	})
}
