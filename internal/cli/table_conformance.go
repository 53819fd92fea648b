package cli

import (
	"fmt"
	"strings"

	"jejak/internal/journey"
)

func conformanceTables(a *journey.ConformanceAnswer) []table {
	whole := table{title: "journeys", left: 1, head: []string{"", "people", "of", "share", "low", "high"}}
	for _, r := range []struct {
		name string
		rate journey.Rate
	}{{"fit the map, of those not under way", a.Fits}, {"under way", a.Underway}, {"stopped before an end", a.Left}, {"leave the map", a.Strays}} {
		whole.rows = append(whole.rows, append([]any{r.name, count(r.rate.K), count(r.rate.N)}, shares(r.rate)...))
	}
	t := a.Tokens
	fitness := table{title: "fitness", head: []string{
		"of all", "mean of a person", "produced", "consumed", "missing", "remaining", "inserted", "skipped", "changes a person",
	}, rows: [][]any{{
		fixed(t.Fitness, 3), fixed(t.Mean, 3), count(t.Produced), count(t.Consumed), count(t.Missing), count(t.Remaining),
		count(a.Alignment.Inserted), count(a.Alignment.Skipped), fixed(a.Alignment.Mean, 2),
	}}}
	deviations := table{title: "where they leave the map", left: 2, head: []string{"what", "step", "people", "share", "low", "high"}}
	for _, d := range a.Deviations {
		deviations.rows = append(deviations.rows, append([]any{d.Kind, d.Name, count(d.People.K)}, shares(d.People)...))
	}
	names := map[string]string{"": "(begin)"}
	steps := table{title: "steps", left: 1, head: []string{"step", "people", "entries", "end here", "share", "more than once", "share", "median to the next"}}
	for _, s := range a.Steps {
		names[s.ID] = s.Name
		steps.rows = append(steps.rows, []any{
			s.Name, count(s.People), count(s.Entries), count(s.Exits.K), percent(s.Exits.Value), count(s.Repeats.K), percent(s.Repeats.Value), length(s.Moves, s.Median),
		})
	}
	tables := []table{whole, fitness, deviations, steps, edgeTable("drawn edges", a.Edges, names), edgeTable("edges that are not drawn", a.Undrawn, names)}
	variants := table{title: fmt.Sprintf("the most frequent of %d different journeys; %d people made others", a.Varied, a.Other.People), left: 1, head: []string{
		"journey", "people", "fit", "under way", "stopped", "leave the map",
	}}
	for _, v := range a.Variants {
		var list []string
		for _, id := range v.Steps {
			if id == "" {
				list = append(list, "(off the map)")
			} else {
				list = append(list, names[id])
			}
		}
		variants.rows = append(variants.rows, []any{strings.Join(list, " > "), count(v.People), count(v.Fits), count(v.Underway), count(v.Left), count(v.Strays)})
	}
	return append(append(tables, variants), discoveryTables(a.Discovery, names)...)
}

func shares(r journey.Rate) []any {
	return []any{percent(r.Value), percent(r.Low), percent(r.High)}
}

func edgeTable(title string, edges []journey.ConformanceEdge, names map[string]string) table {
	t := table{title: title, left: 2, head: []string{"from", "to", "people", "share", "low", "high", "passes", "median", "dependency"}}
	for _, e := range edges {
		row := append([]any{names[e.From], names[e.To], count(e.People.K)}, shares(e.People)...)
		t.rows = append(t.rows, append(row, count(e.Passes), length(e.Passes, e.Median), fixed(e.Dependency, 2)))
	}
	return t
}

func discoveryTables(d *journey.Discovery, names map[string]string) []table {
	if d == nil {
		return nil
	}
	steps := table{title: "proposed steps", left: 1, head: []string{"touchpoint", "people", "share", "low", "high", "events"}}
	for _, s := range d.Steps {
		names[journey.TouchpointStep+s.Touchpoint] = s.Name
		steps.rows = append(steps.rows, append(append([]any{s.Name, count(s.People.K)}, shares(s.People)...), count(s.Events)))
	}
	edges := table{title: "proposed edges", left: 2, head: []string{"from", "to", "people", "share", "low", "high", "passes", "dependency"}}
	for _, e := range d.Edges {
		row := append([]any{names[e.From], names[e.To], count(e.People.K)}, shares(e.People)...)
		edges.rows = append(edges.rows, append(row, count(e.Passes), fixed(e.Dependency, 2)))
	}
	return []table{steps, edges}
}
