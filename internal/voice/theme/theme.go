package theme

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"jejak/internal/document"
	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

//go:embed theme.sql
var statementFile string

// Theme is a rule over words with a name that people gave it.
type Theme struct {
	ID    string `json:"id" example:"t3"`
	Name  string `json:"name" example:"Late delivery"`
	Rule  Rule   `json:"rule"`
	Owner string `json:"owner" doc:"who looks after it"`
	document.Stamp
}

const (
	maxThemes = 200 // of a workspace: each text is held against every one
	maxName   = 100
)

// Store keeps the themes of all workspaces. It is safe for concurrent use.
type Store struct{ *document.Store[Theme] }

// Open readies the store.
func Open(ctx context.Context, db *sqldb.DB, now func() time.Time) (*Store, error) {
	docs, err := document.Open(ctx, db, document.Kind[Theme]{
		Name: "theme", Most: maxThemes, Full: "themes: delete or merge some first", Series: "theme", Prefix: "t",
		Head: func(t *Theme) (*string, *document.Stamp) { return &t.ID, &t.Stamp },
		Tidy: func(_ context.Context, _ *sqldb.WriteTx, _ event.Workspace, t *Theme) error { return t.tidy() },
		Scan: scan, Cells: cells,
	}, sqldb.ParseStatements(statementFile), now)
	return &Store{docs}, err
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

func cells(t Theme) ([]any, error) {
	rule, err := json.Marshal(t.Rule)
	return []any{t.Name, rule, t.Owner, t.Version, t.Created, t.Changed}, err
}

// Merge puts what other is about into a theme, and deletes other. Steps join the same transaction. Faults: Invalid, NotFound.
func (s *Store) Merge(ctx context.Context, ws event.Workspace, id, other string, also ...sqldb.Step) (t Theme, err error) {
	if id == other {
		return t, fault.Coded(fault.New(fault.Invalid, "A theme cannot be merged with itself."), "theme_merge_self")
	}
	gone := func(ctx context.Context, tx *sqldb.WriteTx) error { return s.Remove(ctx, tx, ws, other) }
	return s.Change(ctx, ws, id, 0, func(tx *sqldb.WriteTx, t *Theme) error {
		from, err := s.One(ctx, tx.Read(), ws, other)
		if err != nil {
			return err
		}
		t.Rule, err = Merge(t.Rule, from.Rule)
		return err
	}, append([]sqldb.Step{gone}, also...)...)
}

func (t *Theme) tidy() error {
	t.Name, t.Owner, t.Rule = strings.TrimSpace(t.Name), strings.TrimSpace(t.Owner), t.Rule.Tidy()
	if n := utf8.RuneCountInString(t.Name); n < 1 || n > maxName || !utf8.ValidString(t.Name) {
		wrong := numbered("name", "name_most", "must be text of 1 to %d characters", maxName)
		return fault.Coded(fault.InvalidFields("This theme cannot be saved.", []fault.Field{wrong}), "theme_not_saved")
	}
	return t.Rule.Validate()
}
