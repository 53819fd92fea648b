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
	ID         string     `json:"id" example:"l2"`
	Name       string     `json:"name" example:"Nusa Home"`
	Kind       Kind       `json:"kind" enum:"brand,competitor,campaign,other"`
	Query      string     `json:"query" example:"nusa home OR #nusahome"`
	Exclusions string     `json:"exclusions,omitempty" doc:"a query too: what fits it is left out"`
	Colour     string     `json:"colour,omitempty" example:"#1f6feb"`
	Version    int        `json:"version" doc:"one more at each change"`
	Created    event.Time `json:"created"`
	Changed    event.Time `json:"changed"`
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
	db         *sqldb.DB
	statements sqldb.Statements
	now        func() time.Time
}

// Open readies the store.
func Open(ctx context.Context, db *sqldb.DB, now func() time.Time) (*Store, error) {
	s := &Store{db: db, statements: sqldb.ParseStatements(statementFile), now: now}
	return s, db.Check(ctx, s.statements)
}

// List is a workspace's topics, the oldest first.
func (s *Store) List(ctx context.Context, ws event.Workspace) (all []Topic, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		all, err = sqldb.All(ctx, tx, scan, s.statements.Get("all"), ws)
		return err
	})
	return all, err
}

func scan(row sqldb.Scanner) (t Topic, err error) {
	return t, row.Scan(&t.ID, &t.Name, &t.Kind, &t.Query, &t.Exclusions, &t.Colour, &t.Version, &t.Created, &t.Changed)
}

func (s *Store) one(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, id string) (Topic, error) {
	t, ok, err := sqldb.One(ctx, tx, scan, s.statements.Get("one"), ws, id)
	if err == nil && !ok {
		err = fault.New(fault.NotFound, "This workspace has no topic %q.", id)
	}
	return t, err
}

// Create makes a topic; its id and stamp are given to it. Steps join the same transaction. Faults: Invalid, TooLarge.
func (s *Store) Create(ctx context.Context, ws event.Workspace, t Topic, also ...sqldb.Step) (Topic, error) {
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
		if len(all) >= maxTopics {
			return fault.New(fault.TooLarge, "A workspace has at most %d topics: delete some first.", maxTopics)
		}
		n, err := tx.Next(ctx, "topic")
		if err != nil {
			return err
		}
		t.ID = fmt.Sprintf("l%d", n)
		return s.put(ctx, tx, "insert", ws, t, also)
	})
	return t, err
}

// Update puts a topic in the place of the one with its id; version 0 replaces any version. Steps join the same transaction.
// Faults: Invalid, NotFound, Conflict (another version, which the fault carries).
func (s *Store) Update(ctx context.Context, ws event.Workspace, t Topic, also ...sqldb.Step) (Topic, error) {
	if err := t.tidy(); err != nil {
		return t, err
	}
	err := s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		old, err := s.one(ctx, tx.Read(), ws, t.ID)
		if err != nil {
			return err
		}
		if t.Version != 0 && t.Version != old.Version {
			return fault.Stale("topic", old)
		}
		t.Version, t.Created, t.Changed = old.Version+1, old.Created, event.TimeOf(s.now())
		return s.put(ctx, tx, "update", ws, t, also)
	})
	return t, err
}

func (s *Store) put(ctx context.Context, tx *sqldb.WriteTx, statement string, ws event.Workspace, t Topic, also []sqldb.Step) error {
	_, err := tx.Exec(ctx, s.statements.Get(statement), t.Name, string(t.Kind), t.Query, t.Exclusions, t.Colour, t.Version, t.Created, t.Changed, ws, t.ID)
	if err != nil {
		return err
	}
	return tx.Run(ctx, also...)
}

// Delete takes a topic away; its mentions stay. Faults: NotFound.
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
