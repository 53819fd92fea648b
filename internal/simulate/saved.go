package simulate

import (
	"time"

	"jejak/internal/dashboard"
	"jejak/internal/journey"
	"jejak/internal/segment"
)

// Segments are the groups that the simulated brand's team follows.
func Segments() []segment.Draft {
	return []segment.Draft{
		{
			Name: "Bought twice", Owner: "Marketing", Description: "At least two orders in half a year.",
			Rule: journey.Segment{Did: &journey.Did{Event: names("Order Completed"), AtLeast: 2, Range: last(182)}},
		},
		{
			Name: "Left checkout", Owner: "Product", Description: "Began to check out in the last two weeks, and has not ordered since.",
			Rule: journey.Segment{All: []journey.Segment{
				{Did: &journey.Did{Event: names("Checkout Started"), Range: last(14)}},
				{Not: &journey.Segment{Did: &journey.Did{Event: names("Order Completed"), Range: last(14)}}},
			}},
		},
		{
			Name: "Unhappy after delivery", Owner: "Service", Description: "Last recommendation score of 6 or less.",
			Rule: journey.Segment{Did: &journey.Did{
				Event:  names("Survey Answered"),
				Latest: &journey.Condition{Property: "score", Op: journey.OpLte, Value: 6.0},
				Range:  last(182),
			}},
		},
	}
}

// Dashboard is what the simulated brand's team looks at on Mondays.
func Dashboard() dashboard.Dashboard {
	ask := func(title string, days int, q journey.Question) dashboard.Card {
		q.Range = *last(days)
		return dashboard.Card{Title: title, Question: &q, Width: 6, Height: 6}
	}
	funnel := &journey.Funnel{}
	for _, name := range []string{"Product Viewed", "Product Added", "Checkout Started", "Order Completed"} {
		funnel.Steps = append(funnel.Steps, journey.Step{Filter: names(name)})
	}
	order := names("Order Completed")
	return dashboard.Dashboard{
		About:   dashboard.About{Name: "Every Monday", Owner: "Marketing", Description: "From the first look to the order, what comes back, and where it hurts."},
		Refresh: 300,
		Cards: []dashboard.Card{
			ask("From a product to an order", 30, journey.Question{Kind: journey.KindFunnel, Funnel: funnel}),
			ask("Revenue a day", 30, journey.Question{Kind: journey.KindTrend, Filter: &order, Trend: &journey.Trend{Measure: "sum", Property: "revenue"}}),
			ask("Buyers who come back", 90, journey.Question{Kind: journey.KindRetention, Retention: &journey.Retention{Start: order, Return: order, Periods: 8}}),
			ask("Where it hurts", 90, journey.Question{Kind: journey.KindFriction, Friction: &journey.Friction{}}),
		},
	}
}

func last(days int) *journey.Range {
	return &journey.Range{Last: journey.Duration(time.Duration(days) * 24 * time.Hour)}
}
