package workspace_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"sync"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/fault/faulttest"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
	"jejak/internal/workspace"
)

func TestMain(m *testing.M) { sqldbtest.Main(m) }

func now() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

func open(t testing.TB, db *sqldb.DB) *workspace.Store {
	t.Helper()
	s, err := workspace.Open(t.Context(), db, now)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func found(t testing.TB, s *workspace.Store) workspace.Workspace {
	t.Helper()
	w, err := s.Create(t.Context(), workspace.Draft{Name: " Kopi Senja ", Zone: "Asia/Jakarta", Currency: "IDR"})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func source(t testing.TB, s *workspace.Store, ws event.Workspace, name string) workspace.Source {
	t.Helper()
	src, err := s.CreateSource(t.Context(), ws, workspace.SourceDraft{Name: name, Kind: "website", Channel: "web"})
	if err != nil {
		t.Fatal(err)
	}
	return src
}

func TestWorkspacesAreKept(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := open(t, db)
		w := found(t, s)
		if w.ID != 1 || w.Name != "Kopi Senja" || w.Created != event.TimeOf(now()) {
			t.Errorf("%+v", w)
		}
		changed, err := s.Update(t.Context(), w.ID, workspace.Patch{
			Zone: new("Asia/Taipei"), Settings: &workspace.Settings{Locale: "zh-Hant", Website: "https://kopi.example.com"},
		})
		if err != nil || changed.Name != w.Name || changed.Currency != "IDR" || changed.Zone != "Asia/Taipei" {
			t.Errorf("%+v %v", changed, err)
		}
		again := open(t, db)
		got, err := again.Get(t.Context(), w.ID)
		if err != nil || got != changed {
			t.Errorf("%+v %v, want %+v", got, err, changed)
		}
		place, err := again.Place(t.Context(), w.ID)
		if err != nil || place.Zone.String() != "Asia/Taipei" {
			t.Errorf("%+v %v", place, err)
		}
		if all, err := again.List(t.Context()); err != nil || len(all) != 1 {
			t.Errorf("%+v %v", all, err)
		}
		_, err = again.Get(t.Context(), 9)
		faulttest.Want(t, err, fault.NotFound)
		_, err = again.Place(t.Context(), 9)
		faulttest.Want(t, err, fault.NotFound)
		_, err = again.Update(t.Context(), 9, workspace.Patch{})
		faulttest.Want(t, err, fault.NotFound)
	})
}

func TestWorkspaceFaultsAreToldAtOnce(t *testing.T) {
	t.Parallel()
	s := open(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	f := func(draft workspace.Draft, fields int) {
		t.Helper()
		_, err := s.Create(t.Context(), draft)
		var e *fault.Error
		if !errors.As(err, &e) || e.Kind != fault.Invalid || len(e.Fields) != fields {
			t.Errorf("%+v: %v, want %d faulty fields", draft, err, fields)
		}
	}
	f(workspace.Draft{}, 3)
	f(workspace.Draft{Name: "a\nb", Zone: "Local", Currency: "idr"}, 3)
	f(workspace.Draft{Name: "a", Zone: "Mars/Olympus", Currency: "XXQ"}, 2)
	f(workspace.Draft{Name: "a", Zone: "../../etc/passwd", Currency: "IDR"}, 1)
	f(workspace.Draft{Name: "a", Zone: "UTC", Currency: "IDR", Settings: workspace.Settings{Locale: "fr", Website: "javascript:alert(1)"}}, 2)
	if all, err := s.List(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("faulty workspaces were kept: %+v %v", all, err)
	}
}

func TestFoundingIsWholeOrNothing(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := open(t, db)
		_, err := s.Create(t.Context(), workspace.Draft{Name: "Kopi", Zone: "UTC", Currency: "IDR"},
			func(context.Context, *sqldb.WriteTx, event.Workspace) error { return fault.New(fault.Conflict, "no") })
		faulttest.Want(t, err, fault.Conflict)
		if all, err := s.List(t.Context()); err != nil || len(all) != 0 {
			t.Errorf("%+v %v", all, err)
		}
	})
}

var writeKey = regexp.MustCompile(`^[a-z2-7]{32}$`)

func TestSourcesAndTheirKeys(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := open(t, db)
		ctx, ws := t.Context(), found(t, s).ID
		shop, till := source(t, s, ws, "Shop"), source(t, s, ws, "Till")
		lookup := func(key string) event.Source {
			t.Helper()
			from, ok, err := s.ByWriteKey(ctx, key)
			if err != nil || ok != (from != workspace.Sender{}) {
				t.Errorf("%+v %v %v", from, ok, err)
			}
			return from.ID
		}
		if !writeKey.MatchString(shop.WriteKey) || shop.WriteKey == till.WriteKey {
			t.Errorf("keys %q and %q", shop.WriteKey, till.WriteKey)
		}
		if lookup(shop.WriteKey) != shop.ID || lookup(till.WriteKey) != till.ID || lookup("") != 0 || lookup(shop.WriteKey+"x") != 0 {
			t.Error("keys are not looked up")
		}
		from, _, _ := s.ByWriteKey(ctx, shop.WriteKey)
		if from != (workspace.Sender{ID: shop.ID, Workspace: ws, Channel: "web"}) {
			t.Errorf("%+v", from)
		}

		rotated, err := s.RotateKey(ctx, ws, shop.ID)
		if err != nil || rotated.WriteKey == shop.WriteKey || lookup(shop.WriteKey) != 0 || lookup(rotated.WriteKey) != shop.ID {
			t.Errorf("rotated: %+v %v", rotated, err)
		}
		if _, err := s.UpdateSource(ctx, ws, shop.ID, workspace.SourcePatch{Disabled: new(true)}); err != nil || lookup(rotated.WriteKey) != 0 {
			t.Errorf("disabled: %v", err)
		}
		if _, err := s.UpdateSource(ctx, ws, shop.ID, workspace.SourcePatch{Disabled: new(false), Channel: new("app")}); err != nil || lookup(rotated.WriteKey) != shop.ID {
			t.Errorf("enabled: %v", err)
		}
		if from, _, _ := s.ByWriteKey(ctx, rotated.WriteKey); from.Channel != "app" {
			t.Errorf("%+v", from)
		}
		if err := s.DeleteSource(ctx, ws, shop.ID); err != nil || lookup(rotated.WriteKey) != 0 {
			t.Errorf("deleted: %v", err)
		}
		_, err = s.Source(ctx, ws, shop.ID)
		faulttest.Want(t, err, fault.NotFound)
		faulttest.Want(t, s.DeleteSource(ctx, ws, shop.ID), fault.NotFound)

		// Its events keep its name; a new one may take the name, never the number.
		place, err := s.Place(ctx, ws)
		if err != nil || place.Sources[shop.ID] != "Shop" {
			t.Errorf("%+v %v", place, err)
		}
		if second := source(t, s, ws, "Shop"); second.ID <= till.ID {
			t.Errorf("number %d is used again", second.ID)
		}
		if all, err := s.Sources(ctx, ws); err != nil || len(all) != 2 || all[0] != till {
			t.Errorf("%+v %v", all, err)
		}
		// What a fresh process reads is the same.
		if from, ok, err := open(t, db).ByWriteKey(ctx, till.WriteKey); !ok || err != nil || from.ID != till.ID {
			t.Errorf("%+v %v %v", from, ok, err)
		}
	})
}

func TestSourceFaults(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s := open(t, db)
		ctx, ws, other := t.Context(), found(t, s).ID, found(t, s).ID
		shop := source(t, s, ws, "Shop")
		_, err := s.CreateSource(ctx, ws, workspace.SourceDraft{Kind: "spaceship", Channel: "Web Site"})
		faulttest.Want(t, err, fault.Invalid)
		var e *fault.Error
		if errors.As(err, &e); len(e.Fields) != 3 {
			t.Errorf("%+v, want three fields", e.Fields)
		}
		_, err = s.CreateSource(ctx, ws, workspace.SourceDraft{Name: "Shop", Kind: "app", Channel: "app"})
		faulttest.Want(t, err, fault.Conflict)
		_, err = s.CreateSource(ctx, 99, workspace.SourceDraft{Name: "Shop", Kind: "app", Channel: "app"})
		faulttest.Want(t, err, fault.NotFound)
		source(t, s, other, "Shop")

		// A source of another workspace is not there.
		_, err = s.Source(ctx, other, shop.ID)
		faulttest.Want(t, err, fault.NotFound)
		_, err = s.UpdateSource(ctx, other, shop.ID, workspace.SourcePatch{})
		faulttest.Want(t, err, fault.NotFound)
		_, err = s.RotateKey(ctx, other, shop.ID)
		faulttest.Want(t, err, fault.NotFound)

		// A step that fails undoes the change, also in memory.
		_, err = s.RotateKey(ctx, ws, shop.ID, func(context.Context, *sqldb.WriteTx) error { return fault.New(fault.Conflict, "no") })
		faulttest.Want(t, err, fault.Conflict)
		if _, ok, _ := s.ByWriteKey(ctx, shop.WriteKey); !ok {
			t.Error("the key of a change that failed is gone")
		}
	})
}

// Whoever looks keys up while they are rotated sees each key until its end, and never one that has ended before.
func TestLookupsDuringRotation(t *testing.T) {
	t.Parallel()
	s := open(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	ws := found(t, s).ID
	steady, rotating := source(t, s, ws, "steady"), source(t, s, ws, "rotating")
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				if _, ok, err := s.ByWriteKey(context.Background(), steady.WriteKey); !ok || err != nil {
					t.Errorf("a key that nobody touched is gone: %v", err)
					return
				}
			}
		})
	}
	for range 30 {
		old := rotating.WriteKey
		var err error
		if rotating, err = s.RotateKey(t.Context(), ws, rotating.ID); err != nil {
			t.Error(err)
		}
		if _, ok, _ := s.ByWriteKey(t.Context(), old); ok {
			t.Error("a key outlived its rotation")
		}
	}
	close(done)
	readers.Wait()
}

func BenchmarkByWriteKey(b *testing.B) {
	s := open(b, sqldbtest.Open(b, sqldbtest.SQLite(b)))
	ws := found(b, s).ID
	var key string
	for i := range 50 {
		key = source(b, s, ws, fmt.Sprint("source ", i)).WriteKey
	}
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, ok, _ := s.ByWriteKey(context.Background(), key); !ok {
				b.Error("unknown")
			}
		}
	})
}
