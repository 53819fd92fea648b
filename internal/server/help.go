package server

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"time"

	"jejak/internal/event"
	"jejak/internal/ingest"
	"jejak/internal/workspace"
)

// helpSender puts what people ask of the help pages on their timelines, from a source of each workspace that is made when it is
// first needed.
type helpSender struct {
	f     *Folder
	now   func() time.Time
	mu    sync.Mutex
	known map[event.Workspace]ingest.Source
}

const helpSource = "Help"

func (s *helpSender) source(ctx context.Context, ws event.Workspace) (ingest.Source, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if src, ok := s.known[ws]; ok {
		return src, nil
	}
	all, err := s.f.Workspaces.Sources(ctx, ws)
	if err != nil {
		return ingest.Source{}, err
	}
	var src workspace.Source
	if i := slices.IndexFunc(all, func(src workspace.Source) bool { return src.Kind == "other" && src.Name == helpSource }); i >= 0 {
		src = all[i]
	} else if src, err = s.f.Workspaces.CreateSource(ctx, ws, workspace.SourceDraft{Name: helpSource, Kind: "other", Channel: "web"}); err != nil {
		return ingest.Source{}, err
	}
	s.known[ws] = ingest.Source{ID: src.ID, Workspace: ws, Channel: src.Channel}
	return s.known[ws], nil
}

func (s *helpSender) tell(ctx context.Context, ws event.Workspace, name string, ids []event.ID, properties map[string]any) error {
	src, err := s.source(ctx, ws)
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
