// Package segment keeps saved segments, rules over people with a name, and who is in each of them at every moment.
package segment

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/sqldb"
)

//go:embed segment.sql
var statementFile string

// Segment is a rule over people with a name. Its rule can name other segments by their ids.
type Segment struct {
	ID          string          `json:"id"`
	Name        string          `json:"name"`
	Description string          `json:"description"`
	Owner       string          `json:"owner"`
	Rule        journey.Segment `json:"rule"`
	Version     int             `json:"version"`
	Created     event.Time      `json:"created"`
	Changed     event.Time      `json:"changed"`
}

// Draft is a new segment.
type Draft struct {
	Name        string
	Description string
	Owner       string
	Rule        journey.Segment
}

// Patch changes what it gives of the version that it is meant for; version 0 is any.
type Patch struct {
	Version     int
	Name        *string
	Description *string
	Owner       *string
	Rule        *journey.Segment
}

// Limits of a workspace.
const (
	maxSegments    = 200 // each of them is kept up to date with every event
	maxName        = 200
	maxDescription = 5000
)

// Definitions are what a workspace's questions are read with.
type Definitions func(ctx context.Context, ws event.Workspace) (journey.Definitions, error)

// Store keeps the segments of all workspaces. It is safe for concurrent use.
type Store struct {
	db          *sqldb.DB
	statements  sqldb.Statements
	definitions Definitions
	now         func() time.Time

	mu      sync.Mutex
	known   map[event.Workspace][]Segment // as committed; nil: to be read
	changed chan struct{}                 // closed at the next change
}

// Open readies the store.
func Open(ctx context.Context, db *sqldb.DB, definitions Definitions, now func() time.Time) (*Store, error) {
	s := &Store{
		db: db, statements: sqldb.ParseStatements(statementFile), definitions: definitions, now: now, changed: make(chan struct{}),
	}
	if err := db.Check(ctx, s.statements); err != nil {
		return nil, err
	}
	_, err := s.all(ctx)
	return s, err
}

// List is a workspace's segments, the oldest first.
func (s *Store) List(ctx context.Context, ws event.Workspace) ([]Segment, error) {
	known, err := s.all(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]Segment, len(known[ws]))
	for i, one := range known[ws] {
		if list[i], err = own(one); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// own is a copy that whoever asked may change: rules are trees of pointers, and questions are asked with the ones kept here.
func own(one Segment) (Segment, error) {
	text, err := json.Marshal(one.Rule)
	if err != nil {
		return one, err
	}
	one.Rule = journey.Segment{}
	return one, json.Unmarshal(text, &one.Rule)
}

// Get is one segment. Faults: NotFound.
func (s *Store) Get(ctx context.Context, ws event.Workspace, id string) (Segment, error) {
	known, err := s.all(ctx)
	if err != nil {
		return Segment{}, err
	}
	i := index(known[ws], id)
	if i < 0 {
		return Segment{}, noSegment(id)
	}
	return own(known[ws][i])
}

// Expand puts the rules of saved segments in the place of their ids. Faults: Invalid.
func (s *Store) Expand(ctx context.Context, ws event.Workspace, q journey.Question) (journey.Question, error) {
	known, err := s.all(ctx)
	if err != nil {
		return q, err
	}
	return q.Expand(finder(known[ws]))
}

func finder(all []Segment) func(id string) (journey.Segment, bool) {
	return func(id string) (journey.Segment, bool) {
		i := index(all, id)
		if i < 0 {
			return journey.Segment{}, false
		}
		return all[i].Rule, true
	}
}

func index(all []Segment, id string) int {
	return slices.IndexFunc(all, func(s Segment) bool { return s.ID == id })
}

func noSegment(id string) error {
	return fault.Coded(fault.New(fault.NotFound, "This workspace has no segment %q.", id), "segment_gone")
}

// all are the segments as committed. What it returns must not be changed.
func (s *Store) all(ctx context.Context) (map[event.Workspace][]Segment, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known != nil {
		return s.known, nil
	}
	known := map[event.Workspace][]Segment{}
	err := s.db.Read(ctx, func(tx *sqldb.ReadTx) error { return s.read(ctx, tx, known) })
	if err != nil {
		return nil, err
	}
	s.known = known
	return known, nil
}

func (s *Store) read(ctx context.Context, tx *sqldb.ReadTx, into map[event.Workspace][]Segment) error {
	_, err := sqldb.All(ctx, tx, func(row sqldb.Scanner) (one Segment, err error) {
		var ws event.Workspace
		var rule string
		err = row.Scan(&ws, &one.ID, &one.Name, &one.Description, &one.Owner, &rule, &one.Version, &one.Created, &one.Changed)
		if err != nil {
			return one, err
		}
		if err := json.Unmarshal([]byte(rule), &one.Rule); err != nil {
			return one, fmt.Errorf("rule of segment %s of workspace %d: %w", one.ID, ws, err)
		}
		into[ws] = append(into[ws], one)
		return one, nil
	}, s.statements.Get("all"))
	return err
}

// Changed is closed when a segment is made, changed or deleted after the call.
func (s *Store) Changed() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changed
}

func (s *Store) committed() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known = nil
	close(s.changed)
	s.changed = make(chan struct{})
}

// Create saves a segment; steps join the same transaction. Faults: Invalid, NotFound, TooLarge.
func (s *Store) Create(ctx context.Context, ws event.Workspace, draft Draft, also ...sqldb.Step) (one Segment, err error) {
	err = s.change(ctx, ws, also, func(tx *sqldb.WriteTx, d journey.Definitions, all []Segment) error {
		if len(all) >= maxSegments {
			return fault.Coded(fault.New(fault.TooLarge, "A workspace has at most %d segments: delete one first.", maxSegments), "segments_most", "most", strconv.Itoa(maxSegments))
		}
		now := event.TimeOf(s.now())
		one = Segment{
			Name: strings.TrimSpace(draft.Name), Description: strings.TrimSpace(draft.Description), Owner: strings.TrimSpace(draft.Owner),
			Rule: draft.Rule, Version: 1, Created: now, Changed: now,
		}
		if err := check(one, all, d); err != nil {
			return err
		}
		n, err := tx.Next(ctx, "segment")
		if err != nil {
			return err
		}
		one.ID = fmt.Sprintf("s%d", n)
		rule, err := json.Marshal(one.Rule)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, s.statements.Get("insert"),
			ws, one.ID, one.Name, one.Description, one.Owner, rule, one.Version, one.Created, one.Changed)
		return err
	})
	return one, err
}

// Update changes a segment; steps join the same transaction. Faults: Invalid, NotFound, Conflict (another version, which the
// fault carries).
func (s *Store) Update(ctx context.Context, ws event.Workspace, id string, patch Patch, also ...sqldb.Step) (one Segment, err error) {
	err = s.change(ctx, ws, also, func(tx *sqldb.WriteTx, d journey.Definitions, all []Segment) error {
		i := index(all, id)
		if i < 0 {
			return noSegment(id)
		}
		one = all[i]
		if patch.Version != 0 && patch.Version != one.Version {
			return fault.Stale("segment", one)
		}
		assign(&one.Name, patch.Name)
		assign(&one.Description, patch.Description)
		assign(&one.Owner, patch.Owner)
		if patch.Rule != nil {
			one.Rule = *patch.Rule
		}
		one.Version++
		one.Changed = event.TimeOf(s.now())
		all[i] = one
		if err := check(one, all, d); err != nil {
			return err
		}
		rule, err := json.Marshal(one.Rule)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, s.statements.Get("update"), one.Name, one.Description, one.Owner, rule, one.Version, one.Changed, ws, id)
		return err
	})
	return one, err
}

// Delete takes a segment away. Faults: NotFound, Conflict (another segment names it).
func (s *Store) Delete(ctx context.Context, ws event.Workspace, id string, also ...sqldb.Step) error {
	return s.change(ctx, ws, also, func(tx *sqldb.WriteTx, _ journey.Definitions, all []Segment) error {
		if index(all, id) < 0 {
			return noSegment(id)
		}
		for _, other := range all {
			if slices.Contains(other.Rule.Saved(), id) {
				return fault.Coded(fault.New(fault.Conflict, "The segment %q is made with this one: change that one first.", other.Name), "segment_used", "segment", other.Name)
			}
		}
		_, err := tx.Exec(ctx, s.statements.Get("delete"), ws, id)
		return err
	})
}

// change runs f as the only writer, with the workspace's segments as they are then, in a list that f may change.
func (s *Store) change(
	ctx context.Context, ws event.Workspace, also []sqldb.Step, f func(tx *sqldb.WriteTx, d journey.Definitions, all []Segment) error,
) error {
	d, err := s.definitions(ctx, ws)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		known := map[event.Workspace][]Segment{}
		if err := s.read(ctx, tx.Read(), known); err != nil {
			return err
		}
		if err := f(tx, d, known[ws]); err != nil {
			return err
		}
		tx.AfterCommit(s.committed)
		return tx.Run(ctx, also...)
	})
}

// check says what is wrong with a segment, and with those that are made with it, once it is among all.
func check(one Segment, all []Segment, d journey.Definitions) error {
	var faults []fault.Field
	bad := func(name, code, format string, most int) {
		faults = append(faults, fault.Field{Name: name, Message: fmt.Sprintf(format, most), Code: code, With: fault.Values(most)})
	}
	if n := utf8.RuneCountInString(one.Name); n == 0 || n > maxName || !utf8.ValidString(one.Name) {
		bad("name", "name_most", "must be text of 1 to %d characters", maxName)
	}
	if n := utf8.RuneCountInString(one.Owner); n > maxName || !utf8.ValidString(one.Owner) {
		bad("owner", "text", "must be text of at most %d characters", maxName)
	}
	if n := utf8.RuneCountInString(one.Description); n > maxDescription || !utf8.ValidString(one.Description) {
		bad("description", "text", "must be text of at most %d characters", maxDescription)
	}
	faults = append(faults, ruleFaults(one.Rule, all, d)...)
	if len(faults) > 0 {
		return fault.Coded(fault.InvalidFields("This segment cannot be saved.", faults), "segment_not_saved")
	}
	for _, other := range all {
		if one.ID == "" || other.ID == one.ID || !leadsTo(other.Rule, one.ID, all, map[string]bool{}) {
			continue
		}
		if faults := ruleFaults(other.Rule, all, d); len(faults) > 0 {
			whole := fault.InvalidFields(fmt.Sprintf("The segment %q is made with this one, and could not be asked any more.", other.Name), faults)
			return fault.Coded(whole, "segment_breaks", "segment", other.Name)
		}
	}
	return nil
}

// ruleFaults are those of a rule with the saved segments in it, each by its place below "rule".
func ruleFaults(rule journey.Segment, all []Segment, d journey.Definitions) []fault.Field {
	rule, err := rule.Expand(finder(all))
	if err == nil {
		err = journey.Validate(journey.Question{Kind: journey.KindPeople, Segment: &rule}, d)
	}
	if err == nil {
		return nil
	}
	faults := fieldsOf(err)
	for i := range faults {
		faults[i].Name = "rule" + strings.TrimPrefix(faults[i].Name, "segment")
	}
	return faults
}

// leadsTo reports whether a rule names a segment, itself or through others.
func leadsTo(rule journey.Segment, id string, all []Segment, seen map[string]bool) bool {
	for _, name := range rule.Saved() {
		if name == id {
			return true
		}
		if i := index(all, name); i >= 0 && !seen[name] {
			seen[name] = true
			if leadsTo(all[i].Rule, id, all, seen) {
				return true
			}
		}
	}
	return false
}

func assign(to, from *string) {
	if from != nil {
		*to = strings.TrimSpace(*from)
	}
}

func fieldsOf(err error) []fault.Field {
	var e *fault.Error
	if errors.As(err, &e) && len(e.Fields) > 0 {
		return e.Fields
	}
	return []fault.Field{{Name: "segment", Message: err.Error(), Code: "question_unusable"}}
}
