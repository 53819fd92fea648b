package sqldb

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"
)

func TestNumberLeavesTextAlone(t *testing.T) {
	t.Parallel()
	f := func(in, want string) {
		t.Helper()
		if got := number(in); got != want {
			t.Errorf("%s\n became %s\n not %s", in, got, want)
		}
	}
	f("SELECT 1", "SELECT 1")
	f("a = ? AND b = ?", "a = $1 AND b = $2")
	f("a = '?' AND \"b?\" = ?", "a = '?' AND \"b?\" = $1")
	f("a = 'it''s ?' AND b = ?", "a = 'it''s ?' AND b = $1")
	f("a = ? -- why?\nAND b = ?", "a = $1 -- why?\nAND b = $2")
	f("'open ?", "'open $1")
	f("'", "'")
	f("--", "--")
}

func TestNumberKeepsEverythingElse(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.StringOf(rapid.SampledFrom([]rune("ab?'\"-\n ü"))).Draw(t, "statement")
		out := number(in)
		for i := strings.Count(out, "$"); i > 0; i-- {
			out = strings.Replace(out, "$"+string(rune('0'+i)), "?", 1)
			if i > 9 {
				return // two digits: the check below would have to parse
			}
		}
		if out != in {
			t.Fatalf("%q became %q", in, out)
		}
	})
}

func TestMigrationFilesMustBeInOrder(t *testing.T) {
	t.Parallel()
	file := &fstest.MapFile{Data: []byte("SELECT 1;\n")}
	f := func(want string, names ...string) {
		t.Helper()
		files := fstest.MapFS{}
		for _, name := range names {
			files["migrations/"+name] = file
		}
		_, err := migrations(files, sqlite)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want %q", names, err, want)
		}
	}
	f("", "0001_a.sql")
	f("", "0001_a.sqlite.sql", "0001_a.postgres.sql", "0002_b.sql")
	f("should have the number 0002", "0001_a.sql", "0003_b.sql")
	f("should have the number 0002", "0001_a.sql", "0001_b.sql")
	f("should have the number 0001", "0001_a.postgres.sql", "0002_b.sql")
	f("not named", "first.sql")
	f("not named", "0001_a.mysql.sql")
}

func TestBothDialectsHaveTheSameSteps(t *testing.T) {
	t.Parallel()
	a, err := migrations(migrationFiles, sqlite)
	if err != nil {
		t.Fatal(err)
	}
	b, err := migrations(migrationFiles, postgres)
	if err != nil {
		t.Fatal(err)
	}
	if len(a) == 0 || len(a) != len(b) {
		t.Fatalf("%d steps for SQLite, %d for PostgreSQL", len(a), len(b))
	}
	for i := range a {
		if a[i].Number != b[i].Number || a[i].Name != b[i].Name {
			t.Errorf("step %d is %q for SQLite and %q for PostgreSQL", a[i].Number, a[i].Name, b[i].Name)
		}
	}
}

// A step that fails leaves nothing behind, and the steps before it stay.
func TestFailedMigrationLeavesTheStepsBefore(t *testing.T) {
	t.Parallel()
	db, err := connect(filepath.Join(t.TempDir(), "control.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	good := migration{Number: 1, Name: "good", SQL: "CREATE TABLE one (a BIGINT);\n", Checksum: "1"}
	bad := migration{Number: 2, Name: "bad", SQL: "CREATE TABLE two (a BIGINT);\nNONSENSE;\n", Checksum: "2"}
	if err := db.apply(t.Context(), []migration{good, bad}); err == nil || !strings.Contains(err.Error(), "0002_bad") {
		t.Fatalf("a bad step: %v", err)
	}
	tables := func(ctx context.Context) (names []string) {
		err := db.Read(ctx, func(tx *ReadTx) (err error) {
			names, err = All(ctx, tx, Into[string], "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return names
	}
	if got := strings.Join(tables(t.Context()), " "); got != "one schema_migration" {
		t.Errorf("tables after a failed step: %s", got)
	}
	mended := migration{Number: 2, Name: "bad", SQL: "CREATE TABLE two (a BIGINT);\n", Checksum: "3"}
	if err := db.apply(t.Context(), []migration{good, mended}); err != nil {
		t.Error(err)
	}
	if got := strings.Join(tables(t.Context()), " "); got != "one schema_migration two" {
		t.Errorf("tables after the mended step: %s", got)
	}
}
