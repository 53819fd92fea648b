package journeytest

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/worth"
)

// purchase is an order or, where refund, its taking back.
type purchase struct {
	time   int64
	amount float64 // NaN for none
	refund bool
}

// worth walks the orders; the models are those of package worth, which engines use too, on records that are made here in another way.
func (a *asking) worth() error {
	q := a.q.Value
	span := a.span.Observed(a.d)
	order, refund := a.matcher(q.Orders), func(*fact) bool { return false }
	if q.Refunds != nil {
		refund = a.matcher(q.Refunds)
	}
	freq := map[string]int{}
	lists := make([]map[string][]purchase, len(a.people))
	first, last := int64(math.MaxInt64), int64(math.MinInt64)
	for i, p := range a.people {
		lists[i] = map[string][]purchase{}
		for _, e := range p.seen {
			if !span.Has(event.Time(e.time)) || (!order(e) && !refund(e)) {
				continue
			}
			currency := e.Props["currency"]
			b := purchase{time: e.time, amount: math.NaN(), refund: !order(e)}
			text, _ := e.Value(q.Property)
			if f, ok := journey.Number(text); ok && math.Abs(f) <= 1e15 {
				b.amount = f
			}
			if !b.refund {
				freq[currency]++
				first, last = min(first, e.time), max(last, e.time)
			}
			lists[i][currency] = append(lists[i][currency], b)
		}
	}
	found := &worth.Orders{Zone: a.zone}
	rank := rank(freq, len(freq))
	for i, name := range rank.names {
		if i == 0 {
			found.Currency = name
		} else {
			found.LeftOut = append(found.LeftOut, journey.CurrencyOrders{Currency: name, Orders: freq[name]})
		}
	}
	if len(freq) > 0 {
		to := last + 1
		if span.To != math.MaxInt64 {
			to = span.To
		}
		var err error
		if found.Days, err = journey.IntervalsOf(journey.Day, first, to, a.zone); err != nil {
			return fault.InvalidFields("This question cannot be answered as it is.", []fault.Field{{Name: "range", Message: err.Error()}})
		}
	}
	days := len(found.Days.Starts)
	found.Holdout, found.Later = q.HoldoutDay(found.Days, a.zone), make([]int32, days)
	for i := range a.people {
		if b, ok := buyer(lists[i][found.Currency], found, days); ok {
			b.Ref = uint64(i)
			found.Buyers = append(found.Buyers, b)
		}
	}
	study := worth.New(*q, found)
	for i, b := range study.Buyers {
		a.hit(a.people[b.Ref], a.cell != nil && study.Has(a.cell, i))
	}
	a.ans.Value, a.ans.People, a.ans.Events = study.Answer, study.Answer.Buyers, study.Answer.Orders
	a.groups(study.Buyers)
	return nil
}

// buyer sums a person's orders up by sets of days.
func buyer(list []purchase, found *worth.Orders, days int) (worth.Buyer, bool) {
	split := found.Holdout
	if split < 1 {
		split = days
	}
	var b worth.Buyer
	on := map[int]int{}
	for _, p := range list {
		if p.refund {
			if !math.IsNaN(p.amount) {
				b.Refunded += p.amount
			}
			continue
		}
		on[found.Days.Index(p.time)]++
		b.Orders++
	}
	if b.Orders == 0 {
		return b, false
	}
	first, early := days, 0
	for d, n := range on {
		first = min(first, d)
		b.Last = max(b.Last, int32(d))
		b.Again = b.Again || n > 1
	}
	for d := range on {
		if d < split && d != first {
			early++
			b.EarlyLast = max(b.EarlyLast, int32(d))
		}
		if first < split && d != first {
			found.Later[d]++
		}
	}
	b.First, b.Later, b.EarlyLater = int32(first), int32(len(on)-1), int32(early)
	if early == 0 {
		b.EarlyLast = b.First
	}
	for _, p := range list {
		if !p.refund && !math.IsNaN(p.amount) {
			b.Amounts++
			b.Gross += p.amount
			b.Squares += p.amount * p.amount
			if found.Days.Index(p.time) != first {
				b.Repeats += p.amount
			}
		}
	}
	return b, true
}

// groups counts the groups again, by the words of docs/questions/value.md.
func (a *asking) groups(buyers []worth.Buyer) {
	score := func(of func(worth.Buyer) float64, me worth.Buyer) int {
		worse := 0
		for _, b := range buyers {
			if of(b) < of(me) {
				worse++
			}
		}
		return 1 + 5*worse/len(buyers)
	}
	people := map[string]int{}
	for _, b := range buyers {
		r := score(func(b worth.Buyer) float64 { return float64(b.Last) }, b)
		f := score(func(b worth.Buyer) float64 { return float64(b.Orders) }, b)
		m := score(func(b worth.Buyer) float64 { return b.Gross - b.Refunded }, b)
		people[journey.GroupOf(r, f, m)]++
	}
	for i, g := range a.ans.Value.Groups {
		a.ans.Value.Groups[i].Share = journey.Wilson(people[g.Name], len(buyers))
	}
}

func (s *script) value(b *strings.Builder, v *journey.ValueAnswer) {
	fmt.Fprintf(b, "%s: %d orders, %d without amount, revenue %g after %g refunded, mean %.4g of %d\n",
		called(v.Currency, false), v.Orders, v.WithoutAmount, v.Revenue, v.Refunded, v.AverageOrder.Value, v.AverageOrder.N)
	for _, l := range v.LeftOut {
		fmt.Fprintf(b, "left out: %d orders in %s\n", l.Orders, called(l.Currency, false))
	}
	fmt.Fprintf(b, "%d buyers: %d again, %d the same day, %d another day\n", v.Buyers, v.Repeat.K, v.SameDay.K, v.LaterDay.K)
	for _, c := range v.Cells {
		fmt.Fprintf(b, "%d%d%d %s: %d people, %d orders, %g\n", c.R, c.F, c.M, journey.GroupOf(c.R, c.F, c.M), c.People, c.Orders, c.Revenue)
	}
	fmt.Fprintf(b, "model %s, spend %s, holdout %s %s\n", v.Model.State, v.Spend.State, v.Holdout.State, v.Holdout.From)
	for _, p := range v.Model.Parameters {
		fmt.Fprintf(b, "%s %.3g\n", p.Name, p.Value)
	}
	for _, p := range v.History {
		mark := ""
		if p.Holdout {
			mark = " holdout"
		}
		fmt.Fprintf(b, "until %s: %d%s\n", p.Until, p.Actual, mark)
	}
}

// value asks what people are worth.
func (g *Gen) value(q *journey.Question) {
	v := &journey.Value{
		Property: "price", Model: pick(g, []string{"", "bg_nbd", "mbg_nbd", "pareto_nbd"}), Unit: pick(g, []string{"", "day", "week"}),
	}
	orders := g.filter(1)
	v.Orders = &orders
	v.Refunds = g.maybeFilter(3)
	switch g.IntN(4) {
	case 0:
		share := float64(g.IntN(10)) / 10
		v.Holdout = &share
	case 1:
		v.HoldoutFrom = pick(g, []string{"2026-03-25", "2026-04-10", "2030-01-01"})
	}
	q.Kind, q.Value = journey.KindValue, v
}

func (g *Gen) valueCell(c *journey.Cell, a *journey.ValueAnswer) {
	item := ""
	switch g.IntN(4) {
	case 0:
		if len(a.Cells) > 0 {
			cell := pick(g, a.Cells)
			c.Part, item = "rfm", strconv.Itoa(100*cell.R+10*cell.F+cell.M)
			if g.IntN(2) == 0 {
				item = item[:2] // whatever the money
			}
		}
	case 1:
		c.Part, item = "group", pick(g, journey.RFMGroups())
	case 2:
		c.Part, item = pick(g, []string{"decile", "alive"}), strconv.Itoa(1+g.IntN(9))
	}
	if c.Part != "" {
		c.Item = &item
	}
	if g.IntN(3) == 0 {
		c.Outcome = "repeat"
	}
}
