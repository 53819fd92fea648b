package identity

import (
	"bytes"
	"slices"

	"jejak/internal/event"
	"jejak/internal/fault"
)

// Revoke takes a link back: afterwards the persons, and what becomes of later events, are as if it had never been made.
// The subject of a link stands alone from then on; an accepted review counts as rejected when it was accepted.
// Every subject that shares an id with the subject, directly or through others, is resolved again, in order of arrival.
// Faults: NotFound, Conflict (revoked already, or replaced by a later link of the subject).
func (r *Resolver) Revoke(tx Tx, ws event.Workspace, link uint64, actor string, at event.Time, seq uint64) ([]Move, error) {
	l, err := findLink(tx, ws, link)
	if err != nil {
		return nil, err
	}
	if _, revoked, err := tx.Get(keyNumber(nil, kindRevoked, ws, link)); err != nil || revoked {
		return nil, cmpErr(err, fault.Coded(fault.New(fault.Conflict, "link %d is revoked already", link), "link_revoked"))
	}
	sp, err := r.space(tx, ws)
	if err != nil {
		return nil, err
	}
	record, err := mustSubject(tx, ws, l.subject)
	if err != nil {
		return nil, err
	}
	switch {
	case l.rule == RuleReview:
		err = r.undo(tx, ws, sp, l, link, Undone)
	case link != record.link:
		return nil, fault.Coded(fault.New(fault.Conflict, "link %d was replaced by link %d: revoke that one", link, record.link), "link_replaced")
	case record.alone:
		return nil, fault.Coded(fault.New(fault.Conflict, "link %d joins nothing: its subject stands alone", link), "link_alone")
	default:
		err = r.standAlone(tx, ws, sp, l.subject, &record, revokedRecord{at, actor})
	}
	if err != nil {
		return nil, err
	}
	if err := r.revoked(tx, ws, link, revokedRecord{at, actor}); err != nil {
		return nil, err
	}
	c, err := closure(tx, ws, l.subject)
	if err != nil {
		return nil, err
	}
	s := settler{r: r, tx: tx, ws: ws, sp: sp, subject: l.subject, cause: link, at: at, seq: seq, actor: actor}
	return s.settle(c)
}

func cmpErr(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

func (r *Resolver) revoked(tx Tx, ws event.Workspace, link uint64, x revokedRecord) error {
	r.key = keyNumber(r.key, kindRevoked, ws, link)
	return tx.Set(r.key, x.encode())
}

// undo gives the review of an accepting link another status.
func (r *Resolver) undo(tx Tx, ws event.Workspace, sp *space, l linkRecord, link uint64, status ReviewStatus) error {
	v, err := getReview(tx, ws, l.cause)
	if err != nil {
		return err
	}
	v.status, v.decided = status, link
	w := writer{tx: tx, buf: r.key}
	w.set(keyNumber(w.buf, kindReview, ws, l.cause), v.encode())
	if status.refused() {
		sp.refused++
		w.set(key(w.buf, kindCounter, ws), sp.encode())
	}
	r.key = w.buf
	return w.err
}

// standAlone marks a subject, and takes back the reviews that were accepted for it, which then may be asked again
// about other subjects.
func (r *Resolver) standAlone(tx Tx, ws event.Workspace, sp *space, s event.Subject, record *subjectRecord,
	x revokedRecord,
) error {
	links, err := linksInForce(tx, ws, s, record)
	if err != nil {
		return err
	}
	for _, l := range links[1:] {
		if err := r.undo(tx, ws, sp, l.linkRecord, l.number, Moot); err != nil {
			return err
		}
		if err := r.revoked(tx, ws, l.number, x); err != nil {
			return err
		}
	}
	record.alone, record.joined = true, false
	r.key = keySubject(r.key, ws, s)
	return tx.Set(r.key, record.encode())
}

// settler writes what a replay says where it differs from what is stored.
type settler struct {
	r       *Resolver
	tx      Tx
	ws      event.Workspace
	sp      *space
	subject event.Subject // of the revoked link
	cause   uint64        // its number
	at      event.Time
	seq     uint64
	actor   string
	w       writer
}

func (s *settler) settle(c *component) ([]Move, error) {
	s.w = writer{tx: s.tx}
	world, err := c.replay(s.r.rulesOf(s.ws), nil)
	if err != nil {
		return nil, err
	}
	var moves []Move
	before := map[event.Person]bool{}
	for _, p := range c.pasts {
		before[p.record.person] = true
		m, err := s.settleSubject(p)
		if err != nil {
			return nil, err
		}
		if m.From != m.To {
			moves = append(moves, m)
		}
	}
	if err := s.settleIDs(c, world); err != nil {
		return nil, err
	}
	if err := s.settlePersons(c, before); err != nil {
		return nil, err
	}
	return moves, s.settleReviews(c)
}

func (s *settler) settleSubject(p *past) (Move, error) {
	m := Move{p.subject, p.record.person, p.group.name}
	record := p.record
	changed := p.rule != p.present.rule || !slices.Equal(p.ids, p.present.ids)
	if changed {
		number, err := s.r.number(s.tx, s.ws, s.sp)
		if err != nil {
			return m, err
		}
		link := linkRecord{
			rule: p.rule, subject: p.subject, at: s.at, seq: s.seq, rules: p.first.rules, cause: s.cause, actor: s.actor,
			ids: p.ids,
		}
		record.link = number
		s.w.set(keyNumber(s.w.buf, kindLink, s.ws, number), link.encode())
		s.w.set(keyFact(s.w.buf, s.ws, p.subject, number), mark())
	}
	for _, id := range p.ids {
		if !changed && p.subject != s.subject { // an accepted review that is undone leaves the link as it is
			break
		}
		used := id.status.Used() || slices.ContainsFunc(p.accepts, func(l numberedLink) bool { return l.ids[1].node == id.node })
		s.w.set(keyEdge(s.w.buf, s.ws, id.node, p.subject), encodeEdge(used))
	}
	record.person, record.joined = m.To, len(p.accepts) > 0
	if record != p.record {
		s.w.set(keySubject(s.w.buf, s.ws, p.subject), record.encode())
	}
	if m.From != m.To {
		s.w.delete(keyMember(s.w.buf, s.ws, m.From, p.subject))
		s.w.set(keyMember(s.w.buf, s.ws, m.To, p.subject), mark())
		if cached := s.r.subjects.get(subjectKey{s.ws, p.subject}); cached != nil {
			*cached = m.To
		}
	}
	return m, s.w.err
}

func (s *settler) settleIDs(c *component, world *world) error {
	done := map[node]bool{}
	for _, p := range c.pasts {
		for _, id := range p.first.ids {
			if done[id.node] {
				continue
			}
			done[id.node] = true
			var now event.Person
			if g := world.groups[id.node]; g != nil {
				now = g.name
			}
			was, _, err := personOfNode(s.tx, s.ws, id.node)
			if err != nil {
				return err
			}
			if was != now {
				s.w.set(keyID(s.w.buf, s.ws, id.node), encodeID(now))
			}
		}
	}
	return s.w.err
}

func (s *settler) settlePersons(c *component, before map[event.Person]bool) error {
	done := map[*group]bool{}
	for _, p := range c.pasts {
		g := p.group
		if done[g] {
			continue
		}
		done[g] = true
		delete(before, g.name)
		g.size = g.sizeAt(^uint64(0))
		k, now := keyPerson(nil, s.ws, g.name), g.encode()
		was, _, err := s.tx.Get(k)
		if err != nil {
			return err
		}
		if !bytes.Equal(was, now) {
			s.w.set(k, now)
		}
	}
	for gone := range before {
		s.w.delete(keyPerson(nil, s.ws, gone))
	}
	return s.w.err
}

// settleReviews asks what has to be asked now, and takes back open questions that have lost their ground.
func (s *settler) settleReviews(c *component) error {
	wanted := map[[16]byte]reviewRecord{}
	var order []reviewRecord
	for _, p := range c.pasts {
		for _, want := range p.reviews {
			v := reviewRecord{
				subject: p.subject, pair: pair{p.ids[0].node, p.ids[want.node].node}, reason: want.reason,
				at: p.first.at, seq: p.first.seq,
			}
			if _, ok := wanted[v.pair.hash()]; !ok {
				wanted[v.pair.hash()] = v
				order = append(order, v)
			}
		}
	}
	for number, v := range c.reviews {
		if v.status != Open {
			continue
		}
		now, ok := wanted[v.pair.hash()]
		switch {
		case !ok:
			v.status = Moot
		case now.subject != v.subject || now.reason != v.reason:
			v.subject, v.reason = now.subject, now.reason
		default:
			continue
		}
		s.w.set(keyNumber(s.w.buf, kindReview, s.ws, number), v.encode())
	}
	for _, v := range order {
		if err := s.r.ask(s.tx, s.ws, s.sp, v); err != nil {
			return err
		}
	}
	return s.w.err
}
