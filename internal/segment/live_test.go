package segment_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/journey/journeytest"
	"jejak/internal/segment"
	"jejak/internal/sqldb/sqldbtest"
	"jejak/internal/trail"
)

// seeds is how many worlds to try: few in an ordinary run, as many as JEJAK_SEEDS says in a long one.
func seeds(few int) int {
	if n, err := strconv.Atoi(os.Getenv("JEJAK_SEEDS")); err == nil {
		return n
	}
	return few
}

// clock stands still until it is set.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) forward(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// feed is a log with cursors, which are not used: a Live keeps its own. It counts what is read of it.
type feed struct {
	*journeytest.Log
	read *atomic.Int64
}

func (feed) Cursor(string) (uint64, error)  { return 0, nil }
func (feed) SetCursor(string, uint64) error { return nil }

func (f feed) Changes(ctx context.Context, after uint64, limit int, fn func(event.Change) error) error {
	return f.Log.Changes(ctx, after, limit, func(c event.Change) error {
		f.read.Add(1)
		return fn(c)
	})
}

// liveWorld is saved segments over a generated log.
type liveWorld struct {
	t      *testing.T
	g      *journeytest.Gen
	log    *journeytest.Log
	oracle *journeytest.Oracle
	engine *trail.Trail
	store  *segment.Store
	clock  *clock
	dir    string
	docs   journey.Definitions
	live   *segment.Live
	read   atomic.Int64 // changes, by live
}

func newLiveWorld(t *testing.T, seed uint64) *liveWorld {
	t.Helper()
	w := &liveWorld{
		t: t, g: journeytest.NewGen(seed), log: journeytest.NewLog(), dir: filepath.Join(t.TempDir(), "segments"),
		clock: &clock{at: time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)},
	}
	w.oracle, w.docs = journeytest.NewOracle(w.log), w.g.Definitions()
	var err error
	if w.engine, err = trail.Open(t.TempDir(), w.log, trail.Options{Shards: 3}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.engine.Close(context.Background()) })
	w.store = openStore(t, sqldbtest.Open(t, sqldbtest.SQLite(t)), w.g.Workspace(), w.definitions, w.clock.now)
	w.start()
	return w
}

func (w *liveWorld) definitions(context.Context, event.Workspace) (journey.Definitions, error) {
	d := w.docs
	d.Now = event.TimeOf(w.clock.now())
	return d, nil
}

func (w *liveWorld) start() {
	w.live = segment.NewLive(w.store, w.engine, feed{w.log, &w.read}, segment.LiveOptions{Dir: w.dir, Every: time.Hour, Now: w.clock.now})
	if err := w.live.Start(); err != nil {
		w.t.Fatal(err)
	}
	live := w.live
	w.t.Cleanup(func() { _ = live.Stop(context.Background()) })
}

func (w *liveWorld) stop() {
	if err := w.live.Stop(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// settled waits for all changes so far, and for what only time or a rule has changed.
func (w *liveWorld) settled() {
	w.t.Helper()
	if err := w.live.WaitFor(w.t.Context(), w.log.LastSeq()); err != nil {
		w.t.Fatal(err)
	}
	if err := w.live.Refresh(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// compare holds every set against a full look by the oracle.
func (w *liveWorld) compare(what string) {
	w.t.Helper()
	ws := w.g.Workspace()
	all, err := w.store.List(w.t.Context(), ws)
	if err != nil {
		w.t.Fatal(err)
	}
	d, _ := w.definitions(w.t.Context(), ws)
	for _, one := range all {
		q, err := w.store.Expand(w.t.Context(), ws, journey.Question{Kind: journey.KindPeople, Segment: &journey.Segment{ID: one.ID}})
		if err != nil {
			w.t.Fatal(err)
		}
		_, want, err := w.oracle.Members(w.t.Context(), ws, *q.Segment, nil, d)
		if err != nil {
			w.t.Fatal(err)
		}
		got, status := w.live.Members(ws, one.ID), w.live.Status(ws, one.ID)
		if text, _ := json.Marshal(one.Rule); !slices.Equal(want, got) || status.People != len(want) || !status.Ready || status.Fault != "" {
			w.t.Fatalf("%s: segment %s %s, %+v\nwant %v\ngot  %v", what, one.ID, text, status, want, got)
		}
	}
}

// Who is in a segment is what a full look says, whatever comes in: events in any order, moves of subjects, time, other rules, and a
// restart with or without the files.
func TestMembershipIsThatOfAFullLook(t *testing.T) {
	t.Parallel()
	for seed := range uint64(seeds(8)) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) { fullLook(t, seed) }) // a world is closed before the next one opens
	}
}

func fullLook(t *testing.T, seed uint64) {
	t.Helper()
	w := newLiveWorld(t, seed)
	ws := w.g.Workspace()
	var ids []string
	for i := range 5 {
		rule := w.g.Segment()
		if i == 3 {
			rule = journey.Segment{Not: &journey.Segment{ID: ids[0]}}
		}
		one, err := w.store.Create(t.Context(), ws, segment.Draft{Name: "S", Rule: rule})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, one.ID)
	}
	for range 12 {
		what := "events"
		switch w.g.IntN(6) {
		case 0:
			what = "time"
			w.clock.forward(time.Duration(1+w.g.IntN(100)) * time.Hour)
		case 1:
			what = "another rule"
			rule := w.g.Segment()
			if _, err := w.store.Update(t.Context(), ws, ids[0], segment.Patch{Rule: &rule}); err != nil {
				t.Fatal(err)
			}
		case 2:
			what = "a restart"
			w.stop()
			w.g.Feed(w.log, w.g.IntN(20))
			switch w.g.IntN(3) {
			case 0:
				what = "a restart without files"
				if err := os.RemoveAll(w.dir); err != nil {
					t.Fatal(err)
				}
			case 1:
				what = "a restart with damaged files"
				damage(t, w.dir)
			}
			w.start()
		default:
			w.g.Feed(w.log, 1+w.g.IntN(40))
		}
		w.settled()
		w.compare(what)
	}
	w.stop()
}

// Events cost nothing before there is a segment, and also after a restart; the first one knows them all.
func TestNothingIsReadWithoutASegment(t *testing.T) {
	t.Parallel()
	w := newLiveWorld(t, 5)
	for range 2 {
		w.g.Feed(w.log, 200)
		if err := w.engine.WaitFor(t.Context(), w.log.LastSeq()); err != nil {
			t.Fatal(err)
		}
		if err := w.live.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		if lag := w.live.Lag(); lag != 0 {
			t.Errorf("%d changes wait for nobody", lag)
		}
		w.stop()
		if n := w.read.Load(); n != 0 {
			t.Fatalf("%d changes were read", n)
		}
		w.start()
	}
	if _, err := w.store.Create(t.Context(), w.g.Workspace(), segment.Draft{Name: "S", Rule: w.g.Segment()}); err != nil {
		t.Fatal(err)
	}
	w.settled()
	w.compare("the first segment")
	w.g.Feed(w.log, 40)
	w.settled()
	w.compare("events")
	if n, all := w.read.Load(), w.log.LastSeq(); n == 0 || uint64(n) >= all {
		t.Errorf("%d changes of %d were read", n, all)
	}
	w.stop()
}

func damage(t *testing.T, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, text[:len(text)/2], 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// What came and went adds up to who is there; the numbers go up by one, also over a restart.
func TestChangesAddUp(t *testing.T) {
	t.Parallel()
	for seed := range uint64(seeds(4)) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) { addUp(t, seed) }) // a world is closed before the next one opens
	}
}

func addUp(t *testing.T, seed uint64) {
	t.Helper()
	w := newLiveWorld(t, seed)
	ws := w.g.Workspace()
	w.g.Feed(w.log, 20)
	rule := journey.Segment{Did: &journey.Did{Event: journey.Filter{Event: journey.Names{"Order"}}, AtLeast: 2, Range: &journey.Range{Last: journey.Duration(10 * 24 * time.Hour)}}}
	one, err := w.store.Create(t.Context(), ws, segment.Draft{Name: "Buyers", Rule: rule})
	if err != nil {
		t.Fatal(err)
	}
	w.settled()
	in := map[event.Person]bool{}
	for _, p := range w.live.Members(ws, one.ID) {
		in[p] = true
	}
	if c := w.live.Changes(ws, one.ID, 0, 10); len(c) != 0 {
		t.Fatalf("a new segment begins with changes: %v", c)
	}
	for i := range 6 {
		w.g.Feed(w.log, 30)
		w.clock.forward(26 * time.Hour)
		w.settled()
		if i == 3 {
			w.stop()
			w.start()
		}
	}
	w.settled()
	last, total := uint64(0), 0
	for {
		page := w.live.Changes(ws, one.ID, last, 3)
		if len(page) == 0 {
			break
		}
		for _, c := range page {
			if c.Number != last+1 || in[c.Person] == c.Entered || c.At == 0 {
				t.Fatalf("change %+v after %d; was in: %v", c, last, in[c.Person])
			}
			in[c.Person], last = c.Entered, c.Number
			total++
		}
	}
	for _, p := range w.live.Members(ws, one.ID) {
		if !in[p] {
			t.Errorf("seed %d: %s is in and never entered", seed, p)
		}
		delete(in, p)
	}
	for p, still := range in {
		if still {
			t.Errorf("seed %d: %s never left and is not in", seed, p)
		}
	}
	w.stop()
}

// sameDays holds the sizes of the thirty days before today of who ordered against what the oracle says of each day's end.
func (w *liveWorld) sameDays(days []segment.Size) {
	w.t.Helper()
	if len(days) != 31 {
		w.t.Fatalf("%d days: %v", len(days), days)
	}
	d, _ := w.definitions(w.t.Context(), w.g.Workspace())
	for i, p := range days {
		end := journey.Next(journey.Day, int64(p.Start), d.Zone)
		if i < 30 && int64(days[i+1].Start) != end {
			w.t.Errorf("day %v is not followed by the next one", p.Start.Std())
		}
		until := d
		until.Now = event.Time(end)
		a, err := w.oracle.Ask(w.t.Context(), w.g.Workspace(), journey.Question{
			Kind: journey.KindTrend, Range: journey.Range{To: time.UnixMilli(end).UTC().Format(time.RFC3339)},
			Filter: &journey.Filter{Event: journey.Names{"Order"}}, Trend: &journey.Trend{Measure: "people", Interval: journey.Month},
		}, until)
		if err != nil {
			w.t.Fatal(err)
		}
		if i < 30 && p.People != a.People {
			w.t.Errorf("%v: %d people, want %d", p.Start.Std(), p.People, a.People)
		}
	}
}

// Sizes of the days before come from the events; those of now are of the set.
func TestSizes(t *testing.T) {
	t.Parallel()
	w := newLiveWorld(t, 3)
	ws := w.g.Workspace()
	w.g.Feed(w.log, 300)
	if err := w.engine.WaitFor(t.Context(), w.log.LastSeq()); err != nil {
		t.Fatal(err)
	}
	rule := journey.Segment{Did: &journey.Did{Event: journey.Filter{Event: journey.Names{"Order"}}}}
	one, err := w.store.Create(t.Context(), ws, segment.Draft{Name: "Buyers", Rule: rule})
	if err != nil {
		t.Fatal(err)
	}
	w.settled()
	if err := w.live.LookBack(t.Context()); err != nil {
		t.Fatal(err)
	}
	days := w.live.Sizes(ws, one.ID, journey.Day)
	w.sameDays(days)
	if now := days[30].People; now != len(w.live.Members(ws, one.ID)) {
		t.Errorf("today %d, there are %d", now, len(w.live.Members(ws, one.ID)))
	}
	w.clock.forward(3 * time.Hour)
	w.settled()
	if hours := w.live.Sizes(ws, one.ID, journey.Hour); len(hours) != 2 {
		t.Errorf("hours %v", hours)
	}
	w.stop()
}

// A history that comes in after a segment was made counts in the sizes of its days, also those that were noted without it; what keeps
// coming in late does so once in an hour.
func TestSizesAreCountedAgainWhenAHistoryComesIn(t *testing.T) {
	t.Parallel()
	w := newLiveWorld(t, 3)
	ws := w.g.Workspace()
	w.g.Feed(w.log, 1)
	one, err := w.store.Create(t.Context(), ws, segment.Draft{Name: "Buyers", Rule: journey.Segment{Did: &journey.Did{Event: journey.Filter{Event: journey.Names{"Order"}}}}})
	if err != nil {
		t.Fatal(err)
	}
	look := func() []segment.Size {
		t.Helper()
		w.settled()
		if err := w.live.LookBack(t.Context()); err != nil {
			t.Fatal(err)
		}
		days := w.live.Sizes(ws, one.ID, journey.Day)
		return days[max(0, len(days)-31):]
	}
	before := look()
	w.clock.forward(24 * time.Hour) // a day that is noted as it went
	look()
	w.g.Feed(w.log, 300)
	days := look()
	w.sameDays(days)
	if days[25].People == before[26].People {
		t.Fatalf("nobody came in late: %v", days)
	}
	w.g.Feed(w.log, 100)
	w.settled()
	w.stop() // what came in is not forgotten by a restart
	w.start()
	w.clock.forward(time.Hour)
	w.sameDays(look())
	w.stop()
}
