package heard_test

import (
	"slices"
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
