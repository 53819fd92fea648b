package maps

import (
	"jejak/internal/journey"
)

// Crowd is how many people there are at least among whom nobody is known: strangers are told no figure of fewer.
const Crowd = 20

// ForStrangers is what somebody without an account is told of an overlay: figures of a crowd, or else none. Questions, cells, money, pain
// points and comparisons are left out, and so is a share whose part or rest is less than a crowd, as either would be told by the other.
func (o Overlay) ForStrangers() Overlay {
	out := Overlay{Revision: o.Revision, From: o.From, To: o.To, Least: o.Least, Steps: []OverlayStep{}, LeftOut: []string{}, Cards: []OverlayCard{}, Pains: []OverlayPain{}}
	out.People = crowdCount(o.People)
	if f := o.Fit; f != nil {
		fits, underway, left, strays := crowdRate(&f.Fits), crowdRate(&f.Underway), crowdRate(&f.Left), crowdRate(&f.Strays)
		if fits != nil && underway != nil && left != nil && strays != nil { // any three tell the fourth
			out.Fit = &OverlayFit{Fits: *fits, Underway: *underway, Left: *left, Strays: *strays, Deviations: []OverlayDeviation{}}
		}
	}
	for _, s := range o.Steps {
		out.Steps = append(out.Steps, s.forStrangers())
	}
	for _, c := range o.Cards {
		out.Cards = append(out.Cards, c.forStrangers())
	}
	return out
}

func (s OverlayStep) forStrangers() OverlayStep {
	out := OverlayStep{Step: s.Step, Evidence: s.Evidence, Next: []OverlayEdge{}, Signals: []OverlaySignal{}}
	if out.People = crowdCount(s.People); out.People == nil {
		return out
	}
	out.Entries, out.Moves, out.Median = s.Entries, s.Moves, s.Median
	out.Exits, out.Repeats, out.Signals = crowdRate(s.Exits), crowdRate(s.Repeats), crowdSignals(s.Signals)
	if out.Repeats == nil {
		out.Entries = out.People.N // how often they come would tell of the few who come again
	}
	if s.Moves < Crowd {
		out.Moves, out.Median = 0, 0
	}
	if s.Time != nil && s.Time.N >= Crowd {
		out.Time = s.Time
	}
	for _, e := range s.Next {
		if rate := crowdRate(&e.OverlayRate); rate != nil {
			out.Next = append(out.Next, OverlayEdge{To: e.To, Median: e.Median, OverlayRate: *rate})
		}
	}
	return out
}

func (c OverlayCard) forStrangers() OverlayCard {
	out := OverlayCard{Card: c.Card, Evidence: c.Evidence, People: crowdCount(c.People), Signals: []OverlaySignal{}}
	if c.People == nil || out.People != nil {
		out.Signals = crowdSignals(c.Signals)
	}
	if f := c.Feeling; f != nil {
		out.Feeling = &OverlayFeeling{Assumed: f.Assumed}
		if f.N >= Crowd {
			out.Feeling = &OverlayFeeling{Assumed: f.Assumed, N: f.N, Scale: f.Scale, Measured: f.Measured, Gap: f.Gap, Large: f.Large}
		}
	}
	if m := c.Metric; m != nil && m.Fault == "" && m.ofCrowd() {
		out.Metric = &OverlayMetric{Question: journey.Question{Kind: m.Question.Kind}, Unit: m.Unit, N: m.N, Value: m.Value, Interval: m.Interval}
	}
	return out
}

// ofCrowd reports whether a figure is of a crowd: of a share, its part and its rest too.
func (m *OverlayMetric) ofCrowd() bool {
	part := m.Value
	if m.Unit == UnitNumber {
		return m.N >= Crowd
	}
	if m.Unit == UnitShare {
		part *= float64(m.N)
		if rest := float64(m.N) - part; rest > 0.5 && rest < Crowd-0.5 {
			return false
		}
	}
	return m.N >= Crowd && part > Crowd-0.5
}

func crowdCount(c *OverlayCount) *OverlayCount {
	if c == nil || c.N < Crowd {
		return nil
	}
	return &OverlayCount{N: c.N}
}

func crowdRate(r *OverlayRate) *OverlayRate {
	few := func(n int) bool { return n > 0 && n < Crowd }
	if r == nil || r.N < Crowd || few(r.K) || few(r.N-r.K) {
		return nil
	}
	return &OverlayRate{Rate: r.Rate}
}

func crowdSignals(all []OverlaySignal) []OverlaySignal {
	out := []OverlaySignal{}
	for _, s := range all {
		if s.N >= Crowd {
			out = append(out, OverlaySignal{SignalFigs: s.SignalFigs})
		}
	}
	return out
}
