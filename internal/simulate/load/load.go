// Package load sends a collection API as many realistic calls as it takes, and measures the answers.
package load

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"jejak/internal/fault"
)

// Options say what to send.
type Options struct {
	URL         string
	WriteKey    string
	Events      int
	Batch       int     // calls in one request
	Connections int     // requests under way at the same time
	Rate        float64 // events a second; 0 is as many as there can be
	People      int     // whose calls they are
	Run         string  // part of the messageIds, so that two runs do not send duplicates
}

// Result is what was measured. A latency of a run at a rate begins when the request was due, not when a connection was free.
type Result struct {
	Events    int           `json:"events"`
	Stored    int           `json:"stored"`
	Duplicate int           `json:"duplicate"`
	Rejected  int           `json:"rejected"`
	Failed    int           `json:"failed"` // requests without a good answer
	Bytes     int64         `json:"bytes"`
	Took      time.Duration `json:"took"`
	PerSecond float64       `json:"perSecond"`
	P50       time.Duration `json:"p50"`
	P99       time.Duration `json:"p99"`
	Max       time.Duration `json:"max"`
	FirstFail string        `json:"firstFail,omitempty"`
}

// Run sends and measures.
func Run(ctx context.Context, o Options) (Result, error) {
	if o.Events < 1 || o.Batch < 1 || o.Batch > 2500 || o.Connections < 1 || o.People < 1 {
		return Result{}, fault.New(fault.Invalid, "events, connections and people are at least 1, a batch is from 1 to 2500 calls")
	}
	transport := &http.Transport{
		MaxIdleConnsPerHost: o.Connections, MaxConnsPerHost: o.Connections, DisableCompression: true,
		WriteBufferSize: 64 << 10, // a batch in one piece
	}
	defer transport.CloseIdleConnections()
	w := &worker{o: o, client: &http.Client{Transport: transport, Timeout: time.Minute}, url: strings.TrimSuffix(o.URL, "/") + "/v1/batch"}
	requests := (o.Events + o.Batch - 1) / o.Batch
	var next atomic.Int64
	var mu sync.Mutex
	var all []time.Duration
	var result Result
	begun := time.Now()
	var wg sync.WaitGroup
	for range o.Connections {
		wg.Go(func() {
			var took []time.Duration
			var mine Result
			var body []byte
			for ctx.Err() == nil {
				k := int(next.Add(1)) - 1
				if k >= requests {
					break
				}
				due := w.due(ctx, begun, k)
				from, to := k*o.Batch, min((k+1)*o.Batch, o.Events)
				body = w.body(body[:0], from, to)
				w.send(ctx, body, to-from, &mine)
				took = append(took, time.Since(due))
			}
			mu.Lock()
			defer mu.Unlock()
			all = append(all, took...)
			result.add(mine)
		})
	}
	wg.Wait()
	result.Took = time.Since(begun)
	result.PerSecond = float64(result.Stored+result.Duplicate+result.Rejected) / result.Took.Seconds()
	slices.Sort(all)
	if n := len(all); n > 0 {
		result.P50, result.P99, result.Max = all[n/2], all[min(n-1, n*99/100)], all[n-1]
	}
	return result, ctx.Err()
}

func (r *Result) add(x Result) {
	r.Events += x.Events
	r.Stored += x.Stored
	r.Duplicate += x.Duplicate
	r.Rejected += x.Rejected
	r.Failed += x.Failed
	r.Bytes += x.Bytes
	if r.FirstFail == "" {
		r.FirstFail = x.FirstFail
	}
}

type worker struct {
	o      Options
	client *http.Client
	url    string
}

// due waits until request k is due, and says when that was.
func (w *worker) due(ctx context.Context, begun time.Time, k int) time.Time {
	if w.o.Rate <= 0 {
		return time.Now()
	}
	at := begun.Add(time.Duration(float64(k*w.o.Batch) / w.o.Rate * float64(time.Second)))
	if wait := time.Until(at); wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
		}
	}
	return at
}

var names = [...]string{"Product Viewed", "Product Added", "Cart Viewed", "Checkout Started", "Order Completed", "Products Searched"}

var products = [...]string{"Sejuk Inverter 1.5 PK", "Beku 250 L", "Pulen 1.8 L", "Bersih Front 8 kg"}

// callEnd is what every call ends with; its zeros make the price one of thousands.
const callEnd = `000,"currency":"IDR","quantity":1},"context":{"page":{"path":"/p/item","title":"Nusa Home","url":"https://nusa-home.example.com/p/item"},` +
	`"locale":"id-ID","timezone":"Asia/Jakarta","library":{"name":"analytics.js","version":"2.11.1"}}}`

// body appends a batch of track calls as a website's library sends them, about 470 bytes each.
func (w *worker) body(b []byte, from, to int) []byte {
	now := time.Now().UTC()
	stamp := now.AppendFormat(nil, "2006-01-02T15:04:05.000Z")
	b = append(b, `{"batch":[`...)
	for i := from; i < to; i++ {
		x := mix(uint64(i))
		person := x % uint64(w.o.People)
		if i > from {
			b = append(b, ',')
		}
		b = append(append(b, `{"type":"track","event":"`...), names[x>>20%uint64(len(names))]...)
		b = append(append(b, `","messageId":"ajs-`...), w.o.Run...)
		b = strconv.AppendInt(append(b, '-'), int64(i), 36)
		b = appendHex12(append(b, `","anonymousId":"5f1c8e2a-7b1d-4c3e-9a60-`...), person)
		if person%3 == 0 {
			b = strconv.AppendUint(append(b, `","userId":"user-`...), person, 10)
		}
		b = append(append(b, `","originalTimestamp":"`...), stamp...)
		b = strconv.AppendUint(append(b, `","properties":{"product_id":"P-`...), x>>40%1000, 10)
		b = append(append(b, `","name":"`...), products[x>>30%uint64(len(products))]...)
		b = strconv.AppendUint(append(b, `","price":`...), 1+x>>44%9000, 10)
		b = append(b, callEnd...)
	}
	b = append(append(b, `],"sentAt":"`...), stamp...)
	return append(b, `"}`...)
}

func appendHex12(b []byte, x uint64) []byte {
	const digits = "0123456789abcdef"
	for shift := 44; shift >= 0; shift -= 4 {
		b = append(b, digits[x>>shift&15])
	}
	return b
}

// mix is the finaliser of SplitMix64.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

func (w *worker) send(ctx context.Context, body []byte, events int, r *Result) {
	r.Events += events
	r.Bytes += int64(len(body))
	fail := func(err error) {
		r.Failed++
		if r.FirstFail == "" {
			r.FirstFail = err.Error()
		}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.url, bytes.NewReader(body))
	if err != nil {
		fail(err)
		return
	}
	req.SetBasicAuth(w.o.WriteKey, "")
	req.Header.Set("Content-Type", "application/json")
	resp, err := w.client.Do(req)
	if err != nil {
		fail(err)
		return
	}
	text, err := io.ReadAll(io.LimitReader(resp.Body, 8<<20))
	if err = errors.Join(err, resp.Body.Close()); err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("status %d: %.300s", resp.StatusCode, text)
	}
	var a struct{ Stored, Duplicate, Rejected int }
	if err == nil {
		err = json.Unmarshal(text, &a)
	}
	if err != nil {
		fail(err)
		return
	}
	r.Stored += a.Stored
	r.Duplicate += a.Duplicate
	r.Rejected += a.Rejected
}
