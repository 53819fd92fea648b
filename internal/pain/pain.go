// Package pain keeps the register of pain points: what hurts customers, with its evidence, whose it is, and what mending it changed.
package pain

import (
	"jejak/internal/document"
	"jejak/internal/event"
	"jejak/internal/journey"
)

// Kind says where a pain point comes from.
type Kind string

// The kinds.
const (
	Friction Kind = "friction" // a finding of the friction question
	Score    Kind = "score"    // a touchpoint whose answers lie below the workspace's
	Theme    Kind = "theme"    // what people write about, mostly unhappily
	Question Kind = "question" // asked again and again, with no answer
	Card     Kind = "card"     // a card in a pain lane of a map
	Comment  Kind = "comment"  // what somebody of the team said about a map
	Told     Kind = "told"     // written by hand
)

func kinds() []Kind { return []Kind{Friction, Score, Theme, Question, Card, Comment, Told} }

// Status is how far a pain point has come.
type Status string

// The statuses.
const (
	Proposed  Status = "proposed" // found, and nobody has looked at it yet
	Opened    Status = "open"
	InWork    Status = "in_work"
	Mended    Status = "mended"
	Dismissed Status = "dismissed"
)

// Statuses are all of them, in the order of the work.
func Statuses() []Status { return []Status{Proposed, Opened, InWork, Mended, Dismissed} }

// Place is where it hurts.
type Place struct {
	Touchpoint string                  `json:"touchpoint,omitempty" maxLength:"100" doc:"its id"`
	Stage      string                  `json:"stage,omitempty" maxLength:"100" doc:"id of the stage"`
	Channel    string                  `json:"channel,omitempty" maxLength:"40"`
	Slice      []journey.FrictionSlice `json:"slice,omitempty" maxItems:"3" doc:"the part of the touchpoint; none is all of it"`
}

// Evidence is what shows a pain point: a question with the cell of the people affected, or where it was said.
type Evidence struct {
	Question *journey.Question `json:"question,omitempty" doc:"asked again whenever somebody looks; its range is chosen then"`
	Cell     *journey.Cell     `json:"cell,omitempty" doc:"the people affected"`
	Map      string            `json:"map,omitempty" maxLength:"40"`
	Card     string            `json:"card,omitempty" maxLength:"100" doc:"of the map"`
	Comment  string            `json:"comment,omitempty" maxLength:"40" doc:"of the map"`
	Theme    string            `json:"theme,omitempty" maxLength:"100"`
}

// Figures are what was measured in a range. Where nothing can be measured, people is 0 and so is the share's n.
type Figures struct {
	At         event.Time        `json:"at" doc:"when it was measured"`
	From       event.Time        `json:"from,omitempty"`
	To         event.Time        `json:"to,omitempty"`
	AsOf       uint64            `json:"asOf"`
	People     int               `json:"people" doc:"people affected"`
	Share      journey.Rate      `json:"share" doc:"people affected, of those of the place"`
	Compared   journey.Rate      `json:"compared" doc:"the same of those that the place was compared with, when it was found"`
	Level      *journey.Measured `json:"level,omitempty" doc:"scores and waits: the figure of the place"`
	Usual      *journey.Measured `json:"usual,omitempty" doc:"scores and waits: the figure that it was compared with"`
	PeopleLost journey.Interval  `json:"peopleLost" doc:"people who would have gone on"`
	ValueLost  journey.Interval  `json:"valueLost" doc:"revenue, in the workspace's currency"`
	Q          float64           `json:"q,omitempty" doc:"the least false-discovery rate at which it is a finding"`
}

// Pain is one pain point.
type Pain struct {
	ID      string            `json:"id" example:"k3"`
	Kind    Kind              `json:"kind" enum:"friction,score,theme,question,card,comment,told"`
	Title   string            `json:"title" doc:"empty where the message says it"`
	Message string            `json:"message,omitempty" doc:"key of the sentence that says it"`
	Params  map[string]string `json:"params,omitempty"`
	Note    string            `json:"note"`
	Place
	Signs    []string `json:"signs,omitempty" doc:"what people do there: errors, retries, loops, rage, exits, slow:measure, signals:scale"`
	Evidence Evidence `json:"evidence"`
	Seen     Figures  `json:"seen" doc:"at the last look that found it"`

	Owner  string `json:"owner" doc:"who looks after it"`
	Status Status `json:"status" enum:"proposed,open,in_work,mended,dismissed"`
	Reason string `json:"reason,omitempty" doc:"why it was dismissed"`
	Mended string `json:"mended,omitempty" doc:"the day from which it is mended, such as 2026-03-01"`
	Answer string `json:"answer,omitempty" doc:"id of the help article that answers it"`

	document.Stamp
	ChangedBy string `json:"changedBy" doc:"empty is Jejak itself"`

	Then *Figures `json:"then,omitempty" doc:"what was measured when it was dismissed"`
}

// What happened to a pain point.
const (
	DoPropose = "propose" // it was found
	DoMake    = "make"    // somebody wrote it
	DoChange  = "change"
	DoReturn  = "return" // it was dismissed, and has grown clearly worse
)

// Change is one entry of a pain point's history.
type Change struct {
	At      event.Time `json:"at"`
	By      string     `json:"by" doc:"empty is Jejak itself"`
	Do      string     `json:"do" enum:"propose,make,change,return"`
	Status  Status     `json:"status" enum:"proposed,open,in_work,mended,dismissed" doc:"afterwards"`
	Reason  string     `json:"reason,omitempty"`
	Fields  []string   `json:"fields,omitempty" doc:"what was changed"`
	Figures *Figures   `json:"figures,omitempty" doc:"measured at that moment"`
}

// Look is the last time that Jejak looked for pain points.
type Look struct {
	At    event.Time    `json:"at"`
	Range journey.Range `json:"range"`
	Found int           `json:"found" doc:"how many were found, known ones included"`
	New   int           `json:"new"`
}
