package worth

import (
	"errors"
	"math"
	"time"

	"jejak/internal/clv"
	"jejak/internal/journey"
)

// month is the step of discounting and of the forecast, in days.
const month = 365.0 / 12

func (s *Study) unit() float64 {
	if s.q.Unit == journey.Day {
		return 1
	}
	return 7
}

// fit fits the question's model of repeat purchases.
func (s *Study) fit(cells []clv.Cell) (clv.Model, clv.Fit, journey.ValueModel) {
	var m clv.Model
	var fit clv.Fit
	var err error
	switch s.q.Model {
	case "pareto_nbd":
		var p *clv.ParetoNBD
		p, fit, err = clv.FitParetoNBD(cells)
		m = p
	default:
		var b *clv.BGNBD
		b, fit, err = clv.FitBGNBD(cells, s.q.Model == "mbg_nbd")
		m = b
	}
	told := tell(s.q.Model, fit, err)
	told.Unit = s.q.Unit
	if err != nil {
		return nil, fit, told
	}
	return m, fit, told
}

func tell(name string, fit clv.Fit, err error) journey.ValueModel {
	m := journey.ValueModel{
		State: "ok", Name: name, Parameters: []journey.ModelParameter{}, LogLikelihood: fit.LogLikelihood, N: fit.Customers,
		Repeaters: fit.Repeaters, Converged: fit.Converged,
	}
	if lack := clv.Lack(""); errors.As(err, &lack) {
		m.State = string(lack)
		return m
	}
	for _, p := range fit.Parameters {
		m.Parameters = append(m.Parameters, journey.ModelParameter{Name: p.Name, Value: p.Value, StdErr: p.StdErr, Low: p.Low, High: p.High})
	}
	return m
}

// model fits the models and foretells by them.
func (s *Study) model(o *Orders) {
	days := len(o.Days.Starts)
	u := s.unit()
	var cells []clv.Cell // buyers come in an order that puts equal ones side by side
	for i := range s.Buyers {
		b := &s.Buyers[i]
		if i > 0 && b.Later == s.Buyers[i-1].Later && b.First == s.Buyers[i-1].First && b.Last == s.Buyers[i-1].Last {
			cells[len(cells)-1].N++
			continue
		}
		cells = append(cells, clv.Cell{Repeat: int(b.Later), Last: float64(b.Last-b.First) / u, Age: float64(days-1-int(b.First)) / u, N: 1})
	}
	m, fit, told := s.fit(cells)
	s.Answer.Model = told
	purse := s.spend()
	if m != nil {
		s.foretell(m, days, purse.value)
		s.bound(m, fit, days, purse)
	}
	s.check(o, m)
}

// purse says what a purchase of a buyer brings. Without a model, everyone's brings the mean of all.
type purse struct {
	model   *clv.GammaGamma // nil without
	fit     clv.Fit
	overall float64
}

// spend fits the gamma-gamma model.
func (s *Study) spend() purse {
	var list []clv.Spend
	purchases, net := 0, 0.0
	var link correlation
	for i := range s.Buyers {
		b := &s.Buyers[i]
		purchases += 1 + int(b.Later)
		net += b.net()
		if mean := b.meanPurchase(); b.Later > 0 && mean > 0 {
			list = append(list, clv.Spend{Orders: int(b.Later), Mean: mean, N: 1})
			link.add(float64(b.Later), mean)
		}
	}
	m, fit, err := clv.FitGammaGamma(list)
	s.Answer.Spend = tell("gamma_gamma", fit, err)
	s.Answer.Spend.Correlation = link.value()
	p := purse{fit: fit}
	if err == nil {
		p.model = m
	}
	if purchases > 0 {
		p.overall = math.Max(0, net/float64(purchases))
	}
	return p
}

// of is what the model knows of a buyer: repeat purchases with an amount, and their mean.
func (purse) of(b *Buyer) (later int, mean float64) {
	if mean = b.meanPurchase(); mean > 0 {
		later = int(b.Later)
	}
	return later, mean
}

func (p purse) value(b *Buyer) float64 {
	if p.model != nil {
		if v, ok := p.model.Mean(p.of(b)); ok {
			return v
		}
	}
	return p.overall
}

// horizons are the ends of the months ahead, the last one cut, in days.
func (s *Study) horizons() []float64 {
	end := float64(s.q.Horizon.Millis()) / 86_400_000
	var out []float64
	for k := 1; float64(k)*month < end-1e-9; k++ {
		out = append(out, float64(k)*month)
	}
	return append(out, end)
}

// foretell works out what each buyer will do: worth is the sum over months of the purchases expected in it, times what one brings,
// divided by (1 + discount)^(end of the month in years).
func (s *Study) foretell(m clv.Model, days int, spend func(*Buyer) float64) {
	ends, u := s.horizons(), s.unit()
	discount := make([]float64, len(ends))
	for k, end := range ends {
		discount[k] = math.Pow(1+*s.q.Discount, -end/365)
	}
	n := len(s.Buyers)
	worth, purchases, alive := make([]float64, n), make([]float64, n), make([]float64, n)
	later := make([]float64, len(ends)) // of someone alive, up to each end
	discounted := 0.0
	future := make([]journey.FuturePoint, len(ends))
	for k, end := range ends {
		future[k].Days = end
	}
	total := &journey.ValueExpected{}
	for i := range s.Buyers {
		b := &s.Buyers[i]
		age := float64(days-1-int(b.First)) / u
		if i == 0 || b.Later != s.Buyers[i-1].Later || b.First != s.Buyers[i-1].First {
			before := 0.0
			discounted = 0
			for k, end := range ends {
				later[k] = m.Later(int(b.Later), age, end/u)
				discounted += (later[k] - before) * discount[k]
				before = later[k]
			}
		}
		p := m.Alive(int(b.Later), float64(b.Last-b.First)/u, age)
		v := spend(b)
		alive[i], purchases[i], worth[i] = p, p*later[len(later)-1], p*discounted*v
		for k := range future {
			future[k].Purchases += p * later[k]
			future[k].Revenue += p * later[k] * v
		}
		total.Alive += p
		total.Worth += worth[i]
	}
	total.Purchases, total.Revenue = future[len(future)-1].Purchases, future[len(future)-1].Revenue
	s.Answer.Expected, s.Answer.Forecast = total, future
	s.bin(alive)
	s.tenths(worth, purchases, alive)
}

func (s *Study) bin(alive []float64) {
	s.alive = make([]uint8, len(alive))
	for b := range 10 {
		s.Answer.Alive = append(s.Answer.Alive, journey.AliveBin{From: float64(b) / 10})
	}
	for i, p := range alive {
		s.alive[i] = uint8(min(9, int(p*10)))
		s.Answer.Alive[s.alive[i]].People++
	}
}

// tenths puts buyers into deciles: 1 + ⌊10 · (share of buyers worth strictly more)⌋.
func (s *Study) tenths(worth, purchases, alive []float64) {
	n := len(worth)
	s.deciles = make([]uint8, n)
	negative := make([]float64, n)
	for i, w := range worth {
		negative[i] = -w
	}
	list := make([]journey.ValueDecile, 10)
	for i, more := range worseThan(negative) {
		d := 10 * more / n
		s.deciles[i] = uint8(d + 1)
		row := &list[d]
		row.Decile = d + 1
		row.People++
		row.Alive += alive[i]
		row.Revenue += s.Buyers[i].net()
		row.Purchases += purchases[i]
		row.Worth += worth[i]
	}
	for _, row := range list {
		if row.People > 0 {
			s.Answer.Deciles = append(s.Answer.Deciles, row)
		}
	}
}

// correlation is Pearson's, of pairs taken in one after the other (Welford 1962).
type correlation struct{ n, x, y, xx, yy, xy float64 }

func (c *correlation) add(x, y float64) {
	c.n++
	dx, dy := x-c.x, y-c.y
	c.x += dx / c.n
	c.y += dy / c.n
	c.xx += dx * (x - c.x)
	c.yy += dy * (y - c.y)
	c.xy += dx * (y - c.y)
}

func (c *correlation) value() float64 {
	if d := math.Sqrt(c.xx) * math.Sqrt(c.yy); d > 0 && !math.IsInf(d, 0) {
		return c.xy / d
	}
	return 0
}

func dateOf(start int64, zone *time.Location) string {
	if zone == nil {
		zone = time.UTC
	}
	return time.UnixMilli(start).In(zone).Format(time.DateOnly)
}
