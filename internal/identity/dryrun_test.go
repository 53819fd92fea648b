package identity

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"jejak/internal/event"
	"jejak/internal/fault"

	"pgregory.net/rapid"
)

func TestDryRun(t *testing.T) {
	t.Parallel()
	b := setup(t)
	for _, s := range []string{
		"u:1 e:shared", "u:2 e:shared", "u:3 e:shared", // three persons, who would be one without the limit
		"a:x d:kiosk", "a:y d:kiosk", // one person, who would be two if the kiosk were blocked
		"l:card", // one, who would be nobody
		"u:9",
	} {
		b.send(s)
	}
	before := b.tx.sets
	try := func(change func(*Rules)) Trial {
		t.Helper()
		rules := DefaultRules()
		change(&rules)
		trial, err := DryRun(t.Context(), b.tx, testWS, rules, 2)
		if err != nil {
			t.Fatal(err)
		}
		return trial
	}
	if got := try(func(*Rules) {}); fmt.Sprint(got) != fmt.Sprint(Trial{Subjects: 7, PersonsBefore: 6, PersonsAfter: 6}) {
		t.Errorf("the same rules: %+v", got)
	}
	got := try(func(r *Rules) { r.Limits[event.UserID] = 3 })
	if got.PersonsAfter != 4 || got.Merged != 3 || got.Split != 0 || len(got.Examples) != 1 {
		t.Errorf("three users allowed: %+v", got)
	} else if e := got.Examples[0]; len(e.Before) != 3 || fmt.Sprint(e.After) != fmt.Sprint([][]event.ID{ids("e:shared u:1 u:2 u:3")}) {
		t.Errorf("example %+v", e)
	} else if why := fmt.Sprint(e.Why); why != fmt.Sprint([]Difference{{ids("e:shared")[0], AsideLimit, UsedKnown}}) {
		t.Errorf("it is so because of %s", why)
	}
	got = try(func(r *Rules) { r.Blocked = []string{"KIOSK", "card"} })
	if got.PersonsAfter != 6 || got.Merged != 0 || got.Split != 1 || got.Dropped != 1 {
		t.Errorf("kiosk and card blocked: %+v", got)
	} else if e := got.Examples[0]; len(e.Before) != 1 || fmt.Sprint(e.After) != fmt.Sprint([][]event.ID{ids("a:x"), ids("a:y")}) {
		t.Errorf("example %+v", e)
	} else if why := fmt.Sprint(e.Why); why != fmt.Sprint([]Difference{{ids("d:kiosk")[0], UsedNew, 0}, {ids("d:kiosk")[0], UsedKnown, 0}}) {
		t.Errorf("it is so because of %s", why)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := DryRun(gone, b.tx, testWS, DefaultRules(), 1); !errors.Is(err, context.Canceled) {
		t.Errorf("nobody waits for the answer: %v", err)
	}
	if _, err := DryRun(t.Context(), b.tx, testWS, Rules{}, 1); !fault.Is(err, fault.Invalid) {
		t.Errorf("empty rules: %v", err)
	}
	if b.tx.sets != before {
		t.Error("a trial wrote something")
	}
}

// TestDryRunIsHistory: trying other rules tells as many persons as living under them from the start.
func TestDryRunIsHistory(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		one, other := setupRapid(t), setupRapid(t)
		rules := drawRules(t)
		if err := other.r.SetRules(other.tx, testWS, rules); err != nil {
			t.Fatal(err)
		}
		if err := one.r.SetRules(one.tx, testWS, drawRules(t)); err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 30).Draw(t, "events") {
			ids := drawIDs(t)
			one.sendIDs(ids)
			other.sendIDs(ids)
		}
		trial, err := DryRun(context.Background(), one.tx, testWS, rules, 100)
		if err != nil {
			t.Fatal(err)
		}
		if trial.PersonsBefore != len(one.persons()) || trial.PersonsAfter != len(other.persons()) {
			t.Fatalf("%+v, and there are %d and %d", trial, len(one.persons()), len(other.persons()))
		}
		if (trial.Merged > 0 || trial.Split > 0) != (len(trial.Examples) > 0) {
			t.Fatalf("%+v", trial)
		}
		for _, e := range trial.Examples {
			if len(e.Why) == 0 {
				t.Fatalf("%+v has no reason", e)
			}
		}
	})
}
