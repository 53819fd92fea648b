package simulate

import (
	"encoding/json"
	"strconv"
)

var referrers = [...]string{"", "https://www.google.com/", "https://ads.example.com/", "https://social.example.com/"}

// properties are the body of a track, page or screen call.
func (h *human) properties(a *act) json.RawMessage {
	var o object
	switch a.kind {
	case kPage:
		return pageProperties(a)
	case kSearched:
		return o.text("query", categories[a.item]).json()
	case kProduct, kListing:
		return o.product(products[a.item], 1).text("currency", Currency).json()
	case kSpec:
		status := int64(200)
		if a.value == 1 {
			status = 404
		}
		return o.product(products[a.item], 1).number("status", status).json()
	case kAdded:
		return o.product(products[a.item], a.value).text("currency", Currency).json()
	case kCart:
		return o.number("value", products[a.item].price).text("currency", Currency).json()
	case kCheckout, kAddress:
		return o.text("order_id", orderID(a.ref)).number("value", a.value).text("currency", Currency).json()
	case kFormError:
		return o.text("form", "address").text("field", [...]string{"postcode", "district", "phone"}[a.item]).json()
	case kPayment, kPaymentFailed:
		o = o.text("order_id", orderID(a.ref)).text("payment_method", "bank transfer").text("bank", banks[a.item]).number("value", a.value).text("currency", Currency)
		if a.kind == kPaymentFailed {
			o = o.text("error", "declined_by_bank")
		}
		return o.json()
	case kOrder, kShipped, kDelivered, kRefunded:
		return orderProperties(h, a)
	case kReview:
		return o.product(products[a.item], 1).text("order_id", orderID(a.ref)).number("rating", a.value).text("review", h.words(a, "", moodOf(a.value-3))).
			raw("public", strconv.AppendBool(nil, h.index%4 != 0)).json()
	default:
		return h.serviceProperties(a)
	}
}

func pageProperties(a *act) json.RawMessage {
	var o object
	p := pages[a.item]
	path, name := p.path, p.title
	if a.item == pageCategory {
		name = categories[max(0, a.value)]
	}
	o = o.text("name", name)
	if a.source == srcApp {
		return o.json()
	}
	o = o.text("path", path).text("title", p.title).text("url", "https://nusa-home.example.com"+path)
	if a.value < 0 {
		o = o.text("referrer", referrers[-a.value])
	}
	return o.json()
}

func orderID(ref int32) string { return "SO-" + strconv.Itoa(1_000_000+int(ref)) }

func orderProperties(h *human, a *act) json.RawMessage {
	var o, line object
	p := products[a.item]
	o = o.text("order_id", orderID(a.ref)).number("revenue", a.value).number("total", a.value).text("currency", Currency).text("category", categories[p.category])
	switch a.kind {
	case kOrder:
		line = line.product(p, 1)
		o = append(append(append(o.key("products"), '['), line.end()...), ']')
		if a.source == srcStore {
			o = o.text("store", stores[h.index%len(stores)])
		} else {
			o = o.text("bank", banks[h.bank])
		}
	case kShipped:
		o = o.text("carrier", [...]string{"Kurir Cepat", "Pos Kilat"}[a.ref%2])
	}
	return o.json()
}

// serviceProperties are the bodies of what happens beside the shop.
func (h *human) serviceProperties(a *act) json.RawMessage {
	var o object
	switch a.kind {
	case kSignedIn:
		method := "password"
		if a.value == 1 {
			method = "new account"
		}
		return o.text("method", method).json()
	case kSubscribed:
		return o.text("list", "newsletter").json()
	case kEmailDelivered, kEmailOpened, kEmailClicked:
		return o.text("campaign", campaigns[a.item]).text("subject", "Nusa Home: "+campaigns[a.item]).json()
	case kAd:
		return o.text("campaign", campaigns[a.item]).text("network", [...]string{"search", "display"}[h.index%2]).json()
	case kPostViewed:
		return o.text("post", posts[a.item]).text("network", [...]string{"instagram", "tiktok", "facebook"}[h.index%3]).json()
	case kComment:
		return o.text("post", posts[a.item]).text("text", h.words(a, "", h.liking(a))).json()
	case kChatStarted, kChatEnded, kCallStarted, kCallAnswered, kCallAbandoned, kCallEnded, kMessageIn, kMessageOut:
		return h.contactProperties(a)
	case kStoreVisited:
		return o.text("store", stores[a.item]).json()
	case kFeedback:
		return o.text("about", "paying").raw("sentiment", strconv.AppendFloat(nil, float64(a.value)/10, 'f', 1, 64)).json()
	case kSurvey, kSurveyShown, kSurveyWhy, kCheckoutShown, kNotPaid:
		return h.surveyProperties(a)
	default:
		return o.json()
	}
}

func (h *human) contactProperties(a *act) json.RawMessage {
	var o object
	o = o.text("topic", topics[a.item])
	switch a.kind {
	case kMessageIn:
		return o.text("text", h.words(a, topics[a.item], -mood(min(1, a.number%3)))).json()
	case kCallAnswered, kCallAbandoned:
		return o.number("wait_s", a.value).json()
	case kCallEnded, kChatEnded:
		return o.number("duration_s", a.value).json()
	default:
		return o.json()
	}
}

func moodOf(value int64) mood { return mood(max(-1, min(1, value))) }
