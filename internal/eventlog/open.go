package eventlog

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/bloom"
	"github.com/cockroachdb/pebble/v2/vfs"

	"jejak/internal/fault"
)

// Options of a log. The zero value is right for a service.
type Options struct {
	FS       vfs.FS // the operating system's files if nil
	Logger   *slog.Logger
	ReadOnly bool // only read; a folder that may not be written is opened so by itself

	CacheBytes    int64  // blocks kept in memory, 32 MB if 0
	MemTableBytes uint64 // events kept in memory before they are written in order, 32 MB if 0; up to four of them under load
	DedupeRun     int    // newest dedupe entries kept in memory before they are written together, 131,072 if 0; twice as many under load
	RecentBytes   int    // newest changes kept in memory for followers, 16 MB if 0
	ReserveBytes  uint64 // writes are refused while the disk has less room than this, 256 MB if 0

	Retry time.Duration    // between looks at the room on the disk, and attempts to write to a full one; 250 ms if 0
	Now   func() time.Time // our clock
}

func (o Options) withDefaults() Options {
	if o.FS == nil {
		o.FS = vfs.Default
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.CacheBytes == 0 {
		o.CacheBytes = 32 << 20
	}
	if o.MemTableBytes == 0 {
		o.MemTableBytes = 32 << 20
	}
	if o.DedupeRun == 0 {
		o.DedupeRun = 1 << 17
	}
	if o.RecentBytes == 0 {
		o.RecentBytes = 16 << 20
	}
	if o.ReserveBytes == 0 {
		o.ReserveBytes = 256 << 20
	}
	if o.Retry == 0 {
		o.Retry = 250 * time.Millisecond
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Log is the store. Its methods are safe for concurrent use; one goroutine inside orders all writes.
type Log struct {
	dir      string
	o        Options
	readOnly bool

	mu sync.Mutex
	h  *handle // nil while there is none to read from

	queue   chan *job
	syncing chan *group
	slots   chan struct{} // one for each group between its first write and its durable end
	closing chan struct{}
	once    sync.Once
	writers sync.WaitGroup // calls of Update that may still send to queue
	workers sync.WaitGroup

	durable atomic.Uint64 // last change that survives a crash
	wakeMu  sync.Mutex
	wake    chan struct{} // closed and replaced when durable grows
	recent  recent
	tail    dedupeTail
	ripe    chan *handle // to whom there are dedupe entries to write

	underWay atomic.Int64 // bytes of groups between their first write and their durable end

	w         writer // belongs to the sequencer
	rollbacks []func() error
	stats     stats
}

// Open opens the log kept in dir, or begins one there.
func Open(dir string, o Options) (*Log, error) {
	o = o.withDefaults()
	l := &Log{
		dir: dir, o: o, readOnly: o.ReadOnly,
		queue: make(chan *job, 256), syncing: make(chan *group, pipelineDepth), slots: make(chan struct{}, pipelineDepth),
		closing: make(chan struct{}), wake: make(chan struct{}), ripe: make(chan *handle, 1),
	}
	l.recent.max, l.tail.run = o.RecentBytes, o.DedupeRun
	if !l.readOnly {
		// A folder that is not there is made by Pebble, which also sees to it that its name survives a crash.
		if _, err := o.FS.Stat(dir); err == nil {
			err = writable(o.FS, dir)
			switch {
			case err == nil:
			case readOnly(err):
				o.Logger.Warn("the event log's folder may not be written: reading only", "dir", dir, "error", err)
				l.readOnly = true
			case passing(err):
				return nil, unavailable(err)
			default:
				return nil, fmt.Errorf("event log folder %s: %w", dir, err)
			}
		} else if !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("event log folder %s: %w", dir, err)
		}
	}
	h, err := l.openHandle(l.readOnly)
	if err != nil {
		return nil, err
	}
	l.h = h
	if err := l.load(h); err != nil {
		return nil, errors.Join(err, h.close())
	}
	if !l.readOnly {
		l.workers.Add(3)
		go l.sequence()
		go l.finish()
		go l.writeDedupe()
	}
	return l, nil
}

func (l *Log) openHandle(toRead bool) (*handle, error) {
	h := &handle{idle: make(chan struct{}), progress: make(chan struct{}, 1), readOnly: toRead}
	h.guard = newGuardFS(l.o.FS, l.o.Retry, h.fail)
	po := l.pebbleOptions(h)
	defer po.Cache.Unref()
	db, err := pebble.Open(l.dir, po)
	if err != nil {
		h.guard.release()
		close(h.guard.closed)
		if toRead && (errors.Is(err, pebble.ErrDBDoesNotExist) || errors.Is(err, fs.ErrNotExist)) {
			return nil, fault.Wrap(fault.NotFound, err, "There is no event log in %s, and none can be made there: the folder may not be written.", l.dir)
		}
		if !toRead && passing(err) || readOnly(err) {
			return nil, unavailable(err)
		}
		if pebble.IsCorruptionError(err) {
			return nil, fault.Wrap(fault.Corrupt, err, "The event log in %s is damaged: restore it from a backup.", l.dir)
		}
		return nil, fmt.Errorf("open the event log in %s: %w", l.dir, err)
	}
	h.db = db
	if err := l.checkFormat(h); err != nil {
		return nil, errors.Join(err, h.close())
	}
	h.guard.patient.Store(true)
	return h, nil
}

func (l *Log) checkFormat(h *handle) error {
	v, ok, err := get(h.db, keyFormat)
	if err != nil {
		return err
	}
	if !ok {
		if h.readOnly {
			return fault.New(fault.NotFound, "There is no event log in %s.", l.dir)
		}
		return setFormat(h.db, 0)
	}
	n, k := binary.Uvarint(v)
	if k <= 0 || n > formatVersion {
		return fault.New(fault.Conflict,
			"The event log in %s has format %d, and this build reads up to %d: use the newer release that wrote it.", l.dir, n, formatVersion)
	}
	if n == formatVersion || h.readOnly {
		return nil
	}
	last, err := lastSeq(h.db)
	if err != nil {
		return err
	}
	return setFormat(h.db, last)
}

// setFormat makes a store one of this format, in which the events up to a change have their dedupe entries as keys.
func setFormat(db *pebble.DB, deduped uint64) error {
	b := db.NewBatch()
	return errors.Join(b.Set(keyFormat, binary.AppendUvarint(nil, formatVersion), nil), b.Set(keyDeduped, dedupedValue(deduped), nil),
		b.Commit(pebble.Sync), b.Close())
}

// pebbleOptions are measured: see docs/formats/eventlog.md.
func (l *Log) pebbleOptions(h *handle) *pebble.Options {
	po := &pebble.Options{
		// Pebble takes the room of its memtables out of the cache: without theirs on top, nothing would be cached under load.
		Cache:                 pebble.NewCache(l.o.CacheBytes + 2*int64(l.o.MemTableBytes)),
		FS:                    h.guard,
		FormatMajorVersion:    pebble.FormatValueSeparation,
		ReadOnly:              h.readOnly,
		ErrorIfNotExists:      h.readOnly,
		MemTableSize:          l.o.MemTableBytes,
		L0CompactionThreshold: 16,
		// Pebble would hold writers up where nothing can end their wait after a failure; keepPace does it instead.
		MemTableStopWritesThreshold: 1 << 20,
		L0StopWritesThreshold:       1 << 20,
		LBaseMaxBytes:               64 << 20,
		MaxOpenFiles:                1000,
		CompactionConcurrencyRange:  func() (int, int) { return 1, 2 },
		Logger:                      pebbleLog{l.o.Logger, h},
	}
	po.EventListener = &pebble.EventListener{
		BackgroundError: func(err error) { l.o.Logger.Error("event log: background work failed", "error", err) },
		DataCorruption: func(info pebble.DataCorruptionInfo) {
			l.o.Logger.Error("event log: damaged data", "path", info.Path, "error", info.Details)
		},
	}
	po.EventListener.FlushEnd = func(pebble.FlushInfo) { h.wake() }
	po.EventListener.CompactionEnd = func(pebble.CompactionInfo) { h.wake() }
	for i := range po.Levels {
		po.Levels[i].FilterPolicy = bloom.FilterPolicy(10)
		po.Levels[i].BlockSize = 16 << 10
	}
	po.TargetFileSizes[0] = 8 << 20
	po.Experimental.EnableColumnarBlocks = func() bool { return true }
	// An event is written once when its memtable is, and never again: later merges rewrite only keys.
	po.Experimental.ValueSeparationPolicy = func() pebble.ValueSeparationPolicy {
		return pebble.ValueSeparationPolicy{
			Enabled: true, MinimumSize: 128, MaxBlobReferenceDepth: 512,
			RewriteMinimumAge: 15 * time.Minute, TargetGarbageRatio: 0.5,
		}
	}
	if h.readOnly {
		po.FS = readOnlyFS{l.o.FS}
	}
	return po
}

// pebbleLog hands Pebble's messages on. A fatal one must not end the process: it ends the handle, and the log reopens.
type pebbleLog struct {
	log *slog.Logger
	h   *handle
}

func (p pebbleLog) Infof(format string, args ...any) { p.log.Debug(fmt.Sprintf(format, args...)) }
func (p pebbleLog) Errorf(format string, args ...any) {
	p.log.Error(fmt.Sprintf(format, args...))
}

func (p pebbleLog) Fatalf(format string, args ...any) {
	err := fmt.Errorf(format, args...)
	p.log.Error("event log: the store stopped", "error", err)
	p.h.fail(err)
}

// load reads what the sequencer has to know of the store's end.
func (l *Log) load(h *handle) error {
	last, err := lastSeq(h.db)
	if err != nil {
		return err
	}
	l.w = writer{seq: last, rows: make(map[ledgerKey]*Counts)}
	v, ok, err := get(h.db, keyQuarantine)
	if err != nil {
		return err
	}
	if ok {
		l.w.item, _ = binary.Uvarint(v)
	}
	if l.w.periods, err = dedupePeriods(h.db); err != nil {
		return err
	}
	if err := l.loadFilters(h); err != nil {
		return err
	}
	if err := l.loadTail(h, last); err != nil {
		return err
	}
	if err := l.fillFilters(h); err != nil {
		return err
	}
	l.recent.reset(last)
	l.advance(last)
	return nil
}

// fillFilters reads what is there into the filters, beside the sequencer, which looks everything up until that is done.
func (l *Log) fillFilters(h *handle) error {
	if l.readOnly {
		return nil
	}
	stopping := func() bool {
		select {
		case <-l.closing:
			return true
		default:
			return h.stopping()
		}
	}
	type known struct {
		filter *filter
		family byte
		of     func([]byte) MessageKey
	}
	var left []known
	for _, f := range []known{{l.w.filter, famDedupe, messageOf}, {l.w.named, famIdentity, keyID}} {
		if f.filter.ready {
			continue
		}
		empty, err := h.none(f.family)
		if err != nil {
			return err
		}
		if f.filter.ready = empty; !empty {
			left = append(left, f)
		}
	}
	if len(left) == 0 || !h.acquire() {
		return nil
	}
	l.workers.Go(func() {
		defer h.release()
		for _, f := range left { // one after the other: whoever starts has more to do than this
			err := f.filter.fill(h, f.family, f.of, stopping)
			if stopping() {
				return
			}
			if err != nil {
				l.o.Logger.Error("event log: reading what is known", "family", string(f.family), "error", err)
			}
		}
	})
	return nil
}

// none reports whether a family has no key.
func (h *handle) none(family byte) (bool, error) {
	it, err := h.db.NewIter(&pebble.IterOptions{LowerBound: []byte{family}, UpperBound: []byte{family + 1}})
	if err != nil {
		return false, err
	}
	defer it.Close()
	return !it.First(), it.Error()
}

// lastSeq is the last change in the feed, 0 in an empty one.
func lastSeq(db *pebble.DB) (uint64, error) {
	it, err := db.NewIter(&pebble.IterOptions{LowerBound: []byte{famFeed}, UpperBound: []byte{famFeed + 1}})
	if err != nil {
		return 0, err
	}
	defer it.Close()
	if !it.Last() {
		return 0, it.Error()
	}
	entries, err := readChunk(nil, it.Value())
	if err != nil {
		return 0, fault.Wrap(fault.Corrupt, err, "The change feed is damaged at its end: restore the event log from a backup.")
	}
	return binary.BigEndian.Uint64(it.Key()[1:]) + uint64(len(entries)) - 1, nil
}

// ReadOnly reports whether the log was opened only for reading.
func (l *Log) ReadOnly() bool { return l.readOnly }

// Close refuses new writes, waits for those under way, and closes the store. Further calls do nothing.
func (l *Log) Close() error {
	var err error
	l.once.Do(func() {
		l.mu.Lock()
		close(l.closing)
		h := l.h
		l.mu.Unlock()
		if h != nil {
			defer h.hurry()()
		}
		l.writers.Wait()
		if !l.readOnly {
			close(l.queue)
			l.workers.Wait()
		}
		l.mu.Lock()
		h, l.h = l.h, nil
		l.mu.Unlock()
		if h != nil {
			l.saveFilters(h)
			h.settle()
			err = h.close()
		}
	})
	return err
}

// hurry lets writes that wait for room fail from now on, so that the store can close; what it returns ends that.
func (h *handle) hurry() (stop func()) {
	done := make(chan struct{})
	var watching sync.WaitGroup
	watching.Go(func() {
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for h.guard.waiting() == nil {
			select {
			case <-done:
				return
			case <-tick.C:
			}
		}
		h.guard.release()
	})
	return func() {
		close(done)
		watching.Wait()
	}
}

// settlePatience is how long a close waits for what is in memory to be in tables.
const settlePatience = 5 * time.Second

// settle has the memtables flushed: the next start would have to read them from Pebble's log, one by one. What does not get there in
// time is read from there.
func (h *handle) settle() {
	if h.readOnly || h.failed.Load() != nil || h.guard.waiting() != nil {
		return
	}
	flushed, err := h.db.AsyncFlush()
	if err != nil {
		return
	}
	timer := time.NewTimer(settlePatience)
	defer timer.Stop()
	for h.failed.Load() == nil {
		select {
		case <-flushed:
			return
		case <-timer.C:
			return
		case <-h.progress: // a flush has ended, or the handle has failed
		}
	}
}

// handle is one opening of the store. Readers hold it while they read, so that it is never closed under them.
type handle struct {
	db       *pebble.DB
	guard    *guardFS
	readOnly bool
	progress chan struct{}         // holds one where a flush or compaction has ended
	failed   atomic.Pointer[error] // the failure after which the handle has to be given up

	mu     sync.Mutex
	refs   int
	closed bool
	idle   chan struct{} // closed when closed and the last reader has gone
}

func (h *handle) fail(err error) {
	h.failed.CompareAndSwap(nil, &err)
	h.guard.poison()
	h.wake()
}

func (h *handle) wake() {
	select {
	case h.progress <- struct{}{}:
	default:
	}
}

func (h *handle) acquire() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return false
	}
	h.refs++
	return true
}

func (h *handle) release() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.refs--; h.closed && h.refs == 0 {
		close(h.idle)
	}
}

// stopping tells a long read to end.
func (h *handle) stopping() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.closed
}

func (h *handle) close() error {
	h.mu.Lock()
	h.closed = true
	if h.refs == 0 {
		close(h.idle)
	}
	h.mu.Unlock()
	<-h.idle
	h.guard.release()
	close(h.guard.closed)
	return h.db.Close()
}

// advance makes changes up to seq visible to followers.
func (l *Log) advance(seq uint64) {
	l.durable.Store(seq)
	l.wakeMu.Lock()
	close(l.wake)
	l.wake = make(chan struct{})
	l.wakeMu.Unlock()
}

func dedupePeriods(db *pebble.DB) (map[uint16]bool, error) {
	periods := make(map[uint16]bool)
	it, err := db.NewIter(&pebble.IterOptions{LowerBound: []byte{famDedupe}, UpperBound: []byte{famDedupe + 1}})
	if err != nil {
		return nil, err
	}
	defer it.Close()
	for ok := it.First(); ok; {
		p := binary.BigEndian.Uint16(it.Key()[1:])
		periods[p] = true
		if p == math.MaxUint16 {
			break
		}
		ok = it.SeekGE(binary.BigEndian.AppendUint16([]byte{famDedupe}, p+1))
	}
	return periods, it.Error()
}

func get(r pebble.Reader, key []byte) ([]byte, bool, error) {
	v, closer, err := r.Get(key)
	if errors.Is(err, pebble.ErrNotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	out := append([]byte(nil), v...)
	return out, true, closer.Close()
}
