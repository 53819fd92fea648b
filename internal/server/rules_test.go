package server_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

type rulesBody struct {
	Limits         map[string]int `json:"limits"`
	OtherLimit     int            `json:"otherLimit"`
	Priority       []string       `json:"priority"`
	Blocked        []string       `json:"blocked"`
	MaxMergeEvents int            `json:"maxMergeEvents"`
}

type trialBody struct {
	Subjects, PeopleNow, PeopleThen, Merged, Split, Dropped int
	Examples                                                []struct {
		Persons []string
		Then    [][]struct{ Type, Value string }
		Why     []struct{ Type, Value, Was, Would string }
	}
}

// Rules are tried on the past, which changes nothing, and then set, which changes what comes.
func TestRulesAreTriedThenSet(t *testing.T) {
	t.Parallel()
	w := found(t)
	identify := func(message, user, email string) map[string]any {
		return map[string]any{"type": "identify", "messageId": message, "userId": user, "traits": map[string]any{"email": email}}
	}
	people := func() (page struct{ Total int }) {
		t.Helper()
		w.owner.must("GET", w.path("/people"), nil, &page)
		return page
	}
	w.send(3, identify("m1", "u1", "till@shop.example"), identify("m2", "u2", "till@shop.example"), identify("m3", "u3", "c@example.com"))

	var rules rulesBody
	w.owner.must("GET", w.path("/identity-rules"), nil, &rules)
	if rules.Limits["user_id"] != 1 || rules.MaxMergeEvents != 10_000 || rules.Blocked == nil {
		t.Fatalf("a workspace begins with %+v", rules)
	}
	seq := w.srv.Folder.Events.LastSeq()
	rules.Limits["user_id"] = 2
	var trial trialBody
	w.owner.must("POST", w.path("/identity-rules/try"), rules, &trial)
	if trial.Subjects != 3 || trial.PeopleNow != 3 || trial.PeopleThen != 2 || trial.Merged != 2 || trial.Split != 0 || len(trial.Examples) != 1 {
		t.Fatalf("two users a person: %+v", trial)
	}
	e := trial.Examples[0]
	if len(e.Persons) != 2 || len(e.Then) != 1 || len(e.Then[0]) != 3 || len(e.Why) != 1 ||
		e.Why[0].Value != "till@shop.example" || e.Why[0].Was != "limit" || e.Why[0].Would != "used" {
		t.Errorf("example %+v", e)
	}
	var now rulesBody
	w.owner.must("GET", w.path("/identity-rules"), nil, &now)
	if now.Limits["user_id"] != 1 || people().Total != 3 || w.srv.Folder.Events.LastSeq() != seq {
		t.Errorf("trying has changed something: %+v", now)
	}

	rules.Limits["user_id"], rules.Blocked = 1, []string{"C@example.com"}
	w.owner.must("PUT", w.path("/identity-rules"), rules, &now)
	w.owner.must("PUT", w.path("/identity-rules"), rules, &now) // the same again is no change
	w.send(1, identify("m4", "u4", "c@example.com"))
	if got := people().Total; got != 4 {
		t.Errorf("%d people, want 4", got)
	}
	var fourth struct {
		People []struct{ IDs []struct{ Type string } }
	}
	if w.owner.must("GET", w.path("/people?search=u4"), nil, &fourth); len(fourth.People) != 1 || len(fourth.People[0].IDs) != 1 {
		t.Errorf("who came with a blocked value is %+v, want a person of one id", fourth.People)
	}
	var log struct {
		Entries []struct{ Action, Detail string } `json:"entries"`
	}
	w.owner.must("GET", w.path("/audit"), nil, &log)
	text, err := json.Marshal(log)
	if err != nil || strings.Count(string(text), "identity-rules.set") != 1 || !strings.Contains(string(text), "1 blocked values instead of 0") {
		t.Errorf("audit: %s", text)
	}
	rules.OtherLimit = 0
	for _, call := range []string{"PUT /identity-rules", "POST /identity-rules/try"} {
		method, path, _ := strings.Cut(call, " ")
		if status, body := w.owner.try(method, w.path("%s", path), rules); status != http.StatusBadRequest || !strings.Contains(body, `"otherLimit"`) {
			t.Errorf("%s of rules that cannot be: %d %s", call, status, body)
		}
	}
}
