package api

import (
	"context"
	"slices"

	"jejak/internal/account"
	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/identity"
)

type linkPath struct {
	InWorkspace
	Link uint64 `path:"link"`
}

type reviewsQuery struct {
	InWorkspace
	All   bool `query:"all" doc:"decided ones too"`
	Limit int  `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

type reviewRequest struct {
	InWorkspace
	ID   uint64 `path:"id"`
	Body ReviewDecision
}

func (a *API) registerIdentity() {
	const tag = "People"
	register(a, describe("POST", wsRoot+"/links/{link}/revoke", "revokeLink", tag, "Take a wrong link back; past and future repair themselves"), needs(account.IdentityRevoke), a.revokeLink)
	register(a, describe("GET", wsRoot+"/reviews", "listReviews", tag, "Merges that wait for a decision, newest first"), needs(account.IdentityReview), a.listReviews)
	register(a, describe("POST", wsRoot+"/reviews/{id}", "decideReview", tag, "Accept or reject a merge"), needs(account.IdentityReview), a.decideReview)
}

func (a *API) revokeLink(ctx context.Context, in *linkPath) (*reply[Moved], error) {
	caller := callerOf(ctx)
	link, err := a.reader().Link(in.WS, in.Link)
	if err != nil {
		return nil, err
	}
	moves, err := a.o.Ingester.RevokeLink(ctx, in.WS, in.Link, caller.Actor())
	if err != nil {
		return nil, err
	}
	if err := a.o.Accounts.Record(ctx, caller, in.WS, "link.revoke", target("link", in.Link), "subject "+link.Subject.String()); err != nil {
		return nil, err
	}
	return answer(movedBy(moves)), nil
}

func movedBy(moves []identity.Move) Moved {
	m := Moved{Moved: len(moves), Persons: []event.Person{}}
	for _, move := range moves {
		for _, p := range []event.Person{move.From, move.To} {
			if !slices.Contains(m.Persons, p) {
				m.Persons = append(m.Persons, p)
			}
		}
	}
	return m
}

func (a *API) listReviews(ctx context.Context, in *reviewsQuery) (*reply[ReviewList], error) {
	reader := a.reader()
	reviews, err := reader.Reviews(in.WS, !in.All, in.Limit)
	if err != nil {
		return nil, err
	}
	list := ReviewList{Reviews: make([]Review, len(reviews))}
	for i, r := range reviews {
		list.Reviews[i] = Review{
			ID: r.Number, Reason: r.Reason.String(), Status: r.Status.String(), Keep: linkID(r.Keep), Join: linkID(r.Join),
			Subject: r.Subject, Time: r.At, Decided: r.Decided, Actor: r.Actor,
		}
		for _, p := range r.Persons {
			side, err := a.reviewPerson(ctx, reader, in.WS, p)
			if err != nil {
				return nil, err
			}
			list.Reviews[i].Persons = append(list.Reviews[i].Persons, side)
		}
	}
	return answer(list), nil
}

func (a *API) reviewPerson(ctx context.Context, reader *identity.Reader, ws event.Workspace, p event.Person) (ReviewPerson, error) {
	side := ReviewPerson{Person: p}
	profile, err := reader.Person(ws, p)
	if err != nil {
		return side, err
	}
	row, err := a.indexed(ctx, ws, p)
	if err != nil {
		return side, err
	}
	side.IDs, side.Events = tellingIDs(profile.IDs, rowIDs), row.Events
	side.Name = nameOf(row.Traits, side.IDs)
	return side, nil
}

func (a *API) decideReview(ctx context.Context, in *reviewRequest) (*reply[Moved], error) {
	caller, accept := callerOf(ctx), false
	switch in.Body.Decision {
	case "accept":
		accept = true
	case "reject":
	default:
		return nil, fault.InvalidFields("This decision is none.", []fault.Field{{Name: "decision", Message: "must be accept or reject"}})
	}
	moves, err := a.o.Ingester.DecideReview(ctx, in.WS, in.ID, accept, caller.Actor())
	if err != nil {
		return nil, err
	}
	if err := a.o.Accounts.Record(ctx, caller, in.WS, "review."+in.Body.Decision, target("review", in.ID), ""); err != nil {
		return nil, err
	}
	return answer(movedBy(moves)), nil
}
