package identity

import (
	"cmp"
	"slices"
	"strings"

	"jejak/internal/event"
)

// link ties a subject never seen before to its person, joining persons where the rules say so.
func (r *Resolver) link(tx Tx, ws event.Workspace, rules *ruleset, subject event.Subject, nodes []node,
	at event.Time, seq uint64,
) (event.Person, []Move, error) {
	sp, err := r.space(tx, ws)
	if err != nil {
		return event.Person{}, nil, err
	}
	slices.SortFunc(nodes, rules.compare)
	known, seen, err := r.known(tx, ws, nodes)
	if err != nil {
		return event.Person{}, nil, err
	}
	refused, err := refusals(tx, ws, sp, nodes)
	if err != nil {
		return event.Person{}, nil, err
	}
	m := match(rules, nodes, known, refused)

	number, err := r.number(tx, ws, sp)
	if err != nil {
		return event.Person{}, nil, err
	}
	target := &personRecord{name: event.Person(subject), born: number}
	var moves []Move
	if len(m.join) > 0 {
		if target, moves, err = r.merge(tx, ws, m.join); err != nil {
			return event.Person{}, nil, err
		}
	}
	target.subjects++
	link := linkRecord{rule: m.rule, subject: subject, at: at, seq: seq, rules: rules.version, ids: make([]linkID, len(nodes))}
	for i, n := range nodes {
		link.ids[i] = linkID{n, m.status[i]}
		if m.status[i] == UsedNew {
			target.counts = target.counts.add(n.Type, 1)
		}
	}
	record := subjectRecord{born: number, link: number, person: target.name}
	if err := r.writeSubject(tx, ws, sp, subject, record, &link, target, seen); err != nil {
		return event.Person{}, nil, err
	}
	for _, want := range m.reviews {
		v := reviewRecord{subject: subject, pair: pair{nodes[0], nodes[want.node]}, reason: want.reason, at: at, seq: seq}
		if err := r.ask(tx, ws, sp, v); err != nil {
			return event.Person{}, nil, err
		}
	}
	return target.name, moves, nil
}

// known looks up the person of each node, one record per person, and whether any subject carries the node.
func (r *Resolver) known(v View, ws event.Workspace, nodes []node) (known []*personRecord, seen []bool, err error) {
	known, seen = make([]*personRecord, len(nodes)), make([]bool, len(nodes))
	for i, n := range nodes {
		if n.Type == event.AnonymousID && slices.Contains(r.fresh, n.Value) {
			continue
		}
		p, was, err := personOfNode(v, ws, n)
		if err != nil {
			return nil, nil, err
		}
		seen[i] = was
		if p.IsZero() {
			continue
		}
		j := slices.IndexFunc(known[:i], func(q *personRecord) bool { return q != nil && q.name == p })
		if j >= 0 {
			known[i] = known[j]
			continue
		}
		if known[i], err = getPerson(v, ws, p); err != nil {
			return nil, nil, err
		}
	}
	return known, seen, nil
}

// refusals finds the nodes that people decided to keep apart from the first. Nil where there are none.
func refusals(v View, ws event.Workspace, sp *space, nodes []node) (func(i int) bool, error) {
	if sp.refused == 0 || len(nodes) < 2 {
		return nil, nil
	}
	no := make([]bool, len(nodes))
	for i := 1; i < len(nodes); i++ {
		_, review, ok, err := reviewOfPair(v, ws, pair{nodes[0], nodes[i]})
		if err != nil {
			return nil, err
		}
		no[i] = ok && review.status.refused()
	}
	return func(i int) bool { return no[i] }, nil
}

// maxTypes is how many id types of a workspace searching knows of: senders name types, and may make up any number.
const maxTypes = 256

// writeSubject writes a new subject and all that speaks of it.
func (r *Resolver) writeSubject(tx Tx, ws event.Workspace, sp *space, subject event.Subject, record subjectRecord,
	link *linkRecord, target *personRecord, seen []bool,
) error {
	w := writer{tx: tx, buf: r.key}
	w.set(keyNumber(w.buf, kindLink, ws, record.link), link.encode())
	w.set(keySubject(w.buf, ws, subject), record.encode())
	w.set(keyMember(w.buf, ws, target.name, subject), mark())
	w.set(keyPerson(w.buf, ws, target.name), target.encode())
	for i, id := range link.ids {
		w.set(keyEdge(w.buf, ws, id.node, subject), encodeEdge(id.status.Used()))
		switch {
		case id.status == UsedNew:
			w.set(keyID(w.buf, ws, id.node), encodeID(target.name))
		case !seen[i]: // set aside, but people can look for it
			w.set(keyID(w.buf, ws, id.node), encodeID(event.Person{}))
		}
		if !sp.types[id.Type] && len(sp.types) < maxTypes {
			sp.types[event.IDType(strings.Clone(string(id.Type)))] = true
			w.set(keyType(w.buf, ws, id.Type), mark())
		}
	}
	r.key = w.buf
	return w.err
}

// merge joins persons into the oldest, whose record it returns and the caller writes.
func (r *Resolver) merge(tx Tx, ws event.Workspace, join []*personRecord) (*personRecord, []Move, error) {
	target := slices.MinFunc(join, func(a, b *personRecord) int { return cmp.Compare(a.born, b.born) })
	var moves []moved
	for _, p := range join {
		if p == target {
			continue
		}
		subjects, err := members(tx, ws, p.name)
		if err != nil {
			return nil, nil, err
		}
		for _, s := range subjects {
			born, err := r.move(tx, ws, s, p.name, target.name)
			if err != nil {
				return nil, nil, err
			}
			moves = append(moves, moved{Move{s, p.name, target.name}, born})
		}
		target.subjects += p.subjects
		target.size += p.size
		target.counts = target.counts.plus(p.counts)
		if err := tx.Delete(keyPerson(nil, ws, p.name)); err != nil {
			return nil, nil, err
		}
	}
	return target, inOrder(moves), nil
}

type moved struct {
	Move
	born uint64
}

// inOrder puts moves in order of the subjects' arrival.
func inOrder(moves []moved) []Move {
	if len(moves) == 0 {
		return nil
	}
	slices.SortFunc(moves, func(a, b moved) int { return cmp.Compare(a.born, b.born) })
	out := make([]Move, len(moves))
	for i, m := range moves {
		out[i] = m.Move
	}
	return out
}

// move gives one subject and the ids it uses to another person.
func (r *Resolver) move(tx Tx, ws event.Workspace, s event.Subject, from, to event.Person) (born uint64, err error) {
	record, err := mustSubject(tx, ws, s)
	if err != nil {
		return 0, err
	}
	used, err := usedNodes(tx, ws, s, &record)
	if err != nil {
		return 0, err
	}
	record.person = to
	w := writer{tx: tx, buf: r.key}
	w.set(keySubject(w.buf, ws, s), record.encode())
	w.delete(keyMember(w.buf, ws, from, s))
	w.set(keyMember(w.buf, ws, to, s), mark())
	for _, n := range used {
		w.set(keyID(w.buf, ws, n), encodeID(to))
	}
	r.key = w.buf
	if p := r.subjects.get(subjectKey{ws, s}); p != nil {
		*p = to
	}
	return record.born, w.err
}

// usedNodes are the ids that tie a subject to its person, over all its links in force.
func usedNodes(v View, ws event.Workspace, s event.Subject, record *subjectRecord) ([]node, error) {
	links, err := linksInForce(v, ws, s, record)
	if err != nil {
		return nil, err
	}
	var used []node
	for _, l := range links {
		for _, id := range l.ids {
			if id.status.Used() && !slices.Contains(used, id.node) {
				used = append(used, id.node)
			}
		}
	}
	return used, nil
}

type numberedLink struct {
	linkRecord
	number uint64
}

// linksInForce are the subject's present link, first, and the accepted reviews that stand.
func linksInForce(v View, ws event.Workspace, s event.Subject, record *subjectRecord) ([]numberedLink, error) {
	l, err := getLink(v, ws, record.link)
	if err != nil {
		return nil, err
	}
	links := []numberedLink{{l, record.link}}
	if !record.joined {
		return links, nil
	}
	facts, err := factsOf(v, ws, s)
	if err != nil {
		return nil, err
	}
	for _, n := range facts {
		l, err := getLink(v, ws, n)
		if err != nil {
			return nil, err
		}
		if l.rule != RuleReview {
			continue
		}
		_, revoked, err := v.Get(keyNumber(nil, kindRevoked, ws, n))
		if err != nil {
			return nil, err
		}
		if !revoked {
			links = append(links, numberedLink{l, n})
		}
	}
	return links, nil
}

// factsOf are the numbers of the subject's links after the first, in order.
func factsOf(v View, ws event.Workspace, s event.Subject) (numbers []uint64, err error) {
	err = v.Scan(key16(nil, kindFact, ws, s), func(key, _ []byte) error {
		numbers = append(numbers, numberOfKey(key))
		return nil
	})
	return numbers, err
}

func members(v View, ws event.Workspace, p event.Person) (subjects []event.Subject, err error) {
	err = v.Scan(key16(nil, kindMember, ws, p), func(key, _ []byte) error {
		subjects = append(subjects, event.Subject(key[len(key)-16:]))
		return nil
	})
	return subjects, err
}

// writer writes until the first error, and lends its buffer to the keys.
type writer struct {
	tx  Tx
	buf []byte
	err error
}

func (w *writer) set(key, value []byte) {
	w.buf = key
	if w.err == nil {
		w.err = w.tx.Set(key, value)
	}
}

func (w *writer) delete(key []byte) {
	w.buf = key
	if w.err == nil {
		w.err = w.tx.Delete(key)
	}
}
