package server

import (
	"context"
	"slices"
	"sync"

	"jejak/internal/event"
	"jejak/internal/ingest"
	"jejak/internal/workspace"
)

// ownSource is where the product itself sends events from: a source of each workspace, made when it is first needed.
type ownSource struct {
	store *workspace.Store
	draft workspace.SourceDraft

	mu    sync.Mutex
	known map[event.Workspace]ingest.Source
}

func newOwnSource(store *workspace.Store, name, kind string) *ownSource {
	return &ownSource{store: store, draft: workspace.SourceDraft{Name: name, Kind: kind, Channel: "web"}, known: map[event.Workspace]ingest.Source{}}
}

func (s *ownSource) of(ctx context.Context, ws event.Workspace) (ingest.Source, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if src, ok := s.known[ws]; ok {
		return src, nil
	}
	all, err := s.store.Sources(ctx, ws)
	if err != nil {
		return ingest.Source{}, err
	}
	var src workspace.Source
	if i := slices.IndexFunc(all, func(src workspace.Source) bool { return src.Kind == s.draft.Kind && src.Name == s.draft.Name }); i >= 0 {
		src = all[i]
	} else if src, err = s.store.CreateSource(ctx, ws, s.draft); err != nil {
		return ingest.Source{}, err
	}
	s.known[ws] = ingest.Source{ID: src.ID, Workspace: ws, Channel: src.Channel}
	return s.known[ws], nil
}
