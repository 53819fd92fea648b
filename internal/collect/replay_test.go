package collect

import (
	"testing"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/ingest"
)

func TestDecodeReadsWhatLiesInQuarantine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, raw string
		items     int
		bad       ingest.Reason
		fault     bool
	}{
		{"one call", `{"type":"track","event":"Order Completed","userId":"u1"}`, 1, "", false},
		{"a call that is still bad", `{"type":"nonsense","userId":"u1"}`, 1, ingest.BadType, false},
		{"a whole batch", `{"batch":[{"type":"page","userId":"u1"},{"type":"page","userId":"u2"}]}`, 2, "", false},
		{"no JSON", `{"type":`, 0, "", true},
		{"a way out of the list", `{"type":"page","userId":"u"}],"batch":[`, 0, "", true},
		{"two calls", `{"type":"page","userId":"u"},{"type":"page","userId":"v"}`, 0, "", true},
		{"nothing", ``, 0, "", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			items, err := Decode([]byte(c.raw))
			if fault.Is(err, fault.Invalid) != c.fault || len(items) != c.items {
				t.Fatalf("%d items, %v; want %d, fault %v", len(items), err, c.items, c.fault)
			}
			for _, it := range items {
				if it.Fault != c.bad {
					t.Errorf("fault %q (%s), want %q", it.Fault, it.Detail, c.bad)
				}
				if c.bad == "" && it.Event.ID(event.UserID) == "" {
					t.Errorf("%+v has no user_id", it.Event)
				}
			}
		})
	}
}
