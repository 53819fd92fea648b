//go:build e2e && peers

package peers

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// result is a row of docs/benchmarks.json. The bytes are the engine's with so many events, whatever the question.
type result struct {
	Question string  `json:"question"`
	Engine   string  `json:"engine"`
	Events   int     `json:"events"`
	MedianMs float64 `json:"median_ms"`
	Runs     int     `json:"runs"`
	Commit   string  `json:"commit"`
	Date     string  `json:"date"`
	Disk     float64 `json:"disk_bytes_per_event"`
	Memory   float64 `json:"memory_bytes_per_event"`
}

// report prints the tables, and puts this run's rows in place of those of the same sizes.
func report(t *testing.T, all []measured) {
	t.Helper()
	rows := resultsOf(t, all)
	if *writeFlag == "" {
		fmt.Println(tables(rows))
		return
	}
	file := filepath.Join(*writeFlag, "benchmarks.json")
	var kept []result
	if text, err := os.ReadFile(file); err == nil {
		must(t, json.Unmarshal(text, &kept))
	}
	for _, m := range all {
		kept = slices.DeleteFunc(kept, func(r result) bool { return r.Events == m.events })
	}
	rows = append(kept, rows...)
	slices.SortStableFunc(rows, func(a, b result) int { return cmp.Compare(a.Events, b.Events) })
	var text bytes.Buffer
	text.WriteString("[\n")
	for i, r := range rows {
		line, err := json.Marshal(r)
		must(t, err)
		text.Write(line)
		if i < len(rows)-1 {
			text.WriteByte(',')
		}
		text.WriteByte('\n')
	}
	text.WriteString("]\n")
	must(t, os.WriteFile(file, text.Bytes(), 0o644))
	fmt.Println(tables(rows))
	page := filepath.Join(*writeFlag, "benchmarks.md")
	body, err := os.ReadFile(page)
	must(t, err)
	const begin, end = "<!-- peers -->\n", "<!-- /peers -->"
	head, rest, ok := strings.Cut(string(body), begin)
	_, tail, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s has no place for the tables", page)
	}
	must(t, os.WriteFile(page, []byte(head+begin+tables(rows)+end+tail), 0o644))
}

func resultsOf(t *testing.T, all []measured) (rows []result) {
	t.Helper()
	commit, err := exec.Command("git", "rev-parse", "--short", "HEAD").Output()
	if err != nil {
		commit = []byte("unknown")
	}
	for _, m := range all {
		for _, q := range questions() {
			for _, e := range asked() {
				per := func(bytes int64) float64 { return float64(10*bytes/int64(m.events)) / 10 }
				rows = append(rows, result{
					Question: q.name, Engine: e, Events: m.events, MedianMs: float64(int(m.timed[e].Millis[q.name]*100)) / 100, Runs: *runsFlag,
					Commit: strings.TrimSpace(string(commit)), Date: time.Now().UTC().Format(time.DateOnly), Disk: per(m.loaded[e].Disk), Memory: per(m.timed[e].Memory),
				})
			}
		}
	}
	return rows
}

// tables are a table for each size.
func tables(rows []result) string {
	var out strings.Builder
	for len(rows) > 0 {
		n := slices.IndexFunc(rows, func(r result) bool { return r.Events != rows[0].Events })
		if n < 0 {
			n = len(rows)
		}
		table(&out, rows[:n])
		rows = rows[n:]
	}
	return out.String()
}

func table(out *strings.Builder, rows []result) {
	of := map[[2]string]result{}
	for _, r := range rows {
		of[[2]string{r.Question, r.Engine}] = r
	}
	events := rows[0].Events
	fmt.Fprintf(out, "\n### %s events of %s people\nAt %s, %s, medians of %d runs.\n\n", count(events), count(events/perPerson), rows[0].Commit, rows[0].Date, rows[0].Runs)
	out.WriteString("| question | Jejak | ClickHouse | DuckDB | times faster than ClickHouse | goal at 20 M | than DuckDB |\n|---|---:|---:|---:|---:|---:|---:|\n")
	for _, q := range questions() {
		j, c, d := of[[2]string{q.name, "jejak"}], of[[2]string{q.name, "clickhouse"}], of[[2]string{q.name, "duckdb"}]
		if j.MedianMs == 0 {
			continue // not asked yet when this size was run
		}
		goal := ""
		if q.goal > 0 {
			goal = strconv.Itoa(q.goal)
		}
		fmt.Fprintf(out, "| %s (`%s`) | %.1f ms | %s | %s | %s | %s | %s |\n", q.label, q.name, j.MedianMs, measuredAs("%.0f ms", c.MedianMs),
			measuredAs("%.0f ms", d.MedianMs), measuredAs("%.0f", c.MedianMs/j.MedianMs), goal, measuredAs("%.0f", d.MedianMs/j.MedianMs))
	}
	bytesOf := func(get func(result) float64) (list []any) {
		for _, e := range engines {
			list = append(list, measuredAs("%.1f", get(of[[2]string{rows[0].Question, e}])))
		}
		return list
	}
	fmt.Fprintf(out, "| bytes for each event on disk | %s | %s | %s | | | |\n", bytesOf(func(r result) float64 { return r.Disk })...)
	fmt.Fprintf(out, "| bytes for each event in memory, at most, while asking | %s | %s | %s | | | |\n", bytesOf(func(r result) float64 { return r.Memory })...)
}

// measuredAs writes a figure; an engine that was not asked has none.
func measuredAs(format string, v float64) string {
	if v == 0 {
		return "not run"
	}
	return fmt.Sprintf(format, v)
}

func count(n int) string {
	if n >= 1_000_000 && n%1_000_000 == 0 {
		return fmt.Sprintf("%d M", n/1_000_000)
	}
	return fmt.Sprint(n)
}
