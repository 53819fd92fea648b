package cli

import "jejak/internal/journey"

func touchpointsTables(a *journey.TouchpointsAnswer) []table {
	main := table{title: "touchpoints", left: 2, head: []string{
		"touchpoint", "value", "people", "events", "time", "p90", "of", "ends session", "ends journey", "again",
		"goes on", "without it", "lift", "low", "high", "orders", "worth", "a person",
	}}
	signals := table{title: "what they say after it", left: 3, head: []string{"touchpoint", "value", "scale", "score", "low", "high", "answers"}}
	for _, r := range a.Rows {
		value := named(r.Value, r.Other, "")
		main.rows = append(main.rows, []any{
			named(r.Name, false, r.ID), value, count(r.People), count(r.Events), length(r.Time.N, r.Time.Median), length(r.Time.N, r.Time.P90), count(r.Time.N),
			percent(r.SessionExit.Value), percent(r.JourneyExit.Value), percent(r.Repeat.Value), percent(r.Lift.With.Value), percent(r.Lift.Without.Value),
			percent(r.Lift.Value), percent(r.Lift.Low), percent(r.Lift.High), count(r.Worth.Orders), rounded(r.Worth.Sum), rounded(r.Worth.PerPerson),
		})
		for _, s := range r.Signals {
			signals.rows = append(signals.rows, []any{
				named(r.Name, false, r.ID), value, s.Scale, fixed(s.Value, 2), fixed(s.Low, 2), fixed(s.High, 2), count(s.N),
			})
		}
	}
	if len(signals.rows) == 0 {
		return []table{main}
	}
	return []table{main, signals}
}

// rounded is money without the digits that nobody reads.
func rounded(v float64) figure { return fixed(v, 0) }
