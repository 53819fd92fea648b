package maps

import (
	"math"
	"slices"

	"jejak/internal/journey"
)

// Answers are those to the questions of a binding; nil for what was not asked.
type Answers struct {
	Flow, Steps, Cards *journey.Answer
	Metrics            map[string]MetricAnswer // by card
}

const maxTold = 5 // deviations

// Overlay reads the answers back onto the sheet.
func (b Binding) Overlay(a Answers) Overlay {
	o := Overlay{Least: LeastFeeling, Questions: b.Questions, Steps: []OverlayStep{}, Cards: []OverlayCard{}, Pains: []OverlayPain{}, LeftOut: b.left}
	if o.LeftOut == nil {
		o.LeftOut = []string{}
	}
	if a.Flow != nil {
		o.AsOf, o.From, o.To = a.Flow.AsOf, a.Flow.From, a.Flow.To
		o.People = countOf(a.Flow.People, peopleOf(a.Flow.Compare), Origin{Of: OfFlow})
		o.Fit = b.fit(a.Flow)
	}
	for _, s := range b.steps {
		o.Steps = append(o.Steps, b.step(s, a))
	}
	for _, c := range b.sheet.Cards {
		if card, told := b.card(c, a); told {
			o.Cards = append(o.Cards, card)
		}
	}
	return o
}

func peopleOf(a *journey.Answer) *int {
	if a == nil {
		return nil
	}
	return &a.People
}

func (b Binding) fit(a *journey.Answer) *OverlayFit {
	c, before := a.Conformance, conformanceOf(a.Compare)
	rate := func(r journey.Rate, outcome string, was func(*journey.ConformanceAnswer) journey.Rate) OverlayRate {
		var old *journey.Rate
		if before != nil {
			r := was(before)
			old = &r
		}
		return rateOf(r, old, Origin{Of: OfFlow, Cell: journey.Cell{Outcome: outcome}})
	}
	f := &OverlayFit{
		Fits:       rate(c.Fits, "fits", func(x *journey.ConformanceAnswer) journey.Rate { return x.Fits }),
		Underway:   rate(c.Underway, "underway", func(x *journey.ConformanceAnswer) journey.Rate { return x.Underway }),
		Left:       rate(c.Left, "left", func(x *journey.ConformanceAnswer) journey.Rate { return x.Left }),
		Strays:     rate(c.Strays, "strays", func(x *journey.ConformanceAnswer) journey.Rate { return x.Strays }),
		Deviations: []OverlayDeviation{},
	}
	for _, d := range c.Deviations[:min(maxTold, len(c.Deviations))] {
		step := d.Step
		from := Origin{Of: OfFlow, Cell: journey.Cell{Part: d.Kind, Item: &step}}
		var old *journey.Rate
		if before != nil {
			old = &journey.Rate{}
			if i := slices.IndexFunc(before.Deviations, func(x journey.ConformanceDeviation) bool { return x.Kind == d.Kind && x.Step == d.Step }); i >= 0 {
				old = &before.Deviations[i].People
			}
		}
		f.Deviations = append(f.Deviations, OverlayDeviation{Kind: d.Kind, Step: d.Step, OverlayRate: rateOf(d.People, old, from)})
	}
	return f
}

func conformanceOf(a *journey.Answer) *journey.ConformanceAnswer {
	if a == nil {
		return nil
	}
	return a.Conformance
}

func stepOf(c *journey.ConformanceAnswer, id string) *journey.ConformanceStep {
	if c == nil {
		return nil
	}
	i := slices.IndexFunc(c.Steps, func(s journey.ConformanceStep) bool { return s.ID == id })
	if i < 0 {
		return nil
	}
	return &c.Steps[i]
}

func (b Binding) step(s Step, a Answers) OverlayStep {
	out := OverlayStep{Step: s.ID, Evidence: noted(s.Evidence), Next: []OverlayEdge{}, Signals: []OverlaySignal{}}
	if !b.rules[s.ID] || a.Flow == nil {
		return out
	}
	out.Evidence = Partly
	is, was := stepOf(a.Flow.Conformance, s.ID), stepOf(conformanceOf(a.Flow.Compare), s.ID)
	if is == nil {
		return out
	}
	if is.People > 0 {
		out.Evidence = Full
	}
	id := s.ID
	from := func(outcome string) Origin {
		return Origin{Of: OfFlow, Cell: journey.Cell{From: &id, Outcome: outcome}}
	}
	var people *int
	var exits, repeats *journey.Rate
	if was != nil {
		people, exits, repeats = &was.People, &was.Exits, &was.Repeats
	}
	exit, repeat := rateOf(is.Exits, exits, from("exit")), rateOf(is.Repeats, repeats, from("repeat"))
	out.People, out.Exits, out.Repeats = countOf(is.People, people, from("")), &exit, &repeat
	out.Entries, out.Moves, out.Median = is.Entries, is.Moves, is.Median
	for _, to := range b.next[s.ID] {
		out.Next = append(out.Next, edgeOf(a.Flow, s.ID, to))
	}
	row, before := rowOf(a.Steps, s.ID)
	if row == nil {
		return out
	}
	at := Origin{Of: OfSteps, Cell: journey.Cell{Touch: s.ID}}
	out.Time, out.Signals = &row.Time, signalsOf(row, before, at)
	if row.Worth.Orders > 0 {
		out.Worth = &OverlayWorth{Worth: row.Worth, Origin: at}
	}
	return out
}

func edgeOf(a *journey.Answer, from, to string) OverlayEdge {
	find := func(c *journey.ConformanceAnswer) *journey.ConformanceEdge {
		if c == nil {
			return nil
		}
		i := slices.IndexFunc(c.Edges, func(e journey.ConformanceEdge) bool { return e.From == from && e.To == to })
		if i < 0 {
			return nil
		}
		return &c.Edges[i]
	}
	out := OverlayEdge{To: to}
	var is journey.Rate
	var before *journey.Rate
	if e := find(a.Conformance); e != nil {
		is, out.Median = e.People, e.Median
	}
	if e := find(conformanceOf(a.Compare)); e != nil {
		before = &e.People
	}
	out.OverlayRate = rateOf(is, before, Origin{Of: OfFlow, Cell: journey.Cell{From: &from, To: &to}})
	return out
}

// rowOf is the row of a place, and the same of the comparison.
func rowOf(a *journey.Answer, id string) (is, before *journey.TouchpointFigs) {
	find := func(a *journey.Answer) *journey.TouchpointFigs {
		if a == nil || a.Touchpoints == nil {
			return nil
		}
		i := slices.IndexFunc(a.Touchpoints.Rows, func(r journey.TouchpointFigs) bool { return r.ID == id })
		if i < 0 {
			return nil
		}
		return &a.Touchpoints.Rows[i]
	}
	if a == nil {
		return nil, nil
	}
	return find(a), find(a.Compare)
}

// noted is what a thing without data is: a note or a question is half of evidence.
func noted(e *Evidence) string {
	if e != nil && (e.Note != "" || e.Question != nil || e.Touchpoint != "" || e.Signal != "") {
		return Partly
	}
	return Assumed
}

// card are the figures of a card; told says whether there is anything to tell.
func (b Binding) card(c Card, a Answers) (out OverlayCard, told bool) {
	out = OverlayCard{Card: c.ID, Evidence: noted(c.Evidence), Signals: []OverlaySignal{}}
	if place, ok := b.place[c.ID]; ok && a.Cards != nil {
		row, before := rowOf(a.Cards, place)
		at := Origin{Of: OfCards, Cell: journey.Cell{Touch: place}}
		n, was := 0, (*int)(nil)
		if row != nil {
			n, out.Signals = row.People, signalsOf(row, before, at)
		}
		if a.Cards.Compare != nil {
			was = new(int)
			if before != nil {
				*was = before.People
			}
		}
		out.People, out.Evidence, told = countOf(n, was, at), Partly, true
		if n > 0 {
			out.Evidence = Full
		}
	}
	if q, asked := b.asks[c.ID]; asked {
		out.Metric, told = metricOf(q, a.Metrics[c.ID]), true
		if out.Metric.Interval != nil || out.Metric.N > 0 {
			out.Evidence = Full
		}
	}
	row, before := rowOf(a.Steps, c.Step)
	at := Origin{Of: OfSteps, Cell: journey.Cell{Touch: c.Step}}
	if c.Evidence != nil && c.Evidence.Signal != "" && out.People == nil {
		told = true
		if row != nil {
			out.Signals = slices.DeleteFunc(signalsOf(row, before, at), func(s OverlaySignal) bool { return s.Scale != c.Evidence.Signal })
		}
		if len(out.Signals) > 0 {
			out.Evidence = Full
		}
	}
	if b.kindOf(c) == LaneEmotion {
		told = true
		out.Feeling = feelingOf(c.Value, row, at)
		if out.Feeling.Measured != nil {
			out.Evidence = Full
		}
	}
	return out, told
}

// feelingOf measures by the first scale that has enough answers; scales are not mixed.
func feelingOf(assumed *int, row *journey.TouchpointFigs, at Origin) *OverlayFeeling {
	f := &OverlayFeeling{Assumed: assumed}
	if row == nil {
		return f
	}
	for _, scale := range []string{journey.ScaleSentiment, journey.ScaleCSAT, journey.ScaleRating} {
		i := slices.IndexFunc(row.Signals, func(s journey.SignalFigs) bool { return s.Scale == scale })
		if i < 0 {
			continue
		}
		s := row.Signals[i]
		f.N = max(f.N, s.N)
		if s.N < LeastFeeling {
			continue
		}
		to := func(v float64) float64 {
			if scale == journey.ScaleSentiment {
				v *= 2
			} else {
				v -= 3
			}
			return max(-2, min(2, v))
		}
		f.N, f.Scale, f.Origin = s.N, scale, &at
		f.Measured = &journey.Interval{Value: to(s.Value), Low: to(s.Low), High: to(s.High)}
		if assumed != nil {
			was := float64(*assumed)
			f.Gap = &journey.Interval{Value: f.Measured.Value - was, Low: f.Measured.Low - was, High: f.Measured.High - was}
			f.Large = math.Abs(f.Gap.Value) >= 1 && (f.Gap.Low > 0 || f.Gap.High < 0)
		}
		return f
	}
	return f
}

func signalsOf(row, before *journey.TouchpointFigs, at Origin) []OverlaySignal {
	out := []OverlaySignal{}
	for _, s := range row.Signals {
		told := OverlaySignal{SignalFigs: s, Origin: at}
		if before != nil {
			if i := slices.IndexFunc(before.Signals, func(x journey.SignalFigs) bool { return x.Scale == s.Scale }); i >= 0 {
				was := before.Signals[i]
				told.Before = &was
				told.Change = changed(journey.Interval{Value: s.Value, Low: s.Low, High: s.High}, journey.Interval{Value: was.Value, Low: was.Low, High: was.High})
			}
		}
		out = append(out, told)
	}
	return out
}

func rateOf(r journey.Rate, before *journey.Rate, from Origin) OverlayRate {
	out := OverlayRate{Rate: r, Before: before, Origin: from}
	if before != nil && before.N > 0 && r.N > 0 {
		out.Change = changed(journey.Interval{Value: r.Value, Low: r.Low, High: r.High}, journey.Interval{Value: before.Value, Low: before.Low, High: before.High})
	}
	return out
}

// countOf compares two counts as Poisson ones: the logarithm of their ratio has the variance 1/a + 1/b.
func countOf(n int, before *int, from Origin) *OverlayCount {
	out := &OverlayCount{N: n, Before: before, Origin: from}
	if before != nil && *before > 0 && n > 0 {
		ratio := float64(n) / float64(*before)
		spread := math.Exp(1.959964 * math.Sqrt(1/float64(n)+1/float64(*before)))
		out.Change = &journey.Interval{Value: ratio - 1, Low: ratio/spread - 1, High: ratio*spread - 1}
	}
	return out
}

// changed is one figure less another one, with an interval out of the intervals of both (Newcombe 1998, method 10, for shares; Donner and
// Zou 2012 for any).
func changed(is, was journey.Interval) *journey.Interval {
	d := is.Value - was.Value
	return &journey.Interval{
		Value: d,
		Low:   d - math.Hypot(is.Value-is.Low, was.High-was.Value),
		High:  d + math.Hypot(is.High-is.Value, was.Value-was.Low),
	}
}
