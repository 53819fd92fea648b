package server

import (
	"context"
	"time"

	"jejak/internal/event"
	"jejak/internal/follow"
)

// secondFeed is the change feed for everybody but the journey index, which comes first: it holds them back until the index knows what was
// in the log at the start. After a crash all are behind, and where all read at once it takes a multiple of the time until questions are answered.
type secondFeed struct {
	follow.Feed
	atStart uint64
	indexed func() uint64 // last change that the index knows
	until   time.Time     // they wait no longer
}

// patience is how long they wait for an index that is far behind, or made anew.
const patience = 10 * time.Second

// feed is the change feed for all but the journey index.
func (f *Folder) feed() follow.Feed {
	if f.Trail == nil {
		return f.Events
	}
	return secondFeed{f.Events, f.Events.LastSeq(), f.Trail.Applied, time.Now().Add(patience)}
}

// Changes hands out the changes of the log, when it is time to.
func (f secondFeed) Changes(ctx context.Context, after uint64, limit int, fn func(event.Change) error) error {
	if f.indexed() < f.atStart && time.Now().Before(f.until) {
		tick := time.NewTicker(20 * time.Millisecond) // woken by each change, those who wait would slow the index down
		defer tick.Stop()
		for f.indexed() < f.atStart && time.Now().Before(f.until) {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-tick.C:
			}
		}
	}
	return f.Feed.Changes(ctx, after, limit, fn)
}
