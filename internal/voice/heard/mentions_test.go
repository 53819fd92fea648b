package heard_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/RoaringBitmap/roaring/v2"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/listen/topic"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
	"jejak/internal/voice/heard"
)

func mention(n byte, hours int, text, more string) event.Change {
	return said(n, hours, "Mentioned", "social", fmt.Sprintf(`{"text":%q,%s}`, text, more))
}

func talk() []event.Change {
	return []event.Change{
		mention(1, 50, "nusa home lampu bagus", `"network":"mastodon","author":"ann","sentiment":0.8,"reach":100,"interactions":3`),
		mention(2, 30, "Ruma lebih murah dari Nusa Home", `"network":"bluesky","author":"ben","sentiment":-0.6,"reach":50,"language":"id"`),
		mention(3, 20, "努沙的冷氣很安靜", `"network":"feed","author":"The Paper","author_kind":"media","verified":true,"reach":9000,"language":"zh"`),
		mention(4, 10, "ruma is hiring", `"network":"mastodon","author":"cy"`),
		mention(5, 5, "nothing of ours", `"network":"mastodon","topic":"l1"`),
		mention(6, 4, "the weather", `"network":"mastodon"`),
		said(7, 3, "Comment Posted", "web", `{"text":"nusa home is no mention here"}`),
	}
}

func (w *world) topic(t testing.TB, kind topic.Kind, query, exclusions string) topic.Topic {
	t.Helper()
	one, err := w.topics.Create(t.Context(), ws, topic.Topic{Name: query, Kind: kind, Query: query, Exclusions: exclusions})
	if err != nil {
		t.Fatal(err)
	}
	return one
}

func TestShareOfVoice(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := heardAll(t, db, talk()...)
		brand := w.topic(t, topic.Brand, `"nusa home" OR 努沙`, "")
		rival := w.topic(t, topic.Competitor, "ruma", "hiring")
		media := w.topic(t, topic.Other, "kind:media", "")
		got, err := w.Listen(t.Context(), ws, heard.Query{From: event.TimeOf(noon.Add(-96 * time.Hour)), To: event.TimeOf(noon)}, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		if got.All.Texts != 6 || got.Voice != 4 || got.Reach != 9150 || got.Interactions != 3 {
			t.Errorf("all: %+v, voice %d", got, got.Voice)
		}
		// The brand: three by words, one by its source; the one with both counts for both. Of media the share is of all mentions.
		for i, want := range []struct{ id, share string }{{brand.ID, "4/4"}, {rival.ID, "1/4"}, {media.ID, "1/6"}} {
			one := got.Topics[i]
			if share := fmt.Sprintf("%d/%d", one.Share.K, one.Share.N); one.ID != want.id || share != want.share || one.Texts != one.Share.K {
				t.Errorf("%s has %d texts, share %s, want %+v", one.ID, one.Texts, share, want)
			}
			k, n := 0, 0
			for _, p := range one.Periods {
				k, n = k+p.Share.K, n+p.Share.N
			}
			if k != one.Share.K || n != one.Share.N {
				t.Errorf("periods of %s add up to %d/%d", one.ID, k, n)
			}
		}
		if m := got.Topics[0].Mean; m == nil || m.N != 2 || m.Value < 0.09 || m.Value > 0.11 {
			t.Errorf("mean of the brand: %+v", m)
		}
		if got.Networks[0].Value != "mastodon" || got.Networks[0].Texts != 4 || got.Kinds[1].Value != "media" || got.Kinds[1].Reach != 9000 {
			t.Errorf("networks %+v, kinds %+v", got.Networks, got.Kinds)
		}
		// Each figure opens its texts.
		if list := texts(t, w, heard.Query{Topics: []string{rival.ID}}); !slices.Equal(list, []string{"Ruma lebih murah dari Nusa Home"}) {
			t.Errorf("of the competitor: %q", list)
		}
		if list := texts(t, w, heard.Query{Topics: []string{media.ID}, AuthorKinds: []string{"media"}}); len(list) != 1 {
			t.Errorf("of media: %q", list)
		}
		if _, err := w.List(t.Context(), ws, heard.Query{Topics: []string{"l99"}}, "", 5); !fault.Is(err, fault.NotFound) {
			t.Errorf("a topic that is none: %v", err)
		}
	})
}

// A changed query changes the past at once, and what comes later is held against it too.
func TestAChangedTopicChangesThePast(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := heardAll(t, db, talk()...)
		f := w.feed
		one := w.topic(t, topic.Brand, "weather", "")
		of := heard.Query{Topics: []string{one.ID}}
		if got := texts(t, w, of); len(got) != 2 { // one says itself that it is of this topic
			t.Errorf("at first: %q", got)
		}
		one.Query, one.Exclusions = "ruma", "topic:l1"
		one, err := w.topics.Update(t.Context(), ws, one)
		if err != nil {
			t.Fatal(err)
		}
		if got := texts(t, w, of); len(got) != 2 {
			t.Errorf("changed: %q", got)
		}
		f.add(mention(8, 0, "Ruma again", `"network":"bluesky"`), said(9, 0, "Comment Posted", "web", `{"text":"ruma in a comment"}`))
		w.wait(t)
		if got := texts(t, w, of); len(got) != 3 || got[0] != "Ruma again" {
			t.Errorf("later: %q", got)
		}
		if err := w.topics.Delete(t.Context(), ws, one.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := w.List(t.Context(), ws, of, "", 5); !fault.Is(err, fault.NotFound) {
			t.Errorf("deleted: %v", err)
		}
	})
}

// The index of words that is asked first loses nothing: what is found among all is what the matcher says of each.
func TestTopicsFindWhatTheyMatch(t *testing.T) {
	t.Parallel()
	db := sqldbtest.Open(t, sqldbtest.SQLite(t))
	sqldbtest.Workspace(t, db, uint32(ws))
	f := newFeed()
	rnd := rand.New(rand.NewPCG(5, 5))
	pieces := []string{"toko", "jejak", "jejaknya", "AC", "acnya", "冷氣壞了", "退款", "#promo", "@jejak.id", "late", "delivery", "don't"}
	var all []string
	for i := range 400 {
		text := ""
		for range 1 + rnd.IntN(5) {
			text += pieces[rnd.IntN(len(pieces))] + []string{" ", ", ", ""}[rnd.IntN(3)]
		}
		all = append(all, text)
		f.add(mention(byte(i%200), 400-i, text, `"network":"x"`))
	}
	w := setup(t, db, f)
	w.wait(t)
	for _, query := range []string{"toko", "jejak -toko", `"late delivery" OR 冷氣`, "ac OR 退款", "#promo", "@jejak.id late", "jej*", "network:x -jejak", "(toko OR jejak) (ac OR delivery)", "dont"} {
		one := w.topic(t, topic.Other, query, "")
		m, err := one.Compile()
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		for i := len(all) - 1; i >= 0 && len(want) < 100; i-- {
			if m.Match(&topic.Text{Text: all[i], Network: "x"}) {
				want = append(want, all[i])
			}
		}
		got := texts(t, w, heard.Query{Topics: []string{one.ID}})
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] && len(got) == len(want) {
				t.Fatalf("%s: %q is not %q", query, got[i], want[i])
			}
		}
		if len(got) != len(want) || len(want) == 0 {
			t.Errorf("%s finds %d, and %d match", query, len(got), len(want))
		}
	}
}

func TestATrialKeepsNothing(t *testing.T) {
	t.Parallel()
	db := sqldbtest.Open(t, sqldbtest.SQLite(t))
	sqldbtest.Workspace(t, db, uint32(ws))
	f := newFeed()
	f.add(talk()...)
	w := setup(t, db, f)
	w.wait(t)
	got, err := w.Try(t.Context(), ws, topic.Topic{Query: `"nusa home" OR 冷氣`, Exclusions: "murah"}, heard.Query{})
	if err != nil || got.Matches != 2 || got.Of != 6 || got.Looked != 6 || len(got.Examples) != 2 {
		t.Fatalf("%+v %v", got, err)
	}
	if parts := got.Examples[0].Parts; len(parts) != 3 || !parts[1].Hit || parts[1].Text != "冷氣" {
		t.Errorf("parts %+v", parts)
	}
	if _, err := w.Try(t.Context(), ws, topic.Topic{Query: "(a"}, heard.Query{}); !fault.Is(err, fault.Invalid) {
		t.Errorf("a query that does not read: %v", err)
	}
	if all, err := w.topics.List(t.Context(), ws); err != nil || len(all) != 0 {
		t.Errorf("kept %+v %v", all, err)
	}
}

// tallies are how many texts each topic has, by its query.
func (w *world) tallies(t *testing.T) map[string]int {
	t.Helper()
	got, err := w.Listen(t.Context(), ws, heard.Query{From: event.TimeOf(noon.Add(-96 * time.Hour)), To: event.TimeOf(noon)}, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	all, err := w.topics.List(t.Context(), ws)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	for _, one := range got.Topics {
		i := slices.IndexFunc(all, func(t topic.Topic) bool { return t.ID == one.ID })
		found[all[i].Query] = one.Texts
	}
	return found
}

func TestAStartTakesUpWhatTopicsHave(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := heardAll(t, db, talk()...)
		f := w.feed
		w.topic(t, topic.Brand, `"nusa home" OR 努沙`, "")
		w.topic(t, topic.Other, "kind:media", "")
		rival := w.topic(t, topic.Competitor, "ruma", "hiring")
		want := map[string]int{`"nusa home" OR 努沙`: 4, "kind:media": 1, "ruma": 1}
		again := func(change func(tx *sqldb.WriteTx) error) map[string]int {
			t.Helper()
			if err := w.Stop(t.Context()); err != nil {
				t.Fatal(err)
			}
			if change != nil {
				if err := db.Write(t.Context(), change); err != nil {
					t.Fatal(err)
				}
			}
			w = setup(t, db, f)
			w.wait(t)
			return w.tallies(t)
		}
		if got := w.tallies(t); !maps.Equal(got, want) {
			t.Fatalf("found %v, want %v", got, want)
		}
		if got := again(nil); !maps.Equal(got, want) {
			t.Errorf("after a start %v, want %v", got, want)
		}
		nothing, err := roaring.New().ToBase64()
		if err != nil {
			t.Fatal(err)
		}
		emptied := func(where string) func(tx *sqldb.WriteTx) error {
			return func(tx *sqldb.WriteTx) error {
				_, err := tx.Exec(t.Context(), "UPDATE heard_topic_text SET places = ?"+where, nothing)
				return err
			}
		}
		if got := again(emptied("")); got["ruma"] != 0 || got["kind:media"] != 0 {
			t.Errorf("what was kept is not what is taken up: %v", got)
		}
		// What came since is looked through, and what does not fit is found anew.
		f.add(mention(8, 2, "ruma again", `"network":"mastodon"`))
		if got := again(emptied(", format = 0")); got["ruma"] != 2 || got["kind:media"] != 1 {
			t.Errorf("of another format: %v", got)
		}
		if got := again(emptied(", texts = texts - 1")); got["ruma"] != 2 {
			t.Errorf("of other texts: %v", got)
		}
		if got := again(emptied(", version = version + 1")); got["ruma"] != 2 {
			t.Errorf("of another version: %v", got)
		}
		if err := w.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		f.add(mention(9, 1, "ruma once more", `"network":"mastodon"`))
		w = setup(t, db, f)
		w.wait(t)
		if got := w.tallies(t); got["ruma"] != 3 {
			t.Errorf("with one that came meanwhile: %v", got)
		}
		if err := w.topics.Delete(t.Context(), ws, rival.ID); err != nil {
			t.Fatal(err)
		}
		if got := w.tallies(t); len(got) != 2 {
			t.Errorf("without a topic: %v", got)
		}
		if got := again(nil); len(got) != 2 {
			t.Errorf("without a topic, after a start: %v", got)
		}
	})
}
