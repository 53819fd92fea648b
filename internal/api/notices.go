package api

import (
	"context"

	"jejak/internal/account"
	"jejak/internal/event"
	"jejak/internal/maps"
)

// NoticeList is what concerns the caller, the newest first.
type NoticeList struct {
	Notices []maps.Notice `json:"notices"`
	New     int           `json:"new" doc:"of them, since the caller looked"`
}

// NoticesSeen says up to when the caller has looked.
type NoticesSeen struct {
	Until event.Time `json:"until" doc:"at of the newest one that was shown"`
}

// MapWatch says whether the caller is told when somebody else changes the map.
type MapWatch struct {
	Watching bool `json:"watching"`
}

func (a *API) registerNotices() {
	const tag = "Workspaces"
	const notices, watch = wsRoot + "/notices", oneMap + "/watch"
	register(a, describe("GET", notices, "listNotices", tag, "What concerns you: mentions, replies, tasks, changes to maps that you watch"), needs(account.Ask), a.listNotices)
	register(a, describe("POST", notices+"/seen", "seeNotices", tag, "You have looked at what concerns you"), needs(account.Ask), a.seeNotices)
	register(a, describe("GET", wsRoot+"/activity", "listActivity", tag, "What the team did to what it shares, newest first"), needs(account.WorkspaceRead), a.listActivity)
	register(a, describe("GET", watch, "getMapWatch", mapsTag, "Whether you watch a map"), needs(account.Ask), a.getMapWatch)
	register(a, describe("PUT", watch, "setMapWatch", mapsTag, "Watch a map, or stop: you are told when somebody else changes it"), needs(account.Ask), a.setMapWatch)
}

func (a *API) listNotices(ctx context.Context, in *InWorkspace) (*reply[NoticeList], error) {
	place, err := a.o.Workspaces.Place(ctx, in.WS)
	if err != nil {
		return nil, err
	}
	all, err := a.o.Maps.Notices(ctx, in.WS, authorOf(ctx), place.Zone)
	list := NoticeList{Notices: all}
	for _, n := range all {
		if n.New {
			list.New++
		}
	}
	return answer(list), err
}

func (a *API) seeNotices(ctx context.Context, in *wsRequest[NoticesSeen]) (*nothing, error) {
	return nil, a.o.Maps.Seen(ctx, in.WS, authorOf(ctx), in.Body.Until)
}

func (a *API) listActivity(ctx context.Context, in *auditQuery) (*reply[AuditPage], error) {
	entries, err := a.o.Accounts.Activity(ctx, callerOf(ctx), in.WS, in.Before, in.Limit)
	return answer(auditPage(entries, in.Limit)), err
}

func (a *API) getMapWatch(ctx context.Context, in *MapPath) (*reply[MapWatch], error) {
	watching, err := a.o.Maps.Watches(ctx, in.WS, in.Map, authorOf(ctx))
	return answer(MapWatch{Watching: watching}), err
}

func (a *API) setMapWatch(ctx context.Context, in *mapRequest[MapWatch]) (*reply[MapWatch], error) {
	return answer(in.Body), a.o.Maps.Watch(ctx, in.WS, in.Map, authorOf(ctx), in.Body.Watching)
}
