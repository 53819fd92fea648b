package ingest

import (
	"context"

	"jejak/internal/event"
	"jejak/internal/eventlog"
	"jejak/internal/identity"
)

// CheckIdentity is the part of the log's Check that needs identity: its own invariants, and that log and identity agree on every
// subject's person.
func CheckIdentity(ctx context.Context, r *eventlog.Report, view eventlog.View,
	persons func(fn func(event.Workspace, event.Subject, event.Person) error) error,
) error {
	own, err := identity.Check(view)
	if err != nil {
		return err
	}
	for _, p := range own.Problems {
		r.Problem("identity: %s", p)
	}
	if uint64(own.Subjects) != r.Subjects {
		r.Problem("identity knows %d subjects, and the log %d", own.Subjects, r.Subjects)
	}
	reader := identity.NewReader(view)
	return persons(func(ws event.Workspace, s event.Subject, p event.Person) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		q, known, err := reader.PersonOfSubject(ws, s)
		if err != nil {
			return err
		}
		if !known || p != q {
			r.Problem("subject %s of workspace %d belongs to %s by the log, and to %s by identity", s, ws, p, q)
		}
		return nil
	})
}
