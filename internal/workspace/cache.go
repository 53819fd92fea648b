package workspace

import (
	"context"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/sqldb"
)

// Sender is whose a write key is: what ingest needs to know of a source.
type Sender struct {
	ID        event.Source
	Workspace event.Workspace
	Channel   string
}

// snapshot is everything that is looked up for each event or question. It is never changed, only replaced whole, so reading
// it takes no lock: the collector looks a key up tens of thousands of times a second.
type snapshot struct {
	senders map[string]Sender
	places  map[event.Workspace]Place
}

// Place is what a question needs to know of a workspace.
type Place struct {
	Zone    *time.Location
	Sources map[event.Source]string // names, of deleted sources too; not to be changed
}

// ByWriteKey is whose key this is; ok is false for an unknown, disabled, rotated or deleted one. It is a look-up in memory.
func (s *Store) ByWriteKey(ctx context.Context, key string) (from Sender, ok bool, err error) {
	snap, err := s.snapshot(ctx)
	if err != nil {
		return Sender{}, false, err
	}
	from, ok = snap.senders[key]
	return from, ok, nil
}

// Place is a workspace's zone and source names, from memory. Faults: NotFound.
func (s *Store) Place(ctx context.Context, ws event.Workspace) (Place, error) {
	snap, err := s.snapshot(ctx)
	if err != nil {
		return Place{}, err
	}
	place, ok := snap.places[ws]
	if !ok {
		return Place{}, fault.Coded(fault.New(fault.NotFound, "there is no workspace %d", ws), "workspace_gone")
	}
	return place, nil
}

// snapshot is the latest one; it is loaded only where the last change could not be read back.
func (s *Store) snapshot(ctx context.Context) (*snapshot, error) {
	if snap := s.cache.Load(); snap != nil {
		return snap, nil
	}
	return s.load(ctx)
}

const refreshTimeout = 10 * time.Second

// refresh makes a committed change count. It happens also where the one who asked has gone away. If it fails, the old
// snapshot is dropped rather than trusted: a key that was rotated away must not let anything in.
func (s *Store) refresh(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), refreshTimeout)
	defer cancel()
	_, err := s.load(ctx)
	return err
}

func (s *Store) load(ctx context.Context) (*snapshot, error) {
	s.loading.Lock()
	defer s.loading.Unlock()
	snap := &snapshot{senders: map[string]Sender{}, places: map[event.Workspace]Place{}}
	err := s.db.Read(ctx, func(tx *sqldb.ReadTx) error {
		workspaces, err := sqldb.All(ctx, tx, scanWorkspace, s.statements.Get("workspaces"))
		if err != nil {
			return err
		}
		sources, err := sqldb.All(ctx, tx, scanSource, s.statements.Get("allSources"))
		if err != nil {
			return err
		}
		return snap.fill(workspaces, sources)
	})
	if err != nil {
		s.cache.Store(nil)
		return nil, err
	}
	s.cache.Store(snap)
	return snap, nil
}

func (snap *snapshot) fill(workspaces []Workspace, sources []Source) error {
	for _, w := range workspaces {
		zone, err := location(w.Zone)
		if err != nil {
			return err
		}
		snap.places[w.ID] = Place{Zone: zone, Sources: map[event.Source]string{}}
	}
	for _, src := range sources {
		snap.places[src.Workspace].Sources[src.ID] = src.Name
		if src.deleted == 0 && !src.Disabled {
			snap.senders[src.WriteKey] = Sender{ID: src.ID, Workspace: src.Workspace, Channel: src.Channel}
		}
	}
	return nil
}
