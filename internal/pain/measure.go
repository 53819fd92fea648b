package pain

import (
	"context"
	"math"
	"time"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/stat"
)

// Ask puts a question of one workspace.
type Ask func(ctx context.Context, q journey.Question) (journey.Answer, error)

// Measure asks anew for the figures of a pain point in a range, of everybody or of a segment: people affected, of those of the place, and the score where it is
// one. Of a pain point without a question they are empty. What was lost is only told where it was found.
func Measure(ctx context.Context, ask Ask, e Evidence, in journey.Range, of *journey.Segment) (f Figures, err error) {
	if e.Question == nil || e.Cell == nil {
		return f, nil
	}
	q := *e.Question
	q.Range, q.Segment = in, of
	k, err := count(ctx, ask, q, *e.Cell)
	if err != nil {
		return f, err
	}
	f.From, f.To, f.AsOf, f.People = k.From, k.To, k.AsOf, k.Persons.Total
	place, ok := Everybody(*e.Question, *e.Cell)
	if !ok {
		return f, nil
	}
	n, err := count(ctx, ask, q, place)
	if err != nil {
		return f, err
	}
	f.Share = journey.Wilson(f.People, max(f.People, n.Persons.Total))
	if c := e.Cell; c.Outcome == journey.DetectSignals && len(c.Slice) == 0 {
		f.Level, err = level(ctx, ask, q, c.Touch, c.Part)
	}
	return f, err
}

// Everybody is the cell of those of the place, affected or not; false where there is none. Of waits and answers they are those of whom a
// level is known: all who are worse than the best that a number can be.
func Everybody(q journey.Question, c journey.Cell) (journey.Cell, bool) {
	if q.Kind != journey.KindFriction || c.Touch == "" || c.Outcome == "" {
		return journey.Cell{}, false
	}
	best := ""
	switch c.Outcome {
	case journey.DetectSlow:
		best = "-1e308"
	case journey.DetectSignals:
		best = "1e308"
	default:
		return journey.Cell{Touch: c.Touch, Slice: c.Slice}, true
	}
	c.Item = &best
	return c, true
}

func count(ctx context.Context, ask Ask, q journey.Question, cell journey.Cell) (journey.Answer, error) {
	return ask(ctx, journey.Question{Kind: journey.KindPeople, People: &journey.People{Of: &q, Cell: &cell, Limit: 1}})
}

// level is the score of a touchpoint; nil where nobody said anything.
func level(ctx context.Context, ask Ask, like journey.Question, touchpoint, scale string) (*journey.Measured, error) {
	each, _ := ScoreQuestions(like.Range)
	each.Segment = like.Segment
	a, err := ask(ctx, each)
	if err != nil {
		return nil, err
	}
	for _, row := range a.Touchpoints.Rows {
		for _, s := range row.Signals {
			if row.ID == touchpoint && s.Scale == scale {
				return measured(s), nil
			}
		}
	}
	return nil, nil
}

// The verdicts on a mended pain point.
const (
	Few     = "few"     // fewer than 20 people on one of the sides: nothing can be said
	Better  = "better"  // the whole interval of the difference is on the good side of 0
	Worse   = "worse"   // it is on the bad side
	Unclear = "unclear" // 0 lies within: it may be chance
)

// Mending compares a pain point before and after the day from which it is mended. It is a comparison of two times, in which other things may
// have changed too.
type Mending struct {
	Day      string            `json:"day"`
	Before   Figures           `json:"before"`
	After    Figures           `json:"after"`
	Change   *journey.Interval `json:"change,omitempty" doc:"share affected after, less before, with Newcombe's hybrid score interval"`
	Score    *journey.Interval `json:"score,omitempty" doc:"score after, less before, its interval out of both (Donner and Zou 2012)"`
	Spared   *journey.Interval `json:"spared,omitempty" doc:"people after it who would have been affected at the rate of before"`
	Verdict  string            `json:"verdict" enum:"few,better,worse,unclear"`
	Least    int               `json:"least" doc:"people on either side that it takes"`
	Question *journey.Question `json:"question,omitempty" doc:"of both; before and after differ in the range"`
	Cell     *journey.Cell     `json:"cell,omitempty"`
	Ranges   [2]journey.Range  `json:"ranges" doc:"before and after"`
}

// How long a mending is looked at, on either side.
const (
	leastBefore = 28 * 24 * time.Hour
	mostLooked  = 90 * 24 * time.Hour
)

// Spans are the two times that are compared: from the day on until now, at most 90 days, and as long before it, at least 28 days.
func Spans(day time.Time, now time.Time) (before, after journey.Range) {
	end := now
	if longest := day.Add(mostLooked); end.After(longest) {
		end = longest
	}
	end = maxTime(end, day)
	begin := day.Add(-max(end.Sub(day), leastBefore))
	text := func(t time.Time) string { return t.UTC().Format(time.RFC3339) }
	return journey.Range{From: text(begin), To: text(day)}, journey.Range{From: text(day), To: text(end)}
}

func maxTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// Measured are the figures of one pain point in a range.
type Measured func(ctx context.Context, in journey.Range) (Figures, error)

// Of measures a pain point by its question.
func (e Evidence) Of(ask Ask) Measured {
	return func(ctx context.Context, in journey.Range) (Figures, error) { return Measure(ctx, ask, e, in, nil) }
}

// BeforeAfter measures what mending has changed. The day begins in zone.
func BeforeAfter(ctx context.Context, measure Measured, p Pain, now event.Time, zone *time.Location) (m Mending, err error) {
	day, err := time.ParseInLocation(time.DateOnly, p.Mended, zone)
	if err != nil {
		return m, err
	}
	m = Mending{Day: p.Mended, Verdict: Few, Least: leastAnswers, Question: p.Evidence.Question, Cell: p.Evidence.Cell}
	m.Ranges[0], m.Ranges[1] = Spans(day, time.UnixMilli(int64(now)))
	if m.Ranges[1].From == m.Ranges[1].To {
		return m, nil // it begins tomorrow
	}
	if m.Before, err = measure(ctx, m.Ranges[0]); err != nil {
		return m, err
	}
	if m.After, err = measure(ctx, m.Ranges[1]); err != nil {
		return m, err
	}
	m.judge()
	return m, nil
}

func (m *Mending) judge() {
	a, b := m.After.Share, m.Before.Share
	if a.N > 0 && b.N > 0 {
		d := stat.Difference(stat.Share{K: a.K, N: a.N}, stat.Share{K: b.K, N: b.N})
		n := float64(a.N)
		m.Change = &journey.Interval{Value: d.Value, Low: d.Low, High: d.High}
		m.Spared = &journey.Interval{Value: -d.Value * n, Low: -d.High * n, High: -d.Low * n}
	}
	if is, was := m.After.Level, m.Before.Level; is != nil && was != nil && is.N >= leastAnswers && was.N >= leastAnswers {
		d := is.Value - was.Value
		m.Score = &journey.Interval{
			Value: d, Low: d - math.Hypot(is.Value-is.Low, was.High-was.Value), High: d + math.Hypot(is.High-is.Value, was.Value-was.Low),
		}
	}
	switch {
	case a.N < leastAnswers || b.N < leastAnswers:
		m.Verdict = Few
	case m.Change.High < 0:
		m.Verdict = Better
	case m.Change.Low > 0:
		m.Verdict = Worse
	default:
		m.Verdict = Unclear
	}
}
