package touchpoint

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/sqldb"
)

// Model is a workspace's stage model. Faults: NotFound.
func (s *Store) Model(ctx context.Context, ws event.Workspace) (m journey.StageModel, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		m, err = s.model(ctx, tx, ws)
		return err
	})
	return m, err
}

func (s *Store) model(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace) (m journey.StageModel, err error) {
	text, ok, err := sqldb.One(ctx, tx, sqldb.Into[string], s.statements.Get("model"), ws)
	switch {
	case err != nil:
		return m, err
	case !ok:
		return m, fault.New(fault.NotFound, "workspace %d has no stage model", ws)
	}
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		return m, fmt.Errorf("stage model of workspace %d: %w", ws, err)
	}
	return m, nil
}

// SetModel gives a workspace another stage model: a template, or one of its own. Touchpoints on a stage that the new model
// does not have go to the stage where a template puts them (the model's own, else any), or lose their place. Faults: Invalid, NotFound.
func (s *Store) SetModel(ctx context.Context, ws event.Workspace, m journey.StageModel, also ...sqldb.Step) (journey.StageModel, error) {
	err := s.change(ctx, ws, also, func(tx *sqldb.WriteTx, _ journey.StageModel, all []Touchpoint) error {
		faults := journey.ValidateModel("", m, definitions(all))
		for i, stage := range m.Stages {
			faults = append(faults, badName(fmt.Sprintf("stages[%d].name", i), stage.Name)...)
		}
		if len(faults) > 0 {
			return fault.Coded(fault.InvalidFields("this stage model cannot be saved", faults), "stage_model_not_saved")
		}
		if err := s.putModel(ctx, tx, ws, m); err != nil {
			return err
		}
		for _, t := range all {
			if t.Stage == "" || hasStage(m, t.Stage) {
				continue
			}
			t.Stage = home(m, t.ID)
			if err := s.update(ctx, tx, ws, t); err != nil {
				return err
			}
		}
		return nil
	})
	return m, err
}

func (s *Store) putModel(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, m journey.StageModel) error {
	text, err := json.Marshal(m)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, s.statements.Get("setModel"), ws, text)
	return err
}

// Seed is the step, for workspace.Create, that gives a new workspace the digital stage model and the usual touchpoints.
func (s *Store) Seed(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace) error {
	model := Templates()[0]
	if err := s.putModel(ctx, tx, ws, model); err != nil {
		return err
	}
	for i, t := range usual() {
		err := s.insert(ctx, tx, ws, Touchpoint{
			ID: t.id, Name: t.name, Stage: t.stage[model.ID], Rule: t.rule, MomentOfTruth: t.momentOfTruth, Place: i,
		})
		if err != nil {
			return err
		}
	}
	tx.AfterCommit(func() {
		// A failure leaves no snapshot, and the next question loads one.
		_ = s.refresh(ctx)
	})
	return nil
}

// snapshot is what questions are read with. It is never changed, only replaced whole.
type snapshot map[event.Workspace]documents

type documents struct {
	touchpoints []journey.Touchpoint
	model       journey.StageModel
	spend       []journey.Spend
}

// Definitions are what a workspace's questions are read with as of now, from memory. Nothing in them may be changed.
// Faults: NotFound.
func (s *Store) Definitions(ctx context.Context, ws event.Workspace) (journey.Definitions, error) {
	place, err := s.workspaces.Place(ctx, ws)
	if err != nil {
		return journey.Definitions{}, err
	}
	snap := s.cache.Load()
	if snap == nil {
		if snap, err = s.load(ctx); err != nil {
			return journey.Definitions{}, err
		}
	}
	docs := (*snap)[ws]
	return journey.Definitions{
		Zone: place.Zone, Now: event.TimeOf(s.now()), Touchpoints: docs.touchpoints, Stages: docs.model, Sources: place.Sources,
		Spend: docs.spend,
	}, nil
}

const refreshTimeout = 10 * time.Second

// refresh makes a committed change count, also where the one who asked has gone away. If it fails, the old snapshot is dropped.
func (s *Store) refresh(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), refreshTimeout)
	defer cancel()
	_, err := s.load(ctx)
	return err
}

func (s *Store) load(ctx context.Context) (*snapshot, error) {
	s.loading.Lock()
	defer s.loading.Unlock()
	snap := &snapshot{}
	err := s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		workspaces, err := sqldb.All(ctx, tx, sqldb.Into[event.Workspace], s.statements.Get("allWorkspaces"))
		if err != nil {
			return err
		}
		for _, ws := range workspaces {
			model, err := s.model(ctx, tx, ws)
			if err != nil && !fault.Is(err, fault.NotFound) { // founded without a seed
				return err
			}
			all, err := s.list(ctx, tx, ws)
			if err != nil {
				return err
			}
			spend, err := s.spend(ctx, tx, ws)
			if err != nil {
				return err
			}
			(*snap)[ws] = documents{touchpoints: definitions(all), model: model, spend: spend}
		}
		return nil
	})
	if err != nil {
		s.cache.Store(nil)
		return nil, err
	}
	s.cache.Store(snap)
	return snap, nil
}

func definitions(all []Touchpoint) []journey.Touchpoint {
	out := make([]journey.Touchpoint, len(all))
	for i, t := range all {
		out[i] = journey.Touchpoint{ID: t.ID, Name: t.Name, Stage: t.Stage, Rule: t.Rule}
	}
	return out
}
