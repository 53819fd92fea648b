package eventlog

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"sync"

	"github.com/cockroachdb/pebble/v2"

	"jejak/internal/event"
)

// dedupeTail holds the dedupe entries of the newest events, which the store does not have as keys of their own yet: they are in the
// feed, from which a start reads them again. They are written many at once and in order, at a fraction of what it costs to write
// each with its event.
//
// The sequencer adds to fresh and looks into both; once fresh is full it becomes full, which whoever writes reads and nobody
// changes. So entries are in one of the two until the store has them.
type dedupeTail struct {
	run int // entries that are written at once

	mu    sync.Mutex
	fresh map[dedupeID]dedupeEntry
	full  map[dedupeID]dedupeEntry // empty: nothing is to be written
	upTo  uint64                   // the last change whose entry is in full
}

// dedupeID is what a dedupe entry's key says.
type dedupeID struct {
	key    MessageKey
	period uint16
}

type dedupeEntry struct {
	seq      uint64
	received event.Time
}

// dedupeChunk is how many entries go into one batch, so that the sequencer never waits long behind it.
const dedupeChunk = 4096

// reset begins an empty tail.
func (d *dedupeTail) reset() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fresh, d.full = make(map[dedupeID]dedupeEntry), make(map[dedupeID]dedupeEntry)
	d.upTo = 0
}

func (d *dedupeTail) add(k MessageKey, seq uint64, received event.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fresh[dedupeID{k, periodOf(received)}] = dedupeEntry{seq, received}
}

// find is the entry of a key in a period.
func (d *dedupeTail) find(id dedupeID) (e dedupeEntry, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if e, ok = d.fresh[id]; !ok {
		e, ok = d.full[id]
	}
	return e, ok
}

// turn makes fresh full where it is time, with last the newest change of all; the sequencer calls it between groups.
func (d *dedupeTail) turn(last uint64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.fresh) >= d.run && len(d.full) == 0 {
		d.fresh, d.full, d.upTo = d.full, d.fresh, last
	}
}

// ripe reports whether there is something to write once a change is durable.
func (d *dedupeTail) ripe(durable uint64) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.full) > 0 && durable >= d.upTo
}

// drop forgets the entries of changes after seq, which were not committed.
func (d *dedupeTail) drop(seq uint64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for id, e := range d.fresh {
		if e.seq > seq {
			delete(d.fresh, id)
		}
	}
	if d.upTo <= seq { // else it is not ripe, and nobody reads it
		return
	}
	for id, e := range d.full {
		if e.seq > seq {
			delete(d.full, id)
		}
	}
	d.upTo = seq
}

// written notes that the store has what is in full.
func (d *dedupeTail) written() {
	d.mu.Lock()
	defer d.mu.Unlock()
	clear(d.full)
}

// sorted are the entries of full, in the order of their keys.
func (d *dedupeTail) sorted() ([]dedupeID, uint64) {
	d.mu.Lock()
	full, upTo := d.full, d.upTo
	d.mu.Unlock()
	ids := make([]dedupeID, 0, len(full))
	for id := range full {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b dedupeID) int {
		if a.period != b.period {
			return cmp.Compare(a.period, b.period)
		}
		return bytes.Compare(a.key[:], b.key[:])
	})
	return ids, upTo
}

// write gives the store what is in full. The last batch says so: what of the others a crash leaves is written again, the same.
func (d *dedupeTail) write(h *handle) error {
	ids, upTo := d.sorted()
	var value []byte
	for len(ids) > 0 {
		n := min(len(ids), dedupeChunk)
		b := h.db.NewBatchWithSize(n * (dedupeKeyLen + 16))
		for _, id := range ids[:n] {
			e := d.full[id]
			value = appendDedupe(value[:0], id.period, e.seq, e.received)
			op := b.SetDeferred(dedupeKeyLen, len(value))
			appendDedupeKey(op.Key[:0], id.period, id.key)
			copy(op.Value, value)
			if err := op.Finish(); err != nil {
				return err
			}
		}
		if ids = ids[n:]; len(ids) == 0 {
			if err := b.Set(keyDeduped, dedupedValue(upTo), nil); err != nil {
				return err
			}
		}
		if err := applyUnsynced(h, b); err != nil {
			return err
		}
	}
	d.written()
	return nil
}

func dedupedValue(seq uint64) []byte { return binary.AppendUvarint([]byte{valueVersion}, seq) }

// deduped is the change up to which the store has all dedupe entries; last in a store that was written when each came with its event.
func deduped(r pebble.Reader, last uint64) (uint64, error) {
	v, ok, err := get(r, keyDeduped)
	if err != nil || !ok {
		return last, err
	}
	if len(v) == 0 || v[0] != valueVersion {
		return 0, unknownFormat("the place of the dedupe entries", v)
	}
	seq, n := binary.Uvarint(v[1:])
	if n <= 0 {
		return 0, errChunk
	}
	return seq, nil
}

// loadTail reads the dedupe entries that are only in the feed.
func (l *Log) loadTail(h *handle, last uint64) error {
	done, err := deduped(h.db, last)
	if err != nil {
		return err
	}
	l.tail.reset()
	const step = 16 << 10
	for after := done; after < last; {
		entries, err := h.feed(after, step)
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			return gapAfter(after)
		}
		for i := range entries {
			after++
			if e := &entries[i]; !e.move {
				l.tail.add(e.key, after, e.received)
				l.w.filter.add(e.key)
				l.w.periods[periodOf(e.received)] = true
			}
		}
	}
	return nil
}

// writeDedupe is the goroutine that writes dedupe entries, whenever enough of them are durable.
func (l *Log) writeDedupe() {
	defer l.workers.Done()
	for h := range l.ripe {
		if h.failed.Load() != nil {
			continue // what is only in memory is read again once the folder is opened anew
		}
		if !h.acquire() {
			continue
		}
		if err := l.tail.write(h); err != nil && h.failed.Load() == nil {
			h.fail(err)
		}
		h.release()
	}
}
