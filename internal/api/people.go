package api

import (
	"context"

	"jejak/internal/account"
	"jejak/internal/event"
)

type peopleQuery struct {
	InWorkspace
	Search string `query:"search" maxLength:"200" doc:"part of a trait value, or an id's beginning"`
	Sort   string `query:"sort" enum:"last_seen,first_seen,events" default:"last_seen"`
	Offset int    `query:"offset" minimum:"0"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type PersonPath struct {
	InWorkspace
	Person event.Person `path:"person"`
}

type timelineQuery struct {
	PersonPath
	Before  string `query:"before" maxLength:"64" doc:"the next of the page before"`
	Limit   int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
	Channel string `query:"channel" maxLength:"60" doc:"all by default"`
}

type LinkPath struct {
	InWorkspace
	Link uint64 `path:"link"`
}

type reviewRequest struct {
	InWorkspace
	ID   uint64 `path:"id"`
	Body ReviewDecision
}

func (a *API) registerPeople() {
	const tag = "People"
	register(a, describe("GET", wsRoot+"/people", "listPeople", tag, "People, searched and sorted"), needs(account.PeopleRead), a.listPeople)
	register(a, describe("GET", wsRoot+"/people/{person}", "getPerson", tag, "One person, and why these subjects are one person"), needs(account.PeopleRead), a.getPerson)
	register(a, describe("GET", wsRoot+"/people/{person}/events", "listPersonEvents", tag, "A person's timeline over all channels, newest first"), needs(account.PeopleRead), a.listPersonEvents)
	register(a, describe("POST", wsRoot+"/links/{link}/revoke", "revokeLink", tag, "Take a wrong link back; past and future repair themselves"), needs(account.IdentityRevoke), a.revokeLink)
	register(a, describe("GET", wsRoot+"/reviews", "listReviews", tag, "Merges that wait for a decision"), needs(account.IdentityReview), a.listReviews)
	register(a, describe("POST", wsRoot+"/reviews/{id}", "decideReview", tag, "Accept or reject a merge"), needs(account.IdentityReview), a.decideReview)
}

func (a *API) listPeople(context.Context, *peopleQuery) (*reply[PeoplePage], error) {
	return nil, errNotYet
}
func (a *API) getPerson(context.Context, *PersonPath) (*reply[PersonPage], error) {
	return nil, errNotYet
}
func (a *API) listPersonEvents(context.Context, *timelineQuery) (*reply[Timeline], error) {
	return nil, errNotYet
}
func (a *API) revokeLink(context.Context, *LinkPath) (*reply[Moved], error) { return nil, errNotYet }
func (a *API) listReviews(context.Context, *InWorkspace) (*reply[ReviewList], error) {
	return nil, errNotYet
}
func (a *API) decideReview(context.Context, *reviewRequest) (*reply[Moved], error) {
	return nil, errNotYet
}
