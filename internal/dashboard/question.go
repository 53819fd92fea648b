package dashboard

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"jejak/internal/document"
	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/sqldb"
)

//go:embed question.sql
var questionStatements string

// Chart is how to draw an answer: a JSON object whose meaning is the screens' own; empty is the usual way.
type Chart json.RawMessage

// MarshalJSON writes it as it is.
func (c Chart) MarshalJSON() ([]byte, error) {
	if len(c) == 0 {
		return []byte("{}"), nil
	}
	return c, nil
}

// UnmarshalJSON keeps it as it is.
func (c *Chart) UnmarshalJSON(text []byte) error {
	*c = bytes.Clone(text)
	return nil
}

func (c Chart) fault() string {
	var object map[string]any
	switch {
	case len(c) > maxChart:
		return fmt.Sprintf("is larger than %d bytes", maxChart)
	case len(c) > 0 && json.Unmarshal(c, &object) != nil:
		return "must be an object"
	}
	return ""
}

// Question is a saved question.
type Question struct {
	ID string `json:"id"`
	About
	Question journey.Question `json:"question"`
	Chart    Chart            `json:"chart"`
	document.Stamp
}

// Questions keeps the saved questions.
type Questions struct {
	*document.Store[Question]
	of *Store
}

func openQuestions(ctx context.Context, db *sqldb.DB, of *Store, now func() time.Time) (*Questions, error) {
	q := &Questions{of: of}
	var err error
	q.Store, err = document.Open(ctx, db, document.Kind[Question]{
		Name: "saved question", Most: maxDocuments, Full: "saved questions: delete one first", Series: "saved_question", Prefix: "q",
		Head: func(q *Question) (*string, *document.Stamp) { return &q.ID, &q.Stamp },
		Tidy: q.tidy, Scan: scanQuestion, Cells: questionCells,
	}, sqldb.ParseStatements(questionStatements), now)
	return q, err
}

func scanQuestion(row sqldb.Scanner) (q Question, err error) {
	var question, chart string
	err = row.Scan(&q.ID, &q.Name, &q.Description, &q.Owner, &q.Version, &q.Created, &q.Changed, &question, &chart)
	if err != nil {
		return q, err
	}
	q.Chart = Chart(chart)
	if err := json.Unmarshal([]byte(question), &q.Question); err != nil {
		return q, fmt.Errorf("saved question %s: %w", q.ID, err)
	}
	return q, nil
}

// tidy trims the texts and tells what is wrong with a question.
func (s *Questions) tidy(ctx context.Context, _ *sqldb.WriteTx, ws event.Workspace, q *Question) error {
	faults := q.tidy()
	if message := q.Chart.fault(); message != "" {
		faults = append(faults, fault.Field{Name: "chart", Message: message, Code: "chart_unknown"})
	}
	more, err := s.of.questionFaults(ctx, ws, "question", q.Question)
	if err != nil {
		return err
	}
	if faults = append(faults, more...); len(faults) > 0 {
		return fault.Coded(fault.InvalidFields("This question cannot be saved.", faults), "question_not_saved")
	}
	return nil
}

func questionCells(q Question) ([]any, error) {
	question, err := json.Marshal(q.Question)
	return []any{q.Name, q.Description, q.Owner, q.Version, q.Created, q.Changed, question, string(q.Chart)}, err
}

// Delete takes a saved question away. Steps join the same transaction. Faults: NotFound, Conflict (a dashboard shows it).
func (s *Questions) Delete(ctx context.Context, ws event.Workspace, id string, also ...sqldb.Step) error {
	return s.Store.Delete(ctx, ws, id, append([]sqldb.Step{s.unshown(ws, id)}, also...)...)
}

// unshown is a step that ends in Conflict where a dashboard shows a question.
func (s *Questions) unshown(ws event.Workspace, id string) sqldb.Step {
	return func(ctx context.Context, tx *sqldb.WriteTx) error {
		all, err := s.of.All(ctx, tx.Read(), ws)
		if err != nil {
			return err
		}
		for _, d := range all {
			if slices.ContainsFunc(d.Cards, func(c Card) bool { return c.Saved == id }) {
				return fault.Coded(fault.New(fault.Conflict, "The dashboard %q shows this question: take it off there first.", d.Name), "question_shown", "dashboard", d.Name)
			}
		}
		return nil
	}
}
