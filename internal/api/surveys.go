package api

import (
	"cmp"
	"context"

	"jejak/internal/account"
	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/voice/survey"
)

const (
	surveysTag  = "Surveys"
	surveysRoot = wsRoot + "/surveys"
	oneSurvey   = surveysRoot + "/{id}"
)

// SurveyList is the surveys of a workspace, the oldest first.
type SurveyList struct {
	Surveys []survey.Survey `json:"surveys"`
}

// SurveyBody is a survey to make, or to put in the place of another one.
type SurveyBody struct {
	Name    string         `json:"name" minLength:"1" maxLength:"200"`
	Owner   string         `json:"owner,omitempty" maxLength:"200" doc:"you, where it is absent"`
	Content survey.Content `json:"content"`
	Version int            `json:"version,omitempty" minimum:"0" doc:"of a change: the version that was looked at; if there is a newer one, the answer is 409 with it as current; 0 changes any"`
}

// SurveyStateBody puts a survey into a state.
type SurveyStateBody struct {
	State survey.State `json:"state" enum:"draft,running,paused,ended"`
}

// SurveyPreviewBody is a survey that need not be saved, to look at.
type SurveyPreviewBody struct {
	Name     string         `json:"name,omitempty" maxLength:"200"`
	Content  survey.Content `json:"content"`
	Language string         `json:"language,omitempty" maxLength:"35" doc:"the first one of the survey, where it is absent or missing"`
}

// SurveyResultsBody asks for results.
type SurveyResultsBody struct {
	Range    journey.Range    `json:"range,omitempty" doc:"90 days by default"`
	Segment  *journey.Segment `json:"segment,omitempty"`
	By       string           `json:"by,omitempty" enum:"stage,touchpoint,channel,via,language,segment" doc:"also for each value of this"`
	Segments []string         `json:"segments,omitempty" maxItems:"20" doc:"by segment: ids of saved ones; all where it is absent"`
}

// SurveyResponsesBody asks for a page of responses, the latest first.
type SurveyResponsesBody struct {
	Range    journey.Range `json:"range,omitempty" doc:"in which they were changed last; everything by default"`
	Question string        `json:"question,omitempty" maxLength:"40" doc:"only those that answer it"`
	Search   string        `json:"search,omitempty" maxLength:"200" doc:"words that are all in what was written"`
	State    string        `json:"state,omitempty" enum:"begun,finished,partial,shown,dismissed,set_aside" doc:"begun by default: everything with an answer that is not set aside"`
	Language string        `json:"language,omitempty" maxLength:"35"`
	Person   string        `json:"person,omitempty" maxLength:"32"`
	Offset   int           `json:"offset,omitempty" minimum:"0"`
	Limit    int           `json:"limit,omitempty" minimum:"0" maximum:"200" doc:"50 by default"`
}

// SurveyResponses is a page of responses.
type SurveyResponses struct {
	Total     int               `json:"total" doc:"where more than a state was asked for, 10001 stands for more than 10,000"`
	Responses []survey.Response `json:"responses"`
	Capped    bool              `json:"capped,omitempty" doc:"so many responses have these words that only the newest 2,000 of them were looked through"`
}

// SurveyLinkBody opens links to a survey.
type SurveyLinkBody struct {
	Kind  survey.LinkKind `json:"kind" enum:"open,single,preview" doc:"open: for anybody, as often as they like; single: one response each; preview: shows the survey as it is, nothing is kept"`
	Name  string          `json:"name,omitempty" maxLength:"200" doc:"where it is used"`
	IDs   [][]event.ID    `json:"ids,omitempty" maxItems:"1000" doc:"single: a link for each of these people"`
	Count int             `json:"count,omitempty" minimum:"0" maximum:"1000" doc:"single: so many links for people who are not known"`
}

// SurveyLinks are links to a survey, the latest first.
type SurveyLinks struct {
	Links []survey.Link `json:"links"`
}

// SurveyLinkPath names a link of a survey.
type SurveyLinkPath struct {
	DocumentPath
	Link string `path:"link" maxLength:"40"`
}

type surveyWhyQuery struct {
	DocumentPath
	Person   event.Person `query:"person" required:"true"`
	Via      survey.Via   `query:"via" enum:"link,widget,email,api" default:"widget"`
	URL      string       `query:"url" maxLength:"2000" doc:"of the page; where it is absent, pages are not looked at"`
	Language string       `query:"language" maxLength:"35"`
}

type surveyExportQuery struct {
	DocumentPath
	Language string `query:"language" maxLength:"35" doc:"of labels; the survey's first one by default"`
}

func (a *API) registerSurveys() {
	read, edit := needs(account.Ask), needs(account.SurveysEdit)
	people := needs(account.PeopleRead)
	register(a, describe("GET", surveysRoot, "listSurveys", surveysTag, "Surveys and what has come of each"), read, a.listSurveys)
	register(a, created(describe("POST", surveysRoot, "createSurvey", surveysTag, "Make a survey, as a draft")), edit, a.createSurvey)
	register(a, asks(describe("POST", surveysRoot+"/preview", "previewSurvey", surveysTag, "A survey that need not be saved, as people would see it")), edit, a.previewSurvey)
	register(a, describe("GET", surveysRoot+"/settings", "getSurveySettings", surveysTag, "What all surveys of the workspace have in common"), read, a.getSurveySettings)
	register(a, describe("PUT", surveysRoot+"/settings", "changeSurveySettings", surveysTag, "Change what all surveys of the workspace have in common"), edit, a.changeSurveySettings)
	register(a, describe("GET", oneSurvey, "getSurvey", surveysTag, "One survey"), read, a.getSurvey)
	register(a, describe("PUT", oneSurvey, "changeSurvey", surveysTag, "Change a survey; what was answered before keeps its meaning"), edit, a.changeSurvey)
	register(a, describe("DELETE", oneSurvey, "deleteSurvey", surveysTag, "Delete a survey and its responses; the events of answers stay on people's timelines"), edit, a.deleteSurvey)
	register(a, describe("POST", oneSurvey+"/state", "setSurveyState", surveysTag, "Begin, pause or end a survey"), edit, a.setSurveyState)
	register(a, asks(describe("POST", oneSurvey+"/results", "askSurveyResults", surveysTag, "What people answered, with intervals")), read, a.askSurveyResults)
	register(a, asks(describe("POST", oneSurvey+"/responses/list", "listSurveyResponses", surveysTag, "Single responses, the latest first")), people, a.listSurveyResponses)
	register(a, file(describe("GET", oneSurvey+"/export", "exportSurvey", surveysTag, "All responses as CSV"), "text/csv", "One line for each response"), people, a.exportSurvey)
	register(a, describe("GET", oneSurvey+"/links", "listSurveyLinks", surveysTag, "Links to a survey"), edit, a.listSurveyLinks)
	register(a, created(describe("POST", oneSurvey+"/links", "createSurveyLinks", surveysTag, "Open links to a survey")), edit, a.createSurveyLinks)
	register(a, describe("DELETE", oneSurvey+"/links/{link}", "closeSurveyLink", surveysTag, "Close a link, at once"), edit, a.closeSurveyLink)
	register(a, describe("GET", oneSurvey+"/why", "whySurvey", surveysTag, "Why a person is asked this survey now, or not"), people, a.whySurvey)
	a.registerSurveyMail()
	a.registerPublicSurveys()
}

func (b *SurveyBody) survey(ctx context.Context, id string) survey.Survey {
	return survey.Survey{ID: id, Name: b.Name, Owner: cmp.Or(b.Owner, callerOf(ctx).Name()), Content: b.Content, Version: b.Version}
}
