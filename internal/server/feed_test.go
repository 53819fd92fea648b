package server

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"jejak/internal/event"
)

// asked counts how often changes are read.
type asked struct {
	secondFeed // so that the other methods are there; none is called
	times      atomic.Int32
}

func (a *asked) Changes(context.Context, uint64, int, func(event.Change) error) error {
	a.times.Add(1)
	return nil
}

func TestOthersReadTheLogAfterTheIndex(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		indexed uint64 // after a second
		want    time.Duration
	}{"the index knows it": {10, time.Second}, "it takes too long": {9, patience}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var known atomic.Uint64
				known.Store(3)
				time.AfterFunc(time.Second, func() { known.Store(c.indexed) })
				log := &asked{}
				f := secondFeed{log, 10, known.Load, time.Now().Add(patience)}
				begun := time.Now()
				if err := f.Changes(t.Context(), 0, 1, nil); err != nil {
					t.Fatal(err)
				}
				if took := time.Since(begun); took < c.want || took > c.want+50*time.Millisecond {
					t.Errorf("held back for %v; want %v", took, c.want)
				}
				begun = time.Now()
				if err := f.Changes(t.Context(), 0, 1, nil); err != nil || time.Since(begun) > 0 || log.times.Load() != 2 {
					t.Errorf("held back again: %v, %v, read %d times", err, time.Since(begun), log.times.Load())
				}
			})
		})
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	f := secondFeed{&asked{}, 1, func() uint64 { return 0 }, time.Now().Add(patience)}
	if err := f.Changes(stopped, 0, 1, nil); err == nil {
		t.Error("a stop waits for the index")
	}
}
