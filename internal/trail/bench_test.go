package trail

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/journey"
)

// quiet is a source in which nothing happens.
type quiet struct{}

func (quiet) Changes(context.Context, uint64, int, func(event.Change) error) error { return nil }
func (quiet) LastSeq() uint64                                                      { return 0 }
func (quiet) Wait(ctx context.Context, _ uint64) error                             { <-ctx.Done(); return ctx.Err() }

func (quiet) SubjectEvents(context.Context, event.Workspace, event.Subject, func(*event.Event) error) error {
	return nil
}

func (quiet) Scan(context.Context, func(event.Workspace, event.Subject, event.Person, *event.Event) error) error {
	return nil
}

var benchKinds = []string{
	"Page Viewed", "Product Viewed", "Product Added", "Cart Viewed", "Checkout Started", "Payment Entered", "Order Completed",
	"Email Opened", "Search", "Call", "Review", "Login",
}

var benchWeights = []int{30, 20, 8, 7, 5, 4, 3, 8, 8, 1, 1, 5}

// benchShard makes one shard's rows straight into a part: people of 20 events each over 180 days.
func benchShard(shard, shards, people, perPerson int, seq *uint64) *part {
	r := rand.New(rand.NewPCG(uint64(shard), 1))
	var pickKind [100]uint32
	at := 0
	for k, w := range benchWeights {
		for range w {
			pickKind[at] = uint32(k)
			at++
		}
	}
	ids := make([]event.Person, people)
	for i := range ids {
		var p event.Person
		for j := 0; j < 16; j += 8 {
			v := r.Uint64()
			for k := range 8 {
				p[j+k] = byte(v >> (8 * k))
			}
		}
		n := (int(p[0])<<8 | int(p[1])) / shards * shards
		n = min(n+shard, 65535)
		if n%shards != shard {
			n = shard
		}
		p[0], p[1] = byte(n>>8), byte(n)
		ids[i] = p
	}
	slices.SortFunc(ids, comparePersons)
	b := newBuilder()
	const start, span = int64(1767225600000), int64(180 * 86_400_000)
	categories := []string{"shoes", "bags", "hats", "coats", "toys", "books", "games", "food"}
	for _, id := range ids {
		b.startPerson(id)
		s := b.ordinal(event.Subject(id), "user_id\x00u"+strconv.Itoa(len(b.persons)))
		n := perPerson/2 + r.IntN(perPerson+1)
		times := make([]int64, n)
		t := start + r.Int64N(span)
		for i := range times {
			if r.IntN(4) == 0 {
				t += r.Int64N(10 * 86_400_000)
			} else {
				t += r.Int64N(600_000)
			}
			times[i] = start + (t-start)%span
		}
		slices.Sort(times)
		for _, t := range times {
			*seq++
			kind := pickKind[r.IntN(100)]
			k := b.add(s, t, *seq, b.kindOf(benchKinds[kind]), b.channelOf([]string{"web", "app", "store"}[r.IntN(3)]), b.sourceOf(1))
			b.col(k, "pcategory").set(k.rows, categories[r.IntN(8)])
			b.col(k, "pprice").setNumber(k.rows, float64(r.IntN(100_000))/100)
		}
	}
	return b.finish(*seq)
}

func benchWorld(b *testing.B) *Trail {
	b.Helper()
	millions := 20.0
	if s := os.Getenv("JEJAK_BENCH_MILLIONS"); s != "" {
		millions, _ = strconv.ParseFloat(s, 64)
	}
	dir := os.Getenv("JEJAK_BENCH_DIR") // a folder that is kept for the next run
	if dir == "" {
		dir = b.TempDir()
	}
	t, err := Open(dir, quiet{}, Options{})
	if err != nil {
		b.Fatal(err)
	}
	if t.Stats().Rows > 0 {
		b.Cleanup(func() { _ = t.Close(context.Background()) })
		return t
	}
	s := t.space(1)
	people := int(millions * 1e6 / 20)
	var seq uint64
	for i := range s.shards {
		p := benchShard(i, len(s.shards), people/len(s.shards), 20, &seq)
		s.shards[i].parts = []*part{p}
		t.tailRows += p.dir.Rows
	}
	t.applied = seq
	begin := time.Now()
	if err := t.Flush(); err != nil {
		b.Fatal(err)
	}
	fmt.Printf("# written in %v\n", time.Since(begin).Round(time.Millisecond))
	if err := t.Close(context.Background()); err != nil {
		b.Fatal(err)
	}
	begin = time.Now()
	if t, err = Open(dir, quiet{}, Options{}); err != nil {
		b.Fatal(err)
	}
	st := t.Stats()
	fmt.Printf("# opened in %v: %d events, %.1f bytes each\n", time.Since(begin).Round(time.Millisecond), st.Rows, float64(st.FileBytes)/float64(st.Rows))
	runtime.GC()
	b.Cleanup(func() { _ = t.Close(context.Background()) })
	return t
}

func on(name string) journey.Filter { return journey.Filter{Event: journey.Names{name}} }

func BenchmarkQuestions(b *testing.B) {
	t := benchWorld(b)
	now, _ := time.Parse(time.DateOnly, "2026-07-15")
	d := journey.Definitions{Now: event.TimeOf(now)}
	week := journey.Duration(7 * 24 * time.Hour)
	steps := func(names ...string) (s []journey.Step) {
		for _, n := range names {
			s = append(s, journey.Step{Filter: on(n)})
		}
		return s
	}
	filtered := steps("Product Viewed", "Product Added", "Checkout Started", "Order Completed")
	filtered[0].Filter.Where = []journey.Condition{{Property: "category", Op: journey.OpIn, Value: []any{"shoes", "bags", "hats"}}}
	filtered[3].Filter.Where = []journey.Condition{{Property: "price", Op: journey.OpGt, Value: 200.0}}
	eight := steps("Page Viewed", "Product Viewed", "Product Added", "Cart Viewed", "Checkout Started", "Payment Entered", "Order Completed", "Review")
	model := journey.StageModel{Lapse: journey.Duration(60 * 24 * time.Hour)}
	for _, n := range []string{"Page Viewed", "Product Viewed", "Checkout Started", "Order Completed"} {
		model.Stages = append(model.Stages, journey.Stage{ID: n, Entry: on(n)})
	}
	for _, c := range []struct {
		name string
		q    journey.Question
	}{
		{"funnel4", journey.Question{Kind: "funnel", Funnel: &journey.Funnel{Steps: steps("Product Viewed", "Product Added", "Checkout Started", "Order Completed"), Window: week}}},
		{"funnel4_untimed", journey.Question{Kind: "funnel", Funnel: &journey.Funnel{Steps: steps("Product Viewed", "Product Added", "Checkout Started", "Order Completed"), Window: week, Untimed: true}}},
		{"funnel4_range", journey.Question{Kind: "funnel", Range: journey.Range{From: "2026-03-01", To: "2026-03-31"}, Funnel: &journey.Funnel{Steps: steps("Product Viewed", "Product Added", "Checkout Started", "Order Completed"), Window: week}}},
		{"funnel4_filter_breakdown", journey.Question{
			Kind: "funnel", Breakdown: &journey.Breakdown{By: "property", Property: "category"}, Funnel: &journey.Funnel{Steps: filtered, Window: week},
		}},
		{"funnel8_exclusion", journey.Question{Kind: "funnel", Funnel: &journey.Funnel{Steps: eight, Window: week, Exclusions: []journey.Exclusion{{Filter: on("Call")}}}}},
		{"next_pairs", journey.Question{Kind: "paths", Paths: &journey.Paths{Depth: 1, Count: "pass"}}},
		{"next_pairs_alone", journey.Question{Kind: "paths", Paths: &journey.Paths{Count: "pass", Show: []string{"matrix"}}}},
		{"next_pairs_people", journey.Question{Kind: "paths", Paths: &journey.Paths{Show: []string{"matrix"}}}},
		{"paths5", journey.Question{Kind: "paths", Paths: &journey.Paths{Depth: 5}}},
		{"paths5_flow", journey.Question{Kind: "paths", Paths: &journey.Paths{Depth: 5, Show: []string{"nodes", "edges", "top"}}}},
		{"retention_weekly", journey.Question{Kind: "retention", Retention: &journey.Retention{Start: on("Order Completed"), Return: on("Order Completed")}}},
		{"retention_any", journey.Question{Kind: "retention", Retention: &journey.Retention{}}},
		{"stages", journey.Question{Kind: "stages", Stages: &journey.Stages{Model: &model}}},
		{"trend_people", journey.Question{Kind: "trend", Range: journey.Range{From: "2026-01-01", To: "2026-06-30"}, Trend: &journey.Trend{Measure: "people"}}},
		{"trend_sum", journey.Question{Kind: "trend", Range: journey.Range{From: "2026-01-01", To: "2026-06-30"}, Trend: &journey.Trend{Measure: "sum", Property: "price"}}},
		{"people_of_step", journey.Question{Kind: "people", People: &journey.People{
			Of:   &journey.Question{Kind: "funnel", Funnel: &journey.Funnel{Steps: steps("Product Viewed", "Order Completed"), Window: week}},
			Cell: &journey.Cell{Step: 2},
		}}},
		{"people_all", journey.Question{Kind: "people"}},
	} {
		b.Run(c.name, func(b *testing.B) {
			before, least := cpu(), time.Hour
			for b.Loop() {
				begin := cpu()
				if _, err := t.Ask(context.Background(), 1, c.q, d); err != nil {
					b.Fatal(err)
				}
				least = min(least, cpu()-begin)
			}
			// On a machine that does other things too, half of this is what the question takes on two cores of its own.
			b.ReportMetric(float64(cpu()-before)/float64(time.Millisecond)/float64(b.N), "cpu-ms")
			b.ReportMetric(float64(least)/float64(time.Millisecond), "least-cpu-ms")
		})
	}
}

// cpu is the time that this process has spent on all cores.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
