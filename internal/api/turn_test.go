package api

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"jejak/internal/fault"
)

func TestWhoeverComesMeanwhileWaitsForTheirTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		one := make(turns, 1)
		first, err := one.take(t.Context(), "Somebody else looks")
		if err != nil {
			t.Fatal(err)
		}
		waits := make(chan error)
		go func() {
			second, err := one.take(t.Context(), "Somebody else looks")
			if err == nil {
				second()
			}
			waits <- err
		}()
		synctest.Wait()
		first()
		if err := <-waits; err != nil {
			t.Fatal("the second was turned away:", err)
		}

		// Behind one that does not end, a request is told so, with when to come back; one that is given up does not keep waiting.
		done, err := one.take(t.Context(), "Somebody else looks")
		if err != nil {
			t.Fatal(err)
		}
		defer done()
		began := time.Now()
		_, err = one.take(t.Context(), "Somebody else looks")
		if !fault.Is(err, fault.Unavailable) || time.Since(began) != waitForTurn {
			t.Fatalf("after %v: %v", time.Since(began), err)
		}
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err = one.take(gone, "Somebody else looks"); err == nil {
			t.Fatal("a request that is gone had a turn")
		}
	})
}
