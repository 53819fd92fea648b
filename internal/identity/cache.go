package identity

// cache keeps at most limit values and lets go of one that was not used lately (the clock algorithm). It grows as it is
// filled, so an idle workspace pays nothing. K and V hold no pointers, so the garbage collector does not walk it.
// Not safe for concurrent use.
type cache[K comparable, V any] struct {
	slots   map[K]int32
	entries []cached[K, V]
	hand    int
	limit   int
}

type cached[K comparable, V any] struct {
	key  K
	val  V
	used bool
}

func newCache[K comparable, V any](limit int) *cache[K, V] {
	return &cache[K, V]{slots: map[K]int32{}, limit: max(limit, 1)}
}

// get returns the value to read or change in place, nil if there is none. It is valid until the next put.
func (c *cache[K, V]) get(k K) *V {
	i, ok := c.slots[k]
	if !ok {
		return nil
	}
	c.entries[i].used = true
	return &c.entries[i].val
}

// put adds a value, or replaces it, and returns its place, valid until the next put.
func (c *cache[K, V]) put(k K, v V) *V {
	if old := c.get(k); old != nil {
		*old = v
		return old
	}
	if len(c.entries) < c.limit {
		c.slots[k] = int32(len(c.entries))
		c.entries = append(c.entries, cached[K, V]{key: k, val: v})
		return &c.entries[len(c.entries)-1].val
	}
	for c.entries[c.hand].used {
		c.entries[c.hand].used = false
		c.hand = (c.hand + 1) % c.limit
	}
	e := &c.entries[c.hand]
	delete(c.slots, e.key)
	c.slots[k] = int32(c.hand)
	e.key, e.val = k, v
	c.hand = (c.hand + 1) % c.limit
	return &e.val
}

func (c *cache[K, V]) clear() {
	clear(c.slots)
	c.entries, c.hand = c.entries[:0], 0
}
