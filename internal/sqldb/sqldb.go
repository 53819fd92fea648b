// Package sqldb opens the control database, SQLite or PostgreSQL, brings its schema up to date and hands out transactions.
package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"jejak/internal/fault"
)

// dialect is which SQL the database speaks, where that makes a difference.
type dialect string

const (
	sqlite   dialect = "sqlite"
	postgres dialect = "postgres"
)

// DB is the control database. There is one writer at a time, on both databases, so a rule that a write transaction
// checks still holds when it commits.
type DB struct {
	dialect dialect
	reading *sql.DB
	writing *sql.DB
	numbers sync.Map // statement with ? -> statement with $1, for PostgreSQL
}

const (
	sqliteReaders   = 8
	postgresReaders = 16
	postgresWriters = 2 // writers queue on one lock; a second connection lets the next one wait at the server
)

// Open opens the database and applies what migrations are missing. The DSN is a postgres:// URL, or else the path of a
// SQLite file, which is made where there is none. Faults: Invalid (a DSN that cannot be read), Conflict (a schema of another
// version of Jejak), Unavailable (no database there).
func Open(ctx context.Context, dsn string) (*DB, error) {
	db, err := connect(dsn)
	if err != nil {
		return nil, err
	}
	if err := db.migrate(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func connect(dsn string) (*DB, error) {
	switch {
	case dsn == "":
		return nil, fault.New(fault.Invalid, "the control database needs a file path or a postgres:// URL")
	case strings.HasPrefix(dsn, "postgres://"), strings.HasPrefix(dsn, "postgresql://"):
		return connectPostgres(dsn)
	case strings.Contains(dsn, "://"):
		scheme, _, _ := strings.Cut(dsn, "://")
		return nil, fault.New(fault.Invalid, "the control database cannot be of the kind %q: give a file path or a postgres:// URL", scheme)
	}
	return connectSQLite(dsn)
}

func connectPostgres(dsn string) (*DB, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		// The parser's own text repeats the DSN, password and all.
		return nil, fault.New(fault.Invalid, "the control database's postgres:// URL cannot be read")
	}
	reading, writing := stdlib.OpenDB(*config), stdlib.OpenDB(*config)
	reading.SetMaxOpenConns(postgresReaders)
	writing.SetMaxOpenConns(postgresWriters)
	return &DB{dialect: postgres, reading: reading, writing: writing}, nil
}

func connectSQLite(path string) (*DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("place of the control database %q: %w", path, err)
	}
	if err := ownFile(abs); err != nil {
		return nil, fault.Wrap(fault.Unavailable, err, "the control database %s cannot be opened: check the folder and its permissions", path)
	}
	file := url.URL{Scheme: "file", Path: abs}
	common := "_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)&_pragma=synchronous(full)"
	writing, err := sql.Open("sqlite", file.String()+"?_txlock=immediate&_pragma=journal_mode(wal)&"+common)
	if err != nil {
		return nil, err
	}
	writing.SetMaxOpenConns(1)
	reading, err := sql.Open("sqlite", file.String()+"?_txlock=deferred&_query_only=1&"+common)
	if err != nil {
		return nil, errors.Join(err, writing.Close())
	}
	reading.SetMaxOpenConns(sqliteReaders)
	return &DB{dialect: sqlite, reading: reading, writing: writing}, nil
}

// ownFile makes the file readable by its owner alone before SQLite would make it readable by all: it holds password hashes.
func ownFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// Close waits for running transactions and closes the database.
func (db *DB) Close() error {
	return errors.Join(db.reading.Close(), db.writing.Close())
}

// Ping reports whether the database answers.
func (db *DB) Ping(ctx context.Context) error {
	return classify(db.reading.PingContext(ctx))
}

// BackupInto writes a consistent copy of a SQLite database into a new file while it is in use. PostgreSQL is backed up with
// its own tools: Invalid.
func (db *DB) BackupInto(ctx context.Context, path string) error {
	if db.dialect != sqlite {
		return fault.New(fault.Invalid, "a PostgreSQL control database is backed up with pg_dump")
	}
	if err := ownFile(path); err != nil {
		return fault.Wrap(fault.Unavailable, err, "the copy %s of the control database cannot be written", path)
	}
	// VACUUM cannot run under query_only, nor inside a transaction, so it takes the writer for its time.
	_, err := db.writing.ExecContext(ctx, "VACUUM INTO ?", path)
	return classify(err)
}
