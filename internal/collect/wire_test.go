package collect_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jejak/internal/collect"
	"jejak/internal/event"
	"jejak/internal/ingest"
)

// payloads opens a file of the shared real data, and skips the test where it is absent.
func payloads(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", "segment_payloads", name))
	if os.IsNotExist(err) {
		t.Skipf("the shared data set segment_payloads/%s is not here: skipped", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

type capture struct {
	SDK, Method, Path string
	Headers           map[string]string
	Body              string `json:"body_base64"`
}

// items is how many calls a captured body holds, by a reader that knows nothing of ours.
func (c capture) items(t *testing.T) int {
	t.Helper()
	body, err := base64.StdEncoding.DecodeString(c.Body)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.HasPrefix(body, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if body, err = io.ReadAll(z); err != nil {
			t.Fatal(err)
		}
	}
	var v struct{ Batch []json.RawMessage }
	if err := json.Unmarshal(body, &v); err != nil {
		t.Fatal(err)
	}
	if v.Batch == nil {
		return 1
	}
	return len(v.Batch)
}

func TestRequestsOfUnmodifiedClients(t *testing.T) {
	t.Parallel()
	var captures []capture
	if err := json.Unmarshal(payloads(t, "sdk_wire_captures.json"), &captures); err != nil {
		t.Fatal(err)
	}
	w := setup(t)
	total := 0
	for i, c := range captures {
		body, err := base64.StdEncoding.DecodeString(c.Body)
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest(c.Method, c.Path, bytes.NewReader(body))
		for name, value := range c.Headers {
			r.Header.Set(name, value)
		}
		a := w.do(r)
		name := fmt.Sprintf("%d %s %s", i, c.SDK, c.Path)
		if !strings.Contains(c.SDK, "segment") && !strings.Contains(c.SDK, "rudder") && !strings.HasPrefix(c.SDK, "analytics-node") {
			if a.status != http.StatusNotFound || !strings.Contains(a.Detail, "Segment HTTP API") || !collect.Handles(r.URL.Path) {
				t.Errorf("%s: %d %s", name, a.status, a.raw)
			}
			continue
		}
		n := c.items(t)
		total += n
		if a.status != http.StatusOK || !a.Success || a.counts != (counts{Received: n, Stored: n}) {
			t.Errorf("%s: %d %s", name, a.status, a.raw)
		}
		// A client that got no answer sends the same bytes again.
		r = httptest.NewRequest(c.Method, c.Path, bytes.NewReader(body))
		r.Header = http.Header{}
		for name, value := range c.Headers {
			r.Header.Set(name, value)
		}
		if a := w.do(r); a.counts != (counts{Received: n, Duplicate: n}) {
			t.Errorf("%s again: %d %s", name, a.status, a.raw)
		}
	}
	if got := w.ledger(); got != (counts{Received: 2 * total, Stored: total, Duplicate: total}) {
		t.Errorf("the ledger says %+v, sent were %d twice", got, total)
	}
}

// classOf sorts a body by what is odd about it, reading it with encoding/json. The first that applies names it.
func classOf(raw []byte) string {
	var p map[string]any
	if err := json.Unmarshal(raw, &p); err != nil {
		return "not JSON"
	}
	ctx, _ := p["context"].(map[string]any)
	typ := p["type"].(string)
	in := func(m any, name string) bool {
		o, _ := m.(map[string]any)
		return o[name] != nil && o[name] != ""
	}
	named := in(p, "userId") || in(p, "anonymousId")
	personal := ctx["traits"]
	contact := in(personal, "email") || in(personal, "phone") || in(ctx["device"], "id")
	if !strings.EqualFold(typ, "group") {
		contact = contact || in(p["traits"], "email") || in(p["traits"], "phone")
	}
	event, _ := p["event"].(string)
	_, unlisted := p["properties"].([]any)
	unread := func(name string) bool {
		s, ok := p[name].(string)
		return ok && len(s) > 0 && (s == "NOW" || !strings.Contains(s, "-") || s[4] != '-')
	}
	switch {
	case len(raw) > 32<<10:
		return "over 32 KB"
	case unlisted:
		return "properties is a list"
	case strings.EqualFold(typ, "track") && event == "":
		return "track without event"
	case unread("originalTimestamp") && p["timestamp"] == nil || unread("timestamp"):
		return "time that nobody can read"
	case p["userId"] == nil && strings.Trim(fmt.Sprint(p["anonymousId"]), "0") == "" && !contact:
		return "only an anonymousId of zeros"
	case !named && !contact && !in(p, "previousId"):
		return "no id of a person"
	case !named && !in(p, "previousId"):
		return "neither userId nor anonymousId, but an e-mail, phone or device"
	case typ != strings.ToLower(typ):
		return "type in odd case"
	case isNumber(p["userId"]) || isNumber(p["anonymousId"]):
		return "id is a number"
	case strings.EqualFold(typ, "group") && !in(p, "groupId"):
		return "group without groupId"
	case unread("originalTimestamp"):
		return "originalTimestamp unreadable beside a timestamp"
	case len(fmt.Sprint(p["timestamp"])) == len("2006-01-02"):
		return "date without time of day"
	case p["messageId"] == nil:
		return "no messageId"
	case p["timestamp"] == nil && p["originalTimestamp"] == nil:
		return "no time"
	}
	return "nothing odd"
}

func isNumber(v any) bool {
	_, ok := v.(float64)
	return ok
}

// TestMessyBodies sends each of the real bodies to a source of its own, and compares what becomes of each class with the table
// in docs/verdicts.md. Then it sends all of them to one source, where many are duplicates: they share a few messageIds.
func TestMessyBodies(t *testing.T) {
	t.Parallel()
	w := setup(t)
	lines := bufio.NewScanner(bytes.NewReader(payloads(t, "payloads_dev.jsonl")))
	lines.Buffer(nil, 1<<20)
	rows := map[string]*row{}
	var apart, together counts
	for n := 0; lines.Scan(); n++ {
		var l struct{ Payload json.RawMessage }
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		own := fmt.Sprintf("own-%d", n)
		w.sources[own] = ingest.Source{ID: event.Source(100 + n), Workspace: workspace, Channel: "web"}
		a := w.postBatch(own, l.Payload)
		apart.add(a.counts)
		together.add(w.postBatch(key, l.Payload).counts)

		class := classOf(l.Payload)
		r := rows[class]
		if r == nil {
			r = &row{}
			rows[class] = r
		}
		r.bodies++
		r.stored += a.Stored
		for _, rejection := range a.Rejections {
			r.rejected++
			r.reason = rejection.Reason
			if rejection.Detail == "" {
				t.Errorf("line %d: rejected without a detail", n+1)
			}
		}
	}
	doc := documented(t)
	for class, r := range rows {
		if doc[class] != *r {
			t.Errorf("docs/verdicts.md says of %q %+v; it is %+v", class, doc[class], *r)
		}
	}
	if len(doc) != len(rows) {
		t.Errorf("docs/verdicts.md has %d classes, the bodies %d", len(doc), len(rows))
	}
	t.Logf("apart %+v, together %+v", apart, together)
	apart.add(together)
	if got := w.ledger(); got != apart {
		t.Errorf("the ledger says %+v, the answers %+v", got, apart)
	}
	if len(w.quarantine()) != apart.Rejected {
		t.Errorf("%d in quarantine, %d rejected", len(w.quarantine()), apart.Rejected)
	}
}

func (c *counts) add(o counts) {
	c.Received += o.Received
	c.Stored += o.Stored
	c.Duplicate += o.Duplicate
	c.Rejected += o.Rejected
}

func (w *world) postBatch(key string, item []byte) answer {
	w.t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/v1/batch", strings.NewReader(`{"batch":[`+string(item)+`]}`))
	r.SetBasicAuth(key, "")
	a := w.do(r)
	if a.status != http.StatusOK || a.Received != 1 || a.Stored+a.Duplicate+a.Rejected != 1 {
		w.t.Fatalf("%d %s", a.status, a.raw)
	}
	return a
}

// row is what the table in docs/verdicts.md says of a class.
type row struct {
	bodies, stored, rejected int
	reason                   string
}

func documented(t *testing.T) map[string]row {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "docs", "verdicts.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(b), "<!-- bodies -->")
	table, _, _ = strings.Cut(table, "<!-- /bodies -->")
	rows := map[string]row{}
	for line := range strings.Lines(table) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		var r row
		if len(cells) < 5 {
			continue
		}
		if _, err := fmt.Sscan(cells[1], &r.bodies); err != nil {
			continue // the head
		}
		if _, err := fmt.Sscan(cells[2]+" "+cells[3], &r.stored, &r.rejected); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		r.reason = strings.Trim(strings.TrimSpace(cells[4]), "`")
		rows[strings.TrimSpace(cells[0])] = r
	}
	return rows
}
