package sqldb

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"jejak/internal/fault"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migration is one numbered step of the schema. Its text is durable: a database remembers the checksum, and a changed
// file is refused, so a mistake is mended by the next migration.
type migration struct {
	Number   int
	Name     string
	SQL      string
	Checksum string
}

// migrationName is 0001_control.sql for both databases, or 0001_control.sqlite.sql and 0001_control.postgres.sql.
var migrationName = regexp.MustCompile(`^(\d{4})_([a-z0-9_]+)(?:\.(sqlite|postgres))?\.sql$`)

// migrations reads the steps of a dialect, in order. Numbers run from 1 without a gap, each once.
func migrations(files fs.FS, of dialect) ([]migration, error) {
	names, err := fs.Glob(files, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	var all []migration
	for _, name := range names {
		part := migrationName.FindStringSubmatch(path.Base(name))
		if part == nil {
			return nil, fmt.Errorf("migration %s is not named NNNN_name.sql", name)
		}
		if part[3] != "" && part[3] != string(of) {
			continue
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
		sum := sha256.Sum256(text)
		n, _ := strconv.Atoi(part[1]) // four digits
		all = append(all, migration{Number: n, Name: part[2], SQL: string(text), Checksum: hex.EncodeToString(sum[:])})
	}
	slices.SortFunc(all, func(a, b migration) int { return cmp.Compare(a.Number, b.Number) })
	for i, m := range all {
		if m.Number != i+1 {
			return nil, fmt.Errorf("migration %04d_%s of %s should have the number %04d", m.Number, m.Name, of, i+1)
		}
	}
	return all, nil
}

func (db *DB) migrate(ctx context.Context) error {
	known, err := migrations(migrationFiles, db.dialect)
	if err != nil {
		return fmt.Errorf("BUG: %w", err)
	}
	return db.apply(ctx, known)
}

// apply checks what the database has against what is known, and adds what is missing, each step in its own transaction.
func (db *DB) apply(ctx context.Context, known []migration) error {
	for {
		done := false
		err := db.Write(ctx, func(tx *WriteTx) error {
			applied, err := tx.applied(ctx)
			if err != nil {
				return err
			}
			if err := compare(applied, known); err != nil {
				return err
			}
			if done = len(applied) == len(known); done {
				return nil
			}
			return tx.applyOne(ctx, known[len(applied)])
		})
		if done || err != nil {
			return err
		}
	}
}

func (tx *WriteTx) applied(ctx context.Context) ([]migration, error) {
	const table = `CREATE TABLE IF NOT EXISTS schema_migration (
		number BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied BIGINT NOT NULL)`
	if _, err := tx.Exec(ctx, table); err != nil {
		return nil, err
	}
	return All(ctx, tx.Read(), func(row Scanner) (m migration, err error) {
		return m, row.Scan(&m.Number, &m.Name, &m.Checksum)
	}, "SELECT number, name, checksum FROM schema_migration ORDER BY number")
}

// compare refuses a schema that these migrations did not make.
func compare(applied, known []migration) error {
	for i, a := range applied {
		switch {
		case i >= len(known):
			return fault.New(fault.Conflict, "the control database was made by a newer Jejak (its schema is %d, this version knows %d): "+
				"run that version, or restore a backup made by this one", applied[len(applied)-1].Number, len(known))
		case a.Number != known[i].Number:
			return fault.New(fault.Conflict, "the control database lacks migration %d: it was changed by hand; restore a backup", known[i].Number)
		case a.Name != known[i].Name || a.Checksum != known[i].Checksum:
			return fault.New(fault.Conflict, "migration %d of the control database (%s) is not the one this version knows (%s): "+
				"it was made by another build of Jejak; run that one, or restore a backup", a.Number, a.Name, known[i].Name)
		}
	}
	return nil
}

func (tx *WriteTx) applyOne(ctx context.Context, m migration) error {
	for _, statement := range split(m.SQL) {
		if _, err := tx.Exec(ctx, statement); err != nil {
			return fmt.Errorf("migration %04d_%s: %w", m.Number, m.Name, err)
		}
	}
	_, err := tx.Exec(ctx, "INSERT INTO schema_migration (number, name, checksum, applied) VALUES (?, ?, ?, ?)",
		m.Number, m.Name, m.Checksum, time.Now().UnixMilli())
	return err
}

// split cuts a migration into statements: each ends with a semicolon at the end of a line.
func split(text string) []string {
	var statements []string
	for s := range strings.SplitSeq(text, ";\n") {
		if s = strings.TrimSpace(s); s != "" {
			statements = append(statements, s)
		}
	}
	return statements
}
