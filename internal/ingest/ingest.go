// Package ingest is one event's way in: check, time, dedupe, whose it is, append; one verdict for each item, one durable commit.
package ingest

import (
	"context"
	"sync"
	"time"

	"jejak/internal/event"
	"jejak/internal/eventlog"
	"jejak/internal/fault"
	"jejak/internal/identity"
)

// Source is who sends.
type Source struct {
	ID        event.Source
	Workspace event.Workspace
	Channel   string // of events that name none, or one that nobody knows
}

// Item is what a wire format decoded.
type Item struct {
	// Event is a draft: Time is the given final timestamp or 0, Channel and MessageID may be empty, IDs are as given. Ingest
	// sorts and shortens the slice of IDs in place and copies everything else.
	Event event.Event
	// Final says that Event.Time is the timestamp, and that the sender's clocks are kept but not reckoned with: imports.
	Final bool
	// Fault is not empty where the wire format already found the item bad: it goes to quarantine.
	Fault  Reason
	Detail string // for people: what was wrong with it
	Raw    []byte // the item as it came, kept if it is rejected
}

// Outcome is what became of an item.
type Outcome string

// Every item ends in exactly one of these.
const (
	Stored    Outcome = "stored"
	Duplicate Outcome = "duplicate"
	Rejected  Outcome = "rejected"
)

// Verdict is what became of one item, and why.
type Verdict struct {
	Index     int
	MessageID string
	Outcome   Outcome
	Reason    Reason       // of a rejected one
	Detail    string       // for people
	Seq       uint64       // of a stored one
	Person    event.Person // of a stored one
}

// Options of an Ingester.
type Options struct {
	Identity identity.Options
	// KnownChannel reports whether a workspace has a channel of its own; the built-in ones are known anyway. May be nil.
	KnownChannel func(ws event.Workspace, channel string) bool
	// Feel adds to the properties of an event how its text feels, or returns them as they are; it is asked of every event that is
	// not rejected, and must not change what it is given. May be nil.
	Feel func(name string, properties []byte) []byte
	Now  func() time.Time
}

// Ingester takes events in. Its methods are safe for concurrent use.
type Ingester struct {
	log      *eventlog.Log
	o        Options
	resolver *identity.Resolver
	watch    watchers

	mu      sync.Mutex
	closed  bool           // under mu, so that nothing begins once Close waits
	running sync.WaitGroup // what has begun
}

// New makes the Ingester of a log. A log has one, made before anything is written.
func New(log *eventlog.Log, o Options) (*Ingester, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	resolver, err := identity.NewResolver(log.Identity(), o.Identity)
	if err != nil {
		return nil, err
	}
	log.OnRollback(func() error { return resolver.Reset(log.Identity()) })
	return &Ingester{log: log, o: o, resolver: resolver, watch: watchers{of: make(map[event.Source][]*watcher)}}, nil
}

// Close waits until what is under way is durable. The log is the caller's to close.
func (in *Ingester) Close(ctx context.Context) error {
	in.mu.Lock()
	in.closed = true
	in.mu.Unlock()
	in.watch.close()
	done := make(chan struct{})
	go func() {
		in.running.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// begin counts one more as running, unless the Ingester is closing.
func (in *Ingester) begin() error {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.closed {
		return &fault.Error{Kind: fault.Unavailable, Message: "The service is stopping. Try again in a moment.", RetryAfter: 5 * time.Second}
	}
	in.running.Add(1)
	return nil
}

// Ingest decides on each item and returns when the decisions are durable; verdict i is of item i. An error is Unavailable, and
// then nobody was told that anything was stored: the sender keeps the items and sends them again.
func (in *Ingester) Ingest(ctx context.Context, src Source, received time.Time, items []Item) ([]Verdict, error) {
	at := event.TimeOf(received)
	return in.run(ctx, src, at, at, 0, items, nil)
}

// run is Ingest, and Replay, which has its own receipt: timed is the receipt that times are reckoned from.
func (in *Ingester) run(ctx context.Context, src Source, received, timed event.Time, flags event.Flag, items []Item,
	with func(*eventlog.Tx) error,
) ([]Verdict, error) {
	if err := in.begin(); err != nil {
		return nil, err
	}
	defer in.running.Done()
	b := in.prepare(src, received, timed, flags, items)
	err := in.log.Update(ctx, func(tx *eventlog.Tx) error {
		if with != nil {
			if err := with(tx); err != nil {
				return err
			}
		}
		return in.decide(tx, b)
	})
	if err != nil {
		return nil, err
	}
	in.watch.tell(src, received, items, b.verdicts)
	return b.verdicts, nil
}

// decide runs on the log's writing goroutine, and again if a neighbour of the same group failed.
func (in *Ingester) decide(tx *eventlog.Tx, b *batch) error {
	counts := eventlog.Counts{Received: uint64(len(b.items))}
	for i := range b.items {
		p, v := &b.ready[i], &b.verdicts[i]
		if p.reason != "" {
			if err := b.quarantine(tx, i); err != nil {
				return err
			}
			counts.Rejected++
			if counts.Reasons == nil {
				counts.Reasons = make(map[string]uint64)
			}
			counts.Reasons[string(p.reason)]++
			continue
		}
		duplicate, err := tx.Duplicate(p.key, b.received)
		if err != nil {
			return err
		}
		if duplicate {
			if b.counted {
				counts.Received--
			} else {
				counts.Duplicate++
			}
			v.Outcome, v.Seq, v.Person = Duplicate, 0, event.Person{}
			continue
		}
		if err := in.append(tx, b, p, v); err != nil {
			return err
		}
		counts.Stored++
	}
	if counts.Received == 0 {
		return nil
	}
	return tx.Count(b.src.Workspace, b.src.ID, b.received, counts)
}

func (in *Ingester) append(tx *eventlog.Tx, b *batch, p *prepared, v *Verdict) error {
	ws := b.src.Workspace
	r, err := in.resolver.Resolve(tx, ws, p.ids, b.received, tx.NextSeq())
	if err != nil {
		return err
	}
	value := p.value
	if p.late != nil {
		e := *p.late
		e.IDs = r.IDs
		value = e.AppendEncode(nil)
	}
	seq, err := tx.Append(eventlog.Stored{
		Workspace: ws, Subject: r.Subject, Person: r.Person, NewSubject: r.New,
		Key: p.key, Time: p.time, Received: b.received, Value: value,
	})
	if err != nil {
		return err
	}
	v.Outcome, v.Seq, v.Person = Stored, seq, r.Person
	return move(tx, ws, r.Moves)
}

func move(tx *eventlog.Tx, ws event.Workspace, moves []identity.Move) error {
	for _, m := range moves {
		if _, err := tx.Move(ws, m.Subject, m.From, m.To); err != nil {
			return err
		}
	}
	return nil
}

func (b *batch) quarantine(tx *eventlog.Tx, i int) error {
	p, v := &b.ready[i], &b.verdicts[i]
	v.Outcome, v.Reason, v.Detail = Rejected, p.reason, p.detail
	_, err := tx.Quarantine(b.src.Workspace, eventlog.Quarantined{
		Source: b.src.ID, At: b.received, Reason: string(p.reason), Detail: p.detail, Raw: b.items[i].Raw,
	})
	return err
}

// RejectBody keeps a whole request that could not be read: one received, one rejected.
func (in *Ingester) RejectBody(ctx context.Context, src Source, received time.Time, reason Reason, detail string, raw []byte) error {
	_, err := in.Ingest(ctx, src, received, []Item{{Fault: reason, Detail: detail, Raw: raw}})
	return err
}

// Replay sends a quarantined item in again, mended or as it was: items is what its body, or the mended one, reads as now, and
// channel the one of its source. Times are reckoned from when it first came. It is received anew and counted so; what is
// rejected again is a new item in quarantine.
func (in *Ingester) Replay(ctx context.Context, ws event.Workspace, id uint64, channel string, items []Item) ([]Verdict, error) {
	q, err := in.log.Quarantined(ws, id)
	if err != nil {
		return nil, err
	}
	src := Source{ID: q.Source, Workspace: ws, Channel: channel}
	now := event.TimeOf(in.o.Now())
	return in.run(ctx, src, now, q.At, event.Replayed, items, func(tx *eventlog.Tx) error {
		return tx.MarkReplayed(ws, id, now)
	})
}
