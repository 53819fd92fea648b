package api

import (
	"github.com/danielgtaylor/huma/v2"

	"jejak/internal/voice/survey"
)

const (
	publicRoot    = root + "/public"
	publicSurveys = publicRoot + "/surveys"
)

// SurveyNextBody is somebody on a page, as the widget knows them.
type SurveyNextBody struct {
	WriteKey    string   `json:"writeKey" maxLength:"200" doc:"of the source that the page sends to"`
	AnonymousID string   `json:"anonymousId,omitempty" maxLength:"1000"`
	UserID      string   `json:"userId,omitempty" maxLength:"1000"`
	URL         string   `json:"url,omitempty" maxLength:"2000"`
	Languages   []string `json:"languages,omitempty" maxItems:"20" doc:"that the person reads, the best first"`
	Preview     string   `json:"preview,omitempty" maxLength:"200" doc:"token of a preview link: that survey, whoever it is for"`
}

// SurveyNext is the survey to show now.
type SurveyNext struct {
	Token  string        `json:"token"`
	Survey survey.Public `json:"survey"`
}

// SurveyToken names a survey as it was put before somebody.
type SurveyToken struct {
	Token string `path:"token" maxLength:"4000"`
}

type surveyTokenQuery struct {
	SurveyToken
	Language string `query:"language" maxLength:"35" doc:"the best of the survey's for the browser's Accept-Language, where it is absent"`
	Accept   string `header:"Accept-Language"`
}

// SurveyAnswersBody is what somebody answered. It may come in any number of pieces.
type SurveyAnswersBody struct {
	Answers   []survey.Answer `json:"answers,omitempty" maxItems:"60"`
	Done      bool            `json:"done,omitempty" doc:"the person is through"`
	Trap      string          `json:"trap,omitempty" maxLength:"1000" doc:"what is in the field that people do not see"`
	ElapsedMs int             `json:"elapsedMs,omitempty" minimum:"0" doc:"milliseconds since the survey was first seen; of two answers to a question, the later one counts"`
	Language  string          `json:"language,omitempty" maxLength:"35" doc:"in which it was answered"`
}

type surveyAnswers struct {
	SurveyToken
	Body SurveyAnswersBody
}

// SurveySaved says what has become of answers.
type SurveySaved struct {
	Saved    []string         `json:"saved" doc:"questions whose answers count"`
	Ignored  []survey.Ignored `json:"ignored" doc:"and those whose do not"`
	Next     string           `json:"next" doc:"id of the question that comes next, or end"`
	Finished bool             `json:"finished"`
}

type surveySeenBody struct {
	SurveyToken
	Body SurveySeenBody
}

// SurveySeenBody says where a survey was seen.
type SurveySeenBody struct {
	URL string `json:"url,omitempty" maxLength:"2000"`
}

func (a *API) registerPublicSurveys() {
	one := publicSurveys + "/{token}"
	next := anywhere(asks(describe("POST", publicSurveys+"/next", "nextSurvey", surveysTag, "The survey to show to a visitor now; 204 where there is none")))
	next.Responses = map[string]*huma.Response{"204": {Description: "Nothing is to be shown", Headers: map[string]*huma.Param{"Retry-After": {
		Description: "seconds, 5 to 3600, until the first survey is due that only waits; absent where none waits", Schema: &huma.Schema{Type: huma.TypeInteger},
	}}}}
	register(a, next, anybody(), a.nextSurvey)
	register(a, anywhere(describe("GET", one, "getPublicSurvey", surveysTag, "The survey of a link or a widget, with what was answered so far; 410 once a single response is finished")), anybody(), a.getPublicSurvey)
	register(a, anywhere(describe("POST", one+"/answers", "answerSurvey", surveysTag, "Answer questions")), anybody(), a.answerSurvey)
	register(a, anywhere(describe("POST", one+"/seen", "seeSurvey", surveysTag, "The survey has come before somebody's eyes")), anybody(), a.seeSurvey)
	register(a, anywhere(describe("POST", one+"/dismissed", "dismissSurvey", surveysTag, "Somebody has put the survey away")), anybody(), a.dismissSurvey)
}

// maybe is an answer that may be none: 204, with the seconds after which it is worth asking again where they are known.
type maybe[T any] struct {
	Status     int
	RetryAfter string `header:"Retry-After" hidden:"true"`
	Body       *T
}

// anywhere says of a public operation that pages of every site may call it. It looks at no cookie.
func anywhere(op huma.Operation) huma.Operation {
	op.Extensions = map[string]any{"x-anywhere": true}
	return upTo(256<<10, op)
}

// file says that an operation answers with a file of a type.
func file(op huma.Operation, kind, description string) huma.Operation {
	op.Responses = map[string]*huma.Response{"200": {
		Description: description,
		Content:     map[string]*huma.MediaType{kind: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}},
	}}
	return op
}
