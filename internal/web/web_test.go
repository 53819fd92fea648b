package web

import (
	"compress/gzip"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func TestHandler(t *testing.T) {
	t.Parallel()
	script := strings.Repeat("console.log('jejak');", 100)
	built := fstest.MapFS{
		".keep":               {},
		"index.html":          {Data: []byte("<!doctype html><title>Jejak</title>")},
		"favicon.svg":         {Data: []byte("<svg/>")},
		"assets/app-1a2b.js":  {Data: []byte(script)},
		"assets/app-1a2b.css": {Data: []byte("body{}")},
	}
	bare := fstest.MapFS{".keep": {}}
	for _, c := range []struct {
		name, method, path string
		files              fs.FS
		status             int
		has, hasNot        string
		cache, csp         string
	}{
		{"the page", "GET", "/", built, 200, "<title>Jejak", "", "no-cache", "script-src 'self'"},
		{"a page of the app", "GET", "/people/5f2c", built, 200, "<title>Jejak", "", "no-cache", "script-src 'self'"},
		{"an address with dots above", "GET", "/../../etc/hosts", built, 200, "<title>Jejak", "localhost", "no-cache", ""},
		{"a hashed asset", "GET", "/assets/app-1a2b.js", built, 200, "console.log", "<title>", "immutable", ""},
		{"an asset of another build", "GET", "/assets/app-9999.js", built, 404, "not found", "<title>", "", ""},
		{"a plain file", "GET", "/favicon.svg", built, 200, "<svg/>", "", "no-cache", ""},
		{"not a hidden file", "GET", "/.keep", built, 404, "not found", "", "", ""},
		{"not a write", "POST", "/", built, 405, "only shows", "<title>", "", ""},
		{"a build without the app says so", "GET", "/", bare, 503, "make build", "", "no-store", "default-src 'none'"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := httptest.NewRecorder()
			newHandler(c.files).ServeHTTP(w, httptest.NewRequest(c.method, c.path, nil))
			body := w.Body.String()
			if w.Code != c.status || !strings.Contains(body, c.has) || (c.hasNot != "" && strings.Contains(body, c.hasNot)) {
				t.Fatalf("%d %q; want %d with %q and without %q", w.Code, body, c.status, c.has, c.hasNot)
			}
			if got := w.Header().Get("Cache-Control"); !strings.Contains(got, c.cache) {
				t.Errorf("Cache-Control %q has no %q", got, c.cache)
			}
			if got := w.Header().Get("Content-Security-Policy"); !strings.Contains(got, c.csp) {
				t.Errorf("Content-Security-Policy %q has no %q", got, c.csp)
			}
		})
	}
}

// The page of a survey's link stands by itself, and every site may load the widget.
func TestAnswersAndTheWidget(t *testing.T) {
	t.Parallel()
	h := newHandler(fstest.MapFS{
		"index.html": {Data: []byte("<!doctype html><title>Jejak")}, "answer.html": {Data: []byte("<!doctype html><title>Survey")},
		"widget.js": {Data: []byte("(function(){})()")}, "help.js": {Data: []byte("2")}, "scheme.js": {Data: []byte("1")},
	})
	get := func(page string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", page, nil))
		return w
	}
	page := get("/s/7kQ.x-1")
	csp := page.Header().Get("Content-Security-Policy")
	if page.Code != 200 || !strings.Contains(page.Body.String(), "Survey") || page.Header().Get("X-Robots-Tag") == "" || page.Header().Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("%d %q %v", page.Code, page.Body, page.Header())
	}
	if strings.Contains(csp, "unsafe") || !strings.Contains(csp, "frame-ancestors 'none'") {
		t.Errorf("the page of answers is served with %q", csp)
	}
	if got := get("/s"); !strings.Contains(got.Body.String(), "Jejak") {
		t.Errorf("without a token: %q", got.Body)
	}
	for _, name := range []string{"/widget.js", "/help.js"} {
		script := get(name).Header()
		if script.Get("Access-Control-Allow-Origin") != "*" || script.Get("Cross-Origin-Resource-Policy") != "cross-origin" || !strings.Contains(script.Get("Cache-Control"), "stale-while-revalidate") || script.Get("ETag") == "" {
			t.Errorf("%s is served with %v", name, script)
		}
	}
	if other := get("/scheme.js").Header(); other.Get("Access-Control-Allow-Origin") != "" || other.Get("Cache-Control") != "no-cache" {
		t.Errorf("another script is served with %v", other)
	}
}

// Another site may show a shared map, and nothing else of the app.
func TestOnlySharedMapsAreFramed(t *testing.T) {
	t.Parallel()
	h := newHandler(fstest.MapFS{"index.html": {Data: []byte("<!doctype html>")}})
	for page, framed := range map[string]bool{
		"/shared/k7": true, "/": false, "/w/1/maps/m1": false, "/shared": false, "/sharedness": false, "/shared/../w/1/maps": false,
	} {
		w := httptest.NewRecorder()
		w.Header().Set("X-Frame-Options", "DENY") // as the server sets it on every answer
		r := httptest.NewRequest("GET", "/", nil)
		r.URL.Path = page
		h.ServeHTTP(w, r)
		got := w.Header()
		anybody := strings.HasSuffix(got.Get("Content-Security-Policy"), "frame-ancestors *") && got.Get("X-Frame-Options") == ""
		nobody := strings.HasSuffix(got.Get("Content-Security-Policy"), "frame-ancestors 'none'") && got.Get("X-Frame-Options") == "DENY"
		if framed && !anybody || !framed && !nobody {
			t.Errorf("%s: %q, %q; framed should be %v", page, got.Get("Content-Security-Policy"), got.Get("X-Frame-Options"), framed)
		}
		if hidden := got.Get("X-Robots-Tag") != ""; hidden != framed {
			t.Errorf("%s: X-Robots-Tag %q", page, got.Get("X-Robots-Tag"))
		}
	}
}

func TestCompressesAndRevalidates(t *testing.T) {
	t.Parallel()
	script := strings.Repeat("console.log('jejak');", 100)
	h := newHandler(fstest.MapFS{"assets/app-1a2b.js": {Data: []byte(script)}})
	r := httptest.NewRequest("GET", "/assets/app-1a2b.js", nil)
	r.Header.Set("Accept-Encoding", "br, gzip")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	z, err := gzip.NewReader(w.Body)
	if err != nil || w.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("not compressed: %v, %v", err, w.Header())
	}
	if got, err := io.ReadAll(z); err != nil || string(got) != script {
		t.Fatalf("%d bytes after decompressing, %v; want %d", len(got), err, len(script))
	}
	r.Header.Set("If-None-Match", w.Header().Get("ETag"))
	again := httptest.NewRecorder()
	h.ServeHTTP(again, r)
	if again.Code != http.StatusNotModified || again.Body.Len() != 0 {
		t.Fatalf("%d with %d bytes; want 304 and none", again.Code, again.Body.Len())
	}
}

func TestHandlerOfThisBuildAnswers(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	if !strings.Contains(w.Body.String(), "Jejak") {
		t.Fatalf("%d %q", w.Code, w.Body)
	}
}
