package trail

import (
	"math"
	"slices"

	"jejak/internal/journey"
)

// position follows one person through a stage model.
type position struct {
	model  *journey.StageModel
	counts []int
	moves  []stageMove
	pos    int
	since  int64 // entered pos
	active int64
	lapsed bool
	limit  int64 // for how long a person may do nothing, 0: for ever

	words [shortSlots]uint64 // [stage]: the person's rows of that stage or a later one
}

// stageMove is one change of position; -1 is nowhere.
type stageMove struct {
	time     int64
	from, to int
	lapse    bool
	reentry  bool
	stayed   int64
}

func (s *position) walk(time []int64, mask []uint64, until int64) {
	s.moves, s.pos, s.lapsed, s.limit = s.moves[:0], -1, false, s.model.Lapse.Millis()
	clear(s.counts)
	all := uint64(1)<<len(s.counts) - 1
	for r, m := range mask {
		m &= all
		if m == 0 {
			continue
		}
		best := -1
		for ; m != 0; m &= m - 1 {
			i := trailingZeros(m)
			if s.counts[i]++; s.counts[i] >= max(1, s.model.Stages[i].Times) {
				best = i
			}
		}
		t := time[r]
		s.lapse(t)
		if best > s.pos {
			move := stageMove{time: t, from: s.pos, to: best, reentry: s.pos < 0 && s.lapsed}
			if s.pos >= 0 {
				move.stayed = t - s.since
			}
			s.moves = append(s.moves, move)
			s.pos, s.since = best, t
		}
		s.active = t
	}
	s.lapse(until)
}

func (s *position) lapse(t int64) {
	if l := s.limit; s.pos >= 0 && l > 0 && t-s.active > l {
		s.moves = append(s.moves, stageMove{time: s.active + l, from: s.pos, to: -1, lapse: true, stayed: s.active + l - s.since})
		s.pos, s.lapsed = -1, true
	}
}

// stagesAcc sums positions up.
type stagesAcc struct {
	totals
	model   *journey.StageModel
	span    journey.Span
	at      locator
	walk    position
	counted uint64
	figures []stageCount
	flows   []edgeCount // [from+1][to+1]
	over    [][]int
	lapsed  int
	person  uint32
	rank    *ranking // touchpoints
	shares  []touchCount
	pairs   []edgeCount
	ends    []int64

	cell *journey.Cell
	hits *memberSet

	above [][]uint64 // [stage]: rows at hand of that stage or a later one
	some  []uint64   // rows at hand that count
}

type stageCount struct {
	now, entered, lapsed, reentered int
	moved                           durations
	since                           durations  // of those who stand there now
	standing                        []standing // where the cell's people are wanted
}

// standing is how long a person has stood in a stage, and where that person lies.
type standing struct {
	since            int64
	shard, part, idx int
}

type touchCount struct {
	people, events int
	person         uint32
}

func (x *query) now() int64 {
	if x.d.Now == 0 {
		return x.span.To
	}
	return min(x.span.To, int64(x.d.Now))
}

func (x *query) stagesSpec(model *journey.StageModel, until int64) *scanSpec {
	spec := &scanSpec{filter: x.q.Filter, points: x.d.Touchpoints, aside: true}
	for i := range model.Stages {
		spec.slots = append(spec.slots, slot{filter: &model.Stages[i].Entry, span: journey.Span{From: math.MinInt64, To: until}})
	}
	return spec
}

func (x *query) stages() (*journey.Answer, error) {
	model, until := x.q.Model(x.d), x.now()
	spec := x.stagesSpec(&model, until)
	span := journey.Span{From: x.span.From, To: until}
	var ids []string
	for _, t := range x.d.Touchpoints {
		ids = append(ids, t.ID)
	}
	touched := &journey.Filter{Touchpoint: ids}
	if len(ids) == 0 {
		touched.Not = &journey.Filter{}
	}
	spec.slots = append(spec.slots, slot{filter: touched, span: span})
	from, to := span.From, span.To
	if from == math.MinInt64 || to == math.MaxInt64 {
		first, last, err := x.firstMove(&model, until, to == math.MaxInt64)
		if err != nil {
			return nil, err
		}
		if from == math.MinInt64 {
			from = first
		}
		if to == math.MaxInt64 {
			to = last
		}
	}
	v, err := journey.IntervalsOf(journey.StagesInterval(x.q.Stages.Interval, from, to), from, to, x.d.Zone)
	if err != nil {
		return nil, tooFine(err)
	}
	spec.label = labelBy{by: "touchpoint", names: newNames(), d: &x.d}
	rank := &ranking{names: ids}
	for _, id := range ids {
		l := spec.label.names.of(id)
		for int(l) >= len(rank.fold) {
			rank.fold = append(rank.fold, uint32(len(ids)))
		}
		rank.fold[l] = min(rank.fold[l], uint32(slices.Index(ids, id)))
	}
	accs, err := x.scan(spec, x.members, func() accumulator { return x.newStages(&model, span, v, rank) })
	if err != nil {
		return nil, err
	}
	sum := accs[0].(*stagesAcc)
	for _, a := range accs[1:] {
		sum.merge(a.(*stagesAcc))
	}
	return &journey.Answer{People: sum.people, Events: sum.events, Stages: sum.answer(x, v)}, nil
}

// moveAcc finds the first and the last move of all.
type moveAcc struct {
	walk        position
	until       int64
	first, last int64
	both        bool // the last one is wanted too
}

// whole knows the first move where each row of a kind enters a stage: it is the first row.
func (a *moveAcc) whole(pp *partPlan, skip bitset) bool {
	if a.both || skip != nil || !pp.allInRange || !once(a.walk.model) {
		return false
	}
	for k := range pp.kinds {
		if kp := &pp.kinds[k]; !kp.dead && !kp.sure() {
			return false
		}
	}
	for k, kind := range pp.p.dir.Kinds {
		if !pp.kinds[k].dead {
			a.first = min(a.first, kind.MinTime)
		}
	}
	return true
}

// bytes passes over persons that begin too late to matter.
func (a *moveAcc) bytes(t task, pp *partPlan, _, _ bitset) bool {
	if a.both {
		return false
	}
	for i := t.from; i < t.to; i++ {
		if from := pp.p.off[i]; from < pp.p.off[i+1] && pp.p.time.At(int(from)) < a.first {
			return false
		}
	}
	return true
}

func (a *moveAcc) add(c *chunk) {
	for i := range c.idx {
		a.walk.walk(c.time[c.off[i]:c.off[i+1]], c.mask[c.off[i]:c.off[i+1]], a.until)
		for _, m := range a.walk.moves {
			a.first, a.last = min(a.first, m.time), max(a.last, m.time+1)
		}
	}
}

func (x *query) firstMove(model *journey.StageModel, until int64, both bool) (first, last int64, err error) {
	first, last = math.MaxInt64, math.MinInt64
	accs, err := x.scan(x.stagesSpec(model, until), x.members, func() accumulator {
		return &moveAcc{position{model: model, counts: make([]int, len(model.Stages))}, until, math.MaxInt64, math.MinInt64, both}
	})
	for _, a := range accs {
		m := a.(*moveAcc)
		first, last = min(first, m.first), max(last, m.last)
	}
	return first, last, err
}

func (x *query) newStages(model *journey.StageModel, span journey.Span, v journey.Intervals, rank *ranking) *stagesAcc {
	n, points := len(model.Stages), len(rank.names)+1
	a := &stagesAcc{
		totals: newTotals(), model: model, span: span, at: newLocator(v), rank: rank, cell: x.cell, hits: x.hits,
		walk: position{model: model, counts: make([]int, n)}, figures: make([]stageCount, n), flows: make([]edgeCount, (n+1)*(n+1)),
		shares: make([]touchCount, points), pairs: make([]edgeCount, points*points),
	}
	a.counted = uint64(1)<<(n+1) - 1
	for range n {
		a.over = append(a.over, make([]int, len(v.Starts)+1))
	}
	for i := range v.Starts {
		end := v.End
		if i+1 < len(v.Starts) {
			end = v.Starts[i+1]
		}
		a.ends = append(a.ends, min(end, span.To))
	}
	return a
}

func (a *stagesAcc) add(c *chunk) {
	for i := range c.idx {
		a.person++
		from, to := c.off[i], c.off[i+1]
		time, mask := c.time[from:to], c.mask[from:to]
		a.walk.walk(time, mask, a.span.To)
		n := 0
		for r := range mask {
			if time[r] >= a.span.From && mask[r]&a.counted != 0 {
				n++
			}
		}
		a.events += n
		if n > 0 {
			a.people++
		}
		hit := a.positions(c.sh.no, c.part, int(c.idx[i]))
		hit = a.overTime() || hit
		hit = a.touches(time, mask, c.label[from:to]) || hit
		if hit && a.hits != nil {
			a.hits.of(c.sh.no, c.part).set(int(c.idx[i]))
		}
	}
}

func (a *stagesAcc) stageID(i int) string {
	if i < 0 {
		return ""
	}
	return a.model.Stages[i].ID
}

// wants reports whether the cell asks for a stage's outcome.
func (a *stagesAcc) wants(stage int, outcome string) bool {
	c := a.cell
	if c == nil || c.At != 0 || c.To != nil || c.Touch != "" || c.From == nil || *c.From != a.model.Stages[stage].ID {
		return false
	}
	return c.Outcome == outcome || (c.Outcome == "" && outcome == "now")
}

func (a *stagesAcc) positions(shard, part, idx int) (hit bool) {
	moves := a.walk.moves
	var entered, lapsed, reentered uint32
	for k := range moves {
		m := &moves[k]
		if m.time < a.span.From {
			continue
		}
		e := &a.flows[(m.from+1)*(len(a.figures)+1)+m.to+1]
		if e.person != a.person {
			e.person = a.person
			e.count++
		}
		e.add(m.stayed)
		if a.cell != nil && a.cell.From != nil && a.cell.To != nil && *a.cell.From == a.stageID(m.from) && *a.cell.To == a.stageID(m.to) {
			hit = true
		}
		if m.lapse && lapsed&(1<<m.from) == 0 {
			lapsed |= 1 << m.from
			a.figures[m.from].lapsed++
			hit = hit || a.wants(m.from, "lapsed")
		}
		if m.reentry && reentered&(1<<m.to) == 0 {
			reentered |= 1 << m.to
			a.figures[m.to].reentered++
			hit = hit || a.wants(m.to, "reentered")
		}
		if m.to >= 0 && entered&(1<<m.to) == 0 {
			entered |= 1 << m.to
			hit = a.enter(moves[k:]) || hit
		}
	}
	if n := len(moves); n > 0 {
		last := &moves[n-1]
		if last.lapse {
			a.lapsed++
			hit = hit || (a.cell != nil && a.cell.Outcome == "lapsed" && a.cell.From == nil)
		} else {
			f := &a.figures[last.to]
			f.now++
			f.since.add(a.span.To - last.time)
			if a.hits != nil {
				f.standing = append(f.standing, standing{a.span.To - last.time, shard, part, idx})
			}
			hit = hit || a.wants(last.to, "now")
		}
	}
	return hit
}

// enter counts a first entry and whether a later stage followed in time.
func (a *stagesAcc) enter(moves []stageMove) bool {
	f := &a.figures[moves[0].to]
	f.entered++
	hit := a.wants(moves[0].to, "entered")
	for k := range moves[1:] {
		if m := &moves[k+1]; m.to > moves[0].to {
			d := m.time - moves[0].time
			if w := a.model.Window.Millis(); w == 0 || d <= w {
				f.moved.add(d)
				hit = hit || a.wants(moves[0].to, "moved")
			}
			break
		}
	}
	return hit
}

// overTime counts where the person stands at each interval's end, as changes from one interval to the next.
func (a *stagesAcc) overTime() (hit bool) {
	moves := a.walk.moves
	if len(a.ends) == 0 {
		return false
	}
	var from, to int
	for k := range moves {
		m := &moves[k]
		if from = to; k == 0 {
			from = a.interval(m.time)
		}
		to = len(a.ends)
		if k+1 < len(moves) {
			to = a.interval(moves[k+1].time)
		}
		if m.to < 0 || from >= to {
			continue
		}
		a.over[m.to][from]++
		a.over[m.to][to]--
		if c := a.cell; c != nil && c.At != 0 && c.From != nil && *c.From == a.stageID(m.to) {
			i := slices.Index(a.at.starts, int64(c.At))
			hit = hit || (i >= from && i < to)
		}
	}
	return hit
}

// interval is the first one at whose end a move has happened.
func (a *stagesAcc) interval(t int64) int {
	if t < a.at.starts[0] {
		return 0
	}
	return a.at.of(t)
}

func (a *stagesAcc) touches(time []int64, mask []uint64, labels []uint32) (hit bool) {
	bit := uint64(1) << len(a.figures)
	prev, at := -1, int64(0)
	for r, l := range labels {
		if mask[r]&bit == 0 || l == 0 {
			continue
		}
		t := int(a.rank.of(l))
		a.touched(t, prev, time[r]-at)
		if t != prev {
			prev, at = t, time[r]
		}
		hit = hit || (a.cell != nil && t < len(a.rank.names) && a.cell.Touch == a.rank.names[t])
	}
	return hit
}

// touched counts a touchpoint, and that it comes some time after another one (-1: none).
func (a *stagesAcc) touched(t, prev int, after int64) {
	s := &a.shares[t]
	s.events++
	if s.person != a.person {
		s.person = a.person
		s.people++
	}
	if prev < 0 || t == prev {
		return
	}
	e := &a.pairs[prev*(len(a.rank.names)+1)+t]
	if e.person != a.person {
		e.person = a.person
		e.count++
	}
	e.add(after)
}

func (a *stagesAcc) merge(o *stagesAcc) {
	a.totals.merge(&o.totals)
	a.lapsed += o.lapsed
	for i := range a.figures {
		f, g := &a.figures[i], &o.figures[i]
		f.now += g.now
		f.entered += g.entered
		f.lapsed += g.lapsed
		f.reentered += g.reentered
		f.moved.merge(&g.moved)
		f.since.merge(&g.since)
		f.standing = append(f.standing, g.standing...)
		for k, n := range o.over[i] {
			a.over[i][k] += n
		}
	}
	mergeEdges(a.flows, o.flows)
	mergeEdges(a.pairs, o.pairs)
	for i := range a.shares {
		a.shares[i].people += o.shares[i].people
		a.shares[i].events += o.shares[i].events
	}
}

func (a *stagesAcc) answer(x *query, v journey.Intervals) *journey.StagesAnswer {
	out := &journey.StagesAnswer{Model: *a.model, Starts: asTimes(v.Starts), OverTime: a.over, Lapsed: a.lapsed, Flows: []journey.StageFlow{}, Touches: []journey.TouchpointShare{}}
	for i, s := range a.model.Stages {
		over := a.over[i]
		for k := 1; k < len(over); k++ {
			over[k] += over[k-1]
		}
		a.over[i] = over[:len(over)-1]
		f := &a.figures[i]
		g := journey.StageFigure{ID: s.ID, Name: s.Name, Now: f.now, Entered: f.entered, Lapsed: f.lapsed, ReEntered: f.reentered}
		g.MovedOn, g.Times = journey.Wilson(f.moved.n, f.entered), f.moved.times()
		if g.Times.N > 0 {
			f.since.each(func(d int64) {
				if d > g.Times.P90 {
					g.Stalled++
				}
			})
		}
		for _, s := range f.standing {
			if g.Times.N > 0 && s.since > g.Times.P90 && a.wants(i, "stalled") {
				a.hits.of(s.shard, s.part).set(s.idx)
			}
		}
		out.Stages = append(out.Stages, g)
	}
	n := len(a.figures) + 1
	for i := range a.flows {
		if e := &a.flows[i]; e.count > 0 {
			out.Flows = append(out.Flows, journey.StageFlow{
				From: a.stageID(i/n - 1), To: a.stageID(i%n - 1), People: e.count, Median: e.times.median(),
			})
		}
	}
	journey.SortFlows(out.Flows)
	for i, t := range x.d.Touchpoints {
		out.Touches = append(out.Touches, journey.TouchpointShare{
			ID: t.ID, Name: t.Name, Stage: t.Stage, People: a.shares[i].people, Events: a.shares[i].events,
		})
	}
	out.Pairs = a.rank.edges(0, a.pairs)
	return out
}
