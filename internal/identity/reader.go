package identity

import (
	"cmp"
	"errors"
	"slices"

	"jejak/internal/event"
	"jejak/internal/fault"
)

// Reader answers what screens ask, from a view that does not change meanwhile.
type Reader struct{ view View }

// NewReader reads from v.
func NewReader(v View) *Reader { return &Reader{v} }

// LinkID is an id as a link saw it.
type LinkID struct {
	event.ID
	Epoch  uint32 `json:"epoch,omitempty" doc:"of an anonymous id: which of the users of that device"`
	Status Status `json:"status" doc:"new, known (the evidence), or set aside by limit, review, rejected, revoked"`
}

// Link is a fact that ties a subject to ids.
type Link struct {
	Number  uint64        `json:"id"`
	Subject event.Subject `json:"subject"`
	Rule    Rule          `json:"rule"`
	IDs     []LinkID      `json:"ids" doc:"in order of priority"`
	At      event.Time    `json:"time"`
	Seq     uint64        `json:"seq" doc:"the change that brought it"`
	Actor   string        `json:"actor,omitempty" doc:"empty where Jejak itself made it"`
	Cause   uint64        `json:"cause,omitempty" doc:"the review it accepts, or the revoked link after which it was made"`
	InForce bool          `json:"inForce" doc:"it holds its subject now"`
	Revoked *Revocation   `json:"revoked,omitempty"`
}

// Revocation is the fact that a link was taken back.
type Revocation struct {
	At    event.Time `json:"time"`
	Actor string     `json:"actor"`
}

// Evidence are the ids by which a link found its person.
func (l *Link) Evidence() []event.ID {
	return l.pick(func(s Status) bool { return s == UsedKnown })
}

// SetAside are the ids that a link does not use.
func (l *Link) SetAside() []event.ID { return l.pick(Status.aside) }

func (l *Link) pick(want func(Status) bool) (ids []event.ID) {
	for _, id := range l.IDs {
		if want(id.Status) {
			ids = append(ids, id.ID)
		}
	}
	return ids
}

// SubjectInfo is a subject of a person.
type SubjectInfo struct {
	Subject event.Subject `json:"subject"`
	IDs     []LinkID      `json:"ids"`
	First   event.Time    `json:"firstSeen"`
	Alone   bool          `json:"alone,omitempty" doc:"its link was revoked"`
}

// IDInfo is an id of a person.
type IDInfo struct {
	event.ID
	Epoch    uint32 `json:"epoch,omitempty"`
	Subjects int    `json:"subjects" doc:"how many of the person's subjects use it"`
}

// Profile is a person, and why it is one.
type Profile struct {
	Person   event.Person  `json:"person"`
	Subjects []SubjectInfo `json:"subjects" doc:"oldest first"`
	IDs      []IDInfo      `json:"ids" doc:"in order of type and value"`
	Links    []Link        `json:"links" doc:"of all subjects, in the order they were made"`
}

// PersonOf finds the person of an id: the one that uses it, for an anonymous id in its present epoch; where nobody does,
// that of the oldest subject that carries it. ok is false for an id never seen.
func (r *Reader) PersonOf(ws event.Workspace, id event.ID) (p event.Person, ok bool, err error) {
	n := node{ID: id}
	if id.Type == event.AnonymousID {
		value, ok, err := r.view.Get(keyEpoch(nil, ws, id.Value))
		if err != nil {
			return p, false, err
		}
		if ok {
			e, err := decodeEpoch(value)
			if err != nil {
				return p, false, err
			}
			n.epoch = e.current
		}
	}
	return r.personOfNode(ws, n)
}

func (r *Reader) personOfNode(ws event.Workspace, n node) (p event.Person, ok bool, err error) {
	p, ok, err = personOfNode(r.view, ws, n)
	if err != nil || !ok || !p.IsZero() {
		return p, ok, err
	}
	var carriers []event.Subject
	err = r.view.Scan(keyEdges(nil, ws, n), func(key, _ []byte) error {
		carriers = append(carriers, event.Subject(key[len(key)-16:]))
		return nil
	})
	var oldest uint64
	for _, s := range carriers {
		record, err := mustSubject(r.view, ws, s)
		if err != nil {
			return p, false, err
		}
		if oldest == 0 || record.born < oldest {
			p, oldest = record.person, record.born
		}
	}
	return p, !p.IsZero(), err
}

// PersonOfSubject is the person that a subject belongs to; ok is false for a subject never seen.
func (r *Reader) PersonOfSubject(ws event.Workspace, s event.Subject) (p event.Person, ok bool, err error) {
	record, ok, err := getSubject(r.view, ws, s)
	return record.person, ok, err
}

// MovedTo is where the person that once had this name is now: itself, or the person that it was merged into.
// Faults: NotFound.
func (r *Reader) MovedTo(ws event.Workspace, p event.Person) (event.Person, error) {
	// A person has the name of its oldest subject, and subjects never go away.
	to, ok, err := r.PersonOfSubject(ws, event.Subject(p))
	if err == nil && !ok {
		err = fault.Coded(fault.New(fault.NotFound, "there is no person %s", p), "person_gone")
	}
	return to, err
}

// Person tells all about a person. Faults: NotFound, also for a name that MovedTo leads on from.
func (r *Reader) Person(ws event.Workspace, p event.Person) (Profile, error) {
	profile := Profile{Person: p}
	subjects, err := members(r.view, ws, p)
	if err != nil {
		return profile, err
	}
	if len(subjects) == 0 {
		return profile, fault.Coded(fault.New(fault.NotFound, "there is no person %s", p), "person_gone")
	}
	born := map[event.Subject]uint64{}
	users := map[node]int{}
	for _, s := range subjects {
		record, err := mustSubject(r.view, ws, s)
		if err != nil {
			return profile, err
		}
		links, err := r.linksOf(ws, s, &record)
		if err != nil {
			return profile, err
		}
		born[s] = record.born
		used := map[node]bool{}
		for i := range links {
			if !links[i].InForce {
				continue
			}
			for _, id := range links[i].IDs {
				if id.Status.Used() {
					used[node{id.ID, id.Epoch}] = true
				}
			}
		}
		for n := range used {
			users[n]++
		}
		present := slices.IndexFunc(links, func(l Link) bool { return l.Number == record.link })
		profile.Subjects = append(profile.Subjects, SubjectInfo{s, links[present].IDs, links[0].At, record.alone})
		profile.Links = append(profile.Links, links...)
	}
	slices.SortFunc(profile.Subjects, func(a, b SubjectInfo) int { return cmp.Compare(born[a.Subject], born[b.Subject]) })
	slices.SortFunc(profile.Links, func(a, b Link) int { return cmp.Compare(a.Number, b.Number) })
	for n, count := range users {
		profile.IDs = append(profile.IDs, IDInfo{n.ID, n.epoch, count})
	}
	slices.SortFunc(profile.IDs, func(a, b IDInfo) int {
		return cmp.Or(a.Compare(b.ID), cmp.Compare(a.Epoch, b.Epoch))
	})
	return profile, nil
}

// linksOf are all links that a subject ever had, first to last.
func (r *Reader) linksOf(ws event.Workspace, s event.Subject, record *subjectRecord) ([]Link, error) {
	later, err := factsOf(r.view, ws, s)
	if err != nil {
		return nil, err
	}
	var links []Link
	for _, n := range append([]uint64{record.born}, later...) {
		l, err := r.link(ws, n, record)
		if err != nil {
			return nil, err
		}
		links = append(links, l)
	}
	return links, nil
}

// Link reads one link. Faults: NotFound.
func (r *Reader) Link(ws event.Workspace, number uint64) (Link, error) {
	l, err := findLink(r.view, ws, number)
	if err != nil {
		return Link{}, err
	}
	record, err := mustSubject(r.view, ws, l.subject)
	if err != nil {
		return Link{}, err
	}
	return r.link(ws, number, &record)
}

func (r *Reader) link(ws event.Workspace, number uint64, record *subjectRecord) (Link, error) {
	l, err := getLink(r.view, ws, number)
	if err != nil {
		return Link{}, err
	}
	link := Link{
		Number: number, Subject: l.subject, Rule: l.rule, At: l.at, Seq: l.seq, Actor: l.actor, Cause: l.cause,
		IDs: make([]LinkID, len(l.ids)),
	}
	for i, id := range l.ids {
		link.IDs[i] = LinkID{id.ID, id.epoch, id.status}
	}
	value, ok, err := r.view.Get(keyNumber(nil, kindRevoked, ws, number))
	if err != nil {
		return link, err
	}
	if ok {
		x, err := decodeRevoked(value)
		if err != nil {
			return link, err
		}
		link.Revoked = &Revocation{x.at, x.actor}
	}
	link.InForce = link.Revoked == nil && (l.rule == RuleReview || number == record.link)
	return link, nil
}

// Found is an id that a search found.
type Found struct {
	event.ID
	Epoch  uint32       `json:"epoch,omitempty"`
	Person event.Person `json:"person"`
}

// ByIDPrefix finds the ids of all types whose value begins with prefix, by type and value, at most limit.
func (r *Reader) ByIDPrefix(ws event.Workspace, prefix string, limit int) ([]Found, error) {
	types, err := typesOf(r.view, ws)
	if err != nil {
		return nil, err
	}
	var nodes []node
	for _, t := range types {
		err := r.view.Scan(append(keyIDs(nil, ws, t), prefix...), func(key, _ []byte) error {
			if len(nodes) >= limit {
				return errStop
			}
			// The epoch at the end of a short anonymous id can look like part of the prefix.
			if n, ok := nodeOfKey(key); ok && len(n.Value) >= len(prefix) {
				nodes = append(nodes, n)
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStop) {
			return nil, err
		}
	}
	found := make([]Found, 0, len(nodes))
	for _, n := range nodes {
		p, ok, err := r.personOfNode(ws, n)
		if err != nil {
			return nil, err
		}
		if ok {
			found = append(found, Found{n.ID, n.epoch, p})
		}
	}
	return found, nil
}

// Review is a question to people: do these two ids belong to one person?
type Review struct {
	Number  uint64         `json:"id"`
	Keep    LinkID         `json:"keep" doc:"the id by which the event was linked"`
	Join    LinkID         `json:"join" doc:"the id that waits"`
	Persons []event.Person `json:"persons" doc:"whom they belong to now; one where the second id belongs to nobody"`
	Subject event.Subject  `json:"subject" doc:"the first subject that carried both"`
	Reason  Reason         `json:"reason"`
	Status  ReviewStatus   `json:"status"`
	At      event.Time     `json:"time"`
	Decided event.Time     `json:"decided,omitempty"`
	Actor   string         `json:"actor,omitempty"`
}

// Reviews lists the workspace's reviews, newest first, at most limit; openOnly leaves out the decided ones.
func (r *Reader) Reviews(ws event.Workspace, openOnly bool, limit int) ([]Review, error) {
	var numbers []uint64
	var records []reviewRecord
	err := r.view.Scan(key(nil, kindReview, ws), func(key, value []byte) error {
		v, err := decodeReview(value)
		if err != nil {
			return err
		}
		if !openOnly || v.status == Open {
			numbers, records = append(numbers, numberOfKey(key)), append(records, v)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	reviews := make([]Review, 0, min(limit, len(records)))
	for i := len(records) - 1; i >= 0 && len(reviews) < limit; i-- {
		review, err := r.review(ws, numbers[i], &records[i])
		if err != nil {
			return nil, err
		}
		reviews = append(reviews, review)
	}
	return reviews, nil
}

// Review reads one review. Faults: NotFound.
func (r *Reader) Review(ws event.Workspace, number uint64) (Review, error) {
	v, err := getReview(r.view, ws, number)
	if err != nil {
		return Review{}, err
	}
	return r.review(ws, number, &v)
}

func (r *Reader) review(ws event.Workspace, number uint64, v *reviewRecord) (Review, error) {
	review := Review{
		Number: number, Subject: v.subject, Reason: v.reason, Status: v.status, At: v.at, Decided: v.when, Actor: v.actor,
		Keep: LinkID{v.pair.keep.ID, v.pair.keep.epoch, UsedKnown}, Join: LinkID{v.pair.join.ID, v.pair.join.epoch, AsideReview},
	}
	switch {
	case v.status == Accepted:
		review.Join.Status = UsedKnown
	case v.status.refused():
		review.Join.Status = AsideRejected
	}
	record, err := mustSubject(r.view, ws, v.subject)
	if err != nil {
		return review, err
	}
	review.Persons = []event.Person{record.person}
	other, _, err := personOfNode(r.view, ws, v.pair.join)
	if err == nil && !other.IsZero() && other != record.person {
		review.Persons = append(review.Persons, other)
	}
	return review, err
}
