package friction

import (
	"cmp"
	"slices"
	"strings"

	"jejak/internal/journey"
	"jejak/internal/stat"
)

// What counts as a finding beyond chance. A difference below the floor is no finding however sure it is: in a huge sample
// everything differs a little.
const (
	minHits    = 5    // people who had it
	minExcess  = 0.05 // of the share with errors, rage or retries
	minLeaving = 0.10 // of the share that loops or leaves, which people also do for reasons of their own
	minTimes   = 1.5  // how many times the share it is compared with
	minDelta   = 0.33 // Cliff's delta of ranks: a medium effect (Romano et al. 2006)
	maxPlaces  = 60   // places of one touchpoint that are disentangled
)

// Counted is what an engine counted.
type Counted struct {
	Points     []*Point
	Measures   []Measure
	Detect     []string
	Rate       float64 // bound of the false-discovery rate
	MinPeople  int     // on either side of a comparison
	Top        int
	OrderValue stat.Estimate // mean revenue of a conversion
}

// Disentangle counts the people of one point by which of some slices they are in: bit i is slice i.
type Disentangle func(point int, in []Slice) (map[uint64]*Group, error)

// trial is one comparison of a place with another group, in one sign or measure.
type trial struct {
	point    int
	slice    Slice // empty: the whole touchpoint, compared with its peers
	sign     Sign  // signs: a measure
	measure  int
	a, b     *Group
	sa, sb   Strata // the same by stratum
	p, q     float64
	excess   float64
	strength float64
}

// Judge makes all comparisons, keeps the discoveries, and leaves out what another discovery explains.
func Judge(c *Counted, ask Disentangle) (*journey.FrictionAnswer, error) {
	trials := c.trials()
	families := make([][]*trial, len(c.Points))
	for i := range trials {
		families[trials[i].point] = append(families[trials[i].point], &trials[i])
	}
	c.discover(trials, families)
	ans := &journey.FrictionAnswer{Tests: len(trials), Findings: []journey.FrictionFinding{}, Points: c.summary()}
	for i, family := range families {
		bar := 0.0 // the greatest p of a discovery
		var found []*trial
		for _, t := range family {
			if t.q > c.Rate {
				continue
			}
			bar = max(bar, t.p)
			if t.matters(t.a, t.b, c) && t.costs(c) {
				found = append(found, t)
			}
		}
		if len(found) == 0 {
			continue
		}
		kept, err := c.disentangle(i, found, bar, ask)
		if err != nil {
			return nil, err
		}
		ans.Findings = append(ans.Findings, c.findings(kept)...)
	}
	slices.SortStableFunc(ans.Findings, func(a, b journey.FrictionFinding) int {
		return cmp.Or(cmp.Compare(sure(b.ValueLost), sure(a.ValueLost)), cmp.Compare(sure(b.PeopleLost), sure(a.PeopleLost)),
			cmp.Compare(float64(b.Share.N)*b.Excess.Value, float64(a.Share.N)*a.Excess.Value), cmp.Compare(a.P, b.P))
	})
	ans.Findings = ans.Findings[:min(len(ans.Findings), c.Top)]
	return ans, nil
}

// sure is a loss for ranking: one that may be none ranks as none, behind it by how many more people are affected than usual.
func sure(lost journey.Interval) float64 {
	if lost.Low > 0 {
		return lost.Value
	}
	return 0
}

// summary is every point with its signs.
func (c *Counted) summary() []journey.FrictionPoint {
	list := []journey.FrictionPoint{}
	for _, p := range c.Points {
		g := p.Whole.sum()
		if g.N == 0 {
			continue
		}
		of := func(s Sign) journey.Rate { return rate(g.share(s)) }
		list = append(list, journey.FrictionPoint{
			ID: p.ID, Name: p.Name, Stage: p.Stage, People: g.N, Going: rate(g.going()),
			Errors: of(Errors), Retries: of(Retries), Loops: of(Loops), Rage: of(Rage), Exits: of(Exits),
		})
	}
	return list
}

// discover sets the q of each trial. Benjamini and Hochberg's bound holds over all trials, and also between and within touchpoints
// (Benjamini and Bogomolov 2014, J. R. Statist. Soc. B 76:297): one broken part shows in hundreds of overlapping trials at its
// touchpoint, and by the overall bound alone those would let chance through everywhere else.
func (c *Counted) discover(trials []trial, families [][]*trial) {
	all := make([]float64, len(trials))
	for i := range trials {
		all[i] = trials[i].p
	}
	for i, q := range stat.BenjaminiHochberg(all) {
		trials[i].q = q
	}
	families = slices.DeleteFunc(slices.Clone(families), func(f []*trial) bool { return len(f) == 0 })
	within := make([][]float64, len(families))
	simes := make([]float64, len(families)) // Simes (1986): the least q of a family is a p-value of 'nothing is wrong here'
	for i, f := range families {
		p := make([]float64, len(f))
		for k, t := range f {
			p[k] = t.p
		}
		within[i] = stat.BenjaminiHochberg(p)
		simes[i] = slices.Min(within[i])
	}
	between := stat.BenjaminiHochberg(simes)
	chosen := 0
	for _, q := range between {
		chosen += count(q <= c.Rate)
	}
	for i, f := range families {
		for k, t := range f {
			t.q = max(t.q, between[i], min(1, within[i][k]*float64(len(families))/float64(max(1, chosen))))
		}
	}
}

func (c *Counted) detects(kind string) bool { return slices.Contains(c.Detect, kind) }

func (s Sign) kind() string {
	return []string{journey.DetectErrors, journey.DetectRage, journey.DetectRetries, journey.DetectLoops, journey.DetectExits}[s]
}

func (m Measure) kind() string {
	if m.Slow {
		return journey.DetectSlow
	}
	return journey.DetectSignals
}

// trials compares each slice with the rest of its touchpoint, and each touchpoint with its peers.
func (c *Counted) trials() []trial {
	var list []trial
	for i, p := range c.Points {
		rest := map[string]Strata{} // everybody who carries the property
		for _, s := range sortedSlices(p) {
			if rest[s.Property] == nil {
				rest[s.Property] = carrying(p, s.Property)
			}
			whole, in := rest[s.Property], p.Slices[s]
			others := Strata{}
			for at, g := range whole {
				others[at] = g
				if mine := in[at]; mine != nil {
					others[at] = g.without(mine)
				}
			}
			list = append(list, c.compare(trial{point: i, slice: s, sa: in, sb: others, a: in.sum(), b: others.sum()})...)
		}
		list = append(list, c.againstPeers(i)...)
	}
	return list
}

func carrying(p *Point, property string) Strata {
	all := Strata{}
	for s, strata := range p.Slices {
		if s.Property == property {
			for at, g := range strata {
				all.Of(at).Merge(g)
			}
		}
	}
	return all
}

// compare tries every sign and measure of one comparison. A sign that nobody has says nothing and is no trial.
func (c *Counted) compare(t trial) []trial {
	var list []trial
	if t.a.N < c.MinPeople || t.b.N < c.MinPeople {
		return nil
	}
	for s := range signs {
		if !c.detects(s.kind()) || t.a.hit[s]+t.b.hit[s] == 0 {
			continue
		}
		t := t
		t.sign = s
		if t.leaving() && t.slice.Property == journey.FrictionChannel {
			continue // channels bring different people, who leave at different places
		}
		t.strength = stat.Z(t.a.share(s), t.b.share(s))
		if t.leaving() {
			alike := t.strata(func(g *Group) stat.Share { return g.share(s) })
			if len(alike) == 0 {
				continue
			}
			t.p, t.excess = stat.GreaterWithin(alike)
		} else {
			t.p, t.excess = stat.Greater(t.a.share(s), t.b.share(s)), t.a.share(s).Value()-t.b.share(s).Value()
		}
		list = append(list, t)
	}
	for m, measure := range c.Measures {
		a, b := t.a.tally(m), t.b.tally(m)
		if !c.detects(measure.kind()) || a.N() < c.MinPeople || b.N() < c.MinPeople {
			continue
		}
		t := t
		t.sign, t.measure = signs, m
		t.p, t.excess = worse(measure, a, b)
		n, k := float64(a.N()), float64(b.N())
		t.strength = t.excess * n * k / (n + k)
		list = append(list, t)
	}
	return list
}

func worse(m Measure, a, b stat.Tally) (p, delta float64) {
	if m.Slow {
		return stat.RanksHigher(a, b)
	}
	p, delta = stat.RanksHigher(b, a)
	return p, delta
}

// leaving signs are also what satisfied people do. They are compared only among people who are alike.
func (t *trial) leaving() bool { return t.sign == Exits || t.sign == Loops }

// strata pairs the two groups under the same conditions. Two touchpoints may differ in channel; whether people came straight to
// them must be the same.
func (t *trial) strata(share func(*Group) stat.Share) []stat.Stratum {
	key := func(at Stratum) Stratum {
		if t.slice == (Slice{}) {
			at.Channel = ""
		}
		return at
	}
	a, b := Strata{}, Strata{}
	for at, g := range t.sa {
		a.Of(key(at)).Merge(g)
	}
	for at, g := range t.sb {
		b.Of(key(at)).Merge(g)
	}
	var list []stat.Stratum
	for _, at := range sortedStrata(a) {
		// Who comes straight to a place and leaves again may have got what they came for: an answer, opening hours, a call.
		if b[at] != nil && (t.sign != Exits || !at.Entry) {
			list = append(list, stat.Stratum{A: share(a[at]), B: share(b[at])})
		}
	}
	return list
}

// againstPeers compares a touchpoint with those of its stage that take the same kind of event (the same step on another channel,
// the same call about something else). Where there are none, errors, rage, retries and waits are compared with the stage's other
// touchpoints at which they happen too; leaving and opinions are not, since touchpoints differ in them by their nature.
func (c *Counted) againstPeers(i int) []trial {
	p := c.Points[i]
	twins, stage := Strata{}, Strata{}
	for j, o := range c.Points {
		if j == i || o.Stage != p.Stage || p.Stage == "" {
			continue
		}
		if share(p.Events, o.Events) {
			merge(twins, o.Whole)
		}
		merge(stage, o.Whole)
	}
	a := p.Whole.sum()
	if t := (trial{point: i, sa: p.Whole, a: a, sb: twins, b: twins.sum()}); t.b.N >= c.MinPeople {
		return c.compare(t)
	}
	var list []trial
	for s := range Loops {
		able := Strata{}
		for j, o := range c.Points {
			if j != i && o.Stage == p.Stage && p.Stage != "" && o.Whole.sum().hit[s] > 0 {
				merge(able, o.Whole)
			}
		}
		only := *c
		only.Detect = keep(c.Detect, s.kind())
		list = append(list, only.compare(trial{point: i, sa: p.Whole, a: a, sb: able, b: able.sum()})...)
	}
	only := *c
	only.Detect = keep(c.Detect, journey.DetectSlow)
	return append(list, only.compare(trial{point: i, sa: p.Whole, a: a, sb: stage, b: stage.sum()})...)
}

func keep(list []string, kind string) []string {
	if slices.Contains(list, kind) {
		return []string{kind}
	}
	return nil
}

func merge(into, from Strata) {
	for at, g := range from {
		into.Of(at).Merge(g)
	}
}

func share(a, b map[string]bool) bool {
	for name := range a {
		if b[name] {
			return true
		}
	}
	return false
}

// matters holds a comparison against the floors.
func (t *trial) matters(a, b *Group, c *Counted) bool {
	if t.sign == signs {
		_, delta := worse(c.Measures[t.measure], a.tally(t.measure), b.tally(t.measure))
		return delta >= minDelta
	}
	x, y := a.share(t.sign).Value(), b.share(t.sign).Value()
	floor := minExcess
	if t.leaving() {
		floor = minLeaving
	}
	excess := x - y
	if a == t.a && b == t.b {
		excess = t.excess
	}
	return excess >= floor && x >= minTimes*y && a.hit[t.sign] >= min(minHits, c.MinPeople)
}

// costs reports whether those who loop or leave more also go on less. An error, a wait or a bad answer hurts by itself.
func (t *trial) costs(c *Counted) bool {
	if !t.leaving() {
		return true
	}
	p, excess := stat.GreaterWithin(t.strata(func(g *Group) stat.Share { return stat.Share{K: g.aim - g.won, N: g.aim} }))
	return p <= c.Rate && excess > 0
}

func sortedSlices(p *Point) []Slice {
	list := make([]Slice, 0, len(p.Slices))
	for s := range p.Slices {
		list = append(list, s)
	}
	slices.SortFunc(list, compareSlices)
	return list
}

func compareSlices(a, b Slice) int {
	return cmp.Or(strings.Compare(a.Property, b.Property), strings.Compare(a.Value, b.Value))
}

func sortedStrata(s Strata) []Stratum {
	list := make([]Stratum, 0, len(s))
	for at := range s {
		list = append(list, at)
	}
	slices.SortFunc(list, func(a, b Stratum) int {
		return cmp.Or(strings.Compare(a.Channel, b.Channel), cmp.Compare(count(a.Entry), count(b.Entry)))
	})
	return list
}

func sortTally(t stat.Tally) {
	slices.SortFunc(t, func(a, b stat.Count) int { return cmp.Compare(a.Value, b.Value) })
}
