package trail_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"jejak/internal/event"
	"jejak/internal/journey/journeytest"
)

// Who is in a segment is what the oracle says, asked of everyone and of some people only.
func TestMembersAreTheOracles(t *testing.T) {
	t.Parallel()
	for seed := range uint64(seeds(25)) {
		g, log := journeytest.NewGen(seed), journeytest.NewLog()
		oracle, d := journeytest.NewOracle(log), g.Definitions()
		e := open(t, t.TempDir(), log, options(seed))
		for range 3 {
			g.Feed(log, 1+g.IntN(150))
			if err := e.WaitFor(t.Context(), log.LastSeq()); err != nil {
				t.Fatal(err)
			}
			for range 15 {
				s := g.Segment()
				_, all, err := oracle.Members(t.Context(), g.Workspace(), s, nil, d)
				if err != nil {
					t.Fatal(err)
				}
				some := slices.DeleteFunc(slices.Clone(all), func(event.Person) bool { return g.IntN(2) == 0 })
				some = append(some, event.Person{1, 2, 3})
				for _, within := range [][]event.Person{nil, some, {}} {
					_, want, err := oracle.Members(t.Context(), g.Workspace(), s, within, d)
					if err != nil {
						t.Fatal(err)
					}
					_, got, err := e.Members(t.Context(), g.Workspace(), s, within, d)
					if err != nil {
						t.Fatal(err)
					}
					slices.SortFunc(got, func(a, b event.Person) int { return bytes.Compare(a[:], b[:]) })
					if !slices.Equal(want, got) {
						text, _ := json.Marshal(s)
						t.Fatalf("seed %d, segment %s within %v\nwant %v\ngot  %v", seed, text, within, want, got)
					}
				}
			}
		}
	}
}
