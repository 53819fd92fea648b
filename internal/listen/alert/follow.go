package alert

import (
	"context"
	"encoding/json"

	"jejak/internal/event"
	"jejak/internal/follow"
	"jejak/internal/sqldb"
)

// mentioned is the name of the events that are looked at.
const mentioned = "Mentioned"

// cursorFeed keeps the follower's place beside the alerts.
type cursorFeed struct {
	follow.Feed
	store *Store
}

// Cursor is the place that the alerts are of.
func (f cursorFeed) Cursor(string) (seq uint64, err error) {
	err = f.store.db.Read(context.Background(), func(tx *sqldb.ReadTx) error {
		seq, err = f.store.place(context.Background(), tx)
		return err
	})
	seq = min(seq, f.LastSeq())
	f.store.handled.Set(seq)
	return seq, err
}

// SetCursor keeps the place where nothing was raised for a while; alerts have it in their own transaction.
func (f cursorFeed) SetCursor(_ string, seq uint64) error {
	return f.store.keep(context.Background(), nil, seq)
}

func (s *Store) place(ctx context.Context, tx *sqldb.ReadTx) (uint64, error) {
	seq, _, err := sqldb.One(ctx, tx, sqldb.Into[uint64], s.statements.Get("place"))
	return seq, err
}

// Start follows the feed in the background. A Store starts once.
func (s *Store) Start(feed follow.Feed) error {
	s.starting.Lock()
	defer s.starting.Unlock()
	if s.follower == nil {
		s.follower = follow.New(cursorFeed{feed, s}, "alerts", s.handle, follow.Options{Logger: s.o.Logger})
	}
	return s.follower.Start()
}

// Stop ends the work.
func (s *Store) Stop(ctx context.Context) error {
	s.starting.Lock()
	defer s.starting.Unlock()
	if s.follower == nil {
		return nil
	}
	return s.follower.Stop(ctx)
}

// WaitFor returns when a change has been looked at.
func (s *Store) WaitFor(ctx context.Context, seq uint64) error { return s.handled.WaitFor(ctx, seq) }

// raisedAlert is an alert with whose it is.
type raisedAlert struct {
	ws event.Workspace
	Alert
}

// handle looks at a batch of changes.
func (s *Store) handle(ctx context.Context, changes []event.Change) error {
	spaces := map[event.Workspace]bool{}
	for _, c := range changes {
		if c.Event != nil && c.Event.Name == mentioned {
			spaces[c.Workspace] = true
		}
	}
	first, last := changes[0].Seq, changes[len(changes)-1].Seq
	var raised []raisedAlert
	for ws := range spaces {
		conditions, err := s.Conditions(ctx, ws)
		if err != nil {
			return err
		}
		if len(conditions) == 0 {
			delete(s.watching, ws)
			continue
		}
		if err := s.o.WaitFor(ctx, last); err != nil {
			return err
		}
		alerts, err := s.look(ctx, ws, conditions, first-1, last)
		if err != nil {
			delete(s.watching, ws) // it is made again from what is kept
			return err
		}
		raised = append(raised, alerts...)
	}
	if len(raised) > 0 {
		if err := s.keep(ctx, raised, last); err != nil {
			clear(s.watching)
			return err
		}
	}
	s.handled.Set(last)
	return nil
}

// look holds the mentions after a change, up to another one, against conditions.
func (s *Store) look(ctx context.Context, ws event.Workspace, conditions []Condition, after, upTo uint64) (raised []raisedAlert, err error) {
	w, err := s.watch(ctx, ws, conditions, after)
	if err != nil {
		return nil, err
	}
	words := asksForWords(conditions)
	err = s.o.Mentions(ctx, ws, w.upTo, upTo, words, func(m Mention) {
		for _, one := range w.watchers {
			if a := one.see(&m); a != nil {
				raised = append(raised, raisedAlert{ws, *a})
			}
		}
	})
	w.upTo = upTo
	return raised, err
}

func asksForWords(conditions []Condition) bool {
	for _, c := range conditions {
		if c.Kind == NewWord {
			return true
		}
	}
	return false
}

// watch is the watchers of conditions, with what they have to know of mentions up to a change: where a condition is new or changed, they
// look through these again, without raising anything.
func (s *Store) watch(ctx context.Context, ws event.Workspace, conditions []Condition, after uint64) (*watch, error) {
	known := s.watching[ws]
	if known != nil && known.upTo <= after && same(known.watchers, conditions) {
		return known, nil // what lies between had no mentions
	}
	w := &watch{upTo: after}
	for _, c := range conditions {
		var last *event.Time
		err := s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
			at, ok, err := sqldb.One(ctx, tx, sqldb.Into[event.Time], s.statements.Get("last"), ws, c.ID)
			if ok {
				last = &at
			}
			return err
		})
		if err != nil {
			return nil, err
		}
		past := c
		past.since = max(c.since, after)
		one := newWatcher(past, last)
		w.watchers = append(w.watchers, one)
	}
	err := s.o.Mentions(ctx, ws, 0, after, asksForWords(conditions), func(m Mention) {
		for _, one := range w.watchers {
			one.see(&m)
		}
	})
	s.watching[ws] = w
	return w, err
}

func same(watchers []*watcher, conditions []Condition) bool {
	if len(watchers) != len(conditions) {
		return false
	}
	for i, c := range conditions {
		if watchers[i].c.ID != c.ID || watchers[i].c.Version != c.Version {
			return false
		}
	}
	return true
}

// keep writes alerts and the place that they are of, together. What lies before the place is there.
func (s *Store) keep(ctx context.Context, raised []raisedAlert, last uint64) error {
	made := event.TimeOf(s.o.Now())
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		place, err := s.place(ctx, tx.Read())
		if err != nil {
			return err
		}
		for _, a := range raised {
			if a.Seq <= place {
				continue
			}
			a.Made = made
			body, err := json.Marshal(a.Alert)
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, s.statements.Get("raise"), a.ws, a.Condition, a.Seq, a.At, made, body); err != nil {
				return err
			}
		}
		_, err = tx.Exec(ctx, s.statements.Get("setPlace"), last)
		return err
	})
}
