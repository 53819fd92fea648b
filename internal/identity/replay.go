package identity

import (
	"cmp"
	"slices"

	"jejak/internal/event"
)

// past is a subject of the past, with all that its resolution depended on.
type past struct {
	subject event.Subject
	record  subjectRecord
	first   linkRecord     // its first link: which ids, when, under which rules
	present linkRecord     // its link in force
	accepts []numberedLink // reviews accepted for it that stand
	samples []sample

	// What a replay makes of it.
	group   *group
	rule    Rule
	ids     []linkID
	reviews []reviewWanted // by place in ids
}

// component is a set of subjects that no other subject shares an id with, used or set aside. What becomes of each
// depends on nothing outside, so a component can be replayed by itself.
type component struct {
	pasts   []*past // in order of arrival
	reviews map[uint64]reviewRecord
	goOn    func() error // may end a replay; nil is never
}

// closure collects the component of a subject.
func closure(v View, ws event.Workspace, from event.Subject) (*component, error) {
	c := &component{reviews: map[uint64]reviewRecord{}}
	subjects := map[event.Subject]struct{}{from: {}}
	nodes := map[[16]byte]struct{}{}
	for todo := []event.Subject{from}; len(todo) > 0; {
		p, err := load(v, ws, todo[0])
		if err != nil {
			return nil, err
		}
		todo = todo[1:]
		c.pasts = append(c.pasts, p)
		for _, id := range p.first.ids {
			h := id.hash()
			if _, ok := nodes[h]; ok {
				continue
			}
			nodes[h] = struct{}{}
			err := v.Scan(keyEdges(nil, ws, id.node), func(key, _ []byte) error {
				s := event.Subject(key[len(key)-16:])
				if _, ok := subjects[s]; !ok {
					subjects[s] = struct{}{}
					todo = append(todo, s)
				}
				return nil
			})
			if err != nil {
				return nil, err
			}
		}
		if err := c.loadReviews(v, ws, p); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(c.pasts, func(a, b *past) int { return cmp.Compare(a.record.born, b.record.born) })
	return c, nil
}

func load(v View, ws event.Workspace, s event.Subject) (*past, error) {
	p := &past{subject: s}
	var err error
	if p.record, err = mustSubject(v, ws, s); err != nil {
		return nil, err
	}
	if p.first, err = getLink(v, ws, p.record.born); err != nil {
		return nil, err
	}
	links, err := linksInForce(v, ws, s, &p.record)
	if err != nil {
		return nil, err
	}
	p.present, p.accepts = links[0].linkRecord, links[1:]
	value, ok, err := v.Get(key16(nil, kindSize, ws, s))
	if err != nil {
		return nil, err
	}
	p.samples, err = decodeSamples(value, ok)
	return p, err
}

// loadReviews finds the reviews of a subject by its pairs: its first id with each other one.
func (c *component) loadReviews(v View, ws event.Workspace, p *past) error {
	for i := 1; i < len(p.first.ids); i++ {
		number, review, ok, err := reviewOfPair(v, ws, pair{p.first.ids[0].node, p.first.ids[i].node})
		if err != nil {
			return err
		}
		if ok {
			c.reviews[number] = review
		}
	}
	return nil
}

// group is a person in the making.
type group struct {
	personRecord
	members []*past
	nodes   []node
}

func (g *group) sizeAt(seq uint64) (size uint64) {
	for _, p := range g.members {
		for _, s := range p.samples {
			if s.seq < seq {
				size += s.weight
			}
		}
	}
	return size
}

// world is where a component's history is lived through again.
type world struct {
	rules   history
	other   *ruleset // instead of those of the time
	groups  map[node]*group
	refused map[[16]byte]bool

	growth []growth // by change
	grown  int      // so many of growth are in the sizes of their groups…
	asOf   uint64   // …which are those before this change
}

// growth is a step of a subject's size.
type growth struct {
	sample
	past *past
}

// deed is a thing that happened: a subject arrived, or somebody decided.
type deed struct {
	number uint64
	do     func() error
}

// replay gives every past of the component its group, under the rules of the time, or under other ones if not nil.
func (c *component) replay(rules history, other *ruleset) (*world, error) {
	w := &world{rules: rules, other: other, groups: map[node]*group{}, refused: map[[16]byte]bool{}}
	var deeds []deed
	for _, p := range c.pasts {
		for _, s := range p.samples {
			w.growth = append(w.growth, growth{s, p})
		}
		deeds = append(deeds, deed{p.record.born, func() error { return w.arrive(p) }})
		for _, l := range p.accepts {
			deeds = append(deeds, deed{l.number, func() error { w.accept(p, l.ids[1].node); return nil }})
		}
	}
	for _, v := range c.reviews {
		if v.status.refused() {
			deeds = append(deeds, deed{v.decided, func() error { w.refused[v.pair.hash()] = true; return nil }})
		}
	}
	slices.SortFunc(deeds, func(a, b deed) int { return cmp.Compare(a.number, b.number) })
	slices.SortFunc(w.growth, func(a, b growth) int { return cmp.Compare(a.seq, b.seq) })
	for _, d := range deeds {
		if c.goOn != nil {
			if err := c.goOn(); err != nil {
				return nil, err
			}
		}
		if err := d.do(); err != nil {
			return nil, err
		}
	}
	return w, nil
}

func (w *world) arrive(p *past) error {
	p.group = &group{members: []*past{p}}
	p.group.name, p.group.born, p.group.subjects = event.Person(p.subject), p.record.born, 1
	nodes := p.first.nodes()
	if p.record.alone {
		p.rule, p.ids = RuleAlone, make([]linkID, len(nodes))
		for i, n := range nodes {
			p.ids[i] = linkID{n, AsideAlone}
		}
		return nil
	}
	rules := w.other
	if rules == nil {
		var err error
		if rules, err = w.rules.at(p.first.rules); err != nil {
			return err
		}
	} else {
		nodes = slices.DeleteFunc(nodes, func(n node) bool { return rules.blocked(n.ID) })
		slices.SortFunc(nodes, rules.compare)
		if len(nodes) == 0 {
			p.group = nil
			return nil
		}
	}
	m := match(rules, nodes, w.known(nodes, p.first.seq), func(i int) bool {
		return w.refused[pair{nodes[0], nodes[i]}.hash()]
	})
	p.rule, p.reviews, p.ids = m.rule, m.reviews, make([]linkID, len(nodes))
	for i, n := range nodes {
		p.ids[i] = linkID{n, m.status[i]}
		if m.status[i] == UsedKnown {
			w.union(p.group, w.groups[n])
			p.group = w.groups[n]
		}
	}
	for _, id := range p.ids {
		if id.status == UsedNew {
			w.attach(p.group, id.node)
		}
	}
	return nil
}

// known is the person of each node, with its size as of a change where that can matter.
func (w *world) known(nodes []node, seq uint64) []*personRecord {
	known := make([]*personRecord, len(nodes))
	var several bool
	for i, n := range nodes {
		if g := w.groups[n]; g != nil {
			known[i] = &g.personRecord
			several = several || known[0] != known[i]
		}
	}
	if several {
		w.grow(seq)
	}
	return known
}

// grow brings the sizes of all groups to what they were before a change. Subjects arrive in the order of their first changes, and
// grow after it, so that each step is taken once.
func (w *world) grow(seq uint64) {
	if seq < w.asOf { // it never is; were it, the sizes are counted anew
		for _, s := range w.growth[:w.grown] {
			if s.past.group != nil {
				s.past.group.size = 0
			}
		}
		w.grown = 0
	}
	for w.asOf = seq; w.grown < len(w.growth) && w.growth[w.grown].seq < seq; w.grown++ {
		if g := w.growth[w.grown].past.group; g != nil {
			g.size += w.growth[w.grown].weight
		}
	}
}

func (w *world) accept(p *past, join node) {
	if p.record.alone || p.group == nil {
		return
	}
	if g := w.groups[join]; g != nil {
		w.union(p.group, g)
		return
	}
	w.attach(p.group, join)
}

func (w *world) attach(g *group, n node) {
	g.nodes = append(g.nodes, n)
	g.counts = g.counts.add(n.Type, 1)
	w.groups[n] = g
}

// union pours the smaller group into the larger. The name is that of the older one.
func (w *world) union(a, b *group) {
	if a == b {
		return
	}
	if len(a.members)+len(a.nodes) > len(b.members)+len(b.nodes) {
		a, b = b, a
	}
	if a.born < b.born {
		b.name, b.born = a.name, a.born
	}
	for _, p := range a.members {
		p.group = b
	}
	for _, n := range a.nodes {
		w.groups[n] = b
	}
	b.members, b.nodes = append(b.members, a.members...), append(b.nodes, a.nodes...)
	b.counts = b.counts.plus(a.counts)
	b.subjects += a.subjects
	b.size += a.size
}
