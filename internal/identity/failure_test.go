package identity

import (
	"errors"
	"slices"
	"testing"

	"jejak/internal/event"
	"jejak/internal/fault"
)

var errDisk = errors.New("disk on fire")

// failing is a Tx whose nth call fails, and all after it.
type failing struct {
	*memory
	left int
}

func (f *failing) spend() error {
	if f.left--; f.left < 0 {
		return errDisk
	}
	return nil
}

func (f *failing) Get(key []byte) ([]byte, bool, error) {
	if err := f.spend(); err != nil {
		return nil, false, err
	}
	return f.memory.Get(key)
}

func (f *failing) Set(key, value []byte) error {
	if err := f.spend(); err != nil {
		return err
	}
	return f.memory.Set(key, value)
}

func (f *failing) Delete(key []byte) error {
	if err := f.spend(); err != nil {
		return err
	}
	return f.memory.Delete(key)
}

func (f *failing) Scan(prefix []byte, fn func(key, value []byte) error) error {
	if err := f.spend(); err != nil {
		return err
	}
	return f.memory.Scan(prefix, fn)
}

// TestEveryCallMayFail lets each call of the store fail once, at every point of every operation: the error comes out, and
// after Reset the operation goes through on the store as it was before.
func TestEveryCallMayFail(t *testing.T) {
	t.Parallel()
	prepare := func(b *bench, steps ...string) {
		b.setRules(func(r *Rules) { r.MaxMergeEvents = 50 })
		for _, s := range steps {
			b.send(s)
		}
	}
	resolve := func(text string) func(b *bench, tx Tx) error {
		return func(b *bench, tx Tx) error {
			_, err := b.r.Resolve(tx, testWS, b.r.Clean(testWS, ids(text)), 1, 1000)
			return err
		}
	}
	first := func(b *bench) uint64 {
		reviews, err := NewReader(b.tx).Reviews(testWS, true, 1)
		if err != nil || len(reviews) == 0 {
			b.t.Fatal("no review", err)
		}
		return reviews[0].Number
	}
	for _, test := range []struct {
		name  string
		setup []string
		do    func(b *bench, tx Tx) error
	}{
		{"known", []string{"a:x u:1"}, resolve("a:x u:1")},
		{"merge", []string{"a:x", "u:1", "u:1 e:m"}, resolve("a:x u:1")},
		{"switch", []string{"a:x u:1"}, resolve("a:x u:2")},
		{"switch back", []string{"a:x u:1", "a:x u:2"}, resolve("a:x u:1")},
		{"review", []string{"u:1", "u:2"}, resolve("u:1 u:2")},
		{"alias", []string{"u:1", "u:2"}, resolve("u:1 prev:2")},
		{"accept", []string{"u:1", "u:2", "u:1 u:2"}, func(b *bench, tx Tx) error {
			_, err := b.r.Accept(tx, testWS, first(b), "dewi", 1, 1000)
			return err
		}},
		{"accept of nobody's", []string{"u:1", "u:1 u:2"}, func(b *bench, tx Tx) error {
			_, err := b.r.Accept(tx, testWS, first(b), "dewi", 1, 1000)
			return err
		}},
		{"reject", []string{"u:1", "u:2", "u:1 u:2"}, func(b *bench, tx Tx) error {
			return b.r.Reject(tx, testWS, first(b), "dewi", 1)
		}},
		{"revoke", []string{"a:x", "u:1", "u:1 e:m", "a:x u:1", "u:2 e:m", "u:2 u:1"}, func(b *bench, tx Tx) error {
			record, _, err := getSubject(tx, testWS, SubjectOf(ids("a:x u:1")))
			if err == nil {
				_, err = b.r.Revoke(tx, testWS, record.link, "budi", 1, 1000)
			}
			return err
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			prepare(b, test.setup...)
			for n := 0; ; n++ {
				store := b.tx.clone()
				if err := b.r.Reset(store); err != nil {
					t.Fatal(err)
				}
				err := test.do(b, &failing{store, n})
				if err == nil {
					if n == 0 && test.name != "known" {
						t.Fatal("never touched the store")
					}
					break
				}
				if !errors.Is(err, errDisk) {
					t.Fatalf("call %d: %v", n, err)
				}
				if err := b.r.Reset(b.tx); err != nil {
					t.Fatal(err)
				}
				again := &bench{t: t, tx: b.tx.clone(), r: b.r}
				if err := test.do(again, again.tx); err != nil {
					t.Fatal(err)
				}
				again.clean()
			}
			for n := 0; ; n++ {
				_, err := Check(&failing{b.tx, n})
				if err == nil {
					break
				}
				if !errors.Is(err, errDisk) {
					t.Fatalf("check, call %d: %v", n, err)
				}
			}
		})
	}
}

// TestCheckFindsDamage damages one key of each kind, in several ways, and wants Check to say so.
func TestCheckFindsDamage(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.setRules(func(r *Rules) { r.MaxMergeEvents = 200 })
	script(t, b, "a:x = A", "u:1 = B", "a:x u:1 = A+B", "u:2 e:m = C", "u:1 e:m = A", "u:1 u:2 = A", "a:x u:2 = C", "u:4 = D",
		"u:4 u:1 = A", "reject", "accept", "u:5 d:z = E", "revoke u:5 d:z", "u:5 = F", "u:6 u:7 = G")
	var keys []string
	kinds := map[byte]bool{}
	for _, g := range b.tx.groups {
		for k := range g {
			keys = append(keys, k)
			kinds[k[0]] = true
		}
	}
	slices.Sort(keys)
	for _, kind := range []byte{
		kindEpoch, kindBound, kindPair, kindEdge, kindID, kindFact, kindLink, kindMember, kindCounter, kindPerson, kindRules,
		kindSubject, kindReview, kindRevoked, kindType, kindSize,
	} {
		if !kinds[kind] {
			t.Errorf("no key of kind %c to damage", kind)
		}
	}
	finds := func(store *memory, what string) {
		t.Helper()
		report, err := Check(store)
		if err == nil && len(report.Problems) == 0 {
			t.Errorf("Check does not see %s", what)
		}
	}
	for _, k := range keys {
		value, _, _ := b.tx.Get([]byte(k))
		hidden := k[0] == kindBound || k[0] == kindType || k[0] == kindPair // nothing else says that they have to be there
		if k[0] != kindRules && k[0] != kindEpoch && k[0] != kindCounter && !hidden && k[0] != kindSize && k[0] != kindReview && k[0] != kindRevoked {
			store := b.tx.clone()
			_ = store.Delete([]byte(k))
			finds(store, "that "+string(k[0])+" is missing")
		}
		if hidden {
			continue
		}
		store := b.tx.clone()
		newer := slices.Clone(value)
		newer[0]++
		_ = store.Set([]byte(k), newer)
		finds(store, "a newer "+string(k[0]))
		if len(value) > 1 {
			store := b.tx.clone()
			_ = store.Set([]byte(k), value[:len(value)-1])
			finds(store, "a cut "+string(k[0]))
		}
	}
	for _, kind := range []byte{kindID, kindPerson, kindMember, kindEdge} {
		store := b.tx.clone()
		_ = store.Set(append(key(nil, kind, testWS), make([]byte, 32)...), mark())
		finds(store, "a stray "+string(kind))
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	b := setup(t)
	script(t, b, "u:1 = A", "u:2 = B", "u:1 u:2 = A", "reject", "u:3 e:m = C", "revoke u:3 e:m")
	want := func(kind fault.Kind, what string, err error) {
		t.Helper()
		if !fault.Is(err, kind) {
			t.Errorf("%s: %v, want %s", what, err, kind)
		}
	}
	before := b.tx.sets
	revoke := func(n uint64) error {
		_, err := b.r.Revoke(b.tx, testWS, n, "budi", 1, 1)
		return err
	}
	accept := func(n uint64) error {
		_, err := b.r.Accept(b.tx, testWS, n, "budi", 1, 1)
		return err
	}
	want(fault.NotFound, "revoke of nothing", revoke(999))
	record, _, _ := getSubject(b.tx, testWS, SubjectOf(ids("e:m u:3")))
	want(fault.Conflict, "revoke twice", revoke(record.born))
	want(fault.Conflict, "revoke of standing alone", revoke(record.link))
	want(fault.NotFound, "accept of nothing", accept(999))
	reviews, _ := NewReader(b.tx).Reviews(testWS, false, 10)
	want(fault.Conflict, "accept after reject", accept(reviews[0].Number))
	want(fault.Conflict, "reject twice", b.r.Reject(b.tx, testWS, reviews[0].Number, "budi", 1))
	want(fault.NotFound, "reject of nothing", b.r.Reject(b.tx, testWS, 999, "budi", 1))
	want(fault.Invalid, "rules", b.r.SetRules(b.tx, testWS, Rules{
		Limits: map[event.IDType]int{event.Email: 0}, Priority: []event.IDType{"a", "a"}, Blocked: []string{" "},
	}))
	decide := func(d Decision) error {
		_, err := b.r.Decide(b.tx, testWS, d, 9)
		return err
	}
	want(fault.Conflict, "a decision about another subject", decide(Decision{What: Revoke, Number: 1, Subject: event.Subject{1}}))
	want(fault.NotFound, "a decision about nothing", decide(Decision{What: Revoke, Number: 999}))
	want(fault.Conflict, "a version of rules too far", decide(Decision{What: NewRules, Number: 7, Rules: &Rules{}}))
	want(fault.Conflict, "no rules", decide(Decision{What: NewRules}))
	want(fault.Invalid, "no decision", decide(Decision{What: "guess"}))
	if b.tx.sets != before {
		t.Error("a refusal wrote something")
	}
}
