package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"jejak/internal/account"
	"jejak/internal/event"
)

type SourcePath struct {
	InWorkspace
	Source event.Source `path:"source" maximum:"4294967295" doc:"number of the source"`
}

type sourceRequest[T any] struct {
	SourcePath
	Body T
}

type ledgerQuery struct {
	InWorkspace
	From   string       `query:"from" doc:"RFC 3339 time, or a date that begins in the workspace's zone; 7 days ago by default" example:"2026-01-01"`
	To     string       `query:"to" doc:"the end, not included; a date includes that day; now by default" example:"2026-01-31"`
	Source event.Source `query:"source" maximum:"4294967295" doc:"all by default"`
	By     string       `query:"by" enum:"hour,day" default:"day"`
}

type quarantineQuery struct {
	InWorkspace
	Source event.Source `query:"source" maximum:"4294967295" doc:"all by default"`
	Before uint64       `query:"before" doc:"rows before this one"`
	Limit  int          `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type QuarantinePath struct {
	InWorkspace
	ID uint64 `path:"id"`
}

type replayRequest struct {
	QuarantinePath
	Body *ReplayRequest `required:"false"`
}

func (a *API) registerSources() {
	const tag = "Sources"
	register(a, describe("GET", wsRoot+"/sources", "listSources", tag, "Where events come from"), needs(account.SourcesRead), a.listSources)
	register(a, created(describe("POST", wsRoot+"/sources", "createSource", tag, "Make a source with its write key")), needs(account.SourcesManage), a.createSource)
	register(a, describe("GET", wsRoot+"/sources/{source}", "getSource", tag, "One source"), needs(account.SourcesRead), a.getSource)
	register(a, describe("PATCH", wsRoot+"/sources/{source}", "changeSource", tag, "Change its name or channel, or switch it off and on"), needs(account.SourcesManage), a.changeSource)
	register(a, describe("DELETE", wsRoot+"/sources/{source}", "deleteSource", tag, "Delete a source; its events stay"), needs(account.SourcesManage), a.deleteSource)
	register(a, describe("POST", wsRoot+"/sources/{source}/rotate", "rotateSource", tag, "Give it a new write key; the old one is refused at once"), needs(account.SourcesManage), a.rotateSource)
	register(a, stream[LiveEvent](a, describe("GET", wsRoot+"/sources/{source}/live", "watchSource", tag, "Events as they come in, with their verdicts (server-sent events)")), needs(account.SourcesLive), a.watchSource)
	register(a, stream[LiveCount](a, describe("GET", wsRoot+"/live", "watchWorkspace", tag, "How much comes in, each second (server-sent events)")), needs(account.WorkspaceRead), a.watchWorkspace)

	register(a, describe("GET", wsRoot+"/ledger", "getLedger", tag, "What became of every event: received = stored + duplicate + rejected"), needs(account.LedgerRead), a.getLedger)
	register(a, describe("GET", wsRoot+"/quarantine", "listQuarantine", tag, "Rejected events with their reasons, newest first"), needs(account.QuarantineRead), a.listQuarantine)
	register(a, describe("GET", wsRoot+"/quarantine/{id}", "getQuarantined", tag, "One rejected event"), needs(account.QuarantineRead), a.getQuarantined)
	register(a, describe("POST", wsRoot+"/quarantine/{id}/replay", "replayQuarantined", tag, "Send it in again, mended or as it was"), needs(account.QuarantineReplay), a.replayQuarantined)
}

func (a *API) listSources(context.Context, *InWorkspace) (*reply[SourceList], error) {
	return nil, errNotYet
}
func (a *API) createSource(context.Context, *wsRequest[SourceNew]) (*reply[Source], error) {
	return nil, errNotYet
}
func (a *API) getSource(context.Context, *SourcePath) (*reply[Source], error) { return nil, errNotYet }
func (a *API) changeSource(context.Context, *sourceRequest[SourceChange]) (*reply[Source], error) {
	return nil, errNotYet
}
func (a *API) deleteSource(context.Context, *SourcePath) (*nothing, error) { return nil, errNotYet }
func (a *API) rotateSource(context.Context, *SourcePath) (*reply[Source], error) {
	return nil, errNotYet
}
func (a *API) watchSource(context.Context, *SourcePath) (*huma.StreamResponse, error) {
	return nil, errNotYet
}
func (a *API) watchWorkspace(context.Context, *InWorkspace) (*huma.StreamResponse, error) {
	return nil, errNotYet
}
func (a *API) getLedger(context.Context, *ledgerQuery) (*reply[Ledger], error) { return nil, errNotYet }
func (a *API) listQuarantine(context.Context, *quarantineQuery) (*reply[QuarantinePage], error) {
	return nil, errNotYet
}
func (a *API) getQuarantined(context.Context, *QuarantinePath) (*reply[QuarantineRow], error) {
	return nil, errNotYet
}
func (a *API) replayQuarantined(context.Context, *replayRequest) (*reply[ReplayResult], error) {
	return nil, errNotYet
}
