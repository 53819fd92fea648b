package heard_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/sqldb/sqldbtest"
	"jejak/internal/voice/heard"
	"jejak/internal/voice/theme"
)

func madeUp(seq uint64) event.Change {
	rnd := rand.New(rand.NewPCG(seq, 1))
	pick := func(list ...string) string { return list[rnd.IntN(len(list))] }
	text := fmt.Sprintf("%s %s %s, kata%d dan kata%d %s", pick("Pengiriman", "Lampu", "Kursi", "Pembayaran", "Meja"), pick("lama", "cepat", "bagus", "rusak"),
		pick("sekali", "banget", "tapi murah"), rnd.IntN(20_000), rnd.IntN(20_000), pick("puas", "kecewa", "退款太慢了", "would buy again", "no reply yet"))
	body, _ := json.Marshal(map[string]any{"text": text, "language": pick("id", "en", "zh"), "sentiment": float64(rnd.IntN(200)-100) / 100})
	var s event.Subject
	rnd2 := rnd.Uint64()
	for i := range 8 {
		s[i] = byte(rnd2 >> (8 * i))
	}
	return event.Change{Seq: seq, Workspace: ws, Subject: s, Person: event.Person(s), Event: &event.Event{
		Seq: seq, Name: pick("Product Reviewed", "Comment Posted", "Mentioned"), Channel: pick("web", "app", "social", "email"),
		Time: event.TimeOf(noon.Add(-time.Duration(rnd.IntN(180*24*3600)) * time.Second)), Properties: body,
	}}
}

// BenchmarkMillion takes in -benchtime 1x a million texts, then asks what the screen asks, each many times, and prints the slowest.
// Fewer are taken in where -short is given, as in the tests of all benchmarks.
func BenchmarkMillion(b *testing.B) {
	n := uint64(1_000_000)
	if testing.Short() {
		n = 5000
	}
	db := sqldbtest.Open(b, sqldbtest.SQLite(b))
	sqldbtest.Workspace(b, db, uint32(ws))
	w := setup(b, db, newFeed())
	for b.Loop() {
		began := time.Now()
		for at := uint64(1); at <= n; at += 2048 {
			batch := []event.Change{}
			for i := at; i < min(at+2048, n+1); i++ {
				batch = append(batch, madeUp(i))
			}
			if err := heard.Handle(w.Store, b.Context(), batch); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(n)/time.Since(began).Seconds(), "texts/s")
		var mem runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&mem)
		b.ReportMetric(float64(mem.HeapAlloc)/1e6, "MB-heap")
		if _, err := w.themes.Create(b.Context(), ws, theme.Theme{Name: "Slow", Rule: theme.Rule{Any: []string{"lama", "no reply"}}}); err != nil {
			b.Fatal(err)
		}
		for name, q := range map[string]heard.Query{
			"all": {}, "rare-word": {Search: "kata777"}, "frequent-word": {Search: "pengiriman lama"}, "chinese": {Search: "退款太慢"},
			"rare-mix": {Languages: []string{"zh"}, Search: "kata99", Feelings: []string{heard.Neutral}}, "theme": {Theme: "t1"},
		} {
			_, _ = w.List(b.Context(), ws, q, "", 50)
			var list, count time.Duration
			for range 5 {
				at := time.Now()
				if _, err := w.List(b.Context(), ws, q, "", 50); err != nil {
					b.Fatal(err)
				}
				list = max(list, time.Since(at))
				at = time.Now()
				if _, err := w.Summarise(b.Context(), ws, q, time.UTC); err != nil {
					b.Fatal(err)
				}
				count = max(count, time.Since(at))
			}
			b.ReportMetric(float64(list.Microseconds())/1000, name+"-list-ms")
			b.ReportMetric(float64(count.Microseconds())/1000, name+"-count-ms")
		}
	}
}
