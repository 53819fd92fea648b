package bluesky

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"testing"
	"time"

	"go.uber.org/goleak"

	"jejak/internal/fault"
	"jejak/internal/listen/connect"
	"jejak/internal/outbound"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// One post as app.bsky.feed.defs#postView has it.
func written(n int) json.RawMessage {
	at := noon.Add(time.Duration(n) * time.Minute).Format(time.RFC3339)
	return json.RawMessage(fmt.Sprintf(`{"uri":"at://did:plc:ann/app.bsky.feed.post/%[1]d","cid":"bafy","author":{"did":"did:plc:ann","handle":"ann.bsky.social",
		"displayName":"Ann","verification":{"verifications":[],"verifiedStatus":"valid","trustedVerifierStatus":"none"}},
		"record":{"$type":"app.bsky.feed.post","createdAt":"%[2]s","langs":["id"],"text":"kopi nusa %[1]d"},"replyCount":1,"repostCount":2,"likeCount":3,"quoteCount":4,"indexedAt":"%[2]s","labels":[]}`, n, at))
}

// server searches as Bluesky does: newest first, since below, a cursor that counts.
type server struct {
	posts, limit int
	signedIn     bool
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("RateLimit-Remaining", "2999")
	if r.URL.Path == "/xrpc/com.atproto.server.createSession" {
		var in struct{ Identifier, Password string }
		if json.NewDecoder(r.Body).Decode(&in) != nil || in.Identifier != "ann.bsky.social" || in.Password != "app-pass" {
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprint(w, `{"error":"AuthenticationRequired","message":"Invalid identifier or password"}`)
			return
		}
		fmt.Fprint(w, `{"did":"did:plc:ann","handle":"ann.bsky.social","accessJwt":"jwt","refreshJwt":"r"}`)
		return
	}
	if s.signedIn && r.Header.Get("Authorization") != "Bearer jwt" {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	q := r.URL.Query()
	since, _ := time.Parse(time.RFC3339, q.Get("since"))
	skip, _ := strconv.Atoi(q.Get("cursor"))
	out := map[string]any{}
	posts := []json.RawMessage{}
	for n := s.posts - skip; n >= 1 && len(posts) < s.limit && !noon.Add(time.Duration(n)*time.Minute).Before(since); n-- {
		posts = append(posts, written(n))
	}
	if out["posts"] = posts; len(posts) == s.limit {
		out["cursor"] = strconv.Itoa(skip + s.limit)
	}
	_ = json.NewEncoder(w).Encode(out)
}

func connector(t *testing.T, h http.Handler) (*Connector, string) {
	t.Helper()
	s := httptest.NewServer(h)
	client := outbound.New(outbound.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	t.Cleanup(func() { client.Close(); s.Close() })
	return New(client, func() time.Time { return noon.Add(24 * time.Hour) }), s.URL
}

func TestEveryPostComesOnce(t *testing.T) {
	t.Parallel()
	h := &server{posts: 7, limit: 3, signedIn: true}
	c, url := connector(t, h)
	s := connect.Settings{"server": url, "query": "nusa", "handle": "@ann.bsky.social", "password": "app-pass"}
	var place json.RawMessage
	seen := map[string]int{}
	sweep := func(want int) {
		t.Helper()
		n := 0
		for more := true; more; {
			page, err := c.Fetch(t.Context(), s, place)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range page.Mentions {
				seen[m.ID]++
				n++
			}
			place, more = page.Place, page.More
		}
		if n != want {
			t.Errorf("%d posts, want %d", n, want)
		}
	}
	sweep(7)
	h.posts = 90 // many of them older than the hour that is looked at again
	sweep(83)
	sweep(0)
	for id, n := range seen {
		if n != 1 {
			t.Errorf("%s came %d times", id, n)
		}
	}
}

func TestAPostIsReadWhole(t *testing.T) {
	t.Parallel()
	c, url := connector(t, &server{posts: 1, limit: 3})
	page, err := c.Fetch(t.Context(), connect.Settings{"server": url, "query": "nusa"}, nil)
	if err != nil || len(page.Mentions) != 1 {
		t.Fatalf("%+v %v", page, err)
	}
	m := page.Mentions[0]
	if m.Author != "ann.bsky.social" || m.AuthorID != "did:plc:ann" || !m.Verified || m.Text != "kopi nusa 1" || m.Language != "id" || *m.Interactions != 10 ||
		m.URL != "https://bsky.app/profile/ann.bsky.social/post/1" || !m.At.Equal(noon.Add(time.Minute)) {
		t.Errorf("%+v", m)
	}
}

func TestServersThatRefuse(t *testing.T) {
	t.Parallel()
	c, url := connector(t, &server{limit: 3})
	if _, err := c.Fetch(t.Context(), connect.Settings{"server": url, "query": "x", "handle": "ann", "password": "wrong"}, nil); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a wrong password: %v", err)
	}
	for status, kind := range map[int]fault.Kind{429: fault.TooMany, 500: fault.Unavailable, 400: fault.Invalid, 200: fault.Invalid} {
		c, url := connector(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status); fmt.Fprint(w, "<html>") }))
		if _, err := c.Fetch(t.Context(), connect.Settings{"server": url, "query": "x"}, nil); !fault.Is(err, kind) {
			t.Errorf("%d: %v", status, err)
		}
	}
	for _, s := range []connect.Settings{{"query": "x", "handle": "a"}, {"query": "x", "password": "a"}, {"query": "x", "server": "bsky"}, {"query": "x", "server": "https://b.s/x"}} {
		if err := c.Check(s); !fault.Is(err, fault.Invalid) {
			t.Errorf("%v: %v", s, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"posts":[` + string(written(1)) + `],"cursor":"1"}`))
	f.Add([]byte(`{"posts":[{"uri":"/","author":null}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		found, err := Read(body)
		if err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%v", err)
		}
		for _, p := range found.Posts {
			if _, err := p.mention().Event("n1", noon); err != nil {
				t.Errorf("%+v: %v", p, err)
			}
		}
	})
}
