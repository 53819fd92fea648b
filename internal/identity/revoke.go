package identity

import (
	"jejak/internal/event"
	"jejak/internal/fault"
)

// Revoke takes a link back: afterwards the persons, and what becomes of later events, are as if it had never been made.
// Faults: NotFound, Conflict (revoked already, or replaced by a later link of the subject).
func (r *Resolver) Revoke(tx Tx, ws event.Workspace, link uint64, actor string, at event.Time, seq uint64) ([]Move, error) {
	return nil, fault.New(fault.Unavailable, "links cannot be revoked yet")
}
