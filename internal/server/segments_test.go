package server_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"jejak/internal/server"
)

type savedSegment struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Owner   string `json:"owner"`
	Version int    `json:"version"`
	People  *int   `json:"people"`
	AsOf    uint64 `json:"asOf"`
}

func order(user string, total int) map[string]any {
	return map[string]any{"type": "track", "event": "Order Completed", "userId": user, "properties": map[string]any{"total": total}}
}

// size waits until a segment knows all events, and returns how many people are in it.
func (w *world) size(id string) int {
	w.t.Helper()
	last := w.srv.Folder.Events.LastSeq()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		var s savedSegment
		w.owner.must("GET", w.path("/segments/%s", id), nil, &s)
		if s.People != nil && s.AsOf >= last {
			return *s.People
		}
	}
	w.t.Fatalf("segment %s does not get to change %d", id, last)
	return 0
}

// Once a server has settled, its segments know all that came in, and the days before are counted.
func TestSettledSegmentsKnowTheDaysBefore(t *testing.T) {
	t.Parallel()
	w := found(t)
	before := order("bo", 20)
	before["timestamp"] = time.Now().AddDate(0, 0, -5).UTC().Format(time.RFC3339)
	w.send(2, order("ana", 70), before)
	var buyers savedSegment
	w.owner.must("POST", w.path("/segments"), map[string]any{"name": "Buyers", "rule": map[string]any{"did": map[string]any{"event": map[string]any{"event": "Order Completed"}}}}, &buyers)
	if err := w.srv.Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	var now savedSegment
	w.owner.must("GET", w.path("/segments/%s", buyers.ID), nil, &now)
	if now.People == nil || *now.People != 2 {
		t.Fatalf("%+v; want two people", now)
	}
	var days struct {
		Sizes []struct {
			People int `json:"people"`
		} `json:"sizes"`
	}
	w.owner.must("GET", w.path("/segments/%s/sizes?by=day", buyers.ID), nil, &days)
	if n := len(days.Sizes); n < 30 || days.Sizes[n-2].People != 1 || days.Sizes[n-10].People != 0 {
		t.Errorf("%+v; want one person since five days ago", days)
	}
}

// A saved segment counts in questions and comparisons, is as large as a question says, and follows what comes in.
func TestSegmentsOverHTTP(t *testing.T) {
	t.Parallel()
	w := found(t)
	w.send(3, order("ana", 70), order("bo", 20), order("cici", 200))
	rule := map[string]any{"did": map[string]any{"event": map[string]any{"event": "Order Completed"}, "sum": map[string]any{"property": "total", "op": "gte", "value": 100}}}
	var big, rest savedSegment
	w.owner.must("POST", w.path("/segments"), map[string]any{"name": "Big buyers", "rule": rule}, &big)
	w.owner.must("POST", w.path("/segments"), map[string]any{"name": "The rest", "rule": map[string]any{"not": map[string]any{"id": big.ID}}}, &rest)
	if big.Owner != "Owner" || big.Version != 1 || w.size(big.ID) != 1 || w.size(rest.ID) != 2 {
		t.Fatalf("%+v %+v", big, rest)
	}
	w.send(2, order("ana", 40), order("dodi", 5))
	if w.size(big.ID) != 2 || w.size(rest.ID) != 2 {
		t.Error("what came in does not count")
	}
	var moves struct {
		Moves []struct {
			Number  uint64 `json:"number"`
			Entered bool   `json:"entered"`
		} `json:"moves"`
	}
	w.owner.must("GET", w.path("/segments/%s/moves", big.ID), nil, &moves)
	if len(moves.Moves) != 1 || !moves.Moves[0].Entered || moves.Moves[0].Number != 1 {
		t.Errorf("moves %+v", moves)
	}
	var sizes struct {
		Sizes []struct {
			People int `json:"people"`
		} `json:"sizes"`
	}
	w.owner.must("GET", w.path("/segments/%s/sizes?by=hour", big.ID), nil, &sizes)
	if n := len(sizes.Sizes); n == 0 || sizes.Sizes[n-1].People != 2 {
		t.Errorf("sizes %+v", sizes)
	}
	var answer struct {
		People  int `json:"people"`
		Compare struct {
			People int `json:"people"`
		} `json:"compare"`
		Persons struct {
			Total int `json:"total"`
		} `json:"persons"`
	}
	w.owner.must("POST", w.path("/ask"), map[string]any{
		"kind": "trend", "trend": map[string]any{"interval": "month"},
		"segment": map[string]any{"id": big.ID}, "compare": map[string]any{"segment": map[string]any{"id": rest.ID}},
	}, &answer)
	if answer.People != 2 || answer.Compare.People != 2 {
		t.Errorf("compared: %+v", answer)
	}
	w.owner.must("POST", w.path("/ask"), map[string]any{"kind": "people", "people": map[string]any{}, "segment": map[string]any{"id": big.ID}}, &answer)
	if answer.Persons.Total != 2 {
		t.Errorf("people: %+v", answer)
	}
	var draft struct{ People, Of int }
	w.owner.must("POST", w.path("/segments/size"), map[string]any{"rule": map[string]any{"not": rule}}, &draft)
	if draft.People != 2 || draft.Of != 4 {
		t.Errorf("a rule that is not saved: %+v", draft)
	}

	w.owner.must("PATCH", w.path("/segments/%s", big.ID), map[string]any{"version": 1, "name": "Biggest"}, nil)
	status, body := w.owner.try("PATCH", w.path("/segments/%s", big.ID), map[string]any{"version": 1, "name": "Late"})
	var stale struct{ Current savedSegment }
	if err := json.Unmarshal([]byte(body), &stale); err != nil || status != http.StatusConflict || stale.Current.Name != "Biggest" || stale.Current.Version != 2 {
		t.Errorf("a stale change: %d %s", status, body)
	}
	for _, c := range []struct {
		method, path string
		in           any
		status       int
		has          string
	}{
		{"DELETE", "/segments/" + big.ID, nil, 409, "The rest"},
		{"PATCH", "/segments/" + big.ID, map[string]any{"rule": map[string]any{"id": rest.ID}}, 400, "leads back to itself"},
		{"POST", "/ask", map[string]any{"kind": "trend", "segment": map[string]any{"id": "s99"}}, 400, "there is no segment"},
		{"GET", "/segments/s99", nil, 404, "s99"},
		{"DELETE", "/segments/" + rest.ID, nil, 204, ""},
		{"DELETE", "/segments/" + big.ID, nil, 204, ""},
	} {
		if status, body := w.owner.try(c.method, w.path("%s", c.path), c.in); status != c.status || !strings.Contains(body, c.has) {
			t.Errorf("%s %s: %d %s, want %d with %q", c.method, c.path, status, body, c.status, c.has)
		}
	}
	var audit struct {
		Entries []struct{ Action string } `json:"entries"`
	}
	w.owner.must("GET", w.path("/audit"), nil, &audit)
	if text, _ := json.Marshal(audit); !strings.Contains(string(text), "segment.create") || !strings.Contains(string(text), "segment.delete") {
		t.Errorf("audit %s", text)
	}
}

// Who is in a segment outlasts a restart, the loss of its files, and a rebuild.
func TestSegmentsAreDerived(t *testing.T) {
	t.Parallel()
	w := found(t)
	w.send(2, order("ana", 70), order("bo", 20))
	var s savedSegment
	w.owner.must("POST", w.path("/segments"), map[string]any{"name": "Buyers", "rule": map[string]any{"did": map[string]any{"event": map[string]any{"event": "Order Completed"}}}}, &s)
	if n := w.size(s.ID); n != 2 {
		t.Fatalf("%d people", n)
	}
	owner := w.owner
	for _, what := range []string{"a restart", "files gone", "a rebuild"} {
		if err := w.stop(); err != nil {
			t.Fatal(err)
		}
		dir := filepath.Join(w.dir, "segments")
		if _, err := os.Stat(filepath.Join(dir, strconv.Itoa(int(w.ws))+".json")); err != nil {
			t.Fatal(err)
		}
		if what != "a restart" {
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
		}
		if what == "a rebuild" {
			f, err := server.OpenFolder(t.Context(), w.dir, server.FolderOptions{NoTrail: true})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := f.RebuildTrail(t.Context()); err != nil {
				t.Fatal(err)
			}
			if n, err := f.RebuildSegments(t.Context()); n != 1 || err != nil {
				t.Fatal(n, err)
			}
			if err := f.Close(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		again := serve(t, settings(t, w.dir))
		again.ws, again.key, again.owner = w.ws, w.key, owner
		owner.url = again.url
		w = again
		owner.must("POST", "/api/v1/session", map[string]string{"email": "owner@example.com", "password": password}, &owner.session)
		owner.csrf = owner.session.CSRF
		if n := w.size(s.ID); n != 2 {
			t.Errorf("after %s: %d people", what, n)
		}
	}
}

func TestDashboardsOverHTTP(t *testing.T) {
	t.Parallel()
	w := found(t)
	var q, d struct {
		ID      string          `json:"id"`
		Version int             `json:"version"`
		Owner   string          `json:"owner"`
		Chart   json.RawMessage `json:"chart"`
		Cards   []struct {
			Saved string          `json:"saved"`
			Chart json.RawMessage `json:"chart"`
		} `json:"cards"`
	}
	question := map[string]any{"name": "Visitors", "question": map[string]any{"kind": "trend", "trend": map[string]any{}}, "chart": map[string]any{"kind": "line"}}
	w.owner.must("POST", w.path("/questions"), question, &q)
	board := map[string]any{"name": "Morning", "refresh": 60, "cards": []any{map[string]any{"saved": q.ID, "width": 6, "height": 4}}}
	w.owner.must("POST", w.path("/dashboards"), board, &d)
	w.owner.must("GET", w.path("/dashboards/%s", d.ID), nil, &d)
	if string(q.Chart) != `{"kind":"line"}` || len(d.Cards) != 1 || d.Cards[0].Saved != q.ID || d.Owner != "Owner" {
		t.Errorf("%+v %+v", q, d)
	}
	board["version"], board["name"] = 1, "Evening"
	w.owner.must("PUT", w.path("/dashboards/%s", d.ID), board, nil)
	if status, body := w.owner.try("PUT", w.path("/dashboards/%s", d.ID), board); status != 409 || !strings.Contains(body, `"current":{"id":"`+d.ID) {
		t.Errorf("a stale change: %d %s", status, body)
	}
	board["cards"], board["version"] = []any{map[string]any{"question": map[string]any{"kind": "trend", "segment": map[string]any{"id": "s9"}}, "width": 6, "height": 4}}, 2
	if status, body := w.owner.try("PUT", w.path("/dashboards/%s", d.ID), board); status != 400 || !strings.Contains(body, `cards[0].question.segment.id`) {
		t.Errorf("a question that cannot be asked: %d %s", status, body)
	}
	for _, list := range []string{"/questions", "/dashboards"} {
		if _, body := w.token("viewer").try("GET", w.path("%s", list), nil); !strings.Contains(body, `"version":`) {
			t.Errorf("%s for a viewer: %s", list, body)
		}
	}
	if status, body := w.owner.try("DELETE", w.path("/questions/%s", q.ID), nil); status != 409 {
		t.Errorf("a question on a dashboard is deleted: %d %s", status, body)
	}
	w.owner.must("DELETE", w.path("/dashboards/%s", d.ID), nil, nil)
	w.owner.must("DELETE", w.path("/questions/%s", q.ID), nil, nil)
}

// An answer tells saved segments and personas apart as it does channels, and a cell opens the people of its own group.
func TestQuestionsByGroupOverHTTP(t *testing.T) {
	t.Parallel()
	w := found(t)
	w.send(4, order("ana", 70), order("bo", 20), order("cici", 200), order("ana", 90))
	rule := map[string]any{"did": map[string]any{"event": map[string]any{"event": "Order Completed"}, "sum": map[string]any{"property": "total", "op": "gte", "value": 100}}}
	var big savedSegment
	w.owner.must("POST", w.path("/segments"), map[string]any{"name": "Big buyers", "rule": rule}, &big)
	trend := func(breakdown map[string]any) map[string]any {
		return map[string]any{"kind": "trend", "trend": map[string]any{"measure": "people", "interval": "month"}, "breakdown": breakdown}
	}
	byPersona := trend(map[string]any{"by": "persona"})
	if status, body := w.owner.try("POST", w.path("/ask"), byPersona); status != 400 || !strings.Contains(body, "breakdown.segments") {
		t.Errorf("by persona without one: %d %s", status, body)
	}
	var p struct{ ID string }
	w.owner.must("POST", w.path("/personas"), map[string]any{"name": "Dewi", "rule": map[string]any{"not": map[string]any{"id": big.ID}}}, &p)
	bySegment := trend(map[string]any{"by": "segment", "segments": []any{map[string]any{"segment": map[string]any{"id": big.ID}}}})
	for value, c := range map[string]struct {
		question map[string]any
		people   int
	}{big.ID: {bySegment, 2}, p.ID: {byPersona, 1}} {
		var a struct {
			People int
			Trend  struct {
				Series []struct {
					Value string
					Total float64
				}
			}
			Persons struct{ Total int }
		}
		w.owner.must("POST", w.path("/ask"), c.question, &a)
		if a.People != 3 || len(a.Trend.Series) != 1 || a.Trend.Series[0].Value != value || a.Trend.Series[0].Total != float64(c.people) {
			t.Errorf("%v: %+v", c.question["breakdown"], a)
		}
		cell := map[string]any{"kind": "people", "people": map[string]any{"of": c.question, "cell": map[string]any{"value": value}}}
		w.owner.must("POST", w.path("/ask"), cell, &a)
		if a.Persons.Total != c.people {
			t.Errorf("%v: %d people, want %d", cell, a.Persons.Total, c.people)
		}
		// It can be kept.
		w.owner.must("POST", w.path("/questions"), map[string]any{"name": "By " + value, "question": c.question}, nil)
	}
}
