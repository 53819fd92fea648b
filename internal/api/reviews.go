package api

import (
	"jejak/internal/account"
	"jejak/internal/voice/survey"
)

// ProductReviewsBody asks for a page of reviews, the latest first.
type ProductReviewsBody struct {
	Product string `json:"product,omitempty" maxLength:"200"`
	Rating  int    `json:"rating,omitempty" minimum:"0" maximum:"5"`
	State   string `json:"state,omitempty" enum:"all,public,private,unanswered" doc:"all by default"`
	Search  string `json:"search,omitempty" maxLength:"200"`
	Offset  int    `json:"offset,omitempty" minimum:"0"`
	Limit   int    `json:"limit,omitempty" minimum:"0" maximum:"200" doc:"50 by default"`
}

// ProductReviews is a page of reviews.
type ProductReviews struct {
	Total    int               `json:"total"`
	Products []string          `json:"products" doc:"that have reviews"`
	Reviews  []survey.Reviewed `json:"reviews"`
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
	register(a, asks(describe("POST", path+"/list", "listProductReviews", surveysTag, "Reviews, the latest first")), needs(account.PeopleRead), a.listProductReviews)
	register(a, describe("PUT", path+"/{id}/reply", "replyProductReview", surveysTag, "Answer a review, for everybody who may read it"), needs(account.SurveysEdit), a.replyProductReview)
	register(a, anywhere(file(describe("GET", publicRoot+"/reviews/{key}", "getPublicReviews", surveysTag, "Reviews of a product whose authors agreed, as schema.org markup"), "application/ld+json", "A schema.org Product")), anybody(), a.getPublicReviews)
}
