package dashboard

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/sqldb"
)

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
	Stamp
}

// Questions are a workspace's saved questions, the oldest first.
func (s *Store) Questions(ctx context.Context, ws event.Workspace) (all []Question, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		all, err = sqldb.All(ctx, tx, scanQuestion, s.statements.Get("questions"), ws)
		return err
	})
	return all, err
}

// Question is one saved question. Faults: NotFound.
func (s *Store) Question(ctx context.Context, ws event.Workspace, id string) (q Question, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		q, err = s.question(ctx, tx, ws, id)
		return err
	})
	return q, err
}

func (s *Store) question(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, id string) (Question, error) {
	q, ok, err := sqldb.One(ctx, tx, scanQuestion, s.statements.Get("question"), ws, id)
	if err == nil && !ok {
		err = fault.New(fault.NotFound, "This workspace has no saved question %q.", id)
	}
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

// CreateQuestion saves a question; its id and stamp are given to it. Steps join the same transaction. Faults: Invalid, TooLarge.
func (s *Store) CreateQuestion(ctx context.Context, ws event.Workspace, q Question, also ...sqldb.Step) (Question, error) {
	now := event.TimeOf(s.now())
	q.Stamp = Stamp{Version: 1, Created: now, Changed: now}
	err := s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		count, _, err := sqldb.One(ctx, tx.Read(), sqldb.Into[int], s.statements.Get("countQuestions"), ws)
		if err != nil {
			return err
		}
		if count >= maxDocuments {
			return fault.New(fault.TooLarge, "A workspace has at most %d saved questions: delete one first.", maxDocuments)
		}
		n, err := tx.Next(ctx, "saved_question")
		if err != nil {
			return err
		}
		q.ID = fmt.Sprintf("q%d", n)
		if err := s.putQuestion(ctx, tx, "insertQuestion", ws, &q); err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
	return q, err
}

// UpdateQuestion puts a question in the place of the one with its id; version 0 replaces any version. Faults: Invalid, NotFound,
// Conflict (another version, which the fault carries).
func (s *Store) UpdateQuestion(ctx context.Context, ws event.Workspace, q Question, also ...sqldb.Step) (Question, error) {
	err := s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		old, err := s.question(ctx, tx.Read(), ws, q.ID)
		if err != nil {
			return err
		}
		if q.Version != 0 && q.Version != old.Version {
			return fault.Stale("question", old)
		}
		q.Stamp = Stamp{Version: old.Version + 1, Created: old.Created, Changed: event.TimeOf(s.now())}
		if err := s.putQuestion(ctx, tx, "updateQuestion", ws, &q); err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
	return q, err
}

func (s *Store) putQuestion(ctx context.Context, tx *sqldb.WriteTx, statement string, ws event.Workspace, q *Question) error {
	faults := q.tidy()
	if message := q.Chart.fault(); message != "" {
		faults = append(faults, fault.Field{Name: "chart", Message: message})
	}
	more, err := s.questionFaults(ctx, ws, "question", q.Question)
	if err != nil {
		return err
	}
	if faults = append(faults, more...); len(faults) > 0 {
		return fault.InvalidFields("This question cannot be saved.", faults)
	}
	question, err := json.Marshal(q.Question)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, s.statements.Get(statement),
		q.Name, q.Description, q.Owner, q.Version, q.Created, q.Changed, question, string(q.Chart), ws, q.ID)
	return err
}

// DeleteQuestion takes a saved question away. Faults: NotFound, Conflict (a dashboard shows it).
func (s *Store) DeleteQuestion(ctx context.Context, ws event.Workspace, id string, also ...sqldb.Step) error {
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if _, err := s.question(ctx, tx.Read(), ws, id); err != nil {
			return err
		}
		all, err := sqldb.All(ctx, tx.Read(), scanDashboard, s.statements.Get("dashboards"), ws)
		if err != nil {
			return err
		}
		for _, d := range all {
			for _, c := range d.Cards {
				if c.Saved == id {
					return fault.New(fault.Conflict, "The dashboard %q shows this question: take it off there first.", d.Name)
				}
			}
		}
		if _, err := tx.Exec(ctx, s.statements.Get("deleteQuestion"), ws, id); err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
}
