package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// ReadTx is one consistent view of the database. It can only read.
type ReadTx struct {
	db *DB
	tx *sql.Tx
}

// WriteTx is the one writer of the moment. What it does happens whole or not at all.
type WriteTx struct {
	read  ReadTx
	after []func()
}

// Step is a further write in the same transaction: how one domain package lets another one join its change.
type Step func(ctx context.Context, tx *WriteTx) error

// Scanner is a row.
type Scanner interface{ Scan(dest ...any) error }

// Read runs fn on one consistent view.
func (db *DB) Read(ctx context.Context, fn func(tx *ReadTx) error) error {
	options := &sql.TxOptions{}
	if db.dialect == postgres {
		options = &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	}
	tx, err := db.reading.BeginTx(ctx, options)
	if err != nil {
		return classify(err)
	}
	defer func() { _ = tx.Rollback() }() // nothing to keep
	return fn(&ReadTx{db: db, tx: tx})
}

// Write runs fn as the only writer and commits if it returns nil. Functions given to AfterCommit run then.
func (db *DB) Write(ctx context.Context, fn func(tx *WriteTx) error) error {
	tx, err := db.begin(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = tx.read.tx.Rollback() }() // does nothing after a commit
	if err := fn(tx); err != nil {
		return err
	}
	if err := tx.read.tx.Commit(); err != nil {
		return classify(err)
	}
	for _, f := range tx.after {
		f()
	}
	return nil
}

func (db *DB) begin(ctx context.Context) (*WriteTx, error) {
	tx, err := db.writing.BeginTx(ctx, nil)
	if err != nil {
		return nil, classify(err)
	}
	if db.dialect == postgres {
		// What BEGIN IMMEDIATE is for SQLite. Read committed sees all that the writer before has done. The lock goes by
		// schema, so that several installations in one database do not wait for each other.
		const lock = "SELECT pg_advisory_xact_lock(hashtextextended('jejak writer of ' || current_schema(), 0))"
		if _, err := tx.ExecContext(ctx, lock); err != nil {
			return nil, errors.Join(classify(err), tx.Rollback())
		}
	}
	return &WriteTx{read: ReadTx{db: db, tx: tx}}, nil
}

// Read is the transaction as a view that includes its own writes so far.
func (tx *WriteTx) Read() *ReadTx { return &tx.read }

// AfterCommit has f run once the transaction is durable, in the order given; never if it fails.
func (tx *WriteTx) AfterCommit(f func()) { tx.after = append(tx.after, f) }

// Run takes steps in order.
func (tx *WriteTx) Run(ctx context.Context, steps ...Step) error {
	for _, step := range steps {
		if err := step(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

// Exec writes and tells how many rows it touched. Statements have ? for their arguments on both databases.
func (tx *WriteTx) Exec(ctx context.Context, statement string, args ...any) (int64, error) {
	result, err := tx.read.tx.ExecContext(ctx, tx.read.db.rebind(statement), plain(args)...)
	if err != nil {
		return 0, classify(err)
	}
	return result.RowsAffected()
}

// Next draws the next number of a series, from 1. A number is never drawn twice, also when its row is deleted.
func (tx *WriteTx) Next(ctx context.Context, series string) (int64, error) {
	const next = `INSERT INTO number (series, last) VALUES (?, 1)
		ON CONFLICT (series) DO UPDATE SET last = number.last + 1 RETURNING last`
	n, ok, err := One(ctx, &tx.read, Into[int64], next, series)
	if err == nil && !ok {
		err = fmt.Errorf("no next number of %q", series)
	}
	return n, err
}

// One reads at most one row; ok is false where there is none.
func One[T any](ctx context.Context, tx *ReadTx, scan func(Scanner) (T, error), statement string, args ...any) (v T, ok bool, err error) {
	v, err = scan(tx.tx.QueryRowContext(ctx, tx.db.rebind(statement), plain(args)...))
	switch {
	case errors.Is(err, sql.ErrNoRows):
		var none T
		return none, false, nil
	case err != nil:
		return v, false, classify(err)
	}
	return v, true, nil
}

// All reads every row, in order.
func All[T any](ctx context.Context, tx *ReadTx, scan func(Scanner) (T, error), statement string, args ...any) ([]T, error) {
	rows, err := tx.tx.QueryContext(ctx, tx.db.rebind(statement), plain(args)...)
	if err != nil {
		return nil, classify(err)
	}
	defer func() { _ = rows.Close() }() // Err below tells what went wrong
	all := []T{}
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, classify(err)
		}
		all = append(all, v)
	}
	return all, classify(rows.Err())
}

// Into scans rows of one column.
func Into[T any](row Scanner) (v T, err error) {
	err = row.Scan(&v)
	return v, err
}

// plain turns named types into the basic ones below them: drivers disagree about what else a type could mean.
func plain(args []any) []any {
	out := make([]any, len(args))
	for i, arg := range args {
		out[i] = arg
		switch v := reflect.ValueOf(arg); v.Kind() {
		case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
			out[i] = v.Int()
		case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
			out[i] = int64(v.Uint())
		case reflect.String:
			out[i] = v.String()
		case reflect.Slice:
			if v.Type().Elem().Kind() == reflect.Uint8 {
				out[i] = string(v.Bytes()) // JSON: columns are TEXT
			}
		}
	}
	return out
}

// rebind writes the placeholders of the database at hand.
func (db *DB) rebind(statement string) string {
	if db.dialect == sqlite {
		return statement
	}
	if numbered, ok := db.numbers.Load(statement); ok {
		return numbered.(string)
	}
	numbered := number(statement)
	db.numbers.Store(statement, numbered)
	return numbered
}

// number turns each ? outside quotes and comments into $1, $2, …
func number(statement string) string {
	var out strings.Builder
	n := 0
	for i := 0; i < len(statement); i++ {
		rest := statement[i:]
		skip := 0
		switch {
		case rest[0] == '\'' || rest[0] == '"':
			skip = 1 + strings.IndexByte(rest[1:], rest[0])
		case strings.HasPrefix(rest, "--"):
			skip = strings.IndexByte(rest, '\n')
		}
		switch {
		case rest[0] == '?':
			n++
			out.WriteString("$" + strconv.Itoa(n))
		case skip > 0:
			out.WriteString(rest[:skip+1])
			i += skip
		default:
			out.WriteByte(rest[0])
		}
	}
	return out.String()
}
