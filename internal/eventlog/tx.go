package eventlog

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/cockroachdb/pebble/v2"

	"jejak/internal/event"
	"jejak/internal/fault"
)

// writer is what the sequencer keeps between groups. All of it can be read from the store again.
type writer struct {
	seq     uint64
	item    uint64 // last number given to a quarantined item
	rows    map[ledgerKey]*Counts
	periods map[uint16]bool // dedupe periods that have entries
	swept   uint16          // periods before this one are gone
	room    roomCheck
	paced   time.Time // when it was last seen that compactions keep up
	filter  *filter   // of messageIds
	named   *filter   // of identity's keys
	stale   bool      // what callers keep in memory may speak of changes that were dropped
	key     []byte
	val     []byte
	order   []int
}

// rowsMax bounds the ledger rows kept in memory.
const rowsMax = 4096

// Tx is what one call of Update adds to the log, together with its neighbours of the same group. It must not be kept.
type Tx struct {
	l        *Log
	h        *handle
	batch    *pebble.Batch
	identity *pebble.Batch // indexed, so that identity reads what it wrote; nil until it writes
	first    uint64
	item     uint64 // as it was before the group
	entries  []entry
	persons  []personRow
	dirty    map[ledgerKey]*Counts
	replayed map[itemID]bool // in this group
	counted  uint64          // calls of Count
	bytes    int
}

type itemID struct {
	ws event.Workspace
	id uint64
}

// NextSeq is the sequence number that the next change gets.
func (t *Tx) NextSeq() uint64 { return t.l.w.seq + 1 }

// Duplicate reports whether an event with this key was stored not longer ago than a messageId is known.
func (t *Tx) Duplicate(k MessageKey, received event.Time) (bool, error) {
	w := &t.l.w
	if !w.filter.mayHave(k) {
		return false, nil
	}
	now := periodOf(received)
	for _, period := range [...]uint16{now, now - 1, now + 1} {
		if !w.periods[period] {
			continue
		}
		at, ok, err := t.stored(dedupeID{k, period})
		if err != nil {
			return false, err
		}
		if ok && known(at, received) {
			return true, nil
		}
	}
	return false, nil
}

// stored is when an event with a key was received in a period.
func (t *Tx) stored(id dedupeID) (event.Time, bool, error) {
	if e, ok := t.l.tail.find(id); ok {
		return e.received, true, nil
	}
	w := &t.l.w
	w.key = appendDedupeKey(w.key[:0], id.period, id.key)
	v, closer, err := t.h.db.Get(w.key)
	if errors.Is(err, pebble.ErrNotFound) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	at, err := readDedupe(id.period, v)
	return at, true, errors.Join(err, closer.Close())
}

// DedupeFor is how long a messageId is known. It is durable: the dedupe entries are numbered by it.
const DedupeFor = 30 * 24 * time.Hour

const dedupeMillis = int64(DedupeFor / time.Millisecond)

func known(stored, received event.Time) bool {
	return int64(max(stored-received, received-stored)) <= dedupeMillis
}

// periodOf numbers the spans, each as long as a messageId is known, by which dedupe entries are dropped as a whole.
func periodOf(received event.Time) uint16 {
	n := int64(received) / dedupeMillis
	return uint16(min(max(n, 1), math.MaxUint16-1))
}

// appendDedupe writes version, seq, and milliseconds since the period began.
func appendDedupe(dst []byte, period uint16, seq uint64, received event.Time) []byte {
	dst = append(dst, valueVersion)
	dst = binary.AppendUvarint(dst, seq)
	return binary.AppendVarint(dst, int64(received)-int64(period)*dedupeMillis)
}

func readDedupe(period uint16, v []byte) (received event.Time, err error) {
	if len(v) == 0 || v[0] != valueVersion {
		return 0, unknownFormat("dedupe entry", v)
	}
	_, n := binary.Uvarint(v[1:]) // the sequence number
	if n <= 0 {
		return 0, fmt.Errorf("dedupe entry ends early")
	}
	since, k := binary.Varint(v[1+n:])
	if k <= 0 {
		return 0, fmt.Errorf("dedupe entry ends early")
	}
	return event.Time(since + int64(period)*dedupeMillis), nil
}

// Stored is an event on its way into the log.
type Stored struct {
	Workspace  event.Workspace
	Subject    event.Subject
	Person     event.Person
	NewSubject bool // the subject was not known before
	Key        MessageKey
	Time       event.Time
	Received   event.Time
	Value      []byte // the encoded event; the log keeps it
}

// Append adds an event: its place under its subject, its change, and its dedupe entry.
func (t *Tx) Append(s Stored) (uint64, error) {
	w := &t.l.w
	w.seq++
	seq := w.seq
	w.periods[periodOf(s.Received)] = true
	t.l.tail.add(s.Key, seq, s.Received)
	w.filter.add(s.Key)
	if s.NewSubject {
		t.persons = append(t.persons, personRow{s.Workspace, s.Subject, s.Person})
	}
	t.entries = append(t.entries, entry{
		ws: s.Workspace, subject: s.Subject, person: s.Person, time: s.Time, value: s.Value, key: s.Key, received: s.Received,
	})
	t.bytes += len(s.Value) + 128
	return seq, nil
}

// Move adds the change that a subject belongs to another person from here on. From a person to the same one it says that the subject's
// events have to be read again: what is known of them beside the log has changed.
func (t *Tx) Move(ws event.Workspace, s event.Subject, from, to event.Person) (uint64, error) {
	t.l.w.seq++
	t.entries = append(t.entries, entry{ws: ws, move: true, subject: s, person: to, from: from})
	t.bytes += 128
	t.persons = append(t.persons, personRow{ws, s, to})
	return t.l.w.seq, nil
}

// personRow says whose a subject is from here on.
type personRow struct {
	ws      event.Workspace
	subject event.Subject
	person  event.Person
}

// Count adds to the ledger row of the hour in which the items were received.
func (t *Tx) Count(ws event.Workspace, source event.Source, received event.Time, c Counts) error {
	if c.Received != c.Stored+c.Duplicate+c.Rejected {
		panic(fmt.Sprintf("BUG: counts that do not add up: %v", c)) //nolint:forbidigo // these are our own counts
	}
	k := ledgerKey{ws, source, hourOf(received)}
	row := t.l.w.rows[k]
	if row == nil {
		row = new(Counts)
		v, ok, err := get(t.h.db, appendLedgerKey(nil, k))
		if err != nil {
			return err
		}
		if ok {
			if *row, err = readCounts(v); err != nil {
				return err
			}
		}
		t.l.w.rows[k] = row
	}
	row.Add(c)
	t.counted++
	t.dirty[k] = row
	return nil
}

// Quarantine keeps a rejected item and returns its number. Of a body over RawMax only the beginning is kept; Size is that of the
// body unless a larger one is given, as of an item whose body was shortened elsewhere.
func (t *Tx) Quarantine(ws event.Workspace, q Quarantined) (uint64, error) {
	w := &t.l.w
	w.item++
	q.ID, q.Size = w.item, max(q.Size, len(q.Raw))
	w.val = appendQuarantined(w.val[:0], &q)
	if err := t.batch.Set(itemKey(famQuarantine, ws, q.ID), w.val, nil); err != nil {
		return 0, err
	}
	raw := q.Raw[:min(len(q.Raw), RawMax)]
	t.bytes += len(raw) + 256
	return q.ID, t.batch.Set(itemKey(famRaw, ws, q.ID), raw, nil)
}

// MarkReplayed notes that a quarantined item was sent in again, which may happen once: what is rejected again is a new item.
func (t *Tx) MarkReplayed(ws event.Workspace, id uint64, at event.Time) error {
	key := itemKey(famQuarantine, ws, id)
	v, ok, err := get(t.h.db, key)
	if err != nil {
		return err
	}
	if !ok {
		return fault.Coded(fault.New(fault.NotFound, "There is no item %d in quarantine.", id), "quarantine_gone")
	}
	q := Quarantined{ID: id}
	if err := readQuarantined(&q, v); err != nil {
		return err
	}
	if t.replayed[itemID{ws, id}] || q.Replayed != 0 {
		return fault.Coded(fault.New(fault.Conflict, "Item %d was replayed already.", id), "quarantine_replayed")
	}
	if t.replayed == nil {
		t.replayed = make(map[itemID]bool)
	}
	t.replayed[itemID{ws, id}] = true
	q.Replayed = at
	return t.batch.Set(key, appendQuarantined(nil, &q), nil)
}

// Imported is how many rows of an export are in the workspace already; ok is false where the import was not begun.
func (t *Tx) Imported(ws event.Workspace, export string) (rows uint64, ok bool, err error) {
	return imported(t.h, ws, export)
}

// SetImported notes, in the commit that brings them, how many rows of an export are in.
func (t *Tx) SetImported(ws event.Workspace, export string, rows uint64) error {
	return t.batch.Set(importedKey(ws, export), binary.AppendUvarint([]byte{valueVersion}, rows), nil)
}

// seal writes the changes and the ledger rows of the group.
func (t *Tx) seal() error {
	w := &t.l.w
	if err := t.writeEvents(); err != nil {
		return err
	}
	for i := 0; i < len(t.entries); i += chunkMax {
		w.key = appendFeedKey(w.key[:0], t.first+uint64(i))
		w.val = appendChunk(w.val[:0], t.entries[i:min(i+chunkMax, len(t.entries))])
		if err := t.batch.Set(w.key, w.val, nil); err != nil {
			return err
		}
	}
	for k, row := range t.dirty {
		w.key = appendLedgerKey(w.key[:0], k)
		w.val = appendCounts(w.val[:0], row)
		if err := t.batch.Set(w.key, w.val, nil); err != nil {
			return err
		}
	}
	if w.item != t.item {
		w.val = binary.AppendUvarint(w.val[:0], w.item)
		if err := t.batch.Set(keyQuarantine, w.val, nil); err != nil {
			return err
		}
	}
	if err := t.writePersons(); err != nil || t.identity == nil {
		return err
	}
	return t.writeIdentity()
}

// writePersons writes whose subjects are, in the order of their keys; of a subject that came and moved the last row counts.
func (t *Tx) writePersons() error {
	w, rows := &t.l.w, t.persons
	slices.SortStableFunc(rows, func(a, b personRow) int {
		return cmp.Or(cmp.Compare(a.ws, b.ws), bytes.Compare(a.subject[:], b.subject[:]))
	})
	for i, r := range rows {
		if i+1 < len(rows) && rows[i+1].ws == r.ws && rows[i+1].subject == r.subject {
			continue
		}
		w.key = appendPersonKey(w.key[:0], r.ws, r.subject)
		w.val = append(append(w.val[:0], valueVersion), r.person[:]...)
		if err := t.batch.Set(w.key, w.val, nil); err != nil {
			return err
		}
	}
	return nil
}

// identityWrite is a key that identity set or deleted.
type identityWrite struct {
	kind       pebble.InternalKeyKind
	at         int // in the order of writing
	key, value []byte
}

// writeIdentity writes what identity set and deleted, in the order of the keys and each key once, as it is in the end.
func (t *Tx) writeIdentity() error {
	all := make([]identityWrite, 0, t.identity.Count())
	r := t.identity.Reader()
	for {
		kind, key, value, more, err := r.Next()
		if err != nil {
			return err
		}
		if !more {
			break
		}
		all = append(all, identityWrite{kind, len(all), key, value})
	}
	slices.SortFunc(all, func(a, b identityWrite) int { return cmp.Or(bytes.Compare(a.key, b.key), cmp.Compare(a.at, b.at)) })
	for i, x := range all {
		if i+1 < len(all) && bytes.Equal(x.key, all[i+1].key) {
			continue
		}
		var err error
		switch x.kind {
		case pebble.InternalKeyKindSet:
			err = t.batch.Set(x.key, x.value, nil)
		case pebble.InternalKeyKindDelete:
			err = t.batch.Delete(x.key, nil)
		default:
			err = fmt.Errorf("BUG: identity wrote a key of kind %s", x.kind)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// writeEvents writes the events in the order of their keys: neighbours go into the memtable at half the cost. Their dedupe entries
// are part of their changes, and become keys of their own later.
func (t *Tx) writeEvents() error {
	w := &t.l.w
	w.order = w.order[:0]
	for i := range t.entries {
		if !t.entries[i].move {
			w.order = append(w.order, i)
		}
	}
	e := t.entries
	slices.SortFunc(w.order, func(a, b int) int {
		if e[a].ws == e[b].ws && e[a].subject != e[b].subject { // nearly always
			return bytes.Compare(e[a].subject[:], e[b].subject[:])
		}
		return cmp.Or(cmp.Compare(e[a].ws, e[b].ws), cmp.Compare(e[a].time, e[b].time), cmp.Compare(a, b))
	})
	for _, i := range w.order {
		op := t.batch.SetDeferred(eventKeyLen, len(e[i].value))
		appendEventKey(op.Key[:0], e[i].ws, e[i].subject, e[i].time, t.first+uint64(i))
		copy(op.Value, e[i].value)
		if err := op.Finish(); err != nil {
			return err
		}
	}
	return nil
}

// Get, Set, Delete and Scan are identity's part of the store: keys of its own, which no other part sees.

// Get reads a key, also one written before in the same transaction. The value may be kept.
func (t *Tx) Get(key []byte) ([]byte, bool, error) {
	named := identityKey(key)
	if !t.l.w.named.mayHave(keyID(named)) {
		return nil, false, nil
	}
	if t.identity != nil {
		return get(t.identity, named)
	}
	return get(t.h.db, named)
}

// Set writes a key.
func (t *Tx) Set(key, value []byte) error {
	t.bytes += len(key) + len(value)
	named := identityKey(key)
	t.l.w.named.add(keyID(named))
	return t.identityBatch().Set(named, value, nil)
}

// Delete removes a key.
func (t *Tx) Delete(key []byte) error { return t.identityBatch().Delete(identityKey(key), nil) }

// Scan calls fn with each key that starts with prefix, in order. Key and value are valid until fn returns.
func (t *Tx) Scan(prefix []byte, fn func(key, value []byte) error) error {
	if t.identity != nil {
		return scanIdentity(t.identity, prefix, fn)
	}
	return scanIdentity(t.h.db, prefix, fn)
}

func (t *Tx) identityBatch() *pebble.Batch {
	if t.identity == nil {
		t.identity = t.h.db.NewIndexedBatch()
	}
	return t.identity
}

func identityKey(key []byte) []byte {
	return append(append(make([]byte, 0, 1+len(key)), famIdentity), key...)
}

func scanIdentity(r pebble.Reader, prefix []byte, fn func(key, value []byte) error) error {
	low := identityKey(prefix)
	it, err := r.NewIter(&pebble.IterOptions{LowerBound: low, UpperBound: after(low)})
	if err != nil {
		return err
	}
	defer it.Close()
	for ok := it.First(); ok; ok = it.Next() {
		if err := fn(it.Key()[1:], it.Value()); err != nil {
			return err
		}
	}
	return it.Error()
}
