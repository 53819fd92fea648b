package api

import (
	"cmp"
	"context"
	"time"

	"jejak/internal/account"
	"jejak/internal/document"
	"jejak/internal/journey"
	"jejak/internal/persona"
)

// PersonaList is the personas of a workspace, the oldest first.
type PersonaList struct {
	Personas []persona.Persona `json:"personas"`
}

// PersonaBody is a persona to make, or to put in the place of another one.
type PersonaBody struct {
	Name    string          `json:"name" minLength:"1" maxLength:"200"`
	Owner   string          `json:"owner,omitempty" maxLength:"200" doc:"you, where it is absent"`
	Story   persona.Story   `json:"story,omitempty"`
	Rule    journey.Segment `json:"rule"`
	Version int             `json:"version,omitempty" minimum:"0" doc:"of a change: the version that was looked at; if there is a newer one, the answer is 409 with it as current; 0 changes any"`
}

func (a *API) registerPersonas() {
	const tag = "Personas"
	const path, one = wsRoot + "/personas", wsRoot + "/personas/{id}"
	register(a, describe("GET", path, "listPersonas", tag, "Personas"), needs(account.Ask), a.listPersonas)
	register(a, created(describe("POST", path, "createPersona", tag, "Make a persona")), needs(account.SegmentsEdit), a.createPersona)
	register(a, asks(describe("POST", path+"/suggest", "suggestPersonas", tag, "Groups of people who behave alike, as suggestions of personas")), needs(account.SegmentsEdit), a.suggestPersonas)
	register(a, describe("GET", one, "getPersona", tag, "One persona"), needs(account.Ask), a.getPersona)
	register(a, describe("PUT", one, "changePersona", tag, "Change a persona"), needs(account.SegmentsEdit), a.changePersona)
	register(a, describe("DELETE", one, "deletePersona", tag, "Delete a persona; its segment stays"), needs(account.SegmentsEdit), a.deletePersona)
}

func (b *PersonaBody) persona(ctx context.Context, id string) persona.Persona {
	return persona.Persona{
		ID: id, Name: b.Name, Owner: cmp.Or(b.Owner, callerOf(ctx).Name()), Story: b.Story, Rule: b.Rule, Stamp: document.Stamp{Version: b.Version},
	}
}

func (a *API) listPersonas(ctx context.Context, in *InWorkspace) (*reply[PersonaList], error) {
	all, err := a.o.Personas.List(ctx, in.WS)
	return answer(PersonaList{Personas: all}), err
}

func (a *API) getPersona(ctx context.Context, in *DocumentPath) (*reply[persona.Persona], error) {
	one, err := a.o.Personas.Get(ctx, in.WS, in.ID)
	return answer(one), err
}

func (a *API) createPersona(ctx context.Context, in *wsRequest[PersonaBody]) (*reply[persona.Persona], error) {
	one, err := a.o.Personas.Create(ctx, in.WS, in.Body.persona(ctx, ""),
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "persona.create", "", in.Body.Name))
	return answer(one), err
}

func (a *API) changePersona(ctx context.Context, in *documentRequest[PersonaBody]) (*reply[persona.Persona], error) {
	one, err := a.o.Personas.Update(ctx, in.WS, in.Body.persona(ctx, in.ID),
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "persona.change", "persona:"+in.ID, ""))
	return answer(one), err
}

func (a *API) deletePersona(ctx context.Context, in *DocumentPath) (*nothing, error) {
	return nil, a.o.Personas.Delete(ctx, in.WS, in.ID, a.o.Accounts.Audit(callerOf(ctx), in.WS, "persona.delete", "persona:"+in.ID, ""))
}

// PersonaSearch is what to look for groups of people in.
type PersonaSearch struct {
	Range  journey.Range `json:"range,omitempty" doc:"90 days by default"`
	Groups int           `json:"groups,omitempty" enum:"0,2,3,4,5,6" doc:"so many; 0 is the number that is clearest"`
	Seed   uint64        `json:"seed,omitempty" doc:"of the resamples; the same people with the same seed give the same groups"`
}

// suggestFor is how long one search may take.
const suggestFor = 2 * time.Minute

func (a *API) suggestPersonas(ctx context.Context, in *wsRequest[PersonaSearch]) (*reply[persona.Suggestions], error) {
	done, err := a.searches.take(ctx, "Somebody else has something suggested at this moment")
	if err != nil {
		return nil, err
	}
	defer done()
	ctx, cancel := context.WithTimeout(ctx, suggestFor)
	defer cancel()
	d, err := a.o.Touchpoints.Definitions(ctx, in.WS)
	if err != nil {
		return nil, err
	}
	schema, err := a.o.Engine.Schema(ctx, in.WS)
	if err != nil {
		return nil, err
	}
	span := in.Body.Range
	if span == (journey.Range{}) {
		span.Last = journey.Duration(90 * 24 * time.Hour)
	}
	ask := func(ctx context.Context, q journey.Question) (journey.Answer, error) { return a.put(ctx, in.WS, q) }
	got, err := persona.Suggest(ctx, ask, schema, d.Stages, span, persona.Search{Groups: in.Body.Groups, Seed: in.Body.Seed})
	return answer(got), err
}
