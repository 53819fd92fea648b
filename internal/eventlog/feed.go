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

	key      MessageKey // of an event; since version 2 of a chunk
	received event.Time // with it

	value []byte // of an event that is still in memory; not part of the feed
}

const (
	entryMove      = 1 << 0
	entryOwnPerson = 1 << 1 // the person is named after this subject, as most are
	entrySameWs    = 1 << 2 // as the entry before
)

// appendChunk writes the changes of one feed key: version, count, then each with times relative to the ones before.
func appendChunk(dst []byte, entries []entry) []byte {
	dst = append(dst, chunkVersion)
	dst = binary.AppendUvarint(dst, uint64(len(entries)))
	var ws event.Workspace
	var last, received event.Time
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
		dst = binary.AppendVarint(dst, int64(e.received-received))
		dst = append(dst, e.key[:]...)
		last, received = e.time, e.received
	}
	return dst
}

var errChunk = errors.New("feed chunk ends early")

// readChunk appends the changes of a feed value to dst.
func readChunk(dst []entry, v []byte) ([]entry, error) {
	if len(v) == 0 || v[0] == 0 || v[0] > chunkVersion {
		return dst, fmt.Errorf("feed chunk: %w", newerFormat(v, chunkVersion))
	}
	r := chunkReader{v: v[1:], keyed: v[0] >= 2}
	n := r.uvarint()
	if r.err == nil && n > chunkMax {
		return dst, errChunk
	}
	for range n {
		e := r.entry()
		if r.err != nil {
			return dst, r.err
		}
		dst = append(dst, e)
	}
	if r.err == nil && len(r.v) > 0 {
		return dst, fmt.Errorf("feed chunk has %d bytes too many", len(r.v))
	}
	return dst, r.err
}

// chunkReader reads the changes of a chunk.
type chunkReader struct {
	v     []byte
	keyed bool // with the dedupe keys of events
	err   error

	ws             event.Workspace
	last, received event.Time
}

func (r *chunkReader) entry() (e entry) {
	flags := r.bytes(1)
	if r.err != nil {
		return e
	}
	e.move = flags[0]&entryMove != 0
	if flags[0]&entrySameWs == 0 {
		r.ws = event.Workspace(r.uvarint())
	}
	e.ws = r.ws
	copy(e.subject[:], r.bytes(16))
	e.person = event.Person(e.subject)
	if flags[0]&entryOwnPerson == 0 {
		copy(e.person[:], r.bytes(16))
	}
	if e.move {
		copy(e.from[:], r.bytes(16))
		return e
	}
	r.last += event.Time(r.varint())
	e.time = r.last
	if r.keyed {
		r.received += event.Time(r.varint())
		e.received = r.received
		copy(e.key[:], r.bytes(16))
	}
	return e
}

func (r *chunkReader) bytes(n int) []byte {
	if len(r.v) < n {
		r.v, r.err = nil, errChunk
		return nil
	}
	b := r.v[:n]
	r.v = r.v[n:]
	return b
}

func (r *chunkReader) uvarint() uint64 {
	n, k := binary.Uvarint(r.v)
	r.skip(k)
	return n
}

func (r *chunkReader) varint() int64 {
	n, k := binary.Varint(r.v)
	r.skip(k)
	return n
}

func (r *chunkReader) skip(k int) {
	if k <= 0 {
		r.v, r.err = nil, errChunk
		return
	}
	r.v = r.v[k:]
}

func unknownFormat(what string, v []byte) error {
	return fmt.Errorf("%s: %w", what, newerFormat(v, valueVersion))
}

func newerFormat(v []byte, known byte) error {
	if len(v) == 0 {
		return errors.New("it is empty")
	}
	return fmt.Errorf("format %d: this build reads up to %d", v[0], known)
}
