package account

import (
	"context"
	"math"

	"jejak/internal/event"
	"jejak/internal/sqldb"
)

// Entry is one line of the audit log: who did what to what, when and from where. It is never changed or deleted.
type Entry struct {
	ID        int64           `json:"id"`
	Workspace event.Workspace `json:"workspace"`
	At        event.Time      `json:"at"`
	Actor     string          `json:"actor" doc:"such as user:3 or token:5"`
	Who       string          `json:"who" doc:"the actor's name at that time"`
	Action    string          `json:"action" example:"source.rotate"`
	Target    string          `json:"target" example:"source:7"`
	Detail    string          `json:"detail"`
	IP        string          `json:"ip"`
}

// Audit is a step that writes one entry, so that a change and its entry are there together or not at all. The detail is a few
// words for people and holds no secret.
func (s *Store) Audit(by Caller, ws event.Workspace, action, target, detail string) sqldb.Step {
	return func(ctx context.Context, tx *sqldb.WriteTx) error {
		id, err := tx.Next(ctx, "audit")
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, s.statements.Get("insertAudit"),
			id, ws, event.TimeOf(s.now()), by.Actor(), by.Name(), action, target, detail, by.IP)
		return err
	}
}

// Record writes one entry alone: for what is changed outside the control database.
func (s *Store) Record(ctx context.Context, by Caller, ws event.Workspace, action, target, detail string) error {
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		return s.Audit(by, ws, action, target, detail)(ctx, tx)
	})
}

// auditEverywhere writes what concerns the caller's account into each of the caller's workspaces.
func (s *Store) auditEverywhere(ctx context.Context, tx *sqldb.WriteTx, by Caller, action string) error {
	for _, ws := range by.Workspaces() {
		if err := s.Audit(by, ws, action, by.Actor(), "")(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

const maxAuditPage = 1000

// AuditLog reads a workspace's entries, newest first, those before the given number; 0 begins at the newest. Faults: as Require.
func (s *Store) AuditLog(ctx context.Context, by Caller, ws event.Workspace, before int64, limit int) (all []Entry, err error) {
	if err := by.Require(ws, AuditRead); err != nil {
		return nil, err
	}
	return s.entries(ctx, "audit", ws, before, limit)
}

// Activity is what of the audit log concerns maps, personas and whatever else the team shares, for everyone who works there: newest first, those before
// the given number; 0 begins at the newest. Where somebody did it from is not told. Faults: as Require.
func (s *Store) Activity(ctx context.Context, by Caller, ws event.Workspace, before int64, limit int) ([]Entry, error) {
	if err := by.Require(ws, WorkspaceRead); err != nil {
		return nil, err
	}
	all, err := s.entries(ctx, "activity", ws, before, limit)
	for i := range all {
		all[i].IP = ""
	}
	return all, err
}

func (s *Store) entries(ctx context.Context, statement string, ws event.Workspace, before int64, limit int) (all []Entry, err error) {
	if before <= 0 {
		before = math.MaxInt64
	}
	if limit <= 0 || limit > maxAuditPage {
		limit = 100
	}
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		all, err = sqldb.All(ctx, tx, func(row sqldb.Scanner) (e Entry, err error) {
			return e, row.Scan(&e.ID, &e.Workspace, &e.At, &e.Actor, &e.Who, &e.Action, &e.Target, &e.Detail, &e.IP)
		}, s.statements.Get(statement), ws, before, limit)
		return err
	})
	return all, err
}
