package trail

import (
	"strings"

	"jejak/internal/journey"
	"jejak/internal/worth"
)

// valueAcc makes a record of each buyer, of some tens of bytes.
type valueAcc struct {
	at     locator
	label  uint32 // the currency that counts
	split  int    // the day that the holdout begins with
	buyers []worth.Buyer
	later  []int32
}

const (
	orderBit  = 1
	refundBit = 2
)

func (x *query) value() (*journey.Answer, error) {
	v := x.q.Value
	span := x.span.Observed(x.d)
	spec := &scanSpec{
		slots: []slot{{filter: v.Orders, span: span}}, filter: x.q.Filter, points: x.d.Touchpoints,
		label: labelBy{by: "property", path: "currency", names: newNames(), d: &x.d},
	}
	totals, err := x.rankPass(spec, orderBit)
	if err != nil {
		return nil, err
	}
	found := &worth.Orders{Zone: x.d.Zone}
	label := currencies(found, spec.label.names, totals.freq)
	if totals.events > 0 {
		to := totals.last + 1
		if span.To != journey.Everything.To {
			to = span.To
		}
		if found.Days, err = journey.IntervalsOf(journey.Day, totals.first, to, x.d.Zone); err != nil {
			return nil, tooFine(err)
		}
	}
	days := len(found.Days.Starts)
	found.Holdout, found.Later = v.HoldoutDay(found.Days, x.d.Zone), make([]int32, days)
	spec.number = v.Property
	if v.Refunds != nil {
		spec.slots = append(spec.slots, slot{filter: v.Refunds, span: span})
	}
	accs, err := x.scan(spec, x.members, func() accumulator {
		return &valueAcc{at: newLocator(found.Days), label: label, split: worth.Split(found.Holdout, days), later: make([]int32, days)}
	})
	if err != nil {
		return nil, err
	}
	for _, a := range accs {
		found.Buyers = append(found.Buyers, a.(*valueAcc).buyers...)
		for d, n := range a.(*valueAcc).later {
			found.Later[d] += n
		}
	}
	study := worth.New(*v, found)
	for i := range study.Buyers {
		if x.hits != nil && study.Has(x.cell, i) {
			shard, part, idx := locateRef(study.Buyers[i].Ref)
			x.hits.of(shard, part).set(idx)
		}
	}
	return &journey.Answer{People: study.Answer.Buyers, Events: study.Answer.Orders, Value: study.Answer}, nil
}

// currencies picks the one that most orders are in.
func currencies(found *worth.Orders, n *names, freq []int) (label uint32) {
	rank := rankNames(n, freq, len(freq))
	for i, name := range rank.names {
		of := n.of(name)
		if i == 0 {
			found.Currency, label = name, of
			continue
		}
		found.LeftOut = append(found.LeftOut, journey.CurrencyOrders{Currency: strings.Clone(name), Orders: freq[of]})
	}
	return label
}

func (a *valueAcc) add(c *chunk) {
	for i := range c.idx {
		var b worth.Buyer
		for r := c.off[i]; r < c.off[i+1]; r++ {
			amount := journey.Amount(c.num[r])
			switch {
			case c.label[r] != a.label:
			case c.mask[r]&orderBit != 0:
				day := a.at.of(c.time[r])
				if b.Order(int32(day), amount, a.split) && int(b.First) < a.split {
					a.later[day]++
				}
			case c.mask[r]&refundBit != 0 && amount == amount: // not NaN
				b.Refunded += amount
			}
		}
		if b.Orders > 0 {
			b.Ref = c.ref(i)
			a.buyers = append(a.buyers, b)
		}
	}
}

// ref is where the chunk's i-th person lies, as one number; locateRef turns it back into the shard, the part and the index in it.
func (c *chunk) ref(i int) uint64 {
	return uint64(c.sh.no)<<48 | uint64(c.part+1)<<32 | uint64(c.idx[i])
}

func locateRef(ref uint64) (shard, part, idx int) {
	return int(ref >> 48), int(ref>>32&0xffff) - 1, int(uint32(ref))
}
