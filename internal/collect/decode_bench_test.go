package collect

import (
	"fmt"
	"strings"
	"testing"
)

// trackCalls is a batch of n track calls as @segment/analytics-next sends them from a shop, about 470 bytes each.
func trackCalls(n int) []byte {
	var b strings.Builder
	b.WriteString(`{"writeKey":"WRITEKEY","batch":[`)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"timestamp":"2026-11-21T11:59:%02d.%03dZ","type":"track","event":"Product Viewed",`+
			`"properties":{"product_id":"SKU-%d","name":"Kopi Gayo 250 g","price":98000,"currency":"IDR","quantity":1},`+
			`"context":{"page":{"path":"/p/%d","title":"Kopi Gayo – Toko","url":"https://shop.example/p/%d"},"locale":"id-ID",`+
			`"library":{"name":"analytics.js","version":"npm:next-1.84.3"}},`+
			`"messageId":"ajs-next-1795302645%04d-ffb80c09-dfa1-44d5","anonymousId":"f4be0456-ffb8-4c09-9fa1-94d534%06d","userId":null}`,
			i%60, i%1000, 1000+i, i, i, i, i)
	}
	b.WriteString(`],"sentAt":"2026-11-21T12:00:00.000Z"}`)
	return []byte(b.String())
}

func BenchmarkDecode(b *testing.B) {
	const n = 100
	body := trackCalls(n)
	d := &decoder{limits: Options{}.withDefaults().Limits}
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		d.reset(body)
		if !d.scan(true) {
			b.Fatal(d.err)
		}
		d.build(call{batch: true})
		for i := range d.items {
			if d.items[i].Fault != "" {
				b.Fatal(d.items[i].Detail)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/event")
	b.ReportMetric(float64(len(body))/n, "bytes/event")
}
