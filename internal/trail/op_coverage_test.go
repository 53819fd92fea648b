package trail_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"jejak/internal/journey"
	"jejak/internal/journey/journeytest"
	"jejak/internal/trail"
)

// TestCoverageOfManyTouchpoints asks about more rules than one pass tells apart: every two of them must still meet.
func TestCoverageOfManyTouchpoints(t *testing.T) {
	t.Parallel()
	for _, n := range []int{59, 60, 61, 130} {
		g, log := journeytest.NewGen(7), journeytest.NewLog()
		d := g.Definitions()
		d.Touchpoints = nil
		for i := range n {
			rule := journey.Filter{Channel: journey.Names{[]string{"web", "app", "store"}[i%3]}}
			if i%4 > 0 {
				rule = journey.Filter{Where: []journey.Condition{{Property: "price", Op: journey.OpGte, Value: i % 50}}}
			}
			if i%7 > 0 {
				rule.Event = journey.Names{[]string{"Order", "Cart", "Call"}[i%3]}
			}
			d.Touchpoints = append(d.Touchpoints, journey.Touchpoint{ID: fmt.Sprintf("t%d", i), Rule: rule})
		}
		g.Feed(log, 150)
		f := open(t, t.TempDir(), log, trail.Options{})
		if err := f.WaitFor(t.Context(), log.LastSeq()); err != nil {
			t.Fatal(err)
		}
		first, last := "t0", fmt.Sprintf("t%d", n-1)
		overlap := journey.Question{Kind: journey.KindCoverage}
		rule := journey.Question{Kind: journey.KindCoverage, Coverage: &journey.Coverage{Rule: &journey.Filter{Channel: journey.Names{"web"}}}}
		for _, q := range []journey.Question{
			overlap, rule,
			{Kind: journey.KindPeople, People: &journey.People{Of: &overlap, Cell: &journey.Cell{From: &first, To: &last}}},
			{Kind: journey.KindPeople, People: &journey.People{Of: &overlap, Cell: &journey.Cell{Touch: last, Outcome: "matched"}}},
			{Kind: journey.KindPeople, People: &journey.People{Of: &rule, Cell: &journey.Cell{Touch: last}}},
		} {
			want, err := journeytest.NewOracle(log).Ask(t.Context(), g.Workspace(), q, d)
			if err != nil {
				t.Fatal(err)
			}
			got, err := f.Ask(t.Context(), g.Workspace(), q, d)
			if err != nil {
				t.Fatal(err)
			}
			w, _ := json.Marshal(want)
			if h, _ := json.Marshal(got); string(h) != string(w) {
				t.Fatalf("of %d touchpoints\nwant %s\ngot  %s", n, w, h)
			}
			if n == 130 && want.Coverage != nil && len(want.Coverage.Overlaps) < 50 {
				t.Fatalf("only %d overlaps: the test is too easy", len(want.Coverage.Overlaps))
			}
		}
	}
}
