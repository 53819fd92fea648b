package ingest

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
	"github.com/cockroachdb/pebble/v2/vfs/errorfs"

	"jejak/internal/event"
	"jejak/internal/eventlog"
	"jejak/internal/fault"
)

// times is how often a test does a thing.
func times(n int) int {
	if slow {
		return 1
	}
	return n
}

// senders send random batches from several goroutines, with repeated messageIds and with ids that join people, and note what was
// acknowledged.
type senders struct {
	stop chan struct{}
	wg   sync.WaitGroup

	mu       sync.Mutex
	acked    map[string]bool
	more     *sync.Cond
	refused  int
	running  int
	patience time.Duration // of one call
}

func newSenders() *senders {
	s := &senders{acked: make(map[string]bool), patience: time.Minute}
	s.more = sync.NewCond(&s.mu)
	return s
}

// start lets four senders send until the end, or so many calls each.
func (s *senders) start(w *world, seed uint64, calls int) {
	s.stop = make(chan struct{})
	s.running = 4
	for i := range s.running {
		s.wg.Add(1)
		go s.send(w, rand.New(rand.NewPCG(seed, uint64(i))), fmt.Sprintf("%d-%d", seed, i), calls)
	}
}

func (s *senders) send(w *world, rnd *rand.Rand, name string, calls int) {
	defer s.wg.Done()
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.running--
		s.more.Broadcast()
	}()
	for n := 0; n < calls; n++ {
		select {
		case <-s.stop:
			return
		default:
		}
		items := make([]Item, 1+rnd.IntN(30))
		for i := range items {
			device := rnd.IntN(400)
			ids := []event.ID{{Type: event.AnonymousID, Value: fmt.Sprintf("device-%d", device)}}
			if rnd.IntN(3) == 0 { // two devices, and now and then a third, share an address
				ids = append(ids, event.ID{Type: event.Email, Value: fmt.Sprintf("%d@example.org", (device+rnd.IntN(30)/29)/2)})
			}
			items[i] = track(fmt.Sprintf("%s-%d", name, rnd.IntN(1+n*40)), ids...)
			if rnd.IntN(20) == 0 {
				items[i].Event.IDs = nil
			}
			items[i].Event.Properties = []byte(fmt.Sprintf(`{"text":"%0300d"}`, n))
		}
		ctx, cancel := context.WithTimeout(context.Background(), s.patience)
		vs, err := w.in.Ingest(ctx, site, now, items)
		cancel()
		s.mu.Lock()
		if err != nil {
			s.refused++
		}
		for _, v := range vs {
			if v.Outcome != Rejected {
				s.acked[v.MessageID] = true
			}
		}
		s.more.Broadcast()
		s.mu.Unlock()
	}
}

func (s *senders) end() {
	close(s.stop)
	s.wg.Wait()
}

// until waits for so many more acknowledged messageIds.
func (s *senders) until(more int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for goal := len(s.acked) + more; len(s.acked) < goal && s.running > 0; {
		s.more.Wait()
	}
}

// untilRefused waits for so many more calls that were refused.
func (s *senders) untilRefused(more int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for goal := s.refused + more; s.refused < goal && s.running > 0; {
		s.more.Wait()
	}
}

func (s *senders) snapshot() map[string]bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := make(map[string]bool, len(s.acked))
	for id := range s.acked {
		m[id] = true
	}
	return m
}

// verify finds every acknowledged event exactly once, and nothing twice.
func verify(t testing.TB, w *world, acked map[string]bool) {
	t.Helper()
	verifyEvents(t, w, acked)
	if !slow {
		clean(t, w.log)
	}
}

func verifyEvents(t testing.TB, w *world, acked map[string]bool) {
	t.Helper()
	count := make(map[string]int)
	for _, e := range w.events(t) {
		if count[e.MessageID]++; count[e.MessageID] > 1 {
			t.Errorf("%s is stored %d times", e.MessageID, count[e.MessageID])
		}
	}
	for id := range acked {
		if count[id] != 1 {
			t.Errorf("%s was acknowledged, and is there %d times", id, count[id])
		}
	}
	if r, err := w.log.Check(context.Background()); err != nil || !r.OK() {
		t.Errorf("%v\n%s", err, r)
	}
}

func TestACrashLosesNothingAcknowledged(t *testing.T) {
	t.Parallel()
	rounds := 10
	if testing.Short() || slow {
		rounds = 2
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 0))
	fs := vfs.NewCrashableMem()
	s := newSenders()
	for round := range rounds {
		w, err := openWorld(logOptions(fs))
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		verifyEvents(t, w, s.snapshot()) // and identity at the end: what breaks stays broken
		s.start(w, seed+uint64(round), 30)
		s.until(1 + rnd.IntN(300))
		acked := s.snapshot()
		after := fs.CrashClone(vfs.CrashCloneCfg{
			UnsyncedDataPercent: rnd.IntN(101), RNG: rand.New(rand.NewPCG(seed, uint64(round))),
		})
		s.end()
		w.close(t)
		if t.Failed() {
			return
		}
		fs = after
		s.mu.Lock()
		s.acked = acked
		s.mu.Unlock()
	}
	w := newWorld(t, fs)
	verify(t, w, s.snapshot())
}

// brokenFS fails writes as long as fault is set.
type brokenFS struct {
	fault atomic.Pointer[func(errorfs.Op) error]
}

func (b *brokenFS) wrap(fs vfs.FS) vfs.FS {
	return errorfs.Wrap(fs, errorfs.InjectorFunc(func(op errorfs.Op) error {
		if f := b.fault.Load(); f != nil && op.Kind.ReadOrWrite() == errorfs.OpIsWrite {
			return (*f)(op)
		}
		return nil
	}))
}

func (b *brokenFS) set(f func(errorfs.Op) error) {
	if f == nil {
		b.fault.Store(nil)
		return
	}
	b.fault.Store(&f)
}

func noRoom(err error) func(errorfs.Op) error {
	return func(op errorfs.Op) error {
		switch op.Kind {
		case errorfs.OpFileSync, errorfs.OpFileSyncData, errorfs.OpFileSyncTo, errorfs.OpFileClose, errorfs.OpRemove, errorfs.OpLock:
			return nil
		}
		return err
	}
}

func TestAFullDiskIsRefusedAndWaitedFor(t *testing.T) {
	t.Parallel()
	for name, full := range map[string]error{"full": syscall.ENOSPC, "over its quota": syscall.EDQUOT, "read-only for a while": syscall.EROFS} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var broken brokenFS
			w, err := openWorld(logOptions(broken.wrap(vfs.NewMem())))
			if err != nil {
				t.Fatal(err)
			}
			s := newSenders()
			s.patience = 100 * time.Millisecond
			s.start(w, 1, math.MaxInt)
			for range times(2) {
				s.until(200)
				broken.set(noRoom(full))
				s.untilRefused(10)
				if w.log.Metrics().Refusing == nil {
					t.Error("the metrics do not say that writes are refused")
				}
				_, err := w.in.Ingest(context.Background(), site, now, []Item{track("refused")})
				if !fault.Is(err, fault.Unavailable) {
					t.Errorf("a write to a full disk: %v", err)
				}
				if len(w.events(t)) < 200 {
					t.Error("reading does not go on")
				}
				broken.set(nil)
			}
			s.until(200)
			s.end()
			verify(t, w, s.snapshot())
			w.close(t)
		})
	}
}

func TestTheReserveIsKept(t *testing.T) {
	t.Parallel()
	fs := vfs.NewMem()
	o := logOptions(fs)
	o.ReserveBytes = 1 << 20
	w, err := openWorld(o)
	if err != nil {
		t.Fatal(err)
	}
	defer w.close(t)
	w.ingest(t, track("a"))
	fs.TestingSetDiskUsage(vfs.DiskUsage{AvailBytes: 1<<20 - 1, TotalBytes: 1 << 30})
	for stored := uint64(1); ; stored++ { // until the disk is looked at again
		_, err := w.in.Ingest(context.Background(), site, now, []Item{track(fmt.Sprint("b", stored))})
		if err == nil {
			continue
		}
		if !fault.Is(err, fault.Unavailable) || w.log.LastSeq() != stored {
			t.Fatal(w.log.LastSeq(), stored, err)
		}
		break
	}
	fs.TestingSetDiskUsage(vfs.DiskUsage{AvailBytes: 1 << 20, TotalBytes: 1 << 30})
	for {
		if _, err := w.in.Ingest(context.Background(), site, now, []Item{track("c")}); err == nil {
			break
		}
	}
	clean(t, w.log)
}

// TestAFailedDiskIsReopened breaks single operations of every kind under load: nothing acknowledged may be lost, and writing has
// to go on by itself.
func TestAFailedDiskIsReopened(t *testing.T) {
	t.Parallel()
	kinds := map[string]func(errorfs.Op) bool{
		"log write": func(op errorfs.Op) bool { return op.Kind == errorfs.OpFileWrite && isLog(op.Path) },
		"log sync": func(op errorfs.Op) bool {
			return (op.Kind == errorfs.OpFileSync || op.Kind == errorfs.OpFileSyncData) && isLog(op.Path)
		},
		"any sync":  func(op errorfs.Op) bool { return op.Kind == errorfs.OpFileSync || op.Kind == errorfs.OpFileSyncData },
		"any write": func(op errorfs.Op) bool { return op.Kind == errorfs.OpFileWrite },
		"create":    func(op errorfs.Op) bool { return op.Kind == errorfs.OpCreate },
	}
	for name, hit := range kinds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seed := uint64(time.Now().UnixNano())
			t.Logf("seed %d", seed)
			rnd := rand.New(rand.NewPCG(seed, 0))
			var broken brokenFS
			mem := vfs.NewCrashableMem()
			w, err := openWorld(logOptions(broken.wrap(mem)))
			if err != nil {
				t.Fatal(err)
			}
			s := newSenders()
			s.start(w, seed, math.MaxInt)
			for range times(3) {
				s.until(100)
				var left atomic.Int64
				left.Store(1 + rnd.Int64N(15))
				broken.set(func(op errorfs.Op) error {
					if hit(op) && left.Add(-1) == 0 {
						return syscall.EIO
					}
					return nil
				})
				s.until(150)
				broken.set(nil)
			}
			s.until(100)
			s.end()
			verify(t, w, s.snapshot())
			w.close(t)
			again, err := openWorld(logOptions(mem.CrashClone(vfs.CrashCloneCfg{})))
			if err != nil {
				t.Fatal(err)
			}
			verify(t, again, s.snapshot())
			again.close(t)
		})
	}
}

func isLog(path string) bool { return len(path) > 4 && path[len(path)-4:] == ".log" }

func TestAReadOnlyFolderIsRead(t *testing.T) {
	t.Parallel()
	mem := vfs.NewMem()
	w, err := openWorld(logOptions(mem))
	if err != nil {
		t.Fatal(err)
	}
	w.ingest(t, track("a"), track("b", user("null")...))
	w.close(t)
	for name, err := range map[string]error{"mounted so": syscall.EROFS, "by its permissions": syscall.EACCES} {
		t.Run(name, func(t *testing.T) {
			var broken brokenFS
			broken.set(func(errorfs.Op) error { return err })
			w, err := openWorld(logOptions(broken.wrap(mem)))
			if err != nil {
				t.Fatal(err)
			}
			if !w.log.ReadOnly() || len(w.events(t)) != 1 || w.log.Metrics().Refusing == nil {
				t.Error("it is not open for reading only")
			}
			if _, err := w.in.Ingest(context.Background(), site, now, []Item{track("c")}); !fault.Is(err, fault.Unavailable) {
				t.Errorf("a write: %v", err)
			}
			if err := w.log.SetCursor("x", 1); !fault.Is(err, fault.Unavailable) {
				t.Errorf("a cursor: %v", err)
			}
			clean(t, w.log)
			w.close(t)
			if _, err := eventlog.Open("nothing", logOptions(broken.wrap(mem))); err == nil {
				t.Error("a log was made where nothing may be written")
			}
		})
	}
}

func TestClosingDoesNotWaitForAFullDisk(t *testing.T) {
	t.Parallel()
	var broken brokenFS
	mem := vfs.NewCrashableMem()
	w, err := openWorld(logOptions(broken.wrap(mem)))
	if err != nil {
		t.Fatal(err)
	}
	s := newSenders()
	s.patience = 100 * time.Millisecond
	s.start(w, 1, math.MaxInt)
	s.until(200)
	broken.set(noRoom(syscall.ENOSPC))
	s.untilRefused(10)
	_ = w.log.Close() // it may say that the disk is full
	s.end()
	if _, err := w.in.Ingest(context.Background(), site, now, []Item{track("late")}); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a write to a closed log: %v", err)
	}
	if err := w.log.Wait(context.Background(), 1<<60); !fault.Is(err, fault.Unavailable) {
		t.Errorf("waiting on a closed log: %v", err)
	}
	again := newWorld(t, mem)
	verify(t, again, s.snapshot())
}
