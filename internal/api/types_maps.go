package api

import (
	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/maps"
)

// MapList is the maps of a workspace, the oldest first.
type MapList struct {
	Maps []maps.Map `json:"maps"`
}

// TouchpointUseList is which touchpoints are on maps.
type TouchpointUseList struct {
	Uses []maps.Use `json:"uses"`
}

// MapNew makes a map.
type MapNew struct {
	Name        string     `json:"name" minLength:"1" maxLength:"200"`
	Description string     `json:"description,omitempty" maxLength:"10000"`
	State       maps.State `json:"state,omitempty" enum:"as_is,to_be" doc:"as_is where it is absent"`
	Template    string     `json:"template,omitempty" maxLength:"100" doc:"id of a template; an empty sheet where it is absent"`
	Language    string     `json:"language,omitempty" maxLength:"20" doc:"of the template's texts: en, id or zh-Hant"`
}

// MapTemplate is a map to begin with.
type MapTemplate struct {
	ID          string     `json:"id"`
	Name        string     `json:"name"`
	Description string     `json:"description"`
	State       maps.State `json:"state" enum:"as_is,to_be"`
	Steps       int        `json:"steps"`
	Lanes       int        `json:"lanes"`
}

// MapTemplateList is the templates.
type MapTemplateList struct {
	Templates []MapTemplate `json:"templates"`
}

// MapOutcome is what a change came to.
type MapOutcome struct {
	Revision int64     `json:"revision"`
	Ops      []maps.Op `json:"ops" doc:"the fields as they are since"`
	Kept     []string  `json:"kept" doc:"ids of what was to be deleted and is kept, because somebody else had just changed it"`
}

// MapChanges is the changes after a revision, in order.
type MapChanges struct {
	Changes []maps.Entry `json:"changes"`
	More    bool         `json:"more" doc:"there are more behind these: ask again since the last one"`
}

// MapLive is one message of the live feed of a map: a change, or who is there now.
type MapLive struct {
	Kind     string         `json:"kind" enum:"change,presence,talk" doc:"talk: comments or tasks are not what they were"`
	Change   *maps.Entry    `json:"change,omitempty"`
	Presence []maps.Present `json:"presence,omitempty"`
}

// MapPresence says that somebody is here; it holds for 30 seconds.
type MapPresence struct {
	Key  string `json:"key" minLength:"1" maxLength:"64" doc:"made by the screen, for itself"`
	At   string `json:"at,omitempty" maxLength:"40" doc:"id of the thing that they are at"`
	Gone bool   `json:"gone,omitempty" doc:"they leave"`
}

// MapPresentList is who is at a map now.
type MapPresentList struct {
	Presence []maps.Present `json:"presence"`
}

// MapRevisionList is a page of a map's history, the newest first.
type MapRevisionList struct {
	Revisions []maps.Revision `json:"revisions"`
	Next      int64           `json:"next,omitempty" doc:"the before of the next page"`
}

// MapVersionList is the revisions with a name, the newest first.
type MapVersionList struct {
	Versions []maps.Version `json:"versions"`
}

// MapVersionNew gives a revision a name.
type MapVersionNew struct {
	Revision int64  `json:"revision" minimum:"0" doc:"0 is the last one"`
	Name     string `json:"name" minLength:"1" maxLength:"200"`
	Because  string `json:"because,omitempty" maxLength:"5000" doc:"why the map was revised"`
}

// MapComparison is how two revisions differ.
type MapComparison struct {
	From        int64             `json:"from"`
	To          int64             `json:"to"`
	Differences []maps.Difference `json:"differences"`
}

// MapRestore brings a revision back, as a change of its own.
type MapRestore struct {
	Revision int64  `json:"revision" minimum:"1"`
	Note     string `json:"note,omitempty" maxLength:"1000"`
}

// MapCopy makes the map of the other state beside a map.
type MapCopy struct {
	State maps.State `json:"state" enum:"as_is,to_be"`
	Name  string     `json:"name,omitempty" maxLength:"200" doc:"the same where it is absent"`
}

// MapCommentList is what people say about a map, the oldest first.
type MapCommentList struct {
	Comments []maps.Comment `json:"comments"`
}

// MapCommentNew says something about a thing of a map.
type MapCommentNew struct {
	On       string  `json:"on,omitempty" maxLength:"40" doc:"id of the thing; empty is the whole map"`
	Text     string  `json:"text" minLength:"1" maxLength:"10000"`
	Mentions []int64 `json:"mentions,omitempty" maxItems:"50" doc:"members of the workspace"`
}

// MapCommentChange changes a comment; what is absent stays. Its text is its author's; anybody who comments may resolve it.
type MapCommentChange struct {
	Text     *string  `json:"text,omitempty" minLength:"1" maxLength:"10000"`
	Mentions *[]int64 `json:"mentions,omitempty"`
	Resolved *bool    `json:"resolved,omitempty"`
}

// MapTaskList is tasks, those that are due first.
type MapTaskList struct {
	Tasks []maps.Task `json:"tasks"`
}

// MapTaskNew is something to be done.
type MapTaskNew struct {
	Map   string `json:"map" minLength:"1" maxLength:"40"`
	Card  string `json:"card,omitempty" maxLength:"40"`
	Title string `json:"title" minLength:"1" maxLength:"500"`
	Owner int64  `json:"owner,omitempty" minimum:"0" doc:"a member of the workspace"`
	Due   string `json:"due,omitempty" pattern:"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$" patternDescription:"a day"`
}

// MapTaskChange changes a task; what is absent stays.
type MapTaskChange struct {
	Title *string `json:"title,omitempty" minLength:"1" maxLength:"500"`
	Owner *int64  `json:"owner,omitempty" minimum:"0"`
	Due   *string `json:"due,omitempty" pattern:"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$" patternDescription:"a day"`
	Done  *bool   `json:"done,omitempty"`
}

// MapOpportunities is the opportunities and pain points of all maps, those of much impact for little effort first.
type MapOpportunities struct {
	Opportunities []maps.Opportunity `json:"opportunities"`
}

// MapShareList is the links to a map that are open.
type MapShareList struct {
	Shares []maps.Share `json:"shares"`
}

// MapShareNew opens a link.
type MapShareNew struct {
	Expires  event.Time     `json:"expires" doc:"at most a year from now"`
	Password string         `json:"password,omitempty" maxLength:"200" doc:"asked of whoever opens the link"`
	Figures  *journey.Range `json:"figures,omitempty" doc:"show what is measured, of these days: figures of 20 people or more, and never who they are; none by default"`
}

// MapShareMade is a link that was opened.
type MapShareMade struct {
	Share maps.Share `json:"share"`
	Token string     `json:"token" doc:"told this once: the link is /shared/ and this"`
}

// SharedMap is what a link shows: the sheet, and nothing of the people who made it.
type SharedMap struct {
	Name        string            `json:"name"`
	Description string            `json:"description"`
	State       maps.State        `json:"state" enum:"as_is,to_be"`
	Personas    []string          `json:"personas" doc:"their names"`
	Changed     event.Time        `json:"changed"`
	Sheet       maps.Sheet        `json:"sheet" doc:"without owners, rules, questions and what is not settled"`
	Evidence    map[string]string `json:"evidence" doc:"of steps and cards by their ids: assumed, partly or full"`
	Overlay     *maps.Overlay     `json:"overlay,omitempty" doc:"what is measured, where the link shows it: figures of 20 people or more, without questions, cells and money"`
}

// SharePassword opens a link that asks for one.
type SharePassword struct {
	Password string `json:"password" maxLength:"200"`
}

// MapImageList is the pictures of a map.
type MapImageList struct {
	Images []maps.Image `json:"images"`
}

// MapImageNew is a picture for a map: PNG, JPEG, WebP or GIF, at most 4 MB.
type MapImageNew struct {
	Name string `json:"name" maxLength:"200"`
	Data []byte `json:"data" doc:"the file, in base64"`
}
