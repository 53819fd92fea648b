package maps

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/sqldb"
)

// How well a step or card is evidenced.
const (
	Assumed = "assumed" // nothing stands behind it
	Partly  = "partly"  // a note or a question
	Full    = "full"    // a touchpoint that there is, a rule that says something, or a signal
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
		case e.Rule != nil && !emptyFilter(*e.Rule), e.Signal != "", e.Pain != "", there[e.Touchpoint], there[touchpoint]:
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
	all := []Opportunity{}
	err = s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		list, err := sqldb.All(ctx, tx, scanMap, s.statements.Get("maps"), ws)
		if err != nil {
			return err
		}
		for _, m := range list {
			d, err := s.doc(ctx, tx, ws, m, m.Revision)
			if err != nil {
				return err
			}
			some, err := d.opportunities(m, strength)
			if err != nil {
				return err
			}
			all = append(all, some...)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i, o := range all {
		all[i].Tasks = open[[2]string{o.Map, o.Card}]
	}
	rank := func(o Opportunity) int { return slices.Index([]string{Assumed, Partly, Full}, o.Evidence) }
	slices.SortStableFunc(all, func(a, b Opportunity) int {
		return cmp.Or(-cmp.Compare(a.Impact-a.Effort, b.Impact-b.Effort), -cmp.Compare(a.Impact, b.Impact), -cmp.Compare(rank(a), rank(b)))
	})
	return all, nil
}

// opportunities are those of one map, in the order of its cards.
func (d *doc) opportunities(m Map, strength func(*Evidence, string) string) (all []Opportunity, err error) {
	var cards []Card
	for k, fields := range d.live {
		kind := d.laneOf(fields)
		if k.Kind != KindCard || kind != LaneOpportunity && kind != LanePain && fields["impact"] == nil && fields["effort"] == nil {
			continue
		}
		if err := decode(&cards, fields, func(c *Card) { c.ID = k.ID }); err != nil {
			return nil, fmt.Errorf("card %s of map %s: %w", k.ID, m.ID, err)
		}
	}
	slices.SortFunc(cards, func(a, b Card) int { return byPlace(a.Place, b.Place, a.ID, b.ID) })
	for _, c := range cards {
		all = append(all, Opportunity{
			Map: m.ID, MapName: m.Name, State: m.State, Card: c.ID, Lane: d.laneOf(d.live[key{KindCard, c.ID}]),
			Step: d.live[key{KindStep, c.Step}].text("name"), Text: c.Text,
			Impact: c.Impact, Effort: c.Effort, Status: cmp.Or(c.Status, Proposed), Owner: c.Owner, Evidence: strength(c.Evidence, c.Touchpoint),
			Pain: painOf(c), Touchpoint: touchpointOf(c),
		})
	}
	return all, nil
}

// laneOf is the kind of the lane that a card is in.
func (d *doc) laneOf(card Fields) LaneKind {
	return LaneKind(d.live[key{KindLane, card.text("lane")}].text("kind"))
}

// painOf is the pain point of the register that a card stands for.
func painOf(c Card) string {
	if c.Evidence == nil {
		return ""
	}
	return c.Evidence.Pain
}

// touchpointOf is the touchpoint that a card is bound to, or is itself.
func touchpointOf(c Card) string {
	if c.Evidence != nil && c.Evidence.Touchpoint != "" {
		return c.Evidence.Touchpoint
	}
	return c.Touchpoint
}
