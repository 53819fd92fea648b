package simulate

import (
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"jejak/internal/event"
)

type kind uint8

// What humans do. render.go says what each looks like on the wire.
const (
	kPage kind = iota
	kSearched
	kProduct
	kSpec
	kAdded
	kCart
	kCheckout
	kAddress
	kFormError
	kPayment
	kPaymentFailed
	kOrder
	kShipped
	kDelivered
	kReview
	kIdentify
	kSignedIn
	kSubscribed
	kEmailDelivered
	kEmailOpened
	kEmailClicked
	kAd
	kPostViewed
	kComment
	kChatStarted
	kChatEnded
	kCallStarted
	kCallAnswered
	kCallAbandoned
	kCallEnded
	kMessageIn
	kMessageOut
	kStoreVisited
	kListing
	kSurvey
	kRefunded
	kInstalled
	kFeedback
	kSurveyShown
	kSurveyWhy
	kCheckoutShown
	kNotPaid
)

const (
	second = event.Time(time.Second / time.Millisecond)
	minute = 60 * second
	hour   = 60 * minute
	day    = 24 * hour
)

// hourWeights is how busy each local hour is.
var hourWeights = []float64{2, 1, 1, 1, 1, 2, 3, 5, 7, 9, 10, 11, 12, 10, 9, 9, 9, 10, 11, 13, 15, 14, 9, 4}

// planner plans the acts of one human.
type planner struct {
	w      *world
	h      *human
	r      *rand.Rand
	acts   []act
	known  [3]bool // signed in on this device
	member bool    // has an account
	orders int32
	calls  int32
}

func (w *world) plan(h *human) []act {
	p := &planner{w: w, h: h, r: rand.New(rand.NewPCG(w.o.Seed, uint64(h.index)*2+2))}
	span := float64(w.end - w.begin)
	arrival := w.begin + event.Time(span*math.Pow(p.r.Float64(), 0.85))
	if h.kind == buyer && p.r.Float64() < 0.2 { // a customer from before the history begins
		arrival = w.begin + event.Time(p.r.Float64()*float64(20*day))
		p.member = p.r.Float64() < 0.8
	}
	at := p.settle(arrival, arrival)
	switch h.kind {
	case passer:
		p.passBy(at)
	case explorer:
		p.explore(at)
	case buyer:
		p.buy(at)
	}
	return p.finish()
}

// finish drops what lies outside the history and adds what networks do to items.
func (p *planner) finish() []act {
	kept := p.acts[:0]
	for _, a := range p.acts {
		if a.at >= p.w.begin && a.received < p.w.end {
			kept = append(kept, a)
		}
	}
	kept = p.surveyed(kept)
	for i := range kept {
		kept[i].number = int32(i)
	}
	if p.w.o.Spotless {
		return kept
	}
	for i := range kept {
		switch x := p.r.Float64(); {
		case x < 0.005:
			again := kept[i]
			again.noise, again.received = doubled, again.received+second+event.Time(p.r.IntN(int(10*minute)))
			kept = append(kept, again)
		case x < 0.0065:
			broken := kept[i]
			broken.noise, broken.value = malformed, int64(p.r.IntN(5))
			kept = append(kept, broken)
		case x < 0.03 && kept[i].source == srcApp: // the phone was offline
			kept[i].noise, kept[i].received = late, kept[i].received+event.Time(p.r.IntN(int(3*day)))
		}
	}
	// Nothing of the history came in after its end: what a network held up longer is still under way.
	return slices.DeleteFunc(kept, func(a act) bool { return a.received >= p.w.end })
}

// settle moves a moment to a likely hour of its local day, not before earliest.
func (p *planner) settle(at, earliest event.Time) event.Time {
	offset := event.Time(p.h.place.offset) * hour
	start := (at+offset)/day*day - offset
	at = start + event.Time(weighted(p.r, hourWeights))*hour + event.Time(p.r.IntN(int(hour)))
	for at < earliest {
		at += day
	}
	return at
}

// later is a settled moment after an exponential wait.
func (p *planner) later(at event.Time, mean event.Time) event.Time {
	wait := event.Time(p.r.ExpFloat64() * float64(mean))
	return p.settle(at+wait, at+20*minute)
}

// pause is the time between two acts of one visit.
func (p *planner) pause(median event.Time) event.Time {
	return event.Time(float64(median) * math.Exp(p.r.NormFloat64()*0.8))
}

func (p *planner) chance(x float64) bool { return p.r.Float64() < x }

// strikes says whether something goes wrong: often where the pain point is planted and fits, seldom anywhere else.
func (p *planner) strikes(f Friction, fits bool) bool {
	if fits && p.w.planted[f] {
		return p.chance(painProbability)
	}
	return p.chance(baseProbability)
}

func (p *planner) add(a act) {
	a.human = int32(p.h.index)
	a.received = a.at + 200 + event.Time(p.r.IntN(1500))
	if a.source == srcApp {
		a.received += event.Time(p.r.IntN(int(20 * second)))
	}
	a.number = int32(len(p.acts))
	a.fresh = a.at > p.w.end-7*day
	p.acts = append(p.acts, a)
}

// passBy is one or two aimless visits.
func (p *planner) passBy(at event.Time) {
	for range 1 + p.r.IntN(2)*p.r.IntN(2) {
		switch {
		case p.h.storeFan && p.chance(0.5):
			p.storeVisit(at, false)
		case p.h.marketFan && p.chance(0.7):
			p.listings(at, false)
		default:
			p.visit(at, srcWeb, p.device(), 0)
		}
		at = p.later(at, 12*day)
	}
}

func (p *planner) device() uint8 {
	if p.chance(0.68) {
		return devicePhone
	}
	return deviceComputer
}

// explore is some weeks of looking around that end without an order.
func (p *planner) explore(at event.Time) {
	if p.h.reader {
		defer p.newsletter(at + hour)
	}
	for n := 2 + int(p.r.ExpFloat64()*1.6); n > 0; n-- {
		depth := weighted(p.r, []float64{60, 28, 12})
		switch x := p.r.Float64(); {
		case p.h.storeFan && x < 0.25:
			p.storeVisit(at, false)
		case p.h.marketFan && x < 0.4:
			p.listings(at, false)
		case p.h.appUser && x < 0.6:
			p.visit(at, srcApp, deviceApp, min(depth, 1))
		case x < 0.66:
			p.social(at)
		case x < 0.70:
			p.message(at, 4)
		default:
			p.visit(at, srcWeb, p.device(), min(depth, 1))
		}
		at = p.later(at, 9*day)
	}
}

// buy is a customer's life: looking around, orders, service, and in the end silence.
func (p *planner) buy(at event.Time) {
	if p.h.reader {
		defer p.newsletter(at + 2*day)
	}
	for at < p.w.end {
		for n := int(p.r.ExpFloat64() * 1.3); n > 0; n-- {
			p.lookAround(at)
			at = p.later(at, 4*day)
		}
		bought := false
		for try := 0; try < 3 && !bought; try++ {
			if bought, at = p.attempt(at); !bought {
				at = p.later(at, 3*day)
			}
		}
		if !bought && p.chance(0.6) || bought && p.chance(p.h.dropout) {
			return
		}
		at = p.later(at, event.Time(float64(day)/p.h.rate))
	}
}

func (p *planner) lookAround(at event.Time) {
	switch x := p.r.Float64(); {
	case x < 0.12:
		p.social(at)
	case p.h.storeFan && x < 0.3:
		p.storeVisit(at, false)
	case p.h.marketFan && x < 0.4:
		p.listings(at, false)
	case p.h.appUser && x < 0.65:
		p.visit(at, srcApp, deviceApp, p.r.IntN(2))
	case x < 0.7:
		p.call(at, 4)
	default:
		p.visit(at, srcWeb, p.device(), p.r.IntN(2))
	}
}

// attempt tries to order on one channel.
func (p *planner) attempt(at event.Time) (bought bool, end event.Time) {
	switch x := p.r.Float64(); {
	case p.h.storeFan && x < 0.45:
		return true, p.storeVisit(at, true)
	case p.h.marketFan && x < 0.5:
		return true, p.listings(at, true)
	case p.h.appUser && x < 0.75:
		return p.visit(at, srcApp, deviceApp, 2)
	case x > 0.97:
		return true, p.message(at, 4)
	default:
		return p.visit(at, srcWeb, p.device(), 2)
	}
}

// visit is one visit to the website or the app: depth 0 looks, 1 fills the cart, 2 wants to pay.
func (p *planner) visit(at event.Time, source, device uint8, depth int) (bought bool, end event.Time) {
	do := func(k kind, item int32, value int64, median event.Time) {
		p.add(act{kind: k, at: at, source: source, device: device, known: p.known[device], item: item, value: value})
		at += p.pause(median)
	}
	p.arrive(&at, source, device)
	if p.chance(0.35) {
		do(kSearched, int32(p.h.taste), 0, 12*second)
	} else {
		do(kPage, pageCategory, int64(p.h.taste), 15*second)
	}
	product := int32(0)
	for range 1 + p.r.IntN(3) {
		product = p.product()
		do(kProduct, product, 0, 40*second)
		if p.chance(0.35) {
			missing := p.strikes(SpecMissing, products[product].category == 0)
			do(kSpec, product, boolInt(missing), 30*second)
			if missing && p.chance(0.75) {
				return false, at
			}
		}
	}
	if source == srcWeb && p.chance(0.05) {
		p.chat(&at, device, 4)
	}
	if depth == 0 {
		return false, at
	}
	do(kAdded, product, 1, 20*second)
	if p.chance(0.25) {
		product = p.product()
		do(kAdded, product, 1, 20*second)
	}
	do(kCart, product, 0, 25*second)
	if depth == 1 || p.chance(0.10) {
		return false, at
	}
	return p.checkout(at, source, device, product)
}

// arrive is how a visit begins.
func (p *planner) arrive(at *event.Time, source, device uint8) {
	a := act{at: *at, device: device, known: p.known[device]}
	if source == srcApp {
		if len(p.acts) == 0 || p.chance(0.02) {
			a.kind, a.source = kInstalled, srcApp
			p.add(a)
			*at += p.pause(8 * second)
		}
		a.at, a.kind, a.source, a.item = *at, kPage, srcApp, pageHome
		p.add(a)
		*at += p.pause(10 * second)
		return
	}
	referrer := int64(weighted(p.r, []float64{24, 30, 26, 14})) // direct, search, ad, social
	switch referrer {
	case 2:
		a.kind, a.source, a.item, a.known = kAd, srcAds, int32(p.r.IntN(len(campaigns))), false
		p.add(a)
		*at += p.pause(3 * second)
	case 3:
		a.kind, a.source, a.item, a.known = kPostViewed, srcSocial, int32(p.r.IntN(len(posts))), false
		p.add(a)
		*at += p.pause(4 * second)
	}
	landing := []int32{pageHome, pagePromo, pageBlog, pageStores, pageHelp}[weighted(p.r, []float64{60, 18, 12, 6, 4})]
	p.add(act{kind: kPage, at: *at, source: srcWeb, device: device, known: p.known[device], item: landing, value: -referrer})
	*at += p.pause(14 * second)
}

func (p *planner) product() int32 {
	c := p.h.taste
	if p.chance(0.2) {
		c = weighted(p.r, categoryWeights)
	}
	return int32(categoryStart[c] + p.r.IntN(categoryStart[c+1]-categoryStart[c]))
}

// checkout is the way from the cart to the order; two of the pain points lie on it.
func (p *planner) checkout(at event.Time, source, device uint8, product int32) (bought bool, end event.Time) {
	do := func(k kind, item int32, value int64, median event.Time) {
		p.add(act{kind: k, at: at, source: source, device: device, known: p.known[device], item: item, value: value, ref: p.ref()})
		at += p.pause(median)
	}
	price := products[product].price
	do(kCheckout, product, price, 20*second)
	if !p.known[device] {
		p.known[device] = true
		do(kIdentify, 0, boolInt(!p.member), second)
		do(kSignedIn, 0, boolInt(!p.member), 10*second)
		p.member = true
	}
	do(kAddress, product, price, 35*second)
	if p.strikes(FormConfuses, source == srcWeb) {
		for range 1 + p.r.IntN(3) {
			do(kFormError, int32(p.r.IntN(3)), 0, 15*second)
		}
		if p.chance(0.6) {
			return false, at
		}
	}
	for range 3 {
		do(kPayment, int32(p.h.bank), price, 30*second)
		if !p.strikes(PaymentFails, source == srcApp && banks[p.h.bank] == PainBank) {
			do(kOrder, product, price, 0)
			p.tellsOfPaying(at+20*second, source, device, true)
			p.afterOrder(at, source, product)
			return true, at
		}
		p.tellsOfPaying(at+second/2, source, device, false)
		do(kPaymentFailed, int32(p.h.bank), price, 25*second)
		if p.chance(0.45) {
			break
		}
	}
	if p.chance(0.25) {
		p.call(at+5*minute, 2)
	}
	return false, at
}

// tellsOfPaying is what somebody answers who is asked how paying went: who could not, more often than who could. It leaves the planner's
// own chances as they are.
func (p *planner) tellsOfPaying(at event.Time, source, device uint8, well bool) {
	luck := float64(uint64(at)*0x9e3779b97f4a7c15>>40) / (1 << 24)
	mood := int64(-10 + 4*luck)
	tells := 0.8
	if well {
		mood, tells = int64(2+40*luck), 0.15
	}
	if luck < tells {
		p.add(act{kind: kFeedback, at: at, source: source, device: device, known: p.known[device], value: mood})
	}
}

func (p *planner) ref() int32 { return int32(p.h.index)*64 + p.orders%64 }

func boolInt(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
