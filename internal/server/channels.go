package server

import (
	"context"
	"sync"
	"time"

	"jejak/internal/event"
	"jejak/internal/touchpoint"
)

// channelsFor is how long a workspace's own channels are taken from memory: a new one counts after so long at the latest.
const channelsFor = 5 * time.Second

// channelCache answers, for each event of a channel that is not built in, whether the workspace has it.
type channelCache struct {
	store *touchpoint.Store
	now   func() time.Time

	mu   sync.Mutex
	seen map[event.Workspace]channelSet
}

type channelSet struct {
	ids  map[string]bool
	read time.Time
}

func (c *channelCache) known(ws event.Workspace, channel string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	set, ok := c.seen[ws]
	if now := c.now(); !ok || now.Sub(set.read) > channelsFor {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		all, err := c.store.Channels(ctx, ws)
		if err == nil {
			set = channelSet{ids: map[string]bool{}, read: now}
			for _, one := range all {
				set.ids[one.ID] = true
			}
		} else {
			set.read = now // the old answer is better than none, and than asking for each event
		}
		if c.seen == nil {
			c.seen = map[event.Workspace]channelSet{}
		}
		c.seen[ws] = set
	}
	return set.ids[channel]
}
