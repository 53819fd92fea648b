package eventlog

import (
	"encoding/binary"
	"errors"
	"fmt"

	"jejak/internal/event"
)

// chunkMax bounds the changes of one feed key, and so what a look-up of one change has to read.
const chunkMax = 256

// entry is one change as the feed keeps it: for an event, where it lies; for a move, from whom to whom.
type entry struct {
	ws      event.Workspace
	move    bool
	subject event.Subject
	person  event.Person
	from    event.Person // of a move
	time    event.Time   // of an event

	// Of an event that is still in memory; not part of the feed.
	value    []byte
	key      MessageKey
	received event.Time
}

const (
	entryMove      = 1 << 0
	entryOwnPerson = 1 << 1 // the person is named after this subject, as most are
	entrySameWs    = 1 << 2 // as the entry before
)

// appendChunk writes the changes of one feed key: version, count, then each with times relative to the one before.
func appendChunk(dst []byte, entries []entry) []byte {
	dst = append(dst, valueVersion)
	dst = binary.AppendUvarint(dst, uint64(len(entries)))
	var ws event.Workspace
	var last event.Time
	for i := range entries {
		e := &entries[i]
		at := len(dst)
		dst = append(dst, 0)
		if e.ws == ws {
			dst[at] |= entrySameWs
		} else {
			dst = binary.AppendUvarint(dst, uint64(e.ws))
			ws = e.ws
		}
		dst = append(dst, e.subject[:]...)
		if e.person == event.Person(e.subject) {
			dst[at] |= entryOwnPerson
		} else {
			dst = append(dst, e.person[:]...)
		}
		if e.move {
			dst[at] |= entryMove
			dst = append(dst, e.from[:]...)
			continue
		}
		dst = binary.AppendVarint(dst, int64(e.time-last))
		last = e.time
	}
	return dst
}

var errChunk = errors.New("feed chunk ends early")

// readChunk appends the changes of a feed value to dst.
func readChunk(dst []entry, v []byte) ([]entry, error) {
	if len(v) == 0 || v[0] != valueVersion {
		return dst, unknownFormat("feed chunk", v)
	}
	v = v[1:]
	n, k := binary.Uvarint(v)
	if k <= 0 || n > chunkMax {
		return dst, errChunk
	}
	v = v[k:]
	var ws event.Workspace
	var last event.Time
	for range n {
		if len(v) == 0 {
			return dst, errChunk
		}
		flags := v[0]
		v = v[1:]
		e := entry{move: flags&entryMove != 0}
		if flags&entrySameWs == 0 {
			w, k := binary.Uvarint(v)
			if k <= 0 {
				return dst, errChunk
			}
			ws, v = event.Workspace(w), v[k:]
		}
		e.ws = ws
		if len(v) < 16 {
			return dst, errChunk
		}
		v = v[copy(e.subject[:], v):]
		e.person = event.Person(e.subject)
		if flags&entryOwnPerson == 0 {
			if len(v) < 16 {
				return dst, errChunk
			}
			v = v[copy(e.person[:], v):]
		}
		if e.move {
			if len(v) < 16 {
				return dst, errChunk
			}
			v = v[copy(e.from[:], v):]
		} else {
			d, k := binary.Varint(v)
			if k <= 0 {
				return dst, errChunk
			}
			last += event.Time(d)
			e.time, v = last, v[k:]
		}
		dst = append(dst, e)
	}
	if len(v) > 0 {
		return dst, fmt.Errorf("feed chunk has %d bytes too many", len(v))
	}
	return dst, nil
}

func unknownFormat(what string, v []byte) error {
	if len(v) == 0 {
		return fmt.Errorf("%s is empty", what)
	}
	return fmt.Errorf("%s of format %d: this build reads up to %d", what, v[0], valueVersion)
}
