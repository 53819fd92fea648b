package journeytest

import (
	"context"
	"testing"
)

// ready is the oracle as a follower: it reads the log at each question.
type ready struct{ *Oracle }

func (ready) WaitFor(context.Context, uint64) error { return nil }

func TestWorkedExamples(t *testing.T) {
	RunScripts(t, "testdata", func(_ *testing.T, log *Log) Follower { return ready{NewOracle(log)} })
}

func TestTheOracleKeepsTheLaws(t *testing.T) {
	t.Parallel()
	Laws(t, 30, 6, func(_ *testing.T, _ uint64, log *Log) Follower { return ready{NewOracle(log)} })
}
