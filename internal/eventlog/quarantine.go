package eventlog

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/cockroachdb/pebble/v2"

	"jejak/internal/event"
	"jejak/internal/fault"
)

// RawMax is how much of a rejected body is kept.
const RawMax = 512 << 10

// Quarantined is a rejected item as it came, with the reason, so that it can be seen, mended and replayed.
type Quarantined struct {
	ID       uint64
	Source   event.Source
	At       event.Time // when it was received
	Reason   string
	Detail   string     // for people
	Size     int        // of the body as it came; more than len(Raw) where only its beginning was kept
	Replayed event.Time // when it was last replayed, 0 if never
	Raw      []byte
}

// appendQuarantined writes everything but the number, which the key holds, and the body, which has a key of its own so that a
// long list is read without it.
func appendQuarantined(dst []byte, q *Quarantined) []byte {
	dst = append(dst, valueVersion)
	dst = binary.AppendUvarint(dst, uint64(q.Source))
	dst = binary.AppendVarint(dst, int64(q.At))
	dst = binary.AppendVarint(dst, int64(q.Replayed))
	dst = binary.AppendUvarint(dst, uint64(q.Size))
	dst = binary.AppendUvarint(dst, uint64(len(q.Reason)))
	dst = append(dst, q.Reason...)
	return append(dst, q.Detail...)
}

var errQuarantined = errors.New("quarantine entry ends early")

func readQuarantined(q *Quarantined, v []byte) error {
	if len(v) == 0 || v[0] != valueVersion {
		return unknownFormat("quarantine entry", v)
	}
	v = v[1:]
	var nums [4]int64
	for i := range nums {
		var k int
		if i == 0 || i == 3 {
			var n uint64
			n, k = binary.Uvarint(v)
			nums[i] = int64(n)
		} else {
			nums[i], k = binary.Varint(v)
		}
		if k <= 0 {
			return errQuarantined
		}
		v = v[k:]
	}
	q.Source, q.At, q.Replayed, q.Size = event.Source(nums[0]), event.Time(nums[1]), event.Time(nums[2]), int(nums[3])
	n, k := binary.Uvarint(v)
	if k <= 0 || n > uint64(len(v)-k) {
		return errQuarantined
	}
	v = v[k:]
	q.Reason, q.Detail = string(v[:n]), string(v[n:])
	return nil
}

func parseItemKey(k []byte) (event.Workspace, uint64, error) {
	if len(k) != itemKeyLen {
		return 0, 0, fmt.Errorf("quarantine key of %d bytes", len(k))
	}
	return event.Workspace(binary.BigEndian.Uint32(k[1:])), binary.BigEndian.Uint64(k[5:]), nil
}

// Quarantine lists rejected items, newest first, with their bodies.
func (l *Log) Quarantine(ws event.Workspace, q Query) ([]Quarantined, error) {
	limit := q.Limit
	if limit <= 0 {
		limit = 100
	}
	var list []Quarantined
	err := l.read(func(h *handle) error {
		low := binary.BigEndian.AppendUint32([]byte{famQuarantine}, uint32(ws))
		high := after(low)
		if q.Before != 0 {
			high = itemKey(famQuarantine, ws, q.Before)
		}
		it, err := h.db.NewIter(&pebble.IterOptions{LowerBound: low, UpperBound: high})
		if err != nil {
			return err
		}
		defer it.Close()
		for ok := it.Last(); ok && len(list) < limit; ok = it.Prev() {
			var item Quarantined
			if _, item.ID, err = parseItemKey(it.Key()); err != nil {
				return err
			}
			if err := readQuarantined(&item, it.Value()); err != nil {
				return err
			}
			if q.Source != 0 && item.Source != q.Source {
				continue
			}
			if item.Raw, _, err = get(h.db, itemKey(famRaw, ws, item.ID)); err != nil {
				return err
			}
			list = append(list, item)
		}
		return it.Error()
	})
	return list, err
}

// Quarantined reads one rejected item.
func (l *Log) Quarantined(ws event.Workspace, id uint64) (Quarantined, error) {
	item := Quarantined{ID: id}
	err := l.read(func(h *handle) error {
		v, ok, err := get(h.db, itemKey(famQuarantine, ws, id))
		if err != nil {
			return err
		}
		if !ok {
			return fault.Coded(fault.New(fault.NotFound, "There is no item %d in quarantine.", id), "quarantine_gone")
		}
		if err := readQuarantined(&item, v); err != nil {
			return err
		}
		item.Raw, _, err = get(h.db, itemKey(famRaw, ws, id))
		return err
	})
	return item, err
}

// EachQuarantined calls fn with every rejected item of a workspace, oldest first, with its body, which is fn's during the call.
func (l *Log) EachQuarantined(ws event.Workspace, fn func(*Quarantined) error) error {
	return l.read(func(h *handle) error {
		return h.scan(binary.BigEndian.AppendUint32([]byte{famQuarantine}, uint32(ws)), func(it *pebble.Iterator) error {
			var item Quarantined
			var err error
			if _, item.ID, err = parseItemKey(it.Key()); err != nil {
				return err
			}
			if err := readQuarantined(&item, it.Value()); err != nil {
				return err
			}
			if item.Raw, _, err = get(h.db, itemKey(famRaw, ws, item.ID)); err != nil {
				return err
			}
			return fn(&item)
		})
	})
}

// Imported is how many rows of an export are in the workspace; ok is false where its import was not begun.
func (l *Log) Imported(ws event.Workspace, export string) (rows uint64, ok bool, err error) {
	err = l.read(func(h *handle) error {
		rows, ok, err = imported(h, ws, export)
		return err
	})
	return rows, ok, err
}

func imported(h *handle, ws event.Workspace, export string) (rows uint64, ok bool, err error) {
	v, ok, err := get(h.db, importedKey(ws, export))
	if err != nil || !ok {
		return 0, false, err
	}
	if len(v) == 0 || v[0] != valueVersion {
		return 0, false, unknownFormat("import mark", v)
	}
	rows, n := binary.Uvarint(v[1:])
	if n <= 0 {
		return 0, false, errors.New("import mark ends early")
	}
	return rows, true, nil
}
