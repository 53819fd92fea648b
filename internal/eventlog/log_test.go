package eventlog

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/cockroachdb/pebble/v2"
	"github.com/cockroachdb/pebble/v2/vfs"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"jejak/internal/event"
	"jejak/internal/fault"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const noon = event.Time(1_780_000_000_000)

func options(fs vfs.FS) Options {
	return Options{
		FS: fs, MemTableBytes: 1 << 20, CacheBytes: 1 << 20, RecentBytes: 64 << 10, DedupeRun: 100, ReserveBytes: 1, Retry: time.Millisecond,
		Now: func() time.Time { return noon.Std() },
	}
}

func open(t testing.TB, o Options) *Log {
	t.Helper()
	l, err := Open("log", o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	return l
}

// subjectOf makes a subject that is its own person.
func subjectOf(n int) event.Subject { return event.Subject{0: byte(n >> 8), 1: byte(n), 15: 1} }

func draft(n int) event.Event {
	return event.Event{
		Source: 7, Type: event.Track, Name: "Viewed", Channel: "web", MessageID: fmt.Sprintf("m-%d", n),
		IDs: []event.ID{{Type: event.UserID, Value: fmt.Sprint(n % 50)}}, ReceivedAt: noon, Time: noon - event.Time(n%1000),
		Properties: []byte(fmt.Sprintf(`{"n":%d,"text":"%0200d"}`, n, n)),
	}
}

// put stores events first..first+n-1, each of subject number n%50, in one Update.
func put(t testing.TB, l *Log, first, n int) {
	t.Helper()
	if err := tryPut(l, first, n); err != nil {
		t.Fatal(err)
	}
}

func tryPut(l *Log, first, n int) error {
	return l.Update(context.Background(), func(tx *Tx) error {
		for i := first; i < first+n; i++ {
			e := draft(i)
			s := subjectOf(i % 50)
			_, known, err := tx.h.person(1, s)
			if err != nil {
				return err
			}
			_, err = tx.Append(Stored{
				Workspace: 1, Subject: s, Person: event.Person(s), NewSubject: !known, Key: KeyOf(7, e.MessageID),
				Time: e.Time, Received: e.ReceivedAt, Value: e.AppendEncode(nil),
			})
			if err != nil {
				return err
			}
		}
		return tx.Count(1, 7, noon, Counts{Received: uint64(n), Stored: uint64(n)})
	})
}

func clean(t testing.TB, l *Log) *Report {
	t.Helper()
	r, err := l.Check(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if !r.OK() {
		t.Fatalf("the check found:\n%s", r)
	}
	return r
}

func changes(t testing.TB, l *Log, after uint64, limit int) []event.Change {
	t.Helper()
	var list []event.Change
	err := l.Changes(context.Background(), after, limit, func(c event.Change) error {
		list = append(list, c)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestChangesAreTheSameFromMemoryAndFromDisk(t *testing.T) {
	t.Parallel()
	fs := vfs.NewMem()
	l := open(t, options(fs))
	for i := 0; i < 3000; i += 60 {
		put(t, l, i, 60)
	}
	live := changes(t, l, 0, 1<<20)
	if len(live) != 3000 || l.LastSeq() != 3000 {
		t.Fatalf("%d changes, last %d", len(live), l.LastSeq())
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	l = open(t, options(fs))
	again := changes(t, l, 0, 1<<20)
	if !reflect.DeepEqual(live, again) {
		t.Fatal("after a restart the feed is another")
	}
	for range 50 {
		after, limit := rand.Uint64N(3000), 1+rand.IntN(700)
		got := changes(t, l, after, limit)
		want := live[after:min(3000, int(after)+limit)]
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%d changes after %d differ", limit, after)
		}
	}
	clean(t, l)
}

func TestSubjectEventsAndScanGoByTimeThenSeq(t *testing.T) {
	t.Parallel()
	l := open(t, options(vfs.NewMem()))
	put(t, l, 0, 2500)
	var last *event.Event
	n := 0
	err := l.SubjectEvents(context.Background(), 1, subjectOf(3), func(e *event.Event) error {
		if last != nil && (e.Time < last.Time || e.Time == last.Time && e.Seq < last.Seq) {
			t.Errorf("event %d at %d comes after %d at %d", e.Seq, e.Time, last.Seq, last.Time)
		}
		last = e
		n++
		return nil
	})
	if err != nil || n != 50 {
		t.Fatal(n, err)
	}
	all := 0
	err = l.Scan(context.Background(), func(ws event.Workspace, s event.Subject, p event.Person, e *event.Event) error {
		if ws != 1 || p != event.Person(s) {
			t.Errorf("event %d is of workspace %d and person %s", e.Seq, ws, p)
		}
		all++
		return nil
	})
	if err != nil || all != 2500 {
		t.Fatal(all, err)
	}
}

// A view of one moment does not see what is written meanwhile, and its reads end with their caller.
func TestIdentityAtOneMoment(t *testing.T) {
	t.Parallel()
	l := open(t, options(vfs.NewMem()))
	set := func(key string) {
		t.Helper()
		if err := l.Update(context.Background(), func(tx *Tx) error { return tx.Set([]byte(key), []byte("v")) }); err != nil {
			t.Fatal(err)
		}
	}
	set("k1")
	ctx, cancel := context.WithCancel(context.Background())
	err := l.IdentityAt(ctx, func(v View) error {
		set("k2") // a writer does not wait for the reader
		n := 0
		if err := v.Scan([]byte("k"), func(_, _ []byte) error { n++; return nil }); err != nil || n != 1 {
			t.Errorf("%d keys, want the one of before: %v", n, err)
		}
		if _, ok, err := l.Identity().Get([]byte("k2")); err != nil || !ok {
			t.Errorf("the live view lacks what was written: %v", err)
		}
		cancel()
		_, _, err := v.Get([]byte("k1"))
		return err
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("reading for nobody: %v", err)
	}
}

func TestWaitReturnsForADurableChange(t *testing.T) {
	t.Parallel()
	l := open(t, options(vfs.NewMem()))
	got := make(chan error, 1)
	go func() { got <- l.Wait(context.Background(), 0) }()
	put(t, l, 0, 1)
	if err := <-got; err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := l.Wait(ctx, 1); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}

func TestCursorsLedgerAndQuarantineSurviveARestart(t *testing.T) {
	t.Parallel()
	fs := vfs.NewMem()
	l := open(t, options(fs))
	put(t, l, 0, 10)
	if err := l.SetCursor("trail", 9); err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		err := l.Update(context.Background(), func(tx *Tx) error {
			_, err := tx.Quarantine(1, Quarantined{
				Source: event.Source(7 + i%2), At: noon, Reason: "no_ids", Detail: "d", Raw: []byte(fmt.Sprint("raw ", i)),
			})
			return errors.Join(err, tx.Count(1, event.Source(7+i%2), noon, Counts{Received: 1, Rejected: 1, Reasons: map[string]uint64{"no_ids": 1}}))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	l = open(t, options(fs))
	if seq, err := l.Cursor("trail"); seq != 9 || err != nil {
		t.Fatal(seq, err)
	}
	rows, err := l.Ledger(1, Query{Source: 7})
	if err != nil || len(rows) != 1 || rows[0].Stored != 10 || rows[0].Rejected != 3 || rows[0].Reasons["no_ids"] != 3 {
		t.Fatal(rows, err)
	}
	items, err := l.Quarantine(1, Query{Source: 7, Limit: 2})
	if err != nil || len(items) != 2 || items[0].ID != 5 || string(items[0].Raw) != "raw 4" || items[1].ID != 3 {
		t.Fatal(items, err)
	}
	older, err := l.Quarantine(1, Query{Before: 3})
	if err != nil || len(older) != 2 || older[0].ID != 2 {
		t.Fatal(older, err)
	}
	if _, err := l.Quarantined(1, 99); !fault.Is(err, fault.NotFound) {
		t.Fatal(err)
	}
	clean(t, l)
}

func TestAFailedCallTakesNobodyElseWithIt(t *testing.T) {
	t.Parallel()
	l := open(t, options(vfs.NewMem()))
	rolledBack := 0
	l.OnRollback(func() error { rolledBack++; return nil })
	boom := errors.New("boom")
	const n = 40
	errs := make(chan error, n)
	for i := range n {
		go func() {
			if i%4 != 0 {
				errs <- tryPut(l, i*10, 10)
				return
			}
			err := l.Update(context.Background(), func(tx *Tx) error {
				if _, err := tx.Move(1, subjectOf(1), event.Person{1}, event.Person{2}); err != nil {
					return err
				}
				return boom
			})
			if !errors.Is(err, boom) {
				t.Errorf("the failing call returned %v", err)
			}
			errs <- nil
		}()
	}
	for range n {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if r := clean(t, l); r.Events != 300 || r.Moves != 0 {
		t.Fatalf("%s", r)
	}
	if l.Close(); rolledBack == 0 {
		t.Error("nobody was told of a rollback")
	}
}

func TestNewerFormatsAreRefused(t *testing.T) {
	t.Parallel()
	fs := vfs.NewMem()
	db, err := pebble.Open("log", &pebble.Options{FS: fs, Logger: pebbleLog{slog.New(slog.DiscardHandler), nil}})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Set(keyFormat, []byte{formatVersion + 1}, pebble.Sync), db.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := Open("log", options(fs)); !fault.Is(err, fault.Conflict) {
		t.Fatalf("a newer store was opened: %v", err)
	}
	newer := []byte{valueVersion + 1, 1, 1, 1, 1, 1}
	if _, err := readChunk(nil, newer); err == nil {
		t.Error("a newer feed chunk was read")
	}
	if _, err := readCounts(newer); err == nil {
		t.Error("a newer ledger row was read")
	}
	if err := readQuarantined(new(Quarantined), newer); err == nil {
		t.Error("a newer quarantine entry was read")
	}
	if _, err := readDedupe(1, newer); err == nil {
		t.Error("a newer dedupe entry was read")
	}
	if _, _, err := parsePerson(append(newer, make([]byte, 11)...)); err == nil {
		t.Error("a newer person row was read")
	}
}

func TestCheckpointIsTheLogAsItWas(t *testing.T) {
	t.Parallel()
	fs := vfs.NewMem()
	l := open(t, options(fs))
	put(t, l, 0, 500)
	if err := l.Checkpoint("copy"); err != nil {
		t.Fatal(err)
	}
	put(t, l, 500, 100)
	if err := l.Checkpoint("copy"); !fault.Is(err, fault.Conflict) {
		t.Fatalf("an existing folder was written to: %v", err)
	}
	c, err := Open("copy", options(fs))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if !reflect.DeepEqual(changes(t, c, 0, 1000), changes(t, l, 0, 500)) {
		t.Fatal("the copy is another")
	}
	clean(t, c)
}

func TestValuesComeBack(t *testing.T) {
	t.Parallel()
	id := rapid.Custom(func(t *rapid.T) (b [16]byte) {
		copy(b[:], rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "bytes"))
		return b
	})
	one := rapid.Custom(func(t *rapid.T) entry {
		e := entry{ws: event.Workspace(rapid.Uint32Range(0, 3).Draw(t, "ws")), subject: id.Draw(t, "subject")}
		e.person = event.Person(e.subject)
		if rapid.Bool().Draw(t, "other person") {
			e.person = id.Draw(t, "person")
		}
		if e.move = rapid.Bool().Draw(t, "move"); e.move {
			e.from = id.Draw(t, "from")
		} else {
			e.time = event.Time(rapid.Int64().Draw(t, "time"))
		}
		return e
	})
	rapid.Check(t, func(t *rapid.T) {
		entries := rapid.SliceOfN(one, 0, chunkMax).Draw(t, "entries")
		got, err := readChunk(nil, appendChunk(nil, entries))
		if err != nil || len(got) != len(entries) || len(got) > 0 && !reflect.DeepEqual(got, entries) {
			t.Fatalf("wrote %v\nread %v %v", entries, got, err)
		}
		c := Counts{
			Received: rapid.Uint64().Draw(t, "received"), Stored: rapid.Uint64().Draw(t, "stored"),
			Reasons: rapid.MapOfN(rapid.String(), rapid.Uint64(), 1, 5).Draw(t, "reasons"),
		}
		if back, err := readCounts(appendCounts(nil, &c)); err != nil || !reflect.DeepEqual(c, back) {
			t.Fatalf("wrote %v, read %v %v", c, back, err)
		}
		q := Quarantined{
			Source: event.Source(rapid.Uint32().Draw(t, "source")), At: event.Time(rapid.Int64().Draw(t, "at")),
			Reason: rapid.String().Draw(t, "reason"), Detail: rapid.String().Draw(t, "detail"), Size: rapid.IntRange(0, 1<<30).Draw(t, "size"),
		}
		var back Quarantined
		if err := readQuarantined(&back, appendQuarantined(nil, &q)); err != nil || !reflect.DeepEqual(q, back) {
			t.Fatalf("wrote %v, read %v %v", q, back, err)
		}
	})
}

func FuzzValuesNeverPanic(f *testing.F) {
	f.Add(appendChunk(nil, []entry{{ws: 1, subject: subjectOf(1), time: noon}}))
	f.Add(appendCounts(nil, &Counts{Received: 1, Rejected: 1, Reasons: map[string]uint64{"x": 1}}))
	f.Add(appendQuarantined(nil, &Quarantined{Reason: "x"}))
	f.Fuzz(func(_ *testing.T, b []byte) {
		_, _ = readChunk(nil, b)
		_, _ = readCounts(b)
		_ = readQuarantined(new(Quarantined), b)
		_, _ = readDedupe(1, b)
	})
}
