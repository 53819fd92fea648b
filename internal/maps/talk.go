package maps

import (
	"jejak/internal/event"
	"jejak/internal/journey"
)

// Comment is what somebody says about a thing of a map.
type Comment struct {
	ID       string     `json:"id" example:"c7"`
	On       string     `json:"on" doc:"id of the thing; empty is the whole map"`
	Text     string     `json:"text"`
	Mentions []int64    `json:"mentions" doc:"users"`
	By       string     `json:"by"`
	User     int64      `json:"user,omitempty" doc:"the author; none where it was a program"`
	At       event.Time `json:"at"`
	Edited   event.Time `json:"edited,omitempty"`
	Resolved bool       `json:"resolved"`
}

// Task is something that somebody is to do about a card.
type Task struct {
	ID      string     `json:"id" example:"t3"`
	Map     string     `json:"map"`
	Card    string     `json:"card" doc:"empty is the whole map"`
	Title   string     `json:"title"`
	Owner   int64      `json:"owner" doc:"a user; 0 is nobody yet"`
	Due     string     `json:"due" doc:"a day such as 2026-03-31; empty is none" example:"2026-03-31"`
	Done    bool       `json:"done"`
	By      string     `json:"by"`
	Created event.Time `json:"created"`
	Changed event.Time `json:"changed"`
}

// Opportunity is a card of an opportunity lane, of a pain lane, or with an impact or effort, of any map.
type Opportunity struct {
	Map        string   `json:"map"`
	MapName    string   `json:"mapName"`
	State      State    `json:"state" enum:"as_is,to_be"`
	Card       string   `json:"card"`
	Lane       LaneKind `json:"lane"`
	Step       string   `json:"step" doc:"its name"`
	Text       string   `json:"text"`
	Impact     int      `json:"impact"`
	Effort     int      `json:"effort"`
	Status     Status   `json:"status" enum:"proposed,open,in_work,done,dismissed" doc:"of the card; where it stands for a pain point, that one's, and done is mended"`
	Owner      string   `json:"owner"`
	Evidence   string   `json:"evidence" enum:"assumed,partly,full"`
	Pain       string   `json:"pain" doc:"id of the pain point that it stands for"`
	Touchpoint string   `json:"touchpoint" doc:"id of the touchpoint that it is bound to"`
	Tasks      int      `json:"tasks" doc:"that are not done"`
}

// Share is a link by which anybody may look at a map.
type Share struct {
	ID       string         `json:"id" example:"h2"`
	By       string         `json:"by"`
	Created  event.Time     `json:"created"`
	Expires  event.Time     `json:"expires"`
	Password bool           `json:"password" doc:"it asks for one"`
	Figures  *journey.Range `json:"figures,omitempty" doc:"it shows what is measured, of these days; none where it does not"`
	Hint     string         `json:"hint" doc:"the last four letters of the link"`
}

// Image is a picture of a map.
type Image struct {
	ID     string     `json:"id"`
	Name   string     `json:"name"`
	Type   string     `json:"type" enum:"image/png,image/jpeg,image/webp,image/gif"`
	Width  int        `json:"width"`
	Height int        `json:"height"`
	Bytes  int        `json:"bytes"`
	By     string     `json:"by"`
	At     event.Time `json:"at"`
}
