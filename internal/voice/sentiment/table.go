package sentiment

import (
	"math/bits"
	"slices"
)

// Entry is what one feature weighs.
type Entry struct {
	Place   uint32
	Weights [2]int8 // polarity and neutrality
}

// table finds the weights of a place by open addressing, at most three quarters full. Texts are full of features that no model has learned:
// they are told apart, and weigh nothing.
type table struct {
	bits, shift uint     // of a place; of a slot
	keys        []uint32 // the place and 1; 0 where a slot is free
	weights     [][2]int8
}

func newTable(placeBits uint, entries []Entry) table {
	slots := uint(bits.Len(uint(len(entries) + len(entries)/3)))
	t := table{bits: placeBits, shift: 32 - slots, keys: make([]uint32, 1<<slots), weights: make([][2]int8, 1<<slots)}
	for _, e := range entries {
		at := t.slot(e.Place)
		t.keys[at], t.weights[at] = e.Place+1, e.Weights
	}
	return t
}

// slot is where a place is, or would be. Places are spread by their upper bits.
func (t *table) slot(place uint32) uint32 {
	at := place << (32 - t.bits) >> t.shift
	for t.keys[at] != 0 && t.keys[at] != place+1 {
		at = (at + 1) & uint32(len(t.keys)-1)
	}
	return at
}

// entries are in the order of their places.
func (t *table) entries() []Entry {
	var out []Entry
	for at, key := range t.keys {
		if key != 0 {
			out = append(out, Entry{Place: key - 1, Weights: t.weights[at]})
		}
	}
	slices.SortFunc(out, func(a, b Entry) int { return int(a.Place) - int(b.Place) })
	return out
}

// places is a set of the places of one text after the other: clearing it takes no time.
type places struct {
	text  uint32   // the number of the text
	count int      // of its places
	slots []uint64 // the text's number above the place
}

// begin forgets the text before.
func (p *places) begin() {
	p.text, p.count = p.text+1, 0
	if p.text == 0 {
		clear(p.slots)
		p.text = 1
	}
}

// add reports whether the place is new.
func (p *places) add(place uint32) bool {
	if 2*(p.count+1) > len(p.slots) {
		p.grow()
	}
	mask := uint32(len(p.slots) - 1)
	entry := uint64(p.text)<<32 | uint64(place)
	for at := place & mask; ; at = (at + 1) & mask {
		switch {
		case p.slots[at] == entry:
			return false
		case uint32(p.slots[at]>>32) != p.text:
			p.slots[at] = entry
			p.count++
			return true
		}
	}
}

func (p *places) grow() {
	before := p.slots
	p.slots, p.count = make([]uint64, max(1024, 2*len(before))), 0
	for _, entry := range before {
		if uint32(entry>>32) == p.text {
			p.add(uint32(entry))
		}
	}
}
