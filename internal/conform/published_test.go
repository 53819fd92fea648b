package conform

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// The published figures of two process logs. Sources: shared/data/eventlogs_process/SOURCE.md.

func published(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("../../../shared/data/eventlogs_process", name))
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("skipped: the real data set eventlogs_process is not there (../shared/data is not part of the project)")
	}
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(name, ".gz") {
		z, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		if b, err = io.ReadAll(z); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

type figures struct {
	Cases, Events, Activities, Variants int
	Start                               map[string]int `json:"start"`
	Follows                             map[string]int `json:"dfg"`
	Top                                 []struct {
		Variant string
		Cases   int
	} `json:"top_variants"`
}

func expected(t *testing.T, log string) figures {
	t.Helper()
	var all map[string]json.RawMessage
	if err := json.Unmarshal(published(t, "expected.json"), &all); err != nil {
		t.Fatal(err)
	}
	var f figures
	if err := json.Unmarshal(all[log], &f); err != nil {
		t.Fatal(err)
	}
	return f
}

// table is a log written as CSV: activities by place, and each case's in the order of time.
func table(t *testing.T, name string) (names []string, cases [][]int) {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(published(t, name))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	who, what, when := slices.Index(rows[0], "case:concept:name"), slices.Index(rows[0], "concept:name"), slices.Index(rows[0], "time:timestamp")
	type entry struct {
		at   time.Time
		step int
	}
	of, place := map[string][]entry{}, map[string]int{}
	for _, r := range rows[1:] {
		at, err := time.Parse("2006-01-02 15:04:05.999999Z07:00", r[when])
		if err != nil {
			t.Fatal(err)
		}
		if _, known := place[r[what]]; !known {
			place[r[what]] = len(names)
			names = append(names, r[what])
		}
		of[r[who]] = append(of[r[who]], entry{at, place[r[what]]})
	}
	for _, list := range of {
		slices.SortStableFunc(list, func(a, b entry) int { return a.at.Compare(b.at) })
		var steps []int
		for _, e := range list {
			steps = append(steps, e.step)
		}
		cases = append(cases, steps)
	}
	return names, cases
}

func TestPublishedFollowsAndVariants(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ log, file string }{{"running-example", "running-example.csv"}, {"receipt", "receipt.csv.gz"}} {
		want := expected(t, c.log)
		names, cases := table(t, c.file)
		follows, variants, events := NewFollows(len(names)), map[string]int{}, 0
		for _, steps := range cases {
			follows.Add(steps, 1)
			events += len(steps)
			var words []string
			for _, s := range steps {
				words = append(words, names[s])
			}
			variants[strings.Join(words, " > ")]++
		}
		if len(cases) != want.Cases || events != want.Events || len(names) != want.Activities || len(variants) != want.Variants {
			t.Errorf("%s: %d cases, %d events, %d activities, %d variants; published %+v", c.log, len(cases), events, len(names), len(variants), want)
		}
		for _, v := range want.Top {
			if variants[v.Variant] != v.Cases {
				t.Errorf("%s: %d cases of %s, published %d", c.log, variants[v.Variant], v.Variant, v.Cases)
			}
		}
		edges := 0
		for from := range names {
			for to := range names {
				passes, _ := follows.Of(from, to)
				if passes > 0 {
					edges++
				}
				if w := want.Follows[names[from]+" -> "+names[to]]; passes != w {
					t.Errorf("%s: %s -> %s %d times, published %d", c.log, names[from], names[to], passes, w)
				}
			}
			passes, _ := follows.Of(len(names), from)
			if passes != want.Start[names[from]] {
				t.Errorf("%s: %d begin with %s, published %d", c.log, passes, names[from], want.Start[names[from]])
			}
		}
		if edges != len(want.Follows) {
			t.Errorf("%s: %d edges, published %d", c.log, edges, len(want.Follows))
		}
	}
}

// pnml is as much of the Petri Net Markup Language as the published net uses.
type pnml struct {
	Page struct {
		Places []struct {
			ID    string `xml:"id,attr"`
			Begin int    `xml:"initialMarking>text"`
		} `xml:"place"`
		Transitions []struct {
			ID   string `xml:"id,attr"`
			Name string `xml:"name>text"`
			Tool struct {
				Activity string `xml:"activity,attr"`
			} `xml:"toolspecific"`
		} `xml:"transition"`
		Arcs []struct {
			From string `xml:"source,attr"`
			To   string `xml:"target,attr"`
		} `xml:"arc"`
	} `xml:"net>page"`
	End []struct {
		Place string `xml:"idref,attr"`
		N     int    `xml:"text"`
	} `xml:"net>finalmarkings>marking>place"`
}

func publishedNet(t *testing.T, names []string) Net {
	t.Helper()
	var doc pnml
	d := xml.NewDecoder(bytes.NewReader(published(t, "running-example.pnml")))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // it says ISO-8859-1 and is ASCII
	if err := d.Decode(&doc); err != nil {
		t.Fatal(err)
	}
	n, place := Net{}, map[string]int{}
	for i, p := range doc.Page.Places {
		place[p.ID] = i
		n.Begin = append(n.Begin, p.Begin)
	}
	n.End = make([]int, len(n.Begin))
	for _, e := range doc.End {
		n.End[place[e.Place]] = e.N
	}
	for _, x := range doc.Page.Transitions {
		v := Transition{Label: Off}
		if x.Tool.Activity != "$invisible$" {
			v.Label = slices.Index(names, x.Name)
		}
		for _, a := range doc.Page.Arcs {
			if a.To == x.ID {
				v.In = append(v.In, place[a.From])
			}
			if a.From == x.ID {
				v.Out = append(v.Out, place[a.To])
			}
		}
		n.Transitions = append(n.Transitions, v)
	}
	return n
}

func TestPublishedNetFitsItsLog(t *testing.T) {
	t.Parallel()
	names, cases := table(t, "running-example.csv")
	net := publishedNet(t, names)
	fit := 0
	for _, steps := range cases {
		tokens, err := net.Replay(steps)
		if err != nil {
			t.Fatal(err)
		}
		cost, err := net.Cost(steps)
		if err != nil {
			t.Fatal(err)
		}
		if tokens.Fitness() == 1 && cost == 0 {
			fit++
		}
		// Without its first entry, or with its last one again, no case fits any more.
		for _, broken := range [][]int{steps[1:], append(slices.Clone(steps), steps[len(steps)-1])} {
			tokens, err := net.Replay(broken)
			if err != nil {
				t.Fatal(err)
			}
			if cost, err := net.Cost(broken); err != nil || cost != 1 || tokens.Fitness() == 1 {
				t.Errorf("%v costs %d and fits %v: %v", broken, cost, tokens, err)
			}
		}
	}
	if fit != 6 || len(cases) != 6 {
		t.Errorf("%d of %d cases fit, published 6 of 6", fit, len(cases))
	}
}

// What the log draws by itself, at the lowest thresholds, is a map that every case fits.
func TestADiscoveredMapFitsItsLog(t *testing.T) {
	t.Parallel()
	names, cases := table(t, "receipt.csv.gz")
	follows, ends := NewFollows(len(names)), map[int]bool{}
	for _, steps := range cases {
		follows.Add(steps, 1)
		ends[steps[len(steps)-1]] = true
	}
	build := func(people int, dependency float64) *Map {
		next := make([][]int, len(names))
		var start, end []int
		for _, e := range follows.Edges(people, dependency) {
			if e.From == len(names) {
				start = append(start, e.To)
			} else {
				next[e.From] = append(next[e.From], e.To)
			}
		}
		for e := range ends {
			end = append(end, e)
		}
		return NewMap(next, start, end)
	}
	fit := func(m *Map) (n int) {
		for _, steps := range cases {
			if _, whole := m.Fit(steps); whole {
				n++
			}
		}
		return n
	}
	if n := fit(build(1, -1)); n != len(cases) {
		t.Errorf("%d of %d cases fit what they draw", n, len(cases))
	}
	if some, few := fit(build(30, 0.5)), fit(build(700, 0.9)); some <= few || some == len(cases) {
		t.Errorf("higher thresholds draw less: %d cases, then %d", some, few)
	}
}
