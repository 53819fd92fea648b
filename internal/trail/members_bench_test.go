package trail

import (
	"context"
	"fmt"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/journey"
)

// BenchmarkMembers asks who of some people are in a segment, as live segments do after each batch of events.
func BenchmarkMembers(b *testing.B) {
	t := benchWorld(b)
	now, _ := time.Parse(time.DateOnly, "2026-07-15")
	d := journey.Definitions{Now: event.TimeOf(now)}
	s := journey.Segment{All: []journey.Segment{
		{Did: &journey.Did{Event: on("Order Completed"), AtLeast: 2}},
		{Not: &journey.Segment{Did: &journey.Did{Event: on("Call"), Range: &journey.Range{Last: journey.Duration(30 * 24 * time.Hour)}}}},
	}}
	var all []event.Person
	for _, sh := range t.space(1).shards {
		all = append(all, sh.parts[0].persons...)
	}
	for _, n := range []int{1, 100, 4096} {
		var some []event.Person
		for i := range n {
			some = append(some, all[i*(len(all)/n)])
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := t.Members(context.Background(), 1, s, some, d); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
