package trail_test

import (
	"testing"

	"jejak/internal/journey/journeytest"
)

// Parts, workers and the time of flushes differ with the seed, and so between the two engines of one world.
func TestAnswersKeepTheLaws(t *testing.T) {
	t.Parallel()
	journeytest.Laws(t, seeds(30), 6, func(t *testing.T, seed uint64, log *journeytest.Log) journeytest.Follower {
		e := open(t, t.TempDir(), log, options(seed))
		if seed%2 == 1 {
			if err := e.WaitFor(t.Context(), log.LastSeq()); err != nil {
				t.Fatal(err)
			}
			if err := e.Flush(); err != nil {
				t.Fatal(err)
			}
		}
		return e
	})
}
