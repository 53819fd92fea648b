package maps

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

// One answer holds at most so many changes, and about so many bytes of them.
const (
	maxEntries = 500
	maxAnswer  = 4 << 20
)

func scanEntry(row sqldb.Scanner) (e Entry, err error) {
	var ops, kept string
	if err := row.Scan(&e.Revision, &e.ID, &e.Client, &e.By, &e.At, &e.Note, &ops, &kept); err != nil {
		return e, err
	}
	if err := json.Unmarshal([]byte(ops), &e.Ops); err != nil {
		return e, fmt.Errorf("operations of revision %d: %w", e.Revision, err)
	}
	if err := json.Unmarshal([]byte(kept), &e.Kept); err != nil {
		return e, fmt.Errorf("what revision %d kept: %w", e.Revision, err)
	}
	return e, nil
}

// Change applies a change and tells what it came to; the one that was applied before is answered as then. Faults: NotFound,
// Invalid, TooLarge.
func (s *Store) Change(ctx context.Context, ws event.Workspace, id string, by Author, c Change) (e Entry, err error) {
	if err := c.check(); err != nil {
		return e, err
	}
	if c.rules, err = s.ruled(ctx, ws); err != nil {
		return e, err
	}
	err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		m, err := s.find(ctx, tx.Read(), ws, id)
		if err != nil {
			return err
		}
		before, ok, err := sqldb.One(ctx, tx.Read(), scanEntry, s.statements.Get("changeByID"), ws, id, c.ID)
		if err != nil || ok {
			e = before
			return err
		}
		if c.Base > m.Revision {
			return fault.InvalidFields("This change cannot be applied.", []fault.Field{
				{Name: "base", Message: fmt.Sprintf("is behind the last revision, %d: load the map again", m.Revision)},
			})
		}
		d, err := s.doc(ctx, tx.Read(), ws, m, m.Revision)
		if err != nil {
			return err
		}
		since, err := s.touched(ctx, tx.Read(), ws, id, by, c)
		if err != nil {
			return err
		}
		after, ops, kept, err := apply(d, c.Ops, since, moment{by.Name, event.TimeOf(s.o.Now())})
		if err != nil {
			return err
		}
		if m, err = s.commit(ctx, tx, ws, m, by, c, after, ops, kept); err != nil {
			return err
		}
		e = Entry{Revision: m.Revision, ID: c.ID, By: by.Name, Client: c.Client, At: m.Changed, Note: c.Note, Ops: ops, Kept: kept}
		return nil
	})
	return e, err
}

func (c *Change) check() error {
	var faults []fault.Field
	bad := func(name, format string, args ...any) {
		faults = append(faults, fault.Field{Name: name, Message: fmt.Sprintf(format, args...)})
	}
	if n := len(c.ID); n < 8 || n > 64 || badText(c.ID, 64) != "" {
		bad("id", "must have 8 to 64 characters")
	}
	if message := badText(c.Note, 1000); message != "" {
		bad("note", "%s", message)
	}
	if message := badText(c.Client, 64); message != "" {
		bad("client", "%s", message)
	}
	if c.Base < 0 {
		bad("base", "must be a revision")
	}
	switch n := len(c.Ops); {
	case n == 0:
		bad("ops", "are missing")
	case n > maxOps:
		return fault.New(fault.TooLarge, "A change has at most %d operations, this one has %d: send it in parts.", maxOps, n)
	}
	if len(faults) > 0 {
		return fault.InvalidFields("This change cannot be applied.", faults)
	}
	return nil
}

// touched is what others have changed since the revision that a change was made on, as far as the change needs to know.
func (s *Store) touched(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, id string, by Author, c Change) (touched, error) {
	needed := false
	for _, op := range c.Ops {
		needed = needed || op.Do == Delete
		for name := range op.Fields {
			_, said := op.Was[name]
			needed = needed || !said
		}
	}
	since := touched{}
	if !needed {
		return since, nil
	}
	_, err := sqldb.All(ctx, tx, func(row sqldb.Scanner) (struct{}, error) {
		var raw string
		var ops []Op
		if err := row.Scan(&raw); err != nil {
			return struct{}{}, err
		}
		err := json.Unmarshal([]byte(raw), &ops)
		since.add(ops)
		return struct{}{}, err
	}, s.statements.Get("opsOfOthers"), ws, id, c.Base, by.Actor, c.Client)
	return since, err
}

// commit adds a revision to the log, and to what the list of maps shows.
func (s *Store) commit(
	ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, m Map, by Author, c Change, after *doc, ops []Op, kept []string,
) (Map, error) {
	m.Revision++
	m.Changed, m.ChangedBy = event.TimeOf(s.o.Now()), by.Name
	was := m.State
	if err := m.describe(after); err != nil {
		return m, err
	}
	if m.Pair != "" && m.State != was {
		return m, fault.InvalidFields("This change cannot be applied.", []fault.Field{{Name: "state", Message: "of a map that is paired stays: the other one shows the other state"}})
	}
	if n := utf8.RuneCountInString(m.Name); n == 0 {
		return m, fault.InvalidFields("This change cannot be applied.", []fault.Field{{Name: "name", Message: "of a map must not be empty"}})
	}
	if kept == nil {
		kept = []string{}
	}
	opsRaw, err := json.Marshal(ops)
	if err != nil {
		return m, err
	}
	keptRaw, err := json.Marshal(kept)
	if err != nil {
		return m, err
	}
	_, err = tx.Exec(ctx, s.statements.Get("insertChange"),
		ws, m.ID, m.Revision, c.ID, by.Actor, c.Client, by.Name, m.Changed, c.Note, len(ops), opsRaw, keptRaw, c.rules.hash)
	if err != nil {
		return m, err
	}
	if err := s.keepRules(ctx, tx, ws, c.rules); err != nil {
		return m, err
	}
	if err := s.putMap(ctx, tx, "updateMap", ws, m); err != nil {
		return m, err
	}
	if m.Revision%snapEvery == 0 {
		if err := s.snap(ctx, tx, ws, m.ID, at{m.Revision, after}); err != nil {
			return m, err
		}
	}
	tx.AfterCommit(func() { s.remember(ws, m.ID, at{m.Revision, after}); s.Feed.wake(ws, m.ID) })
	return m, nil
}

func (s *Store) snap(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, id string, a at) error {
	raw, err := a.doc.encode()
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, s.statements.Get("insertSnapshot"), ws, id, a.revision, raw)
	return err
}

// entries hands over the changes after a revision up to another one, in order, until fn returns an error.
func (s *Store) entries(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, id string, after, upTo int64, fn func(Entry) error) error {
	_, err := sqldb.All(ctx, tx, func(row sqldb.Scanner) (none struct{}, err error) {
		e, err := scanEntry(row)
		if err != nil {
			return none, err
		}
		return none, fn(e)
	}, s.statements.Get("changes"), ws, id, after, upTo)
	return err
}

var errEnough = errors.New("enough for one answer")

// Changes are those after a revision, in order, as many as one answer should hold; more tells that there are others behind them.
// Faults: NotFound.
func (s *Store) Changes(ctx context.Context, ws event.Workspace, id string, since int64) (all []Entry, more bool, err error) {
	all = []Entry{}
	bytes := 0
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		m, err := s.find(ctx, tx, ws, id)
		if err != nil {
			return err
		}
		return s.entries(ctx, tx, ws, id, since, m.Revision, func(e Entry) error {
			if len(all) == maxEntries || bytes > maxAnswer {
				return errEnough
			}
			for _, op := range e.Ops {
				bytes += size(op.Fields)
			}
			all = append(all, e)
			return nil
		})
	})
	if errors.Is(err, errEnough) {
		return all, true, nil
	}
	return all, false, err
}
