package trail

import (
	"context"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/journey/journeytest"
)

// TestScatteredPeopleComeTogetherWhenItIsQuiet has everybody come back in every flush.
func TestScatteredPeopleComeTogetherWhenItIsQuiet(t *testing.T) {
	log, dir := journeytest.NewLog(), t.TempDir()
	const shards = 3
	tidied := make(chan struct{}, 100)
	o := Options{Shards: shards, FlushRows: 1 << 30, quiet: time.Hour, OnEvent: func(e Event) {
		if e.Kind == "tidy" {
			tidied <- struct{}{}
		}
	}}
	open := func() *Trail {
		e, err := Open(dir, log, o)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	e := open()
	for rows := 1600; rows > 100; rows /= 4 { // each flush is too small to be merged with the one before
		for i := range rows {
			s := event.Subject{0: byte(i % 100), 1: byte(i % 100)}
			log.Add(1, s, event.Person(s), event.Event{Name: "Visit", Time: event.Time(1 + i)})
		}
		if err := e.WaitFor(t.Context(), log.LastSeq()); err != nil {
			t.Fatal(err)
		}
		if err := e.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	if n := e.Stats().Parts; n != 2*shards {
		t.Fatalf("%d parts", n)
	}
	q := journey.Question{Kind: journey.KindTrend, Trend: &journey.Trend{Measure: "people"}}
	before, err := e.Ask(t.Context(), 1, q, journey.Definitions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	o.quiet = time.Millisecond
	e = open()
	for range shards {
		<-tidied
	}
	after, err := e.Ask(t.Context(), 1, q, journey.Definitions{})
	if err != nil {
		t.Fatal(err)
	}
	if n := e.Stats().Parts; n != shards || after.People != before.People || after.Events != before.Events {
		t.Errorf("%d parts, %+v", n, after)
	}
	if err := e.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
	o.quiet = time.Hour
	e = open()
	if s := e.Stats(); s.Parts != shards || s.Rows != before.Events {
		t.Errorf("opened again: %+v", s)
	}
	if err := e.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
}

// TestAStopWritesBesideWhatIsThere has the same few rows come in before each of many stops: none of them writes old rows again.
func TestAStopWritesBesideWhatIsThere(t *testing.T) {
	log, dir := journeytest.NewLog(), t.TempDir()
	const each, stops = 50, 2 * mergeFiles
	written := 0
	o := Options{Shards: 1, FlushRows: 1 << 30, quiet: time.Hour, OnEvent: func(e Event) { written += e.Rows }}
	stop := func(run func(e *Trail)) {
		t.Helper()
		e, err := Open(dir, log, o)
		if err != nil {
			t.Fatal(err)
		}
		for i := range each {
			s := event.Subject{0: byte(i), 1: byte(i)}
			log.Add(1, s, event.Person(s), event.Event{Name: "Visit", Time: event.Time(1 + i)})
		}
		if err := e.WaitFor(t.Context(), log.LastSeq()); err != nil {
			t.Fatal(err)
		}
		run(e)
		if err := e.Close(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	for n := 1; n <= stops; n++ {
		stop(func(e *Trail) {
			if s := e.Stats(); s.Parts != n-1 {
				t.Errorf("%d parts after %d stops", s.Parts, n-1)
			}
		})
		if written != n*each {
			t.Fatalf("%d rows were written by %d stops of %d", written, n, each)
		}
	}
	stop(func(e *Trail) {
		if err := e.Flush(); err != nil {
			t.Fatal(err)
		}
		if s := e.Stats(); s.Parts > mergeFiles || s.Rows != (stops+1)*each {
			t.Errorf("a flush leaves %+v", s)
		}
	})
}
