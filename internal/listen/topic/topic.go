package topic

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"jejak/internal/document"
	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

//go:embed topic.sql
var statementFile string

// Kind is what a topic is to the brand. Brand and competitor topics share the voice between them.
type Kind string

// The kinds.
const (
	Brand      Kind = "brand"
	Competitor Kind = "competitor"
	Campaign   Kind = "campaign"
	Other      Kind = "other"
)

// Topic is something that a brand listens to. A mention is of it where its query matches and its exclusions do not, or where the
// source was asked for this topic and says so.
type Topic struct {
	ID         string `json:"id" example:"l2"`
	Name       string `json:"name" example:"Nusa Home"`
	Kind       Kind   `json:"kind" enum:"brand,competitor,campaign,other"`
	Query      string `json:"query" example:"nusa home OR #nusahome"`
	Exclusions string `json:"exclusions,omitempty" doc:"a query too: what fits it is left out"`
	Colour     string `json:"colour,omitempty" example:"#1f6feb"`
	document.Stamp
}

const (
	maxTopics = 100 // of a workspace: each mention is held against every one
	maxName   = 100
)

// Compile makes a topic ready. Faults: Invalid, with the field and the place.
func (t Topic) Compile() (Matcher, error) {
	q, err := t.read("query", t.Query)
	if err != nil {
		return Matcher{}, err
	}
	m := q.Compile()
	if t.ID != "" {
		m.root = matcher{op: opOr, parts: []matcher{m.root, {op: opField, field: "topic", needle: plain(t.ID)}}}
	}
	if strings.TrimSpace(t.Exclusions) == "" {
		return m, nil
	}
	not, err := t.read("exclusions", t.Exclusions)
	m.root = matcher{op: opAnd, parts: []matcher{m.root, {op: opNot, parts: []matcher{compile(not.root)}}}}
	return m, err
}

func (t Topic) read(field, text string) (Query, error) {
	q, err := Parse(text)
	if wrong := (*SyntaxError)(nil); errors.As(err, &wrong) {
		err = fault.InvalidFields("This query cannot be read.", []fault.Field{{Name: field, Message: wrong.Error()}})
	}
	return q, err
}

// Store keeps the topics of all workspaces, and whom their authors are. It is safe for concurrent use.
type Store struct {
	*document.Store[Topic]
	db         *sqldb.DB
	statements sqldb.Statements
}

// Open readies the store.
func Open(ctx context.Context, db *sqldb.DB, now func() time.Time) (*Store, error) {
	statements := sqldb.ParseStatements(statementFile)
	docs, err := document.Open(ctx, db, document.Kind[Topic]{
		Name: "topic", Most: maxTopics, Full: "topics: delete some first", Series: "topic", Prefix: "l",
		Head: func(t *Topic) (*string, *document.Stamp) { return &t.ID, &t.Stamp },
		Tidy: func(_ context.Context, _ *sqldb.WriteTx, _ event.Workspace, t *Topic) error { return t.tidy() },
		Scan: scan, Cells: cells,
	}, statements, now)
	return &Store{Store: docs, db: db, statements: statements}, err
}

func scan(row sqldb.Scanner) (t Topic, err error) {
	return t, row.Scan(&t.ID, &t.Name, &t.Kind, &t.Query, &t.Exclusions, &t.Colour, &t.Version, &t.Created, &t.Changed)
}

func cells(t Topic) ([]any, error) {
	return []any{t.Name, string(t.Kind), t.Query, t.Exclusions, t.Colour, t.Version, t.Created, t.Changed}, nil
}

var isColour = regexp.MustCompile(`^#[0-9a-f]{6}$`)

func (t *Topic) tidy() error {
	t.Name, t.Query, t.Exclusions = strings.TrimSpace(t.Name), strings.TrimSpace(t.Query), strings.TrimSpace(t.Exclusions)
	var faults []fault.Field
	if n := utf8.RuneCountInString(t.Name); n < 1 || n > maxName || !utf8.ValidString(t.Name) {
		faults = append(faults, fault.Field{Name: "name", Message: fmt.Sprintf("must be text of 1 to %d characters", maxName)})
	}
	if !slices.Contains([]Kind{Brand, Competitor, Campaign, Other}, t.Kind) {
		faults = append(faults, fault.Field{Name: "kind", Message: "must be brand, competitor, campaign or other"})
	}
	if t.Colour = strings.ToLower(t.Colour); t.Colour != "" && !isColour.MatchString(t.Colour) {
		faults = append(faults, fault.Field{Name: "colour", Message: "must be like #1f6feb, or empty"})
	}
	if len(faults) > 0 {
		return fault.InvalidFields("This topic cannot be saved.", faults)
	}
	_, err := t.Compile()
	return err
}
