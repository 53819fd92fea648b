package identity

import (
	"context"
	"slices"

	"jejak/internal/event"
)

// Trial says what other rules would have made of the recorded history.
type Trial struct {
	Subjects      int      `json:"subjects"`
	PersonsBefore int      `json:"personsBefore"`
	PersonsAfter  int      `json:"personsAfter"`
	Merged        int      `json:"merged" doc:"persons that would be part of a larger one"`
	Split         int      `json:"split" doc:"persons that would be several"`
	Dropped       int      `json:"dropped" doc:"subjects whose ids would all be blocked"`
	Reviews       int      `json:"reviews" doc:"questions that would wait for a decision"`
	Examples      []Trying `json:"examples" doc:"some of the persons that would change"`
}

// Trying is one example: the persons of a few subjects before and after, and what makes the difference.
type Trying struct {
	Before []event.Person `json:"before" doc:"persons as they are"`
	After  [][]event.ID   `json:"after" doc:"the ids of each person as they would be"`
	Why    []Difference   `json:"why" doc:"ids that tie subjects together now and would not, or the other way round"`
}

// Difference is an id that a subject is tied to under one set of rules and not under the other.
type Difference struct {
	ID  event.ID `json:"id"`
	Was Status   `json:"was"`
	Is  Status   `json:"is"` // 0: blocked
}

// DryRun tries rules on the whole recorded history of a workspace and changes nothing. Ids blocked when they arrived
// stay dropped, and epochs and decisions stay as they were. It keeps the largest set of subjects that share ids in memory.
// Faults: Invalid; else those of the view and of ctx.
func DryRun(ctx context.Context, v View, ws event.Workspace, rules Rules, examples int) (Trial, error) {
	var t Trial
	if err := rules.Validate(); err != nil {
		return t, err
	}
	other := compile(rules, 0)
	err := eachComponent(v, ws, func(c *component) error {
		c.goOn = ctx.Err
		if _, err := c.replay(nil, other); err != nil {
			return err
		}
		t.add(c, examples)
		return ctx.Err()
	})
	return t, err
}

// comparing is the persons of a component before and after its replay.
type comparing struct {
	before map[*group][]event.Person // that would fall into the group
	after  map[event.Person][]*group // that the person would fall into
	order  []*group
}

// compared fills a comparing; dropped is how many subjects would be nobody's.
func (c *component) compared() (x comparing, dropped int) {
	type pairing struct {
		person event.Person
		group  *group
	}
	x = comparing{before: map[*group][]event.Person{}, after: map[event.Person][]*group{}}
	met := map[pairing]bool{}
	for _, p := range c.pasts {
		if p.group == nil {
			dropped++
			if _, ok := x.after[p.record.person]; !ok {
				x.after[p.record.person] = nil // counts as a person before
			}
			continue
		}
		if met[pairing{p.record.person, p.group}] {
			continue
		}
		met[pairing{p.record.person, p.group}] = true
		if x.before[p.group] == nil {
			x.order = append(x.order, p.group)
		}
		x.before[p.group] = append(x.before[p.group], p.record.person)
		x.after[p.record.person] = append(x.after[p.record.person], p.group)
	}
	return x, dropped
}

// add counts a component that was replayed.
func (t *Trial) add(c *component, examples int) {
	x, dropped := c.compared()
	t.Subjects += len(c.pasts)
	t.Dropped += dropped
	t.PersonsBefore += len(x.after)
	t.PersonsAfter += len(x.order)
	asked := map[[16]byte]bool{}
	for _, p := range c.pasts {
		for _, want := range p.reviews {
			asked[pair{p.ids[0].node, p.ids[want.node].node}.hash()] = true
		}
	}
	t.Reviews += len(asked)
	for _, groups := range x.after {
		if len(groups) > 1 {
			t.Split++
		}
	}
	shown := map[*group]bool{}
	for _, g := range x.order {
		persons := x.before[g]
		if len(persons) > 1 {
			t.Merged += len(persons)
		}
		same := len(persons) == 1 && len(x.after[persons[0]]) == 1
		if same || shown[g] || len(t.Examples) >= examples {
			continue
		}
		e := Trying{Before: persons}
		touched := map[event.Person]bool{}
		for _, p := range persons {
			touched[p] = true
			for _, h := range x.after[p] {
				if !shown[h] {
					shown[h] = true
					e.After = append(e.After, h.ids())
				}
			}
		}
		e.Why = c.differences(touched)
		t.Examples = append(t.Examples, e)
	}
}

// differencesMax bounds the reasons of one example.
const differencesMax = 10

// differences tells which ids of the persons' subjects would be used and are not, or the other way round.
func (c *component) differences(persons map[event.Person]bool) (all []Difference) {
	for _, p := range c.pasts {
		if !persons[p.record.person] || p.record.alone {
			continue
		}
		would := make(map[node]Status, len(p.ids))
		for _, id := range p.ids {
			would[id.node] = id.status
		}
		for _, id := range p.present.ids {
			d := Difference{ID: id.ID, Was: id.status, Is: would[id.node]}
			accepted := slices.ContainsFunc(p.accepts, func(l numberedLink) bool { return l.ids[1].node == id.node })
			if accepted || d.Was.Used() == d.Is.Used() || slices.Contains(all, d) {
				continue
			}
			if all = append(all, d); len(all) == differencesMax {
				return all
			}
		}
	}
	return all
}

func (g *group) ids() []event.ID {
	ids := make([]event.ID, len(g.nodes))
	for i, n := range g.nodes {
		ids[i] = n.ID
	}
	slices.SortFunc(ids, event.ID.Compare)
	return slices.Compact(ids)
}

// eachComponent calls fn with each component of a workspace.
func eachComponent(v View, ws event.Workspace, fn func(*component) error) error {
	var subjects []event.Subject
	err := v.Scan(key(nil, kindSubject, ws), func(key, _ []byte) error {
		subjects = append(subjects, event.Subject(key[headLen:]))
		return nil
	})
	if err != nil {
		return err
	}
	done := make(map[event.Subject]struct{}, len(subjects))
	for _, s := range subjects {
		if _, ok := done[s]; ok {
			continue
		}
		c, err := closure(v, ws, s)
		if err != nil {
			return err
		}
		for _, p := range c.pasts {
			done[p.subject] = struct{}{}
		}
		if err := fn(c); err != nil {
			return err
		}
	}
	return nil
}
