package api

import (
	"context"

	"jejak/internal/account"
	"jejak/internal/journey"
)

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
	register(a, describe("PATCH", wsRoot+"/touchpoints/{id}", "changeTouchpoint", tag, "Change a touchpoint"), needs(account.ModelEdit), a.changeTouchpoint)
	register(a, describe("DELETE", wsRoot+"/touchpoints/{id}", "deleteTouchpoint", tag, "Delete a touchpoint; its events stay"), needs(account.ModelEdit), a.deleteTouchpoint)
	register(a, describe("GET", wsRoot+"/channels", "listChannels", tag, "The channels of the workspace"), needs(account.ModelRead), a.listChannels)
}

func (a *API) getStageModel(context.Context, *InWorkspace) (*reply[journey.StageModel], error) {
	return nil, errNotYet
}
func (a *API) setStageModel(context.Context, *wsRequest[journey.StageModel]) (*reply[journey.StageModel], error) {
	return nil, errNotYet
}
func (a *API) listStageModels(context.Context, *InWorkspace) (*reply[StageTemplateList], error) {
	return nil, errNotYet
}
func (a *API) listTouchpoints(context.Context, *InWorkspace) (*reply[TouchpointList], error) {
	return nil, errNotYet
}
func (a *API) createTouchpoint(context.Context, *wsRequest[TouchpointNew]) (*reply[Touchpoint], error) {
	return nil, errNotYet
}
func (a *API) changeTouchpoint(context.Context, *touchpointRequest[TouchpointChange]) (*reply[Touchpoint], error) {
	return nil, errNotYet
}
func (a *API) deleteTouchpoint(context.Context, *TouchpointPath) (*nothing, error) {
	return nil, errNotYet
}
func (a *API) listChannels(context.Context, *InWorkspace) (*reply[ChannelList], error) {
	return nil, errNotYet
}
