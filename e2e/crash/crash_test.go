//go:build e2e

// Package crash kills the real binary at random moments under load and counts what it had promised.
package crash

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"jejak/e2e/product"
)

var seed = flag.Uint64("seed", uint64(time.Now().UnixNano()), "seed of the moments and the events")

// roundsAsked is how many times the binary is killed: JEJAK_ROUNDS, 20 without it.
func roundsAsked(t *testing.T) int {
	t.Helper()
	n, err := strconv.Atoi(cmp.Or(os.Getenv("JEJAK_ROUNDS"), "20"))
	if err != nil || n < 1 {
		t.Fatalf("JEJAK_ROUNDS is %q: give a number", os.Getenv("JEJAK_ROUNDS"))
	}
	return n
}

const (
	senders   = 6
	batchSize = 40
)

// TestEveryAcknowledgedEventSurvivesKill kills the server while clients send, some of them again what they were not
// answered, and looks at the end for each acknowledged event exactly once.
func TestEveryAcknowledgedEventSurvivesKill(t *testing.T) {
	rounds := roundsAsked(t)
	t.Logf("seed %d", *seed)
	data := t.TempDir()
	first := product.Start(t, data)
	owner := first.Setup(t)
	_, writeKey := owner.Source("Load", "web")
	if err := first.Stop(); err != nil {
		t.Fatalf("a graceful stop ends with %v\n%s", err, first.Log())
	}

	moments := rand.New(rand.NewPCG(*seed, 1))
	clients := make([]*sender, senders)
	for i := range clients {
		clients[i] = &sender{id: i, writeKey: writeKey, rng: rand.New(rand.NewPCG(*seed, uint64(i)+2)), sent: map[string]bool{}}
	}
	for round := range rounds {
		p := product.Start(t, data)
		var wg sync.WaitGroup
		stop := make(chan struct{})
		for _, c := range clients {
			wg.Go(func() { c.run(p.URL, stop) })
		}
		kill := time.NewTimer(time.Duration(20+moments.IntN(700)) * time.Millisecond)
		<-kill.C
		p.Kill()
		close(stop)
		wg.Wait()
		if out, err := product.Run(t, "check", "--data", data); err != nil {
			t.Fatalf("round %d: check: %v\n%s", round, err, out)
		}
	}

	stored := exported(t, data)
	acknowledged, unknown := 0, 0
	for _, c := range clients {
		for id, acked := range c.sent {
			switch n := stored[id]; {
			case acked && n != 1:
				t.Errorf("event %s was acknowledged and is there %d times", id, n)
			case n > 1:
				t.Errorf("event %s is there %d times", id, n)
			}
			if acked {
				acknowledged++
			} else {
				unknown++
			}
			delete(stored, id)
		}
	}
	if len(stored) > 0 {
		t.Errorf("%d stored events were never sent", len(stored))
	}
	if acknowledged == 0 {
		t.Fatal("nothing was acknowledged: the test proves nothing")
	}
	t.Logf("%d rounds: %d events acknowledged, %d sent without an answer", rounds, acknowledged, unknown)
}

// sender is one client: it sends batches, and sends again what was not answered, as a client library does.
type sender struct {
	id       int
	writeKey string
	rng      *rand.Rand
	next     int
	pending  [][]byte // items without an answer, tried again with the next batch
	ids      []string
	sent     map[string]bool // messageId -> acknowledged
}

func (s *sender) run(url string, stop <-chan struct{}) {
	client := &http.Client{Timeout: 20 * time.Second}
	defer client.CloseIdleConnections()
	for {
		select {
		case <-stop:
			return
		default:
		}
		s.fill()
		body := append([]byte(`{"batch":[`), bytes.Join(s.pending, []byte(","))...)
		body = append(body, "]}"...)
		req, err := http.NewRequest("POST", url+"/v1/batch", bytes.NewReader(body))
		if err != nil {
			panic("BUG: " + err.Error()) //nolint:forbidigo // ends the test from a goroutine
		}
		req.Header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(s.writeKey+":")))
		res, err := client.Do(req)
		if err != nil {
			return
		}
		answer, err := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode != http.StatusOK {
			continue
		}
		// A 200 whose body was cut off by the kill is a promise all the same.
		if err == nil && bytes.Contains(answer, []byte(`"rejections":[{`)) {
			panic(fmt.Sprintf("BUG: a good event was rejected: %s", answer)) //nolint:forbidigo // ends the test from a goroutine
		}
		for _, id := range s.ids {
			s.sent[id] = true
		}
		s.pending, s.ids = nil, nil
	}
}

// fill brings the pending batch up to size. A tenth of the people log in, so that identities merge while the server dies.
func (s *sender) fill() {
	for len(s.pending) < batchSize {
		id := fmt.Sprintf("m-%d-%d", s.id, s.next)
		s.next++
		item := map[string]any{
			"type": "track", "event": "Product Viewed", "messageId": id,
			"anonymousId": fmt.Sprintf("a-%d", s.rng.IntN(3000)),
			"timestamp":   time.Now().UTC().Format(time.RFC3339Nano),
			"properties":  map[string]any{"sku": fmt.Sprintf("S-%d", s.rng.IntN(100)), "price": s.rng.IntN(100000)},
		}
		if s.rng.IntN(10) == 0 {
			item["userId"] = fmt.Sprintf("u-%d", s.rng.IntN(1000))
		}
		b, err := json.Marshal(item)
		if err != nil {
			panic("BUG: " + err.Error()) //nolint:forbidigo // ends the test from a goroutine
		}
		s.pending, s.ids = append(s.pending, b), append(s.ids, id)
		s.sent[id] = false
	}
}

// exported counts the messageIds of everything that the folder holds.
func exported(t *testing.T, data string) map[string]int {
	t.Helper()
	file := filepath.Join(t.TempDir(), "all.ndjson")
	if out, err := product.Run(t, "export", file, "--data", data); err != nil {
		t.Fatalf("export: %v\n%s", err, out)
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	found := map[string]int{}
	product.Lines(t, f, func(line []byte) {
		var item struct {
			MessageID string `json:"messageId"`
		}
		if err := json.Unmarshal(line, &item); err != nil {
			t.Fatal(err)
		}
		if item.MessageID != "" { // the other lines are no events
			found[item.MessageID]++
		}
	})
	return found
}
