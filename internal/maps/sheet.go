// Package maps keeps journey maps: sheets that several people draw at once, with every revision, and what people say about them.
package maps

import (
	"encoding/json"

	"jejak/internal/event"
	"jejak/internal/journey"
)

// State says whether a map shows how it is or how it should be.
type State string

// The states.
const (
	AsIs State = "as_is"
	ToBe State = "to_be"
)

// Map is the head of a map.
type Map struct {
	ID          string     `json:"id" example:"m12"`
	Name        string     `json:"name"`
	Description string     `json:"description"`
	State       State      `json:"state" enum:"as_is,to_be"`
	Pair        string     `json:"pair" doc:"the map that shows the other state of the same journey"`
	Personas    []Persona  `json:"personas"`
	Owner       string     `json:"owner" doc:"who looks after it"`
	Revision    int64      `json:"revision" doc:"one more at each change"`
	Created     event.Time `json:"created"`
	Changed     event.Time `json:"changed"`
	ChangedBy   string     `json:"changedBy"`
}

// Persona is somebody through whose eyes the map is drawn.
type Persona struct {
	Segment string `json:"segment,omitempty" maxLength:"40" doc:"id of a saved segment"`
	Name    string `json:"name" maxLength:"200"`
}

// Sheet is the content of a map. Each list is in the order of place, then id.
type Sheet struct {
	Stages []Stage `json:"stages"`
	Steps  []Step  `json:"steps"`
	Lanes  []Lane  `json:"lanes"`
	Cards  []Card  `json:"cards"`
	Edges  []Edge  `json:"edges"`
}

// Stage is a group of steps.
type Stage struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Stage string `json:"stage,omitempty" doc:"id of the stage of the workspace's stage model that this one stands for"`
	Place string `json:"place"`
}

// Step is a column of the sheet. Without edges out of it, it leads to the next step of the sheet; with edges, only where they go.
type Step struct {
	ID       string    `json:"id"`
	Stage    string    `json:"stage,omitempty" doc:"the stage of the sheet that it belongs to"`
	Name     string    `json:"name"`
	Place    string    `json:"place"`
	Opens    string    `json:"opens,omitempty" doc:"id of the map that tells this step in detail"`
	Evidence *Evidence `json:"evidence,omitempty" doc:"the rule by which people are at this step; without one, any of the touchpoints of its touchpoint cards"`
}

// Lane is a row of the sheet.
type Lane struct {
	ID    string   `json:"id"`
	Kind  LaneKind `json:"kind" enum:"goal,action,touchpoint,question,motive,weigh,emotion,engagement,pain,moment,opportunity,backstage,owner,metric,image,text"`
	Name  string   `json:"name"`
	Place string   `json:"place"`
}

// LaneKind says what the cards of a lane tell.
type LaneKind string

// The kinds of lanes.
const (
	LaneGoal        LaneKind = "goal"
	LaneAction      LaneKind = "action"
	LaneTouchpoint  LaneKind = "touchpoint"
	LaneQuestion    LaneKind = "question"
	LaneMotive      LaneKind = "motive"
	LaneWeigh       LaneKind = "weigh" // options, criteria, price, competitors, who decides with them
	LaneEmotion     LaneKind = "emotion"
	LaneEngagement  LaneKind = "engagement"
	LanePain        LaneKind = "pain"
	LaneMoment      LaneKind = "moment"
	LaneOpportunity LaneKind = "opportunity"
	LaneBackstage   LaneKind = "backstage"
	LaneOwner       LaneKind = "owner"
	LaneMetric      LaneKind = "metric"
	LaneImage       LaneKind = "image"
	LaneText        LaneKind = "text"
)

// LaneKinds are all kinds of lanes.
func LaneKinds() []LaneKind {
	return []LaneKind{
		LaneGoal, LaneAction, LaneTouchpoint, LaneQuestion, LaneMotive, LaneWeigh, LaneEmotion, LaneEngagement,
		LanePain, LaneMoment, LaneOpportunity, LaneBackstage, LaneOwner, LaneMetric, LaneImage, LaneText,
	}
}

// Card is what a lane tells at a step.
type Card struct {
	ID         string    `json:"id"`
	Step       string    `json:"step"`
	Lane       string    `json:"lane"`
	Place      string    `json:"place"`
	Text       string    `json:"text"`
	Note       string    `json:"note,omitempty"`
	Value      *int      `json:"value,omitempty" doc:"emotion from -2 to 2, engagement from 1 to 5"`
	Touchpoint string    `json:"touchpoint,omitempty" doc:"id of a touchpoint"`
	Channel    string    `json:"channel,omitempty"`
	Owner      string    `json:"owner,omitempty"`
	Moment     bool      `json:"moment,omitempty" doc:"a moment of truth"`
	Impact     int       `json:"impact,omitempty" minimum:"0" maximum:"5" doc:"from 1; 0 is not said"`
	Effort     int       `json:"effort,omitempty" minimum:"0" maximum:"5" doc:"from 1; 0 is not said"`
	Status     Status    `json:"status,omitempty" enum:"open,in_work,done,dismissed" doc:"how far what it says has come; none is proposed"`
	Image      string    `json:"image,omitempty" doc:"id of an image of the map"`
	Evidence   *Evidence `json:"evidence,omitempty"`
	Others     []Other   `json:"others,omitempty" doc:"what else was written at the same moment and could not be merged: a person chooses"`
}

// Status is how far an opportunity or a pain point has come, in the words of the register of pain points and of tasks.
type Status string

// The statuses. On a card, none is Proposed.
const (
	Proposed  Status = "proposed"
	Opened    Status = "open"
	InWork    Status = "in_work"
	Done      Status = "done"
	Dismissed Status = "dismissed"
)

// Other is what somebody wrote into a field of a card that another one had just changed.
type Other struct {
	Field string          `json:"field"`
	Value json.RawMessage `json:"value"`
	By    string          `json:"by"`
	At    event.Time      `json:"at"`
}

// Edge leads from a step to a step.
type Edge struct {
	ID    string `json:"id"`
	From  string `json:"from"`
	To    string `json:"to"`
	Label string `json:"label,omitempty"`
	Place string `json:"place"`
}

// Evidence binds a step or card to data.
type Evidence struct {
	Touchpoint string            `json:"touchpoint,omitempty" maxLength:"100" doc:"id of a touchpoint"`
	Rule       *journey.Filter   `json:"rule,omitempty"`
	Question   *journey.Question `json:"question,omitempty"`
	Signal     string            `json:"signal,omitempty" enum:"csat,nps,ces,sentiment"`
	Pain       string            `json:"pain,omitempty" maxLength:"40" doc:"id of a pain point of the register"`
	Note       string            `json:"note,omitempty" maxLength:"10000"`
}
