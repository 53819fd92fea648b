package server_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

type connection struct {
	ID       string
	Version  int
	Address  string
	Settings map[string]string
	Secrets  []string
	Made     map[string]string
	Busy     bool
	State    struct {
		Good, Failed time.Time
		Failures     int
		Problem      string
		Mentions     int
	}
}

// listens is a world that may call servers on this machine.
func listens(t *testing.T) *world {
	t.Helper()
	c := settings(t, t.TempDir())
	c.OutboundAllow = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	return foundWith(t, c, nil)
}

func (w *world) connect(kind, name string, given map[string]string) (c connection) {
	w.t.Helper()
	w.owner.must("POST", w.path("/connections"), map[string]any{"kind": kind, "name": name, "settings": given}, &c)
	return c
}

// until asks for a connection until it is as wanted; the test's own deadline ends it.
func (w *world) until(id string, wanted func(connection) bool) (c connection) {
	w.t.Helper()
	for tick := time.NewTicker(20 * time.Millisecond); ; {
		w.owner.must("GET", w.path("/connections/%s", id), nil, &c)
		if wanted(c) {
			tick.Stop()
			return c
		}
		select {
		case <-tick.C:
		case <-w.t.Context().Done():
			w.t.Fatalf("still %+v", c)
		}
	}
}

const twoEntries = `<?xml version="1.0"?><rss version="2.0"><channel><title>Kopi News</title><link>https://news.example/</link>
<item><title>Nusa opens a shop</title><link>https://news.example/1</link><guid>https://news.example/1</guid><author>red@news.example (Ann)</author>
<pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate><description>&lt;p&gt;The coffee is &lt;b&gt;excellent&lt;/b&gt; and the staff friendly.&lt;/p&gt;</description></item>
<item><title>Nusa delivers late</title><link>https://news.example/2</link><guid>https://news.example/2</guid>
<pubDate>Mon, 02 Mar 2026 09:00:00 GMT</pubDate><description>Terrible delivery, very disappointed.</description></item></channel></rss>`

// A feed is fetched into the ledger and heard; one that is broken says so and holds up nobody; what two feeds have is stored once.
func TestFeedsAreHeard(t *testing.T) {
	t.Parallel()
	w := listens(t)
	var again atomic.Int32
	site := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/broken":
			fmt.Fprint(rw, `<rss><channel><item><title>cut`)
		default:
			if r.Header.Get("If-None-Match") == `"v1"` {
				again.Add(1)
				rw.WriteHeader(http.StatusNotModified)
				return
			}
			rw.Header().Set("ETag", `"v1"`)
			fmt.Fprint(rw, twoEntries)
		}
	}))
	t.Cleanup(site.Close)
	bad := w.connect("feed", "Broken", map[string]string{"url": site.URL + "/broken"})
	good := w.connect("feed", "News", map[string]string{"url": site.URL + "/news"})
	got := w.until(good.ID, func(c connection) bool { return !c.State.Good.IsZero() })
	if got.State.Mentions != 2 || got.State.Problem != "" {
		t.Errorf("the good feed: %+v", got.State)
	}
	failed := w.until(bad.ID, func(c connection) bool { return c.State.Failures > 0 })
	if !strings.Contains(failed.State.Problem, "not a feed") {
		t.Errorf("the broken feed: %+v", failed.State)
	}
	texts := w.texts(map[string]any{"networks": []string{"feed"}})
	if len(texts) != 2 || texts[0].Feeling != "negative" || texts[1].Text != "The coffee is excellent and the staff friendly." || texts[1].Feeling != "positive" {
		t.Errorf("heard %+v", texts)
	}
	w.owner.must("POST", w.path("/connections/%s/fetch", good.ID), nil, nil)
	w.until(good.ID, func(c connection) bool { return again.Load() > 0 && !c.Busy })
	other := w.connect("feed", "The same news", map[string]string{"url": site.URL + "/other"})
	if other = w.until(other.ID, func(c connection) bool { return !c.State.Good.IsZero() }); other.State.Mentions != 0 {
		t.Errorf("what is there was stored again: %+v", other.State)
	}
	var ledger struct {
		Rows []struct {
			SourceName                  string
			Received, Stored, Duplicate int
		}
	}
	w.owner.must("GET", w.path("/ledger"), nil, &ledger)
	received, stored := 0, 0
	for _, row := range ledger.Rows {
		if row.SourceName == "Listening" {
			received, stored = received+row.Received, stored+row.Stored
		}
	}
	if received != 4 || stored != 2 {
		t.Errorf("the ledger has %d received and %d stored", received, stored)
	}
}
