package touchpoint_test

import (
	"encoding/json"
	"testing"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/sqldb/sqldbtest"
	"jejak/internal/touchpoint"
)

func TestTemplatesAreValid(t *testing.T) {
	t.Parallel()
	for _, m := range touchpoint.Templates() {
		if faults := journey.ValidateModel(m.ID, m, nil); len(faults) > 0 {
			t.Errorf("%s: %+v", m.ID, faults)
		}
	}
}

// What each event of a shop that follows the Segment specification is taken for, without a rule of its own.
func TestUsualTouchpointsTakeTheRightEvents(t *testing.T) {
	t.Parallel()
	w := setup(t, sqldbtest.Open(t, sqldbtest.SQLite(t)))
	d, err := w.Definitions(t.Context(), w.ws)
	if err != nil {
		t.Fatal(err)
	}
	matcher, err := journey.NewTouchpointMatcher(d.Touchpoints)
	if err != nil {
		t.Fatal(err)
	}
	f := func(name, channel, properties, context, want string) {
		t.Helper()
		e := &event.Event{Type: event.Track, Name: name, Channel: channel, Properties: raw(properties), Context: raw(context)}
		got := ""
		if i := matcher.Of(journey.FactsOf(e)); i >= 0 {
			got = d.Touchpoints[i].ID
		}
		if got != want {
			t.Errorf("%s by %s with %s %s is on %q, want %q", name, channel, properties, context, got, want)
		}
	}
	f("Order Completed", "store", "", "", "till")
	f("Order Completed", "web", "", "", "order")
	f("Order Completed", "marketplace", "", "", "order")
	f("Payment Failed", "app", "", "", "payment")
	f("Checkout Started", "web", "", "", "checkout")
	f("Product Added", "app", "", "", "cart")
	f("Order Delivered", "other", "", "", "delivery")
	f("Order Refunded", "store", "", "", "returns")
	f("Product Reviewed", "web", "", "", "review")
	f("Survey Answered", "email", "", "", "survey")
	f("Product Viewed", "web", "", "", "product")
	f("Products Searched", "app", "", "", "product-search")
	f("Signed In", "web", "", "", "account")
	f("Email Opened", "email", "", "", "email")
	f("Call Abandoned", "call", "", "", "call")
	f("Message Received", "whatsapp", "", "", "chat")
	f("Store Visited", "store", "", "", "store")
	f("Listing Viewed", "marketplace", "", "", "marketplace")
	f("Post Viewed", "social", "", "", "social")
	f("Ad Clicked", "ads", "", "", "ads")
	f(event.NamePage, "web", `{"path":"/promo"}`, `{"campaign":{"source":"newsletter"}}`, "ads")
	f(event.NamePage, "web", `{"path":"/","referrer":"https://www.google.com/"}`, "", "ads")
	f(event.NamePage, "web", `{"path":"/","referrer":"https://notgoogle.example.com/"}`, "", "home")
	f(event.NamePage, "web", `{"path":"/about"}`, "", "pages")
	f(event.NameScreen, "app", `{"name":"Home"}`, "", "home")
	f(event.NameScreen, "app", `{"name":"Settings"}`, "", "pages")
	f("Something Else", "web", "", "", "")
}

// Being written to, or being on a list, is no step of a journey; doing something is.
func TestOnlyPeoplesOwnDoingIsAwareness(t *testing.T) {
	t.Parallel()
	for _, m := range touchpoint.Templates() {
		first, err := journey.NewMatcher(m.Stages[0].Entry, nil)
		if err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]bool{
			event.NamePage: true, "Ad Clicked": true, "Anything At All": true, "Order Completed": true,
			event.NameIdentify: false, "Email Delivered": false, "Order Shipped": false,
		} {
			if got := first.Match(journey.FactsOf(&event.Event{Type: event.Track, Name: name, Channel: "web"})); got != want {
				t.Errorf("%s: %s enters the first stage: %v, want %v", m.ID, name, got, want)
			}
		}
	}
}

func raw(s string) json.RawMessage {
	if s == "" {
		return nil
	}
	return json.RawMessage(s)
}
