package maps

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/sqldb"
)

// Rules are what questions about a revision meant at its time: when it was drawn or, of one with a name, when it got that.
type Rules struct {
	Touchpoints []Touchpoint               `json:"touchpoints"`
	Stages      journey.StageModel         `json:"stages"`
	Segments    map[string]journey.Segment `json:"segments,omitempty" doc:"rules of saved segments, by id"`
}

// Touchpoint is a touchpoint as it was then.
type Touchpoint journey.Touchpoint

// ruled are rules as they are kept, by their hash, so that revisions that mean the same share one copy.
type ruled struct {
	hash string
	raw  []byte
}

// ruled are the rules of now.
func (s *Store) ruled(ctx context.Context, ws event.Workspace) (r ruled, err error) {
	d, err := s.o.Rules(ctx, ws)
	if err != nil {
		return r, err
	}
	rules := Rules{Touchpoints: []Touchpoint{}, Stages: d.Stages}
	for _, t := range d.Touchpoints {
		rules.Touchpoints = append(rules.Touchpoints, Touchpoint(t))
	}
	if rules.Segments, err = s.o.Segments(ctx, ws); err != nil {
		return r, err
	}
	if r.raw, err = json.Marshal(rules); err != nil {
		return r, err
	}
	sum := sha256.Sum256(r.raw)
	r.hash = hex.EncodeToString(sum[:])
	return r, nil
}

// keepRules keeps a copy of rules, where there is none yet.
func (s *Store) keepRules(ctx context.Context, tx *sqldb.WriteTx, ws event.Workspace, r ruled) error {
	_, there, err := sqldb.One(ctx, tx.Read(), sqldb.Into[int], s.statements.Get("hasRules"), ws, r.hash)
	if err != nil || there {
		return err
	}
	_, err = tx.Exec(ctx, s.statements.Get("insertRules"), ws, r.hash, r.raw)
	return err
}

// rulesAt are those of when a revision was drawn; nil where it was drawn before they were kept.
func (s *Store) rulesAt(ctx context.Context, tx *sqldb.ReadTx, ws event.Workspace, id string, revision int64) (*Rules, error) {
	raw, ok, err := sqldb.One(ctx, tx, sqldb.Into[string], s.statements.Get("rulesAt"), ws, id, revision)
	if err != nil || !ok {
		return nil, err
	}
	var r Rules
	return &r, json.Unmarshal([]byte(raw), &r)
}
