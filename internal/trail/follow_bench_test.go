package trail

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"testing"

	"jejak/internal/event"
	"jejak/internal/journey/journeytest"
)

// BenchmarkFollow takes realistic track events in, from memory, 100,000 people in any order; files included.
func BenchmarkFollow(b *testing.B) {
	const events, people = 300_000, 100_000
	log, r := journeytest.NewLog(), rand.New(rand.NewPCG(1, 1))
	names := []string{"Product Viewed", "Product Added", "Checkout Started", "Order Completed"}
	for i := range events {
		n := r.IntN(people)
		h := sha256.Sum256(binary.AppendUvarint(nil, uint64(n)))
		log.Add(1, event.Subject(h[:16]), event.Person(h[:16]), event.Event{
			Type: event.Track, Name: names[r.IntN(4)], Channel: "web", Source: 1, Time: event.Time(1_700_000_000_000 + i*40),
			IDs: []event.ID{{Type: event.AnonymousID, Value: fmt.Sprintf("anonymous-%012x", n)}},
			Properties: fmt.Appendf(nil, `{"product_id":"SKU-%d","category":"Coffee","name":"Gayo 250 g","price":%d,"quantity":1,"currency":"IDR",`+
				`"order_id":"%x"}`, r.IntN(300), r.IntN(100)*1000, i),
			Context: []byte(`{"library":{"name":"analytics.js","version":"1.70.0"},"locale":"id-ID","page":{"path":"/p/gayo-250","title":"Gayo"},` +
				`"userAgent":"Mozilla/5.0 (X11; Linux x86_64)"}`),
		})
	}
	b.ReportAllocs()
	for b.Loop() {
		t, err := Open(b.TempDir(), log, Options{FlushRows: 100_000})
		if err != nil {
			b.Fatal(err)
		}
		if err := t.WaitFor(b.Context(), log.LastSeq()); err != nil {
			b.Fatal(err)
		}
		if err := t.Close(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(events*b.N)/b.Elapsed().Seconds(), "events/s")
}
