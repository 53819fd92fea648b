// Package dashboard keeps saved questions and the dashboards that are made of them.
package dashboard

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/sqldb"
)

//go:embed dashboard.sql
var statementFile string

// About is what saved questions and dashboards say of themselves.
type About struct {
	Name        string `json:"name"`
	Description string `json:"description"`
	Owner       string `json:"owner" doc:"who looks after it"`
}

// Stamp is which version of a document this is.
type Stamp struct {
	Version int        `json:"version" doc:"one more at each change"`
	Created event.Time `json:"created"`
	Changed event.Time `json:"changed"`
}

// Card is one place of a dashboard: a saved question by its id, or a question of its own.
type Card struct {
	Saved    string            `json:"saved,omitempty" maxLength:"40" doc:"id of a saved question"`
	Question *journey.Question `json:"question,omitempty" doc:"where it is not a saved one"`
	Title    string            `json:"title,omitempty" maxLength:"200" doc:"instead of the saved question's name"`
	Chart    Chart             `json:"chart,omitempty" doc:"how to draw the answer, instead of as saved"`
	Width    int               `json:"width" minimum:"1" maximum:"12" doc:"of twelve columns"`
	Height   int               `json:"height" minimum:"1" maximum:"20" doc:"in rows"`
}

// Dashboard is cards in an order.
type Dashboard struct {
	ID string `json:"id"`
	About
	Cards   []Card         `json:"cards"`
	Range   *journey.Range `json:"range,omitempty" doc:"what its questions are asked of, instead of their own ranges"`
	Refresh int            `json:"refresh" doc:"seconds between looks; 0 is never"`
	Stamp
}

// Limits of a workspace.
const (
	maxDocuments   = 500 // of each kind
	maxCards       = 50
	maxName        = 200
	maxDescription = 5000
	maxChart       = 8 << 10
	leastRefresh   = 10
	mostRefresh    = 24 * 3600
)

// Check tells what is wrong with a question of a workspace (fault.Invalid), saved segments in it included.
type Check func(ctx context.Context, ws event.Workspace, q journey.Question) error

// Store keeps the saved questions and dashboards of all workspaces. It is safe for concurrent use.
type Store struct {
	db         *sqldb.DB
	statements sqldb.Statements
	check      Check
	now        func() time.Time
}

// Open readies the store.
func Open(ctx context.Context, db *sqldb.DB, check Check, now func() time.Time) (*Store, error) {
	s := &Store{db: db, statements: sqldb.ParseStatements(statementFile), check: check, now: now}
	return s, db.Check(ctx, s.statements)
}

// List is a workspace's dashboards, the oldest first.
func (s *Store) List(ctx context.Context, ws event.Workspace) (all []Dashboard, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		all, err = sqldb.All(ctx, tx, scanDashboard, s.statements.Get("dashboards"), ws)
		return err
	})
	return all, err
}

// Get is one dashboard. Faults: NotFound.
func (s *Store) Get(ctx context.Context, ws event.Workspace, id string) (d Dashboard, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		d, err = s.dashboard(ctx, tx, ws, id)
		return err
	})
	return d, err
}

func (s *Store) dashboard(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, id string) (Dashboard, error) {
	d, ok, err := sqldb.One(ctx, tx, scanDashboard, s.statements.Get("dashboard"), ws, id)
	if err == nil && !ok {
		err = fault.New(fault.NotFound, "This workspace has no dashboard %q.", id)
	}
	return d, err
}

func scanDashboard(row sqldb.Scanner) (d Dashboard, err error) {
	var cards, span string
	err = row.Scan(&d.ID, &d.Name, &d.Description, &d.Owner, &d.Version, &d.Created, &d.Changed, &cards, &span, &d.Refresh)
	if err != nil {
		return d, err
	}
	if err := json.Unmarshal([]byte(cards), &d.Cards); err != nil {
		return d, fmt.Errorf("cards of dashboard %s: %w", d.ID, err)
	}
	if span != "" {
		d.Range = &journey.Range{}
		if err := json.Unmarshal([]byte(span), d.Range); err != nil {
			return d, fmt.Errorf("range of dashboard %s: %w", d.ID, err)
		}
	}
	return d, nil
}

// Create makes a dashboard; its id and stamp are given to it. Steps join the same transaction. Faults: Invalid, TooLarge.
func (s *Store) Create(ctx context.Context, ws event.Workspace, d Dashboard, also ...sqldb.Step) (Dashboard, error) {
	now := event.TimeOf(s.now())
	d.Stamp = Stamp{Version: 1, Created: now, Changed: now}
	err := s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		count, _, err := sqldb.One(ctx, tx.Read(), sqldb.Into[int], s.statements.Get("countDashboards"), ws)
		if err != nil {
			return err
		}
		if count >= maxDocuments {
			return fault.New(fault.TooLarge, "A workspace has at most %d dashboards: delete one first.", maxDocuments)
		}
		n, err := tx.Next(ctx, "dashboard")
		if err != nil {
			return err
		}
		d.ID = fmt.Sprintf("d%d", n)
		if err := s.put(ctx, tx, "insertDashboard", ws, &d); err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
	return d, err
}

// Update puts a dashboard in the place of the one with its id; version 0 replaces any version. Faults: Invalid, NotFound, Conflict
// (another version, which the fault carries).
func (s *Store) Update(ctx context.Context, ws event.Workspace, d Dashboard, also ...sqldb.Step) (Dashboard, error) {
	err := s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		old, err := s.dashboard(ctx, tx.Read(), ws, d.ID)
		if err != nil {
			return err
		}
		if d.Version != 0 && d.Version != old.Version {
			return fault.Stale("dashboard", old)
		}
		d.Stamp = Stamp{Version: old.Version + 1, Created: old.Created, Changed: event.TimeOf(s.now())}
		if err := s.put(ctx, tx, "updateDashboard", ws, &d); err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
	return d, err
}

func (s *Store) put(ctx context.Context, tx *sqldb.WriteTx, statement string, ws event.Workspace, d *Dashboard) error {
	faults := d.tidy()
	if d.Refresh != 0 && (d.Refresh < leastRefresh || d.Refresh > mostRefresh) {
		faults = append(faults, fault.Field{Name: "refresh", Message: fmt.Sprintf("must be 0 or lie between %d and %d", leastRefresh, mostRefresh)})
	}
	if d.Range != nil {
		if _, err := d.Range.Resolve(nil, event.TimeOf(s.now())); err != nil {
			faults = append(faults, fault.Field{Name: "range", Message: err.Error()})
		}
	}
	if len(d.Cards) > maxCards {
		return fault.InvalidFields("This dashboard cannot be saved.", []fault.Field{{Name: "cards", Message: fmt.Sprintf("are more than %d", maxCards)}})
	}
	for i, c := range d.Cards {
		more, err := s.cardFaults(ctx, tx, ws, fmt.Sprintf("cards[%d]", i), c)
		if err != nil {
			return err
		}
		faults = append(faults, more...)
	}
	if len(faults) > 0 {
		return fault.InvalidFields("This dashboard cannot be saved.", faults)
	}
	if d.Cards == nil {
		d.Cards = []Card{}
	}
	cards, err := json.Marshal(d.Cards)
	if err != nil {
		return err
	}
	var span []byte
	if d.Range != nil {
		if span, err = json.Marshal(d.Range); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, s.statements.Get(statement),
		d.Name, d.Description, d.Owner, d.Version, d.Created, d.Changed, cards, string(span), d.Refresh, ws, d.ID)
	return err
}

func (s *Store) cardFaults(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, field string, c Card) (faults []fault.Field, err error) {
	bad := func(name, format string, args ...any) {
		faults = append(faults, fault.Field{Name: field + name, Message: fmt.Sprintf(format, args...)})
	}
	switch {
	case (c.Saved == "") == (c.Question == nil):
		bad("", "holds either the id of a saved question or a question")
	case c.Saved != "":
		_, err := s.question(ctx, tx.Read(), ws, c.Saved)
		if fault.Is(err, fault.NotFound) {
			bad(".saved", "there is no saved question %q", c.Saved)
		} else if err != nil {
			return nil, err
		}
	default:
		more, err := s.questionFaults(ctx, ws, field+".question", *c.Question)
		if err != nil {
			return nil, err
		}
		faults = append(faults, more...)
	}
	if c.Width < 1 || c.Width > 12 || c.Height < 1 || c.Height > 20 {
		bad("", "is 1 to 12 columns wide and 1 to 20 rows high")
	}
	if utf8.RuneCountInString(c.Title) > maxName || !utf8.ValidString(c.Title) {
		bad(".title", "must be text of at most %d characters", maxName)
	}
	if message := c.Chart.fault(); message != "" {
		bad(".chart", "%s", message)
	}
	return faults, nil
}

// Delete takes a dashboard away; its saved questions stay. Faults: NotFound.
func (s *Store) Delete(ctx context.Context, ws event.Workspace, id string, also ...sqldb.Step) error {
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if _, err := s.dashboard(ctx, tx.Read(), ws, id); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, s.statements.Get("deleteDashboard"), ws, id); err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
}

// tidy trims the texts and tells what is wrong with them.
func (a *About) tidy() (faults []fault.Field) {
	a.Name, a.Description, a.Owner = strings.TrimSpace(a.Name), strings.TrimSpace(a.Description), strings.TrimSpace(a.Owner)
	for _, c := range []struct {
		field, text string
		least, most int
	}{{"name", a.Name, 1, maxName}, {"description", a.Description, 0, maxDescription}, {"owner", a.Owner, 0, maxName}} {
		if n := utf8.RuneCountInString(c.text); n < c.least || n > c.most || !utf8.ValidString(c.text) {
			faults = append(faults, fault.Field{Name: c.field, Message: fmt.Sprintf("must be text of %d to %d characters", c.least, c.most)})
		}
	}
	return faults
}

func (s *Store) questionFaults(ctx context.Context, ws event.Workspace, field string, q journey.Question) ([]fault.Field, error) {
	err := s.check(ctx, ws, q)
	if err == nil {
		return nil, nil
	}
	if !fault.Is(err, fault.Invalid) {
		return nil, err
	}
	var e *fault.Error
	errors.As(err, &e)
	if len(e.Fields) == 0 {
		return []fault.Field{{Name: field, Message: e.Message}}, nil
	}
	faults := slices.Clone(e.Fields)
	for i := range faults {
		faults[i].Name = strings.TrimSuffix(field+"."+faults[i].Name, ".")
	}
	return faults, nil
}
