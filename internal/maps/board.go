package maps

import (
	"cmp"
	"context"
	"slices"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
)

// How well a step or card is evidenced.
const (
	Assumed = "assumed" // nothing stands behind it
	Partly  = "partly"  // a note or a question
	Full    = "full"    // a touchpoint that there is, a rule or a signal
)

// strengthBy tells how well something is evidenced in a workspace with these touchpoints: of its evidence, and of the touchpoint
// that a card is itself.
func strengthBy(touchpoints []journey.Touchpoint) func(e *Evidence, touchpoint string) string {
	there := map[string]bool{}
	for _, t := range touchpoints {
		there[t.ID] = true
	}
	return func(e *Evidence, touchpoint string) string {
		if e == nil {
			e = &Evidence{}
		}
		switch {
		case e.Rule != nil, e.Signal != "", there[e.Touchpoint], there[touchpoint]:
			return Full
		case e.Note != "", e.Question != nil, e.Touchpoint != "":
			return Partly
		}
		return Assumed
	}
}

// Opportunities are the cards of all maps in opportunity and pain lanes, and those with an impact or effort: much impact for
// little effort first, then what is evidenced best.
func (s *Store) Opportunities(ctx context.Context, ws event.Workspace) ([]Opportunity, error) {
	all := []Opportunity{}
	list, err := s.List(ctx, ws)
	if err != nil {
		return nil, err
	}
	tasks, err := s.Tasks(ctx, ws, "", true)
	if err != nil {
		return nil, err
	}
	open := map[[2]string]int{}
	for _, t := range tasks {
		open[[2]string{t.Map, t.Card}]++
	}
	d, err := s.o.Rules(ctx, ws)
	if err != nil {
		return nil, err
	}
	strength := strengthBy(d.Touchpoints)
	for _, m := range list {
		v, err := s.Get(ctx, ws, m.ID, 0)
		if fault.Is(err, fault.NotFound) {
			continue // deleted meanwhile
		}
		if err != nil {
			return nil, err
		}
		for _, o := range opportunities(v, strength) {
			o.Tasks = open[[2]string{o.Map, o.Card}]
			all = append(all, o)
		}
	}
	rank := func(o Opportunity) int { return slices.Index([]string{Assumed, Partly, Full}, o.Evidence) }
	slices.SortStableFunc(all, func(a, b Opportunity) int {
		return cmp.Or(-cmp.Compare(a.Impact-a.Effort, b.Impact-b.Effort), -cmp.Compare(a.Impact, b.Impact), -cmp.Compare(rank(a), rank(b)))
	})
	return all, nil
}

func opportunities(v View, strength func(*Evidence, string) string) (all []Opportunity) {
	lanes, steps := map[string]LaneKind{}, map[string]string{}
	for _, l := range v.Sheet.Lanes {
		lanes[l.ID] = l.Kind
	}
	for _, s := range v.Sheet.Steps {
		steps[s.ID] = s.Name
	}
	for _, c := range v.Sheet.Cards {
		kind := lanes[c.Lane]
		if kind != LaneOpportunity && kind != LanePain && c.Impact == 0 && c.Effort == 0 {
			continue
		}
		all = append(all, Opportunity{
			Map: v.Map.ID, MapName: v.Map.Name, State: v.Map.State, Card: c.ID, Lane: kind, Step: steps[c.Step], Text: c.Text,
			Impact: c.Impact, Effort: c.Effort, Owner: c.Owner, Evidence: strength(c.Evidence, c.Touchpoint),
		})
	}
	return all
}
