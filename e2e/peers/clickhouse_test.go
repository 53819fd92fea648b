//go:build e2e

package peers

import (
	"testing"
)

// TestAnswersAreClickHouses asks ClickHouse and the engine the same of generated logs. docs/questions/peers.md says which questions meet.
func TestAnswersAreClickHouses(t *testing.T) {
	if Missing() {
		t.Skip("libchdb is made for linux/amd64 only")
	}
	c, err := OpenClickHouse(t.TempDir(), 2)
	must(t, err)
	defer c.Close()
	const each = 30 // of each the questions' parameters are drawn anew
	counted := map[string]int{}
	for first := 0; first < *worldsEach; first += each {
		t.Run("", func(t *testing.T) {
			b := newBatch(c, uint64(first))
			worlds := newWorlds(t, c, first, min(each, *worldsEach-first))
			counted["funnels"] += b.funnels(t, worlds)
			counted["strict modes"] += b.strictModes(t, worlds)
			counted["ties"] += b.rawTies(t, worlds)
			counted["paths"] += b.paths(t, worlds)
			counted["retention"] += b.retention(t, worlds)
			counted["trends"] += b.trends(t, worlds)
			counted["stages"] += b.stages(t, worlds)
		})
		if t.Failed() {
			return
		}
	}
	for what, n := range counted {
		t.Logf("%s: %d cells", what, n)
		if n < *worldsEach/4 {
			t.Errorf("%s: too few cells say anything", what)
		}
	}
}
