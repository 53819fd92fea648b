package pain

import (
	"cmp"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/sqldb"
)

//go:embed pain.sql
var statementFile string

// Limits of a workspace.
const (
	maxPains = 1_000
	maxTitle = 300
	maxText  = 10_000
)

// Check tells what is wrong with a question of a workspace (fault.Invalid), saved segments in it included.
type Check func(ctx context.Context, ws event.Workspace, q journey.Question) error

// Store keeps the pain points of all workspaces. It is safe for concurrent use.
type Store struct {
	db         *sqldb.DB
	statements sqldb.Statements
	check      Check
	now        func() time.Time
}

// Open readies the store.
func Open(ctx context.Context, db *sqldb.DB, check Check, now func() time.Time) (*Store, error) {
	s := &Store{db: db, statements: sqldb.ParseStatements(statementFile), check: check, now: now}
	return s, db.Check(ctx, s.statements)
}

// List is a workspace's pain points, the most costly first, and the last look for them; nil where there was none.
func (s *Store) List(ctx context.Context, ws event.Workspace) (all []Pain, last *Look, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		if all, err = s.all(ctx, tx, ws); err != nil {
			return err
		}
		look, ok, err := sqldb.One(ctx, tx, document[Look], s.statements.Get("look"), ws)
		if ok {
			last = &look
		}
		return err
	})
	slices.SortStableFunc(all, func(a, b Pain) int { return byCost(a.Seen, b.Seen) })
	return all, last, err
}

// byCost puts what costs most first: value, then people lost, then people. A loss whose interval reaches 0 ranks as none.
func byCost(a, b Figures) int {
	sure := func(v journey.Interval) float64 {
		if v.Low <= 0 {
			return 0
		}
		return v.Value
	}
	return cmp.Or(
		cmp.Compare(sure(b.ValueLost), sure(a.ValueLost)), cmp.Compare(sure(b.PeopleLost), sure(a.PeopleLost)), cmp.Compare(b.People, a.People),
	)
}

func (s *Store) all(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace) ([]Pain, error) {
	return sqldb.All(ctx, tx, scan, s.statements.Get("all"), ws)
}

// Get is one pain point. Faults: NotFound.
func (s *Store) Get(ctx context.Context, ws event.Workspace, id string) (p Pain, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		p, err = s.one(ctx, tx, ws, id)
		return err
	})
	return p, err
}

func (s *Store) one(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, id string) (Pain, error) {
	p, ok, err := sqldb.One(ctx, tx, scan, s.statements.Get("one"), ws, id)
	if err == nil && !ok {
		err = fault.New(fault.NotFound, "This workspace has no pain point %q.", id)
	}
	return p, err
}

// History is what happened to a pain point, the oldest first. Faults: NotFound.
func (s *Store) History(ctx context.Context, ws event.Workspace, id string) (all []Change, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		if _, err := s.one(ctx, tx, ws, id); err != nil {
			return err
		}
		all, err = sqldb.All(ctx, tx, document[Change], s.statements.Get("history"), ws, id)
		return err
	})
	return all, err
}

func scan(row sqldb.Scanner) (p Pain, err error) {
	var id, text string
	var version int
	var created, changed event.Time
	if err := row.Scan(&id, &text, &version, &created, &changed); err != nil {
		return p, err
	}
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		return p, fmt.Errorf("pain point %s: %w", id, err)
	}
	p.ID, p.Version, p.Created, p.Changed = id, version, created, changed
	return p, nil
}

func document[T any](row sqldb.Scanner) (v T, err error) {
	var text string
	if err := row.Scan(&text); err != nil {
		return v, err
	}
	return v, json.Unmarshal([]byte(text), &v)
}

// Create makes a pain point that somebody wrote. Steps join the same transaction. Faults: Invalid, TooLarge.
func (s *Store) Create(ctx context.Context, ws event.Workspace, by string, p Pain, also ...sqldb.Step) (Pain, error) {
	if err := s.tidy(ctx, ws, &p); err != nil {
		return p, err
	}
	err := s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		all, err := s.all(ctx, tx.Read(), ws)
		if err != nil {
			return err
		}
		if len(all) >= maxPains {
			return fault.New(fault.TooLarge, "A workspace has at most %d pain points: delete those that nobody needs.", maxPains)
		}
		p.ChangedBy = by
		if err := s.insert(ctx, tx, ws, &p, Change{By: by, Do: DoMake}); err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
	return p, err
}

// insert gives a pain point its id and stamp, and begins its history.
func (s *Store) insert(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, p *Pain, first Change) error {
	n, err := tx.Next(ctx, "pain")
	if err != nil {
		return err
	}
	now := event.TimeOf(s.now())
	p.ID, p.Version, p.Created, p.Changed = fmt.Sprintf("k%d", n), 1, now, now
	if err := s.put(ctx, tx, "insert", ws, *p); err != nil {
		return err
	}
	return s.note(ctx, tx, ws, *p, first)
}

func (s *Store) put(ctx context.Context, tx *sqldb.WriteTx, statement string, ws event.Workspace, p Pain) error {
	raw, err := json.Marshal(p)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, s.statements.Get(statement), raw, p.Version, p.Created, p.Changed, ws, p.ID)
	return err
}

// note adds to the history what has just happened.
func (s *Store) note(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, p Pain, c Change) error {
	c.At, c.Status = event.TimeOf(s.now()), p.Status
	raw, err := json.Marshal(c)
	if err != nil {
		return err
	}
	n, err := tx.Next(ctx, "pain change")
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, s.statements.Get("addHistory"), ws, p.ID, n, raw)
	return err
}

// Patch changes a pain point; what is nil stays.
type Patch struct {
	Version int // the one that was looked at; 0 changes any
	Title   *string
	Note    *string
	Place   *Place
	Owner   *string
	Status  *Status
	Reason  *string
	Mended  *string
	Answer  *string
}

// Update changes a pain point. Steps join the same transaction. Faults: Invalid, NotFound, Conflict (another version, which the
// fault carries).
func (s *Store) Update(ctx context.Context, ws event.Workspace, id, by string, patch Patch, also ...sqldb.Step) (p Pain, err error) {
	err = s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		old, err := s.one(ctx, tx.Read(), ws, id)
		if err != nil {
			return err
		}
		if patch.Version != 0 && patch.Version != old.Version {
			return fault.Stale("pain point", old)
		}
		p = old
		change := Change{By: by, Do: DoChange, Fields: patch.to(&p)}
		if err := s.tidy(ctx, ws, &p); err != nil {
			return err
		}
		p.settle(old)
		p.Version, p.Changed, p.ChangedBy = old.Version+1, event.TimeOf(s.now()), by
		if p.Status != old.Status {
			seen := p.Seen
			change.Reason, change.Figures = p.Reason, &seen
		}
		if err := s.put(ctx, tx, "update", ws, p); err != nil {
			return err
		}
		if err := s.note(ctx, tx, ws, p, change); err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
	return p, err
}

// to writes the patch into a pain point and names what it changes.
func (c Patch) to(p *Pain) (fields []string) {
	text := func(name string, to *string, from *string) {
		if from != nil && *to != *from {
			*to, fields = *from, append(fields, name)
		}
	}
	text("title", &p.Title, c.Title)
	text("note", &p.Note, c.Note)
	text("owner", &p.Owner, c.Owner)
	text("reason", &p.Reason, c.Reason)
	text("mended", &p.Mended, c.Mended)
	text("answer", &p.Answer, c.Answer)
	if c.Status != nil && *c.Status != p.Status {
		p.Status, fields = *c.Status, append(fields, "status")
	}
	if c.Place != nil {
		p.Place, fields = *c.Place, append(fields, "place")
	}
	return fields
}

// settle keeps what belongs to a status with it: a dismissed one remembers how bad it was.
func (p *Pain) settle(old Pain) {
	if p.Status != Dismissed {
		p.Reason, p.Then = "", nil
	} else if old.Status != Dismissed {
		seen := old.Seen
		p.Then = &seen
	}
	if p.Status != Mended {
		p.Mended = ""
	}
}

// Delete takes a pain point away with its history; one that is still measured is proposed again at the next look. Faults: NotFound.
func (s *Store) Delete(ctx context.Context, ws event.Workspace, id string, also ...sqldb.Step) error {
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if _, err := s.one(ctx, tx.Read(), ws, id); err != nil {
			return err
		}
		for _, statement := range []string{"deleteHistory", "delete"} {
			if _, err := tx.Exec(ctx, s.statements.Get(statement), ws, id); err != nil {
				return err
			}
		}
		return tx.Run(ctx, also...)
	})
}

// tidy trims the texts and tells what is wrong with a pain point.
func (s *Store) tidy(ctx context.Context, ws event.Workspace, p *Pain) error {
	var faults []fault.Field
	bad := func(field, message string, args ...any) {
		faults = append(faults, fault.Field{Name: field, Message: fmt.Sprintf(message, args...)})
	}
	for _, c := range []struct {
		field string
		text  *string
		most  int
	}{
		{"title", &p.Title, maxTitle},
		{"note", &p.Note, maxText},
		{"owner", &p.Owner, 200},
		{"reason", &p.Reason, 2_000},
		{"answer", &p.Answer, 40},
		{"touchpoint", &p.Touchpoint, 100},
		{"stage", &p.Stage, 100},
		{"channel", &p.Channel, 40},
	} {
		*c.text = strings.TrimSpace(*c.text)
		if n := utf8.RuneCountInString(*c.text); n > c.most || !utf8.ValidString(*c.text) {
			bad(c.field, "must be text of at most %d characters", c.most)
		}
	}
	if p.Title == "" && p.Message == "" {
		bad("title", "is missing: say what hurts")
	}
	if p.Kind = cmp.Or(p.Kind, Told); !slices.Contains(kinds(), p.Kind) {
		bad("kind", "is none of the kinds that there are")
	}
	if p.Status = cmp.Or(p.Status, Opened); !slices.Contains(Statuses(), p.Status) {
		bad("status", "is none of the statuses that there are")
	}
	if p.Status == Dismissed && p.Reason == "" {
		bad("reason", "is missing: say why this is no pain point, for whoever meets it again")
	}
	s.checkMended(p, bad)
	if q := p.Evidence.Question; q != nil {
		err := s.check(ctx, ws, *q)
		if err != nil && !fault.Is(err, fault.Invalid) {
			return err
		}
		if err != nil {
			bad("evidence.question", "cannot be asked: %s", err)
		}
	}
	if len(faults) > 0 {
		return fault.InvalidFields("This pain point cannot be saved.", faults)
	}
	return nil
}

func (s *Store) checkMended(p *Pain, bad func(field, message string, args ...any)) {
	if p.Status != Mended {
		return
	}
	if p.Mended == "" {
		p.Mended = s.now().UTC().Format(time.DateOnly)
	}
	// A day more: somewhere it is already tomorrow.
	if day, err := time.Parse(time.DateOnly, p.Mended); err != nil || day.After(s.now().Add(24*time.Hour)) {
		bad("mended", "must be a day that has begun, such as 2026-03-01")
	}
}
