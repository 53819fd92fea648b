package cli

import (
	"fmt"
	"strings"

	"jejak/internal/journey"
)

func frictionTables(a *journey.FrictionAnswer) []table {
	t := table{title: fmt.Sprintf("where it hurts (%d comparisons)", a.Tests), left: 4, head: []string{
		"what", "touchpoint", "where", "against", "share", "low", "high", "compared", "people", "people lost", "low", "high", "value lost", "q", "also",
	}}
	for _, f := range a.Findings {
		var where, also []string
		for _, s := range f.Slice {
			where = append(where, s.Property+" = "+s.Value)
		}
		for _, s := range f.Also {
			also = append(also, strings.TrimSpace(s.Kind+" "+s.Measure))
		}
		t.rows = append(t.rows, []any{
			strings.TrimSpace(f.Kind + " " + f.Measure), f.Name, strings.Join(where, ", "), f.Against, percent(f.Share.Value), percent(f.Share.Low), percent(f.Share.High),
			percent(f.Compared.Value), count(f.People), fixed(f.PeopleLost.Value, 1), fixed(f.PeopleLost.Low, 1),
			fixed(f.PeopleLost.High, 1), rounded(f.ValueLost.Value),
			figure{fmt.Sprintf("%.1g", f.Q), figureText(f.Q)},
			strings.Join(also, ", "),
		})
	}
	points := table{title: "signs at each touchpoint (first passes)", left: 2, head: []string{
		"touchpoint", "stage", "people", "errors", "retries", "loops", "rage", "exits", "goes on",
	}}
	for _, p := range a.Points {
		points.rows = append(points.rows, []any{
			p.Name, p.Stage, count(p.People), percent(p.Errors.Value), percent(p.Retries.Value), percent(p.Loops.Value), percent(p.Rage.Value),
			percent(p.Exits.Value), percent(p.Going.Value),
		})
	}
	return []table{t, points}
}
