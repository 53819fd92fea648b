package api

import (
	"context"
	"strconv"

	"jejak/internal/event"
	"jejak/internal/ingest"
)

// mostReviews is how large a file of reviews may be, in bytes.
const mostReviews = 32 << 20

// ReviewsBrought says what became of a file of reviews, or would.
type ReviewsBrought struct {
	Columns   map[string]string `json:"columns" doc:"what is known of the file: date, stars, email, …, and the name of the column"`
	Rows      int64             `json:"rows"`
	Reviews   int64             `json:"reviews" doc:"rows that are reviews as they should be"`
	Stored    int64             `json:"stored" doc:"0 where nothing was to be stored"`
	Duplicate int64             `json:"duplicate" doc:"that were there already"`
	Skipped   map[string]int64  `json:"skipped" doc:"rows by the reason for which they are left out: no_stars, unreadable, wrong_number_of_fields, not_utf8"`
	Rejected  map[string]int64  `json:"rejected" doc:"reviews by the reason for which they are set aside in quarantine"`
	Examples  []BadRow          `json:"examples" doc:"of what is skipped or rejected, the first of each reason"`
	First     []FirstReview     `json:"first" doc:"as they would be stored; only where nothing was to be stored"`
}

// BadRow is a row of a file that was skipped, or whose review was rejected.
type BadRow struct {
	Outcome string       `json:"outcome" enum:"skipped,rejected"`
	Reason  string       `json:"reason" doc:"a stable word"`
	Detail  string       `json:"detail" doc:"which row it is and what is wrong with it, for people"`
	Told    *ingest.Told `json:"told,omitempty" doc:"the detail as a stable word and values, for those who say it in another language"`
}

// FirstReview is one of the first reviews of a file.
type FirstReview struct {
	At      event.Time `json:"at"`
	Who     string     `json:"who"`
	Product string     `json:"product"`
	Rating  float64    `json:"rating"`
	Title   string     `json:"title"`
	Text    string     `json:"text"`
	Public  bool       `json:"public"`
}

type reviewsFile struct {
	InWorkspace
	DryRun  bool   `query:"dryRun" doc:"store nothing, and say what would be"`
	RawBody []byte `contentType:"text/csv"`
}

func (a *API) importProductReviews(ctx context.Context, in *reviewsFile) (*reply[ReviewsBrought], error) {
	got, err := a.o.BringReviews(ctx, in.WS, in.RawBody, in.DryRun)
	for i := range got.Examples {
		got.Examples[i].Told = a.o.Details.Read(got.Examples[i].Detail)
	}
	if err == nil && !in.DryRun {
		err = a.o.Accounts.Record(ctx, callerOf(ctx), in.WS, "reviews.import", workspaceTarget(in.WS), strconv.FormatInt(got.Stored, 10))
	}
	return answer(got), err
}
