// Package sqldbtest runs a test on every database that Jejak's control data can live in.
package sqldbtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"go.uber.org/goleak"

	"jejak/internal/sqldb"
)

const (
	variable  = "JEJAK_TEST_POSTGRES" // the DSN of a cluster that tests may make schemas in
	notThere  = 77                    // with-postgres.sh: PostgreSQL is not installed
	scriptRel = "scripts/with-postgres.sh"
)

// Main runs a package's tests with a PostgreSQL cluster at hand: the one that the environment names, or else a throwaway one,
// under which the test binary runs once more. Without PostgreSQL the tests of it are skipped. It ends the process.
func Main(m *testing.M) {
	if os.Getenv(variable) != "" {
		os.Exit(run(m))
	}
	script, err := findUp(scriptRel)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	again := exec.Command(script, os.Args...)
	again.Stdin, again.Stdout, again.Stderr = os.Stdin, os.Stdout, os.Stderr
	var exit *exec.ExitError
	switch err := again.Run(); {
	case err == nil:
		os.Exit(0)
	case errors.As(err, &exit) && exit.ExitCode() == notThere:
		os.Exit(run(m))
	case errors.As(err, &exit) && exit.ExitCode() > 0:
		os.Exit(exit.ExitCode())
	default:
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run fails the package also where a test leaves something running.
func run(m *testing.M) int {
	code := m.Run()
	if code == 0 {
		if err := goleak.Find(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	return code
}

func findUp(rel string) (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		file := filepath.Join(dir, rel)
		if _, err := os.Stat(file); err == nil {
			return file, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", fmt.Errorf("no %s above the folder of the tests", rel)
		}
		dir = parent
	}
}

// Each runs fn on a fresh database of each kind, as the subtests "sqlite" and "postgres", in parallel.
func Each(t *testing.T, fn func(t *testing.T, db *sqldb.DB)) {
	t.Helper()
	EachDSN(t, func(t *testing.T, dsn string) { fn(t, Open(t, dsn)) })
}

// EachDSN is Each before the database is opened.
func EachDSN(t *testing.T, fn func(t *testing.T, dsn string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		fn(t, SQLite(t))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		fn(t, Postgres(t))
	})
}

// Open opens a database until the test ends.
func Open(t testing.TB, dsn string) *sqldb.DB {
	t.Helper()
	db, err := sqldb.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// Workspace makes a workspace, for what belongs to one.
func Workspace(t testing.TB, db *sqldb.DB, id uint32) {
	t.Helper()
	err := db.Write(t.Context(), func(tx *sqldb.WriteTx) error {
		_, err := tx.Exec(t.Context(), "INSERT INTO workspace (id, name, zone, currency, settings, created) VALUES (?, 'Kopi', 'UTC', 'IDR', '{}', 0)", id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// SQLite is the place of a SQLite database of the test's own.
func SQLite(t testing.TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "control.db")
}

// Postgres is the DSN of a PostgreSQL schema of the test's own; the test is skipped where there is no cluster.
func Postgres(t testing.TB) string {
	t.Helper()
	cluster := os.Getenv(variable)
	if cluster == "" {
		t.Skipf("no PostgreSQL: install it (apt-get install postgresql), or set %s to a cluster that tests may use", variable)
	}
	schema := "t_" + strings.ToLower(rand.Text())
	inCluster(t, cluster, "CREATE SCHEMA "+schema)
	t.Cleanup(func() { inCluster(t, cluster, "DROP SCHEMA "+schema+" CASCADE") })

	dsn, err := url.Parse(cluster)
	if err != nil {
		t.Fatalf("%s: %v", variable, err)
	}
	query := dsn.Query()
	query.Set("search_path", schema)
	dsn.RawQuery = query.Encode()
	return dsn.String()
}

func inCluster(t testing.TB, dsn, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()                                          // nothing is pending
	if _, err := db.ExecContext(context.Background(), statement); err != nil { // also after the test's context has ended
		t.Fatal(err)
	}
}
