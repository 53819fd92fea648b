package cli

import (
	"fmt"

	"jejak/internal/journey"
)

func contentTables(a *journey.ContentAnswer) []table {
	items := table{
		title: fmt.Sprintf("content; %d of %d viewers converted", a.Converted.K, a.Converted.N), left: 1,
		head: []string{"item", "views", "people", "median time", "mean time", "scrolled", "entry", "exit", "onward", "clicked"},
	}
	assists := table{title: "conversions that followed", left: 1, head: []string{"item", "converted", "of", "share", "without", "lift", "low", "high"}}
	channels := table{title: "by channel", left: 2, head: []string{"item", "channel", "views", "people"}}
	for _, i := range a.Items {
		name := named(i.Item, i.Other, "(none)")
		var depth any = ""
		if i.Scroll.N > 0 {
			depth = figure{decimals(i.Scroll.Mean).short + "%", figureText(i.Scroll.Mean / 100)}
		}
		items.rows = append(items.rows, []any{
			name, count(i.Views), count(i.People), length(i.Time.N, i.Time.Median), length(i.Time.N, i.Time.Mean), depth,
			percent(i.Entry.Value), percent(i.Exit.Value), percent(i.Onward.Value), percent(i.Clicked.Value),
		})
		row := []any{name, count(i.Assisted.K), count(i.Assisted.N), percent(i.Assisted.Value), percent(i.Without.Value), "", "", ""}
		if i.Lift != nil {
			row[5], row[6], row[7] = percent(i.Lift.Value), percent(i.Lift.Low), percent(i.Lift.High)
		}
		assists.rows = append(assists.rows, row)
		for _, ch := range i.Channels {
			channels.rows = append(channels.rows, []any{name, ch.Channel, count(ch.Views), count(ch.People)})
		}
	}
	tables := []table{items}
	if a.Converted.K > 0 {
		tables = append(tables, assists)
	}
	return append(tables, channels)
}
