package survey

import "jejak/internal/event"

// Reviewed is what somebody says of a product for others to read.
type Reviewed struct {
	ID       string       `json:"id"`
	Person   event.Person `json:"person"`
	Product  string       `json:"product"`
	Rating   float64      `json:"rating" minimum:"1" maximum:"5"`
	Title    string       `json:"title"`
	Text     string       `json:"text"`
	Language string       `json:"language,omitempty"`
	Feeling  *float64     `json:"sentiment,omitempty" doc:"-1 to 1"`
	Author   string       `json:"author,omitempty" doc:"as they want to be called"`
	Public   bool         `json:"public" doc:"its author agreed that everybody may read it"`
	At       event.Time   `json:"at"`
	Reply    *Reply       `json:"reply,omitempty"`
}

// Reply is a team's answer to a review.
type Reply struct {
	Text string     `json:"text"`
	By   string     `json:"by"`
	At   event.Time `json:"at"`
}
