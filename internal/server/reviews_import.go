package server

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"jejak/internal/api"
	"jejak/internal/event"
	"jejak/internal/ingest"
	"jejak/internal/transfer"
)

// reviewImport takes files of reviews in, read as those of 'jejak import' are.
type reviewImport struct {
	f    *Folder
	from *ownSource
}

func newReviewImport(f *Folder) *reviewImport {
	return &reviewImport{f: f, from: newOwnSource(f.Workspaces, "Reviews", "import")}
}

func (r *reviewImport) bring(ctx context.Context, ws event.Workspace, file []byte, dry bool) (out api.ReviewsBrought, err error) {
	place, err := r.f.Workspaces.Place(ctx, ws)
	if err != nil {
		return out, err
	}
	name, err := keepFile(file)
	if name != "" {
		defer os.Remove(name)
	}
	if err != nil {
		return out, err
	}
	known, err := transfer.ReadReviewFile(name, place.Zone.String())
	if err != nil {
		return out, err
	}
	im := transfer.Import{File: name, Mapping: known.Mapping, Source: r.from.draft.Name}
	if dry {
		return tryReviews(ctx, &im, known.Columns)
	}
	find := func(ctx context.Context, _ string) (ingest.Source, error) { return r.from.of(ctx, ws) }
	report, err := im.Run(ctx, transfer.NewLocal(ws, r.f.Events, r.f.Ingester, find))
	return brought(&report, known.Columns), err
}

// shownReviews is how many of the first reviews are shown before anything is stored.
const shownReviews = 3

func tryReviews(ctx context.Context, im *transfer.Import, columns map[string]string) (out api.ReviewsBrought, err error) {
	look := transfer.Look{Most: shownReviews}
	report, err := im.Run(ctx, &look)
	if err != nil {
		return out, err
	}
	out = brought(&report, columns)
	out.Stored = 0
	for i := range look.First {
		e := &look.First[i].Event
		first := api.FirstReview{At: e.Time, Who: cmp.Or(e.ID(event.Email), e.ID(event.UserID))}
		var p struct {
			Product, Title, Text, Author string
			Rating                       float64
			Public                       bool
		}
		if err := json.Unmarshal(e.Properties, &p); err != nil {
			return out, fmt.Errorf("a review of a file: %w", err)
		}
		first.Product, first.Rating, first.Title, first.Text, first.Public = p.Product, p.Rating, p.Title, p.Text, p.Public
		out.First = append(out.First, first)
	}
	return out, nil
}

func brought(r *transfer.Report, columns map[string]string) api.ReviewsBrought {
	out := api.ReviewsBrought{
		Columns: columns, Rows: r.Rows, Reviews: r.Events, Stored: r.Stored, Duplicate: r.Duplicate, Skipped: r.Skipped, Rejected: r.Rejected,
		Examples: []api.BadRow{}, First: []api.FirstReview{},
	}
	for _, e := range r.Examples {
		out.Examples = append(out.Examples, api.BadRow{Outcome: e.Outcome, Reason: e.Reason, Detail: e.Detail})
	}
	for _, n := range r.Rejected {
		out.Reviews -= n
	}
	return out
}

// keepFile writes what was uploaded into a file of its own, which is the caller's to remove: the import reads files.
func keepFile(text []byte) (name string, err error) {
	out, err := os.CreateTemp("", "jejak-reviews-*.csv")
	if err != nil {
		return "", fmt.Errorf("a place for the reviews: %w", err)
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	_, err = out.Write(text)
	return out.Name(), err
}
