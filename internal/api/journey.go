package api

import (
	"context"

	"jejak/internal/account"
	"jejak/internal/journey"
)

func (a *API) registerJourney() {
	const tag = "Journey"
	ask := describe("POST", wsRoot+"/ask", "ask", tag, "Ask a question about the journeys of the workspace")
	ask.Description = "The one of trend, funnel, paths, retention, stages and people that kind names is given."
	register(a, ask, needs(account.Ask), a.ask)
	register(a, describe("GET", wsRoot+"/schema", "getSchema", tag, "What can be asked about: events, properties, traits and frequent values"), needs(account.Ask), a.getSchema)
}

func (a *API) ask(context.Context, *wsRequest[journey.Question]) (*reply[journey.Answer], error) {
	return nil, errNotYet
}

func (a *API) getSchema(context.Context, *InWorkspace) (*reply[journey.Schema], error) {
	return nil, errNotYet
}
