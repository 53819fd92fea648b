package persona_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/journey/journeytest"
	"jejak/internal/persona"
)

// search asks the oracle about people who each did a list of (channel, event).
func search(t *testing.T, people [][][2]string, o persona.Search) persona.Suggestions {
	t.Helper()
	log := journeytest.NewLog()
	begin := now().AddDate(0, 0, -30)
	schema := journey.Schema{Events: []journey.EventSchema{{Name: "Any", Channels: []string{"store", "chat", "web"}}}}
	for i, done := range people {
		subject, who := event.Subject{byte(i), byte(i >> 8), 1}, event.Person{byte(i), byte(i >> 8), 1}
		for n, d := range done {
			at := event.TimeOf(begin.Add(time.Duration(n) * time.Minute))
			log.Add(ws, subject, who, event.Event{Type: event.Track, Channel: d[0], Name: d[1], Time: at})
		}
	}
	oracle, d := journeytest.NewOracle(log), journey.Definitions{Now: event.TimeOf(now())}
	ask := func(ctx context.Context, q journey.Question) (journey.Answer, error) {
		if err := journey.Validate(q, d); err != nil {
			return journey.Answer{}, err
		}
		return oracle.Ask(ctx, ws, q, d)
	}
	got, err := persona.Suggest(t.Context(), ask, schema, d.Stages, journey.Range{Last: journey.Duration(90 * 24 * time.Hour)}, o)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func times(n int, channel, name string) (all [][2]string) {
	for range n {
		all = append(all, [2]string{channel, name})
	}
	return all
}

func TestPlantedBehaviourIsSuggestedAndToldInWords(t *testing.T) {
	t.Parallel()
	var people [][][2]string
	for i := range 90 {
		if i%3 == 0 {
			people = append(people, append(times(12, "chat", "Message Sent"), times(4, "store", "Order Completed")...))
		} else {
			people = append(people, times(1+i%2, "web", "Page Viewed"))
		}
	}
	got := search(t, people, persona.Search{Seed: 1})
	if got.State != "ok" || len(got.Groups) != 2 || got.People != 90 || got.Sample != 90 || got.Silhouette <= got.Reference {
		t.Fatalf("%+v", got)
	}
	for i, size := range []int{60, 30} {
		g := got.Groups[i]
		if g.Share.K != size || g.Size != size || g.Precision.Value != 1 || g.Recall.Value != 1 || g.Stability < 0.9 {
			t.Errorf("group of %d: %+v", size, g)
		}
		for _, trait := range g.Traits {
			if trait.Share.Value <= trait.Everyone.Value {
				t.Errorf("%+v does not set the group apart", trait)
			}
		}
	}
	if chat := got.Groups[1].Traits[0]; chat.Share.K != 30 || chat.Everyone.K != 30 || chat.Everyone.N != 90 {
		t.Errorf("%+v", chat)
	}
	same(t, search(t, people, persona.Search{Seed: 1}), got)
}

func TestWhereThereIsNothingToSuggestItIsSaid(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(8, 8))
	var people [][][2]string
	for range 80 {
		var done [][2]string
		for _, channel := range []string{"web", "chat", "store"} {
			done = append(done, times(random.IntN(3)*2, channel, "Seen")...)
		}
		people = append(people, append(done, [2]string{"email", "Seen"}))
	}
	if got := search(t, people, persona.Search{}); got.State != "none" || len(got.Groups) != 0 || got.Sample != 80 || got.Reference == 0 {
		t.Errorf("%+v", got)
	}
	if got := search(t, people[:40], persona.Search{}); got.State != "few" || got.People != 40 || len(got.Groups) != 0 {
		t.Errorf("%+v", got)
	}
}
