package trail

import (
	"context"
	"runtime"

	"jejak/internal/event"
	"jejak/internal/journey"
)

// Members are the people in a segment, in no order, as of the last change that is in; within, where it is not nil, are the only
// ones looked at. They are the people that the question people lists of the same segment.
func (t *Trail) Members(
	ctx context.Context, ws event.Workspace, s journey.Segment, within []event.Person, d journey.Definitions,
) (asOf uint64, members []event.Person, err error) {
	q := journey.Question{Kind: journey.KindPeople, Segment: &s}
	if err := journey.Validate(q, d); err != nil {
		return 0, nil, err
	}
	if within != nil {
		q.Segment = &journey.Segment{People: within, All: []journey.Segment{s}}
	}
	snap, _, err := t.snapshot(ws)
	if err != nil {
		return 0, nil, err
	}
	defer t.asks.Done()
	defer runtime.KeepAlive(snap)
	x, err := newQuery(ctx, snap, q, d, t.o.Workers)
	if err != nil {
		return 0, nil, err
	}
	x.members.each(func(shard, part, word int, w *uint64) {
		for m := *w; m != 0; m &= m - 1 {
			if id, ok := x.living(shard, part-1, word*64+trailingZeros(m)); ok {
				members = append(members, id)
			}
		}
	})
	return snap.seq, members, nil
}

// living is who lies at a place; ok is false for one who is read elsewhere, or whose events have all moved.
func (x *query) living(shard, at, idx int) (event.Person, bool) {
	v := x.snap.views[shard]
	if at >= 0 {
		p := v.parts[at]
		if idx >= len(p.persons) || v.skip[at].contains(idx) {
			return event.Person{}, false
		}
		return p.persons[idx], true
	}
	f, ok := x.locate(shard, at, idx)
	return f.id, ok && f.events > 0
}
