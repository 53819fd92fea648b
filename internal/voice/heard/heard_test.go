package heard_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/listen/topic"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
	"jejak/internal/voice/heard"
	"jejak/internal/voice/theme"
)

func TestMain(m *testing.M) { sqldbtest.Main(m) }

const ws = event.Workspace(4)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// feed is a log in memory.
type feed struct {
	mu      sync.Mutex
	changes []event.Change
	wake    chan struct{}
	again   []event.Subject
}

func newFeed() *feed { return &feed{wake: make(chan struct{})} }

func (f *feed) add(changes ...event.Change) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, c := range changes {
		c.Seq = uint64(len(f.changes) + 1)
		if c.Event != nil {
			c.Event.Seq = c.Seq
		}
		f.changes = append(f.changes, c)
	}
	close(f.wake)
	f.wake = make(chan struct{})
}

func (f *feed) Changes(_ context.Context, after uint64, limit int, fn func(event.Change) error) error {
	f.mu.Lock()
	list := f.changes[min(after, uint64(len(f.changes))):]
	f.mu.Unlock()
	for _, c := range list[:min(limit, len(list))] {
		if err := fn(c); err != nil {
			return err
		}
	}
	return nil
}

func (f *feed) Wait(ctx context.Context, after uint64) error {
	for {
		f.mu.Lock()
		n, wake := uint64(len(f.changes)), f.wake
		f.mu.Unlock()
		if n > after {
			return nil
		}
		select {
		case <-wake:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (f *feed) LastSeq() uint64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return uint64(len(f.changes))
}

func (f *feed) Cursor(string) (uint64, error)  { return 0, nil }
func (f *feed) SetCursor(string, uint64) error { return nil }

func (f *feed) event(_ context.Context, _ event.Workspace, _ event.Subject, _ event.Time, seq uint64) (*event.Event, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.changes[seq-1].Event, nil
}

// world is a store that follows a feed.
type world struct {
	*heard.Store
	feed   *feed
	themes *theme.Store
	topics *topic.Store
	mu     sync.Mutex
	points []journey.Touchpoint
}

// heardAll is a workspace whose changes have all been heard.
func heardAll(t testing.TB, db *sqldb.DB, changes ...event.Change) *world {
	t.Helper()
	sqldbtest.Workspace(t, db, uint32(ws))
	f := newFeed()
	f.add(changes...)
	w := setup(t, db, f)
	w.wait(t)
	return w
}

func setup(t testing.TB, db *sqldb.DB, f *feed, change ...func(*heard.Options)) *world {
	t.Helper()
	w := &world{feed: f, points: []journey.Touchpoint{{ID: "p1", Name: "Reviews", Rule: journey.Filter{Event: []string{"Product Reviewed"}}}}}
	var err error
	now := func() time.Time { return noon }
	if w.themes, err = theme.Open(t.Context(), db, now); err != nil {
		t.Fatal(err)
	}
	if w.topics, err = topic.Open(t.Context(), db, now); err != nil {
		t.Fatal(err)
	}
	o := heard.Options{
		Heard: func(name string) bool {
			return slices.Contains([]string{"Product Reviewed", "Comment Posted", "Mentioned"}, name)
		},
		Touchpoints: func(context.Context, event.Workspace) ([]journey.Touchpoint, error) {
			w.mu.Lock()
			defer w.mu.Unlock()
			return w.points, nil
		},
		Themes: w.themes.List, Topics: w.topics.List, Event: f.event, Now: now, Every: time.Hour,
		Again: func(_ context.Context, _ event.Workspace, s event.Subject) error {
			f.mu.Lock()
			defer f.mu.Unlock()
			f.again = append(f.again, s)
			return nil
		},
	}
	for _, fn := range change {
		fn(&o)
	}
	w.Store, err = heard.Open(t.Context(), db, o)
	if err != nil {
		t.Fatal(err)
	}
	w.Start(f)
	t.Cleanup(func() {
		if err := w.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return w
}

func (w *world) wait(t testing.TB) {
	t.Helper()
	if err := w.WaitFor(t.Context(), w.feed.LastSeq()); err != nil {
		t.Fatal(err)
	}
}

// said is an event of person n, hours before noon.
func said(n byte, hours int, name, channel, properties string) event.Change {
	return event.Change{
		Workspace: ws, Subject: event.Subject{n}, Person: event.Person{n},
		Event: &event.Event{
			Name: name, Channel: channel, Time: event.TimeOf(noon.Add(-time.Duration(hours) * time.Hour)), Properties: json.RawMessage(properties),
		},
	}
}

func some() []event.Change {
	return []event.Change{
		said(1, 5, "Product Reviewed", "web", `{"text":"Pengiriman lama sekali","language":"id","sentiment":-0.9,"rating":2,"title":"Kecewa"}`),
		said(2, 9, "Comment Posted", "social", `{"text":"Lampu bagus, pengiriman cepat","language":"id","sentiment":0.8}`),
		said(1, 1, "Comment Posted", "social", `{"text":"退款太慢了","language":"zh-Hant","sentiment":-0.7}`),
		said(3, 2, "Product Viewed", "web", `{"text":"no text of a person"}`),
		said(3, 3, "Mentioned", "social", `{"text":"nusa home has new lamps","language":"en","sentiment":0.05,"network":"rss","topic":"b1","author":"Ann","url":"javascript:alert(1)"}`),
		said(4, 4, "Comment Posted", "web", `{"text":"très bien","language":"fr","feeling":"unsupported"}`),
		said(5, 6, "Comment Posted", "web", `{"text":"hm"}`),
	}
}

// texts are the words of a list, newest first.
func texts(t testing.TB, w *world, q heard.Query) []string {
	t.Helper()
	page, err := w.List(t.Context(), ws, q, "", 100)
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, one := range page.Texts {
		out = append(out, one.Text)
	}
	return out
}

func TestListFilterAndSearch(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := heardAll(t, db, some()...)
		brand, err := w.topics.Create(t.Context(), ws, topic.Topic{Name: "Brand", Kind: topic.Brand, Query: "topic:b1"})
		if err != nil {
			t.Fatal(err)
		}
		const slow, quick, refund, lamps, french, none = "Pengiriman lama sekali", "Lampu bagus, pengiriman cepat", "退款太慢了", "nusa home has new lamps", "très bien", "hm"
		person := event.Person{1}
		for _, c := range []struct {
			name string
			q    heard.Query
			want []string
		}{
			{"all, newest first", heard.Query{}, []string{refund, lamps, french, slow, none, quick}},
			{"negative", heard.Query{Feelings: []string{heard.Negative}}, []string{refund, slow}},
			{"near 0 is neutral", heard.Query{Feelings: []string{heard.Neutral}}, []string{lamps}},
			{"not scored is not neutral", heard.Query{Feelings: []string{heard.NotScored, heard.Unsupported}}, []string{french, none}},
			{"a language with a region", heard.Query{Languages: []string{"zh"}}, []string{refund}},
			{"channel and feeling", heard.Query{Channels: []string{"social"}, Feelings: []string{heard.Positive}}, []string{quick}},
			{"touchpoint", heard.Query{Touchpoints: []string{"p1"}}, []string{slow}},
			{"range", heard.Query{From: event.TimeOf(noon.Add(-5 * time.Hour)), To: event.TimeOf(noon.Add(-3 * time.Hour))}, []string{french, slow}},
			{"person", heard.Query{Person: &person}, []string{refund, slow}},
			{"words in any order and case", heard.Query{Search: "CEPAT pengiriman"}, []string{quick}},
			{"a word of two", heard.Query{Search: "pengiriman"}, []string{slow, quick}},
			{"a title", heard.Query{Search: "kecewa"}, []string{slow}},
			{"Chinese, in the middle of a sentence", heard.Query{Search: "太慢"}, []string{refund}},
			{"nothing to search by", heard.Query{Search: "\"; --"}, []string{}},
			{"a value that nobody has", heard.Query{Channels: []string{"fax"}}, []string{}},
			{"topic", heard.Query{Topics: []string{brand.ID}}, []string{lamps}},
		} {
			if got := texts(t, w, c.q); !slices.Equal(got, c.want) {
				t.Errorf("%s: %q, want %q", c.name, got, c.want)
			}
		}
		page, err := w.List(t.Context(), ws, heard.Query{Topics: []string{brand.ID}}, "", 1)
		if err != nil || page.Texts[0].URL != "" || page.Texts[0].Author != "Ann" {
			t.Errorf("an address that is a script is kept: %+v %v", page.Texts, err)
		}
		if other := texts(t, w, heard.Query{Languages: []string{"id"}, Search: "lampu"}); !slices.Equal(other, []string{quick}) {
			t.Errorf("search with a filter: %q", other)
		}
		if page, err := w.List(t.Context(), ws+1, heard.Query{}, "", 10); err != nil || len(page.Texts) != 0 {
			t.Errorf("another workspace reads %+v %v", page, err)
		}
	})
}

func TestPagesGoOnWhereTheyEnded(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		f := newFeed()
		for i := range 25 {
			f.add(said(byte(i), i/3, "Comment Posted", "web", fmt.Sprintf(`{"text":"text %d"}`, i))) // some at the same time
		}
		w := setup(t, db, f)
		w.wait(t)
		all := texts(t, w, heard.Query{})
		var got []string
		before := ""
		for {
			page, err := w.List(t.Context(), ws, heard.Query{}, before, 4)
			if err != nil {
				t.Fatal(err)
			}
			for _, one := range page.Texts {
				got = append(got, one.Text)
			}
			if before = page.Next; before == "" {
				break
			}
		}
		if len(all) != 25 || !slices.Equal(got, all) {
			t.Errorf("pages have %q, all are %q", got, all)
		}
		if _, err := w.List(t.Context(), ws, heard.Query{}, "7", 4); !fault.Is(err, fault.Invalid) {
			t.Errorf("a page that was never given: %v", err)
		}
	})
}

func TestItIsTheSameAfterARestartAndWhenMadeAgain(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		f := newFeed()
		f.add(some()...)
		w := setup(t, db, f)
		w.wait(t)
		want := texts(t, w, heard.Query{})
		if err := w.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		f.add(said(9, 0, "Comment Posted", "web", `{"text":"baru"}`))
		w = setup(t, db, f)
		w.wait(t)
		want = append([]string{"baru"}, want...)
		if got := texts(t, w, heard.Query{}); !slices.Equal(got, want) {
			t.Errorf("after a restart: %q, want %q", got, want)
		}
		if err := w.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		shorter := newFeed() // a log that was restored and has less than was heard
		shorter.add(some()[:2]...)
		w = setup(t, db, shorter)
		w.wait(t)
		if got := texts(t, w, heard.Query{Search: "pengiriman"}); len(got) != 2 || len(texts(t, w, heard.Query{})) != 2 {
			t.Errorf("of a restored log: %q", got)
		}
	})
}

func TestTextsFollowTheirPerson(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		f := newFeed()
		f.add(some()...)
		w := setup(t, db, f)
		f.add(event.Change{Workspace: ws, Subject: event.Subject{1}, From: event.Person{1}, Person: event.Person{2}})
		w.wait(t)
		before, now := event.Person{1}, event.Person{2}
		if got := texts(t, w, heard.Query{Person: &before}); len(got) != 0 {
			t.Errorf("the person before still has %q", got)
		}
		if got := texts(t, w, heard.Query{Person: &now}); len(got) != 3 {
			t.Errorf("the person now has %q", got)
		}
		people, more, err := w.People(t.Context(), ws, heard.Query{Feelings: []string{heard.Negative}}, 10)
		if err != nil || more || !slices.Equal(people, []event.Person{now}) {
			t.Errorf("who was negative: %v %v %v", people, more, err)
		}
	})
}

func TestACorrectionCountsAndIsKept(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		f := newFeed()
		f.add(some()...)
		w := setup(t, db, f)
		w.wait(t)
		audited := 0
		step := func(context.Context, *sqldb.WriteTx) error { audited++; return nil }
		got, err := w.Correct(t.Context(), ws, 1, heard.Positive, "Rina", step)
		if err != nil || got.Feeling != heard.Positive || *got.Score != 1 || got.Corrected == nil || got.Corrected.Was != heard.Negative || got.Corrected.Who != "Rina" {
			t.Fatalf("%+v %v", got, err)
		}
		if audited != 1 || !slices.Equal(f.again, []event.Subject{{1}}) {
			t.Errorf("audited %d times, read again %v", audited, f.again)
		}
		if score, ok := w.Corrected(ws, 1); !ok || score != 1 {
			t.Errorf("event 1 counts as %v %v", score, ok)
		}
		if list := texts(t, w, heard.Query{Feelings: []string{heard.Positive}}); len(list) != 2 {
			t.Errorf("positive are %q", list)
		}
		if all := w.Corrections(ws); len(all) != 1 || all[0].Text != "Pengiriman lama sekali" || all[0].Language != "id" {
			t.Errorf("to train on: %+v", all)
		}
		if err := w.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		fresh := newFeed() // all derived is made again, the correction stays
		fresh.add(some()[:1]...)
		w = setup(t, db, fresh)
		w.wait(t)
		if list := texts(t, w, heard.Query{Feelings: []string{heard.Positive}}); len(list) != 1 {
			t.Errorf("made again, positive are %q", list)
		}
		back, err := w.Correct(t.Context(), ws, 1, "", "Budi")
		if err != nil || back.Feeling != heard.Negative || *back.Score != -0.9 || back.Corrected != nil {
			t.Errorf("taken back: %+v %v", back, err)
		}
		if _, ok := w.Corrected(ws, 1); ok || len(w.Corrections(ws)) != 0 {
			t.Error("a correction that was taken back is in force")
		}
		if _, err := w.Correct(t.Context(), ws, 1, "happy", "Budi"); !fault.Is(err, fault.Invalid) {
			t.Errorf("a feeling that is none: %v", err)
		}
		if _, err := w.Correct(t.Context(), ws, 4, heard.Neutral, "Budi"); !fault.Is(err, fault.NotFound) {
			t.Errorf("an event that says nothing: %v", err)
		}
	})
}

func TestOtherTouchpointsPlaceTextsAnew(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		f := newFeed()
		f.add(some()...)
		w := setup(t, db, f)
		w.wait(t)
		if err := w.PlaceAnew(t.Context()); err != nil {
			t.Fatal(err)
		}
		w.mu.Lock()
		w.points = []journey.Touchpoint{{ID: "p2", Name: "Talk", Rule: journey.Filter{Channel: []string{"social"}}}}
		w.mu.Unlock()
		if err := w.PlaceAnew(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := texts(t, w, heard.Query{Touchpoints: []string{"p1"}}); len(got) != 0 {
			t.Errorf("still at the old touchpoint: %q", got)
		}
		if got := texts(t, w, heard.Query{Touchpoints: []string{"p2"}}); len(got) != 3 {
			t.Errorf("at the new touchpoint: %q", got)
		}
	})
}

func TestSummaryCountsAndThemes(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w := heardAll(t, db, some()...)
		f := w.feed
		delivery, err := w.themes.Create(t.Context(), ws, theme.Theme{Name: "Delivery", Rule: theme.Rule{Any: []string{"pengiriman", "delivery"}, None: []string{"lama sekali"}}})
		if err != nil {
			t.Fatal(err)
		}
		f.add(said(7, 0, "Comment Posted", "web", `{"text":"the delivery was kind","sentiment":0.4,"language":"en"}`))
		w.wait(t)
		sum, err := w.Summarise(t.Context(), ws, heard.Query{}, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		if want := (heard.Tally{Texts: 7, Negative: 2, Neutral: 1, Positive: 2, NotScored: 1, Unsupported: 1}); sum.All != want {
			t.Errorf("all are %+v, want %+v", sum.All, want)
		}
		if sum.Mean == nil || sum.Mean.N != 5 || sum.Mean.Low >= sum.Mean.Value || sum.Mean.High <= sum.Mean.Value {
			t.Errorf("mean %+v", sum.Mean)
		}
		inPeriods := 0
		for _, p := range sum.Periods {
			inPeriods += p.Texts
		}
		if inPeriods != 7 || sum.Languages[0].Texts != 2 {
			t.Errorf("%d texts in periods, languages %+v", inPeriods, sum.Languages)
		}
		if len(sum.Themes) != 1 || sum.Themes[0].Texts != 2 || sum.Themes[0].Positive != 2 || sum.Themes[0].Fresh.Recent != 2 {
			t.Errorf("themes %+v", sum.Themes)
		}
		if got := texts(t, w, heard.Query{Theme: delivery.ID}); len(got) != 2 {
			t.Errorf("of the theme: %q", got)
		}
		delivery.Rule = theme.Rule{Any: []string{"退款"}}
		if _, err := w.themes.Update(t.Context(), ws, delivery); err != nil {
			t.Fatal(err)
		}
		if got := texts(t, w, heard.Query{Theme: delivery.ID}); !slices.Equal(got, []string{"退款太慢了"}) {
			t.Errorf("of the changed theme: %q", got)
		}
		if _, err := w.List(t.Context(), ws, heard.Query{Theme: "t99"}, "", 5); !fault.Is(err, fault.NotFound) {
			t.Errorf("a theme that is not there: %v", err)
		}
		empty, err := w.Summarise(t.Context(), ws+1, heard.Query{}, time.UTC)
		if err != nil || empty.All.Texts != 0 || empty.Mean != nil {
			t.Errorf("of nothing: %+v %v", empty, err)
		}
	})
}

// However much is written in other workspaces, a search finds what is written in its own.
func TestSearchLooksPastOtherWorkspaces(t *testing.T) {
	t.Parallel()
	db := sqldbtest.Open(t, sqldbtest.SQLite(t))
	sqldbtest.Workspace(t, db, uint32(ws))
	sqldbtest.Workspace(t, db, uint32(ws+1))
	w := setup(t, db, newFeed())
	const others = 20_050
	body := []byte(`{"text":"parcel","language":"en","sentiment":0.5}`)
	var batch []event.Change
	for seq := uint64(1); seq <= others+2; seq++ {
		of := ws + 1
		if seq <= 2 { // ours are the oldest
			of = ws
		}
		batch = append(batch, event.Change{Seq: seq, Workspace: of, Subject: event.Subject{1}, Person: event.Person{1}, Event: &event.Event{
			Seq: seq, Name: "Comment Posted", Channel: "web", Time: event.TimeOf(noon), Properties: body,
		}})
		if len(batch) == 2048 || seq == others+2 {
			if err := heard.Handle(w.Store, t.Context(), batch); err != nil {
				t.Fatal(err)
			}
			batch = nil
		}
	}
	for of, want := range map[event.Workspace]struct {
		texts  int
		capped bool
	}{ws: {2, false}, ws + 1: {50, true}} {
		page, err := w.List(t.Context(), of, heard.Query{Search: "parcel"}, "", 50)
		if err != nil || len(page.Texts) != want.texts || page.Capped != want.capped {
			t.Errorf("workspace %d: %d texts, capped %v, %v", of, len(page.Texts), page.Capped, err)
		}
	}
}

// FuzzText: whatever senders write into an event, what is heard of it is bounded, can be stored and shown, and feels like one of all feelings.
func FuzzText(f *testing.F) {
	f.Add("Product Reviewed", `{"text":"bagus","language":"id-ID","sentiment":0.8,"feeling":"scored","rating":5}`)
	f.Add("Mentioned", `{"message":"\\u0000","url":"javascript:alert(1)","reach":1e300,"interactions":-1,"verified":true,"author_kind":7,"sentiment":2}`)
	f.Add("Mentioned", `{"review":"x","sentiment":1e999,"feeling":"unsupported"}`)
	f.Fuzz(func(t *testing.T, name, properties string) {
		one, ok := heard.TextOf(&event.Event{Name: name, Properties: []byte(properties)}, event.Subject{1}, event.Person{1})
		if !ok {
			return
		}
		if strings.TrimSpace(one.Text) == "" || len(one.Text) > 16<<10 || !slices.Contains(heard.Feelings(), one.Feeling) {
			t.Errorf("%s: %+v", properties, one)
		}
		if (one.Score != nil) != (one.Scorer != "") || one.Score != nil && (math.Abs(*one.Score) > 1 || one.Feeling != heard.ClassOf(*one.Score)) {
			t.Errorf("%s: %v by %q", properties, one.Score, one.Scorer)
		}
		if one.URL != "" && !strings.HasPrefix(one.URL, "http") {
			t.Errorf("%s leads to %s", properties, one.URL)
		}
		if _, err := json.Marshal(one); err != nil {
			t.Errorf("%s: %v", properties, err)
		}
	})
}
