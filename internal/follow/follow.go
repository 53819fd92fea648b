// Package follow is the one way to follow the change feed: a durable cursor, at least once, in batches, with a known lag.
package follow

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"jejak/internal/event"
)

// Feed is what a follower reads; *eventlog.Log is one.
type Feed interface {
	Changes(ctx context.Context, after uint64, limit int, fn func(event.Change) error) error
	Wait(ctx context.Context, after uint64) error
	LastSeq() uint64
	Cursor(name string) (uint64, error)
	SetCursor(name string, seq uint64) error
}

// Handler works on changes, in order and without gaps. It sees the newest ones again after a crash, and a batch again after an
// error, so it has to be idempotent. It may keep the changes but not the slice.
type Handler func(ctx context.Context, changes []event.Change) error

// Options of a Follower.
type Options struct {
	Batch     int           // changes handed over at once, at most; 1024 if 0
	SaveEvery time.Duration // between writes of the cursor, a second if 0
	Retry     time.Duration // after an error, first; doubled up to a minute; 100 ms if 0
	Logger    *slog.Logger
}

// Follower calls a Handler with every change. Start and Stop may be called in any order and any number of times.
type Follower struct {
	feed   Feed
	name   string
	handle Handler
	o      Options

	seq  atomic.Uint64 // worked on
	fail atomic.Pointer[error]

	mu     sync.Mutex
	cancel context.CancelFunc // nil while stopped
	done   chan struct{}
}

// New makes a Follower that is not started yet. Its name is that of its durable cursor.
func New(feed Feed, name string, handle Handler, o Options) *Follower {
	if o.Batch <= 0 {
		o.Batch = 1024
	}
	if o.SaveEvery <= 0 {
		o.SaveEvery = time.Second
	}
	if o.Retry <= 0 {
		o.Retry = 100 * time.Millisecond
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &Follower{feed: feed, name: name, handle: handle, o: o}
}

// Start follows from the durable cursor on, in the background. A started Follower is left alone.
func (f *Follower) Start() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.cancel != nil {
		return nil
	}
	seq, err := f.feed.Cursor(f.name)
	if err != nil {
		return err
	}
	f.seq.Store(seq)
	ctx, cancel := context.WithCancel(context.Background())
	f.cancel, f.done = cancel, make(chan struct{})
	go f.run(ctx, seq, f.done)
	return nil
}

// Stop ends the work, waits for the Handler to return, and keeps the cursor. A stopped Follower is left alone.
func (f *Follower) Stop(ctx context.Context) error {
	f.mu.Lock()
	cancel, done := f.cancel, f.done
	f.mu.Unlock()
	if cancel == nil {
		return nil
	}
	cancel()
	select {
	case <-done:
	case <-ctx.Done():
		return ctx.Err()
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.done == done {
		f.cancel, f.done = nil, nil
	}
	return nil
}

// Seq is the last change worked on.
func (f *Follower) Seq() uint64 { return f.seq.Load() }

// Lag is how many changes wait.
func (f *Follower) Lag() uint64 {
	seq, last := f.seq.Load(), f.feed.LastSeq()
	return last - min(seq, last)
}

// Err is what keeps the Follower from going on, nil if nothing does.
func (f *Follower) Err() error {
	if p := f.fail.Load(); p != nil {
		return *p
	}
	return nil
}

func (f *Follower) run(ctx context.Context, saved uint64, done chan struct{}) {
	defer close(done)
	seq := saved
	save := func() {
		if seq == saved {
			return
		}
		if err := f.feed.SetCursor(f.name, seq); err != nil {
			f.o.Logger.Warn("follower: its place could not be kept; it will see some changes again", "name", f.name, "error", err)
			return
		}
		saved = seq
	}
	defer save()
	batch := make([]event.Change, 0, f.o.Batch)
	retry := f.o.Retry
	next := time.Now().Add(f.o.SaveEvery)
	for ctx.Err() == nil {
		n, err := f.step(ctx, seq, batch)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			f.fail.Store(&err)
			f.o.Logger.Error("follower: held up", "name", f.name, "after", seq, "error", err)
			if !wait(ctx, retry) {
				return
			}
			retry = min(2*retry, time.Minute)
			continue
		}
		f.fail.Store(nil)
		retry = f.o.Retry
		seq += uint64(n)
		f.seq.Store(seq)
		if now := time.Now(); now.After(next) {
			save()
			next = now.Add(f.o.SaveEvery)
		}
	}
}

// step waits for changes and hands a batch over; it returns how many.
func (f *Follower) step(ctx context.Context, seq uint64, batch []event.Change) (int, error) {
	if err := f.feed.Wait(ctx, seq); err != nil {
		return 0, err
	}
	batch = batch[:0]
	err := f.feed.Changes(ctx, seq, f.o.Batch, func(c event.Change) error {
		batch = append(batch, c)
		return nil
	})
	if err != nil {
		return 0, err
	}
	err = f.handle(ctx, batch)
	n := len(batch)
	clear(batch) // so that events are not kept alive until the next batch
	return n, err
}

// wait reports whether the time has passed before the context ended.
func wait(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
