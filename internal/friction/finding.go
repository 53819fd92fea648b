package friction

import (
	"cmp"
	"math"
	"slices"

	"jejak/internal/journey"
	"jejak/internal/stat"
)

// place is a slice of a touchpoint that is kept, with every trial that stands there, the leading one first.
type place struct {
	slice  Slice
	narrow string // channel within the slice, "" where it is not concentrated further
	trials []*trial
}

// disentangle chooses among the discoveries at one touchpoint. Slices overlap (a category, its products, their pages), and a
// broken part makes the whole touchpoint look broken: the clearest difference is kept, and every other must stand without the
// people of those kept before it.
func (c *Counted) disentangle(point int, found []*trial, bar float64, ask Disentangle) ([]place, error) {
	slices.SortStableFunc(found, func(a, b *trial) int {
		whole := cmp.Compare(count(a.slice == Slice{}), count(b.slice == Slice{})) // parts before the whole
		return cmp.Or(whole, cmp.Compare(a.rank(c), b.rank(c)), cmp.Compare(b.strength, a.strength), compareSlices(a.slice, b.slice))
	})
	var in []Slice
	for _, t := range found {
		if t.slice != (Slice{}) && !slices.Contains(in, t.slice) && len(in) < maxPlaces {
			in = append(in, t.slice)
		}
	}
	by := map[uint64]*Group{}
	if len(in) > 0 {
		var err error
		if by, err = ask(point, in); err != nil {
			return nil, err
		}
	}
	var kept []place
	taken := uint64(0)
	for _, t := range found {
		if i := slices.IndexFunc(kept, func(p place) bool { return p.slice == t.slice }); i >= 0 {
			kept[i].trials = append(kept[i].trials, t)
			continue
		}
		k := slices.Index(in, t.slice)
		if t.slice != (Slice{}) && k < 0 {
			continue
		}
		if taken != 0 && !c.stands(t, by, taken, k, bar) {
			continue
		}
		if k >= 0 {
			taken |= 1 << k
		}
		kept = append(kept, place{slice: t.slice, narrow: c.narrow(t), trials: []*trial{t}})
	}
	return kept, nil
}

// rank orders signs: what went wrong before what people did about it.
func (t *trial) rank(c *Counted) int {
	switch {
	case t.sign != signs:
		return []int{Errors: 0, Rage: 1, Retries: 4, Loops: 5, Exits: 6}[t.sign]
	case c.Measures[t.measure].Slow:
		return 2
	}
	return 3
}

// stands repeats a trial without the people of the slices that are taken.
func (c *Counted) stands(t *trial, by map[uint64]*Group, taken uint64, k int, bar float64) bool {
	a, b := &Group{}, &Group{}
	for mask, g := range by {
		switch {
		case mask&taken != 0:
		case k < 0 || mask>>k&1 == 1:
			a.Merge(g)
		default:
			b.Merge(g)
		}
	}
	if k < 0 {
		b = t.b
	}
	if a.N < c.MinPeople || b.N < c.MinPeople || !t.matters(a, b, c) {
		return false
	}
	if t.sign == signs {
		p, _ := worse(c.Measures[t.measure], a.tally(t.measure), b.tally(t.measure))
		return p <= bar
	}
	return stat.Greater(a.share(t.sign), b.share(t.sign)) <= bar
}

// narrow is the channel in which a slice's errors are concentrated, "" where channels do not differ.
func (c *Counted) narrow(t *trial) string {
	if t.sign == signs || t.leaving() || t.slice == (Slice{}) || t.slice.Property == journey.FrictionChannel {
		return ""
	}
	channels := map[string]*Group{}
	for at, g := range t.sa {
		if channels[at.Channel] == nil {
			channels[at.Channel] = &Group{}
		}
		channels[at.Channel].Merge(g)
	}
	best, z := "", 0.0
	for name, g := range channels {
		rest := t.a.without(g)
		if g.N < c.MinPeople || rest.N < c.MinPeople || !t.matters(g, rest, c) || stat.Greater(g.share(t.sign), rest.share(t.sign)) > c.Rate/float64(len(channels)) {
			continue
		}
		if s := stat.Z(g.share(t.sign), rest.share(t.sign)); s > z || (s == z && name < best) {
			best, z = name, s
		}
	}
	return best
}

func (c *Counted) findings(kept []place) []journey.FrictionFinding {
	var list []journey.FrictionFinding
	for _, p := range kept {
		t := p.trials[0]
		f := c.finding(t, p.narrow)
		for _, also := range p.trials[1:] {
			f.Also = append(f.Also, journey.FrictionSign{
				Kind: c.kindOf(also), Measure: c.measureOf(also), Share: rate(c.shareOf(also, also.a)), Compared: rate(c.shareOf(also, also.b)), Q: also.q,
			})
		}
		list = append(list, f)
	}
	return list
}

func (c *Counted) kindOf(t *trial) string {
	if t.sign == signs {
		return c.Measures[t.measure].kind()
	}
	return t.sign.kind()
}

func (c *Counted) measureOf(t *trial) string {
	if t.sign == signs {
		return c.Measures[t.measure].Name
	}
	return ""
}

// shareOf is the share with the sign; of a measure, the share that is worse than the median of those compared with.
func (c *Counted) shareOf(t *trial, g *Group) stat.Share {
	if t.sign != signs {
		return g.share(t.sign)
	}
	usual, s := t.usual(), stat.Share{}
	for _, v := range g.tally(t.measure) {
		s.N += v.N
		if c.Measures[t.measure].Worse(v.Value, usual) {
			s.K += v.N
		}
	}
	return s
}

// usual is the median of those compared with.
func (t *trial) usual() float64 { return t.b.tally(t.measure).Quantile(0.5).Value }

func (c *Counted) finding(t *trial, narrow string) journey.FrictionFinding {
	p, a, b := c.Points[t.point], t.a, t.b
	f := journey.FrictionFinding{
		Kind: c.kindOf(t), Measure: c.measureOf(t), Touchpoint: p.ID, Name: p.Name, Stage: p.Stage, Against: "rest", P: t.p, Q: t.q,
		Params: map[string]string{"touchpoint": p.Name},
	}
	if t.slice == (Slice{}) {
		f.Against = "peers"
	} else {
		f.Slice = append(f.Slice, journey.FrictionSlice(t.slice))
		f.Params["property"], f.Params["value"] = t.slice.Property, t.slice.Value
	}
	if narrow != "" {
		f.Slice = append(f.Slice, journey.FrictionSlice{Property: journey.FrictionChannel, Value: narrow})
		f.Params["channel"] = narrow
		in := &Group{}
		for at, g := range t.sa {
			if at.Channel == narrow {
				in.Merge(g)
			}
		}
		b = b.without(&Group{})
		b.Merge(a.without(in))
		a = in
	}
	if f.Measure != "" {
		f.Params["measure"] = f.Measure
	}
	f.Message = "friction." + f.Kind + "." + f.Against
	x, y := c.shareOf(t, a), c.shareOf(t, b)
	f.Share, f.Compared, f.People = rate(x), rate(y), x.K
	excess := stat.Difference(x, y)
	if t.sign == signs {
		u, v, usual := a.tally(t.measure), b.tally(t.measure), t.usual()
		f.Worse = &usual
		f.Level, f.Usual = measured(u.N(), u.Mean()), measured(v.N(), v.Mean())
	}
	f.Excess = interval(excess)
	harm := c.harm(t, a, b)
	f.PeopleLost = interval(lost(float64(x.N), excess, harm))
	f.ValueLost = journey.Interval{
		Value: f.PeopleLost.Value * c.OrderValue.Value, Low: f.PeopleLost.Low * c.OrderValue.Value, High: f.PeopleLost.High * c.OrderValue.Value,
	}
	return f
}

// harm is how much less those affected go on than those of the same place who were not, or, where there are few such, than those
// it was compared with.
func (c *Counted) harm(t *trial, a, b *Group) stat.Estimate {
	if t.sign == signs {
		return stat.Difference(b.going(), a.going())
	}
	well := a.unharmed(t.sign)
	if well.N < c.MinPeople {
		rest := b.unharmed(t.sign)
		well = stat.Share{K: well.K + rest.K, N: well.N + rest.N}
	}
	if ill := a.affected(t.sign); ill.N > 0 && well.N > 0 {
		return stat.Difference(well, ill)
	}
	return stat.Estimate{}
}

// lost multiplies n, an excess and a harm, with the interval of a product by the delta method; nothing is gained by a pain.
func lost(n float64, excess, harm stat.Estimate) stat.Estimate {
	spread := func(e stat.Estimate) float64 { return (e.High - e.Low) / (2 * stat.Z95) }
	mid := n * excess.Value * harm.Value
	half := stat.Z95 * n * math.Hypot(excess.Value*spread(harm), harm.Value*spread(excess))
	return stat.Estimate{Value: max(0, mid), Low: max(0, mid-half), High: max(0, mid+half)}
}

func interval(e stat.Estimate) journey.Interval {
	return journey.Interval{Value: e.Value, Low: e.Low, High: e.High}
}

func measured(n int, e stat.Estimate) journey.Measured {
	return journey.Measured{N: n, Interval: interval(e)}
}

func rate(s stat.Share) journey.Rate { return journey.Wilson(s.K, s.N) }
