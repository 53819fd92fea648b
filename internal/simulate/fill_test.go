package simulate

import (
	"context"
	"testing"
	"time"

	"jejak/internal/event"
	"jejak/internal/eventlog"
	"jejak/internal/ingest"
)

func openIngester(t testing.TB, dir string) (*eventlog.Log, *ingest.Ingester, map[string]ingest.Source) {
	t.Helper()
	log, err := eventlog.Open(dir, eventlog.Options{})
	if err != nil {
		t.Fatal(err)
	}
	in, err := ingest.New(log, ingest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := in.Close(context.Background()); err != nil {
			t.Error(err)
		}
		if err := log.Close(); err != nil {
			t.Error(err)
		}
	})
	sources := map[string]ingest.Source{}
	for i, s := range Sources() {
		sources[s.Handle] = ingest.Source{ID: event.Source(i + 1), Workspace: 1, Channel: s.Channel}
	}
	return log, in, sources
}

func BenchmarkFill(b *testing.B) {
	for b.Loop() {
		log, in, sources := openIngester(b, b.TempDir())
		begin := time.Now()
		got, err := Fill(context.Background(), in, sources, Options{Seed: 1, End: time.Now(), Friction: []Friction{PaymentFails}}, nil)
		if err != nil {
			b.Fatal(err)
		}
		b.Logf("%+v in %s", got, time.Since(begin))
		people := map[event.Person]bool{}
		err = log.Scan(context.Background(), func(_ event.Workspace, _ event.Subject, p event.Person, _ *event.Event) error {
			people[p] = true
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		b.Logf("%d people", len(people))
	}
}
