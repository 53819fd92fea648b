package eventlog

import (
	"encoding/binary"
	"sync"

	"github.com/cockroachdb/pebble/v2"
	"github.com/zeebo/xxh3"
)

// filter knows in memory which messageIds, or which of identity's keys, are surely new, so that the common case never looks into
// the store: a look-up there costs ten times what all else about an event does. It is a chain of Bloom filters, each twice the last
// one's size, and is read from the store in the background after a start. Where it is not ready, or over its bound, everything may
// be known.
type filter struct {
	mu    sync.Mutex
	parts []filterPart
	ready bool
	full  bool
}

// filterPart keeps an id in one line of the processor's cache: one bit in each of eight words.
type filterPart struct {
	lines [][8]uint64
	left  int
}

const (
	filterFirst = 1 << 20 // ids of the first part
	filterParts = 5       // so 31 million ids in 48 MB
	idsPerLine  = 42      // 12 bits each: one new id in a hundred or two is looked up for nothing
)

func (f *filter) add(k MessageKey) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.full || f.has(k) { // identity writes the same keys again and again: they must not use the room up
		return
	}
	n := len(f.parts)
	if n == 0 || f.parts[n-1].left == 0 {
		if n == filterParts {
			f.parts, f.full = nil, true
			return
		}
		f.parts = append(f.parts, newPart(n))
		n++
	}
	p := &f.parts[n-1]
	p.left--
	line, bits := p.line(k)
	for i := range line {
		line[i] |= 1 << (bits & 63)
		bits >>= 6
	}
}

// newPart is the empty part that comes after n others.
func newPart(n int) filterPart {
	ids := filterFirst << n
	return filterPart{lines: make([][8]uint64, ids/idsPerLine), left: ids}
}

func (p *filterPart) line(k MessageKey) (*[8]uint64, uint64) {
	high := binary.BigEndian.Uint64(k[:8])
	at := high >> 32 * uint64(len(p.lines)) >> 32
	return &p.lines[at], binary.BigEndian.Uint64(k[8:])
}

// mayHave is false only for an id that was never added.
func (f *filter) mayHave(k MessageKey) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return !f.ready || f.full || f.has(k)
}

func (f *filter) has(k MessageKey) bool {
	for i := len(f.parts) - 1; i >= 0; i-- {
		line, bits := f.parts[i].line(k)
		found := true
		for j := range line {
			if line[j]&(1<<(bits&63)) == 0 {
				found = false
				break
			}
			bits >>= 6
		}
		if found {
			return true
		}
	}
	return false
}

// fill reads the keys of a family into the filter; of makes an id of a key. Ids that are added meanwhile are in it as well.
func (f *filter) fill(h *handle, family byte, of func(key []byte) MessageKey, stopping func() bool) error {
	n := 0
	err := h.scan([]byte{family}, func(it *pebble.Iterator) error {
		f.add(of(it.Key()))
		if n++; n%1024 == 0 && stopping() {
			return errClosing()
		}
		return nil
	})
	if err == nil {
		f.mu.Lock()
		f.ready = true
		f.mu.Unlock()
	}
	return err
}

// messageOf is the id in the key of a dedupe entry.
func messageOf(key []byte) (k MessageKey) {
	copy(k[:], key[min(3, len(key)):])
	return k
}

// keyID makes an id of one of identity's keys.
func keyID(key []byte) (k MessageKey) {
	h := xxh3.Hash128(key)
	binary.BigEndian.PutUint64(k[:8], h.Hi)
	binary.BigEndian.PutUint64(k[8:], h.Lo)
	return k
}
