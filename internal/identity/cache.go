package identity

import "hash/maphash"

// cache keeps at most limit values and lets go of one that was not used lately (the clock algorithm). It grows as it is
// filled, so an idle workspace pays nothing. K and V hold no pointers, so the garbage collector does not walk it.
// Not safe for concurrent use.
//
// slots is a hash table of places in entries (linear probing, at most half full): a map would hold every key once more.
type cache[K comparable, V any] struct {
	slots   []int32 // a place and 1, or 0; as many as a power of two
	entries []cached[K, V]
	seed    maphash.Seed
	hand    int
	limit   int
}

type cached[K comparable, V any] struct {
	key  K
	val  V
	used bool
}

// firstSlots is how many a cache begins with.
const firstSlots = 1 << 8

func newCache[K comparable, V any](limit int) *cache[K, V] {
	return &cache[K, V]{slots: make([]int32, firstSlots), seed: maphash.MakeSeed(), limit: max(limit, 1)}
}

// home is where a key would be if nobody else were.
func (c *cache[K, V]) home(k K) int {
	return int(maphash.Comparable(c.seed, k) & uint64(len(c.slots)-1))
}

// find is the slot that a key is in, or the free one that it would get.
func (c *cache[K, V]) find(k K) int {
	at := c.home(k)
	for c.slots[at] != 0 && c.entries[c.slots[at]-1].key != k {
		at = (at + 1) & (len(c.slots) - 1)
	}
	return at
}

// get returns the value to read or change in place, nil if there is none. It is valid until the next put.
func (c *cache[K, V]) get(k K) *V {
	place := c.slots[c.find(k)]
	if place == 0 {
		return nil
	}
	e := &c.entries[place-1]
	e.used = true
	return &e.val
}

// put adds a value, or replaces it, and returns its place, valid until the next put.
func (c *cache[K, V]) put(k K, v V) *V {
	if old := c.get(k); old != nil {
		*old = v
		return old
	}
	if len(c.entries) < c.limit {
		if 2*(len(c.entries)+1) > len(c.slots) {
			c.grow()
		}
		c.entries = append(c.entries, cached[K, V]{key: k, val: v})
		c.slots[c.find(k)] = int32(len(c.entries))
		return &c.entries[len(c.entries)-1].val
	}
	for c.entries[c.hand].used {
		c.entries[c.hand].used = false
		c.hand = (c.hand + 1) % c.limit
	}
	e := &c.entries[c.hand]
	c.free(c.find(e.key))
	e.key, e.val = k, v
	c.slots[c.find(k)] = int32(c.hand + 1)
	c.hand = (c.hand + 1) % c.limit
	return &e.val
}

// grow doubles the slots.
func (c *cache[K, V]) grow() {
	c.slots = make([]int32, 2*len(c.slots))
	for i := range c.entries {
		c.slots[c.find(c.entries[i].key)] = int32(i + 1)
	}
}

// free empties a slot and moves those behind it up that would else no longer be found (Knuth, TAOCP 3, 6.4, algorithm R).
func (c *cache[K, V]) free(hole int) {
	mask := len(c.slots) - 1
	for at := (hole + 1) & mask; c.slots[at] != 0; at = (at + 1) & mask {
		home := c.home(c.entries[c.slots[at]-1].key)
		if (at-home)&mask >= (at-hole)&mask { // it may lie as far forward as the hole
			c.slots[hole] = c.slots[at]
			hole = at
		}
	}
	c.slots[hole] = 0
}

func (c *cache[K, V]) clear() {
	clear(c.slots)
	c.entries, c.hand = c.entries[:0], 0
}
