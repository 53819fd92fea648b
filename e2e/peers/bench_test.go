//go:build e2e && peers

package peers

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

const benchCores = 2

var (
	eventsFlag = flag.String("events", "1000000", "numbers of events, with commas")
	writeFlag  = flag.String("write", "", "the folder of benchmarks.md and benchmarks.json")
	runsFlag   = flag.Int("runs", 5, "timed runs of each question")

	// of the processes that the benchmark starts, one engine at a time
	phaseFlag  = flag.String("phase", "", "")
	engineFlag = flag.String("engine", "", "")
	dirFlag    = flag.String("dir", "", "")
)

var engines = []string{"jejak", "clickhouse", "duckdb"}

// Loaded is what a loading process reports: its answers, by question and way of asking.
type Loaded struct {
	Seconds float64
	Disk    int64
	Answers map[string][]cells
	Failed  map[string][]string
}

// Timed is what a timing process reports.
type Timed struct {
	Millis map[string]float64
	Way    map[string]int
	Memory int64 // resident at its most, less that of the process before it opened the store
}

// TestBenchPeers makes events, loads them into each engine, wants equal answers, and then takes times, one process for each engine.
func TestBenchPeers(t *testing.T) {
	if *phaseFlag != "" {
		child(t)
		return
	}
	var all []measured
	for _, text := range strings.Split(*eventsFlag, ",") {
		events, err := strconv.Atoi(strings.TrimSpace(text))
		must(t, err)
		all = append(all, size(t, events))
	}
	report(t, all)
}

type measured struct {
	events int
	loaded map[string]Loaded
	timed  map[string]Timed
}

func size(t *testing.T, events int) measured {
	t.Helper()
	dir := t.TempDir()
	begin := time.Now()
	writeEvents(t, filepath.Join(dir, "events.parquet"), events)
	t.Logf("%d events made in %.0f s", events, time.Since(begin).Seconds())
	m := measured{events, map[string]Loaded{}, map[string]Timed{}}
	for _, e := range engines {
		var l Loaded
		start(t, "load", e, dir, events, &l)
		m.loaded[e] = l
		t.Logf("%s: loaded in %.0f s, %.1f bytes on disk for each event", e, l.Seconds, float64(l.Disk)/float64(events))
	}
	must(t, os.Remove(filepath.Join(dir, "events.parquet")))
	agree(t, m)
	for _, e := range engines {
		var r Timed
		start(t, "time", e, dir, events, &r)
		m.timed[e] = r
		t.Logf("%s: %v", e, r)
	}
	must(t, os.RemoveAll(dir))
	return m
}

// agree wants each engine's every way of asking to give the same cells.
func agree(t *testing.T, m measured) {
	t.Helper()
	for _, q := range questions() {
		want := m.loaded["jejak"].Answers[q.name][0]
		if len(want) == 0 {
			t.Fatalf("%s: an empty answer", q.name)
		}
		for _, e := range engines[1:] {
			for i, got := range m.loaded[e].Answers[q.name] {
				if !slices.Equal(want, got) {
					t.Errorf("%s: %s, way %d: answers differ: %.500s\nonly jejak: %.500s\nonly %s: %.500s", q.name, e, i,
						strings.Join(m.loaded[e].Failed[q.name], ""), fmt.Sprint(without(want, got)), e, fmt.Sprint(without(got, want)))
				}
			}
		}
	}
	if t.Failed() {
		t.FailNow()
	}
	t.Log("all answers are equal")
}

func start(t *testing.T, phase, engine, dir string, events int, into any) {
	t.Helper()
	out := filepath.Join(dir, phase+"-"+engine+".json")
	cmd := exec.Command(os.Args[0], "-test.run", "^TestBenchPeers$", "-test.timeout", "3h", "-phase", phase, "-engine", engine, "-dir", dir,
		"-events", strconv.Itoa(events), "-runs", strconv.Itoa(*runsFlag))
	cmd.Env = append(os.Environ(), "GOMAXPROCS="+strconv.Itoa(benchCores))
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s of %s: %v\n%s", phase, engine, err, text)
	}
	text, err := os.ReadFile(out)
	must(t, err)
	must(t, json.Unmarshal(text, into))
}

func child(t *testing.T) {
	events, err := strconv.Atoi(*eventsFlag)
	must(t, err)
	var result any
	if *phaseFlag == "load" {
		result = loadAndAnswer(t, events)
	} else {
		result = takeTimes(t)
	}
	text, err := json.Marshal(result)
	must(t, err)
	must(t, os.WriteFile(filepath.Join(*dirFlag, *phaseFlag+"-"+*engineFlag+".json"), text, 0o644))
}

// ways are the ways to ask an engine.
func (q question) ways(engine string) []string {
	if engine == "jejak" {
		return []string{""}
	}
	return q.sql[engine]
}

func loadAndAnswer(t *testing.T, events int) Loaded {
	begin := time.Now()
	load(t, *engineFlag, *dirFlag, events)
	r := Loaded{Seconds: time.Since(begin).Seconds(), Disk: folderSize(t, place(*dirFlag, *engineFlag)), Answers: map[string][]cells{}, Failed: map[string][]string{}}
	ask := openAsker(t, *engineFlag, *dirFlag)
	for _, q := range questions() {
		for _, sql := range q.ways(*engineFlag) {
			a, err := ask(q, sql)
			if err != nil {
				r.Failed[q.name] = append(r.Failed[q.name], err.Error())
			}
			slices.Sort(a)
			r.Answers[q.name] = append(r.Answers[q.name], a)
		}
	}
	return r
}

// takeTimes asks each question once to warm up, then so many times in each way; the median of the fastest way counts.
func takeTimes(t *testing.T) Timed {
	before := resident(t, "VmRSS")
	ask := openAsker(t, *engineFlag, *dirFlag)
	r := Timed{Millis: map[string]float64{}, Way: map[string]int{}}
	for _, q := range questions() {
		for way, sql := range q.ways(*engineFlag) {
			_, err := ask(q, sql)
			must(t, err)
			var took []float64
			for range *runsFlag {
				runtime.GC()
				begin := time.Now()
				_, err := ask(q, sql)
				took = append(took, float64(time.Since(begin))/1e6)
				must(t, err)
			}
			slices.Sort(took)
			if best, ok := r.Millis[q.name]; !ok || took[len(took)/2] < best {
				r.Millis[q.name], r.Way[q.name] = took[len(took)/2], way
			}
		}
	}
	r.Memory = resident(t, "VmHWM") - before
	return r
}

// resident reads a line of this process's status, in bytes.
func resident(t *testing.T, line string) int64 {
	t.Helper()
	text, err := os.ReadFile("/proc/self/status")
	must(t, err)
	m := regexp.MustCompile(line + `:\s+(\d+) kB`).FindSubmatch(text)
	n, err := strconv.ParseInt(string(m[1]), 10, 64)
	must(t, err)
	return n * 1024
}

func folderSize(t *testing.T, dir string) (total int64) {
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
