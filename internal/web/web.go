// Package web serves the web app that is built into the binary.
package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
)

// dist holds what `npm run build` wrote, or only .keep in a build without the web app.
//
//go:embed all:dist
var dist embed.FS

// csp lets the app load its own files and nothing else. Inline styles stay allowed because charts and layout set them on elements.
const csp = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'self'; object-src 'none'; frame-ancestors "

// shared is where maps are looked at by whoever was given a link. Only these pages may stand within another page; no search engine lists
// them, and their address, which is the key to them, is told to nobody.
const shared = "/shared/"

// answers is where people answer surveys to which they were given a link: a page of its own, without the app. Its script, the widget, is
// loaded by other sites too, and shows the logo of a brand from wherever that is; the script of help is loaded by other sites alone.
const (
	answers   = "/s/"
	answerCSP = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' https: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	widget    = "widget.js"
	helper    = "help.js"
)

// notBuilt is shown where the binary holds no web app.
const notBuilt = `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Jejak</title>
<h1>Jejak is running, without its screens</h1>
<p>This binary was built without the web app. Run <code>make build</code> in the source folder and start it again.</p>
<p>Collecting events and the <a href="/api/docs">HTTP API</a> work as they are.</p>
</html>
`

// Handler serves the embedded web app.
func Handler() http.Handler {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic("BUG: no dist folder in the binary: " + err.Error()) //nolint:forbidigo // the build put them there
	}
	return newHandler(files)
}

type handler struct {
	files map[string]*file // by path without the leading slash
	index *file            // nil in a build without the web app
	ask   *file            // the page behind a survey's link; nil likewise
}

// file is one asset, read and compressed when it is first asked for.
type file struct {
	plain  func() ([]byte, error)
	zipped func() ([]byte, error)
	etag   func() string
	kind   string
	hashed bool // its name changes with its content
}

func newHandler(files fs.FS) http.Handler {
	h := &handler{files: map[string]*file{}}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ".") {
			return err
		}
		h.files[name] = newFile(files, name)
		return nil
	})
	if err != nil {
		panic("BUG: the embedded web app cannot be read: " + err.Error()) //nolint:forbidigo // the build put them there
	}
	h.index, h.ask = h.files["index.html"], h.files["answer.html"]
	return h
}

func newFile(files fs.FS, name string) *file {
	f := &file{kind: mime.TypeByExtension(path.Ext(name)), hashed: strings.HasPrefix(name, "assets/")}
	if f.kind == "" {
		f.kind = "application/octet-stream"
	}
	f.plain = sync.OnceValues(func() ([]byte, error) { return fs.ReadFile(files, name) })
	f.zipped = sync.OnceValues(func() ([]byte, error) {
		b, err := f.plain()
		if err != nil || len(b) < 1024 || !compressible(f.kind) {
			return nil, err
		}
		var out bytes.Buffer
		w := gzip.NewWriter(&out)
		if _, err := w.Write(b); err != nil {
			return nil, err
		}
		if err := w.Close(); err != nil {
			return nil, err
		}
		return out.Bytes(), nil
	})
	f.etag = sync.OnceValue(func() string {
		b, _ := f.plain()
		sum := sha256.Sum256(b)
		return `"` + hex.EncodeToString(sum[:12]) + `"`
	})
	return f
}

func compressible(kind string) bool {
	kind, _, _ = strings.Cut(kind, ";")
	return strings.HasPrefix(kind, "text/") || kind == "image/svg+xml" || kind == "application/json" ||
		kind == "application/javascript" || kind == "application/manifest+json"
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "This address only shows pages.", http.StatusMethodNotAllowed)
		return
	}
	if h.ask != nil && strings.HasPrefix(path.Clean(r.URL.Path), answers) {
		h.answer(w, r)
		return
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	f, ok := h.files[name]
	switch {
	case ok && f != h.index:
	case path.Ext(name) != "" && !ok:
		http.NotFound(w, r) // an asset of another build; a page would be taken for a script
		return
	case h.index == nil:
		h.explain(w)
		return
	default:
		f = h.index // the app reads the rest of the address itself
	}
	h.serve(w, r, f)
}

func (h *handler) serve(w http.ResponseWriter, r *http.Request, f *file) {
	head := w.Header()
	head.Set("Content-Type", f.kind)
	head.Set("X-Content-Type-Options", "nosniff")
	head.Set("ETag", f.etag())
	head.Add("Vary", "Accept-Encoding")
	if f.hashed {
		head.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		head.Set("Cache-Control", "no-cache")
	}
	if f == h.index {
		frames(head, r.URL.Path)
	}
	if f == h.files[widget] || f == h.files[helper] {
		anySite(head)
	}
	if strings.Contains(r.Header.Get("If-None-Match"), f.etag()) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body, err := f.plain()
	if zipped, zerr := f.zipped(); zerr == nil && zipped != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		head.Set("Content-Encoding", "gzip")
		body = zipped
	}
	if err != nil {
		http.Error(w, "This file cannot be read.", http.StatusInternalServerError)
		return
	}
	head.Set("Content-Length", fmt.Sprint(len(body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
}

// answer serves the page on which a survey is answered. Its address is the key to it: no search engine lists it, and no other site hears of it.
func (h *handler) answer(w http.ResponseWriter, r *http.Request) {
	head := w.Header()
	head.Set("Content-Security-Policy", answerCSP)
	head.Set("X-Robots-Tag", "noindex, nofollow")
	head.Set("Referrer-Policy", "no-referrer")
	h.serve(w, r, h.ask)
}

// anySite lets every website load a script. It has one name for ever, so a browser that has kept it for an hour asks whether it still is the
// same, and uses it meanwhile.
func anySite(head http.Header) {
	head.Set("Access-Control-Allow-Origin", "*")
	head.Set("Cross-Origin-Resource-Policy", "cross-origin")
	head.Set("Cache-Control", "public, max-age=3600, stale-while-revalidate=604800")
}

// frames says who may show a page within another one.
func frames(head http.Header, page string) {
	if !strings.HasPrefix(path.Clean(page), shared) {
		head.Set("Content-Security-Policy", csp+"'none'")
		return
	}
	head.Set("Content-Security-Policy", csp+"*")
	head.Del("X-Frame-Options")
	head.Set("X-Robots-Tag", "noindex, nofollow")
	head.Set("Referrer-Policy", "no-referrer")
}

func (h *handler) explain(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusServiceUnavailable)
	_, _ = w.Write([]byte(notBuilt))
}
