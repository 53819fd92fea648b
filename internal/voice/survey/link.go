package survey

import "jejak/internal/event"

// LinkKind is what a link is for.
type LinkKind string

// The kinds of link.
const (
	OpenLink    LinkKind = "open"
	SingleLink  LinkKind = "single"
	PreviewLink LinkKind = "preview"
)

// Link opens a survey for whoever has its token.
type Link struct {
	ID      string     `json:"id"`
	Kind    LinkKind   `json:"kind" enum:"open,single,preview"`
	Name    string     `json:"name"`
	Token   string     `json:"token,omitempty" doc:"the page is at /s/ and this; of a single link it is told once, when the link is made"`
	IDs     []event.ID `json:"ids" doc:"of the person whom it is for; empty where nobody is known"`
	By      string     `json:"by"`
	Created event.Time `json:"created"`
	Used    event.Time `json:"used,omitempty" doc:"single: when the response was finished"`
	Begun   int        `json:"begun" doc:"responses through it with an answer"`
}

// Ignored is an answer that does not count, and why.
type Ignored struct {
	Question string `json:"question"`
	Reason   string `json:"reason" enum:"unknown,wrong,hidden,late" doc:"unknown: the survey has no such question; wrong: it does not fit the question; hidden: the logic leaves the question out; late: it was told as an event already, and what was said first stays"`
}
