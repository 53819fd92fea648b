package api

import (
	"cmp"
	"context"
	"encoding/json"
	"math"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"jejak/internal/account"
	"jejak/internal/event"
	"jejak/internal/fault"
	"jejak/internal/voice/survey"
)

// ProductReviewsBody asks for a page of reviews, the latest first.
type ProductReviewsBody struct {
	Product string `json:"product,omitempty" maxLength:"200"`
	Brand   bool   `json:"brand,omitempty" doc:"only those of the brand: of no product"`
	Rating  int    `json:"rating,omitempty" minimum:"0" maximum:"5"`
	State   string `json:"state,omitempty" enum:"all,public,private,unanswered" doc:"all by default"`
	Search  string `json:"search,omitempty" maxLength:"200"`
	Offset  int    `json:"offset,omitempty" minimum:"0"`
	Limit   int    `json:"limit,omitempty" minimum:"0" maximum:"200" doc:"50 by default"`
}

// ProductReviews is a page of reviews.
type ProductReviews struct {
	Total    int              `json:"total"`
	Products []string         `json:"products" doc:"that have reviews"`
	Sum      survey.ReviewSum `json:"sum" doc:"of all reviews of the product with the words that are looked for, whatever their rating and state"`
	Reviews  []ProductReview  `json:"reviews"`
}

// ProductReview is a review with what its person is called.
type ProductReview struct {
	survey.Reviewed
	Name       string `json:"name,omitempty" doc:"what the person is called"`
	SourceName string `json:"sourceName,omitempty" doc:"of deleted sources too"`
	SourceKind string `json:"sourceKind,omitempty"`
	SurveyName string `json:"surveyName,omitempty"`
}

// ProductReviewReply is a team's answer; an empty one takes it back.
type ProductReviewReply struct {
	Text string `json:"text" maxLength:"5000"`
}

// ProductReviewPath names a review.
type ProductReviewPath struct {
	InWorkspace
	ID string `path:"id" maxLength:"100"`
}

type reviewReply struct {
	ProductReviewPath
	Body ProductReviewReply
}

type publicReviewsQuery struct {
	Key     string `path:"key" maxLength:"200" doc:"write key of a source of the workspace"`
	Product string `query:"product" maxLength:"200" required:"true"`
	Limit   int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
}

func (a *API) registerProductReviews() {
	const path = wsRoot + "/reviews"
	register(a, asks(describe("POST", path+"/list", "listProductReviews", surveysTag, "Reviews, the latest first")), needs(account.Ask), a.listProductReviews)
	bring := describe("POST", path+"/import", "importProductReviews", surveysTag, "Import a CSV file of reviews, or say what would become of it")
	register(a, upTo(mostReviews, bring), needs(account.SurveysEdit), a.importProductReviews)
	register(a, describe("PUT", path+"/{id}/reply", "replyProductReview", surveysTag, "Answer a review, for everybody who may read it"), needs(account.SurveysEdit), a.replyProductReview)
	register(a, anywhere(file(describe("GET", publicRoot+"/reviews/{key}", "getPublicReviews", surveysTag, "Reviews of a product whose authors agreed, as schema.org markup"), "application/ld+json", "A schema.org Product")), anybody(), a.getPublicReviews)
}

func (a *API) listProductReviews(ctx context.Context, in *wsRequest[ProductReviewsBody]) (*reply[ProductReviews], error) {
	b := in.Body
	page, err := a.o.Reviews.List(ctx, in.WS, survey.ReviewList{
		Product: b.Product, Brand: b.Brand, Rating: b.Rating, State: b.State, Search: b.Search, Authors: callerOf(ctx).Can(in.WS, account.PeopleRead), Offset: b.Offset, Limit: b.Limit,
	})
	if err != nil {
		return nil, err
	}
	all, err := a.withReviewers(ctx, in.WS, page.Reviews)
	return answer(ProductReviews{Total: page.Total, Products: append([]string{}, page.Products...), Sum: page.Sum, Reviews: all}), err
}

// withReviewers adds what the people are called, for those who may look at people, and where each review came from. Whoever may not
// look at people is told nothing of who wrote; whoever may not know how to reach them reads no addresses and numbers.
func (a *API) withReviewers(ctx context.Context, ws event.Workspace, list []survey.Reviewed) ([]ProductReview, error) {
	origins, err := a.originsOf(ctx, ws)
	if err != nil {
		return nil, err
	}
	var names map[event.Person]string
	named := callerOf(ctx).Can(ws, account.PeopleRead)
	if named {
		if names, err = a.reviewers(ctx, ws, list); err != nil {
			return nil, err
		}
	}
	out := make([]ProductReview, len(list))
	for i, v := range list {
		if a.hides(ctx, ws) {
			v.Text, v.Title, v.Author = shortenIn(v.Text), shortenIn(v.Title), shortenIn(v.Author)
		}
		if !named {
			v.Person, v.Author = event.Person{}, ""
		}
		out[i] = ProductReview{Reviewed: v, Name: names[v.Person]}
		origins.tell(&out[i])
	}
	return out, nil
}

func (a *API) reviewers(ctx context.Context, ws event.Workspace, list []survey.Reviewed) (map[event.Person]string, error) {
	people, names := []event.Person{}, map[event.Person]string{}
	for _, v := range list {
		if v.Person != (event.Person{}) {
			people = append(people, v.Person)
		}
	}
	if len(people) == 0 {
		return names, nil
	}
	rows, err := a.rowsOf(ctx, ws, people)
	for _, r := range rows {
		names[r.Person] = r.Name
	}
	return names, err
}

// origins are what reviews come from.
type origins struct {
	names   map[event.Source]string // of deleted ones too
	kinds   map[event.Source]string
	surveys map[string]string
}

func (a *API) originsOf(ctx context.Context, ws event.Workspace) (o origins, err error) {
	place, err := a.o.Workspaces.Place(ctx, ws)
	if err != nil {
		return o, err
	}
	sources, err := a.o.Workspaces.Sources(ctx, ws)
	if err != nil {
		return o, err
	}
	surveys, err := a.o.Surveys.List(ctx, ws)
	o = origins{names: place.Sources, kinds: map[event.Source]string{}, surveys: map[string]string{}}
	for _, s := range sources {
		o.kinds[s.ID] = s.Kind
	}
	for _, s := range surveys {
		o.surveys[s.ID] = s.Name
	}
	return o, err
}

func (o *origins) tell(v *ProductReview) {
	v.SourceName, v.SourceKind, v.SurveyName = o.names[v.Source], o.kinds[v.Source], o.surveys[v.Survey]
	if v.SurveyName == "" { // an event may name one that is not there
		v.Survey = ""
	}
}

func (a *API) replyProductReview(ctx context.Context, in *reviewReply) (*reply[survey.Reviewed], error) {
	v, err := a.o.Reviews.Reply(ctx, in.WS, in.ID, in.Body.Text, callerOf(ctx).Name(),
		a.o.Accounts.Audit(callerOf(ctx), in.WS, "review.reply", "review:"+in.ID, ""))
	return answer(v), err
}

func (a *API) getPublicReviews(ctx context.Context, in *publicReviewsQuery) (*huma.StreamResponse, error) {
	if err := slower(a.surveys.looks.Take(visitOf(ctx).ip, a.o.Now())); err != nil {
		return nil, err
	}
	src, ok, err := a.o.Workspaces.ByWriteKey(ctx, in.Key)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fault.New(fault.NotFound, "There are no reviews here: no source has this write key.")
	}
	v, err := a.o.Reviews.Public(ctx, src.Workspace, in.Product, in.Limit)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", "application/ld+json")
		hc.SetHeader("X-Content-Type-Options", "nosniff")
		hc.SetHeader("Cache-Control", "public, max-age=300")
		hc.SetStatus(http.StatusOK)
		// Markup is put into pages between <script> tags: json.NewEncoder writes < and > of people's words as escapes.
		_ = json.NewEncoder(hc.BodyWriter()).Encode(markup(v)) // the reader has gone at worst
	}}, nil
}

// markup is reviews in the words of schema.org.
func markup(v survey.Shown) map[string]any {
	out := map[string]any{"@context": "https://schema.org", "@type": "Product", "name": v.Product}
	if v.Count == 0 {
		return out
	}
	out["aggregateRating"] = map[string]any{
		"@type": "AggregateRating", "ratingValue": math.Round(v.Mean*100) / 100, "reviewCount": v.Count, "bestRating": 5, "worstRating": 1,
	}
	reviews := []any{}
	for _, r := range v.Reviews {
		one := map[string]any{
			"@type": "Review", "datePublished": r.At.Std().Format(time.DateOnly), "reviewBody": r.Text,
			"reviewRating": map[string]any{"@type": "Rating", "ratingValue": r.Rating, "bestRating": 5, "worstRating": 1},
			"author":       map[string]any{"@type": "Person", "name": cmp.Or(r.Author, "Customer")},
		}
		if r.Title != "" {
			one["name"] = r.Title
		}
		if r.Language != "" {
			one["inLanguage"] = r.Language
		}
		if r.Reply != nil {
			one["comment"] = map[string]any{"@type": "Comment", "text": r.Reply.Text, "dateCreated": r.Reply.At.Std().Format(time.DateOnly)}
		}
		reviews = append(reviews, one)
	}
	out["review"] = reviews
	return out
}
