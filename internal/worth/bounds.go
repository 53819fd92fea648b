package worth

import (
	"math"
	"slices"

	"jejak/internal/clv"
	"jejak/internal/journey"
)

// sampled is how many buyers, evenly over the list in its order, tell how a forecast moves with the parameters.
const sampled = 120

// doubt is how unsure a forecast is: the variances of the logarithms of its sums.
type doubt struct {
	anchors            []int // which months' ends it was worked out for; in between it is a line
	alive              float64
	purchases, revenue []float64 // at the anchors; no revenue where that cannot be told
}

// bound adds to what is expected how far from it things may come. Two things make it unsure, and their variances add up: the
// parameters, by the delta method, and people's own chance, by the second moments of the models. The sums are taken as lognormal.
func (s *Study) bound(m clv.Model, fit clv.Fit, days int, purse purse) {
	e, ends := s.Answer.Expected, s.horizons()
	d := doubt{anchors: slices.Compact([]int{0, len(ends) / 2, len(ends) - 1})}
	e.Sure = d.parameters(s, m, fit, days, ends, purse)
	if e.Sure == "flat" {
		return
	}
	if !d.chance(s, m, days, ends, purse) && e.Sure == "ok" {
		e.Sure = "spend_wide"
	}
	if e.Sure != "ok" {
		d.revenue = nil
	}
	last := len(ends) - 1
	e.AliveBounds, e.PurchasesBounds = around(e.Alive, d.alive), around(e.Purchases, d.at(d.purchases, last))
	for k := range s.Answer.Forecast {
		f := &s.Answer.Forecast[k]
		f.PurchasesBounds = around(f.Purchases, d.at(d.purchases, k))
		if d.revenue != nil {
			f.RevenueBounds = around(f.Revenue, d.at(d.revenue, k))
		}
	}
	if d.revenue != nil {
		e.RevenueBounds, e.WorthBounds = around(e.Revenue, d.at(d.revenue, last)), around(e.Worth, d.at(d.revenue, last))
	}
}

func around(value, variance float64) *journey.Bounds {
	const z = 1.959963984540054
	b := &journey.Bounds{Low: value * math.Exp(-z*math.Sqrt(variance)), High: value * math.Exp(z*math.Sqrt(variance))}
	if math.IsNaN(b.Low) || math.IsInf(b.High, 0) || math.IsNaN(b.High) {
		return nil
	}
	return b
}

// at is the variance at the end of a month, on the line between the anchors beside it.
func (d *doubt) at(list []float64, month int) float64 {
	for i, anchor := range d.anchors {
		if month == anchor {
			return list[i]
		}
		if month < anchor {
			before := d.anchors[i-1]
			share := float64(month-before) / float64(anchor-before)
			return list[i-1] + share*(list[i]-list[i-1])
		}
	}
	return list[len(list)-1]
}

// parameters is the part that comes from how the models were fitted, as the sampled buyers show it.
func (d *doubt) parameters(s *Study, m clv.Model, fit clv.Fit, days int, ends []float64, purse purse) (sure string) {
	u, n := s.unit(), len(d.anchors)
	stride := (len(s.Buyers) + sampled - 1) / sampled
	var few []*Buyer
	for i := stride / 2; i < len(s.Buyers); i += stride {
		few = append(few, &s.Buyers[i])
	}
	expected := func(b *Buyer, m clv.Model, each func(k int, purchases float64)) float64 {
		age := float64(days-1-int(b.First)) / u
		alive := m.Alive(int(b.Later), float64(b.Last-b.First)/u, age)
		for k, anchor := range d.anchors {
			each(k, alive*m.Later(int(b.Later), age, ends[anchor]/u))
		}
		return alive
	}
	variance := fit.Variance(func(p []float64) []float64 {
		m, out := s.made(p), make([]float64, 1+2*n)
		for _, b := range few {
			v := purse.value(b)
			out[0] += expected(b, m, func(k int, purchases float64) {
				out[1+k] += purchases
				out[1+n+k] += purchases * v
			})
		}
		if purse.overall <= 0 { // money that says nothing does not spoil the rest
			copy(out[1+n:], out[1:1+n])
		}
		return out
	})
	if variance == nil {
		return "flat"
	}
	d.alive, d.purchases, d.revenue = variance[0], variance[1:1+n], variance[1+n:]
	if purse.model == nil || purse.overall <= 0 {
		return "spend_none"
	}
	bought := make([][]float64, len(few))
	for i, b := range few {
		expected(b, m, func(_ int, purchases float64) { bought[i] = append(bought[i], purchases) })
	}
	money := purse.fit.Variance(func(p []float64) []float64 {
		other, out := purse, make([]float64, n)
		other.model = &clv.GammaGamma{P: p[0], Q: p[1], V: p[2]}
		for i, b := range few {
			v := other.value(b)
			for k := range out {
				out[k] += bought[i][k] * v
			}
		}
		return out
	})
	if money == nil {
		return "spend_flat"
	}
	for k := range money {
		d.revenue[k] += money[k]
	}
	return "ok"
}

// made is the question's model with these parameters.
func (s *Study) made(p []float64) clv.Model {
	if s.q.Model == "pareto_nbd" {
		return &clv.ParetoNBD{R: p[0], Alpha: p[1], S: p[2], Beta: p[3]}
	}
	return clv.NewBGNBD(p[0], p[1], p[2], p[3], s.q.Model == "mbg_nbd")
}

// chance is the part that would be there if the parameters were known: each buyer may have left or not, buys as a random stream and
// spends by chance. With n purchases of mean p/ν and variance p/ν² each, money's second moment is E[(p/ν)²] · (E[n²] + E[n]/p).
func (d *doubt) chance(s *Study, m clv.Model, days int, ends []float64, purse purse) (money bool) {
	u, n := s.unit(), len(d.anchors)
	later, pairs := make([]float64, n), make([]float64, n)
	people, purchases, revenue, money := 0.0, make([]float64, n), make([]float64, n), purse.model != nil
	for i := range s.Buyers {
		b := &s.Buyers[i]
		age := float64(days-1-int(b.First)) / u
		if i == 0 || b.Later != s.Buyers[i-1].Later || b.First != s.Buyers[i-1].First {
			for k, anchor := range d.anchors {
				later[k], pairs[k] = m.Later(int(b.Later), age, ends[anchor]/u), m.Pairs(int(b.Later), age, ends[anchor]/u)
			}
		}
		alive := m.Alive(int(b.Later), float64(b.Last-b.First)/u, age)
		people += alive * (1 - alive)
		square, v := 0.0, purse.value(b)
		if money {
			square, money = purse.model.Square(purse.of(b))
		}
		for k := range n {
			mean := alive * later[k]
			squares := alive * (pairs[k] + later[k])
			purchases[k] += squares - mean*mean
			if money {
				revenue[k] += square*(squares+mean/purse.model.P) - mean*v*mean*v
			}
		}
	}
	e := s.Answer.Expected
	d.alive += people / (e.Alive * e.Alive)
	for k, anchor := range d.anchors {
		f := s.Answer.Forecast[anchor]
		d.purchases[k] += math.Max(0, purchases[k]) / (f.Purchases * f.Purchases)
		if money {
			d.revenue[k] += math.Max(0, revenue[k]) / (f.Revenue * f.Revenue)
		}
	}
	return money
}
