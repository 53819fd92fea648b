package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
)

// progress shows how far a long piece of work has come: a line that is written over on a terminal, else a line every few seconds.
// It is safe for concurrent use.
type progress struct {
	mu       sync.Mutex
	w        io.Writer
	what     string
	terminal bool
	last     time.Time
	shown    bool
}

func newProgress(w io.Writer, what string) *progress {
	p := &progress{w: w, what: what, last: time.Now()}
	if f, ok := w.(*os.File); ok {
		info, err := f.Stat()
		p.terminal = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return p
}

const barWidth = 30

// show says where the work is; share is from 0 to 1, or less than 0 where nobody knows.
func (p *progress) show(text string, share float64) {
	every := 5 * time.Second
	if p.terminal {
		every = 100 * time.Millisecond
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if now.Sub(p.last) < every {
		return
	}
	p.last, p.shown = now, true
	bar := ""
	if share >= 0 {
		bar = fmt.Sprintf(" %3.0f %%", 100*min(share, 1))
		if p.terminal {
			full := int(barWidth * min(share, 1))
			bar += fmt.Sprintf(" [%-*s]", barWidth, strings.Repeat("#", full))
		}
	}
	if p.terminal {
		fmt.Fprintf(p.w, "\r\x1b[K%s%s  %s", p.what, bar, text)
		return
	}
	fmt.Fprintf(p.w, "%s%s  %s\n", p.what, bar, text)
}

// done ends the line.
func (p *progress) done() {
	if p.terminal && p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}
