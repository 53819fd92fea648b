package maps

import (
	"context"
	"maps"
	"slices"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/sqldb"
)

// Use is the maps that a touchpoint is on: a card is it or is bound to it, or the rule of a card or step names it.
type Use struct {
	Touchpoint string    `json:"touchpoint"`
	Maps       []UsedMap `json:"maps" doc:"the oldest first"`
}

// UsedMap is a map by name.
type UsedMap struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Uses are the touchpoints that are on a map, by id. One that is on none is not there.
func (s *Store) Uses(ctx context.Context, ws event.Workspace) ([]Use, error) {
	on := map[string][]UsedMap{}
	err := s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		list, err := sqldb.All(ctx, tx, scanMap, s.statements.Get("maps"), ws)
		if err != nil {
			return err
		}
		for _, m := range list {
			d, err := s.doc(ctx, tx, ws, m, m.Revision)
			if err != nil {
				return err
			}
			sheet, err := d.sheet()
			if err != nil {
				return err
			}
			for id := range sheet.touchpoints() {
				on[id] = append(on[id], UsedMap{m.ID, m.Name})
			}
		}
		return nil
	})
	all := []Use{}
	for _, id := range slices.Sorted(maps.Keys(on)) {
		all = append(all, Use{id, on[id]})
	}
	return all, err
}

// touchpoints are those that the sheet names.
func (s Sheet) touchpoints() map[string]bool {
	named := map[string]bool{}
	add := func(e *Evidence) {
		if e == nil {
			return
		}
		named[e.Touchpoint] = true
		if e.Rule != nil {
			addNamed(*e.Rule, named)
		}
	}
	for _, c := range s.Cards {
		named[c.Touchpoint] = true
		add(c.Evidence)
	}
	for _, step := range s.Steps {
		add(step.Evidence)
	}
	delete(named, "")
	return named
}

// addNamed adds the touchpoints that a filter asks for; one that it leaves out is not on the map for that.
func addNamed(f journey.Filter, named map[string]bool) {
	for _, id := range f.Touchpoint {
		named[id] = true
	}
	for _, part := range slices.Concat(f.All, f.Any) {
		addNamed(part, named)
	}
}
