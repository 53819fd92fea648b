package trail

import (
	"hash/maphash"
	"strings"
)

// texts gives equal texts one place in memory, for as long as they come often. It is bounded, and belongs to one goroutine.
type texts struct {
	seed  maphash.Seed
	slots [1 << 13]string // one text each, by hash; a later one takes the place of an earlier one
}

// maxShared is the longest text that is worth a look.
const maxShared = 64

func (t *texts) of(b []byte) string {
	if len(b) == 0 || len(b) > maxShared {
		return string(b)
	}
	slot := &t.slots[maphash.Bytes(t.seed, b)%uint64(len(t.slots))]
	if *slot != string(b) {
		*slot = string(b)
	}
	return *slot
}

// text is of for a string, which is not kept itself: it may be part of a larger one.
func (t *texts) text(s string) string {
	slot := &t.slots[maphash.String(t.seed, s)%uint64(len(t.slots))]
	if *slot != s {
		*slot = strings.Clone(s)
	}
	return *slot
}
