package trail

import (
	"context"
	"fmt"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/journey"
)

// BenchmarkCoverage asks what a catalogue leaves out and where its rules overlap: of a rule for most kinds of events, of 120 rules over a property (which takes six
// passes), and of one rule that somebody is writing.
func BenchmarkCoverage(b *testing.B) {
	t := benchWorld(b)
	now, _ := time.Parse(time.DateOnly, "2026-07-15")
	few := journey.Definitions{Now: event.TimeOf(now)}
	many := few
	for i, kind := range benchKinds[1:] { // one kind belongs to no touchpoint
		few.Touchpoints = append(few.Touchpoints, journey.Touchpoint{ID: fmt.Sprint("t", i), Name: kind, Rule: on(kind)})
	}
	for i := range 120 {
		rule := on(benchKinds[i%len(benchKinds)])
		rule.Where = []journey.Condition{{Property: "category", Op: journey.OpEq, Value: []string{"shoes", "bags", "hats", "coats", "toys"}[i%5]}}
		many.Touchpoints = append(many.Touchpoints, journey.Touchpoint{ID: fmt.Sprint("t", i), Name: fmt.Sprint(i), Rule: rule})
	}
	wide := on(benchKinds[0])
	wide.Event = append(wide.Event, benchKinds[3:7]...)
	for _, c := range []struct {
		name string
		d    journey.Definitions
		q    journey.Coverage
	}{{"rules11", few, journey.Coverage{}}, {"rules120_by_property", many, journey.Coverage{}}, {"preview", few, journey.Coverage{Rule: &wide}}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				a, err := t.Ask(context.Background(), 1, journey.Question{Kind: journey.KindCoverage, Coverage: &c.q}, c.d)
				if err != nil {
					b.Fatal(err)
				}
				if a.Events == 0 {
					b.Fatal("nothing was counted")
				}
			}
		})
	}
}
