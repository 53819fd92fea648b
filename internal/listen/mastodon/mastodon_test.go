package mastodon

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"jejak/internal/fault"
	"jejak/internal/listen/connect"
	"jejak/internal/outbound"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// One post as a server of Mastodon 4 writes it, shortened to what is documented at docs.joinmastodon.org/entities/Status.
const post = `{"id":"%[1]d","created_at":"2026-03-02T08:00:00.000Z","in_reply_to_id":null,"sensitive":false,"spoiler_text":"","visibility":"public","language":"id",
"uri":"https://a.example/users/ann/statuses/%[1]d","url":"https://a.example/@ann/%[1]d","replies_count":1,"reblogs_count":2,"favourites_count":3,
"content":"<p>Kopi <a href=\"https://a.example/tags/nusa\" class=\"mention hashtag\">#<span>nusa</span></a> enak &amp; murah</p>",
"account":{"id":"1","username":"ann","acct":"ann","display_name":"Ann","bot":false,"group":false,"followers_count":40,"url":"https://a.example/@ann"},"tags":[{"name":"nusa"}]}`

// server holds posts by id, and pages them as Mastodon does: newest first, since_id and min_id below, max_id above, Link to the next.
type server struct {
	ids   []int
	asked []string
	limit int
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	s.asked = append(s.asked, r.URL.RequestURI())
	bound := func(name string, otherwise int) int {
		if n, err := strconv.Atoi(q.Get(name)); err == nil {
			return n
		}
		return otherwise
	}
	above, below := max(bound("since_id", 0), bound("min_id", 0)), bound("max_id", 1<<30)
	search := r.URL.Path == "/api/v2/search"
	if !search && r.URL.Path != "/api/v1/timelines/tag/nusa" || search && r.Header.Get("Authorization") != "Bearer t0k" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	all := []json.RawMessage{}
	last := 0
	for _, id := range slices.Backward(s.ids) {
		if id > above && id < below && len(all) < s.limit {
			all, last = append(all, json.RawMessage(fmt.Sprintf(post, id))), id
		}
	}
	if len(all) > 0 && !search {
		w.Header().Set("Link", fmt.Sprintf(`<http://%[1]s/api/v1/timelines/tag/nusa?limit=40&max_id=%[2]d>; rel="next", <http://%[1]s/x?min_id=%[3]d>; rel="prev"`, r.Host, last, s.ids[len(s.ids)-1]))
	}
	w.Header().Set("X-RateLimit-Remaining", "299")
	w.Header().Set("X-RateLimit-Reset", "2026-03-02T08:05:00.000Z")
	if search {
		_ = json.NewEncoder(w).Encode(map[string]any{"accounts": []int{}, "statuses": all, "hashtags": []int{}})
		return
	}
	_ = json.NewEncoder(w).Encode(all)
}

func connector(t *testing.T, h http.Handler) (*Connector, string) {
	t.Helper()
	s := httptest.NewServer(h)
	client := outbound.New(outbound.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	t.Cleanup(func() { client.Close(); s.Close() })
	return New(client, time.Now), s.URL
}

// sweep fetches until there is no more, as the runner does.
func sweep(t *testing.T, c *Connector, s connect.Settings, place json.RawMessage) (json.RawMessage, []string) {
	t.Helper()
	var ids []string
	for range 100 {
		page, err := c.Fetch(t.Context(), s, place)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range page.Mentions {
			ids = append(ids, m.ID[len("https://a.example/users/ann/statuses/"):])
		}
		if place = page.Place; !page.More {
			return place, ids
		}
	}
	t.Fatal("there is no end")
	return nil, nil
}

// Whatever was posted between two fetches comes once, however many pages it is, by hashtag and by search.
func TestEveryPostComesOnce(t *testing.T) {
	t.Parallel()
	for name, settings := range map[string]connect.Settings{"hashtag": {"tag": "#nusa"}, "search": {"query": "nusa kopi", "token": "t0k"}} {
		h := &server{limit: 3}
		for id := 1; id <= 7; id++ {
			h.ids = append(h.ids, id)
		}
		c, url := connector(t, h)
		settings["server"] = url
		if err := c.Check(settings); err != nil {
			t.Fatal(err)
		}
		place, ids := sweep(t, c, settings, nil)
		if !slices.Equal(ids, []string{"7", "6", "5", "4", "3", "2", "1"}) {
			t.Errorf("%s: first %v", name, ids)
		}
		for id := 8; id <= 17; id++ {
			h.ids = append(h.ids, id)
		}
		place, ids = sweep(t, c, settings, place)
		if slices.Sort(ids); len(slices.Compact(ids)) != 10 || slices.Contains(ids, "7") {
			t.Errorf("%s: then %v", name, ids)
		}
		if _, ids = sweep(t, c, settings, place); len(ids) != 0 {
			t.Errorf("%s: again %v", name, ids)
		}
	}
}

// A tag that nobody used when the connection was made, and then so many that it takes more pages than a first sweep reads.
func TestABurstAfterNothingIsFoundWhole(t *testing.T) {
	t.Parallel()
	h := &server{limit: 3}
	c, url := connector(t, h)
	settings := connect.Settings{"tag": "nusa", "server": url}
	place, ids := sweep(t, c, settings, nil)
	if len(ids) != 0 {
		t.Fatalf("first %v", ids)
	}
	for id := 1; id <= 3*(firstPages+2); id++ {
		h.ids = append(h.ids, id)
	}
	if _, ids = sweep(t, c, settings, place); len(ids) != len(h.ids) {
		t.Errorf("of %d posts came %v", len(h.ids), ids)
	}
}

func TestAPostIsReadWhole(t *testing.T) {
	t.Parallel()
	c, url := connector(t, &server{ids: []int{1}, limit: 3})
	page, err := c.Fetch(t.Context(), connect.Settings{"server": url, "tag": "nusa"}, nil)
	if err != nil || len(page.Mentions) != 1 {
		t.Fatalf("%+v %v", page, err)
	}
	m := page.Mentions[0]
	if m.Network != "mastodon" || m.Author != "ann@127.0.0.1" || m.Text != "Kopi #nusa enak & murah" || m.Language != "id" || *m.Reach != 40 || *m.Interactions != 6 ||
		m.URL != "https://a.example/@ann/1" || m.At.Hour() != 8 || m.AuthorKind != "person" {
		t.Errorf("%+v", m)
	}
}

func TestServersThatRefuse(t *testing.T) {
	t.Parallel()
	f := func(status int, body string, kind fault.Kind) {
		t.Helper()
		c, url := connector(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "30")
			w.WriteHeader(status)
			fmt.Fprint(w, body)
		}))
		if _, err := c.Fetch(t.Context(), connect.Settings{"server": url, "tag": "nusa"}, nil); !fault.Is(err, kind) {
			t.Errorf("%d %s: %v", status, body, err)
		}
	}
	f(429, `{"error":"Too many requests"}`, fault.TooMany)
	f(401, `{"error":"The access token is invalid"}`, fault.Forbidden)
	f(503, ``, fault.Unavailable)
	f(200, `<html>`, fault.Invalid)
	f(200, `{"a":1}`, fault.Invalid)
	f(200, `[{"id":"1","crea`, fault.Invalid)
}

func TestSettings(t *testing.T) {
	t.Parallel()
	c := New(nil, time.Now)
	for _, s := range []connect.Settings{
		{"server": "mastodon.social", "tag": "a"},
		{"server": "https://m.s/about", "tag": "a"},
		{"server": "https://m.s"},
		{"server": "https://m.s", "tag": "a", "query": "b", "token": "t"},
		{"server": "https://m.s", "query": "b"},
		{"server": "https://m.s", "tag": "a b"},
	} {
		if err := c.Check(s); !fault.Is(err, fault.Invalid) {
			t.Errorf("%v: %v", s, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("["+fmt.Sprintf(post, 1)+"]"), false)
	f.Add([]byte(`{"statuses":[{"id":null}]}`), true)
	f.Fuzz(func(t *testing.T, body []byte, search bool) {
		all, err := Read(body, search)
		if err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%v", err)
		}
		for _, s := range all {
			if _, err := s.mention("a.example").Event("n1", time.Now()); err != nil {
				t.Errorf("%+v: %v", s, err)
			}
		}
	})
}

// FuzzNext: whatever a server writes into Link, what comes out of it is a part of an address.
func FuzzNext(f *testing.F) {
	f.Add(`<https://m.s/api/v1/timelines/tag/kopi?max_id=7>; rel="next", <https://m.s/api/v1/timelines/tag/kopi?min_id=9>; rel="prev"`)
	f.Add(`<?max_id=%zz>; rel=next`)
	f.Add(`<<>>; rel="next`)
	f.Fuzz(func(t *testing.T, link string) {
		id := next(link)
		if id != "" && !strings.Contains(link, "max_id") && !strings.Contains(link, "%") {
			t.Errorf("%q leads to %q", link, id)
		}
		if got := address(connect.Settings{"server": "https://m.s", "tag": "kopi"}, place{Before: id}); !strings.HasPrefix(got, "https://m.s/api/v1/timelines/tag/kopi?") {
			t.Errorf("%q is asked for", got)
		}
	})
}
