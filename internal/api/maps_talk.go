package api

import (
	"context"
	"fmt"
	"slices"

	"jejak/internal/account"
	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/maps"
	"jejak/internal/pain"
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
	register(a, describe("GET", comments, "listMapComments", mapsTag, "What people say about a map"), needs(account.Ask), a.listMapComments)
	register(a, created(describe("POST", comments, "createMapComment", mapsTag, "Say something about a thing of a map")), needs(account.MapsComment), a.createMapComment)
	register(a, describe("PATCH", comments+"/{id}", "changeMapComment", mapsTag, "Change or resolve a comment"), needs(account.MapsComment), a.changeMapComment)
	register(a, describe("DELETE", comments+"/{id}", "deleteMapComment", mapsTag, "Delete a comment of one's own; who may edit maps may delete any"), needs(account.MapsComment), a.deleteMapComment)
	register(a, describe("GET", tasks, "listTasks", mapsTag, "Tasks from maps"), needs(account.Ask), a.listTasks)
	register(a, created(describe("POST", tasks, "createTask", mapsTag, "Make a task")), needs(account.MapsComment), a.createTask)
	register(a, describe("PATCH", tasks+"/{id}", "changeTask", mapsTag, "Change a task"), needs(account.MapsComment), a.changeTask)
	register(a, describe("DELETE", tasks+"/{id}", "deleteTask", mapsTag, "Delete a task"), needs(account.MapsComment), a.deleteTask)
	register(a, describe("GET", wsRoot+"/opportunities", "listOpportunities", mapsTag, "Opportunities and pain points of all maps"), needs(account.Ask), a.listOpportunities)
}

// members holds users against those of a workspace. Faults: Invalid.
func (a *API) members(ctx context.Context, ws event.Workspace, field string, users ...int64) error {
	users = slices.DeleteFunc(slices.Clone(users), func(u int64) bool { return u == 0 })
	if len(users) == 0 {
		return nil
	}
	all, err := a.o.Accounts.Members(ctx, callerOf(ctx), ws)
	if err != nil {
		return err
	}
	for _, u := range users {
		if !slices.ContainsFunc(all, func(m account.Member) bool { return int64(m.User) == u }) {
			return fault.InvalidFields("Only members of the workspace can be named.", []fault.Field{{Name: field, Message: fmt.Sprintf("%d is no member of this workspace", u)}})
		}
	}
	return nil
}

func (a *API) listMapComments(ctx context.Context, in *MapPath) (*reply[MapCommentList], error) {
	all, err := a.o.Maps.Comments(ctx, in.WS, in.Map)
	return answer(MapCommentList{Comments: all}), err
}

func (a *API) createMapComment(ctx context.Context, in *mapRequest[MapCommentNew]) (*reply[maps.Comment], error) {
	if err := a.members(ctx, in.WS, "mentions", in.Body.Mentions...); err != nil {
		return nil, err
	}
	c, err := a.o.Maps.Say(ctx, in.WS, in.Map, authorOf(ctx), maps.Comment{On: in.Body.On, Text: in.Body.Text, Mentions: in.Body.Mentions})
	return answer(c), err
}

func (a *API) changeMapComment(ctx context.Context, in *mapPartRequest[MapCommentChange]) (*reply[maps.Comment], error) {
	if in.Body.Mentions != nil {
		if err := a.members(ctx, in.WS, "mentions", *in.Body.Mentions...); err != nil {
			return nil, err
		}
	}
	c, err := a.o.Maps.Edit(ctx, in.WS, in.Map, in.ID, authorOf(ctx), maps.CommentPatch(in.Body))
	return answer(c), err
}

func (a *API) deleteMapComment(ctx context.Context, in *MapPartPath) (*nothing, error) {
	caller := callerOf(ctx)
	return nil, a.o.Maps.Unsay(ctx, in.WS, in.Map, in.ID, authorOf(ctx), caller.Can(in.WS, account.ModelEdit),
		a.o.Accounts.Audit(caller, in.WS, "map.comment.delete", "map:"+in.Map, in.ID))
}

func (a *API) listTasks(ctx context.Context, in *tasksQuery) (*reply[MapTaskList], error) {
	all, err := a.o.Maps.Tasks(ctx, in.WS, in.Map, in.Open)
	return answer(MapTaskList{Tasks: all}), err
}

func (a *API) createTask(ctx context.Context, in *wsRequest[MapTaskNew]) (*reply[maps.Task], error) {
	if err := a.members(ctx, in.WS, "owner", in.Body.Owner); err != nil {
		return nil, err
	}
	b := in.Body
	t, err := a.o.Maps.Assign(ctx, in.WS, authorOf(ctx), maps.Task{Map: b.Map, Card: b.Card, Title: b.Title, Owner: b.Owner, Due: b.Due},
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "task.create", "map:"+b.Map, b.Title))
	return answer(t), err
}

func (a *API) changeTask(ctx context.Context, in *documentRequest[MapTaskChange]) (*reply[maps.Task], error) {
	if in.Body.Owner != nil {
		if err := a.members(ctx, in.WS, "owner", *in.Body.Owner); err != nil {
			return nil, err
		}
	}
	t, err := a.o.Maps.ChangeTask(ctx, in.WS, in.ID, maps.TaskPatch(in.Body), a.o.Accounts.Audit(callerOf(ctx), in.WS, "task.change", "task:"+in.ID, ""))
	return answer(t), err
}

func (a *API) deleteTask(ctx context.Context, in *DocumentPath) (*nothing, error) {
	return nil, a.o.Maps.DeleteTask(ctx, in.WS, in.ID, a.o.Accounts.Audit(callerOf(ctx), in.WS, "task.delete", "task:"+in.ID, ""))
}

func (a *API) listOpportunities(ctx context.Context, in *InWorkspace) (*reply[MapOpportunities], error) {
	all, err := a.o.Maps.Opportunities(ctx, in.WS)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(all, func(o maps.Opportunity) bool { return o.Pain != "" }) {
		register, _, err := a.o.Pains.List(ctx, in.WS)
		if err != nil {
			return nil, err
		}
		for i, o := range all {
			for _, p := range register {
				if p.ID == o.Pain {
					all[i].Status = cardStatus(p.Status)
				}
			}
		}
	}
	return answer(MapOpportunities{Opportunities: all}), nil
}

// cardStatus says how far a pain point has come in the words of cards.
func cardStatus(s pain.Status) maps.Status {
	if s == pain.Mended {
		return maps.Done
	}
	return maps.Status(s)
}
