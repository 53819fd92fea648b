package attribution

import (
	"cmp"
	"math"
	"slices"
)

// OrderFit is how well a chain of an order describes the paths.
type OrderFit struct {
	Order  int
	States int
	// BIC is the Bayesian information criterion, -2 ln L + parameters · ln n: n is how many steps the journeys took, and each
	// state that occurs has as many parameters as there are units, plus one (Katz 1981, §2). The least is best.
	BIC float64
	// AUC says how well the last order touches of a journey tell conversions from nothing, in sample: 0.5 is not at all.
	AUC float64
	// PenalisedAUC counts every state against it, as adjusted R² does: 1 - (1 - AUC)(n-1)/(n-states-1), n being journeys. 0
	// where there are not more journeys than states.
	PenalisedAUC float64
}

// ChooseOrder tries the orders from 1 up to highest and chooses the one with the least BIC, the lower of equals. A longer memory
// than the longest path changes nothing and is not tried.
func (l *Log) ChooseOrder(highest int) (int, []OrderFit) {
	longest := 1
	for _, p := range l.paths {
		longest = max(longest, len(p.Touches))
	}
	best, fits := 0, []OrderFit{}
	for order := 1; order <= min(highest, MaxOrder, longest); order++ {
		fits = append(fits, l.fit(order))
		if fits[order-1].BIC < fits[best].BIC {
			best = order - 1
		}
	}
	return best + 1, fits
}

func (l *Log) fit(order int) OrderFit {
	c := l.chain(order)
	f := OrderFit{Order: order, States: len(c.tuples) - 1}
	likelihood, steps := 0.0, 0.0
	count := func(weight, p float64) {
		if weight > 0 {
			likelihood += weight * math.Log(p)
			steps += weight
		}
	}
	for to := range c.in {
		for _, e := range c.in[to] {
			count(e.p*c.total[e.from], e.p)
		}
		count(c.ends[to].Conversions*c.total[to], c.ends[to].Conversions)
		count(c.null[to]*c.total[to], c.null[to])
	}
	units := 0
	for _, has := range c.has {
		if has {
			units++
		}
	}
	f.BIC = -2*likelihood + float64(len(c.tuples)*(units+1))*math.Log(max(steps, 1))
	f.AUC = c.auc()
	if n, s := l.total.Conversions+l.total.Nulls, float64(f.States); n > s+1 {
		f.PenalisedAUC = 1 - (1-f.AUC)*(n-1)/(n-s-1)
	}
	return f
}

// auc is the area under the curve of the rate at which journeys convert from their last state, by counting pairs.
func (c *chain) auc() float64 {
	type end struct{ rate, yes, no float64 }
	var list []end
	for s := range c.tuples {
		if yes, no := c.ends[s].Conversions*c.total[s], c.null[s]*c.total[s]; yes+no > 0 {
			list = append(list, end{yes / (yes + no), yes, no})
		}
	}
	slices.SortFunc(list, func(a, b end) int { return cmp.Compare(a.rate, b.rate) })
	area, yes, no := 0.0, 0.0, 0.0
	for i := 0; i < len(list); {
		var y, n float64
		rate := list[i].rate
		for ; i < len(list) && list[i].rate == rate; i++ {
			y, n = y+list[i].yes, n+list[i].no
		}
		area += y * (no + n/2)
		yes, no = yes+y, no+n
	}
	if yes == 0 || no == 0 {
		return 0.5
	}
	return area / (yes * no)
}
