package maps

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"jejak/internal/fault"
	"jejak/internal/journey"
)

func asking(id string, q journey.Question) Card {
	return Card{ID: id, Lane: "m", Evidence: &Evidence{Question: &q}}
}

// A card's question is asked of the range and people that are looked at; one of fixed days keeps them.
func TestMetricsAreOfWhatIsLookedAt(t *testing.T) {
	t.Parallel()
	trend := journey.Question{Kind: journey.KindTrend}
	fixed := journey.Question{Kind: journey.KindTrend, Range: journey.Range{From: "2026-01-01", To: "2026-01-31"}, Segment: &journey.Segment{ID: "own"}}
	look := Look{Range: journey.Range{Last: 7}, Segment: &journey.Segment{ID: "s1"}, Compare: &journey.Compare{Range: &journey.Range{From: "2025-12-01"}}}
	sheet := Sheet{Lanes: []Lane{{ID: "m", Kind: LaneMetric}}, Cards: []Card{
		asking("a", trend), asking("b", fixed), asking("c", journey.Question{}), {ID: "d", Lane: "m", Evidence: &Evidence{Note: "no question"}},
	}}
	asks := Bind(sheet, nil, look).Metrics()
	if len(asks) != 2 {
		t.Fatalf("%d questions are asked: %v", len(asks), asks)
	}
	if a := asks["a"]; a.Range != look.Range || a.Segment.ID != "s1" || a.Compare != look.Compare {
		t.Errorf("a question without days: %+v", a)
	}
	b := asks["b"]
	if b.Range != fixed.Range || b.Compare != nil || len(b.Segment.All) != 2 {
		t.Errorf("a question of fixed days, compared with the period before another: %+v", b)
	}
	// Many cards of one question are one; of too many different ones the rest have no figure.
	sheet.Cards = nil
	for i := range 100 {
		q := trend
		q.Filter = &journey.Filter{Event: journey.Names{fmt.Sprint("E", i/2)}}
		sheet.Cards = append(sheet.Cards, asking(fmt.Sprint("c", i), q))
	}
	if n := len(Bind(sheet, nil, look).Metrics()); n != 2*maxMetrics {
		t.Errorf("%d cards have a question of %d different ones", n, maxMetrics)
	}
}

func TestAMetricIsTheFigureThatItsAnswerBeginsWith(t *testing.T) {
	t.Parallel()
	rate := func(k, n int) journey.Rate { return journey.Wilson(k, n) }
	funnel := func(k, n int) journey.Answer {
		steps := []journey.FunnelStep{{Reached: n, Overall: rate(n, n)}, {Reached: k, Overall: rate(k, n)}}
		return journey.Answer{People: n, Funnel: &journey.FunnelAnswer{Groups: []journey.FunnelGroup{{Steps: steps}}}}
	}
	is, was := funnel(60, 100), funnel(30, 100)
	is.Compare = &was
	m := metricOf(journey.Question{Kind: journey.KindFunnel}, MetricAnswer{Answer: &is})
	if m.Unit != UnitShare || m.Value != 0.6 || m.N != 100 || m.Cell.Step != 2 || *m.Before != 0.3 {
		t.Errorf("%+v", m)
	}
	if m.Interval.Low >= 0.6 || m.Interval.High <= 0.6 || m.Change.Low <= 0 || m.Change.Value < 0.299 {
		t.Errorf("30 of 100 against 60 of 100 is a change for sure: %+v %+v", m.Interval, m.Change)
	}
	people := journey.Answer{People: 400, Compare: &journey.Answer{People: 200}}
	if m := metricOf(journey.Question{Kind: journey.KindAudience}, MetricAnswer{Answer: &people}); m.Unit != UnitCount || m.Value != 400 || m.Change.Value != 1 {
		t.Errorf("twice as many people: %+v", m)
	}
	sum := journey.Answer{People: 3, Trend: &journey.TrendAnswer{Series: []journey.TrendSeries{{Total: 12.5}}}}
	if m := metricOf(journey.Question{Kind: journey.KindTrend, Trend: &journey.Trend{Measure: "sum"}}, MetricAnswer{Answer: &sum}); m.Unit != UnitNumber || m.Value != 12.5 || m.N != 3 {
		t.Errorf("%+v", m)
	}
	gone := metricOf(journey.Question{Kind: journey.KindTrend}, MetricAnswer{Err: fault.New(fault.NotFound, "This workspace has no segment s9.")})
	if gone.Fault != "This workspace has no segment s9." {
		t.Errorf("%+v", gone)
	}
}

func TestCardsBeyondTheLimitAreNamed(t *testing.T) {
	t.Parallel()
	sheet := Sheet{}
	for i := range maxBound + 2 {
		rule := &Evidence{Rule: &journey.Filter{Event: journey.Names{fmt.Sprint("E", i)}}}
		sheet.Cards = append(sheet.Cards, Card{ID: fmt.Sprint("c", i), Evidence: rule}, Card{ID: fmt.Sprint("same", i), Evidence: rule})
	}
	b := Bind(sheet, nil, Look{Range: journey.Range{Last: journey.Duration(24 * time.Hour)}})
	if o := b.Overlay(Answers{}); !slices.Equal(o.LeftOut, []string{"c500", "same500", "c501", "same501"}) {
		t.Errorf("left out: %v", o.LeftOut)
	}
	if err := journey.Validate(b.Questions.Cards.WithDefaults(), journey.Definitions{}); err != nil {
		t.Error(err)
	}
}

// A map may have as many steps as it holds: all of them are asked about.
func TestTheLargestMapIsAskedAboutWhole(t *testing.T) {
	t.Parallel()
	sheet := Sheet{}
	for i := range maxSteps {
		sheet.Steps = append(sheet.Steps, bound(fmt.Sprintf("s%03d", i), fmt.Sprintf("b%03d1", i), fmt.Sprint("E", i)))
	}
	b := Bind(sheet, nil, Look{Range: journey.Range{Last: journey.Duration(24 * time.Hour)}})
	if n := len(b.Questions.Flow.Conformance.Steps); n != maxSteps {
		t.Errorf("%d steps are asked about", n)
	}
	for _, q := range []*journey.Question{b.Questions.Flow, b.Questions.Steps} {
		if err := journey.Validate(q.WithDefaults(), journey.Definitions{}); err != nil {
			t.Errorf("%s: %v", q.Kind, err)
		}
	}
}

// Two people name the same step at once: the later one stays, and what the earlier one wrote goes along.
func TestWhatANameIsWrittenOverIsTold(t *testing.T) {
	t.Parallel()
	name := func(s string) Fields { return Fields{"name": []byte(fmt.Sprintf("%q", s)), "place": []byte(`"b"`)} }
	d, _, _, err := apply(newDoc(), []Op{{Do: Put, Kind: KindStep, ID: "s", Fields: name("Looks")}}, nil, moment{"Ana", 1})
	if err != nil {
		t.Fatal(err)
	}
	d, ops, _, err := apply(d, []Op{{Do: Put, Kind: KindStep, ID: "s", Fields: Fields{"name": []byte(`"Browses"`)}, Was: Fields{"name": []byte(`"Looks"`)}}}, nil, moment{"Ana", 2})
	if err != nil || ops[0].Over != nil {
		t.Fatalf("nobody else wrote: %+v, %v", ops, err)
	}
	late := Op{Do: Put, Kind: KindStep, ID: "s", Fields: Fields{"name": []byte(`"Compares"`)}, Was: Fields{"name": []byte(`"Looks"`)}, Over: Fields{"name": []byte(`"made up"`)}}
	after, ops, _, err := apply(d, []Op{late}, touched{key{KindStep, "s"}: {"name": true}}, moment{"Budi", 3})
	if err != nil || len(ops) != 1 || string(ops[0].Over["name"]) != `"Browses"` {
		t.Fatalf("%+v, %v", ops, err)
	}
	if now := after.live[key{KindStep, "s"}].text("name"); now != "Compares" {
		t.Errorf("the step is called %q", now)
	}
	// What can be merged is, and nothing is lost.
	_, ops, _, err = apply(d, []Op{{Do: Put, Kind: KindStep, ID: "s", Fields: Fields{"name": []byte(`"Browses at home"`)}, Was: Fields{"name": []byte(`"Browses"`)}}}, nil, moment{"Budi", 4})
	if err != nil || ops[0].Over != nil {
		t.Errorf("%+v, %v", ops, err)
	}
}
