package server

import (
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"jejak/internal/collect"
	"jejak/internal/httpserve"
)

// maxLag is how many changes the journey index may be behind and still be called ready: a second or so of the heaviest load.
const maxLag = 100_000

// watch measures the server and tells how it is.
type watch struct {
	folder   *Folder
	registry *prometheus.Registry

	events   *prometheus.CounterVec
	requests *prometheus.HistogramVec
	collects *prometheus.HistogramVec
	bytes    prometheus.Counter
}

func newWatch(f *Folder, o Options) *watch {
	w := &watch{folder: f, registry: prometheus.NewRegistry()}
	w.events = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "jejak_events_total", Help: "Events received over HTTP by what became of them.",
	}, []string{"source", "outcome"})
	w.collects = prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "jejak_collect_seconds", Help: "Time to answer a collecting request, the durable commit included.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
	}, []string{"endpoint", "status"})
	w.bytes = prometheus.NewCounter(prometheus.CounterOpts{Name: "jejak_collect_bytes_total", Help: "Bytes of collected bodies, uncompressed."})
	w.requests = prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "jejak_http_seconds", Help: "Time to answer a request of the API and the pages; live views are left out.",
		Buckets: []float64{.001, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10, 60},
	}, []string{"route", "method", "status"})
	info := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "jejak_info", Help: "The running build.", ConstLabels: prometheus.Labels{"version": o.Version},
	})
	info.Set(1)
	w.registry.MustRegister(
		w.events, w.collects, w.bytes, w.requests, info, folderCollector{f},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	return w
}

// Collected counts a collecting request.
func (w *watch) Collected(c collect.Call) {
	source := strconv.FormatUint(uint64(c.Source), 10)
	for outcome, n := range map[string]int{"stored": c.Stored, "duplicate": c.Duplicate, "rejected": c.Rejected} {
		if n > 0 {
			w.events.WithLabelValues(source, outcome).Add(float64(n))
		}
	}
	w.bytes.Add(float64(c.Bytes))
	w.collects.WithLabelValues(c.Endpoint, strconv.Itoa(c.Status)).Observe(c.Took.Seconds())
}

func (w *watch) metrics() http.Handler {
	return promhttp.HandlerFor(w.registry, promhttp.HandlerOpts{})
}

// timed measures requests. The route is what they asked for, without the names and numbers in it, so that there are few.
func (w *watch) timed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		noted := &noteStatus{ResponseWriter: rw, status: http.StatusOK}
		next.ServeHTTP(noted, r)
		if r.Pattern == "/" && collect.Handles(r.URL.Path) || noted.Header().Get("Content-Type") == "text/event-stream" {
			return // counted by Collected; and as long as somebody looks
		}
		w.requests.WithLabelValues(r.Pattern, knownMethod(r.Method), strconv.Itoa(noted.status)).Observe(time.Since(begun).Seconds())
	})
}

func knownMethod(m string) string {
	switch m {
	case http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodHead, http.MethodOptions:
		return m
	}
	return "other"
}

type noteStatus struct {
	http.ResponseWriter
	status int
}

// WriteHeader notes the status.
func (n *noteStatus) WriteHeader(status int) {
	n.status = status
	n.ResponseWriter.WriteHeader(status)
}

// Unwrap lets a controller reach the connection.
func (n *noteStatus) Unwrap() http.ResponseWriter { return n.ResponseWriter }

// health says that the process answers.
func (w *watch) health(rw http.ResponseWriter, _ *http.Request) {
	writeJSON(rw, http.StatusOK, map[string]string{"status": "alive"})
}

// readiness is the answer of /readyz.
type readiness struct {
	Status string            `json:"status"` // ready or not_ready
	Seq    uint64            `json:"seq"`
	Lag    uint64            `json:"lag"` // changes that the journey index does not know yet
	Faults map[string]string `json:"faults,omitempty"`
}

func (w *watch) readiness(r *http.Request) readiness {
	m := w.folder.Events.Metrics()
	state := readiness{Status: "ready", Seq: m.LastSeq, Lag: w.folder.lag(), Faults: map[string]string{}}
	if m.Refusing != nil {
		state.Faults["events"] = httpserve.ProblemOf(m.Refusing).Detail
	}
	if err := w.folder.Control.Ping(r.Context()); err != nil {
		state.Faults["control"] = httpserve.ProblemOf(err).Detail
	}
	if state.Lag > maxLag {
		state.Faults["trail"] = "The journey index is catching up: answers are old."
	}
	if len(state.Faults) > 0 {
		state.Status = "not_ready"
	}
	return state
}

// ready says whether new events are taken and answers are fresh.
func (w *watch) ready(rw http.ResponseWriter, r *http.Request) {
	state, status := w.readiness(r), http.StatusOK
	if state.Status != "ready" {
		status = http.StatusServiceUnavailable
	}
	writeJSON(rw, status, state)
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the caller may have gone
}

func sameSecret(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

func fromLoopback(ip string) bool {
	addr, err := netip.ParseAddr(ip)
	return err == nil && addr.IsLoopback()
}

// folderCollector reads the figures of an open folder when somebody asks for them.
type folderCollector struct{ f *Folder }

type figure struct {
	name, help string
	kind       prometheus.ValueType
	value      float64
}

// Describe says nothing beforehand: what there is to tell depends on what is open.
func (c folderCollector) Describe(chan<- *prometheus.Desc) {}

// Collect reads the figures.
func (c folderCollector) Collect(out chan<- prometheus.Metric) {
	m := c.f.Events.Metrics()
	refusing := 0.0
	if m.Refusing != nil {
		refusing = 1
	}
	for _, f := range append([]figure{
		{"jejak_log_changes", "Last durable change.", prometheus.CounterValue, float64(m.LastSeq)},
		{"jejak_log_disk_bytes", "Size of the event log.", prometheus.GaugeValue, float64(m.DiskBytes)},
		{"jejak_log_memory_bytes", "Memory of the event log: memtables and block cache.", prometheus.GaugeValue, float64(m.MemoryBytes)},
		{"jejak_log_commits_total", "Group commits since the start.", prometheus.CounterValue, float64(m.Groups)},
		{"jejak_log_reopens_total", "Times that the event log was reopened after a failure of the disk.", prometheus.CounterValue, float64(m.Reopens)},
		{"jejak_log_feed_disk_reads_total", "Times that a follower read the change feed from the disk, as it was too far behind for memory.", prometheus.CounterValue, float64(m.FeedReads)},
		{"jejak_log_queue", "Writes that wait for their turn.", prometheus.GaugeValue, float64(m.Queue)},
		{"jejak_log_refusing", "1 while nothing can be written.", prometheus.GaugeValue, refusing},
		{"jejak_trail_lag", "Changes that the journey index does not know yet.", prometheus.GaugeValue, float64(c.f.lag())},
	}, c.f.trailFigures()...) {
		out <- prometheus.MustNewConstMetric(prometheus.NewDesc(f.name, f.help, nil, nil), f.kind, f.value)
	}
}
