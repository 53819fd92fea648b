package maps

import (
	"math"
	"slices"
	"testing"
	"time"

	"jejak/internal/journey"
)

func bound(id, place string, rule string) Step {
	s := Step{ID: id, Name: id, Place: place}
	if rule != "" {
		s.Evidence = &Evidence{Rule: &journey.Filter{Event: journey.Names{rule}}}
	}
	return s
}

func TestBindDrawsWhatTheSheetMeans(t *testing.T) {
	t.Parallel()
	edge := func(from, to string) Edge { return Edge{ID: from + to, From: from, To: to} }
	for name, c := range map[string]struct {
		steps []Step
		edges []Edge
		want  []string // from>to
		ends  journey.Names
	}{
		"in a row": {[]Step{bound("a", "b", "A"), bound("b", "c", "B"), bound("c", "d", "C")}, nil, []string{"a>b", "b>c"}, journey.Names{"c"}},
		"over what is assumed": {
			[]Step{bound("a", "b", "A"), bound("x", "c", ""), bound("y", "d", ""), bound("b", "e", "B"), bound("z", "f", "")}, nil, []string{"a>b"}, journey.Names{"b"},
		},
		"a branch through what is assumed": {
			[]Step{bound("a", "b", "A"), bound("x", "c", ""), bound("b", "d", "B"), bound("c", "e", "C")},
			[]Edge{edge("a", "x"), edge("x", "c"), edge("x", "b")},
			[]string{"a>c", "a>b", "b>c"},
			journey.Names{"c"},
		},
		"an end before the last": {
			[]Step{bound("a", "b", "A"), bound("b", "c", "B"), bound("c", "d", "C"), bound("x", "e", "")},
			[]Edge{edge("a", "b"), edge("a", "c"), edge("b", "x")},
			[]string{"a>b", "a>c"},
			journey.Names{"b", "c"},
		},
		"round and round": {[]Step{bound("a", "b", "A"), bound("b", "c", "B")}, []Edge{edge("a", "b"), edge("b", "a")}, []string{"a>b", "b>a"}, journey.Names{"b"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q := Bind(Sheet{Steps: c.steps, Edges: c.edges}, nil, Look{}).Questions.Flow
			var got []string
			for _, e := range q.Conformance.Edges {
				got = append(got, e.From+">"+e.To)
			}
			slices.Sort(got)
			slices.Sort(c.want)
			if !slices.Equal(got, c.want) || !slices.Equal(q.Conformance.End, c.ends) {
				t.Errorf("%v, ends %v", got, q.Conformance.End)
			}
			if err := journey.Validate(*q, journey.Definitions{}); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestRulesOfStepsAndCards(t *testing.T) {
	t.Parallel()
	points := []journey.Touchpoint{{ID: "t1", Rule: journey.Filter{Event: journey.Names{"A"}}}, {ID: "t2", Rule: journey.Filter{Event: journey.Names{"A", "B"}}}}
	sheet := Sheet{
		Lanes: []Lane{{ID: "l", Kind: LaneTouchpoint}, {ID: "m", Kind: LaneMetric}},
		Steps: []Step{{ID: "a", Place: "b"}, {ID: "b", Place: "c", Evidence: &Evidence{Touchpoint: "gone"}}, {ID: "c", Place: "d", Evidence: &Evidence{Rule: &journey.Filter{}}}},
		Cards: []Card{
			{ID: "1", Step: "a", Lane: "l", Touchpoint: "t2"},
			{ID: "2", Step: "a", Lane: "l", Touchpoint: "t1"},
			{ID: "3", Step: "b", Lane: "l", Touchpoint: "gone"},
			{ID: "4", Step: "c", Lane: "m", Evidence: &Evidence{Touchpoint: "t2"}},
		},
	}
	q := Bind(sheet, points, Look{}).Questions
	if len(q.Flow.Conformance.Steps) != 1 || !slices.Equal(q.Flow.Conformance.Steps[0].Rule.Touchpoint, journey.Names{"t2", "t1"}) {
		t.Errorf("%+v: only the first step has a rule; a touchpoint that is gone and an empty rule are none", q.Flow.Conformance.Steps)
	}
	if places := q.Cards.Touchpoints.Places; len(places) != 2 || places[0].ID != "1" || places[1].ID != "2" {
		t.Errorf("%+v: each rule is asked once", places)
	}
	kept := Bind(sheet, points, Look{Kept: true}).Questions.Flow.Conformance.Steps[0].Rule
	m, err := journey.NewMatcher(kept, nil)
	if err != nil || !m.Match(&journey.Facts{Name: "B"}) || m.Match(&journey.Facts{Name: "C"}) {
		t.Errorf("%+v does not stand by itself: %v", kept, err)
	}
}

func TestFeelingsAreMeasuredOnOneScale(t *testing.T) {
	t.Parallel()
	assumed := 2
	sentiment := journey.SignalFigs{Scale: "sentiment", N: 25, Value: -0.3, Low: -0.5, High: -0.1}
	rating := journey.SignalFigs{Scale: "rating", N: 90, Value: 4, Low: 3.8, High: 4.2}
	for name, c := range map[string]struct {
		signals   []journey.SignalFigs
		scale     string
		value     float64
		large     bool
		measurees int
	}{
		"doubled":                {[]journey.SignalFigs{rating, sentiment}, "sentiment", -0.6, true, 25},
		"too few of the first":   {[]journey.SignalFigs{rating, {Scale: "sentiment", N: 5, Value: 1}}, "rating", 1, true, 90},
		"too few":                {[]journey.SignalFigs{{Scale: "sentiment", N: 5, Value: 1}}, "", 0, false, 5},
		"no scale of a feeling":  {[]journey.SignalFigs{{Scale: "nps", N: 500, Value: 40}}, "", 0, false, 0},
		"not beyond the scale":   {[]journey.SignalFigs{{Scale: "sentiment", N: 25, Value: 0.9, Low: 0.7, High: 1.1}}, "sentiment", 1.8, false, 25},
		"a gap that may be none": {[]journey.SignalFigs{{Scale: "sentiment", N: 25, Value: 0.4, Low: -0.3, High: 1.2}}, "sentiment", 0.8, false, 25},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := feelingOf(&assumed, &journey.TouchpointFigs{Signals: c.signals}, Origin{})
			if f.Scale != c.scale || f.Large != c.large || f.N != c.measurees || (f.Measured != nil) != (c.scale != "") {
				t.Fatalf("%+v", f)
			}
			if f.Measured != nil && (math.Abs(f.Measured.Value-c.value) > 1e-9 || f.Measured.High > 2) {
				t.Errorf("%+v", f.Measured)
			}
		})
	}
}

// TestChangesOfShares holds the interval of a difference against Newcombe 1998, table II: 56/70 − 48/80 = 0.2 (0.0524, 0.3339), method 10.
func TestChangesOfShares(t *testing.T) {
	t.Parallel()
	before := journey.Wilson(48, 80)
	got := rateOf(journey.Wilson(56, 70), &before, Origin{}).Change
	if math.Abs(got.Value-0.2) > 1e-9 || math.Abs(got.Low-0.0524) > 5e-5 || math.Abs(got.High-0.3339) > 5e-5 {
		t.Errorf("%+v", got)
	}
	none := journey.Rate{}
	if c := rateOf(journey.Wilson(1, 2), &none, Origin{}).Change; c != nil {
		t.Errorf("a change against nobody: %+v", c)
	}
	zero := 0
	if c := countOf(4, &zero, Origin{}).Change; c != nil {
		t.Errorf("a change against none: %+v", c)
	}
}

// An old version is asked about the days up to its own, in the workspace's zone; days that somebody chose one by one stay.
func TestAnOldVersionIsOfItsOwnTime(t *testing.T) {
	t.Parallel()
	jakarta := time.FixedZone("WIB", 7*3600)
	at := time.Date(2026, 3, 9, 18, 30, 0, 0, time.UTC) // the 10th there
	day := journey.Duration(24 * time.Hour)
	before := &journey.Compare{Range: &journey.Range{From: "2026-09-01", To: "2026-09-30"}}
	for name, c := range map[string]struct {
		look    Look
		want    journey.Range
		compare *journey.Range
	}{
		"the last days":        {Look{Range: journey.Range{Last: 30 * day}}, journey.Range{From: "2026-02-09", To: "2026-03-10"}, nil},
		"against those before": {Look{Range: journey.Range{Last: 7 * day}, Compare: before}, journey.Range{From: "2026-03-04", To: "2026-03-10"}, &journey.Range{From: "2026-02-25", To: "2026-03-03"}},
		"hours are a day":      {Look{Range: journey.Range{Last: day / 24}}, journey.Range{From: "2026-03-10", To: "2026-03-10"}, nil},
		"so long before":       {Look{Range: journey.Range{Last: 7 * day, Ago: 7 * day}, Compare: before}, journey.Range{From: "2026-02-25", To: "2026-03-03"}, &journey.Range{From: "2026-02-18", To: "2026-02-24"}},
		"all there was":        {Look{}, journey.Range{To: "2026-03-10"}, nil},
		"since a day":          {Look{Range: journey.Range{From: "2026-01-01"}}, journey.Range{From: "2026-01-01", To: "2026-03-10"}, nil},
		"days of one's own":    {Look{Range: journey.Range{From: "2026-09-01", To: "2026-09-30"}}, journey.Range{From: "2026-09-01", To: "2026-09-30"}, nil},
	} {
		got := c.look.UpTo(at, jakarta)
		if got.Range != c.want {
			t.Errorf("%s: %+v", name, got.Range)
		}
		if c.compare != nil && *got.Compare.Range != *c.compare {
			t.Errorf("%s: against %+v", name, got.Compare.Range)
		}
	}
	if before.Range.From != "2026-09-01" {
		t.Error("what was asked for was changed")
	}
}
