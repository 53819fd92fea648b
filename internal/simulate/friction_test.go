package simulate_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/journey/journeytest"
	"jejak/internal/simulate"
	"jejak/internal/trail"
)

// plant is a pain point with where a finding has to point.
type plant struct {
	name       simulate.Friction // "" for none
	touchpoint string
	slice      []journey.FrictionSlice // nil: the whole touchpoint
}

func plants() []plant {
	return []plant{
		{"", "", nil},
		{simulate.PaymentFails, "Payment, app", []journey.FrictionSlice{{Property: "bank", Value: simulate.PainBank}}},
		{simulate.CallUnanswered, "Installation call", nil},
		{simulate.SpecMissing, "Specification", []journey.FrictionSlice{{Property: "category", Value: simulate.PainCategory}}},
		{simulate.FormConfuses, "Checkout, web", nil},
	}
}

// TestFrictionFindsWhatIsThere plants each pain point in simulated histories. JEJAK_SEEDS says how many histories of each kind,
// JEJAK_PEOPLE of how many people; the table says how often the planted one is first, and how often there are others.
func TestFrictionFindsWhatIsThere(t *testing.T) {
	t.Parallel()
	seeds, people := number("JEJAK_SEEDS", 1), number("JEJAK_PEOPLE", 1600)
	var table strings.Builder
	fmt.Fprintf(&table, "%-16s %6s %6s %11s %13s  of %d people\n", "planted", "seeds", "first", "only", "any finding", people)
	for _, p := range plants() {
		first, only, some := 0, 0, 0
		for seed := range seeds {
			found := findings(t, uint64(seed)+1, people, p.name)
			some += one(len(found) > 0)
			only += one(len(found) == 1)
			right := len(found) > 0 && found[0].Touchpoint == p.touchpoint && slices.Equal(found[0].Slice, p.slice)
			first += one(right)
			if len(found) != one(p.name != "") || right != (p.name != "") {
				t.Logf("%s seed %d: %s", p.name, seed+1, told(found))
			}
		}
		name := string(p.name)
		if name == "" {
			name = "nothing"
		}
		fmt.Fprintf(&table, "%-16s %6d %6d %11d %13d\n", name, seeds, first, only, some)
		if p.name == "" && float64(some) > 0.05*float64(seeds) {
			t.Errorf("with nothing planted, %d of %d histories have a finding", some, seeds)
		}
		if p.name != "" && float64(first) < 0.9*float64(seeds) {
			t.Errorf("%s is first in %d of %d histories", p.name, first, seeds)
		}
	}
	t.Log("\n" + table.String())
}

func number(name string, instead int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return instead
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

func told(found []journey.FrictionFinding) string {
	var b strings.Builder
	for _, f := range found {
		fmt.Fprintf(&b, "\n  %s %s at %s %v: %d/%d against %d/%d (%s), q %.2g, people %d, lost %.1f [%.1f %.1f]", f.Kind, f.Measure, f.Touchpoint, f.Slice,
			f.Share.K, f.Share.N, f.Compared.K, f.Compared.N, f.Against, f.Q, f.People, f.PeopleLost.Value, f.PeopleLost.Low, f.PeopleLost.High)
		for _, s := range f.Also {
			fmt.Fprintf(&b, "; %s %s %.2f/%.2f", s.Kind, s.Measure, s.Share.Value, s.Compared.Value)
		}
	}
	return b.String()
}

// findings asks where it hurts in one history.
func findings(t *testing.T, seed uint64, people int, planted simulate.Friction) []journey.FrictionFinding {
	t.Helper()
	o := simulate.Options{Seed: seed, People: people, End: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), Spotless: true}
	if planted != "" {
		o.Friction = []simulate.Friction{planted}
	}
	log := journeytest.NewLog()
	err := simulate.History(context.Background(), o, func(b simulate.Batch) error {
		for _, c := range b.Calls {
			var s event.Subject
			binary.BigEndian.PutUint64(s[:8], uint64(c.Human)*0x9e3779b97f4a7c15)
			e := c.Event
			if e.Channel == "" {
				e.Channel = channelOf(b.Source)
			}
			log.Add(1, s, event.Person(s), e)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	engine, err := trail.Open(t.TempDir(), log, trail.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = engine.Close(context.Background()) }()
	if err := engine.WaitFor(context.Background(), log.LastSeq()); err != nil {
		t.Fatal(err)
	}
	a, err := engine.Ask(context.Background(), 1, journey.Question{Kind: journey.KindFriction}, definitions())
	if err != nil {
		t.Fatal(err)
	}
	return a.Friction.Findings
}

func channelOf(source string) string {
	for _, s := range simulate.Sources() {
		if s.Handle == source {
			return s.Channel
		}
	}
	return ""
}

func definitions() journey.Definitions {
	d := journey.Definitions{Stages: simulate.Stages()}
	for _, p := range simulate.Touchpoints() {
		d.Touchpoints = append(d.Touchpoints, journey.Touchpoint{ID: p.Name, Name: p.Name, Stage: p.Stage, Rule: p.Rule})
	}
	return d
}
