package identity

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"jejak/internal/event"
)

// The oracle: the rules of docs/identity.md once more, as slowly and plainly as they can be said, sharing no code with
// the package but its words. It knows no revocation: it lives through a history in which banned subjects stood alone.

type deedKind int

const (
	sent deedKind = iota
	accepted
	rejected
	newRules
)

// happening is one thing in a history.
type happening struct {
	kind    deedKind
	ids     []event.ID // sent
	subject string     // accepted: as oracle names it
	a, b    string     // accepted, rejected: the pair, as nodes
	rules   Rules      // newRules
	undone  bool       // accepted, but that link was revoked
}

type naivePerson struct {
	subjects []string
	nodes    map[string]bool // "type value epoch"
}

type oracle struct {
	rules   Rules
	banned  map[string]bool
	persons []*naivePerson
	arrived []string // subjects in order
	events  map[string]int
	refused map[string]bool
	devices map[string]*naiveDevice
}

type naiveDevice struct {
	users   []string // by epoch; "" is unbound
	current int
}

func newOracle(banned map[string]bool) *oracle {
	return &oracle{
		rules: DefaultRules(), banned: banned, events: map[string]int{}, refused: map[string]bool{},
		devices: map[string]*naiveDevice{},
	}
}

func (o *oracle) live(history []happening) {
	for _, h := range history {
		switch h.kind {
		case sent:
			o.send(h.ids)
		case accepted:
			if h.undone {
				o.refuse(h.a, h.b)
			} else if !o.banned[h.subject] {
				o.join(h.subject, h.b)
			}
		case rejected:
			o.refuse(h.a, h.b)
		case newRules:
			o.rules = h.rules
		}
	}
}

func (o *oracle) refuse(a, b string) { o.refused[a+"|"+b], o.refused[b+"|"+a] = true, true }

func nodeText(t event.IDType, value string, epoch int) string {
	return fmt.Sprintf("%s %s %d", t, value, epoch)
}

func typeOf(n string) event.IDType {
	t, _, _ := strings.Cut(n, " ")
	return event.IDType(t)
}

// nodes turns an event's ids into nodes, and switches users on devices.
func (o *oracle) nodes(ids []event.ID) []string {
	var users, out []string
	for _, id := range ids {
		if id.Type == event.UserID {
			users = append(users, id.Value)
		}
	}
	slices.Sort(users)
	for _, id := range ids {
		if id.Type != event.AnonymousID {
			out = append(out, nodeText(id.Type, id.Value, 0))
			continue
		}
		d := o.devices[id.Value]
		if d == nil {
			d = &naiveDevice{users: []string{""}}
			o.devices[id.Value] = d
		}
		if len(users) > 0 && !slices.Contains(users, d.users[d.current]) {
			if d.users[d.current] == "" {
				d.users[d.current] = users[0]
			} else if i := o.returning(d, users); i >= 0 {
				d.current = i
			} else {
				d.users = append(d.users, users[0])
				d.current = len(d.users) - 1
			}
		}
		out = append(out, nodeText(id.Type, id.Value, d.current))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (o *oracle) returning(d *naiveDevice, users []string) int {
	for _, u := range users {
		if i := slices.Index(d.users, u); i >= 0 {
			return i
		}
	}
	return -1
}

func (o *oracle) personOf(n string) *naivePerson {
	for _, p := range o.persons {
		if p.nodes[n] {
			return p
		}
	}
	return nil
}

func (o *oracle) personsOf(nodes []string) (persons []*naivePerson) {
	for _, n := range nodes {
		if p := o.personOf(n); p != nil && !slices.Contains(persons, p) {
			persons = append(persons, p)
		}
	}
	return persons
}

func countType(nodes map[string]bool, t event.IDType) (n int) {
	for x := range nodes {
		if typeOf(x) == t {
			n++
		}
	}
	return n
}

func (o *oracle) limit(t event.IDType) int {
	if n, ok := o.rules.Limits[t]; ok {
		return n
	}
	return o.rules.OtherLimit
}

func (o *oracle) breaks(nodes []string) bool {
	all := map[string]bool{}
	own := 0
	for _, n := range nodes {
		all[n] = true
		if typeOf(n) == event.UserID {
			own++
		}
	}
	persons := o.personsOf(nodes)
	for _, p := range persons {
		maps.Copy(all, p.nodes)
	}
	for n := range all {
		t := typeOf(n)
		if countType(all, t) <= o.limit(t) || t == event.UserID && own > o.limit(t) {
			continue
		}
		if !slices.ContainsFunc(persons, func(p *naivePerson) bool { return countType(p.nodes, t) == countType(all, t) }) {
			return true
		}
	}
	return false
}

func (o *oracle) send(ids []event.ID) string {
	nodes := o.nodes(ids)
	subject := strings.Join(nodes, ", ")
	defer func() { o.events[subject]++ }()
	if slices.Contains(o.arrived, subject) {
		return subject
	}
	o.arrived = append(o.arrived, subject)
	me := &naivePerson{subjects: []string{subject}, nodes: map[string]bool{}}
	o.persons = append(o.persons, me)
	if o.banned[subject] {
		return subject
	}
	rank := func(n string) int {
		if i := slices.Index(o.rules.Priority, typeOf(n)); i >= 0 {
			return i
		}
		return 1000
	}
	slices.SortStableFunc(nodes, func(a, b string) int { return cmp.Compare(rank(a), rank(b)) })
	first := nodes[0]
	nodes = slices.DeleteFunc(nodes, func(n string) bool { return o.refused[first+"|"+n] })
	for len(nodes) > 1 && o.breaks(nodes) {
		nodes = nodes[:len(nodes)-1]
	}
	for _, n := range nodes {
		if p := o.personOf(n); p == nil {
			if typeOf(n) == event.UserID && countType(me.nodes, event.UserID) > 0 &&
				countType(me.nodes, event.UserID) >= o.limit(event.UserID) {
				continue // a claim of sameness waits
			}
			me.nodes[n] = true
		} else if p != me && !o.waits(me, p) {
			o.pour(p, me)
		}
	}
	return subject
}

// waits says whether joining two persons needs a review. me is new, so a user id of its own is no person's yet.
func (o *oracle) waits(me, p *naivePerson) bool {
	mine, theirs := countType(me.nodes, event.UserID), countType(p.nodes, event.UserID)
	if mine > 0 && theirs > 0 && (mine+theirs > o.limit(event.UserID) || o.olderUsers(me)) {
		return true
	}
	if len(me.subjects) == 1 { // nobody joined yet
		return false
	}
	return o.size(me)+o.size(p) > o.rules.MaxMergeEvents
}

// olderUsers says whether one of the persons joined into me has a user id.
func (o *oracle) olderUsers(me *naivePerson) bool {
	newest := me.subjects[0]
	for n := range me.nodes {
		if typeOf(n) != event.UserID {
			continue
		}
		for _, s := range me.subjects {
			if s != newest && slices.Contains(strings.Split(s, ", "), n) {
				return true
			}
		}
	}
	return false
}

func (o *oracle) size(p *naivePerson) (n int) {
	for _, s := range p.subjects {
		n += o.events[s]
	}
	return n
}

func (o *oracle) pour(from, to *naivePerson) {
	to.subjects = append(to.subjects, from.subjects...)
	maps.Copy(to.nodes, from.nodes)
	o.persons = slices.DeleteFunc(o.persons, func(p *naivePerson) bool { return p == from })
}

func (o *oracle) join(subject, n string) {
	i := slices.IndexFunc(o.persons, func(p *naivePerson) bool { return slices.Contains(p.subjects, subject) })
	me := o.persons[i]
	if p := o.personOf(n); p == nil {
		me.nodes[n] = true
	} else if p != me {
		o.pour(p, me)
	}
}

// partition writes each person as its subjects, the oldest first, which gives it its name.
func (o *oracle) partition() []string {
	var out []string
	for _, p := range o.persons {
		subjects := slices.Clone(p.subjects)
		slices.SortFunc(subjects, func(a, b string) int {
			return cmp.Compare(slices.Index(o.arrived, a), slices.Index(o.arrived, b))
		})
		out = append(out, strings.Join(subjects, " + "))
	}
	slices.Sort(out)
	return out
}
