// Package drivers turns one row for each person that an engine found into the answer of a drivers question, so that every engine
// judges alike.
package drivers

import (
	"cmp"
	"math"
	"slices"

	"jejak/internal/journey"
	"jejak/internal/stat"
)

// Person is one person's row.
type Person struct {
	Did        bool
	Unfinished bool
	Used       uint64    // touchpoints, as bits in the order of Drivers.Points
	Answered   uint64    // signals, as bits
	Scores     []float64 // of all signals; read where all are answered
}

// Has reports whether a person is in a cell.
func Has(q *journey.Drivers, d journey.Definitions, c *journey.Cell, p *Person) bool {
	if (c.Outcome == "converted" && !p.Did) || (c.Outcome == "lost" && p.Did) {
		return false
	}
	complete := p.Answered == 1<<len(q.Signals)-1
	sample := complete && !p.Unfinished
	switch c.Part {
	case "sample":
		return sample
	case "unfinished":
		return p.Unfinished
	case "left_out":
		return !complete && !p.Unfinished
	case "signal":
		i := slices.IndexFunc(q.Signals, func(s journey.DriverSignal) bool { return s.Name == *c.Item })
		return i >= 0 && !p.Unfinished && p.Answered>>i&1 == 1
	case "touchpoint":
		i := slices.IndexFunc(q.Points(d), func(t journey.Touchpoint) bool { return t.ID == *c.Item })
		return i >= 0 && sample && p.Used>>i&1 == 1
	}
	return true
}

// Sample is the people of a question. One belongs to one worker; Merge joins them.
type Sample struct {
	q      *journey.Drivers
	points []journey.Touchpoint

	People, Did         int
	unfinished, leftOut int
	answered            []int
	rows                []stat.Pattern // of complete people: the scores, then 0 or 1 for each touchpoint
	used                map[key]int    // the same where there are no scores: how many of each kind
}

type key struct {
	used uint64
	did  bool
}

// NewSample is empty.
func NewSample(q *journey.Drivers, d journey.Definitions) *Sample {
	return &Sample{q: q, points: q.Points(d), answered: make([]int, len(q.Signals)), used: map[key]int{}}
}

// Add takes a person in.
func (s *Sample) Add(p *Person) {
	s.People++
	if p.Did {
		s.Did++
	}
	if p.Unfinished {
		s.unfinished++
		return
	}
	for i := range s.answered {
		s.answered[i] += int(p.Answered >> i & 1)
	}
	switch {
	case p.Answered != 1<<len(s.answered)-1:
		s.leftOut++
	case len(s.answered) == 0:
		s.used[key{p.Used, p.Did}]++
	default:
		s.rows = append(s.rows, s.row(p.Scores, p.Used, p.Did, 1))
	}
}

func (s *Sample) row(scores []float64, used uint64, did bool, n int) stat.Pattern {
	x := append(make([]float64, 0, len(scores)+len(s.points)), scores...)
	for i := range s.points {
		x = append(x, float64(used>>i&1))
	}
	p := stat.Pattern{X: x, N: n}
	if did {
		p.K = n
	}
	return p
}

// Merge takes another sample of the same question in.
func (s *Sample) Merge(o *Sample) {
	s.People += o.People
	s.Did += o.Did
	s.unfinished += o.unfinished
	s.leftOut += o.leftOut
	for i, n := range o.answered {
		s.answered[i] += n
	}
	s.rows = append(s.rows, o.rows...)
	for k, n := range o.used {
		s.used[k] += n
	}
}

// A model takes this many people, and of the rarer outcome ten for each feature (Peduzzi et al. 1996) and no fewer than twenty.
const (
	minPeople   = 30
	perFeature  = 10
	minOutcomes = 20
)

// Answer fits the model.
func (s *Sample) Answer() *journey.DriversAnswer {
	rows := s.rows
	for k, n := range s.used {
		rows = append(rows, s.row(nil, k.used, k.did, n))
	}
	rows = stat.Patterns(rows)
	a := &journey.DriversAnswer{
		State: "ok", Unfinished: s.unfinished, LeftOut: s.leftOut, Signals: []journey.SignalFigure{}, Drivers: s.features(rows),
		Factors: []journey.DriverFactor{},
	}
	n, k := 0, 0
	for _, r := range rows {
		n, k = n+r.N, k+r.K
	}
	a.Outcome = journey.Wilson(k, n)
	var mean, sd []float64
	if n > 0 {
		mean, sd = stat.Moments(rows)
	}
	s.signals(a, rows, mean, sd)
	kept := make([]int, 0, len(a.Drivers))
	for j := range a.Drivers {
		if a.Drivers[j].Excluded = s.excluded(rows, j, n == 0 || sd[j] == 0); a.Drivers[j].Excluded == "" {
			kept = append(kept, j)
		}
	}
	a.Needed = max(minOutcomes, perFeature*len(kept))
	switch {
	case n < minPeople:
		a.State = "few_people"
	case len(kept) == 0:
		a.State = "no_features"
	case min(k, n-k) < a.Needed:
		a.State = "few_outcomes"
		return a
	}
	a.Needed = 0
	if a.State == "ok" {
		s.model(a, standard(rows, kept, mean, sd), kept, sd)
	}
	return a
}

// features are the drivers before the model, in the order of a row's columns.
func (s *Sample) features(rows []stat.Pattern) []journey.Driver {
	n, used := 0, make([]int, len(s.points))
	for _, r := range rows {
		n += r.N
		for i := range used {
			used[i] += r.N * int(r.X[len(s.answered)+i])
		}
	}
	out := []journey.Driver{}
	for _, g := range s.q.Signals {
		out = append(out, journey.Driver{Part: "signal", Item: g.Name, Name: g.Name, Factor: journey.Factor(g.Kind), Per: "sd", People: n})
	}
	for i, t := range s.points {
		out = append(out, journey.Driver{Part: "touchpoint", Item: t.ID, Name: t.Name, Factor: "touchpoint", Per: "use", People: used[i]})
	}
	return out
}

// A touchpoint that so few used, or did not use, tells too little; one that leads to the outcome so surely, or parts those with
// the outcome from the others by so many times, is a step of it.
const (
	rareUse = 20
	sure    = 0.95
	parts   = 20
)

// excluded is why a feature is not in the model.
func (s *Sample) excluded(rows []stat.Pattern, j int, constant bool) string {
	if constant {
		return "constant"
	}
	if j < len(s.answered) {
		return ""
	}
	all, used, did, others := 0, 0, 0, 0
	for _, r := range rows {
		all += r.N
		if r.X[j] > 0 {
			used += r.N
			did += r.K
		} else {
			others += r.K
		}
	}
	// Both shares times used × unused, so that nothing is divided by.
	with, without := did*(all-used), others*used
	switch {
	case min(used, all-used) < rareUse:
		return "rare"
	case float64(did) >= sure*float64(used), with >= parts*without, without >= parts*with:
		return "step"
	}
	return ""
}

func (s *Sample) signals(a *journey.DriversAnswer, rows []stat.Pattern, mean, sd []float64) {
	for i, g := range s.q.Signals {
		f := journey.SignalFigure{Name: g.Name, Kind: g.Kind, Answered: s.answered[i]}
		if mean != nil {
			f.Mean, f.SD = mean[i], sd[i]
		}
		with, without := 0.0, 0.0
		for _, r := range rows {
			with += float64(r.K) * r.X[i]
			without += float64(r.N-r.K) * r.X[i]
		}
		if a.Outcome.K > 0 {
			f.With = with / float64(a.Outcome.K)
		}
		if rest := a.Outcome.N - a.Outcome.K; rest > 0 {
			f.Without = without / float64(rest)
		}
		a.Signals = append(a.Signals, f)
	}
}

// standard keeps the features that vary, with mean 0 and standard deviation 1, so that the ridge holds all back alike.
func standard(rows []stat.Pattern, kept []int, mean, sd []float64) []stat.Pattern {
	out := make([]stat.Pattern, len(rows))
	for i, r := range rows {
		x := make([]float64, len(kept))
		for c, j := range kept {
			x[c] = (r.X[j] - mean[j]) / sd[j]
		}
		out[i] = stat.Pattern{X: x, N: r.N, K: r.K}
	}
	return out
}

// collinear is the variance inflation from which on effects are called unsure (O'Brien 2007 discusses 4, 5 and 10).
const collinear = 5

func (s *Sample) model(a *journey.DriversAnswer, rows []stat.Pattern, kept []int, sd []float64) {
	fit := stat.FitLogit(rows, *s.q.Ridge)
	weights := stat.RelativeWeights(rows, *s.q.Ridge)
	a.R2 = weights.R2
	if fit.Null < 0 {
		a.McFadden = max(0, 1-fit.LogLikelihood/fit.Null)
	}
	p := make([]float64, len(kept))
	for c := range kept {
		p[c] = fit.Coef[c].P
	}
	q := stat.BenjaminiHochberg(p)
	for c, j := range kept {
		d, coef, unit := &a.Drivers[j], fit.Coef[c], 1.0
		if d.Part == "touchpoint" {
			unit = sd[j]
		}
		d.Odds = journey.Mean{N: a.Outcome.N, Value: odds(coef.Value / unit), Low: odds(coef.Low / unit), High: odds(coef.High / unit)}
		d.Effect = effect(rows, &fit, c, d.Part == "touchpoint", sd[j])
		d.P, d.Q, d.Weight, d.Inflation = p[c], q[c], weights.Weights[c], weights.Inflation[c]
		if a.R2 > 0 {
			d.Share = d.Weight / a.R2
		}
		a.Collinear = a.Collinear || d.Inflation > collinear
	}
	s.factors(a)
	slices.SortStableFunc(a.Drivers, func(x, y journey.Driver) int { return cmp.Compare(y.Weight, x.Weight) })
}

// odds is an odds ratio, which no data tell beyond some bound.
func odds(log float64) float64 { return math.Exp(min(max(log, -50), 50)) }

// effect is how much the probability changes on average: at the margin for a score, between not using and using for a touchpoint.
func effect(rows []stat.Pattern, fit *stat.Logit, c int, use bool, sd float64) float64 {
	sum, n := 0.0, 0.0
	for _, r := range rows {
		p := fit.Probability(r.X)
		one := fit.Coef[c].Value * p * (1 - p)
		if use {
			eta, step := fit.Log(r.X), fit.Coef[c].Value/sd
			// A use is 1/sd of the standardised feature: those who used it stand at 1, the others at 0.
			if r.X[c] > 0 {
				one = p - 1/(1+math.Exp(-(eta-step)))
			} else {
				one = 1/(1+math.Exp(-(eta+step))) - p
			}
		}
		sum += float64(r.N) * one
		n += float64(r.N)
	}
	return sum / n
}

func (s *Sample) factors(a *journey.DriversAnswer) {
	for _, name := range []string{"satisfaction", "ease", "perception", "other", "touchpoint"} {
		f, there := journey.DriverFactor{Factor: name}, false
		for _, d := range a.Drivers {
			if d.Factor == name {
				there = true
				f.Weight += d.Weight
				f.Share += d.Share
			}
		}
		if there {
			a.Factors = append(a.Factors, f)
		}
	}
}
