// Package document keeps the documents of a workspace: each has an id and a version, and is changed only by whoever has seen its latest one.
package document

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

// Stamp is which version of a document this is.
type Stamp struct {
	Version int        `json:"version" doc:"one more at each change"`
	Created event.Time `json:"created"`
	Changed event.Time `json:"changed"`
}

// Kind is what sets the documents of one kind apart. Its statements are "all" and "number" (of a workspace), "one" and "delete" (of a workspace and an
// id), "insert" and "update" (of its cells, then a workspace and an id).
type Kind[T any] struct {
	Name   string // in messages: "pain point"
	Most   int    // of a workspace
	Full   string // what to do where there are as many, after their number: "themes: delete or merge some first"
	Series string // that ids are numbered in
	Prefix string // of ids
	Head   func(v *T) (id *string, stamp *Stamp)
	// Tidy brings a document into its form, or tells what is wrong with it, before each write and in its transaction; it may be nil.
	Tidy func(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, v *T) error
	// Kept runs after each write, in its transaction; it may be nil.
	Kept func(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, v T) error
	// Scan and Cells are how a document stands in a row. Without them it stands as JSON beside its stamp: id, document, version, created,
	// changed are read, the last four of them written.
	Scan  func(row sqldb.Scanner) (T, error)
	Cells func(v T) ([]any, error)
}

// Store keeps the documents of one kind of all workspaces. It is safe for concurrent use.
type Store[T any] struct {
	db         *sqldb.DB
	statements sqldb.Statements
	kind       Kind[T]
	now        func() time.Time
}

// Open readies the store. Statements may hold more than the store asks for: all are checked.
func Open[T any](ctx context.Context, db *sqldb.DB, kind Kind[T], statements sqldb.Statements, now func() time.Time) (*Store[T], error) {
	if kind.Scan == nil {
		kind.Scan, kind.Cells = kind.scanWhole, kind.cellsWhole
	}
	return &Store[T]{db: db, statements: statements, kind: kind, now: now}, db.Check(ctx, statements)
}

func (k Kind[T]) scanWhole(row sqldb.Scanner) (v T, err error) {
	var id, text string
	var stamp Stamp
	if err := row.Scan(&id, &text, &stamp.Version, &stamp.Created, &stamp.Changed); err != nil {
		return v, err
	}
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		return v, fmt.Errorf("%s %s: %w", k.Name, id, err)
	}
	ofID, ofStamp := k.Head(&v)
	*ofID, *ofStamp = id, stamp
	return v, nil
}

func (k Kind[T]) cellsWhole(v T) ([]any, error) {
	text, err := json.Marshal(v)
	_, stamp := k.Head(&v)
	return []any{text, stamp.Version, stamp.Created, stamp.Changed}, err
}

// List is a workspace's documents, the oldest first.
func (s *Store[T]) List(ctx context.Context, ws event.Workspace) (all []T, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		all, err = s.All(ctx, tx, ws)
		return err
	})
	return all, err
}

// All is List within a transaction.
func (s *Store[T]) All(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace) ([]T, error) {
	return sqldb.All(ctx, tx, s.kind.Scan, s.statements.Get("all"), ws)
}

// Get is one document. Faults: NotFound.
func (s *Store[T]) Get(ctx context.Context, ws event.Workspace, id string) (v T, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		v, err = s.One(ctx, tx, ws, id)
		return err
	})
	return v, err
}

// One is Get within a transaction.
func (s *Store[T]) One(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, id string) (T, error) {
	v, ok, err := sqldb.One(ctx, tx, s.kind.Scan, s.statements.Get("one"), ws, id)
	if err == nil && !ok {
		err = fault.Coded(fault.New(fault.NotFound, "This workspace has no %s %q.", s.kind.Name, id), "document_gone")
	}
	return v, err
}

// Create makes a document; its id and stamp are given to it. Steps join the same transaction. Faults: Invalid, TooLarge.
func (s *Store[T]) Create(ctx context.Context, ws event.Workspace, v T, also ...sqldb.Step) (T, error) {
	err := s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if err := s.Insert(ctx, tx, ws, &v); err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
	return v, err
}

// Insert is Create within a transaction.
func (s *Store[T]) Insert(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, v *T) error {
	there, _, err := sqldb.One(ctx, tx.Read(), sqldb.Into[int], s.statements.Get("number"), ws)
	if err != nil {
		return err
	}
	if there >= s.kind.Most {
		return fault.Coded(fault.New(fault.TooLarge, "A workspace has at most %d %s.", s.kind.Most, s.kind.Full), "documents_most", "most", strconv.Itoa(s.kind.Most))
	}
	id, stamp := s.kind.Head(v)
	now := event.TimeOf(s.now())
	n, err := tx.Next(ctx, s.kind.Series)
	if err != nil {
		return err
	}
	*id, *stamp = fmt.Sprintf("%s%d", s.kind.Prefix, n), Stamp{Version: 1, Created: now, Changed: now}
	return s.put(ctx, tx, "insert", ws, v)
}

// Update puts a document in the place of the one with its id; version 0 replaces any version. Steps join the same transaction. Faults:
// Invalid, NotFound, Conflict (another version, which the fault carries).
func (s *Store[T]) Update(ctx context.Context, ws event.Workspace, v T, also ...sqldb.Step) (T, error) {
	id, seen := s.kind.Head(&v)
	return s.Change(ctx, ws, *id, seen.Version, func(_ *sqldb.WriteTx, now *T) error { *now = v; return nil }, also...)
}

// Change lets a func change the document with an id; it keeps its id and stamp. Seen is the version that was looked at; 0 is any. Steps
// join the same transaction. Faults: Invalid, NotFound, Conflict (another version, which the fault carries).
func (s *Store[T]) Change(
	ctx context.Context, ws event.Workspace, id string, seen int, change func(tx *sqldb.WriteTx, v *T) error, also ...sqldb.Step,
) (v T, err error) {
	err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if v, err = s.One(ctx, tx.Read(), ws, id); err != nil {
			return err
		}
		_, stamp := s.kind.Head(&v)
		if seen != 0 && seen != stamp.Version {
			return fault.Stale(s.kind.Name, v)
		}
		old := *stamp
		if err := change(tx, &v); err != nil {
			return err
		}
		ofID, stamp := s.kind.Head(&v)
		*ofID, *stamp = id, old
		if err := s.Replace(ctx, tx, ws, &v); err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
	return v, err
}

// Replace writes the next version of a document that was read in the same transaction.
func (s *Store[T]) Replace(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, v *T) error {
	_, stamp := s.kind.Head(v)
	stamp.Version, stamp.Changed = stamp.Version+1, event.TimeOf(s.now())
	return s.put(ctx, tx, "update", ws, v)
}

// Rewrite writes a document that was read in the same transaction, without a new version: for what no person changes.
func (s *Store[T]) Rewrite(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, v *T) error {
	return s.put(ctx, tx, "update", ws, v)
}

func (s *Store[T]) put(ctx context.Context, tx *sqldb.WriteTx, statement string, ws event.Workspace, v *T) error {
	if s.kind.Tidy != nil {
		if err := s.kind.Tidy(ctx, tx, ws, v); err != nil {
			return err
		}
	}
	cells, err := s.kind.Cells(*v)
	if err != nil {
		return err
	}
	id, _ := s.kind.Head(v)
	if _, err := tx.Exec(ctx, s.statements.Get(statement), append(cells, ws, *id)...); err != nil || s.kind.Kept == nil {
		return err
	}
	return s.kind.Kept(ctx, tx, ws, *v)
}

// Delete takes a document away. Steps run before, in the same transaction. Faults: NotFound.
func (s *Store[T]) Delete(ctx context.Context, ws event.Workspace, id string, also ...sqldb.Step) error {
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if _, err := s.One(ctx, tx.Read(), ws, id); err != nil {
			return err
		}
		if err := tx.Run(ctx, also...); err != nil {
			return err
		}
		return s.Remove(ctx, tx, ws, id)
	})
}

// Remove is Delete within a transaction; one that is not there is no fault.
func (s *Store[T]) Remove(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, id string) error {
	_, err := tx.Exec(ctx, s.statements.Get("delete"), ws, id)
	return err
}
