package simulate

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"jejak/internal/event"
)

func TestBulkIsTheSameFromEverySide(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	b := NewBulk(20_000, 1_000, end)
	type key struct {
		time event.Time
		name string
	}
	var scanned []key
	var before event.Subject
	last := event.Time(0)
	people := 0
	err := b.Scan(ctx, func(_ event.Workspace, s event.Subject, _ event.Person, e *event.Event) error {
		if s != before {
			people++
			before, last = s, 0
		}
		if e.Time < last || !json.Valid(e.Properties) || e.Seq != uint64(len(scanned))+1 {
			t.Fatalf("event %d out of order: %+v", len(scanned), e)
		}
		last = e.Time
		scanned = append(scanned, key{e.Time, e.Name})
		return nil
	})
	if err != nil || len(scanned) != 20_000 || people < 950 {
		t.Fatalf("%d events of %d people, %v", len(scanned), people, err)
	}
	after := uint64(0)
	for after < b.LastSeq() {
		err := b.Changes(ctx, after, 777, func(c event.Change) error {
			if c.Seq != after+1 || scanned[after] != (key{c.Event.Time, c.Event.Name}) {
				t.Fatalf("change %d after %d differs from the scan", c.Seq, after)
			}
			after++
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestLiveTrafficGoesOnUntilItIsStopped(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	seen, ids := map[string]int{}, map[string]bool{}
	err := Live(ctx, Options{Seed: 5, People: 1000}, 20_000, func(source string, c Call) error {
		seen[source]++
		if ids[c.Event.MessageID] || len(c.Event.IDs) == 0 || c.Event.Name == "" {
			t.Errorf("not well-formed: %+v", c.Event)
		}
		ids[c.Event.MessageID] = true
		if len(ids) == 3000 {
			cancel()
		}
		return nil
	})
	if err != nil || len(ids) < 3000 || len(seen) < 7 {
		t.Errorf("%d calls of %v, %v", len(ids), seen, err)
	}
}

func BenchmarkBulk(b *testing.B) {
	bulk := NewBulk(1_000_000, 50_000, end)
	for b.Loop() {
		err := bulk.Scan(context.Background(), func(_ event.Workspace, _ event.Subject, _ event.Person, _ *event.Event) error { return nil })
		if err != nil {
			b.Fatal(err)
		}
	}
}
