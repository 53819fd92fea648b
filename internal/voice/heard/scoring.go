package heard

import (
	"context"
	"errors"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

// Scoring is how a model elsewhere fares.
type Scoring struct {
	Model   string            `json:"model"`
	Waiting int64             `json:"waiting" doc:"texts of this workspace that it has not scored"`
	Problem string            `json:"problem,omitempty" doc:"what is wrong, where something is"`
	Code    string            `json:"code,omitempty" doc:"of the problem, for words in another language"`
	With    map[string]string `json:"with,omitempty" doc:"what these words are filled with"`
}

// Scoring is how the model elsewhere fares; nil where none is set.
func (s *Store) Scoring(ctx context.Context, ws event.Workspace) (*Scoring, error) {
	if s.o.Scorer == nil {
		return nil, nil
	}
	out := &Scoring{Model: s.o.Scorer.Name()}
	err := s.db.Read(ctx, func(tx *sqldb.ReadTx) (err error) {
		out.Waiting, _, err = sqldb.One(ctx, tx, sqldb.Into[int64], s.statements.Get("unscored"), ws)
		return err
	})
	s.mu.RLock()
	defer s.mu.RUnlock()
	var told *fault.Error
	if errors.As(s.trouble, &told) && told.Kind != fault.Internal {
		out.Problem, out.Code, out.With = told.Message, told.Code, told.With
	} else if s.trouble != nil {
		out.Problem = "Something went wrong here. It is tried again later; the log of the server says more."
	}
	return out, err
}

// noteTrouble keeps what is wrong until something is scored again.
func (s *Store) noteTrouble(scored bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil && s.trouble == nil {
		s.o.Logger.Warn("voice: the model elsewhere scores nothing", "error", err)
	}
	if err != nil || scored {
		s.trouble = err
	}
}
