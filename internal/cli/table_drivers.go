package cli

import (
	"fmt"

	"jejak/internal/journey"
)

func driversTables(a *journey.DriversAnswer) []table {
	sample := table{
		title: "drivers: " + a.State, head: []string{"people", "with the outcome", "share", "low", "high", "unfinished", "left out", "needed", "r2", "McFadden"},
		rows: [][]any{{
			count(a.Outcome.N), count(a.Outcome.K), percent(a.Outcome.Value), percent(a.Outcome.Low), percent(a.Outcome.High), count(a.Unfinished),
			count(a.LeftOut), count(a.Needed), digits(a.R2), digits(a.McFadden),
		}},
	}
	signals := table{title: "signals", left: 2, head: []string{"signal", "kind", "answered", "mean", "sd", "with", "without"}}
	for _, s := range a.Signals {
		signals.rows = append(signals.rows, []any{s.Name, s.Kind, count(s.Answered), digits(s.Mean), digits(s.SD), digits(s.With), digits(s.Without)})
	}
	weights := table{
		title: "what hangs together with the outcome (no proof of cause)", left: 3,
		head: []string{"part", "name", "factor", "people", "share", "odds ratio", "low", "high", "per", "effect", "q", "inflation"},
	}
	for _, d := range a.Drivers {
		row := []any{d.Part, named(d.Name, false, d.Item), d.Factor, count(d.People)}
		if d.Excluded != "" {
			row = append(row, d.Excluded)
		}
		if a.State == "ok" && d.Excluded == "" {
			row = append(row, percent(d.Share), digits(d.Odds.Value), digits(d.Odds.Low), digits(d.Odds.High), d.Per,
				figure{fmt.Sprintf("%+.1f%%", 100*d.Effect), figureText(d.Effect)}, fixed(d.Q, 3), digits(d.Inflation))
		}
		for len(row) < len(weights.head) {
			row = append(row, "")
		}
		weights.rows = append(weights.rows, row)
	}
	factors := table{title: "factors", left: 1, head: []string{"factor", "share"}}
	for _, f := range a.Factors {
		factors.rows = append(factors.rows, []any{f.Factor, percent(f.Share)})
	}
	return []table{sample, signals, weights, factors}
}
