//go:build e2e && peers

package peers

import (
	"cmp"
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
	"syscall"
	"testing"
	"time"
)

const benchCores = 2

var (
	eventsFlag = flag.String("events", "1000000", "numbers of events, with commas")
	writeFlag  = flag.String("write", "", "the folder of benchmarks.md and benchmarks.json")
	runsFlag   = flag.Int("runs", 5, "timed runs of each question")
	askedFlag  = flag.String("engines", strings.Join(engines, ","), "the engines to measure, Jejak among them, with commas")

	// of the processes that the benchmark starts, one engine at a time
	phaseFlag  = flag.String("phase", "", "")
	engineFlag = flag.String("engine", "", "")
	dirFlag    = flag.String("dir", "", "")
)

var engines = []string{"jejak", "clickhouse", "duckdb"}

// asked are the engines of this run.
func asked() []string { return strings.Split(*askedFlag, ",") }

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
	Busy   map[string]float64 // half the time on all cores, at its least: what two cores of its own would take on a machine that does other things too
	Way    map[string]int
	Memory int64 // resident at its most, less that of the process before it opened the store
}

// TestBenchPeers makes events, loads them into each engine, wants equal answers, and then takes times, each time of one engine in a process of its own.
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
	for _, e := range asked() {
		var l Loaded
		start(t, "load", e, dir, events, &l)
		m.loaded[e] = l
		t.Logf("%s: loaded in %.0f s, %.1f bytes on disk for each event", e, l.Seconds, float64(l.Disk)/float64(events))
	}
	must(t, os.Remove(filepath.Join(dir, "events.parquet")))
	good, err := json.Marshal(agree(t, m))
	must(t, err)
	must(t, os.WriteFile(filepath.Join(dir, "ways.json"), good, 0o644))
	rounds := map[string][]Timed{}
	for range *runsFlag { // in turn, so that a slow spell of the machine is one for all
		for _, e := range asked() {
			var r Timed
			start(t, "time", e, dir, events, &r)
			rounds[e] = append(rounds[e], r)
		}
	}
	for _, e := range asked() {
		r := sumUp(rounds[e])
		m.timed[e] = r
		for _, q := range questions() {
			t.Logf("%s: %s: %.1f ms; two cores busy for %.1f ms; way %d", e, q.name, r.Millis[q.name], r.Busy[q.name], r.Way[q.name])
		}
	}
	must(t, os.RemoveAll(dir))
	return m
}

// sumUp takes the median of the rounds.
func sumUp(rounds []Timed) Timed {
	sum := Timed{Millis: map[string]float64{}, Busy: map[string]float64{}, Way: rounds[0].Way}
	for _, q := range questions() {
		var took, busy []float64
		for _, r := range rounds {
			took, busy = append(took, r.Millis[q.name]), append(busy, r.Busy[q.name])
			sum.Memory = max(sum.Memory, r.Memory)
		}
		slices.Sort(took)
		sum.Millis[q.name], sum.Busy[q.name] = took[len(took)/2], slices.Min(busy)
	}
	return sum
}

// agree wants some way of asking each engine to give the cells that Jejak gives, and returns those ways, by engine and question. A way
// that does not is not timed: arrays gathered in the order of reading, for one, are only mostly in order.
func agree(t *testing.T, m measured) map[string]map[string][]int {
	t.Helper()
	good := map[string]map[string][]int{}
	for _, e := range asked() {
		good[e] = map[string][]int{}
		for _, q := range questions() {
			want := m.loaded["jejak"].Answers[q.name][0]
			if len(want) == 0 {
				t.Fatalf("%s: an empty answer", q.name)
			}
			for way, got := range m.loaded[e].Answers[q.name] {
				if slices.Equal(want, got) {
					good[e][q.name] = append(good[e][q.name], way)
					continue
				}
				t.Logf("%s: %s, way %d: answers differ: %.500s\nonly jejak: %.500s\nonly %s: %.500s", q.name, e, way,
					strings.Join(m.loaded[e].Failed[q.name], ""), fmt.Sprint(without(want, got)), e, fmt.Sprint(without(got, want)))
			}
			if len(good[e][q.name]) == 0 {
				t.Fatalf("%s: %s and jejak do not agree", q.name, e)
			}
		}
	}
	t.Log("the answers are equal")
	return good
}

func start(t *testing.T, phase, engine, dir string, events int, into any) {
	t.Helper()
	out := filepath.Join(dir, phase+"-"+engine+".json")
	cmd := exec.Command(os.Args[0], "-test.run", "^TestBenchPeers$", "-test.timeout", "3h", "-phase", phase, "-engine", engine, "-dir", dir,
		"-events", strconv.Itoa(events))
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
	r := Loaded{Seconds: time.Since(begin).Seconds(), Disk: diskSize(t, *engineFlag, *dirFlag), Answers: map[string][]cells{}, Failed: map[string][]string{}}
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

// takeTimes asks each question once in each way to warm up, and then again in the two ways that were fastest; the shorter time counts.
func takeTimes(t *testing.T) Timed {
	good := map[string]map[string][]int{}
	text, err := os.ReadFile(filepath.Join(*dirFlag, "ways.json"))
	must(t, err)
	must(t, json.Unmarshal(text, &good))
	before := resident(t, "VmRSS")
	ask := openAsker(t, *engineFlag, *dirFlag)
	r := Timed{Millis: map[string]float64{}, Busy: map[string]float64{}, Way: map[string]int{}}
	for _, q := range questions() {
		once := func(sql string) float64 {
			runtime.GC() // what the run before left is not this one's
			begin, busy := time.Now(), processor(t)
			_, err := ask(q, sql)
			must(t, err)
			took := float64(time.Since(begin)) / 1e6
			if half := float64(processor(t)-busy) / 2e6; r.Busy[q.name] == 0 || half < r.Busy[q.name] {
				r.Busy[q.name] = half
			}
			return took
		}
		ways, order := q.ways(*engineFlag), good[*engineFlag][q.name]
		first := make([]float64, len(ways))
		for _, way := range order {
			first[way] = once(ways[way])
		}
		slices.SortFunc(order, func(a, b int) int { return cmp.Compare(first[a], first[b]) })
		for _, way := range order[:min(2, len(order))] {
			took := once(ways[way])
			if best, ok := r.Millis[q.name]; !ok || took < best {
				r.Millis[q.name], r.Way[q.name] = took, way
			}
		}
	}
	r.Memory = resident(t, "VmHWM") - before
	return r
}

// processor is the time that this process has spent on all cores.
func processor(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	must(t, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
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

// diskSize leaves out the parts that ClickHouse has merged and not yet removed.
func diskSize(t *testing.T, engine, dir string) (n int64) {
	t.Helper()
	if engine != "clickhouse" {
		return folderSize(t, place(dir, engine))
	}
	c := openPeer(t, engine, dir)
	defer c.Close()
	rows, err := c.Rows("SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND table = 'events'")
	must(t, err)
	n, err = strconv.ParseInt(rows[0][0], 10, 64)
	must(t, err)
	return n
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
