package trail_test

import (
	"os"
	"strconv"
	"testing"

	"go.uber.org/goleak"

	"jejak/internal/journey/journeytest"
	"jejak/internal/trail"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// options vary with the seed: answers must not.
func options(seed uint64) trail.Options {
	return trail.Options{
		Shards: 1 + int(seed%5), Workers: 1 + int(seed%3), PendingRows: []int{1, 3, 10, 1000}[seed%4],
		FlushRows: []int{5, 40, 1000}[seed%3],
	}
}

func open(t *testing.T, dir string, log *journeytest.Log, o trail.Options) *trail.Trail {
	t.Helper()
	e, err := trail.Open(dir, log, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close(t.Context()) })
	return e
}

func TestAnswersAreTheOracles(t *testing.T) {
	t.Parallel()
	journeytest.Exercise(t, seeds(60), 12, func(t *testing.T, seed uint64, log *journeytest.Log) journeytest.Follower {
		return open(t, t.TempDir(), log, options(seed))
	}, nil)
}

// seeds is how many worlds to try: few in an ordinary run, as many as JEJAK_SEEDS says in a long one.
func seeds(few int) int {
	if n, err := strconv.Atoi(os.Getenv("JEJAK_SEEDS")); err == nil {
		return n
	}
	return few
}
