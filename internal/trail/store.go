package trail

import (
	"context"

	"jejak/internal/event"
)

// damage is a part that does not read back.
type damage struct {
	ws    event.Workspace
	shard int
	err   error
}

func (t *Trail) load() error                 { return nil }
func (t *Trail) flusher(ctx context.Context) { <-ctx.Done() }
func (t *Trail) verify(_ context.Context)    {}
func (t *Trail) repair(_ context.Context)    {}
func (t *Trail) flushAll() error             { return nil }
