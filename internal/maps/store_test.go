package maps_test

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/maps"
	"jejak/internal/sqldb"
	"jejak/internal/sqldb/sqldbtest"
)

func TestMain(m *testing.M) { sqldbtest.Main(m) }

const ws = event.Workspace(4)

// plain stands in for the hashing of passwords, which has tests of its own.
type plain struct{}

func (plain) HashPassword(_ context.Context, p string) (string, error)   { return "#" + p, nil }
func (plain) CheckPassword(_ context.Context, p, h string) (bool, error) { return "#"+p == h, nil }

type world struct {
	t        *testing.T
	s        *maps.Store
	db       *sqldb.DB
	mu       sync.Mutex
	now      time.Time
	rules    journey.Definitions
	segments map[string]journey.Segment
	n        int
}

func (w *world) clock() time.Time { w.mu.Lock(); defer w.mu.Unlock(); return w.now }

func (w *world) pass(d time.Duration) { w.mu.Lock(); defer w.mu.Unlock(); w.now = w.now.Add(d) }

func setup(t *testing.T, db *sqldb.DB) *world {
	t.Helper()
	sqldbtest.Workspace(t, db, uint32(ws))
	w := &world{t: t, db: db, now: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	w.rules = journey.Definitions{Touchpoints: []journey.Touchpoint{{ID: "t1", Name: "Website", Rule: journey.Filter{Event: []string{"Page Viewed"}}}}}
	w.s = w.open()
	return w
}

// open is the store as another process sees it.
func (w *world) open() *maps.Store {
	w.t.Helper()
	s, err := maps.Open(w.t.Context(), w.db, maps.Options{
		Rules:     func(context.Context, event.Workspace) (journey.Definitions, error) { return w.rules, nil },
		Segments:  func(context.Context, event.Workspace) (map[string]journey.Segment, error) { return w.segments, nil },
		Passwords: plain{}, Now: w.clock,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

var (
	rini = maps.Author{Actor: "user:1", User: 1, Name: "Rini"}
	budi = maps.Author{Actor: "user:2", User: 2, Name: "Budi"}
)

func raw(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic("BUG: " + err.Error()) //nolint:forbidigo // what tests write can be written
	}
	return b
}

func put(kind maps.Kind, id string, fields map[string]any) maps.Op {
	op := maps.Op{Do: maps.Put, Kind: kind, ID: id, Fields: maps.Fields{}}
	for name, v := range fields {
		op.Fields[name] = raw(v)
	}
	return op
}

type f = map[string]any

func (w *world) create() maps.View {
	w.t.Helper()
	v, err := w.s.Create(w.t.Context(), ws, rini, maps.Draft{Name: " Buying ", State: maps.AsIs})
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

func (w *world) change(id string, by maps.Author, base int64, ops ...maps.Op) maps.Entry {
	w.t.Helper()
	w.n++
	e, err := w.s.Change(w.t.Context(), ws, id, by, maps.Change{ID: fmt.Sprintf("change-%04d", w.n), Base: base, Ops: ops})
	if err != nil {
		w.t.Fatalf("%v %s", err, raw(err))
	}
	return e
}

func (w *world) draw(id string) maps.Entry {
	w.t.Helper()
	return w.change(id, rini, 1,
		put(maps.KindStep, "s1", f{"name": "Look"}), put(maps.KindLane, "pains", f{"kind": "pain", "name": "Pains"}),
		put(maps.KindCard, "c1", f{"step": "s1", "lane": "pains", "text": "the site is slow", "touchpoint": "t1", "owner": "Budi", "impact": 4, "effort": 1}),
	)
}

func (w *world) get(id string, revision int64) maps.View {
	w.t.Helper()
	v, err := w.s.Get(w.t.Context(), ws, id, revision)
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

func want(t *testing.T, err error, kind fault.Kind, says string) {
	t.Helper()
	text, _ := json.Marshal(err)
	if !fault.Is(err, kind) || !strings.Contains(string(text)+fmt.Sprint(err), says) {
		t.Errorf("%v %s, want %s with %q", err, text, kind, says)
	}
}

func TestMapsAreDrawn(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w, ctx := setup(t, db), t.Context()
		v := w.create()
		if v.Map.Name != "Buying" || v.Map.Revision != 1 || v.Map.Owner != "Rini" || v.Map.ChangedBy != "Rini" {
			t.Fatalf("%+v", v.Map)
		}
		e := w.draw(v.Map.ID)
		again, err := w.s.Change(ctx, ws, v.Map.ID, budi, maps.Change{ID: e.ID, Base: 1, Ops: []maps.Op{put(maps.KindStep, "other", f{})}})
		if err != nil || again.Revision != 2 || !reflect.DeepEqual(again.Ops, e.Ops) {
			t.Fatalf("the same change again: %+v %v", again, err)
		}
		got := w.get(v.Map.ID, 0)
		if got.Map.Revision != 2 || len(got.Sheet.Cards) != 1 || got.Sheet.Cards[0].Text != "the site is slow" || len(got.Sheet.Steps) != 1 {
			t.Fatalf("%+v", got)
		}
		w.change(v.Map.ID, budi, 2, put(maps.KindMap, "", f{"name": "Buying online", "personas": []any{f{"name": "Sari"}}}))
		list, err := w.s.List(ctx, ws)
		if err != nil || len(list) != 1 || list[0].Name != "Buying online" || list[0].Personas[0].Name != "Sari" || list[0].ChangedBy != "Budi" {
			t.Fatalf("%+v %v", list, err)
		}
		if old := w.get(v.Map.ID, 2); old.Map.Name != "Buying" || old.Map.Revision != 2 || old.Map.ChangedBy != "Rini" || len(old.Map.Personas) != 0 {
			t.Errorf("the second revision is %+v", old.Map)
		}

		bad := func(c maps.Change) error { _, err := w.s.Change(ctx, ws, v.Map.ID, rini, c); return err }
		one := []maps.Op{put(maps.KindStep, "s1", f{"name": "x"})}
		want(t, bad(maps.Change{ID: "short", Ops: one}), fault.Invalid, `"id"`)
		want(t, bad(maps.Change{ID: "long enough", Base: 99, Ops: one}), fault.Invalid, `"base"`)
		want(t, bad(maps.Change{ID: "long enough"}), fault.Invalid, `"ops"`)
		want(t, bad(maps.Change{ID: "long enough", Ops: slices.Repeat(one, 201)}), fault.TooLarge, "at most 200 operations")
		want(t, bad(maps.Change{ID: "long enough", Base: 3, Ops: []maps.Op{put(maps.KindMap, "", f{"name": ""})}}), fault.Invalid, "must not be empty")
		_, err = w.s.Get(ctx, ws, v.Map.ID, 4)
		want(t, err, fault.NotFound, "no revision 4")
		_, err = w.s.Get(ctx, ws+1, v.Map.ID, 0)
		want(t, err, fault.NotFound, "no map")
		if n := w.get(v.Map.ID, 0).Map.Revision; n != 3 {
			t.Errorf("refused changes made revision %d", n)
		}

		if err := w.s.Delete(ctx, ws, v.Map.ID); err != nil {
			t.Fatal(err)
		}
		_, err = w.s.Get(ctx, ws, v.Map.ID, 0)
		want(t, err, fault.NotFound, "no map")
		_, _, err = w.s.Changes(ctx, ws, v.Map.ID, 0)
		want(t, err, fault.NotFound, "no map")
	})
}

// Two people whose connections are cut write on, and send what they have when they are back: nothing is lost, and each revision can
// be read by a process that has never seen the map.
func TestHistoryIsWhole(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w, ctx := setup(t, db), t.Context()
		id := w.create().Map.ID
		w.draw(id)
		sheets := map[int64]maps.Sheet{}
		for i := range 120 {
			by := []maps.Author{rini, budi}[i%2]
			base := int64(2 + i/10*10) // as of some revisions ago
			word := fmt.Sprintf("word%d", i)
			e := w.change(id, by, base, put(maps.KindCard, fmt.Sprintf("n%d", i%7), f{"step": "s1", "lane": "pains", "text": word}))
			sheets[e.Revision] = w.get(id, 0).Sheet
		}
		fresh := w.open()
		for revision, sheet := range sheets {
			v, err := fresh.Get(ctx, ws, id, revision)
			if err != nil || !reflect.DeepEqual(v.Sheet, sheet) {
				t.Fatalf("revision %d is read as\n%s\nit was\n%s\n%v", revision, raw(v.Sheet), raw(sheet), err)
			}
		}
		all, more, err := fresh.Changes(ctx, ws, id, 2)
		if err != nil || more || len(all) != 120 || all[0].Revision != 3 || all[119].By != "Budi" {
			t.Errorf("%d changes, more %v, %v", len(all), more, err)
		}
		text := string(raw(w.get(id, 0).Sheet))
		for _, word := range []string{"word110", "word117"} { // written into one card by two people who did not see each other
			if !strings.Contains(text, `"`+word+`"`) {
				t.Errorf("%s is lost", word)
			}
		}
		page, err := fresh.Revisions(ctx, ws, id, 0, 50)
		if err != nil || len(page) != 50 || page[0].Revision != 122 || page[49].Revision != 73 || page[0].Ops != 1 {
			t.Fatalf("%d revisions from %d, %v", len(page), page[0].Revision, err)
		}
		page, err = fresh.Revisions(ctx, ws, id, 73, 500)
		if err != nil || len(page) != 72 || page[71].Revision != 1 {
			t.Errorf("%d revisions before the 73rd, %v", len(page), err)
		}
	})
}

func TestVersions(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w, ctx := setup(t, db), t.Context()
		id := w.create().Map.ID
		w.draw(id)
		v, err := w.s.Name(ctx, ws, id, rini, maps.Version{Name: "First", Because: "we asked ten people"})
		if err != nil || v.Revision != 2 {
			t.Fatalf("%+v %v", v, err)
		}
		_, err = w.s.Name(ctx, ws, id, rini, maps.Version{Revision: 2, Name: "Again"})
		want(t, err, fault.Conflict, "First")
		_, err = w.s.Name(ctx, ws, id, rini, maps.Version{Revision: 9, Name: "Later"})
		want(t, err, fault.NotFound, "no revision 9")
		_, err = w.s.Name(ctx, ws, id, rini, maps.Version{Name: " "})
		want(t, err, fault.Invalid, `"name"`)

		w.rules.Touchpoints = []journey.Touchpoint{{ID: "t1", Name: "Web and app"}} // what evidence means changes
		w.change(id, budi, 2, maps.Op{Do: maps.Delete, Kind: maps.KindCard, ID: "c1"}, put(maps.KindStep, "s2", f{"name": "Buy"}))
		old := w.get(id, 2)
		if old.Version == nil || old.Version.Because != "we asked ten people" || old.Rules.Touchpoints[0].Name != "Website" {
			t.Errorf("the version shows %+v %+v", old.Version, old.Rules)
		}
		diff, to, err := w.s.Compare(ctx, ws, id, 2, 0)
		if err != nil || to != 3 || len(diff) != 2 || diff[0].ID != "s2" || diff[0].What != "added" || diff[1].ID != "c1" || diff[1].What != "removed" {
			t.Fatalf("%+v %v", diff, err)
		}
		e, err := w.s.Restore(ctx, ws, id, budi, 2, "as it was")
		if err != nil || e.Revision != 4 {
			t.Fatalf("%+v %v", e, err)
		}
		if diff, _, err = w.s.Compare(ctx, ws, id, 2, 4); err != nil || len(diff) != 0 {
			t.Errorf("restored, it differs in %+v, %v", diff, err)
		}
		if len(w.get(id, 3).Sheet.Steps) != 2 {
			t.Error("restoring erased what was between")
		}
		if e, err = w.s.Restore(ctx, ws, id, budi, 4, "once more"); err != nil || e.Ops == nil || len(e.Ops) != 0 {
			t.Errorf("restoring what is there comes to %s, %v", raw(e), err)
		}
		if w.get(id, 3).Map.Personas == nil {
			t.Error("an old revision has no list of personas, not even an empty one")
		}
		all, err := w.s.Versions(ctx, ws, id)
		if err != nil || len(all) != 1 || all[0].Name != "First" {
			t.Errorf("%+v %v", all, err)
		}
	})
}

func TestCommentsTasksAndOpportunities(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w, ctx := setup(t, db), t.Context()
		id := w.create().Map.ID
		w.draw(id)
		c, err := w.s.Say(ctx, ws, id, rini, maps.Comment{On: "c1", Text: "is it?", Mentions: []int64{2, 2}})
		if err != nil || !slices.Equal(c.Mentions, []int64{2}) || c.By != "Rini" {
			t.Fatalf("%+v %v", c, err)
		}
		_, err = w.s.Say(ctx, ws, id, rini, maps.Comment{On: "c9", Text: "x"})
		want(t, err, fault.Invalid, `"on"`)
		_, err = w.s.Say(ctx, ws, id, rini, maps.Comment{Text: " "})
		want(t, err, fault.Invalid, `"text"`)
		text, yes := "it is", true
		_, err = w.s.Edit(ctx, ws, id, c.ID, budi, maps.CommentPatch{Text: &text})
		want(t, err, fault.Forbidden, "Only Rini")
		if c, err = w.s.Edit(ctx, ws, id, c.ID, budi, maps.CommentPatch{Resolved: &yes}); err != nil || !c.Resolved || c.Text != "is it?" {
			t.Errorf("%+v %v", c, err)
		}
		if c, err = w.s.Edit(ctx, ws, id, c.ID, rini, maps.CommentPatch{Text: &text}); err != nil || c.Text != text || c.Edited == 0 {
			t.Errorf("%+v %v", c, err)
		}
		want(t, w.s.Unsay(ctx, ws, id, c.ID, budi, false), fault.Forbidden, "Only Rini")
		all, err := w.s.Comments(ctx, ws, id)
		if err != nil || len(all) != 1 || !reflect.DeepEqual(all[0], c) {
			t.Errorf("%+v, want %+v, %v", all, c, err)
		}
		if err := w.s.Unsay(ctx, ws, id, c.ID, budi, true); err != nil {
			t.Error(err)
		}

		late, err := w.s.Assign(ctx, ws, rini, maps.Task{Map: id, Card: "c1", Title: "measure it", Owner: 2, Due: "2026-04-30"})
		if err != nil {
			t.Fatal(err)
		}
		soon, err := w.s.Assign(ctx, ws, rini, maps.Task{Map: id, Card: "c1", Title: "cache it", Due: "2026-03-31"})
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.s.Assign(ctx, ws, rini, maps.Task{Map: id, Title: "x", Due: "2026-02-31"})
		want(t, err, fault.Invalid, `"due"`)
		_, err = w.s.Assign(ctx, ws, rini, maps.Task{Map: "m99", Title: "x"})
		want(t, err, fault.NotFound, "m99")
		tasks, err := w.s.Tasks(ctx, ws, id, false)
		if err != nil || len(tasks) != 2 || tasks[0].ID != soon.ID || tasks[1].ID != late.ID {
			t.Errorf("%+v %v", tasks, err)
		}
		if _, err := w.s.ChangeTask(ctx, ws, soon.ID, maps.TaskPatch{Done: &yes}); err != nil {
			t.Fatal(err)
		}
		board, err := w.s.Opportunities(ctx, ws)
		if err != nil || len(board) != 1 {
			t.Fatalf("%+v %v", board, err)
		}
		if o := board[0]; o.Card != "c1" || o.MapName != "Buying" || o.Step != "Look" || o.Impact != 4 || o.Evidence != maps.Full || o.Tasks != 1 || o.Status != maps.Proposed {
			t.Errorf("%+v", o)
		}
		w.change(id, rini, w.get(id, 0).Map.Revision, put(maps.KindCard, "c1", f{"status": maps.InWork}))
		if board, err = w.s.Opportunities(ctx, ws); err != nil || board[0].Status != maps.InWork {
			t.Errorf("%+v %v", board, err)
		}
		w.rules.Touchpoints = nil
		if board, err = w.s.Opportunities(ctx, ws); err != nil || board[0].Evidence != maps.Assumed {
			t.Errorf("without its touchpoint: %+v %v", board, err)
		}
		w.change(id, rini, w.get(id, 0).Map.Revision, put(maps.KindCard, "c1", f{"evidence": f{"rule": f{}}}))
		if board, err = w.s.Opportunities(ctx, ws); err != nil || board[0].Evidence != maps.Assumed {
			t.Errorf("with a rule that nobody has written yet: %+v %v", board, err)
		}
		if err := w.s.DeleteTask(ctx, ws, late.ID); err != nil {
			t.Error(err)
		}
		want(t, w.s.DeleteTask(ctx, ws, late.ID), fault.NotFound, late.ID)
	})
}

func TestLinks(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w, ctx := setup(t, db), t.Context()
		id := w.create().Map.ID
		w.draw(id)
		w.change(id, budi, 1, put(maps.KindCard, "c1", f{"text": "secret of Budi"})) // settles nothing: it is among the others
		in := func(d time.Duration) event.Time { return event.TimeOf(w.now.Add(d)) }
		open, token, err := w.s.Share(ctx, ws, id, rini, maps.ShareWish{Expires: in(time.Hour)})
		if err != nil || open.Password || len(token) < 50 {
			t.Fatalf("%+v %v", open, err)
		}
		v, err := w.s.Shared(ctx, token, "")
		if err != nil {
			t.Fatal(err)
		}
		text := string(raw(v.Sheet))
		if !strings.Contains(text, "the site is slow") || strings.Contains(text, "Budi") || v.Evidence["c1"] != maps.Full || v.Evidence["s1"] != maps.Assumed {
			t.Errorf("the link shows %s with %v", text, v.Evidence)
		}
		locked, key, err := w.s.Share(ctx, ws, id, rini, maps.ShareWish{Expires: in(2 * time.Hour), Password: "kopi susu"})
		if err != nil || !locked.Password {
			t.Fatal(err)
		}
		_, err = w.s.Shared(ctx, key, "")
		want(t, err, fault.Unauthenticated, "asks for a password")
		_, err = w.s.Shared(ctx, key, "wedang")
		want(t, err, fault.Unauthenticated, "not the password")
		if _, err := w.s.Shared(ctx, key, "kopi susu"); err != nil {
			t.Error(err)
		}
		for _, bad := range []struct {
			at       event.Time
			password string
		}{{in(-time.Hour), ""}, {in(400 * 24 * time.Hour), ""}, {in(time.Hour), "short"}} {
			_, _, err := w.s.Share(ctx, ws, id, rini, maps.ShareWish{Expires: bad.at, Password: bad.password})
			want(t, err, fault.Invalid, "cannot be opened")
		}
		if list, err := w.s.Shares(ctx, ws, id); err != nil || len(list) != 2 || strings.Contains(string(raw(list)), token[:20]) {
			t.Errorf("%s %v", raw(list), err)
		}
		if err := w.s.Unshare(ctx, ws, id, locked.ID); err != nil {
			t.Fatal(err)
		}
		_, err = w.s.Shared(ctx, key, "kopi susu")
		want(t, err, fault.NotFound, "not open any more")
		w.pass(time.Hour)
		_, err = w.s.Shared(ctx, token, "")
		want(t, err, fault.NotFound, "not open any more")
		if list, err := w.s.Shares(ctx, ws, id); err != nil || len(list) != 0 {
			t.Errorf("%+v %v", list, err)
		}
	})
}

func TestWhoIsThere(t *testing.T) {
	t.Parallel()
	w := setup(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	id := w.create().Map.ID
	changed, stop := w.s.Feed.Watch(ws, id)
	woken := func() bool {
		select {
		case <-changed:
			return true
		default:
			return false
		}
	}
	say := func(by maps.Author, key, at string, gone bool) []maps.Present {
		t.Helper()
		all, err := w.s.Feed.Announce(ws, id, by, maps.Present{Key: key, At: at}, gone)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	w.draw(id)
	w.change(id, budi, 2, put(maps.KindStep, "s1", f{"name": "Search"}))
	if !woken() || woken() {
		t.Error("two changes are one signal to a slow reader")
	}
	say(rini, "a", "", false)
	w.pass(time.Second)
	if all := say(budi, "a", "c1", false); !woken() || len(all) != 2 || all[0].Name != "Rini" || all[1].At != "c1" {
		t.Errorf("%+v", all)
	}
	if say(budi, "a", "c1", false); woken() {
		t.Error("saying it again is no news")
	}
	w.pass(29 * time.Second)
	if all := w.s.Feed.Present(ws, id); len(all) != 1 || all[0].Name != "Budi" {
		t.Errorf("after half a minute %+v", all)
	}
	if all := say(budi, "a", "", true); len(all) != 0 || !woken() {
		t.Errorf("%+v", all)
	}
	stop()
	w.change(id, rini, 3, put(maps.KindStep, "s1", f{"name": "Seek"}))
	if woken() {
		t.Error("woken after leaving")
	}
}

// Many at once on one map: each change is one revision, and the last sheet has them all.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		w, ctx := setup(t, db), t.Context()
		id := w.create().Map.ID
		w.draw(id)
		var wait sync.WaitGroup
		for who := range 4 {
			wait.Go(func() {
				by := maps.Author{Actor: fmt.Sprint("user:", who), Name: fmt.Sprint("P", who)}
				for i := range 10 {
					c := maps.Change{ID: fmt.Sprintf("change-%d-%d", who, i), Base: 2, Ops: []maps.Op{
						put(maps.KindCard, fmt.Sprintf("k%d_%d", who, i), f{"step": "s1", "lane": "pains", "text": fmt.Sprintf("text %d %d", who, i)}),
					}}
					for range 2 { // the answer to the first was lost
						if _, err := w.s.Change(ctx, ws, id, by, c); err != nil {
							t.Error(err)
						}
					}
				}
			})
		}
		wait.Wait()
		v, err := w.open().Get(ctx, ws, id, 0)
		if err != nil || v.Map.Revision != 42 || len(v.Sheet.Cards) != 41 {
			t.Errorf("revision %d with %d cards, %v", v.Map.Revision, len(v.Sheet.Cards), err)
		}
		if !reflect.DeepEqual(v.Sheet, w.get(id, 0).Sheet) {
			t.Error("memory and log are not the same")
		}
	})
}
