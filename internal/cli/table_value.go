package cli

import (
	"fmt"
	"strconv"

	"jejak/internal/journey"
)

func valueTables(a *journey.ValueAnswer) []table {
	orders := table{
		title: "orders " + a.Currency, left: 0,
		head: []string{"orders", "without amount", "revenue", "refunded", "buyers", "again", "low", "high", "same day", "another day", "mean order", "per buyer"},
		rows: [][]any{{
			count(a.Orders), count(a.WithoutAmount), digits(a.Revenue), digits(a.Refunded), count(a.Buyers), percent(a.Repeat.Value), percent(a.Repeat.Low),
			percent(a.Repeat.High), percent(a.SameDay.Value), percent(a.LaterDay.Value), plusMinus(a.AverageOrder), plusMinus(a.PerBuyer),
		}},
	}
	tables := []table{orders}
	if len(a.LeftOut) > 0 {
		t := table{title: "left out", left: 1, head: []string{"currency", "orders"}}
		for _, l := range a.LeftOut {
			t.rows = append(t.rows, []any{named(l.Currency, false, "(none)"), count(l.Orders)})
		}
		tables = append(tables, t)
	}
	groups := table{title: "groups by recency, frequency and money", left: 1, head: []string{"group", "people", "share", "orders", "revenue"}}
	for _, g := range a.Groups {
		groups.rows = append(groups.rows, []any{g.Name, count(g.Share.K), percent(g.Share.Value), count(g.Orders), digits(g.Revenue)})
	}
	cells := table{title: "scores", left: 1, head: []string{"rfm", "people", "orders", "revenue"}}
	for _, c := range a.Cells {
		cells.rows = append(cells.rows, []any{fmt.Sprintf("%d%d%d", c.R, c.F, c.M), count(c.People), count(c.Orders), digits(c.Revenue)})
	}
	return append(append(tables, groups, cells), foresightTables(a)...)
}

func foresightTables(a *journey.ValueAnswer) []table {
	models := table{title: "models", left: 2, head: []string{"model", "figure", "value", "low", "high"}}
	for _, m := range []journey.ValueModel{a.Model, a.Spend} {
		models.rows = append(models.rows, []any{m.Name, "state: " + m.State, "", "", ""})
		for _, p := range m.Parameters {
			models.rows = append(models.rows, []any{m.Name, p.Name, digits(p.Value), digits(p.Low), digits(p.High)})
		}
		if m.State == "ok" {
			models.rows = append(models.rows, []any{m.Name, "log-likelihood", figureText(m.LogLikelihood), "", ""}, []any{m.Name, "customers", count(m.N), "", ""})
		}
	}
	ahead := table{title: "expected of all within the horizon", left: 1, head: []string{"figure", "value", "low", "high"}}
	if e := a.Expected; e != nil {
		ahead.title += sureText(e.Sure)
		for _, f := range []struct {
			name   string
			value  float64
			bounds *journey.Bounds
		}{{"alive", e.Alive, e.AliveBounds}, {"purchases", e.Purchases, e.PurchasesBounds}, {"revenue", e.Revenue, e.RevenueBounds}, {"worth", e.Worth, e.WorthBounds}} {
			low, high := boundsText(f.bounds)
			ahead.rows = append(ahead.rows, []any{f.name, digits(f.value), low, high})
		}
	}
	deciles := table{title: "deciles by worth", left: 0, head: []string{"decile", "people", "alive", "revenue", "purchases", "worth"}}
	for _, d := range a.Deciles {
		deciles.rows = append(deciles.rows, []any{strconv.Itoa(d.Decile), count(d.People), digits(d.Alive), digits(d.Revenue), digits(d.Purchases), digits(d.Worth)})
	}
	if e := a.Expected; e != nil {
		deciles.rows = append(deciles.rows, []any{"all", count(a.Buyers), digits(e.Alive), digits(a.Revenue), digits(e.Purchases), digits(e.Worth)})
	}
	alive := table{title: "still buying", left: 1, head: []string{"probability", "people"}}
	for _, b := range a.Alive {
		alive.rows = append(alive.rows, []any{fmt.Sprintf("%.1f to %.1f", b.From, b.From+0.1), count(b.People)})
	}
	h := a.Holdout
	check := table{
		title: "holdout: " + h.State, left: 1, head: []string{"from", "days", "people", "actual", "expected", "correlation", "error a person", "error a week"},
		rows: [][]any{{h.From, count(h.Days), count(h.People), count(h.Actual), digits(h.Expected), digits(h.Correlation), digits(h.MAE), percent(h.MAPE)}},
	}
	history := table{title: "repeat purchases until", left: 1, head: []string{"date", "actual", "expected", "holdout"}}
	for _, p := range a.History {
		mark := ""
		if p.Holdout {
			mark = "yes"
		}
		history.rows = append(history.rows, []any{p.Until, count(p.Actual), digits(p.Expected), mark})
	}
	future := table{title: "expected from now", head: []string{"days", "purchases", "low", "high", "revenue", "low", "high"}}
	for _, p := range a.Forecast {
		low, high := boundsText(p.PurchasesBounds)
		poor, rich := boundsText(p.RevenueBounds)
		future.rows = append(future.rows, []any{digits(p.Days), digits(p.Purchases), low, high, digits(p.Revenue), poor, rich})
	}
	return []table{models, ahead, deciles, alive, check, history, future}
}

// sureText says what has no bounds, and why.
func sureText(sure string) string {
	switch sure {
	case "flat":
		return " (no bounds: the likelihood is flat, the data do not say clearly when people stop)"
	case "spend_none":
		return " (no bounds of money: no spending model)"
	case "spend_flat":
		return " (no bounds of money: the likelihood of spending is flat)"
	case "spend_wide":
		return " (no bounds of money: the spread of spending has no end)"
	}
	return ""
}

func boundsText(b *journey.Bounds) (low, high any) {
	if b == nil {
		return "", ""
	}
	return digits(b.Low), digits(b.High)
}

// digits is a figure read with the digits that it deserves: four, or all before the point.
func digits(v float64) figure {
	if v >= 1000 || v <= -1000 {
		return fixed(v, 0)
	}
	return figure{strconv.FormatFloat(v, 'g', 4, 64), figureText(v)}
}

func plusMinus(m journey.Mean) any {
	if m.N == 0 {
		return ""
	}
	half := m.High - m.Value
	return figure{digits(m.Value).short + " ± " + digits(half).short, digits(m.Value).full + " ± " + digits(half).full}
}
