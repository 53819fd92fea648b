package theme

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

//go:embed theme.sql
var statementFile string

// Theme is a rule over words with a name that people gave it.
type Theme struct {
	ID      string     `json:"id" example:"t3"`
	Name    string     `json:"name" example:"Late delivery"`
	Rule    Rule       `json:"rule"`
	Owner   string     `json:"owner" doc:"who looks after it"`
	Version int        `json:"version" doc:"one more at each change"`
	Created event.Time `json:"created"`
	Changed event.Time `json:"changed"`
}

const (
	maxThemes = 200 // of a workspace: each text is held against every one
	maxName   = 100
)

// Store keeps the themes of all workspaces. It is safe for concurrent use.
type Store struct {
	db         *sqldb.DB
	statements sqldb.Statements
	now        func() time.Time
}

// Open readies the store.
func Open(ctx context.Context, db *sqldb.DB, now func() time.Time) (*Store, error) {
	s := &Store{db: db, statements: sqldb.ParseStatements(statementFile), now: now}
	return s, db.Check(ctx, s.statements)
}

// List is a workspace's themes, the oldest first.
func (s *Store) List(ctx context.Context, ws event.Workspace) (all []Theme, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		all, err = sqldb.All(ctx, tx, scan, s.statements.Get("all"), ws)
		return err
	})
	return all, err
}

// Get is one theme. Faults: NotFound.
func (s *Store) Get(ctx context.Context, ws event.Workspace, id string) (t Theme, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		t, err = s.one(ctx, tx, ws, id)
		return err
	})
	return t, err
}

func (s *Store) one(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, id string) (Theme, error) {
	t, ok, err := sqldb.One(ctx, tx, scan, s.statements.Get("one"), ws, id)
	if err == nil && !ok {
		err = fault.New(fault.NotFound, "This workspace has no theme %q.", id)
	}
	return t, err
}

func scan(row sqldb.Scanner) (t Theme, err error) {
	var rule string
	if err := row.Scan(&t.ID, &t.Name, &rule, &t.Owner, &t.Version, &t.Created, &t.Changed); err != nil {
		return t, err
	}
	if err := json.Unmarshal([]byte(rule), &t.Rule); err != nil {
		return t, fmt.Errorf("rule of theme %s: %w", t.ID, err)
	}
	return t, nil
}

// Create makes a theme; its id and stamp are given to it. Steps join the same transaction. Faults: Invalid, TooLarge.
func (s *Store) Create(ctx context.Context, ws event.Workspace, t Theme, also ...sqldb.Step) (Theme, error) {
	if err := t.tidy(); err != nil {
		return t, err
	}
	now := event.TimeOf(s.now())
	t.Version, t.Created, t.Changed = 1, now, now
	err := s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		all, err := sqldb.All(ctx, tx.Read(), scan, s.statements.Get("all"), ws)
		if err != nil {
			return err
		}
		if len(all) >= maxThemes {
			return fault.New(fault.TooLarge, "A workspace has at most %d themes: delete or merge some first.", maxThemes)
		}
		n, err := tx.Next(ctx, "theme")
		if err != nil {
			return err
		}
		t.ID = fmt.Sprintf("t%d", n)
		return s.put(ctx, tx, "insert", ws, t, also)
	})
	return t, err
}

// Update puts a theme in the place of the one with its id; version 0 replaces any version. Steps join the same transaction.
// Faults: Invalid, NotFound, Conflict (another version, which the fault carries).
func (s *Store) Update(ctx context.Context, ws event.Workspace, t Theme, also ...sqldb.Step) (Theme, error) {
	if err := t.tidy(); err != nil {
		return t, err
	}
	err := s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		old, err := s.one(ctx, tx.Read(), ws, t.ID)
		if err != nil {
			return err
		}
		if t.Version != 0 && t.Version != old.Version {
			return fault.Stale("theme", old)
		}
		t.Version, t.Created, t.Changed = old.Version+1, old.Created, event.TimeOf(s.now())
		return s.put(ctx, tx, "update", ws, t, also)
	})
	return t, err
}

// Merge puts what other is about into a theme, and deletes other. Faults: Invalid, NotFound.
func (s *Store) Merge(ctx context.Context, ws event.Workspace, id, other string, also ...sqldb.Step) (t Theme, err error) {
	err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if t, err = s.one(ctx, tx.Read(), ws, id); err != nil {
			return err
		}
		gone, err := s.one(ctx, tx.Read(), ws, other)
		if err != nil {
			return err
		}
		if id == other {
			return fault.New(fault.Invalid, "A theme cannot be merged with itself.")
		}
		if t.Rule, err = Merge(t.Rule, gone.Rule); err != nil {
			return err
		}
		if err := t.tidy(); err != nil {
			return err
		}
		t.Version, t.Changed = t.Version+1, event.TimeOf(s.now())
		if _, err := tx.Exec(ctx, s.statements.Get("delete"), ws, other); err != nil {
			return err
		}
		return s.put(ctx, tx, "update", ws, t, also)
	})
	return t, err
}

func (s *Store) put(ctx context.Context, tx *sqldb.WriteTx, statement string, ws event.Workspace, t Theme, also []sqldb.Step) error {
	rule, err := json.Marshal(t.Rule)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, s.statements.Get(statement), t.Name, rule, t.Owner, t.Version, t.Created, t.Changed, ws, t.ID); err != nil {
		return err
	}
	return tx.Run(ctx, also...)
}

// Delete takes a theme away; its texts stay. Faults: NotFound.
func (s *Store) Delete(ctx context.Context, ws event.Workspace, id string, also ...sqldb.Step) error {
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if _, err := s.one(ctx, tx.Read(), ws, id); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, s.statements.Get("delete"), ws, id); err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
}

func (t *Theme) tidy() error {
	t.Name, t.Owner, t.Rule = strings.TrimSpace(t.Name), strings.TrimSpace(t.Owner), t.Rule.Tidy()
	if n := utf8.RuneCountInString(t.Name); n < 1 || n > maxName || !utf8.ValidString(t.Name) {
		return fault.InvalidFields("This theme cannot be saved.", []fault.Field{{Name: "name", Message: fmt.Sprintf("must be text of 1 to %d characters", maxName)}})
	}
	return t.Rule.Validate()
}
