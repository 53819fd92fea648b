// Package credit turns the paths to conversions that an engine counted into the answer of attribution.
package credit

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"jejak/internal/attribution"
	"jejak/internal/fault"
	"jejak/internal/journey"
)

// Counts are what an engine finds. Touches are places in Units; the last unit may be the rest of all.
type Counts struct {
	Units       []string
	Other       bool // the last of Units is the rest
	People      []int
	Paths       []attribution.Path // distinct; those in vain too; none without touches
	Decayed     []Decayed          // by unit, of all credited conversions
	Conversions int                // with and without touches
	Value       float64
}

// Decayed is what a unit earned by time decay, and the sum of the squares of its shares of each conversion.
type Decayed struct{ Conversions, Value, Squares float64 }

// Shares turns the times of a path's touches into their shares by time decay; it overwrites ages (milliseconds before the conversion).
func Shares(ages []float64, half journey.Duration) {
	attribution.TimeDecay(ages, float64(max(1, half.Millis())))
}

// limits of what is resampled: beyond, the Markov model comes without intervals.
const (
	draws        = 100
	maxResampled = 1000
	maxStates    = 64
	highestOrder = 4
	topPaths     = 50
	seed         = 1
)

// z95 is the two-sided 95 % quantile of the standard normal distribution.
const z95 = 1.959963984540054

// Answer works out every model of a question with its defaults. Faults: Invalid (values too large to add).
func Answer(q journey.Question, d journey.Definitions, c Counts) (*journey.AttributionAnswer, error) {
	log, err := attribution.NewLog(len(c.Units), c.Paths)
	if err == nil && !(math.Abs(c.Value) < 1e15) {
		err = fmt.Errorf("the values add up to %v", c.Value)
	}
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "The values of these conversions are too large to be added up.")
	}
	a := q.Attribution
	out := &journey.AttributionAnswer{Conversions: c.Conversions, Value: c.Value, Paths: []journey.AttributionPath{}, Units: []journey.AttributionUnit{}}
	n, value, lost := log.Total()
	out.Touched, out.TouchedSum, out.Lost = int(n), value, int(lost)
	for i, name := range c.Units {
		u := journey.AttributionUnit{Unit: name, Credits: []journey.AttributionCredit{}}
		if c.Other && i == len(c.Units)-1 {
			u.Unit, u.Other = "", true
		}
		if c.People != nil {
			u.People = c.People[i]
		}
		out.Units = append(out.Units, u)
	}
	for _, p := range log.Paths() {
		for _, u := range distinct(p.Touches) {
			out.Units[u].Assisted += int(p.Conversions)
		}
		if p.Conversions > 0 && len(out.Paths) < topPaths {
			out.Paths = append(out.Paths, path(out.Units, p))
		}
	}
	w := &work{a: a, log: log, c: c, out: out}
	for _, m := range journey.AttributionModels() {
		if slices.Contains(a.Models, m) {
			if err := w.model(m); err != nil {
				return nil, err
			}
		}
	}
	spend(q, d, out)
	return out, nil
}

func distinct(touches []int) []int {
	set := slices.Clone(touches)
	slices.Sort(set)
	return slices.Compact(set)
}

func path(units []journey.AttributionUnit, p attribution.Path) journey.AttributionPath {
	out := journey.AttributionPath{Conversions: int(p.Conversions), Value: p.Value, Lost: int(p.Nulls)}
	for _, t := range p.Touches {
		name := units[t].Unit
		if units[t].Other {
			name = "(other)"
		}
		out.Units = append(out.Units, name)
	}
	return out
}

// work fills the answer in, model by model.
type work struct {
	a   *journey.Attribution
	log *attribution.Log
	c   Counts
	out *journey.AttributionAnswer
}

func (w *work) model(name string) error {
	switch name {
	case journey.ModelFirst:
		w.rule(name, attribution.First)
	case journey.ModelLast:
		w.rule(name, attribution.Last)
	case journey.ModelLastNonDirect:
		w.rule(name, attribution.LastNonDirect(func(unit int) bool {
			return !w.out.Units[unit].Other && slices.Contains(w.a.Direct, w.c.Units[unit])
		}))
	case journey.ModelLinear:
		w.rule(name, attribution.Linear)
	case journey.ModelPosition:
		w.rule(name, attribution.Position(w.a.First, w.a.Last))
	case journey.ModelTimeDecay:
		w.decay()
	case journey.ModelMarkov:
		return w.markov()
	case journey.ModelShapley:
		w.add(name, w.log.Shapley(), w.log.Squares(attribution.Alike))
	}
	return nil
}

func (w *work) rule(name string, r attribution.Rule) { w.add(name, w.log.ByRule(r), w.log.Squares(r)) }

// add appends a model's column. squares, where there are any, are the sums of the squares of a unit's share of each conversion:
// shares of conversions are means of values in [0, 1], whose normal interval it gives.
func (w *work) add(name string, credits []attribution.Credit, squares []float64) {
	n := float64(w.out.Touched)
	for i, c := range credits {
		row := journey.AttributionCredit{Model: name, Conversions: c.Conversions, Value: c.Value}
		if n > 0 {
			row.Share = c.Conversions / n
		}
		if n > 1 && squares != nil {
			half := z95 * math.Sqrt(max(0, squares[i]/n-row.Share*row.Share)/(n-1))
			row.Low, row.High = bounds(row.Share-half, row.Share+half)
		}
		w.out.Units[i].Credits = append(w.out.Units[i].Credits, row)
	}
}

func bounds(low, high float64) (*float64, *float64) {
	low, high = max(0, low), min(1, high)
	return &low, &high
}

func (w *work) decay() {
	if w.c.Decayed == nil { // paths without times: a touch's age is its distance from the end
		w.rule(journey.ModelTimeDecay, attribution.StepDecay(1))
		return
	}
	credits, squares := make([]attribution.Credit, len(w.c.Decayed)), make([]float64, len(w.c.Decayed))
	for i, d := range w.c.Decayed {
		credits[i], squares[i] = attribution.Credit{Conversions: d.Conversions, Value: d.Value}, d.Squares
	}
	w.add(journey.ModelTimeDecay, credits, squares)
}

func (w *work) markov() error {
	order := w.a.Order
	if order == 0 {
		var fits []attribution.OrderFit
		order, fits = w.log.ChooseOrder(highestOrder)
		for _, f := range fits {
			w.out.Orders = append(w.out.Orders, journey.AttributionOrder{
				Order: f.Order, States: f.States, BIC: f.BIC, AUC: f.AUC, PenalisedAUC: f.PenalisedAUC,
			})
		}
	}
	m, err := w.log.Markov(order)
	if err != nil {
		return err
	}
	w.out.Order = m.Order
	w.add(journey.ModelMarkov, m.Credits, nil)
	for i := range m.Removal {
		last := &w.out.Units[i].Credits[len(w.out.Units[i].Credits)-1]
		last.Removal = &m.Removal[i]
	}
	if m.States > maxStates || len(w.c.Paths) > maxResampled || w.out.Touched < 2 {
		return nil
	}
	return w.resample(m.Order)
}

// resample is the percentile bootstrap over journeys.
func (w *work) resample(order int) error {
	shares := make([][]float64, len(w.out.Units))
	for draw := range uint64(draws) {
		log := w.log.Resampled(seed, draw)
		n, _, _ := log.Total()
		if n == 0 {
			continue
		}
		m, err := log.Markov(order)
		if err != nil {
			return err
		}
		for i, c := range m.Credits {
			shares[i] = append(shares[i], c.Conversions/n)
		}
	}
	for i, list := range shares {
		if len(list) < draws/2 {
			continue
		}
		slices.Sort(list)
		at := func(q float64) float64 { return list[int(q*float64(len(list)-1)+0.5)] }
		last := &w.out.Units[i].Credits[len(w.out.Units[i].Credits)-1]
		last.Low, last.High = bounds(at(0.025), at(0.975))
	}
	return nil
}

// spend joins what was paid on the days of the range: by channel, or by campaign where the unit is a property.
func spend(q journey.Question, d journey.Definitions, out *journey.AttributionAnswer) {
	rows := within(q, d)
	out.Currency = q.Attribution.Currency
	if out.Currency == "" {
		out.Currency = usual(rows)
	}
	rows = slices.DeleteFunc(rows, func(r journey.Spend) bool { return r.Currency != out.Currency })
	place := map[string]int{}
	rest := -1
	for i, u := range out.Units {
		if u.Other {
			rest = i
			continue
		}
		place[u.Unit] = i
	}
	for _, r := range rows {
		key := r.Channel
		switch q.Attribution.Unit {
		case "property":
			key = r.Campaign
		case "arrival", "channel":
		default:
			continue
		}
		at, ok := place[key]
		if !ok {
			at = rest
		}
		out.Spend += r.Amount
		if at >= 0 {
			out.Units[at].Spend += r.Amount
		}
	}
	for i := range out.Units {
		u := &out.Units[i]
		for k := range u.Credits {
			c := &u.Credits[k]
			if u.Spend > 0 {
				back := c.Value / u.Spend
				c.Return = &back
				if c.Conversions > 0 {
					cost := u.Spend / c.Conversions
					c.Cost = &cost
				}
			}
		}
	}
}

func within(q journey.Question, d journey.Definitions) []journey.Spend {
	span, err := q.Range.Resolve(d.Zone, d.Now)
	if err != nil {
		return nil
	}
	var rows []journey.Spend
	for _, r := range d.Spend {
		day, err := journey.Range{From: r.Day}.Resolve(d.Zone, d.Now)
		if err == nil && r.Amount >= 0 && r.Amount < 1e15 && day.From >= span.From && day.From < span.To {
			rows = append(rows, r)
		}
	}
	return rows
}

// usual is the most frequent currency, ties by name.
func usual(rows []journey.Spend) string {
	n := map[string]int{}
	for _, r := range rows {
		n[r.Currency]++
	}
	best := ""
	for c, k := range n {
		if b := n[best]; k > b || k == b && cmp.Less(c, best) {
			best = c
		}
	}
	return best
}
