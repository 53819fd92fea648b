package identity

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"jejak/internal/event"
	"jejak/internal/fault"
)

// told writes a link as people would read it.
func told(l Link) string {
	var ids []string
	for _, id := range l.IDs {
		ids = append(ids, fmt.Sprintf("%s=%s", id.Value, id.Status))
	}
	s := l.Rule.String() + " " + strings.Join(ids, " ")
	if l.Actor != "" {
		s += " by " + l.Actor
	}
	if l.Revoked != nil {
		s += " revoked by " + l.Revoked.Actor
	}
	if !l.InForce {
		s += ", past"
	}
	return s
}

func tell(p Profile) (lines []string) {
	for _, l := range p.Links {
		lines = append(lines, told(l))
	}
	return lines
}

func equal[T any](t *testing.T, what string, got, want []T) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) || len(got) != len(want) {
		t.Errorf("%s:\n got %v\nwant %v", what, got, want)
	}
}

func TestWhyOnePerson(t *testing.T) {
	t.Parallel()
	b := setup(t)
	r := NewReader(b.tx)
	script(t, b, "a:dev = A", "u:1 e:jane@ = B", "a:dev u:1 = A+B", "u:2 e:jane@ = C", "u:2 u:1 = A")
	person := b.send("a:dev").Person
	p, err := r.Person(testWS, person)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "links", tell(p), []string{
		"new dev=new",
		"new 1=new jane@=new",
		"merge 1=known dev=known",
		"match 1=known 2=review",
	})
	var has []string
	for _, id := range p.IDs {
		has = append(has, fmt.Sprintf("%s %s %d", id.Type, id.Value, id.Subjects))
	}
	equal(t, "ids", has, []string{"anonymous_id dev 2", "email jane@ 1", "user_id 1 3"})
	if l := p.Links[2]; len(l.Evidence()) != 2 || l.SetAside() != nil || l.Seq != 3 || l.At == 0 {
		t.Errorf("link %+v", l)
	}
	equal(t, "set aside", p.Links[3].SetAside(), ids("u:2"))
	if len(p.Subjects) != 4 || p.Subjects[0].First == 0 || p.Subjects[0].Subject != event.Subject(person) {
		t.Errorf("subjects %+v", p.Subjects)
	}

	b.accept(mustOne(t, r).Number)
	p, _ = r.Person(testWS, person)
	equal(t, "links after the review", tell(p)[3:], []string{
		"new 2=new jane@=limit", "match 1=known 2=review", "review 1=known 2=known by dewi",
	})
	b.revoke(p.Links[2].Number)
	p, _ = r.Person(testWS, person)
	equal(t, "links of the device", tell(p), []string{"new dev=new"})
	p, err = r.Person(testWS, b.place[SubjectOf(ids("a:dev u:1"))])
	if err != nil || !p.Subjects[0].Alone {
		t.Errorf("%+v %v", p.Subjects, err)
	}
	equal(t, "links of the one that stands alone", tell(p), []string{
		"merge 1=known dev=known revoked by budi, past", "alone 1=revoked dev=revoked by budi",
	})
}

func mustOne(t *testing.T, r *Reader) Review {
	t.Helper()
	reviews, err := r.Reviews(testWS, true, 10)
	if err != nil || len(reviews) != 1 {
		t.Fatalf("%d reviews, %v", len(reviews), err)
	}
	one, err := r.Review(testWS, reviews[0].Number)
	if err != nil || fmt.Sprint(one) != fmt.Sprint(reviews[0]) {
		t.Fatalf("%v and %v, %v", one, reviews[0], err)
	}
	return one
}

func TestMovedTo(t *testing.T) {
	t.Parallel()
	b := setup(t)
	r := NewReader(b.tx)
	first, second := b.send("a:x").Person, b.send("u:1").Person
	b.send("a:x u:1")
	if to, err := r.MovedTo(testWS, second); err != nil || to != first {
		t.Errorf("moved to %s, %v", to, err)
	}
	if to, err := r.MovedTo(testWS, first); err != nil || to != first {
		t.Errorf("moved to %s, %v", to, err)
	}
	if _, err := r.Person(testWS, second); !fault.Is(err, fault.NotFound) {
		t.Errorf("person that was merged away: %v", err)
	}
	if _, err := r.MovedTo(testWS, event.Person{1}); !fault.Is(err, fault.NotFound) {
		t.Errorf("person never seen: %v", err)
	}
	if _, err := r.Link(testWS, 99); !fault.Is(err, fault.NotFound) {
		t.Errorf("link never made: %v", err)
	}
	if _, err := r.Review(testWS, 99); !fault.Is(err, fault.NotFound) {
		t.Errorf("review never asked: %v", err)
	}
}

func TestReviewShown(t *testing.T) {
	t.Parallel()
	b := setup(t)
	r := NewReader(b.tx)
	one, two := b.send("u:1").Person, b.send("u:2").Person
	b.send("u:1 u:2")
	v := mustOne(t, r)
	if v.Keep.Value != "1" || v.Join.Value != "2" || v.Reason != TwoUsers || v.Status != Open || v.At == 0 {
		t.Errorf("%+v", v)
	}
	equal(t, "persons", v.Persons, []event.Person{one, two})
	if err := b.r.Reject(b.tx, testWS, v.Number, "dewi", 77); err != nil {
		t.Fatal(err)
	}
	v, _ = r.Review(testWS, v.Number)
	if v.Status != Rejected || v.Actor != "dewi" || v.Decided != 77 || v.Join.Status != AsideRejected {
		t.Errorf("%+v", v)
	}
}

func TestLookUp(t *testing.T) {
	t.Parallel()
	b := setup(t)
	r := NewReader(b.tx)
	first := b.send("a:x u:1 e:jane@x.com").Person
	second := b.send("a:x u:2").Person
	third := b.send("u:3 e:jane@x.com phone:janet").Person
	b.send("u:10")
	for _, test := range []struct {
		id   string
		want event.Person
	}{
		{"u:1", first}, {"a:x", second}, {"e:jane@x.com", first}, {"phone:janet", third}, {"u:3", third},
	} {
		if p, ok, err := r.PersonOf(testWS, ids(test.id)[0]); !ok || err != nil || p != test.want {
			t.Errorf("%s: %s %v %v, want %s", test.id, p, ok, err, test.want)
		}
	}
	if _, ok, err := r.PersonOf(testWS, ids("u:nobody")[0]); ok || err != nil {
		t.Errorf("nobody: %v %v", ok, err)
	}
	find := func(prefix string, limit int, want ...string) {
		t.Helper()
		found, err := r.ByIDPrefix(testWS, prefix, limit)
		var got []string
		for _, f := range found {
			got = append(got, fmt.Sprintf("%s %s %d", f.Type, f.Value, f.Epoch))
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %q %v, want %q", prefix, got, err, want)
		}
	}
	find("jane", 10, "email jane@x.com 0", "phone janet 0")
	find("1", 10, "user_id 1 0", "user_id 10 0")
	find("", 3, "anonymous_id x 0", "anonymous_id x 1", "email jane@x.com 0")
	find("x", 10, "anonymous_id x 0", "anonymous_id x 1")
	find("x\x00", 10)
	find("z", 10)

	// An id that only a subject standing alone carries is found all the same.
	record, _, _ := getSubject(b.tx, testWS, SubjectOf(ids("u:10")))
	b.revoke(record.link)
	find("10", 10, "user_id 10 0")
	if p, ok, err := r.PersonOf(testWS, ids("u:10")[0]); !ok || err != nil || p != record.person {
		t.Errorf("%s %v %v", p, ok, err)
	}
}

func TestRulesWhileCleaning(t *testing.T) {
	t.Parallel()
	b := setup(t)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for range 2000 {
				if n := len(b.r.Clean(testWS, ids("u:1 e:void"))); n != 1 && n != 2 {
					t.Error(n)
				}
				_ = b.r.Rules(testWS)
			}
		})
	}
	for i := range 50 {
		b.setRules(func(r *Rules) { r.Blocked = []string{"void"}[:i%2] })
		b.send("u:1 e:void")
	}
	wg.Wait()
	b.clean()
	if again, err := NewResolver(b.tx, Options{}); err != nil || fmt.Sprint(again.Rules(testWS)) != fmt.Sprint(b.r.Rules(testWS)) {
		t.Errorf("after a restart the rules are others (%v)", err)
	}
}

// TestMadeUpTypes: a sender that makes up id types fills neither memory nor the search.
func TestMadeUpTypes(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for i := range maxTypes + 10 {
		b.send(fmt.Sprintf("type%d:v", i))
	}
	found, err := NewReader(b.tx).ByIDPrefix(testWS, "v", 1000)
	if err != nil || len(found) != maxTypes || len(b.r.spaces[testWS].types) != maxTypes {
		t.Errorf("%d found, %v", len(found), err)
	}
	b.clean()
}
