//go:build e2e

package peers

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"time"

	"jejak/internal/event"
	"jejak/internal/journey"
)

func (v *vectors) posthogRetention() {
	var file struct {
		Retention []struct {
			Name, Period, Mode string
			First              string `json:"first_bucket"`
			Intervals          int
			Start              string `json:"start_event"`
			Return             string `json:"return_event"`
			Events             []struct{ User, Time, Event string }
			Expected           [][]int
		}
	}
	v.read("posthog/posthog_vectors.json", &file)
	for _, c := range file.Retention {
		f := v.feed()
		for _, e := range c.Events {
			f.add(strings.ReplaceAll(e.User, "alias1", "person1"), clock(v.T, e.Time), e.Event, nil)
		}
		from := time.UnixMilli(clock(v.T, c.First)).UTC()
		days := map[string]int{"day": 1, "week": 7}[c.Period]
		if c.Period == "week" {
			from = from.AddDate(0, 0, 1) // theirs begin on Sunday, ours on Monday; nothing happens on one
		}
		day := func(t time.Time) string { return t.Format(time.DateOnly) }
		q := journey.Question{
			Kind: "retention", Range: journey.Range{From: day(from), To: day(from.AddDate(0, 0, c.Intervals*days-1))},
			Retention: &journey.Retention{Mode: "recurring", Period: c.Period, Periods: c.Intervals - 1},
		}
		if c.Start != "" {
			q.Retention.Start, q.Retention.Return = named(c.Start)[0].Filter, named(c.Return)[0].Filter
		}
		if c.Mode == "first_time" { // the very first, also before the range
			before := journey.Segment{Did: &journey.Did{Event: q.Retention.Start, Range: &journey.Range{To: day(from.AddDate(0, 0, -1))}}}
			q.Retention.Mode, q.Segment = "first", &journey.Segment{Not: &before}
		}
		rows := map[int64]journey.Cohort{}
		for _, cohort := range f.ask(q).Retention.Cohorts {
			rows[int64(cohort.Start)] = cohort
		}
		var got [][]int
		for i := range c.Expected {
			row := make([]int, c.Intervals-i)
			if cohort, ok := rows[from.AddDate(0, 0, i*days).UnixMilli()]; ok {
				for k := range row {
					row[k] = cohort.Cells[k].K
				}
				row[0] = cohort.Size // their period 0 is the start itself, ours a return in the rest of it
			}
			got = append(got, row)
		}
		v.same("PostHog retention: "+c.Name, c.Expected, got)
	}
}

func (v *vectors) posthogFunnels() {
	var file struct {
		Funnels map[string]struct {
			Steps    []string
			Journeys map[string][]json.RawMessage
			Step1    []string `json:"expected_step1"`
			Step2    []string `json:"expected_step2"`
			Step3    []string `json:"expected_step3"`
			Expected []int
			Long     struct {
				Counts  []int
				Average int `json:"avg_seconds"`
			} `json:"window_14d"`
			Short struct {
				Counts  []int
				Average int `json:"avg_seconds"`
			} `json:"window_5min"`
			Average int      `json:"average_conversion_seconds"`
			Auto    [][2]int `json:"auto_bins"`
			Seven   [][2]int `json:"bins_7"`
		}
	}
	v.read("posthog/posthog_vectors.json", &file)
	for name, c := range file.Funnels {
		f := v.feed()
		for _, person := range sortedKeys(c.Journeys) {
			for i, raw := range c.Journeys[person] {
				var pair [2]string
				at := int64(i+1) * 60_000
				if json.Unmarshal(raw, &pair) == nil {
					at = clock(v.T, pair[1])
				} else {
					must(v.T, json.Unmarshal(raw, &pair[0]))
				}
				f.add(person, at, pair[0], nil)
			}
		}
		name = "PostHog funnel: " + name
		q := funnelOf("", 14*24*time.Hour, c.Steps...)
		switch {
		case c.Step1 != nil:
			q.Funnel.Order = "strict"
			for i, want := range [][]string{c.Step1, c.Step2, c.Step3} {
				v.same(name, want, f.who(&q, &journey.Cell{Step: i + 1}, nil))
			}
		case c.Expected != nil:
			v.same(name, c.Expected, f.reached(q))
		case c.Long.Counts != nil:
			v.same(name+", 14 d", c.Long.Counts, f.reached(q))
			v.same(name+", 14 d, mean", c.Long.Average, f.ask(q).Funnel.Groups[0].Total.Median/1000)
			q.Funnel.Window = journey.Duration(5 * time.Minute)
			v.same(name+", 5 min", c.Short.Counts, f.reached(q))
			v.same(name+", 5 min, mean of one", c.Short.Average, f.ask(q).Funnel.Groups[0].Total.Median/1000)
		default:
			g := f.ask(q).Funnel.Groups[0]
			var bins [][2]int
			for _, b := range g.Histogram {
				bins = append(bins, [2]int{int(b.From / 1000), b.N})
			}
			v.same(name+", mean", c.Average, g.Total.Median/1000)
			v.same(name+", automatic bins", c.Auto, bins)
			v.same(name+", 7 bins", c.Seven, bins)
		}
	}
}

func (v *vectors) posthogOthers() {
	var file struct {
		Paths []struct {
			Events   [][3]string
			From     string `json:"date_from"`
			To       string `json:"date_to"`
			Expected [][3]any
		}
		Stickiness struct {
			Active map[string][]string `json:"active_days"`
			From   string              `json:"date_from"`
			To     string              `json:"date_to"`
		}
	}
	v.read("posthog/posthog_vectors.json", &file)
	for _, c := range file.Paths {
		f := v.feed()
		for _, e := range c.Events {
			f.add(strings.TrimRight(e[0], "ab"), clock(v.T, e[1]), e[2], nil)
		}
		a := f.ask(journey.Question{Kind: "paths", Range: journey.Range{From: c.From, To: c.To}, Paths: &journey.Paths{Container: "session", Show: []string{"edges"}}})
		var want, got []string
		for _, e := range c.Expected {
			want = append(want, fmt.Sprint(e[0], e[1], e[2]))
		}
		for _, e := range a.Paths.Edges {
			got = append(got, fmt.Sprint(fmt.Sprintf("%d_%s", e.Step, e.From), fmt.Sprintf("%d_%s", e.Step+1, e.To), e.Count))
		}
		sort.Strings(want)
		sort.Strings(got)
		v.same("PostHog paths", want, got)
	}
	s, f := file.Stickiness, v.feed()
	for person, days := range s.Active {
		for _, d := range days {
			f.add(person, clock(v.T, d), "e", nil)
		}
	}
	byDays := map[int]int{}
	for _, p := range f.people {
		a := f.ask(journey.Question{
			Kind: "trend", Range: journey.Range{From: s.From, To: s.To}, Segment: &journey.Segment{People: []event.Person{p}}, Trend: &journey.Trend{Measure: "people"},
		})
		n := 0
		for _, k := range a.Trend.Series[0].N {
			n += k
		}
		byDays[n]++
	}
	v.same("PostHog stickiness", map[int]int{1: 2, 2: 1, 3: 1}, byDays)
}

func (v *vectors) table(name string) (rows []map[string]string) {
	file, err := os.Open(filepath.Join(vectorsDir, name))
	must(v.T, err)
	defer file.Close()
	all, err := csv.NewReader(file).ReadAll()
	must(v.T, err)
	for _, r := range all[1:] {
		row := map[string]string{}
		for i, head := range all[0] {
			row[head] = r[i]
		}
		rows = append(rows, row)
	}
	return rows
}

func (v *vectors) retentioneering() {
	var file struct {
		Funnel struct {
			Open, Closed, Hybrid struct {
				Users []int `json:"unique_users"`
			}
			Segments struct {
				Closed struct{ Group0, Group1 []int }
			}
		}
		Matrix struct {
			Events   []string
			Counts   [][]int
			Row      [][]float64 `json:"share_of_row"`
			Sessions [][]int     `json:"distinct_sessions_with_the_transition_inside_one_session"`
		} `json:"transition_matrix"`
	}
	v.read("retentioneering/expected.json", &file)
	f := v.feed()
	for _, r := range v.table("retentioneering/input_funnel.csv") {
		f.add(r["user_id"], clock(v.T, r["timestamp"]), r["event"], nil)
	}
	stages := []string{"catalog", "product1|product2", "cart", "payment_done"}
	var open []int
	for _, s := range stages {
		open = append(open, f.reached(funnelOf("", time.Hour, s))[0])
	}
	q := funnelOf("", time.Hour, stages...)
	v.same("retentioneering funnel: open", file.Funnel.Open.Users, open)
	v.same("retentioneering funnel: closed", file.Funnel.Closed.Users, f.reached(q))
	v.same("retentioneering funnel: hybrid", file.Funnel.Hybrid.Users, f.reached(q))
	for want, group := range map[*[]int][]string{&file.Funnel.Segments.Closed.Group0: {"1", "2", "3", "7"}, &file.Funnel.Segments.Closed.Group1: {"4", "5", "6", "8"}} {
		q.Segment = &journey.Segment{}
		for _, name := range group {
			q.Segment.People = append(q.Segment.People, f.people[name])
		}
		v.same("retentioneering funnel: closed, of a group", *want, f.reached(q))
	}
	rows := v.table("retentioneering/input_transition_matrix.csv")
	matrix := func(person, count string) [][]int {
		f := v.feed()
		for _, r := range rows {
			f.add(r[person], clock(v.T, r["timestamp"]), r["event"], nil)
		}
		out := make([][]int, len(file.Matrix.Events))
		for i := range out {
			out[i] = make([]int, len(out))
		}
		for _, e := range f.ask(journey.Question{Kind: "paths", Paths: &journey.Paths{Count: count, Show: []string{"matrix"}}}).Paths.Matrix {
			out[slices.Index(file.Matrix.Events, e.From)][slices.Index(file.Matrix.Events, e.To)] = e.Count
		}
		return out
	}
	counts := matrix("user_id", "pass")
	v.same("retentioneering transitions", file.Matrix.Counts, counts)
	v.same("retentioneering transitions: sessions", file.Matrix.Sessions, matrix("session_id", "person"))
	for i, row := range counts {
		sum := 0
		for _, n := range row {
			sum += n
		}
		for j, n := range row {
			v.same("retentioneering transitions: share of row", fmt.Sprintf("%.3f", file.Matrix.Row[i][j]), fmt.Sprintf("%.3f", float64(n)/float64(sum)))
		}
	}
}

func (v *vectors) retentioneeringCohorts() {
	var file struct {
		Cohorts map[string]json.RawMessage
	}
	v.read("retentioneering/expected.json", &file)
	f := v.feed()
	for _, r := range v.table("retentioneering/input_cohorts.csv") {
		f.add(r["user_id"], clock(v.T, r["timestamp"]), r["event"], nil)
	}
	a := f.ask(journey.Question{Kind: "retention", Retention: &journey.Retention{Period: "month", Periods: 4}})
	got := map[string][]float64{}
	for _, c := range a.Retention.Cohorts {
		row := []float64{1}
		for _, cell := range c.Cells[1:] {
			row = append(row, math.Round(cell.Value*100)/100)
		}
		got[c.Start.Std().Format("2006-01")] = row
	}
	for name, raw := range file.Cohorts {
		if !strings.HasPrefix(name, "start_") {
			continue
		}
		var want map[string][]float64 // null reads as 0
		must(v.T, json.Unmarshal(raw, &want))
		v.same("retentioneering cohorts: "+name, want, got)
	}
}

func sortedKeys[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
