package api

import (
	"context"
	"time"

	"jejak/internal/account"
	"jejak/internal/event"
	"jejak/internal/listen/alert"
	"jejak/internal/maps"
)

// NoticeList is what concerns the caller, the newest first.
type NoticeList struct {
	Notices []maps.Notice `json:"notices"`
	Alerts  []AlertNotice `json:"alerts" doc:"raised in the last 30 days, the newest first"`
	New     int           `json:"new" doc:"of both, since the caller looked"`
}

// AlertNotice is an alert, and whether the caller has seen it.
type AlertNotice struct {
	alert.Alert
	New bool `json:"new" doc:"raised since the person looked"`
}

// alertsNoticed is how many alerts are told of at most, and for how long.
const (
	alertsNoticed    = 20
	alertsNoticedFor = 30 * 24 * time.Hour
)

// alertNotices are the alerts that concern everybody who may ask; a program is told nothing.
func (a *API) alertNotices(ctx context.Context, ws event.Workspace) ([]AlertNotice, error) {
	by := authorOf(ctx)
	out := []AlertNotice{}
	if by.User == 0 {
		return out, nil
	}
	seen, err := a.o.Maps.SeenUntil(ctx, ws, by)
	if err != nil {
		return nil, err
	}
	all, err := a.o.Alerts.List(ctx, ws, alertsNoticed)
	since := event.TimeOf(a.o.Now().Add(-alertsNoticedFor))
	for _, one := range all {
		if one.At >= since {
			out = append(out, AlertNotice{Alert: one, New: one.Made > seen})
		}
	}
	return out, err
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
	if err != nil {
		return nil, err
	}
	list.Alerts, err = a.alertNotices(ctx, in.WS)
	for _, n := range list.Alerts {
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
