package api

import (
	"context"

	"jejak/internal/voice/survey"

	"github.com/danielgtaylor/huma/v2"
)

func (a *API) listSurveys(ctx context.Context, in *InWorkspace) (*reply[SurveyList], error) {
	return nil, nil
}

func (a *API) createSurvey(ctx context.Context, in *wsRequest[SurveyBody]) (*reply[survey.Survey], error) {
	return nil, nil
}

func (a *API) previewSurvey(ctx context.Context, in *wsRequest[SurveyPreviewBody]) (*reply[survey.Public], error) {
	return nil, nil
}

func (a *API) getSurveySettings(ctx context.Context, in *InWorkspace) (*reply[survey.Settings], error) {
	return nil, nil
}

func (a *API) changeSurveySettings(ctx context.Context, in *wsRequest[survey.Settings]) (*reply[survey.Settings], error) {
	return nil, nil
}

func (a *API) getSurvey(ctx context.Context, in *DocumentPath) (*reply[survey.Survey], error) {
	return nil, nil
}

func (a *API) changeSurvey(ctx context.Context, in *documentRequest[SurveyBody]) (*reply[survey.Survey], error) {
	return nil, nil
}

func (a *API) deleteSurvey(ctx context.Context, in *DocumentPath) (*nothing, error) { return nil, nil }

func (a *API) setSurveyState(ctx context.Context, in *documentRequest[SurveyStateBody]) (*reply[survey.Survey], error) {
	return nil, nil
}

func (a *API) askSurveyResults(ctx context.Context, in *documentRequest[SurveyResultsBody]) (*reply[survey.Results], error) {
	return nil, nil
}

func (a *API) listSurveyResponses(ctx context.Context, in *documentRequest[SurveyResponsesBody]) (*reply[SurveyResponses], error) {
	return nil, nil
}

func (a *API) exportSurvey(ctx context.Context, in *surveyExportQuery) (*huma.StreamResponse, error) {
	return nil, nil
}

func (a *API) listSurveyLinks(ctx context.Context, in *DocumentPath) (*reply[SurveyLinks], error) {
	return nil, nil
}

func (a *API) createSurveyLinks(ctx context.Context, in *documentRequest[SurveyLinkBody]) (*reply[SurveyLinks], error) {
	return nil, nil
}

func (a *API) closeSurveyLink(ctx context.Context, in *SurveyLinkPath) (*nothing, error) {
	return nil, nil
}

func (a *API) whySurvey(ctx context.Context, in *surveyWhyQuery) (*reply[survey.Decision], error) {
	return nil, nil
}

func (a *API) nextSurvey(ctx context.Context, in *request[SurveyNextBody]) (*maybe[SurveyNext], error) {
	return nil, nil
}

func (a *API) getPublicSurvey(ctx context.Context, in *surveyTokenQuery) (*reply[survey.Public], error) {
	return nil, nil
}

func (a *API) answerSurvey(ctx context.Context, in *surveyAnswers) (*reply[SurveySaved], error) {
	return nil, nil
}

func (a *API) seeSurvey(ctx context.Context, in *surveySeenBody) (*nothing, error) { return nil, nil }

func (a *API) dismissSurvey(ctx context.Context, in *SurveyToken) (*nothing, error) { return nil, nil }

func (a *API) listProductReviews(ctx context.Context, in *wsRequest[ProductReviewsBody]) (*reply[ProductReviews], error) {
	return nil, nil
}

func (a *API) replyProductReview(ctx context.Context, in *reviewReply) (*reply[survey.Reviewed], error) {
	return nil, nil
}

func (a *API) getPublicReviews(ctx context.Context, in *publicReviewsQuery) (*huma.StreamResponse, error) {
	return nil, nil
}
