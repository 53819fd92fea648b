package ingest

import (
	"context"

	"jejak/internal/event"
	"jejak/internal/eventlog"
	"jejak/internal/fault"
	"jejak/internal/identity"
)

// RevokeLink takes a link back. The subjects that change their person for it become changes of the feed in the same commit.
func (in *Ingester) RevokeLink(ctx context.Context, ws event.Workspace, link uint64, actor string) ([]identity.Move, error) {
	return in.change(ctx, ws, func(tx *eventlog.Tx) ([]identity.Move, error) {
		d := identity.Decision{What: identity.Revoke, Number: link, Actor: actor, At: event.TimeOf(in.o.Now())}
		return in.resolver.Decide(tx, ws, d, tx.NextSeq())
	})
}

// ReadAgain tells all who follow the change feed to read a subject's events again. Faults: NotFound.
func (in *Ingester) ReadAgain(ctx context.Context, ws event.Workspace, s event.Subject) error {
	_, err := in.change(ctx, ws, func(tx *eventlog.Tx) ([]identity.Move, error) {
		person, known, err := identity.NewReader(tx).PersonOfSubject(ws, s)
		if err == nil && !known {
			err = fault.New(fault.NotFound, "This workspace has no subject %s.", s)
		}
		return []identity.Move{{Subject: s, From: person, To: person}}, err
	})
	return err
}

// DecideReview joins what a review asks about, or decides that it stays apart.
func (in *Ingester) DecideReview(ctx context.Context, ws event.Workspace, id uint64, accept bool, actor string) ([]identity.Move, error) {
	return in.change(ctx, ws, func(tx *eventlog.Tx) ([]identity.Move, error) {
		d := identity.Decision{What: identity.Reject, Number: id, Actor: actor, At: event.TimeOf(in.o.Now())}
		if accept {
			d.What = identity.Accept
		}
		return in.resolver.Decide(tx, ws, d, tx.NextSeq())
	})
}

// SetRules changes a workspace's rules of identity from the next event on.
func (in *Ingester) SetRules(ctx context.Context, ws event.Workspace, rules identity.Rules) error {
	if err := rules.Validate(); err != nil {
		return err
	}
	_, err := in.change(ctx, ws, func(tx *eventlog.Tx) ([]identity.Move, error) {
		d := identity.Decision{What: identity.NewRules, Rules: &rules, At: event.TimeOf(in.o.Now())}
		return in.resolver.Decide(tx, ws, d, tx.NextSeq())
	})
	return err
}

// Rules are the workspace's rules of identity in force.
func (in *Ingester) Rules(ws event.Workspace) identity.Rules { return in.resolver.Rules(ws) }

// Clean sorts ids and drops doubles and what the rules in force block, in place: what is left of an event's ids once it is taken in.
func (in *Ingester) Clean(ws event.Workspace, ids []event.ID) []event.ID {
	return in.resolver.Clean(ws, ids)
}

func (in *Ingester) change(ctx context.Context, ws event.Workspace, fn func(*eventlog.Tx) ([]identity.Move, error)) ([]identity.Move, error) {
	if err := in.begin(); err != nil {
		return nil, err
	}
	defer in.running.Done()
	var moves []identity.Move
	err := in.log.Update(ctx, func(tx *eventlog.Tx) (err error) {
		if moves, err = fn(tx); err != nil {
			return err
		}
		return move(tx, ws, moves)
	})
	return moves, err
}
