package server_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"jejak/internal/listen/webhook"
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
		c = connection{} // what is left out of an answer must not stay
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

// A webhook takes what is signed, once; a file of reviews is taken by its own connection alone.
func TestWhatIsHandedOver(t *testing.T) {
	t.Parallel()
	w := listens(t)
	hook := w.connect("webhook", "Forum", nil)
	if hook.Address == "" || hook.Made["secret"] == "" || strings.Contains(fmt.Sprint(hook.Settings), hook.Made["secret"]) {
		t.Fatalf("%+v", hook)
	}
	var seen connection
	w.token("viewer").must("GET", w.path("/connections/%s", hook.ID), nil, &seen)
	if seen.Address != "" || seen.Made != nil {
		t.Errorf("somebody who only looks sees %+v", seen)
	}
	deliver := func(signature string) (int, string) {
		body := `{"network":"forum","id":"1","author":"ann","text":"Saya suka sekali"}`
		stamp := strconv.FormatInt(time.Now().Unix(), 10)
		if signature == "" {
			signature = webhook.Sign(hook.Made["secret"], "msg_1", stamp, []byte(body))
		}
		req, err := http.NewRequest("POST", w.url+hook.Address, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("webhook-id", "msg_1")
		req.Header.Set("webhook-timestamp", stamp)
		req.Header.Set("webhook-signature", signature)
		return do(t, http.DefaultClient, req)
	}
	if status, _ := deliver("v1,AAAA"); status != http.StatusUnauthorized {
		t.Errorf("a wrong signature answers %d", status)
	}
	for i, stored := range []string{`"stored":1`, `"stored":0`} {
		if status, answer := deliver(""); status != 200 || !strings.Contains(strings.ReplaceAll(answer, " ", ""), stored) {
			t.Errorf("delivery %d: %d %s", i, status, answer)
		}
	}
	if got := w.texts(map[string]any{"networks": []string{"forum"}}); len(got) != 1 || got[0].Language != "id" {
		t.Errorf("heard %+v", got)
	}
	store := w.connect("appreviews", "Play", map[string]string{"store": "appstore", "app": "Nusa"})
	upload := func(id string) (int, string) {
		req, err := http.NewRequest("POST", w.url+w.path("/connections/%s/upload", id), strings.NewReader("Date,Rating,Title,Review\n2026-03-02,2,,Crashes all the time\n"))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "text/csv")
		req.Header.Set("X-Jejak-CSRF", w.owner.csrf)
		return do(t, w.owner.client, req)
	}
	if status, answer := upload(store.ID); status != 200 || !strings.Contains(strings.ReplaceAll(answer, " ", ""), `"stored":1`) {
		t.Errorf("%d %s", status, answer)
	}
	if status, _ := upload(hook.ID); status != http.StatusConflict {
		t.Errorf("a webhook takes a file: %d", status)
	}
	w.owner.must("POST", w.path("/connections/%s/pause", store.ID), map[string]any{"paused": true}, nil)
	if status, answer := upload(store.ID); status != http.StatusConflict || !strings.Contains(answer, `"connection_paused"`) {
		t.Errorf("one that is paused says so in no reader's language: %d %s", status, answer)
	}
}
