package identity

import (
	"testing"

	"pgregory.net/rapid"
)

// TestCacheHasWhatWasPutLast compares with a map: what the cache still has is what was put last, what was just put is there, and
// there are never more values than its limit.
func TestCacheHasWhatWasPutLast(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.IntRange(1, 400).Draw(t, "limit")
		c, want := newCache[uint16, int](limit), map[uint16]int{}
		keys := rapid.SliceOfN(rapid.Uint16Range(0, 900), 1, 3000).Draw(t, "keys")
		clearAt := rapid.IntRange(-1, len(keys)).Draw(t, "clear at")
		for i, k := range keys {
			if i == clearAt {
				c.clear()
				clear(want)
			}
			if i%3 == 0 {
				if got := c.get(k); got != nil && *got != want[k] {
					t.Fatalf("key %d: %d, want %d", k, *got, want[k])
				}
				continue
			}
			c.put(k, i)
			want[k] = i
			if got := c.get(k); got == nil || *got != i {
				t.Fatalf("key %d was just put", k)
			}
		}
		found := 0
		for k := range uint16(901) {
			switch got := c.get(k); {
			case got == nil:
			case *got != want[k]:
				t.Fatalf("key %d: %d, want %d", k, *got, want[k])
			default:
				found++
			}
		}
		if found != min(len(want), limit) {
			t.Fatalf("%d values of %d, with room for %d", found, len(want), limit)
		}
	})
}
