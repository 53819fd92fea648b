package heard

import (
	"context"

	"jejak/internal/event"
	"jejak/internal/sqldb"
)

// scores are what models elsewhere said, small, as there may be one of each text.
type scores struct {
	all  map[place]verdict
	said words // names of models
}

type verdict struct {
	milli int16
	who   uint16
}

func newScores() scores {
	return scores{all: map[place]verdict{}, said: words{numbers: map[string]uint16{}}}
}

func (v verdict) score() float64 { return float64(v.milli) / 1000 }

func (c *scores) of(at place) (verdict, bool) {
	if len(c.all) == 0 {
		return verdict{}, false
	}
	v, ok := c.all[at]
	return v, ok
}

func (c *scores) note(at place, milli int64, who string) {
	c.all[at] = verdict{int16(milli), c.said.number(who)}
}

// apply gives a text what a model elsewhere said of it.
func (c *scores) apply(ws event.Workspace, t *Text) {
	if v, ok := c.of(place{ws, t.Seq}); ok {
		score := v.score()
		t.Feeling, t.Score, t.Scorer = ClassOf(score), &score, c.said.list[v.who]
	}
}

// ScoredBy is the name of the model elsewhere that scored an event, and its score; ok is false where none did.
func (s *Store) ScoredBy(ws event.Workspace, seq uint64) (scorer string, score float64, ok bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	v, ok := s.scores.of(place{ws, seq})
	if !ok {
		return "", 0, false
	}
	return s.scores.said.list[v.who], v.score(), true
}

// loadScores reads what models elsewhere said.
func (s *Store) loadScores(ctx context.Context) error {
	type one struct {
		place
		milli int64
		who   string
	}
	var after place
	return s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		for {
			page, err := sqldb.All(ctx, tx, func(row sqldb.Scanner) (v one, err error) {
				return v, row.Scan(&v.ws, &v.seq, &v.milli, &v.who)
			}, s.statements.Get("scores"), after.ws, after.ws, after.seq, loadPage)
			if err != nil {
				return err
			}
			for _, v := range page {
				s.scores.note(v.place, v.milli, v.who)
			}
			if len(page) < loadPage {
				return nil
			}
			after = page[len(page)-1].place
		}
	})
}
