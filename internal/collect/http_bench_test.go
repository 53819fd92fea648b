package collect_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"jejak/internal/collect"
	"jejak/internal/eventlog"
	"jejak/internal/ingest"
)

// BenchmarkHTTP sends batches of 100 track calls over real connections to a real log on disk, fsync before each answer, dedupe and
// identity on; the senders are in the same process.
func BenchmarkHTTP(b *testing.B) {
	const n = 100
	log, err := eventlog.Open(b.TempDir(), eventlog.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer log.Close()
	in, err := ingest.New(log, ingest.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer in.Close(context.Background())
	srv := httptest.NewServer(collect.New(collect.Options{
		Sources: sources{key: {ID: 1, Workspace: workspace, Channel: "web"}}, Ingester: in,
	}))
	defer srv.Close()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	defer client.CloseIdleConnections()

	var batch atomic.Int64
	b.SetParallelism(16)
	b.RunParallel(func(pb *testing.PB) {
		var body bytes.Buffer
		for pb.Next() {
			writeBatch(&body, int(batch.Add(1)), n)
			req, err := http.NewRequest(http.MethodPost, srv.URL+"/v1/batch", bytes.NewReader(body.Bytes()))
			if err != nil {
				b.Error(err)
				return
			}
			req.SetBasicAuth(key, "")
			resp, err := client.Do(req)
			if err != nil {
				b.Error(err)
				return
			}
			answer, err := io.ReadAll(resp.Body)
			resp.Body.Close()
			if err != nil || !strings.Contains(string(answer), `"stored":100`) {
				b.Errorf("%v %d %s", err, resp.StatusCode, answer)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N*n)/b.Elapsed().Seconds(), "events/s")
}

func writeBatch(w *bytes.Buffer, batch, n int) {
	w.Reset()
	w.WriteString(`{"batch":[`)
	for i := range n {
		if i > 0 {
			w.WriteByte(',')
		}
		person := (batch*n + i) / 20
		fmt.Fprintf(w, `{"timestamp":"2026-11-21T11:59:00.000Z","type":"track","event":"Product Viewed",`+
			`"properties":{"product_id":"SKU-%d","name":"Kopi Gayo 250 g","price":98000,"currency":"IDR","quantity":1},`+
			`"context":{"page":{"path":"/p/%d","title":"Kopi Gayo – Toko","url":"https://shop.example/p/%d"},"locale":"id-ID",`+
			`"library":{"name":"analytics.js","version":"npm:next-1.84.3"}},`+
			`"messageId":"ajs-next-%08d%04d-ffb80c09-dfa1-44d5","anonymousId":"f4be0456-ffb8-4c09-9fa1-%012d","userId":null}`,
			i, i, i, batch, i, person)
	}
	w.WriteString(`],"sentAt":"2026-11-21T12:00:00.000Z"}`)
}
