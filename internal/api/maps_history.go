package api

import (
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
	register(a, describe("GET", oneMap+"/revisions", "listMapRevisions", mapsTag, "The history of a map"), needs(account.Ask), later[revisionsQuery, MapRevisionList])
	register(a, describe("GET", oneMap+"/versions", "listMapVersions", mapsTag, "The revisions with a name"), needs(account.Ask), later[MapPath, MapVersionList])
	register(a, created(describe("POST", oneMap+"/versions", "createMapVersion", mapsTag, "Give a revision a name, and keep what its evidence means now")), needs(account.ModelEdit), later[mapRequest[MapVersionNew], maps.Version])
	register(a, describe("GET", oneMap+"/compare", "compareMap", mapsTag, "How two revisions differ"), needs(account.Ask), later[compareQuery, MapComparison])
	register(a, describe("POST", oneMap+"/restore", "restoreMap", mapsTag, "Bring a revision back as a new change: nothing is erased"), needs(account.ModelEdit), later[mapRequest[MapRestore], MapOutcome])
	register(a, created(describe("POST", oneMap+"/copy", "copyMap", mapsTag, "Make the map of the other state beside this one")), needs(account.ModelEdit), later[mapRequest[MapCopy], MapView])
	register(a, describe("GET", oneMap+"/export", "exportMap", mapsTag, "A map as a file"), needs(account.Ask), later[mapQuery, maps.File])
	register(a, describe("POST", oneMap+"/import", "importMap", mapsTag, "Put the sheet of a file in the place of the map's, as a new change"), needs(account.ModelEdit), later[mapRequest[maps.File], MapOutcome])
}
