package identity

import (
	"slices"
	"testing"
)

func TestDecisionsKeepTheirPlaces(t *testing.T) {
	t.Parallel()
	b := setup(t)
	script(t, b, "u:1 = A", "u:2 = B", "u:1 u:2 = A", "u:3 e:m = C")
	decide := func(d Decision, seq uint64) {
		t.Helper()
		if _, err := b.r.Decide(b.tx, testWS, d, seq); err != nil {
			t.Fatal(err)
		}
	}
	reviews, err := NewReader(b.tx).Reviews(testWS, true, 10)
	if err != nil || len(reviews) != 1 {
		t.Fatalf("%v %v", reviews, err)
	}
	record, _, err := getSubject(b.tx, testWS, SubjectOf(ids("e:m u:3")))
	if err != nil {
		t.Fatal(err)
	}
	rules := DefaultRules()
	rules.Blocked = []string{"till"}
	decide(Decision{What: NewRules, Rules: &rules}, 300)
	decide(Decision{What: Revoke, Number: record.link, Actor: "budi"}, 300)
	decide(Decision{What: Reject, Number: reviews[0].Number, Actor: "dewi"}, 9)
	all, lost, err := NewReader(b.tx).Decisions(testWS)
	if err != nil || lost != 0 || len(all) != 3 {
		t.Fatalf("%+v, %d lost, %v", all, lost, err)
	}
	if all[0].What != Reject || all[1].What != NewRules || all[2].What != Revoke || !slices.Equal(all[1].Rules.Blocked, rules.Blocked) {
		t.Errorf("not in order of changes, and of deciding: %+v", all)
	}
	if all[0].Subject != reviews[0].Subject || all[2].Subject != SubjectOf(ids("e:m u:3")) {
		t.Errorf("about other subjects: %+v", all)
	}
	if report, err := Check(b.tx); err != nil || len(report.Problems) > 0 {
		t.Errorf("%v %v", err, report.Problems)
	}
}

// Builds before decisions were kept left links and reviews behind, and no places.
func TestDecisionsWithoutAPlaceAreCounted(t *testing.T) {
	t.Parallel()
	b := setup(t)
	script(t, b, "u:1 = A", "u:2 = B", "u:1 u:2 = A", "reject", "u:3 e:m = C", "revoke u:3 e:m")
	if all, lost, err := NewReader(b.tx).Decisions(testWS); err != nil || len(all) != 0 || lost != 2 {
		t.Errorf("%v, %d lost, %v; want 2", all, lost, err)
	}
}
