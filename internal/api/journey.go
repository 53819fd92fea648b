package api

import (
	"context"
	"time"

	"jejak/internal/account"
	"jejak/internal/event"
	"jejak/internal/journey"
)

// askFor is how long one question may take.
const askFor = time.Minute

func (a *API) registerJourney() {
	const tag = "Journey"
	ask := asks(describe("POST", wsRoot+"/ask", "ask", tag, "Ask a question about the journeys of the workspace"))
	ask.Description = "The one of trend, funnel, paths, retention, stages and people that kind names is given."
	register(a, ask, needs(account.Ask), a.ask)
	register(a, describe("GET", wsRoot+"/schema", "getSchema", tag, "What can be asked about: events, properties, traits and frequent values"), needs(account.Ask), a.getSchema)
}

func (a *API) ask(ctx context.Context, in *wsRequest[journey.Question]) (*reply[journey.Answer], error) {
	if in.Body.Kind == journey.KindPeople {
		// An answer that names people is more than a number.
		if err := callerOf(ctx).Require(in.WS, account.PeopleRead); err != nil {
			return nil, err
		}
	}
	hides := a.hides(ctx, in.WS)
	if hides {
		if err := mayBreakDown(&in.Body); err != nil {
			return nil, err
		}
	}
	got, err := a.put(ctx, in.WS, in.Body)
	if hides && got.Persons != nil {
		hidePersons(got.Persons.People)
	}
	return answer(got), err
}

// put puts a question to the engine.
func (a *API) put(ctx context.Context, ws event.Workspace, q journey.Question) (journey.Answer, error) {
	q, d, err := a.readied(ctx, ws, q)
	if err != nil {
		return journey.Answer{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, askFor)
	defer cancel()
	return a.o.Engine.Ask(ctx, ws, q, d)
}

// readied is a valid question with the rules of saved segments in it, and what it is read with.
func (a *API) readied(ctx context.Context, ws event.Workspace, q journey.Question) (journey.Question, journey.Definitions, error) {
	d, err := a.o.Touchpoints.Definitions(ctx, ws)
	if err != nil {
		return q, d, err
	}
	if q, err = a.expand(ctx, ws, q); err != nil {
		return q, d, err
	}
	return q, d, journey.Validate(q, d)
}

func (a *API) getSchema(ctx context.Context, in *InWorkspace) (*reply[journey.Schema], error) {
	ctx, cancel := context.WithTimeout(ctx, askFor)
	defer cancel()
	s, err := a.o.Engine.Schema(ctx, in.WS)
	if a.hides(ctx, in.WS) {
		hideSchema(&s)
	}
	return answer(s), err
}
