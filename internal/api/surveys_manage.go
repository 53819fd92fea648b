package api

import (
	"context"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"jejak/internal/account"
	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/journey"
	"jejak/internal/mail"
	"jejak/internal/sqldb"
	"jejak/internal/voice/survey"
	"jejak/internal/voice/theme"
)

func (a *API) listSurveys(ctx context.Context, in *InWorkspace) (*reply[SurveyList], error) {
	all, err := a.o.Surveys.List(ctx, in.WS)
	return answer(SurveyList{Surveys: all}), err
}

func (a *API) getSurvey(ctx context.Context, in *DocumentPath) (*reply[survey.Survey], error) {
	one, err := a.o.Surveys.Get(ctx, in.WS, in.ID)
	return answer(one), err
}

func (a *API) createSurvey(ctx context.Context, in *wsRequest[SurveyBody]) (*reply[survey.Survey], error) {
	one, err := a.o.Surveys.Create(ctx, in.WS, in.Body.survey(ctx, ""),
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "survey.create", "", in.Body.Name))
	return answer(one), err
}

func (a *API) changeSurvey(ctx context.Context, in *documentRequest[SurveyBody]) (*reply[survey.Survey], error) {
	one, err := a.o.Surveys.Update(ctx, in.WS, in.Body.survey(ctx, in.ID),
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "survey.change", "survey:"+in.ID, ""))
	return answer(one), err
}

func (a *API) deleteSurvey(ctx context.Context, in *DocumentPath) (*nothing, error) {
	return nil, a.o.Surveys.Delete(ctx, in.WS, in.ID, a.o.Mail.Withdraw(in.WS, mail.Survey, in.ID, "deleted"),
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "survey.delete", "survey:"+in.ID, ""))
}

func (a *API) setSurveyState(ctx context.Context, in *documentRequest[SurveyStateBody]) (*reply[survey.Survey], error) {
	steps := []sqldb.Step{a.o.Accounts.Audit(callerOf(ctx), in.WS, "survey.state", "survey:"+in.ID, string(in.Body.State))}
	if in.Body.State == survey.Ended { // its links open nothing any more
		steps = append(steps, a.o.Mail.Withdraw(in.WS, mail.Survey, in.ID, "ended"))
	}
	one, err := a.o.Surveys.SetState(ctx, in.WS, in.ID, in.Body.State, steps...)
	return answer(one), err
}

func (a *API) previewSurvey(ctx context.Context, in *wsRequest[SurveyPreviewBody]) (*reply[survey.Public], error) {
	p, err := a.o.SurveyDesk.Preview(ctx, in.WS, in.Body.Name, in.Body.Content, in.Body.Language)
	return answer(p), err
}

func (a *API) getSurveySettings(ctx context.Context, in *InWorkspace) (*reply[survey.Settings], error) {
	s, err := a.o.Surveys.Settings(ctx, in.WS)
	return answer(s), err
}

func (a *API) changeSurveySettings(ctx context.Context, in *wsRequest[survey.Settings]) (*reply[survey.Settings], error) {
	s, err := a.o.Surveys.SetSettings(ctx, in.WS, in.Body, a.o.Accounts.Audit(callerOf(ctx), in.WS, "survey.settings", "", ""))
	return answer(s), err
}

func (a *API) askSurveyResults(ctx context.Context, in *documentRequest[SurveyResultsBody]) (*reply[survey.Results], error) {
	ctx, cancel := context.WithTimeout(ctx, askFor)
	defer cancel()
	ask := survey.Asking{Range: in.Body.Range, Segment: in.Body.Segment, By: in.Body.By}
	if ask.Range == (journey.Range{}) {
		ask.Range.Last = journey.Duration(90 * 24 * 3600e9)
	}
	if ask.By == "segment" {
		all, err := a.o.Segments.List(ctx, in.WS)
		if err != nil {
			return nil, err
		}
		for _, s := range all {
			if len(in.Body.Segments) == 0 || slices.Contains(in.Body.Segments, s.ID) {
				ask.Segments = append(ask.Segments, survey.Group{ID: s.ID, Name: s.Name})
			}
		}
	}
	got, err := a.o.SurveyDesk.Results(ctx, in.WS, in.ID, ask)
	return answer(got), err
}

func (a *API) listSurveyResponses(ctx context.Context, in *documentRequest[SurveyResponsesBody]) (*reply[SurveyResponses], error) {
	b := in.Body
	l := survey.Listing{Question: b.Question, Search: b.Search, State: b.State, Language: b.Language, Offset: b.Offset, Limit: b.Limit}
	if b.Person != "" {
		if err := l.Person.UnmarshalText([]byte(b.Person)); err != nil {
			return nil, fault.InvalidFields("This is no person.", []fault.Field{{Name: "person", Message: "must be 32 hexadecimal digits"}})
		}
	}
	d, err := a.o.Touchpoints.Definitions(ctx, in.WS)
	if err != nil {
		return nil, err
	}
	if b.Range != (journey.Range{}) {
		span, err := b.Range.Resolve(d.Zone, d.Now)
		if err != nil {
			return nil, err
		}
		l.From, l.To = event.Time(max(span.From, 0)), event.Time(min(span.To, 1<<62))
	}
	p, err := a.o.SurveyDesk.Responses(ctx, in.WS, in.ID, l)
	if err == nil {
		err = a.findThemes(ctx, in.WS, p.Responses)
	}
	if a.hides(ctx, in.WS) {
		for i := range p.Responses {
			hideIDs(p.Responses[i].IDs)
		}
	}
	return answer(SurveyResponses(p)), err
}

// findThemes finds the themes of what was written in responses.
func (a *API) findThemes(ctx context.Context, ws event.Workspace, all []survey.Response) error {
	known, err := a.o.Themes.List(ctx, ws)
	if err != nil || len(known) == 0 {
		return err
	}
	rules := make([]theme.Matcher, len(known))
	for i, t := range known {
		rules[i] = t.Rule.Compile()
	}
	for _, r := range all {
		for i := range r.Answers {
			terms := theme.Terms(r.Answers[i].Written())
			for k, t := range known {
				if len(terms) > 0 && rules[k].Match(terms) {
					r.Answers[i].Themes = append(r.Answers[i].Themes, t.ID)
				}
			}
		}
	}
	return nil
}

func (a *API) exportSurvey(ctx context.Context, in *surveyExportQuery) (*huma.StreamResponse, error) {
	if _, err := a.o.Surveys.Get(ctx, in.WS, in.ID); err != nil {
		return nil, err
	}
	if err := a.o.Accounts.Record(ctx, callerOf(ctx), in.WS, "survey.export", "survey:"+in.ID, ""); err != nil {
		return nil, err
	}
	show := func(ids []event.ID) []event.ID { return ids }
	if a.hides(ctx, in.WS) {
		show = func(ids []event.ID) []event.ID {
			ids = slices.Clone(ids)
			hideIDs(ids)
			return ids
		}
	}
	return a.csvFile("survey-"+in.ID+".csv", func(hc huma.Context) error {
		return a.o.SurveyDesk.Export(hc.Context(), in.WS, in.ID, in.Language, show, hc.BodyWriter())
	}), nil
}

func (a *API) listSurveyLinks(ctx context.Context, in *DocumentPath) (*reply[SurveyLinks], error) {
	all, err := a.o.Surveys.Links(ctx, in.WS, in.ID)
	if a.hides(ctx, in.WS) {
		for i := range all {
			hideIDs(all[i].IDs)
		}
	}
	return answer(SurveyLinks{Links: all}), err
}

func (a *API) createSurveyLinks(ctx context.Context, in *documentRequest[SurveyLinkBody]) (*reply[SurveyLinks], error) {
	d := survey.LinkDraft{Kind: in.Body.Kind, Name: in.Body.Name, IDs: in.Body.IDs, Count: in.Body.Count, By: callerOf(ctx).Name()}
	all, err := a.o.Surveys.OpenLinks(ctx, in.WS, in.ID, d,
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "survey.link", "survey:"+in.ID, string(d.Kind)))
	return answer(SurveyLinks{Links: all}), err
}

func (a *API) closeSurveyLink(ctx context.Context, in *SurveyLinkPath) (*nothing, error) {
	return nil, a.o.Surveys.CloseLink(ctx, in.WS, in.ID, in.Link,
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "survey.unlink", "survey:"+in.ID, in.Link))
}

func (a *API) whySurvey(ctx context.Context, in *surveyWhyQuery) (*reply[survey.Decision], error) {
	person, err := a.reader().MovedTo(in.WS, in.Person)
	if err != nil {
		return nil, err
	}
	visitor := survey.Visitor{Person: person, Via: in.Via, URL: in.URL, AnyPage: in.URL == ""}
	if in.Language != "" {
		visitor.Languages = []string{in.Language}
	}
	got, err := a.o.SurveyDesk.Why(ctx, in.WS, in.ID, visitor)
	return answer(got), err
}

// surveyLimits bound what strangers may do with surveys.
type surveyLimits struct{ looks, answers, byToken *account.Guesses }

func newSurveyLimits() surveyLimits {
	return surveyLimits{
		looks: account.NewGuesses(600, looksWithin), answers: account.NewGuesses(600, looksWithin), byToken: account.NewGuesses(200, looksWithin),
	}
}
