package heard

import (
	"cmp"
	"context"
	"math"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/sqldb"
)

// Unhappy is, of some themes by id, how many people wrote of it unhappily, of all who wrote what a query means. Everybody counts once,
// however much they wrote. A theme that is gone has nobody.
func (s *Store) Unhappy(ctx context.Context, ws event.Workspace, q Query, themes []string) (map[string]journey.Rate, error) {
	if err := s.ready(ctx); err != nil {
		return nil, err
	}
	if err := s.refresh(ctx, ws); err != nil { // of each theme
		return nil, err
	}
	f, err := s.filter(ctx, ws, q)
	if err != nil {
		return nil, err
	}
	all, err := s.byPerson(ctx, ws, q.From, cmp.Or(q.To, math.MaxInt64))
	if err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	sp := s.spaces[ws]
	wrote, last := 0, 0
	unhappy, lastOf := map[string]int{}, map[string]int{}
	for _, one := range all {
		i, ok := sp.of(one.seq)
		if !ok || !f.match(&sp.rows[i]) || f.only != nil && !f.only.Contains(uint32(i)) {
			continue
		}
		if one.who != last {
			wrote, last = wrote+1, one.who
		}
		if Feelings()[sp.rows[i].class] != Negative {
			continue
		}
		for _, id := range themes {
			if set := sp.themes[id]; set != nil && lastOf[id] != one.who && set.rows.Contains(uint32(i)) {
				unhappy[id], lastOf[id] = unhappy[id]+1, one.who
			}
		}
	}
	out := map[string]journey.Rate{}
	for _, id := range themes {
		out[id] = journey.Wilson(unhappy[id], wrote)
	}
	return out, nil
}

// written is the number of a text, and that of its person: 1 for the first.
type written struct {
	seq uint64
	who int
}

// byPerson is all texts from a moment on and before another one, those of each person together.
func (s *Store) byPerson(ctx context.Context, ws event.Workspace, from, to event.Time) (all []written, err error) {
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		who, last := 0, ""
		all, err = sqldb.All(ctx, tx, func(row sqldb.Scanner) (one written, err error) {
			var person string
			if err := row.Scan(&one.seq, &person); err != nil {
				return one, err
			}
			if person != last {
				who, last = who+1, person
			}
			one.who = who
			return one, nil
		}, s.statements.Get("byPerson"), ws, from, to)
		return err
	})
	return all, err
}
