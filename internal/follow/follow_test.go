package follow

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
	"go.uber.org/goleak"

	"jejak/internal/event"
	"jejak/internal/eventlog"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func openLog(t *testing.T, fs vfs.FS) *eventlog.Log {
	t.Helper()
	l, err := eventlog.Open("log", eventlog.Options{FS: fs, MemTableBytes: 1 << 20, RecentBytes: 8 << 10, ReserveBytes: 1})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func put(t *testing.T, l *eventlog.Log, first, n int) {
	t.Helper()
	err := l.Update(context.Background(), func(tx *eventlog.Tx) error {
		for i := first; i < first+n; i++ {
			e := event.Event{Source: 1, Type: event.Track, Name: fmt.Sprint(i), MessageID: fmt.Sprint(i), IDs: []event.ID{{Type: event.UserID, Value: "u"}}, Time: 1, ReceivedAt: 1}
			_, err := tx.Append(eventlog.Stored{
				Workspace: 1, Subject: event.Subject{1}, Person: event.Person{1}, NewSubject: i == 0, Key: eventlog.KeyOf(1, e.MessageID),
				Time: 1, Received: 1, Value: e.AppendEncode(nil),
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// reader notes what it was handed and can be told to fail.
type reader struct {
	mu   sync.Mutex
	more *sync.Cond
	seen []uint64
	fail atomic.Int64
}

func newReader() *reader {
	r := &reader{}
	r.more = sync.NewCond(&r.mu)
	return r
}

func (r *reader) handle(_ context.Context, changes []event.Change) error {
	if r.fail.Add(-1) >= 0 {
		return errors.New("not now")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range changes {
		r.seen = append(r.seen, c.Seq)
	}
	r.more.Broadcast()
	return nil
}

func (r *reader) until(seq uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for len(r.seen) == 0 || r.seen[len(r.seen)-1] < seq {
		r.more.Wait()
	}
}

func TestEveryChangeComesInOrder(t *testing.T) {
	t.Parallel()
	l := openLog(t, vfs.NewMem())
	r := newReader()
	r.fail.Store(3)
	f := New(l, "test", r.handle, Options{Batch: 7, Retry: time.Microsecond})
	put(t, l, 0, 100)
	if err := f.Start(); err != nil {
		t.Fatal(err)
	}
	r.until(100)
	put(t, l, 100, 50)
	r.until(150)
	if err := errors.Join(f.Stop(context.Background()), l.Close()); err != nil {
		t.Fatal(err)
	}
	for i, seq := range r.seen {
		if seq != uint64(i+1) {
			t.Fatalf("change %d came at place %d", seq, i+1)
		}
	}
	if f.Seq() != 150 || f.Err() != nil {
		t.Fatal(f.Seq(), f.Err())
	}
}

func TestItGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	fs := vfs.NewMem()
	l := openLog(t, fs)
	first := newReader()
	f := New(l, "test", first.handle, Options{})
	put(t, l, 0, 20)
	if err := f.Start(); err != nil {
		t.Fatal(err)
	}
	first.until(20)
	if err := errors.Join(f.Stop(context.Background()), l.Close()); err != nil {
		t.Fatal(err)
	}
	l = openLog(t, fs)
	put(t, l, 20, 5)
	second := newReader()
	f = New(l, "test", second.handle, Options{})
	if lag := f.Lag(); lag != 25 {
		t.Errorf("lag %d before the start", lag)
	}
	if err := f.Start(); err != nil {
		t.Fatal(err)
	}
	second.until(25)
	if err := errors.Join(f.Stop(context.Background()), l.Close()); err != nil {
		t.Fatal(err)
	}
	if second.seen[0] != 21 || len(second.seen) != 5 || f.Lag() != 0 {
		t.Fatal(second.seen, f.Lag())
	}
}

func TestStartAndStopInAnyOrder(t *testing.T) {
	t.Parallel()
	l := openLog(t, vfs.NewMem())
	put(t, l, 0, 10)
	r := newReader()
	f := New(l, "test", r.handle, Options{Batch: 1})
	if err := f.Stop(context.Background()); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 20 {
				var err error
				if i%2 == 0 {
					err = f.Start()
				} else {
					err = f.Stop(context.Background())
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if err := errors.Join(f.Start(), f.Start()); err != nil {
		t.Fatal(err)
	}
	r.until(10)
	if err := errors.Join(f.Stop(context.Background()), f.Stop(context.Background()), l.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestStopDoesNotWaitForAHandlerThatHangs(t *testing.T) {
	t.Parallel()
	l := openLog(t, vfs.NewMem())
	put(t, l, 0, 1)
	entered, leave := make(chan struct{}), make(chan struct{})
	f := New(l, "test", func(context.Context, []event.Change) error {
		close(entered)
		<-leave
		return nil
	}, Options{})
	if err := f.Start(); err != nil {
		t.Fatal(err)
	}
	<-entered
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := f.Stop(ctx); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	close(leave)
	if err := errors.Join(f.Stop(context.Background()), l.Close()); err != nil {
		t.Fatal(err)
	}
}
