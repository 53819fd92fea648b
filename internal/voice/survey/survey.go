// Package survey keeps surveys and what people answer to them: who is asked, in which language, and what was said.
package survey

import (
	"cmp"
	"strings"

	"jejak/internal/event"
	"jejak/internal/journey"
)

// Kind is what a question asks for.
type Kind string

// The kinds of question. Note asks nothing.
const (
	NPS     Kind = "nps"    // 0 to 10
	CSAT    Kind = "csat"   // 1 to 5
	CES     Kind = "ces"    // 1 to 7, from very difficult to very easy
	Rating  Kind = "rating" // 1 to Max stars
	Choice  Kind = "choice"
	Matrix  Kind = "matrix"
	Open    Kind = "text"
	Consent Kind = "consent"
	Note    Kind = "note"
	Review  Kind = "review" // 1 to 5 stars, a text, and whether everybody may read it
)

// State is whether a survey is asked now.
type State string

// The states of a survey. One that is paused or has ended still takes what people who were asked before have to say.
const (
	Draft   State = "draft"
	Running State = "running"
	Paused  State = "paused"
	Ended   State = "ended"
)

// Via is the way on which a survey comes before a person.
type Via string

// The ways.
const (
	ViaLink   Via = "link"
	ViaWidget Via = "widget"
	ViaEmail  Via = "email"
	ViaAPI    Via = "api"
)

// Text is the same words in several languages, by their BCP 47 tags. The survey's first language stands in for one that is absent.
// {{answer:ID}} in it is an earlier answer, {{trait:NAME}} a trait of the person, and what follows a bar stands in for none:
// {{trait:name|there}}.
type Text map[string]string

// Option is one of the answers that a question offers, or a row or a column of a matrix.
type Option struct {
	ID    string `json:"id" maxLength:"40" example:"price"`
	Label Text   `json:"label"`
}

// Condition looks at an earlier answer. For choices, eq, ne and in compare the ids of options.
type Condition struct {
	Question string `json:"question" maxLength:"40"`
	Op       string `json:"op" enum:"answered,not_answered,eq,ne,gte,lte,in"`
	Value    any    `json:"value,omitempty"`
}

// Jump goes on with another question, or with "end", where all conditions hold.
type Jump struct {
	When []Condition `json:"when" maxItems:"10"`
	To   string      `json:"to" maxLength:"40" doc:"id of a later question, or end"`
}

// Question is one question of a survey. Its id stays what it is: a question of another kind needs another id.
type Question struct {
	ID          string      `json:"id" maxLength:"40" example:"q1"`
	Kind        Kind        `json:"kind" enum:"nps,csat,ces,rating,choice,matrix,text,consent,note,review"`
	Title       Text        `json:"title"`
	Help        Text        `json:"help,omitempty"`
	Low         Text        `json:"low,omitempty" doc:"what the lowest score means"`
	High        Text        `json:"high,omitempty" doc:"what the highest score means"`
	Placeholder Text        `json:"placeholder,omitempty"`
	Required    bool        `json:"required,omitempty"`
	Multiple    bool        `json:"multiple,omitempty" doc:"choice: several options may be chosen"`
	Options     []Option    `json:"options,omitempty" maxItems:"50"`
	Other       bool        `json:"other,omitempty" doc:"choice: something else may be written"`
	Rows        []Option    `json:"rows,omitempty" maxItems:"30"`
	Columns     []Option    `json:"columns,omitempty" maxItems:"12"`
	Max         int         `json:"max,omitempty" minimum:"0" maximum:"10" doc:"rating: stars, 3 to 10; 5 where it is absent"`
	Product     string      `json:"product,omitempty" maxLength:"200" doc:"review: of which product, where the survey is not asked after an event that names one"`
	Show        []Condition `json:"show,omitempty" maxItems:"10" doc:"all must hold, or the question is left out"`
	Next        []Jump      `json:"next,omitempty" maxItems:"10" doc:"the first that holds says what comes next; the following question otherwise"`
}

// Theme is how a survey looks. Colours are #rrggbb; what is empty is as the workspace has it.
type Theme struct {
	Accent     string `json:"accent,omitempty" example:"#1f6feb"`
	Background string `json:"background,omitempty"`
	Text       string `json:"text,omitempty"`
	Radius     *int   `json:"radius,omitempty" minimum:"0" maximum:"24" doc:"of corners, in pixels"`
	Logo       string `json:"logo,omitempty" maxLength:"500" doc:"an https address"`
	Position   string `json:"position,omitempty" enum:"right,left,center" doc:"where the widget comes up on a page: in a corner, which is the right one by default, or in the middle"`
}

// Trigger is something that happens before a survey is due.
type Trigger struct {
	Event  journey.Filter   `json:"event" doc:"the latest of them counts"`
	Unless *journey.Filter  `json:"unless,omitempty" doc:"what, if it comes after that, makes the survey pointless"`
	Wait   journey.Duration `json:"wait,omitempty" doc:"how long after it the survey is due" example:"30m"`
	Until  journey.Duration `json:"until,omitempty" doc:"how long it stays due; 14d by default"`
}

// Targeting says who is asked. What is absent asks everybody.
type Targeting struct {
	Via             []Via            `json:"via,omitempty" maxItems:"4" enum:"link,widget,email,api" doc:"the ways on which it may come; all of them where it is absent"`
	Who             *journey.Segment `json:"who,omitempty" doc:"only these people"`
	Trigger         *Trigger         `json:"trigger,omitempty"`
	Where           []string         `json:"where,omitempty" maxItems:"20" doc:"widget: addresses of pages, with * for anything; a pattern that begins with / is compared with the path"`
	Share           *float64         `json:"share,omitempty" minimum:"0" maximum:"1" doc:"of people, always the same ones; everybody where it is absent"`
	Quota           int              `json:"quota,omitempty" minimum:"0" doc:"so many finished responses are enough; 0 is no limit"`
	Again           int              `json:"again,omitempty" minimum:"0" maximum:"3650" doc:"days after which it may come again to the same person; 0 is never"`
	IgnoresCooldown bool             `json:"ignoresCooldown,omitempty" doc:"comes also when another survey was shown lately"`
}

// Invitation is the mail by which a survey comes to people.
type Invitation struct {
	Subject   Text `json:"subject,omitempty" doc:"words of Jejak's own where it is absent"`
	Preview   Text `json:"preview,omitempty" doc:"what a list of mails shows beside the subject"`
	OnTrigger bool `json:"onTrigger,omitempty" doc:"while the survey runs, it is mailed by itself to everybody for whom its trigger is due"`
}

// Content is all of a survey that has versions. A response belongs to the version that was answered.
type Content struct {
	Languages  []string   `json:"languages" minItems:"1" maxItems:"20" doc:"BCP 47 tags; the first one stands in for the others" example:"[\"en\",\"id\"]"`
	Questions  []Question `json:"questions" maxItems:"60"`
	Thanks     Text       `json:"thanks,omitempty" doc:"what the end says"`
	Theme      Theme      `json:"theme,omitempty"`
	Email      Invitation `json:"email,omitempty"`
	Targeting  Targeting  `json:"targeting,omitempty"`
	Stage      string     `json:"stage,omitempty" maxLength:"100" doc:"of the stage model, where answers belong to it; else the stage at which each person stands"`
	Touchpoint string     `json:"touchpoint,omitempty" maxLength:"100" doc:"that answers are about"`
}

// Survey is questions put to people.
type Survey struct {
	ID      string     `json:"id" example:"v3"`
	Name    string     `json:"name" example:"After delivery"`
	Owner   string     `json:"owner" doc:"who looks after it"`
	State   State      `json:"state" enum:"draft,running,paused,ended"`
	Version int        `json:"version" doc:"one more at each change of anything but its state"`
	Created event.Time `json:"created"`
	Changed event.Time `json:"changed"`
	Content Content    `json:"content"`
	Counts  Counts     `json:"counts"`
}

// Counts are what has come of a survey so far.
type Counts struct {
	Shown     int        `json:"shown" doc:"times that it was seen"`
	Begun     int        `json:"begun" doc:"responses with at least one answer"`
	Finished  int        `json:"finished"`
	Dismissed int        `json:"dismissed"`
	Set       int        `json:"setAside" doc:"responses that look like spam; they are kept, and counted nowhere else"`
	Latest    event.Time `json:"latest,omitempty" doc:"when somebody answered last"`
}

// Settings are common to a workspace's surveys.
type Settings struct {
	CooldownDays int    `json:"cooldownDays" minimum:"0" maximum:"365" doc:"days in which nobody is shown a second survey, whichever"`
	QuietFrom    string `json:"quietFrom,omitempty" example:"21:00" doc:"no invitation is sent from here, in the person's time zone, or else the workspace's"`
	QuietTo      string `json:"quietTo,omitempty" example:"08:00"`
	Theme        Theme  `json:"theme"`
}

// Answer is what somebody says to one question: the part that its kind has.
type Answer struct {
	Question string            `json:"question" maxLength:"40"`
	Score    *float64          `json:"score,omitempty" doc:"nps, csat, ces, rating and review, on their own scale"`
	Choices  []string          `json:"choices,omitempty" maxItems:"50" doc:"ids of options"`
	Other    string            `json:"other,omitempty" maxLength:"1000" doc:"what was written instead of an option"`
	Rows     map[string]string `json:"rows,omitempty" doc:"matrix: id of the row to id of the column"`
	Text     string            `json:"text,omitempty" maxLength:"5000"`
	Title    string            `json:"title,omitempty" maxLength:"200" doc:"review"`
	Consent  *bool             `json:"consent,omitempty" doc:"consent; review: everybody may read it"`
}

// Feeling is what the words of an answer say of how somebody feels.
type Feeling struct {
	State    string   `json:"state" enum:"none,scored,not_scored,unsupported" doc:"none: there are no words"`
	Language string   `json:"language,omitempty"`
	Score    *float64 `json:"score,omitempty" doc:"-1 to 1, where it was scored"`
}

// Given is an answer as it is kept.
type Given struct {
	Answer
	Kind    Kind       `json:"kind"`
	Ask     string     `json:"ask" doc:"the question, in the survey's first language, as it was then; places for what is known of a person hold what stands in for it, or …"`
	Labels  []string   `json:"labels,omitempty" doc:"of the chosen options; of a matrix, row: column"`
	Feeling Feeling    `json:"feeling"`
	Themes  []string   `json:"themes,omitempty" doc:"ids of the themes that what was written is of, by their rules of now"`
	At      event.Time `json:"at"`
}

// Written is what was said in words of one's own, as the event of the answer has it; "" where nothing was.
func (g *Given) Written() string {
	return strings.TrimSpace(g.Title + "\n" + cmp.Or(g.Text, g.Other))
}

// Response is one person's way through a survey.
type Response struct {
	ID        string       `json:"id"`
	Version   int          `json:"version" doc:"of the survey"`
	Via       Via          `json:"via" enum:"link,widget,email,api"`
	Language  string       `json:"language"`
	URL       string       `json:"url,omitempty" doc:"the page on which it was shown"`
	Person    event.Person `json:"person" doc:"zeros where nobody is known by the response's ids yet"`
	IDs       []event.ID   `json:"ids"`
	Shown     event.Time   `json:"shown,omitempty"`
	Begun     event.Time   `json:"begun,omitempty"`
	Changed   event.Time   `json:"changed,omitempty"`
	Finished  event.Time   `json:"finished,omitempty"`
	Dismissed event.Time   `json:"dismissed,omitempty"`
	Took      int          `json:"tookMs,omitempty" doc:"milliseconds from the first sight to the last answer, as the page measured it"`
	SetAside  string       `json:"setAside,omitempty" enum:"trap,quick" doc:"why it looks like spam"`
	Answers   []Given      `json:"answers"`
}
