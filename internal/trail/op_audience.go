package trail

import (
	"slices"
	"time"

	"jejak/internal/audience"
	"jejak/internal/journey"
)

// crowd is everyone seen in the range, of whom the segment's people are one side and the others the other.
type crowd struct {
	x      *query
	seen   *memberSet
	counts audience.Counts
	events int
}

// The sides.
const (
	mine = iota
	others
)

func (x *query) audience() (*journey.Answer, error) {
	q := x.q.Audience
	w := &crowd{x: x, seen: newMemberSet(x.snap)}
	if err := w.gather(); err != nil {
		return nil, err
	}
	for i, name := range q.PartNames() {
		if x.hits != nil && !x.wants(name) {
			continue // only the cell's people are asked for
		}
		var p audience.Part
		var err error
		switch n := len(q.Traits); {
		case i < n:
			p, err = w.trait(name, q.Traits[i])
		case i == n:
			p, err = w.values(name, labelBy{by: "channel"})
		case i <= n+len(q.Content):
			p, err = w.values(name, labelBy{by: "property", path: q.Content[i-n-1]})
		default:
			p, err = w.values(name, labelBy{by: "property", path: q.Context[i-n-1-len(q.Content)]})
		}
		if err != nil {
			return nil, err
		}
		w.counts.Parts = append(w.counts.Parts, p)
	}
	for _, step := range []func() error{w.visitors, w.hours, w.scores} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return &journey.Answer{People: w.counts.Mine, Events: w.events, Audience: audience.Answer(w.counts)}, nil
}

// side is where a person of a chunk belongs.
func (x *query) side(c *chunk, person int) int {
	if in := x.members.of(c.sh.no, c.part); in != nil && !in.has(int(c.idx[person])) {
		return others
	}
	return mine
}

// wants reports whether the cell is about a part.
func (x *query) wants(part string) bool { return x.hits != nil && x.cell.Part == part }

// note marks a person of the segment as one of the cell's.
func (x *query) note(c *chunk, person int) {
	x.hits.of(c.sh.no, c.part).set(int(c.idx[person]))
}

// gatherAcc counts who is seen.
type gatherAcc struct {
	w      *crowd
	people [2]int
	events int
}

func (w *crowd) gather() error {
	x := w.x
	spec := &scanSpec{slots: []slot{{span: x.span}}, filter: x.q.Filter, points: x.d.Touchpoints}
	accs, err := x.scan(spec, nil, func() accumulator { return &gatherAcc{w: w} })
	for _, a := range accs {
		g := a.(*gatherAcc)
		w.counts.Mine += g.people[mine]
		w.counts.Others += g.people[others]
		w.events += g.events
	}
	return err
}

func (a *gatherAcc) add(c *chunk) {
	x := a.w.x
	seen := a.w.seen.of(c.sh.no, c.part)
	for i, idx := range c.idx {
		seen.set(int(idx))
		side := x.side(c, i)
		a.people[side]++
		if side == mine {
			a.events += int(c.off[i+1] - c.off[i])
			if x.wants("") {
				x.note(c, i)
			}
		}
	}
}

// tally counts people by group, each once for each.
type tally struct {
	people [2][]int
	known  [2]int
	stamp  []int
	nth    int
}

func (t *tally) grow(n int) {
	if n >= len(t.stamp) {
		more := make([]int, n+64-len(t.stamp))
		t.stamp, t.people[mine], t.people[others] = append(t.stamp, more...), append(t.people[mine], more...), append(t.people[others], more...)
	}
}

func (t *tally) add(side, group int) {
	t.grow(group)
	if t.stamp[group] != t.nth {
		t.stamp[group] = t.nth
		t.people[side][group]++
	}
}

func (t *tally) merge(o *tally) {
	for side := range t.people {
		t.known[side] += o.known[side]
		for g, n := range o.people[side] {
			t.grow(g)
			t.people[side][g] += n
		}
	}
}

// folded is a tally by label as one by group, where no two labels are one group.
func (t *tally) folded(rank *ranking) *tally {
	out := &tally{known: t.known}
	out.grow(len(rank.names))
	for side := range t.people {
		for label, n := range t.people[side] {
			out.people[side][rank.of(uint32(label))] += n
		}
	}
	return out
}

// valuesAcc counts people by the labels of their events, folded where there is a ranking already.
type valuesAcc struct {
	tally
	x    *query
	part string
	rank *ranking // nil: by label
}

func (w *crowd) values(part string, by labelBy) (audience.Part, error) {
	x := w.x
	by.names, by.d = newNames(), &x.d
	spec := &scanSpec{slots: []slot{{span: x.span}}, filter: x.q.Filter, points: x.d.Touchpoints, label: by, named: true}
	count := func(rank *ranking) (*valuesAcc, error) {
		accs, err := x.scan(spec, nil, func() accumulator { return &valuesAcc{x: x, part: part, rank: rank} })
		if err != nil {
			return nil, err
		}
		sum := accs[0].(*valuesAcc)
		for _, a := range accs[1:] {
			sum.merge(&a.(*valuesAcc).tally)
		}
		return sum, nil
	}
	first, err := count(nil)
	if err != nil {
		return audience.Part{}, err
	}
	rank := x.rankValues(by.names, &first.tally)
	if !rank.other && !x.wants(part) { // nothing is put together
		return partOf(part, rank, first.folded(rank)), nil
	}
	second, err := count(rank) // a person with two of the rest counts once for it
	if err != nil {
		return audience.Part{}, err
	}
	return partOf(part, rank, &second.tally), nil
}

// rankValues ranks by people of the segment; what only others have is the rest.
func (x *query) rankValues(n *names, t *tally) *ranking {
	t.grow(0)
	freq := slices.Clone(t.people[mine])
	freq[0] = 0
	rank := rankNames(n, freq, x.q.Audience.Top)
	for label, k := range t.people[others] {
		rank.other = rank.other || label > 0 && k > 0 && freq[label] == 0
	}
	return rank
}

func (a *valuesAcc) add(c *chunk) {
	noting := a.rank != nil && a.x.wants(a.part)
	for i := range c.idx {
		a.nth++
		side, known := a.x.side(c, i), false
		for r := c.off[i]; r < c.off[i+1]; r++ {
			group := int(c.label[r])
			if group == 0 {
				continue
			}
			known = true
			if a.rank != nil {
				group = int(a.rank.of(c.label[r]))
			}
			a.tally.add(side, group)
			if noting && side == mine && a.rank.item(a.x.cell, group) {
				a.x.note(c, i)
			}
		}
		if known {
			a.known[side]++
		}
	}
}

func partOf(name string, rank *ranking, t *tally) audience.Part {
	p := audience.Part{Name: name, Mine: t.known[mine], Others: t.known[others]}
	t.grow(len(rank.names))
	for g := range rank.groups() {
		v := audience.Value{Mine: t.people[mine][g], Others: t.people[others][g]}
		v.Name, v.Other = rank.name(g)
		p.Values = append(p.Values, v)
	}
	return p
}

// trait counts the people seen by the latest value of a trait.
func (w *crowd) trait(part, path string) (audience.Part, error) {
	x := w.x
	l := labelBy{by: "trait", path: path, names: newNames(), d: &x.d}
	labels, err := x.traitLabels(l)
	if err != nil {
		return audience.Part{}, err
	}
	each := func(fn func(side int, label uint32, shard, part, idx int)) {
		w.seen.each(func(shard, part, word int, bits *uint64) {
			in := x.members.of(shard, part-1)
			for m := *bits; m != 0; m &= m - 1 {
				idx := word*64 + trailingZeros(m)
				side := mine
				if in != nil && !in.has(idx) {
					side = others
				}
				if label := labels[shard][part][idx]; label != 0 {
					fn(side, label, shard, part, idx)
				}
			}
		})
	}
	var first, second tally
	each(func(side int, label uint32, _, _, _ int) {
		first.nth++
		first.add(side, int(label))
	})
	rank := x.rankValues(l.names, &first)
	each(func(side int, label uint32, shard, at, idx int) {
		second.nth++
		second.known[side]++
		group := int(rank.of(label))
		second.add(side, group)
		if side == mine && x.wants(part) && rank.item(x.cell, group) {
			x.hits.sets[shard][at].set(idx)
		}
	})
	return partOf(part, rank, &second), nil
}

// visitorsAcc tells people who were never seen before the range from those who were.
type visitorsAcc struct {
	tally
	x    *query
	rank *ranking
}

func (w *crowd) visitors() error {
	x := w.x
	spec := &scanSpec{slots: []slot{{span: journey.Span{From: journey.Everything.From, To: x.span.To}}}}
	rank := &ranking{names: []string{journey.VisitorNew, journey.VisitorReturning}}
	accs, err := x.scan(spec, w.seen, func() accumulator { return &visitorsAcc{x: x, rank: rank} })
	if err != nil {
		return err
	}
	sum := &tally{}
	for _, a := range accs {
		sum.merge(&a.(*visitorsAcc).tally)
	}
	w.counts.Parts = append(w.counts.Parts, partOf("visitor", rank, sum))
	return nil
}

func (a *visitorsAcc) add(c *chunk) {
	for i := range c.idx {
		a.nth++
		group := 0
		if c.time[c.off[i]] < a.x.span.From {
			group = 1
		}
		side := a.x.side(c, i)
		a.known[side]++
		a.tally.add(side, group)
		if side == mine && a.x.wants("visitor") && a.rank.item(a.x.cell, group) {
			a.x.note(c, i)
		}
	}
}

// clock tells the hour of the week in a zone; it remembers between which moments the offset holds.
type clock struct {
	zone             *time.Location
	from, to, offset int64
}

func (c *clock) hour(t int64) int {
	if t < c.from || t >= c.to || c.from == c.to {
		at := time.UnixMilli(t).In(c.zone)
		start, end := at.ZoneBounds()
		c.from, c.to = journey.Everything.From, journey.Everything.To
		if !start.IsZero() {
			c.from = start.UnixMilli()
		}
		if !end.IsZero() {
			c.to = end.UnixMilli()
		}
		_, seconds := at.Zone()
		c.offset = int64(seconds) * 1000
	}
	const hour, day = 3_600_000, 24 * 3_600_000
	local := t + c.offset
	days := local / day
	if local%day < 0 {
		days--
	}
	weekday := ((days+3)%7 + 7) % 7 // the first of 1970 was a Thursday
	return int(weekday*24 + (local-days*day)/hour)
}

// hoursAcc counts by hour of the week, by the workspace's clock and by people's own.
type hoursAcc struct {
	x      *query
	clock  clock
	own    clocks // of events
	homes  personLabels
	home   clocks // of persons, for events that carry none
	nth    int
	stamps [2][168]int
	found  [2]audience.Hours
}

func (w *crowd) hours() error {
	x := w.x
	l := labelBy{by: "property", path: "context.timezone", names: newNames(), d: &x.d}
	spec := &scanSpec{slots: []slot{{span: x.span}}, filter: x.q.Audience.Active(x.q.Filter), points: x.d.Touchpoints, label: l}
	lived := labelBy{by: "trait", path: "timezone", names: newNames(), d: &x.d}
	homes, err := x.traitLabels(lived)
	if err != nil {
		return err
	}
	accs, err := x.scan(spec, nil, func() accumulator {
		return &hoursAcc{x: x, clock: clock{zone: x.zone()}, own: clocks{labels: l.names}, homes: homes, home: clocks{labels: lived.names}}
	})
	for _, a := range accs {
		for i, into := range []*audience.Hours{&w.counts.Hours, &w.counts.OwnHours} {
			h := &a.(*hoursAcc).found[i]
			into.Mine, into.Others = into.Mine+h.Mine, into.Others+h.Others
			for k := range h.Events {
				into.Events[k] += h.Events[k]
				into.MyPeople[k] += h.MyPeople[k]
				into.TheirPeople[k] += h.TheirPeople[k]
			}
		}
	}
	return err
}

func (a *hoursAcc) add(c *chunk) {
	for i := range c.idx {
		a.nth++
		side := a.x.side(c, i)
		home := a.home.of(a.homes.of(c.sh.no, c.part)[c.idx[i]])
		var known [2]bool
		for r := c.off[i]; r < c.off[i+1]; r++ {
			known[0] = true
			a.count(c, i, 0, side, a.clock.hour(c.time[r]))
			own := home
			if c.label[r] != 0 {
				own = a.own.of(c.label[r])
			}
			if own != nil {
				known[1] = true
				a.count(c, i, 1, side, own.hour(c.time[r]))
			}
		}
		for g, ok := range known {
			switch {
			case !ok:
			case side == mine:
				a.found[g].Mine++
			default:
				a.found[g].Others++
			}
		}
	}
}

func (a *hoursAcc) count(c *chunk, person, grid, side, hour int) {
	h := &a.found[grid]
	if side == mine {
		h.Events[hour]++
	}
	if a.stamps[grid][hour] == a.nth {
		return
	}
	a.stamps[grid][hour] = a.nth
	if side == others {
		h.TheirPeople[hour]++
		return
	}
	h.MyPeople[hour]++
	part := "hours"
	if grid == 1 {
		part = "ownHours"
	}
	if a.x.wants(part) && !a.x.cell.Other && (a.x.cell.Item == nil || *a.x.cell.Item == journey.HourName(hour/24, hour%24)) {
		a.x.note(c, person)
	}
}

// clocks are those of the zones that labels name; none where a label names no zone.
type clocks struct {
	labels *names
	list   []*clock // by label
	tried  []bool
}

func (c *clocks) of(label uint32) *clock {
	for int(label) >= len(c.list) {
		c.list, c.tried = append(c.list, nil), append(c.tried, false)
	}
	if !c.tried[label] {
		c.tried[label] = true
		c.labels.mu.Lock()
		name := c.labels.list[label]
		c.labels.mu.Unlock()
		if zone := audience.Zone(name); zone != nil {
			c.list[label] = &clock{zone: zone}
		}
	}
	return c.list[label]
}

// scoresAcc sums one signal.
type scoresAcc struct {
	x     *query
	part  string
	width float64
	sides [2]scoreSums
}

type scoreSums struct {
	people, n    int
	sum, squares exactSum
	bins         map[int]int
}

func (w *crowd) scores() error {
	x := w.x
	for i := range x.q.Audience.Signals {
		s := &x.q.Audience.Signals[i]
		part := "signal:" + s.Name
		if x.hits != nil && !x.wants(part) {
			continue
		}
		spec := &scanSpec{slots: []slot{{filter: &s.Event, span: x.span}}, filter: x.q.Filter, points: x.d.Touchpoints, number: s.Property}
		accs, err := x.scan(spec, nil, func() accumulator {
			a := &scoresAcc{x: x, part: part, width: s.Width}
			a.sides[mine].bins, a.sides[others].bins = map[int]int{}, map[int]int{}
			return a
		})
		if err != nil {
			return err
		}
		sum := accs[0].(*scoresAcc)
		for _, a := range accs[1:] {
			sum.merge(a.(*scoresAcc))
		}
		w.counts.Scores = append(w.counts.Scores, audience.Score{
			Name: s.Name, Width: s.Width, Mine: sum.sides[mine].result(), Others: sum.sides[others].result(),
		})
	}
	return nil
}

func (a *scoresAcc) add(c *chunk) {
	for i := range c.idx {
		side, any := a.x.side(c, i), false
		s := &a.sides[side]
		for _, f := range c.num[c.off[i]:c.off[i+1]] {
			if !audience.IsScore(f) { // neither is NaN
				continue
			}
			any = true
			s.n++
			s.sum.add(f)
			s.squares.add(f * f)
			s.bins[audience.BinOf(f, a.width)]++
		}
		if !any {
			continue
		}
		s.people++
		if side == mine && a.x.wants(a.part) {
			a.x.note(c, i)
		}
	}
}

func (a *scoresAcc) merge(o *scoresAcc) {
	for i := range a.sides {
		s, t := &a.sides[i], &o.sides[i]
		s.people, s.n = s.people+t.people, s.n+t.n
		s.sum.merge(&t.sum)
		s.squares.merge(&t.squares)
		for b, n := range t.bins {
			s.bins[b] += n
		}
	}
}

func (s *scoreSums) result() audience.Sums {
	return audience.Sums{People: s.people, N: s.n, Sum: s.sum.value(), Squares: s.squares.value(), Bins: s.bins}
}
