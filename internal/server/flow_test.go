package server_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

type personPage struct {
	Person   string `json:"person"`
	MovedTo  string `json:"movedTo"`
	Events   int    `json:"events"`
	Subjects []struct {
		Subject string `json:"subject"`
		Events  int    `json:"events"`
		Alone   bool   `json:"alone"`
	} `json:"subjects"`
	Links []struct {
		ID       uint64 `json:"id"`
		Rule     string `json:"rule"`
		Subject  string `json:"subject"`
		InForce  bool   `json:"inForce"`
		Evidence []struct{ Type, Value string }
		Revoked  *struct{ Actor string }
	} `json:"links"`
}

type peoplePage struct {
	Total  int `json:"total"`
	People []struct {
		Person string `json:"person"`
		Name   string `json:"name"`
		Events int    `json:"events"`
		IDs    []struct{ Type, Value string }
	} `json:"people"`
}

func track(name, message string, more map[string]any) map[string]any {
	e := map[string]any{"type": "track", "event": name, "messageId": message}
	for k, v := range more {
		e[k] = v
	}
	return e
}

// A visitor looks, signs in and orders; the same person calls. One person comes out, who can be explained and taken apart again.
func TestPersonOverAllChannels(t *testing.T) {
	t.Parallel()
	w := found(t)
	at := func(minute int) string { return fmt.Sprintf("2026-03-01T10:%02d:00Z", minute) }
	w.send(5,
		track("Product Viewed", "m1", map[string]any{"anonymousId": "a1", "timestamp": at(1)}),
		track("Product Viewed", "m2", map[string]any{"anonymousId": "a1", "timestamp": at(3)}),
		map[string]any{"type": "identify", "messageId": "m3", "anonymousId": "a1", "userId": "u1", "timestamp": at(4), "traits": map[string]any{"name": "Ana", "email": "ana@example.com"}},
		track("Order Completed", "m4", map[string]any{"userId": "u1", "timestamp": at(5), "properties": map[string]any{"email": "ana@example.com", "revenue": 5}}),
		track("Call Received", "m5", map[string]any{"userId": "u1", "timestamp": at(2), "context": map[string]any{"channel": "call"}}),
	)
	var people peoplePage
	w.owner.must("GET", w.path("/people?search=ana"), nil, &people)
	if people.Total != 1 || people.People[0].Name != "Ana" || people.People[0].Events != 5 || len(people.People[0].IDs) != 3 {
		t.Fatalf("%+v; want Ana alone, with five events and three ids", people)
	}
	person := people.People[0].Person
	var names []string
	next := ""
	for range 10 { // pages of two
		var page struct {
			Events []struct{ Name, Time, Subject string }
			Next   string
		}
		w.owner.must("GET", w.path("/people/%s/events?limit=2&before=%s", person, next), nil, &page)
		for _, e := range page.Events {
			names = append(names, e.Name)
		}
		if next = page.Next; next == "" {
			break
		}
	}
	if got, want := strings.Join(names, ", "), "Order Completed, Identified, Product Viewed, Call Received, Product Viewed"; got != want {
		t.Errorf("timeline is %s; want %s", got, want)
	}

	var page personPage
	w.owner.must("GET", w.path("/people/%s", person), nil, &page)
	if page.Events != 5 || len(page.Subjects) != 3 || len(page.Links) != 3 {
		t.Fatalf("%+v; want five events of three subjects by three links", page)
	}
	identified := page.Links[1]
	if identified.Rule != "match" || len(identified.Evidence) != 1 || identified.Evidence[0].Value != "a1" {
		t.Fatalf("the second link is %+v; want a match by the anonymous id a1", identified)
	}

	var moved struct {
		Moved   int      `json:"moved"`
		Persons []string `json:"persons"`
	}
	w.owner.must("POST", w.path("/links/%d/revoke", identified.ID), nil, &moved)
	if moved.Moved == 0 || len(moved.Persons) < 2 {
		t.Errorf("revoking moved %+v", moved)
	}
	if err := w.srv.Folder.Trail.WaitFor(t.Context(), w.srv.Folder.Events.LastSeq()); err != nil {
		t.Fatal(err)
	}
	w.owner.must("GET", w.path("/people"), nil, &people)
	if people.Total < 2 {
		t.Errorf("still %d person after the link was revoked", people.Total)
	}
	var audit struct {
		Entries []struct{ Action, Actor string } `json:"entries"`
	}
	w.owner.must("GET", w.path("/audit"), nil, &audit)
	if len(audit.Entries) == 0 || audit.Entries[0].Action != "link.revoke" || audit.Entries[0].Actor != "Owner" {
		t.Errorf("the newest entry of the audit log is not the revocation: %+v", audit.Entries)
	}
}

// Who may look at people and not contact them sees no address in full, anywhere.
func TestAddressesAreHidden(t *testing.T) {
	t.Parallel()
	w := found(t)
	w.send(2,
		map[string]any{"type": "identify", "userId": "ana@example.com", "traits": map[string]any{"email": "ana@example.com", "phone": "+628111222333", "plan": "gold"}},
		track("Order Completed", "m", map[string]any{"userId": "ana@example.com", "properties": map[string]any{"contact": map[string]any{"phone": "+628111222333"}, "note": "ask ana@example.com"}}),
	)
	var people peoplePage
	w.owner.must("GET", w.path("/people"), nil, &people)
	person := people.People[0].Person
	ask := map[string]any{"kind": "people"}
	broken := map[string]any{"kind": "trend", "breakdown": map[string]any{"by": "trait", "property": "email"}, "trend": map[string]any{}}
	for _, c := range []struct {
		role, method, path string
		body               any
		status             int
		has                []string
		hasNot             []string
	}{
		{"support", "GET", "/people", nil, 200, []string{"ana@example.com", "+628111222333"}, []string{"…"}},
		{"support", "GET", "/people/" + person + "/events", nil, 200, []string{"ana@example.com", "+628111222333"}, nil},
		{"designer", "GET", "/people", nil, 200, []string{"a…@example.com", "…333", "gold"}, []string{"ana@", "+62811"}},
		{"designer", "GET", "/people/" + person, nil, 200, []string{"a…@example.com", "gold"}, []string{"ana@", "+62811"}},
		{"designer", "GET", "/people/" + person + "/events", nil, 200, []string{"ask a…@example.com", "Order Completed"}, []string{"ana@", "+62811"}},
		{"designer", "POST", "/ask", ask, 200, []string{"gold"}, []string{"ana@", "+62811"}},
		{"designer", "GET", "/schema", nil, 200, []string{"gold"}, []string{"ana@", "+62811"}},
		{"designer", "POST", "/ask", broken, 403, []string{"people.contact"}, []string{"ana@"}},
		{"viewer", "POST", "/ask", ask, 403, []string{"people.read"}, []string{"ana", person}},
		{"viewer", "POST", "/ask", broken, 403, nil, []string{"ana@"}},
		{"viewer", "GET", "/schema", nil, 200, []string{"Order Completed"}, []string{"ana@", "+62811"}},
	} {
		status, body := w.token(c.role).try(c.method, w.path("%s", c.path), c.body)
		if status != c.status {
			t.Errorf("%s %s %s: %d %s; want %d", c.role, c.method, c.path, status, body, c.status)
		}
		for _, want := range c.has {
			if !strings.Contains(body, want) {
				t.Errorf("%s %s %s has no %q: %s", c.role, c.method, c.path, want, body)
			}
		}
		for _, not := range c.hasNot {
			if strings.Contains(body, not) {
				t.Errorf("%s %s %s shows %q: %s", c.role, c.method, c.path, not, body)
			}
		}
	}
}

type counts struct {
	Received  int            `json:"received"`
	Stored    int            `json:"stored"`
	Duplicate int            `json:"duplicate"`
	Rejected  int            `json:"rejected"`
	Reasons   map[string]int `json:"reasons"`
}

func TestLedgerAddsUpAndQuarantineIsReplayedOnce(t *testing.T) {
	t.Parallel()
	w := found(t)
	w.send(2,
		track("A", "m1", map[string]any{"userId": "u1"}), track("A", "m1", map[string]any{"userId": "u1"}),
		track("A", "m2", map[string]any{"userId": "u2"}), track("A", "m3", nil), map[string]any{"type": "nonsense", "userId": "u1"},
	)
	want := counts{Received: 5, Stored: 2, Duplicate: 1, Rejected: 2}
	for _, by := range []string{"hour", "day"} {
		var ledger struct {
			Rows  []counts `json:"rows"`
			Total counts   `json:"total"`
		}
		w.owner.must("GET", w.path("/ledger?by=%s", by), nil, &ledger)
		sum := counts{}
		for _, row := range ledger.Rows {
			if row.Received != row.Stored+row.Duplicate+row.Rejected {
				t.Errorf("a row by %s does not add up: %+v", by, row)
			}
			sum.Received, sum.Stored, sum.Duplicate, sum.Rejected = sum.Received+row.Received, sum.Stored+row.Stored, sum.Duplicate+row.Duplicate, sum.Rejected+row.Rejected
		}
		total := ledger.Total
		reasons := total.Reasons
		total.Reasons = nil
		if fmt.Sprint(sum) != fmt.Sprint(want) || fmt.Sprint(total) != fmt.Sprint(want) || reasons["no_ids"] != 1 || reasons["bad_type"] != 1 {
			t.Errorf("by %s: rows %+v, total %+v, reasons %v; want %+v", by, sum, total, reasons, want)
		}
	}
	if status, body := w.owner.try("GET", w.path("/ledger?from=soon"), nil); status != http.StatusBadRequest {
		t.Errorf("a range that is none: %d %s", status, body)
	}

	var page struct {
		Rows []struct {
			ID       uint64 `json:"id"`
			Reason   string `json:"reason"`
			Body     string `json:"body"`
			Replayed bool   `json:"replayed"`
		} `json:"rows"`
		Next uint64 `json:"next"`
	}
	w.owner.must("GET", w.path("/quarantine?limit=1"), nil, &page)
	if len(page.Rows) != 1 || page.Next == 0 || page.Rows[0].Reason != "bad_type" || !strings.Contains(page.Rows[0].Body, "nonsense") {
		t.Fatalf("%+v; want the newest rejected event and a next page", page)
	}
	w.owner.must("GET", w.path("/quarantine?limit=1&before=%d", page.Next), nil, &page)
	id := page.Rows[0].ID
	if page.Rows[0].Reason != "no_ids" {
		t.Fatalf("%+v; want the one without ids", page)
	}
	replay := w.path("/quarantine/%d/replay", id)
	mended := map[string]any{"body": track("A", "m3", map[string]any{"userId": "u3"})}
	if status, body := w.owner.try("POST", replay, map[string]any{"body": "no call"}); status != http.StatusBadRequest {
		t.Errorf("replaying what is no call: %d %s", status, body)
	}
	var result struct {
		Verdicts []struct{ Outcome string } `json:"verdicts"`
	}
	w.owner.must("POST", replay, mended, &result)
	if len(result.Verdicts) != 1 || result.Verdicts[0].Outcome != "stored" {
		t.Errorf("mended and replayed: %+v; want stored", result)
	}
	if status, body := w.owner.try("POST", replay, mended); status != http.StatusConflict {
		t.Errorf("replayed again: %d %s", status, body)
	}
	if status, body := w.owner.try("GET", w.path("/quarantine/999"), nil); status != http.StatusNotFound {
		t.Errorf("an item that is not there: %d %s", status, body)
	}
}

func TestReviewWaitsAndIsDecided(t *testing.T) {
	t.Parallel()
	w := found(t)
	identify := func(message, user, email string) map[string]any {
		return map[string]any{"type": "identify", "messageId": message, "userId": user, "traits": map[string]any{"email": email}}
	}
	w.send(3, identify("m1", "u1", "a@example.com"), identify("m2", "u2", "b@example.com"),
		map[string]any{"type": "alias", "messageId": "m3", "userId": "u1", "previousId": "u2"})
	type review struct {
		ID      uint64 `json:"id"`
		Reason  string `json:"reason"`
		Status  string `json:"status"`
		Persons []struct {
			Person string `json:"person"`
			Events int    `json:"events"`
		} `json:"persons"`
	}
	var list struct {
		Reviews []review `json:"reviews"`
	}
	w.owner.must("GET", w.path("/reviews"), nil, &list)
	if len(list.Reviews) != 1 || len(list.Reviews[0].Persons) != 2 {
		t.Fatalf("an alias of two users waits for nobody: %+v", list)
	}
	decide := w.path("/reviews/%d", list.Reviews[0].ID)
	if status, body := w.owner.try("POST", decide, map[string]any{"decision": "perhaps"}); status != http.StatusBadRequest {
		t.Errorf("a decision that is none: %d %s", status, body)
	}
	var moved struct{ Moved int }
	w.owner.must("POST", decide, map[string]any{"decision": "accept"}, &moved)
	if moved.Moved == 0 {
		t.Error("accepting moved nothing")
	}
	w.owner.must("GET", w.path("/reviews"), nil, &list)
	if len(list.Reviews) != 0 {
		t.Errorf("a decided review still waits: %+v", list)
	}
}

// A live view shows an event at once, and ends when the server does.
func TestLiveView(t *testing.T) {
	t.Parallel()
	w := found(t)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, "GET", w.url+w.path("/sources/%d/live", w.source), nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := w.owner.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	if !lines.Scan() || lines.Text() != "retry: 2000" || resp.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("begins with %q as %s", lines.Text(), resp.Header.Get("Content-Type"))
	}
	// The handler watches once it has sent its first line; until then events pass unseen.
	seen := make(chan string, 1)
	go func() {
		for lines.Scan() {
			if text, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				select {
				case seen <- text:
				default:
				}
			}
		}
		close(seen)
	}()
	var got string
	for i := 0; got == ""; i++ {
		w.send(1, track("Order Completed", fmt.Sprint("m", i), map[string]any{"userId": "u1"}))
		select {
		case got = <-seen:
		case <-time.After(50 * time.Millisecond):
		}
	}
	var e struct{ Type, Name, Outcome, Person string }
	if err := json.Unmarshal([]byte(got), &e); err != nil || e.Name != "Order Completed" || e.Outcome != "stored" || len(e.Person) != 32 {
		t.Errorf("%s (%v)", got, err)
	}
	begun := time.Now()
	if err := w.stop(); err != nil {
		t.Errorf("stop: %v", err)
	}
	for range seen { // until the stream has ended
	}
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("a stop with an open live view took %v", took)
	}
}

func TestFaultsAreProblems(t *testing.T) {
	t.Parallel()
	w := found(t)
	for _, c := range []struct {
		name, method, path string
		body               any
		status             int
		has, hasNot        string
	}{
		{"a question that is none", "POST", "/ask", map[string]any{"kind": "horoscope"}, 400, `"fields"`, "goroutine"},
		{"a question with an unknown field", "POST", "/ask", map[string]any{"kind": "trend", "tarot": 1}, 400, "tarot", ""},
		{"a funnel that breaks rules", "POST", "/ask", map[string]any{"kind": "funnel", "funnel": map[string]any{"steps": []any{map[string]any{"filter": map[string]any{}, "optional": true}}}}, 400, `"fields"`, ""},
		{"a person that is none", "GET", "/people/xyz", nil, 400, "person", ""},
		{"nobody", "GET", "/people/" + strings.Repeat("ab", 16), nil, 404, "not_found", ""},
		{"a page of a timeline that is none", "GET", "/people/" + strings.Repeat("ab", 16) + "/events?before=x", nil, 400, "before", ""},
		{"a source without a name", "POST", "/sources", map[string]any{"name": "", "kind": "website"}, 400, "name", ""},
		{"a zone that is none", "PATCH", "", map[string]any{"zone": "Mars/Base"}, 400, "zone", ""},
		{"a stage model without stages", "PUT", "/stage-model", map[string]any{"stages": []any{}}, 400, "stages", ""},
	} {
		status, body := w.owner.try(c.method, w.path("%s", c.path), c.body)
		if status != c.status || !strings.Contains(body, c.has) || c.hasNot != "" && strings.Contains(body, c.hasNot) {
			t.Errorf("%s: %d %s; want %d with %q", c.name, status, body, c.status, c.has)
		}
		var p struct {
			Type, Title, Detail string
			Status              int
		}
		if err := json.Unmarshal([]byte(body), &p); err != nil || p.Status != status || p.Type == "" || p.Detail == "" {
			t.Errorf("%s is no problem: %s", c.name, body)
		}
	}
	if status, body := w.owner.try("GET", "/api/v1/nowhere", nil); status != 404 || !strings.Contains(body, `"not_found"`) {
		t.Errorf("an address that is none: %d %s", status, body)
	}
}

func TestHealthAndMetrics(t *testing.T) {
	t.Parallel()
	w := found(t)
	w.send(1, track("A", "m1", map[string]any{"userId": "u1"}))
	for _, c := range []struct{ path, has string }{
		{"/healthz", "alive"},
		{"/readyz", `"status":"ready"`},
		{"/metrics", `jejak_events_total{outcome="stored",source="1"} 1`},
		{"/metrics", "jejak_trail_lag 0"},
		{"/metrics", "jejak_log_changes 1"},
		{"/metrics", "go_goroutines"},
		{"/api/docs", "HTTP API"},
	} {
		if status, body := w.browser().try("GET", c.path, nil); status != 200 || !strings.Contains(body, c.has) {
			t.Errorf("%s: %d without %q", c.path, status, c.has)
		}
	}
}
