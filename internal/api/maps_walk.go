package api

import (
	"cmp"
	"context"
	"math"
	"slices"

	"jejak/internal/account"
	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/maps"
)

// MapWalkLook asks for real journeys over a map.
type MapWalkLook struct {
	Range   journey.Range    `json:"range,omitempty"`
	Segment *journey.Segment `json:"segment,omitempty" doc:"of these people; a persona's is that of its saved segment"`
	Count   int              `json:"count,omitempty" minimum:"0" maximum:"5" doc:"so many; 3 by default"`
}

// MapWalks are real journeys over a map, told without whose they are.
type MapWalks struct {
	People   int           `json:"people" doc:"who walked the map"`
	Enough   bool          `json:"enough" doc:"there are at least 20, so that nobody stands out; else none is told"`
	Journeys []maps.Walked `json:"journeys" doc:"those that came by the most steps, of a sample; the longest first"`
}

const (
	walkSample = 30  // people who are looked at
	walkEvents = 400 // of a person, the latest
)

func (a *API) registerMapWalk() {
	walk := asks(describe("POST", oneMap+"/walk", "walkMap", mapsTag, "Real journeys over a map, without whose they are"))
	walk.Description = "For training: what a few people really did at each step, by event, channel and minutes since they began. No id, no trait and no property of an event is told."
	register(a, walk, needs(account.Ask), a.walkMap)
}

func (a *API) walkMap(ctx context.Context, in *mapRequest[MapWalkLook]) (*reply[MapWalks], error) {
	v, err := a.o.Maps.Get(ctx, in.WS, in.Map, 0)
	if err != nil {
		return nil, err
	}
	d, err := a.o.Touchpoints.Definitions(ctx, in.WS)
	if err != nil {
		return nil, err
	}
	walks := MapWalks{Journeys: []maps.Walked{}}
	b := maps.Bind(v.Sheet, d.Touchpoints, maps.Look{Range: in.Body.Range, Segment: in.Body.Segment})
	if b.Questions.Flow == nil {
		return answer(walks), nil
	}
	got, err := a.put(ctx, in.WS, journey.Question{Kind: journey.KindPeople, People: &journey.People{Of: b.Questions.Flow, Cell: &journey.Cell{}, Limit: walkSample}})
	if err != nil {
		return nil, err
	}
	walks.People = got.Persons.Total
	if walks.Enough = walks.People >= maps.Crowd; !walks.Enough {
		return answer(walks), nil
	}
	span, err := in.Body.Range.Resolve(d.Zone, event.TimeOf(a.o.Now()))
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "The range cannot be read: from and to are dates or RFC 3339 times.")
	}
	walker, err := b.Walker(d.Touchpoints)
	if err != nil {
		return nil, err
	}
	for _, p := range got.Persons.People {
		events, err := a.eventsOf(ctx, in.InWorkspace, p.Person, span)
		if fault.Is(err, fault.NotFound) {
			continue // joined with somebody else meanwhile
		}
		if err != nil {
			return nil, err
		}
		walks.Journeys = append(walks.Journeys, walker.Walk(events))
	}
	slices.SortStableFunc(walks.Journeys, func(x, y maps.Walked) int { return cmp.Compare(len(y.Steps), len(x.Steps)) })
	walks.Journeys = walks.Journeys[:min(len(walks.Journeys), cmp.Or(in.Body.Count, 3))]
	return answer(walks), nil
}

// eventsOf are the latest events of a person in a span, the oldest first.
func (a *API) eventsOf(ctx context.Context, in InWorkspace, person event.Person, span journey.Span) ([]*event.Event, error) {
	profile, err := a.reader().Person(in.WS, person)
	if err != nil {
		return nil, err
	}
	from, to := span.Times()
	end := moment{to, 0}
	if to == 0 {
		end = moment{math.MaxInt64, math.MaxUint64}
	}
	found, err := a.newest(ctx, &timelineQuery{PersonPath: PersonPath{InWorkspace: in, Person: person}, Limit: walkEvents}, profile.Subjects, end)
	if err != nil {
		return nil, err
	}
	var events []*event.Event
	for _, f := range slices.Backward(found) {
		if f.event.Time >= from {
			events = append(events, f.event)
		}
	}
	return events, nil
}
