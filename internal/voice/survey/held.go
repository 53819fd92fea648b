package survey

import (
	"context"
	"slices"

	"jejak/internal/event"
	"jejak/internal/sqldb"
)

// holdBack is a step that keeps why a trigger that has happened to somebody brought them no mail. The reason at the latest time is kept,
// so that what is kept grows with people and not with events.
func (s *Store) holdBack(ws event.Workspace, survey string, who event.Person, c Check) sqldb.Step {
	return func(ctx context.Context, tx *sqldb.WriteTx) error {
		_, err := tx.Exec(ctx, s.statements.Get("holdBack"), ws, survey, who.String(), c.Code, c.Reason, event.TimeOf(s.o.Now()))
		return err
	}
}

// unhold is a step that forgets it: they are mailed.
func (s *Store) unhold(ws event.Workspace, survey string, who event.Person) sqldb.Step {
	return func(ctx context.Context, tx *sqldb.WriteTx) error {
		_, err := tx.Exec(ctx, s.statements.Get("unholdPerson"), ws, survey, who.String())
		return err
	}
}

// triggerReasons counts the people whom a trigger brought no mail by why, the most frequent reason first.
func (s *Store) triggerReasons(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, survey string) ([]Against, error) {
	all, err := sqldb.All(ctx, tx, func(row sqldb.Scanner) (a Against, err error) {
		return a, row.Scan(&a.Code, &a.Reason, &a.People)
	}, s.statements.Get("triggerReasons"), ws, survey)
	slices.SortFunc(all, moreFirst)
	return all, err
}
