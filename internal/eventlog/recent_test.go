package eventlog

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"

	"jejak/internal/event"
)

// follow reads with f up to a change, calling slow for each.
func follow(ctx context.Context, f *Follower, upTo uint64, slow func()) error {
	for after := uint64(0); after < upTo; {
		if err := f.Wait(ctx, after); err != nil {
			return err
		}
		err := f.Changes(ctx, after, 100, func(c event.Change) error {
			after = c.Seq
			slow()
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func TestWritingKeepsPaceWithAFollower(t *testing.T) {
	o := options(vfs.NewMem())
	o.RecentBytes = 40 << 10
	l := open(t, o)
	const events = 6000
	f, started, followed := l.Follow(), make(chan struct{}), make(chan error)
	var n atomic.Int64
	go func() {
		followed <- follow(t.Context(), f, events, func() {
			if n.Add(1) == 1 {
				close(started)
			}
			l.o.FS.PathJoin("some", "work", "that", "takes", "longer", "than", "an", "append")
		})
	}()
	put(t, l, 0, 1)
	<-started
	reads := l.Metrics().FeedReads
	for at := 1; at < events; at += 20 {
		put(t, l, at, min(20, events-at))
	}
	if err := <-followed; err != nil {
		t.Fatal(err)
	}
	if got := l.Metrics().FeedReads; got != reads || n.Load() != events {
		t.Errorf("the follower saw %d events and read the disk %d times", n.Load(), got-reads)
	}
}

func TestAFollowerThatStandsStillHoldsNobodyUp(t *testing.T) {
	o := options(vfs.NewMem())
	o.RecentBytes = 10 << 10
	var minutes atomic.Int64
	o.Now = func() time.Time { return time.Unix(1_700_000_000, 0).Add(time.Duration(minutes.Add(1)) * time.Minute) }
	l := open(t, o)
	put(t, l, 0, 1)
	f := l.Follow()
	if err := follow(t.Context(), f, 1, func() {}); err != nil {
		t.Fatal(err)
	}
	for at := 1; at < 2000; at += 100 {
		put(t, l, at, 100)
	}
	n := 0
	if err := follow(t.Context(), f, uint64(2001), func() { n++ }); err != nil || n != 2001 {
		t.Errorf("%d events after standing still, %v", n, err)
	}
}
