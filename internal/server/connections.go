package server

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"jejak/internal/event"
	"jejak/internal/ingest"
	"jejak/internal/listen/appreviews"
	"jejak/internal/listen/bluesky"
	"jejak/internal/listen/connect"
	"jejak/internal/listen/feed"
	"jejak/internal/listen/mastodon"
	"jejak/internal/listen/webhook"
	"jejak/internal/listen/youtube"
	"jejak/internal/outbound"
)

// connectors are the kinds of connection that there are.
func connectors(client *outbound.Client, now func() time.Time) []connect.Connector {
	return []connect.Connector{
		feed.New(client, now), mastodon.New(client, now), bluesky.New(client, now), youtube.New(client, now), appreviews.New(), webhook.New(),
	}
}

func (f *Folder) openConnections(ctx context.Context, o FolderOptions) error {
	key, err := f.key()
	if err != nil {
		return err
	}
	f.outbound = outbound.New(outbound.Options{Allow: o.OutboundAllow})
	f.Connections, err = connect.Open(ctx, f.Control, key, connectors(f.outbound, o.Now), o.Now)
	return err
}

// listener takes in what connections bring.
func (f *Folder) listener(now func() time.Time) *connect.Runner {
	heard := &mentions{f: f, now: now, from: newOwnSource(f.Workspaces, connect.SourceName, "social")}
	return connect.NewRunner(f.Connections, connect.RunnerOptions{Take: heard.take, Seed: uint64(now().UnixNano()), Now: now, Logger: f.log})
}

// mentions puts what is said elsewhere into the log. All connections of a workspace are one source, so that what two of them bring
// is stored once.
type mentions struct {
	f    *Folder
	now  func() time.Time
	from *ownSource
}

func (m *mentions) take(ctx context.Context, ws event.Workspace, connection string, all []connect.Mention) (stored int, err error) {
	src, err := m.from.of(ctx, ws)
	if err != nil {
		return 0, err
	}
	now := m.now()
	items := make([]ingest.Item, len(all))
	for i, one := range all {
		if items[i], err = m.item(ctx, ws, connection, one, now); err != nil {
			return 0, err
		}
	}
	verdicts, err := m.f.Ingester.Ingest(ctx, src, now, items)
	for _, v := range verdicts {
		switch v.Outcome {
		case ingest.Stored:
			stored++
		case ingest.Rejected: // it is in quarantine, where people see it
			m.f.log.Warn("a mention was set aside", "workspace", ws, "connection", connection, "reason", v.Reason, "detail", v.Detail)
		}
	}
	return stored, err
}

func (m *mentions) item(ctx context.Context, ws event.Workspace, connection string, one connect.Mention, now time.Time) (ingest.Item, error) {
	e, err := one.Event(connection, now)
	if err != nil {
		return ingest.Item{}, err
	}
	whose, err := m.f.Topics.Match(ctx, ws, one.Network, one.Author)
	if err != nil {
		return ingest.Item{}, fmt.Errorf("whose a mention is: %w", err)
	}
	e.IDs = append(e.IDs, whose...)
	raw, err := json.Marshal(map[string]any{
		"type": "track", "event": e.Name, "messageId": e.MessageID, "timestamp": e.Time, "properties": e.Properties,
		"context": map[string]any{"externalIds": external(e.IDs)},
	})
	return ingest.Item{Event: e, Final: true, Raw: raw}, err
}

// external writes ids as senders do, so that an event in quarantine can be sent in again.
func external(ids []event.ID) []map[string]string {
	out := make([]map[string]string, len(ids))
	for i, id := range ids {
		out[i] = map[string]string{"type": string(id.Type), "id": id.Value}
	}
	return out
}

// startListening begins to fetch, where this Jejak may: a demo calls nobody.
func (s *Server) startListening() {
	if s.callsOut() {
		s.listening.Start()
	}
}

func (s *Server) callsOut() bool { return !s.Folder.ReadOnly && !s.config.Demo }

// stopListening ends what is being fetched.
func (s *Server) stopListening(ctx context.Context) error {
	var err error
	if s.listening != nil {
		err = s.listening.Stop(ctx)
	}
	if s.Folder.outbound != nil {
		s.Folder.outbound.Close()
	}
	return err
}
