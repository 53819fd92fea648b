package simulate

import (
	"encoding/json"
	"strconv"

	"jejak/internal/event"
	"jejak/internal/journey"
	"jejak/internal/voice/survey"
)

// The ids that the brand's surveys have in a new folder: simulated answers carry them.
const (
	DeliverySurvey = "v1"
	CheckoutSurvey = "v2"
)

// What the surveys ask, by the ids of questions.
const (
	askRecommend = "recommend"
	askWhy       = "why"
	askNotPaid   = "not-paid"
)

// reasons for leaving checkout, in the order of act.item.
var reasons = [...]struct{ id, en, id2, zh string }{
	{"payment", "Payment did not work", "Pembayaran gagal", "付款沒有成功"},
	{"form", "The form did not take my address", "Alamat saya tidak diterima formulir", "表單不接受我的地址"},
	{"price", "Too dear, with delivery", "Terlalu mahal setelah ongkos kirim", "加上運費太貴"},
	{"later", "I only wanted to look", "Saya hanya melihat-lihat", "我只是看看"},
}

// Surveys are those of the simulated brand, by the ids that simulated answers carry.
func Surveys() []survey.Survey {
	bought, paid := names("Order Delivered"), names("Order Completed")
	half := 0.5
	delivery := survey.Content{
		Languages: []string{"en", "id", "zh-Hant"}, Stage: "retention",
		Questions: []survey.Question{
			{
				ID: askRecommend, Kind: survey.NPS, Required: true,
				Title: survey.Text{
					"en": "{{trait:firstName|Hello}}, how likely are you to recommend Nusa Home?", "id": "{{trait:firstName|Halo}}, seberapa besar kemungkinan Anda merekomendasikan Nusa Home?",
					"zh-Hant": "{{trait:firstName|您好}}，您有多大可能向別人推薦 Nusa Home？",
				},
				Low:  survey.Text{"en": "Not at all", "id": "Tidak mungkin", "zh-Hant": "完全不會"},
				High: survey.Text{"en": "Very likely", "id": "Sangat mungkin", "zh-Hant": "非常可能"},
			},
			{
				ID: askWhy, Kind: survey.Open,
				Title: survey.Text{"en": "What is the main reason for your {{answer:recommend}}?", "id": "Apa alasan utama Anda memberi nilai {{answer:recommend}}?", "zh-Hant": "您給 {{answer:recommend}} 分的主要原因是什麼？"},
			},
		},
		Thanks:    survey.Text{"en": "Thank you. We read every answer.", "id": "Terima kasih. Setiap jawaban kami baca.", "zh-Hant": "謝謝您，每一則回答我們都會看。"},
		Targeting: survey.Targeting{Trigger: &survey.Trigger{Event: bought, Wait: days(2), Until: days(14)}, Again: 90, Share: &half},
	}
	notPaid := survey.Question{
		ID: askNotPaid, Kind: survey.Choice, Other: true,
		Title: survey.Text{"en": "You left before paying. What kept you?", "id": "Anda keluar sebelum membayar. Apa yang menghalangi?", "zh-Hant": "您在付款前離開了，是什麼原因呢？"},
	}
	for _, r := range reasons {
		notPaid.Options = append(notPaid.Options, survey.Option{ID: r.id, Label: survey.Text{"en": r.en, "id": r.id2, "zh-Hant": r.zh}})
	}
	checkout := survey.Content{
		Languages: []string{"en", "id", "zh-Hant"}, Stage: "transaction", Questions: []survey.Question{notPaid},
		Thanks: survey.Text{"en": "Thank you. That helps us mend it.", "id": "Terima kasih. Ini membantu kami memperbaikinya.", "zh-Hant": "謝謝您，這能幫助我們改善。"},
		Targeting: survey.Targeting{
			Trigger: &survey.Trigger{Event: names("Checkout Started"), Unless: &paid, Wait: journey.Duration(30 * 60e9), Until: days(2)}, Again: 30,
		},
	}
	return []survey.Survey{
		{ID: DeliverySurvey, Name: "After delivery", Owner: "Support", Content: delivery},
		{ID: CheckoutSurvey, Name: "Left checkout without paying", Owner: "Product", Content: checkout},
	}
}

// surveyed adds what surveys do around what a human did: they are seen, and some say why. It draws no chance of the planner's, so that
// everything else stays as it is.
func (p *planner) surveyed(acts []act) []act {
	for i := range len(acts) {
		a := acts[i]
		luck := float64(mix(p.w.o.Seed^uint64(a.at)<<8^uint64(p.h.index))>>11) / (1 << 53)
		say := func(k kind, at event.Time, value int64) {
			b := act{human: a.human, kind: k, at: at, received: at + second, source: srcEmail, ref: int32(i), item: a.item, value: value, fresh: at > p.w.end-7*day}
			if b.received < p.w.end {
				acts = append(acts, b)
			}
		}
		switch {
		case a.kind == kSurvey:
			acts[i].ref = int32(i)
			say(kSurveyShown, a.at-minute-event.Time(luck*float64(hour)), 0)
			if luck < 0.4 {
				say(kSurveyWhy, a.at, a.value)
			}
		case a.kind == kDelivered && p.member && luck < 0.2: // and nothing is answered
			say(kSurveyShown, a.at+2*day+event.Time(luck*float64(5*day)), 0)
		case a.kind == kCheckout && luck < 0.5:
			p.leftCheckout(acts[:i+1], acts[i+1:], luck, say)
		}
	}
	return acts
}

// leftCheckout is the survey of who did not pay within the half hour. The last act before is the checkout.
func (p *planner) leftCheckout(before, after []act, luck float64, say func(k kind, at event.Time, value int64)) {
	at := before[len(before)-1].at
	reason := int64(2 + int(luck*1000)%2)
	for _, a := range after {
		switch {
		case a.at > at+30*minute || a.at < at:
		case a.kind == kOrder:
			return
		case a.kind == kPaymentFailed:
			reason = 0
		case a.kind == kFormError && reason != 0:
			reason = 1
		}
	}
	asked := at + 40*minute + event.Time(luck*float64(2*hour))
	say(kCheckoutShown, asked, 0)
	if luck < 0.18 {
		say(kNotPaid, asked+2*minute, reason)
	}
}

func (a *act) response() string {
	return "sim" + strconv.Itoa(int(a.human)) + "-" + strconv.Itoa(int(a.ref))
}

// surveyProperties are the bodies of what surveys become, as a survey of the brand would tell them.
func (h *human) surveyProperties(a *act) json.RawMessage {
	var o object
	language := h.language
	switch language {
	case "zh":
		language = "zh-Hant"
	case "id":
	default:
		language = "en"
	}
	about := func(id, name string) object {
		return o.text("survey_id", id).text("survey_name", name).text("response", a.response()).text("via", "email")
	}
	delivery := func() object { return about(DeliverySurvey, "After delivery") }
	switch a.kind {
	case kSurveyShown:
		return delivery().json()
	case kCheckoutShown:
		return about(CheckoutSurvey, "Left checkout without paying").json()
	case kSurvey:
		return delivery().text("question", askRecommend).text("ask", "Hello, how likely are you to recommend Nusa Home?").
			text("survey", "nps").number("score", a.value).text("language", language).text("stage", "retention").json()
	case kSurveyWhy:
		return delivery().text("question", askWhy).text("ask", "What is the main reason for your {{answer:recommend}}?").
			text("survey", "text").text("text", h.words(a, "", moodOf(2*a.value-13))).text("language", language).text("stage", "retention").json()
	default:
		r := reasons[a.value]
		return about(CheckoutSurvey, "Left checkout without paying").text("question", askNotPaid).
			text("ask", "You left before paying. What kept you?").text("survey", "choice").text("choice", r.en).text("picked", "|"+r.id+"|").
			text("language", language).text("stage", "transaction").json()
	}
}
