package journeytest

import (
	"slices"
	"strconv"

	"jejak/internal/journey"
)

// attempt is one way through a funnel: which event served which step (-1 for none), and how many required steps it reached.
type attempt struct {
	at    []int
	depth int
}

// last is the index of the attempt's last matched event.
func (t attempt) last() int { return slices.Max(t.at) }

// times are the matched events in order of the walk.
func (t attempt) order() []int {
	var out []int
	for _, i := range t.at {
		if i >= 0 {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return out
}

// funnelWalk walks one list of events.
type funnelWalk struct {
	f        *journey.Funnel
	steps    []func(*fact) bool
	excludes []func(*fact) bool
	required []int
}

func (a *asking) funnelWalk() *funnelWalk {
	w := &funnelWalk{f: a.q.Funnel}
	for i, s := range w.f.Steps {
		w.steps = append(w.steps, a.matcher(&s.Filter))
		if !s.Optional {
			w.required = append(w.required, i)
		}
	}
	for _, x := range w.f.Exclusions {
		w.excludes = append(w.excludes, a.matcher(&x.Filter))
	}
	return w
}

func (w *funnelWalk) starts(e *fact) bool {
	if w.f.Order != "any" {
		return w.steps[0](e)
	}
	return slices.ContainsFunc(w.required, func(i int) bool { return w.steps[i](e) })
}

// attempts are all that count for one person.
func (w *funnelWalk) attempts(events []*fact) []attempt {
	var out []attempt
	for s := 0; s < len(events); s++ {
		if !w.starts(events[s]) {
			continue
		}
		t := w.try(events, s)
		switch {
		case w.f.Count == "entry":
			out = append(out, t)
			s = t.last()
		case len(out) == 0:
			out = append(out, t)
		case t.depth > out[0].depth:
			out[0] = t
		}
	}
	return out
}

// try walks on from one start.
func (w *funnelWalk) try(events []*fact, start int) attempt {
	t := attempt{at: make([]int, len(w.steps))}
	for i := range t.at {
		t.at[i] = -1
	}
	end := start
	for end < len(events) && events[end].time <= events[start].time+w.f.Window.Millis() {
		end++
	}
	events = events[:end]
	if w.f.Order == "any" {
		w.any(&t, events, start)
		return t
	}
	t.at[0], t.depth = start, 1
	for i := start + 1; i < len(events); i++ {
		e, next, took := events[i], -1, false
		if t.depth < len(w.required) {
			next = w.required[t.depth]
		}
		if w.excluded(&t, e, next) {
			events = events[:i]
			break
		}
		if next >= 0 && w.steps[next](e) {
			t.at[next], took = i, true
			t.depth++
		} else if w.f.Order == "strict" {
			took = w.strictOptional(&t, e, i, next)
		}
		if w.f.Order == "strict" && !took {
			break
		}
	}
	if w.f.Order == "sequence" {
		w.optionals(&t, events)
	}
	return t
}

// excluded: a guard is open from its first step's event until its last step's; the event that serves the last step closes it.
func (w *funnelWalk) excluded(t *attempt, e *fact, next int) bool {
	for k, x := range w.f.Exclusions {
		from, to := x.From-1, x.To-1
		open := t.at[from] >= 0 && t.at[to] < 0
		closes := next == to && w.steps[next](e)
		if open && !closes && w.excludes[k](e) {
			return true
		}
	}
	return false
}

// strictOptional takes the first optional step, behind all that are taken and before the next required one, that the event can serve.
func (w *funnelWalk) strictOptional(t *attempt, e *fact, i, next int) bool {
	if next < 0 {
		next = len(w.steps)
	}
	o := w.firstOptional(t, e, next)
	if o >= 0 {
		t.at[o] = i
	}
	return o >= 0
}

func (w *funnelWalk) firstOptional(t *attempt, e *fact, next int) int {
	taken := 0
	for o := range next {
		if t.at[o] >= 0 {
			taken = o
		}
	}
	for o := taken + 1; o < next; o++ {
		if w.f.Steps[o].Optional && w.steps[o](e) {
			return o
		}
	}
	return -1
}

// optionals looks, between the events of two required steps (or behind the last), for optional steps in their order, the earliest event each.
func (w *funnelWalk) optionals(t *attempt, events []*fact) {
	for r := range t.depth {
		from, pos := w.required[r], t.at[w.required[r]]
		until, end := len(w.steps), len(events)
		if r+1 < len(w.required) {
			until = w.required[r+1]
		}
		if r+1 < t.depth {
			end = t.at[until]
		}
		for o := from + 1; o < until; o++ {
			for i := pos + 1; i < end; i++ {
				if w.steps[o](events[i]) {
					t.at[o], pos = i, i
					break
				}
			}
		}
	}
}

// any: each event serves the first step not yet served that it can, required ones before optional ones.
func (w *funnelWalk) any(t *attempt, events []*fact, start int) {
	for i := start; i < len(events); i++ {
		serves := -1
		for _, optional := range []bool{true, false} {
			for s := len(w.steps) - 1; s >= 0; s-- {
				if w.f.Steps[s].Optional == optional && t.at[s] < 0 && w.steps[s](events[i]) {
					serves = s
				}
			}
		}
		required := serves >= 0 && !w.f.Steps[serves].Optional
		if i > start && t.depth < len(w.required) && (!required || t.depth+1 < len(w.required)) {
			for k := range w.f.Exclusions {
				if w.excludes[k](events[i]) {
					return
				}
			}
		}
		if serves >= 0 {
			t.at[serves] = i
			if required {
				t.depth++
			}
		}
	}
}

// tally sums attempts of one group up.
type tally struct {
	reached, dropped []int
	times            [][]int64
	total            []int64
}

func (a *asking) funnel() {
	w := a.funnelWalk()
	a.count(func(e *fact) bool {
		return slices.ContainsFunc(w.steps, func(step func(*fact) bool) bool { return step(e) })
	})
	if a.q.Breakdown == nil {
		a.rank = &ranking{names: []string{""}}
	}
	ans := &journey.FunnelAnswer{Groups: []journey.FunnelGroup{}}
	tallies := make([]tally, a.rank.groups())
	for g := range tallies {
		n := len(w.steps)
		tallies[g] = tally{make([]int, n), make([]int, n), make([][]int64, n), nil}
	}
	for _, p := range a.people {
		if a.q.Breakdown != nil && a.q.Breakdown.Attribution == "all" {
			for g := range tallies {
				var events []*fact
				for _, e := range p.seen {
					if v, _ := a.value(p, e); a.rank.of(v) == g {
						events = append(events, e)
					}
				}
				for _, t := range w.attempts(events) {
					a.tally(w, &tallies[g], g, p, events, t)
				}
			}
			continue
		}
		for _, t := range w.attempts(p.seen) {
			if v, ok := a.attributed(p, t); ok {
				g := a.rank.of(v)
				a.tally(w, &tallies[g], g, p, p.seen, t)
			}
		}
	}
	for g := range tallies {
		group := a.group(w, &tallies[g])
		group.Value, group.Other = a.rank.name(g)
		ans.Groups = append(ans.Groups, group)
	}
	a.ans.Funnel = ans
}

// attributed is the value that an attempt counts under; ok is false where it counts nowhere.
func (a *asking) attributed(p *person, t attempt) (string, bool) {
	b := a.q.Breakdown
	if b == nil {
		return "", true
	}
	if b.Attribution == "step" {
		i := t.at[b.Step-1]
		if i < 0 {
			return "", false
		}
		v, _ := a.value(p, p.seen[i])
		return v, true
	}
	order := t.order()
	if b.Attribution == "last" {
		slices.Reverse(order)
	}
	for _, i := range order {
		if v, ok := a.value(p, p.seen[i]); ok {
			return v, true
		}
	}
	return "", true
}

func (a *asking) tally(w *funnelWalk, y *tally, group int, p *person, events []*fact, t attempt) {
	order := t.order()
	before := func(i int) int64 { // since the matched event before
		k := slices.Index(order, i)
		if k <= 0 {
			return 0
		}
		return events[i].time - events[order[k-1]].time
	}
	at := slices.Clone(t.at)
	if w.f.Order == "any" { // step n is the n-th that was served
		var served []int
		for _, r := range w.required {
			if t.at[r] >= 0 {
				served = append(served, t.at[r])
			}
		}
		slices.Sort(served)
		for n, r := range w.required {
			at[r] = -1
			if n < len(served) {
				at[r] = served[n]
			}
		}
	}
	for i := range w.steps {
		next := 0 // how many required steps it takes to have gone on
		for _, r := range w.required {
			if r <= i {
				next++
			}
		}
		reached := at[i] >= 0
		dropped := reached && next < len(w.required) && t.depth <= next
		if reached {
			y.reached[i]++
			if at[i] != order[0] {
				y.times[i] = append(y.times[i], before(at[i]))
			}
		}
		if dropped {
			y.dropped[i]++
		}
		if a.cell != nil && a.cell.Outcome != "converted" && a.picks(group) && max(0, a.cell.Step-1) == i {
			a.hit(p, (a.cell.Outcome == "dropped" && dropped) || (a.cell.Outcome != "dropped" && reached))
		}
	}
	if t.depth == len(w.required) {
		took := events[at[w.required[t.depth-1]]].time - events[order[0]].time
		y.total = append(y.total, took)
		if a.cell != nil && a.cell.Outcome == "converted" && a.picks(group) {
			bin := journey.Histogram([]int64{took})[0]
			a.hit(p, a.cell.Item == nil || *a.cell.Item == strconv.FormatInt(bin.From, 10))
		}
	}
}

func (a *asking) group(w *funnelWalk, y *tally) journey.FunnelGroup {
	if w.f.Untimed {
		y.total, y.times = nil, make([][]int64, len(w.steps))
	}
	g := journey.FunnelGroup{Total: journey.TimesOf(y.total), Histogram: journey.Histogram(y.total)}
	prev := 0
	for i, s := range w.f.Steps {
		step := journey.FunnelStep{Name: journey.StepName(s), Optional: s.Optional, Reached: y.reached[i], Dropped: y.dropped[i]}
		step.FromPrev = journey.Wilson(y.reached[i], y.reached[prev])
		if w.f.Order == "any" && s.Optional { // there is no step before it
			step.FromPrev = journey.Wilson(y.reached[i], y.reached[0])
		}
		step.Overall = journey.Wilson(y.reached[i], y.reached[0])
		step.Times = journey.TimesOf(y.times[i])
		g.Steps = append(g.Steps, step)
		if !s.Optional {
			prev = i
		}
	}
	return g
}
