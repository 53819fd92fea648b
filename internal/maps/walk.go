package maps

import (
	"time"

	"jejak/internal/event"
	"jejak/internal/journey"
)

// Walked is one real journey over a sheet, told without whose it was: which steps, by which events, how long after its first one. Nothing else that events
// carry is in it.
type Walked struct {
	Steps   []WalkedStep `json:"steps" doc:"of the sheet, in its order; those without a visit are missing"`
	Minutes int          `json:"minutes" doc:"from its first event to its last"`
}

// WalkedStep is what somebody did at a step.
type WalkedStep struct {
	Step   string        `json:"step"`
	Events []WalkedEvent `json:"events" doc:"the first of them"`
	More   int           `json:"more" doc:"events behind these"`
}

// WalkedEvent is one event.
type WalkedEvent struct {
	Minutes    int    `json:"minutes" doc:"after the first event of the journey"`
	Event      string `json:"event"`
	Channel    string `json:"channel"`
	Touchpoint string `json:"touchpoint,omitempty" doc:"id"`
}

// walkedEvents is how much of a step is told.
const walkedEvents = 6

// Walker tells journeys over a sheet.
type Walker struct {
	steps  []string // ids
	match  []func(*journey.Facts) bool
	points []journey.Touchpoint
	names  *journey.TouchpointMatcher
}

// Walker readies a sheet that Bind has read.
func (b Binding) Walker(points []journey.Touchpoint) (*Walker, error) {
	names, err := journey.NewTouchpointMatcher(points)
	if err != nil {
		return nil, err
	}
	w := &Walker{points: points, names: names}
	if b.Questions.Flow == nil {
		return w, nil
	}
	for _, s := range b.Questions.Flow.Conformance.Steps {
		m, err := journey.NewMatcher(s.Rule, points)
		if err != nil {
			return nil, err
		}
		w.steps, w.match = append(w.steps, s.ID), append(w.match, m.Match)
	}
	return w, nil
}

// Walk tells a journey. Events are those of one person, the oldest first; those that belong to no step are passed over, and an event that fits several
// belongs to the first.
func (w *Walker) Walk(events []*event.Event) Walked {
	at := make([]WalkedStep, len(w.steps))
	var first, last event.Time
	for _, e := range events {
		facts := journey.FactsOf(e)
		i := w.stepOf(facts)
		if i < 0 {
			continue
		}
		if first == 0 {
			first = e.Time
		}
		last = e.Time
		if len(at[i].Events) == walkedEvents {
			at[i].More++
			continue
		}
		told := WalkedEvent{Minutes: minutes(first, e.Time), Event: e.Name, Channel: e.Channel}
		if p := w.names.Of(facts); p >= 0 {
			told.Touchpoint = w.points[p].ID
		}
		at[i].Events = append(at[i].Events, told)
	}
	out := Walked{Steps: []WalkedStep{}, Minutes: minutes(first, last)}
	for i, s := range at {
		if len(s.Events) > 0 {
			s.Step = w.steps[i]
			out.Steps = append(out.Steps, s)
		}
	}
	return out
}

func minutes(from, to event.Time) int { return int(to.Std().Sub(from.Std()) / time.Minute) }

func (w *Walker) stepOf(f *journey.Facts) int {
	for i, match := range w.match {
		if match(f) {
			return i
		}
	}
	return -1
}
