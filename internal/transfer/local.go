package transfer

import (
	"context"
	"fmt"
	"slices"
	"time"

	"jejak/internal/event"
	"jejak/internal/eventlog"
	"jejak/internal/identity"
	"jejak/internal/ingest"
)

// Local takes events into a data folder of this machine.
//
// A messageId is known for 30 days from its receipt. An import may be repeated after years, so Local also looks for events
// of the same source, subject, time and messageId in the log itself wherever it holds anything of that source that is older.
type Local struct {
	log      *eventlog.Log
	ingester *ingest.Ingester
	sources  func(ctx context.Context, name string) (ingest.Source, error)
	known    map[string]ingest.Source
	old      map[event.Source]bool
	now      func() time.Time
}

// NewLocal makes a Local; sources finds a source by its name, or makes it.
func NewLocal(log *eventlog.Log, in *ingest.Ingester, sources func(ctx context.Context, name string) (ingest.Source, error)) *Local {
	return &Local{log: log, ingester: in, sources: sources, known: map[string]ingest.Source{}, old: map[event.Source]bool{}, now: time.Now}
}

// forgetful is a day less than the time for which a messageId is known.
const forgetful = 29 * 24 * time.Hour

// maxEpochs is how many epochs of an anonymous id are looked through for an old event. A new one opens only where another
// user signs in on the same device, which histories with that many switches do not have.
const maxEpochs = 8

// Ingest takes items in.
func (l *Local) Ingest(ctx context.Context, source string, received time.Time, items []ingest.Item) ([]ingest.Verdict, error) {
	src, ok := l.known[source]
	if !ok {
		var err error
		if src, err = l.sources(ctx, source); err != nil {
			return nil, err
		}
		rows, err := l.log.Ledger(src.Workspace, eventlog.Query{Source: src.ID, To: event.TimeOf(l.now().Add(-forgetful))})
		if err != nil {
			return nil, err
		}
		l.known[source], l.old[src.ID] = src, len(rows) > 0
	}
	if received.IsZero() {
		received = l.now()
	}
	if !l.old[src.ID] {
		return l.ingester.Ingest(ctx, src, received, items)
	}
	there, err := l.inLog(ctx, src, items)
	if err != nil {
		return nil, err
	}
	fresh := make([]ingest.Item, 0, len(items))
	for i := range items {
		if !there[i] {
			fresh = append(fresh, items[i])
		}
	}
	got, err := l.ingester.Ingest(ctx, src, received, fresh)
	if err != nil {
		return nil, err
	}
	verdicts := make([]ingest.Verdict, len(items))
	for i := range items {
		if there[i] {
			verdicts[i] = ingest.Verdict{Index: i, MessageID: items[i].Event.MessageID, Outcome: ingest.Duplicate}
			continue
		}
		verdicts[i] = got[0]
		verdicts[i].Index = i
		got = got[1:]
	}
	return verdicts, nil
}

type oldEvent struct {
	time event.Time
	id   string
}

// inLog says which items are in the log already, reading each subject once.
func (l *Local) inLog(ctx context.Context, src ingest.Source, items []ingest.Item) ([]bool, error) {
	subjects := map[event.Subject]map[oldEvent]bool{}
	there := make([]bool, len(items))
	for i := range items {
		e := &items[i].Event
		if items[i].Fault != "" || e.MessageID == "" {
			continue
		}
		for _, s := range subjectsOf(e.IDs) {
			events, ok := subjects[s]
			if !ok {
				events = map[oldEvent]bool{}
				err := l.log.SubjectEvents(ctx, src.Workspace, s, func(old *event.Event) error {
					if old.Source == src.ID {
						events[oldEvent{old.Time, old.MessageID}] = true
					}
					return nil
				})
				if err != nil {
					return nil, fmt.Errorf("looking for what was imported before: %w", err)
				}
				subjects[s] = events
			}
			if events[oldEvent{e.Time, e.MessageID}] {
				there[i] = true
				break
			}
		}
	}
	return there, nil
}

// subjectsOf are the subjects that an event with these ids may have: one, or one for each epoch of an anonymous id.
func subjectsOf(given []event.ID) []event.Subject {
	var e event.Event
	anonymous := 0
	ids := make([]event.ID, 0, len(given))
	for _, id := range given {
		if !identity.Blocked(id) {
			ids = append(ids, id)
		}
	}
	e.SetIDs(ids)
	for _, id := range e.IDs {
		if id.Type == event.AnonymousID {
			anonymous++
		}
	}
	subjects := []event.Subject{identity.SubjectOf(e.IDs, make([]uint32, anonymous)...)}
	if anonymous == 1 {
		for epoch := uint32(1); epoch < maxEpochs; epoch++ {
			subjects = append(subjects, identity.SubjectOf(e.IDs, epoch))
		}
	}
	return slices.Clip(subjects)
}
