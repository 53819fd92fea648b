package ingest

import (
	"context"
	"fmt"
	"time"

	"jejak/internal/event"
	"jejak/internal/eventlog"
	"jejak/internal/fault"
	"jejak/internal/identity"
)

// Part is items of one source that were received together, or one fact of a history.
type Part struct {
	Source   Source
	Received time.Time
	Items    []Item
	// Counted says that the receipt is in the ledger already where it turns out to be a duplicate: it is the same receipt, taken in
	// once more.
	Counted bool
	Fact    *Fact // instead of Items
}

// Fact is what a history holds beside its events. One field is set.
type Fact struct {
	Decision   *identity.Decision
	Rejected   *eventlog.Quarantined // by the part's source, when it says
	Duplicates uint64                // that the part's source sent in the hour of Received
}

// Mark says which rows of an export parts are made of: those after From, up to To.
type Mark struct {
	Workspace event.Workspace
	Export    string
	From, To  uint64
}

// IngestParts is Ingest of several parts in one durable commit and in their order: how history that was received in many small
// pieces is taken in again, without a flush of the disk for each. The verdicts of all parts follow each other.
func (in *Ingester) IngestParts(ctx context.Context, parts []Part) ([]Verdict, error) {
	return in.takeParts(ctx, parts, func(*eventlog.Tx) error { return nil })
}

// Relive is IngestParts of a whole history into an empty workspace, each row exactly once: that they are in is part of the commit.
// Parts after a decision about rules have to come with a later call, as ids are cleaned by the rules in force at its beginning.
// Faults: Conflict, where the rows before these are not in, or a decision does not fit what came before it.
func (in *Ingester) Relive(ctx context.Context, m Mark, parts []Part) ([]Verdict, error) {
	return in.takeParts(ctx, parts, func(tx *eventlog.Tx) error {
		rows, _, err := tx.Imported(m.Workspace, m.Export)
		if err != nil {
			return err
		}
		if rows != m.From {
			return fault.New(fault.Conflict, "%d rows of this export are in, not %d: another import of it is going on", rows, m.From)
		}
		return tx.SetImported(m.Workspace, m.Export, m.To)
	})
}

func (in *Ingester) takeParts(ctx context.Context, parts []Part, first func(*eventlog.Tx) error) ([]Verdict, error) {
	if err := in.begin(); err != nil {
		return nil, err
	}
	defer in.running.Done()
	batches := make([]*batch, len(parts))
	for i, p := range parts {
		at := event.TimeOf(p.Received)
		batches[i] = in.prepare(p.Source, at, at, 0, p.Items)
		batches[i].counted = p.Counted
	}
	err := in.log.Update(ctx, func(tx *eventlog.Tx) error {
		if err := first(tx); err != nil {
			return err
		}
		for i, b := range batches {
			if err := in.takePart(tx, parts[i].Fact, b); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var all []Verdict
	for i, b := range batches {
		in.watch.tell(parts[i].Source, b.received, parts[i].Items, b.verdicts)
		all = append(all, b.verdicts...)
	}
	return all, nil
}

func (in *Ingester) takePart(tx *eventlog.Tx, f *Fact, b *batch) error {
	ws := b.src.Workspace
	switch {
	case f == nil:
		return in.decide(tx, b)
	case f.Decision != nil:
		moves, err := in.resolver.Decide(tx, ws, *f.Decision, tx.NextSeq())
		if err != nil {
			return fmt.Errorf("the decision before change %d does not fit what is in: %w", f.Decision.Seq, err)
		}
		return move(tx, ws, moves)
	case f.Rejected != nil:
		q := *f.Rejected
		q.Source = b.src.ID
		if _, err := tx.Quarantine(ws, q); err != nil {
			return err
		}
		return tx.Count(ws, q.Source, q.At, eventlog.Counts{Received: 1, Rejected: 1, Reasons: map[string]uint64{q.Reason: 1}})
	case f.Duplicates > 0:
		return tx.Count(ws, b.src.ID, b.received, eventlog.Counts{Received: f.Duplicates, Duplicate: f.Duplicates})
	}
	return nil
}
