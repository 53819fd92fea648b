package api

import (
	"cmp"
	"context"

	"jejak/internal/account"
	"jejak/internal/dashboard"
	"jejak/internal/document"
	"jejak/internal/journey"
)

// SavedQuestion is a question with a name and a way to draw its answer.
type SavedQuestion struct {
	ID string `json:"id" example:"q3"`
	dashboard.About
	Question journey.Question `json:"question"`
	Chart    dashboard.Chart  `json:"chart" doc:"how to draw the answer: the screens' own"`
	document.Stamp
}

// SavedQuestionList is the saved questions of a workspace, the oldest first.
type SavedQuestionList struct {
	Questions []SavedQuestion `json:"questions"`
}

// QuestionBody is a question to save, or to put in the place of a saved one.
type QuestionBody struct {
	Name        string           `json:"name" minLength:"1" maxLength:"200"`
	Description string           `json:"description,omitempty" maxLength:"5000"`
	Owner       string           `json:"owner,omitempty" maxLength:"200" doc:"you, where it is absent"`
	Question    journey.Question `json:"question"`
	Chart       dashboard.Chart  `json:"chart,omitempty"`
	Version     int              `json:"version,omitempty" minimum:"0" doc:"of a change: the version that was looked at; if there is a newer one, the answer is 409 with it as current; 0 changes any"`
}

// Dashboard is cards in an order.
type Dashboard struct {
	ID string `json:"id" example:"d3"`
	dashboard.About
	Cards   []dashboard.Card `json:"cards"`
	Range   *journey.Range   `json:"range,omitempty" doc:"what its questions are asked of, instead of their own ranges"`
	Refresh int              `json:"refresh" doc:"seconds between looks; 0 is never"`
	document.Stamp
}

// DashboardList is the dashboards of a workspace, the oldest first.
type DashboardList struct {
	Dashboards []Dashboard `json:"dashboards"`
}

// DashboardBody is a dashboard to make, or to put in the place of another one.
type DashboardBody struct {
	Name        string           `json:"name" minLength:"1" maxLength:"200"`
	Description string           `json:"description,omitempty" maxLength:"5000"`
	Owner       string           `json:"owner,omitempty" maxLength:"200" doc:"you, where it is absent"`
	Cards       []dashboard.Card `json:"cards" maxItems:"50"`
	Range       *journey.Range   `json:"range,omitempty"`
	Refresh     int              `json:"refresh,omitempty" minimum:"0" maximum:"86400" doc:"seconds, from 10; 0 is never"`
	Version     int              `json:"version,omitempty" minimum:"0" doc:"of a change: the version that was looked at; if there is a newer one, the answer is 409 with it as current; 0 changes any"`
}

func (a *API) registerDashboards() {
	const tag = "Dashboards"
	const questions, boards = wsRoot + "/questions", wsRoot + "/dashboards"
	register(a, describe("GET", questions, "listQuestions", tag, "Saved questions"), needs(account.Ask), a.listQuestions)
	register(a, created(describe("POST", questions, "createQuestion", tag, "Save a question")), needs(account.DashboardsEdit), a.createQuestion)
	register(a, describe("GET", questions+"/{id}", "getQuestion", tag, "One saved question"), needs(account.Ask), a.getQuestion)
	register(a, describe("PUT", questions+"/{id}", "changeQuestion", tag, "Change a saved question"), needs(account.DashboardsEdit), a.changeQuestion)
	register(a, describe("DELETE", questions+"/{id}", "deleteQuestion", tag, "Delete a saved question that no dashboard shows"), needs(account.DashboardsEdit), a.deleteQuestion)
	register(a, describe("GET", boards, "listDashboards", tag, "Dashboards"), needs(account.Ask), a.listDashboards)
	register(a, created(describe("POST", boards, "createDashboard", tag, "Make a dashboard")), needs(account.DashboardsEdit), a.createDashboard)
	register(a, describe("GET", boards+"/{id}", "getDashboard", tag, "One dashboard"), needs(account.Ask), a.getDashboard)
	register(a, describe("PUT", boards+"/{id}", "changeDashboard", tag, "Change a dashboard"), needs(account.DashboardsEdit), a.changeDashboard)
	register(a, describe("DELETE", boards+"/{id}", "deleteDashboard", tag, "Delete a dashboard; its saved questions stay"), needs(account.DashboardsEdit), a.deleteDashboard)
}

func (a *API) listQuestions(ctx context.Context, in *InWorkspace) (*reply[SavedQuestionList], error) {
	all, err := a.o.Dashboards.Questions.List(ctx, in.WS)
	list := make([]SavedQuestion, len(all))
	for i, q := range all {
		list[i] = SavedQuestion(q)
	}
	return answer(SavedQuestionList{Questions: list}), err
}

func (a *API) getQuestion(ctx context.Context, in *DocumentPath) (*reply[SavedQuestion], error) {
	q, err := a.o.Dashboards.Questions.Get(ctx, in.WS, in.ID)
	return answer(SavedQuestion(q)), err
}

func (b *QuestionBody) question(ctx context.Context, id string) dashboard.Question {
	return dashboard.Question{
		ID: id, About: dashboard.About{Name: b.Name, Description: b.Description, Owner: cmp.Or(b.Owner, callerOf(ctx).Name())},
		Question: b.Question, Chart: b.Chart, Stamp: document.Stamp{Version: b.Version},
	}
}

func (a *API) createQuestion(ctx context.Context, in *wsRequest[QuestionBody]) (*reply[SavedQuestion], error) {
	q, err := a.o.Dashboards.Questions.Create(ctx, in.WS, in.Body.question(ctx, ""),
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "question.create", "", in.Body.Name))
	return answer(SavedQuestion(q)), err
}

func (a *API) changeQuestion(ctx context.Context, in *documentRequest[QuestionBody]) (*reply[SavedQuestion], error) {
	q, err := a.o.Dashboards.Questions.Update(ctx, in.WS, in.Body.question(ctx, in.ID),
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "question.change", "question:"+in.ID, ""))
	return answer(SavedQuestion(q)), err
}

func (a *API) deleteQuestion(ctx context.Context, in *DocumentPath) (*nothing, error) {
	return nil, a.o.Dashboards.Questions.Delete(ctx, in.WS, in.ID, a.o.Accounts.Audit(callerOf(ctx), in.WS, "question.delete", "question:"+in.ID, ""))
}

func (a *API) listDashboards(ctx context.Context, in *InWorkspace) (*reply[DashboardList], error) {
	all, err := a.o.Dashboards.List(ctx, in.WS)
	list := make([]Dashboard, len(all))
	for i, d := range all {
		list[i] = Dashboard(d)
	}
	return answer(DashboardList{Dashboards: list}), err
}

func (a *API) getDashboard(ctx context.Context, in *DocumentPath) (*reply[Dashboard], error) {
	d, err := a.o.Dashboards.Get(ctx, in.WS, in.ID)
	return answer(Dashboard(d)), err
}

func (b *DashboardBody) dashboard(ctx context.Context, id string) dashboard.Dashboard {
	return dashboard.Dashboard{
		ID: id, About: dashboard.About{Name: b.Name, Description: b.Description, Owner: cmp.Or(b.Owner, callerOf(ctx).Name())},
		Cards: b.Cards, Range: b.Range, Refresh: b.Refresh, Stamp: document.Stamp{Version: b.Version},
	}
}

func (a *API) createDashboard(ctx context.Context, in *wsRequest[DashboardBody]) (*reply[Dashboard], error) {
	d, err := a.o.Dashboards.Create(ctx, in.WS, in.Body.dashboard(ctx, ""),
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "dashboard.create", "", in.Body.Name))
	return answer(Dashboard(d)), err
}

func (a *API) changeDashboard(ctx context.Context, in *documentRequest[DashboardBody]) (*reply[Dashboard], error) {
	d, err := a.o.Dashboards.Update(ctx, in.WS, in.Body.dashboard(ctx, in.ID),
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "dashboard.change", "dashboard:"+in.ID, ""))
	return answer(Dashboard(d)), err
}

func (a *API) deleteDashboard(ctx context.Context, in *DocumentPath) (*nothing, error) {
	return nil, a.o.Dashboards.Delete(ctx, in.WS, in.ID, a.o.Accounts.Audit(callerOf(ctx), in.WS, "dashboard.delete", "dashboard:"+in.ID, ""))
}
