package simulate

import "jejak/internal/event"

// storeVisit is a visit to a shop. The till knows only those who show a card or want the receipt by e-mail.
func (p *planner) storeVisit(at event.Time, order bool) event.Time {
	if p.h.loyalty == "" && !order {
		return at
	}
	store := int32(p.r.IntN(len(stores)))
	p.add(act{kind: kStoreVisited, at: at, source: srcStore, item: store})
	at += p.pause(12 * minute)
	if order {
		product := p.product()
		p.add(act{kind: kOrder, at: at, source: srcStore, item: product, value: products[product].price, ref: p.ref()})
		p.afterOrder(at, srcStore, product)
	}
	return at
}

// listings is a look at the brand's shop on a marketplace.
func (p *planner) listings(at event.Time, order bool) event.Time {
	product := int32(0)
	for range 1 + p.r.IntN(3) {
		product = p.product()
		p.add(act{kind: kListing, at: at, source: srcMarket, item: product})
		at += p.pause(45 * second)
	}
	if order {
		p.add(act{kind: kOrder, at: at, source: srcMarket, item: product, value: products[product].price, ref: p.ref()})
		p.afterOrder(at, srcMarket, product)
	}
	return at
}

// afterOrder is what an order brings with it: delivery, service, a review, a survey, now and then a refund.
func (p *planner) afterOrder(at event.Time, source uint8, product int32) {
	ref, price := p.ref(), products[product].price
	p.orders++
	about := act{source: srcOrders, channel: source, item: product, value: price, ref: ref}
	after := func(k kind, at event.Time, value int64) {
		a := about
		a.kind, a.at, a.value = k, at, value
		p.add(a)
	}
	delivered := at
	slow := p.chance(0.15)
	if source != srcStore {
		shipped := at + event.Time(4+p.r.IntN(30))*hour
		delivered = shipped + event.Time(18+p.r.IntN(60))*hour
		if slow {
			delivered += event.Time(3+p.r.IntN(5)) * day
		}
		after(kShipped, shipped, price)
		after(kDelivered, delivered, price)
	}
	if products[product].category == 0 && p.chance(0.5) {
		p.call(p.later(delivered, day), 0)
	}
	if p.chance(0.1) || slow && p.chance(0.4) {
		p.help(p.later(delivered, 2*day))
	}
	score := int64(5 - weighted(p.r, []float64{52, 28, 11, 5, 4}))
	if slow {
		score = max(1, score-int64(p.r.IntN(3)))
	}
	if source != srcStore && p.chance(0.18) {
		about.known = true
		after(kReview, p.later(delivered+day, 4*day), score)
	}
	if p.member && p.chance(0.12) {
		p.add(act{kind: kSurvey, at: p.later(delivered+2*day, 3*day), source: srcEmail, value: min(10, max(0, 2*score-int64(p.r.IntN(3))))})
	}
	if p.chance(0.03) {
		after(kRefunded, p.later(delivered+day, 4*day), price)
	}
}

// help is a question on whatever channel comes first to mind.
func (p *planner) help(at event.Time) {
	topic := 1 + p.r.IntN(3)
	switch p.r.IntN(4) {
	case 0:
		p.call(at, topic)
	case 1:
		p.message(at, topic)
	case 2:
		p.chat(&at, p.device(), topic)
	default:
		p.add(act{kind: kPage, at: at, source: srcWeb, device: devicePhone, known: p.known[devicePhone], item: pageHelp})
	}
}

// call is a call to the call centre; CallUnanswered strikes here.
func (p *planner) call(at event.Time, topic int) {
	p.calls++
	about := act{source: srcCall, item: int32(topic), ref: p.ref() ^ p.calls<<24}
	step := func(k kind, value int64) {
		a := about
		a.kind, a.at, a.value = k, at, value
		p.add(a)
	}
	step(kCallStarted, 0)
	if p.strikes(CallUnanswered, topics[topic] == PainTopic) {
		wait := p.pause(4 * minute)
		at += wait
		step(kCallAbandoned, int64(wait/second))
		if p.chance(0.3) {
			p.message(at+10*minute, topic)
		}
		return
	}
	wait := p.pause(35 * second)
	at += wait
	step(kCallAnswered, int64(wait/second))
	length := p.pause(4 * minute)
	at += length
	step(kCallEnded, int64(length/second))
}

// message is a WhatsApp conversation.
func (p *planner) message(at event.Time, topic int) event.Time {
	for range 1 + p.r.IntN(3) {
		p.add(act{kind: kMessageIn, at: at, source: srcWhatsApp, item: int32(topic)})
		at += p.pause(3 * minute)
		p.add(act{kind: kMessageOut, at: at, source: srcWhatsApp, item: int32(topic)})
		at += p.pause(4 * minute)
	}
	return at
}

// chat is a conversation in the web chat.
func (p *planner) chat(at *event.Time, device uint8, topic int) {
	a := act{kind: kChatStarted, at: *at, source: srcChat, device: device, known: p.known[device], item: int32(topic)}
	p.add(a)
	length := p.pause(3 * minute)
	*at += length
	a.kind, a.at, a.value = kChatEnded, *at, int64(length/second)
	p.add(a)
	*at += p.pause(10 * second)
}

// social is a look at the brand's accounts.
func (p *planner) social(at event.Time) {
	post := int32(p.r.IntN(len(posts)))
	p.add(act{kind: kPostViewed, at: at, source: srcSocial, item: post, value: 1})
	if p.chance(0.2) {
		p.add(act{kind: kComment, at: at + p.pause(minute), source: srcSocial, item: post, value: int64(p.r.IntN(3) - 1)})
	}
}

// newsletter is the brand's e-mail every third week, from the subscription on.
func (p *planner) newsletter(from event.Time) {
	p.add(act{kind: kSubscribed, at: from, source: srcWeb, device: devicePhone, known: p.known[devicePhone]})
	first := p.w.begin/day*day + 3*hour // ten in Jakarta
	keen := 0.08 + 0.4*p.r.Float64()
	for i := event.Time(1); ; i++ {
		at := first + i*21*day
		if at >= p.w.end {
			return
		}
		if at < from {
			continue
		}
		campaign := int32(i) % int32(len(campaigns))
		at += event.Time(p.r.IntN(int(20 * minute)))
		p.add(act{kind: kEmailDelivered, at: at, source: srcEmail, item: campaign})
		if !p.chance(keen) {
			continue
		}
		at = p.settle(at, at+minute)
		p.add(act{kind: kEmailOpened, at: at, source: srcEmail, item: campaign})
		if p.chance(0.25) {
			at += p.pause(20 * second)
			p.add(act{kind: kEmailClicked, at: at, source: srcEmail, item: campaign})
			p.visit(at+2*second, srcWeb, p.device(), p.r.IntN(2))
		}
	}
}
