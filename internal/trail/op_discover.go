package trail

import (
	"slices"

	"jejak/internal/conform"
	"jejak/internal/journey"
)

// What a map does not show: touchpoints whose events belong to no step, and ways that it does not draw.

// discoverAcc counts touchpoints first and then, told which of them are proposed, ways between those and the steps.
type discoverAcc struct {
	q      *journey.Conformance
	steps  uint32 // how many: their labels are 1 to this
	wanted uint32 // label of the cell's touchpoint

	people   int
	events   []int // [label]
	who      []int
	last     []uint32
	person   uint32
	proposed map[uint32]int // label -> place behind the steps; nil in the first pass
	follows  *conform.Follows
	trace    []int

	cell *journey.Cell
	edge *conform.Edge // of the cell; nil: none that is known
	hits *memberSet
}

func (x *query) discover(next [][]int, start []int) (*journey.Discovery, error) {
	q := x.q.Conformance
	spec := x.mapSpec(false, x.d.Touchpoints)
	label := func(touchpoint string) uint32 { return spec.label.names.of(journey.TouchpointStep + touchpoint) }
	proto := discoverAcc{q: q, steps: uint32(len(q.Steps))}
	if x.cell != nil && (x.cell.Part == "discover" || (len(q.Steps) == 0 && x.cell.Part == "" && x.cell.Outcome == "" && x.cell.From == nil && x.cell.Path == nil && !x.cell.Other)) {
		proto.cell, proto.hits, proto.wanted = x.cell, x.hits, label(x.cell.Touch)
	}
	first, err := x.discoverPass(spec, &proto)
	if err != nil {
		return nil, err
	}
	out := &journey.Discovery{Steps: []journey.DiscoveredStep{}, Edges: []journey.DiscoveredEdge{}}
	for _, t := range x.d.Touchpoints {
		l := label(t.ID)
		if int(l) < len(first.who) && first.who[l] >= q.Discover.Least(first.people) {
			out.Steps = append(out.Steps, journey.DiscoveredStep{Touchpoint: t.ID, Name: t.Name, People: journey.Wilson(first.who[l], first.people), Events: first.events[l]})
		}
	}
	out.Steps = journey.TopProposedSteps(out.Steps)
	ids := make([]string, 0, len(q.Steps)+len(out.Steps)+1)
	for _, s := range q.Steps {
		ids = append(ids, s.ID)
	}
	proto.proposed = map[uint32]int{}
	for _, s := range out.Steps {
		proto.proposed[label(s.Touchpoint)] = len(ids)
		ids = append(ids, journey.TouchpointStep+s.Touchpoint)
	}
	n := len(ids)
	ids = append(ids, "") // the beginning
	proto.address(ids)
	proto.follows = conform.NewFollows(n)
	second, err := x.discoverPass(spec, &proto)
	if err != nil {
		return nil, err
	}
	out.People = second.people
	for _, e := range second.follows.Edges(q.Discover.Least(second.people), *q.Discover.Dependency) {
		if e.From == n && slices.Contains(start, e.To) || e.From < len(next) && slices.Contains(next[e.From], e.To) {
			continue
		}
		passes, people := second.follows.Of(e.From, e.To)
		out.Edges = append(out.Edges, journey.DiscoveredEdge{
			From: ids[e.From], To: ids[e.To], People: journey.Wilson(people, second.people), Passes: passes, Dependency: second.follows.Dependency(e.From, e.To),
		})
	}
	out.Edges = journey.TopProposed(out.Edges)
	return out, nil
}

func (x *query) discoverPass(spec *scanSpec, proto *discoverAcc) (*discoverAcc, error) {
	accs, err := x.scan(spec, x.members, func() accumulator {
		a := *proto
		if proto.follows != nil {
			a.follows = conform.NewFollows(proto.follows.Size())
		}
		return &a
	})
	if err != nil {
		return nil, err
	}
	sum := accs[0].(*discoverAcc)
	for _, a := range accs[1:] {
		sum.merge(a.(*discoverAcc))
	}
	return sum, nil
}

// address reads the ends of the cell's edge.
func (a *discoverAcc) address(ids []string) {
	if a.cell == nil || a.cell.To == nil {
		return
	}
	// Nothing leads to the beginning, which is the last of ids.
	if from, to := slices.Index(ids, *a.cell.From), slices.Index(ids[:len(ids)-1], *a.cell.To); from >= 0 && to >= 0 {
		a.edge = &conform.Edge{From: from, To: to}
	}
}

func (a *discoverAcc) add(c *chunk) {
	for i := range c.idx {
		from, to := c.off[i], c.off[i+1]
		a.person++
		var hit bool
		if a.proposed == nil {
			hit = a.points(c.label[from:to])
		} else {
			hit = a.ways(c.label[from:to])
		}
		if hit && a.hits != nil {
			a.hits.of(c.sh.no, c.part).set(int(c.idx[i]))
		}
	}
}

// points counts a person's touchpoints that are no step.
func (a *discoverAcc) points(labels []uint32) (hit bool) {
	some := false
	for _, l := range labels {
		if l == 0 {
			continue
		}
		some = true
		if l <= a.steps {
			continue
		}
		for int(l) >= len(a.events) {
			a.events, a.who, a.last = append(a.events, 0), append(a.who, 0), append(a.last, 0)
		}
		a.events[l]++
		if a.last[l] != a.person {
			a.last[l] = a.person
			a.who[l]++
			hit = hit || (a.cell != nil && a.cell.Touch != "" && a.cell.Part != "" && l == a.wanted)
		}
	}
	if some {
		a.people++
	}
	return hit
}

// ways counts what follows what.
func (a *discoverAcc) ways(labels []uint32) (hit bool) {
	a.trace = a.trace[:0]
	for _, l := range labels {
		at, ok := int(l)-1, l != 0
		if l > a.steps {
			at, ok = a.proposed[l]
		}
		if n := len(a.trace); !ok || (a.q.CollapseRepeats && n > 0 && a.trace[n-1] == at) {
			continue
		}
		a.trace = append(a.trace, at)
	}
	if len(a.trace) == 0 {
		return false
	}
	a.people++
	a.follows.Add(a.trace, 1)
	if a.cell == nil || a.cell.Part == "" {
		return a.cell != nil
	}
	last := a.follows.Size()
	for _, s := range a.trace {
		hit = hit || (a.edge != nil && *a.edge == conform.Edge{From: last, To: s})
		last = s
	}
	return hit
}

func (a *discoverAcc) merge(o *discoverAcc) {
	a.people += o.people
	for len(a.events) < len(o.events) {
		a.events, a.who, a.last = append(a.events, 0), append(a.who, 0), append(a.last, 0)
	}
	for l := range o.events {
		a.events[l] += o.events[l]
		a.who[l] += o.who[l]
	}
	if a.follows != nil {
		a.follows.Merge(o.follows)
	}
}
