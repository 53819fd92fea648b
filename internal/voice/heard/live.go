package heard

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"time"

	"jejak/internal/event"
	"jejak/internal/follow"
	"jejak/internal/journey"
	"jejak/internal/sqldb"
)

const (
	batchChanges = 2048
	placeBatch   = 1000 // texts placed on touchpoints in one transaction
)

// cursorFeed keeps the follower's place beside the texts.
type cursorFeed struct {
	follow.Feed
	store *Store
}

// Cursor is the place that the texts are of; where they are of another format, or of a log that had more, all are made again.
func (f cursorFeed) Cursor(string) (uint64, error) {
	ctx := context.Background()
	var at cursor
	err := f.store.db.Read(ctx, func(tx *sqldb.ReadTx) (err error) {
		at, err = f.store.cursor(ctx, tx)
		return err
	})
	if err != nil {
		return 0, err
	}
	if at.format != format || at.seq > f.LastSeq() {
		at.seq = 0
		err = f.store.Forget(ctx)
	}
	if err == nil {
		err = f.store.load(ctx)
	}
	if err != nil {
		return 0, err
	}
	if err := f.store.restore(ctx); err != nil {
		f.store.o.Logger.Warn("voice: the texts of topics are looked for anew", "error", err)
	}
	f.store.handled.Set(at.seq)
	return at.seq, nil
}

type cursor struct {
	seq    uint64
	format int
}

func (s *Store) cursor(ctx context.Context, tx *sqldb.ReadTx) (at cursor, err error) {
	at, _, err = sqldb.One(ctx, tx, func(row sqldb.Scanner) (c cursor, err error) { return c, row.Scan(&c.seq, &c.format) }, s.statements.Get("cursor"))
	return at, err
}

// SetCursor keeps the place where nothing was heard for a while; a batch with texts has it in its own transaction.
func (f cursorFeed) SetCursor(_ string, seq uint64) error {
	ctx := context.Background()
	return f.store.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		_, err := tx.Exec(ctx, f.store.statements.Get("setCursor"), seq, format)
		return err
	})
}

// Forget deletes all that is derived, so that it is made again from the log at the next start. It is not called while the Store follows.
func (s *Store) Forget(ctx context.Context) error {
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		for _, name := range []string{"forget", "forgetTerms", "forgetTopics"} {
			if _, err := tx.Exec(ctx, s.statements.Get(name)); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, s.statements.Get("setCursor"), 0, format)
		return err
	})
}

// Start loads the columns and follows the feed in the background. A Store starts once.
func (s *Store) Start(feed follow.Feed) {
	s.starting.Lock()
	defer s.starting.Unlock()
	if s.follower != nil {
		return
	}
	s.follower = follow.New(cursorFeed{feed, s}, "heard", s.handle, follow.Options{Batch: batchChanges, SaveEvery: 5 * time.Second, Logger: s.o.Logger})
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	since := feed.LastSeq()
	s.done.Go(func() {
		// It reads the columns first, which takes a while where there is much.
		for err := s.follower.Start(); err != nil; err = s.follower.Start() {
			s.o.Logger.Error("voice: what was heard cannot be read", "error", err)
			select {
			case <-ctx.Done():
				return
			case <-time.After(s.o.Every):
			}
		}
		close(s.loaded)
		if s.o.Scorer != nil {
			s.done.Go(func() { s.haveScored(ctx, since) })
		}
		s.done.Go(func() { s.findWanted(ctx) })
		s.watchTouchpoints(ctx)
	})
}

// Stop ends the work. A stopped Store is left alone.
func (s *Store) Stop(ctx context.Context) error {
	s.starting.Lock()
	defer s.starting.Unlock()
	if s.stop == nil {
		return nil
	}
	s.stop()
	s.done.Wait()
	s.stop = nil
	err := s.follower.Stop(ctx)
	if err := s.keepSets(ctx, 0); err != nil { // they can be found anew
		s.o.Logger.Warn("voice: the texts of topics cannot be kept", "error", err)
	}
	return err
}

// Lag is how many changes wait.
func (s *Store) Lag() uint64 {
	select {
	case <-s.loaded:
		return s.follower.Lag()
	default:
		return 0
	}
}

// WaitFor returns when a change has been looked at.
func (s *Store) WaitFor(ctx context.Context, seq uint64) error {
	return s.handled.WaitFor(ctx, seq)
}

// handle takes a batch of changes in: texts first, then who moved.
func (s *Store) handle(ctx context.Context, changes []event.Change) error {
	texts := map[event.Workspace][]Text{}
	places := map[event.Workspace]points{} // their rules are read once a batch
	var moves []event.Change
	for _, c := range changes {
		if !c.From.IsZero() && c.From != c.Person {
			moves = append(moves, c)
		}
		if c.Event == nil || !s.o.Heard(c.Event.Name) {
			continue
		}
		if t, ok := textOf(c.Event, c.Subject, c.Person); ok {
			where, known := places[c.Workspace]
			if !known {
				var err error
				if where, err = s.points(ctx, c.Workspace); err != nil {
					return err
				}
				places[c.Workspace] = where
			}
			t.Touchpoint = where.of(c.Event)
			s.applyCorrection(c.Workspace, &t)
			texts[c.Workspace] = append(texts[c.Workspace], t)
		}
	}
	last := changes[len(changes)-1].Seq
	if len(texts)+len(moves) > 0 {
		if err := s.keep(ctx, texts, moves, last); err != nil {
			return err
		}
	}
	s.handled.Set(last)
	if len(texts) > 0 {
		select {
		case s.came <- struct{}{}:
		default: // it is known already
		}
	}
	return nil
}

func (s *Store) keep(ctx context.Context, texts map[event.Workspace][]Text, moves []event.Change, last uint64) error {
	s.work.Lock()
	defer s.work.Unlock()
	err := s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		at, err := s.cursor(ctx, tx.Read())
		if err != nil {
			return err
		}
		for ws := range texts {
			fresh, err := s.insert(ctx, tx, ws, texts[ws], at.seq)
			if err != nil {
				return err
			}
			texts[ws] = fresh
		}
		for _, m := range moves {
			if _, err := tx.Exec(ctx, s.statements.Get("move"), m.Person.String(), m.Workspace, m.Subject.String()); err != nil {
				return err
			}
		}
		_, err = tx.Exec(ctx, s.statements.Get("setCursor"), last, format)
		return err
	})
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for ws, list := range texts {
		for i := range list {
			s.space(ws).append(&list[i])
		}
	}
	return nil
}

// points are a workspace's touchpoints, with a stamp that another rule changes.
type points struct {
	stamp   string
	ids     []string
	matcher *journey.TouchpointMatcher
}

func (p points) of(e *event.Event) string {
	if i := p.matcher.Of(journey.FactsOf(e)); i >= 0 {
		return p.ids[i]
	}
	return ""
}

func (s *Store) points(ctx context.Context, ws event.Workspace) (p points, err error) {
	all, err := s.o.Touchpoints(ctx, ws)
	if err != nil {
		return p, err
	}
	text, err := json.Marshal(all)
	if err != nil {
		return p, err
	}
	sum := sha256.Sum256(text)
	p.stamp = hex.EncodeToString(sum[:8])
	for _, t := range all {
		p.ids = append(p.ids, t.ID)
	}
	p.matcher, err = journey.NewTouchpointMatcher(all)
	return p, err
}

// findWanted looks for texts once at the start, whenever somebody waits for some, and again where that failed.
func (s *Store) findWanted(ctx context.Context) {
	for ctx.Err() == nil {
		s.findSets(ctx)
		s.searched.Set(s.searched.Seq() + 1)
		sleep(ctx, s.untilDue(), s.wanting)
	}
}

// findSets looks the texts of all themes and topics up, so that nobody who opens a screen waits for it.
func (s *Store) findSets(ctx context.Context) {
	s.mu.RLock()
	all := slices.Collect(maps.Keys(s.spaces))
	s.mu.RUnlock()
	for _, ws := range all {
		if err := s.findSetsOf(ctx, ws); err != nil && ctx.Err() == nil {
			s.o.Logger.Error("voice: the texts of themes and topics cannot be found", "error", err)
		}
	}
}

// findSetsOf is refresh in the background: one that cannot be looked up keeps the others from nothing.
func (s *Store) findSetsOf(ctx context.Context, ws event.Workspace) error {
	all, err := s.wanted(ctx, ws)
	if err != nil {
		return err
	}
	s.forgetFailures(ws, all)
	if s.fresh(ws, all, s.settled) {
		return nil
	}
	var faults []error
	for _, one := range all {
		if !s.settled(ws, one) {
			faults = append(faults, s.look(ctx, ws, one))
		}
	}
	s.forgetGone(ws, all)
	return errors.Join(faults...)
}

// keepEvery is after how many texts the sets are kept again: what a start after a crash has to look through.
const keepEvery = 20_000

// watchTouchpoints places texts anew where the rules of touchpoints have changed, and keeps what was found meanwhile.
func (s *Store) watchTouchpoints(ctx context.Context) {
	ticker := time.NewTicker(s.o.Every)
	defer ticker.Stop()
	for {
		if err := s.PlaceAnew(ctx); err != nil && ctx.Err() == nil {
			s.o.Logger.Error("voice: texts cannot be placed on touchpoints", "error", err)
		}
		if err := s.keepSets(ctx, keepEvery); err != nil && ctx.Err() == nil {
			s.o.Logger.Error("voice: the texts of topics cannot be kept", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// PlaceAnew places the texts of workspaces whose touchpoints have changed since they were placed.
func (s *Store) PlaceAnew(ctx context.Context) error {
	s.mu.RLock()
	last := map[event.Workspace]uint64{}
	for ws, sp := range s.spaces {
		if n := len(sp.rows); n > 0 {
			last[ws] = sp.rows[n-1].seq
		}
	}
	s.mu.RUnlock()
	for ws, upTo := range last {
		p, err := s.points(ctx, ws)
		if err != nil {
			return err
		}
		s.mu.RLock()
		stamp, known := s.stamps[ws]
		s.mu.RUnlock()
		if stamp == p.stamp {
			continue
		}
		if known { // else they were just placed for the first time
			if err := s.placeAll(ctx, ws, p, upTo); err != nil {
				return err
			}
		}
		err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
			_, err := tx.Exec(ctx, s.statements.Get("setStamp"), ws, p.stamp)
			return err
		})
		if err != nil {
			return err
		}
		s.mu.Lock()
		s.stamps[ws] = p.stamp
		s.mu.Unlock()
	}
	return nil
}

func (s *Store) placeAll(ctx context.Context, ws event.Workspace, p points, upTo uint64) error {
	var after uint64
	for {
		n, last, err := s.placeSome(ctx, ws, p, after, upTo)
		if err != nil || n < placeBatch {
			return err
		}
		after = last
	}
}

func (s *Store) placeSome(ctx context.Context, ws event.Workspace, p points, after, upTo uint64) (n int, last uint64, err error) {
	var rows []Text
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) (err error) {
		rows, err = sqldb.All(ctx, tx, func(row sqldb.Scanner) (t Text, err error) {
			var subject string
			if err := row.Scan(&t.Seq, &t.At, &subject, &t.Touchpoint); err != nil {
				return t, err
			}
			return t, t.subject.UnmarshalText([]byte(subject))
		}, s.statements.Get("places"), ws, after, upTo, placeBatch)
		return err
	})
	if err != nil || len(rows) == 0 {
		return 0, 0, err
	}
	last = rows[len(rows)-1].Seq
	var moved []Text
	for _, t := range rows {
		e, err := s.o.Event(ctx, ws, t.subject, t.At, t.Seq)
		if err != nil {
			return 0, 0, err
		}
		if e == nil {
			continue
		}
		if to := p.of(e); to != t.Touchpoint {
			t.Touchpoint = to
			moved = append(moved, t)
		}
	}
	return len(rows), last, s.place(ctx, ws, moved)
}

func (s *Store) place(ctx context.Context, ws event.Workspace, moved []Text) error {
	if len(moved) == 0 {
		return nil
	}
	s.work.Lock()
	defer s.work.Unlock()
	err := s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		for _, t := range moved {
			if _, err := tx.Exec(ctx, s.statements.Get("place"), t.Touchpoint, t.Seq); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	sp := s.space(ws)
	for _, t := range moved {
		if i, ok := sp.of(t.Seq); ok {
			sp.rows[i].touchpoint = sp.words.number(t.Touchpoint)
		}
	}
	return nil
}
