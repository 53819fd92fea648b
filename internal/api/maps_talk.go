package api

import (
	"context"

	"jejak/internal/account"
	"jejak/internal/fault"
	"jejak/internal/maps"
)

// MapPartPath names a comment, a link or an image of a map.
type MapPartPath struct {
	MapPath
	ID string `path:"id" maxLength:"40"`
}

type mapPartRequest[T any] struct {
	MapPartPath
	Body T
}

type tasksQuery struct {
	InWorkspace
	Map  string `query:"map" maxLength:"40" doc:"of this map alone"`
	Open bool   `query:"open" doc:"only those that are not done"`
}

func (a *API) registerMapTalk() {
	const comments, tasks = oneMap + "/comments", wsRoot + "/tasks"
	register(a, describe("GET", comments, "listMapComments", mapsTag, "What people say about a map"), needs(account.Ask), later[MapPath, MapCommentList])
	register(a, created(describe("POST", comments, "createMapComment", mapsTag, "Say something about a thing of a map")), needs(account.MapsComment), later[mapRequest[MapCommentNew], maps.Comment])
	register(a, describe("PATCH", comments+"/{id}", "changeMapComment", mapsTag, "Change or resolve a comment"), needs(account.MapsComment), later[mapPartRequest[MapCommentChange], maps.Comment])
	register(a, describe("DELETE", comments+"/{id}", "deleteMapComment", mapsTag, "Delete a comment of one's own; who may edit maps may delete any"), needs(account.MapsComment), a.deletePart)
	register(a, describe("GET", tasks, "listTasks", mapsTag, "Tasks from maps"), needs(account.Ask), later[tasksQuery, MapTaskList])
	register(a, created(describe("POST", tasks, "createTask", mapsTag, "Make a task")), needs(account.MapsComment), later[wsRequest[MapTaskNew], maps.Task])
	register(a, describe("PATCH", tasks+"/{id}", "changeTask", mapsTag, "Change a task"), needs(account.MapsComment), later[documentRequest[MapTaskChange], maps.Task])
	register(a, describe("DELETE", tasks+"/{id}", "deleteTask", mapsTag, "Delete a task"), needs(account.MapsComment), a.deleteTask)
	register(a, describe("GET", wsRoot+"/opportunities", "listOpportunities", mapsTag, "Opportunities and pain points of all maps"), needs(account.Ask), later[InWorkspace, MapOpportunities])
}

func (a *API) deletePart(context.Context, *MapPartPath) (*nothing, error) {
	return nil, fault.New(fault.Unavailable, "This is not there yet.")
}

func (a *API) deleteTask(context.Context, *DocumentPath) (*nothing, error) {
	return nil, fault.New(fault.Unavailable, "This is not there yet.")
}
