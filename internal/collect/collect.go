// Package collect is the HTTP collection API: the wire formats of client libraries, write keys, limits, and an answer that says
// what became of every event.
//
// docs/collect.md is its manual.
package collect

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"jejak/internal/event"
	"jejak/internal/ingest"
)

// SourceLookup tells whose a write key is. It is asked once for each request, concurrently, and must answer from memory; ok is
// false for a key that is unknown or disabled.
type SourceLookup interface {
	ByWriteKey(ctx context.Context, key string) (src ingest.Source, ok bool, err error)
}

// Ingester takes what was read. The bytes of the items are only good until it returns.
type Ingester interface {
	Ingest(ctx context.Context, src ingest.Source, received time.Time, items []ingest.Item) ([]ingest.Verdict, error)
	RejectBody(ctx context.Context, src ingest.Source, received time.Time, reason ingest.Reason, detail string, raw []byte) error
}

// Call is what became of one request.
type Call struct {
	Endpoint  string       // the last part of its path
	Source    event.Source // 0 if unknown
	Status    int
	Bytes     int // of the body, uncompressed
	Received  int
	Stored    int
	Duplicate int
	Rejected  int
	Took      time.Duration
}

// Metrics is told of each request, concurrently; it must not block.
type Metrics interface{ Collected(Call) }

// Limits of a request. Zero fields take the values of the Segment specification.
type Limits struct {
	Body  int // bytes, compressed and uncompressed: 500 KB
	Items int // of a batch: 2,500
	Item  int // bytes: 32 KB
}

// Rate is the most events a second that are taken from one source over time, and how many at once. Zero is no limit.
type Rate struct {
	PerSecond float64
	Burst     float64 // four seconds' worth if 0
}

// Options of the handler. Sources and Ingester are needed.
type Options struct {
	Sources  SourceLookup
	Ingester Ingester
	Limits   Limits
	Rate     Rate
	Logger   *slog.Logger
	Metrics  Metrics
	Now      func() time.Time
}

const (
	defaultBody  = 500 << 10
	defaultItems = 2500
	defaultItem  = 32 << 10
)

func (o Options) withDefaults() Options {
	if o.Limits.Body == 0 {
		o.Limits.Body = defaultBody
	}
	if o.Limits.Items == 0 {
		o.Limits.Items = defaultItems
	}
	if o.Limits.Item == 0 {
		o.Limits.Item = defaultItem
	}
	if o.Rate.Burst == 0 {
		o.Rate.Burst = 4 * o.Rate.PerSecond
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Handler is the collection API. It answers every path, so that a client of another product is told what is spoken here.
type Handler struct {
	o      Options
	routes map[string]call
	rates  rates
	pool   sync.Pool // of *request
}

// New makes the handler.
func New(o Options) *Handler {
	o = o.withDefaults()
	h := &Handler{o: o, routes: routes(), rates: rates{rate: o.Rate}}
	h.pool.New = func() any { return &request{dec: decoder{limits: o.Limits}} }
	return h
}

func routes() map[string]call {
	batch := call{batch: true}
	m := map[string]call{
		"/v1/batch":        batch,
		"/v1/b":            batch, // @segment/analytics-next, delivery strategy "batching"
		"/beacon/v1/batch": batch, // RudderStack, navigator.sendBeacon
		"/v1/import":       {batch: true, final: true},
		"/v1/merge":        {typ: event.Alias, merge: true}, // RudderStack
	}
	for _, t := range [...]event.Type{event.Identify, event.Track, event.Page, event.Screen, event.Group, event.Alias} {
		m["/v1/"+t.String()] = call{typ: t}
		m["/v1/"+t.String()[:1]] = call{typ: t} // @segment/analytics-next
	}
	return m
}

// Prefixes are the paths that a server hands to this handler: its own, and those of other products' clients, which get an answer
// that helps.
func Prefixes() []string {
	return []string{
		"/v1/", "/beacon/", "/sourceConfig", "/rsaMetrics",
		"/batch", "/capture", "/e", "/i/v0/", "/track", "/engage", "/import", "/com.snowplowanalytics.snowplow/", "/collect", "/g/collect",
	}
}

// Handles reports whether a path is one of Prefixes, or below one that ends in a slash.
func Handles(path string) bool {
	for _, p := range Prefixes() {
		if strings.HasPrefix(path, p) && (strings.HasSuffix(p, "/") || strings.TrimSuffix(path, "/") == p) {
			return true
		}
	}
	return false
}

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	allowOrigin(w, r)
	path := r.URL.Path
	if len(path) > 1 {
		path = strings.TrimSuffix(path, "/")
	}
	c, ok := h.routes[path]
	switch {
	case r.Method == http.MethodOptions:
		w.WriteHeader(http.StatusNoContent)
	case ok && r.Method == http.MethodPost:
		h.collect(w, r, c, path[strings.LastIndexByte(path, '/')+1:])
	case ok:
		notAllowed(w, http.MethodPost)
	case path == "/v1/m", path == "/rsaMetrics": // client libraries' counts of themselves: nobody's journey
		success(w)
	case path == "/sourceConfig":
		h.sourceConfig(w, r)
	case strings.HasPrefix(path, "/v1/projects/") && strings.HasSuffix(path, "/settings"):
		h.settings(w, r, path[len("/v1/projects/"):len(path)-len("/settings")])
	default:
		notSpoken(w, r)
	}
}

// allowOrigin lets any page read the answer. Write keys are public and no cookie plays a part, so there is nothing to guard.
func allowOrigin(w http.ResponseWriter, r *http.Request) {
	head := w.Header()
	head.Set("Access-Control-Allow-Origin", "*")
	if r.Method != http.MethodOptions {
		head.Set("Access-Control-Expose-Headers", "X-Jejak-Verdict, Retry-After, X-RateLimit-Reset")
		return
	}
	head.Set("Access-Control-Allow-Methods", "POST, GET, OPTIONS")
	asked := r.Header.Get("Access-Control-Request-Headers")
	if asked == "" || len(asked) > 1024 {
		asked = "Authorization, Content-Type, Content-Encoding"
	}
	head.Set("Access-Control-Allow-Headers", asked)
	head.Set("Access-Control-Max-Age", "86400")
	head.Set("Vary", "Access-Control-Request-Headers")
}
