package api

import (
	"context"
	"errors"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/voice/survey"
)

func (a *API) nextSurvey(ctx context.Context, in *request[SurveyNextBody]) (*maybe[SurveyNext], error) {
	if err := slower(a.surveys.looks.Take(visitOf(ctx).ip, a.o.Now())); err != nil {
		return nil, err
	}
	b := in.Body
	if b.Preview != "" {
		p, err := a.o.SurveyDesk.Look(ctx, b.Preview, "", "")
		if err != nil || !p.Preview {
			return nil, errors.Join(err, fault.New(fault.NotFound, "This is no preview of a survey."))
		}
		return &maybe[SurveyNext]{Status: http.StatusOK, Body: &SurveyNext{Token: p.Token, Survey: p}}, nil
	}
	src, ok, err := a.o.Workspaces.ByWriteKey(ctx, b.WriteKey)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fault.New(fault.Unauthenticated, "No source has this write key: copy it from the source's page.")
	}
	visit := survey.Visit{URL: shownURL(b.URL), Languages: b.Languages}
	for _, id := range []event.ID{{Type: event.UserID, Value: b.UserID}, {Type: event.AnonymousID, Value: b.AnonymousID}} {
		if id.Value != "" {
			visit.IDs = append(visit.IDs, id)
		}
	}
	p, wait, err := a.o.SurveyDesk.Next(ctx, src.Workspace, visit)
	if err != nil || p == nil {
		return &maybe[SurveyNext]{Status: http.StatusNoContent, RetryAfter: retryAfter(wait)}, err
	}
	return &maybe[SurveyNext]{Status: http.StatusOK, Body: &SurveyNext{Token: p.Token, Survey: *p}}, nil
}

// retryAfter is a wait in seconds, rounded up so that nobody comes back too soon; empty where there is none. A page comes back at least
// every hour, as an event or a change of the survey may have made it wait for nothing.
func retryAfter(wait time.Duration) string {
	if wait <= 0 {
		return ""
	}
	return strconv.Itoa(int(math.Ceil(min(max(wait, 5*time.Second), time.Hour).Seconds())))
}

func (a *API) getPublicSurvey(ctx context.Context, in *surveyTokenQuery) (*reply[survey.Public], error) {
	if err := slower(a.surveys.looks.Take(visitOf(ctx).ip, a.o.Now())); err != nil {
		return nil, err
	}
	p, err := a.o.SurveyDesk.Look(ctx, in.Token, in.Language, in.Accept)
	return answer(p), over(err)
}

// over says of a response that is finished that it will not be there again.
func over(err error) error {
	if !fault.Is(err, fault.Conflict) {
		return err
	}
	var e *fault.Error
	errors.As(err, &e)
	return &Problem{Type: "gone", Title: http.StatusText(http.StatusGone), Status: http.StatusGone, Detail: e.Message}
}

func (a *API) mayAnswer(ctx context.Context, token string) error {
	now := a.o.Now()
	return slower(errors.Join(a.surveys.answers.Take(visitOf(ctx).ip, now), a.surveys.byToken.Take(token, now)))
}

func (a *API) answerSurvey(ctx context.Context, in *surveyAnswers) (*reply[SurveySaved], error) {
	if err := a.mayAnswer(ctx, in.Token); err != nil {
		return nil, err
	}
	b := in.Body
	got, err := a.o.SurveyDesk.Answer(ctx, in.Token, survey.Post{
		Answers: b.Answers, Done: b.Done, Trap: b.Trap, Elapsed: b.ElapsedMs, Language: b.Language,
	})
	return answer(SurveySaved{Saved: got.Counted, Ignored: got.Ignored, Next: got.Next, Finished: got.Finished}), over(err)
}

func (a *API) seeSurvey(ctx context.Context, in *surveySeenBody) (*nothing, error) {
	if err := a.mayAnswer(ctx, in.Token); err != nil {
		return nil, err
	}
	return nil, a.o.SurveyDesk.Seen(ctx, in.Token, shownURL(in.Body.URL))
}

func (a *API) dismissSurvey(ctx context.Context, in *SurveyToken) (*nothing, error) {
	if err := a.mayAnswer(ctx, in.Token); err != nil {
		return nil, err
	}
	return nil, a.o.SurveyDesk.Dismissed(ctx, in.Token)
}

// shownURL is a page's address without what may be secret in it: who is signed in, and the fragment.
func shownURL(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	u.User, u.Fragment, u.RawFragment = nil, "", ""
	return u.String()
}
