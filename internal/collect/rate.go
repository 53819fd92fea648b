package collect

import (
	"sync"
	"time"

	"jejak/internal/event"
)

// rates is an allowance for each source that fills up with time. A request is let in while there is something left, whatever its
// size, and may put the source into debt: so a batch is never too large to ever pass, and a source that was over its rate waits.
type rates struct {
	rate Rate
	mu   sync.Mutex
	of   map[event.Source]*allowance
}

type allowance struct {
	left float64
	at   time.Time
}

// take uses n of a source's allowance, and returns how long to wait where there is none. With n 0 it only looks.
func (r *rates) take(src event.Source, n int, now time.Time) time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	a := r.of[src]
	if a == nil {
		if r.of == nil {
			r.of = make(map[event.Source]*allowance)
		}
		a = &allowance{left: r.rate.Burst, at: now}
		r.of[src] = a
	}
	if passed := now.Sub(a.at).Seconds(); passed > 0 {
		a.left = min(a.left+passed*r.rate.PerSecond, r.rate.Burst)
		a.at = now
	}
	if a.left <= 0 {
		return time.Duration((1 - a.left) / r.rate.PerSecond * float64(time.Second))
	}
	a.left -= float64(n)
	return 0
}
