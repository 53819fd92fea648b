package journey_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"jejak/internal/fault"
	"jejak/internal/journey"
)

func decode[T any](t *testing.T, text string) (v T) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

func TestSavedSegmentsComeInByTheirRules(t *testing.T) {
	t.Parallel()
	saved := map[string]string{
		"buyers":  `{"did":{"event":{"event":"Order"}}}`,
		"gold":    `{"trait":{"property":"tier","op":"eq","value":"gold"},"id":"buyers"}`,
		"not":     `{"not":{"id":"gold"}}`,
		"self":    `{"any":[{"id":"buyers"},{"id":"self"}]}`,
		"chicken": `{"id":"egg"}`, "egg": `{"all":[{"not":{"id":"chicken"}}]}`,
		"lost":   `{"id":"gone"}`,
		"double": `{"all":[{"id":"buyers"},{"id":"buyers"}]}`,
	}
	deep := "double"
	for i := range 10 {
		name := "double" + strings.Repeat("x", i+1)
		saved[name] = `{"any":[{"id":"` + deep + `"},{"id":"` + deep + `"}]}`
		deep = name
	}
	find := func(id string) (journey.Segment, bool) {
		text, ok := saved[id]
		if !ok {
			return journey.Segment{}, false
		}
		return decode[journey.Segment](t, text), true
	}
	const buyers = `{"did":{"event":{"event":"Order"}}}`
	const gold = `{"trait":{"property":"tier","op":"eq","value":"gold"},"all":[` + buyers + `]}`
	for _, c := range []struct{ in, out, fault string }{
		{`{"kind":"trend"}`, `{"kind":"trend"}`, ""},
		{`{"kind":"trend","segment":{"id":"buyers"}}`, `{"kind":"trend","segment":` + buyers + `}`, ""},
		{`{"kind":"trend","segment":{"id":"gold"}}`, `{"kind":"trend","segment":` + gold + `}`, ""},
		{`{"kind":"trend","compare":{"segment":{"id":"not"}}}`, `{"kind":"trend","compare":{"segment":{"not":` + gold + `}}}`, ""},
		{
			`{"kind":"people","people":{"of":{"kind":"trend","segment":{"any":[{"id":"buyers"}]}}}}`,
			`{"kind":"people","people":{"of":{"kind":"trend","segment":{"any":[` + buyers + `]}}}}`, "",
		},
		{`{"kind":"trend","segment":{"id":"self"}}`, "", "leads back to itself: self → self"},
		{`{"kind":"trend","segment":{"id":"chicken"}}`, "", "leads back to itself: chicken → egg → chicken"},
		{`{"kind":"trend","segment":{"all":[{"id":"lost"}]}}`, "", `there is no segment "gone"`},
		{`{"kind":"trend","segment":{"id":"` + deep + `"}}`, "", "more than 1000 segments"},
	} {
		q := decode[journey.Question](t, c.in)
		got, err := q.Expand(find)
		if c.fault != "" {
			text, _ := json.Marshal(err)
			if !fault.Is(err, fault.Invalid) || !strings.Contains(string(text), strings.ReplaceAll(c.fault, `"`, `\"`)) {
				t.Errorf("%s: %s, want %s", c.in, text, c.fault)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.in, err)
		}
		want := decode[journey.Question](t, c.out)
		a, _ := json.Marshal(want)
		b, _ := json.Marshal(got)
		if string(a) != string(b) {
			t.Errorf("%s\nwant %s\ngot  %s", c.in, a, b)
		}
		before := decode[journey.Question](t, c.in)
		if x, y := mustJSON(t, before), mustJSON(t, q); x != y {
			t.Errorf("expanding changed the question: %s, was %s", y, x)
		}
	}
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestSegmentsAsOfAMoment(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct{ in, out string }{
		{`{"did":{"event":{},"range":{"last":"7d"}}}`, `{"did":{"event":{},"range":{"last":"7d"}}}`},
		{`{"did":{"event":{},"range":{"to":"2026-01-20"}}}`, `{"did":{"event":{},"range":{"to":"2026-01-20"}}}`},
		{`{"did":{"event":{},"range":{"from":"2026-01-20","to":"2026-02-20"}}}`, `{"did":{"event":{},"range":{"from":"2026-01-20","to":"2026-02-01T00:00:00Z"}}}`},
		{`{"not":{"did":{"event":{},"range":{"from":"2026-01-20"}}}}`, `{"not":{"did":{"event":{},"range":{"from":"2026-01-20","to":"2026-02-01T00:00:00Z"}}}}`},
	} {
		got := mustJSON(t, decode[journey.Segment](t, c.in).AsOf(at, time.UTC))
		if want := mustJSON(t, decode[journey.Segment](t, c.out)); got != want {
			t.Errorf("%s\nwant %s\ngot  %s", c.in, want, got)
		}
	}
	// Nobody did anything in a time that has not come.
	later := decode[journey.Segment](t, `{"did":{"event":{},"range":{"from":"2026-03-01","to":"2026-03-02"}}}`).AsOf(at, time.UTC)
	m, err := journey.NewMatcher(later.Did.Event, nil)
	if err != nil || m.Match(&journey.Facts{Name: "Order"}) {
		t.Errorf("an event matches a time that has not come: %v", err)
	}
	if err := journey.Validate(journey.Question{Kind: journey.KindPeople, Segment: &later}, journey.Definitions{}); err != nil {
		t.Error(err)
	}
}
