package cli

import (
	"cmp"
	"fmt"

	"jejak/internal/journey"
)

func coverageTables(a *journey.CoverageAnswer) []table {
	points := table{title: "touchpoints", left: 1, head: []string{"touchpoint", "catches events", "of people", "rule matches events", "of people"}}
	names := map[string]string{}
	for _, p := range a.Points {
		names[p.ID] = p.Name
		points.rows = append(points.rows, []any{p.Name, count(p.Caught.Events), count(p.Caught.People), count(p.Matched.Events), count(p.Matched.People)})
	}
	named := func(id string) string { return cmp.Or(names[id], id, "(the rule)") }
	overlaps := table{
		title: fmt.Sprintf("rules that match the same events, %d pairs", a.Overlapping), left: 2,
		head: []string{"first", "second", "events", "people", "kept by the first"},
	}
	for _, o := range a.Overlaps {
		overlaps.rows = append(overlaps.rows, []any{named(o.First), named(o.Second), count(o.Events), count(o.People), count(o.Kept)})
	}
	loose := table{
		title: fmt.Sprintf("events without a touchpoint, %d names and channels: %d events of %d people", a.Kinds, a.Uncaught.Events, a.Uncaught.People), left: 2,
		head: []string{"event", "channel", "people", "events"},
	}
	for _, l := range a.Loose {
		loose.rows = append(loose.rows, []any{l.Event, l.Channel, count(l.People), count(l.Events)})
	}
	return []table{points, overlaps, loose}
}
