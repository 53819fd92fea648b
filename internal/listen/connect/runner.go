package connect

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
)

// RunnerOptions say how connections are fetched.
type RunnerOptions struct {
	// Take takes mentions in, durably, and returns how many of them were new. It is called concurrently, with 1 to 500.
	Take   func(ctx context.Context, ws event.Workspace, connection string, mentions []Mention) (stored int, err error)
	Seed   uint64 // of the spread of times, so that a test can repeat them
	Now    func() time.Time
	Logger *slog.Logger

	gap time.Duration // between two pages; a second by default
}

const (
	atOnce    = 4               // connections that are fetched at the same time, so that one which hangs holds up nobody
	maxPages  = 30              // of one connection in one turn; the rest comes in the next
	turnTime  = 2 * time.Minute // of one connection
	firstBack = time.Minute     // before a connection that failed is tried again
	lastBack  = 6 * time.Hour   // that it grows to, doubled each time
	longSleep = time.Minute     // before the runner looks again by itself
	usualGap  = time.Second
	batch     = 500 // mentions that are taken in at once
)

// Runner fetches from all connections in their turn, between Start and Stop, and always takes what is handed to those that are not
// fetched from.
type Runner struct {
	store *Store
	o     RunnerOptions
	wake  chan struct{}
	slots chan struct{}

	mu   sync.Mutex
	rnd  *rand.Rand
	busy map[turn]bool
	stop context.CancelFunc
	done chan struct{}
}

// turn is a connection that is being fetched.
type turn struct {
	ws event.Workspace
	id string
}

// NewRunner makes a Runner of a store's connections.
func NewRunner(store *Store, o RunnerOptions) *Runner {
	if o.gap == 0 {
		o.gap = usualGap
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return &Runner{
		store: store, o: o, wake: make(chan struct{}, 1), slots: make(chan struct{}, atOnce),
		rnd: rand.New(rand.NewPCG(o.Seed, 1)), busy: map[turn]bool{},
	}
}

// Start begins to fetch. A second Start does nothing.
func (r *Runner) Start() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stop != nil {
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	r.stop, r.done = stop, make(chan struct{})
	go r.run(ctx, r.done)
}

// Stop breaks off what is being fetched; it goes on from the same place after the next Start. Stop before Start does nothing.
func (r *Runner) Stop(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stop == nil {
		return nil
	}
	r.stop()
	done := r.done
	r.mu.Unlock() // turns that end look at who is busy
	defer r.mu.Lock()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Wake has the runner look at once whose turn it is.
func (r *Runner) Wake() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Busy reports whether a connection is being fetched.
func (r *Runner) Busy(ws event.Workspace, id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.busy[turn{ws, id}]
}

func (r *Runner) run(ctx context.Context, done chan struct{}) {
	defer close(done)
	var turns sync.WaitGroup
	defer turns.Wait()
	for ctx.Err() == nil {
		sleep, err := r.round(ctx, &turns)
		if err != nil && ctx.Err() == nil {
			r.o.Logger.Error("connections cannot be read", "error", err)
		}
		timer := time.NewTimer(sleep)
		select {
		case <-ctx.Done():
		case <-timer.C:
		case <-r.wake:
		}
		timer.Stop()
	}
}

// round begins the turns that are due, and returns how long there is nothing more to begin.
func (r *Runner) round(ctx context.Context, turns *sync.WaitGroup) (time.Duration, error) {
	all, err := r.store.due(ctx, maxConnections)
	if err != nil {
		return longSleep, err
	}
	for _, c := range all {
		if wait := c.State.Next.Std().Sub(r.o.Now()); wait > 0 {
			return min(wait, longSleep), nil
		}
		if !r.begin(c) {
			continue
		}
		select {
		case r.slots <- struct{}{}:
		case <-ctx.Done():
			r.end(c)
			return 0, ctx.Err()
		}
		turns.Add(1)
		go func() {
			defer turns.Done()
			defer func() { <-r.slots; r.end(c); r.Wake() }()
			r.fetch(ctx, c)
		}()
	}
	return longSleep, nil
}

func (r *Runner) begin(c Connection) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	t := turn{c.workspace, c.ID}
	if r.busy[t] {
		return false
	}
	r.busy[t] = true
	return true
}

func (r *Runner) end(c Connection) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.busy, turn{c.workspace, c.ID})
}

// fetch is one turn of a connection. It ends with the next one set, unless the connection was changed meanwhile, which sets it too.
func (r *Runner) fetch(ctx context.Context, c Connection) {
	limited, cancel := context.WithTimeout(ctx, turnTime)
	defer cancel()
	wait, err := r.pages(limited, c)
	if ctx.Err() != nil {
		return // stopped: nobody's fault, and the next start goes on
	}
	now := r.o.Now()
	if err == nil {
		_, err = r.store.well(ctx, c, now.Add(r.spread(wait)))
	} else {
		r.o.Logger.Warn("a connection has failed", "workspace", c.workspace, "connection", c.ID, "kind", c.Kind, "error", err)
		_, err = r.store.badly(ctx, c, now.Add(r.backOff(c.State.Failures, err)), err)
	}
	if err != nil && ctx.Err() == nil {
		r.o.Logger.Error("how a connection fares cannot be kept", "connection", c.ID, "error", err)
		rest(ctx, firstBack) // it is still its turn: without this it would be fetched again and again
	}
}

// rest waits, and reports whether it was not broken off.
func rest(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

var errChanged = errors.New("the connection was changed meanwhile")

// pages fetches until there is nothing new, and returns how long to wait then.
func (r *Runner) pages(ctx context.Context, c Connection) (time.Duration, error) {
	every := time.Duration(c.Every) * time.Second
	kind, ok := r.store.kinds[c.Kind].(Fetcher)
	if !ok {
		return every, fault.New(fault.Invalid, "This Jejak cannot fetch connections of the kind %q.", c.Kind)
	}
	settings, err := r.store.settings(c)
	if err != nil {
		return every, err
	}
	for range maxPages {
		page, err := r.page(ctx, c, kind, settings)
		if errors.Is(err, errChanged) {
			return every, nil
		}
		if err != nil {
			return every, err
		}
		if page.Place != nil {
			c.place = page.Place
		}
		if !page.More || page.Wait > 0 {
			return max(every, page.Wait), nil
		}
		if !rest(ctx, r.o.gap) {
			return 0, nil // what there is more of comes in the next turn
		}
	}
	return firstBack, nil
}

// page fetches one page and keeps it: first the mentions, then the place, so that nothing is lost between.
func (r *Runner) page(ctx context.Context, c Connection, kind Fetcher, s Settings) (Page, error) {
	page, err := careful(ctx, kind, s, c)
	if err != nil {
		return page, err
	}
	stored, err := r.take(ctx, c, page.Mentions)
	if err != nil {
		return page, err
	}
	place := page.Place
	if place == nil {
		place = c.place
	}
	still, err := r.store.progress(ctx, c, place, stored)
	if err == nil && !still {
		err = errChanged
	}
	return page, err
}

// take takes in those mentions that say something.
func (r *Runner) take(ctx context.Context, c Connection, all []Mention) (stored int, err error) {
	said := slices.DeleteFunc(slices.Clone(all), func(m Mention) bool { return !m.Said() })
	for chunk := range slices.Chunk(said, batch) {
		n, err := r.o.Take(ctx, c.workspace, c.ID, chunk)
		if stored += n; err != nil {
			return stored, err
		}
	}
	return stored, nil
}

// careful fetches a page; what a reader of foreign input did not foresee is a fault of that connection alone.
func careful(ctx context.Context, kind Fetcher, s Settings, c Connection) (page Page, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fault.Coded(fault.Wrap(fault.Invalid, fmt.Errorf("panic: %v", p), "What came back cannot be read."), "unreadable")
		}
	}()
	place := c.place
	if len(place) == 0 {
		place = nil
	}
	return kind.Fetch(ctx, s, place)
}

// spread moves a wait by up to a tenth, so that connections made together do not all come together for ever.
func (r *Runner) spread(d time.Duration) time.Duration {
	return d + time.Duration(r.random()*float64(d)/10)
}

// backOff is how long a connection that failed so often before is left alone: doubled each time, half of it at random, and no less
// than the server asked for.
func (r *Runner) backOff(before int, why error) time.Duration {
	d := lastBack
	if before < 10 {
		d = min(lastBack, firstBack<<before)
	}
	d = d/2 + time.Duration(r.random()*float64(d)/2)
	var told *fault.Error
	if errors.As(why, &told) {
		d = max(d, told.RetryAfter)
	}
	return d
}

func (r *Runner) random() float64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.rnd.Float64()
}

// safe is what people may read of a fault.
func safe(err error) Problem {
	var known *fault.Error
	switch {
	case errors.As(err, &known) && known.Kind != fault.Internal:
		p := Problem{Text: clean(known.Message, longestTitle), Code: known.Code, With: map[string]string{}}
		for name, value := range known.With {
			p.With[name] = clean(value, longestWord)
		}
		return p
	case errors.Is(err, context.DeadlineExceeded):
		return Problem{Text: "It took too long. It is tried again later.", Code: "took_too_long"}
	}
	return Problem{Text: "Something went wrong here. It is tried again later; the log of the server says more.", Code: "own_fault"}
}
