package account

import (
	"context"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

// Recipient is a user who may look at a workspace now, so that mail about it may go to them; ok is false where they may not.
func (s *Store) Recipient(ctx context.Context, ws event.Workspace, id UserID) (u User, ok bool, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		if u, err = s.user(ctx, tx, id); err != nil {
			return err
		}
		by, err := s.caller(ctx, tx, u)
		ok = by.Can(ws, Ask)
		return err
	})
	if fault.Is(err, fault.NotFound) {
		return User{}, false, nil
	}
	return u, ok, err
}
