package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"jejak/internal/account"
	"jejak/internal/fault"
	"jejak/internal/maps"
)

const (
	mapsTag  = "Maps"
	mapsPath = wsRoot + "/maps"
	oneMap   = mapsPath + "/{map}"
)

// MapPath names a map of a workspace.
type MapPath struct {
	InWorkspace
	Map string `path:"map" maxLength:"40"`
}

type mapRequest[T any] struct {
	MapPath
	Body T
}

type mapQuery struct {
	MapPath
	Revision int64 `query:"revision" minimum:"0" doc:"0 is the last one"`
}

type mapSince struct {
	MapPath
	Since int64 `query:"since" minimum:"0" doc:"the last revision that is known"`
}

func (a *API) registerMaps() {
	register(a, describe("GET", mapsPath, "listMaps", mapsTag, "Maps"), needs(account.Ask), later[InWorkspace, MapList])
	register(a, created(describe("POST", mapsPath, "createMap", mapsTag, "Make a map, empty or of a template")), needs(account.ModelEdit), later[wsRequest[MapNew], MapView])
	register(a, describe("GET", mapsPath+"/templates", "listMapTemplates", mapsTag, "Maps to begin with"), needs(account.Ask), later[templatesQuery, MapTemplateList])
	register(a, describe("GET", oneMap, "getMap", mapsTag, "A map, at its last revision or another one"), needs(account.Ask), later[mapQuery, MapView])
	register(a, describe("DELETE", oneMap, "deleteMap", mapsTag, "Delete a map with its history, comments, tasks, links and images"), needs(account.ModelEdit), a.deleteMap)
	register(a, describe("POST", oneMap+"/changes", "changeMap", mapsTag, "Change a map; what others changed meanwhile is merged with it"), needs(account.ModelEdit), later[mapRequest[maps.Change], MapOutcome])
	register(a, describe("GET", oneMap+"/changes", "listMapChanges", mapsTag, "The changes after a revision"), needs(account.Ask), later[mapSince, MapChanges])
	live := stream[MapLive](a, describe("GET", oneMap+"/live", "watchMap", mapsTag, "Changes and who is there, as they happen, after those since a revision"))
	register(a, live, needs(account.Ask), a.watchMap)
	register(a, asks(describe("POST", oneMap+"/presence", "announcePresence", mapsTag, "Say that somebody is here")), needs(account.Ask), later[mapRequest[MapPresence], MapPresentList])
	a.registerMapHistory()
	a.registerMapTalk()
	a.registerMapShares()
}

type templatesQuery struct {
	InWorkspace
	Language string `query:"language" maxLength:"20" doc:"en, id or zh-Hant"`
}

func later[I, O any](context.Context, *I) (*reply[O], error) {
	return nil, fault.New(fault.Unavailable, "This is not there yet.")
}

func (a *API) deleteMap(context.Context, *MapPath) (*nothing, error) {
	return nil, fault.New(fault.Unavailable, "This is not there yet.")
}

func (a *API) watchMap(context.Context, *mapSince) (*huma.StreamResponse, error) {
	return nil, fault.New(fault.Unavailable, "This is not there yet.")
}
