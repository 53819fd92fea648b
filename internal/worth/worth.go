// Package worth turns the orders that an engine found into the answer of a value question, so that every engine judges alike.
package worth

import (
	"cmp"
	"math"
	"slices"
	"time"

	"jejak/internal/journey"
)

// Buyer is one person's orders in the currency that is looked at. Days are counted from the first of Orders.Starts.
type Buyer struct {
	Ref         uint64 // the engine's, to find the person again
	First, Last int32  // days of the first and the latest order
	Later       int32  // days with an order after the first one: repeat purchases
	EarlyLast   int32  // Last before the holdout began
	EarlyLater  int32  // Later before the holdout began
	Orders      int32
	Amounts     int32 // orders with an amount
	Again       bool  // two orders on one day
	Gross       float64
	Squares     float64 // sum of the squares of the amounts
	Refunded    float64
	Repeats     float64 // amounts of the repeat purchases
}

// Order takes an order in, in order of time; NaN is no amount. It tells whether the order begins a repeat purchase.
func (b *Buyer) Order(day int32, amount float64, holdout int) (repeat bool) {
	switch {
	case b.Orders == 0:
		b.First, b.EarlyLast = day, day
	case day == b.Last:
		b.Again = true
	default:
		repeat = true
		b.Later++
		if int(day) < holdout {
			b.EarlyLater++
			b.EarlyLast = day
		}
	}
	b.Orders++
	b.Last = day
	if amount == amount {
		b.Amounts++
		b.Gross += amount
		b.Squares += amount * amount
		if b.Later > 0 {
			b.Repeats += amount
		}
	}
	return repeat
}

func (b *Buyer) net() float64 { return b.Gross - b.Refunded }

// compare orders buyers by all that is known of them, so that sums do not depend on who was found first.
func compare(a, b Buyer) int {
	return cmp.Or(
		cmp.Compare(a.Later, b.Later), cmp.Compare(a.First, b.First), cmp.Compare(a.Last, b.Last), cmp.Compare(a.Gross, b.Gross),
		cmp.Compare(a.Repeats, b.Repeats), cmp.Compare(a.Refunded, b.Refunded), cmp.Compare(a.Squares, b.Squares),
		cmp.Compare(a.Orders, b.Orders), cmp.Compare(a.Amounts, b.Amounts),
	)
}

// Orders are what an engine found.
type Orders struct {
	Currency string
	LeftOut  []journey.CurrencyOrders
	Days     journey.Intervals // from the first order to the end of what is observed
	Holdout  int               // the day that the check begins with: len(Days.Starts) for none, -1 where that was asked outside
	Buyers   []Buyer
	Later    []int32 // by day: repeat purchases of those who first bought before the holdout
	Zone     *time.Location
}

// Split is the day before which a buyer is one of the check's, all of them where there is no check.
func Split(holdout, days int) int {
	if holdout < 1 {
		return days
	}
	return holdout
}

// Study is a finished answer that remembers which buyer is in which cell.
type Study struct {
	Answer *journey.ValueAnswer
	Buyers []Buyer
	q      journey.Value
	zone   *time.Location

	scores  []int // 100 r + 10 f + m
	deciles []uint8
	alive   []uint8
}

// New works the answer out. It sorts the buyers.
func New(q journey.Value, o *Orders) *Study {
	slices.SortFunc(o.Buyers, compare)
	s := &Study{Buyers: o.Buyers, q: q, zone: o.Zone, Answer: &journey.ValueAnswer{
		Currency: o.Currency, LeftOut: o.LeftOut, Buyers: len(o.Buyers),
		Cells: []journey.RFMCell{}, Alive: []journey.AliveBin{}, Deciles: []journey.ValueDecile{},
		History: []journey.HistoryPoint{}, Forecast: []journey.FuturePoint{},
	}}
	if s.Answer.LeftOut == nil {
		s.Answer.LeftOut = []journey.CurrencyOrders{}
	}
	s.count()
	s.rfm()
	s.model(o)
	return s
}

// Has reports whether the i-th buyer is in a cell.
func (s *Study) Has(c *journey.Cell, i int) bool {
	if c.Outcome == "repeat" && s.Buyers[i].Orders < 2 {
		return false
	}
	item, number := "", 0
	if c.Item != nil {
		item = *c.Item
		for _, d := range []byte(item) {
			number = number*10 + int(d-'0')
		}
	}
	switch c.Part {
	case "rfm":
		return s.scores[i] == number || number < 100 && s.scores[i]/10 == number
	case "group":
		return s.group(i) == item
	case "decile":
		return s.deciles != nil && int(s.deciles[i]) == number
	case "alive":
		return s.alive != nil && int(s.alive[i]) == number
	}
	return true
}

func (s *Study) group(i int) string {
	n := s.scores[i]
	return journey.GroupOf(n/100, n/10%10, n%10)
}

// count fills in what needs no model.
func (s *Study) count() {
	a := s.Answer
	amounts, repeat, again, later := 0, 0, 0, 0
	gross, squares, netSquares := 0.0, 0.0, 0.0
	for i := range s.Buyers {
		b := &s.Buyers[i]
		a.Orders += int(b.Orders)
		amounts += int(b.Amounts)
		gross += b.Gross
		squares += b.Squares
		a.Refunded += b.Refunded
		netSquares += b.net() * b.net()
		if b.Orders > 1 {
			repeat++
		}
		if b.Again {
			again++
		}
		if b.Later > 0 {
			later++
		}
	}
	n := len(s.Buyers)
	a.WithoutAmount, a.Revenue = a.Orders-amounts, gross-a.Refunded
	a.Repeat, a.SameDay, a.LaterDay = journey.Wilson(repeat, n), journey.Wilson(again, n), journey.Wilson(later, n)
	a.AverageOrder, a.PerBuyer = journey.MeanOf(amounts, gross, squares), journey.MeanOf(n, a.Revenue, netSquares)
}

// rfm scores the buyers: 1 + ⌊5 · (share of buyers who are strictly worse)⌋ of each figure, so that equal figures score alike.
func (s *Study) rfm() {
	n := len(s.Buyers)
	s.scores = make([]int, n)
	figure := make([]float64, n)
	for weight, of := range map[int]func(*Buyer) float64{
		100: func(b *Buyer) float64 { return float64(b.Last) },
		10:  func(b *Buyer) float64 { return float64(b.Orders) },
		1:   (*Buyer).net,
	} {
		for i := range s.Buyers {
			figure[i] = of(&s.Buyers[i])
		}
		for i, worse := range worseThan(figure) {
			s.scores[i] += weight * (1 + 5*worse/n)
		}
	}
	cells, groups := map[int]*journey.RFMCell{}, map[string]*journey.RFMGroup{}
	for i := range s.Buyers {
		b, score := &s.Buyers[i], s.scores[i]
		if cells[score] == nil {
			cells[score] = &journey.RFMCell{R: score / 100, F: score / 10 % 10, M: score % 10}
		}
		c := cells[score]
		c.People, c.Orders, c.Revenue = c.People+1, c.Orders+int(b.Orders), c.Revenue+b.net()
		name := s.group(i)
		if groups[name] == nil {
			groups[name] = &journey.RFMGroup{Name: name}
		}
		g := groups[name]
		g.Share.K, g.Orders, g.Revenue = g.Share.K+1, g.Orders+int(b.Orders), g.Revenue+b.net()
	}
	for score := 555; score >= 111; score-- {
		if c := cells[score]; c != nil {
			s.Answer.Cells = append(s.Answer.Cells, *c)
		}
	}
	for _, name := range journey.RFMGroups() {
		g := cmp.Or(groups[name], &journey.RFMGroup{Name: name})
		g.Share = journey.Wilson(g.Share.K, n)
		s.Answer.Groups = append(s.Answer.Groups, *g)
	}
}

// worseThan is, for each figure, how many are strictly less.
func worseThan(figures []float64) []int {
	sorted := slices.Sorted(slices.Values(figures))
	out := make([]int, len(figures))
	for i, f := range figures {
		out[i], _ = slices.BinarySearch(sorted, f)
	}
	return out
}

// meanPurchase is what a repeat purchase of the buyer brings, after refunds; 0 without one.
func (b *Buyer) meanPurchase() float64 {
	if b.Later == 0 || b.Gross <= 0 {
		return 0
	}
	kept := math.Max(0, b.net()/b.Gross)
	return b.Repeats / float64(b.Later) * kept
}
