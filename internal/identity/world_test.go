package identity

import (
	"slices"
	"strings"
	"testing"

	"jejak/internal/event"
)

const testWS event.Workspace = 7

// tester is a test of either kind.
type tester interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Error(args ...any)
	FailNow()
}

// bench is a workspace to try things on. It follows the moves it is told of, as the journey index does.
type bench struct {
	t     tester
	tx    *memory
	r     *Resolver
	seq   uint64
	place map[event.Subject]event.Person
}

func setup(t testing.TB) *bench {
	t.Helper()
	tx := newMemory()
	r, err := NewResolver(tx, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return &bench{t: t, tx: tx, r: r, place: map[event.Subject]event.Person{}}
}

// ids reads "u:1 e:jane@ a:x": the type by its first letter, or in full.
func ids(text string) (ids []event.ID) {
	short := map[string]event.IDType{
		"u": event.UserID, "a": event.AnonymousID, "e": event.Email, "p": event.Phone, "d": event.DeviceID,
		"l": event.LoyaltyID, "prev": PreviousID,
	}
	for word := range strings.FieldsSeq(text) {
		t, v, _ := strings.Cut(word, ":")
		if full, ok := short[t]; ok {
			t = string(full)
		}
		ids = append(ids, event.ID{Type: event.IDType(t), Value: v})
	}
	return ids
}

func (b *bench) send(text string) Resolution {
	b.t.Helper()
	return b.sendIDs(ids(text))
}

// subjectText names a stored subject as the oracle does.
func subjectText(ids []LinkID) string {
	var nodes []string
	for _, id := range ids {
		nodes = append(nodes, nodeText(id.Type, id.Value, int(id.Epoch)))
	}
	slices.Sort(nodes)
	return strings.Join(nodes, ", ")
}

// partition reads the stored persons as the oracle writes them.
func (b *bench) partition() []string {
	b.t.Helper()
	var out []string
	for _, p := range b.persons() {
		profile, err := NewReader(b.tx).Person(testWS, p)
		if err != nil {
			b.t.Fatal(err)
		}
		if event.Person(profile.Subjects[0].Subject) != p {
			b.t.Fatalf("person %s is not named after its oldest subject", p)
		}
		var subjects []string
		for _, s := range profile.Subjects {
			subjects = append(subjects, subjectText(s.IDs))
		}
		out = append(out, strings.Join(subjects, " + "))
	}
	slices.Sort(out)
	return out
}

func (b *bench) persons() (persons []event.Person) {
	b.t.Helper()
	err := b.tx.Scan(key(nil, kindPerson, testWS), func(key, _ []byte) error {
		persons = append(persons, event.Person(key[headLen:]))
		return nil
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return persons
}

// clean fails where Check finds a problem.
func (b *bench) clean() {
	b.t.Helper()
	report, err := Check(b.tx)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, p := range report.Problems {
		b.t.Error(p)
	}
	if len(report.Problems) > 0 {
		b.t.FailNow()
	}
}
