package touchpoint

import (
	"time"

	"jejak/internal/event"
	"jejak/internal/journey"
)

// The templates' stages.
const (
	awareness     = "awareness"
	engagement    = "engagement"
	transaction   = "transaction"
	retention     = "retention"
	consideration = "consideration"
	decision      = "decision"
	loyalty       = "loyalty"
)

// The templates' ids.
const (
	digital      = "digital"
	buying       = "buying"
	loyaltyModel = "loyalty"
)

func days(n int) journey.Duration { return journey.Duration(time.Duration(n) * 24 * time.Hour) }

func events(names ...string) journey.Filter { return journey.Filter{Event: names} }

func channels(ids ...string) journey.Filter { return journey.Filter{Channel: ids} }

func either(filters ...journey.Filter) journey.Filter { return journey.Filter{Any: filters} }

// contact is any sign of a person themselves. What the brand does to them (it sends, ships, refunds) and what only says who
// they are is none: a list of customers that is imported makes nobody aware.
func contact() journey.Filter {
	silent := events(
		event.NameIdentify, event.NameGroup, event.NameAlias,
		"Email Sent", "Email Delivered", "Email Bounced", "Message Sent", "SMS Sent", "Push Notification Received",
		"Order Shipped", "Order Refunded", "Order Cancelled", "Order Canceled",
	)
	return journey.Filter{Not: &silent}
}

// interest is a person who looks at what there is, asks, or lets the brand in.
func interest() journey.Filter {
	return either(
		events(
			"Products Searched", "Product List Viewed", "Product List Filtered", "Product Clicked", "Product Viewed", "Product Shared",
			"Product Added", "Product Added to Wishlist", "Cart Viewed", "Checkout Started", "Specification Viewed", "Listing Viewed",
			"Email Link Clicked", "Signed Up", "Signed In", "Newsletter Subscribed", "Application Installed",
			"Chat Started", "Call Started", "Message Received", "Store Visited", "Comment Posted",
		),
		channels("store", "call", "chat", "whatsapp"),
	)
}

func ordered() journey.Filter { return events("Order Completed") }

// Templates are the built-in stage models, the usual one first. Their rules go by the event names of the Segment
// specification for e-commerce, so that a shop which uses those needs no rule of its own.
func Templates() []journey.StageModel {
	return []journey.StageModel{
		{
			ID: digital, Name: "Digital: awareness, engagement, transaction, retention", Window: 0, Lapse: days(180),
			Stages: []journey.Stage{
				{ID: awareness, Name: "Awareness", Entry: contact()},
				{ID: engagement, Name: "Engagement", Entry: interest()},
				{ID: transaction, Name: "Transaction", Entry: ordered()},
				{ID: retention, Name: "Retention", Entry: ordered(), Times: 2},
			},
		},
		{
			ID: buying, Name: "Buying: awareness, consideration, decision", Lapse: days(90),
			Stages: []journey.Stage{
				{ID: awareness, Name: "Awareness", Entry: contact()},
				{ID: consideration, Name: "Consideration", Entry: interest()},
				{ID: decision, Name: "Decision", Entry: ordered()},
			},
		},
		{
			ID: loyaltyModel, Name: "Loyalty: awareness, consideration, decision, loyalty", Lapse: days(365),
			Stages: []journey.Stage{
				{ID: awareness, Name: "Awareness", Entry: contact()},
				{ID: consideration, Name: "Consideration", Entry: interest()},
				{ID: decision, Name: "Decision", Entry: ordered()},
				{ID: loyalty, Name: "Loyalty", Entry: ordered(), Times: 2},
			},
		},
	}
}

// usualTouchpoint is one of those that a new workspace begins with.
type usualTouchpoint struct {
	id, name      string
	stage         map[string]string // by template
	rule          journey.Filter
	momentOfTruth bool
}

// usualStage is where a template puts a touchpoint that a new workspace begins with.
func usualStage(model, id string) string {
	for _, t := range usual() {
		if t.id == id {
			return t.stage[model]
		}
	}
	return ""
}

// home is the stage of a model where a template puts a touchpoint: a model of one's own often began as one. "" is none.
func home(m journey.StageModel, id string) string {
	for _, template := range []string{m.ID, digital, buying, loyaltyModel} {
		if stage := usualStage(template, id); stage != "" && hasStage(m, stage) {
			return stage
		}
	}
	return ""
}

// usual are the touchpoints of a new workspace, in order: the exact ones stand before those that take a whole channel, for an
// event belongs to the first that it meets.
func usual() []usualTouchpoint {
	first := map[string]string{digital: awareness, buying: awareness, loyaltyModel: awareness}
	middle := map[string]string{digital: engagement, buying: consideration, loyaltyModel: consideration}
	sale := map[string]string{digital: transaction, buying: decision, loyaltyModel: decision}
	after := map[string]string{digital: retention, buying: decision, loyaltyModel: loyalty}

	pages := journey.Names{event.NamePage, event.NameScreen}
	where := func(property string, op journey.Op, value any) []journey.Condition {
		return []journey.Condition{{Property: property, Op: op, Value: value}}
	}
	storeOrder := ordered()
	storeOrder.Channel = journey.Names{"store"}

	return []usualTouchpoint{
		{id: "till", name: "Till, in store", stage: sale, momentOfTruth: true, rule: storeOrder},
		{id: "order", name: "Order placed", stage: sale, momentOfTruth: true, rule: ordered()},
		{id: "payment", name: "Payment", stage: sale, momentOfTruth: true, rule: events("Payment Info Entered", "Payment Failed", "Payment Completed")},
		{id: "checkout", name: "Checkout", stage: sale, rule: events(
			"Checkout Started", "Checkout Step Viewed", "Checkout Step Completed", "Address Entered", "Form Error",
			"Coupon Entered", "Coupon Applied", "Coupon Denied", "Coupon Removed")},
		{id: "cart", name: "Cart", stage: middle, rule: events("Product Added", "Product Removed", "Cart Viewed", "Cart Shared", "Product Added to Wishlist")},
		{id: "delivery", name: "Delivery", stage: sale, momentOfTruth: true, rule: events("Order Shipped", "Order Delivered", "Delivery Failed", "Order Updated")},
		{id: "returns", name: "Returns and refunds", stage: after, rule: events("Order Refunded", "Order Cancelled", "Order Canceled", "Return Requested")},
		{id: "review", name: "Review", stage: after, rule: events("Product Reviewed", "Review Submitted", "Review Posted")},
		{id: "survey", name: "Survey", stage: after, rule: events("Survey Answered", "Survey Submitted", "NPS Answered")},
		{id: "product", name: "Product page", stage: middle, rule: events("Product Viewed", "Product Clicked", "Product Shared", "Specification Viewed")},
		{id: "product-search", name: "Product search and lists", stage: middle, rule: events(
			"Products Searched", "Product List Viewed", "Product List Filtered")},
		{id: "account", name: "Sign-up and sign-in", stage: middle, rule: events("Signed Up", "Signed In", "Account Created", "Newsletter Subscribed")},
		{id: "email", name: "E-mail", stage: middle, rule: either(events("Email Opened", "Email Link Clicked"), channels("email"))},
		{id: "messages", name: "SMS and push", stage: after, rule: either(channels("sms"), events("Push Notification Tapped", "Push Notification Received"))},
		{id: "call", name: "Support call", stage: after, momentOfTruth: true, rule: channels("call")},
		{id: "chat", name: "Chat and WhatsApp", stage: middle, rule: channels("chat", "whatsapp")},
		{id: "store", name: "Store visit", stage: middle, momentOfTruth: true, rule: channels("store")},
		{id: "marketplace", name: "Marketplace listing", stage: first, rule: channels("marketplace")},
		{id: "social", name: "Social media", stage: first, rule: channels("social")},
		{id: "ads", name: "Ads and search", stage: first, rule: either(
			channels("ads", "search"),
			events("Ad Clicked", "Ad Viewed", "Promotion Viewed", "Promotion Clicked"),
			journey.Filter{Event: pages, Where: where("context.campaign.source", journey.OpExists, nil)},
			journey.Filter{Event: pages, Where: where("referrer", journey.OpRegex, `^https?://([a-z0-9-]+\.)*(google|bing|duckduckgo|yahoo|baidu|yandex)\.`)},
		)},
		{id: "referral", name: "Word of mouth and events", stage: first, rule: channels("referral", "community", "event")},
		{id: "home", name: "Home page", stage: first, rule: either(
			journey.Filter{Event: pages, Where: where("path", journey.OpIn, []any{"/", "/index.html", "/home"})},
			journey.Filter{Event: pages, Where: where("name", journey.OpIn, []any{"Home", "home", "Homepage"})},
			events("Application Opened", "Application Installed"),
		)},
		{id: "pages", name: "Other pages and screens", stage: middle, rule: journey.Filter{Event: pages}},
	}
}
