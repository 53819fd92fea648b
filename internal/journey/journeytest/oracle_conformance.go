package journeytest

import (
	"cmp"
	"slices"
	"strings"

	"jejak/internal/conform"
	"jejak/internal/journey"
)

// walked is one person's journey: its entries as ids of steps, an empty one off the map, and when each began.
type walked struct {
	p      *person
	ids    []string
	times  []int64
	again  map[string]bool // steps with more than one event
	events int
	open   bool
}

// conformance walks each person by the words of docs/questions/conformance.md; alignments are those of package conform, which proves
// them against a search of its own.
func (a *asking) conformance() {
	q := a.q.Conformance
	var steps []func(*fact) bool
	place := map[string]int{}
	for i, s := range q.Steps {
		steps = append(steps, a.matcher(&s.Rule))
		place[s.ID] = i
	}
	of := func(e *fact) string {
		for i, match := range steps {
			if match(e) {
				return q.Steps[i].ID
			}
		}
		return ""
	}
	var all []*walked
	for _, p := range a.people {
		if w := a.walkMap(p, of); w != nil {
			all = append(all, w)
			a.ans.People++
			a.ans.Events += w.events
		}
	}
	ans := &journey.ConformanceAnswer{Deviations: []journey.ConformanceDeviation{}, Steps: []journey.ConformanceStep{}}
	a.judgeMap(ans, all, place)
	a.passMap(ans, all)
	a.variants(ans, all)
	if q.Discover != nil {
		ans.Discovery = a.discover(of)
		if len(q.Steps) == 0 {
			a.ans.People = ans.Discovery.People
		}
	}
	a.ans.Conformance = ans
}

// walkMap is a person's journey, nil where no event belongs to a step.
func (a *asking) walkMap(p *person, of func(*fact) string) *walked {
	q := a.q.Conformance
	w := &walked{p: p, again: map[string]bool{}, open: true}
	had, first := map[string]bool{}, int64(0)
	for _, e := range p.seen {
		id := of(e)
		if id == "" && (q.Unmatched != "count" || w.events == 0) {
			continue
		}
		if w.events > 0 && q.Window > 0 && e.time > first+q.Window.Millis() {
			break
		}
		if id != "" {
			if w.events == 0 {
				first = e.time
			}
			w.events++
			w.again[id] = had[id]
			had[id] = true
		}
		if n := len(w.ids); q.CollapseRepeats && n > 0 && w.ids[n-1] == id {
			continue
		}
		w.ids, w.times = append(w.ids, id), append(w.times, e.time)
	}
	if w.events == 0 {
		return nil
	}
	for w.ids[len(w.ids)-1] == "" {
		w.ids, w.times = w.ids[:len(w.ids)-1], w.times[:len(w.times)-1]
	}
	if q.Window > 0 {
		until := a.span.To
		if a.d.Now != 0 {
			until = min(until, int64(a.d.Now))
		}
		w.open = first+q.Window.Millis() >= until
	}
	return w
}

// judgeMap says who fits, and how the others do not.
func (a *asking) judgeMap(ans *journey.ConformanceAnswer, all []*walked, place map[string]int) {
	q := a.q.Conformance
	next, start, end := q.Drawn()
	m := conform.NewMap(next, start, end)
	counts, tokens := map[string]int{}, map[conform.Tokens]int{}
	who := map[conform.Deviation]int{}
	for _, w := range all {
		kind := a.outcome(w, place)
		counts[kind]++
		a.hit(w.p, a.cell != nil && a.cell.From == nil && a.cell.Outcome == kind)
		t := a.tokens(w, place)
		tokens[t]++
		ans.Tokens.Produced += t.Produced
		ans.Tokens.Consumed += t.Consumed
		ans.Tokens.Missing += t.Missing
		ans.Tokens.Remaining += t.Remaining
		if kind == "fits" || kind == "underway" {
			continue
		}
		var trace []int
		for _, id := range w.ids {
			if id == "" {
				trace = append(trace, conform.Off)
			} else {
				trace = append(trace, place[id])
			}
		}
		list, inserted, skipped := conform.Deviations(m.Align(trace), w.open)
		ans.Alignment.Inserted += inserted
		ans.Alignment.Skipped += skipped
		for _, d := range list {
			who[d]++
			x := a.deviation(d)
			a.hit(w.p, a.cell != nil && a.cell.Part == x.Kind && ptrIs(a.cell.Item, x.Step))
		}
	}
	n := len(all)
	ans.Fits = journey.Wilson(counts["fits"], n-counts["underway"])
	ans.Underway, ans.Left, ans.Strays = journey.Wilson(counts["underway"], n), journey.Wilson(counts["left"], n), journey.Wilson(counts["strays"], n)
	if n > 0 {
		t := ans.Tokens
		ans.Tokens.Fitness = 0.5*(1-float64(t.Missing)/float64(t.Consumed)) + 0.5*(1-float64(t.Remaining)/float64(t.Produced))
		ans.Tokens.Mean = conform.MeanFitness(tokens)
		ans.Alignment.People, ans.Alignment.Mean = n, float64(ans.Alignment.Inserted+ans.Alignment.Skipped)/float64(n)
	}
	for d, k := range who {
		x := a.deviation(d)
		x.People = journey.Wilson(k, n)
		ans.Deviations = append(ans.Deviations, x)
	}
	journey.SortDeviations(ans.Deviations, q.Steps)
}

func (a *asking) deviation(d conform.Deviation) journey.ConformanceDeviation {
	x := journey.ConformanceDeviation{Kind: []string{"skip", "insert", "repeat", "order", "off", "early"}[d.Kind]}
	if d.Step != conform.Off {
		x.Step, x.Name = a.q.Conformance.Steps[d.Step].ID, a.q.Conformance.Steps[d.Step].Title()
	}
	return x
}

// outcome goes along the edges.
func (a *asking) outcome(w *walked, place map[string]int) string {
	next, start, end := a.q.Conformance.Drawn()
	may := start
	for _, id := range w.ids {
		if id == "" || !slices.Contains(may, place[id]) {
			return "strays"
		}
		may = next[place[id]]
	}
	switch {
	case slices.Contains(end, place[w.ids[len(w.ids)-1]]):
		return "fits"
	case w.open:
		return "underway"
	}
	return "left"
}

// tokens replays a journey with a bag of tokens, the latest last.
func (a *asking) tokens(w *walked, place map[string]int) conform.Tokens {
	next, start, end := a.q.Conformance.Drawn()
	t := conform.Tokens{Produced: 1}
	bag := []string{"(begin)"}
	take := func(leads func(from string) bool) bool {
		for k := len(bag) - 1; k >= 0; k-- {
			if leads(bag[k]) {
				bag = append(append([]string{}, bag[:k]...), bag[k+1:]...)
				return true
			}
		}
		return false
	}
	for _, id := range w.ids {
		t.Produced++
		t.Consumed++
		found := id != "" && take(func(from string) bool {
			if from == "(begin)" {
				return slices.Contains(start, place[id])
			}
			return from != "" && slices.Contains(next[place[from]], place[id])
		})
		if !found {
			t.Missing++
		}
		bag = append(bag, id)
	}
	done := take(func(from string) bool { return from != "" && from != "(begin)" && slices.Contains(end, place[from]) })
	if done || !w.open {
		t.Consumed++
	}
	if !done && !w.open {
		t.Missing++
	}
	t.Remaining = len(bag)
	if !done && w.open {
		t.Remaining-- // where they stand
	}
	return t
}

// passMap counts steps, edges and times.
func (a *asking) passMap(ans *journey.ConformanceAnswer, all []*walked) {
	q := a.q.Conformance
	next, start, _ := q.Drawn()
	edges := map[[2]string]*edgeSum{}
	onward := map[string][]int64{}
	at, entries, exits, again := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	for _, w := range all {
		seen, went := map[string]bool{}, map[[2]string]bool{}
		from, began := "", int64(0)
		for i, id := range w.ids {
			if id == "" {
				continue
			}
			seen[id] = true
			entries[id]++
			k := [2]string{from, id}
			if edges[k] == nil {
				edges[k] = &edgeSum{}
			}
			if !went[k] {
				edges[k].count++
			}
			went[k] = true
			if from == "" {
				edges[k].times = append(edges[k].times, 0)
			} else {
				edges[k].times = append(edges[k].times, w.times[i]-began)
				onward[from] = append(onward[from], w.times[i]-began)
			}
			from, began = id, w.times[i]
		}
		exits[from]++
		for id := range seen {
			at[id]++
			if w.again[id] {
				again[id]++
			}
		}
		a.hitMap(w, seen, went, from)
	}
	for _, s := range q.Steps {
		ans.Steps = append(ans.Steps, journey.ConformanceStep{
			ID: s.ID, Name: s.Title(), People: at[s.ID], Entries: entries[s.ID], Exits: journey.Wilson(exits[s.ID], at[s.ID]),
			Repeats: journey.Wilson(again[s.ID], at[s.ID]), Moves: len(onward[s.ID]), Median: journey.MedianOf(onward[s.ID]),
		})
	}
	passes := func(from, to string) int {
		if e := edges[[2]string{from, to}]; e != nil {
			return len(e.times)
		}
		return 0
	}
	edge := func(from, to string) journey.ConformanceEdge {
		e := edges[[2]string{from, to}]
		if e == nil {
			e = &edgeSum{}
		}
		n := at[from]
		if from == "" {
			n = len(all)
		}
		return journey.ConformanceEdge{
			From: from, To: to, People: journey.Wilson(e.count, n), Passes: len(e.times), Median: journey.MedianOf(e.times), Dependency: dependency(passes, from, to),
		}
	}
	drawn := map[[2]string]bool{}
	ans.Edges, ans.Undrawn = []journey.ConformanceEdge{}, []journey.ConformanceEdge{}
	draw := func(from string, to int) {
		drawn[[2]string{from, q.Steps[to].ID}] = true
		ans.Edges = append(ans.Edges, edge(from, q.Steps[to].ID))
	}
	for _, i := range start {
		draw("", i)
	}
	for i, list := range next {
		for _, j := range list {
			draw(q.Steps[i].ID, j)
		}
	}
	for k := range edges {
		if !drawn[k] {
			ans.Undrawn = append(ans.Undrawn, edge(k[0], k[1]))
		}
	}
	ans.Undrawn = journey.TopUndrawn(ans.Undrawn)
}

func (a *asking) hitMap(w *walked, seen map[string]bool, went map[[2]string]bool, last string) {
	c := a.cell
	if c == nil || c.Part != "" || c.Other || c.Path != nil || (c.From == nil && c.Outcome != "") {
		return
	}
	switch {
	case c.From == nil:
		a.hit(w.p, true)
	case c.To != nil:
		a.hit(w.p, went[[2]string{*c.From, *c.To}])
	case c.Outcome == "exit":
		a.hit(w.p, last == *c.From)
	case c.Outcome == "repeat":
		a.hit(w.p, w.again[*c.From])
	default:
		a.hit(w.p, seen[*c.From])
	}
}

func dependency(passes func(from, to string) int, from, to string) float64 {
	there := passes(from, to)
	if from == "" || from == to {
		return float64(there) / float64(there+1)
	}
	back := passes(to, from)
	return float64(there-back) / float64(there+back+1)
}

// variants lists whole journeys.
func (a *asking) variants(ans *journey.ConformanceAnswer, all []*walked) {
	place := map[string]int{}
	for i, s := range a.q.Conformance.Steps {
		place[s.ID] = i
	}
	groups := map[string]*journey.ConformanceVariant{}
	for _, w := range all {
		if len(w.ids) > journey.MaxVariantSteps {
			continue
		}
		key := strings.Join(w.ids, "\x00")
		v := groups[key]
		if v == nil {
			v = &journey.ConformanceVariant{Steps: w.ids}
			groups[key] = v
		}
		v.People++
		switch a.outcome(w, place) {
		case "fits":
			v.Fits++
		case "underway":
			v.Underway++
		case "left":
			v.Left++
		default:
			v.Strays++
		}
	}
	ans.Varied = len(groups)
	var list []journey.ConformanceVariant
	for _, v := range groups {
		list = append(list, *v)
	}
	slices.SortFunc(list, func(x, y journey.ConformanceVariant) int { return compareVariants(a.q.Conformance.Steps, x, y) })
	ans.Variants = append([]journey.ConformanceVariant{}, list[:min(len(list), a.q.Conformance.Top)]...)
	ans.Other.People = len(all)
	for _, v := range ans.Variants {
		ans.Other.People -= v.People
	}
	for _, w := range all {
		listed := slices.ContainsFunc(ans.Variants, func(v journey.ConformanceVariant) bool { return slices.Equal(v.Steps, w.ids) })
		a.hit(w.p, a.cell != nil && a.cell.Other && !listed)
		a.hit(w.p, a.cell != nil && a.cell.Path != nil && len(w.ids) <= journey.MaxVariantSteps && slices.Equal(a.cell.Path, w.ids))
	}
}

// compareVariants puts variants in the order of an answer: the most people first, ties by the places of their steps, off the map last.
func compareVariants(steps []journey.DrawnStep, a, b journey.ConformanceVariant) int {
	place := func(id string) int {
		if i := slices.IndexFunc(steps, func(s journey.DrawnStep) bool { return s.ID == id }); i >= 0 {
			return i
		}
		return len(steps)
	}
	return cmp.Or(cmp.Compare(b.People, a.People), slices.CompareFunc(a.Steps, b.Steps, func(x, y string) int { return cmp.Compare(place(x), place(y)) }))
}

// discover looks for touchpoints that the map does not show and ways that it does not draw.
func (a *asking) discover(of func(*fact) string) *journey.Discovery {
	q := a.q.Conformance
	d := &journey.Discovery{Steps: []journey.DiscoveredStep{}, Edges: []journey.DiscoveredEdge{}}
	name := func(e *fact) string {
		if id := of(e); id != "" {
			return id
		}
		if i := a.touch.Of(e.Facts); i >= 0 {
			return journey.TouchpointStep + a.d.Touchpoints[i].ID
		}
		return ""
	}
	anybody, people, events := 0, map[string]int{}, map[string]int{}
	for _, p := range a.people {
		had := map[string]bool{}
		for _, e := range p.seen {
			if n := name(e); n != "" {
				events[n]++
				had[n] = true
			}
		}
		for n := range had {
			people[n]++
			a.hit(p, a.cell != nil && a.cell.Part == "discover" && a.cell.Touch != "" && n == journey.TouchpointStep+a.cell.Touch)
		}
		if len(had) > 0 {
			anybody++
		}
	}
	for _, t := range a.d.Touchpoints {
		n := journey.TouchpointStep + t.ID
		if people[n] >= q.Discover.Least(anybody) {
			d.Steps = append(d.Steps, journey.DiscoveredStep{Touchpoint: t.ID, Name: t.Name, People: journey.Wilson(people[n], anybody), Events: events[n]})
		}
	}
	d.Steps = journey.TopProposedSteps(d.Steps)
	kept := map[string]bool{}
	for _, s := range q.Steps {
		kept[s.ID] = true
	}
	for _, s := range d.Steps {
		kept[journey.TouchpointStep+s.Touchpoint] = true
	}
	type way struct{ passes, people int }
	ways := map[[2]string]*way{}
	for _, p := range a.people {
		last, went := "", map[[2]string]bool{}
		for _, e := range p.seen {
			n := name(e)
			if !kept[n] || (q.CollapseRepeats && n == last) {
				continue
			}
			if last == "" {
				d.People++
				a.hit(p, len(q.Steps) == 0 && a.cell != nil && a.cell.Part == "" && a.cell.Outcome == "" && a.cell.From == nil && a.cell.Path == nil && !a.cell.Other)
			}
			k := [2]string{last, n}
			if ways[k] == nil {
				ways[k] = &way{}
			}
			ways[k].passes++
			if !went[k] {
				ways[k].people++
			}
			went[k], last = true, n
			a.hit(p, a.cell != nil && a.cell.Part == "discover" && ptrIs(a.cell.From, k[0]) && ptrIs(a.cell.To, k[1]))
		}
	}
	passes := func(from, to string) int {
		if w := ways[[2]string{from, to}]; w != nil {
			return w.passes
		}
		return 0
	}
	for k, w := range ways {
		sure := dependency(passes, k[0], k[1])
		if w.people >= q.Discover.Least(d.People) && sure >= *q.Discover.Dependency && !a.drawn(k[0], k[1]) {
			d.Edges = append(d.Edges, journey.DiscoveredEdge{From: k[0], To: k[1], People: journey.Wilson(w.people, d.People), Passes: w.passes, Dependency: sure})
		}
	}
	d.Edges = journey.TopProposed(d.Edges)
	return d
}

func (a *asking) drawn(from, to string) bool {
	q := a.q.Conformance
	next, start, _ := q.Drawn()
	at := func(id string) int {
		return slices.IndexFunc(q.Steps, func(s journey.DrawnStep) bool { return s.ID == id })
	}
	if from == "" {
		return slices.Contains(start, at(to))
	}
	return at(from) >= 0 && slices.Contains(next[at(from)], at(to))
}
