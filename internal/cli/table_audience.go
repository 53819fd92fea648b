package cli

import (
	"fmt"
	"strconv"

	"jejak/internal/journey"
)

func audienceTables(a *journey.AudienceAnswer) []table {
	var tables []table
	for _, p := range a.Parts {
		t := table{
			title: fmt.Sprintf("%s, known of %d and of %d others", p.Part, p.Known, p.KnownOthers), left: 1,
			head: []string{"value", "people", "share", "low", "high", "others", "index", "low", "high", "q"},
		}
		for _, r := range p.Rows {
			t.rows = append(t.rows, []any{
				named(r.Value, r.Other, "(none)"), count(r.Share.K), percent(r.Share.Value), percent(r.Share.Low), percent(r.Share.High),
				percent(r.Others.Value), maybe(r.Index), maybe(r.Low), maybe(r.High), discovery(r.Q),
			})
		}
		tables = append(tables, t)
	}
	for _, h := range []struct {
		title string
		journey.AudienceHours
	}{{"people by hour, workspace time zone", a.Hours}, {"people by hour, own time zone", a.OwnHours}} {
		if h.Known > 0 {
			tables = append(tables, hourTable(fmt.Sprintf("%s, known of %d", h.title, h.Known), h.People))
		}
	}
	scores := table{title: "scores", left: 1, head: []string{"signal", "people", "scores", "mean", "low", "high", "others", "their mean", "q"}}
	for _, s := range a.Scores {
		if s.N+s.OthersN > 0 {
			scores.rows = append(scores.rows, []any{
				s.Name, count(s.People), count(s.N), decimals(s.Mean.Value), decimals(s.Mean.Low), decimals(s.Mean.High), count(s.OthersN),
				decimals(s.OthersMean.Value), discovery(s.Q),
			})
		}
	}
	return append(tables, scores)
}

func hourTable(title string, people [][]int) table {
	t := table{title: title, left: 1, head: []string{"day"}}
	for hour := range 24 {
		t.head = append(t.head, strconv.Itoa(hour))
	}
	for day, name := range []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"} {
		row := []any{name}
		for _, n := range people[day] {
			row = append(row, count(n))
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// discovery is a false-discovery rate with a star where it says that there is a difference.
func discovery(q *float64) any {
	switch {
	case q == nil:
		return ""
	case *q <= 0.05:
		return figure{fixed(*q, 4).short + "*", fixed(*q, 4).full}
	}
	return fixed(*q, 4)
}
