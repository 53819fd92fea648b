package trail

import (
	"math"
	"slices"
	"strings"

	"jejak/internal/friction"
	"jejak/internal/journey"
	"jejak/internal/stat"
)

// frictionScan is what all accumulators of a friction question share.
type frictionScan struct {
	*visits
	q        *journey.Friction
	timings  []string           // column paths of measures
	measures []friction.Measure // timings, then signals
	sliced   map[string]bool
	not      map[string]bool // column paths that are never slices
	clicks   [][2]string

	// The second pass counts people by which of some slices of one point they are in.
	point int
	in    []friction.Slice

	cell *journey.Cell
	hits *memberSet
}

// frictionAcc counts the first passes.
type frictionAcc struct {
	totals
	*frictionScan
	points []*pointCount
	orders int
	money  exactSum
	joint  map[uint64]*friction.Group

	passes []pass
	first  []int // by point: the pass that counts, -1
	levels []friction.Level
	paths  *numbering           // of column paths
	strata *numbering           // of strata: the channel, and + for those who came straight there
	vals   []string             // of the pass at hand, by path; "" where it has none
	filled []int                // the paths that have one
	kinds  map[*part]*partKinds // what each part's kinds carry
}

// numbering gives texts small numbers in the order in which they come.
type numbering struct {
	no   map[string]int
	list []string
}

func newNumbering() *numbering { return &numbering{no: map[string]int{}} }

func (n *numbering) of(text string) int {
	i, ok := n.no[text]
	if !ok {
		text = strings.Clone(text)
		i = len(n.list)
		n.no[text], n.list = i, append(n.list, text)
	}
	return i
}

// partKinds say for each kind of a part where to look: the columns that are slices, and those of timings.
type partKinds struct {
	slices  [][]sliceCol
	timings [][]int
}

type sliceCol struct {
	path int
	col  *col
}

// pointCount is what came to one point.
type pointCount struct {
	events map[string]bool
	whole  byStratum
	slices []*valueCounts // by path
}

// byStratum are groups by the number of the stratum; nil where nobody was.
type byStratum []*friction.Group

func (b *byStratum) of(stratum int) *friction.Group {
	for len(*b) <= stratum {
		*b = append(*b, nil)
	}
	g := (*b)[stratum]
	if g == nil {
		g = &friction.Group{}
		(*b)[stratum] = g
	}
	return g
}

// valueCounts are a property's values at a point; nil where they are too many.
type valueCounts struct{ by map[string]*byStratum }

// retryWithin is how soon after an error coming again is another try.
const retryWithin = 10 * 60_000

// rage is so many clicks within so long and so near to the first.
const (
	rageClicks = 3
	rageWithin = 1000
	rageRadius = 30
)

func (x *query) friction() (*journey.Answer, error) {
	q := x.q.Friction
	visit := q.Visits()
	spec, v := x.visitSpec(&visit)
	s := &frictionScan{visits: v, q: q, point: -1, cell: x.cell, hits: x.hits}
	s.fix(x, spec)
	if err := x.know(spec, v); err != nil {
		return nil, err
	}
	sum, err := x.frictionScan(spec, s)
	if err != nil {
		return nil, err
	}
	ans := &journey.Answer{People: sum.people, Events: sum.events}
	if x.hits != nil {
		return ans, nil
	}
	counted := sum.counted()
	ans.Friction, err = friction.Judge(counted, func(point int, in []friction.Slice) (map[uint64]*friction.Group, error) {
		again := *s
		again.point, again.in, again.sliced = point, in, map[string]bool{}
		for _, s := range in {
			again.sliced[propertyPath(s.Property)] = true
		}
		sum, err := x.frictionScan(spec, &again)
		if err != nil {
			return nil, err
		}
		return sum.joint, nil
	})
	if err == nil {
		v := counted.OrderValue
		ans.Friction.OrderValue = journey.Measured{N: sum.orders, Interval: journey.Interval{Value: v.Value, Low: v.Low, High: v.High}}
	}
	return ans, err
}

// fix adds the bits of errors and clicks to the scan, and says which properties are looked into.
func (s *frictionScan) fix(x *query, spec *scanSpec) {
	add := func(f *journey.Filter) uint64 { return spec.add(f, x.span) }
	failed := &journey.Filter{Any: []journey.Filter{s.q.Errors.Carried()}}
	if names := x.eventNames(s.q.Errors.Named); len(names) > 0 {
		failed.Any = append(failed.Any, journey.Filter{Event: names})
	}
	s.bits.failed = add(failed)
	if names := x.eventNames(journey.IsClick); len(names) > 0 {
		s.bits.click = add(&journey.Filter{Event: names})
	}
	for _, pair := range journey.ClickPlaces() {
		s.clicks = append(s.clicks, [2]string{propertyPath(pair[0]), propertyPath(pair[1])})
	}
	s.not = map[string]bool{}
	for _, p := range s.q.NeverSliced() {
		s.not[propertyPath(p)] = true
	}
	for _, p := range s.q.Slices {
		if s.sliced == nil {
			s.sliced = map[string]bool{}
		}
		s.sliced[propertyPath(p)] = true
	}
	for _, p := range s.q.Timings {
		s.timings = append(s.timings, propertyPath(p))
		s.measures = append(s.measures, friction.Measure{Name: p, Slow: true})
	}
	for _, signal := range s.visits.q.Signals {
		s.measures = append(s.measures, friction.Measure{Name: signal.Scale})
	}
}

func (x *query) frictionScan(spec *scanSpec, s *frictionScan) (*frictionAcc, error) {
	accs, err := x.scan(spec, x.members, func() accumulator { return newFrictionAcc(s) })
	if err != nil {
		return nil, err
	}
	sum := accs[0].(*frictionAcc)
	for _, a := range accs[1:] {
		sum.merge(a.(*frictionAcc))
	}
	return sum, nil
}

func newFrictionAcc(s *frictionScan) *frictionAcc {
	a := &frictionAcc{
		totals: newTotals(), frictionScan: s, first: make([]int, len(s.points)), joint: map[uint64]*friction.Group{},
		paths: newNumbering(), strata: newNumbering(), kinds: map[*part]*partKinds{},
	}
	for range s.points {
		a.points = append(a.points, &pointCount{events: map[string]bool{}})
	}
	return a
}

func (a *frictionAcc) add(c *chunk) {
	for i := range c.idx {
		from, to := c.off[i], c.off[i+1]
		a.person(c, i, c.time[from:to], c.mask[from:to], c.label[from:to], c.rows[from:to])
	}
}

func (a *frictionAcc) person(c *chunk, i int, times []int64, masks []uint64, labels []uint32, rows []rowRef) {
	a.passes = a.walk(a.passes[:0], times, masks, labels)
	for p := range a.first {
		a.first[p] = -1
	}
	touched := 0
	for k := range a.passes {
		p := &a.passes[k]
		touched += p.events
		if a.first[p.point] < 0 {
			a.first[p.point] = k
		}
	}
	a.events += touched
	if touched > 0 {
		a.people++
	}
	if a.point < 0 && a.hits == nil {
		for r, m := range masks {
			if !a.paying(m) {
				continue
			}
			if f := a.worth(rows[r]); !math.IsNaN(f) {
				a.orders++
				a.money.add(f)
			}
		}
	}
	for point, k := range a.first {
		if k < 0 || (a.point >= 0 && point != a.point) || (a.cell != nil && a.cell.Touch != "" && a.cell.Touch != a.visits.points[point].ID) {
			continue
		}
		p := &a.passes[k]
		out := a.outcome(k, times, masks, labels, rows)
		a.values(p, labels, masks, rows)
		at := friction.Stratum{Channel: rows[p.from].channel(), Entry: p.entry}
		switch {
		case a.hits != nil:
			if a.picked(at, out) {
				a.hits.of(c.sh.no, c.part).set(int(c.idx[i]))
			}
		case a.point >= 0:
			a.jointly(at, out)
		default:
			a.count(p, at, out, labels, masks, rows)
		}
	}
}

// outcome is what happened in a pass and after it.
func (a *frictionAcc) outcome(k int, times []int64, masks []uint64, labels []uint32, rows []rowRef) friction.Outcome {
	p := &a.passes[k]
	o := friction.Outcome{}
	if targets := a.targets(p); targets != 0 {
		o.Aim, o.Won = true, a.won(p, times, masks, targets)
	}
	failedAt := int64(math.MinInt64)
	for r := p.from; r < p.end; r++ {
		switch {
		case masks[r]&a.bits.failed != 0:
			o, failedAt = o.With(friction.Errors), times[r]
		case masks[r]&a.bits.ping != 0 || a.place(labels[r]) != p.point:
		case failedAt > math.MinInt64 && times[r]-failedAt <= retryWithin:
			o = o.With(friction.Retries)
		}
	}
	for n := k + 1; n < len(a.passes) && a.passes[n].session == p.session && failedAt > math.MinInt64; n++ {
		if a.passes[n].point == p.point && times[a.passes[n].from]-failedAt <= retryWithin {
			o = o.With(friction.Retries)
		}
	}
	if p.returned {
		o = o.With(friction.Loops)
	}
	if p.exit {
		o = o.With(friction.Exits)
	}
	if a.bits.click != 0 && a.raging(p, times, masks, rows) {
		o = o.With(friction.Rage)
	}
	o.Levels = a.measured(p, times, masks, rows)
	return o
}

// measured is the first wait of each timing in the pass, and the first signal of each scale after it.
func (a *frictionAcc) measured(p *pass, times []int64, masks []uint64, rows []rowRef) []friction.Level {
	a.levels = a.levels[:0]
	for r := p.from; r < p.end; r++ {
		for _, m := range a.kindsOf(rows[r].p).timings[rows[r].kind()] {
			known := slices.ContainsFunc(a.levels, func(l friction.Level) bool { return l.Measure == m })
			if f := rows[r].number(a.timings[m]); f >= 0 && !known {
				a.levels = append(a.levels, friction.Level{Measure: m, Value: friction.Round(f)})
			}
		}
	}
	for s := range a.bits.signals {
		for r := p.to + 1; r < len(times) && times[r]-times[p.to] <= a.window; r++ {
			if f := a.score(s, masks[r], rows[r]); !math.IsNaN(f) {
				a.levels = append(a.levels, friction.Level{Measure: len(a.timings) + s, Value: friction.Round(f)})
				break
			}
		}
	}
	return a.levels
}

// raging looks for clicks within a second and a small radius of the first of them.
func (a *frictionAcc) raging(p *pass, times []int64, masks []uint64, rows []rowRef) bool {
	spot := func(r int) (x, y float64, ok bool) {
		if masks[r]&a.bits.click == 0 {
			return 0, 0, false
		}
		for _, pair := range a.clicks {
			x, y = rows[r].number(pair[0]), rows[r].number(pair[1])
			if !math.IsNaN(x) && !math.IsNaN(y) {
				return x, y, true
			}
		}
		return 0, 0, false
	}
	for r := p.from; r < p.end; r++ {
		x, y, ok := spot(r)
		if !ok {
			continue
		}
		n := 1
		for k := r + 1; k < p.end && times[k]-times[r] <= rageWithin; k++ {
			if u, v, ok := spot(k); ok && math.Hypot(u-x, v-y) <= rageRadius {
				n++
			}
		}
		if n >= rageClicks {
			return true
		}
	}
	return false
}

// values gathers the pass's value of each property: of the first of its rows that carries it.
func (a *frictionAcc) values(p *pass, labels []uint32, masks []uint64, rows []rowRef) {
	for _, path := range a.filled {
		a.vals[path] = ""
	}
	a.filled = a.filled[:0]
	n := a.points[p.point]
	for r := p.from; r <= p.to; r++ {
		if a.place(labels[r]) != p.point || masks[r]&a.bits.ping != 0 {
			continue
		}
		at, ord := rows[r], -1
		kind := at.kind()
		for _, sc := range a.kindsOf(at.p).slices[kind] {
			if a.vals[sc.path] != "" || (sc.path < len(n.slices) && n.slices[sc.path] != nil && n.slices[sc.path].by == nil) {
				continue // there already, or too many values
			}
			if ord < 0 {
				ord = at.p.rank(kind, int(at.row))
			}
			if text, ok := sc.col.text(ord); ok && text != "" {
				a.vals[sc.path] = text
				a.filled = append(a.filled, sc.path)
			}
		}
	}
}

func (a *frictionAcc) kindsOf(p *part) *partKinds {
	if k := a.kinds[p]; k != nil {
		return k
	}
	out := &partKinds{slices: make([][]sliceCol, len(p.cols)), timings: make([][]int, len(p.cols))}
	for k := range p.cols {
		for path, c := range p.cols[k] {
			if path[0] != 't' && !a.not[path] && (a.sliced == nil || a.sliced[path]) {
				out.slices[k] = append(out.slices[k], sliceCol{a.paths.of(path), c})
			}
		}
		for m, path := range a.timings {
			if p.cols[k][path] != nil {
				out.timings[k] = append(out.timings[k], m)
			}
		}
	}
	for len(a.vals) < len(a.paths.list) {
		a.vals = append(a.vals, "")
	}
	a.kinds[p] = out
	return out
}

// stratum numbers a stratum.
func (a *frictionAcc) stratum(at friction.Stratum) int {
	if at.Entry {
		return a.strata.of("+" + at.Channel)
	}
	return a.strata.of("-" + at.Channel)
}

func stratumOf(text string) friction.Stratum {
	return friction.Stratum{Channel: text[1:], Entry: text[0] == '+'}
}

func (a *frictionAcc) count(p *pass, at friction.Stratum, out friction.Outcome, labels []uint32, masks []uint64, rows []rowRef) {
	n, stratum := a.points[p.point], a.stratum(at)
	n.whole.of(stratum).Add(out)
	for r := p.from; r <= p.to; r++ {
		if a.place(labels[r]) == p.point && masks[r]&a.bits.ping == 0 && !n.events[rows[r].event()] {
			n.events[strings.Clone(rows[r].event())] = true
		}
	}
	for _, path := range a.filled {
		c := n.slice(path)
		c.of(a.vals[path]).of(stratum).Add(out)
		c.cap()
	}
}

func (n *pointCount) slice(path int) *valueCounts {
	for len(n.slices) <= path {
		n.slices = append(n.slices, nil)
	}
	if n.slices[path] == nil {
		n.slices[path] = &valueCounts{by: map[string]*byStratum{}}
	}
	return n.slices[path]
}

func (c *valueCounts) of(value string) *byStratum {
	s := c.by[value]
	if s == nil {
		s = &byStratum{}
		c.by[strings.Clone(value)] = s
	}
	return s
}

// cap gives up on a property with too many values.
func (c *valueCounts) cap() {
	if len(c.by) > friction.MaxValues {
		c.by = nil
	}
}

// holds reports whether the pass at hand is in a slice.
func (a *frictionAcc) holds(s friction.Slice, at friction.Stratum) bool {
	if s.Property == journey.FrictionChannel {
		return at.Channel == s.Value
	}
	path, ok := a.paths.no[propertyPath(s.Property)]
	return ok && a.vals[path] == s.Value
}

func (a *frictionAcc) jointly(at friction.Stratum, out friction.Outcome) {
	mask := uint64(0)
	for i, s := range a.in {
		if a.holds(s, at) {
			mask |= 1 << i
		}
	}
	g := a.joint[mask]
	if g == nil {
		g = &friction.Group{}
		a.joint[mask] = g
	}
	g.Add(out)
}

// picked reports whether the cell asks for the pass at hand.
func (a *frictionAcc) picked(at friction.Stratum, out friction.Outcome) bool {
	for _, s := range a.cell.Slice {
		if !a.holds(friction.Slice(s), at) {
			return false
		}
	}
	if a.cell.Outcome == journey.DetectSlow || a.cell.Outcome == journey.DetectSignals {
		return a.beyond(out)
	}
	sign, ok := friction.SignOf(a.cell.Outcome)
	return !ok || out.Has(sign)
}

// beyond reports whether the level of the cell's measure is worse than the one that the cell names.
func (a *frictionAcc) beyond(out friction.Outcome) bool {
	measure, level := friction.Measure{Name: a.cell.Part, Slow: a.cell.Outcome == journey.DetectSlow}, a.cell.Level()
	return slices.ContainsFunc(out.Levels, func(l friction.Level) bool {
		return a.measures[l.Measure] == measure && measure.Worse(l.Value, level)
	})
}

func (a *frictionAcc) merge(o *frictionAcc) {
	a.totals.merge(&o.totals)
	a.orders += o.orders
	a.money.merge(&o.money)
	for mask, g := range o.joint {
		if a.joint[mask] == nil {
			a.joint[mask] = &friction.Group{}
		}
		a.joint[mask].Merge(g)
	}
	for i, from := range o.points {
		into := a.points[i]
		for name := range from.events {
			into.events[name] = true
		}
		a.mergeStrata(&into.whole, from.whole, o)
		for path, c := range from.slices {
			if c == nil {
				continue
			}
			d := into.slice(a.paths.of(o.paths.list[path]))
			if c.by == nil {
				d.by = nil
			}
			for value, s := range c.by {
				if d.by != nil {
					a.mergeStrata(d.of(value), *s, o)
					d.cap()
				}
			}
		}
	}
}

func (a *frictionAcc) mergeStrata(into *byStratum, from byStratum, o *frictionAcc) {
	for i, g := range from {
		if g != nil {
			into.of(a.strata.of(o.strata.list[i])).Merge(g)
		}
	}
}

// strataOf is what the judge reads.
func (a *frictionAcc) strataOf(b byStratum) friction.Strata {
	s := friction.Strata{}
	for i, g := range b {
		if g != nil {
			s[stratumOf(a.strata.list[i])] = g
		}
	}
	return s
}

func (a *frictionAcc) counted() *friction.Counted {
	out := &friction.Counted{Measures: a.measures, Detect: a.q.Detect, Top: a.q.Top, Rate: a.q.Rate, MinPeople: a.q.MinPeople}
	if a.orders > 0 {
		mean := a.money.value() / float64(a.orders)
		out.OrderValue = stat.Estimate{Value: mean, Low: mean, High: mean}
	}
	for i, n := range a.points {
		t := a.visits.points[i]
		p := &friction.Point{ID: t.ID, Name: t.Name, Stage: t.Stage, Events: n.events, Whole: a.strataOf(n.whole), Slices: map[friction.Slice]friction.Strata{}}
		for path, c := range n.slices {
			if c == nil {
				continue
			}
			for value, s := range c.by {
				p.Slices[friction.Slice{Property: sliceName(a.paths.list[path]), Value: value}] = a.strataOf(*s)
			}
		}
		if a.sliced == nil || slices.Contains(a.q.Slices, journey.FrictionChannel) {
			for at, g := range p.Whole {
				s := friction.Slice{Property: journey.FrictionChannel, Value: at.Channel}
				if at.Channel == "" {
					continue
				}
				if p.Slices[s] == nil {
					p.Slices[s] = friction.Strata{}
				}
				p.Slices[s].Of(at).Merge(g)
			}
		}
		out.Points = append(out.Points, p)
	}
	return out
}

// sliceName is the property of a column's path.
func sliceName(path string) string {
	if path[0] == 'c' {
		return "context." + path[1:]
	}
	return path[1:]
}
