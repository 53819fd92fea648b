package identity

import (
	"bytes"
	"slices"

	"jejak/internal/event"

	"pgregory.net/rapid"
)

// setupRapid has small caches, so that they let go of things all the time.
func setupRapid(t *rapid.T) *bench {
	tx := newMemory()
	r, err := NewResolver(tx, Options{Subjects: 3, Devices: 2})
	if err != nil {
		t.Fatal(err)
	}
	return &bench{t: t, tx: tx, r: r, place: map[event.Subject]event.Person{}}
}

func (b *bench) follow(moves []Move) {
	for _, m := range moves {
		if b.place[m.Subject] != m.From || m.From == m.To {
			b.t.Fatalf("move %v of a subject of %s", m, b.place[m.Subject])
		}
		b.place[m.Subject] = m.To
	}
}

func (b *bench) sendIDs(ids []event.ID) Resolution {
	b.t.Helper()
	b.seq++
	at := event.Time(1_700_000_000_000 + int64(b.seq)*1000)
	res, err := b.r.Resolve(b.tx, testWS, b.r.Clean(testWS, slices.Clone(ids)), at, b.seq)
	if err != nil {
		b.t.Fatalf("%v: %v", ids, err)
	}
	b.follow(res.Moves)
	if was, ok := b.place[res.Subject]; ok == res.New || ok && was != res.Person {
		b.t.Fatalf("resolution %+v, and the subject was %v %s", res, ok, was)
	}
	b.place[res.Subject] = res.Person
	return res
}

func (b *bench) accept(review uint64) {
	b.seq++
	moves, err := b.r.Accept(b.tx, testWS, review, "dewi", event.Time(b.seq), b.seq)
	if err != nil {
		b.t.Fatal(err)
	}
	b.follow(moves)
}

// revokeAny revokes some link in force.
func (b *bench) revokeAny(t *rapid.T) (subject string, number uint64, ok bool) {
	var links []Link
	err := b.tx.Scan(key(nil, kindLink, testWS), func(key, _ []byte) error {
		l, err := NewReader(b.tx).Link(testWS, numberOfKey(key))
		if l.InForce && l.Rule != RuleAlone {
			links = append(links, l)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(links) == 0 {
		return "", 0, false
	}
	l := rapid.SampledFrom(links).Draw(t, "link")
	b.revoke(l.Number)
	return b.subjectText(l.Subject), l.Number, true
}

func (b *bench) subjectText(s event.Subject) string {
	record, _, err := getSubject(b.tx, testWS, s)
	if err != nil {
		b.t.Fatal(err)
	}
	l, err := NewReader(b.tx).Link(testWS, record.born)
	if err != nil {
		b.t.Fatal(err)
	}
	return subjectText(l.IDs)
}

func (b *bench) lastNumber() uint64 {
	value, _, _ := b.tx.Get(key(nil, kindCounter, testWS))
	c, err := decodeCounter(value)
	if err != nil {
		b.t.Fatal(err)
	}
	return c.last
}

// movesAddUp holds the subjects' persons as the moves told them against the stored ones.
func (b *bench) movesAddUp() {
	for s, p := range b.place {
		record, _, err := getSubject(b.tx, testWS, s)
		if err != nil || record.person != p {
			b.t.Fatalf("subject %s is at %s, and the moves led to %s (%v)", s, record.person, p, err)
		}
	}
}

// together lists, for each subject, all that it is one person with: a partition without names.
func (b *bench) together() map[event.Subject][]event.Subject {
	out := map[event.Subject][]event.Subject{}
	for s, p := range b.place {
		for other, q := range b.place {
			if p == q {
				out[s] = append(out[s], other)
			}
		}
		slices.SortFunc(out[s], func(a, b event.Subject) int { return bytes.Compare(a[:], b[:]) })
	}
	return out
}
