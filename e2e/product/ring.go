//go:build e2e

package product

import (
	"strings"
	"sync"
)

// ring keeps the last lines of a log; it is written by the process's output and read by a failing test.
type ring struct {
	mu    sync.Mutex
	lines []string
}

func (r *ring) add(line string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.lines = append(r.lines, line); len(r.lines) > 200 {
		r.lines = r.lines[100:]
	}
}

func (r *ring) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Join(r.lines, "\n")
}
