package maps

import (
	"cmp"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/sqldb"
)

//go:embed maps.sql
var statementFile string

// Limits of a workspace.
const (
	maxMaps   = 500
	snapEvery = 50 // revisions between snapshots

	maxRecent      = 64        // maps kept in memory
	maxRecentBytes = 128 << 20 // of them together
)

// Author is who changes something.
type Author struct {
	Actor string // such as user:3
	User  int64  // 0 where it is a program
	Name  string
}

// Passwords hashes and checks the passwords of links.
type Passwords interface {
	HashPassword(ctx context.Context, password string) (string, error)
	CheckPassword(ctx context.Context, password, hash string) (bool, error)
}

// Options is what a store stands on.
type Options struct {
	// Rules are what evidence means in a workspace now.
	Rules func(ctx context.Context, ws event.Workspace) (journey.Definitions, error)
	// Segments are the rules of a workspace's saved segments now, by id.
	Segments  func(ctx context.Context, ws event.Workspace) (map[string]journey.Segment, error)
	Passwords Passwords
	Now       func() time.Time
}

// Store keeps the maps of all workspaces. It is safe for concurrent use.
type Store struct {
	db         *sqldb.DB
	statements sqldb.Statements
	o          Options
	Feed       *Feed

	mu     sync.Mutex
	recent map[mapKey]at
}

// mapKey names a map of a workspace.
type mapKey struct {
	ws event.Workspace
	id string
}

// at is a map at a revision.
type at struct {
	revision int64
	doc      *doc
}

// Open readies the store.
func Open(ctx context.Context, db *sqldb.DB, o Options) (*Store, error) {
	s := &Store{db: db, statements: sqldb.ParseStatements(statementFile), o: o, Feed: newFeed(o.Now), recent: map[mapKey]at{}}
	return s, db.Check(ctx, s.statements)
}

// List is a workspace's maps, the oldest first.
func (s *Store) List(ctx context.Context, ws event.Workspace) (all []Map, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		all, err = sqldb.All(ctx, tx, scanMap, s.statements.Get("maps"), ws)
		return err
	})
	return all, err
}

func scanMap(row sqldb.Scanner) (m Map, err error) {
	var personas string
	err = row.Scan(&m.ID, &m.Name, &m.Description, &m.State, &m.Pair, &personas, &m.Owner, &m.Revision, &m.Created, &m.Changed, &m.ChangedBy)
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal([]byte(personas), &m.Personas); err != nil {
		return m, fmt.Errorf("personas of map %s: %w", m.ID, err)
	}
	return m, nil
}

func (s *Store) find(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, id string) (Map, error) {
	m, ok, err := sqldb.One(ctx, tx, scanMap, s.statements.Get("map"), ws, id)
	if err == nil && !ok {
		err = fault.New(fault.NotFound, "This workspace has no map %q.", id)
	}
	return m, err
}

// Has tells whether there is a map, and at which revision. Faults: NotFound.
func (s *Store) Has(ctx context.Context, ws event.Workspace, id string) (revision int64, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		m, err := s.find(ctx, tx, ws, id)
		revision = m.Revision
		return err
	})
	return revision, err
}

// View is a map at a revision.
type View struct {
	Map     Map      `json:"map"`
	Sheet   Sheet    `json:"sheet"`
	Version *Version `json:"version,omitempty" doc:"where this revision has a name"`
	Rules   *Rules   `json:"rules,omitempty" doc:"of an old revision, and of one with a name: what its evidence meant then"`
	Old     bool     `json:"-"` // a later revision has taken its place
}

// Get is a map at a revision, 0 being the last one. Faults: NotFound.
func (s *Store) Get(ctx context.Context, ws event.Workspace, id string, revision int64) (v View, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		v, err = s.view(ctx, tx, ws, id, revision)
		return err
	})
	return v, err
}

func (s *Store) view(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, id string, revision int64) (v View, err error) {
	if v.Map, err = s.find(ctx, tx, ws, id); err != nil {
		return v, err
	}
	d, err := s.doc(ctx, tx, ws, v.Map, cmp.Or(revision, v.Map.Revision))
	if err != nil {
		return v, err
	}
	if v.Sheet, err = d.sheet(); err != nil {
		return v, err
	}
	if revision != 0 && revision != v.Map.Revision {
		e, _, err := sqldb.One(ctx, tx, scanEntry, s.statements.Get("changeAt"), ws, id, revision)
		if err != nil {
			return v, err
		}
		if err := v.Map.describe(d); err != nil {
			return v, err
		}
		v.Map.Revision, v.Map.Changed, v.Map.ChangedBy, v.Old = revision, e.At, e.By, true
	}
	if v.Version, v.Rules, err = s.version(ctx, tx, ws, id, v.Map.Revision); err != nil {
		return v, err
	}
	if v.Old && v.Rules == nil {
		v.Rules, err = s.rulesAt(ctx, tx, ws, id, v.Map.Revision)
	}
	return v, err
}

func (m *Map) describe(d *doc) error {
	h, err := d.head()
	m.Name, m.Description, m.Owner, m.Personas = h.Name, h.Description, h.Owner, h.Personas
	m.State = cmp.Or(h.State, m.State)
	return err
}

// Draft is a map to be made.
type Draft struct {
	Name, Description string
	State             State
	Personas          []Persona
	Sheet             Sheet
}

// Create makes a map. Steps join the same transaction. Faults: Invalid, TooLarge.
func (s *Store) Create(ctx context.Context, ws event.Workspace, by Author, draft Draft, also ...sqldb.Step) (v View, err error) {
	draft.State = cmp.Or(draft.State, AsIs)
	ops, err := puts(head{Name: strings.TrimSpace(draft.Name), Description: draft.Description, Owner: by.Name, Personas: draft.Personas, State: draft.State}, draft.Sheet)
	if err != nil {
		return v, err
	}
	rules, err := s.ruled(ctx, ws)
	if err != nil {
		return v, err
	}
	var m Map
	err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if m, err = s.insert(ctx, tx, ws, by, Map{State: draft.State}, ops, rules); err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
	if err != nil {
		return v, err
	}
	return s.Get(ctx, ws, m.ID, 0)
}

// insert makes a map out of operations, as its first revision.
func (s *Store) insert(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, by Author, m Map, ops []Op, rules ruled) (Map, error) {
	count, _, err := sqldb.One(ctx, tx.Read(), sqldb.Into[int], s.statements.Get("countMaps"), ws)
	if err != nil {
		return m, err
	}
	if count >= maxMaps {
		return m, fault.New(fault.TooLarge, "A workspace has at most %d maps: delete one first.", maxMaps)
	}
	if m.State != AsIs && m.State != ToBe {
		return m, fault.InvalidFields("This map cannot be made.", []fault.Field{{Name: "state", Message: "must be as_is or to_be"}})
	}
	n, err := tx.Next(ctx, "map")
	if err != nil {
		return m, err
	}
	m.ID = fmt.Sprintf("m%d", n)
	m.Created = event.TimeOf(s.o.Now())
	m.Personas = []Persona{}
	if err := s.putMap(ctx, tx, "insertMap", ws, m); err != nil {
		return m, err
	}
	d, played, _, err := apply(newDoc(), ops, nil, moment{by.Name, m.Created})
	if err != nil {
		return m, err
	}
	if err := s.watch(ctx, tx, ws, m.ID, by); err != nil {
		return m, err
	}
	return s.commit(ctx, tx, ws, m, by, Change{ID: "made-" + m.ID, rules: rules}, d, played, nil)
}

func (s *Store) putMap(ctx context.Context, tx *sqldb.WriteTx, statement string, ws event.Workspace, m Map) error {
	if m.Personas == nil {
		m.Personas = []Persona{}
	}
	personas, err := json.Marshal(m.Personas)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, s.statements.Get(statement),
		m.Name, m.Description, m.State, m.Pair, personas, m.Owner, m.Revision, m.Created, m.Changed, m.ChangedBy, ws, m.ID)
	return err
}

// Delete takes a map away with all that belongs to it. Faults: NotFound.
func (s *Store) Delete(ctx context.Context, ws event.Workspace, id string, also ...sqldb.Step) error {
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		m, err := s.find(ctx, tx.Read(), ws, id)
		if err != nil {
			return err
		}
		for _, what := range []string{"Changes", "Snapshots", "Versions", "Comments", "Tasks", "Shares", "Images", "Watches", "Map"} {
			if _, err := tx.Exec(ctx, s.statements.Get("delete"+what), ws, id); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, s.statements.Get("deleteUnusedRules"), ws, ws); err != nil {
			return err
		}
		if m.Pair != "" {
			if _, err := tx.Exec(ctx, s.statements.Get("setPair"), "", ws, m.Pair); err != nil {
				return err
			}
		}
		tx.AfterCommit(func() { s.forget(ws, id); s.Feed.wake(ws, id) })
		return tx.Run(ctx, also...)
	})
}

// doc is a map at a revision: the nearest snapshot and the changes since.
func (s *Store) doc(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, m Map, revision int64) (*doc, error) {
	if revision < 1 || revision > m.Revision {
		return nil, fault.New(fault.NotFound, "This map has no revision %d: its last one is %d.", revision, m.Revision)
	}
	s.mu.Lock()
	known := s.recent[mapKey{ws, m.ID}]
	s.mu.Unlock()
	if known.revision == revision {
		return known.doc, nil
	}
	from, d := int64(0), newDoc()
	snap, ok, err := sqldb.One(ctx, tx, func(row sqldb.Scanner) (a at, err error) {
		var raw string
		if err := row.Scan(&a.revision, &raw); err != nil {
			return a, err
		}
		a.doc, err = decodeDoc([]byte(raw))
		return a, err
	}, s.statements.Get("snapshot"), ws, m.ID, revision)
	if err != nil {
		return nil, fmt.Errorf("snapshot of map %s: %w", m.ID, err)
	}
	if ok {
		from, d = snap.revision, snap.doc
	}
	if known.doc != nil && known.revision > from && known.revision < revision {
		from, d = known.revision, known.doc.clone()
	}
	played := from
	err = s.entries(ctx, tx, ws, m.ID, from, revision, func(e Entry) error {
		for _, op := range e.Ops {
			d.play(op)
		}
		played++
		return nil
	})
	if err != nil {
		return nil, err
	}
	if played != revision {
		return nil, fmt.Errorf("map %s lacks changes between the revisions %d and %d", m.ID, from, revision)
	}
	if revision == m.Revision {
		s.remember(ws, m.ID, at{revision, d})
	}
	return d, nil
}

func (s *Store) remember(ws event.Workspace, id string, a at) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k := mapKey{ws, id}
	if s.recent[k].revision > a.revision {
		return
	}
	s.recent[k] = a
	total := 0
	for _, one := range s.recent {
		total += one.doc.bytes + one.doc.goneBytes
	}
	for other, one := range s.recent {
		if len(s.recent) <= maxRecent && total <= maxRecentBytes {
			return
		}
		if other != k {
			total -= one.doc.bytes + one.doc.goneBytes
			delete(s.recent, other)
		}
	}
}

func (s *Store) forget(ws event.Workspace, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.recent, mapKey{ws, id})
}

// From fills a draft with what a template holds, in a language; what the draft says itself stays.
func (d Draft) From(t Template, lang string) Draft {
	d.Sheet, d.Personas = t.Sheet(lang), t.Personas(lang)
	d.Description, d.State = cmp.Or(d.Description, t.Description(lang)), cmp.Or(d.State, t.State)
	return d
}
