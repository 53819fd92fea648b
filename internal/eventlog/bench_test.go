package eventlog

import (
	"context"
	"math/rand/v2"
	"testing"

	"jejak/internal/event"
)

// benchLog has n events of n/50 subjects, on the disk and not in memory.
func benchLog(b *testing.B, n int) *Log {
	b.Helper()
	dir := b.TempDir() + "/log"
	l, err := Open(dir, Options{})
	if err != nil {
		b.Fatal(err)
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	for at := 0; at < n; at += 1000 {
		err := l.Update(context.Background(), func(tx *Tx) error {
			for i := at; i < at+1000; i++ {
				e := draft(i)
				s := subjectOf(rnd.IntN(n / 50))
				_, err := tx.Append(Stored{
					Workspace: 1, Subject: s, Person: event.Person(s), NewSubject: true, Key: KeyOf(7, e.MessageID), Time: e.Time,
					Received: e.ReceivedAt, Value: e.AppendEncode(nil),
				})
				if err != nil {
					return err
				}
			}
			return tx.Count(1, 7, noon, Counts{Received: 1000, Stored: 1000})
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		b.Fatal(err)
	}
	if l, err = Open(dir, Options{}); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { l.Close() })
	return l
}

const benchEvents = 200_000

// BenchmarkChanges follows the feed from the disk.
func BenchmarkChanges(b *testing.B) {
	l := benchLog(b, benchEvents)
	var after uint64
	n := 0
	for b.Loop() {
		if after >= benchEvents {
			after = 0
		}
		err := l.Changes(context.Background(), after, 1024, func(c event.Change) error {
			after = c.Seq
			n++
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "changes/s")
}

// BenchmarkSubjectEvents reads the 50 or so events of one subject.
func BenchmarkSubjectEvents(b *testing.B) {
	l := benchLog(b, benchEvents)
	n := 0
	for i := 0; b.Loop(); i++ {
		err := l.SubjectEvents(context.Background(), 1, subjectOf(i%(benchEvents/50)), func(*event.Event) error { n++; return nil })
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkScan reads everything in the order of subjects, as a rebuild does.
func BenchmarkScan(b *testing.B) {
	l := benchLog(b, benchEvents)
	n := 0
	for b.Loop() {
		err := l.Scan(context.Background(), func(event.Workspace, event.Subject, event.Person, *event.Event) error { n++; return nil })
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "events/s")
}

func BenchmarkCheck(b *testing.B) {
	l := benchLog(b, benchEvents)
	for b.Loop() {
		if _, err := l.Check(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)*benchEvents/b.Elapsed().Seconds(), "events/s")
}
