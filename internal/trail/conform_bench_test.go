package trail

import (
	"context"
	"fmt"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/journey"
)

// BenchmarkMaps asks how people follow maps of few and of many steps: of each kind of event one, then by its category too.
func BenchmarkMaps(b *testing.B) {
	t := benchWorld(b)
	now, _ := time.Parse(time.DateOnly, "2026-07-15")
	d := journey.Definitions{Now: event.TimeOf(now)}
	plain, fine := journey.Conformance{CollapseRepeats: true}, journey.Conformance{CollapseRepeats: true}
	for _, kind := range benchKinds {
		d.Touchpoints = append(d.Touchpoints, journey.Touchpoint{ID: kind, Rule: on(kind)})
		plain.Steps = append(plain.Steps, journey.DrawnStep{ID: kind, Rule: on(kind)})
		for _, category := range []string{"shoes", "bags", "hats", "coats", "toys"} {
			rule := on(kind)
			rule.Where = []journey.Condition{{Property: "category", Op: journey.OpEq, Value: category}}
			fine.Steps = append(fine.Steps, journey.DrawnStep{ID: fmt.Sprint(kind, category), Rule: rule})
		}
	}
	four, discover, many := plain, plain, fine
	four.Steps, discover.Discover = plain.Steps[3:7], &journey.Discover{}
	many.Steps = nil
	for i := range 200 {
		rule := on(fmt.Sprint("Nobody ", i))
		many.Steps = append(many.Steps, journey.DrawnStep{ID: fmt.Sprint(i), Rule: rule})
	}
	many.Steps = append(many.Steps, fine.Steps...)
	for _, c := range []struct {
		name string
		q    journey.Conformance
	}{{"steps4", four}, {"steps12", plain}, {"steps60_by_property", fine}, {"steps12_discover", discover}, {"steps260_by_property", many}} {
		b.Run(c.name, func(b *testing.B) {
			before, least := cpu(), time.Hour
			for b.Loop() {
				begin := cpu()
				if _, err := t.Ask(context.Background(), 1, journey.Question{Kind: journey.KindConformance, Conformance: &c.q}, d); err != nil {
					b.Fatal(err)
				}
				least = min(least, cpu()-begin)
			}
			b.ReportMetric(float64(cpu()-before)/float64(time.Millisecond)/float64(b.N), "cpu-ms")
			b.ReportMetric(float64(least)/float64(time.Millisecond), "least-cpu-ms")
		})
	}
}
