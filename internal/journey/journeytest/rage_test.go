package journeytest

import (
	"testing"

	"jejak/internal/journey"
)

// Worlds hold bursts of clicks, so that Exercise compares rage: in some worlds somebody rages, and in some a burst is none.
func TestWorldsHoldRage(t *testing.T) {
	t.Parallel()
	raging, calm, behind := 0, 0, 0
	for seed := range uint64(40) {
		g, log := NewGen(seed), NewLog()
		g.Feed(log, 300)
		o, d := NewOracle(log), g.Definitions()
		d.Now = 0
		q := journey.Question{Kind: journey.KindFriction, Friction: &journey.Friction{}}
		a, err := o.Ask(t.Context(), genWorkspace, q, d)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range a.Friction.Points {
			if p.Rage.K == 0 {
				calm++
				continue
			}
			raging++
			cell := journey.Cell{Touch: p.ID, Outcome: "rage"}
			people, err := o.Ask(t.Context(), genWorkspace, journey.Question{Kind: journey.KindPeople, People: &journey.People{Of: &q, Cell: &cell}}, d)
			if err != nil {
				t.Fatal(err)
			}
			if people.Persons.Total == p.Rage.K {
				behind++
			}
		}
	}
	if raging < 10 || calm < 20 || behind != raging {
		t.Errorf("%d touchpoints with rage, %d of them with as many people behind; %d without", raging, behind, calm)
	}
}
