package trail_test

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/journey/journeytest"
	"jejak/internal/trail"
)

func trendOf(t *testing.T, e journey.Engine, q journey.Question) journey.Answer {
	t.Helper()
	a, err := e.Ask(t.Context(), 7, q, journey.Definitions{})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestAnswersAreWholeWhileEventsArrive asks while changes are taken in and flushed: an answer knows exactly the changes up to its asOf.
func TestAnswersAreWholeWhileEventsArrive(t *testing.T) {
	t.Parallel()
	log := journeytest.NewLog()
	e := open(t, t.TempDir(), log, trail.Options{Shards: 4, PendingRows: 20, FlushRows: 100})
	const changes = 3000
	var feeding sync.WaitGroup
	feeding.Go(func() {
		for i := range changes {
			var s event.Subject
			s[0] = byte(i % 50)
			log.Add(7, s, event.Person(s), event.Event{Name: "Visit", Time: event.Time(1 + i)})
		}
	})
	for {
		a := trendOf(t, e, journey.Question{Kind: journey.KindTrend, Trend: &journey.Trend{Interval: journey.Month}})
		if a.Events != int(a.AsOf) {
			t.Fatalf("as of change %d there are %d events", a.AsOf, a.Events)
		}
		if a.AsOf == changes {
			break
		}
	}
	feeding.Wait()
}

func TestAnEventIsInTheAnswersAtOnce(t *testing.T) {
	t.Parallel()
	log := journeytest.NewLog()
	e := open(t, t.TempDir(), log, trail.Options{})
	for i := range 20 {
		seq := log.Add(7, event.Subject{1}, event.Person{1}, event.Event{Name: "Visit", Time: event.Time(1 + i)})
		begin := time.Now()
		if err := e.WaitFor(t.Context(), seq); err != nil {
			t.Fatal(err)
		}
		if a := trendOf(t, e, journey.Question{Kind: journey.KindTrend}); a.Events != i+1 {
			t.Fatalf("%d events after %d", a.Events, i+1)
		}
		if took := time.Since(begin); took > time.Second {
			t.Fatalf("it took %v", took)
		}
	}
}

func TestPropertiesOverTheLimitAreSaid(t *testing.T) {
	t.Parallel()
	dir, log := t.TempDir(), journeytest.NewLog()
	o := trail.Options{MaxProperties: 2}
	e := open(t, dir, log, o)
	for i := range 4 {
		props := fmt.Sprintf(`{"a":1,"p%d":"x"}`, i)
		log.Add(7, event.Subject{1}, event.Person{1}, event.Event{Name: "Visit", Time: event.Time(1 + i), Properties: []byte(props)})
	}
	check := func(e *trail.Trail) {
		if err := e.WaitFor(t.Context(), 4); err != nil {
			t.Fatal(err)
		}
		s, err := e.Schema(t.Context(), 7)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, p := range s.Events[0].Properties {
			got += fmt.Sprintf("%s %v %v; ", p.Name, p.NotIndexed, p.Values)
		}
		if want := "a false [1]; p0 false [x]; p1 true []; p2 true []; p3 true []; "; got != want {
			t.Fatalf("want %s\ngot  %s", want, got)
		}
	}
	check(e)
	if err := e.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	check(open(t, dir, log, o))
}

func TestDamageIsToldAndMended(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"MANIFEST", "*.part"} {
		dir, log := t.TempDir(), journeytest.NewLog()
		e := open(t, dir, log, trail.Options{})
		for i := range 10 {
			log.Add(7, event.Subject{byte(i)}, event.Person{byte(i)}, event.Event{Name: "Visit", Time: event.Time(1 + i)})
		}
		if err := e.WaitFor(t.Context(), 10); err != nil {
			t.Fatal(err)
		}
		if err := e.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		files, err := filepath.Glob(filepath.Join(dir, name))
		if err != nil || len(files) == 0 {
			t.Fatal(err)
		}
		b, err := os.ReadFile(files[0])
		if err != nil {
			t.Fatal(err)
		}
		b[len(b)/2] ^= 1
		if err := os.WriteFile(files[0], b, 0o600); err != nil {
			t.Fatal(err)
		}
		told := make(chan trail.Event, 10)
		e = open(t, dir, log, trail.Options{OnEvent: func(ev trail.Event) { told <- ev }})
		if ev := <-told; ev.Kind != "damage" || !fault.Is(ev.Err, fault.Corrupt) {
			t.Fatalf("told %+v", ev)
		}
		// The next change comes after the repair.
		log.Add(7, event.Subject{99}, event.Person{99}, event.Event{Name: "Visit", Time: 99})
		if err := e.WaitFor(t.Context(), 11); err != nil {
			t.Fatal(err)
		}
		if a := trendOf(t, e, journey.Question{Kind: journey.KindTrend}); a.Events != 11 || a.People != 11 {
			t.Fatalf("%d events of %d people", a.Events, a.People)
		}
		if _, err := os.Stat(files[0] + ".damaged"); err != nil {
			t.Fatal(err)
		}
		if err := e.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFilesOfAnUnfinishedFlushAreRemoved: a crash between writing parts and the manifest leaves files that nothing names.
func TestFilesOfAnUnfinishedFlushAreRemoved(t *testing.T) {
	t.Parallel()
	dir, log := t.TempDir(), journeytest.NewLog()
	for _, name := range []string{"w7-s000-00000001.part", "MANIFEST.tmp"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	e := open(t, dir, log, trail.Options{})
	log.Add(7, event.Subject{1}, event.Person{1}, event.Event{Name: "Visit", Time: 1})
	if err := e.WaitFor(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	if err := e.Flush(); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) != 2 {
		t.Fatalf("%v: %v", files, err)
	}
}
