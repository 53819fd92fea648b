package transfer

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"jejak/internal/event"
)

// Feed is what an export reads.
type Feed interface {
	Changes(ctx context.Context, after uint64, limit int, fn func(event.Change) error) error
	LastSeq() uint64
}

// Export takes the events of a workspace out, in the order in which they were stored, so that taking them in again in this
// order makes the same people.
type Export struct {
	Workspace event.Workspace
	Sources   map[event.Source]string // names
	Only      []event.Source          // empty is all
	From, To  event.Time              // of the event, half open; 0 is open
	Format    string                  // ndjson or parquet
	Gzip      bool
	Progress  func(done, last uint64, events int64)
}

// Run writes the events to w and says how many.
func (x *Export) Run(ctx context.Context, feed Feed, w io.Writer) (events int64, err error) {
	buffered := bufio.NewWriterSize(w, 256<<10)
	var out io.Writer = buffered
	var z *gzip.Writer
	if x.Gzip {
		z = gzip.NewWriter(buffered)
		out = z
	}
	var write func(*record) error
	finish := func() error { return nil }
	switch x.Format {
	case "ndjson":
		lines := json.NewEncoder(out)
		lines.SetEscapeHTML(false)
		write = func(r *record) error {
			if err := lines.Encode(r.line()); err != nil {
				return fmt.Errorf("event %d: %w", r.event.Seq, err)
			}
			return nil
		}
	case "parquet":
		write, finish = writeColumns(out)
	default:
		return 0, fmt.Errorf("format %q is neither ndjson nor parquet", x.Format)
	}
	if events, err = x.each(ctx, feed, write); err != nil {
		return events, err
	}
	err = finish()
	if z != nil {
		err = errors.Join(err, z.Close())
	}
	return events, errors.Join(err, buffered.Flush())
}

// each calls write with every event that is asked for, up to the change that was the last when it began.
func (x *Export) each(ctx context.Context, feed Feed, write func(*record) error) (events int64, err error) {
	last := feed.LastSeq()
	for after := uint64(0); after < last; {
		before := after
		limit := int(min(10_000, last-after))
		err := feed.Changes(ctx, after, limit, func(c event.Change) error {
			after = c.Seq
			if c.Event == nil || c.Workspace != x.Workspace || !x.wanted(c.Event) {
				return nil
			}
			events++
			name, ok := x.Sources[c.Event.Source]
			if !ok {
				name = fmt.Sprintf("source %d", c.Event.Source)
			}
			return write(&record{event: *c.Event, person: c.Person, source: name})
		})
		if err != nil {
			return events, err
		}
		if after == before {
			return events, fmt.Errorf("the change feed ends at %d, before its last change %d", after, last)
		}
		if x.Progress != nil {
			x.Progress(after, last, events)
		}
	}
	return events, nil
}

func (x *Export) wanted(e *event.Event) bool {
	return (len(x.Only) == 0 || slices.Contains(x.Only, e.Source)) &&
		(x.From == 0 || e.Time >= x.From) && (x.To == 0 || e.Time < x.To)
}

// rowGroup is how many rows are written together: enough to compress well, few enough to keep in memory.
const rowGroup = 64_000

func writeColumns(out io.Writer) (write func(*record) error, finish func() error) {
	w := parquet.NewGenericWriter[column](out,
		parquet.KeyValueMetadata(parquetKey, fmt.Sprint(exportVersion)),
		parquet.Compression(&zstd.Codec{}),
		parquet.MaxRowsPerRowGroup(rowGroup))
	batch := make([]column, 0, 1024)
	flush := func() error {
		_, err := w.Write(batch)
		batch = batch[:0]
		return err
	}
	write = func(r *record) error {
		c, err := r.column()
		if err != nil {
			return fmt.Errorf("event %d: %w", r.event.Seq, err)
		}
		if batch = append(batch, c); len(batch) == cap(batch) {
			return flush()
		}
		return nil
	}
	return write, func() error { return errors.Join(flush(), w.Close()) }
}
