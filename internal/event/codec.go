package event

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"unsafe"
)

// codecVersion is the first byte of an encoded event. Any change of the layout below bumps it; a newer one is refused.
// The layout is described in docs/formats/event.md.
const codecVersion = 1

var errShort = errors.New("ends early")

// AppendEncode appends the durable form of e to dst. Seq is not part of it: the key holds it.
func (e *Event) AppendEncode(dst []byte) []byte {
	dst = append(dst, codecVersion, byte(e.Type), byte(e.Flags))
	dst = binary.AppendUvarint(dst, uint64(e.Source))
	dst = binary.AppendVarint(dst, int64(e.ReceivedAt))
	dst = appendRelative(dst, e.Time, e.ReceivedAt)
	dst = appendRelative(dst, e.OriginalAt, e.ReceivedAt)
	dst = appendRelative(dst, e.SentAt, e.ReceivedAt)
	dst = appendBytes(dst, e.Name)
	dst = appendBytes(dst, e.Channel)
	dst = appendBytes(dst, e.MessageID)
	dst = binary.AppendUvarint(dst, uint64(len(e.IDs)))
	for _, id := range e.IDs {
		dst = appendBytes(dst, id.Type)
		dst = appendBytes(dst, id.Value)
	}
	dst = appendBytes(dst, e.Properties)
	dst = appendBytes(dst, e.Traits)
	return appendBytes(dst, e.Context)
}

// appendRelative writes 0 for an absent time, else 1 and the distance to base, which is a byte or three for most.
func appendRelative(dst []byte, t, base Time) []byte {
	if t == 0 {
		return append(dst, 0)
	}
	return binary.AppendVarint(append(dst, 1), int64(t-base))
}

func appendBytes[T ~string | ~[]byte](dst []byte, v T) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(v))), v...)
}

// Decode reads the durable form of an event into e, whose Seq the caller sets. The texts and byte fields of e share src, which
// must not change as long as they are kept. The ids go to where e.IDs has room.
func (e *Event) Decode(src []byte) error {
	r := reader{src: src}
	if v := r.byte(); v != codecVersion && r.err == nil {
		return fmt.Errorf("event of format %d: this build reads up to %d", v, codecVersion)
	}
	room := e.IDs[:0]
	*e = Event{Type: Type(r.byte()), Flags: Flag(r.byte()), Source: Source(r.uvarint())}
	e.ReceivedAt = Time(r.varint())
	e.Time = r.relative(e.ReceivedAt)
	e.OriginalAt = r.relative(e.ReceivedAt)
	e.SentAt = r.relative(e.ReceivedAt)
	e.Name, e.Channel, e.MessageID = r.text(), r.text(), r.text()
	n := r.uvarint()
	if n > uint64(len(src)) {
		return errShort
	}
	if e.IDs = room; uint64(cap(room)) < n || room == nil {
		e.IDs = make([]ID, 0, n)
	}
	for range n {
		e.IDs = append(e.IDs, ID{Type: IDType(r.text()), Value: r.text()})
	}
	e.Properties, e.Traits, e.Context = r.json(), r.json(), r.json()
	if r.err == nil && len(r.src) > 0 {
		return fmt.Errorf("event has %d bytes too many", len(r.src))
	}
	return r.err
}

type reader struct {
	src []byte
	err error
}

func (r *reader) fail() { r.src, r.err = nil, errShort }

func (r *reader) byte() byte {
	if len(r.src) == 0 {
		r.fail()
		return 0
	}
	b := r.src[0]
	r.src = r.src[1:]
	return b
}

func (r *reader) uvarint() uint64 {
	v, n := binary.Uvarint(r.src)
	if n <= 0 {
		r.fail()
		return 0
	}
	r.src = r.src[n:]
	return v
}

func (r *reader) varint() int64 {
	v, n := binary.Varint(r.src)
	if n <= 0 {
		r.fail()
		return 0
	}
	r.src = r.src[n:]
	return v
}

func (r *reader) relative(base Time) Time {
	if r.byte() == 0 {
		return 0
	}
	return base + Time(r.varint())
}

func (r *reader) bytes() []byte {
	n := r.uvarint()
	if n > uint64(len(r.src)) {
		r.fail()
		return nil
	}
	b := r.src[:n:n]
	r.src = r.src[n:]
	return b
}

// text is bytes as a string in the same place: a string of its own for each text would be most of the cost of reading an event.
func (r *reader) text() string {
	b := r.bytes()
	return unsafe.String(unsafe.SliceData(b), len(b))
}

func (r *reader) json() json.RawMessage {
	if b := r.bytes(); len(b) > 0 {
		return b
	}
	return nil
}
