package server

import (
	"context"
	"math"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/pain"
	"jejak/internal/voice/heard"
)

// unhappyThemes finds pains in what people write about.
type unhappyThemes struct{ f *Folder }

// leastTexts is on how many texts with a feeling a theme stands that is proposed.
const leastTexts = 20

// Pains are the named themes with texts that are negative more often than all texts are: the whole 95 % interval of their share lies
// above that of all. Affected are the people who wrote of it unhappily, of all who wrote.
func (u unhappyThemes) Pains(ctx context.Context, ws event.Workspace, in journey.Range) ([]pain.Found, error) {
	d, err := u.f.Touchpoints.Definitions(ctx, ws)
	if err != nil {
		return nil, err
	}
	span, err := in.Resolve(d.Zone, d.Now)
	if err != nil {
		return nil, err
	}
	var q heard.Query
	if q.From, q.To = span.Times(); span.From == math.MinInt64 {
		q.From = math.MinInt64
	}
	sum, err := u.f.Heard.Summarise(ctx, ws, q, d.Zone)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, t := range sum.Themes {
		if t.NegativeShare.N >= leastTexts && t.NegativeShare.Low > sum.Negative.Value {
			ids = append(ids, t.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	people, err := u.f.Heard.Unhappy(ctx, ws, q, ids)
	if err != nil {
		return nil, err
	}
	themes, err := u.f.Themes.List(ctx, ws)
	if err != nil {
		return nil, err
	}
	from, to := span.Times()
	var found []pain.Found
	for _, t := range themes {
		if share, ok := people[t.ID]; ok {
			found = append(found, pain.Found{
				Kind: pain.Theme, Title: t.Name, Evidence: pain.Evidence{Theme: t.ID},
				Figures: pain.Figures{From: from, To: to, AsOf: sum.AsOf, People: share.K, Share: share},
			})
		}
	}
	return found, nil
}
