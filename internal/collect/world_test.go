package collect_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
	"go.uber.org/goleak"

	"jejak/internal/collect"
	"jejak/internal/event"
	"jejak/internal/eventlog"
	"jejak/internal/ingest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	workspace = event.Workspace(1)
	key       = "WRITEKEY"
)

// sources is a set of write keys.
type sources map[string]ingest.Source

func (s sources) ByWriteKey(_ context.Context, key string) (ingest.Source, bool, error) {
	src, ok := s[key]
	return src, ok, nil
}

// world is the collector over a real ingester and a real log in memory.
type world struct {
	*collect.Handler
	t       testing.TB
	log     *eventlog.Log
	sources sources
	now     atomic.Int64 // milliseconds
}

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func setup(t testing.TB, change ...func(*collect.Options)) *world {
	t.Helper()
	w := &world{t: t, sources: sources{
		key:     {ID: 1, Workspace: workspace, Channel: "web"},
		"OTHER": {ID: 2, Workspace: workspace, Channel: "app"},
	}}
	w.now.Store(noon.UnixMilli())
	now := func() time.Time { return time.UnixMilli(w.now.Load()) }
	var err error
	if w.log, err = eventlog.Open("log", eventlog.Options{FS: vfs.NewMem(), Now: now, CacheBytes: 1 << 20, MemTableBytes: 1 << 20, RecentBytes: 1 << 16}); err != nil {
		t.Fatal(err)
	}
	in, err := ingest.New(w.log, ingest.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := in.Close(context.Background()); err != nil {
			t.Error(err)
		}
		if err := w.log.Close(); err != nil {
			t.Error(err)
		}
	})
	o := collect.Options{Sources: w.sources, Ingester: in, Now: now}
	for _, c := range change {
		c(&o)
	}
	w.Handler = collect.New(o)
	return w
}

// answer is what a client gets.
type answer struct {
	status  int
	header  http.Header
	raw     string
	Success bool `json:"success"`
	counts
	Rejections []struct {
		Index     int    `json:"index"`
		MessageID string `json:"messageId"`
		Reason    string `json:"reason"`
		Detail    string `json:"detail"`
	} `json:"rejections"`
	Type   string `json:"type"`
	Detail string `json:"detail"`
}

type counts struct {
	Received  int `json:"received"`
	Stored    int `json:"stored"`
	Duplicate int `json:"duplicate"`
	Rejected  int `json:"rejected"`
}

func (w *world) do(r *http.Request) answer {
	w.t.Helper()
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, r)
	a := answer{status: rec.Code, header: rec.Header(), raw: rec.Body.String()}
	if rec.Body.Len() > 0 {
		if err := json.Unmarshal(rec.Body.Bytes(), &a); err != nil {
			w.t.Fatalf("%s %s: the answer is no JSON: %v: %s", r.Method, r.URL, err, a.raw)
		}
	}
	return a
}

func request(path string, body io.Reader) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, body)
	r.SetBasicAuth(key, "")
	return r
}

func (w *world) post(path, body string) answer {
	w.t.Helper()
	return w.do(request(path, strings.NewReader(body)))
}

// events are all that was stored, in order of arrival.
func (w *world) events() []*event.Event {
	w.t.Helper()
	return w.after(0)
}

func (w *world) after(seq uint64) []*event.Event {
	w.t.Helper()
	var all []*event.Event
	err := w.log.Changes(context.Background(), seq, 1<<20, func(c event.Change) error {
		if c.Event != nil {
			e := *c.Event
			e.Properties, e.Traits, e.Context = bytes.Clone(e.Properties), bytes.Clone(e.Traits), bytes.Clone(e.Context)
			all = append(all, &e)
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

// one is the only event stored.
func (w *world) one() *event.Event {
	w.t.Helper()
	all := w.events()
	if len(all) != 1 {
		w.t.Fatalf("%d events are stored, want 1", len(all))
	}
	return all[0]
}

// ledger adds up what the log counted, and checks that it adds up.
func (w *world) ledger() counts {
	w.t.Helper()
	rows, err := w.log.Ledger(workspace, eventlog.Query{})
	if err != nil {
		w.t.Fatal(err)
	}
	var c counts
	for _, r := range rows {
		c.Received += int(r.Received)
		c.Stored += int(r.Stored)
		c.Duplicate += int(r.Duplicate)
		c.Rejected += int(r.Rejected)
	}
	if c.Received != c.Stored+c.Duplicate+c.Rejected {
		w.t.Errorf("the ledger does not add up: %+v", c)
	}
	return c
}

func (w *world) quarantine() []eventlog.Quarantined {
	w.t.Helper()
	list, err := w.log.Quarantine(workspace, eventlog.Query{Limit: 1 << 20})
	if err != nil {
		w.t.Fatal(err)
	}
	return list
}

// newest is the number of the item that came into quarantine last.
func (w *world) newest() uint64 {
	w.t.Helper()
	list, err := w.log.Quarantine(workspace, eventlog.Query{Limit: 1})
	if err != nil {
		w.t.Fatal(err)
	}
	if len(list) == 0 {
		return 0
	}
	return list[0].ID
}
