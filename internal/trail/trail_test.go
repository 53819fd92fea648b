package trail_test

import (
	"os"
	"path/filepath"
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
	compared := journeytest.Exercise(t, seeds(45), 10, func(t *testing.T, seed uint64, log *journeytest.Log) journeytest.Follower {
		return open(t, t.TempDir(), log, options(seed))
	}, func(t *testing.T, seed uint64, log *journeytest.Log, f journeytest.Follower) journeytest.Follower {
		e := f.(*trail.Trail)
		if seed%4 == 0 {
			return e
		}
		if err := e.Flush(); err != nil {
			t.Fatal(err)
		}
		for more := seed%3 == 0; more; {
			var err error
			if more, err = e.Tidy(); err != nil {
				t.Fatal(err)
			}
		}
		return e
	})
	if compared != 44*seeds(45) { // what make nightly counts on
		t.Errorf("%d answers compared", compared)
	}
}

// TestAnswersSurviveEverything closes, opens, damages and rebuilds the index between questions.
func TestAnswersSurviveEverything(t *testing.T) {
	t.Parallel()
	dirs := map[journeytest.Follower]string{}
	compared := journeytest.Exercise(t, seeds(16), 5, func(t *testing.T, seed uint64, log *journeytest.Log) journeytest.Follower {
		dir := t.TempDir()
		e := open(t, dir, log, options(seed))
		dirs[e] = dir
		return e
	}, func(t *testing.T, seed uint64, log *journeytest.Log, f journeytest.Follower) journeytest.Follower {
		dir := dirs[f]
		if err := f.(*trail.Trail).Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		switch seed % 4 {
		case 1:
			damage(t, dir, seed)
		case 2:
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
		case 3:
			if err := trail.Rebuild(t.Context(), dir, log, options(seed+1)); err != nil {
				t.Fatal(err)
			}
		}
		e := open(t, dir, log, options(seed))
		dirs[e] = dir
		return e
	})
	if compared != 24*seeds(16) {
		t.Errorf("%d answers compared", compared)
	}
}

// damage changes one byte of one file.
func damage(t *testing.T, dir string, seed uint64) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.part"))
	if err != nil || len(files) == 0 {
		return
	}
	name := files[seed%uint64(len(files))]
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	b[int(seed*7919)%len(b)] ^= 0x40
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// seeds is how many worlds to try: few in an ordinary run, as many as JEJAK_SEEDS says in a long one.
func seeds(few int) int {
	if n, err := strconv.Atoi(os.Getenv("JEJAK_SEEDS")); err == nil {
		return n
	}
	return few
}

func TestWorkedExamples(t *testing.T) {
	t.Parallel()
	journeytest.RunScripts(t, "../journey/journeytest/testdata", func(t *testing.T, log *journeytest.Log) journeytest.Follower {
		return open(t, t.TempDir(), log, trail.Options{Shards: 3})
	})
}
