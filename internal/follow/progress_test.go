package follow_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"jejak/internal/follow"
)

func TestProgressWakesThoseWhoWait(t *testing.T) {
	t.Parallel()
	var p follow.Progress
	if err := p.WaitFor(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for seq := range uint64(50) {
		all.Go(func() {
			if err := p.WaitFor(t.Context(), seq); err != nil || p.Seq() < seq {
				t.Errorf("change %d at %d: %v", seq, p.Seq(), err)
			}
		})
	}
	for seq := range uint64(50) {
		p.Set(seq)
	}
	all.Wait()
	ended, end := context.WithCancel(t.Context())
	end()
	if err := p.WaitFor(ended, 99); !errors.Is(err, context.Canceled) {
		t.Errorf("a wait that ends: %v", err)
	}
}
