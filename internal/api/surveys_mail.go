package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"jejak/internal/account"
	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/mail"
	"jejak/internal/voice/survey"
)

// SurveyMailBody is a survey whose mail is looked at.
type SurveyMailBody struct {
	Content  survey.Content `json:"content"`
	Language string         `json:"language,omitempty" maxLength:"35" doc:"the first one of the survey, where it is absent or missing"`
}

// SurveyMailSend is a survey to be mailed by hand.
type SurveyMailSend struct {
	Segment *journey.Segment `json:"segment,omitempty" doc:"everybody where it is absent"`
	Dry     bool             `json:"dry,omitempty" doc:"only say who would get it, and why others would not"`
}

// SurveyMailTest asks for a mail to yourself.
type SurveyMailTest struct {
	Language string `json:"language,omitempty" maxLength:"35"`
}

type surveyMailsQuery struct {
	DocumentPath
	State  mail.State `query:"state" enum:"queued,sent,failed" doc:"all where it is absent"`
	Offset int        `query:"offset" minimum:"0" maximum:"1000000"`
}

// SurveyMails is a page of a survey's mails, the latest first.
type SurveyMails struct {
	Mails []survey.Sent `json:"mails"`
}

// SurveyDeliveries are the latest 100 sendings of a survey, and at their end what its trigger set off.
type SurveyDeliveries struct {
	Deliveries []survey.Delivery `json:"deliveries"`
}

// SurveyDeliveryPath names a delivery of a survey.
type SurveyDeliveryPath struct {
	DocumentPath
	Delivery string `path:"delivery" maxLength:"40"`
}

type surveyDeliveryPeopleQuery struct {
	SurveyDeliveryPath
	Part   survey.DeliveryPart `query:"part" required:"true" enum:"people,left,held,queued,sent,failed,withdrawn,bounced,unsubscribed,answered,finished" doc:"the figure"`
	Reason string              `query:"reason" maxLength:"60" doc:"held: only those with this reason"`
	Offset int                 `query:"offset" minimum:"0" maximum:"1000000"`
}

// SurveyDeliveryPeople is a page of people behind a figure.
type SurveyDeliveryPeople struct {
	People []PeopleRow `json:"people"`
}

func (a *API) registerSurveyMail() {
	const one = oneSurvey + "/mail"
	read, edit, people := needs(account.Ask), needs(account.SurveysEdit), needs(account.PeopleRead)
	register(a, describe("GET", one, "getSurveyMail", surveysTag, "What has come of a survey by mail, and whether a mail server is set"), read, a.getSurveyMail)
	register(a, describe("GET", one+"/outbox", "listSurveyMails", surveysTag, "Single mails of a survey, the latest first, 50 a page"), people, a.listSurveyMails)
	register(a, describe("POST", one+"/send", "sendSurvey", surveysTag, "Have a survey mailed to a segment, which goes on by itself; or see who would get it"), edit, a.sendSurvey)
	register(a, describe("GET", one+"/deliveries", "listSurveyDeliveries", surveysTag, "What has come of each time a survey was sent by mail, the latest first"), read, a.listSurveyDeliveries)
	register(a, describe("GET", one+"/deliveries/{delivery}", "getSurveyDelivery", surveysTag, "How far a survey that is sent by hand has come"), read, a.getSurveyDelivery)
	register(a, describe("POST", one+"/deliveries/{delivery}/stop", "stopSurveyDelivery", surveysTag, "Stop a survey that is being sent; mails that wait are taken back"), edit, a.stopSurveyDelivery)
	register(a, describe("GET", one+"/deliveries/{delivery}/people", "listSurveyDeliveryPeople", surveysTag, "The people behind a figure of a delivery, 50 a page"), people, a.listSurveyDeliveryPeople)
	register(a, file(describe("GET", one+"/export", "exportSurveyDeliveries", surveysTag, "What has come of each delivery as CSV"), "text/csv", "One line for each delivery"), read, a.exportSurveyDeliveries)
	register(a, describe("POST", one+"/test", "testSurveyMail", surveysTag, "Mail a survey to yourself, with a link that keeps nothing"), edit, a.testSurveyMail)
	register(a, asks(describe("POST", surveysRoot+"/mail/preview", "previewSurveyMail", surveysTag, "The mail of a survey that need not be saved")), edit, a.previewSurveyMail)
}

func (a *API) getSurveyMail(ctx context.Context, in *DocumentPath) (*reply[survey.Mailed], error) {
	got, err := a.o.SurveyDesk.Mailed(ctx, in.WS, in.ID)
	return answer(got), err
}

func (a *API) listSurveyMails(ctx context.Context, in *surveyMailsQuery) (*reply[SurveyMails], error) {
	if _, err := a.o.Surveys.Get(ctx, in.WS, in.ID); err != nil {
		return nil, err
	}
	all, err := a.o.SurveyDesk.Mails(ctx, in.WS, in.ID, in.State, in.Offset)
	if a.hides(ctx, in.WS) {
		for i := range all {
			all[i].Address = hideID(string(event.Email), all[i].Address)
			all[i].Reason = "" // servers repeat addresses in it
		}
	}
	return answer(SurveyMails{Mails: all}), err
}

func (a *API) sendSurvey(ctx context.Context, in *documentRequest[SurveyMailSend]) (*reply[survey.Delivery], error) {
	if in.Body.Dry {
		got, err := a.o.SurveyDesk.Try(ctx, in.WS, in.ID, in.Body.Segment)
		return answer(got), err
	}
	by := callerOf(ctx)
	got, err := a.o.SurveyDesk.Send(ctx, in.WS, in.ID, in.Body.Segment, by.Name(), a.o.Accounts.Audit(by, in.WS, "survey.mail", "survey:"+in.ID, ""))
	return answer(got), err
}

func (a *API) listSurveyDeliveries(ctx context.Context, in *DocumentPath) (*reply[SurveyDeliveries], error) {
	all, err := a.o.SurveyDesk.Deliveries(ctx, in.WS, in.ID)
	return answer(SurveyDeliveries{Deliveries: all}), err
}

func (a *API) getSurveyDelivery(ctx context.Context, in *SurveyDeliveryPath) (*reply[survey.Delivery], error) {
	got, err := a.o.SurveyDesk.Delivery(ctx, in.WS, in.ID, in.Delivery)
	return answer(got), err
}

func (a *API) stopSurveyDelivery(ctx context.Context, in *SurveyDeliveryPath) (*reply[survey.Delivery], error) {
	got, err := a.o.SurveyDesk.StopSending(ctx, in.WS, in.ID, in.Delivery,
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "survey.mail_stop", "survey:"+in.ID, in.Delivery))
	return answer(got), err
}

const deliveryPage = 50

func (a *API) listSurveyDeliveryPeople(ctx context.Context, in *surveyDeliveryPeopleQuery) (*reply[SurveyDeliveryPeople], error) {
	out := SurveyDeliveryPeople{People: []PeopleRow{}}
	people, err := a.o.SurveyDesk.Behind(ctx, in.WS, in.ID, in.Delivery, in.Part, in.Reason, in.Offset, deliveryPage)
	if err == nil && len(people) > 0 {
		out.People, err = a.rowsOf(ctx, in.WS, people)
	}
	return answer(out), err
}

func (a *API) exportSurveyDeliveries(ctx context.Context, in *DocumentPath) (*huma.StreamResponse, error) {
	if _, err := a.o.Surveys.Get(ctx, in.WS, in.ID); err != nil {
		return nil, err
	}
	if err := a.o.Accounts.Record(ctx, callerOf(ctx), in.WS, "survey.export", "survey:"+in.ID, "mail"); err != nil {
		return nil, err
	}
	return a.csvFile("survey-"+in.ID+"-mail.csv", func(hc huma.Context) error {
		return a.o.SurveyDesk.ExportDeliveries(hc.Context(), in.WS, in.ID, hc.BodyWriter())
	}), nil
}

// csvFile streams a file; one that breaks off is seen to.
func (a *API) csvFile(name string, write func(huma.Context) error) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", "text/csv; charset=utf-8")
		hc.SetHeader("Content-Disposition", `attachment; filename="`+name+`"`)
		hc.SetStatus(http.StatusOK)
		if err := write(hc); err != nil {
			a.o.Log.ErrorContext(hc.Context(), "an export broke off", "file", name, "error", err)
			panic(http.ErrAbortHandler) //nolint:forbidigo // how net/http lets a reader see that a body is not whole
		}
	}}
}

func (a *API) testSurveyMail(ctx context.Context, in *documentRequest[SurveyMailTest]) (*nothing, error) {
	by := callerOf(ctx)
	if by.User == nil {
		return nil, fault.New(fault.Invalid, "A token has no address: sign in to mail the survey to yourself.")
	}
	return nil, a.o.SurveyDesk.TryMail(ctx, in.WS, in.ID, by.User.Email, in.Body.Language, by.Name())
}

func (a *API) previewSurveyMail(ctx context.Context, in *wsRequest[SurveyMailBody]) (*reply[survey.Drawn], error) {
	got, err := a.o.SurveyDesk.DrawMail(ctx, in.WS, in.Body.Content, in.Body.Language)
	return answer(got), err
}
