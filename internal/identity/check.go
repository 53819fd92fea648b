package identity

import (
	"bytes"
	"fmt"
	"slices"

	"jejak/internal/event"
)

// Report is what Check found.
type Report struct {
	Workspaces int      `json:"workspaces"`
	Subjects   int      `json:"subjects"`
	Persons    int      `json:"persons"`
	IDs        int      `json:"ids"`
	Links      int      `json:"links"`
	Reviews    int      `json:"reviews"`
	Problems   []string `json:"problems" doc:"empty where all is well; the first 100"`
}

const maxProblems = 100

// checker looks at one workspace.
type checker struct {
	*Report
	v     View
	ws    event.Workspace
	count counter
	rules history
	keys  map[byte]int // how many keys of a kind there have to be
}

// Check verifies every invariant of the key space: that links, persons and reviews are those that living through the
// recorded facts again gives, that a person is a connected component of its links, and that every look-up agrees.
// An error means that the check itself could not go on.
func Check(v View) (Report, error) {
	var report Report
	all, err := loadRules(v)
	if err != nil {
		return report, err
	}
	var spaces []event.Workspace
	var counts []counter
	err = v.Scan([]byte{kindCounter}, func(key, value []byte) error {
		c, err := decodeCounter(value)
		spaces, counts = append(spaces, workspaceOf(key)), append(counts, c)
		return err
	})
	if err != nil {
		return report, err
	}
	for i, ws := range spaces {
		c := checker{Report: &report, v: v, ws: ws, count: counts[i], rules: all[ws], keys: map[byte]int{}}
		if c.rules == nil {
			c.rules = defaultHistory()
		}
		if err := c.check(); err != nil {
			return report, fmt.Errorf("workspace %d: %w", ws, err)
		}
	}
	report.Workspaces = len(spaces)
	return report, nil
}

func (c *checker) problem(format string, args ...any) {
	if len(c.Problems) < maxProblems {
		c.Problems = append(c.Problems, fmt.Sprintf("workspace %d: ", c.ws)+fmt.Sprintf(format, args...))
	}
}

func (c *checker) check() error {
	if err := eachComponent(c.v, c.ws, c.component); err != nil {
		return err
	}
	for _, kind := range []byte{kindSubject, kindPerson, kindID, kindLink, kindMember, kindEdge, kindFact} {
		n := 0
		err := c.v.Scan(key(nil, kind, c.ws), func(_, value []byte) error {
			n++
			if kind == kindFact && !bytes.Equal(value, mark()) {
				c.problem("a key of kind %c holds %x", kind, value)
			}
			return nil
		})
		if err != nil {
			return err
		}
		if n != c.keys[kind] {
			c.problem("%d keys of kind %c, and subjects account for %d", n, kind, c.keys[kind])
		}
	}
	c.Subjects += c.keys[kindSubject]
	c.Persons += c.keys[kindPerson]
	c.IDs += c.keys[kindID]
	c.Links += c.keys[kindLink]
	return c.sideKeys()
}

// component lives through a component again and compares.
func (c *checker) component(x *component) error {
	w, err := x.replay(c.rules, nil)
	if err != nil {
		return err
	}
	for _, p := range x.pasts {
		if err := c.subject(p); err != nil {
			return err
		}
	}
	c.connected(x)
	persons := map[*group]bool{}
	for _, p := range x.pasts {
		if persons[p.group] {
			continue
		}
		persons[p.group] = true
		p.group.size = p.group.sizeAt(^uint64(0))
		if err := c.same(keyPerson(nil, c.ws, p.group.name), p.group.encode(), "person %s", p.group.name); err != nil {
			return err
		}
	}
	c.keys[kindPerson] += len(persons)
	nodes := map[node]bool{}
	for _, p := range x.pasts {
		for _, id := range p.first.ids {
			if nodes[id.node] {
				continue
			}
			nodes[id.node] = true
			var person event.Person
			if g := w.groups[id.node]; g != nil {
				person = g.name
			}
			if err := c.same(keyID(nil, c.ws, id.node), encodeID(person), "id %s %s", id.Type, id.Value); err != nil {
				return err
			}
		}
	}
	c.keys[kindID] += len(nodes)
	c.reviews(x)
	return nil
}

func (c *checker) subject(p *past) error {
	facts, err := factsOf(c.v, c.ws, p.subject)
	if err != nil {
		return err
	}
	c.keys[kindSubject]++
	c.keys[kindMember]++
	c.keys[kindLink] += 1 + len(facts)
	c.keys[kindFact] += len(facts)
	c.keys[kindEdge] += len(p.first.ids)
	if p.rule != p.present.rule || !slices.Equal(p.ids, p.present.ids) {
		c.problem("link %d of subject %s is %s %v, and its history makes it %s %v",
			p.record.link, p.subject, p.present.rule, p.present.ids, p.rule, p.ids)
	}
	if p.first.subject != p.subject || p.present.subject != p.subject {
		c.problem("a link of subject %s belongs to another", p.subject)
	}
	if p.record.person != p.group.name {
		c.problem("subject %s belongs to person %s, and its history makes it %s", p.subject, p.record.person, p.group.name)
	}
	if p.record.joined != (len(p.accepts) > 0) {
		c.problem("subject %s has %d accepted reviews and is marked otherwise", p.subject, len(p.accepts))
	}
	if p.record.born > c.count.last || p.record.link > c.count.last || len(facts) > 0 && facts[len(facts)-1] > c.count.last {
		c.problem("subject %s has a link after the last number %d", p.subject, c.count.last)
	}
	for _, id := range p.first.ids {
		used := slices.ContainsFunc(p.present.ids, func(now linkID) bool { return now.node == id.node && now.status.Used() }) ||
			slices.ContainsFunc(p.accepts, func(l numberedLink) bool { return l.ids[1].node == id.node })
		if err := c.same(keyEdge(nil, c.ws, id.node, p.subject), encodeEdge(used), "edge of subject %s", p.subject); err != nil {
			return err
		}
	}
	return c.same(keyMember(nil, c.ws, p.record.person, p.subject), mark(), "membership of subject %s", p.subject)
}

// same compares what is stored under a key with what has to be there.
func (c *checker) same(key, want []byte, what string, args ...any) error {
	value, ok, err := c.v.Get(key)
	if err != nil {
		return err
	}
	if !ok || !bytes.Equal(value, want) {
		c.problem("%s is %x, and has to be %x", fmt.Sprintf(what, args...), value, want)
	}
	return nil
}

// connected walks the graph of subjects and used ids, without any rule, and compares it with the stored persons.
func (c *checker) connected(x *component) {
	users := map[node][]*past{}
	uses := map[*past][]node{}
	for _, p := range x.pasts {
		for _, id := range p.present.ids {
			if id.status.Used() {
				uses[p] = append(uses[p], id.node)
			}
		}
		for _, l := range p.accepts {
			uses[p] = append(uses[p], l.ids[1].node)
		}
		for _, n := range uses[p] {
			users[n] = append(users[n], p)
		}
	}
	done := map[*past]bool{}
	for _, oldest := range x.pasts {
		if done[oldest] {
			continue
		}
		done[oldest] = true
		for todo := []*past{oldest}; len(todo) > 0; {
			p := todo[0]
			todo = todo[1:]
			if p.record.person != event.Person(oldest.subject) {
				c.problem("subject %s is linked with subject %s, the oldest, and belongs to person %s",
					p.subject, oldest.subject, p.record.person)
			}
			for _, n := range uses[p] {
				for _, q := range users[n] {
					if !done[q] {
						done[q] = true
						todo = append(todo, q)
					}
				}
				users[n] = nil
			}
		}
	}
}

// reviews compares the open reviews with the questions that history leaves.
func (c *checker) reviews(x *component) {
	wanted := map[[16]byte]bool{}
	for _, p := range x.pasts {
		for _, want := range p.reviews {
			wanted[pair{p.ids[0].node, p.ids[want.node].node}.hash()] = true
		}
	}
	c.Reviews += len(x.reviews)
	for number, v := range x.reviews {
		h := v.pair.hash()
		if v.status == Open && !wanted[h] {
			c.problem("review %d is open, and nothing asks for it", number)
		}
		if v.status == Moot && wanted[h] {
			c.problem("review %d is moot, and a subject asks for it", number)
		}
		delete(wanted, h)
	}
	if len(wanted) > 0 {
		c.problem("%d questions have no review", len(wanted))
	}
}

// sideKeys checks what hangs on links and subjects.
func (c *checker) sideKeys() error {
	type entry struct{ kind, refers byte }
	for _, e := range []entry{{kindRevoked, kindLink}, {kindSize, kindSubject}} {
		var names [][]byte
		err := c.v.Scan(key(nil, e.kind, c.ws), func(key, value []byte) (err error) {
			names = append(names, slices.Clone(key[headLen:]))
			if e.kind == kindRevoked {
				_, err = decodeRevoked(value)
			}
			return err
		})
		if err != nil {
			return err
		}
		for _, name := range names {
			_, ok, err := c.v.Get(append(key(nil, e.refers, c.ws), name...))
			if err != nil {
				return err
			}
			if !ok {
				c.problem("key of kind %c speaks of %x, which is missing", e.kind, name)
			}
		}
	}
	if err := c.decisions(); err != nil {
		return err
	}
	refused := uint64(0)
	err := c.v.Scan(key(nil, kindReview, c.ws), func(_, value []byte) error {
		v, err := decodeReview(value)
		if v.status.refused() {
			refused++
		}
		return err
	})
	if err != nil {
		return err
	}
	if refused != c.count.refused {
		c.problem("%d reviews keep ids apart, and %d are counted", refused, c.count.refused)
	}
	return c.v.Scan(key(nil, kindEpoch, c.ws), func(_, value []byte) error {
		e, err := decodeEpoch(value)
		if err == nil && (e.current >= e.next || e.user == "") {
			c.problem("a device is in epoch %d of %d, user %q", e.current, e.next, e.user)
		}
		return err
	})
}

// decisions checks that what was decided about is there.
func (c *checker) decisions() error {
	all, _, err := NewReader(c.v).Decisions(c.ws)
	if err != nil {
		return err
	}
	kinds := map[What]byte{Accept: kindReview, Reject: kindReview, Revoke: kindLink, NewRules: kindRules}
	for _, d := range all {
		_, ok, err := c.v.Get(keyNumber(nil, kinds[d.What], c.ws, d.Number))
		if err != nil {
			return err
		}
		if !ok {
			c.problem("a decision, %s, speaks of %d, which is missing", d.What, d.Number)
		}
	}
	return nil
}
