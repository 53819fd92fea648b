package youtube

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
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

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

const channel = "UC0123456789abcdefghijkl"

// One thread as commentThreads.list writes it.
func written(n int) json.RawMessage {
	at := noon.Add(time.Duration(n) * time.Hour).Format(time.RFC3339)
	return json.RawMessage(fmt.Sprintf(`{"kind":"youtube#commentThread","id":"T%[1]d","snippet":{"channelId":"UC","videoId":"videovideo1","canReply":true,"totalReplyCount":1,"isPublic":true,
		"topLevelComment":{"kind":"youtube#comment","id":"T%[1]d","snippet":{"videoId":"videovideo1","textDisplay":"Kopi &amp; <b>susu</b>","textOriginal":"Kopi & susu %[1]d","authorDisplayName":"@ann",
		"authorChannelId":{"value":"UCann"},"likeCount":4,"publishedAt":"%[2]s","updatedAt":"%[2]s"}}},
		"replies":{"comments":[{"id":"T%[1]d.R","snippet":{"textOriginal":"setuju","authorDisplayName":"@joe","authorChannelId":{"value":"UCjoe"},"likeCount":0,"publishedAt":"%[2]s"}}]}}`, n, at))
}

type server struct {
	threads, limit, asked int
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if r.Header.Get("X-Goog-Api-Key") != "k3y" || strings.Contains(r.URL.RawQuery, "k3y") {
		w.WriteHeader(http.StatusBadRequest)
		fmt.Fprint(w, `{"error":{"code":400,"message":"API key not valid.","errors":[{"domain":"global","reason":"badRequest"}],"details":[{"reason":"API_KEY_INVALID"}]}}`)
		return
	}
	switch r.URL.Path {
	case "/youtube/v3/channels":
		if q.Get("forHandle") == "@nusa" {
			fmt.Fprintf(w, `{"items":[{"id":"%s"}]}`, channel)
			return
		}
		fmt.Fprint(w, `{"pageInfo":{"totalResults":0}}`)
	case "/youtube/v3/videos":
		fmt.Fprint(w, `{"items":[{"id":"videovideo1","snippet":{"title":"Gayo"},"statistics":{"viewCount":"1200"}}]}`)
	case "/youtube/v3/commentThreads":
		s.asked++
		if q.Get("allThreadsRelatedToChannelId") != channel && q.Get("videoId") == "" {
			w.WriteHeader(http.StatusNotFound)
			fmt.Fprint(w, `{"error":{"code":404,"errors":[{"reason":"channelNotFound"}]}}`)
			return
		}
		skip, _ := strconv.Atoi(q.Get("pageToken"))
		out := map[string]any{}
		items := []json.RawMessage{}
		for n := s.threads - skip; n >= 1 && len(items) < s.limit; n-- {
			items = append(items, written(n))
		}
		if out["items"] = items; s.threads-skip > s.limit {
			out["nextPageToken"] = strconv.Itoa(skip + s.limit)
		}
		_ = json.NewEncoder(w).Encode(out)
	}
}

func connector(t *testing.T, h http.Handler) *Connector {
	t.Helper()
	s := httptest.NewServer(h)
	client := outbound.New(outbound.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	t.Cleanup(func() { client.Close(); s.Close() })
	c := New(client, func() time.Time { return noon.Add(1000 * time.Hour) })
	c.service = s.URL
	return c
}

// All comments of a channel come once, and later only as many pages are read as hold new ones.
func TestEveryCommentComesOnce(t *testing.T) {
	t.Parallel()
	h := &server{threads: 7, limit: 3}
	c := connector(t, h)
	s := connect.Settings{"channel": "@nusa", "key": "k3y"}
	var place json.RawMessage
	sweep := func(want int) {
		t.Helper()
		n := 0
		for more := true; more; {
			page, err := c.Fetch(t.Context(), s, place)
			if err != nil {
				t.Fatal(err)
			}
			n += len(page.Mentions)
			place, more = page.Place, page.More
		}
		if n != want {
			t.Errorf("%d comments, want %d", n, want)
		}
	}
	sweep(14)
	h.threads, h.asked = 50, 0
	sweep(86)
	h.asked = 0
	sweep(0)
	if h.asked != 1 {
		t.Errorf("%d pages were read where nothing is new", h.asked)
	}
}

func TestACommentIsReadWhole(t *testing.T) {
	t.Parallel()
	c := connector(t, &server{threads: 1, limit: 3})
	page, err := c.Fetch(t.Context(), connect.Settings{"video": "videovideo1", "key": "k3y"}, nil)
	if err != nil || len(page.Mentions) != 2 {
		t.Fatalf("%+v %v", page, err)
	}
	m, r := page.Mentions[0], page.Mentions[1]
	if m.Author != "@ann" || m.AuthorID != "UCann" || m.Title != "Gayo" || m.Text != "Kopi & susu 1" || *m.Reach != 1200 || *m.Interactions != 5 ||
		m.URL != "https://www.youtube.com/watch?lc=T1&v=videovideo1" || r.ID != "T1.R" || r.Text != "setuju" || r.Title != "Gayo" {
		t.Errorf("%+v\n%+v", m, r)
	}
}

func TestWhyYouTubeRefuses(t *testing.T) {
	t.Parallel()
	f := func(status int, reason string, kind fault.Kind, wait time.Duration) {
		t.Helper()
		c := connector(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			fmt.Fprintf(w, `{"error":{"code":%d,"errors":[{"reason":"%s"}]}}`, status, reason)
		}))
		_, err := c.Fetch(t.Context(), connect.Settings{"video": "videovideo1", "key": "k3y"}, nil)
		var told *fault.Error
		if !errors.As(err, &told) || told.Kind != kind || told.RetryAfter != wait || strings.Contains(err.Error(), "k3y") {
			t.Errorf("%d %s: %v", status, reason, err)
		}
	}
	f(403, "quotaExceeded", fault.TooMany, 4*time.Hour) // it is 4 in the morning there on the day that the clock says
	f(403, "rateLimitExceeded", fault.TooMany, time.Minute)
	f(403, "commentsDisabled", fault.Forbidden, 0)
	f(404, "videoNotFound", fault.NotFound, 0)
	f(400, "keyInvalid", fault.Forbidden, 0)
	f(403, "whatever", fault.Forbidden, 0)
	f(500, "backendError", fault.Unavailable, 0)
	c := connector(t, &server{limit: 3})
	if _, err := c.Fetch(t.Context(), connect.Settings{"channel": "@nobody", "key": "k3y"}, nil); !fault.Is(err, fault.NotFound) {
		t.Errorf("a handle that nobody has: %v", err)
	}
	if _, err := c.Fetch(t.Context(), connect.Settings{"channel": channel, "key": "wrong"}, nil); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a wrong key: %v", err)
	}
	for _, s := range []connect.Settings{{}, {"channel": "nusa"}, {"video": "x"}, {"channel": "@a", "video": "videovideo1"}} {
		if err := c.Check(s); !fault.Is(err, fault.Invalid) {
			t.Errorf("%v: %v", s, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"items":[` + string(written(1)) + `],"nextPageToken":"1"}`))
	f.Add([]byte(`{"items":[{"id":"v","snippet":{"videoId":"v","title":"Kopi"},"statistics":{"viewCount":"1e999"}}]}`))
	f.Add([]byte(`{"items":[{"snippet":null,"replies":{"comments":[{}]}}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		page, err := Read[Threads](body)
		if err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%v", err)
		}
		below, err := Read[videos](body)
		if err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%v", err)
		}
		known := map[string]video{}
		below.into(known)
		for _, m := range Mentions(page, known) {
			if _, err := m.Event("n1", noon); err != nil {
				t.Errorf("%+v: %v", m, err)
			}
		}
	})
}

// FuzzExplain: whatever a refusal holds, it stays a fault that people can read.
func FuzzExplain(f *testing.F) {
	f.Add([]byte(`{"error":{"errors":[{"reason":"quotaExceeded"}]}}`))
	f.Add([]byte(`{"error":{"details":[{"reason":"API_KEY_INVALID"},null]}}`))
	f.Add([]byte(`{"error":"no"}`))
	c := New(nil, func() time.Time { return noon })
	f.Fuzz(func(t *testing.T, body []byte) {
		refused := fault.New(fault.Forbidden, "googleapis.com does not let us in.")
		var told *fault.Error
		if !errors.As(c.explain(body, refused), &told) || told.Message == "" || told.RetryAfter < 0 || told.RetryAfter > 24*time.Hour {
			t.Errorf("%s: %+v", body, told)
		}
	})
}
