package pain_test

import (
	"context"
	"math"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/pain"
)

func signals(scale string, n int, value, low, high float64) []journey.SignalFigs {
	return []journey.SignalFigs{{Scale: scale, N: n, Value: value, Low: low, High: high}}
}

func rows(all ...journey.TouchpointFigs) journey.Answer {
	return journey.Answer{Touchpoints: &journey.TouchpointsAnswer{By: "touchpoint", Rows: all}}
}

// A score is a pain only where all of its interval lies below the workspace's, on the same scale, with 20 answers.
func TestLowScores(t *testing.T) {
	t.Parallel()
	whole := rows(journey.TouchpointFigs{ID: "everything", Signals: signals("nps", 900, 30, 25, 35)})
	each := rows(
		journey.TouchpointFigs{ID: "low", Name: "Delivery", Stage: "use", Signals: signals("nps", 100, 0, -10, 10)},
		journey.TouchpointFigs{ID: "meets", Signals: signals("nps", 60, 18, 10, 26)},
		journey.TouchpointFigs{ID: "few", Signals: signals("nps", 19, -60, -70, -50)},
		journey.TouchpointFigs{ID: "other", Signals: signals("csat", 100, 1, 1, 1)},
	)
	found := pain.LowScores(each, whole)
	if len(found) != 1 || found[0].Place.Touchpoint != "low" || found[0].Message != "pains.score.nps" || found[0].Params["touchpoint"] != "Delivery" {
		t.Fatalf("%+v", found)
	}
	cell := found[0].Evidence.Cell
	if cell.Outcome != "signals" || cell.Part != "nps" || *cell.Item != "7" || found[0].Figures.Level.N != 100 {
		t.Errorf("%+v %+v", cell, found[0].Figures)
	}
	best, ok := pain.Everybody(*found[0].Evidence.Question, *cell)
	if !ok || *best.Item != "1e308" || *cell.Item != "7" {
		t.Errorf("everybody is %+v", best)
	}
}

// As long after as before, but at least 28 days before and at most 90 after.
func TestSpans(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 3, 1, 0, 0, 0, 0, time.FixedZone("", 7*3600))
	for _, c := range []struct {
		after, from, to time.Duration
	}{
		{after: time.Hour, from: 28 * 24 * time.Hour, to: time.Hour},
		{after: 40 * 24 * time.Hour, from: 40 * 24 * time.Hour, to: 40 * 24 * time.Hour},
		{after: 400 * 24 * time.Hour, from: 90 * 24 * time.Hour, to: 90 * 24 * time.Hour},
		{after: -time.Hour, from: 28 * 24 * time.Hour, to: 0},
	} {
		before, after := pain.Spans(day, day.Add(c.after))
		at := func(d time.Duration) string { return day.Add(d).UTC().Format(time.RFC3339) }
		if before.From != at(-c.from) || before.To != at(0) || after.From != at(0) || after.To != at(c.to) {
			t.Errorf("after %v: %+v %+v", c.after, before, after)
		}
	}
}

// ledger answers as an engine would: how many of how many, before a day and after it.
type ledger struct {
	day           string
	before, after [2]int
}

func (l ledger) ask(q journey.Question) journey.Answer {
	of, cell := q.People.Of, q.People.Cell
	counts := l.before
	if of.Range.From >= l.day {
		counts = l.after
	}
	total := counts[1]
	if cell.Outcome != "" {
		total = counts[0]
	}
	return journey.Answer{Persons: &journey.PeopleAnswer{Total: total}}
}

// The example of Newcombe (1998), Table II (a): 56 of 70 less 48 of 80 is 0.2 with 0.0524 to 0.3339.
func TestBeforeAndAfterIsNewcombes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		ledger
		verdict   string
		low, high float64
	}{
		{ledger{before: [2]int{48, 80}, after: [2]int{56, 70}}, pain.Worse, 0.0524, 0.3339},
		{ledger{before: [2]int{56, 70}, after: [2]int{48, 80}}, pain.Better, -0.3339, -0.0524},
		{ledger{before: [2]int{30, 60}, after: [2]int{28, 60}}, pain.Unclear, -0.2052, 0.1414},
		{ledger{before: [2]int{56, 70}, after: [2]int{0, 19}}, pain.Few, math.NaN(), math.NaN()},
		{ledger{}, pain.Few, math.NaN(), math.NaN()},
	} {
		p := pain.Pain{Mended: "2026-03-01", Evidence: pain.Findings(journey.Answer{Friction: &journey.FrictionAnswer{
			Findings: []journey.FrictionFinding{{Kind: "errors", Touchpoint: "t1"}},
		}})[0].Evidence}
		c.day = "2026-03-01T00:00:00Z"
		m, err := pain.BeforeAfter(t.Context(), p.Evidence.Of(asker(c.ledger)), p, event.TimeOf(now()), time.UTC)
		if err != nil || m.Verdict != c.verdict {
			t.Errorf("%+v: %s %v", c.ledger, m.Verdict, err)
			continue
		}
		if !math.IsNaN(c.low) && (math.Abs(m.Change.Low-c.low) > 1e-3 || math.Abs(m.Change.High-c.high) > 1e-3) {
			t.Errorf("%+v: %+v", c.ledger, *m.Change)
		}
	}
}

func asker(l ledger) pain.Ask {
	return func(_ context.Context, q journey.Question) (journey.Answer, error) { return l.ask(q), nil }
}
