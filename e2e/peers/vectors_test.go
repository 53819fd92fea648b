//go:build e2e

package peers

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/journey/journeytest"
	"jejak/internal/trail"
)

const vectorsDir = "../../../shared/data/peer_vectors"

// TestPublishedVectors asks the engine the cases of other projects' own tests. What differs by design is the table of
// docs/questions/peers.md: the test wants exactly those to differ.
func TestPublishedVectors(t *testing.T) {
	if _, err := os.Stat(vectorsDir); err != nil {
		t.Skip("skipped: the published cases are not there (../shared/data is not part of the project)")
	}
	v := &vectors{T: t}
	v.windowFunnel()
	v.clickhouseRetention()
	v.behavioural()
	v.posthogRetention()
	v.posthogFunnels()
	v.posthogOthers()
	v.retentioneering()
	v.retentioneeringCohorts()
	t.Logf("%d cases, %d differ", v.asked, len(v.different))

	page, err := os.ReadFile("../../docs/questions/peers.md")
	must(t, err)
	_, rest, _ := strings.Cut(string(page), "<!-- differences -->\n")
	table, _, _ := strings.Cut(rest, "<!-- /differences -->")
	var listed []string
	for _, m := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\|").FindAllStringSubmatch(table, -1) {
		listed = append(listed, m[1])
	}
	slices.Sort(listed)
	slices.Sort(v.different)
	if !slices.Equal(listed, v.different) {
		t.Errorf("these differ, but docs/questions/peers.md does not say so: %v\nthese do not, but it says so: %v",
			without(v.different, listed), without(listed, v.different))
	}
}

type vectors struct {
	*testing.T
	asked     int
	different []string
}

// same notes one case under its name.
func (v *vectors) same(name string, want, got any) {
	v.Helper()
	v.asked++
	if w, g := fmt.Sprint(want), fmt.Sprint(got); w != g {
		v.Logf("%s\n  they: %s\n  we:   %s", name, w, g)
		if !slices.Contains(v.different, name) {
			v.different = append(v.different, name)
		}
	}
}

func (v *vectors) read(name string, into any) {
	v.Helper()
	text, err := os.ReadFile(filepath.Join(vectorsDir, name))
	must(v.T, err)
	must(v.T, json.Unmarshal(text, into))
}

// feed is a log that is being written, then asked. People are known by name.
type feed struct {
	*testing.T
	log    *journeytest.Log
	people map[string]event.Person
	engine *trail.Trail
	defs   journey.Definitions
}

func (v *vectors) feed() *feed {
	far := time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
	return &feed{T: v.T, log: journeytest.NewLog(), people: map[string]event.Person{}, defs: journey.Definitions{Now: event.TimeOf(far)}}
}

func (f *feed) add(person string, at int64, name string, value any) {
	p, ok := f.people[person]
	if !ok {
		p[0], p[1] = byte(len(f.people)+1), byte(len(f.people)>>8)
		f.people[person] = p
	}
	e := event.Event{Type: event.Track, Source: 1, Name: name, Time: event.Time(at)}
	e.SetIDs([]event.ID{{Type: event.UserID, Value: person}})
	if value != nil {
		e.Properties, _ = json.Marshal(map[string]any{"value": value})
	}
	f.log.Add(1, event.Subject(p), p, e)
}

func (f *feed) ask(q journey.Question) journey.Answer {
	f.Helper()
	if f.engine == nil {
		e, err := trail.Open(f.TempDir(), f.log, trail.Options{Shards: 2})
		must(f.T, err)
		f.Cleanup(func() { _ = e.Close(f.Context()) })
		must(f.T, e.WaitFor(f.Context(), f.log.LastSeq()))
		f.engine = e
	}
	a, err := f.engine.Ask(f.Context(), 1, q, f.defs)
	must(f.T, err)
	return a
}

// who names the people behind a cell, sorted.
func (f *feed) who(of *journey.Question, cell *journey.Cell, s *journey.Segment) []string {
	f.Helper()
	q := journey.Question{Kind: "people", People: &journey.People{Of: of, Cell: cell}}
	if of == nil {
		q.Segment = s
	}
	out := []string{}
	for _, row := range f.ask(q).Persons.People {
		for name, p := range f.people {
			if p == row.Person {
				out = append(out, name)
			}
		}
	}
	slices.Sort(out)
	return out
}

func named(list ...string) (s []journey.Step) {
	for _, n := range list {
		s = append(s, journey.Step{Filter: journey.Filter{Event: strings.Split(n, "|")}})
	}
	return s
}

func funnelOf(order string, window time.Duration, list ...string) journey.Question {
	return journey.Question{Kind: "funnel", Funnel: &journey.Funnel{Steps: named(list...), Order: order, Window: journey.Duration(window)}}
}

func (f *feed) reached(q journey.Question) []int {
	f.Helper()
	var out []int
	for _, s := range f.ask(q).Funnel.Groups[0].Steps {
		out = append(out, s.Reached)
	}
	return out
}

// level is how many steps somebody reached.
func level(reached []int) (n int) {
	for _, r := range reached {
		n += min(r, 1)
	}
	return n
}

func (f *feed) level(person string, q journey.Question) int {
	f.Helper()
	q.Segment = &journey.Segment{People: []event.Person{f.people[person]}}
	return level(f.reached(q))
}

func clock(t *testing.T, text string) int64 {
	t.Helper()
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04", time.DateTime, time.DateOnly, "15:04"} {
		if at, err := time.Parse(layout, text); err == nil {
			if at.Year() == 0 {
				at = at.AddDate(2024, 0, 0)
			}
			return at.UnixMilli()
		}
	}
	t.Fatalf("no time: %q", text)
	return 0
}

func (v *vectors) windowFunnel() {
	var file struct {
		Cases []struct {
			Name     string
			Events   [][2]any
			Window   float64
			Steps    []map[string]any
			Expected int
		} `json:"window_funnel"`
	}
	v.read("clickhouse/clickhouse_vectors.json", &file)
	ops := map[string]journey.Op{"eq": journey.OpEq, "le": journey.OpLte, "ge": journey.OpGte}
	for _, c := range file.Cases {
		f := v.feed()
		for _, e := range c.Events {
			f.add("x", int64(e[0].(float64))+1_000_000, "e", e[1]) // their times begin at 0, which is no time here
		}
		var steps []journey.Step
		for _, s := range c.Steps {
			for op, value := range s {
				where := []journey.Condition{{Property: "value", Op: ops[op], Value: value}}
				steps = append(steps, journey.Step{Filter: journey.Filter{Where: where}})
			}
		}
		window := journey.Duration(min(c.Window, math.MaxInt64/1e6/2) * 1e6)
		got := level(f.reached(journey.Question{Kind: "funnel", Funnel: &journey.Funnel{Steps: steps, Window: window}}))
		v.same("ClickHouse windowFunnel: "+c.Name, c.Expected, got)
	}
}

// did are the people with an event on every one of some days.
func did(days ...string) *journey.Segment {
	s := &journey.Segment{}
	for _, d := range days {
		s.All = append(s.All, journey.Segment{Did: &journey.Did{Range: &journey.Range{From: d, To: d}}})
	}
	return s
}

func (v *vectors) clickhouseRetention() {
	days := []string{"2018-08-06", "2018-08-07", "2018-08-08"}
	users := func(counts ...int) *feed {
		f := v.feed()
		for i, n := range counts {
			for u := range n {
				f.add(fmt.Sprint(u), clock(v.T, days[i])+3_600_000, "e", u%2)
			}
		}
		return f
	}
	f := users(80, 50, 60)
	a := f.ask(journey.Question{Kind: "retention", Range: journey.Range{From: days[0], To: days[2]}, Retention: &journey.Retention{Period: "day", Periods: 2}})
	c := a.Retention.Cohorts[0]
	v.same("ClickHouse retention: sums", "80 50 60", fmt.Sprint(c.Size, c.Cells[1].K, c.Cells[2].K))

	f = users(8, 6, 7)
	even := journey.Segment{Did: &journey.Did{Event: journey.Filter{Where: []journey.Condition{{Property: "value", Op: "eq", Value: 0.0}}}}}
	var got [][]int
	for u := range 5 {
		row := make([]int, 3)
		for i, s := range []*journey.Segment{{}, did(days[0]), did(days[1])} {
			both := &journey.Segment{All: []journey.Segment{even, *s}}
			if slices.Contains(f.who(nil, nil, both), fmt.Sprint(u)) {
				row[i] = 1
			}
		}
		got = append(got, row)
	}
	v.same("ClickHouse retention: a first condition on the person", [][]int{{1, 1, 1}, {0, 0, 0}, {1, 1, 1}, {0, 0, 0}, {1, 1, 1}}, got)
}

func (v *vectors) behavioural() {
	var file struct {
		Retention struct{ Days map[string][]string }
		Funnel    struct {
			Events map[string][][2]string
			Hour   map[string]int `json:"expected_1h_any_mode"`
			Half   map[string]int `json:"expected_30min"`
		} `json:"window_funnel"`
		Match struct{ Events map[string][][2]string } `json:"sequence_match"`
		Sess  struct{ Timestamps []string }           `json:"sessionize_30min"`
		Next  struct{ Events map[string][]string }    `json:"next_page"`
	}
	v.read("clickhouse/duckdb_behavioral_vectors.json", &file)
	f := v.feed()
	for u, days := range file.Retention.Days {
		for _, d := range days {
			f.add(u, clock(v.T, d), "e", nil)
		}
	}
	v.same("DuckDB behavioural retention", "[1 2 3] [1] [1 2]", fmt.Sprint(f.who(nil, nil, did("2024-01-01")),
		f.who(nil, nil, did("2024-01-01", "2024-01-02")), f.who(nil, nil, did("2024-01-01", "2024-01-03"))))
	v.same("DuckDB behavioural retention: base not met", []string{}, f.who(nil, nil, did("2023-01-01", "2024-01-03")))

	f = v.feed()
	for u, list := range file.Funnel.Events {
		for _, e := range list {
			f.add(u, clock(v.T, e[0]), e[1], nil)
		}
	}
	for u := range file.Funnel.Events {
		v.same("DuckDB behavioural window_funnel: 1 h", file.Funnel.Hour[u], f.level(u, funnelOf("", time.Hour, "view", "cart", "purchase")))
		v.same("DuckDB behavioural window_funnel: 30 min", file.Funnel.Half[u], f.level(u, funnelOf("", 30*time.Minute, "view", "cart", "purchase")))
		v.same("DuckDB behavioural window_funnel: no first step", 0, f.level(u, funnelOf("", time.Hour, "nothing", "view")))
	}
	f = v.feed()
	for u, list := range file.Match.Events {
		for _, e := range list {
			f.add(u, clock(v.T, e[0]), e[1], nil)
		}
	}
	v.same("DuckDB behavioural sequence_match: (?1)(?2)(?3)", []string{"1"}, f.who(ptr(funnelOf("strict", time.Hour, "view", "cart", "purchase")), &journey.Cell{Step: 3}, nil))
	entries := funnelOf("", time.Hour, "view", "purchase")
	v.same("DuckDB behavioural sequence_match: (?1).*(?3)", []string{"1", "3"}, f.who(ptr(entries), &journey.Cell{Step: 2}, nil))
	entries.Funnel.Count = "entry"
	v.same("DuckDB behavioural sequence_count: (?1).*(?3)", 2, f.reached(entries)[1])

	f = v.feed()
	for _, at := range file.Sess.Timestamps {
		f.add("x", clock(v.T, at), "e", nil)
	}
	a := f.ask(journey.Question{Kind: "paths", Paths: &journey.Paths{Container: "session", Gap: journey.Duration(30 * time.Minute)}})
	v.same("DuckDB behavioural sessionize", 2, a.Paths.Containers)
	v.nextPage(file.Next.Events)
}

func (v *vectors) nextPage(events map[string][]string) {
	f := v.feed()
	for u, list := range events {
		for i, name := range list {
			f.add(u, int64(i+1)*1000, name, nil)
		}
	}
	path := func(p journey.Paths) (out []string) {
		for _, one := range f.ask(journey.Question{Kind: "paths", Paths: &p}).Paths.Top {
			out = append(out, strings.Join(one.Names, ">"))
		}
		slices.Sort(out)
		return out
	}
	home, product := named("home")[0].Filter, named("product")[0].Filter
	v.same("DuckDB behavioural next_node: after the first home", "[home>product home>search]", fmt.Sprint(path(journey.Paths{From: &home, Depth: 2})))
	v.same("DuckDB behavioural next_node: after home and product", "[home>product>cart home>search>product]", fmt.Sprint(path(journey.Paths{From: &home, Depth: 3})))
	v.same("DuckDB behavioural next_node: before product", "[product>home product>search]", fmt.Sprint(path(journey.Paths{To: &product, Depth: 2})))
}

func ptr[T any](v T) *T { return &v }
