package simulate

import (
	"context"
	"fmt"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"jejak/internal/event"
	"jejak/internal/ingest"
)

// Filled counts what became of a history.
type Filled struct {
	Batches, Items, Stored, Duplicate, Rejected int64
}

// inFlight is how many batches wait for the disk together: they share its flushes. Neighbours in time may overtake each other,
// which changes no person.
const inFlight = 48

// Fill takes a whole history in. sources has every handle of Sources. progress is told how many items are in.
func Fill(ctx context.Context, in *ingest.Ingester, sources map[string]ingest.Source, o Options, progress func(items int64)) (Filled, error) {
	var batches, items, stored, duplicate, rejected atomic.Int64
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(inFlight)
	err := History(ctx, o, func(b Batch) error {
		src, ok := sources[b.Source]
		if !ok {
			return fmt.Errorf("the history has a source %q that the workspace does not", b.Source)
		}
		g.Go(func() error {
			verdicts, err := in.Ingest(ctx, src, b.Received.Std(), itemsOf(b.Calls))
			if err != nil {
				return err
			}
			for i := range verdicts {
				switch verdicts[i].Outcome {
				case ingest.Stored:
					stored.Add(1)
				case ingest.Duplicate:
					duplicate.Add(1)
				default:
					rejected.Add(1)
				}
			}
			batches.Add(1)
			n := items.Add(int64(len(verdicts)))
			if progress != nil {
				progress(n)
			}
			return nil
		})
		return ctx.Err()
	})
	if failed := g.Wait(); failed != nil {
		err = failed
	}
	return Filled{batches.Load(), items.Load(), stored.Load(), duplicate.Load(), rejected.Load()}, err
}

// itemsOf makes calls of the past into items: their timestamps are final, whenever they are taken in.
func itemsOf(calls []Call) []ingest.Item {
	items := make([]ingest.Item, len(calls))
	for i := range calls {
		items[i] = calls[i].item()
		items[i].Final = true
	}
	return items
}

// Item is the call as ingest takes it: happening now, its time reckoned from its clocks.
func (c *Call) Item() ingest.Item { return c.item() }

func (c *Call) item() ingest.Item {
	it := ingest.Item{Event: c.Event, Fault: ingest.Reason(c.Fault), Detail: c.Detail, Raw: c.Raw}
	it.Event.IDs = append([]event.ID(nil), c.Event.IDs...)
	return it
}
