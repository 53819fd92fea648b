package identity

import (
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

// Trying is one example: the persons of a few subjects before and after.
type Trying struct {
	Before []event.Person `json:"before" doc:"persons as they are"`
	After  [][]event.ID   `json:"after" doc:"the ids of each person as they would be"`
}

// DryRun tries rules on the whole recorded history of a workspace and changes nothing. Ids blocked when they arrived
// stay dropped, and epochs and decisions stay as they were. It keeps the largest set of subjects that share ids in memory.
// Faults: Invalid.
func DryRun(v View, ws event.Workspace, rules Rules, examples int) (Trial, error) {
	var t Trial
	if err := rules.Validate(); err != nil {
		return t, err
	}
	other := compile(rules, 0)
	err := eachComponent(v, ws, func(c *component) error {
		if _, err := c.replay(nil, other); err != nil {
			return err
		}
		t.add(c, examples)
		return nil
	})
	return t, err
}

// add compares the persons of a component before and after its replay.
func (t *Trial) add(c *component, examples int) {
	t.Subjects += len(c.pasts)
	after := map[event.Person][]*group{} // the groups that a person would fall into
	before := map[*group][]event.Person{}
	var order []*group
	asked := map[[16]byte]bool{}
	for _, p := range c.pasts {
		for _, want := range p.reviews {
			asked[pair{p.ids[0].node, p.ids[want.node].node}.hash()] = true
		}
		if p.group == nil {
			t.Dropped++
			if _, ok := after[p.record.person]; !ok {
				after[p.record.person] = nil // counts as a person before
			}
			continue
		}
		if before[p.group] == nil {
			order = append(order, p.group)
		}
		if !slices.Contains(before[p.group], p.record.person) {
			before[p.group] = append(before[p.group], p.record.person)
			after[p.record.person] = append(after[p.record.person], p.group)
		}
	}
	t.Reviews += len(asked)
	t.PersonsBefore += len(after)
	t.PersonsAfter += len(order)
	for _, groups := range after {
		if len(groups) > 1 {
			t.Split++
		}
	}
	shown := map[*group]bool{}
	for _, g := range order {
		persons := before[g]
		if len(persons) > 1 {
			t.Merged += len(persons)
		}
		same := len(persons) == 1 && len(after[persons[0]]) == 1
		if same || shown[g] || len(t.Examples) >= examples {
			continue
		}
		e := Trying{Before: persons}
		for _, p := range persons {
			for _, h := range after[p] {
				if !shown[h] {
					shown[h] = true
					e.After = append(e.After, h.ids())
				}
			}
		}
		t.Examples = append(t.Examples, e)
	}
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
