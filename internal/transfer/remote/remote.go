// Package remote sends imported items to another Jejak over its collection API.
package remote

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/ingest"
	"jejak/internal/transfer"
)

// Limits of one request, within those of the collection API.
const (
	maxItems = 2000
	maxBytes = 450 << 10
	tries    = 8
)

// Remote is a transfer.Sink over HTTP. What is already faulty is sent as what the server has to reject, so that it lies in its
// quarantine and stands in its ledger; the verdict says what is wrong with it here.
type Remote struct {
	url  string
	key  func(ctx context.Context, source string) (string, error)
	keys map[string]string
	http *http.Client
	wait func(ctx context.Context, d time.Duration) error
}

// New makes a Remote; key finds the write key of a source.
func New(url string, key func(ctx context.Context, source string) (string, error)) *Remote {
	return &Remote{
		url: strings.TrimSuffix(url, "/") + "/v1/import", key: key, keys: map[string]string{},
		http: &http.Client{Timeout: time.Minute}, wait: sleep,
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Ingest sends parts; the server says what became of each item.
func (r *Remote) Ingest(ctx context.Context, parts []transfer.Part) ([]ingest.Verdict, error) {
	var all []ingest.Verdict
	for _, p := range parts {
		key, ok := r.keys[p.Source]
		if !ok {
			var err error
			if key, err = r.key(ctx, p.Source); err != nil {
				return nil, err
			}
			r.keys[p.Source] = key
		}
		verdicts, err := r.part(ctx, key, p.Items)
		if err != nil {
			return nil, err
		}
		all = append(all, verdicts...)
	}
	return all, nil
}

func (r *Remote) part(ctx context.Context, key string, items []ingest.Item) ([]ingest.Verdict, error) {
	verdicts := make([]ingest.Verdict, len(items))
	var bodies []json.RawMessage
	var places []int
	size := 0
	flush := func() error {
		if len(bodies) == 0 {
			return nil
		}
		err := r.send(ctx, key, bodies, func(i int, v ingest.Verdict) {
			if it := &items[places[i]]; it.Fault != "" && v.Outcome == ingest.Rejected {
				v.Reason, v.Detail = it.Fault, it.Detail
			}
			verdicts[places[i]] = v
		})
		bodies, places, size = bodies[:0], places[:0], 0
		return err
	}
	for i := range items {
		it := &items[i]
		body, err := bodyOf(it)
		if err != nil {
			return nil, err
		}
		if size += len(body) + 1; size > maxBytes || len(bodies) == maxItems {
			if err := flush(); err != nil {
				return nil, err
			}
			size = len(body)
		}
		bodies, places = append(bodies, body), append(places, i)
	}
	return verdicts, flush()
}

// unreadable is a row that became no event. Its type is none that a server knows.
type unreadable struct {
	Type   string          `json:"type"`
	Reason string          `json:"reason"`
	Detail string          `json:"detail"`
	Row    json.RawMessage `json:"row,omitempty"`
	Text   string          `json:"text,omitempty"` // the beginning of a row that is no JSON or too long
}

// rowMax is how much of a row fits into an item of 32 KB, written as text.
const rowMax = 8 << 10

func bodyOf(it *ingest.Item) ([]byte, error) {
	if it.Fault == "" {
		return json.Marshal(wireOf(&it.Event))
	}
	u := unreadable{Type: "unreadable", Reason: string(it.Fault), Detail: cut(it.Detail)}
	if len(it.Raw) <= rowMax && json.Valid(it.Raw) {
		u.Row = it.Raw
	} else {
		u.Text = cut(string(it.Raw))
	}
	return json.Marshal(u)
}

func cut(text string) string { return strings.ToValidUTF8(text[:min(len(text), rowMax)], "") }

// wire is an item of the Segment specification.
type wire struct {
	Type        string          `json:"type"`
	Event       string          `json:"event,omitempty"`
	MessageID   string          `json:"messageId"`
	UserID      string          `json:"userId,omitempty"`
	AnonymousID string          `json:"anonymousId,omitempty"`
	Channel     string          `json:"channel,omitempty"`
	Timestamp   event.Time      `json:"timestamp"`
	Properties  json.RawMessage `json:"properties,omitempty"`
	Traits      json.RawMessage `json:"traits,omitempty"`
	Context     json.RawMessage `json:"context,omitempty"`
}

// wireOf writes ids that the specification has no field for into context.externalIds.
func wireOf(e *event.Event) wire {
	w := wire{
		Type: e.Type.String(), MessageID: e.MessageID, Channel: e.Channel, Timestamp: e.Time,
		Properties: e.Properties, Traits: e.Traits, Context: e.Context,
	}
	if e.Type == event.Track {
		w.Event = e.Name
	}
	type external struct {
		ID         string `json:"id"`
		Type       string `json:"type"`
		Collection string `json:"collection"`
		Encoding   string `json:"encoding"`
	}
	var others []external
	for _, id := range e.IDs {
		switch {
		case id.Type == event.UserID && w.UserID == "":
			w.UserID = id.Value
		case id.Type == event.AnonymousID && w.AnonymousID == "":
			w.AnonymousID = id.Value
		default:
			others = append(others, external{id.Value, string(id.Type), "users", "none"})
		}
	}
	if len(others) > 0 {
		list, err := json.Marshal(others)
		if err != nil {
			panic("BUG: ids do not go into JSON: " + err.Error()) //nolint:forbidigo // texts always go into JSON
		}
		w.Context = withMember(e.Context, "externalIds", list)
	}
	return w
}

// withMember adds a member to a JSON object.
func withMember(object json.RawMessage, name string, value json.RawMessage) json.RawMessage {
	inner := bytes.TrimSpace(bytes.TrimSuffix(bytes.TrimPrefix(bytes.TrimSpace(object), []byte("{")), []byte("}")))
	out := append([]byte(`{"`+name+`":`), value...)
	if len(inner) > 0 {
		out = append(append(out, ','), inner...)
	}
	return append(out, '}')
}

// reply is the collection API's answer.
type reply struct {
	Received   int `json:"received"`
	Stored     int `json:"stored"`
	Duplicate  int `json:"duplicate"`
	Rejected   int `json:"rejected"`
	Rejections []struct {
		Index  int    `json:"index"`
		Reason string `json:"reason"`
		Detail string `json:"detail"`
	} `json:"rejections"`
}

// send posts a batch until it is answered. It may be sent twice, as nothing is stored twice.
func (r *Remote) send(ctx context.Context, key string, bodies []json.RawMessage, verdict func(int, ingest.Verdict)) error {
	packed, err := pack(bodies)
	if err != nil {
		return err
	}
	backoff := 200 * time.Millisecond
	for try := 1; ; try++ {
		answer, wait, err := r.post(ctx, key, packed)
		if err == nil {
			return spread(answer, len(bodies), verdict)
		}
		if wait < 0 || try == tries || ctx.Err() != nil {
			return err
		}
		if err := r.wait(ctx, max(wait, backoff)); err != nil {
			return err
		}
		backoff = min(2*backoff, 20*time.Second)
	}
}

// spread gives each item its verdict. The answer says which items were rejected; of the others it says how many were there.
func spread(a reply, n int, verdict func(int, ingest.Verdict)) error {
	if a.Received != n || a.Stored+a.Duplicate+a.Rejected != n || len(a.Rejections) != a.Rejected {
		return fmt.Errorf("the server's answer does not add up: %d sent, %+v", n, a)
	}
	rejected := map[int]bool{}
	for _, x := range a.Rejections {
		rejected[x.Index] = true
		verdict(x.Index, ingest.Verdict{Outcome: ingest.Rejected, Reason: ingest.Reason(x.Reason), Detail: x.Detail})
	}
	stored := a.Stored
	for i := range n {
		if rejected[i] {
			continue
		}
		v := ingest.Verdict{Outcome: ingest.Duplicate}
		if stored > 0 {
			v.Outcome = ingest.Stored
			stored--
		}
		verdict(i, v)
	}
	return nil
}

func pack(bodies []json.RawMessage) ([]byte, error) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	body := append(append([]byte(`{"batch":[`), bytes.Join(rawBytes(bodies), []byte(","))...), ']', '}')
	if _, err := z.Write(body); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func rawBytes(list []json.RawMessage) [][]byte {
	out := make([][]byte, len(list))
	for i := range list {
		out[i] = list[i]
	}
	return out
}

// post sends once. wait is how long the server asks to wait before another try, negative where none will help.
func (r *Remote) post(ctx context.Context, key string, body []byte) (a reply, wait time.Duration, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, r.url, bytes.NewReader(body))
	if err != nil {
		return a, -1, err
	}
	req.SetBasicAuth(key, "")
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Content-Encoding", "gzip")
	resp, err := r.http.Do(req)
	if err != nil {
		return a, 0, fault.Wrap(fault.Unavailable, err, "the server cannot be reached")
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(io.LimitReader(resp.Body, 16<<20))
	if err != nil {
		return a, 0, err
	}
	if resp.StatusCode == http.StatusOK {
		return a, 0, json.Unmarshal(text, &a)
	}
	var problem struct {
		Detail string `json:"detail"`
	}
	if json.Unmarshal(text, &problem) != nil || problem.Detail == "" {
		problem.Detail = http.StatusText(resp.StatusCode)
	}
	wait = -1
	if resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode >= 500 {
		seconds, err := strconv.Atoi(resp.Header.Get("Retry-After"))
		if err != nil {
			seconds = 0
		}
		wait = time.Duration(seconds) * time.Second
	}
	return a, wait, fault.New(fault.Unavailable, "the server answers %d: %s", resp.StatusCode, problem.Detail)
}
