package segment

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"slices"
	"sync"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/follow"
	"jejak/internal/journey"
)

// Engine is what tells who is in a segment. It is the one that answers all other questions, so that figures agree. It is
// called concurrently.
type Engine interface {
	// WaitFor returns when answers know a change.
	WaitFor(ctx context.Context, seq uint64) error
	// Members are the people in a segment, as of a change; within, where it is not nil, are the only ones looked at.
	Members(ctx context.Context, ws event.Workspace, s journey.Segment, within []event.Person, d journey.Definitions) (uint64, []event.Person, error)
	// Ask answers a question: how many there were at a moment before.
	Ask(ctx context.Context, ws event.Workspace, q journey.Question, d journey.Definitions) (journey.Answer, error)
}

// LiveOptions tune a Live. The zero value is right for ordinary use.
type LiveOptions struct {
	Dir    string        // where it is kept over a restart; derived, may be deleted; "" is nowhere
	Every  time.Duration // between looks for what time alone has changed; 10 s
	Now    func() time.Time
	Logger *slog.Logger
}

// Live keeps who is in each segment as events come in.
//
// After each batch of changes it asks the engine which of the people touched are in a segment. What time alone changes it asks
// anew once a minute, and everything when a rule has changed, when it starts, and when it is too far behind to go batch by batch.
// It reads no changes before there is a segment.
type Live struct {
	store    *Store
	engine   Engine
	feed     follow.Feed
	follower *follow.Follower
	o        LiveOptions

	work   sync.Mutex // one who asks the engine and changes sets
	saving sync.Mutex // one who writes files, so that no older sets come to lie beside a newer cursor

	mu      sync.Mutex
	spaces  map[event.Workspace]*space
	handled follow.Progress
	passed  uint64 // up to here changes were not looked at one by one
	dirty   bool
	saved   time.Time

	starting sync.Mutex
	stop     context.CancelFunc // nil while stopped
	done     chan struct{}
}

const (
	batchChanges = 4096
	behind       = 50_000           // changes that wait, from which everybody is looked at once instead
	timedEvery   = time.Minute      // between looks at segments that time changes
	staleEvery   = 10 * time.Second // between looks at everybody while behind
	saveEvery    = 30 * time.Second
	lateAfter    = time.Hour // from which an event that comes in belongs to sizes of before
	againEvery   = time.Hour // between counts of the sizes of days before, where events keep coming in late
)

// NewLive joins a Live; it does nothing before Start.
func NewLive(store *Store, engine Engine, feed follow.Feed, o LiveOptions) *Live {
	if o.Every <= 0 {
		o.Every = 10 * time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	l := &Live{store: store, engine: engine, feed: feed, o: o, spaces: map[event.Workspace]*space{}}
	l.follower = follow.New(cursorFeed{feed, l}, "segments", l.handle, follow.Options{Batch: batchChanges, SaveEvery: saveEvery, Logger: o.Logger})
	l.load()
	return l
}

// Start keeps up in the background. A started Live is left alone.
func (l *Live) Start() error {
	l.starting.Lock()
	defer l.starting.Unlock()
	if l.stop != nil {
		return nil
	}
	ctx, stop := context.WithCancel(context.Background())
	if _, err := l.watch(ctx); err != nil {
		stop()
		return err
	}
	l.stop, l.done = stop, make(chan struct{})
	go l.run(ctx, l.done)
	return nil
}

// Stop ends the work and keeps what is there. A stopped Live is left alone.
func (l *Live) Stop(ctx context.Context) error {
	l.starting.Lock()
	defer l.starting.Unlock()
	if l.stop == nil {
		return nil
	}
	l.stop()
	select {
	case <-l.done:
	case <-ctx.Done():
		return ctx.Err()
	}
	l.stop = nil
	if err := l.follower.Stop(ctx); err != nil {
		return err
	}
	return l.save(l.follower.Seq())
}

// Lag is how many changes wait; none does without a segment.
func (l *Live) Lag() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.spaces) == 0 {
		return 0
	}
	return l.follower.Lag()
}

// watch tells which segments there are, and begins to follow with the first one.
func (l *Live) watch(ctx context.Context) (map[event.Workspace][]Segment, error) {
	known, err := l.store.all(ctx)
	if err == nil && len(known) > 0 {
		err = l.follower.Start()
	}
	return known, err
}

func (l *Live) run(ctx context.Context, done chan struct{}) {
	defer close(done)
	ticker := time.NewTicker(l.o.Every)
	defer ticker.Stop()
	for {
		changed := l.store.Changed()
		if ctx.Err() != nil {
			return
		}
		more, err := false, l.Refresh(ctx)
		if err == nil {
			more, err = l.lookBack(ctx)
		}
		if more && err == nil {
			continue
		}
		if err != nil && ctx.Err() == nil {
			l.o.Logger.Error("segments: held up", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-changed:
		case <-ticker.C:
		}
	}
}

// Refresh looks at what no event announces: new and changed rules, and what time alone has changed.
func (l *Live) Refresh(ctx context.Context) error {
	known, err := l.watch(ctx)
	if err != nil {
		return err
	}
	for _, ws := range l.workspaces(known) {
		if err := l.update(ctx, ws, nil); err != nil {
			return err
		}
	}
	l.mu.Lock()
	due := l.dirty && l.o.Now().Sub(l.saved) >= saveEvery
	l.mu.Unlock()
	if due {
		return l.save(l.follower.Seq())
	}
	return nil
}

// workspaces are those with segments, now or before.
func (l *Live) workspaces(known map[event.Workspace][]Segment) []event.Workspace {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []event.Workspace
	for ws := range known {
		all = append(all, ws)
	}
	for ws := range l.spaces {
		if _, ok := known[ws]; !ok {
			all = append(all, ws)
		}
	}
	slices.Sort(all)
	return all
}

// handle takes a batch of changes in.
func (l *Live) handle(ctx context.Context, changes []event.Change) error {
	if len(changes) == 0 {
		return nil
	}
	last := changes[len(changes)-1].Seq
	l.noteLate(changes)
	if l.feed.LastSeq() > last+behind {
		l.pass(last)
		return l.catchUp(ctx)
	}
	// The engine first: a segment that is made from here on is looked at with all of these changes.
	if err := l.engine.WaitFor(ctx, last); err != nil {
		return err
	}
	known, err := l.store.all(ctx)
	if err != nil {
		return err
	}
	touched := map[event.Workspace][]event.Person{}
	for _, c := range changes {
		if len(known[c.Workspace]) == 0 {
			continue
		}
		touched[c.Workspace] = append(touched[c.Workspace], c.Person)
		if !c.From.IsZero() {
			touched[c.Workspace] = append(touched[c.Workspace], c.From)
		}
	}
	for ws := range known {
		people := touched[ws]
		if len(people) == 0 && !l.isStale(ws) {
			continue
		}
		slices.SortFunc(people, comparePeople)
		if err := l.update(ctx, ws, slices.Compact(people)); err != nil {
			return err
		}
	}
	l.handled.Set(last)
	return nil
}

// noteLate remembers how far events reach back that came in late, as an imported history does: the sizes of days since then were counted
// without them.
func (l *Live) noteLate(changes []event.Change) {
	recent := event.TimeOf(l.o.Now().Add(-lateAfter))
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range changes {
		sp := l.spaces[c.Workspace]
		if sp == nil || c.Event == nil || c.Event.Time >= recent {
			continue
		}
		if sp.late == 0 || c.Event.Time < sp.late {
			sp.late = c.Event.Time
		}
	}
}

// countAgain has the days counted again that late events belong to, once what came in with them is there too.
func (l *Live) countAgain(sp *space) {
	if sp.late == 0 || l.follower.Lag() > batchChanges || l.o.Now().Sub(sp.counts) < againEvery {
		return
	}
	for _, s := range sp.sets {
		if s.lookedBack {
			s.lookedBack, s.since = false, sp.late
		}
	}
	sp.late, sp.counts = 0, l.o.Now()
}

// pass remembers that changes have been passed over.
func (l *Live) pass(last uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.passed = last
	for _, sp := range l.spaces {
		for _, s := range sp.sets {
			s.stale = true
		}
	}
}

func (l *Live) isStale(ws event.Workspace) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if sp := l.spaces[ws]; sp != nil {
		for _, s := range sp.sets {
			if s.stale {
				return true
			}
		}
	}
	return false
}

// catchUp looks at everybody once in a while, where single changes are too many.
func (l *Live) catchUp(ctx context.Context) error {
	known, err := l.store.all(ctx)
	if err != nil {
		return err
	}
	for ws := range known {
		l.mu.Lock()
		sp := l.spaces[ws]
		due := sp == nil || l.o.Now().Sub(sp.caughtUp) >= staleEvery
		if due && sp != nil {
			sp.caughtUp = l.o.Now()
		}
		l.mu.Unlock()
		if due {
			if err := l.update(ctx, ws, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// WaitFor returns when a change counts in every segment. Where there has been none, it waits for the first one.
func (l *Live) WaitFor(ctx context.Context, seq uint64) error {
	return l.handled.WaitFor(ctx, seq)
}

// Settle returns when a change counts in every segment that there is, and the days before are counted too. It has to be started.
func (l *Live) Settle(ctx context.Context, seq uint64) error {
	known, err := l.watch(ctx)
	if err != nil || len(known) == 0 {
		return err
	}
	if err := l.WaitFor(ctx, seq); err != nil {
		return err
	}
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !l.lookedBack(known) {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
	return nil
}

// lookedBack reports whether the days before are counted for all segments that can be.
func (l *Live) lookedBack(known map[event.Workspace][]Segment) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for ws, all := range known {
		for _, one := range all {
			sp := l.spaces[ws]
			if sp == nil || sp.sets[one.ID] == nil {
				return false
			}
			if s := sp.sets[one.ID]; !s.lookedBack && s.fault == "" {
				return false
			}
		}
	}
	return true
}

// update brings a workspace's sets up to date: for the people touched, or with nil for what is due.
func (l *Live) update(ctx context.Context, ws event.Workspace, touched []event.Person) error {
	l.work.Lock()
	defer l.work.Unlock()
	if err := l.engine.WaitFor(ctx, l.handled.Seq()); err != nil { // what has been passed over does not come again
		return err
	}
	known, err := l.store.all(ctx)
	if err != nil {
		return err
	}
	all := known[ws]
	sp := l.space(ws, all)
	if len(all) == 0 {
		return nil
	}
	d, err := l.store.definitions(ctx, ws)
	if err != nil {
		return err
	}
	stamp, err := json.Marshal([]any{d.Touchpoints, d.Stages, d.Zone.String()})
	if err != nil {
		return err
	}
	for _, one := range all {
		rule, err := one.Rule.Expand(finder(all))
		if err == nil {
			err = l.evaluate(ctx, ws, sp, one.ID, rule, stamp, touched, d)
		}
		if err != nil && !fault.Is(err, fault.Invalid) {
			return err
		}
		l.finish(sp, one.ID, err, d)
	}
	return nil
}

// evaluate asks the engine about one segment, for as many people as need be.
func (l *Live) evaluate(
	ctx context.Context, ws event.Workspace, sp *space, id string, rule journey.Segment, stamp []byte, touched []event.Person, d journey.Definitions,
) error {
	text, err := json.Marshal(rule)
	if err != nil {
		return err
	}
	hash := sha256.Sum256(append(text, stamp...))
	key := hex.EncodeToString(hash[:8])
	now := d.Now.Std() // not later: it is the moment that the engine is asked of
	l.mu.Lock()
	s := sp.sets[id]
	begins := s.key != key
	everybody := begins || s.stale || s.looked.IsZero() || touched == nil && rule.DependsOnTime() && now.Sub(s.looked) >= timedEvery
	l.mu.Unlock()
	switch {
	case everybody:
		touched = nil
	case touched == nil:
		return nil
	}
	asOf, members, err := l.engine.Members(ctx, ws, rule, touched, d)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	at := d.Now
	switch {
	case begins:
		sp.begin(s, members)
		s.key, s.lookedBack, s.since = key, false, 0
		s.hours, s.days = nil, nil
	case everybody:
		sp.replace(s, members, at)
	default:
		sp.replaceAmong(s, touched, members, at)
	}
	if everybody {
		s.looked, s.stale = now, asOf < l.passed
	}
	s.asOf = asOf
	l.dirty = true
	return nil
}

// finish notes the size, or what keeps a segment from being asked.
func (l *Live) finish(sp *space, id string, err error, d journey.Definitions) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := sp.sets[id]
	s.fault = ""
	if err != nil {
		s.fault = fieldsOf(err)[0].Message
		return
	}
	s.note(d.Now.Std(), d.Zone)
}

// space is a workspace's sets: one for each of its segments, and no others.
func (l *Live) space(ws event.Workspace, all []Segment) *space {
	l.mu.Lock()
	defer l.mu.Unlock()
	sp := l.spaces[ws]
	if sp == nil {
		sp = newSpace()
		l.spaces[ws] = sp
	}
	for id := range sp.sets {
		if index(all, id) < 0 {
			delete(sp.sets, id)
			l.dirty = true
		}
	}
	for _, one := range all {
		if sp.sets[one.ID] == nil {
			sp.sets[one.ID] = newSet()
		}
	}
	if len(all) == 0 {
		delete(l.spaces, ws)
	}
	return sp
}

// daysBack is how far the sizes of a new segment reach.
const daysBack = 30

// lookBack does one segment's daysBack, and reports whether there was one to do.
func (l *Live) lookBack(ctx context.Context) (bool, error) {
	l.mu.Lock()
	for ws, sp := range l.spaces {
		l.countAgain(sp)
		for id, s := range sp.sets {
			if !s.lookedBack && s.fault == "" && s.key != "" {
				key, since := s.key, s.since
				l.mu.Unlock()
				return true, l.daysOf(ctx, ws, id, s, key, since)
			}
		}
	}
	l.mu.Unlock()
	return false, nil
}

// daysOf asks how large a segment was at the end of each day before today, of those that end after since.
func (l *Live) daysOf(ctx context.Context, ws event.Workspace, id string, s *set, key string, since event.Time) error {
	known, err := l.store.all(ctx)
	if err != nil {
		return err
	}
	d, err := l.store.definitions(ctx, ws)
	if err != nil {
		return err
	}
	rule, err := journey.Segment{ID: id}.Expand(finder(known[ws]))
	var days []Size
	today := journey.Floor(journey.Day, l.o.Now().UnixMilli(), d.Zone)
	for end, n := today, 0; n < daysBack && end > int64(since) && err == nil; n++ {
		if err = ctx.Err(); err != nil {
			break
		}
		start := journey.Floor(journey.Day, end-1, d.Zone)
		var people int
		if people, err = l.sizeAt(ctx, ws, rule, end, d); err != nil {
			break
		}
		days = append(days, Size{Start: event.Time(start), People: people})
		end = start
	}
	if err != nil && !fault.Is(err, fault.Invalid) { // that one is shown with the segment
		return err
	}
	slices.Reverse(days)
	l.mu.Lock()
	defer l.mu.Unlock()
	if s.key != key {
		return nil
	}
	s.lookedBack, s.since = true, 0
	l.dirty = true
	if len(days) == 0 {
		return nil
	}
	// What was noted of these days was noted without what came in late.
	s.days = slices.DeleteFunc(s.days, func(p Size) bool { return p.Start >= days[0].Start && int64(p.Start) < today })
	at, _ := slices.BinarySearchFunc(s.days, days[0].Start, func(p Size, start event.Time) int { return cmp.Compare(p.Start, start) })
	s.days = slices.Insert(s.days, at, days...)
	return nil
}

// sizeAt is how many people were in a segment at a moment, as the events known today tell.
func (l *Live) sizeAt(ctx context.Context, ws event.Workspace, rule journey.Segment, at int64, d journey.Definitions) (int, error) {
	moment := time.UnixMilli(at)
	rule = rule.AsOf(moment, d.Zone)
	d.Now = event.Time(at)
	a, err := l.engine.Ask(ctx, ws, journey.Question{
		Kind: journey.KindPeople, Range: journey.Range{To: moment.UTC().Format(time.RFC3339Nano)}, Segment: &rule, People: &journey.People{Limit: 1},
	}, d)
	if err != nil || a.Persons == nil {
		return 0, err
	}
	return a.Persons.Total, nil
}
