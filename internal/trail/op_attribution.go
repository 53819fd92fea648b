package trail

import (
	"slices"

	"jejak/internal/attribution"
	"jejak/internal/credit"
	"jejak/internal/journey"
)

// attributionAcc gathers the distinct paths that led to a conversion, and those in vain.
type attributionAcc struct {
	totals
	a        *journey.Attribution
	from     int64 // of the range: what lies before only leads here
	rank     *ranking
	direct   []bool // by unit
	lookBack int64
	gap      int64

	paths   map[string]*pathSum // by units, one byte each
	who     []int               // by unit: people who converted with it
	stamp   []int               // the person who was counted for a unit last
	nth     int
	decays  bool
	decayed []decaySum
	shares  []float64 // by unit, of the conversion at hand

	conversions int
	value       exactSum // of all conversions

	cell *journey.Cell
	hits *memberSet

	mine []touch // of the person at hand
	ages []float64
	key  []byte
}

type touch struct {
	unit byte
	at   int64
}

type pathSum struct {
	conversions, lost int
	value             *exactSum // nil: nothing
}

type decaySum struct{ conversions, value, squares exactSum }

const (
	conversionBit = 1
	touchBit      = 2
)

func (x *query) attribution() (*journey.Answer, error) {
	a := x.q.Attribution
	wide := x.span
	if wide.From > journey.Everything.From+a.LookBack.Millis() {
		wide.From -= a.LookBack.Millis()
	}
	spec := &scanSpec{
		slots: []slot{{filter: &a.Conversion, span: wide}, {filter: a.Touches, span: wide}}, filter: x.q.Filter, points: x.d.Touchpoints,
		label: x.unitLabel(a), number: a.Value,
	}
	pre := *spec
	pre.number = ""
	seen, err := x.rankPass(&pre, touchBit)
	if err != nil {
		return nil, err
	}
	if len(seen.freq) > 0 {
		seen.freq[0] = 0 // without a unit it is no touch
	}
	rank := rankNames(spec.label.names, seen.freq, a.Top)
	direct := make([]bool, len(rank.names)+1)
	for i, name := range rank.names {
		direct[i] = slices.Contains(a.Direct, name)
	}
	accs, err := x.scan(spec, x.members, func() accumulator {
		return &attributionAcc{
			totals: newTotals(), a: a, from: x.span.From, rank: rank, direct: direct, lookBack: a.LookBack.Millis(), gap: a.Gap.Millis(),
			paths: map[string]*pathSum{}, who: make([]int, len(direct)), stamp: make([]int, len(direct)), decayed: make([]decaySum, len(direct)),
			shares: make([]float64, len(direct)), decays: slices.Contains(a.Models, journey.ModelTimeDecay),
			cell: x.cell, hits: x.hits,
		}
	})
	if err != nil {
		return nil, err
	}
	sum := accs[0].(*attributionAcc)
	for _, o := range accs[1:] {
		sum.merge(o.(*attributionAcc))
	}
	ans := &journey.Answer{People: sum.people, Events: sum.events}
	ans.Attribution, err = credit.Answer(x.q, x.d, sum.counts())
	return ans, err
}

// unitLabel names rows by what is credited.
func (x *query) unitLabel(a *journey.Attribution) labelBy {
	l := labelBy{by: a.Unit, path: a.Property, names: newNames(), d: &x.d}
	if a.Unit == "arrival" {
		l.by, l.d = "touchpoint", &journey.Definitions{Touchpoints: journey.Arrivals()}
	}
	return l
}

func (a *attributionAcc) add(c *chunk) {
	for i := range c.idx {
		a.nth++
		if converted := a.walk(c, i); converted > 0 {
			a.people++
			a.events += converted
		}
	}
}

// walk follows one person and returns how many conversions counted.
func (a *attributionAcc) walk(c *chunk, person int) (converted int) {
	a.mine = a.mine[:0]
	visit, last := -1, int64(0) // the unit of the visit at hand, and its last event
	once := a.a.Count == "first"
	for r := c.off[person]; r < c.off[person+1]; r++ {
		t := c.time[r]
		same := visit >= 0 && t-last < a.gap
		if c.mask[r]&conversionBit != 0 {
			if same {
				last = t
			}
			if t >= a.from && (!once || converted == 0) {
				a.convert(c, person, int(r))
				converted++
			}
			a.mine = a.mine[:0]
			continue
		}
		if c.label[r] == 0 {
			continue
		}
		unit := int(a.rank.of(c.label[r]))
		if same && (unit == visit || a.direct[unit]) {
			last = t
			continue
		}
		a.mine = append(a.mine, touch{byte(unit), t})
		visit, last = unit, t
	}
	if n := len(a.mine); n > 0 && a.mine[n-1].at >= a.from && (!once || converted == 0) {
		path := a.within(a.mine[n-1].at)
		a.sum(path).lost++
		a.hit(c, person, "lost", path)
	}
	return converted
}

// within are the touches at hand that lie in the look-back, the first and the last ones where they are too many.
func (a *attributionAcc) within(at int64) []touch {
	path := a.mine
	for len(path) > 0 && at-path[0].at > a.lookBack {
		path = path[1:]
	}
	if n := len(path); n > journey.MaxTouches {
		path = append(path[:1], path[n-journey.MaxTouches+1:]...)
	}
	return path
}

func (a *attributionAcc) sum(path []touch) *pathSum {
	a.key = a.key[:0]
	for _, t := range path {
		a.key = append(a.key, t.unit)
	}
	s := a.paths[string(a.key)]
	if s == nil {
		s = &pathSum{}
		a.paths[string(a.key)] = s
	}
	return s
}

func (a *attributionAcc) convert(c *chunk, person, row int) {
	value := 0.0
	if len(c.num) > 0 && c.num[row] == c.num[row] { // not NaN
		value = c.num[row]
	}
	a.conversions++
	a.value.add(value)
	path := a.within(c.time[row])
	if len(path) == 0 {
		a.hit(c, person, "untouched", nil)
		return
	}
	a.hit(c, person, "converted", path)
	s := a.sum(path)
	s.conversions++
	if value != 0 {
		if s.value == nil {
			s.value = &exactSum{}
		}
		s.value.add(value)
	}
	a.ages = a.ages[:0]
	for _, t := range path {
		a.ages = append(a.ages, float64(c.time[row]-t.at))
		if a.stamp[t.unit] != a.nth {
			a.stamp[t.unit] = a.nth
			a.who[t.unit]++
		}
	}
	if !a.decays {
		return
	}
	credit.Shares(a.ages, a.a.HalfLife)
	clear(a.shares)
	for i, t := range path {
		a.shares[t.unit] += a.ages[i]
	}
	for i, t := range path {
		d := &a.decayed[t.unit]
		d.conversions.add(a.ages[i])
		d.value.add(a.ages[i] * value)
		d.squares.add(a.shares[t.unit] * a.shares[t.unit])
		a.shares[t.unit] = 0
	}
}

// hit notes the person where the cell is about what just happened.
func (a *attributionAcc) hit(c *chunk, person int, what string, path []touch) {
	if a.hits == nil {
		return
	}
	switch a.cell.Outcome {
	case "", "converted":
		if what == "lost" || what == "untouched" && a.cell.Outcome != "" {
			return
		}
	case what:
	default:
		return
	}
	if a.cell.Item != nil || a.cell.Other {
		if !slices.ContainsFunc(path, func(t touch) bool { return a.rank.item(a.cell, int(t.unit)) }) {
			return
		}
	}
	a.hits.of(c.sh.no, c.part).set(int(c.idx[person]))
}

func (a *attributionAcc) merge(o *attributionAcc) {
	a.totals.merge(&o.totals)
	a.conversions += o.conversions
	a.value.merge(&o.value)
	for key, s := range o.paths {
		mine := a.paths[key]
		if mine == nil {
			a.paths[key] = s
			continue
		}
		mine.conversions += s.conversions
		mine.lost += s.lost
		switch {
		case s.value == nil:
		case mine.value == nil:
			mine.value = s.value
		default:
			mine.value.merge(s.value)
		}
	}
	for i := range o.who {
		a.who[i] += o.who[i]
		a.decayed[i].conversions.merge(&o.decayed[i].conversions)
		a.decayed[i].value.merge(&o.decayed[i].value)
		a.decayed[i].squares.merge(&o.decayed[i].squares)
	}
}

func (a *attributionAcc) counts() credit.Counts {
	units := a.rank.groups()
	out := credit.Counts{
		Units: slices.Clone(a.rank.names), Other: a.rank.other, People: a.who[:units], Decayed: make([]credit.Decayed, units),
		Conversions: a.conversions, Value: a.value.value(),
	}
	if a.rank.other {
		out.Units = append(out.Units, "")
	}
	for i := range out.Decayed {
		d := &a.decayed[i]
		out.Decayed[i] = credit.Decayed{Conversions: d.conversions.value(), Value: d.value.value(), Squares: d.squares.value()}
	}
	for key, s := range a.paths {
		p := attribution.Path{Conversions: float64(s.conversions), Nulls: float64(s.lost)}
		for _, b := range []byte(key) {
			p.Touches = append(p.Touches, int(b))
		}
		if s.value != nil {
			p.Value = s.value.value()
		}
		out.Paths = append(out.Paths, p)
	}
	return out
}
