package cli

import (
	"fmt"
	"strings"

	"jejak/internal/journey"
)

// attributionTables are units by models: conversions first, then value, then what they cost.
func attributionTables(a *journey.AttributionAnswer) []table {
	title := fmt.Sprintf("%d of %d conversions credited, %d journeys in vain", a.Touched, a.Conversions, a.Lost)
	if a.Order > 0 {
		title += fmt.Sprintf("; Markov order %d", a.Order)
	}
	credits := table{title: title, head: []string{"unit", "people", "assisted"}, left: 1}
	shares := table{title: "shares, with what they may lie between", head: []string{"unit"}, left: 1}
	values := table{title: "value", head: []string{"unit"}, left: 1}
	costs := table{title: "cost for each conversion, " + a.Currency, head: []string{"unit", "spend"}, left: 1}
	backs := table{title: "value for each one spent", head: []string{"unit"}, left: 1}
	for i, u := range a.Units {
		name := named(u.Unit, u.Other, "(none)")
		credit, share, value := []any{name, count(u.People), count(u.Assisted)}, []any{name}, []any{name}
		cost, back := []any{name, decimals(u.Spend)}, []any{name}
		for _, c := range u.Credits {
			if i == 0 {
				credits.head, shares.head, values.head = append(credits.head, c.Model), append(shares.head, c.Model), append(values.head, c.Model)
				costs.head, backs.head = append(costs.head, c.Model), append(backs.head, c.Model)
			}
			between := percent(c.Share)
			if c.Low != nil {
				low, high := percent(*c.Low), percent(*c.High)
				between = figure{between.short + " (" + low.short + "-" + high.short + ")", between.full + " (" + low.full + "-" + high.full + ")"}
			}
			credit, share, value = append(credit, decimals(c.Conversions)), append(share, between), append(value, decimals(c.Value))
			cost, back = append(cost, maybe(c.Cost)), append(back, maybe(c.Return))
		}
		credits.rows, shares.rows, values.rows = append(credits.rows, credit), append(shares.rows, share), append(values.rows, value)
		costs.rows, backs.rows = append(costs.rows, cost), append(backs.rows, back)
	}
	tables := []table{credits, shares}
	if a.Value != 0 {
		tables = append(tables, values)
	}
	if a.Spend > 0 {
		tables = append(tables, costs, backs)
	}
	if len(a.Orders) > 0 {
		tables = append(tables, orderTable(a.Orders))
	}
	paths := table{title: "most frequent paths", head: []string{"path", "conversions", "value", "in vain"}, left: 1}
	for _, p := range a.Paths {
		paths.rows = append(paths.rows, []any{strings.Join(p.Units, " > "), count(p.Conversions), decimals(p.Value), count(p.Lost)})
	}
	return append(tables, paths)
}

func orderTable(orders []journey.AttributionOrder) table {
	t := table{title: "orders of the Markov chain; the least BIC is chosen", head: []string{"order", "states", "BIC", "AUC", "penalised AUC"}}
	for _, o := range orders {
		t.rows = append(t.rows, []any{
			count(o.Order), count(o.States), decimals(o.BIC), fixed(o.AUC, 4), fixed(o.PenalisedAUC, 4),
		})
	}
	return t
}

func decimals(v float64) figure { return fixed(v, 2) }

func maybe(v *float64) any {
	if v == nil {
		return ""
	}
	return decimals(*v)
}
