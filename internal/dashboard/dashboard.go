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

	"jejak/internal/document"
	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/sqldb"
)

//go:embed dashboard.sql
var dashboardStatements string

// About is what saved questions and dashboards say of themselves.
type About struct {
	Name        string `json:"name"`
	Description string `json:"description"`
	Owner       string `json:"owner" doc:"who looks after it"`
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
	document.Stamp
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
	*document.Store[Dashboard]
	Questions *Questions
	check     Check
	now       func() time.Time
}

// Open readies the store.
func Open(ctx context.Context, db *sqldb.DB, check Check, now func() time.Time) (*Store, error) {
	s := &Store{check: check, now: now}
	var err error
	if s.Questions, err = openQuestions(ctx, db, s, now); err != nil {
		return nil, err
	}
	s.Store, err = document.Open(ctx, db, document.Kind[Dashboard]{
		Name: "dashboard", Most: maxDocuments, Full: "dashboards: delete one first", Series: "dashboard", Prefix: "d",
		Head: func(d *Dashboard) (*string, *document.Stamp) { return &d.ID, &d.Stamp },
		Tidy: s.tidy, Scan: scanDashboard, Cells: dashboardCells,
	}, sqldb.ParseStatements(dashboardStatements), now)
	return s, err
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

// tidy trims the texts and tells what is wrong with a dashboard.
func (s *Store) tidy(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, d *Dashboard) error {
	faults := d.tidy()
	if d.Refresh != 0 && (d.Refresh < leastRefresh || d.Refresh > mostRefresh) {
		faults = append(faults, fault.Field{Name: "refresh", Message: fmt.Sprintf("must be 0 or lie between %d and %d", leastRefresh, mostRefresh), Code: "between", With: fault.Values(leastRefresh, mostRefresh)})
	}
	if d.Range != nil {
		if _, err := d.Range.Resolve(nil, event.TimeOf(s.now())); err != nil {
			faults = append(faults, journey.FieldFault("range", err))
		}
	}
	if len(d.Cards) > maxCards {
		return notSaved([]fault.Field{{Name: "cards", Message: fmt.Sprintf("are more than %d", maxCards), Code: "most", With: fault.Values(maxCards)}})
	}
	for i, c := range d.Cards {
		more, err := s.cardFaults(ctx, tx, ws, fmt.Sprintf("cards[%d]", i), c)
		if err != nil {
			return err
		}
		faults = append(faults, more...)
	}
	if len(faults) > 0 {
		return notSaved(faults)
	}
	if d.Cards == nil {
		d.Cards = []Card{}
	}
	return nil
}

func notSaved(faults []fault.Field) error {
	return fault.Coded(fault.InvalidFields("This dashboard cannot be saved.", faults), "dashboard_not_saved")
}

func dashboardCells(d Dashboard) ([]any, error) {
	cards, err := json.Marshal(d.Cards)
	if err != nil {
		return nil, err
	}
	var span []byte
	if d.Range != nil {
		if span, err = json.Marshal(d.Range); err != nil {
			return nil, err
		}
	}
	return []any{d.Name, d.Description, d.Owner, d.Version, d.Created, d.Changed, cards, string(span), d.Refresh}, nil
}

func (s *Store) cardFaults(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, field string, c Card) (faults []fault.Field, err error) {
	bad := func(name, code, format string, args ...any) {
		faults = append(faults, fault.Field{Name: field + name, Message: fmt.Sprintf(format, args...), Code: code, With: fault.Values(args...)})
	}
	switch {
	case (c.Saved == "") == (c.Question == nil):
		bad("", "card_holds", "holds either the id of a saved question or a question")
	case c.Saved != "":
		_, err := s.Questions.One(ctx, tx.Read(), ws, c.Saved)
		if fault.Is(err, fault.NotFound) {
			bad(".saved", "question_unknown", "there is no saved question %q", c.Saved)
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
		bad("", "card_size", "is 1 to 12 columns wide and 1 to 20 rows high")
	}
	if utf8.RuneCountInString(c.Title) > maxName || !utf8.ValidString(c.Title) {
		bad(".title", "text", "must be text of at most %d characters", maxName)
	}
	if message := c.Chart.fault(); message != "" {
		bad(".chart", "chart_unknown", "%s", message)
	}
	return faults, nil
}

// tidy trims the texts and tells what is wrong with them.
func (a *About) tidy() (faults []fault.Field) {
	a.Name, a.Description, a.Owner = strings.TrimSpace(a.Name), strings.TrimSpace(a.Description), strings.TrimSpace(a.Owner)
	for _, c := range []struct {
		field, text string
		least, most int
	}{{"name", a.Name, 1, maxName}, {"description", a.Description, 0, maxDescription}, {"owner", a.Owner, 0, maxName}} {
		if n := utf8.RuneCountInString(c.text); n < c.least || n > c.most || !utf8.ValidString(c.text) {
			faults = append(faults, fault.Field{Name: c.field, Message: fmt.Sprintf("must be text of %d to %d characters", c.least, c.most), Code: "text_between", With: fault.Values(c.least, c.most)})
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
		return []fault.Field{{Name: field, Message: e.Message, Code: "question_unusable"}}, nil
	}
	faults := slices.Clone(e.Fields)
	for i := range faults {
		faults[i].Name = strings.TrimSuffix(field+"."+faults[i].Name, ".")
	}
	return faults, nil
}
