package eventlog

import (
	"context"

	"github.com/cockroachdb/pebble/v2"

	"jejak/internal/event"
)

// SubjectEventsBefore calls fn with the durable events of a subject before (t, seq), newest first, while fn returns true.
// The event is fn's to keep.
func (l *Log) SubjectEventsBefore(ctx context.Context, ws event.Workspace, s event.Subject, t event.Time, seq uint64, fn func(*event.Event) bool) error {
	return l.read(func(h *handle) error {
		high := appendEventKey(make([]byte, 0, eventKeyLen), ws, s, t, seq)
		it, err := h.db.NewIter(&pebble.IterOptions{LowerBound: high[:eventKeyLen-16], UpperBound: high})
		if err != nil {
			return err
		}
		defer it.Close()
		durable := l.durable.Load()
		for ok := it.Last(); ok; ok = it.Prev() {
			if err := l.goOn(ctx, h); err != nil {
				return err
			}
			e, _, err := readEvent(it, durable)
			if err != nil {
				return err
			}
			if e != nil && !fn(e) {
				return nil
			}
		}
		return it.Error()
	})
}
