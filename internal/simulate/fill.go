package simulate

import (
	"context"
	"fmt"
	"sync"

	"golang.org/x/sync/errgroup"

	"jejak/internal/event"
	"jejak/internal/ingest"
)

// Filled counts what became of a history.
type Filled struct {
	Items, Stored, Duplicate, Rejected int64
}

// fillSize is how many items share a flush of the disk, and inFlight how many such loads are under way. They may overtake each
// other, which changes no person.
const (
	fillSize = 2000
	inFlight = 3
)

// Fill takes a whole history in. sources has every handle of Sources. progress is told how many items are in, by several goroutines.
func Fill(ctx context.Context, in *ingest.Ingester, sources map[string]ingest.Source, o Options, progress func(items int64)) (Filled, error) {
	var filled Filled
	g, ctx := errgroup.WithContext(ctx)
	loads := make(chan []ingest.Part, inFlight)
	g.Go(func() error {
		defer close(loads)
		return gather(ctx, sources, o, loads)
	})
	var mu sync.Mutex
	for range inFlight {
		g.Go(func() error {
			for parts := range loads {
				verdicts, err := in.IngestParts(ctx, parts)
				if err != nil {
					return err
				}
				mu.Lock()
				filled.count(verdicts)
				n := filled.Items
				mu.Unlock()
				if progress != nil {
					progress(n)
				}
			}
			return nil
		})
	}
	err := g.Wait()
	return filled, err
}

func gather(ctx context.Context, sources map[string]ingest.Source, o Options, loads chan<- []ingest.Part) error {
	var parts []ingest.Part
	n := 0
	give := func() error {
		select {
		case loads <- parts:
			parts, n = nil, 0
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	err := History(ctx, o, func(b Batch) error {
		src, ok := sources[b.Source]
		if !ok {
			return fmt.Errorf("the history has a source %q that the workspace does not", b.Source)
		}
		parts = append(parts, ingest.Part{Source: src, Received: b.Received.Std(), Items: itemsOf(b.Calls)})
		if n += len(b.Calls); n < fillSize {
			return nil
		}
		return give()
	})
	if err != nil {
		return err
	}
	return give()
}

func (f *Filled) count(verdicts []ingest.Verdict) {
	f.Items += int64(len(verdicts))
	for i := range verdicts {
		switch verdicts[i].Outcome {
		case ingest.Stored:
			f.Stored++
		case ingest.Duplicate:
			f.Duplicate++
		default:
			f.Rejected++
		}
	}
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
