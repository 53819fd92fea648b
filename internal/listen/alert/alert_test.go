package alert_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/listen/alert"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

func TestMain(m *testing.M) { sqldbtest.Main(m) }

const ws = event.Workspace(4)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// world is a store over mentions in memory.
type world struct {
	*alert.Store
	mentions []alert.Mention
	last     uint64
}

func setup(t testing.TB, db *sqldb.DB) *world {
	t.Helper()
	w := &world{}
	var err error
	w.Store, err = alert.Open(t.Context(), db, alert.Options{
		Mentions: func(_ context.Context, _ event.Workspace, after, upTo uint64, _ bool, fn func(alert.Mention)) error {
			for _, m := range w.mentions {
				if m.Seq > after && m.Seq <= upTo {
					fn(m)
				}
			}
			return nil
		},
		WaitFor: func(context.Context, uint64) error { return nil },
		LastSeq: func() uint64 { return w.last },
		Now:     func() time.Time { return noon },
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// say adds a mention some minutes before noon.
func (w *world) say(minutes int, m alert.Mention) {
	m.Seq, m.At = uint64(len(w.mentions)+1), event.TimeOf(noon.Add(-time.Duration(minutes)*time.Minute))
	w.mentions = append(w.mentions, m)
}

// look hands the mentions after a change over in batches of a size.
func (w *world) look(t testing.TB, after uint64, size int) {
	t.Helper()
	var changes []event.Change
	for _, m := range w.mentions[after:] {
		changes = append(changes, event.Change{Seq: m.Seq, Workspace: ws, Event: &event.Event{Name: "Mentioned"}})
	}
	for batch := range slices.Chunk(changes, size) {
		if err := alert.Handle(w.Store, t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}
}

func (w *world) raised(t testing.TB) []alert.Alert {
	t.Helper()
	all, err := w.List(t.Context(), ws, 1000)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func (w *world) condition(t testing.TB, c alert.Condition) alert.Condition {
	t.Helper()
	c.Name = string(c.Kind)
	c, err := w.Create(t.Context(), ws, c)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestASpikeIsRaisedWithItsFigures(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		sqldbtest.Workspace(t, db, uint32(ws))
		w := setup(t, db)
		c := w.condition(t, alert.Condition{Kind: alert.Volume, Topic: "l1", Window: 1, Threshold: 3, Least: 10, Cooldown: 6})
		brand := []string{"l1"}
		for hour := 30; hour > 0; hour-- { // two an hour, evenly
			w.say(60*hour+45, alert.Mention{Topics: brand})
			w.say(60*hour+15, alert.Mention{Topics: brand})
		}
		for i := range 20 { // somebody else's talk
			w.say(40-i, alert.Mention{Topics: []string{"l2"}})
		}
		for i := range 20 {
			w.say(40-2*i, alert.Mention{Topics: brand})
		}
		w.look(t, 0, 7)
		all := w.raised(t)
		if len(all) != 1 {
			t.Fatalf("raised %+v", all)
		}
		a := all[0]
		if a.Condition != c.ID || a.Mentions != 10 || a.Value != 10 || a.Baseline == nil || *a.Baseline < 1.9 || *a.Baseline > 2.1 || a.Before != 24 {
			body, _ := json.Marshal(a)
			t.Errorf("raised as %s", body)
		}
		if a.From >= a.At || a.At != event.TimeOf(noon.Add(-24*time.Minute)) || a.Made != event.TimeOf(noon) {
			t.Errorf("from %v to %v, made %v", a.From, a.At, a.Made)
		}
		if err := w.Delete(t.Context(), ws, c.ID); err != nil || len(w.raised(t)) != 0 {
			t.Errorf("a deleted condition leaves %v %v", w.raised(t), err)
		}
	})
}

func TestEachKindAtItsThreshold(t *testing.T) {
	t.Parallel()
	quiet := func(w *world) { // one mention an hour for nine days
		for hour := 9 * 24; hour > 24; hour-- {
			w.say(60*hour, alert.Mention{Interactions: 10, Scored: true, Words: []string{"lamp"}})
		}
	}
	for _, c := range []struct {
		name  string
		c     alert.Condition
		below func(*world)
		tips  alert.Mention
		value float64
	}{
		{"influencer", alert.Condition{Kind: alert.Influencer, Window: 1, Threshold: 5000, Least: 1}, func(w *world) { w.say(3, alert.Mention{Reach: 4999}) }, alert.Mention{Reach: 5000}, 5000},
		{"verified", alert.Condition{Kind: alert.Verified, Window: 1, Least: 1}, func(w *world) { w.say(3, alert.Mention{Reach: 9}) }, alert.Mention{Verified: true, Reach: 7}, 7},
		{"reach", alert.Condition{Kind: alert.Reach, Window: 2, Threshold: 100, Least: 2}, func(w *world) { w.say(3, alert.Mention{Reach: 99}) }, alert.Mention{Reach: 1}, 100},
		{"interactions", alert.Condition{Kind: alert.Interactions, Window: 24, Threshold: 2, Least: 1}, func(w *world) { w.say(3, alert.Mention{Interactions: 479}) }, alert.Mention{Interactions: 1}, 480},
		{"negative", alert.Condition{Kind: alert.Negative, Window: 3, Threshold: 0.5, Least: 4}, func(w *world) {
			for i := range 3 {
				w.say(9-i, alert.Mention{Scored: true, Negative: i == 0})
			}
			w.say(5, alert.Mention{})
		}, alert.Mention{Scored: true, Negative: true}, 0.5},
		{"word", alert.Condition{Kind: alert.NewWord, Window: 24, Threshold: 5, Least: 3}, func(w *world) {
			for range 2 {
				w.say(3, alert.Mention{Words: []string{"lamp", "recall"}})
			}
		}, alert.Mention{Words: []string{"lamp", "recall"}}, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			db := sqldbtest.Open(t, sqldbtest.SQLite(t))
			sqldbtest.Workspace(t, db, uint32(ws))
			w := setup(t, db)
			c.c.Cooldown = 1
			w.condition(t, c.c)
			quiet(w)
			c.below(w)
			w.look(t, 0, 1000)
			if all := w.raised(t); len(all) != 0 {
				t.Fatalf("below the threshold %+v", all)
			}
			n := uint64(len(w.mentions))
			w.say(1, c.tips)
			w.look(t, n, 1000)
			all := w.raised(t)
			if len(all) != 1 || all[0].Value != c.value || c.c.Kind == alert.NewWord && all[0].Word != "recall" {
				t.Fatalf("at the threshold %+v", all)
			}
			w.say(0, c.tips)
			w.look(t, n+1, 1000)
			if all := w.raised(t); len(all) != 1 {
				t.Errorf("while it cools down: %d", len(all))
			}
		})
	}
}

// A condition looks at what comes after it was made, with the time before as its measure; a paused one says nothing.
func TestWhatWasBeforeIsNotRaised(t *testing.T) {
	t.Parallel()
	db := sqldbtest.Open(t, sqldbtest.SQLite(t))
	sqldbtest.Workspace(t, db, uint32(ws))
	w := setup(t, db)
	w.say(300, alert.Mention{Verified: true})
	w.last = 1
	c := w.condition(t, alert.Condition{Kind: alert.Verified, Window: 1, Least: 1, Cooldown: 1})
	w.look(t, 0, 10)
	if all := w.raised(t); len(all) != 0 {
		t.Fatalf("of history: %+v", all)
	}
	c.Paused = true
	c, err := w.Update(t.Context(), ws, c)
	if err != nil {
		t.Fatal(err)
	}
	w.say(100, alert.Mention{Verified: true})
	w.look(t, 1, 10)
	c.Paused = false
	if _, err := w.Update(t.Context(), ws, c); err != nil {
		t.Fatal(err)
	}
	if all := w.raised(t); len(all) != 0 {
		t.Fatalf("while paused: %+v", all)
	}
	w.say(1, alert.Mention{Verified: true})
	w.look(t, 2, 10)
	if all := w.raised(t); len(all) != 1 || all[0].Seq != 3 {
		t.Errorf("after: %+v", all)
	}
	if _, err := w.Update(t.Context(), ws, alert.Condition{ID: c.ID, Name: "x", Kind: alert.Volume, Window: 1, Threshold: 0.5, Least: 1, Cooldown: 1}); !fault.Is(err, fault.Invalid) {
		t.Errorf("a threshold below any mean: %v", err)
	}
}

// The same mentions raise the same alerts, in whatever batches they come, and whether or not it was stopped between two of them.
func TestBatchesDoNotMatter(t *testing.T) {
	t.Parallel()
	conditions := []alert.Condition{
		{Kind: alert.Volume, Window: 1, Threshold: 2, Least: 3, Cooldown: 2},
		{Kind: alert.Interactions, Topic: "l1", Window: 2, Threshold: 2, Least: 2, Cooldown: 5},
		{Kind: alert.Influencer, Window: 1, Threshold: 900, Least: 1, Cooldown: 3},
		{Kind: alert.Reach, Window: 3, Threshold: 3000, Least: 2, Cooldown: 4},
		{Kind: alert.Negative, Window: 4, Threshold: 0.6, Least: 4, Cooldown: 4},
		{Kind: alert.NewWord, Window: 6, Threshold: 3, Least: 3, Cooldown: 12},
	}
	kinds := map[alert.Kind]int{}
	for seed := range uint64(8) {
		pick := rand.New(rand.NewPCG(seed, 2))
		size, restart := 1+pick.IntN(60), pick.IntN(400)
		run := func(size, restart int) []alert.Alert {
			db := sqldbtest.Open(t, sqldbtest.SQLite(t))
			sqldbtest.Workspace(t, db, uint32(ws))
			w := setup(t, db)
			for _, c := range conditions {
				w.condition(t, c)
			}
			rnd := rand.New(rand.NewPCG(seed, 1))
			at := 4 * 24 * 60
			for range 400 {
				at = max(0, at-rnd.IntN(30)+8*rnd.IntN(2)*rnd.IntN(3)) // mostly in order
				m := alert.Mention{Scored: rnd.IntN(2) == 0, Reach: int64(rnd.IntN(1000)), Interactions: int64(rnd.IntN(20)), Words: []string{fmt.Sprint("w", rnd.IntN(40)), fmt.Sprint("w", rnd.IntN(5))}}
				m.Negative = m.Scored && rnd.IntN(2) == 0
				if rnd.IntN(3) > 0 {
					m.Topics = []string{"l1"}
				}
				w.say(at, m)
			}
			all := w.mentions
			w.mentions = all[:restart]
			w.look(t, 0, size)
			again := setup(t, db)
			again.mentions = all
			again.look(t, uint64(restart), size)
			return again.raised(t)
		}
		want, got := run(1, 0), run(size, restart)
		a, _ := json.Marshal(want)
		b, _ := json.Marshal(got)
		if string(a) != string(b) {
			t.Fatalf("seed %d in batches of %d, stopped after %d: %d alerts, one by one %d\n%s\n%s", seed, size, restart, len(got), len(want), b, a)
		}
		for _, one := range want {
			kinds[one.Kind]++
		}
	}
	for _, c := range conditions {
		if kinds[c.Kind] == 0 {
			t.Errorf("nothing of kind %s was raised: %v", c.Kind, kinds)
		}
	}
}
