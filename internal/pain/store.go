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

	"jejak/internal/document"
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
	pains      *document.Store[Pain]
	db         *sqldb.DB
	statements sqldb.Statements
	check      Check
	now        func() time.Time
}

// Open readies the store.
func Open(ctx context.Context, db *sqldb.DB, check Check, now func() time.Time) (*Store, error) {
	statements := sqldb.ParseStatements(statementFile)
	pains, err := document.Open(ctx, db, document.Kind[Pain]{
		Name: "pain point", Most: maxPains, Full: "pain points: delete those that nobody needs", Series: "pain", Prefix: "k",
		Head: func(p *Pain) (*string, *document.Stamp) { return &p.ID, &p.Stamp },
	}, statements, now)
	return &Store{pains: pains, db: db, statements: statements, check: check, now: now}, err
}

// List is a workspace's pain points, the most costly first, and the last look for them; nil where there was none.
func (s *Store) List(ctx context.Context, ws event.Workspace) (all []Pain, last *Look, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		if all, err = s.pains.All(ctx, tx, ws); err != nil {
			return err
		}
		look, ok, err := sqldb.One(ctx, tx, whole[Look], s.statements.Get("look"), ws)
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

// Get is one pain point. Faults: NotFound.
func (s *Store) Get(ctx context.Context, ws event.Workspace, id string) (Pain, error) {
	return s.pains.Get(ctx, ws, id)
}

// History is what happened to a pain point, the oldest first. Faults: NotFound.
func (s *Store) History(ctx context.Context, ws event.Workspace, id string) (all []Change, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		if _, err := s.pains.One(ctx, tx, ws, id); err != nil {
			return err
		}
		all, err = sqldb.All(ctx, tx, whole[Change], s.statements.Get("history"), ws, id)
		return err
	})
	return all, err
}

func whole[T any](row sqldb.Scanner) (v T, err error) {
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
	p.ChangedBy = by
	err := s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		if err := s.insert(ctx, tx, ws, &p, Change{By: by, Do: DoMake}); err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
	return p, err
}

// insert puts a pain point into the register, and begins its history.
func (s *Store) insert(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, p *Pain, first Change) error {
	if err := s.pains.Insert(ctx, tx, ws, p); err != nil {
		return err
	}
	return s.note(ctx, tx, ws, *p, first)
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
	change := Change{By: by, Do: DoChange}
	var after *Pain
	note := func(ctx context.Context, tx *sqldb.WriteTx) error { return s.note(ctx, tx, ws, *after, change) }
	return s.pains.Change(ctx, ws, id, patch.Version, func(_ *sqldb.WriteTx, p *Pain) error {
		old := *p
		change.Fields = patch.to(p)
		if err := s.tidy(ctx, ws, p); err != nil {
			return err
		}
		p.settle(old)
		p.ChangedBy = by
		if p.Status != old.Status {
			seen := p.Seen
			change.Reason, change.Figures = p.Reason, &seen
		}
		after = p
		return nil
	}, append([]sqldb.Step{note}, also...)...)
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
	history := func(ctx context.Context, tx *sqldb.WriteTx) error {
		_, err := tx.Exec(ctx, s.statements.Get("deleteHistory"), ws, id)
		return err
	}
	return s.pains.Delete(ctx, ws, id, append([]sqldb.Step{history}, also...)...)
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
