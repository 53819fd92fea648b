package journey

import (
	"fmt"
	"math"
	"time"
)

// Value asks what people are worth: what they ordered, how they fall into groups, and what they are expected to order.
//
// The question sees orders up to now. A person's orders of one day of the workspace count as one purchase to the models, and a person's
// age runs from the day of the first order to the last day of the range (with an open range, to the day of the last order).
// docs/questions/value.md has every formula.
type Value struct {
	Orders      *Filter  `json:"orders,omitempty" doc:"which events are orders; Order Completed by default"`
	Property    string   `json:"property,omitempty" doc:"the numeric property that holds what an order brings; revenue by default"`
	Refunds     *Filter  `json:"refunds,omitempty" doc:"events whose amount is taken off again; one that is an order too is an order"`
	Model       string   `json:"model,omitempty" enum:"bg_nbd,mbg_nbd,pareto_nbd" doc:"of repeat purchases; bg_nbd by default"`
	Unit        string   `json:"unit,omitempty" enum:"day,week" doc:"that the parameters are told in; week by default"`
	Horizon     Duration `json:"horizon,omitempty" doc:"how far to look ahead; 365d by default"`
	Discount    *float64 `json:"discount,omitempty" minimum:"0" maximum:"10" doc:"share a year by which later money is worth less; 0.1 by default"`
	Holdout     *float64 `json:"holdout,omitempty" minimum:"0" maximum:"0.9" doc:"the last share of the days, kept back to check the model; 0.25 by default, 0 is no check"`
	HoldoutFrom string   `json:"holdoutFrom,omitempty" doc:"the date that the check begins with, instead of a share"`
}

// ValueAnswer is what buyers are worth, in one currency. Cells are addressed by part and item: rfm and 543, or 54 whatever the money, group and its name, decile
// and 1 to 10, alive and 0 to 9; the outcome repeat are buyers with a second order.
type ValueAnswer struct {
	Currency      string           `json:"currency" doc:"the one that most orders are in; empty where orders carry none"`
	LeftOut       []CurrencyOrders `json:"leftOut" doc:"orders in other currencies, which nothing here counts"`
	Orders        int              `json:"orders"`
	WithoutAmount int              `json:"withoutAmount" doc:"orders whose property holds no number; they count as orders of 0"`
	Revenue       float64          `json:"revenue" doc:"without what was refunded"`
	Refunded      float64          `json:"refunded"`
	Buyers        int              `json:"buyers"`
	Repeat        Rate             `json:"repeat" doc:"buyers with a second order"`
	SameDay       Rate             `json:"sameDay" doc:"buyers with two orders on one day"`
	LaterDay      Rate             `json:"laterDay" doc:"buyers with orders on two days"`
	AverageOrder  Mean             `json:"averageOrder" doc:"of orders with an amount, before refunds"`
	PerBuyer      Mean             `json:"perBuyer" doc:"revenue"`

	Cells  []RFMCell  `json:"cells" doc:"those with people, the best first"`
	Groups []RFMGroup `json:"groups"`

	Model    ValueModel     `json:"model" doc:"of repeat purchases"`
	Spend    ValueModel     `json:"spend" doc:"gamma-gamma, of what a purchase brings"`
	Alive    []AliveBin     `json:"alive" doc:"buyers by the probability that they still buy; none without a model"`
	Deciles  []ValueDecile  `json:"deciles" doc:"buyers by worth, the most worth first; none without a model"`
	Expected *ValueExpected `json:"expected,omitempty"`
	Holdout  ValueHoldout   `json:"holdout"`
	History  []HistoryPoint `json:"history" doc:"repeat purchases until now, beside what the model makes of the first ones alone"`
	Forecast []FuturePoint  `json:"forecast" doc:"by month, of 365/12 days"`
}

// Mean is the mean of n figures with its 95 % interval (normal approximation). With n = 0 all are 0; with 1 the interval is the figure.
type Mean struct {
	N     int     `json:"n"`
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// MeanOf is the mean of n figures that have a sum and a sum of squares.
func MeanOf(n int, sum, squares float64) Mean {
	m := Mean{N: n}
	if n == 0 {
		return m
	}
	nn := float64(n)
	m.Value = sum / nn
	half := 0.0
	if n > 1 {
		half = z95 * math.Sqrt(max(0, squares/nn-m.Value*m.Value)/(nn-1))
	}
	m.Low, m.High = m.Value-half, m.Value+half
	return m
}

// CurrencyOrders is how many orders are in a currency.
type CurrencyOrders struct {
	Currency string `json:"currency"`
	Orders   int    `json:"orders"`
}

// RFMCell is the buyers with one score each of recency, frequency and money, 5 being the best fifth.
type RFMCell struct {
	R       int     `json:"r"`
	F       int     `json:"f"`
	M       int     `json:"m"`
	People  int     `json:"people"`
	Orders  int     `json:"orders"`
	Revenue float64 `json:"revenue"`
}

// RFMGroup is some cells under one name.
type RFMGroup struct {
	Name    string  `json:"name" enum:"champions,loyal,promising,new,attention,cannot_lose,at_risk,lost"`
	Share   Rate    `json:"share"`
	Orders  int     `json:"orders"`
	Revenue float64 `json:"revenue"`
}

// RFMGroups are the names of the groups, in order.
func RFMGroups() []string {
	return []string{"champions", "loyal", "promising", "new", "attention", "cannot_lose", "at_risk", "lost"}
}

// GroupOf is the group of a cell.
func GroupOf(r, f, m int) string {
	switch {
	case r >= 4 && f >= 4:
		return "champions"
	case r >= 4 && f >= 2:
		return "promising"
	case r >= 4:
		return "new"
	case r == 3 && f >= 4:
		return "loyal"
	case r == 3:
		return "attention"
	case f >= 4 && m == 5:
		return "cannot_lose"
	case f >= 3:
		return "at_risk"
	}
	return "lost"
}

// ValueModel is a fitted model, or why there is none: state is ok, few_customers, few_repeaters, no_spread or no_fit.
type ValueModel struct {
	State         string           `json:"state" enum:"ok,few_customers,few_repeaters,no_spread,no_fit"`
	Name          string           `json:"name"`
	Unit          string           `json:"unit,omitempty" doc:"of parameters that are times"`
	Parameters    []ModelParameter `json:"parameters"`
	LogLikelihood float64          `json:"logLikelihood"`
	N             int              `json:"n" doc:"customers that it was fitted to"`
	Repeaters     int              `json:"repeaters"`
	Converged     bool             `json:"converged" doc:"false: the likelihood has no clear top, the figures are the best found"`
	Correlation   float64          `json:"correlation,omitempty" doc:"gamma-gamma: between number and mean value of repeat purchases, which it takes to be 0"`
}

// ModelParameter is a fitted figure with its standard error and 95 % interval, which are 0 where the likelihood tells none.
type ModelParameter struct {
	Name   string  `json:"name"`
	Value  float64 `json:"value"`
	StdErr float64 `json:"stdErr"`
	Low    float64 `json:"low"`
	High   float64 `json:"high"`
}

// AliveBin is the buyers who still buy with a probability in [From, From+0.1), the last bin with 1.
type AliveBin struct {
	From   float64 `json:"from"`
	People int     `json:"people"`
}

// ValueDecile is a tenth of the buyers by worth. Equal worth stays together, so that tenths may differ in size.
type ValueDecile struct {
	Decile    int     `json:"decile"`
	People    int     `json:"people"`
	Alive     float64 `json:"alive" doc:"people expected to be alive"`
	Revenue   float64 `json:"revenue" doc:"until now"`
	Purchases float64 `json:"purchases" doc:"expected within the horizon"`
	Worth     float64 `json:"worth" doc:"customer lifetime value within the horizon, discounted"`
}

// ValueExpected is what all buyers are expected to do within the horizon.
type ValueExpected struct {
	Alive     float64 `json:"alive" doc:"people expected to be alive now"`
	Purchases float64 `json:"purchases"`
	Revenue   float64 `json:"revenue" doc:"not discounted"`
	Worth     float64 `json:"worth" doc:"customer lifetime value: discounted"`

	Sure            string  `json:"sure" enum:"ok,flat,spend_none,spend_flat,spend_wide" doc:"whether bounds can be told: ok all; flat none, as the data do not say clearly when people stop; else none of money: no spending model, one whose likelihood has no clear top, or one whose spread has no end"`
	AliveBounds     *Bounds `json:"aliveBounds,omitempty"`
	PurchasesBounds *Bounds `json:"purchasesBounds,omitempty"`
	RevenueBounds   *Bounds `json:"revenueBounds,omitempty"`
	WorthBounds     *Bounds `json:"worthBounds,omitempty"`
}

// Bounds are a 95 % interval. Of a forecast it is what lies ahead in 95 of 100 cases, if the model holds: for how unsure its parameters
// are, and for people's own chance.
type Bounds struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// ValueHoldout is the check: a model fitted to what was before it began, held against what came after.
type ValueHoldout struct {
	State       string           `json:"state" enum:"ok,none,outside,few_customers,few_repeaters,no_spread,no_fit"`
	From        string           `json:"from,omitempty" doc:"its first date"`
	Days        int              `json:"days,omitempty"`
	Parameters  []ModelParameter `json:"parameters,omitempty"`
	People      int              `json:"people,omitempty" doc:"who first bought before it"`
	Actual      int              `json:"actual,omitempty" doc:"their purchases in it"`
	Expected    float64          `json:"expected,omitempty"`
	Correlation float64          `json:"correlation,omitempty" doc:"between expected and actual purchases, person by person"`
	MAE         float64          `json:"mae,omitempty" doc:"mean absolute error of a person's purchases"`
	MAPE        float64          `json:"mape,omitempty" doc:"mean absolute error of the cumulative purchases of all, as a share, over the weeks of the holdout"`
	ByRepeats   []HoldoutGroup   `json:"byRepeats,omitempty" doc:"by the number of repeat purchases before; the last is so many or more"`
}

// HoldoutGroup is people with so many repeat purchases before the holdout, and their mean purchases in it.
type HoldoutGroup struct {
	Repeats  int     `json:"repeats"`
	People   int     `json:"people"`
	Actual   float64 `json:"actual"`
	Expected float64 `json:"expected"`
}

// HistoryPoint is the repeat purchases up to the end of a date: of those who first bought before the holdout, where there is one.
type HistoryPoint struct {
	Until    string  `json:"until"`
	Actual   int     `json:"actual"`
	Expected float64 `json:"expected"`
	Holdout  bool    `json:"holdout,omitempty"`
}

// FuturePoint is what is expected up to so many days from now.
type FuturePoint struct {
	Days      float64 `json:"days"`
	Purchases float64 `json:"purchases"`
	Revenue   float64 `json:"revenue"`

	PurchasesBounds *Bounds `json:"purchasesBounds,omitempty"`
	RevenueBounds   *Bounds `json:"revenueBounds,omitempty"`
}

const (
	valueHorizon    = Duration(365 * 24 * time.Hour)
	maxValueHorizon = Duration(3650 * 24 * time.Hour)
)

func (v *validator) value(field string, a Value) {
	for name, f := range map[string]*Filter{"orders": a.Orders, "refunds": a.Refunds} {
		if f != nil {
			v.filter(at(field, name), *f, 0)
		}
	}
	v.property(at(field, "property"), a.Property)
	v.oneOf(at(field, "model"), a.Model, "bg_nbd", "mbg_nbd", "pareto_nbd")
	v.oneOf(at(field, "unit"), a.Unit, Day, Week)
	if a.Horizon > maxValueHorizon || (a.Horizon != 0 && a.Horizon < Duration(24*time.Hour)) {
		v.bad(at(field, "horizon"), "between", "must lie between %s and %s", "1d", "3650d")
	}
	share := func(name string, f *float64, most float64) {
		if f != nil && !(*f >= 0 && *f <= most) {
			v.bad(at(field, name), "between", "must lie between %d and %g", 0, most)
		}
	}
	share("discount", a.Discount, 10)
	share("holdout", a.Holdout, 0.9)
	if a.HoldoutFrom != "" {
		if a.Holdout != nil {
			v.bad(at(field, "holdoutFrom"), "holdout_either", "give either a share or a date")
		}
		if _, date, err := parseMoment(a.HoldoutFrom, time.UTC); err != nil || !date {
			v.bad(at(field, "holdoutFrom"), "not_a_date", "%q is not a date such as 2026-01-31", a.HoldoutFrom)
		}
	}
}

func (v *validator) valueCell(field string, c Cell) []string {
	var bad bool
	var item int
	text := ""
	if c.Item != nil {
		text = *c.Item
		if n, err := fmt.Sscanf(text, "%d", &item); n != 1 || err != nil {
			item = -1
		}
	}
	switch c.Part {
	case "":
		bad = c.Item != nil
	case "rfm":
		bad = (item < 111 || item > 555) && (item < 11 || item > 55)
	case "decile":
		bad = item < 1 || item > 10
	case "alive":
		bad = item < 0 || item > 9
	case "group":
		v.oneOf(at(field, "item"), text, RFMGroups()...)
		bad = text == ""
	default:
		bad = true
	}
	if bad {
		v.closed(at(field, "item"), "give part rfm with item 111 to 555 (or 11 to 55, whatever the money), part group with its name, part decile with 1 to 10, or part alive with 0 to 9")
	}
	return []string{"repeat"}
}

func (a Value) withDefaults() Value {
	if a.Orders == nil {
		a.Orders = &Filter{Event: Names{"Order Completed"}}
	}
	a.Property, a.Model, a.Unit = or(a.Property, "revenue"), or(a.Model, "bg_nbd"), or(a.Unit, Week)
	a.Horizon = or(a.Horizon, valueHorizon)
	if a.Discount == nil {
		share := 0.1
		a.Discount = &share
	}
	if a.Holdout == nil {
		share := 0.25
		a.Holdout = &share
	}
	return a
}

// Amount reads what an order brings. Amounts beyond a quadrillion are none: no order is, and their squares would spoil every mean.
func Amount(f float64) float64 {
	const most = 1e15
	if f >= -most && f <= most {
		return f
	}
	return math.NaN()
}

// Observed is the part of a range that has been.
func (s Span) Observed(d Definitions) Span {
	if now := int64(d.Now); now != 0 && s.To != math.MaxInt64 && s.To > now && now > s.From {
		s.To = now
	}
	return s
}

// HoldoutDay is which of the days the check begins with: len(days) where none is asked for, -1 where the date lies outside.
func (a Value) HoldoutDay(days Intervals, zone *time.Location) int {
	n := len(days.Starts)
	if a.HoldoutFrom == "" {
		return n - int(math.Round(*a.Holdout*float64(n)))
	}
	if zone == nil {
		zone = time.UTC
	}
	t, _, err := parseMoment(a.HoldoutFrom, zone)
	if i := days.Index(t.UnixMilli()); err == nil && i > 0 && i < n {
		return i
	}
	return -1
}
