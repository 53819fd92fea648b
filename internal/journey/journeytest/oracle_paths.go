package journeytest

import (
	"cmp"
	"slices"
	"strings"

	"jejak/internal/journey"
)

// stop is one named event of a container.
type stop struct {
	*fact
	name string // the true one
	fold int    // its place in the ranking, len(names) for the rest
}

// named is what a step is called; ok is false where the event is passed over.
func (a *asking) named(e *fact) (string, bool) {
	switch a.q.Paths.By {
	case "channel":
		return e.Channel, e.Channel != ""
	case "touchpoint":
		if i := a.touch.Of(e.Facts); i >= 0 {
			return a.d.Touchpoints[i].ID, true
		}
		return "", false
	}
	return e.Name, true
}

// containers cuts a person's events into journeys or sessions, keeps named ones from the anchor on, away from it.
func (a *asking) containers(p *person) [][]stop {
	opt := a.q.Paths
	var out [][]stop
	var now []stop
	last := int64(0)
	flush := func() {
		if kept := a.anchored(now); len(kept) > 0 {
			out = append(out, kept)
		}
		now = nil
	}
	for i, e := range p.seen {
		if opt.Container == "session" && i > 0 && e.time-last > opt.Gap.Millis() {
			flush()
		}
		last = e.time
		if name, ok := a.named(e); ok {
			now = append(now, stop{e, name, a.rank.of(name)})
		}
	}
	flush()
	return out
}

func (a *asking) anchored(stops []stop) []stop {
	opt := a.q.Paths
	match := func(f *journey.Filter) func(stop) bool {
		m := a.matcher(f)
		return func(s stop) bool { return m(s.fact) }
	}
	if opt.From != nil {
		i := slices.IndexFunc(stops, match(opt.From))
		if i < 0 {
			return nil
		}
		stops = stops[i:]
	}
	if opt.To != nil {
		m := match(opt.To)
		i := len(stops) - 1
		for i >= 0 && !m(stops[i]) {
			i--
		}
		stops = stops[:i+1]
	}
	stops = slices.Clone(stops)
	if opt.Collapse {
		stops = slices.CompactFunc(stops, func(x, y stop) bool { return x.name == y.name })
	}
	return stops
}

type edgeKey struct {
	step     int
	from, to int
}

type edgeSum struct {
	count int
	times []int64
}

// once counts a person once for a thing, or each pass.
type once[K comparable] struct {
	perPass bool
	seen    map[K]bool
}

func (o *once[K]) first(k K) bool {
	if o.perPass {
		return true
	}
	if o.seen[k] {
		return false
	}
	o.seen[k] = true
	return true
}

func (a *asking) paths() {
	opt := a.q.Paths
	a.count(func(e *fact) bool { _, ok := a.named(e); return ok })
	freq := map[string]int{}
	for _, p := range a.people {
		for _, e := range p.seen {
			if n, ok := a.named(e); ok {
				freq[n]++
			}
		}
	}
	a.rank = rank(freq, opt.Top)
	ans := &journey.PathsAnswer{Nodes: []journey.PathNode{}, Top: []journey.Path{}}
	nodes, exits := map[edgeKey]int{}, map[edgeKey]int{}
	edges, matrix, eventual := map[edgeKey]*edgeSum{}, map[edgeKey]*edgeSum{}, map[edgeKey]*edgeSum{}
	tops := map[string]int{}
	for _, p := range a.people {
		perPass := opt.Count == "pass"
		node, exit := once[edgeKey]{perPass, map[edgeKey]bool{}}, once[edgeKey]{perPass, map[edgeKey]bool{}}
		edge, pair := once[edgeKey]{perPass, map[edgeKey]bool{}}, once[edgeKey]{perPass, map[edgeKey]bool{}}
		later, top := once[edgeKey]{false, map[edgeKey]bool{}}, once[string]{perPass, map[string]bool{}}
		for _, stops := range a.containers(p) {
			ans.Containers++
			a.hit(p, a.cell != nil && a.cell.Step == 0 && a.cell.From == nil && a.cell.Path == nil)
			for i := 1; i < len(stops); i++ {
				k := edgeKey{0, stops[i-1].fold, stops[i].fold}
				sum(matrix, k, pair.first(k), stops[i].time-stops[i-1].time)
				a.hit(p, a.cell != nil && !a.cell.Eventual && a.onEdge(k))
			}
			for i := range stops {
				for j := i + 1; j < len(stops); j++ {
					k := edgeKey{0, stops[i].fold, stops[j].fold}
					if later.first(k) {
						sum(eventual, k, true, 0)
					}
					a.hit(p, a.cell != nil && a.cell.Eventual && a.onEdge(k))
				}
			}
			if opt.To != nil {
				slices.Reverse(stops)
			}
			whole := len(stops) <= opt.Depth
			stops = stops[:min(len(stops), opt.Depth)]
			var names []string
			for i, s := range stops {
				k := edgeKey{step: i + 1, from: s.fold}
				if node.first(k) {
					nodes[k]++
				}
				if whole && i == len(stops)-1 && exit.first(k) {
					exits[k]++
				}
				name, _ := a.rank.name(s.fold)
				names = append(names, name)
				ends := a.cell == nil || a.cell.Outcome != "exit" || whole && i == len(stops)-1
				a.hit(p, a.cell != nil && ends && a.cell.Step == i+1 && a.cell.To == nil && (a.cell.From == nil || *a.cell.From == name))
				if i > 0 {
					k := edgeKey{i, stops[i-1].fold, s.fold}
					d := s.time - stops[i-1].time
					sum(edges, k, edge.first(k), max(d, -d))
					a.hit(p, a.cell != nil && a.onEdge(k))
				}
			}
			a.hit(p, a.cell != nil && a.cell.Path != nil && slices.Equal(names, a.cell.Path))
			if path := strings.Join(names, "\x00"); top.first(path) {
				tops[path]++
			}
		}
	}
	for k, n := range nodes {
		name, _ := a.rank.name(k.from)
		ans.Nodes = append(ans.Nodes, journey.PathNode{Step: k.step, Name: name, Count: n, Exits: exits[k]})
	}
	journey.SortNodes(ans.Nodes)
	ans.Edges, ans.Matrix, ans.Eventual = a.edges(edges), a.edges(matrix), a.edges(eventual)
	for path, n := range tops {
		ans.Top = append(ans.Top, journey.Path{Names: strings.Split(path, "\x00"), Count: n})
	}
	ans.Top = journey.TopPaths(ans.Top)
	a.ans.Paths = shown(ans, opt)
}

// shown leaves out what was not asked for.
func shown(ans *journey.PathsAnswer, opt *journey.Paths) *journey.PathsAnswer {
	if !opt.Shows("nodes") {
		ans.Nodes = []journey.PathNode{}
	}
	if !opt.Shows("top") {
		ans.Top = []journey.Path{}
	}
	for part, list := range map[string]*[]journey.PathEdge{"edges": &ans.Edges, "matrix": &ans.Matrix, "eventual": &ans.Eventual} {
		if !opt.Shows(part) {
			*list = []journey.PathEdge{}
		}
		for i := range *list {
			if !opt.Shows("times") {
				(*list)[i].Median = 0
			}
		}
	}
	return ans
}

func sum(m map[edgeKey]*edgeSum, k edgeKey, counts bool, d int64) {
	if m[k] == nil {
		m[k] = &edgeSum{}
	}
	if counts {
		m[k].count++
	}
	m[k].times = append(m[k].times, d)
}

func (a *asking) onEdge(k edgeKey) bool {
	if a.cell.Step != k.step || a.cell.From == nil || a.cell.To == nil {
		return false
	}
	from, _ := a.rank.name(k.from)
	to, _ := a.rank.name(k.to)
	return *a.cell.From == from && *a.cell.To == to
}

func (a *asking) edges(m map[edgeKey]*edgeSum) []journey.PathEdge {
	out := []journey.PathEdge{}
	for k, s := range m {
		e := journey.PathEdge{Step: k.step, Count: s.count, Median: journey.MedianOf(s.times)}
		e.From, _ = a.rank.name(k.from)
		e.To, _ = a.rank.name(k.to)
		out = append(out, e)
	}
	journey.SortEdges(out)
	return out
}

func ptrIs(p *string, s string) bool { return p != nil && cmp.Compare(*p, s) == 0 }
