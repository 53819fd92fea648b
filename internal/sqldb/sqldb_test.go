package sqldb_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

func TestMain(m *testing.M) { sqldbtest.Main(m) }

const (
	insertChannel = "INSERT INTO channel (workspace, id, name) VALUES (?, ?, ?)"
	countChannels = "SELECT count(*) FROM channel"
)

func withWorkspace(t *testing.T, db *sqldb.DB) {
	t.Helper()
	write(t, db, `INSERT INTO workspace (id, name, zone, currency, settings, created)
		VALUES (?, ?, ?, ?, ?, ?)`, event.Workspace(1), "Kopi?", "UTC", "IDR", []byte("{}"), event.Time(5))
}

func write(t *testing.T, db *sqldb.DB, statement string, args ...any) {
	t.Helper()
	err := db.Write(t.Context(), func(tx *sqldb.WriteTx) error {
		_, err := tx.Exec(t.Context(), statement, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func count(t *testing.T, db *sqldb.DB, statement string, args ...any) (n int64) {
	t.Helper()
	err := db.Read(t.Context(), func(tx *sqldb.ReadTx) (err error) {
		n, _, err = sqldb.One(t.Context(), tx, sqldb.Into[int64], statement, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestWriteIsWholeOrNothing(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		withWorkspace(t, db)
		stop := errors.New("stop")
		after := 0
		try := func(result error) error {
			return db.Write(t.Context(), func(tx *sqldb.WriteTx) error {
				tx.AfterCommit(func() { after++ })
				if _, err := tx.Exec(t.Context(), insertChannel, event.Workspace(1), "kiosk", "Kiosk"); err != nil {
					return err
				}
				n, ok, err := sqldb.One(t.Context(), tx.Read(), sqldb.Into[int64], countChannels)
				if n != 1 || !ok || err != nil {
					t.Errorf("a transaction does not see its own write: %d %v %v", n, ok, err)
				}
				return result
			})
		}
		if err := try(stop); !errors.Is(err, stop) {
			t.Errorf("the function's error is lost: %v", err)
		}
		if n := count(t, db, countChannels); n != 0 || after != 0 {
			t.Errorf("after a failure %d rows are there and %d hooks ran", n, after)
		}
		if err := try(nil); err != nil {
			t.Error(err)
		}
		if n := count(t, db, countChannels); n != 1 || after != 1 {
			t.Errorf("after a commit %d rows are there and %d hooks ran", n, after)
		}
	})
}

func TestReadCannotWriteAndKeepsItsView(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		withWorkspace(t, db)
		err := db.Read(t.Context(), func(tx *sqldb.ReadTx) error {
			before, _, err := sqldb.One(t.Context(), tx, sqldb.Into[int64], countChannels)
			if err != nil {
				return err
			}
			write(t, db, insertChannel, 1, "kiosk", "Kiosk")
			after, _, err := sqldb.One(t.Context(), tx, sqldb.Into[int64], countChannels)
			if before != after {
				t.Errorf("a read transaction saw %d and then %d channels", before, after)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		err = db.Read(t.Context(), func(tx *sqldb.ReadTx) error {
			_, err := sqldb.All(t.Context(), tx, sqldb.Into[string], "DELETE FROM channel RETURNING id")
			return err
		})
		if err == nil || count(t, db, countChannels) != 1 {
			t.Errorf("a read transaction deleted rows: %v", err)
		}
	})
}

func TestNumbersAreDrawnOnceByConcurrentWriters(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		const writers, each = 8, 10
		var mu sync.Mutex
		seen := map[int64]bool{}
		var all sync.WaitGroup
		for range writers {
			all.Go(func() {
				for range each {
					err := db.Write(t.Context(), func(tx *sqldb.WriteTx) error {
						n, err := tx.Next(t.Context(), "thing")
						mu.Lock()
						defer mu.Unlock()
						if seen[n] {
							t.Errorf("%d was drawn twice", n)
						}
						seen[n] = true
						return err
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		if len(seen) != writers*each || !seen[1] || !seen[writers*each] {
			t.Errorf("%d numbers were drawn, not 1 to %d", len(seen), writers*each)
		}
	})
}

func TestBrokenRulesAreTold(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		withWorkspace(t, db)
		write(t, db, insertChannel, 1, "kiosk", "Kiosk")
		for name, c := range map[string]struct {
			statement string
			args      []any
			want      error
		}{
			"primary key":       {insertChannel, []any{1, "kiosk", "Again"}, sqldb.ErrTaken},
			"refers to nothing": {insertChannel, []any{99, "kiosk", "Kiosk"}, sqldb.ErrInUse},
			"referred to":       {"DELETE FROM workspace WHERE id = ?", []any{1}, sqldb.ErrInUse},
		} {
			err := db.Write(t.Context(), func(tx *sqldb.WriteTx) error {
				_, err := tx.Exec(t.Context(), c.statement, c.args...)
				return err
			})
			if !errors.Is(err, c.want) || !fault.Is(err, fault.Conflict) {
				t.Errorf("%s: %v, want %v as a conflict", name, err, c.want)
			}
		}
	})
}

func TestOpenAgainKeepsAndAddsNothing(t *testing.T) {
	t.Parallel()
	sqldbtest.EachDSN(t, func(t *testing.T, dsn string) {
		withWorkspace(t, sqldbtest.Open(t, dsn))
		again := sqldbtest.Open(t, dsn)
		if n := count(t, again, "SELECT count(*) FROM workspace WHERE name = 'Kopi?' AND id = ?", 1); n != 1 {
			t.Errorf("%d workspaces after opening again", n)
		}
	})
}

func TestWrongSchemasAreRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ statement, want string }{
		"newer":   {"INSERT INTO schema_migration (number, name, checksum, applied) VALUES (9999, 'future', '', 0)", "newer Jejak"},
		"changed": {"UPDATE schema_migration SET checksum = 'other' WHERE number = 1", "another build"},
		"unknown": {"UPDATE schema_migration SET name = 'other' WHERE number = 1", "another build"},
		"missing": {"UPDATE schema_migration SET number = 0 WHERE number = 1", "lacks migration 1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sqldbtest.EachDSN(t, func(t *testing.T, dsn string) {
				write(t, sqldbtest.Open(t, dsn), c.statement)
				db, err := sqldb.Open(t.Context(), dsn)
				if err == nil {
					t.Fatal("opened", db.Close())
				}
				if !fault.Is(err, fault.Conflict) || !strings.Contains(err.Error(), c.want) {
					t.Errorf("%v, want a conflict that says %q", err, c.want)
				}
			})
		})
	}
}

func TestTwoAtOnceOpenOneNewDatabase(t *testing.T) {
	t.Parallel()
	sqldbtest.EachDSN(t, func(t *testing.T, dsn string) {
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				db, err := sqldb.Open(t.Context(), dsn)
				if err != nil {
					t.Error(err)
					return
				}
				if err := db.Close(); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
	})
}

func TestWrongPlacesAreRefusedWithoutTheirSecrets(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	notADatabase := filepath.Join(folder, "text")
	if err := os.WriteFile(notADatabase, []byte(strings.Repeat("this is no database ", 500)), 0o600); err != nil {
		t.Fatal(err)
	}
	for dsn, want := range map[string]fault.Kind{
		"":                                     fault.Invalid,
		"mysql://root:hunter2@db/x":            fault.Invalid,
		"postgres://root:hunter2@db:port/x":    fault.Invalid,
		filepath.Join(folder, "no", "such.db"): fault.Unavailable,
		notADatabase:                           fault.Corrupt,
		"postgres://root:hunter2@/x?host=" + folder: fault.Unavailable,
	} {
		db, err := sqldb.Open(t.Context(), dsn)
		if err == nil {
			t.Errorf("%q opened", dsn)
			_ = db.Close()
			continue
		}
		if !fault.Is(err, want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: %s %v, want %s and no password", dsn, fault.KindOf(err), err, want)
		}
	}
}

func TestOddFileNames(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"with space.db", "100%.db", "what?.db", "a#b.db", "資料.db", "_pragma=x&y.db"} {
		path := filepath.Join(t.TempDir(), name)
		withWorkspace(t, sqldbtest.Open(t, path))
		info, err := os.Stat(path)
		if err != nil {
			t.Errorf("%q: %v", name, err)
			continue
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%q can be read by others: %v", name, info.Mode())
		}
	}
}

func TestBackupIntoIsACopy(t *testing.T) {
	t.Parallel()
	db := sqldbtest.Open(t, sqldbtest.SQLite(t))
	withWorkspace(t, db)
	to := filepath.Join(t.TempDir(), "copy.db")
	if err := db.BackupInto(t.Context(), to); err != nil {
		t.Fatal(err)
	}
	if n := count(t, sqldbtest.Open(t, to), "SELECT count(*) FROM workspace"); n != 1 {
		t.Errorf("the copy has %d workspaces", n)
	}
	if err := sqldbtest.Open(t, sqldbtest.Postgres(t)).BackupInto(t.Context(), to+"2"); !fault.Is(err, fault.Invalid) {
		t.Errorf("PostgreSQL: %v", err)
	}
}

func TestCheckFindsAStatementThatDoesNotFit(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		good := sqldb.ParseStatements("-- name: A\nSELECT id FROM channel WHERE name = ?;\n\n-- name: B\n-- why\nDELETE FROM channel\n")
		if err := db.Check(t.Context(), good); err != nil {
			t.Error(err)
		}
		bad := sqldb.ParseStatements("-- name: Nope\nSELECT nothing FROM channel\n")
		if err := db.Check(t.Context(), bad); err == nil || !strings.Contains(err.Error(), "Nope") {
			t.Errorf("a wrong statement passed: %v", err)
		}
		if n := count(t, db, good.Get("A")[:0]+countChannels); n != 0 {
			t.Error("checking ran something")
		}
	})
}

func TestCancelledWriteLeavesTheWriterFree(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		withWorkspace(t, db)
		ctx, cancel := context.WithCancel(t.Context())
		err := db.Write(ctx, func(tx *sqldb.WriteTx) error {
			cancel()
			_, err := tx.Exec(ctx, insertChannel, 1, "kiosk", "Kiosk")
			return err
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
		write(t, db, insertChannel, 1, "kiosk", "Kiosk")
	})
}
