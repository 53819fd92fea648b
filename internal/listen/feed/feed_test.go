package feed

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"jejak/internal/fault"
	"jejak/internal/listen/connect"
	"jejak/internal/outbound"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const rss = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Kopi News</title><link>https://news.example/</link><language>id</language>
<item><title>Nusa &amp; kopi</title><link>/1</link><guid isPermaLink="false">17</guid><dc:creator>Rini</dc:creator>
<pubDate>Mon, 02 Mar 2026 08:00:00 +0700</pubDate><description>short</description><content:encoded><![CDATA[<p>Kopinya <b>enak</b>.</p><script>x()</script>]]></content:encoded></item>
<item><title>No id, no link</title><description>words</description></item></channel></rss>`

const atomFeed = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Blog</title><id>urn:b</id>
<entry><id>tag:blog.example,2026:1</id><title>咖啡</title><link href="https://blog.example/1"/><author><name>小美</name></author>
<published>2026-03-02T08:00:00Z</published><content type="html">&lt;p&gt;很好喝&lt;/p&gt;</content></entry></feed>`

const jsonFeed = `{"version":"https://jsonfeed.org/version/1.1","title":"Forum","items":[{"id":"https://forum.example/9","url":"https://forum.example/9",
"content_text":"Late delivery","date_published":"2026-03-02T08:00:00Z","authors":[{"name":"Joe"}]}]}`

func TestTheThreeFormats(t *testing.T) {
	t.Parallel()
	f := func(body string, want ...connect.Mention) {
		t.Helper()
		got, err := Read([]byte(body), "https://news.example/feed")
		if err != nil || len(got) != len(want) {
			t.Fatalf("%d entries, %v", len(got), err)
		}
		for i := range want {
			at := got[i].At
			want[i].Network, want[i].Channel = Network, "web"
			if !at.Equal(want[i].At) {
				t.Errorf("at %s, want %s", at, want[i].At)
			}
			got[i].At = want[i].At
			if got[i] != want[i] {
				t.Errorf("got  %+v\nwant %+v", got[i], want[i])
			}
		}
	}
	at := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	f(rss,
		connect.Mention{
			ID: "news.example:17", Author: "Rini", AuthorID: "news.example/Rini", URL: "https://news.example/1", Title: "Nusa & kopi", Text: "Kopinya enak.",
			Language: "id", At: time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC),
		},
		connect.Mention{ID: "news.example:41a71438c22ef1387739f9b4", Author: "Kopi News", AuthorID: "news.example", Title: "No id, no link", Text: "words", Language: "id"},
	)
	f(atomFeed, connect.Mention{ID: "tag:blog.example,2026:1", Author: "小美", AuthorID: "news.example/小美", URL: "https://blog.example/1", Title: "咖啡", Text: "很好喝", At: at})
	f(jsonFeed, connect.Mention{ID: "https://forum.example/9", Author: "Joe", AuthorID: "news.example/Joe", URL: "https://forum.example/9", Text: "Late delivery", At: at})
}

func TestWhatIsNoFeed(t *testing.T) {
	t.Parallel()
	f := func(body, says string) {
		t.Helper()
		if _, err := Read([]byte(body), "https://a.example/x/"); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), says) {
			t.Errorf("%.60q: %v", body, err)
		}
	}
	f("", "not a feed")
	f("<html><body>hello</body></html>", "not a feed")
	f(`<html><head><link rel="alternate" type="application/rss+xml" href="../feed.xml"></head><body>`, "https://a.example/feed.xml")
	f(`<html><head><link rel="alternate" type="application/rss+xml" href="javascript:x"></head>`, "not a feed")
	f(rss[:len(rss)/2], "not a feed")
	f(atomFeed[:len(atomFeed)/2], "not a feed")
	f(jsonFeed[:len(jsonFeed)/2], "not a feed")
}

// Entities that a feed declares do not grow into more than it holds.
func TestEntitiesAreNotExpanded(t *testing.T) {
	t.Parallel()
	all, err := Read([]byte(`<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
		<rss version="2.0"><channel><item><guid>x:1</guid><title>&c;</title></item></channel></rss>`), "https://a.example/")
	if err == nil && len(all) == 1 && strings.Contains(all[0].Title, "haha") {
		t.Errorf("%+v", all)
	}
}

type site struct {
	connector *Connector
	url       string
}

func at(t *testing.T, h http.HandlerFunc) site {
	t.Helper()
	s := httptest.NewServer(h)
	client := outbound.New(outbound.Options{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Timeout: 2 * time.Second, MaxBody: 1 << 20})
	t.Cleanup(func() { client.Close(); s.Close() })
	return site{New(client, time.Now), s.URL}
}

// A feed that is unchanged is not sent again; of one that grew only what is new comes, although its ids are old.
func TestOnlyWhatIsNew(t *testing.T) {
	t.Parallel()
	items := []string{"1", "2"}
	asked := 0
	s := at(t, func(w http.ResponseWriter, r *http.Request) {
		asked++
		tag := fmt.Sprintf(`"%d"`, len(items))
		if r.Header.Get("If-None-Match") == tag && r.Header.Get("If-Modified-Since") == "Mon, 02 Mar 2026 08:00:00 GMT" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("ETag", tag)
		w.Header().Set("Last-Modified", "Mon, 02 Mar 2026 08:00:00 GMT")
		fmt.Fprint(w, `<rss version="2.0"><channel>`)
		for _, id := range items {
			fmt.Fprintf(w, `<item><guid>https://x/%s</guid><title>t%s</title></item>`, id, id)
		}
		fmt.Fprint(w, `</channel></rss>`)
	})
	settings := connect.Settings{"url": s.url}
	fetch := func(page connect.Page, want int) connect.Page {
		t.Helper()
		got, err := s.connector.Fetch(t.Context(), settings, page.Place)
		if err != nil || len(got.Mentions) != want {
			t.Errorf("%d entries, want %d; %v", len(got.Mentions), want, err)
		}
		if got.Place == nil {
			got.Place = page.Place
		}
		return got
	}
	page := fetch(connect.Page{}, 2)
	page = fetch(page, 0)
	items = append(items, "3")
	page = fetch(page, 1)
	fetch(page, 0)
	if asked != 4 {
		t.Errorf("asked %d times", asked)
	}
	fetch(connect.Page{Place: []byte(`{"broken`)}, 3)
}

func TestServersThatMisbehave(t *testing.T) {
	t.Parallel()
	f := func(h http.HandlerFunc, kind fault.Kind) {
		t.Helper()
		s := at(t, h)
		if _, err := s.connector.Fetch(t.Context(), connect.Settings{"url": s.url}, nil); !fault.Is(err, kind) {
			t.Errorf("%v, want %s", err, kind)
		}
	}
	f(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) }, fault.TooMany)
	f(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }, fault.Unavailable)
	f(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) }, fault.NotFound)
	f(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "<rss><channel>")
		_, _ = io.Copy(w, io.LimitReader(spaces{}, 50<<20))
	}, fault.TooLarge)
	f(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100000")
		fmt.Fprint(w, rss[:200])
	}, fault.Unavailable)
}

type spaces struct{}

func (spaces) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{rss, atomFeed, jsonFeed, "<rss>", "{", "<html><head><link href='x' type='application/rss+xml'>"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		all, err := Read(body, "https://news.example/feed")
		if err != nil && !fault.Is(err, fault.Invalid) {
			t.Errorf("%v", err)
		}
		for _, m := range all {
			if m.Network != Network || m.ID == "" || m.AuthorID == "" {
				t.Errorf("%+v", m)
			}
			if _, err := m.Event("n1", time.Now()); err != nil {
				t.Errorf("%+v: %v", m, err)
			}
		}
	})
}
