package cli

import (
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/width"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/sheet"
)

// table is a part of an answer as rows of texts and figures; the first left columns are words, the rest figures.
type table struct {
	title string
	head  []string
	rows  [][]any
	left  int
}

// figure is written short where people read it, and in full where it is reckoned with.
type figure struct{ short, full string }

func (f figure) String() string { return f.short }

// read is a cell for people.
func read(cell any) string { return fmt.Sprint(cell) }

// exact is a cell for reckoning.
func exact(cell any) string {
	if f, ok := cell.(figure); ok {
		return f.full
	}
	return fmt.Sprint(cell)
}

// formatFlags are those of commands that print an answer.
type formatFlags struct {
	JSON bool `xor:"format" help:"Print the answer as JSON."`
	CSV  bool `xor:"format" help:"Print the answer as CSV."`
}

// print writes an answer as JSON, or its tables.
func (f formatFlags) print(env *Env, answer any, tables []table) error {
	switch {
	case f.JSON:
		return printJSON(env, answer)
	case f.CSV:
		return writeCSV(env.Out, tables)
	default:
		return writeTables(env.Out, tables)
	}
}

func printJSON(env *Env, v any) error {
	enc := json.NewEncoder(env.Out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// columns is how many places of a terminal a text takes: Chinese characters take two each.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n++
		if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
			n++
		}
	}
	return n
}

// written is a row in one of the two ways.
func written(row []any, way func(cell any) string) []string {
	texts := make([]string, len(row))
	for i, cell := range row {
		texts[i] = way(cell)
	}
	return texts
}

// writeTables lines the columns up, by what is seen rather than bytes.
func writeTables(w io.Writer, tables []table) error {
	var b strings.Builder
	for i, t := range tables {
		if i > 0 {
			b.WriteByte('\n')
		}
		if t.title != "" {
			b.WriteString(t.title + "\n")
		}
		widths, lines := make([]int, len(t.head)), [][]string{t.head}
		for _, row := range t.rows {
			lines = append(lines, written(row, read))
		}
		for _, row := range lines {
			for j, cell := range row {
				widths[j] = max(widths[j], columns(cell))
			}
		}
		for _, row := range lines {
			line := ""
			for j, cell := range row {
				pad := strings.Repeat(" ", widths[j]-columns(cell))
				if j < t.left {
					cell += pad
				} else {
					cell = pad + cell
				}
				line += cell + "  "
			}
			b.WriteString(strings.TrimRight(line, " ") + "\n")
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeCSV writes each table with its title as the first column, so that they can be told apart, and figures in full: shares of 1, durations
// in seconds, times in RFC 3339. Names are of others: none becomes a formula.
func writeCSV(w io.Writer, tables []table) error {
	out := csv.NewWriter(w)
	for _, t := range tables {
		if err := out.Write(append([]string{"table"}, t.head...)); err != nil {
			return err
		}
		for _, row := range t.rows {
			cells := []string{sheet.Cell(t.title)}
			for _, cell := range written(row, exact) {
				cells = append(cells, sheet.Cell(cell))
			}
			if err := out.Write(cells); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

// tablesOf turns an answer into tables, the comparison's behind it.
func tablesOf(a journey.Answer) []table {
	tables := []table{{
		head: []string{"as of change", "from", "to", "people", "events", "notes"}, left: 0,
		rows: [][]any{{strconv.FormatUint(a.AsOf, 10), moment(a.From), moment(a.To), count(a.People), count(a.Events), strings.Join(a.Notes, " ")}},
	}}
	switch {
	case a.Trend != nil:
		tables = append(tables, trendTable(a.Trend))
	case a.Funnel != nil:
		for _, g := range a.Funnel.Groups {
			tables = append(tables, funnelTable(g))
		}
	case a.Paths != nil:
		tables = append(tables, pathTables(a.Paths)...)
	case a.Retention != nil:
		tables = append(tables, retentionTables(a.Retention)...)
	case a.Stages != nil:
		tables = append(tables, stageTables(a.Stages)...)
	case a.Touchpoints != nil:
		tables = append(tables, touchpointsTables(a.Touchpoints)...)
	case a.Friction != nil:
		tables = append(tables, frictionTables(a.Friction)...)
	case a.Attribution != nil:
		tables = append(tables, attributionTables(a.Attribution)...)
	case a.Audience != nil:
		tables = append(tables, audienceTables(a.Audience)...)
	case a.Value != nil:
		tables = append(tables, valueTables(a.Value)...)
	case a.Drivers != nil:
		tables = append(tables, driversTables(a.Drivers)...)
	case a.Content != nil:
		tables = append(tables, contentTables(a.Content)...)
	case a.Conformance != nil:
		tables = append(tables, conformanceTables(a.Conformance)...)
	case a.Coverage != nil:
		tables = append(tables, coverageTables(a.Coverage)...)
	case a.Persons != nil:
		tables = append(tables, peopleTable(a.Persons))
	}
	if a.Compare != nil {
		for _, t := range tablesOf(*a.Compare) {
			t.title = strings.TrimSpace("compared: " + t.title)
			tables = append(tables, t)
		}
	}
	return tables
}

func trendTable(a *journey.TrendAnswer) table {
	t := table{title: "trend", head: []string{"start"}, left: 1}
	for _, s := range a.Series {
		t.head = append(t.head, named(s.Value, s.Other, "all"))
		if s.TotalBounds != nil {
			t.head = append(t.head, "low", "high")
		}
	}
	if len(a.Unfinished) > 0 {
		t.head = append(t.head, "unfinished")
	}
	for i, start := range a.Starts {
		row := []any{moment(start)}
		for _, s := range a.Series {
			row = append(row, figureText(s.Points[i]))
			if s.TotalBounds != nil {
				row = append(row, figureText(s.Bounds[i].Low), figureText(s.Bounds[i].High))
			}
		}
		if len(a.Unfinished) > 0 {
			row = append(row, map[bool]string{true: "yes"}[slices.Contains(a.Unfinished, i)])
		}
		t.rows = append(t.rows, row)
	}
	total := []any{"total"}
	for _, s := range a.Series {
		total = append(total, figureText(s.Total))
		if b := s.TotalBounds; b != nil {
			total = append(total, figureText(b.Low), figureText(b.High))
		}
	}
	if len(a.Unfinished) > 0 {
		total = append(total, "")
	}
	t.rows = append(t.rows, total)
	return t
}

func funnelTable(g journey.FunnelGroup) table {
	t := table{
		title: strings.TrimSpace("funnel " + named(g.Value, g.Other, "")), left: 1,
		head: []string{"step", "reached", "dropped", "of previous", "low", "high", "overall", "median", "p90"},
	}
	for _, s := range g.Steps {
		name := s.Name
		if s.Optional {
			name += " (optional)"
		}
		t.rows = append(t.rows, []any{
			name, count(s.Reached), count(s.Dropped), percent(s.FromPrev.Value), percent(s.FromPrev.Low), percent(s.FromPrev.High),
			percent(s.Overall.Value), length(s.Times.N, s.Times.Median), length(s.Times.N, s.Times.P90),
		})
	}
	return t
}

func pathTables(a *journey.PathsAnswer) []table {
	edges := table{title: "next steps", head: []string{"step", "from", "to", "count", "median"}, left: 3}
	for _, e := range a.Edges {
		edges.rows = append(edges.rows, []any{strconv.Itoa(e.Step), named(e.From, false, "(other)"), named(e.To, false, "(other)"), count(e.Count), length(e.Count, e.Median)})
	}
	top := table{title: fmt.Sprintf("most frequent of %d", a.Containers), head: []string{"path", "count"}, left: 1}
	for _, p := range a.Top {
		names := make([]string, len(p.Names))
		for i, n := range p.Names {
			names[i] = named(n, false, "(other)")
		}
		top.rows = append(top.rows, []any{strings.Join(names, " > "), count(p.Count)})
	}
	return []table{edges, top}
}

func retentionTables(a *journey.RetentionAnswer) []table {
	tables := []table{cohortTable("retention (~ not over yet)", a.Cohorts, a.Mean)}
	for _, g := range a.Groups {
		tables = append(tables, cohortTable("retention of "+named(g.Value, g.Other, "(none)"), g.Cohorts, g.Mean))
	}
	return tables
}

func cohortTable(title string, cohorts []journey.Cohort, means []journey.Rate) table {
	t := table{title: title, head: []string{"cohort", "size"}, left: 1}
	for i := range means {
		t.head = append(t.head, strconv.Itoa(i))
	}
	for _, c := range cohorts {
		row := []any{moment(c.Start), count(c.Size)}
		for _, cell := range c.Cells {
			share := percent(cell.Value)
			if cell.Unfinished {
				share = figure{"~" + share.short, "~" + share.full}
			}
			row = append(row, share)
		}
		for len(row) < len(t.head) {
			row = append(row, "")
		}
		t.rows = append(t.rows, row)
	}
	mean := []any{"mean", ""}
	for _, m := range means {
		mean = append(mean, percent(m.Value))
	}
	t.rows = append(t.rows, mean)
	return t
}

func stageTables(a *journey.StagesAnswer) []table {
	stages := table{title: "stages", left: 1, head: []string{"stage", "now", "entered", "moved on", "low", "high", "median", "p90", "stalled", "lapsed", "re-entered"}}
	for _, s := range a.Stages {
		stages.rows = append(stages.rows, []any{
			named(s.Name, false, s.ID), count(s.Now), count(s.Entered), percent(s.MovedOn.Value), percent(s.MovedOn.Low), percent(s.MovedOn.High),
			length(s.Times.N, s.Times.Median), length(s.Times.N, s.Times.P90), count(s.Stalled), count(s.Lapsed), count(s.ReEntered),
		})
	}
	flows := table{title: fmt.Sprintf("flows (%d lapsed at the end)", a.Lapsed), left: 2, head: []string{"from", "to", "people", "median"}}
	for _, f := range a.Flows {
		flows.rows = append(flows.rows, []any{named(f.From, false, "(outside)"), named(f.To, false, "(lapsed)"), count(f.People), length(f.People, f.Median)})
	}
	touch := table{title: "touchpoints", left: 2, head: []string{"touchpoint", "stage", "people", "events"}}
	for _, p := range a.Touches {
		touch.rows = append(touch.rows, []any{p.Name, p.Stage, count(p.People), count(p.Events)})
	}
	return []table{stages, flows, touch}
}

func peopleTable(a *journey.PeopleAnswer) table {
	t := table{title: fmt.Sprintf("people: %d", a.Total), left: 4, head: []string{"person", "name", "first seen", "last seen", "events", "stage"}}
	for _, p := range a.People {
		t.rows = append(t.rows, []any{
			p.Person.String(), cmp.Or(p.Traits["name"], p.Traits["email"]), moment(p.FirstSeen), moment(p.LastSeen), count(p.Events), p.Stage,
		})
	}
	return t
}

func named(name string, other bool, empty string) string {
	if other {
		return "(other)"
	}
	return cmp.Or(name, empty)
}

func moment(t event.Time) any {
	if t == 0 {
		return ""
	}
	return figure{t.Std().Format("2006-01-02 15:04"), t.Std().Format(time.RFC3339Nano)}
}

func count(n int) string { return strconv.Itoa(n) }

func percent(v float64) figure {
	return figure{strconv.FormatFloat(100*v, 'f', 1, 64) + "%", figureText(v)}
}

func figureText(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// fixed is a figure of which so many digits behind the point are read.
func fixed(v float64, digits int) figure {
	return figure{strconv.FormatFloat(v, 'f', digits, 64), figureText(v)}
}

// length is read with the two units that matter, and reckoned with in seconds.
func length(n int, ms int64) any {
	if n == 0 {
		return ""
	}
	return figure{span(time.Duration(ms) * time.Millisecond), figureText(float64(ms) / 1000)}
}

func span(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return fmt.Sprintf("%.1fd", d.Hours()/24)
	case d >= time.Hour:
		return fmt.Sprintf("%.1fh", d.Hours())
	case d >= time.Minute:
		return fmt.Sprintf("%.1fm", d.Minutes())
	default:
		return fmt.Sprintf("%.1fs", d.Seconds())
	}
}
