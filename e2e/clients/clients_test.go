//go:build e2e

// Package clients runs client libraries that nobody here wrote, unchanged, against the built binary, and looks for what they sent
// on the person's timeline.
package clients

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"jejak/e2e/product"
)

// event is one of a timeline.
type event struct {
	Type       string         `json:"type"`
	Name       string         `json:"name"`
	Channel    string         `json:"channel"`
	MessageID  string         `json:"messageId"`
	Properties map[string]any `json:"properties"`
	Traits     map[string]any `json:"traits"`
	Context    map[string]any `json:"context"`
}

func (e event) String() string {
	if name, ok := e.Properties["name"].(string); ok && (e.Type == "page" || e.Type == "screen") {
		return e.Type + " " + name
	}
	return e.Name
}

// world is the product with one source.
type world struct {
	t     *testing.T
	p     *product.Product
	owner *product.Owner
	key   string
}

func setup(t *testing.T, channel string) *world {
	t.Helper()
	if _, err := os.Stat("node_modules"); err != nil {
		t.Fatal("the client libraries are not installed: run make e2e, or npm ci in e2e/clients")
	}
	p := product.Start(t, t.TempDir())
	w := &world{t: t, p: p, owner: p.Setup(t)}
	_, w.key = w.owner.Source("Toko", channel)
	return w
}

// run is a program of node, and fails the test if that fails.
func (w *world) run(args ...string) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, "node", args...).CombinedOutput()
	if err != nil {
		w.t.Fatalf("node %s: %v\n%s\n%s", strings.Join(args, " "), err, out, w.p.Log())
	}
}

// shop serves the shop on an origin of its own.
func (w *world) shop() string {
	mux := http.NewServeMux()
	mux.Handle("/lib/", http.StripPrefix("/lib/", http.FileServer(http.Dir("node_modules/@segment/analytics-next/dist/umd"))))
	mux.Handle("/rudder/", http.StripPrefix("/rudder/", http.FileServer(http.Dir("node_modules/@rudderstack/analytics-js/dist/npm/modern/bundled/umd"))))
	mux.Handle("/", http.FileServer(http.Dir("../shop")))
	mux.HandleFunc("/config.json", func(rw http.ResponseWriter, _ *http.Request) {
		if err := json.NewEncoder(rw).Encode(map[string]string{"writeKey": w.key, "host": w.p.URL}); err != nil {
			w.t.Error(err)
		}
	})
	srv := httptest.NewServer(mux)
	w.t.Cleanup(srv.Close)
	return strings.Replace(srv.URL, "127.0.0.1", "localhost", 1) // another origin and another site than the product's
}

// timeline is what the product shows of the one person that a search finds, oldest first, as soon as there are n events.
func (w *world) timeline(search string, n int) []event {
	w.t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	again := time.NewTicker(100 * time.Millisecond) // the product is another process: it can only be asked
	defer again.Stop()
	for {
		var page struct {
			Total  int
			People []struct{ Person string }
		}
		w.owner.Do("GET", w.owner.Path("/people?search=%s", search), nil, &page)
		var events []event
		if page.Total > 0 {
			var line struct{ Events []event }
			w.owner.Do("GET", w.owner.Path("/people/%s/events?limit=200", page.People[0].Person), nil, &line)
			events = line.Events
		}
		if page.Total == 1 && len(events) >= n || time.Now().After(deadline) {
			if page.Total != 1 {
				w.t.Fatalf("%d people are found by %q", page.Total, search)
			}
			slices.Reverse(events)
			return events
		}
		<-again.C
	}
}

// expect compares a timeline with the events that were meant, in any order: what happens in the same millisecond has none.
func (w *world) expect(got []event, want ...string) {
	w.t.Helper()
	var names []string
	seen := map[string]bool{}
	for _, e := range got {
		names = append(names, e.String())
		if e.MessageID == "" || seen[e.MessageID] {
			w.t.Errorf("%s came twice, as %q", e, e.MessageID)
		}
		seen[e.MessageID] = true
	}
	slices.Sort(names)
	slices.Sort(want)
	if !slices.Equal(names, want) {
		w.t.Errorf("on the timeline are\n%q, want\n%q", names, want)
	}
	var ledger struct {
		Total struct{ Received, Stored, Duplicate, Rejected int }
	}
	w.owner.Do("GET", w.owner.Path("/ledger"), nil, &ledger)
	if n := ledger.Total; n.Stored != len(want) || n.Rejected != 0 || n.Received != n.Stored+n.Duplicate {
		w.t.Errorf("the ledger says %+v", n)
	}
}

func find(t *testing.T, events []event, name string) event {
	t.Helper()
	i := slices.IndexFunc(events, func(e event) bool { return e.Name == name })
	if i < 0 {
		t.Fatalf("no %q", name)
	}
	return events[i]
}

func TestSegmentNode(t *testing.T) {
	t.Parallel()
	w := setup(t, "other")
	w.run("segment.mjs", w.p.URL, w.key)
	line := w.timeline("budi@example.id", 7)
	w.expect(line, "Product Viewed", "Identified", "page Keranjang", "screen Beranda", "Group Joined", "Aliased", "Order Completed")
	if order := find(t, line, "Order Completed"); order.Properties["revenue"] != 129500.5 || order.Channel != "other" {
		t.Errorf("%+v", order)
	}
	if group := find(t, line, "Group Joined"); group.Context["groupId"] != "koperasi-7" || group.Traits["name"] != "Koperasi Gayo" {
		t.Errorf("%+v", group)
	}
}

func TestRudderNode(t *testing.T) {
	t.Parallel()
	w := setup(t, "other")
	w.run("rudder.mjs", w.p.URL, w.key)
	line := w.timeline("mei@example.hk", 6)
	w.expect(line, "Identified", "page Landing", "screen Home", "Group Joined", "Order Completed", "Aliased")
	if who := find(t, line, "Identified"); who.Traits["city"] != "香港" {
		t.Errorf("%+v", who)
	}
}

// TestSegmentBrowser: a visitor looks around, signs in halfway and buys. Pages are left while calls are still under way.
func TestSegmentBrowser(t *testing.T) {
	t.Parallel()
	w := setup(t, "web")
	w.run("browser.mjs", w.shop(), "rina@example.id")
	line := w.timeline("rina@example.id", 9)
	w.expect(line, "page Home", "page Product", "Product Viewed", "Product Added", "page Cart", "page Login", "Identified", "page Order", "Order Completed")
	if page := line[0]; page.String() != "page Home" || page.Channel != "web" {
		t.Errorf("the first is %+v", page)
	}
	if last := line[len(line)-1]; last.Name != "Order Completed" || last.Properties["revenue"] != 98000.0 {
		t.Errorf("the last is %+v", last)
	}
}

func TestRudderBrowser(t *testing.T) {
	t.Parallel()
	w := setup(t, "web")
	w.run("browser.mjs", w.shop(), "", "rudder")
	w.expect(w.timeline("dewi@example.id", 3), "page Home", "Identified", "Order Completed")
}
