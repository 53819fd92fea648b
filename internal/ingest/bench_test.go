package ingest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/eventlog"
)

// traffic makes batches as a website sends them: people come, look at some pages, one in ten signs in.
type traffic struct {
	rnd    *rand.Rand
	n      uint64
	prefix string
	live   []visitor
}

type visitor struct {
	anonymous, user string
	left            int
}

func newTraffic(seed uint64) *traffic {
	return &traffic{rnd: rand.New(rand.NewPCG(seed, 1)), prefix: fmt.Sprintf("%016x", seed), live: make([]visitor, 500)}
}

const benchProperties = `{"product_id":"SKU-1042","sku":"G-32","category":"Coffee","name":"Gayo 250 g","brand":"Kopi","variant":"beans",` +
	`"price":98000,"quantity":1,"currency":"IDR","position":3,"url":"https://shop.example/p/gayo-250"}`

const benchContext = `{"library":{"name":"analytics.js","version":"next-1.70.0"},"locale":"id-ID","ip":"203.0.113.7",` +
	`"page":{"path":"/p/gayo-250","title":"Gayo"},"userAgent":"Mozilla/5.0 (X11; Linux x86_64)"}`

func (t *traffic) batch(n int) []Item {
	items := make([]Item, n)
	for i := range items {
		v := &t.live[t.rnd.IntN(len(t.live))]
		if v.left == 0 {
			t.n++
			*v = visitor{anonymous: fmt.Sprintf("%s-%012x-anonymous", t.prefix, t.n), left: 5 + t.rnd.IntN(30)}
			if t.rnd.IntN(10) == 0 {
				v.user = fmt.Sprintf("u-%s-%d", t.prefix, t.n)
			}
		}
		v.left--
		t.n++
		ids := []event.ID{{Type: event.AnonymousID, Value: v.anonymous}}
		if v.user != "" {
			ids = append(ids, event.ID{Type: event.UserID, Value: v.user})
		}
		items[i].Event = event.Event{
			Type: event.Track, Name: "Product Viewed", MessageID: fmt.Sprintf("ajs-next-%s-%016x", t.prefix, t.n),
			IDs: ids, Properties: []byte(benchProperties), Context: []byte(benchContext),
		}
	}
	return items
}

// BenchmarkIngest is the way in without HTTP: batches of 100 from 32 senders, a real disk with fsync before each answer, dedupe
// and identity on. With -benchtime 10000000x its two figures of resident memory say whether memory grows.
func BenchmarkIngest(b *testing.B) {
	log, err := eventlog.Open(benchDir(b), eventlog.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer log.Close()
	in, err := New(log, Options{})
	if err != nil {
		b.Fatal(err)
	}
	const size, senders = 100, 32
	var left atomic.Int64
	left.Store(int64(b.N))
	var wg sync.WaitGroup
	src := Source{ID: 1, Workspace: 1, Channel: "web"}
	b.ResetTimer()
	began, worked := time.Now(), processorTime(b)
	for i := range senders {
		wg.Add(1)
		go func() {
			defer wg.Done()
			t := newTraffic(uint64(i) + 1)
			for {
				n := left.Add(-size)
				if n <= -size {
					return
				}
				if half := int64(b.N) / 2; n < half && n+size >= half {
					b.ReportMetric(resident(b), "MB-rss-half")
				}
				vs, err := in.Ingest(context.Background(), src, time.Now(), t.batch(size))
				if err != nil || vs[0].Outcome != Stored {
					b.Error(err)
					return
				}
			}
		}()
	}
	wg.Wait()
	b.StopTimer()
	b.ReportMetric(float64(log.LastSeq())/time.Since(began).Seconds(), "events/s")
	b.ReportMetric(float64((processorTime(b)-worked).Nanoseconds())/1e3/float64(b.N), "cpu-us/event")
	b.ReportMetric(resident(b), "MB-rss")
	if os.Getenv("JEJAK_BENCH_VERBOSE") != "" {
		text, err := log.Describe()
		b.Logf("%v\n%s", err, text)
	}
}

// processorTime is what this process has had of the processors, which says more than the clock on a machine that others use as well.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// resident is the memory of this process that is in RAM, in MB; 0 where the system does not say.
func resident(b *testing.B) float64 {
	b.Helper()
	status, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	var size, pages float64
	if _, err := fmt.Sscan(string(status), &size, &pages); err != nil {
		b.Fatal(err)
	}
	return pages * float64(os.Getpagesize()) / 1e6
}

// benchDir is on the disk that the benchmark is about; JEJAK_BENCH_DIR chooses another.
func benchDir(b *testing.B) string {
	if dir := os.Getenv("JEJAK_BENCH_DIR"); dir != "" {
		dir, err := os.MkdirTemp(dir, "bench")
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { os.RemoveAll(dir) })
		return dir
	}
	return b.TempDir()
}
