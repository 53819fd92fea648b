package simulate

import (
	"encoding/json"
	"fmt"
	"strconv"

	"jejak/internal/event"
)

// object writes a JSON object by appending. Keys and texts come from the lists of this package, which need no escaping.
type object []byte

func (o object) key(k string) object {
	if len(o) == 0 {
		o = append(o, '{')
	} else {
		o = append(o, ',')
	}
	return append(append(append(o, '"'), k...), `":`...)
}

func (o object) text(k, v string) object {
	return append(append(append(o.key(k), '"'), v...), '"')
}

func (o object) number(k string, v int64) object { return strconv.AppendInt(o.key(k), v, 10) }

func (o object) raw(k string, v object) object { return append(o.key(k), v...) }

func (o object) end() object {
	if len(o) == 0 {
		return object("{}")
	}
	return append(o, '}')
}

func (o object) json() json.RawMessage { return json.RawMessage(o.end()) }

var trackNames = map[kind]string{
	kSearched: "Products Searched", kProduct: "Product Viewed", kSpec: "Specification Viewed", kAdded: "Product Added", kCart: "Cart Viewed",
	kCheckout: "Checkout Started", kAddress: "Address Entered", kFormError: "Form Error", kPayment: "Payment Info Entered",
	kPaymentFailed: "Payment Failed", kOrder: "Order Completed", kShipped: "Order Shipped", kDelivered: "Order Delivered",
	kReview: "Product Reviewed", kSignedIn: "Signed In", kSubscribed: "Newsletter Subscribed", kEmailDelivered: "Email Delivered",
	kEmailOpened: "Email Opened", kEmailClicked: "Email Link Clicked", kAd: "Ad Clicked", kPostViewed: "Post Viewed", kComment: "Comment Posted",
	kChatStarted: "Chat Started", kChatEnded: "Chat Ended", kCallStarted: "Call Started", kCallAnswered: "Call Answered",
	kCallAbandoned: "Call Abandoned", kCallEnded: "Call Ended", kMessageIn: "Message Received", kMessageOut: "Message Sent",
	kStoreVisited: "Store Visited", kListing: "Listing Viewed", kSurvey: "Survey Answered", kRefunded: "Order Refunded", kInstalled: "Application Installed", kFeedback: "Feedback Given",
	kSurveyShown: "Survey Shown", kSurveyWhy: "Survey Answered", kCheckoutShown: "Survey Shown", kNotPaid: "Survey Answered",
}

// render writes an act out as its source would send it.
func (w *world) render(a *act) Call { return w.renderOf(a, &w.humans[a.human]) }

func (w *world) renderOf(a *act, h *human) Call {
	c := Call{Human: h.index, received: a.received}
	e := &c.Event
	e.MessageID = w.uuid(uint64(h.index)+1, uint64(a.number)+1000)
	e.Time, e.OriginalAt = a.at, a.at
	if a.source == srcWeb || a.source == srcApp || a.source == srcChat {
		// The device's clock may be off by the same amount in both; their distance is right.
		e.OriginalAt += h.skew[a.device]
		e.SentAt = a.received + h.skew[a.device]
	}
	e.Type, e.Name = event.Track, trackNames[a.kind]
	switch {
	case a.kind == kPage && a.source == srcApp:
		e.Type, e.Name = event.Screen, event.NameScreen
	case a.kind == kPage:
		e.Type, e.Name = event.Page, event.NamePage
	case a.kind == kIdentify:
		e.Type, e.Name = event.Identify, event.NameIdentify
		e.Traits = h.traits()
	}
	if a.source == srcOrders {
		e.Channel = sources[a.channel].Channel
	}
	e.SetIDs(h.ids(a))
	if a.kind != kIdentify {
		e.Properties = h.properties(a)
	}
	e.Context = h.context(a)
	if a.noise == malformed {
		spoil(&c, a)
	}
	return c
}

// ids are what the source of an act knows its human by.
func (h *human) ids(a *act) []event.ID {
	switch int(a.source) {
	case srcStore:
		ids := []event.ID{{Type: event.LoyaltyID, Value: h.loyalty}}
		if h.loyalty == "" || a.kind == kOrder && a.ref%3 == 0 {
			ids = append(ids, event.ID{Type: event.Email, Value: h.email})
		}
		if h.loyalty == "" {
			ids = ids[1:]
		}
		return ids
	case srcCall, srcWhatsApp:
		return []event.ID{{Type: event.Phone, Value: h.phone}}
	case srcEmail:
		return []event.ID{{Type: event.Email, Value: h.email}}
	case srcMarket:
		if a.kind == kOrder {
			return []event.ID{{Type: "marketplace_id", Value: h.marketID}, {Type: event.Phone, Value: h.phone}}
		}
		return []event.ID{{Type: "marketplace_id", Value: h.marketID}}
	case srcSocial:
		if a.value != 0 || a.kind == kComment {
			return []event.ID{{Type: "social_id", Value: h.socialID}}
		}
	case srcOrders:
		switch a.channel {
		case srcStore:
			b := *a
			b.source = srcStore
			return h.ids(&b)
		case srcMarket:
			return []event.ID{{Type: "marketplace_id", Value: h.marketID}}
		case srcWhatsApp:
			return []event.ID{{Type: event.Phone, Value: h.phone}}
		}
		return []event.ID{{Type: event.UserID, Value: h.userID}}
	}
	ids := []event.ID{{Type: event.AnonymousID, Value: h.anonymous[a.device]}}
	if a.known {
		ids = append(ids, event.ID{Type: event.UserID, Value: h.userID})
	}
	switch {
	case a.kind == kIdentify:
		ids = append(ids, event.ID{Type: event.Email, Value: h.email})
		if h.index%5 < 3 {
			ids = append(ids, event.ID{Type: event.Phone, Value: h.phone})
		}
		if h.loyalty != "" && h.index%10 < 7 {
			ids = append(ids, event.ID{Type: event.LoyaltyID, Value: h.loyalty})
		}
	case a.kind == kSubscribed:
		ids = append(ids, event.ID{Type: event.Email, Value: h.email})
	case a.source == srcApp:
		ids = append(ids, event.ID{Type: event.DeviceID, Value: h.deviceID})
	}
	return ids
}

func (h *human) traits() json.RawMessage {
	var o object
	return o.text("name", h.first+" "+h.last).text("firstName", h.first).text("lastName", h.last).
		text("email", h.email).text("gender", h.gender).text("birthday", h.birthday).text("language", h.language).
		text("city", h.place.city).text("country", h.place.country).text("phone", h.phone).json()
}

func (h *human) context(a *act) json.RawMessage {
	var o object
	o = o.text("locale", h.place.locale).text("timezone", h.place.zone)
	switch a.source {
	case srcWeb, srcChat:
		path, title := pages[pageHome].path, pages[pageHome].title
		switch a.kind {
		case kPage:
			path, title = pages[a.item].path, pages[a.item].title
		case kProduct, kSpec:
			path, title = "/p/"+products[a.item].id, products[a.item].name
		default:
		}
		var page, agent object
		page = page.text("path", path).text("title", title).text("url", "https://nusa-home.example.com"+path)
		o = o.raw("page", page.end())
		device := [...]string{"Mobile", "Desktop", "Mobile"}[a.device]
		agent = agent.text("type", device)
		o = o.raw("device", agent.end())
	case srcApp:
		var app, device object
		app = app.text("name", "Nusa Home").text("version", [...]string{"4.1.0", "4.2.0", "4.2.1"}[h.index%3])
		device = device.text("id", h.deviceID).text("type", [...]string{"android", "ios"}[boolInt(h.index%4 == 0)])
		o = o.raw("app", app.end()).raw("device", device.end())
	}
	return o.json()
}

func (o object) product(p product, quantity int64) object {
	return o.text("product_id", p.id).text("name", p.name).text("category", categories[p.category]).
		number("price", p.price).number("quantity", quantity)
}

// spoil turns a call into one of the faulty items that real senders produce.
func spoil(c *Call, a *act) {
	e := &c.Event
	e.MessageID += "-x"
	switch a.value {
	case 0:
		e.IDs = nil
	case 1:
		e.IDs = []event.ID{{Type: event.UserID, Value: "null"}}
	case 2:
		e.IDs = []event.ID{{Type: event.AnonymousID, Value: "00000000-0000-0000-0000-000000000000"}}
	case 3:
		c.Fault, c.Detail = "bad_type", `no call is named "trak"`
		c.Raw = fmt.Appendf(nil, `{"type":"trak","event":%q,"messageId":%q,"anonymousId":"a-%d","properties":{}}`, e.Name, e.MessageID, c.Human)
	default:
		c.Fault, c.Detail = "malformed", "timestamp is a word that is no time"
		c.Raw = fmt.Appendf(nil, `{"type":"track","event":%q,"messageId":%q,"userId":"u%d","timestamp":"yesterday"}`, e.Name, e.MessageID, 100_000+c.Human)
	}
	if c.Raw == nil {
		var ids object
		for _, id := range e.IDs {
			ids = ids.text(string(id.Type), id.Value)
		}
		c.Raw = fmt.Appendf(nil, `{"type":"track","event":%q,"messageId":%q,"ids":%s}`, e.Name, e.MessageID, ids.end())
	}
}
