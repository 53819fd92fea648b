package eventlog

import "sync"

// recent keeps the newest durable changes in memory, so that followers who keep up never read the disk.
type recent struct {
	max int

	mu     sync.Mutex
	chunks []recentChunk // without gaps
	bytes  int
	end    uint64 // the change after the last one kept
}

type recentChunk struct {
	first   uint64
	entries []entry
	bytes   int
}

func (r *recent) reset(last uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.chunks, r.bytes, r.end = nil, 0, last+1
}

func (r *recent) add(first uint64, entries []entry, bytes int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.chunks = append(r.chunks, recentChunk{first, entries, bytes})
	r.bytes += bytes
	r.end = first + uint64(len(entries))
	drop := 0
	for ; r.bytes > r.max && drop < len(r.chunks); drop++ {
		r.bytes -= r.chunks[drop].bytes
		r.chunks[drop] = recentChunk{}
	}
	r.chunks = r.chunks[drop:]
}

// from returns changes from seq on, as many as lie in one chunk; none if they are not kept.
func (r *recent) from(seq uint64) []entry {
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
		return nil
	}
	c := r.chunks[low-1]
	return c.entries[seq-c.first:]
}
