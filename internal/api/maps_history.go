package api

import (
	"context"
	"fmt"

	"jejak/internal/account"
	"jejak/internal/maps"
)

type revisionsQuery struct {
	MapPath
	Before int64 `query:"before" minimum:"0" doc:"the next of the page before"`
	Limit  int   `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

type compareQuery struct {
	MapPath
	From int64 `query:"from" minimum:"0"`
	To   int64 `query:"to" minimum:"0" doc:"0 is the last one"`
}

func (a *API) registerMapHistory() {
	register(a, describe("GET", oneMap+"/revisions", "listMapRevisions", mapsTag, "The history of a map"), needs(account.Ask), a.listMapRevisions)
	register(a, describe("GET", oneMap+"/versions", "listMapVersions", mapsTag, "The revisions with a name"), needs(account.Ask), a.listMapVersions)
	register(a, created(describe("POST", oneMap+"/versions", "createMapVersion", mapsTag, "Give a revision a name, and keep what its evidence means now")), needs(account.ModelEdit), a.createMapVersion)
	register(a, describe("GET", oneMap+"/compare", "compareMap", mapsTag, "How two revisions differ"), needs(account.Ask), a.compareMap)
	register(a, describe("POST", oneMap+"/restore", "restoreMap", mapsTag, "Bring a revision back as a new change: nothing is erased"), needs(account.ModelEdit), a.restoreMap)
	register(a, created(describe("POST", oneMap+"/copy", "copyMap", mapsTag, "Make the map of the other state beside this one")), needs(account.ModelEdit), a.copyMap)
	register(a, describe("GET", oneMap+"/export", "exportMap", mapsTag, "A map as a file"), needs(account.Ask), a.exportMap)
	register(a, upTo(64<<20, describe("POST", oneMap+"/import", "importMap", mapsTag, "Put the sheet of a file in the place of the map's, as a new change")), needs(account.ModelEdit), a.importMap)
}

func (a *API) listMapRevisions(ctx context.Context, in *revisionsQuery) (*reply[MapRevisionList], error) {
	all, err := a.o.Maps.Revisions(ctx, in.WS, in.Map, in.Before, in.Limit)
	list := MapRevisionList{Revisions: all}
	if len(all) == in.Limit && all[len(all)-1].Revision > 1 {
		list.Next = all[len(all)-1].Revision
	}
	return answer(list), err
}

func (a *API) listMapVersions(ctx context.Context, in *MapPath) (*reply[MapVersionList], error) {
	all, err := a.o.Maps.Versions(ctx, in.WS, in.Map)
	return answer(MapVersionList{Versions: all}), err
}

func (a *API) createMapVersion(ctx context.Context, in *mapRequest[MapVersionNew]) (*reply[maps.Version], error) {
	v, err := a.o.Maps.Name(ctx, in.WS, in.Map, authorOf(ctx), maps.Version{Revision: in.Body.Revision, Name: in.Body.Name, Because: in.Body.Because},
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "map.version", "map:"+in.Map, in.Body.Name))
	return answer(v), err
}

func (a *API) compareMap(ctx context.Context, in *compareQuery) (*reply[MapComparison], error) {
	all, to, err := a.o.Maps.Compare(ctx, in.WS, in.Map, in.From, in.To)
	return answer(MapComparison{From: in.From, To: to, Differences: all}), err
}

func (a *API) restoreMap(ctx context.Context, in *mapRequest[MapRestore]) (*reply[MapOutcome], error) {
	e, err := a.o.Maps.Restore(ctx, in.WS, in.Map, authorOf(ctx), in.Body.Revision, in.Body.Note,
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "map.restore", "map:"+in.Map, fmt.Sprintf("revision %d", in.Body.Revision)))
	return answer(outcomeOf(e)), err
}

func (a *API) copyMap(ctx context.Context, in *mapRequest[MapCopy]) (*reply[maps.View], error) {
	v, err := a.o.Maps.Copy(ctx, in.WS, in.Map, authorOf(ctx), in.Body.State, in.Body.Name,
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "map.copy", "map:"+in.Map, string(in.Body.State)))
	return answer(v), err
}

func (a *API) exportMap(ctx context.Context, in *mapQuery) (*reply[maps.File], error) {
	f, err := a.o.Maps.Export(ctx, in.WS, in.Map, in.Revision)
	return answer(f), err
}

func (a *API) importMap(ctx context.Context, in *mapRequest[maps.File]) (*reply[MapOutcome], error) {
	e, err := a.o.Maps.Import(ctx, in.WS, in.Map, authorOf(ctx), in.Body,
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "map.import", "map:"+in.Map, in.Body.Name))
	return answer(outcomeOf(e)), err
}
