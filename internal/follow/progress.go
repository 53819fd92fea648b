package follow

import (
	"context"
	"sync"
)

// Progress is how far a handler's work counts for those who look at what it makes. The zero value has seen nothing. It is safe for
// concurrent use.
type Progress struct {
	mu    sync.Mutex
	seq   uint64
	grown chan struct{} // closed at the next Set; nil while nobody waits
}

// Seq is the last change that counts.
func (p *Progress) Seq() uint64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.seq
}

// Set says that everything up to a change counts, and wakes those who wait.
func (p *Progress) Set(seq uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seq = seq
	if p.grown != nil {
		close(p.grown)
		p.grown = nil
	}
}

// WaitFor returns when a change counts.
func (p *Progress) WaitFor(ctx context.Context, seq uint64) error {
	for {
		grown := p.next(seq)
		if grown == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-grown:
		}
	}
}

// next is closed when there is more than now; nil where there is enough.
func (p *Progress) next(seq uint64) <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.seq >= seq {
		return nil
	}
	if p.grown == nil {
		p.grown = make(chan struct{})
	}
	return p.grown
}
