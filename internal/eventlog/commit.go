package eventlog

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/vfs"

	"jejak/internal/event"
	"jejak/internal/fault"
)

const (
	// pipelineDepth is how many groups may be on their way to the disk while the next one is built.
	pipelineDepth = 8
	// groupBytes bounds what one group collects from those who wait.
	groupBytes = 2 << 20
	// stallGrace is how long a caller waits for a disk that has become full under a write.
	stallGrace = 5 * time.Second
)

// job is one call of Update. Whoever moves its state from waiting decides: the sequencer that it runs, the caller that it does not.
type job struct {
	fn    func(*Tx) error
	state atomic.Int32
	ran   chan struct{} // closed when fn has run for the last time
	done  chan error    // the durable end
}

const (
	jobWaiting int32 = iota
	jobRunning
	jobGivenUp
)

// group is the jobs that are committed together.
type group struct {
	h       *handle
	batch   *pebble.Batch
	jobs    []*job
	first   uint64
	entries []entry
	bytes   int
}

// Update runs fn on the one goroutine that writes and returns when what it added is durable. fn may run more than once, and must
// then do the same again; it must not call Update. An error of fn, or an Unavailable one of the log, means that nothing was
// added, except after a failure of the disk under way: then nobody was told that it was stored, and a retry finds out.
func (l *Log) Update(ctx context.Context, fn func(*Tx) error) error {
	if err := l.enter(); err != nil {
		return err
	}
	j := &job{fn: fn, ran: make(chan struct{}), done: make(chan error, 1)}
	select {
	case l.queue <- j:
		l.writers.Done()
	case <-l.closing:
		l.writers.Done()
		return errClosing()
	case <-ctx.Done():
		l.writers.Done()
		return unavailable(ctx.Err())
	}
	timer := time.NewTimer(stallGrace)
	defer timer.Stop()
	for {
		select {
		case err := <-j.done:
			return err
		case <-ctx.Done():
			return l.giveUp(j, ctx.Err())
		case <-timer.C:
			if err := l.stalled(); err != nil {
				return l.giveUp(j, err)
			}
			timer.Reset(stallGrace)
		}
	}
}

// giveUp leaves a job behind. fn must not run any more once its caller has gone.
func (l *Log) giveUp(j *job, err error) error {
	if j.state.CompareAndSwap(jobWaiting, jobGivenUp) {
		return unavailable(err)
	}
	<-j.ran
	select {
	case err := <-j.done:
		return err
	default:
		return unavailable(err)
	}
}

// enter refuses what cannot be written now, before anything is.
func (l *Log) enter() error {
	if l.readOnly {
		return fault.Coded(fault.New(fault.Unavailable, "The data folder may not be written, so nothing new is taken. Reading goes on."), "read_only")
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	select {
	case <-l.closing:
		return errClosing()
	default:
	}
	if l.h != nil {
		if err := l.h.guard.waiting(); err != nil {
			return unavailable(err)
		}
	}
	l.writers.Add(1)
	return nil
}

func (l *Log) stalled() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.h == nil {
		return nil
	}
	return l.h.guard.waiting()
}

func errClosing() error {
	return &fault.Error{Kind: fault.Unavailable, Message: "The service is stopping. Try again in a moment.", RetryAfter: 5 * time.Second}
}

func unavailable(err error) error {
	e := &fault.Error{Kind: fault.Unavailable, RetryAfter: 10 * time.Second, Err: err}
	switch {
	case errors.Is(err, errNoRoom) || passing(err) && !readOnly(err):
		e.Message = "The disk is full, so nothing new is taken. Reading goes on, and writing as soon as there is room."
	case readOnly(err):
		e.Message = "The data folder has become read-only, so nothing new is taken. Reading goes on, and writing as soon as it may be written."
	case errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded):
		e.Message = "The store did not answer in time. Send it again: what was stored will not be stored twice."
	default:
		e.Message = "The store cannot be written. Send it again later: what was stored will not be stored twice."
	}
	return e
}

// OnRollback has fn called on the writing goroutine whenever what callers of Update added was dropped, so that they can drop
// what they kept in memory about it. It has to be called before the first Update. Nothing is written while fn fails.
func (l *Log) OnRollback(fn func() error) { l.rollbacks = append(l.rollbacks, fn) }

// sequence is the one goroutine that writes.
func (l *Log) sequence() {
	defer l.workers.Done()
	defer close(l.syncing)
	for j := range l.queue {
		l.slots <- struct{}{}
		jobs := l.gather(j)
		if len(jobs) == 0 {
			<-l.slots
			continue
		}
		h, err := l.writableHandle()
		if err != nil {
			refuse(jobs, err)
			<-l.slots
			continue
		}
		if !l.commit(h, jobs) {
			<-l.slots
		}
	}
}

// gather takes the jobs that wait, up to a bound.
func (l *Log) gather(first *job) []*job {
	jobs := make([]*job, 0, 8)
	take := func(j *job) {
		if j.state.CompareAndSwap(jobWaiting, jobRunning) {
			jobs = append(jobs, j)
		}
	}
	take(first)
	for len(jobs) < cap(l.queue) {
		select {
		case j, ok := <-l.queue:
			if !ok {
				return jobs
			}
			take(j)
			continue
		default:
		}
		break
	}
	return jobs
}

func refuse(jobs []*job, err error) {
	for _, j := range jobs {
		close(j.ran)
		j.done <- err
	}
}

// commit builds groups of the jobs and hands them on; it reports whether the slot taken went with one.
func (l *Log) commit(h *handle, jobs []*job) (handed bool) {
	for len(jobs) > 0 {
		if handed {
			l.slots <- struct{}{}
		}
		begin := time.Now()
		g, rest, err := l.build(h, jobs)
		jobs = rest
		if err != nil || g == nil {
			if handed {
				<-l.slots
			}
			continue
		}
		for _, j := range g.jobs {
			close(j.ran)
		}
		l.tail.turn(l.w.seq)
		worked := time.Since(begin)
		l.keepPace(h)
		l.waitForFollowers(g.bytes, worked)
		if err := apply(h, g.batch); err != nil {
			h.fail(err)
			l.rollback(g.first - 1)
			for _, j := range g.jobs {
				j.done <- unavailable(err)
			}
			if handed {
				<-l.slots
			}
			refuse(jobs, unavailable(err))
			return handed
		}
		l.underWay.Add(int64(g.bytes))
		l.syncing <- g
		handed = true
	}
	return handed
}

// The bounds within which flushes and compactions may be behind.
const (
	memtablesMax = 4
	sublevelsMax = 40
)

// keepPace holds the sequencer up while flushes or compactions are too far behind.
func (l *Log) keepPace(h *handle) {
	behind := func() bool {
		now := time.Now()
		if now.Sub(l.w.paced) < 100*time.Millisecond {
			return false
		}
		// By size, not by number: the first memtables are small, and Pebble flushes none before half of a full one has come together.
		if m := h.db.Metrics(); m.MemTable.Size > memtablesMax*l.o.MemTableBytes || m.Levels[0].Sublevels > sublevelsMax {
			return true
		}
		l.w.paced = now
		return false
	}
	var again *time.Ticker // Pebble may tell of a flush before its figures show it, and then tells of no other
	for h.failed.Load() == nil && behind() {
		if again == nil {
			again = time.NewTicker(50 * time.Millisecond)
			defer again.Stop()
		}
		select {
		case <-h.progress:
		case <-again.C:
		case <-l.closing:
			return
		}
	}
}

// waitForFollowers holds the sequencer up while a follower on the move would be pushed out of memory, and takes turns with one who
// is out: it then does nothing for as long as it worked.
func (l *Log) waitForFollowers(bytes int, worked time.Duration) {
	const tick = time.Millisecond
	bytes += int(l.underWay.Load())
	soon, out := l.recent.pushesOut(bytes, l.o.Now())
	if !soon && !out {
		return
	}
	t := time.NewTicker(tick)
	defer t.Stop()
	for begin := time.Now(); soon || out && time.Since(begin) < worked; soon, out = l.recent.pushesOut(bytes, l.o.Now()) {
		select {
		case <-t.C:
		case <-l.closing:
			return
		}
	}
}

// build runs jobs until the group is full. A job that fails takes its writes with it: the group is begun again without it.
func (l *Log) build(h *handle, jobs []*job) (g *group, rest []*job, err error) {
	w := &l.w
	tx := &Tx{
		l: l, h: h, batch: h.db.NewBatchWithSize(64 << 10), first: w.seq + 1, item: w.item,
		dirty: make(map[ledgerKey]*Counts),
	}
	n := 0
	err = l.refresh()
	for err == nil && n < len(jobs) && tx.bytes < groupBytes {
		before := tx.mark()
		if err = jobs[n].fn(tx); err == nil {
			n++
		} else if tx.mark() == before { // it refused before it wrote, as a question about a link that is not there does
			refuse(jobs[n:n+1], err)
			jobs = append(append(make([]*job, 0, len(jobs)), jobs[:n]...), jobs[n+1:]...)
			err = nil
		}
	}
	if err == nil && n == 0 {
		return nil, nil, tx.batch.Close()
	}
	failed := n
	if err == nil {
		err = tx.seal()
		failed = n - 1 // whoever came last pays for what cannot be sealed, which only a bug can bring about
	}
	if tx.identity != nil {
		err = errors.Join(err, tx.identity.Close())
	}
	if err != nil {
		err = errors.Join(err, tx.batch.Close())
		l.rollback(tx.first - 1)
		w.item = tx.item
		refuse(jobs[failed:failed+1], err)
		return nil, append(append(make([]*job, 0, len(jobs)), jobs[:failed]...), jobs[failed+1:]...), err
	}
	if len(w.rows) > rowsMax {
		clear(w.rows)
	}
	g = &group{h: h, batch: tx.batch, jobs: jobs[:n], first: tx.first, entries: tx.entries, bytes: tx.bytes}
	return g, jobs[n:], nil
}

// mark tells whether anything was written since another mark.
func (t *Tx) mark() [3]uint64 {
	m := [3]uint64{t.l.w.seq, uint64(t.batch.Count()), t.counted}
	if t.identity != nil {
		m[1] += uint64(t.identity.Count())
	}
	return m
}

// rollback forgets what was kept in memory about changes after seq.
func (l *Log) rollback(seq uint64) {
	l.w.seq = seq
	clear(l.w.rows)
	l.tail.drop(seq)
	l.w.stale = true
}

// refresh has callers of Update forget what was dropped.
func (l *Log) refresh() error {
	if !l.w.stale {
		return nil
	}
	for _, fn := range l.rollbacks {
		if err := fn(); err != nil {
			return err
		}
	}
	l.w.stale = false
	return nil
}

// apply starts a commit.
func apply(h *handle, b *pebble.Batch) error {
	return guarded(h, func() error { return h.db.ApplyNoSyncWait(b, pebble.Sync) })
}

// applyUnsynced commits what may be lost by a crash.
func applyUnsynced(h *handle, b *pebble.Batch) error {
	return guarded(h, func() error { return errors.Join(h.db.Apply(b, pebble.NoSync), b.Close()) })
}

// guarded runs a commit. Pebble panics where its log has failed before.
func guarded(h *handle, commit func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("commit: %v", r)
		}
	}()
	if err := commit(); err != nil {
		return err
	}
	if p := h.failed.Load(); p != nil {
		return *p
	}
	return nil
}

// finish waits for groups to be durable, in order, and tells those who wait for them.
func (l *Log) finish() {
	defer l.workers.Done()
	defer close(l.ripe)
	for g := range l.syncing {
		err := g.batch.SyncWait()
		if p := g.h.failed.Load(); p != nil && err == nil {
			err = *p
		}
		if err != nil {
			g.h.fail(err)
			err = unavailable(err)
		} else {
			err = g.batch.Close()
			if len(g.entries) > 0 {
				l.recent.add(g.first, g.entries, g.bytes)
				l.advance(g.first + uint64(len(g.entries)) - 1)
				l.ripen(g.h)
			}
			l.stats.groups.Add(1)
		}
		l.underWay.Add(-int64(g.bytes))
		for _, j := range g.jobs {
			j.done <- err
		}
		<-l.slots
	}
}

// ripen has dedupe entries written where enough are durable.
func (l *Log) ripen(h *handle) {
	if !l.tail.ripe(l.durable.Load()) {
		return
	}
	select {
	case l.ripe <- h:
	default: // they are being written
	}
}

// errNoRoom stands for a disk with less room than the reserve.
var errNoRoom = errors.New("less room on the disk than the reserve")

// roomCheck remembers when the disk's room was looked at.
type roomCheck struct {
	at  time.Time
	err error
}

// writableHandle is the handle to write to, reopened after a failure, if there is room on the disk.
func (l *Log) writableHandle() (*handle, error) {
	l.mu.Lock()
	h := l.h
	l.mu.Unlock()
	if h == nil || h.readOnly || h.failed.Load() != nil {
		var err error
		if h, err = l.reopen(h); err != nil {
			return nil, unavailable(err)
		}
	}
	if err := h.guard.waiting(); err != nil {
		return nil, unavailable(err)
	}
	room := &l.w.room
	if now := time.Now(); now.Sub(room.at) >= l.o.Retry {
		room.at, room.err = now, nil
		usage, err := l.o.FS.GetDiskUsage(l.dir)
		if err != nil && !errors.Is(err, vfs.ErrUnsupported) {
			room.err = err
		} else if err == nil && usage.AvailBytes < l.o.ReserveBytes {
			room.err = fmt.Errorf("%d MB free, %d MB kept in reserve: %w", usage.AvailBytes>>20, l.o.ReserveBytes>>20, errNoRoom)
		}
		if room.err == nil {
			room.err = l.sweep(h, event.TimeOf(l.o.Now()))
		}
	}
	if room.err != nil {
		return nil, unavailable(room.err)
	}
	return h, nil
}

// reopen replaces a failed handle, as soon as the disk takes a file again; until then the old one is read from. What was not
// durable may or may not be there afterwards; nobody was told that it was.
func (l *Log) reopen(h *handle) (*handle, error) {
	if now := time.Now(); now.Sub(l.w.room.at) < l.o.Retry && l.w.room.err != nil {
		return nil, l.w.room.err
	}
	l.w.room.at = time.Now()
	if l.w.room.err = writable(l.o.FS, l.dir); l.w.room.err != nil {
		return nil, l.w.room.err
	}
	for range pipelineDepth - 1 { // wait for the groups under way; the sequencer holds one slot itself
		l.slots <- struct{}{}
	}
	defer func() {
		for range pipelineDepth - 1 {
			<-l.slots
		}
	}()
	if h != nil {
		l.replace(nil)
		if err := h.close(); err != nil {
			l.o.Logger.Warn("event log: closing after a failure", "error", err)
		}
	}
	h, err := l.openHandle(false)
	if err == nil {
		room := l.w.room
		if err = l.load(h); err != nil {
			err = errors.Join(err, h.close())
		} else {
			l.w.room, l.w.stale = room, true
		}
	}
	if err != nil {
		l.w.room.err = err
		if h, readErr := l.openHandle(true); readErr == nil {
			l.replace(h)
		}
		return nil, err
	}
	l.replace(h)
	l.stats.reopens.Add(1)
	l.o.Logger.Warn("event log: reopened after a failure", "seq", l.LastSeq())
	return h, nil
}

func (l *Log) replace(h *handle) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.h = h
}

// sweep drops the dedupe entries that are too old to count. A period is dropped as a whole when its last entry is.
func (l *Log) sweep(h *handle, now event.Time) error {
	keep := periodOf(now) - 1
	if keep <= l.w.swept {
		return nil
	}
	low, high := appendDedupeKey(nil, 0, MessageKey{}), appendDedupeKey(nil, keep, MessageKey{})
	for period := range l.w.periods {
		if period < keep {
			if err := h.db.DeleteRange(low, high, pebble.NoSync); err != nil {
				return err
			}
			break
		}
	}
	for period := range l.w.periods {
		if period < keep {
			delete(l.w.periods, period)
		}
	}
	l.w.swept = keep
	return nil
}
