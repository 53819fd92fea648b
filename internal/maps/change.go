package maps

import (
	"encoding/json"

	"jejak/internal/event"
)

// Do is what an operation does.
type Do string

// Put sets fields and makes the thing where it is not there. Delete takes it away with all that stands in it.
const (
	Put    Do = "put"
	Delete Do = "delete"
)

// Kind is the kind of thing that an operation is about.
type Kind string

// The kinds of things.
const (
	KindMap   Kind = "map" // the head of the map itself; its id is empty
	KindStage Kind = "stage"
	KindStep  Kind = "step"
	KindLane  Kind = "lane"
	KindCard  Kind = "card"
	KindEdge  Kind = "edge"
)

// Fields are values of a thing by the names of their fields.
type Fields map[string]json.RawMessage

// Op is one operation of a change.
type Op struct {
	Do     Do     `json:"do" enum:"put,delete"`
	Kind   Kind   `json:"kind" enum:"map,stage,step,lane,card,edge"`
	ID     string `json:"id,omitempty" maxLength:"40" doc:"made by who makes the thing: up to 40 letters, digits, - and _; empty for the map itself"`
	Fields Fields `json:"fields,omitempty" doc:"these alone are set"`
	Was    Fields `json:"was,omitempty" doc:"what the author saw in these fields: what somebody else has changed meanwhile is merged with it, never overwritten. Of a deletion: it is done only where these are still so"`
	Over   Fields `json:"over,omitempty" doc:"in what a change came to: what somebody else had just written in these fields, where it could not be merged and this stands instead. What is sent here is ignored"`
}

// Change is what one author does at one moment. It is applied whole or not at all.
type Change struct {
	ID     string `json:"id" minLength:"8" maxLength:"64" pattern:"^[A-Za-z0-9_-]+$" patternDescription:"letters, digits, - and _" doc:"made by the author's program, a UUID: the same change sent again is answered again and applied once"`
	Base   int64  `json:"base" minimum:"0" doc:"the revision that the author saw"`
	Ops    []Op   `json:"ops" minItems:"1" maxItems:"200"`
	Note   string `json:"note,omitempty" maxLength:"1000" doc:"why"`
	Client string `json:"client,omitempty" maxLength:"64" doc:"which of the author's screens: what the same one did itself is no surprise to it"`

	rules ruled // of the moment
}

// Entry is a change as it was applied.
type Entry struct {
	Revision int64      `json:"revision"`
	ID       string     `json:"id" doc:"of the change"`
	By       string     `json:"by" doc:"the author's name"`
	Client   string     `json:"client,omitempty" doc:"as the author's screen named itself"`
	At       event.Time `json:"at"`
	Note     string     `json:"note,omitempty"`
	Ops      []Op       `json:"ops" doc:"what it came to: the fields as they are since; whoever sets them has the sheet of this revision"`
	Kept     []string   `json:"kept,omitempty" doc:"ids of what was to be deleted and is kept, because somebody else had just changed it"`
}

// Present is somebody who looks at a map now.
type Present struct {
	Key   string     `json:"key" maxLength:"64" doc:"of the screen"`
	Name  string     `json:"name"`
	At    string     `json:"at" doc:"id of the thing that they are at"`
	Since event.Time `json:"since"`
}
