package maps

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
)

const (
	// PresentFor is how long somebody counts as there who says nothing more.
	PresentFor = 30 * time.Second
	maxPresent = 200 // at one map
)

// Feed tells those who look at a map that something has happened. It carries no changes: whoever is woken reads them from the
// log, so a reader who is slow costs nothing and misses nothing.
type Feed struct {
	now func() time.Time

	mu    sync.Mutex
	rooms map[mapKey]*room
}

type room struct {
	watchers map[chan struct{}]struct{}
	talk     int                 // how often somebody said something, or a task changed
	present  map[string]presence // by who and which screen
}

type presence struct {
	Present
	until time.Time
}

func newFeed(now func() time.Time) *Feed { return &Feed{now: now, rooms: map[mapKey]*room{}} }

// Watch begins to watch a map. The channel holds one signal at most: that something may have changed since the last one was
// taken. stop ends it.
func (f *Feed) Watch(ws event.Workspace, id string) (changed <-chan struct{}, stop func()) {
	wake := make(chan struct{}, 1)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.room(ws, id).watchers[wake] = struct{}{}
	return wake, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		if r := f.rooms[mapKey{ws, id}]; r != nil {
			delete(r.watchers, wake)
			f.tidy(mapKey{ws, id}, r)
		}
	}
}

// room is that of a map; callers hold the lock.
func (f *Feed) room(ws event.Workspace, id string) *room {
	k := mapKey{ws, id}
	if f.rooms[k] == nil {
		f.rooms[k] = &room{watchers: map[chan struct{}]struct{}{}, present: map[string]presence{}}
	}
	return f.rooms[k]
}

// tidy forgets who has gone, and a room without anybody; callers hold the lock.
func (f *Feed) tidy(k mapKey, r *room) {
	now := f.now()
	for key, p := range r.present {
		if !p.until.After(now) {
			delete(r.present, key)
		}
	}
	if len(r.watchers) == 0 && len(r.present) == 0 {
		delete(f.rooms, k)
	}
}

func (f *Feed) wake(ws event.Workspace, id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if r := f.rooms[mapKey{ws, id}]; r != nil {
		r.wake()
	}
}

// said tells that comments or tasks of a map are not what they were.
func (f *Feed) said(ws event.Workspace, id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if r := f.rooms[mapKey{ws, id}]; r != nil {
		r.talk++
		r.wake()
	}
}

// Talk counts what was said at a map since somebody began to watch it: who finds another number than before has something to read.
func (f *Feed) Talk(ws event.Workspace, id string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	if r := f.rooms[mapKey{ws, id}]; r != nil {
		return r.talk
	}
	return 0
}

func (r *room) wake() {
	for w := range r.watchers {
		select {
		case w <- struct{}{}:
		default: // a signal is waiting already
		}
	}
}

// Announce says that somebody is at a map, or leaves it, and tells who is there now. Faults: TooMany.
func (f *Feed) Announce(ws event.Workspace, id string, by Author, p Present, gone bool) ([]Present, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for k, r := range f.rooms {
		f.tidy(k, r)
	}
	r, key, now := f.room(ws, id), by.Actor+" "+p.Key, f.now()
	before, was := r.present[key]
	switch {
	case gone:
		delete(r.present, key)
	case !was && len(r.present) >= maxPresent:
		return nil, &fault.Error{Kind: fault.TooMany, Message: "Very many people look at this map: you are not shown among them.", RetryAfter: PresentFor}
	default:
		p.Name, p.Since = by.Name, event.TimeOf(now)
		if was {
			p.Since = before.Since
		}
		r.present[key] = presence{p, now.Add(PresentFor)}
	}
	if gone == was || before.At != p.At {
		r.wake()
	}
	all := r.list(now)
	f.tidy(mapKey{ws, id}, r)
	return all, nil
}

// Present is who is at a map now, the longest there first.
func (f *Feed) Present(ws event.Workspace, id string) []Present {
	f.mu.Lock()
	defer f.mu.Unlock()
	if r := f.rooms[mapKey{ws, id}]; r != nil {
		return r.list(f.now())
	}
	return []Present{}
}

func (r *room) list(now time.Time) []Present {
	all := []Present{}
	for _, p := range r.present {
		if p.until.After(now) {
			all = append(all, p.Present)
		}
	}
	slices.SortFunc(all, func(a, b Present) int {
		return cmp.Or(cmp.Compare(a.Since, b.Since), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Key, b.Key))
	})
	return all
}
