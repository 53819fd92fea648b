package ingest

import (
	"context"
	"time"

	"jejak/internal/event"
	"jejak/internal/eventlog"
)

// Part is items of one source that were received together.
type Part struct {
	Source   Source
	Received time.Time
	Items    []Item
}

// IngestParts is Ingest of several parts in one durable commit and in their order: how history that was received in many small
// pieces is taken in again, without a flush of the disk for each. The verdicts of all parts follow each other.
func (in *Ingester) IngestParts(ctx context.Context, parts []Part) ([]Verdict, error) {
	if err := in.begin(); err != nil {
		return nil, err
	}
	defer in.running.Done()
	batches := make([]*batch, len(parts))
	for i, p := range parts {
		at := event.TimeOf(p.Received)
		batches[i] = in.prepare(p.Source, at, at, 0, p.Items)
	}
	err := in.log.Update(ctx, func(tx *eventlog.Tx) error {
		for _, b := range batches {
			if err := in.decide(tx, b); err != nil {
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
