package eventlog

import (
	"fmt"
	"path/filepath"
	"sync/atomic"

	"github.com/cockroachdb/pebble/v2"

	"jejak/internal/fault"
)

type stats struct {
	groups  atomic.Uint64
	reopens atomic.Uint64
	feed    atomic.Uint64
}

// Metrics is how the log is doing.
type Metrics struct {
	LastSeq     uint64
	DiskBytes   uint64 // the whole store
	MemoryBytes uint64 // memtables and block cache
	Groups      uint64 // commits since the start
	Reopens     uint64 // after a failure of the disk, since the start
	FeedReads   uint64 // times that the change feed was read from the disk, since the start
	Queue       int    // calls of Update that wait
	Refusing    error  // why nothing can be written now, nil if it can
}

// Metrics tells how the log is doing.
func (l *Log) Metrics() Metrics {
	m := Metrics{LastSeq: l.LastSeq(), Groups: l.stats.groups.Load(), Reopens: l.stats.reopens.Load(), FeedReads: l.stats.feed.Load(), Queue: len(l.queue)}
	err := l.read(func(h *handle) error {
		pm := h.db.Metrics()
		m.DiskBytes = pm.DiskSpaceUsage()
		m.MemoryBytes = pm.MemTable.Size + uint64(pm.BlockCache.Size)
		if p := h.failed.Load(); p != nil {
			m.Refusing = unavailable(*p)
		} else if err := h.guard.waiting(); err != nil {
			m.Refusing = unavailable(err)
		}
		return nil
	})
	if err != nil {
		m.Refusing = err
	}
	if l.readOnly {
		m.Refusing = fault.New(fault.Unavailable, "The data folder may not be written.")
	}
	return m
}

// Describe writes what the store says of itself, for people who look into a problem.
func (l *Log) Describe() (text string, err error) {
	err = l.read(func(h *handle) error {
		text = h.db.Metrics().String()
		return nil
	})
	return text, err
}

// Checkpoint makes a copy of the log as of now in dir, which must not exist yet, while the log goes on. Files are linked where
// dir is on the same disk.
func (l *Log) Checkpoint(dir string) error {
	return l.read(func(h *handle) error {
		if _, err := l.o.FS.Stat(dir); err == nil {
			return fault.New(fault.Conflict, "%s exists already: give a folder that does not.", filepath.Base(dir))
		}
		if err := h.db.Checkpoint(dir, pebble.WithFlushedWAL()); err != nil {
			return fmt.Errorf("copy the event log to %s: %w", dir, err)
		}
		return nil
	})
}
