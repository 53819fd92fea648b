package client

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Event is one thing that a person did or said. At least one of UserID and AnonymousID is needed.
type Event struct {
	Type        string         `json:"type"` // track, page, screen, identify, group or alias; track by default
	Event       string         `json:"event,omitempty"`
	Name        string         `json:"name,omitempty"` // of a page or screen
	UserID      string         `json:"userId,omitempty"`
	AnonymousID string         `json:"anonymousId,omitempty"`
	PreviousID  string         `json:"previousId,omitempty"` // of alias
	GroupID     string         `json:"groupId,omitempty"`
	Properties  map[string]any `json:"properties,omitempty"`
	Traits      map[string]any `json:"traits,omitempty"`
	Context     map[string]any `json:"context,omitempty"`
	Timestamp   time.Time      `json:"timestamp,omitzero"`  // when it happened, if that is not now
	MessageID   string         `json:"messageId,omitempty"` // made where empty; the same id is stored once
}

type wireEvent struct {
	Event
	OriginalTimestamp time.Time `json:"originalTimestamp,omitzero"`
}

// SenderOptions say where events go and how.
type SenderOptions struct {
	URL      string // of the server, such as https://jejak.example.com
	WriteKey string // of the source

	QueueSize  int           // events that may wait; Send blocks beyond it; 10,000 by default
	BatchSize  int           // events in one request; 100 by default, 2,500 at most
	Interval   time.Duration // the longest an event waits for company; 1 s by default
	MaxTries   int           // tries of one request before its events are given up; 10 by default
	MinBackoff time.Duration // wait before the second try, doubled each time with jitter; 200 ms by default
	MaxBackoff time.Duration // 30 s by default

	HTTP    *http.Client
	OnError func(err error, events int) // told of events that were given up; nil is nobody
}

// maxBatchBytes leaves room below the server's limit of 500 KB for the envelope.
const maxBatchBytes = 450 << 10

// SenderStats count what became of events. Each event handed to Send ends in Acknowledged or Failed.
type SenderStats struct {
	Acknowledged uint64 // the server has answered for it: stored, duplicate or rejected into quarantine
	Failed       uint64 // given up
}

// ErrClosed is returned by Send after Close.
var ErrClosed = errors.New("sender is closed")

// Sender sends events in batches in the background. It is safe for concurrent use.
type Sender struct {
	o       SenderOptions
	url     string
	queue   chan item
	closed  chan struct{} // closed by Close: no more events
	done    chan struct{} // closed when the loop has ended
	once    sync.Once
	senders sync.RWMutex // held for reading while something is put into the queue
	cancel  context.CancelFunc

	acknowledged, failed atomic.Uint64
	mu                   sync.Mutex
	firstErr             error // since the last Flush
}

// item is an encoded event, or where body is nil a mark that is closed when everything before it is done with.
type item struct {
	body []byte
	mark chan struct{}
}

// NewSender starts a sender. Close it to send what still waits.
func NewSender(o SenderOptions) (*Sender, error) {
	u, err := url.Parse(o.URL)
	if err != nil || u.Scheme == "" || u.Host == "" {
		return nil, fmt.Errorf("server address %q is not like https://jejak.example.com", o.URL)
	}
	if o.WriteKey == "" {
		return nil, errors.New("a write key is needed: it stands on the source's page")
	}
	setDefault(&o.QueueSize, 10_000)
	setDefault(&o.BatchSize, 100)
	setDefault(&o.Interval, time.Second)
	setDefault(&o.MaxTries, 10)
	setDefault(&o.MinBackoff, 200*time.Millisecond)
	setDefault(&o.MaxBackoff, 30*time.Second)
	o.BatchSize = min(o.BatchSize, 2500)
	if o.HTTP == nil {
		o.HTTP = &http.Client{Timeout: 30 * time.Second}
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &Sender{
		o: o, url: strings.TrimSuffix(o.URL, "/") + "/v1/batch", cancel: cancel,
		queue: make(chan item, o.QueueSize), closed: make(chan struct{}), done: make(chan struct{}),
	}
	go s.run(ctx)
	return s, nil
}

func setDefault[T int | time.Duration](v *T, d T) {
	if *v <= 0 {
		*v = d
	}
}

// Send puts an event into the queue. It blocks while the queue is full, until ctx ends.
func (s *Sender) Send(ctx context.Context, e Event) error {
	if e.Type == "" {
		e.Type = "track"
	}
	if e.MessageID == "" {
		e.MessageID = "go-" + rand.Text()
	}
	wire := wireEvent{Event: e}
	if e.Timestamp.IsZero() {
		wire.OriginalTimestamp = time.Now().UTC() // the server sets a wrong clock right by comparing it with sentAt
	}
	body, err := json.Marshal(wire)
	if err != nil {
		return fmt.Errorf("event %s: %w", e.MessageID, err)
	}
	return s.put(ctx, item{body: body})
}

func (s *Sender) put(ctx context.Context, it item) error {
	s.senders.RLock()
	defer s.senders.RUnlock()
	select {
	case <-s.closed:
		return ErrClosed
	default:
	}
	select {
	case s.queue <- it:
		return nil
	case <-s.closed:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Flush waits until every event put in before is acknowledged or given up, and returns the first failure since the last Flush.
func (s *Sender) Flush(ctx context.Context) error {
	mark := make(chan struct{})
	if err := s.put(ctx, item{mark: mark}); err != nil {
		return err
	}
	select {
	case <-mark:
		return s.takeErr()
	case <-s.done:
		return s.takeErr()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Close sends what still waits and stops. Where ctx ends first, what is left is given up and counted as failed.
func (s *Sender) Close(ctx context.Context) error {
	s.once.Do(func() {
		close(s.closed)
		s.senders.Lock() // everybody in put has left
		close(s.queue)
		s.senders.Unlock()
	})
	select {
	case <-s.done:
	case <-ctx.Done():
		s.cancel()
		<-s.done
	}
	s.cancel()
	return s.takeErr()
}

// Stats count what became of events so far.
func (s *Sender) Stats() SenderStats {
	return SenderStats{Acknowledged: s.acknowledged.Load(), Failed: s.failed.Load()}
}

func (s *Sender) takeErr() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.firstErr
	s.firstErr = nil
	return err
}

func (s *Sender) run(ctx context.Context) {
	defer close(s.done)
	var batch [][]byte
	size := 0
	timer := time.NewTimer(s.o.Interval)
	defer timer.Stop()
	timer.Stop()
	send := func() {
		if len(batch) > 0 {
			s.deliver(ctx, batch)
			batch, size = nil, 0
		}
		timer.Stop()
	}
	for {
		select {
		case it, open := <-s.queue:
			switch {
			case !open:
				send()
				return
			case it.mark != nil:
				send()
				close(it.mark)
			default:
				if size+len(it.body) > maxBatchBytes {
					send()
				}
				if len(batch) == 0 {
					timer.Reset(s.o.Interval)
				}
				batch, size = append(batch, it.body), size+len(it.body)+1
				if len(batch) >= s.o.BatchSize {
					send()
				}
			}
		case <-timer.C:
			send()
		}
	}
}

// deliver sends one batch until the server answers for it. The events keep their message ids, so trying again is safe.
func (s *Sender) deliver(ctx context.Context, batch [][]byte) {
	var err error
	for try := range s.o.MaxTries {
		var wait time.Duration
		var again bool
		wait, again, err = s.post(ctx, batch)
		if err == nil {
			s.acknowledged.Add(uint64(len(batch)))
			return
		}
		if !again || try == s.o.MaxTries-1 || !sleep(ctx, max(wait, s.backoff(try))) {
			break
		}
	}
	s.failed.Add(uint64(len(batch)))
	s.mu.Lock()
	if s.firstErr == nil {
		s.firstErr = err
	}
	s.mu.Unlock()
	if s.o.OnError != nil {
		s.o.OnError(err, len(batch))
	}
}

// post tells how long the server asks to wait, and whether another try can help.
func (s *Sender) post(ctx context.Context, batch [][]byte) (wait time.Duration, again bool, err error) {
	var body bytes.Buffer
	fmt.Fprintf(&body, `{"sentAt":%q,"batch":[`, time.Now().UTC().Format(time.RFC3339Nano))
	body.Write(bytes.Join(batch, []byte{','}))
	body.WriteString("]}")
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url, &body)
	if err != nil {
		return 0, false, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.SetBasicAuth(s.o.WriteKey, "")
	resp, err := s.o.HTTP.Do(req)
	if err != nil {
		return 0, ctx.Err() == nil, fmt.Errorf("send %d events: %w", len(batch), err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if resp.StatusCode/100 == 2 {
		return 0, false, nil // it is durable, whether or not the rest of the answer arrives
	}
	if err != nil {
		return 0, true, fmt.Errorf("send %d events: %w", len(batch), err)
	}
	if seconds, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil {
		wait = min(time.Duration(seconds)*time.Second, s.o.MaxBackoff)
	}
	again = resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode == http.StatusRequestTimeout || resp.StatusCode >= 500
	return wait, again, errorOf(resp, answer)
}

// backoff doubles from MinBackoff to MaxBackoff; half of it is chance, so that many senders do not come back together.
func (s *Sender) backoff(try int) time.Duration {
	d := s.o.MinBackoff << min(try, 20)
	if d > s.o.MaxBackoff || d <= 0 {
		d = s.o.MaxBackoff
	}
	n, err := rand.Int(rand.Reader, big.NewInt(int64(d/2)+1))
	if err != nil {
		return d
	}
	return d/2 + time.Duration(n.Int64())
}

func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
