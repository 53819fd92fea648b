package server

import (
	"context"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/listen/alert"
	"jejak/internal/listen/topic"
	"jejak/internal/trail"
	"jejak/internal/voice/feeling"
	"jejak/internal/voice/heard"
	"jejak/internal/voice/theme"
)

// openVoice opens what was heard and what it is about. The log has to be open; the ingester may come later.
func (f *Folder) openVoice(ctx context.Context, o FolderOptions) (err error) {
	if f.Themes, err = theme.Open(ctx, f.Control, o.Now); err != nil {
		return err
	}
	if f.Topics, err = topic.Open(ctx, f.Control, o.Now); err != nil {
		return err
	}
	scorer := o.Sentiment.Scorer
	if f.ReadOnly {
		scorer = nil // nothing that it says could be kept
	}
	f.Heard, err = heard.Open(ctx, f.Control, heard.Options{
		Heard: f.Feelings.Heard, Themes: f.Themes.List, Topics: f.Topics.List, Now: o.Now, Logger: f.log,
		Touchpoints: func(ctx context.Context, ws event.Workspace) ([]journey.Touchpoint, error) {
			d, err := f.Touchpoints.Definitions(ctx, ws)
			return d.Touchpoints, err
		},
		Event:  f.oneEvent,
		Scorer: scorer,
		Again: func(ctx context.Context, ws event.Workspace, s event.Subject) error {
			return f.Ingester.ReadAgain(ctx, ws, s)
		},
	})
	if err != nil {
		return err
	}
	f.Alerts, err = alert.Open(ctx, f.Control, alert.Options{
		Mentions: f.mentions, WaitFor: f.Heard.WaitFor, LastSeq: func() uint64 { return f.Events.LastSeq() }, Now: o.Now, Logger: f.log,
	})
	return err
}

// mentions are what was heard as alert conditions look at it.
func (f *Folder) mentions(ctx context.Context, ws event.Workspace, after, upTo uint64, words bool, fn func(alert.Mention)) error {
	return f.Heard.Mentions(ctx, ws, after, upTo, words, func(m heard.Mention) {
		negative := m.Feeling == heard.Negative
		fn(alert.Mention{
			Seq: m.Seq, At: m.At, Scored: negative || m.Feeling == heard.Neutral || m.Feeling == heard.Positive, Negative: negative,
			Reach: m.Reach, Interactions: m.Interactions, Verified: m.Verified, Topics: m.Topics, Words: m.Words,
		})
	})
}

// oneEvent reads one event of the log; nil where it is not there.
func (f *Folder) oneEvent(ctx context.Context, ws event.Workspace, s event.Subject, at event.Time, seq uint64) (found *event.Event, err error) {
	err = f.Events.SubjectEventsBefore(ctx, ws, s, at, seq+1, func(e *event.Event) bool {
		if e.Seq == seq {
			found = e
		}
		return false
	})
	return found, err
}

// corrected is the log as the journey index reads it: with the feelings that people corrected.
type corrected struct {
	trail.Source
	heard *heard.Store
}

// mended is an event, or where people corrected it a copy: others read the same one.
func (c corrected) mended(ws event.Workspace, e *event.Event) *event.Event {
	score, ok := c.heard.Corrected(ws, e.Seq)
	if !ok {
		return e
	}
	mended := *e
	mended.Properties = feeling.Correct(e.Properties, score)
	return &mended
}

// Changes hands out the changes of the log.
func (c corrected) Changes(ctx context.Context, after uint64, limit int, fn func(event.Change) error) error {
	return c.Source.Changes(ctx, after, limit, func(change event.Change) error {
		if change.Event != nil {
			change.Event = c.mended(change.Workspace, change.Event)
		}
		return fn(change)
	})
}

// SubjectEvents hands out all events of a subject.
func (c corrected) SubjectEvents(ctx context.Context, ws event.Workspace, s event.Subject, fn func(*event.Event) error) error {
	return c.Source.SubjectEvents(ctx, ws, s, func(e *event.Event) error {
		return fn(c.mended(ws, e))
	})
}

// Scan hands out all events.
func (c corrected) Scan(ctx context.Context, fn func(event.Workspace, event.Subject, event.Person, *event.Event) error) error {
	return c.Source.Scan(ctx, func(ws event.Workspace, s event.Subject, p event.Person, e *event.Event) error {
		return fn(ws, s, p, c.mended(ws, e))
	})
}
