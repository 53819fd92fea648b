package journey

import (
	"slices"
	"strings"
)

// Attribution asks which channel, campaign or touchpoint earned the conversions.
//
// A conversion in the range is credited to the touches that lie before it, after the person's conversion before and not longer
// ago than LookBack. A touch is an event of Touches that has a unit; those of the same unit, and direct ones, that follow each
// other (or a conversion) by less than Gap are one visit, and count as one touch, at the visit's beginning. A conversion is no
// touch itself. Touches that no conversion follows, reckoned from the last one back, are a journey in vain.
// docs/questions/attribution.md has the models, their formulas and sources.
type Attribution struct {
	Conversion Filter   `json:"conversion"`
	Value      string   `json:"value,omitempty" doc:"the numeric property that says what a conversion is worth"`
	Unit       string   `json:"unit,omitempty" enum:"arrival,channel,touchpoint,source,event,property" doc:"what is credited; arrival by default: how a visit came about"`
	Property   string   `json:"property,omitempty" doc:"the property's path, such as campaign, of the unit property"`
	Touches    *Filter  `json:"touches,omitempty" doc:"which events are touches; by default all with a unit, of channel those of channels that bring people"`
	LookBack   Duration `json:"lookBack,omitempty" doc:"30d by default"`
	Gap        Duration `json:"gap,omitempty" doc:"the quiet time that ends a visit; 30m by default"`
	Direct     []string `json:"direct,omitempty" maxItems:"50" doc:"units that bring nobody themselves; direct by default"`
	Count      string   `json:"count,omitempty" enum:"every,first" doc:"every conversion of a person, or only the first in the range; every by default"`
	Models     []string `json:"models,omitempty" enum:"first,last,last_non_direct,linear,position,time_decay,markov,shapley" doc:"all by default"`
	First      float64  `json:"first,omitempty" minimum:"0" maximum:"1" doc:"position: the first touch's share; 0.4 by default"`
	Last       float64  `json:"last,omitempty" minimum:"0" maximum:"1" doc:"position: the last touch's share; 0.4 by default"`
	HalfLife   Duration `json:"halfLife,omitempty" doc:"time decay; 7d by default"`
	Order      int      `json:"order,omitempty" minimum:"0" maximum:"5" doc:"of the Markov chain; 0 chooses"`
	Top        int      `json:"top,omitempty" minimum:"0" maximum:"100" doc:"so many units, by number of touches, the rest is one; 20 by default"`
	Currency   string   `json:"currency,omitempty" doc:"of the spend that counts; the most frequent one by default"`
}

// Models of attribution, in the order of an answer.
const (
	ModelFirst         = "first"
	ModelLast          = "last"
	ModelLastNonDirect = "last_non_direct"
	ModelLinear        = "linear"
	ModelPosition      = "position"
	ModelTimeDecay     = "time_decay"
	ModelMarkov        = "markov"
	ModelShapley       = "shapley"
)

// AttributionModels are all models, in the order of an answer.
func AttributionModels() []string {
	return []string{ModelFirst, ModelLast, ModelLastNonDirect, ModelLinear, ModelPosition, ModelTimeDecay, ModelMarkov, ModelShapley}
}

// MaxTouches is how many touches of one journey are kept: the first, and the last ones.
const MaxTouches = 100

// Spend is what was paid for a channel, or for a campaign on it, on one day.
type Spend struct {
	Day      string  `json:"day" example:"2026-01-31" doc:"a date of the workspace's zone"`
	Channel  string  `json:"channel" maxLength:"40"`
	Campaign string  `json:"campaign,omitempty" maxLength:"200"`
	Amount   float64 `json:"amount" minimum:"0"`
	Currency string  `json:"currency,omitempty" maxLength:"3" example:"IDR"`
}

// AttributionAnswer is the table of units by models. People and Events of the answer are who converted, and how often.
type AttributionAnswer struct {
	Conversions int                `json:"conversions"`
	Value       float64            `json:"value"`
	Touched     int                `json:"touched" doc:"conversions with a touch before them: those that are credited"`
	TouchedSum  float64            `json:"touchedValue"`
	Lost        int                `json:"lost" doc:"journeys in vain"`
	Units       []AttributionUnit  `json:"units" doc:"in order of touches; other at the end"`
	Order       int                `json:"order,omitempty" doc:"of the Markov chain"`
	Orders      []AttributionOrder `json:"orders,omitempty" doc:"the orders that were tried"`
	Paths       []AttributionPath  `json:"paths" doc:"the most frequent paths to a conversion"`
	Spend       float64            `json:"spend,omitempty"`
	Currency    string             `json:"currency,omitempty"`
}

// AttributionUnit is one row.
type AttributionUnit struct {
	Unit     string              `json:"unit"`
	Other    bool                `json:"other,omitempty"`
	People   int                 `json:"people" doc:"who converted with it in the path"`
	Assisted int                 `json:"assisted" doc:"conversions with it anywhere in the path"`
	Spend    float64             `json:"spend,omitempty"`
	Credits  []AttributionCredit `json:"credits" doc:"by model"`
}

// AttributionCredit is what a unit earned by one model. Low and High bound Share with 95 % confidence where docs/questions says so.
type AttributionCredit struct {
	Model       string   `json:"model"`
	Conversions float64  `json:"conversions"`
	Value       float64  `json:"value"`
	Share       float64  `json:"share" doc:"of the credited conversions"`
	Low         *float64 `json:"low,omitempty"`
	High        *float64 `json:"high,omitempty"`
	Removal     *float64 `json:"removal,omitempty" doc:"Markov: the share of conversions that is lost without the unit"`
	Cost        *float64 `json:"cost,omitempty" doc:"spend for each conversion"`
	Return      *float64 `json:"return,omitempty" doc:"value for each unit of money spent"`
}

// AttributionOrder is how well a Markov chain of an order fits.
type AttributionOrder struct {
	Order        int     `json:"order"`
	States       int     `json:"states"`
	BIC          float64 `json:"bic" doc:"the least is chosen"`
	AUC          float64 `json:"auc"`
	PenalisedAUC float64 `json:"penalisedAuc"`
}

// AttributionPath is one order of touches. An empty name with Other is the rest of the units.
type AttributionPath struct {
	Units       []string `json:"units" doc:"(other) for the rest of the units"`
	Conversions int      `json:"conversions"`
	Value       float64  `json:"value"`
	Lost        int      `json:"lost" doc:"journeys in vain by the same path"`
}

func (v *validator) attribution(field string, a Attribution) {
	v.filter(at(field, "conversion"), a.Conversion, 0)
	if a.Touches != nil {
		v.filter(at(field, "touches"), *a.Touches, 0)
	}
	v.property(at(field, "value"), a.Value)
	v.oneOf(at(field, "unit"), a.Unit, "arrival", "channel", "touchpoint", "source", "event", "property")
	if (a.Unit == "property") == (a.Property == "") {
		v.bad(at(field, "property"), "needed_by", "is needed by %s, and by nothing else", "property")
	}
	v.property(at(field, "property"), a.Property)
	v.oneOf(at(field, "count"), a.Count, "every", "first")
	for i, m := range a.Models {
		if !slices.Contains(AttributionModels(), m) {
			v.bad(nth(at(field, "models"), i), "none_of", "%q is none of %s", m, strings.Join(AttributionModels(), ", "))
		}
	}
	if len(a.Direct) > 50 {
		v.bad(at(field, "direct"), "most", "has more than %d entries", 50)
	}
	f := a.withDefaults()
	if !(f.First >= 0 && f.Last >= 0 && f.First+f.Last <= 1) {
		v.bad(at(field, "first"), "shares_sum", "first and last are shares that add up to 1 at most")
	}
	v.within(at(field, "order"), a.Order, 0, 5)
	v.within(at(field, "top"), a.Top, 0, 100)
	if a.LookBack.Millis() < 0 || f.LookBack > maxLookBack {
		v.bad(at(field, "lookBack"), "between", "must lie between %s and %s", "0", "3650d")
	}
}

const (
	defaultLookBack = Duration(30 * 24 * 3600e9)
	defaultHalfLife = Duration(7 * 24 * 3600e9)
	maxLookBack     = Duration(3650 * 24 * 3600e9)
)

func (a Attribution) withDefaults() Attribution {
	a.Unit, a.LookBack, a.Gap, a.Count = or(a.Unit, "arrival"), or(a.LookBack, defaultLookBack), or(a.Gap, defaultGap), or(a.Count, "every")
	a.First, a.Last, a.HalfLife, a.Top = or(a.First, 0.4), or(a.Last, 0.4), or(a.HalfLife, defaultHalfLife), or(a.Top, 20)
	if a.Direct == nil {
		a.Direct = []string{"direct"}
	}
	if len(a.Models) == 0 {
		a.Models = AttributionModels()
	}
	if a.Touches == nil {
		a.Touches = &Filter{}
		if a.Unit == "channel" {
			a.Touches = &Filter{Channel: bringing(), Not: &Filter{Event: unseen()}}
		}
	}
	return a
}

// bringing are the channels that bring people, other than the places where they arrive.
func bringing() Names {
	return Names{"ads", "search", "social", "email", "sms", "whatsapp", "referral", "marketplace", "community", "event"}
}

// unseen are messages that nobody has looked at yet.
func unseen() Names {
	return Names{"Email Delivered", "Email Bounced", "Email Marked as Spam", "Push Notification Received", "Message Delivered"}
}

// Arrivals are the rules of the unit arrival, the first that matches: the event's own channel where it is one that brings people;
// on the website and in the app, the medium of the campaign, then the page that led here (search engines, social networks);
// else direct.
func Arrivals() []Touchpoint {
	place := Names{"web", "app", ""}
	rule := func(unit string, f Filter) Touchpoint { return Touchpoint{ID: unit, Name: unit, Rule: f} }
	medium := func(unit string, values ...any) Touchpoint {
		return rule(unit, Filter{Channel: place, Where: []Condition{{Property: "context.campaign.medium", Op: OpIn, Value: values}}})
	}
	referrer := func(unit, hosts string) Touchpoint {
		re := `^https?://([a-z0-9-]+\.)*(` + hosts + `)(\.|/|:|$)`
		return rule(unit, Filter{Channel: place, Any: []Filter{
			{Where: []Condition{{Property: "referrer", Op: OpRegex, Value: re}}},
			{Where: []Condition{{Property: "context.page.referrer", Op: OpRegex, Value: re}}},
		}})
	}
	var rules []Touchpoint
	for _, c := range bringing() {
		rules = append(rules, rule(c, Filter{Channel: Names{c}, Not: &Filter{Event: unseen()}}))
	}
	return append(
		rules,
		medium("ads", "cpc", "ppc", "cpm", "paid", "display", "banner", "retargeting", "paid_social", "paid_search", "ads"),
		medium("email", "email", "e-mail", "newsletter"), medium("sms", "sms"), medium("whatsapp", "whatsapp"),
		medium("social", "social", "social-network", "social-media", "sm"), medium("search", "organic", "search"),
		medium("referral", "referral", "affiliate", "partner"),
		referrer("search", "google|bing|duckduckgo|yahoo|baidu|yandex|ecosia|naver|sogou"),
		referrer("social", "facebook|instagram|tiktok|twitter|t\\.co|x\\.com|youtube|linkedin|lnkd\\.in|pinterest|reddit|threads|weibo|plurk|dcard|line\\.me|social"),
		referrer("ads", "ads|doubleclick|googleadservices|googlesyndication"),
		rule("direct", Filter{Channel: place[:2]}),
	)
}
