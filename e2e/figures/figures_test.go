//go:build e2e && figures

// Package figures measures the built binary and prints the table of docs/benchmarks.md; it judges nothing.
package figures

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"jejak/e2e/product"
)

var (
	events = flag.Int("events", 20_000_000, "how many events the long run sends")
	write  = flag.String("write", "", "file to write the table into")
	root   = flag.String("root", "../..", "the repository")
	part   = flag.String("part", "", "measure only this of idle, collect, demo, drag and engine; the table keeps the other figures")
)

type row struct{ what, figure, goal string }

// TestFigures takes each measure in turn, so that none disturbs another.
func TestFigures(t *testing.T) {
	var rows []row
	add := func(what, figure, goal string) {
		rows = append(rows, row{what, figure, goal})
		t.Logf("%s: %s", what, figure)
	}
	for _, p := range []struct {
		name    string
		measure func(*testing.T, func(_, _, _ string))
	}{{"idle", idle}, {"collect", collect}, {"demo", demo}, {"drag", drag}, {"engine", engine}} {
		if *part == "" || *part == p.name {
			p.measure(t, add)
		}
	}
	if len(rows) == 0 {
		t.Fatalf("there is no part %q", *part)
	}
	if *part != "" && *write != "" {
		rows = among(t, *write, rows)
	}

	var table strings.Builder
	fmt.Fprintf(&table, "| measured | figure | goal |\n|---|---|---|\n")
	for _, r := range rows {
		fmt.Fprintf(&table, "| %s | %s | %s |\n", r.what, r.figure, r.goal)
	}
	fmt.Println(table.String())
	if *write != "" {
		replaceTable(t, *write, table.String())
	}
}

func idle(t *testing.T, add func(_, _, _ string)) {
	p := product.Start(t, t.TempDir())
	p.Setup(t)
	all, _ := p.Resident(t)
	add("resident memory of an empty workspace", mega(all), "under 150 MB")
	must(t, p.Stop())
}

// collect sends at full speed, then at a given rate, then long, and starts again on what it left.
func collect(t *testing.T, add func(_, _, _ string)) {
	data := t.TempDir()
	p := product.Start(t, data)
	owner := p.Setup(t)
	_, key := owner.Source("Load", "web")
	load := func(args ...string) loaded { return startLoad(t, p, key, args...).wait(t, true) }
	var rates []float64
	var slowest time.Duration
	for range 5 {
		r := load("--events", "1000000", "--people", "100000")
		rates = append(rates, r.PerSecond)
		slowest = max(slowest, r.P99)
	}
	slices.Sort(rates)
	add("collect over HTTP, batches of 100, fsync, dedupe and identity on; load generator on the same machine: median of 5 runs of 1 M events (lowest to highest)",
		fmt.Sprintf("%s events/s (%s to %s)", thousands(rates[2]), thousands(rates[0]), thousands(rates[4])), "56,000")
	r := load("--events", "1000000", "--rate", "20000")
	add("answers at 20,000 events/s: median, 99th percentile", fmt.Sprintf("%s, %s", ms(r.P50), ms(r.P99)), "p99 under 250 ms")

	var memory []string
	sent := 6_000_000
	for sent < *events {
		n := min(*events-sent, 2_000_000)
		load("--events", strconv.Itoa(n), "--people", "1000000")
		sent += n
		all, mapped := p.Resident(t)
		memory = append(memory, fmt.Sprintf("%s + %s", mega(all-mapped), mega(mapped)))
	}
	add(fmt.Sprintf("resident memory each 2 M events from 8 M to %d M: the process's own + mapped files, which the system may take back", *events/1_000_000),
		strings.Join(memory, " · "), "no growth of its own")
	p, all := ends(t, add, p, owner, key)
	add("disk for each event, log and index", fmt.Sprintf("%d bytes", size(t, data)/int64(all)), "")
	must(t, p.Stop())
}

// demo measures how soon the demo opens and how soon it answers.
func demo(t *testing.T, add func(_, _, _ string)) {
	begin := time.Now()
	p := product.StartCommand(t, "demo", t.TempDir())
	ready(t, p)
	add("`jejak demo` until it is open", seconds(time.Since(begin)), "under 20 s")
	owner := p.Visit(t)
	for _, q := range []struct{ name, question string }{
		{"stages", `{"kind":"stages","range":{"last":"30d"},"stages":{}}`},
		{"funnel", `{"kind":"funnel","range":{"last":"90d"},"funnel":{"steps":[{"filter":{"event":"Product Viewed"}},{"filter":{"event":"Product Added"}},{"filter":{"event":"Checkout Started"}},{"filter":{"event":"Order Completed"}}],"window":"7d"}}`},
		{"paths", `{"kind":"paths","paths":{"depth":5}}`},
		{"retention", `{"kind":"retention","retention":{"start":{"event":"Order Completed"},"return":{"event":"Order Completed"}}}`},
		{"trend", `{"kind":"trend","range":{"last":"90d"},"trend":{"measure":"people"}}`},
		{"people", `{"kind":"people","people":{}}`},
		{"coverage (gaps of the catalogue)", `{"kind":"coverage","range":{"last":"90d"}}`},
	} {
		var took []time.Duration
		for range 30 {
			begin := time.Now()
			owner.Do("POST", owner.Path("/ask"), json.RawMessage(q.question), nil)
			took = append(took, time.Since(begin))
		}
		slices.Sort(took)
		add("demo, question "+q.name+": median and longest of 30 over HTTP", fmt.Sprintf("%s, %s", ms(took[15]), ms(took[29])), "under 50 ms")
	}
	must(t, p.Stop())
}

// drag carries a card, a step and a feeling over a map of 200 steps in a real browser.
func drag(t *testing.T, add func(_, _, _ string)) {
	cmd := exec.Command("node", "e2e/web/smooth.mjs", "200")
	cmd.Dir = *root
	cmd.Env = append(os.Environ(), "JEJAK_BIN="+product.Binary(t))
	out, err := cmd.Output()
	must(t, err)
	type times struct{ Median, P95 float64 }
	var r map[string]struct {
		PerSecond float64 `json:"perSecond"`
		Gap, Work times
	}
	must(t, json.Unmarshal(bytes.ReplaceAll(out, []byte(`"steps":200,`), nil), &r))
	for _, what := range []struct{ key, name string }{{"card", "card"}, {"step", "step"}, {"face", "feeling"}} {
		m := r[what.key]
		add("map of 200 steps, frames a second while a "+what.name+" is dragged; time between frames, and of our work in one (median, 95th percentile)",
			fmt.Sprintf("%.1f; %.1f and %.1f ms, %.1f and %.1f ms", m.PerSecond, m.Gap.Median, m.Gap.P95, m.Work.Median, m.Work.P95), "60")
	}
}

// engine runs the index's own benchmark: 20 million events of a million people.
func engine(t *testing.T, add func(_, _, _ string)) {
	cmd := exec.Command("go", "test", "-run", "^$", "-bench", "Questions", "-benchtime", "10x", "./internal/trail")
	cmd.Dir = *root
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	// What a naive loop over columns took for the same funnel, and for the pairs and nothing else; next_pairs tells much more of them.
	goals := map[string]string{"funnel4": "0.12 s", "next_pairs_alone": "0.02 s"}
	for _, m := range regexp.MustCompile(`BenchmarkQuestions/(\w+?)(?:-\d+)?\s+\d+\s+([0-9.]+) ns/op`).FindAllSubmatch(out, -1) {
		ns, err := strconv.ParseFloat(string(m[2]), 64)
		must(t, err)
		add("index of 20 M events of 1 M people, question "+string(m[1]), ms(time.Duration(ns)), goals[string(m[1])])
	}
	if m := regexp.MustCompile(`# opened in (\S+): \d+ events, (\S+) bytes each`).FindSubmatch(out); m != nil {
		add("the same index: opened in; bytes for each event", fmt.Sprintf("%s; %s", m[1], m[2]), "")
	}
}

func ready(t *testing.T, p *product.Product) {
	t.Helper()
	until(t, "ready", func() bool {
		res, err := http.Get(p.URL + "/readyz")
		if err != nil {
			return false
		}
		_, _ = io.Copy(io.Discard, res.Body)
		res.Body.Close()
		return res.StatusCode == http.StatusOK
	})
}

// until asks again and again for two minutes; there is no signal that crosses from the process that is measured.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for end := time.After(2 * time.Minute); !ok(); {
		select {
		case <-end:
			t.Fatalf("waited two minutes for %s", what)
		case <-tick.C:
		}
	}
}

func size(t *testing.T, dir string) (total int64) {
	t.Helper()
	must(t, filepath.WalkDir(dir, func(_ string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			total += info.Size()
		}
		return err
	}))
	return total
}

// replaceTable puts the table between the two marks of a Markdown file.
func replaceTable(t *testing.T, file, table string) {
	t.Helper()
	b, err := os.ReadFile(file)
	must(t, err)
	const begin, end = "<!-- figures -->\n", "<!-- /figures -->"
	head, rest, ok := bytes.Cut(b, []byte(begin))
	_, tail, ok2 := bytes.Cut(rest, []byte(end))
	if !ok || !ok2 {
		t.Fatalf("%s has no place for the figures", file)
	}
	must(t, os.WriteFile(file, fmt.Appendf(nil, "%s%s%s%s%s", head, begin, table, end, tail), 0o644))
}

// among puts rows into the places of the same ones in a file's table.
func among(t *testing.T, file string, rows []row) (all []row) {
	t.Helper()
	b, err := os.ReadFile(file)
	must(t, err)
	_, table, _ := strings.Cut(string(b), "|---|---|---|\n")
	table, _, _ = strings.Cut(table, "<!-- /figures -->")
	for line := range strings.Lines(table) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != 3 {
			t.Fatalf("%s: %q is no row of three", file, line)
		}
		was := row{strings.TrimSpace(cells[0]), strings.TrimSpace(cells[1]), strings.TrimSpace(cells[2])}
		if i := slices.IndexFunc(rows, func(r row) bool { return r.what == was.what }); i >= 0 {
			was = rows[i]
			rows = slices.Delete(rows, i, i+1)
		}
		all = append(all, was)
	}
	return append(all, rows...)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func mega(b int64) string            { return fmt.Sprintf("%d MB", b/1_000_000) }
func seconds(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }
func ms(d time.Duration) string      { return fmt.Sprintf("%.1f ms", float64(d)/1e6) }
func thousands(v float64) string {
	n := int(math.Round(v))
	return fmt.Sprintf("%d,%03d", n/1000, n%1000)
}
