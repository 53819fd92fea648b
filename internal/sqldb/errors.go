package sqldb

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"net"

	"github.com/jackc/pgx/v5/pgconn"
	driversqlite "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"jejak/internal/fault"
)

// ErrTaken is in the chain of an error where a value must be unique and is not.
var ErrTaken = errors.New("this value is taken")

// ErrInUse is in the chain of an error where a row is referred to, or refers to one that is not there.
var ErrInUse = errors.New("this is referred to, or refers to nothing")

// classify gives a driver's error the kind that people can meet; it goes by codes, never by text.
func classify(err error) error {
	if err == nil || errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if s, ok := errors.AsType[*driversqlite.Error](err); ok {
		return classifySQLite(s)
	}
	if p, ok := errors.AsType[*pgconn.PgError](err); ok {
		return classifyPostgres(p)
	}
	var network net.Error
	if _, refused := errors.AsType[*pgconn.ConnectError](err); refused || errors.As(err, &network) ||
		errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) {
		return unavailable(err)
	}
	return err
}

func classifySQLite(err *driversqlite.Error) error {
	switch err.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return taken(err)
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return inUse(err)
	}
	switch err.Code() & 0xff { // the primary code, without its extension
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR:
		return unavailable(err)
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return fault.Wrap(fault.Corrupt, err, "the control database is damaged: restore it from a backup")
	}
	return err
}

func classifyPostgres(err *pgconn.PgError) error {
	switch err.Code {
	case "23505":
		return taken(err)
	case "23503":
		return inUse(err)
	}
	switch err.Code[:min(2, len(err.Code))] {
	case "08", "25", "28", "3D", "53", "57": // connection, read only, authorization, no such database, resources, shutdown
		return unavailable(err)
	}
	return err
}

func taken(err error) error {
	return fault.Wrap(fault.Conflict, errors.Join(ErrTaken, err), "this exists already")
}

func inUse(err error) error {
	return fault.Wrap(fault.Conflict, errors.Join(ErrInUse, err), "this is in use, or something it needs is gone")
}

func unavailable(err error) error {
	return fault.Wrap(fault.Unavailable, err, "the control database cannot be used now: see the log, then try again")
}
