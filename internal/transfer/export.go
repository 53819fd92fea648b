package transfer

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"jejak/internal/event"
	"jejak/internal/eventlog"
	"jejak/internal/identity"
)

// Export takes the history of a workspace out. Events come in the order in which they were stored, so that taking them in again
// in this order makes the same people.
type Export struct {
	Workspace event.Workspace
	Sources   map[event.Source]string // names
	Places    Header                  // its sources and channels, for the header
	Only      []event.Source          // empty is all
	From, To  event.Time              // of the event, half open; 0 is open
	Format    string                  // ndjson or parquet
	Gzip      bool
	Progress  func(done, last uint64, events int64)
}

// Written is what an export holds, and what of the history it does not.
type Written struct {
	Events, Decisions, Rejected int64
	// Left out: a part of a history and a Parquet file hold events only, and a build before decisions were kept did not say where
	// they belong.
	NoDecisions, NoRejected, Lost int64
}

// Run writes the history to w.
func (x *Export) Run(ctx context.Context, log *eventlog.Log, w io.Writer) (n Written, err error) {
	buffered := bufio.NewWriterSize(w, 256<<10)
	var out io.Writer = buffered
	var z *gzip.Writer
	if x.Gzip {
		z = gzip.NewWriter(buffered)
		out = z
	}
	decisions, lost, err := identity.NewReader(log.Identity()).Decisions(x.Workspace)
	if err != nil {
		return n, err
	}
	switch {
	case x.Format == "parquet":
		n, err = x.writeEvents(ctx, log, out)
	case x.Format != "ndjson":
		return n, fmt.Errorf("format %q is neither ndjson nor parquet", x.Format)
	case x.part():
		n, err = x.writeLines(ctx, log, out, Header{Part: true}, nil)
	default:
		places := x.Places
		places.Lost = lost
		n, err = x.writeLines(ctx, log, out, places, decisions)
		n.Lost = int64(lost)
	}
	if err == nil && (x.part() || x.Format == "parquet") {
		n.NoDecisions = int64(len(decisions) + lost)
		err = log.EachQuarantined(x.Workspace, func(*eventlog.Quarantined) error { n.NoRejected++; return nil })
	}
	if z != nil {
		err = errors.Join(err, z.Close())
	}
	return n, errors.Join(err, buffered.Flush())
}

// part reports whether only some of the events are asked for.
func (x *Export) part() bool { return len(x.Only) > 0 || x.From != 0 || x.To != 0 }

func (x *Export) nameOf(id event.Source) string {
	if name, ok := x.Sources[id]; ok {
		return name
	}
	return fmt.Sprintf("source %d", id)
}

// writeLines writes NDJSON: header, changes in their order, rejected items and hours of the ledger unless it is a part, trailer.
func (x *Export) writeLines(ctx context.Context, log *eventlog.Log, out io.Writer, h Header, decisions []identity.Decision) (n Written, err error) {
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	fact := func(p factPart) error {
		p.Version = historyVersion
		return lines.Encode(&factLine{p})
	}
	h.Export = newExportName()
	if err := fact(factPart{Header: &h}); err != nil {
		return n, err
	}
	decided := func(before uint64) error {
		for len(decisions) > 0 && decisions[0].Seq <= before {
			if err := fact(factPart{Decision: &decisions[0]}); err != nil {
				return err
			}
			decisions = decisions[1:]
			n.Decisions++
		}
		return nil
	}
	n.Events, err = x.each(ctx, log, decided, func(r *record) error {
		if err := lines.Encode(r.line()); err != nil {
			return fmt.Errorf("event %d: %w", r.event.Seq, err)
		}
		return nil
	})
	if err == nil {
		err = decided(math.MaxUint64)
	}
	if err != nil {
		return n, err
	}
	end := trailer{Events: n.Events, Decisions: n.Decisions}
	if !h.Part {
		if err := x.writeLedger(log, fact, &end); err != nil {
			return n, err
		}
	}
	n.Rejected = end.Rejected
	return n, fact(factPart{Trailer: &end})
}

func (x *Export) writeLedger(log *eventlog.Log, fact func(factPart) error, end *trailer) error {
	err := log.EachQuarantined(x.Workspace, func(q *eventlog.Quarantined) error {
		end.Rejected++
		return fact(factPart{Rejected: rejectedOf(q, x.nameOf(q.Source))})
	})
	if err != nil {
		return err
	}
	rows, err := log.Ledger(x.Workspace, eventlog.Query{})
	if err != nil {
		return err
	}
	for _, r := range rows {
		end.Ledger++
		err := fact(factPart{Ledger: &ledgerLine{x.nameOf(r.Source), r.Start, r.Received, r.Stored, r.Duplicate, r.Rejected}})
		if err != nil {
			return err
		}
	}
	return nil
}

// writeEvents writes Parquet.
func (x *Export) writeEvents(ctx context.Context, log *eventlog.Log, out io.Writer) (n Written, err error) {
	write, finish := writeColumns(out)
	n.Events, err = x.each(ctx, log, func(uint64) error { return nil }, write)
	if err != nil {
		return n, err
	}
	return n, finish()
}

// each calls write with every event that is asked for, up to the change that was the last when it began, and before with every
// change of the workspace before that.
func (x *Export) each(ctx context.Context, log *eventlog.Log, before func(seq uint64) error, write func(*record) error) (events int64, err error) {
	last := log.LastSeq()
	for after := uint64(0); after < last; {
		begun := after
		limit := int(min(10_000, last-after))
		err := log.Changes(ctx, after, limit, func(c event.Change) error {
			after = c.Seq
			if c.Workspace != x.Workspace {
				return nil
			}
			if err := before(c.Seq); err != nil {
				return err
			}
			if c.Event == nil || !x.wanted(c.Event) {
				return nil
			}
			events++
			return write(&record{event: *c.Event, person: c.Person, source: x.nameOf(c.Event.Source)})
		})
		if err != nil {
			return events, err
		}
		if after == begun {
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
