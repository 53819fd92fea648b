package identity

// cache keeps at most limit values and lets go of one that was not used lately (the clock algorithm). It grows as it is
// filled, so an idle workspace pays nothing. Not safe for concurrent use.
type cache[K comparable, V any] struct {
	slots map[K]int32
	keys  []K
	vals  []V
	used  []bool
	hand  int
	limit int
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
	c.used[i] = true
	return &c.vals[i]
}

func (c *cache[K, V]) put(k K, v V) {
	if i, ok := c.slots[k]; ok {
		c.vals[i], c.used[i] = v, true
		return
	}
	if len(c.keys) < c.limit {
		c.slots[k] = int32(len(c.keys))
		c.keys, c.vals, c.used = append(c.keys, k), append(c.vals, v), append(c.used, false)
		return
	}
	for c.used[c.hand] {
		c.used[c.hand] = false
		c.hand = (c.hand + 1) % c.limit
	}
	delete(c.slots, c.keys[c.hand])
	c.slots[k] = int32(c.hand)
	c.keys[c.hand], c.vals[c.hand] = k, v
	c.hand = (c.hand + 1) % c.limit
}

func (c *cache[K, V]) clear() {
	clear(c.slots)
	clear(c.keys) // they hold strings
	clear(c.vals)
	c.keys, c.vals, c.used, c.hand = c.keys[:0], c.vals[:0], c.used[:0], 0
}
