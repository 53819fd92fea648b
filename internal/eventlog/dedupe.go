package eventlog

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"math/rand/v2"
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
	fresh *dedupeRun
	full  *dedupeRun // empty: nothing is to be written
	upTo  uint64     // the last change whose entry is in full
}

// dedupeRun is entries in the order in which they came, and where each is found: a hash table of places (linear probing, at most
// half full), small enough for the processor's cache, which a map of the entries would not be.
type dedupeRun struct {
	entries []dedupeEntry
	slots   []uint32 // a place and 1, or 0; as many as a power of two
	seed    uint64   // so that no sender knows which ids would get in each other's way
}

// dedupeEntry is what a dedupe entry's key and value say.
type dedupeEntry struct {
	dedupeID
	seq      uint64
	received event.Time
}

type dedupeID struct {
	key    MessageKey
	period uint16
}

// dedupeChunk is how many entries go into one batch, so that the sequencer never waits long behind it.
const dedupeChunk = 4096

func newDedupeRun() *dedupeRun {
	return &dedupeRun{slots: make([]uint32, 1<<8), seed: rand.Uint64() | 1}
}

// find is the slot that an entry is in, or the free one that it would get.
func (r *dedupeRun) find(id dedupeID) int {
	mask := len(r.slots) - 1
	h := (binary.BigEndian.Uint64(id.key[:]) ^ binary.BigEndian.Uint64(id.key[8:])) * r.seed
	at := int(h>>32) & mask
	for r.slots[at] != 0 && r.entries[r.slots[at]-1].dedupeID != id {
		at = (at + 1) & mask
	}
	return at
}

func (r *dedupeRun) get(id dedupeID) (dedupeEntry, bool) {
	place := r.slots[r.find(id)]
	if place == 0 {
		return dedupeEntry{}, false
	}
	return r.entries[place-1], true
}

// put adds an entry whose key and period are not there.
func (r *dedupeRun) put(e dedupeEntry) {
	r.entries = append(r.entries, e)
	if 2*len(r.entries) > len(r.slots) {
		r.slots = make([]uint32, 2*len(r.slots))
		r.index()
		return
	}
	r.slots[r.find(e.dedupeID)] = uint32(len(r.entries))
}

// index finds places for all entries in empty slots.
func (r *dedupeRun) index() {
	for i := range r.entries {
		r.slots[r.find(r.entries[i].dedupeID)] = uint32(i + 1)
	}
}

// drop forgets the entries of changes after seq; they are the last ones.
func (r *dedupeRun) drop(seq uint64) {
	n := len(r.entries)
	for n > 0 && r.entries[n-1].seq > seq {
		n--
	}
	if n < len(r.entries) {
		r.entries = r.entries[:n]
		clear(r.slots)
		r.index()
	}
}

func (r *dedupeRun) clear() {
	clear(r.slots)
	r.entries = r.entries[:0]
}

// sorted are places of the entries, in the order of their keys.
func (r *dedupeRun) sorted() []uint32 {
	type place struct {
		period uint16
		at     uint32
		begin  uint64 // of the key, which nearly always decides
	}
	places := make([]place, len(r.entries))
	for i := range r.entries {
		e := &r.entries[i]
		places[i] = place{e.period, uint32(i), binary.BigEndian.Uint64(e.key[:])}
	}
	slices.SortFunc(places, func(a, b place) int {
		switch {
		case a.period != b.period:
			return cmp.Compare(a.period, b.period)
		case a.begin != b.begin:
			return cmp.Compare(a.begin, b.begin)
		}
		return bytes.Compare(r.entries[a.at].key[:], r.entries[b.at].key[:])
	})
	order := make([]uint32, len(places))
	for i := range places {
		order[i] = places[i].at
	}
	return order
}

// reset begins an empty tail.
func (d *dedupeTail) reset() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fresh, d.full, d.upTo = newDedupeRun(), newDedupeRun(), 0
}

// add adds an entry that is not a duplicate of one that is there.
func (d *dedupeTail) add(k MessageKey, seq uint64, received event.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fresh.put(dedupeEntry{dedupeID{k, periodOf(received)}, seq, received})
}

// find is the entry of a key in a period.
func (d *dedupeTail) find(id dedupeID) (e dedupeEntry, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if e, ok = d.fresh.get(id); !ok {
		e, ok = d.full.get(id)
	}
	return e, ok
}

// turn makes fresh full where it is time, with last the newest change of all; the sequencer calls it between groups.
func (d *dedupeTail) turn(last uint64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.fresh.entries) >= d.run && len(d.full.entries) == 0 {
		d.fresh, d.full, d.upTo = d.full, d.fresh, last
	}
}

// ripe reports whether there is something to write once a change is durable.
func (d *dedupeTail) ripe(durable uint64) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.full.entries) > 0 && durable >= d.upTo
}

// drop forgets the entries of changes after seq, which were not committed.
func (d *dedupeTail) drop(seq uint64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fresh.drop(seq)
	if d.upTo > seq { // else what is full may be being written
		d.full.drop(seq)
		d.upTo = seq
	}
}

// written notes that the store has what is in full.
func (d *dedupeTail) written() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.full.clear()
}

// write gives the store what is in full. The last batch says so: what of the others a crash leaves is written again, the same.
func (d *dedupeTail) write(h *handle) error {
	d.mu.Lock()
	run, upTo := d.full, d.upTo
	d.mu.Unlock()
	order := run.sorted()
	var value []byte
	for len(order) > 0 {
		n := min(len(order), dedupeChunk)
		b := h.db.NewBatchWithSize(n * (dedupeKeyLen + 16))
		for _, at := range order[:n] {
			e := &run.entries[at]
			value = appendDedupe(value[:0], e.period, e.seq, e.received)
			op := b.SetDeferred(dedupeKeyLen, len(value))
			appendDedupeKey(op.Key[:0], e.period, e.key)
			copy(op.Value, value)
			if err := op.Finish(); err != nil {
				return err
			}
		}
		if order = order[n:]; len(order) == 0 {
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
