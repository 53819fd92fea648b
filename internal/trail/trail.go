package trail

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
)

// Source is what the index is derived from. One goroutine calls it.
type Source interface {
	// Changes hands out durable changes after a sequence number, in order, at most limit of them.
	Changes(ctx context.Context, after uint64, limit int, fn func(event.Change) error) error
	// LastSeq is the last durable change.
	LastSeq() uint64
	// Wait returns when a durable change after a sequence number exists.
	Wait(ctx context.Context, after uint64) error
	// SubjectEvents hands out all events of a subject.
	SubjectEvents(ctx context.Context, ws event.Workspace, subject event.Subject, fn func(*event.Event) error) error
	// Scan hands out all events with the present person of their subject.
	Scan(ctx context.Context, fn func(event.Workspace, event.Subject, event.Person, *event.Event) error) error
}

// Options tune an index. The zero value is right for ordinary use; answers are the same for any.
type Options struct {
	Shards        int // of each workspace, fixed when its folder is made; 16
	Workers       int // of one question; the number of cores
	PendingRows   int // fresh rows of a shard that make a part in memory without being asked; 4096
	FlushRows     int // rows in memory that are written to files; 200 000, so that a start after a crash reads few again
	MaxProperties int // of each event name, and traits on it; further ones are not indexed; 300
	Logger        *slog.Logger
	OnEvent       func(Event) // told of flushes and damage, from a background goroutine

	retry time.Duration // after a failed flush or read of the source; 1 s
	quiet time.Duration // between looks whether there is time to tidy up; 2 s
}

// Event is something that an operator may want to know.
type Event struct {
	Kind string // flush, tidy, damage, rebuild, source
	Rows int
	Took time.Duration
	Err  error
}

func (o Options) filled() Options {
	set := func(v *int, def int) {
		if *v <= 0 {
			*v = def
		}
	}
	set(&o.Shards, 16)
	set(&o.Workers, runtime.GOMAXPROCS(0))
	set(&o.PendingRows, 4096)
	set(&o.FlushRows, 200_000)
	set(&o.MaxProperties, 300)
	if o.retry == 0 {
		o.retry = time.Second
	}
	if o.quiet == 0 {
		o.quiet = 2 * time.Second
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.OnEvent == nil {
		o.OnEvent = func(Event) {}
	}
	return o
}

// Trail is an open index. It implements journey.Engine.
type Trail struct {
	dir string
	src Source
	o   Options

	mu       sync.Mutex
	spaces   map[event.Workspace]*space
	applied  uint64        // the last change that is in
	advanced chan struct{} // closed when applied grows; nil while nobody waits for it
	tailRows int           // rows in memory
	damaged  []damage
	closed   bool

	rows *rowMaker // of the goroutine that follows

	asks  sync.WaitGroup
	stop  context.CancelFunc
	done  sync.WaitGroup
	flush chan struct{}

	flushMu sync.Mutex // one flush at a time
	last    *manifest  // the one on the disk; guarded by flushMu
	tidied  uint64     // fileNo when nothing was found to tidy up; guarded by flushMu
	fileNo  atomic.Uint64
	cursor  atomic.Uint64 // of the manifest
}

// space is one workspace.
type space struct {
	shards  []*shard
	indexed map[string]*indexed       // by event name
	skipped map[string]map[string]int // event name -> paths over the limit, and how often
}

// shard is some persons of a workspace. The files' parts come first, older before newer.
type shard struct {
	parts   []*part
	frozen  int // so many of parts are being flushed, and must stay as they are
	tombs   []tomb
	pending []*row
	view    *view // nil: to be made
}

// Open reads the index in dir (an empty or missing folder is an empty index) and follows src from there on.
func Open(dir string, src Source, o Options) (*Trail, error) {
	t := &Trail{
		dir: dir, src: src, o: o.filled(), spaces: map[event.Workspace]*space{},
		flush: make(chan struct{}, 1), rows: newRowMaker(),
	}
	if err := t.load(); err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.Background())
	t.stop = stop
	t.done.Go(func() { t.follow(ctx) })
	t.done.Go(func() { t.flusher(ctx) })
	return t, nil
}

// Close stops following, waits for questions being answered, and writes what is in memory.
func (t *Trail) Close(ctx context.Context) error {
	t.mu.Lock()
	if t.closed {
		t.mu.Unlock()
		return nil
	}
	t.closed = true
	t.mu.Unlock()
	t.stop()
	t.done.Wait()
	t.asks.Wait()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return t.flushAll(ctx, alone)
}

func (t *Trail) space(ws event.Workspace) *space {
	s := t.spaces[ws]
	if s == nil {
		s = &space{indexed: map[string]*indexed{}, skipped: map[string]map[string]int{}}
		for range t.o.Shards {
			s.shards = append(s.shards, &shard{})
		}
		t.spaces[ws] = s
	}
	return s
}

func (s *space) shardOf(p event.Person) *shard {
	return s.shards[shardNo(p, len(s.shards))]
}

// shardNo is where a person lies among n shards.
func shardNo(p event.Person, n int) int { return (int(p[0])<<8 | int(p[1])) % n }

// follow takes changes in until ctx ends.
func (t *Trail) follow(ctx context.Context) {
	for ctx.Err() == nil {
		err := t.catchUp(ctx)
		if err == nil {
			err = t.src.Wait(ctx, t.Applied())
		}
		if err != nil && ctx.Err() == nil {
			t.o.Logger.Error("the journey index cannot read its source and tries again", "error", err)
			t.o.OnEvent(Event{Kind: "source", Err: err})
			select {
			case <-ctx.Done():
			case <-time.After(t.o.retry):
			}
		}
	}
}

func (t *Trail) catchUp(ctx context.Context) error {
	const batch = 16 << 10 // the source reads a batch in the order of its disk
	for {
		t.repair(ctx)
		before := t.Applied()
		if err := t.src.Changes(ctx, before, batch, func(c event.Change) error { return t.apply(ctx, c) }); err != nil {
			return err
		}
		if t.Applied() == before {
			return nil
		}
	}
}

// Applied is the last change that answers know.
func (t *Trail) Applied() uint64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.applied
}

// WaitFor returns when answers know a change.
func (t *Trail) WaitFor(ctx context.Context, seq uint64) error {
	for {
		t.mu.Lock()
		if t.applied >= seq {
			t.mu.Unlock()
			return nil
		}
		if t.advanced == nil {
			t.advanced = make(chan struct{})
		}
		advanced := t.advanced
		t.mu.Unlock()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-advanced:
		}
	}
}

// apply takes one change in. Changes that are in already are passed over.
func (t *Trail) apply(ctx context.Context, c event.Change) error {
	if c.Seq <= t.applied { // only this goroutine changes it
		return nil
	}
	var again []*row // the subject's events from before, where it moved, or has to be read again where it is
	moved := !c.From.IsZero()
	if moved {
		err := t.src.SubjectEvents(ctx, c.Workspace, c.Subject, func(e *event.Event) error {
			if e.Seq < c.Seq {
				again = append(again, t.rows.row(e, c.Subject, c.Person))
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	var fresh *row
	if c.Event != nil {
		fresh = t.rows.row(c.Event, c.Subject, c.Person)
		fresh.seq = c.Seq
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	s := t.space(c.Workspace)
	if moved {
		t.bury(s.shardOf(c.From), tomb{c.Subject, c.From, c.Seq})
		if c.From != c.Person {
			t.bury(s.shardOf(c.Person), tomb{c.Subject, c.Person, c.Seq})
		}
	}
	t.applied = c.Seq
	for _, r := range again {
		t.append(s, r, false)
	}
	if fresh != nil {
		t.append(s, fresh, true)
	}
	if t.advanced != nil {
		close(t.advanced)
		t.advanced = nil
	}
	if t.tailRows >= t.o.FlushRows {
		select {
		case t.flush <- struct{}{}:
		default:
		}
	}
	return nil
}

// bury makes a subject's rows in a shard dead, so far as they are there by now.
func (t *Trail) bury(sh *shard, b tomb) {
	kept := sh.pending[:0]
	for _, r := range sh.pending {
		if r.subject != b.Subject {
			kept = append(kept, r)
		}
	}
	t.tailRows -= len(sh.pending) - len(kept)
	clear(sh.pending[len(kept):])
	sh.pending = kept
	sh.view = nil
	if len(sh.parts) > 0 {
		sh.tombs = append(sh.tombs, b)
	}
}

// append adds a row to the tail, without the properties that are over the limit.
func (t *Trail) append(s *space, r *row, fresh bool) {
	known := s.indexedOf(r.kind)
	kept := r.vals[:0]
	for i, v := range r.vals {
		if !known.usually(i, v.path) {
			if !known.paths[v.path] {
				if len(known.paths) >= t.o.MaxProperties {
					s.skip(r.kind, v.path, fresh)
					continue
				}
				known.paths[strings.Clone(v.path)] = true
			}
			known.next(i, v.path)
		}
		kept = append(kept, v)
	}
	r.vals = kept
	sh := s.shardOf(r.person)
	sh.pending = append(sh.pending, r)
	sh.view = nil
	t.tailRows++
	if len(sh.pending) >= t.o.PendingRows {
		t.seal(sh)
	}
}

// maxSkipped bounds how many unindexed paths of one event name are remembered by name.
const maxSkipped = 1000

func (s *space) skip(kind, path string, fresh bool) {
	if !fresh {
		return // it was counted when it came first
	}
	m := s.skipped[kind]
	if m == nil {
		m = map[string]int{}
		s.skipped[kind] = m
	}
	if _, ok := m[path]; ok || len(m) < maxSkipped {
		m[path]++
	}
}

// looseParts is how many parts in memory a shard may have in any sizes: a flush merges them all at once. Where questions seal often
// there are more, and then each is at most half as large as the one before it.
const looseParts = 8

// seal turns a shard's pending rows into a part, and keeps the number of small parts low.
func (t *Trail) seal(sh *shard) {
	if len(sh.pending) == 0 {
		return
	}
	sh.parts = append(sh.parts, buildRows(sh.pending, t.applied))
	sh.pending, sh.view = nil, nil
	for n := len(sh.parts); n >= 2; n = len(sh.parts) {
		a, b := sh.parts[n-2], sh.parts[n-1]
		if n <= looseParts || sh.parts[n-looseParts-1].file != "" {
			break
		}
		if a.file != "" || n-2 < sh.frozen || a.dir.Rows > 2*b.dir.Rows {
			break
		}
		merged := mergeView(newView(sh.parts[n-2:], sh.tombs), b.dir.AsOf)
		t.tailRows -= a.dir.Rows + b.dir.Rows - merged.dir.Rows
		sh.parts = append(sh.parts[:n-2:n-2], merged)
	}
	sh.prune()
}

// prune drops tombs that no part is old enough for.
func (sh *shard) prune() {
	oldest := ^uint64(0)
	for _, p := range sh.parts {
		oldest = min(oldest, p.dir.AsOf)
	}
	kept := sh.tombs[:0]
	for _, b := range sh.tombs {
		if b.At > oldest {
			kept = append(kept, b)
		}
	}
	sh.tombs = kept
}

// snapshot is a workspace as it is now.
func (t *Trail) snapshot(ws event.Workspace) (*snapshot, map[string]map[string]int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return nil, nil, fault.New(fault.Unavailable, "The journey index is closing. Ask again in a moment.")
	}
	for _, d := range t.damaged {
		if d.ws == ws {
			return nil, nil, fault.New(fault.Unavailable, "A damaged part of the journey index is being rebuilt. Ask again in a moment.")
		}
	}
	t.asks.Add(1)
	s := t.space(ws)
	snap := &snapshot{seq: t.applied}
	for _, sh := range s.shards {
		t.seal(sh)
		if sh.view == nil {
			sh.view = newView(append([]*part(nil), sh.parts...), sh.tombs)
		}
		snap.views = append(snap.views, sh.view)
	}
	skipped := map[string]map[string]int{}
	for kind, m := range s.skipped {
		skipped[kind] = map[string]int{}
		for p, n := range m {
			skipped[kind][p] = n
		}
	}
	return snap, skipped, nil
}

// Ask answers a question, as of the last change that is in.
func (t *Trail) Ask(ctx context.Context, ws event.Workspace, q journey.Question, d journey.Definitions) (journey.Answer, error) {
	if err := journey.Validate(q, d); err != nil {
		return journey.Answer{}, err
	}
	snap, _, err := t.snapshot(ws)
	if err != nil {
		return journey.Answer{}, err
	}
	defer t.asks.Done()
	defer runtime.KeepAlive(snap)
	a, err := t.ask(ctx, snap, q, d)
	if err != nil {
		return journey.Answer{}, err
	}
	if q.Compare != nil {
		if a.Compare, err = t.ask(ctx, snap, compared(q), d); err != nil {
			return journey.Answer{}, err
		}
	}
	return *a, nil
}

func (t *Trail) ask(ctx context.Context, snap *snapshot, q journey.Question, d journey.Definitions) (*journey.Answer, error) {
	if everyone, groups := q.Split(); groups != nil {
		return t.groups(ctx, snap, q, everyone, groups, d)
	}
	x, err := newQuery(ctx, snap, q, d, t.o.Workers)
	if err != nil {
		return nil, err
	}
	return x.answer()
}

// groups answers for everyone and for each group, all of one snapshot.
func (t *Trail) groups(ctx context.Context, snap *snapshot, q, everyone journey.Question, groups []journey.Question, d journey.Definitions) (*journey.Answer, error) {
	a, err := t.ask(ctx, snap, everyone, d)
	if err != nil {
		return nil, err
	}
	parts := make([]*journey.Answer, len(groups))
	for i, g := range groups {
		if parts[i], err = t.ask(ctx, snap, g, d); err != nil {
			return nil, err
		}
	}
	a.Join(q, parts)
	return a, nil
}

// Schema lists what can be asked about.
func (t *Trail) Schema(_ context.Context, ws event.Workspace) (journey.Schema, error) {
	snap, skipped, err := t.snapshot(ws)
	if err != nil {
		return journey.Schema{}, err
	}
	defer t.asks.Done()
	defer runtime.KeepAlive(snap)
	return snap.schema(skipped), nil
}

// Stats say how the index is doing.
type Stats struct {
	Applied   uint64 `json:"applied"`
	Persisted uint64 `json:"persisted"`
	Parts     int    `json:"parts"`
	Rows      int    `json:"rows"`
	TailRows  int    `json:"tailRows"`
	FileBytes int64  `json:"fileBytes"`
	TailBytes int64  `json:"tailBytes"`
}

// Stats are taken now.
func (t *Trail) Stats() Stats {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := Stats{Applied: t.applied, Persisted: t.cursor.Load(), TailRows: t.tailRows}
	for _, sp := range t.spaces {
		for _, sh := range sp.shards {
			s.Parts += len(sh.parts)
			s.Rows += len(sh.pending)
			for _, p := range sh.parts {
				s.Rows += p.dir.Rows
				if p.file != "" {
					s.FileBytes += int64(len(p.data))
				} else {
					s.TailBytes += int64(len(p.data))
				}
			}
		}
	}
	return s
}

func (d damage) String() string {
	return fmt.Sprintf("workspace %d, shard %d: %v", d.ws, d.shard, d.err)
}
