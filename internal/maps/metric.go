package maps

import (
	"encoding/json"
	"errors"

	"jejak/internal/fault"
	"jejak/internal/journey"
)

// maxMetrics is how many different questions of cards an overlay asks.
const maxMetrics = 30

// The units of a metric.
const (
	UnitCount  = "count"
	UnitShare  = "share"
	UnitNumber = "number"
)

// OverlayMetric is the figure that the answer to a card's question begins with: how far a funnel gets, who comes back in the first
// period, who fits a map, what a trend adds up to, and of any other question its people.
type OverlayMetric struct {
	Question journey.Question  `json:"question"`
	Cell     journey.Cell      `json:"cell" doc:"its people"`
	Unit     string            `json:"unit" enum:"count,share,number"`
	N        int               `json:"n" doc:"people, or what the share is of"`
	Value    float64           `json:"value"`
	Interval *journey.Interval `json:"interval,omitempty" doc:"of a share, 95 %"`
	Before   *float64          `json:"before,omitempty" doc:"of the comparison"`
	Change   *journey.Interval `json:"change,omitempty" doc:"less the share of the comparison; of counts, as a share of it"`
	Fault    string            `json:"fault,omitempty" doc:"why there is no figure: the question cannot be asked any more"`
}

// MetricAnswer is the answer to a card's question, or why there is none.
type MetricAnswer struct {
	Answer *journey.Answer
	Err    error
}

// Metrics are the questions of cards, by card.
func (b Binding) Metrics() map[string]journey.Question { return b.asks }

// metrics are the questions that cards are bound to. A question of fixed days keeps them; any other is of the range that is looked at.
// The people who are looked at are those of the question among those of the look.
func (b *Binding) metrics(touchpoints []journey.Touchpoint, look Look) map[string]journey.Question {
	asks, different := map[string]journey.Question{}, map[string]bool{}
	for _, c := range b.sheet.Cards {
		if c.Evidence == nil || c.Evidence.Question == nil || c.Evidence.Question.Kind == "" || c.Evidence.Question.Kind == journey.KindPeople {
			continue
		}
		q := *c.Evidence.Question
		q.Compare = look.Compare
		if q.Range.From == "" && q.Range.To == "" {
			q.Range = look.Range
		} else if q.Compare != nil && q.Compare.Range != nil {
			q.Compare = nil // the period before the one that is looked at is not that of the question
		}
		switch {
		case q.Segment == nil:
			q.Segment = look.Segment
		case look.Segment != nil:
			q.Segment = &journey.Segment{All: []journey.Segment{*q.Segment, *look.Segment}}
		}
		if look.Kept {
			plain, err := look.then(q, touchpoints)
			if err != nil {
				continue
			}
			q = plain
		}
		raw, err := json.Marshal(q)
		if err != nil || len(different) == maxMetrics && !different[string(raw)] {
			continue
		}
		different[string(raw)] = true
		asks[c.ID] = q
	}
	return asks
}

func metricOf(q journey.Question, a MetricAnswer) *OverlayMetric {
	m := &OverlayMetric{Question: q, Unit: UnitCount}
	if a.Answer == nil {
		m.Fault = "This question cannot be asked now."
		if f := (*fault.Error)(nil); errors.As(a.Err, &f) {
			m.Fault = f.Message
		}
		return m
	}
	m.headline(a.Answer)
	if a.Answer.Compare == nil {
		return m
	}
	was := &OverlayMetric{Question: q}
	was.headline(a.Answer.Compare)
	m.Before = &was.Value
	switch {
	case m.Interval != nil && was.Interval != nil && m.N > 0 && was.N > 0:
		m.Change = changed(*m.Interval, *was.Interval)
	case m.Unit == UnitCount:
		before := int(was.Value)
		m.Change = countOf(int(m.Value), &before, Origin{}).Change
	}
	return m
}

// headline takes the figure that an answer begins with.
func (m *OverlayMetric) headline(a *journey.Answer) {
	m.Unit, m.N, m.Value = UnitCount, a.People, float64(a.People)
	switch {
	case a.Funnel != nil && len(a.Funnel.Groups) == 1 && len(a.Funnel.Groups[0].Steps) > 0:
		steps := a.Funnel.Groups[0].Steps
		m.share(steps[len(steps)-1].Overall)
		m.Cell = journey.Cell{Step: len(steps), Outcome: "reached"}
	case a.Retention != nil && len(a.Retention.Mean) > 1:
		m.share(a.Retention.Mean[1])
		period := 1
		m.Cell = journey.Cell{Period: &period}
	case a.Conformance != nil && len(a.Conformance.Steps) > 0:
		m.share(a.Conformance.Fits)
		m.Cell = journey.Cell{Outcome: "fits"}
	case a.Content != nil && m.Question.Content != nil && m.Question.Content.Conversion != nil:
		m.share(a.Content.Converted)
		m.Cell = journey.Cell{Outcome: "converted"}
	case a.Trend != nil && len(a.Trend.Series) == 1 && m.Question.Trend != nil:
		m.Value = a.Trend.Series[0].Total
		if measure := m.Question.Trend.Measure; measure == "sum" || measure == "mean" {
			m.Unit = UnitNumber
		}
	}
}

func (m *OverlayMetric) share(r journey.Rate) {
	m.Unit, m.N, m.Value = UnitShare, r.N, r.Value
	m.Interval = &journey.Interval{Value: r.Value, Low: r.Low, High: r.High}
}
