package transfer

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"jejak/internal/journey"
)

// processFigures are what is published of an event log. Sources: ../shared/data/eventlogs_process/SOURCE.md.
type processFigures struct {
	Cases, Events, Variants int
	Activities              map[string]int `json:"activity_cases"`
	Start, End              map[string]int
	Follows                 map[string]int `json:"dfg"`
	Top                     []struct {
		Variant string
		Cases   int
	} `json:"top_variants"`
}

func processLog(t *testing.T, log string) (f processFigures) {
	t.Helper()
	b, err := os.ReadFile(real(t, "eventlogs_process/expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(all[log], &f); err != nil {
		t.Fatal(err)
	}
	return f
}

// processMap draws the published directly-follows graph: every case fits it.
func processMap(f processFigures) *journey.Conformance {
	c := &journey.Conformance{Top: 100}
	for _, name := range slices.Sorted(maps.Keys(f.Activities)) {
		c.Steps = append(c.Steps, journey.DrawnStep{ID: name, Rule: named1(name)})
	}
	for _, pair := range slices.Sorted(maps.Keys(f.Follows)) {
		from, to, _ := strings.Cut(pair, " -> ")
		c.Edges = append(c.Edges, journey.DrawnEdge{From: from, To: to})
	}
	c.Start, c.End = slices.Sorted(maps.Keys(f.Start)), slices.Sorted(maps.Keys(f.End))
	return c
}

func (a *asker) agreesWith(t *testing.T, f processFigures) {
	t.Helper()
	answer := a.ask(t, journey.Question{Kind: journey.KindConformance, Conformance: processMap(f)})
	c := answer.Conformance
	if answer.People != f.Cases || answer.Events != f.Events || c.Varied != f.Variants {
		t.Errorf("%d people, %d events, %d variants; published %d, %d, %d", answer.People, answer.Events, c.Varied, f.Cases, f.Events, f.Variants)
	}
	if c.Fits.K != f.Cases || c.Fits.N != f.Cases || c.Tokens.Missing != 0 || c.Tokens.Remaining != 0 || c.Tokens.Fitness != 1 || len(c.Undrawn) != 0 {
		t.Errorf("fits %d of %d, tokens %+v, %d edges that are not drawn", c.Fits.K, c.Fits.N, c.Tokens, len(c.Undrawn))
	}
	edges := 0
	for _, e := range c.Edges {
		want, name := f.Start[e.To], "(begin) -> "+e.To
		if e.From != "" {
			name = e.From + " -> " + e.To
			want = f.Follows[name]
			edges++
		}
		if e.Passes != want {
			t.Errorf("%s: %d passes, published %d", name, e.Passes, want)
		}
	}
	if edges != len(f.Follows) {
		t.Errorf("%d edges, published %d", edges, len(f.Follows))
	}
	for _, s := range c.Steps {
		if s.People != f.Activities[s.ID] || s.Exits.K != f.End[s.ID] {
			t.Errorf("%s: %d people, %d end there; published %d and %d", s.ID, s.People, s.Exits.K, f.Activities[s.ID], f.End[s.ID])
		}
	}
	for _, top := range f.Top {
		i := slices.IndexFunc(c.Variants, func(v journey.ConformanceVariant) bool { return strings.Join(v.Steps, " > ") == top.Variant })
		if i < 0 || c.Variants[i].People != top.Cases {
			t.Errorf("published %d cases of %s, variant %d of the answer", top.Cases, top.Variant, i)
		}
	}
}

func TestRealRunningExampleAgreesWithPublishedFigures(t *testing.T) {
	t.Parallel()
	want := processLog(t, "running-example")
	p := newPlace(t)
	file := real(t, "eventlogs_process/running-example.xes")
	r := run(t, p, file, nil)
	p.accounted(t, r)
	if r.Rows != int64(want.Events) || r.Stored != int64(want.Events) {
		t.Fatalf("%+v", r)
	}
	if again := run(t, p, file, nil); again.Stored != 0 || again.Duplicate != int64(want.Events) {
		t.Errorf("the second time: %+v", again)
	}
	p.asker(t, "Europe/Amsterdam").agreesWith(t, want)
}

func TestRealReceiptLogAgreesWithPublishedFigures(t *testing.T) {
	t.Parallel()
	want := processLog(t, "receipt")
	p := newPlace(t)
	r := run(t, p, real(t, "eventlogs_process/receipt.csv.gz"), mapping(t, `
version: 1
zone: Europe/Amsterdam
file: {format: csv}
events:
  - event: "{concept:name}"
    time: {from: "{time:timestamp}", layout: ["2006-01-02 15:04:05.999999Z07:00"]}
    ids: {user_id: "{case:concept:name}"}
    properties: {resource: "{org:resource}", department: "{case:department}"}
`))
	p.accounted(t, r)
	if r.Stored != int64(want.Events) {
		t.Fatalf("%+v", r)
	}
	p.asker(t, "Europe/Amsterdam").agreesWith(t, want)
}
