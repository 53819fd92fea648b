package api

import (
	"cmp"
	"context"

	"jejak/internal/account"
	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/segment"
)

// DocumentPath names a segment, a saved question or a dashboard of a workspace.
type DocumentPath struct {
	InWorkspace
	ID string `path:"id" maxLength:"40"`
}

type documentRequest[T any] struct {
	DocumentPath
	Body T
}

type sizesQuery struct {
	DocumentPath
	By string `query:"by" enum:"hour,day" default:"day" doc:"hours of two weeks, or days of two years"`
}

type movesQuery struct {
	DocumentPath
	After uint64 `query:"after" doc:"the last number that is known"`
	Limit int    `query:"limit" minimum:"1" maximum:"1000" default:"100"`
}

func (a *API) registerSegments() {
	const tag = "Segments"
	const path, one = wsRoot + "/segments", wsRoot + "/segments/{id}"
	register(a, describe("GET", path, "listSegments", tag, "Saved segments and how many people are in each now"), needs(account.Ask), a.listSegments)
	register(a, created(describe("POST", path, "createSegment", tag, "Save a segment")), needs(account.SegmentsEdit), a.createSegment)
	register(a, asks(describe("POST", path+"/size", "sizeSegment", tag, "How many people a rule picks that is not saved")), needs(account.Ask), a.sizeSegment)
	register(a, describe("GET", one, "getSegment", tag, "One saved segment"), needs(account.Ask), a.getSegment)
	register(a, describe("PATCH", one, "changeSegment", tag, "Change a saved segment"), needs(account.SegmentsEdit), a.changeSegment)
	register(a, describe("DELETE", one, "deleteSegment", tag, "Delete a saved segment that no other one is made with"), needs(account.SegmentsEdit), a.deleteSegment)
	register(a, describe("GET", one+"/sizes", "listSegmentSizes", tag, "The size of a segment over time"), needs(account.Ask), a.listSegmentSizes)
	register(a, describe("GET", one+"/moves", "listSegmentMoves", tag, "Who entered and left a segment"), needs(account.PeopleRead), a.listSegmentMoves)
}

// expand puts the rules of saved segments in the place of their ids, and personas where a question is broken down by them.
func (a *API) expand(ctx context.Context, ws event.Workspace, q journey.Question) (journey.Question, error) {
	if a.o.Segments == nil {
		return q, nil
	}
	q, err := a.o.Personas.Fill(ctx, ws, q)
	if err != nil {
		return q, err
	}
	return a.o.Segments.Expand(ctx, ws, q)
}

func (a *API) savedSegment(ws event.Workspace, one segment.Segment) SavedSegment {
	s := SavedSegment{
		ID: one.ID, Name: one.Name, Description: one.Description, Owner: one.Owner, Rule: one.Rule,
		Version: one.Version, Created: one.Created, Changed: one.Changed,
	}
	if a.o.Live == nil {
		return s
	}
	status := a.o.Live.Status(ws, one.ID)
	s.AsOf, s.Fault = status.AsOf, status.Fault
	if status.Ready {
		s.People = &status.People
	}
	return s
}

func (a *API) listSegments(ctx context.Context, in *InWorkspace) (*reply[SavedSegmentList], error) {
	all, err := a.o.Segments.List(ctx, in.WS)
	list := make([]SavedSegment, len(all))
	for i, one := range all {
		list[i] = a.savedSegment(in.WS, one)
	}
	return answer(SavedSegmentList{Segments: list}), err
}

func (a *API) getSegment(ctx context.Context, in *DocumentPath) (*reply[SavedSegment], error) {
	one, err := a.o.Segments.Get(ctx, in.WS, in.ID)
	return answer(a.savedSegment(in.WS, one)), err
}

func (a *API) createSegment(ctx context.Context, in *wsRequest[SegmentNew]) (*reply[SavedSegment], error) {
	draft := segment.Draft(in.Body)
	draft.Owner = cmp.Or(draft.Owner, callerOf(ctx).Name())
	one, err := a.o.Segments.Create(ctx, in.WS, draft, a.o.Accounts.Audit(callerOf(ctx), in.WS, "segment.create", "", in.Body.Name))
	return answer(a.savedSegment(in.WS, one)), err
}

func (a *API) changeSegment(ctx context.Context, in *documentRequest[SegmentChange]) (*reply[SavedSegment], error) {
	one, err := a.o.Segments.Update(ctx, in.WS, in.ID, segment.Patch(in.Body),
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "segment.change", "segment:"+in.ID, ""))
	return answer(a.savedSegment(in.WS, one)), err
}

func (a *API) deleteSegment(ctx context.Context, in *DocumentPath) (*nothing, error) {
	return nil, a.o.Segments.Delete(ctx, in.WS, in.ID, a.o.Personas.Unused(in.WS, in.ID), a.o.Surveys.Unused(in.WS, in.ID),
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "segment.delete", "segment:"+in.ID, ""))
}

func (a *API) sizeSegment(ctx context.Context, in *wsRequest[SegmentRule]) (*reply[SegmentSize], error) {
	count := func(s *journey.Segment) (int, uint64, error) {
		got, err := a.put(ctx, in.WS, journey.Question{Kind: journey.KindPeople, Segment: s, People: &journey.People{Limit: 1}})
		if err != nil || got.Persons == nil {
			return 0, 0, err
		}
		return got.Persons.Total, got.AsOf, nil
	}
	people, asOf, err := count(&in.Body.Rule)
	if err != nil {
		return nil, err
	}
	of, _, err := count(nil)
	return answer(SegmentSize{People: people, Of: of, AsOf: asOf}), err
}

func (a *API) listSegmentSizes(ctx context.Context, in *sizesQuery) (*reply[SegmentSizes], error) {
	if _, err := a.o.Segments.Get(ctx, in.WS, in.ID); err != nil {
		return nil, err
	}
	all := a.o.Live.Sizes(in.WS, in.ID, in.By)
	list := make([]SizePoint, len(all))
	for i, p := range all {
		list[i] = SizePoint(p)
	}
	return answer(SegmentSizes{Sizes: list}), nil
}

func (a *API) listSegmentMoves(ctx context.Context, in *movesQuery) (*reply[SegmentMoves], error) {
	if _, err := a.o.Segments.Get(ctx, in.WS, in.ID); err != nil {
		return nil, err
	}
	all := a.o.Live.Changes(in.WS, in.ID, in.After, in.Limit)
	list := make([]SegmentMove, len(all))
	for i, c := range all {
		list[i] = SegmentMove(c)
	}
	return answer(SegmentMoves{Moves: list}), nil
}
