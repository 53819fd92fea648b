package simulate

import (
	"context"
	"encoding/json"
	"hash/fnv"
	"testing"
	"time"

	"jejak/internal/event"
)

var end = time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)

func small(o Options) Options {
	o.End = end
	if o.People == 0 {
		o.People = 1500
	}
	return o
}

func collect(t *testing.T, o Options) []Batch {
	t.Helper()
	var out []Batch
	err := History(context.Background(), o, func(b Batch) error {
		out = append(out, b)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSameSeedMakesTheSameHistory(t *testing.T) {
	t.Parallel()
	sum := func(seed uint64) uint64 {
		h := fnv.New64a()
		for _, b := range collect(t, small(Options{Seed: seed, People: 300})) {
			for _, c := range b.Calls {
				h.Write(c.Event.AppendEncode(nil))
			}
		}
		return h.Sum64()
	}
	first := sum(1)
	if again := sum(1); again != first {
		t.Error("the same seed made two histories")
	}
	if other := sum(2); other == first {
		t.Error("two seeds made one history")
	}
}

func TestHistoryIsWellFormed(t *testing.T) {
	t.Parallel()
	batches := collect(t, small(Options{Seed: 7}))
	channels, names, calls, faulty := map[string]int{}, map[string]int{}, 0, 0
	known := map[string]string{}
	for _, s := range Sources() {
		known[s.Handle] = s.Channel
	}
	last := event.Time(0)
	seen := map[string]bool{}
	doubles := 0
	for _, b := range batches {
		if b.Received/batchSpan < last/batchSpan {
			t.Fatalf("batch of %s comes after one of %s", b.Received.Std(), last.Std())
		}
		last = b.Received
		if !b.Received.Std().Before(end) {
			t.Fatalf("a batch of %s came in at %s, after the end of the history", b.Source, b.Received.Std())
		}
		for _, c := range b.Calls {
			calls++
			e := &c.Event
			channel := e.Channel
			if channel == "" {
				channel = known[b.Source]
			}
			if c.Raw != nil {
				faulty++
				continue
			}
			channels[channel]++
			names[e.Name]++
			if seen[e.MessageID] {
				doubles++
			}
			seen[e.MessageID] = true
			if e.Name == "" || e.Type == 0 || len(e.IDs) == 0 || e.Time == 0 {
				t.Fatalf("incomplete: %+v", e)
			}
			if e.Time > b.Received || e.Time < event.TimeOf(end.Add(-182*24*time.Hour)) {
				t.Fatalf("%s at %s was received at %s", e.Name, e.Time.Std(), b.Received.Std())
			}
			for _, body := range []json.RawMessage{e.Properties, e.Traits, e.Context} {
				if len(body) > 0 && !json.Valid(body) {
					t.Fatalf("%s: not JSON: %s", e.Name, body)
				}
			}
		}
	}
	t.Logf("%d calls, %d faulty, %d doubles, channels %v, names %v", calls, faulty, doubles, channels, names)
	if len(channels) != 10 {
		t.Errorf("%d channels, want 10: %v", len(channels), channels)
	}
	if per := float64(calls) / 1500; per < 17 || per > 25 {
		t.Errorf("%.1f calls a human", per)
	}
	if faulty == 0 || doubles == 0 {
		t.Errorf("%d faulty items and %d doubles: the ledger would have nothing to show", faulty, doubles)
	}
	if names["Order Completed"] < 300 {
		t.Errorf("%d orders", names["Order Completed"])
	}
}

// failRate is how often paying fails, where the pain point is and anywhere else.
func failRate(t *testing.T, planted []Friction) (there, elsewhere float64) {
	t.Helper()
	var tried, failed [2]float64
	for _, b := range collect(t, small(Options{Seed: 3, People: 3000, Friction: planted, Spotless: true})) {
		for _, c := range b.Calls {
			var p struct{ Bank string }
			if err := json.Unmarshal(c.Event.Properties, &p); err != nil && len(c.Event.Properties) > 0 {
				t.Fatal(err)
			}
			i := 1
			if b.Source == "app" && p.Bank == PainBank {
				i = 0
			}
			switch c.Event.Name {
			case "Payment Info Entered":
				tried[i]++
			case "Payment Failed":
				failed[i]++
			}
		}
	}
	return failed[0] / tried[0], failed[1] / tried[1]
}

func TestPlantedFrictionIsThereAndNowhereElse(t *testing.T) {
	t.Parallel()
	there, elsewhere := failRate(t, []Friction{PaymentFails})
	if there < 0.5 || elsewhere > 0.08 {
		t.Errorf("planted: %.2f of the payments fail there, %.2f elsewhere", there, elsewhere)
	}
	there, elsewhere = failRate(t, nil)
	if there > 0.12 || elsewhere > 0.08 {
		t.Errorf("not planted: %.2f of the payments fail there, %.2f elsewhere", there, elsewhere)
	}
}

func BenchmarkHistory(b *testing.B) {
	for b.Loop() {
		n := 0
		err := History(context.Background(), Options{Seed: 1, End: end}, func(batch Batch) error {
			n += len(batch.Calls)
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(n), "calls")
	}
}
