package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"jejak/internal/event"
	"jejak/internal/eventlog"
	"jejak/internal/fault"
	"jejak/internal/ingest"
)

const (
	maxStreams = 256              // open at once; each costs a connection and a goroutine
	streamFor  = 15 * time.Minute // then the browser asks again, and who asks is looked at anew
	beatEvery  = 15 * time.Second // keeps proxies from closing a quiet stream
	sendWithin = 10 * time.Second // a reader who takes nothing for so long is gone
)

// eventStream writes server-sent events to one reader.
type eventStream struct {
	w  http.ResponseWriter
	rc *http.ResponseController
}

// serveStream runs fn while the reader stays, the server runs and the stream may last. Callers hold a place of a.streams.
func (a *API) serveStream(fn func(ctx context.Context, s *eventStream) error) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		defer func() { <-a.streams }()
		w, ok := hc.BodyWriter().(http.ResponseWriter)
		if !ok {
			panic("BUG: a stream without a response writer") //nolint:forbidigo // the adapter's context always has one
		}
		s := &eventStream{w: w, rc: http.NewResponseController(w)}
		ctx, cancel := context.WithTimeout(hc.Context(), streamFor)
		defer cancel()
		stop := context.AfterFunc(a.stopping, cancel)
		defer stop()
		hc.SetHeader("Content-Type", "text/event-stream")
		hc.SetHeader("X-Accel-Buffering", "no")
		hc.SetStatus(http.StatusOK)
		if s.raw("retry: 2000\n\n") == nil {
			_ = fn(ctx, s) // the reader has gone, or the stream is over: there is nobody to tell
		}
	}}
}

// takeStream takes a place for a stream, which serveStream gives back.
func (a *API) takeStream() error {
	select {
	case a.streams <- struct{}{}:
		return nil
	default:
		return &fault.Error{Kind: fault.TooMany, Message: "Too many live views are open. Close one and try again.", RetryAfter: 10 * time.Second}
	}
}

func (s *eventStream) raw(text string) error {
	// Without a deadline a reader who stops reading would hold the stream for ever.
	if err := s.rc.SetWriteDeadline(time.Now().Add(sendWithin)); err != nil {
		return err
	}
	if _, err := s.w.Write([]byte(text)); err != nil {
		return err
	}
	return s.rc.Flush()
}

func (s *eventStream) send(v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return s.raw("data: " + string(b) + "\n\n")
}

func (a *API) watchSource(ctx context.Context, in *SourcePath) (*huma.StreamResponse, error) {
	src, err := a.o.Workspaces.Source(ctx, in.WS, in.Source)
	if err != nil {
		return nil, err
	}
	if err := a.takeStream(); err != nil {
		return nil, err
	}
	return a.serveStream(func(ctx context.Context, s *eventStream) error {
		seen, stop := a.o.Ingester.Watch(ingest.Source{ID: src.ID, Workspace: src.Workspace})
		defer stop()
		beat := time.NewTicker(beatEvery)
		defer beat.Stop()
		for {
			select {
			case one, open := <-seen:
				if !open {
					return nil
				}
				if err := s.send(a.liveEvent(one)); err != nil {
					return err
				}
			case <-beat.C:
				if err := s.raw(":\n\n"); err != nil {
					return err
				}
			case <-ctx.Done():
				return nil
			}
		}
	}), nil
}

func (a *API) liveEvent(s ingest.Seen) LiveEvent {
	e := LiveEvent{
		At: s.At, Type: s.Type, Name: s.Name, MessageID: s.MessageID, Outcome: string(s.Outcome), Reason: string(s.Reason), Detail: s.Detail, Told: a.o.Details.Read(s.Detail),
	}
	if !s.Person.IsZero() {
		e.Person = &s.Person
	}
	return e
}

func (a *API) watchWorkspace(_ context.Context, in *InWorkspace) (*huma.StreamResponse, error) {
	if err := a.takeStream(); err != nil {
		return nil, err
	}
	return a.serveStream(func(ctx context.Context, s *eventStream) error {
		// The ledger's rows since the stream began only grow, so their growth is what was stored.
		since := event.TimeOf(a.o.Now().Truncate(time.Hour))
		before, err := a.storedSince(ctx, in.WS, since)
		if err != nil {
			return err
		}
		tick := time.NewTicker(time.Second)
		defer tick.Stop()
		for count := (LiveCount{Seq: a.o.Events.LastSeq()}); ; {
			if err := s.send(count); err != nil {
				return err
			}
			select {
			case <-tick.C:
			case <-ctx.Done():
				return nil
			}
			now, err := a.storedSince(ctx, in.WS, since)
			if err != nil {
				return err
			}
			count = LiveCount{Seq: a.o.Events.LastSeq(), Stored: now - before}
			before = now
		}
	}), nil
}

func (a *API) storedSince(ctx context.Context, ws event.Workspace, since event.Time) (n uint64, err error) {
	place, err := a.o.Workspaces.Place(ctx, ws)
	if err != nil {
		return 0, err
	}
	for source := range place.Sources {
		rows, err := a.o.Events.Ledger(ws, eventlog.Query{Source: source, From: since})
		if err != nil {
			return 0, err
		}
		for _, row := range rows {
			n += row.Stored
		}
	}
	return n, nil
}
