package heard_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/listen/topic"
	"jejak/internal/sqldb/sqldbtest"
	"jejak/internal/voice/heard"
	"jejak/internal/voice/theme"
)

func madeUp(seq uint64) event.Change {
	rnd := rand.New(rand.NewPCG(seq, 1))
	pick := func(list ...string) string { return list[rnd.IntN(len(list))] }
	text := fmt.Sprintf("%s %s %s, kata%d dan kata%d %s", pick("Pengiriman", "Lampu", "Kursi", "Pembayaran", "Meja"), pick("lama", "cepat", "bagus", "rusak"),
		pick("sekali", "banget", "tapi murah"), rnd.IntN(20_000), rnd.IntN(20_000), pick("puas", "kecewa", "退款太慢了", "would buy again", "no reply yet"))
	body, _ := json.Marshal(map[string]any{
		"text": text, "language": pick("id", "en", "zh"), "sentiment": float64(rnd.IntN(200)-100) / 100,
		"network": pick("mastodon", "bluesky", "feed"), "author": fmt.Sprint("a", rnd.IntN(5000)), "author_kind": pick("person", "media"), "reach": rnd.IntN(9000), "interactions": rnd.IntN(90),
	})
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

// BenchmarkMillion takes texts in, then asks what the screen asks, each many times, and prints the slowest. JEJAK_BENCH_MILLIONS=1 takes
// in a million of them, as the screens are meant for; without it they are 20,000, so that all benchmarks can run often.
func BenchmarkMillion(b *testing.B) {
	million(b, madeUp, func(w *world) map[string]heard.Query {
		if _, err := w.themes.Create(b.Context(), ws, theme.Theme{Name: "Slow", Rule: theme.Rule{Any: []string{"lama", "no reply"}}}); err != nil {
			b.Fatal(err)
		}
		return map[string]heard.Query{
			"all": {}, "rare-word": {Search: "kata777"}, "frequent-word": {Search: "pengiriman lama"}, "chinese": {Search: "退款太慢"},
			"rare-mix": {Languages: []string{"zh"}, Search: "kata99", Feelings: []string{heard.Neutral}}, "theme": {Theme: "t1"},
		}
	}, func(w *world, q heard.Query) error {
		_, err := w.Summarise(b.Context(), ws, q, time.UTC)
		return err
	})
}

// BenchmarkMillionMentions is the same of mentions, with three topics; it also prints how long they are looked for at first.
func BenchmarkMillionMentions(b *testing.B) {
	mention := func(seq uint64) event.Change {
		c := madeUp(seq)
		c.Event.Name = "Mentioned"
		return c
	}
	million(b, mention, func(w *world) map[string]heard.Query {
		at := time.Now()
		w.topic(b, topic.Brand, "pengiriman OR lampu", "rusak")
		w.topic(b, topic.Competitor, `"kursi bagus" OR meja* OR 退款`, "")
		w.topic(b, topic.Campaign, "kata777 OR kata99", "")
		if _, err := w.List(b.Context(), ws, heard.Query{}, "", 1); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(at).Seconds(), "topics-s")
		at = time.Now()
		if _, err := w.Try(b.Context(), ws, topic.Topic{Query: `lampu -"bagus sekali"`}, heard.Query{}); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(time.Since(at).Milliseconds()), "trial-ms")
		return map[string]heard.Query{
			"all": {}, "brand": {Topics: []string{"l1"}}, "campaign": {Topics: []string{"l3"}}, "network-topic": {Topics: []string{"l2"}, Networks: []string{"feed"}, AuthorKinds: []string{"media"}},
		}
	}, func(w *world, q heard.Query) error {
		_, err := w.Listen(b.Context(), ws, q, time.UTC)
		return err
	})
}

// textsAsked is how many texts are taken in.
func textsAsked(b *testing.B) uint64 {
	text := os.Getenv("JEJAK_BENCH_MILLIONS")
	if text == "" {
		return 20_000
	}
	millions, err := strconv.ParseFloat(text, 64)
	if err != nil || millions <= 0 {
		b.Fatalf("JEJAK_BENCH_MILLIONS is %q: give a number", text)
	}
	return uint64(millions * 1e6)
}

func million(b *testing.B, made func(uint64) event.Change, queries func(*world) map[string]heard.Query, count func(*world, heard.Query) error) {
	n := textsAsked(b)
	db := sqldbtest.Open(b, sqldbtest.SQLite(b))
	sqldbtest.Workspace(b, db, uint32(ws))
	w := setup(b, db, newFeed())
	for b.Loop() {
		began := time.Now()
		for at := uint64(1); at <= n; at += 2048 {
			batch := []event.Change{}
			for i := at; i < min(at+2048, n+1); i++ {
				batch = append(batch, made(i))
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
		for name, q := range queries(w) {
			_, _ = w.List(b.Context(), ws, q, "", 50)
			var list, counted time.Duration
			for range 5 {
				at := time.Now()
				if _, err := w.List(b.Context(), ws, q, "", 50); err != nil {
					b.Fatal(err)
				}
				list = max(list, time.Since(at))
				at = time.Now()
				if err := count(w, q); err != nil {
					b.Fatal(err)
				}
				counted = max(counted, time.Since(at))
			}
			b.ReportMetric(float64(list.Microseconds())/1000, name+"-list-ms")
			b.ReportMetric(float64(counted.Microseconds())/1000, name+"-count-ms")
		}
	}
}
