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
	// Prepare makes the sources and channels that a whole history names, before its first event. It may be nil.
	Prepare func(ctx context.Context, h *Header) error

	ws       event.Workspace
	export   string // that is taken in as a whole
	log      *eventlog.Log
	ingester *ingest.Ingester
	sources  func(ctx context.Context, name string) (ingest.Source, error)
	known    map[string]ingest.Source
	old      map[event.Source]bool
	now      func() time.Time
}

// NewLocal makes a Local of a workspace; sources finds a source of it by its name, or makes it.
func NewLocal(ws event.Workspace, log *eventlog.Log, in *ingest.Ingester, sources func(ctx context.Context, name string) (ingest.Source, error)) *Local {
	return &Local{ws: ws, log: log, ingester: in, sources: sources, known: map[string]ingest.Source{}, old: map[event.Source]bool{}, now: time.Now}
}

// forgetful is a day less than the time for which a messageId is known.
const forgetful = 29 * 24 * time.Hour

// maxEpochs is how many epochs of an anonymous id are looked through for an old event. A new one opens only where another
// user signs in on the same device, which histories with that many switches do not have.
const maxEpochs = 8

// Ingest takes parts in, with one flush of the disk.
func (l *Local) Ingest(ctx context.Context, parts []Part) ([]ingest.Verdict, error) {
	var there [][]bool // of each part; nil where nothing is
	fresh := make([]ingest.Part, 0, len(parts))
	for _, p := range parts {
		src, err := l.source(ctx, p.Source)
		if err != nil {
			return nil, err
		}
		items := p.Items
		known, err := l.inLog(ctx, src, items)
		if err != nil {
			return nil, err
		}
		if known != nil {
			items = nil
			for i := range p.Items {
				if !known[i] {
					items = append(items, p.Items[i])
				}
			}
		}
		there = append(there, known)
		received := p.Received.Std()
		counted := !received.IsZero()
		if !counted {
			received = l.now()
		}
		fresh = append(fresh, ingest.Part{Source: src, Received: received, Items: items, Counted: counted})
	}
	got, err := l.ingester.IngestParts(ctx, fresh)
	if err != nil {
		return nil, err
	}
	return weave(parts, there, got), nil
}

// weave puts the verdicts of what was taken in between those of what was there already.
func weave(parts []Part, there [][]bool, got []ingest.Verdict) []ingest.Verdict {
	var all []ingest.Verdict
	for k, p := range parts {
		for i := range p.Items {
			if there[k] != nil && there[k][i] {
				all = append(all, ingest.Verdict{MessageID: p.Items[i].Event.MessageID, Outcome: ingest.Duplicate})
				continue
			}
			all = append(all, got[0])
			got = got[1:]
		}
	}
	for i := range all {
		all[i].Index = i
	}
	return all
}

// source finds a source and whether the log holds anything of it that is old.
func (l *Local) source(ctx context.Context, name string) (ingest.Source, error) {
	if src, ok := l.known[name]; ok {
		return src, nil
	}
	src, err := l.sources(ctx, name)
	if err != nil {
		return src, err
	}
	rows, err := l.log.Ledger(src.Workspace, eventlog.Query{Source: src.ID, To: event.TimeOf(l.now().Add(-forgetful))})
	if err != nil {
		return src, err
	}
	l.known[name], l.old[src.ID] = src, len(rows) > 0
	return src, nil
}

type oldEvent struct {
	time event.Time
	id   string
}

// inLog says which items are in the log already, reading each subject once; nil where the log holds nothing old of the source.
func (l *Local) inLog(ctx context.Context, src ingest.Source, items []ingest.Item) ([]bool, error) {
	if !l.old[src.ID] {
		return nil, nil
	}
	subjects := map[event.Subject]map[oldEvent]bool{}
	there := make([]bool, len(items))
	for i := range items {
		e := &items[i].Event
		if items[i].Fault != "" || e.MessageID == "" {
			continue
		}
		for _, s := range l.subjectsOf(src.Workspace, e.IDs) {
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

// subjectsOf are the subjects that an event with these ids may have: with what the workspace blocks now dropped, and, as it may have
// come before that was blocked, with only what is blocked everywhere dropped. The previousId of an alias call may have been known as
// a user_id or as an anonymous_id when it came.
func (l *Local) subjectsOf(ws event.Workspace, given []event.ID) []event.Subject {
	if i := slices.IndexFunc(given, func(id event.ID) bool { return id.Type == identity.PreviousID }); i >= 0 {
		given = slices.Clone(given)
		given[i].Type = event.UserID
		subjects := l.subjectsOf(ws, given)
		given[i].Type = event.AnonymousID
		return append(subjects, l.subjectsOf(ws, given)...)
	}
	now := l.ingester.Clean(ws, slices.Clone(given))
	subjects := inEpochs(now)
	var before event.Event
	before.SetIDs(slices.DeleteFunc(slices.Clone(given), identity.Blocked))
	if !slices.Equal(now, before.IDs) {
		subjects = append(subjects, inEpochs(before.IDs)...)
	}
	return subjects
}

// inEpochs are the subjects of sorted ids: one, or one for each epoch of an anonymous id.
func inEpochs(ids []event.ID) []event.Subject {
	anonymous := 0
	for _, id := range ids {
		if id.Type == event.AnonymousID {
			anonymous++
		}
	}
	subjects := []event.Subject{identity.SubjectOf(ids, make([]uint32, anonymous)...)}
	if anonymous == 1 {
		for epoch := uint32(1); epoch < maxEpochs; epoch++ {
			subjects = append(subjects, identity.SubjectOf(ids, epoch))
		}
	}
	return subjects
}
