package journeytest

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"jejak/internal/event"
)

// Log is a change feed in memory: what an engine follows, and what the oracle reads. It is safe for concurrent use.
type Log struct {
	mu      sync.Mutex
	changes []event.Change
	grown   chan struct{}
	owner   map[key]event.Person
	events  map[key][]*event.Event
}

type key struct {
	ws      event.Workspace
	subject event.Subject
}

// NewLog is empty.
func NewLog() *Log {
	return &Log{grown: make(chan struct{}), owner: map[key]event.Person{}, events: map[key][]*event.Event{}}
}

func (l *Log) append(c event.Change) uint64 {
	c.Seq = uint64(len(l.changes) + 1)
	l.changes = append(l.changes, c)
	close(l.grown)
	l.grown = make(chan struct{})
	return c.Seq
}

// Add stores an event of a subject; person owns the subject if nobody does yet.
func (l *Log) Add(ws event.Workspace, subject event.Subject, person event.Person, e event.Event) uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	k := key{ws, subject}
	if p, ok := l.owner[k]; ok {
		person = p
	}
	l.owner[k] = person
	e.Seq = uint64(len(l.changes) + 1)
	l.events[k] = append(l.events[k], &e)
	return l.append(event.Change{Workspace: ws, Subject: subject, Person: person, Event: &e})
}

// Move gives a subject to another person.
func (l *Log) Move(ws event.Workspace, subject event.Subject, to event.Person) uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	k := key{ws, subject}
	from := l.owner[k]
	l.owner[k] = to
	return l.append(event.Change{Workspace: ws, Subject: subject, Person: to, From: from})
}

// LastSeq is the last change.
func (l *Log) LastSeq() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return uint64(len(l.changes))
}

// Changes hands out at most limit changes after a sequence number.
func (l *Log) Changes(ctx context.Context, after uint64, limit int, fn func(event.Change) error) error {
	l.mu.Lock()
	batch := l.changes[min(after, uint64(len(l.changes))):]
	l.mu.Unlock()
	for _, c := range batch[:min(limit, len(batch))] {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := fn(c); err != nil {
			return err
		}
	}
	return nil
}

// Wait returns when there is a change after a sequence number.
func (l *Log) Wait(ctx context.Context, after uint64) error {
	for {
		l.mu.Lock()
		n, grown := uint64(len(l.changes)), l.grown
		l.mu.Unlock()
		if n > after {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-grown:
		}
	}
}

// SubjectEvents hands out a subject's events by (time, seq).
func (l *Log) SubjectEvents(_ context.Context, ws event.Workspace, subject event.Subject, fn func(*event.Event) error) error {
	l.mu.Lock()
	list := slices.Clone(l.events[key{ws, subject}])
	l.mu.Unlock()
	slices.SortFunc(list, byTime)
	for _, e := range list {
		if err := fn(e); err != nil {
			return err
		}
	}
	return nil
}

// Scan hands out every event, subject by subject, with the subject's present person.
func (l *Log) Scan(ctx context.Context, fn func(event.Workspace, event.Subject, event.Person, *event.Event) error) error {
	l.mu.Lock()
	owners := map[key]event.Person{}
	for k, p := range l.owner {
		owners[k] = p
	}
	l.mu.Unlock()
	for k, p := range owners {
		err := l.SubjectEvents(ctx, k.ws, k.subject, func(e *event.Event) error { return fn(k.ws, k.subject, p, e) })
		if err != nil {
			return err
		}
	}
	return nil
}

func byTime(a, b *event.Event) int {
	return cmp.Or(cmp.Compare(a.Time, b.Time), cmp.Compare(a.Seq, b.Seq))
}
