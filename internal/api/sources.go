package api

import (
	"cmp"
	"context"
	"time"

	"jejak/internal/account"
	"jejak/internal/event"
	"jejak/internal/eventlog"
	"jejak/internal/workspace"
)

// SourcePath names a source of a workspace.
type SourcePath struct {
	InWorkspace
	Source event.Source `path:"source" maximum:"4294967295" doc:"number of the source"`
}

type sourceRequest[T any] struct {
	SourcePath
	Body T
}

func (a *API) registerSources() {
	const tag = "Sources"
	register(a, describe("GET", wsRoot+"/sources", "listSources", tag, "Where events come from"), needs(account.SourcesRead), a.listSources)
	register(a, created(describe("POST", wsRoot+"/sources", "createSource", tag, "Make a source with its write key")), needs(account.SourcesManage), a.createSource)
	register(a, describe("GET", wsRoot+"/sources/{source}", "getSource", tag, "One source"), needs(account.SourcesRead), a.getSource)
	register(a, describe("PATCH", wsRoot+"/sources/{source}", "changeSource", tag, "Change its name, kind or channel, or switch it off and on"), needs(account.SourcesManage), a.changeSource)
	register(a, describe("DELETE", wsRoot+"/sources/{source}", "deleteSource", tag, "Delete a source; its events stay"), needs(account.SourcesManage), a.deleteSource)
	register(a, describe("POST", wsRoot+"/sources/{source}/rotate", "rotateSource", tag, "Give it a new write key; the old one is refused at once"), needs(account.SourcesManage), a.rotateSource)
	register(a, stream[LiveEvent](a, describe("GET", wsRoot+"/sources/{source}/live", "watchSource", tag, "Events as they come in, with their verdicts (server-sent events)")), needs(account.SourcesLive), a.watchSource)
	register(a, stream[LiveCount](a, describe("GET", wsRoot+"/live", "watchWorkspace", tag, "How much comes in, each second (server-sent events)")), needs(account.WorkspaceRead), a.watchWorkspace)
	a.registerLedger()
}

// How far back a list of sources looks: for its counts, and for when it was last heard of.
const (
	countsFor = 24 * time.Hour
	seenFor   = 30 * 24 * time.Hour
)

func (a *API) listSources(ctx context.Context, in *InWorkspace) (*reply[SourceList], error) {
	sources, err := a.o.Workspaces.Sources(ctx, in.WS)
	if err != nil {
		return nil, err
	}
	list := SourceList{Sources: make([]Source, len(sources))}
	for i, src := range sources {
		if list.Sources[i], err = a.source(ctx, src); err != nil {
			return nil, err
		}
	}
	return answer(list), nil
}

func (a *API) getSource(ctx context.Context, in *SourcePath) (*reply[Source], error) {
	src, err := a.o.Workspaces.Source(ctx, in.WS, in.Source)
	return a.oneSource(ctx, src, err)
}

func (a *API) createSource(ctx context.Context, in *wsRequest[SourceNew]) (*reply[Source], error) {
	draft := workspace.SourceDraft{Name: in.Body.Name, Kind: in.Body.Kind, Channel: cmp.Or(in.Body.Channel, usualChannel(in.Body.Kind))}
	src, err := a.o.Workspaces.CreateSource(ctx, in.WS, draft,
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "source.create", "", draft.Name))
	return a.oneSource(ctx, src, err)
}

// usualChannel is the channel of most events of a kind of source.
func usualChannel(kind string) string {
	switch kind {
	case "website", "server", "survey":
		return "web"
	case "app", "store", "call", "email", "chat", "social", "ads":
		return kind
	default:
		return "other"
	}
}

func (a *API) changeSource(ctx context.Context, in *sourceRequest[SourceChange]) (*reply[Source], error) {
	patch := workspace.SourcePatch{Name: in.Body.Name, Kind: in.Body.Kind, Channel: in.Body.Channel, Disabled: in.Body.Disabled}
	action := "source.change"
	if d := in.Body.Disabled; d != nil && *d {
		action = "source.disable"
	} else if d != nil {
		action = "source.enable"
	}
	src, err := a.o.Workspaces.UpdateSource(ctx, in.WS, in.Source, patch,
		a.o.Accounts.Audit(callerOf(ctx), in.WS, action, target("source", in.Source), ""))
	return a.oneSource(ctx, src, err)
}

func (a *API) rotateSource(ctx context.Context, in *SourcePath) (*reply[Source], error) {
	src, err := a.o.Workspaces.RotateKey(ctx, in.WS, in.Source,
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "source.rotate", target("source", in.Source), ""))
	return a.oneSource(ctx, src, err)
}

func (a *API) deleteSource(ctx context.Context, in *SourcePath) (*nothing, error) {
	return nil, a.o.Workspaces.DeleteSource(ctx, in.WS, in.Source,
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "source.delete", target("source", in.Source), ""))
}

func (a *API) oneSource(ctx context.Context, src workspace.Source, err error) (*reply[Source], error) {
	if err != nil {
		return nil, err
	}
	s, err := a.source(ctx, src)
	return answer(s), err
}

// source is a source as the caller may see it, with what it sent of late.
func (a *API) source(ctx context.Context, src workspace.Source) (Source, error) {
	s := Source{ID: src.ID, Name: src.Name, Kind: src.Kind, Channel: src.Channel, Created: src.Created, Disabled: src.Disabled}
	if callerOf(ctx).Can(src.Workspace, account.SourcesKeys) {
		s.WriteKey = src.WriteKey
	}
	now := a.o.Now()
	rows, err := a.o.Events.Ledger(src.Workspace, eventlog.Query{Source: src.ID, From: event.TimeOf(now.Add(-seenFor))})
	if err != nil {
		return s, err
	}
	since := event.TimeOf(now.Add(-countsFor))
	for _, row := range rows {
		s.LastSeen = row.Start
		if row.Start+event.Time(time.Hour.Milliseconds()) > since {
			s.Last24h.add(row.Counts)
		}
	}
	return s, nil
}

func (c *Counts) add(n eventlog.Counts) {
	c.Received += n.Received
	c.Stored += n.Stored
	c.Duplicate += n.Duplicate
	c.Rejected += n.Rejected
}
