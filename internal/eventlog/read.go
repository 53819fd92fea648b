package eventlog

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"github.com/cockroachdb/pebble/v2"

	"jejak/internal/event"
	"jejak/internal/fault"
)

// read runs fn with the store held open.
func (l *Log) read(fn func(h *handle) error) error {
	l.mu.Lock()
	h := l.h
	l.mu.Unlock()
	if h == nil || !h.acquire() {
		return fault.New(fault.Unavailable, "The event log is being closed or reopened. Try again in a moment.")
	}
	defer h.release()
	err := fn(h)
	if pebble.IsCorruptionError(err) {
		return fault.Wrap(fault.Corrupt, err, "The event log is damaged: restore it from a backup.")
	}
	return err
}

// scan calls fn at each key that starts with prefix, in order.
func (h *handle) scan(prefix []byte, fn func(it *pebble.Iterator) error) error {
	return h.scanRange(prefix, after(prefix), fn)
}

// scanRange calls fn at each key from low to before high, in order.
func (h *handle) scanRange(low, high []byte, fn func(it *pebble.Iterator) error) error {
	it, err := h.db.NewIter(&pebble.IterOptions{LowerBound: low, UpperBound: high})
	if err != nil {
		return err
	}
	defer it.Close()
	for ok := it.First(); ok; ok = it.Next() {
		if err := fn(it); err != nil {
			return err
		}
	}
	return it.Error()
}

// LastSeq is the last durable change.
func (l *Log) LastSeq() uint64 { return l.durable.Load() }

// Wait returns when a durable change after the given one exists.
func (l *Log) Wait(ctx context.Context, after uint64) error {
	for {
		l.wakeMu.Lock()
		wake := l.wake
		l.wakeMu.Unlock()
		if l.durable.Load() > after {
			return nil
		}
		select {
		case <-wake:
		case <-ctx.Done():
			return ctx.Err()
		case <-l.closing:
			return errClosing()
		}
	}
}

// Changes calls fn with at most limit durable changes after the given one, in order and without gaps. Change and event are fn's
// to keep, and others read the same event: nobody changes it.
func (l *Log) Changes(ctx context.Context, after uint64, limit int, fn func(event.Change) error) error {
	return l.changes(ctx, after, limit, fn, func(uint64) {})
}

// changes is Changes; at is told of the change that comes next, from time to time.
func (l *Log) changes(ctx context.Context, after uint64, limit int, fn func(event.Change) error, at func(next uint64)) error {
	for limit > 0 && after < l.durable.Load() {
		if err := ctx.Err(); err != nil {
			return err
		}
		entries, events, err := l.recent.from(after + 1)
		if err == nil && entries == nil {
			entries, events, err = l.diskChanges(after, min(limit, diskBatch))
		}
		if err != nil {
			return err
		}
		entries = entries[:min(len(entries), limit)]
		limit -= len(entries)
		at(after + 1)
		for i := range entries {
			e := &entries[i]
			after++
			c := event.Change{Seq: after, Workspace: e.ws, Subject: e.subject, Person: e.person, From: e.from}
			if !e.move {
				c.Event = &events[i]
			}
			if err := fn(c); err != nil {
				return err
			}
		}
		at(after + 1)
	}
	return nil
}

func corruptEvent(seq uint64, err error) error {
	return fault.Wrap(fault.Corrupt, err, "Event %d does not read back: restore the event log from a backup.", seq)
}

// diskBatch bounds what diskChanges keeps in memory.
const diskBatch = 16 << 10

// diskChanges reads changes and their events. The events are read in the order of their keys, which is that of the disk.
func (l *Log) diskChanges(after uint64, limit int) (entries []entry, events []event.Event, err error) {
	l.stats.feed.Add(1)
	err = l.read(func(h *handle) error {
		entries, err = h.feed(after, min(uint64(limit), l.durable.Load()-after))
		if err != nil {
			return err
		}
		order := make([]int, 0, len(entries))
		keys := make([][]byte, len(entries))
		for i := range entries {
			if e := &entries[i]; !e.move {
				keys[i] = appendEventKey(make([]byte, 0, eventKeyLen), e.ws, e.subject, e.time, after+1+uint64(i))
				order = append(order, i)
			}
		}
		slices.SortFunc(order, func(a, b int) int { return bytes.Compare(keys[a], keys[b]) })
		it, err := h.db.NewIter(&pebble.IterOptions{LowerBound: []byte{famEvent}, UpperBound: []byte{famEvent + 1}})
		if err != nil {
			return err
		}
		defer it.Close()
		for _, i := range order {
			if !it.SeekGE(keys[i]) || !bytes.Equal(it.Key(), keys[i]) {
				if err := it.Error(); err != nil {
					return err
				}
				return corruptEvent(after+1+uint64(i), fmt.Errorf("its change has no event"))
			}
			v, err := it.ValueAndErr()
			if err != nil {
				return err
			}
			entries[i].value = bytes.Clone(v)
		}
		return nil
	})
	if err == nil && len(entries) == 0 {
		err = gapAfter(after)
	}
	if err == nil {
		events, err = decodeEntries(after+1, entries)
	}
	return entries, events, err
}

func gapAfter(seq uint64) error {
	return fault.New(fault.Corrupt, "The change feed has a gap after %d: restore the event log from a backup.", seq)
}

// feed reads at most limit changes after the given one, without their events.
func (h *handle) feed(after, limit uint64) ([]entry, error) {
	it, err := h.db.NewIter(&pebble.IterOptions{LowerBound: []byte{famFeed}, UpperBound: []byte{famFeed + 1}})
	if err != nil {
		return nil, err
	}
	defer it.Close()
	var entries []entry
	for ok := it.SeekLT(appendFeedKey(nil, after+2)); ok && uint64(len(entries)) < limit; ok = it.Next() {
		first := binary.BigEndian.Uint64(it.Key()[1:])
		at := len(entries)
		if entries, err = readChunk(entries, it.Value()); err != nil {
			return nil, fault.Wrap(fault.Corrupt, err, "The change feed is damaged at %d: restore the event log from a backup.", first)
		}
		if at == 0 { // the chunk may begin before
			if skip := after + 1 - first; skip < uint64(len(entries)) {
				entries = entries[skip:]
			} else {
				entries = entries[:0]
			}
			continue
		}
		if first != after+1+uint64(at) {
			return nil, fault.New(fault.Corrupt, "The change feed has a gap before %d: restore the event log from a backup.", first)
		}
	}
	return entries[:min(uint64(len(entries)), limit)], it.Error()
}

// SubjectEvents calls fn with the durable events of a subject by (time, seq). The event is fn's to keep.
func (l *Log) SubjectEvents(ctx context.Context, ws event.Workspace, s event.Subject, fn func(*event.Event) error) error {
	return l.read(func(h *handle) error {
		low := appendEventKey(make([]byte, 0, eventKeyLen), ws, s, math.MinInt64, 0)[:eventKeyLen-16]
		durable := l.durable.Load()
		return h.scan(low, func(it *pebble.Iterator) error {
			if err := l.goOn(ctx, h); err != nil {
				return err
			}
			e, _, err := readEvent(it, durable)
			if e == nil || err != nil {
				return err
			}
			return fn(e)
		})
	})
}

// goOn ends a long read whose caller has gone or under which the store is being closed.
func (l *Log) goOn(ctx context.Context, h *handle) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if h.stopping() {
		return errClosing()
	}
	return nil
}

// readEvent decodes the event at an iterator; nil if it is not durable yet.
func readEvent(it *pebble.Iterator, durable uint64) (*event.Event, eventPlace, error) {
	p, err := parseEventKey(it.Key())
	if err != nil || p.seq > durable {
		return nil, p, err
	}
	v, err := it.ValueAndErr()
	if err != nil {
		return nil, p, err
	}
	e := new(event.Event)
	if err := e.Decode(bytes.Clone(v)); err != nil {
		return nil, p, corruptEvent(p.seq, err)
	}
	e.Seq = p.seq
	return e, p, nil
}

// Scan calls fn with every durable event and the person that its subject belongs to, by workspace, subject, time and seq. The
// event is fn's to keep.
func (l *Log) Scan(ctx context.Context, fn func(event.Workspace, event.Subject, event.Person, *event.Event) error) error {
	return l.read(func(h *handle) error {
		durable := l.durable.Load()
		var last eventPlace
		var person event.Person
		return h.scan([]byte{famEvent}, func(it *pebble.Iterator) error {
			if err := l.goOn(ctx, h); err != nil {
				return err
			}
			e, p, err := readEvent(it, durable)
			if e == nil || err != nil {
				return err
			}
			if p.subject != last.subject || p.ws != last.ws {
				var known bool
				if person, known, err = h.person(p.ws, p.subject); err != nil {
					return err
				}
				if !known {
					return fault.New(fault.Corrupt, "Subject %s has events and no person: restore the event log from a backup.", p.subject)
				}
				last = p
			}
			return fn(p.ws, p.subject, person, e)
		})
	})
}

// PersonOf is the person that a subject belongs to.
func (l *Log) PersonOf(ws event.Workspace, s event.Subject) (p event.Person, known bool, err error) {
	err = l.read(func(h *handle) error {
		p, known, err = h.person(ws, s)
		return err
	})
	return p, known, err
}

func (h *handle) person(ws event.Workspace, s event.Subject) (p event.Person, known bool, err error) {
	v, known, err := get(h.db, appendPersonKey(nil, ws, s))
	if err != nil || !known {
		return p, false, err
	}
	return parsePerson(v)
}

func parsePerson(v []byte) (p event.Person, known bool, err error) {
	if len(v) != 17 || v[0] != valueVersion {
		return p, false, unknownFormat("person of a subject", v)
	}
	return event.Person(v[1:]), true, nil
}

// Cursor reads how far a follower has come, 0 if it has not begun.
func (l *Log) Cursor(name string) (seq uint64, err error) {
	err = l.read(func(h *handle) error {
		v, ok, err := get(h.db, cursorKey(name))
		if err != nil || !ok {
			return err
		}
		if len(v) != 9 || v[0] != valueVersion {
			return unknownFormat("cursor "+name, v)
		}
		seq = binary.BigEndian.Uint64(v[1:])
		return nil
	})
	return seq, err
}

// SetCursor keeps how far a follower has come. After a crash it may be found where it was a moment before: a follower sees some
// changes again, and never misses one.
func (l *Log) SetCursor(name string, seq uint64) error {
	if l.readOnly {
		return fault.New(fault.Unavailable, "The data folder may not be written, so no follower can note how far it is.")
	}
	v := binary.BigEndian.AppendUint64([]byte{valueVersion}, seq)
	return l.update(func(t *Tx) error { return t.batch.Set(cursorKey(name), v, nil) })
}

func (l *Log) update(fn func(*Tx) error) error { return l.Update(context.Background(), fn) }

// View reads identity's part of the store.
type View struct {
	with func(func(pebble.Reader) error) error
}

// Identity is identity's part of the store, with what is committed at the time of each call.
func (l *Log) Identity() View {
	return View{func(fn func(pebble.Reader) error) error {
		return l.read(func(h *handle) error { return fn(h.db) })
	}}
}

// IdentityAt calls fn with identity's part of the store as of one moment, while writing goes on. The view's reads end with an error
// once ctx ends or the log is being closed. It must not be kept.
func (l *Log) IdentityAt(ctx context.Context, fn func(View) error) error {
	return l.read(func(h *handle) error {
		snap := h.db.NewSnapshot()
		defer snap.Close()
		return fn(View{func(fn func(pebble.Reader) error) error {
			if err := l.goOn(ctx, h); err != nil {
				return err
			}
			return fn(snap)
		}})
	})
}

// Get reads a key. The value may be kept.
func (v View) Get(key []byte) (value []byte, ok bool, err error) {
	err = v.with(func(r pebble.Reader) error {
		value, ok, err = get(r, identityKey(key))
		return err
	})
	return value, ok, err
}

// Scan calls fn with each key that starts with prefix, in order. Key and value are valid until fn returns.
func (v View) Scan(prefix []byte, fn func(key, value []byte) error) error {
	return v.with(func(r pebble.Reader) error { return scanIdentity(r, prefix, fn) })
}
