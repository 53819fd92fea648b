package alert

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"jejak/internal/document"
	"jejak/internal/event"
	"jejak/internal/follow"
	"jejak/internal/sqldb"
)

//go:embed alert.sql
var statementFile string

// Options are what a Store stands on.
type Options struct {
	// Mentions hands out the mentions of a workspace after a change, up to another one, in the order in which they came; with their
	// words where these are asked for. It may be called again for the same ones.
	Mentions func(ctx context.Context, ws event.Workspace, after, upTo uint64, words bool, fn func(Mention)) error
	// WaitFor returns when all mentions up to a change can be handed out.
	WaitFor func(ctx context.Context, seq uint64) error
	// LastSeq is the newest change: a new condition looks at what comes after it.
	LastSeq func() uint64
	Now     func() time.Time
	Logger  *slog.Logger
}

// Store keeps the conditions of all workspaces and what they raised, and follows the change feed. It is safe for concurrent use.
type Store struct {
	conditions *document.Store[Condition]
	db         *sqldb.DB
	statements sqldb.Statements
	o          Options
	handled    follow.Progress

	starting sync.Mutex
	follower *follow.Follower

	watching map[event.Workspace]*watch // only the follower looks at it
}

// watch is the watchers of a workspace, which have seen all changes up to one.
type watch struct {
	upTo     uint64
	watchers []*watcher
}

// Open readies the store; it follows nothing before Start.
func Open(ctx context.Context, db *sqldb.DB, o Options) (*Store, error) {
	s := &Store{db: db, statements: sqldb.ParseStatements(statementFile), o: o, watching: map[event.Workspace]*watch{}}
	var err error
	s.conditions, err = document.Open(ctx, db, document.Kind[Condition]{
		Name: "alert condition", Most: maxConditions, Full: "alert conditions: delete some first", Series: "alert_condition", Prefix: "a",
		Head: func(c *Condition) (*string, *document.Stamp) { return &c.ID, &c.Stamp },
		Tidy: func(_ context.Context, _ *sqldb.WriteTx, _ event.Workspace, c *Condition) error { return c.tidy() },
		Scan: scanCondition, Cells: cells,
	}, s.statements, o.Now)
	return s, err
}

func scanCondition(row sqldb.Scanner) (c Condition, err error) {
	var id, body string
	var version int
	var since uint64
	var created, changed event.Time
	if err := row.Scan(&id, &body, &version, &since, &created, &changed); err != nil {
		return c, err
	}
	if err := json.Unmarshal([]byte(body), &c); err != nil {
		return c, fmt.Errorf("alert condition %s: %w", id, err)
	}
	c.ID, c.Version, c.since, c.Created, c.Changed = id, version, since, created, changed
	return c, nil
}

func cells(c Condition) ([]any, error) {
	body, err := json.Marshal(c)
	return []any{body, c.Version, c.since, c.Created, c.Changed}, err
}

// Conditions are a workspace's, the oldest first.
func (s *Store) Conditions(ctx context.Context, ws event.Workspace) ([]Condition, error) {
	return s.conditions.List(ctx, ws)
}

// Create makes a condition, which looks at what comes from now on. Steps join the same transaction. Faults: Invalid, TooLarge.
func (s *Store) Create(ctx context.Context, ws event.Workspace, c Condition, also ...sqldb.Step) (Condition, error) {
	c.since = s.o.LastSeq()
	return s.conditions.Create(ctx, ws, c, also...)
}

// Update puts a condition in the place of the one with its id; version 0 replaces any version. Steps join the same transaction.
// Faults: Invalid, NotFound, Conflict (another version, which the fault carries).
func (s *Store) Update(ctx context.Context, ws event.Workspace, c Condition, also ...sqldb.Step) (Condition, error) {
	return s.conditions.Change(ctx, ws, c.ID, c.Version, func(_ *sqldb.WriteTx, now *Condition) error {
		c.since = now.since
		*now = c
		return nil
	}, also...)
}

// Delete takes a condition away, and the alerts that it raised. Faults: NotFound.
func (s *Store) Delete(ctx context.Context, ws event.Workspace, id string, also ...sqldb.Step) error {
	alerts := func(ctx context.Context, tx *sqldb.WriteTx) error {
		_, err := tx.Exec(ctx, s.statements.Get("deleteAlerts"), ws, id)
		return err
	}
	return s.conditions.Delete(ctx, ws, id, append([]sqldb.Step{alerts}, also...)...)
}

// List is what was raised, the newest first by the time of what was said.
func (s *Store) List(ctx context.Context, ws event.Workspace, limit int) (all []Alert, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		all, err = sqldb.All(ctx, tx, func(row sqldb.Scanner) (a Alert, err error) {
			var condition, body string
			var seq uint64
			var at, made event.Time
			if err := row.Scan(&condition, &seq, &at, &made, &body); err != nil {
				return a, err
			}
			err = json.Unmarshal([]byte(body), &a)
			a.Condition, a.Seq, a.At, a.Made = condition, seq, at, made
			return a, err
		}, s.statements.Get("list"), ws, limit)
		return err
	})
	return all, err
}
