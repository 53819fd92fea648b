package api

import (
	"context"

	"jejak/internal/account"
	"jejak/internal/journey"
	"jejak/internal/touchpoint"
)

// TouchpointPath names a touchpoint of a workspace.
type TouchpointPath struct {
	InWorkspace
	ID string `path:"id" maxLength:"100"`
}

type touchpointRequest[T any] struct {
	TouchpointPath
	Body T
}

func (a *API) registerTouchpoints() {
	const tag = "Touchpoints"
	register(a, describe("GET", wsRoot+"/stage-model", "getStageModel", tag, "The workspace's stage model"), needs(account.ModelRead), a.getStageModel)
	register(a, describe("PUT", wsRoot+"/stage-model", "setStageModel", tag, "Set the workspace's stage model"), needs(account.ModelEdit), a.setStageModel)
	register(a, describe("GET", wsRoot+"/stage-models", "listStageModels", tag, "The built-in stage models"), needs(account.ModelRead), a.listStageModels)
	register(a, describe("GET", wsRoot+"/touchpoints", "listTouchpoints", tag, "Touchpoints in their order"), needs(account.ModelRead), a.listTouchpoints)
	register(a, created(describe("POST", wsRoot+"/touchpoints", "createTouchpoint", tag, "Make a touchpoint")), needs(account.ModelEdit), a.createTouchpoint)
	register(a, describe("PATCH", wsRoot+"/touchpoints/{id}", "changeTouchpoint", tag, "Change a touchpoint, or its place in the order"), needs(account.ModelEdit), a.changeTouchpoint)
	register(a, describe("DELETE", wsRoot+"/touchpoints/{id}", "deleteTouchpoint", tag, "Delete a touchpoint; its events stay"), needs(account.ModelEdit), a.deleteTouchpoint)
	register(a, describe("GET", wsRoot+"/channels", "listChannels", tag, "The channels of the workspace"), needs(account.ModelRead), a.listChannels)
	register(a, created(describe("POST", wsRoot+"/channels", "createChannel", tag, "Add a channel of one's own")), needs(account.ModelEdit), a.createChannel)
	register(a, describe("DELETE", wsRoot+"/channels/{id}", "deleteChannel", tag, "Take a channel of one's own off the list; its events keep it"), needs(account.ModelEdit), a.deleteChannel)
}

func (a *API) getStageModel(ctx context.Context, in *InWorkspace) (*reply[journey.StageModel], error) {
	m, err := a.o.Touchpoints.Model(ctx, in.WS)
	return answer(m), err
}

func (a *API) setStageModel(ctx context.Context, in *wsRequest[journey.StageModel]) (*reply[journey.StageModel], error) {
	m, err := a.o.Touchpoints.SetModel(ctx, in.WS, in.Body,
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "stage-model.set", workspaceTarget(in.WS), in.Body.Name))
	return answer(m), err
}

func (a *API) listStageModels(context.Context, *InWorkspace) (*reply[StageTemplateList], error) {
	return answer(StageTemplateList{Templates: touchpoint.Templates()}), nil
}

func (a *API) listTouchpoints(ctx context.Context, in *InWorkspace) (*reply[TouchpointList], error) {
	all, err := a.o.Touchpoints.List(ctx, in.WS)
	list := make([]Touchpoint, len(all))
	for i, t := range all {
		list[i] = Touchpoint(t)
	}
	return answer(TouchpointList{Touchpoints: list}), err
}

func (a *API) createTouchpoint(ctx context.Context, in *wsRequest[TouchpointNew]) (*reply[Touchpoint], error) {
	t, err := a.o.Touchpoints.Create(ctx, in.WS, touchpoint.Draft(in.Body),
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "touchpoint.create", "", in.Body.Name))
	return answer(Touchpoint(t)), err
}

func (a *API) changeTouchpoint(ctx context.Context, in *touchpointRequest[TouchpointChange]) (*reply[Touchpoint], error) {
	t, err := a.o.Touchpoints.Update(ctx, in.WS, in.ID, touchpoint.Patch(in.Body),
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "touchpoint.change", "touchpoint:"+in.ID, ""))
	return answer(Touchpoint(t)), err
}

func (a *API) deleteTouchpoint(ctx context.Context, in *TouchpointPath) (*nothing, error) {
	return nil, a.o.Touchpoints.Delete(ctx, in.WS, in.ID,
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "touchpoint.delete", "touchpoint:"+in.ID, ""))
}

func (a *API) listChannels(ctx context.Context, in *InWorkspace) (*reply[ChannelList], error) {
	all, err := a.o.Touchpoints.Channels(ctx, in.WS)
	list := make([]Channel, len(all))
	for i, c := range all {
		list[i] = Channel(c)
	}
	return answer(ChannelList{Channels: list}), err
}

func (a *API) createChannel(ctx context.Context, in *wsRequest[ChannelNew]) (*reply[Channel], error) {
	c, err := a.o.Touchpoints.CreateChannel(ctx, in.WS, touchpoint.Channel{ID: in.Body.ID, Name: in.Body.Name},
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "channel.create", "channel:"+in.Body.ID, in.Body.Name))
	return answer(Channel(c)), err
}

func (a *API) deleteChannel(ctx context.Context, in *TouchpointPath) (*nothing, error) {
	return nil, a.o.Touchpoints.DeleteChannel(ctx, in.WS, in.ID,
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "channel.delete", "channel:"+in.ID, ""))
}
