package server

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"jejak/internal/event"
	"jejak/internal/ingest"
)

// helpSender puts what people ask of the help pages on their timelines.
type helpSender struct {
	f    *Folder
	now  func() time.Time
	from *ownSource
}

func (f *Folder) helpSender(now func() time.Time) *helpSender {
	return &helpSender{f: f, now: now, from: newOwnSource(f.Workspaces, "Help", "other")}
}

func (s *helpSender) tell(ctx context.Context, ws event.Workspace, name string, ids []event.ID, properties map[string]any) error {
	src, err := s.from.of(ctx, ws)
	if err != nil {
		return err
	}
	now := s.now()
	e := event.Event{Type: event.Track, Name: name, Channel: src.Channel, Time: event.TimeOf(now), IDs: slices.Clone(ids)}
	if e.Properties, err = json.Marshal(properties); err != nil {
		return err
	}
	raw, err := json.Marshal(map[string]any{"name": name, "ids": ids, "properties": properties})
	if err != nil {
		return err
	}
	_, err = s.f.Ingester.Ingest(ctx, src, now, []ingest.Item{{Event: e, Final: true, Raw: raw}})
	return err
}
