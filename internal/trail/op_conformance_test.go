package trail_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/journey/journeytest"
	"jejak/internal/trail"
)

// TestMapsOfManySteps walks people along maps of more steps than a word has bits and a byte has letters, some of whom leave one out,
// make one twice or make something else.
func TestMapsOfManySteps(t *testing.T) {
	t.Parallel()
	for _, n := range []int{64, 65, 256} {
		log, r := journeytest.NewLog(), rand.New(rand.NewPCG(uint64(n), 1))
		c := journey.Conformance{Discover: &journey.Discover{}}
		for i := range n {
			c.Steps = append(c.Steps, journey.DrawnStep{ID: fmt.Sprint("s", i), Rule: journey.Filter{Event: journey.Names{fmt.Sprint("E", i)}}})
		}
		clock := event.Time(1_770_000_000_000)
		add := func(person int, name string) {
			clock += 1000
			p := event.Person{byte(person)}
			log.Add(1, event.Subject(p[:]), p, event.Event{Type: event.Track, Name: name, Source: 1, Time: clock, IDs: []event.ID{{Type: event.UserID, Value: fmt.Sprint(person)}}})
		}
		for person := range 24 {
			odd := r.IntN(n-4) + 2
			for i := range n {
				switch {
				case person%4 == 1 && i == odd:
					continue // left out
				case person%4 == 2 && i == odd:
					add(person, fmt.Sprint("E", i)) // twice
				case person%4 == 3 && i == odd:
					add(person, "Aside")
				}
				add(person, fmt.Sprint("E", i))
			}
		}
		d := journey.Definitions{
			Now:         clock,
			Touchpoints: []journey.Touchpoint{{ID: "aside", Rule: journey.Filter{Event: journey.Names{"Aside"}}}},
		}
		f := open(t, t.TempDir(), log, trail.Options{})
		if err := f.WaitFor(t.Context(), log.LastSeq()); err != nil {
			t.Fatal(err)
		}
		from, to, end := c.Steps[n-2].ID, c.Steps[n-1].ID, ""
		one, counted := journey.Question{Kind: journey.KindConformance, Conformance: &c}, c
		counted.Unmatched = "count"
		off := journey.Question{Kind: journey.KindConformance, Conformance: &counted}
		cell := func(c journey.Cell) journey.Question {
			return journey.Question{Kind: journey.KindPeople, People: &journey.People{Of: &off, Cell: &c}}
		}
		for _, q := range []journey.Question{
			one, off, cell(journey.Cell{Outcome: "fits"}), cell(journey.Cell{From: &from, To: &to}), cell(journey.Cell{Part: "off", Item: &end}),
			cell(journey.Cell{From: &from, Outcome: "repeat"}), cell(journey.Cell{Other: true}), cell(journey.Cell{Part: "discover", Touch: "aside"}),
		} {
			want, err := journeytest.NewOracle(log).Ask(t.Context(), 1, q, d)
			if err != nil {
				t.Fatal(err)
			}
			got, err := f.Ask(t.Context(), 1, q, d)
			if err != nil {
				t.Fatal(err)
			}
			w, _ := json.Marshal(want)
			if h, _ := json.Marshal(got); string(h) != string(w) {
				t.Fatalf("of %d steps\nwant %.3000s\ngot  %.3000s", n, w, h)
			}
		}
		got, err := f.Ask(t.Context(), 1, off, d)
		if err != nil {
			t.Fatal(err)
		}
		if a := got.Conformance; a.Fits.K != 6 || a.Fits.N != 24 || a.Alignment.Skipped != 6 || a.Alignment.Inserted != 12 || a.Steps[n-1].People != 24 {
			t.Errorf("of %d steps: fits %d of %d, %+v, the last step has %d", n, a.Fits.K, a.Fits.N, a.Alignment, a.Steps[n-1].People)
		}
	}
}
