package ingest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cockroachdb/pebble/v2/vfs"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"jejak/internal/event"
	"jejak/internal/eventlog"
	"jejak/internal/fault"
	"jejak/internal/identity"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var now = time.Date(2026, 5, 1, 12, 30, 0, 0, time.UTC)

var site = Source{ID: 7, Workspace: 1, Channel: "web"}

type world struct {
	fs  vfs.FS
	log *eventlog.Log
	in  *Ingester
}

func logOptions(fs vfs.FS) eventlog.Options {
	return eventlog.Options{
		FS: fs, MemTableBytes: 128 << 10, CacheBytes: 1 << 20, RecentBytes: 64 << 10, DedupeRun: 100, ReserveBytes: 1, Retry: time.Millisecond,
		Now: func() time.Time { return now },
	}
}

func newWorld(t testing.TB, fs vfs.FS) *world {
	t.Helper()
	w, err := openWorld(logOptions(fs))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.close(t) })
	return w
}

func openWorld(o eventlog.Options) (*world, error) {
	log, err := eventlog.Open("log", o)
	if err != nil {
		return nil, err
	}
	in, err := New(log, Options{Now: func() time.Time { return now }})
	if err != nil {
		return nil, errors.Join(err, log.Close())
	}
	return &world{fs: o.FS, log: log, in: in}, nil
}

func (w *world) close(t testing.TB) {
	if err := errors.Join(w.in.Close(context.Background()), w.log.Close()); err != nil {
		t.Error(err)
	}
}

func (w *world) ingest(t testing.TB, items ...Item) []Verdict {
	t.Helper()
	vs, err := w.in.Ingest(context.Background(), site, now, items)
	if err != nil {
		t.Fatal(err)
	}
	if len(vs) != len(items) {
		t.Fatalf("%d verdicts for %d items", len(vs), len(items))
	}
	return vs
}

func clean(t testing.TB, log *eventlog.Log) *eventlog.Report {
	t.Helper()
	r, err := log.Check(context.Background(), CheckIdentity)
	if err != nil {
		t.Fatal(err)
	}
	if !r.OK() {
		t.Fatalf("the check found:\n%s", r)
	}
	return r
}

func user(id string) []event.ID { return []event.ID{{Type: event.UserID, Value: id}} }

func track(messageID string, ids ...event.ID) Item {
	if ids == nil {
		ids = user("u")
	}
	return Item{
		Event: event.Event{Type: event.Track, Name: "Viewed", MessageID: messageID, IDs: ids},
		Raw:   []byte(`{"messageId":"` + messageID + `"}`),
	}
}

func (w *world) events(t testing.TB) map[uint64]*event.Event {
	t.Helper()
	m := make(map[uint64]*event.Event)
	err := w.log.Changes(context.Background(), 0, 1<<30, func(c event.Change) error {
		if c.Event != nil {
			m[c.Seq] = c.Event
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestTime(t *testing.T) {
	t.Parallel()
	received := event.TimeOf(now)
	const minute, day = event.Time(60_000), event.Time(86_400_000)
	tests := []struct {
		name                  string
		given, original, sent event.Time
		want                  event.Time
		future, final         bool
		reason                Reason
	}{
		{name: "nothing given", want: received},
		{name: "the given one", given: received - day, want: received - day},
		{name: "only when it happened", original: received - day, want: received - day},
		{name: "given before when it happened", given: received - 2*day, original: received - day, want: received - 2*day},
		{name: "only when it was sent", sent: received - day, want: received},
		{name: "given, and when it was sent", given: received - day, sent: received - minute, want: received - day},
		{name: "both clocks", original: received - 5*minute, sent: received - minute, want: received - 4*minute},
		{name: "both clocks win over the given one", given: received - day, original: received - 5*minute, sent: received - minute, want: received - 4*minute},
		{name: "both clocks ten years late", original: received - 3650*day - minute, sent: received - 3650*day, want: received - minute},
		{name: "both clocks ten years ahead", original: received + 3650*day - minute, sent: received + 3650*day, want: received - minute},
		{name: "sent before it happened, a little", original: received + minute, sent: received, want: received + minute},
		{name: "sent before it happened, two days", original: received + 2*day, sent: received, want: received, future: true},
		{name: "exactly a day ahead", given: received + day, want: received + day},
		{name: "more than a day ahead", given: received + day + 1, want: received, future: true},
		{name: "final, with both clocks", given: received - day, original: received - 5*minute, sent: received - minute, final: true, want: received - day},
		{name: "final and not given", original: received - 5*minute, sent: received - minute, final: true, want: received - 4*minute},
		{name: "final and ahead", given: received + 2*day, final: true, want: received, future: true},
		{name: "before 1970", given: -minute, want: -minute},
		{name: "before 1900", given: earliest - 1, reason: BadTime},
		{name: "after 9999", given: latest + 1, reason: BadTime},
		{name: "sent after 9999", sent: latest + 1, reason: BadTime},
		{name: "by both clocks before 1900", original: earliest, sent: latest, reason: BadTime},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := event.Event{Time: tt.given, OriginalAt: tt.original, SentAt: tt.sent}
			reason, _ := setTime(&e, received, tt.final)
			if reason != tt.reason {
				t.Fatalf("reason %q, want %q", reason, tt.reason)
			}
			if reason == "" && (e.Time != tt.want || e.Flags&event.FutureClock != 0 != tt.future) {
				t.Fatalf("time %v flags %b, want %v future %v", e.Time.Std(), e.Flags, tt.want.Std(), tt.future)
			}
		})
	}
}

func TestEveryItemGetsItsVerdict(t *testing.T) {
	t.Parallel()
	with := func(change func(*Item)) Item {
		item := track("m")
		change(&item)
		return item
	}
	tests := map[string]struct {
		item   Item
		reason Reason
	}{
		"plain":                     {item: track("m")},
		"found bad before":          {with(func(i *Item) { i.Fault, i.Detail = "malformed", "no JSON" }), "malformed"},
		"no type":                   {with(func(i *Item) { i.Event.Type = 0 }), BadType},
		"unknown type":              {with(func(i *Item) { i.Event.Type = 99 }), BadType},
		"track without a name":      {with(func(i *Item) { i.Event.Name = "" }), NoEvent},
		"page without a name":       {with(func(i *Item) { i.Event.Type, i.Event.Name = event.Page, "" }), ""},
		"no ids":                    {with(func(i *Item) { i.Event.IDs = nil }), NoIDs},
		"blocked ids":               {with(func(i *Item) { i.Event.IDs = user("null") }), BlockedIDs},
		"one id is blocked":         {track("m", append(user("null"), event.ID{Type: event.AnonymousID, Value: "a"})...), ""},
		"no messageId":              {with(func(i *Item) { i.Event.MessageID = "" }), ""},
		"messageId of 100":          {with(func(i *Item) { i.Event.MessageID = strings.Repeat("ü", 100) }), ""},
		"messageId of 101":          {with(func(i *Item) { i.Event.MessageID = strings.Repeat("x", 101) }), LongMessageID},
		"name is not UTF-8":         {with(func(i *Item) { i.Event.Name = "a\xff" }), BadText},
		"messageId is not UTF-8":    {with(func(i *Item) { i.Event.MessageID = "a\xff" }), BadText},
		"NUL in an id":              {with(func(i *Item) { i.Event.IDs = user("a\x00b") }), BadText},
		"NUL in a body":             {with(func(i *Item) { i.Event.Properties = []byte("{\"a\":\"\x00\"}") }), BadText},
		"body is not UTF-8":         {with(func(i *Item) { i.Event.Traits = []byte("{\"a\":\"\xff\"}") }), BadText},
		"body is no object":         {with(func(i *Item) { i.Event.Context = []byte(`[1]`) }), BadBody},
		"body is too large":         {with(func(i *Item) { i.Event.Context = []byte(`{"a":"` + strings.Repeat("x", bodyMax) + `"}`) }), TooLarge},
		"id is too large":           {with(func(i *Item) { i.Event.IDs = user(strings.Repeat("x", idMax+1)) }), TooLarge},
		"too many ids":              {with(func(i *Item) { i.Event.IDs = make([]event.ID, idsMax+1) }), TooLarge},
		"name is too large":         {with(func(i *Item) { i.Event.Name = strings.Repeat("x", nameMax+1) }), TooLarge},
		"time is not meant":         {with(func(i *Item) { i.Event.Time = latest + 1 }), BadTime},
		"alias":                     {with(func(i *Item) { i.Event.Type, i.Event.Name = event.Alias, "" }), ""},
		"text with a word for four": {with(func(i *Item) { i.Event.Name = "購買 👣" }), ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, vfs.NewMem())
			v := w.ingest(t, tt.item)[0]
			if v.Reason != tt.reason || (v.Outcome == Stored) != (tt.reason == "") || (v.Seq != 0) != (tt.reason == "") {
				t.Fatalf("verdict %+v, want reason %q", v, tt.reason)
			}
			r := clean(t, w.log)
			if tt.reason == "" {
				if v.MessageID == "" || v.Person.IsZero() || r.Events != 1 {
					t.Fatalf("verdict %+v\n%s", v, r)
				}
				return
			}
			items, err := w.log.Quarantine(1, eventlog.Query{})
			if err != nil || len(items) != 1 || items[0].Reason != string(tt.reason) || string(items[0].Raw) != string(tt.item.Raw) || items[0].Detail == "" {
				t.Fatal(items, err)
			}
		})
	}
}

func TestWhatIsLeftOpenIsFilledIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t, vfs.NewMem())
	own := func(channel string) Item {
		i := track("")
		i.Event.Channel = channel
		return i
	}
	w.ingest(t, own(""), own("store"), own("smoke signals"))
	_, err := w.in.Ingest(context.Background(), Source{ID: 8, Workspace: 1}, now, []Item{own("")})
	if err != nil {
		t.Fatal(err)
	}
	for i, e := range w.events(t) {
		if want := []string{"", "web", "store", "web", "other"}[i]; e.Channel != want {
			t.Errorf("event %d came by %q, want %q", i, e.Channel, want)
		}
		if e.Flags != event.MadeMessageID || !strings.HasPrefix(e.MessageID, "jejak-") {
			t.Errorf("event %d has flags %b and messageId %q", i, e.Flags, e.MessageID)
		}
		if e.ReceivedAt != event.TimeOf(now) || e.Source != 7 && e.Source != 8 {
			t.Errorf("event %+v", e)
		}
	}
}

func TestDedupe(t *testing.T) {
	t.Parallel()
	type send struct {
		source    event.Source
		messageID string
		days      float64 // after the first
		want      Outcome
	}
	tests := map[string][]send{
		"again":                    {{7, "a", 0, Stored}, {7, "a", 0, Duplicate}, {7, "a", 1, Duplicate}},
		"another source":           {{7, "a", 0, Stored}, {8, "a", 0, Stored}, {8, "a", 0, Duplicate}},
		"another id":               {{7, "a", 0, Stored}, {7, "A", 0, Stored}},
		"thirty days are known":    {{7, "a", 0, Stored}, {7, "a", 30, Duplicate}},
		"a moment more is not":     {{7, "a", 0, Stored}, {7, "a", 30.001, Stored}, {7, "a", 31, Duplicate}},
		"a duplicate does not ask": {{7, "a", 0, Stored}, {7, "a", 20, Duplicate}, {7, "a", 40, Stored}},
		"our clock set back":       {{7, "a", 0, Stored}, {7, "a", -20, Duplicate}, {7, "b", -29, Stored}, {7, "b", 0, Duplicate}},
	}
	for name, sends := range tests {
		for _, restart := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s restart=%v", name, restart), func(t *testing.T) {
				t.Parallel()
				fs := vfs.NewMem()
				w, err := openWorld(logOptions(fs))
				if err != nil {
					t.Fatal(err)
				}
				for i, s := range sends {
					at := now.Add(time.Duration(s.days * 24 * float64(time.Hour)))
					vs, err := w.in.Ingest(context.Background(), Source{ID: s.source, Workspace: 1}, at, []Item{track(s.messageID)})
					if err != nil || vs[0].Outcome != s.want {
						t.Errorf("%d: %+v %v, want %s", i, vs, err, s.want)
					}
					if restart {
						w.close(t)
						if w, err = openWorld(logOptions(fs)); err != nil {
							t.Fatal(err)
						}
					}
				}
				clean(t, w.log)
				w.close(t)
			})
		}
	}
}

func TestDedupeWithinOneBatchAndAcrossConcurrentOnes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, vfs.NewMem())
	vs := w.ingest(t, track("a"), track("b"), track("a"), track("a"))
	for i, want := range []Outcome{Stored, Stored, Duplicate, Duplicate} {
		if vs[i].Outcome != want || vs[i].Index != i {
			t.Errorf("%d: %+v, want %s", i, vs[i], want)
		}
	}
	const senders = 16
	var wg sync.WaitGroup
	stored := make([]int, senders)
	for s := range senders {
		wg.Go(func() {
			items := make([]Item, 50)
			for i := range items {
				items[i] = track(fmt.Sprintf("same-%d", i))
			}
			vs, err := w.in.Ingest(context.Background(), site, now, items)
			if err != nil {
				t.Error(err)
			}
			for _, v := range vs {
				if v.Outcome == Stored {
					stored[s]++
				}
			}
		})
	}
	wg.Wait()
	sum := 0
	for _, n := range stored {
		sum += n
	}
	if r := clean(t, w.log); sum != 50 || r.Events != 52 || r.Ledger.Duplicate != 2+50*(senders-1) {
		t.Fatalf("%d stored\n%s", sum, r)
	}
}

func TestReplay(t *testing.T) {
	t.Parallel()
	w := newWorld(t, vfs.NewMem())
	bad := track("m", user("null")...)
	w.ingest(t, bad)
	items, err := w.log.Quarantine(1, eventlog.Query{})
	if err != nil || len(items) != 1 {
		t.Fatal(items, err)
	}
	mended := track("m")
	mended.Event.OriginalAt, mended.Event.SentAt = 1000, 61000
	vs, err := w.in.Replay(context.Background(), 1, items[0].ID, "web", []Item{mended})
	if err != nil || vs[0].Outcome != Stored {
		t.Fatal(vs, err)
	}
	e := w.events(t)[vs[0].Seq]
	if e.Flags != event.Replayed || e.Time != event.TimeOf(now)-60000 || e.Source != 7 || e.Channel != "web" {
		t.Fatalf("%+v", e)
	}
	q, err := w.log.Quarantined(1, items[0].ID)
	if err != nil || q.Replayed != event.TimeOf(now) {
		t.Fatal(q, err)
	}
	if _, err := w.in.Replay(context.Background(), 1, items[0].ID, "web", []Item{track("other")}); !fault.Is(err, fault.Conflict) {
		t.Fatalf("a second replay: %v", err)
	}
	if _, err := w.in.Replay(context.Background(), 1, 99, "web", []Item{mended}); !fault.Is(err, fault.NotFound) {
		t.Fatalf("a replay of nothing: %v", err)
	}
	r := clean(t, w.log)
	if r.Ledger.Received != 2 || r.Ledger.Stored != 1 || r.Ledger.Rejected != 1 {
		t.Fatalf("%s", r)
	}
}

func TestMergesAndRevokedLinksAreChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t, vfs.NewMem())
	anonymous := event.ID{Type: event.AnonymousID, Value: "a"}
	mail := event.ID{Type: event.Email, Value: "a@example.org"}
	vs := w.ingest(t, track("1", anonymous), track("2", mail), track("3", anonymous, mail))
	first, second := vs[0].Person, vs[1].Person
	if first == second || vs[2].Person != first {
		t.Fatalf("%+v", vs)
	}
	var moves []event.Change
	err := w.log.Changes(context.Background(), 0, 100, func(c event.Change) error {
		if c.Event == nil {
			moves = append(moves, c)
		}
		return nil
	})
	if err != nil || len(moves) != 1 || moves[0].From != second || moves[0].Person != first {
		t.Fatal(moves, err)
	}
	clean(t, w.log)
	if _, err := w.in.RevokeLink(context.Background(), 1, 1000, "a person"); err == nil {
		t.Fatal("a link that is not there was revoked")
	}
	moved, err := w.in.RevokeLink(context.Background(), 1, 3, "a person")
	if err != nil || len(moved) == 0 {
		t.Fatal(moved, err)
	}
	if p, known, err := w.log.PersonOf(1, moved[0].Subject); err != nil || !known || p != moved[0].To {
		t.Fatal(p, known, err)
	}
	if r := clean(t, w.log); r.Moves != uint64(1+len(moved)) {
		t.Fatalf("%s", r)
	}
}

// TestPreviousIDsAreStoredAsWhatTheyAre: identity decides what a previous_id is, in an event of whatever type, and it is that which is
// stored, for the subject is the hash of what is stored.
func TestPreviousIDsAreStoredAsWhatTheyAre(t *testing.T) {
	t.Parallel()
	w := newWorld(t, vfs.NewMem())
	previous := func(message string, kind event.Type, value string) Item {
		item := track(message, event.ID{Type: event.UserID, Value: "new"}, event.ID{Type: identity.PreviousID, Value: value})
		item.Event.Type = kind
		return item
	}
	vs := w.ingest(t, track("a", user("known")...), previous("b", event.Identify, "device"), previous("c", event.Track, "known"),
		previous("d", event.Alias, "device"), previous("e", event.Track, "known"))
	events := w.events(t)
	for i, want := range map[int]event.IDType{1: event.AnonymousID, 2: event.UserID, 3: event.AnonymousID, 4: event.UserID} {
		ids := events[vs[i].Seq].IDs
		if len(ids) != 2 || !slices.ContainsFunc(ids, func(id event.ID) bool { return id.Value != "new" && id.Type == want }) {
			t.Errorf("event %d is stored with %v, want a %s", i, ids, want)
		}
	}
	clean(t, w.log)
}

func TestWatchersSeeVerdictsAndHoldNobodyUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t, vfs.NewMem())
	seen, stop := w.in.Watch(site)
	slow, stopSlow := w.in.Watch(site)
	_, stopOther := w.in.Watch(Source{ID: 99})
	w.ingest(t, track("a"), track("a"), track("b", user("null")...))
	for _, want := range []Outcome{Stored, Duplicate, Rejected} {
		if s := <-seen; s.Outcome != want || s.Type != "track" || s.Name != "Viewed" || s.At != event.TimeOf(now) {
			t.Errorf("%+v, want %s", s, want)
		}
	}
	stop()
	stop()
	if _, open := <-seen; open {
		t.Error("the channel is open after stop")
	}
	for i := range 2 * watchBuffer {
		w.ingest(t, track(fmt.Sprint("more-", i)))
	}
	var last Seen
	stopSlow()
	n := 0
	for s := range slow {
		last = s
		n++
	}
	if n != watchBuffer || last.MessageID != fmt.Sprint("more-", 2*watchBuffer-1) {
		t.Errorf("%d kept, the last %+v", n, last)
	}
	stopOther()
}

func TestRejectedBodiesAreKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t, vfs.NewMem())
	raw := []byte(strings.Repeat("x", eventlog.RawMax+10))
	if err := w.in.RejectBody(context.Background(), site, now, "malformed", "it is no JSON", raw); err != nil {
		t.Fatal(err)
	}
	items, err := w.log.Quarantine(1, eventlog.Query{})
	if err != nil || len(items) != 1 || items[0].Size != len(raw) || len(items[0].Raw) != eventlog.RawMax || items[0].Detail != "it is no JSON" {
		t.Fatal(err)
	}
	if r := clean(t, w.log); r.Ledger.Received != 1 || r.Ledger.Rejected != 1 {
		t.Fatalf("%s", r)
	}
}

// TestTheLedgerAddsUp sends any mix of items from any number of senders, with restarts in between.
func TestTheLedgerAddsUp(t *testing.T) {
	t.Parallel()
	item := rapid.Custom(func(t *rapid.T) Item {
		i := track(rapid.SampledFrom([]string{"", "a", "b", "c", "d", "e", "f", "g"}).Draw(t, "messageId"))
		i.Event.IDs = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) event.ID {
			return event.ID{
				Type:  rapid.SampledFrom([]event.IDType{event.UserID, event.AnonymousID, event.Email}).Draw(t, "type"),
				Value: rapid.SampledFrom([]string{"1", "2", "3", "null", "\xff"}).Draw(t, "value"),
			}
		}), 0, 3).Draw(t, "ids")
		i.Event.Type = event.Type(rapid.IntRange(0, 6).Draw(t, "call"))
		i.Event.Time = event.Time(rapid.Int64().Draw(t, "time"))
		return i
	})
	calls := rapid.SliceOfN(rapid.SliceOfN(item, 0, 6), 1, 6)
	rapid.Check(t, func(t *rapid.T) {
		fs := vfs.NewMem()
		var sum eventlog.Counts
		for range rapid.IntRange(1, 2).Draw(t, "starts") {
			w, err := openWorld(logOptions(fs))
			if err != nil {
				t.Fatal(err)
			}
			var wg sync.WaitGroup
			var mu sync.Mutex
			for n, items := range calls.Draw(t, "calls") {
				wg.Go(func() {
					vs, err := w.in.Ingest(context.Background(), Source{ID: event.Source(1 + n%3), Workspace: 1}, now, items)
					mu.Lock()
					defer mu.Unlock()
					if err != nil || len(vs) != len(items) {
						t.Errorf("%d verdicts for %d items: %v", len(vs), len(items), err)
					}
					for _, v := range vs {
						sum.Received++
						switch v.Outcome {
						case Stored:
							sum.Stored++
						case Duplicate:
							sum.Duplicate++
						case Rejected:
							sum.Rejected++
						}
					}
				})
			}
			wg.Wait()
			r, err := w.log.Check(context.Background(), CheckIdentity)
			if err != nil || !r.OK() {
				t.Errorf("%v\n%s", err, r)
			}
			l := r.Ledger
			if l.Received != sum.Received || l.Stored != sum.Stored || l.Duplicate != sum.Duplicate || l.Rejected != sum.Rejected {
				t.Errorf("the verdicts say %s\n%s", sum, r)
			}
			if err := errors.Join(w.in.Close(context.Background()), w.log.Close()); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestNothingBeginsAfterClose(t *testing.T) {
	t.Parallel()
	w := newWorld(t, vfs.NewMem())
	if err := w.in.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	if _, err := w.in.Ingest(context.Background(), Source{ID: 7, Workspace: 1}, now, []Item{track("late")}); !fault.Is(err, fault.Unavailable) {
		t.Fatalf("an event after the close: %v; want it refused, to be sent again", err)
	}
}

func TestFeelingsAreWrittenBeforeAnEventIsKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t, vfs.NewMem())
	var asked []string
	w.in.o.Feel = func(name string, properties []byte) []byte {
		asked = append(asked, name)
		if name == "Comment Posted" {
			return []byte(`{"text":"bagus","sentiment":0.9}`)
		}
		return properties
	}
	item := func(name, body string) Item {
		return Item{Event: event.Event{Type: event.Track, Name: name, Properties: []byte(body), IDs: []event.ID{{Type: event.UserID, Value: "u1"}}}}
	}
	bad := item("Comment Posted", `[]`)
	w.ingest(t, item("Comment Posted", `{"text":"bagus"}`), item("Product Viewed", `{"text":"bagus"}`), bad)
	if want := []string{"Comment Posted", "Product Viewed"}; !slices.Equal(asked, want) {
		t.Errorf("asked about %q, not %q", asked, want)
	}
	var kept []string
	err := w.log.Changes(t.Context(), 0, 10, func(c event.Change) error {
		kept = append(kept, string(c.Event.Properties))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{`{"text":"bagus","sentiment":0.9}`, `{"text":"bagus"}`}; !slices.Equal(kept, want) {
		t.Errorf("kept are %q, not %q", kept, want)
	}
}
