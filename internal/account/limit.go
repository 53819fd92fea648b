package account

import (
	"sync"
	"time"

	"jejak/internal/fault"
)

// limiter counts attempts per key over a sliding window, in bounded memory.
type limiter struct {
	most   int
	window time.Duration
	size   int // keys kept; the one that has been quiet for longest makes room

	mu   sync.Mutex
	keys map[string]*attempts
}

// attempts are counted in two halves: those of the running window, and those of the one before, which fade out.
type attempts struct {
	begun         time.Time
	now, previous int
}

func newLimiter(most int, window time.Duration, size int) *limiter {
	return &limiter{most: most, window: window, size: size, keys: map[string]*attempts{}}
}

// take counts an attempt. Fault: TooMany, and then it is not counted.
func (l *limiter) take(key string, now time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.keys[key]
	if a == nil {
		if len(l.keys) >= l.size {
			l.evict(now)
		}
		a = &attempts{begun: now}
		l.keys[key] = a
	}
	a.roll(now, l.window)
	left := l.window - now.Sub(a.begun)
	if float64(a.now)+float64(a.previous)*float64(left)/float64(l.window) >= float64(l.most) {
		return &fault.Error{
			Kind: fault.TooMany, Message: "too many sign-ins were tried: wait a while, then try again", RetryAfter: left.Round(time.Second),
		}
	}
	a.now++
	return nil
}

func (a *attempts) roll(now time.Time, window time.Duration) {
	switch passed := now.Sub(a.begun); {
	case passed >= 2*window:
		*a = attempts{begun: now}
	case passed >= window:
		*a = attempts{begun: a.begun.Add(window), previous: a.now}
	}
}

// forget takes a key's attempts back, after the right password.
func (l *limiter) forget(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.keys, key)
}

// evict makes room: it drops all that has faded, or else the oldest one.
func (l *limiter) evict(now time.Time) {
	oldest, at := "", now
	for key, a := range l.keys {
		if now.Sub(a.begun) >= 2*l.window {
			delete(l.keys, key)
		} else if oldest == "" || a.begun.Before(at) {
			oldest, at = key, a.begun
		}
	}
	if len(l.keys) >= l.size {
		delete(l.keys, oldest)
	}
}
