package api

import (
	"context"
	"time"

	"jejak/internal/fault"
)

// waitForTurn is how long a request waits behind others before it is told to come back.
const waitForTurn = 30 * time.Second

// turns lets heavy work in one at a time; whoever comes meanwhile waits, since most of it ends within a second or two.
type turns chan struct{}

// take waits for a turn, and gives the func that hands it on. busy says what is under way, as a sentence without its full stop.
func (t turns) take(ctx context.Context, busy string) (done func(), err error) {
	wait, cancel := context.WithTimeout(ctx, waitForTurn)
	defer cancel()
	select {
	case t <- struct{}{}:
		return func() { <-t }, nil
	case <-wait.Done():
		return nil, &fault.Error{Kind: fault.Unavailable, Message: busy + ": try again in a minute.", RetryAfter: waitForTurn}
	}
}
