package simulate

import (
	"time"

	"jejak/internal/journey"
)

// Touchpoint is a place where people meet the simulated brand.
type Touchpoint struct {
	Name          string
	Stage         string
	MomentOfTruth bool
	Owner         string
	Rule          journey.Filter
}

func days(n int) journey.Duration { return journey.Duration(time.Duration(n) * 24 * time.Hour) }

func names(list ...string) journey.Filter { return journey.Filter{Event: list} }

func on(channel string, list ...string) journey.Filter {
	return journey.Filter{Event: list, Channel: journey.Names{channel}}
}

// Stages is the stage model of the simulated brand.
func Stages() journey.StageModel {
	return journey.StageModel{
		ID: "nusa-home", Name: "Nusa Home: awareness, engagement, transaction, retention", Window: days(60), Lapse: days(60),
		Stages: []journey.Stage{
			{ID: "awareness", Name: "Awareness", Entry: names(
				"Page Viewed", "Screen Viewed", "Ad Clicked", "Post Viewed", "Listing Viewed", "Store Visited", "Application Installed", "Message Received")},
			{ID: "engagement", Name: "Engagement", Entry: names(
				"Product Viewed", "Products Searched", "Specification Viewed", "Product Added", "Newsletter Subscribed", "Email Link Clicked",
				"Comment Posted", "Chat Started", "Signed In", "Cart Viewed", "Checkout Started")},
			{ID: "transaction", Name: "Transaction", Entry: names("Order Completed")},
			{ID: "retention", Name: "Retention", Entry: names("Order Completed"), Times: 2},
		},
	}
}

// Touchpoints are those of the simulated brand, in the order in which an event looks for its own.
func Touchpoints() []Touchpoint {
	installation := journey.Filter{
		Channel: journey.Names{"call"},
		Where:   []journey.Condition{{Property: "topic", Op: journey.OpEq, Value: PainTopic}},
	}
	return []Touchpoint{
		{Name: "Search and display ads", Stage: "awareness", Owner: "Marketing", Rule: journey.Filter{Channel: journey.Names{"ads"}}},
		{Name: "Social posts", Stage: "awareness", Owner: "Marketing", Rule: names("Post Viewed", "Comment Posted")}, // not what others say
		{Name: "App opened", Stage: "awareness", Owner: "Product", Rule: names("Screen Viewed", "Application Installed")},
		{Name: "Website pages", Stage: "awareness", Owner: "Marketing", Rule: names("Page Viewed")},
		{Name: "Shop visit", Stage: "awareness", Owner: "Shops", Rule: names("Store Visited")},
		{Name: "Marketplace listing", Stage: "awareness", Owner: "Shops", Rule: names("Listing Viewed")},
		{Name: "Search on the site", Stage: "engagement", Owner: "Product", Rule: names("Products Searched")},
		{Name: "Product page", Stage: "engagement", MomentOfTruth: true, Owner: "Product", Rule: names("Product Viewed")},
		{Name: "Specification", Stage: "engagement", Owner: "Product", Rule: names("Specification Viewed")},
		{Name: "Newsletter", Stage: "engagement", Owner: "Marketing", Rule: names("Newsletter Subscribed", "Email Opened", "Email Link Clicked")},
		{Name: "Web chat", Stage: "engagement", Owner: "Support", Rule: journey.Filter{Channel: journey.Names{"chat"}}},
		{Name: "Cart", Stage: "engagement", Owner: "Product", Rule: names("Product Added", "Cart Viewed")},
		{Name: "Checkout, app", Stage: "transaction", Owner: "Product", Rule: on("app", "Checkout Started", "Signed In", "Address Entered", "Form Error")},
		{Name: "Checkout, web", Stage: "transaction", Owner: "Product", Rule: on("web", "Checkout Started", "Signed In", "Address Entered", "Form Error")},
		{Name: "Payment, app", Stage: "transaction", MomentOfTruth: true, Owner: "Finance", Rule: on("app", "Payment Info Entered", "Payment Failed")},
		{Name: "Payment, web", Stage: "transaction", MomentOfTruth: true, Owner: "Finance", Rule: on("web", "Payment Info Entered", "Payment Failed")},
		{Name: "Till", Stage: "transaction", Owner: "Shops", Rule: on("store", "Order Completed")},
		{Name: "Order", Stage: "transaction", Owner: "Product", Rule: names("Order Completed")},
		{Name: "Delivery", Stage: "retention", MomentOfTruth: true, Owner: "Support", Rule: names("Order Shipped", "Order Delivered")},
		{Name: "Installation call", Stage: "retention", Owner: "Support", Rule: installation},
		{Name: "Call centre", Stage: "retention", Owner: "Support", Rule: journey.Filter{Channel: journey.Names{"call"}}},
		{Name: "WhatsApp", Stage: "retention", Owner: "Support", Rule: journey.Filter{Channel: journey.Names{"whatsapp"}}},
		{Name: "Review", Stage: "retention", Owner: "Product", Rule: names("Product Reviewed")},
		{Name: "Survey", Stage: "retention", Owner: "Support", Rule: names("Survey Answered")},
	}
}
