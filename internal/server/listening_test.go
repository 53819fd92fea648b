package server_test

import (
	"testing"
	"time"

	"jejak/internal/event"
)

func elsewhere(id, author, text string, more map[string]any) map[string]any {
	properties := map[string]any{"network": "mastodon", "author": author, "text": text}
	for k, v := range more {
		properties[k] = v
	}
	return map[string]any{
		"type": "track", "event": "Mentioned", "messageId": "mention:mastodon:" + id, "properties": properties,
		"context": map[string]any{"externalIds": []any{map[string]any{"type": "network", "id": "mastodon:" + author}}},
	}
}

type raised struct {
	Condition, Kind string
	Value           float64
	New             bool
}

// A mention that fits a condition raises an alert: listed with its figures, and told to people until they have looked.
func TestAlertsOverHTTP(t *testing.T) {
	t.Parallel()
	w := found(t)
	var brand, condition struct {
		ID      string
		Version int
	}
	w.owner.must("POST", w.path("/voice/topics"), map[string]any{"name": "Brand", "kind": "brand", "query": "nusa"}, &brand)
	body := map[string]any{"name": "Reach", "kind": "influencer", "topic": brand.ID, "window": 1, "threshold": 1000, "least": 1, "cooldown": 24}
	w.owner.must("POST", w.path("/voice/conditions"), body, &condition)
	w.send(3, elsewhere("1", "ann", "Nusa has new lamps", map[string]any{"reach": 999}), elsewhere("2", "bo", "Nusa again", map[string]any{"reach": 5000}), elsewhere("3", "cy", "others", map[string]any{"reach": 90000}))
	if err := w.srv.Folder.Alerts.WaitFor(t.Context(), w.srv.Folder.Events.LastSeq()); err != nil {
		t.Fatal(err)
	}
	var got struct{ Alerts []raised }
	w.owner.must("GET", w.path("/voice/alerts"), nil, &got)
	if len(got.Alerts) != 1 || got.Alerts[0].Value != 5000 || got.Alerts[0].Condition != condition.ID {
		t.Fatalf("raised %+v", got)
	}
	var notices struct {
		New    int
		Alerts []raised
	}
	w.owner.must("GET", w.path("/notices"), nil, &notices)
	if notices.New != 1 || len(notices.Alerts) != 1 || !notices.Alerts[0].New {
		t.Errorf("told %+v", notices)
	}
	w.owner.must("POST", w.path("/notices/seen"), map[string]any{"until": time.Now().Add(time.Minute)}, nil)
	w.owner.must("GET", w.path("/notices"), nil, &notices)
	if notices.New != 0 || len(notices.Alerts) != 1 {
		t.Errorf("after looking %+v", notices)
	}
	body["version"], body["threshold"] = condition.Version+7, 10
	if status, text := w.owner.try("PUT", w.path("/voice/conditions/%s", condition.ID), body); status != 409 {
		t.Errorf("a change of another version answers %d %s", status, text)
	}
	body["kind"], body["version"] = "volume", 0
	body["threshold"] = 0.5
	if status, text := w.owner.try("PUT", w.path("/voice/conditions/%s", condition.ID), body); status != 400 {
		t.Errorf("a threshold below the mean answers %d %s", status, text)
	}
	w.owner.must("DELETE", w.path("/voice/conditions/%s", condition.ID), nil, nil)
	w.owner.must("GET", w.path("/voice/alerts"), nil, &got)
	if len(got.Alerts) != 0 {
		t.Errorf("after deleting %+v", got)
	}
}

// Authors are nobody known, until a rule says whose the names of a network are.
func TestAuthorsByRule(t *testing.T) {
	t.Parallel()
	w := found(t)
	var rules struct {
		Rules []struct{ Network, IDType string }
	}
	w.owner.must("GET", w.path("/voice/authors"), nil, &rules)
	ids, err := w.srv.Folder.Topics.Match(t.Context(), event.Workspace(w.ws), "mastodon", "ann")
	if len(rules.Rules) != 0 || err != nil || len(ids) != 0 {
		t.Fatalf("by default %+v %v %v", rules, ids, err)
	}
	w.owner.must("PUT", w.path("/voice/authors"), map[string]any{"rules": []any{map[string]any{"network": "Mastodon", "idType": "handle"}}}, &rules)
	ids, err = w.srv.Folder.Topics.Match(t.Context(), event.Workspace(w.ws), "mastodon", " ann ")
	if err != nil || len(ids) != 1 || ids[0].Type != "handle" || ids[0].Value != "ann" || rules.Rules[0].Network != "mastodon" {
		t.Fatalf("by rule %v %v %+v", ids, err, rules)
	}
	if ids, err := w.srv.Folder.Topics.Match(t.Context(), event.Workspace(w.ws), "bluesky", "ann"); err != nil || len(ids) != 0 {
		t.Errorf("of another network %v %v", ids, err)
	}
	for _, bad := range []map[string]any{{"network": "", "idType": "handle"}, {"network": "x", "idType": "anonymous_id"}, {"network": "x", "idType": "network"}} {
		if status, text := w.owner.try("PUT", w.path("/voice/authors"), map[string]any{"rules": []any{bad}}); status != 400 {
			t.Errorf("%v answers %d %s", bad, status, text)
		}
	}
	// With the id that the rule gives, the mention is on the timeline of the person who has it, and says why.
	mention := elsewhere("1", "ann", "Nusa is nice", nil)
	mention["context"].(map[string]any)["externalIds"] = append(mention["context"].(map[string]any)["externalIds"].([]any), map[string]any{"type": "handle", "id": "ann"})
	known := comment("c1", "u1", "hello there")
	known["context"] = map[string]any{"externalIds": []any{map[string]any{"type": "handle", "id": "ann"}}}
	w.send(2, known, mention)
	if err := w.srv.Folder.Heard.WaitFor(t.Context(), w.srv.Folder.Events.LastSeq()); err != nil {
		t.Fatal(err)
	}
	var page struct {
		Texts []struct{ Person, Matched string }
	}
	w.owner.must("POST", w.path("/voice/texts"), map[string]any{}, &page)
	if len(page.Texts) != 2 || page.Texts[0].Person != page.Texts[1].Person || page.Texts[0].Matched+page.Texts[1].Matched != "handle" {
		t.Errorf("whose they are: %+v", page)
	}
}
