package api

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"jejak/internal/account"
	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/identity"
	"jejak/internal/journey"
)

type peopleQuery struct {
	InWorkspace
	Search string `query:"search" maxLength:"200" doc:"part of a trait value, or an id's beginning"`
	Sort   string `query:"sort" enum:"last_seen,first_seen,events" default:"last_seen"`
	Offset int    `query:"offset" minimum:"0"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// PersonPath names a person of a workspace.
type PersonPath struct {
	InWorkspace
	Person event.Person `path:"person"`
}

func (a *API) registerPeople() {
	const tag = "People"
	register(a, describe("GET", wsRoot+"/people", "listPeople", tag, "People, searched and sorted"), needs(account.PeopleRead), a.listPeople)
	register(a, describe("GET", wsRoot+"/people/{person}", "getPerson", tag, "One person, and why these subjects are one person"), needs(account.PeopleRead), a.getPerson)
	register(a, describe("GET", wsRoot+"/people/{person}/events", "listPersonEvents", tag, "A person's timeline over all channels, newest first"), needs(account.PeopleRead), a.listPersonEvents)
	a.registerIdentity()
	a.registerRules()
}

// rowIDs is how many ids a list shows of each person.
const rowIDs = 5

func (a *API) listPeople(ctx context.Context, in *peopleQuery) (*reply[PeoplePage], error) {
	got, err := a.put(ctx, in.WS, journey.Question{Kind: journey.KindPeople, People: &journey.People{
		Search: in.Search, Sort: in.Sort, Offset: in.Offset, Limit: in.Limit,
	}})
	if err != nil {
		return nil, err
	}
	page := PeoplePage{AsOf: got.AsOf, People: []PeopleRow{}}
	if got.Persons == nil {
		return answer(page), nil
	}
	page.Total = got.Persons.Total
	reader := a.reader()
	for _, p := range got.Persons.People {
		row := PeopleRow{PersonRow: p}
		profile, err := reader.Person(in.WS, p.Person)
		if err != nil && !fault.Is(err, fault.NotFound) { // merged since the index last looked
			return nil, err
		}
		row.IDs = tellingIDs(profile.IDs, rowIDs)
		if a.hides(ctx, in.WS) {
			row.Traits = hideTraits(row.Traits)
			hideIDs(row.IDs)
		}
		row.Name = nameOf(row.Traits, row.IDs)
		page.People = append(page.People, row)
	}
	return answer(page), nil
}

func (a *API) reader() *identity.Reader { return identity.NewReader(a.o.Events.Identity()) }

// tellingIDs are at most n ids, those that tell people most first.
func tellingIDs(all []identity.IDInfo, n int) []event.ID {
	rank := []event.IDType{event.Email, event.UserID, event.Phone, event.LoyaltyID}
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(x, y identity.IDInfo) int {
		return cmp.Compare(place(rank, x.Type), place(rank, y.Type))
	})
	ids := []event.ID{}
	for _, id := range sorted {
		if len(ids) < n && !slices.Contains(ids, id.ID) {
			ids = append(ids, id.ID)
		}
	}
	return ids
}

func place(rank []event.IDType, t event.IDType) int {
	if i := slices.Index(rank, t); i >= 0 {
		return i
	}
	if t == event.AnonymousID || t == event.DeviceID {
		return len(rank) + 1
	}
	return len(rank)
}

// nameOf is what to call a person: a name that somebody gave, else the most telling id.
func nameOf(traits map[string]string, ids []event.ID) string {
	if name := strings.TrimSpace(traits["name"]); name != "" {
		return name
	}
	for _, pair := range [][2]string{{"firstName", "lastName"}, {"first_name", "last_name"}} {
		if name := strings.TrimSpace(traits[pair[0]] + " " + traits[pair[1]]); name != "" {
			return name
		}
	}
	if len(ids) > 0 && ids[0].Type != event.AnonymousID && ids[0].Type != event.DeviceID {
		return ids[0].Value
	}
	return ""
}

func (a *API) getPerson(ctx context.Context, in *PersonPath) (*reply[PersonPage], error) {
	reader := a.reader()
	now, err := reader.MovedTo(in.WS, in.Person)
	if err != nil {
		return nil, err
	}
	if now != in.Person {
		return answer(PersonPage{Person: in.Person, MovedTo: &now}), nil
	}
	profile, err := reader.Person(in.WS, in.Person)
	if err != nil {
		return nil, err
	}
	page, err := a.explain(ctx, in.WS, profile)
	if err != nil {
		return nil, err
	}
	row, err := a.indexed(ctx, in.WS, in.Person)
	if err != nil {
		return nil, err
	}
	page.Traits, page.Stage = row.Traits, row.Stage
	telling := tellingIDs(profile.IDs, 1)
	if a.hides(ctx, in.WS) {
		page.hideContacts()
		hideIDs(telling)
	}
	page.Name = nameOf(page.Traits, telling)
	return answer(page), nil
}

// indexed is what the index knows of a person; nothing where it does not know them yet.
func (a *API) indexed(ctx context.Context, ws event.Workspace, p event.Person) (journey.PersonRow, error) {
	got, err := a.put(ctx, ws, journey.Question{
		Kind: journey.KindPeople, Segment: &journey.Segment{People: []event.Person{p}}, People: &journey.People{Limit: 1},
	})
	if err != nil || got.Persons == nil || len(got.Persons.People) == 0 {
		return journey.PersonRow{}, err
	}
	return got.Persons.People[0], nil
}

// explain says why a person's subjects are one person, and counts their events.
func (a *API) explain(ctx context.Context, ws event.Workspace, profile identity.Profile) (PersonPage, error) {
	page := PersonPage{Person: profile.Person}
	for _, id := range profile.IDs {
		page.IDs = append(page.IDs, PersonID{Type: string(id.Type), Value: id.Value, Epoch: id.Epoch, Subjects: id.Subjects})
	}
	for _, s := range profile.Subjects {
		sub := PersonSubject{Subject: s.Subject, FirstSeen: s.First, Alone: s.Alone}
		for _, id := range s.IDs {
			sub.IDs = append(sub.IDs, linkID(id))
			sub.Epoch = max(sub.Epoch, id.Epoch)
		}
		err := a.o.Events.SubjectEvents(ctx, ws, s.Subject, func(e *event.Event) error {
			sub.Events++
			if page.FirstSeen == 0 || e.Time < page.FirstSeen {
				page.FirstSeen = e.Time
			}
			page.LastSeen = max(page.LastSeen, e.Time)
			return nil
		})
		if err != nil {
			return page, err
		}
		page.Events += sub.Events
		page.Subjects = append(page.Subjects, sub)
	}
	for i := range profile.Links {
		page.Links = append(page.Links, linkOf(&profile.Links[i]))
	}
	return page, nil
}

func linkID(id identity.LinkID) LinkID {
	return LinkID{Type: string(id.Type), Value: id.Value, Epoch: id.Epoch, Status: id.Status.String()}
}

func linkOf(l *identity.Link) PersonLink {
	link := PersonLink{
		ID: l.Number, Rule: l.Rule.String(), Subject: l.Subject, Evidence: l.Evidence(), SetAside: l.SetAside(),
		Time: l.At, Actor: l.Actor, InForce: l.InForce,
	}
	for _, id := range l.IDs {
		link.IDs = append(link.IDs, linkID(id))
	}
	if l.Revoked != nil {
		link.Revoked = &Revocation{Time: l.Revoked.At, Actor: l.Revoked.Actor}
	}
	return link
}

var errUnknownPage = errors.New("not a value that next had")
