package alert

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
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
	return s, db.Check(ctx, s.statements)
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

// Conditions are a workspace's, the oldest first.
func (s *Store) Conditions(ctx context.Context, ws event.Workspace) (all []Condition, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		all, err = sqldb.All(ctx, tx, scanCondition, s.statements.Get("conditions"), ws)
		return err
	})
	return all, err
}

// Create makes a condition, which looks at what comes from now on. Steps join the same transaction. Faults: Invalid, TooLarge.
func (s *Store) Create(ctx context.Context, ws event.Workspace, c Condition, also ...sqldb.Step) (Condition, error) {
	if err := c.tidy(); err != nil {
		return c, err
	}
	now := event.TimeOf(s.o.Now())
	c.Version, c.Created, c.Changed, c.since = 1, now, now, s.o.LastSeq()
	err := s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		all, err := sqldb.All(ctx, tx.Read(), scanCondition, s.statements.Get("conditions"), ws)
		if err != nil {
			return err
		}
		if len(all) >= maxConditions {
			return fault.New(fault.TooLarge, "A workspace has at most %d alert conditions: delete some first.", maxConditions)
		}
		n, err := tx.Next(ctx, "alert_condition")
		if err != nil {
			return err
		}
		c.ID = fmt.Sprintf("a%d", n)
		return s.put(ctx, tx, "insertCondition", ws, c, also)
	})
	return c, err
}

// Update puts a condition in the place of the one with its id; version 0 replaces any version. Steps join the same transaction.
// Faults: Invalid, NotFound, Conflict (another version, which the fault carries).
func (s *Store) Update(ctx context.Context, ws event.Workspace, c Condition, also ...sqldb.Step) (Condition, error) {
	if err := c.tidy(); err != nil {
		return c, err
	}
	err := s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		old, err := s.one(ctx, tx, ws, c.ID)
		if err != nil {
			return err
		}
		if c.Version != 0 && c.Version != old.Version {
			return fault.Stale("condition", old)
		}
		c.Version, c.Created, c.Changed, c.since = old.Version+1, old.Created, event.TimeOf(s.o.Now()), old.since
		return s.put(ctx, tx, "updateCondition", ws, c, also)
	})
	return c, err
}

// Delete takes a condition away, and the alerts that it raised. Faults: NotFound.
func (s *Store) Delete(ctx context.Context, ws event.Workspace, id string, also ...sqldb.Step) error {
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if _, err := s.one(ctx, tx, ws, id); err != nil {
			return err
		}
		for _, name := range []string{"deleteCondition", "deleteAlerts"} {
			if _, err := tx.Exec(ctx, s.statements.Get(name), ws, id); err != nil {
				return err
			}
		}
		return tx.Run(ctx, also...)
	})
}

func (s *Store) one(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, id string) (Condition, error) {
	c, ok, err := sqldb.One(ctx, tx.Read(), scanCondition, s.statements.Get("condition"), ws, id)
	if err == nil && !ok {
		err = fault.New(fault.NotFound, "This workspace has no alert condition %q.", id)
	}
	return c, err
}

func (s *Store) put(ctx context.Context, tx *sqldb.WriteTx, statement string, ws event.Workspace, c Condition, also []sqldb.Step) error {
	body, err := json.Marshal(c)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, s.statements.Get(statement), body, c.Version, c.since, c.Created, c.Changed, ws, c.ID); err != nil {
		return err
	}
	return tx.Run(ctx, also...)
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
