package mail

import (
	"context"

	"jejak/internal/event"
	"jejak/internal/sqldb"
)

// Stopped is why a mail was taken back before it went out: somebody of the team stopped its batch.
const Stopped = "stopped"

// BatchTally is what has become of the mails of a batch. The first four add up to all of them.
type BatchTally struct {
	Tally
	Withdrawn    int // taken back before they went out
	Bounced      int // of those that failed: a server said that there is no such mailbox
	Unsubscribed int // whose link for leaving was used
}

// Part is some of the mails of a batch.
type Part string

// The parts. Each is counted in BatchTally.
const (
	PartQueued       Part = "queued"
	PartSent         Part = "sent"
	PartFailed       Part = "failed"
	PartWithdrawn    Part = "withdrawn"
	PartBounced      Part = "bounced"
	PartUnsubscribed Part = "unsubscribed"
)

type countOf struct {
	name string
	n    int
}

func scanCountOf(row sqldb.Scanner) (c countOf, err error) { return c, row.Scan(&c.name, &c.n) }

// BatchCounts counts the mails of a batch.
func (b *Outbox) BatchCounts(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, batch string) (t BatchTally, err error) {
	states, err := sqldb.All(ctx, tx, scanCountOf, b.statements.Get("batchStates"), ws, batch)
	if err != nil {
		return t, err
	}
	left, err := sqldb.All(ctx, tx, scanCountOf, b.statements.Get("batchLeft"), ws, batch)
	if err != nil {
		return t, err
	}
	into := map[string]*int{
		string(Queued): &t.Queued, string(Sent): &t.Sent, string(Failed): &t.Failed, Bounced: &t.Bounced, Unsubscribed: &t.Unsubscribed,
	}
	for _, c := range append(states, left...) {
		if n := into[c.name]; n != nil {
			*n = c.n
		}
	}
	t.Withdrawn, _, err = sqldb.One(ctx, tx, sqldb.Into[int], b.statements.Get("batchWithdrawn"), ws, batch)
	t.Failed -= t.Withdrawn
	return t, err
}

// BatchPart is by what their sender knows a page of a part of a batch.
func (b *Outbox) BatchPart(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, batch string, part Part, offset, limit int) ([]string, error) {
	name, args := "batchOf", []any{ws, batch}
	switch part {
	case PartFailed:
		name = "batchFailed"
	case PartWithdrawn:
		name = "batchTaken"
	case PartBounced, PartUnsubscribed:
		name, args = "batchRefused", append(args, string(part))
	case PartQueued, PartSent:
		args = append(args, string(part))
	}
	return sqldb.All(ctx, tx, sqldb.Into[string], b.statements.Get(name), append(args, limit, offset)...)
}

// WithdrawBatch is a step that gives up what waits of a batch.
func (b *Outbox) WithdrawBatch(ws event.Workspace, batch string) sqldb.Step {
	return func(ctx context.Context, tx *sqldb.WriteTx) error {
		_, err := tx.Exec(ctx, b.statements.Get("withdrawBatch"), Stopped, event.TimeOf(b.o.Now()), ws, batch)
		return err
	}
}
