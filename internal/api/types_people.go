package api

import (
	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/voice/heard"
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
	Type     string `json:"type" example:"email"`
	Value    string `json:"value"`
	Epoch    uint32 `json:"epoch,omitempty" doc:"of an anonymous id: which of the users of that device"`
	Subjects int    `json:"subjects" doc:"how many of the person's subjects use it"`
}

// LinkID is an id as a link saw it.
type LinkID struct {
	Type   string `json:"type" example:"email"`
	Value  string `json:"value"`
	Epoch  uint32 `json:"epoch,omitempty" doc:"of an anonymous id: which of the users of that device"`
	Status string `json:"status" enum:"new,known,limit,review,rejected,revoked" doc:"used and known to nobody before; used and the evidence; or set aside because a limit would break, it waits for a review, somebody rejected it, or the link was revoked"`
}

// PersonSubject is one exact set of ids that events of the person carry.
type PersonSubject struct {
	Subject   event.Subject `json:"subject"`
	IDs       []LinkID      `json:"ids"`
	Epoch     uint32        `json:"epoch" doc:"of its anonymous id: which of the users of that device"`
	FirstSeen event.Time    `json:"firstSeen"`
	Alone     bool          `json:"alone" doc:"its link was revoked: it stands alone"`
	Events    int           `json:"events"`
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
	IDs      []LinkID      `json:"ids" doc:"all ids of the subject, in order of priority"`
	Evidence []event.ID    `json:"evidence" doc:"the ids by which it found its person"`
	SetAside []event.ID    `json:"setAside" doc:"ids that it does not use"`
	Time     event.Time    `json:"time"`
	Actor    string        `json:"actor,omitempty" doc:"who decided, such as user:3; absent where the rules did"`
	InForce  bool          `json:"inForce" doc:"it holds its subject now"`
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
	SourceName string        `json:"sourceName,omitempty"`
	Touchpoint string        `json:"touchpoint,omitempty" doc:"id of the touchpoint that it belongs to"`
	Subject    event.Subject `json:"subject"`
	MessageID  string        `json:"messageId"`
	Flags      []string      `json:"flags,omitempty" doc:"future_clock: the sender's clock was ahead; replayed: out of quarantine; made_message_id: the sender gave none"`
	Properties Object        `json:"properties,omitempty"`
	Traits     Object        `json:"traits,omitempty"`
	Context    Object        `json:"context,omitempty"`

	Corrected *heard.Correction `json:"corrected,omitempty" doc:"what a person said of how it feels, which counts in the place of what the properties say"`
	Scored    *EventScore       `json:"scored,omitempty" doc:"what a model elsewhere said of how it feels, which counts likewise where no person corrected it"`
}

// EventScore is what a model elsewhere said of a text.
type EventScore struct {
	Scorer  string  `json:"scorer" doc:"name of the model"`
	Feeling string  `json:"feeling" enum:"negative,neutral,positive"`
	Score   float64 `json:"score"`
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
	ID      uint64         `json:"id"`
	Reason  string         `json:"reason" enum:"two_users,too_large,many_users" doc:"why it waits: both persons have a user_id, the person would have too many events, or the event itself names several users"`
	Status  string         `json:"status" enum:"open,accepted,rejected,undone,moot"`
	Keep    LinkID         `json:"keep" doc:"the id by which the event was linked"`
	Join    LinkID         `json:"join" doc:"the id that waits"`
	Persons []ReviewPerson `json:"persons" doc:"whom the two belong to now; one where the second belongs to nobody"`
	Subject event.Subject  `json:"subject" doc:"the first that carried both"`
	Time    event.Time     `json:"time"`
	Decided event.Time     `json:"decided,omitempty"`
	Actor   string         `json:"actor,omitempty" doc:"who decided"`
}

// ReviewPerson is one side of a merge that waits.
type ReviewPerson struct {
	Person event.Person `json:"person"`
	Name   string       `json:"name,omitempty"`
	IDs    []event.ID   `json:"ids"`
	Events int          `json:"events"`
}

// ReviewList is the review queue, newest first.
type ReviewList struct {
	Reviews []Review `json:"reviews"`
}

// ReviewDecision decides a review.
type ReviewDecision struct {
	Decision string `json:"decision" enum:"accept,reject"`
}

// IdentityRules are the rules by which ids make people.
type IdentityRules struct {
	Limits         map[event.IDType]int `json:"limits" doc:"how many ids of a type a person may have; 1 to 100000 each"`
	OtherLimit     int                  `json:"otherLimit" doc:"holds for types that limits does not name" example:"5"`
	Priority       []event.IDType       `json:"priority" doc:"types, highest first; the rest follow A-Z. The lowest id of an event is set aside first"`
	Blocked        []string             `json:"blocked" required:"false" maxItems:"1000" doc:"values that name nobody, beside the built-in ones; case does not matter"`
	MaxMergeEvents int                  `json:"maxMergeEvents" doc:"a person of more events joins others only after a review" example:"10000"`
}

// IdentityTrial is what other rules would have made of the past.
type IdentityTrial struct {
	Subjects   int               `json:"subjects" doc:"exact sets of ids that were seen: events stay with theirs under any rules"`
	PeopleNow  int               `json:"peopleNow"`
	PeopleThen int               `json:"peopleThen"`
	Merged     int               `json:"merged" doc:"people that would be part of a larger one"`
	Split      int               `json:"split" doc:"people that would be several"`
	Dropped    int               `json:"dropped" doc:"subjects whose ids would all be blocked"`
	Reviews    int               `json:"reviews" doc:"merges that would wait for a decision"`
	Examples   []IdentityExample `json:"examples" doc:"at most 20"`
}

// IdentityExample is a few people that other rules would merge or split.
type IdentityExample struct {
	Persons      []event.Person       `json:"persons" doc:"as they are; at most 20"`
	PersonsTotal int                  `json:"personsTotal"`
	Then         [][]event.ID         `json:"then" doc:"the ids of each person as they would be; at most 20 of 20"`
	ThenTotal    int                  `json:"thenTotal"`
	Why          []IdentityDifference `json:"why" doc:"ids that tie these people together now and would not, or the other way round; at most 10"`
}

// IdentityDifference is an id that is used now and would not be, or the other way round.
type IdentityDifference struct {
	Type  string `json:"type" example:"email"`
	Value string `json:"value"`
	Was   string `json:"was" enum:"used,limit,review,rejected" doc:"used; or set aside because a limit would break, it waits for a review, or somebody rejected it"`
	Would string `json:"would" enum:"used,limit,review,rejected,blocked"`
}
