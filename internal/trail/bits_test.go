package trail

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jejak/internal/event"
	"jejak/internal/journey"
)

var heavyKinds = []string{"A", "B", "C", "D", "E", "F"}

// heavyRows are events of a few people, of whom some have many more than 64: more than any world of the conformance suite.
func heavyRows(t *rapid.T) []*row {
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
	kinds := rapid.IntRange(1, len(heavyKinds)).Draw(t, "kinds")
	gap := rapid.SampledFrom([]int64{1, 50, 100_000, 5_000_000}).Draw(t, "gap")
	var rows []*row
	seq := uint64(0)
	for p := range rapid.IntRange(1, 12).Draw(t, "people") {
		n := rapid.SampledFrom([]int{1, 5, 30, 63, 64, 65, 130, 300}).Draw(t, "events")
		at := int64(1_770_000_000_000)
		for range n {
			seq++
			at += r.Int64N(gap)
			e := &row{
				person: event.Person{byte(p)}, subject: event.Subject{byte(p)}, seq: seq, time: at, source: 1,
				kind: heavyKinds[r.IntN(kinds)], channel: []string{"web", "app"}[r.IntN(2)],
			}
			if r.IntN(3) > 0 {
				e.vals = append(e.vals, val{"pcolour", []string{"red", "green", "blue"}[r.IntN(3)]})
			}
			if r.IntN(3) > 0 {
				e.vals = append(e.vals, val{"pprice", fmt.Sprint(r.IntN(40))})
			}
			rows = append(rows, e)
		}
	}
	return rows
}

func heavyFilter(t *rapid.T) journey.Filter {
	f := journey.Filter{Event: rapid.SliceOfNDistinct(rapid.SampledFrom(heavyKinds), 1, 2, rapid.ID[string]).Draw(t, "event")}
	switch rapid.IntRange(0, 9).Draw(t, "where") {
	case 0:
		f.Where = []journey.Condition{{Property: "colour", Op: journey.OpIn, Value: []any{"red", "blue"}}}
	case 1:
		f.Where = []journey.Condition{{
			Property: "price", Op: rapid.SampledFrom([]journey.Op{journey.OpGt, journey.OpGte, journey.OpLt, journey.OpLte}).Draw(t, "op"),
			Value: rapid.SampledFrom([]float64{-1, 0, 10, 39, 100}).Draw(t, "value"),
		}}
	case 2:
		f.Channel = []string{"web"}
	case 3:
		return journey.Filter{}
	case 4:
		f.Where = []journey.Condition{{Property: "price", Op: journey.OpBetween, Value: []any{5.0, 10.0}}}
	}
	return f
}

func heavyRange(t *rapid.T) journey.Range {
	if rapid.Bool().Draw(t, "ranged") {
		return journey.Range{From: "2026-02-02T02:40:10Z", To: "2026-02-02T03:30:00Z"}
	}
	return journey.Range{}
}

func heavyBreakdown(t *rapid.T) *journey.Breakdown {
	b := &journey.Breakdown{By: "property", Property: rapid.SampledFrom([]string{"colour", "price"}).Draw(t, "property"), Top: rapid.SampledFrom([]int{2, 10, 50}).Draw(t, "top")}
	switch rapid.IntRange(0, 4).Draw(t, "breakdown") {
	case 0:
		return nil
	case 1:
		b.By, b.Property = "channel", ""
	}
	return b
}

func heavyFunnel(t *rapid.T) journey.Question {
	f := &journey.Funnel{Window: journey.Duration(rapid.SampledFrom([]time.Duration{time.Second, time.Minute, time.Hour, 90 * 24 * time.Hour}).Draw(t, "window"))}
	for range rapid.IntRange(1, 5).Draw(t, "steps") {
		f.Steps = append(f.Steps, journey.Step{Filter: heavyFilter(t)})
	}
	for n := len(f.Steps); n > 1 && len(f.Exclusions) < 2 && rapid.Bool().Draw(t, "exclusion"); {
		from := rapid.IntRange(1, n-1).Draw(t, "from")
		f.Exclusions = append(f.Exclusions, journey.Exclusion{Filter: heavyFilter(t), From: from, To: rapid.IntRange(from+1, n).Draw(t, "to")})
	}
	q := journey.Question{Kind: journey.KindFunnel, Funnel: f, Range: heavyRange(t), Breakdown: heavyBreakdown(t)}
	if b := q.Breakdown; b != nil {
		b.Attribution = rapid.SampledFrom([]string{"first", "last", "step", "all"}).Draw(t, "attribution")
		if b.Attribution == "step" {
			b.Step = rapid.IntRange(1, len(f.Steps)).Draw(t, "step")
		}
	}
	return q
}

func heavyPaths(t *rapid.T) journey.Question {
	p := &journey.Paths{
		By: rapid.SampledFrom([]string{"event", "event", "touchpoint", "channel"}).Draw(t, "by"), Depth: rapid.IntRange(1, 7).Draw(t, "depth"),
		Count: rapid.SampledFrom([]string{"person", "pass"}).Draw(t, "count"), Collapse: rapid.IntRange(0, 4).Draw(t, "collapse") == 0,
		Top: rapid.SampledFrom([]int{0, 2}).Draw(t, "top"),
	}
	p.Show = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"matrix", "eventual", "nodes", "edges", "top", "times"}), 0, 6, rapid.ID[string]).Draw(t, "show")
	if rapid.IntRange(0, 3).Draw(t, "matrix") == 0 {
		p.Show = []string{"matrix"}
	}
	q := journey.Question{Kind: journey.KindPaths, Paths: p, Range: heavyRange(t)}
	if rapid.IntRange(0, 3).Draw(t, "filtered") == 0 {
		f := heavyFilter(t)
		q.Filter = &f
	}
	return q
}

func heavyStages(t *rapid.T) journey.Question {
	m := &journey.StageModel{
		Lapse:  journey.Duration(rapid.SampledFrom([]time.Duration{0, time.Second, time.Minute, time.Hour}).Draw(t, "lapse")),
		Window: journey.Duration(rapid.SampledFrom([]time.Duration{0, time.Second, time.Hour}).Draw(t, "window")),
	}
	for i := range rapid.IntRange(2, 5).Draw(t, "stages") {
		m.Stages = append(m.Stages, journey.Stage{ID: fmt.Sprint(i), Name: fmt.Sprint(i), Entry: heavyFilter(t), Times: rapid.IntRange(0, 9).Draw(t, "times") / 9 * 2})
	}
	return journey.Question{Kind: journey.KindStages, Stages: &journey.Stages{Model: m}, Range: heavyRange(t)}
}

func heavyTrend(t *rapid.T) journey.Question {
	q := journey.Question{Kind: journey.KindTrend, Range: heavyRange(t), Breakdown: heavyBreakdown(t), Trend: &journey.Trend{
		Interval: rapid.SampledFrom([]string{"", "hour"}).Draw(t, "interval"), Measure: rapid.SampledFrom([]string{"people", "events", "sum", "mean"}).Draw(t, "measure"),
	}}
	if q.Trend.Measure == "sum" || q.Trend.Measure == "mean" {
		q.Trend.Property = rapid.SampledFrom([]string{"price", "colour"}).Draw(t, "number")
	}
	if rapid.Bool().Draw(t, "filtered") {
		f := heavyFilter(t)
		q.Filter = &f
	}
	return q
}

func heavyRetention(t *rapid.T) journey.Question {
	start, back := heavyFilter(t), heavyFilter(t)
	if rapid.Bool().Draw(t, "same") { // one kind is read from its stretches alone
		start = journey.Filter{Event: journey.Names{rapid.SampledFrom(heavyKinds).Draw(t, "both")}}
		back = start
	}
	return journey.Question{Kind: journey.KindRetention, Range: heavyRange(t), Retention: &journey.Retention{
		Start: start, Return: back, Period: rapid.SampledFrom([]string{"day", "week"}).Draw(t, "period"), Periods: 3, Mode: rapid.SampledFrom([]string{"first", "recurring"}).Draw(t, "mode"),
		Match: rapid.SampledFrom([]string{"on", "on_or_after"}).Draw(t, "match"),
	}}
}

// TestQuickWaysAreTheGeneralWay asks the same of the quick ways through a part and of the general one.
func TestQuickWaysAreTheGeneralWay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		parts := []*part{buildRows(heavyRows(t), 1)}
		if rapid.Bool().Draw(t, "more parts") {
			rows := heavyRows(t)
			for i := range rows {
				rows[i].seq += 1 << 20
			}
			parts = append(parts, buildRows(rows, 2))
		}
		snap := &snapshot{seq: 1, views: []*view{newView(parts, nil)}}
		q := rapid.SampledFrom([]func(*rapid.T) journey.Question{heavyFunnel, heavyPaths, heavyStages, heavyTrend, heavyRetention}).Draw(t, "kind")(t)
		d := journey.Definitions{Zone: time.UTC, Now: event.Time(1_790_000_000_000), Touchpoints: []journey.Touchpoint{
			{ID: "a", Rule: journey.Filter{Event: journey.Names{"A"}}}, {ID: "b", Rule: journey.Filter{Event: journey.Names{"B", "C"}}},
		}}
		if err := journey.Validate(q, d); err != nil {
			t.Fatal(err)
		}
		ask := func(general bool) string {
			x, err := newQuery(context.Background(), snap, q, d, 2)
			if err != nil {
				t.Fatal(err)
			}
			x.general = general
			a, err := x.answer()
			if err != nil {
				t.Fatal(err)
			}
			text, _ := json.Marshal(a)
			return string(text)
		}
		text, _ := json.Marshal(q)
		if general, quick := ask(true), ask(false); general != quick {
			t.Fatalf("question %s\ngeneral %s\nquick   %s", text, general, quick)
		}
	})
}
