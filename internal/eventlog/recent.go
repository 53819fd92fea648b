package eventlog

import (
	"context"
	"sync"
	"time"

	"jejak/internal/event"
)

// recent keeps the newest durable changes in memory, so that followers who keep up never read the disk.
//
// It also knows where each Follower stands. To read a change from the disk takes many times the work of reading it here, so
// that one who is once pushed out of the memory of a busy log would never catch up: the sequencer waits for it instead.
type recent struct {
	max int

	mu        sync.Mutex
	chunks    []recentChunk // without gaps
	bytes     int
	end       uint64 // the change after the last one kept
	followers map[*Follower]struct{}
}

// followerPatience is how long a follower may stand still and is still waited for.
const followerPatience = 5 * time.Second

// Follower reads the change feed from one end to the other. Writing keeps pace with it as long as it moves.
type Follower struct {
	*Log
	next  uint64    // guarded by recent.mu
	moved time.Time // guarded by recent.mu
}

// Follow makes a Follower, for one goroutine and for as long as the log is open.
func (l *Log) Follow() *Follower {
	f := &Follower{Log: l}
	l.recent.mu.Lock()
	defer l.recent.mu.Unlock()
	if l.recent.followers == nil {
		l.recent.followers = map[*Follower]struct{}{}
	}
	l.recent.followers[f] = struct{}{}
	return f
}

// Changes is Changes of the log, with the place noted.
func (f *Follower) Changes(ctx context.Context, after uint64, limit int, fn func(event.Change) error) error {
	return f.changes(ctx, after, limit, fn, func(next uint64) {
		f.recent.mu.Lock()
		defer f.recent.mu.Unlock()
		f.next, f.moved = next, f.o.Now()
	})
}

type recentChunk struct {
	first   uint64
	entries []entry
	bytes   int
	decoded *decoded
}

// decoded is the events of a chunk, read once by whoever comes first and then shared: six followers look at every event.
type decoded struct {
	once   sync.Once
	events []event.Event
	err    error
}

// of is the events of a chunk, one for each of its entries.
func (d *decoded) of(first uint64, entries []entry) ([]event.Event, error) {
	d.once.Do(func() { d.events, d.err = decodeEntries(first, entries) })
	return d.events, d.err
}

// decodeEntries is the events of changes from first on, one for each; that of a move is empty.
func decodeEntries(first uint64, entries []entry) ([]event.Event, error) {
	events := make([]event.Event, len(entries))
	const usual = 2 // ids of an event, for which there is room in one piece
	ids := make([]event.ID, usual*len(entries))
	for i := range entries {
		if entries[i].move {
			continue
		}
		events[i].IDs = ids[usual*i : usual*i : usual*(i+1)]
		if err := events[i].Decode(entries[i].value); err != nil {
			return nil, corruptEvent(first+uint64(i), err)
		}
		events[i].Seq = first + uint64(i)
	}
	return events, nil
}

func (r *recent) reset(last uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.chunks, r.bytes, r.end = nil, 0, last+1
}

func (r *recent) add(first uint64, entries []entry, bytes int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.chunks = append(r.chunks, recentChunk{first, entries, bytes, new(decoded)})
	r.bytes += bytes
	r.end = first + uint64(len(entries))
	drop := 0
	for ; r.bytes > r.max && drop < len(r.chunks); drop++ {
		r.bytes -= r.chunks[drop].bytes
		r.chunks[drop] = recentChunk{}
	}
	r.chunks = r.chunks[drop:]
}

// from returns changes from seq on and their events, as many as lie in one chunk; none if they are not kept.
func (r *recent) from(seq uint64) ([]entry, []event.Event, error) {
	c, ok := r.chunk(seq)
	if !ok {
		return nil, nil, nil
	}
	events, err := c.decoded.of(c.first, c.entries)
	if err != nil {
		return nil, nil, err
	}
	return c.entries[seq-c.first:], events[seq-c.first:], nil
}

// chunk is the one that a change is in, false if it is not kept.
func (r *recent) chunk(seq uint64) (recentChunk, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	low, high := 0, len(r.chunks)
	for low < high { // the last chunk that begins at or before seq
		if mid := (low + high) / 2; r.chunks[mid].first <= seq {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low == 0 || seq >= r.end {
		return recentChunk{}, false
	}
	return r.chunks[low-1], true
}

// pushesOut reports whether so many bytes more would push out changes that a follower on the move is about to read, or such a
// follower is out already.
func (r *recent) pushesOut(more int, now time.Time) (soon, out bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.bytes+more <= r.max || len(r.chunks) == 0 || len(r.followers) == 0 {
		return false, false
	}
	kept, over := r.chunks[0].first, r.bytes+more-r.max
	for i := 0; i < len(r.chunks) && over > 0; i++ {
		over -= r.chunks[i].bytes
		kept = r.chunks[i].first + uint64(len(r.chunks[i].entries))
	}
	for f := range r.followers {
		if f.next < kept && now.Sub(f.moved) < followerPatience {
			soon = soon || f.next >= r.chunks[0].first
			out = out || f.next < r.chunks[0].first
		}
	}
	return soon, out
}
