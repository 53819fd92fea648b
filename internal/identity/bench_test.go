package identity

import (
	"fmt"
	"testing"

	"jejak/internal/event"
)

// BenchmarkKnown is the way of nearly every event: its subject is known and in memory. One event in 32 is also counted.
func BenchmarkKnown(b *testing.B) {
	w := setup(b)
	events := make([][]event.ID, 100_000)
	for i := range events {
		events[i] = ids(fmt.Sprintf("a:anonymous-%032d u:user-%d", i, i))
		w.seq++
		if _, err := w.r.Resolve(w.tx, testWS, events[i], 1, w.seq); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		w.seq++
		if _, err := w.r.Resolve(w.tx, testWS, events[i%len(events)], 1, w.seq); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

// BenchmarkKnownNotCached reads the subject and its device from the store.
func BenchmarkKnownNotCached(b *testing.B) {
	w := setup(b)
	events := make([][]event.ID, 100_000)
	for i := range events {
		events[i] = ids(fmt.Sprintf("a:anonymous-%032d", i))
		w.seq++
		if _, err := w.r.Resolve(w.tx, testWS, events[i], 1, w.seq); err != nil {
			b.Fatal(err)
		}
	}
	w.r.subjects, w.r.devices = newCache[subjectKey, event.Person](1000), newCache[deviceKey, device](1000)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		w.seq++
		if _, err := w.r.Resolve(w.tx, testWS, events[i%len(events)], 1, w.seq); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

// BenchmarkNew is a first visit: a new subject and person.
func BenchmarkNew(b *testing.B) {
	w := setup(b)
	b.ReportAllocs()
	for b.Loop() {
		w.seq++
		id := event.ID{Type: event.AnonymousID, Value: fmt.Sprintf("anonymous-%032d", w.seq)}
		if _, err := w.r.Resolve(w.tx, testWS, []event.ID{id}, 1, w.seq); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSignIn is a new subject that joins a new visitor with a known user.
func BenchmarkSignIn(b *testing.B) {
	w := setup(b)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		device := event.ID{Type: event.AnonymousID, Value: fmt.Sprintf("anonymous-%032d", n)}
		user := event.ID{Type: event.UserID, Value: fmt.Sprintf("user-%d", n/4)}
		for _, e := range [][]event.ID{{device}, {device, user}} {
			w.seq++
			if _, err := w.r.Resolve(w.tx, testWS, e, 1, w.seq); err != nil {
				b.Fatal(err)
			}
		}
		n++
	}
}

func BenchmarkClean(b *testing.B) {
	w := setup(b)
	given := ids("u:user-17 a:0b9cf8a2-4f0a-4c43-9f43-3f6c9f4f6d3a e:jane@example.com")
	b.ReportAllocs()
	buf := make([]event.ID, 3)
	for b.Loop() {
		copy(buf, given)
		if len(w.r.Clean(testWS, buf)) != 3 {
			b.Fatal("dropped")
		}
	}
}

// BenchmarkRevoke repairs a set of 10,000 subjects that share an e-mail address, set aside by most.
func BenchmarkRevoke(b *testing.B) {
	w := setup(b)
	const n = 10_000
	var first Resolution
	for i := range n {
		res := w.send(fmt.Sprintf("u:user-%d e:info@shop", i))
		if i == 0 {
			first = res
		}
	}
	record, _, err := getSubject(w.tx, testWS, first.Subject)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		b.StopTimer()
		store := w.tx.clone()
		if err := w.r.Reset(store); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if _, err := w.r.Revoke(store, testWS, record.link, "budi", 1, 1_000_000); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/n, "µs/subject")
}

// BenchmarkDryRun tries other rules on subjects that are all connected, each by two devices to its neighbours: the figure for each
// subject has to be about the same for both sizes.
func BenchmarkDryRun(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			w := setup(b)
			for i := range n {
				w.send(fmt.Sprintf("d:%d d:%d", i, i+1))
			}
			rules := DefaultRules()
			rules.Limits[event.DeviceID] = 100_000
			for b.Loop() {
				trial, err := DryRun(b.Context(), w.tx, testWS, rules, 1)
				if err != nil || trial.PersonsAfter >= trial.PersonsBefore {
					b.Fatalf("%+v, %v", trial, err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/subject")
		})
	}
}
