package heard_test

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/listen/topic"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
	"jejak/internal/voice/heard"
)

// While the mentions of a new topic are looked up among many, everything else is answered, and the answer says what it is without; whoever asks
// about that very topic waits for it.
func TestANewTopicHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		sqldbtest.Workspace(t, db, uint32(ws))
		f := newFeed()
		f.add(talk()...)
		w := setup(t, db, f, func(o *heard.Options) { o.Many, o.Patience = 1, time.Millisecond })
		w.wait(t)
		q := heard.Query{From: event.TimeOf(noon.Add(-96 * time.Hour)), To: event.TimeOf(noon)}
		listen := func(q heard.Query) heard.Listening {
			got, err := w.Listen(t.Context(), ws, q, time.UTC)
			if err != nil {
				t.Error(err)
			}
			return got
		}
		known := w.topic(t, topic.Brand, `"nusa home" OR 努沙`, "")
		for len(listen(q).Reading) > 0 {
		}
		release := w.HoldSearch()
		fresh := w.topic(t, topic.Competitor, "ruma", "hiring")
		got := listen(q)
		if !slices.Equal(got.Reading, []string{fresh.ID}) || len(got.Topics) != 1 || got.Topics[0].ID != known.ID || got.Topics[0].Texts != 4 {
			t.Errorf("%d topics, being read %v; want the topic that is known, and to be told of the other", len(got.Topics), got.Reading)
		}
		if page, err := w.List(t.Context(), ws, heard.Query{Topics: []string{known.ID}}, "", 10); err != nil || len(page.Texts) != 4 {
			t.Errorf("%d texts of the known one, %v", len(page.Texts), err)
		}
		asked := make(chan heard.Listening)
		go func() { asked <- listen(heard.Query{From: q.From, To: q.To, Topics: []string{fresh.ID}}) }()
		release()
		if got := <-asked; got.All.Texts != 1 || len(got.Reading) > 0 {
			t.Errorf("%d texts, being read %v; want the one mention of the new topic", got.All.Texts, got.Reading)
		}
		for got = listen(q); len(got.Reading) > 0; got = listen(q) {
		}
		if len(got.Topics) != 2 || got.Topics[1].Texts != 1 || got.Voice != 4 {
			t.Errorf("%d topics, voice %d; want both topics", len(got.Topics), got.Voice)
		}
	})
}

// Where the texts of a new topic or theme cannot be looked up, the answer says so, why, and when that is tried again; the others are looked up all
// the same, and one that works later is there by itself.
func TestALookupThatFailsSaysSoAndIsTriedAgain(t *testing.T) {
	t.Parallel()
	for why, trouble := range map[string]struct{ begin, end string }{
		"damaged":  {`UPDATE heard SET body = '{' || body WHERE event = 'Mentioned'`, `UPDATE heard SET body = substr(body, 2) WHERE event = 'Mentioned'`},
		"database": {`ALTER TABLE heard RENAME COLUMN author_kind TO elsewhere`, `ALTER TABLE heard RENAME COLUMN elsewhere TO author_kind`},
		"rule":     {},
	} {
		t.Run(why, func(t *testing.T) {
			t.Parallel()
			sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
				sqldbtest.Workspace(t, db, uint32(ws))
				f := newFeed()
				f.add(talk()...)
				var unreadable atomic.Bool
				w := setup(t, db, f, func(o *heard.Options) {
					o.Many, o.Patience, o.Every, o.Now = 1, time.Millisecond, time.Millisecond, time.Now
					topics := o.Topics
					o.Topics = func(ctx context.Context, ws event.Workspace) ([]topic.Topic, error) {
						all, err := topics(ctx, ws)
						if i := slices.IndexFunc(all, func(one topic.Topic) bool { return one.Kind == topic.Competitor }); i >= 0 && unreadable.Load() {
							all[i].Query = `"without an end`
						}
						return all, err
					}
				})
				w.wait(t)
				run := func(statement string) {
					t.Helper()
					if statement == "" {
						unreadable.Store(!unreadable.Load())
						return
					}
					if err := db.Write(t.Context(), func(tx *sqldb.WriteTx) error { _, err := tx.Exec(t.Context(), statement); return err }); err != nil {
						t.Fatal(err)
					}
				}
				listen := func() heard.Listening {
					t.Helper()
					got, err := w.Listen(t.Context(), ws, heard.Query{From: event.TimeOf(noon.Add(-96 * time.Hour)), To: event.TimeOf(noon)}, time.UTC)
					if err != nil {
						t.Fatal(err)
					}
					return got
				}
				run(trouble.begin)
				broken := w.topic(t, topic.Competitor, "ruma", "hiring")
				whole := w.topic(t, topic.Other, "weather", "")
				began := event.TimeOf(time.Now().Add(-time.Minute))
				got := listen()
				for len(got.Failed) == 0 || why == "rule" && len(got.Reading) > 1 {
					got = listen()
				}
				i := slices.IndexFunc(got.Failed, func(one heard.Failed) bool { return one.ID == broken.ID })
				if i < 0 || got.Failed[i].Why != why || got.Failed[i].At < began || got.Failed[i].Again <= got.Failed[i].At || !slices.Contains(got.Reading, broken.ID) {
					t.Errorf("%+v, being read %v; want that %s failed: %s", got.Failed, got.Reading, broken.ID, why)
				}
				if why == "rule" && (len(got.Topics) != 1 || got.Topics[0].ID != whole.ID || got.Topics[0].Texts != 1) {
					t.Errorf("%d topics; want the one behind the one that cannot be read", len(got.Topics))
				}
				run(trouble.end)
				for got = listen(); len(got.Reading) > 0; got = listen() {
				}
				if len(got.Failed) > 0 || len(got.Topics) != 2 || got.Topics[0].Texts != 2 || got.Topics[1].Texts != 1 {
					t.Errorf("%d topics, failed %+v; want both topics and no failure any longer", len(got.Topics), got.Failed)
				}
			})
		})
	}
}
