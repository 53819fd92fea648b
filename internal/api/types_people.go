package api

import (
	"jejak/internal/event"
	"jejak/internal/journey"
)

// PeopleRow is one person of a list.
type PeopleRow struct {
	journey.PersonRow
	Name string     `json:"name,omitempty" doc:"from the traits name, firstName and lastName, or the best id"`
	IDs  []event.ID `json:"ids" doc:"at most five, the most telling first"`
}

// PeoplePage is a page of people.
type PeoplePage struct {
	Total  int         `json:"total"`
	AsOf   uint64      `json:"asOf" doc:"the last change that the list knows"`
	People []PeopleRow `json:"people"`
}

// PersonID is an identifier of a person.
type PersonID struct {
	Type     string          `json:"type" example:"email"`
	Value    string          `json:"value"`
	Subjects []event.Subject `json:"subjects" doc:"the subjects that carry it"`
}

// PersonSubject is one exact set of ids that events of the person carry.
type PersonSubject struct {
	Subject event.Subject `json:"subject"`
	IDs     []event.ID    `json:"ids"`
	Epoch   uint32        `json:"epoch" doc:"how many user switches its anonymous id had seen"`
	Events  int           `json:"events"`
}

// Revocation is when and by whom a link was taken back.
type Revocation struct {
	Time  event.Time `json:"time"`
	Actor string     `json:"actor,omitempty"`
}

// PersonLink is one fact 'this subject is this person', and why.
type PersonLink struct {
	ID       uint64        `json:"id"`
	Rule     string        `json:"rule" enum:"new,match,merge,alone,review" doc:"the rule that made it: none of the ids was known, they belonged to one person, to several who became one, the link was revoked, or somebody accepted a review"`
	Subject  event.Subject `json:"subject"`
	Evidence []event.ID    `json:"evidence" doc:"the ids that the two had in common"`
	SetAside []event.ID    `json:"setAside" doc:"ids of the event that were passed over because a limit would break"`
	Time     event.Time    `json:"time"`
	Actor    string        `json:"actor" doc:"who decided: the rules, or a user"`
	Revoked  *Revocation   `json:"revoked,omitempty"`
}

// PersonPage explains one person.
type PersonPage struct {
	Person    event.Person      `json:"person"`
	Name      string            `json:"name,omitempty"`
	Traits    map[string]string `json:"traits" doc:"the latest values of scalar traits"`
	IDs       []PersonID        `json:"ids"`
	FirstSeen event.Time        `json:"firstSeen,omitempty"`
	LastSeen  event.Time        `json:"lastSeen,omitempty"`
	Events    int               `json:"events"`
	Stage     string            `json:"stage,omitempty" doc:"id of the present stage, lapsed, or empty"`
	Subjects  []PersonSubject   `json:"subjects"`
	Links     []PersonLink      `json:"links" doc:"why these are one person, oldest first, revoked ones too"`
	MovedTo   *event.Person     `json:"movedTo,omitempty" doc:"this person's subjects are now this other person's"`
}

// TimelineEvent is one event of a person.
type TimelineEvent struct {
	Seq        uint64        `json:"seq"`
	Time       event.Time    `json:"time"`
	ReceivedAt event.Time    `json:"receivedAt"`
	Type       string        `json:"type" enum:"track,page,screen,identify,group,alias"`
	Name       string        `json:"name"`
	Channel    string        `json:"channel"`
	Source     event.Source  `json:"source"`
	Touchpoint string        `json:"touchpoint,omitempty" doc:"id of the touchpoint that it belongs to"`
	Subject    event.Subject `json:"subject"`
	MessageID  string        `json:"messageId"`
	Flags      []string      `json:"flags,omitempty" doc:"future_clock: the sender's clock was ahead; replayed: out of quarantine; made_message_id: the sender gave none"`
	Properties Object        `json:"properties,omitempty"`
	Traits     Object        `json:"traits,omitempty"`
	Context    Object        `json:"context,omitempty"`
}

// Timeline is a page of a person's events, newest first.
type Timeline struct {
	Events []TimelineEvent `json:"events"`
	Next   string          `json:"next,omitempty" doc:"give it as before for the next page; absent on the last one"`
}

// Moved is what a change of links moved.
type Moved struct {
	Moved   int            `json:"moved" doc:"subjects that are another person's now"`
	Persons []event.Person `json:"persons" doc:"the persons touched"`
}

// Review is a merge that waits for a decision, because the rules do not dare it alone.
type Review struct {
	ID       uint64         `json:"id"`
	Reason   string         `json:"reason" enum:"two_users,too_large,many_users" doc:"why it waits: both persons have a user_id, the person would have too many events, or the event itself names several users"`
	Persons  []ReviewPerson `json:"persons" doc:"who would become one"`
	Subject  event.Subject  `json:"subject" doc:"the subject whose event brought it up"`
	Evidence []event.ID     `json:"evidence" doc:"the ids that speak for it"`
	Time     event.Time     `json:"time"`
}

// ReviewPerson is one side of a merge that waits.
type ReviewPerson struct {
	Person event.Person `json:"person"`
	Name   string       `json:"name,omitempty"`
	IDs    []event.ID   `json:"ids"`
	Events int          `json:"events"`
}

// ReviewList is the review queue, oldest first.
type ReviewList struct {
	Reviews []Review `json:"reviews"`
}

// ReviewDecision decides a review.
type ReviewDecision struct {
	Decision string `json:"decision" enum:"accept,reject"`
}
