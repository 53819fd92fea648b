package ingest

import (
	"strings"
	"sync"
	"sync/atomic"

	"jejak/internal/event"
)

// Seen is a verdict as the live event debugger shows it.
type Seen struct {
	At        event.Time
	Type      string
	Name      string
	MessageID string
	Outcome   Outcome
	Reason    Reason
	Detail    string
	Person    event.Person
}

// watchBuffer is how many verdicts wait for a watcher; then the oldest are dropped.
const watchBuffer = 256

type watcher struct{ ch chan Seen }

type watchers struct {
	count  atomic.Int64
	mu     sync.Mutex
	of     map[event.Source][]*watcher
	closed bool
}

// Watch hands out the verdicts on a source's items as they become durable. Whoever reads too slowly loses the oldest ones, never
// holds anybody up. The channel is closed by stop, which may be called more than once, and by Close.
func (in *Ingester) Watch(src Source) (<-chan Seen, func()) {
	w := &in.watch
	me := &watcher{ch: make(chan Seen, watchBuffer)}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		close(me.ch)
		return me.ch, func() {}
	}
	w.of[src.ID] = append(w.of[src.ID], me)
	w.count.Add(1)
	return me.ch, func() { w.remove(src.ID, me) }
}

func (w *watchers) remove(src event.Source, me *watcher) {
	w.mu.Lock()
	defer w.mu.Unlock()
	list := w.of[src]
	for i := range list {
		if list[i] == me {
			w.of[src] = append(list[:i:i], list[i+1:]...)
			if len(w.of[src]) == 0 {
				delete(w.of, src)
			}
			w.count.Add(-1)
			close(me.ch)
			return
		}
	}
}

func (w *watchers) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
	for src, list := range w.of {
		for _, me := range list {
			close(me.ch)
		}
		delete(w.of, src)
	}
	w.count.Store(0)
}

func (w *watchers) tell(src Source, at event.Time, items []Item, verdicts []Verdict) {
	if w.count.Load() == 0 {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, me := range w.of[src.ID] {
		for i := range verdicts {
			v, e := &verdicts[i], &items[i].Event
			me.send(Seen{
				At: at, Type: e.Type.String(), Name: strings.ToValidUTF8(e.Name, "\uFFFD"), MessageID: v.MessageID,
				Outcome: v.Outcome, Reason: v.Reason, Detail: v.Detail, Person: v.Person,
			})
		}
	}
}

// send is called with the lock held, so nobody else sends.
func (me *watcher) send(s Seen) {
	for {
		select {
		case me.ch <- s:
			return
		default:
		}
		select {
		case <-me.ch:
		default:
		}
	}
}
