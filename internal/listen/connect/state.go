package connect

import (
	"context"
	"encoding/json"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

// change runs one statement; it reports whether the connection is still as it was.
func (s *Store) change(ctx context.Context, statement string, args ...any) (still bool, err error) {
	err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		n, err := tx.Exec(ctx, s.statements.Get(statement), args...)
		still = n == 1
		return err
	})
	return still, err
}

// Pause has a connection rest, or go on at once. Faults: NotFound.
func (s *Store) Pause(ctx context.Context, ws event.Workspace, id string, paused bool, also ...sqldb.Step) (Connection, error) {
	c, err := s.Get(ctx, ws, id)
	if err != nil {
		return c, err
	}
	return s.Update(ctx, ws, id, Draft{Name: c.Name, Settings: c.Settings, Every: c.Every, Paused: paused, Version: c.Version}, also...)
}

// Hurry has a connection fetched at once, also one that was put off. Faults: NotFound, Conflict (one that rests or is pushed to).
func (s *Store) Hurry(ctx context.Context, ws event.Workspace, id string, also ...sqldb.Step) (c Connection, err error) {
	err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if c, err = s.one(ctx, tx.Read(), ws, id); err != nil {
			return err
		}
		switch {
		case !s.Fetched(c.Kind):
			return fault.New(fault.Conflict, "Nothing is fetched by this connection: mentions are sent to it.")
		case c.Paused:
			return fault.New(fault.Conflict, "This connection is paused: let it go on first.")
		}
		c.State.Next = event.TimeOf(s.now())
		if _, err := tx.Exec(ctx, s.statements.Get("hurry"), c.State.Next, ws, id); err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
	return c, err
}

// Brought notes how many mentions were sent to a connection.
func (s *Store) Brought(ctx context.Context, ws event.Workspace, id string, mentions int) error {
	_, err := s.change(ctx, "brought", event.TimeOf(s.now()), mentions, ws, id)
	return err
}

// Refused notes that what was sent to a connection could not be taken.
func (s *Store) Refused(ctx context.Context, ws event.Workspace, id string, why error) error {
	_, err := s.change(ctx, "refused", event.TimeOf(s.now()), safe(why).kept(), ws, id)
	return err
}

func (s *Store) progress(ctx context.Context, c Connection, place json.RawMessage, mentions int) (still bool, err error) {
	return s.change(ctx, "progress", string(place), mentions, c.workspace, c.ID, c.Version)
}

func (s *Store) well(ctx context.Context, c Connection, next time.Time) (still bool, err error) {
	return s.change(ctx, "well", event.TimeOf(next), event.TimeOf(s.now()), c.workspace, c.ID, c.Version)
}

func (s *Store) badly(ctx context.Context, c Connection, next time.Time, why error) (still bool, err error) {
	return s.change(ctx, "badly", event.TimeOf(next), event.TimeOf(s.now()), safe(why).kept(), c.workspace, c.ID, c.Version)
}

// due are the connections that are fetched next, over all workspaces.
func (s *Store) due(ctx context.Context, most int) ([]Connection, error) {
	return s.read(ctx, "due", most)
}
