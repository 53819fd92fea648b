package client_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"jejak/client"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// collector is a server that answers each request as answers says in turn, the last one for ever.
type collector struct {
	*httptest.Server
	mu      sync.Mutex
	answers []int
	tries   [][]string // message ids of each request
	key     string
}

func newCollector(t *testing.T, answers ...int) *collector {
	t.Helper()
	c := &collector{answers: answers}
	c.Server = httptest.NewServer(http.HandlerFunc(c.serve))
	t.Cleanup(c.Close)
	return c
}

func (c *collector) serve(w http.ResponseWriter, r *http.Request) {
	var body struct {
		SentAt time.Time `json:"sentAt"`
		Batch  []struct {
			MessageID string    `json:"messageId"`
			Type      string    `json:"type"`
			At        time.Time `json:"originalTimestamp"`
		} `json:"batch"`
	}
	err := json.NewDecoder(r.Body).Decode(&body)
	c.mu.Lock()
	defer c.mu.Unlock()
	var ids []string
	for _, e := range body.Batch {
		if e.Type == "" || e.MessageID == "" || e.At.IsZero() || body.SentAt.Before(e.At) {
			err = fmt.Errorf("event lacks something: %+v, sent at %v", e, body.SentAt)
		}
		ids = append(ids, e.MessageID)
	}
	c.tries = append(c.tries, ids)
	c.key, _, _ = r.BasicAuth()
	status := c.answers[min(len(c.tries), len(c.answers))-1]
	if err != nil {
		status = http.StatusTeapot
	}
	w.WriteHeader(status)
	if status != 200 {
		_, _ = io.WriteString(w, `{"type":"test","detail":"as told"}`)
	}
}

func newSender(t *testing.T, c *collector, change func(*client.SenderOptions)) *client.Sender {
	t.Helper()
	o := client.SenderOptions{
		URL: c.URL, WriteKey: "wk", MinBackoff: time.Millisecond, MaxBackoff: 2 * time.Millisecond, HTTP: c.Client(), Interval: time.Hour,
	}
	if change != nil {
		change(&o)
	}
	s, err := client.NewSender(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func send(t *testing.T, s *client.Sender, n int) {
	t.Helper()
	for i := range n {
		if err := s.Send(t.Context(), client.Event{Event: "Order Completed", UserID: fmt.Sprint("u", i)}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestRetriesTheSameEventsUntilAnswered(t *testing.T) {
	t.Parallel()
	c := newCollector(t, 503, 429, 500, 200)
	s := newSender(t, c, nil)
	send(t, s, 3)
	if err := s.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(c.tries) != 4 || c.key != "wk" {
		t.Fatalf("%d tries with key %q; want 4 with wk", len(c.tries), c.key)
	}
	for i, ids := range c.tries {
		if len(ids) != 3 || ids[0] != c.tries[0][0] || ids[2] != c.tries[0][2] {
			t.Errorf("try %d sent %v, the first one %v", i, ids, c.tries[0])
		}
	}
	if got := s.Stats(); got != (client.SenderStats{Acknowledged: 3}) {
		t.Errorf("%+v; want 3 acknowledged", got)
	}
}

func TestGivesUpWhatCannotSucceed(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		code  int
		tries int
	}{{"a wrong key", 401, 1}, {"too large", 413, 1}, {"a server that stays down", 503, 4}} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := newCollector(t, tc.code)
			told := 0
			s := newSender(t, c, func(o *client.SenderOptions) {
				o.MaxTries = 4
				o.OnError = func(_ error, n int) { told += n }
			})
			send(t, s, 2)
			err := s.Close(t.Context())
			if client.StatusOf(err) != tc.code || len(c.tries) != tc.tries || told != 2 || s.Stats().Failed != 2 {
				t.Errorf("%v after %d tries, told of %d, %+v; want status %d after %d", err, len(c.tries), told, s.Stats(), tc.code, tc.tries)
			}
		})
	}
}

func TestBatchesAndClose(t *testing.T) {
	t.Parallel()
	c := newCollector(t, 200)
	s := newSender(t, c, func(o *client.SenderOptions) { o.BatchSize = 10 })
	send(t, s, 25)
	if err := s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(c.tries) != 3 || len(c.tries[0]) != 10 || len(c.tries[2]) != 5 {
		t.Errorf("%d requests; want 10, 10 and 5 events", len(c.tries))
	}
	if err := s.Send(t.Context(), client.Event{UserID: "u"}); !errors.Is(err, client.ErrClosed) {
		t.Errorf("Send after Close: %v", err)
	}
	if err := s.Close(t.Context()); err != nil {
		t.Errorf("Close again: %v", err)
	}
}

func TestQueueIsBoundedAndCloseEndsInTime(t *testing.T) {
	t.Parallel()
	c := newCollector(t, 503)
	s := newSender(t, c, func(o *client.SenderOptions) {
		o.QueueSize, o.BatchSize, o.MaxTries = 2, 1, 1000
		o.MinBackoff, o.MaxBackoff = time.Hour, time.Hour
	})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	sent := 0
	for ; ; sent++ {
		if err := s.Send(ctx, client.Event{UserID: "u"}); err != nil {
			break
		}
	}
	if sent > 4 {
		t.Errorf("%d events went into a queue of 2", sent)
	}
	if err := s.Close(ctx); err == nil {
		t.Error("Close says nothing of what was given up")
	}
	if got := s.Stats(); got.Acknowledged != 0 || got.Failed != uint64(sent) {
		t.Errorf("%+v; want %d failed", got, sent)
	}
}
