// Package touchpoint keeps where people and a brand meet: channels, touchpoints on stages, and the stage model.
package touchpoint

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/sqldb"
	"jejak/internal/workspace"
)

//go:embed touchpoint.sql
var statementFile string

// Touchpoint is a named rule over events, placed on a stage.
type Touchpoint struct {
	ID            string         `json:"id"`
	Name          string         `json:"name"`
	Stage         string         `json:"stage,omitempty" doc:"id of the stage it belongs to; none while it has no place"`
	Rule          journey.Filter `json:"rule"`
	Owner         string         `json:"owner,omitempty" doc:"who looks after it"`
	MomentOfTruth bool           `json:"momentOfTruth"`
	Place         int            `json:"place" doc:"from 0; an event belongs to the first touchpoint whose rule it meets"`
}

// Draft is a new touchpoint; it goes to the end of the order, unless Place says where.
type Draft struct {
	Name          string         `json:"name"`
	Stage         string         `json:"stage,omitempty"`
	Rule          journey.Filter `json:"rule"`
	Owner         string         `json:"owner,omitempty"`
	MomentOfTruth bool           `json:"momentOfTruth,omitempty"`
	Place         *int           `json:"place,omitempty"`
}

// Patch changes what it gives.
type Patch struct {
	Name          *string         `json:"name,omitempty"`
	Stage         *string         `json:"stage,omitempty"`
	Rule          *journey.Filter `json:"rule,omitempty"`
	Owner         *string         `json:"owner,omitempty"`
	MomentOfTruth *bool           `json:"momentOfTruth,omitempty"`
	Place         *int            `json:"place,omitempty"`
}

const maxTouchpoints = 500 // of a workspace: each event is held against every rule

// Store keeps channels, touchpoints and stage models. It is safe for concurrent use.
type Store struct {
	db         *sqldb.DB
	statements sqldb.Statements
	workspaces *workspace.Store
	now        func() time.Time

	loading sync.Mutex // one load at a time, so that a later one never loses to an earlier one
	cache   atomic.Pointer[snapshot]
}

// Open readies the store.
func Open(ctx context.Context, db *sqldb.DB, workspaces *workspace.Store, now func() time.Time) (*Store, error) {
	s := &Store{db: db, statements: sqldb.ParseStatements(statementFile), workspaces: workspaces, now: now}
	if err := db.Check(ctx, s.statements); err != nil {
		return nil, err
	}
	_, err := s.load(ctx)
	return s, err
}

// List is a workspace's touchpoints in their order.
func (s *Store) List(ctx context.Context, ws event.Workspace) (all []Touchpoint, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		all, err = s.list(ctx, tx, ws)
		return err
	})
	return all, err
}

func (s *Store) list(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace) ([]Touchpoint, error) {
	return sqldb.All(ctx, tx, func(row sqldb.Scanner) (t Touchpoint, err error) {
		var rule string
		if err := row.Scan(&t.ID, &t.Name, &t.Stage, &rule, &t.Owner, &t.MomentOfTruth, &t.Place); err != nil {
			return t, err
		}
		if err := json.Unmarshal([]byte(rule), &t.Rule); err != nil {
			return t, fmt.Errorf("rule of touchpoint %s of workspace %d: %w", t.ID, ws, err)
		}
		return t, nil
	}, s.statements.Get("touchpoints"), ws)
}

// Create makes a touchpoint; steps join the same transaction. Faults: Invalid, NotFound, TooLarge.
func (s *Store) Create(ctx context.Context, ws event.Workspace, draft Draft, also ...sqldb.Step) (t Touchpoint, err error) {
	err = s.change(ctx, ws, also, func(tx *sqldb.WriteTx, model journey.StageModel, all []Touchpoint) error {
		if len(all) >= maxTouchpoints {
			return fault.Coded(fault.New(fault.TooLarge, "a workspace has at most %d touchpoints", maxTouchpoints), "touchpoints_most", "most", strconv.Itoa(maxTouchpoints))
		}
		t = Touchpoint{
			Name: draft.Name, Stage: draft.Stage, Rule: draft.Rule, Owner: draft.Owner, MomentOfTruth: draft.MomentOfTruth, Place: len(all),
		}
		if err := t.validate(model); err != nil {
			return err
		}
		n, err := tx.Next(ctx, "touchpoint")
		if err != nil {
			return err
		}
		t.ID = fmt.Sprintf("t%d", n)
		if err := s.insert(ctx, tx, ws, t); err != nil || draft.Place == nil {
			return err
		}
		t.Place, err = s.move(ctx, tx, ws, append(all, t), len(all), *draft.Place)
		return err
	})
	return t, err
}

// Update changes a touchpoint; steps join the same transaction. Faults: Invalid, NotFound.
func (s *Store) Update(ctx context.Context, ws event.Workspace, id string, patch Patch, also ...sqldb.Step) (t Touchpoint, err error) {
	err = s.change(ctx, ws, also, func(tx *sqldb.WriteTx, model journey.StageModel, all []Touchpoint) error {
		i := slices.IndexFunc(all, func(t Touchpoint) bool { return t.ID == id })
		if i < 0 {
			return noTouchpoint(id)
		}
		t = all[i]
		set(&t.Name, patch.Name)
		set(&t.Stage, patch.Stage)
		set(&t.Rule, patch.Rule)
		set(&t.Owner, patch.Owner)
		set(&t.MomentOfTruth, patch.MomentOfTruth)
		if err := t.validate(model); err != nil {
			return err
		}
		if err := s.update(ctx, tx, ws, t); err != nil || patch.Place == nil {
			return err
		}
		all[i] = t
		var err error
		t.Place, err = s.move(ctx, tx, ws, all, i, *patch.Place)
		return err
	})
	return t, err
}

// Delete takes a touchpoint away; its events stay. Faults: NotFound, Conflict (a stage's rule names it).
func (s *Store) Delete(ctx context.Context, ws event.Workspace, id string, also ...sqldb.Step) error {
	return s.change(ctx, ws, also, func(tx *sqldb.WriteTx, model journey.StageModel, all []Touchpoint) error {
		left := slices.DeleteFunc(slices.Clone(all), func(t Touchpoint) bool { return t.ID == id })
		if len(left) == len(all) {
			return noTouchpoint(id)
		}
		if faults := journey.ValidateModel("", model, definitions(left)); len(faults) > 0 {
			return fault.Coded(fault.New(fault.Conflict, "a stage is entered by this touchpoint: change the stage model first"), "touchpoint_enters")
		}
		if _, err := tx.Exec(ctx, s.statements.Get("deleteTouchpoint"), ws, id); err != nil {
			return err
		}
		return s.number(ctx, tx, ws, left)
	})
}

func noTouchpoint(id string) error {
	return fault.Coded(fault.New(fault.NotFound, "this workspace has no touchpoint %q", id), "touchpoint_gone")
}

// change runs f in a write transaction with the workspace's model and touchpoints, and makes the outcome count.
func (s *Store) change(
	ctx context.Context, ws event.Workspace, also []sqldb.Step,
	f func(tx *sqldb.WriteTx, model journey.StageModel, all []Touchpoint) error,
) error {
	err := s.db.Write(ctx, func(tx *sqldb.WriteTx) error {
		model, err := s.model(ctx, tx.Read(), ws)
		if err != nil {
			return err
		}
		all, err := s.list(ctx, tx.Read(), ws)
		if err != nil {
			return err
		}
		if err := f(tx, model, all); err != nil {
			return err
		}
		return tx.Run(ctx, also...)
	})
	if err != nil {
		return err
	}
	return s.refresh(ctx)
}

// move takes the touchpoint at one place to another, and tells where it ended up.
func (s *Store) move(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, all []Touchpoint, from, to int) (int, error) {
	to = min(max(to, 0), len(all)-1)
	t := all[from]
	all = slices.Insert(slices.Delete(slices.Clone(all), from, from+1), to, t)
	return to, s.number(ctx, tx, ws, all)
}

// number writes down places that have changed.
func (s *Store) number(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, all []Touchpoint) error {
	for i, t := range all {
		if t.Place == i {
			continue
		}
		t.Place = i
		if err := s.update(ctx, tx, ws, t); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) insert(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, t Touchpoint) error {
	rule, err := json.Marshal(t.Rule)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, s.statements.Get("insertTouchpoint"), ws, t.ID, strings.TrimSpace(t.Name), t.Stage, rule, t.Owner, t.MomentOfTruth, t.Place)
	return err
}

func (s *Store) update(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, t Touchpoint) error {
	rule, err := json.Marshal(t.Rule)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, s.statements.Get("updateTouchpoint"), strings.TrimSpace(t.Name), t.Stage, rule, t.Owner, t.MomentOfTruth, t.Place, ws, t.ID)
	return err
}

func (t Touchpoint) validate(model journey.StageModel) error {
	faults := badName("name", strings.TrimSpace(t.Name))
	if t.Stage != "" && !hasStage(model, t.Stage) {
		faults = append(faults, fault.Field{Name: "stage", Message: fmt.Sprintf("the stage model has no stage %q", t.Stage), Code: "stage_unknown"})
	}
	if n := utf8.RuneCountInString(t.Owner); n > maxName || !utf8.ValidString(t.Owner) {
		faults = append(faults, fault.Field{Name: "owner", Message: fmt.Sprintf("must be text of at most %d characters", maxName), Code: "text", With: fault.Values(maxName)})
	}
	// No touchpoints are given: a rule that named one could come to name itself.
	faults = append(faults, journey.ValidateFilter("rule", t.Rule, nil)...)
	if len(faults) > 0 {
		return fault.Coded(fault.InvalidFields("this touchpoint cannot be saved", faults), "touchpoint_not_saved")
	}
	return nil
}

func hasStage(model journey.StageModel, id string) bool {
	return slices.ContainsFunc(model.Stages, func(s journey.Stage) bool { return s.ID == id })
}

func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}
