package journeytest

import (
	"math"
	"slices"

	"jejak/internal/event"
	"jejak/internal/journey"
)

// move is one change of a person's position; -1 is nowhere.
type move struct {
	time     int64
	from, to int
	lapse    bool
	reentry  bool
	stayed   int64 // since the entry into from
}

// walk follows a person through the model until a moment.
func (a *asking) walk(p *person, until int64, entries []func(*fact) bool, seen func(*fact) bool) []move {
	model := a.q.Model(a.d)
	var moves []move
	pos, entered, active, lapsed := -1, int64(0), int64(0), false
	counts := make([]int, len(entries))
	lapse := func(t int64) {
		if l := model.Lapse.Millis(); pos >= 0 && l > 0 && t-active > l {
			moves = append(moves, move{time: active + l, from: pos, to: -1, lapse: true, stayed: active + l - entered})
			pos, lapsed = -1, true
		}
	}
	for _, e := range p.all {
		if e.time >= until || !seen(e) {
			continue
		}
		activity, best := false, -1
		for i, entry := range entries {
			if entry(e) {
				activity = true
				if counts[i]++; counts[i] >= max(1, model.Stages[i].Times) {
					best = i
				}
			}
		}
		if !activity {
			continue
		}
		lapse(e.time)
		if best > pos {
			m := move{time: e.time, from: pos, to: best, reentry: pos < 0 && lapsed}
			if pos >= 0 {
				m.stayed = e.time - entered
			}
			moves = append(moves, m)
			pos, entered = best, e.time
		}
		active = e.time
	}
	lapse(until)
	return moves
}

// now is the moment at which the range ends for stages.
func (a *asking) now() int64 {
	if a.d.Now == 0 {
		return a.span.To
	}
	return min(a.span.To, int64(a.d.Now))
}

func (a *asking) stages() error {
	model := a.q.Model(a.d)
	n := len(model.Stages)
	var entries []func(*fact) bool
	for _, s := range model.Stages {
		entries = append(entries, a.matcher(&s.Entry))
	}
	entry := func(e *fact) bool {
		return slices.ContainsFunc(entries, func(m func(*fact) bool) bool { return m(e) })
	}
	seen, until := a.matcher(a.q.Filter), a.now()
	for _, p := range a.people {
		p.seen = slices.DeleteFunc(p.seen, func(e *fact) bool { return e.time >= until })
	}
	a.count(func(e *fact) bool { return entry(e) || a.touch.Of(e.Facts) >= 0 })
	span := journey.Span{From: a.span.From, To: until}
	from, to := span.From, span.To
	first, last := int64(math.MaxInt64), int64(math.MinInt64)
	moves := map[*person][]move{}
	for _, p := range a.people {
		moves[p] = a.walk(p, until, entries, seen)
		for _, m := range moves[p] {
			first, last = min(first, m.time), max(last, m.time+1)
		}
	}
	if from == math.MinInt64 {
		from = first
	}
	if to == math.MaxInt64 {
		to = last
	}
	v, err := journey.IntervalsOf(journey.StagesInterval(a.q.Stages.Interval, from, to), from, to, a.zone)
	if err != nil {
		return err
	}
	ans := &journey.StagesAnswer{Model: model, Starts: asTimes(v.Starts), Flows: []journey.StageFlow{}}
	for range n {
		ans.OverTime = append(ans.OverTime, make([]int, len(v.Starts)))
	}
	flows := map[edgeKey]*edgeSum{}
	inside := func(m move) bool { return span.Has(event.Time(m.time)) }
	for i, s := range model.Stages {
		f := journey.StageFigure{ID: s.ID, Name: s.Name}
		var moved, standing []int64
		stood := map[int64][]*person{}
		for _, p := range a.people {
			k := slices.IndexFunc(moves[p], func(m move) bool { return m.to == i && inside(m) })
			if k >= 0 {
				f.Entered++
				a.stageHit(p, i, "entered")
				on := slices.IndexFunc(moves[p][k:], func(m move) bool { return m.to > i })
				if on >= 0 {
					d := moves[p][k+on].time - moves[p][k].time
					if w := model.Window.Millis(); w == 0 || d <= w {
						moved = append(moved, d)
						a.stageHit(p, i, "moved")
					}
				}
			}
			if slices.ContainsFunc(moves[p], func(m move) bool { return m.lapse && m.from == i && inside(m) }) {
				f.Lapsed++
				a.stageHit(p, i, "lapsed")
			}
			if slices.ContainsFunc(moves[p], func(m move) bool { return m.reentry && m.to == i && inside(m) }) {
				f.ReEntered++
				a.stageHit(p, i, "reentered")
			}
			if end := len(moves[p]); end > 0 && moves[p][end-1].to == i {
				f.Now++
				a.stageHit(p, i, "now")
				d := until - moves[p][end-1].time
				standing = append(standing, d)
				stood[d] = append(stood[d], p)
			}
		}
		f.MovedOn, f.Times = journey.Wilson(len(moved), f.Entered), journey.TimesOf(moved)
		for _, d := range standing {
			if f.Times.N > 0 && d > f.Times.P90 {
				f.Stalled++
				for _, p := range stood[d] {
					a.stageHit(p, i, "stalled")
				}
			}
		}
		ans.Stages = append(ans.Stages, f)
	}
	for _, p := range a.people {
		if end := len(moves[p]); end > 0 && moves[p][end-1].lapse {
			ans.Lapsed++
			a.hit(p, a.cell != nil && a.cell.Outcome == "lapsed" && a.cell.From == nil)
		}
		counted := once[edgeKey]{seen: map[edgeKey]bool{}}
		for _, m := range moves[p] {
			if k := (edgeKey{0, m.from, m.to}); inside(m) {
				sum(flows, k, counted.first(k), m.stayed)
				a.hit(p, a.cell != nil && a.cell.To != nil && ptrIs(a.cell.From, stageID(model, m.from)) && ptrIs(a.cell.To, stageID(model, m.to)))
			}
		}
		for i := range v.Starts {
			end := v.End
			if i+1 < len(v.Starts) {
				end = v.Starts[i+1]
			}
			pos := -1
			for _, m := range moves[p] {
				if m.time < min(end, until) {
					pos = m.to
				}
			}
			if pos >= 0 {
				ans.OverTime[pos][i]++
				a.hit(p, a.cell != nil && a.cell.At == event.Time(v.Starts[i]) && ptrIs(a.cell.From, stageID(model, pos)))
			}
		}
	}
	for k, s := range flows {
		ans.Flows = append(ans.Flows, journey.StageFlow{From: stageID(model, k.from), To: stageID(model, k.to), People: s.count, Median: journey.MedianOf(s.times)})
	}
	journey.SortFlows(ans.Flows)
	a.touches(ans)
	a.ans.Stages = ans
	return nil
}

func stageID(m journey.StageModel, i int) string {
	if i < 0 {
		return ""
	}
	return m.Stages[i].ID
}

func (a *asking) stageHit(p *person, stage int, outcome string) {
	c := a.cell
	if c == nil || c.At != 0 || c.To != nil || c.Touch != "" || c.From == nil || *c.From != a.q.Model(a.d).Stages[stage].ID {
		return
	}
	want := c.Outcome
	if want == "" {
		want = "now"
	}
	a.hit(p, want == outcome)
}

func (a *asking) touches(ans *journey.StagesAnswer) {
	pairs := map[edgeKey]*edgeSum{}
	ans.Touches = []journey.TouchpointShare{}
	for i, t := range a.d.Touchpoints {
		share := journey.TouchpointShare{ID: t.ID, Name: t.Name, Stage: t.Stage}
		for _, p := range a.people {
			n := 0
			for _, e := range p.seen {
				if a.touch.Of(e.Facts) == i {
					n++
				}
			}
			share.Events += n
			if n > 0 {
				share.People++
				a.hit(p, a.cell != nil && a.cell.Touch == t.ID)
			}
		}
		ans.Touches = append(ans.Touches, share)
	}
	for _, p := range a.people {
		counted := once[edgeKey]{seen: map[edgeKey]bool{}}
		prev, at := -1, int64(0)
		for _, e := range p.seen {
			i := a.touch.Of(e.Facts)
			if i < 0 || i == prev {
				continue
			}
			if k := (edgeKey{0, prev, i}); prev >= 0 {
				sum(pairs, k, counted.first(k), e.time-at)
			}
			prev, at = i, e.time
		}
	}
	a.rank = &ranking{}
	for _, t := range a.d.Touchpoints {
		a.rank.names = append(a.rank.names, t.ID)
	}
	ans.Pairs = a.edges(pairs)
}
