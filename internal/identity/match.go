package identity

import "jejak/internal/event"

// matched is what the rules made of one subject: the persons that it joins and what became of each id.
type matched struct {
	rule    Rule
	status  []Status        // by node
	join    []*personRecord // distinct, in order of priority; empty is a new person
	reviews []reviewWanted
}

type reviewWanted struct {
	node   int
	reason Reason
}

// match applies the rules to a new subject. It sees nothing else, so a repair that shows it the same shows the same
// answer. nodes are in order of priority; known is the person of each, nil where it has none (equal persons are equal
// pointers); refused says which ids people have decided to keep apart from nodes[0], and is never asked about 0.
//
//  1. Ids that were decided against are left out.
//  2. While joining what is left would break a limit, the last id is set aside. The first always stays.
//  3. From the first id on, each next one joins, unless its person and what is joined so far both have a user_id or
//     would be too large together: then it waits for a review.
func match(rules *ruleset, nodes []node, known []*personRecord, refused func(i int) bool) matched {
	m := matched{status: make([]Status, len(nodes))}
	for i := 1; i < len(nodes); i++ {
		if refused != nil && refused(i) {
			m.status[i] = AsideRejected
		}
	}
	for last := len(nodes) - 1; last > 0; last-- {
		if m.status[last] != 0 {
			continue
		}
		if !breaksLimit(rules, nodes, known, m.status) {
			break
		}
		m.status[last] = AsideLimit
	}
	m.joinInOrder(rules, nodes, known)
	switch len(m.join) {
	case 0:
		m.rule = RuleNew
	case 1:
		m.rule = RuleMatch
	default:
		m.rule = RuleMerge
	}
	return m
}

// breaksLimit reports whether a person made of the nodes without a status and all that they belong to would have more
// ids of a type than allowed. Being over a limit already (by a review, or by older rules) is no ground: going further is.
func breaksLimit(rules *ruleset, nodes []node, known []*personRecord, status []Status) bool {
	var sumBuf, mostBuf [8]typeCount
	sum, most := counts(sumBuf[:0]), counts(mostBuf[:0])
	own := 0 // user ids that the event itself says are one person
	for i, n := range nodes {
		if status[i] != 0 {
			continue
		}
		if n.Type == event.UserID {
			own++
		}
		if known[i] == nil {
			sum = sum.add(n.Type, 1)
			continue
		}
		if seenBefore(known, status, i) {
			continue
		}
		sum = sum.plus(known[i].counts)
		for _, c := range known[i].counts {
			if c.n > most.of(c.t) {
				most = most.add(c.t, c.n-most.of(c.t))
			}
		}
	}
	for _, c := range sum {
		if c.n <= rules.limit(c.t) || c.n <= most.of(c.t) {
			continue
		}
		if c.t == event.UserID && own > rules.limit(c.t) {
			continue // a claim: people decide, see joinInOrder
		}
		return true
	}
	return false
}

func seenBefore(known []*personRecord, status []Status, i int) bool {
	for j := range i {
		if known[j] == known[i] && !status[j].aside() {
			return true
		}
	}
	return false
}

func (s Status) aside() bool { return s >= AsideLimit }

func (m *matched) joinInOrder(rules *ruleset, nodes []node, known []*personRecord) {
	var size uint64
	users := 0      // user ids joined so far
	people := false // whether a person joined so far has one
	wait := func(i int, reason Reason) {
		m.status[i] = AsideReview
		m.reviews = append(m.reviews, reviewWanted{i, reason})
	}
	for i, n := range nodes {
		p := known[i]
		switch {
		case m.status[i] != 0:
		case p == nil:
			if n.Type == event.UserID {
				if users > 0 && users+1 > rules.limit(n.Type) {
					wait(i, ManyUsers)
					continue
				}
				users++
			}
			m.status[i] = UsedNew
		case m.joins(p):
			m.status[i] = UsedKnown
		case len(m.join) > 0 && people && p.counts.of(event.UserID) > 0:
			wait(i, TwoUsers)
		case users > 0 && p.counts.of(event.UserID) > 0 && users+p.counts.of(event.UserID) > rules.limit(event.UserID):
			wait(i, ManyUsers)
		case len(m.join) > 0 && size+p.size > uint64(rules.MaxMergeEvents):
			wait(i, TooLarge)
		default:
			m.status[i] = UsedKnown
			m.join = append(m.join, p)
			size += p.size
			users += p.counts.of(event.UserID)
			people = people || p.counts.of(event.UserID) > 0
		}
	}
}

func (m *matched) joins(p *personRecord) bool {
	for _, q := range m.join {
		if q == p {
			return true
		}
	}
	return false
}
