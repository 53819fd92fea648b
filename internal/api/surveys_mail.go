package api

import (
	"context"

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

func (a *API) registerSurveyMail() {
	const one = oneSurvey + "/mail"
	read, edit, people := needs(account.Ask), needs(account.SurveysEdit), needs(account.PeopleRead)
	register(a, describe("GET", one, "getSurveyMail", surveysTag, "What has come of a survey by mail, and whether a mail server is set"), read, a.getSurveyMail)
	register(a, describe("GET", one+"/outbox", "listSurveyMails", surveysTag, "Single mails of a survey, the latest first, 50 a page"), people, a.listSurveyMails)
	register(a, describe("POST", one+"/send", "sendSurvey", surveysTag, "Mail a survey to a segment now, or see who would get it"), edit, a.sendSurvey)
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

func (a *API) sendSurvey(ctx context.Context, in *documentRequest[SurveyMailSend]) (*reply[survey.Batched], error) {
	b := survey.Batch{Segment: in.Body.Segment, Dry: in.Body.Dry, By: callerOf(ctx).Name()}
	got, err := a.o.SurveyDesk.Invite(ctx, in.WS, in.ID, b, a.o.Accounts.Audit(callerOf(ctx), in.WS, "survey.mail", "survey:"+in.ID, ""))
	return answer(got), err
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
