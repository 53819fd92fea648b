package simulate

import (
	"fmt"

	"jejak/internal/journey"
	"jejak/internal/maps"
)

// step is a step of the brand's map as its team believes it to be.
type step struct {
	id, name string
	points   []string // names of touchpoints
	rule     *journey.Filter
	feeling  int
	cards    map[maps.LaneKind]string
	weighed  [2]int // impact and effort of its opportunity, 1…5; 0 is not said yet
	next     []string
}

// sold is an order on a channel, together with the events of touchpoints.
func sold(channels []string, points ...string) *journey.Filter {
	f := &journey.Filter{Any: []journey.Filter{{Event: journey.Names{"Order Completed"}, Channel: channels}}}
	if len(points) > 0 {
		f.Any = append(f.Any, journey.Filter{Touchpoint: points})
	}
	return f
}

// Map is the journey as the brand's team has drawn it, bound to its data: id gives the id of the touchpoint of a name. What the team
// believes of paying in the app is not what people tell. Nothing has a place: each goes behind those before it.
func Map(id func(name string) string) maps.Draft {
	lanes := []maps.Lane{
		{ID: "l_action", Kind: maps.LaneAction, Name: "What people do"},
		{ID: "l_touchpoint", Kind: maps.LaneTouchpoint, Name: "Touchpoints"},
		{ID: "l_question", Kind: maps.LaneQuestion, Name: "What they ask themselves"},
		{ID: "l_emotion", Kind: maps.LaneEmotion, Name: "Feeling"},
		{ID: "l_pain", Kind: maps.LanePain, Name: "Pain points"},
		{ID: "l_opportunity", Kind: maps.LaneOpportunity, Name: "Opportunities"},
		{ID: "l_metric", Kind: maps.LaneMetric, Name: "Measured by"},
	}
	d := maps.Draft{
		Name: "Buying at Nusa Home", State: maps.AsIs, Personas: []maps.Persona{{Name: "Everybody who buys for the home"}},
		Description: "As the team drew it in a workshop. Switch on what is measured: one pain point is not on the sheet.",
	}
	s := &d.Sheet
	s.Lanes = lanes
	for _, g := range mapStages(id) {
		stage := maps.Stage{ID: "g_" + g.id, Name: g.name, Stage: g.stage}
		s.Stages = append(s.Stages, stage)
		for _, st := range g.steps {
			addStep(s, stage.ID, st, id)
		}
	}
	return d
}

func addStep(s *maps.Sheet, stage string, st step, id func(string) string) {
	one := maps.Step{ID: "s_" + st.id, Stage: stage, Name: st.name}
	if st.rule != nil {
		one.Evidence = &maps.Evidence{Rule: st.rule}
	}
	s.Steps = append(s.Steps, one)
	card := func(lane maps.LaneKind, n int) *maps.Card {
		s.Cards = append(s.Cards, maps.Card{
			ID: fmt.Sprintf("c_%s_%s_%d", st.id, lane, n), Step: one.ID, Lane: "l_" + string(lane),
		})
		return &s.Cards[len(s.Cards)-1]
	}
	for i, name := range st.points {
		c := card(maps.LaneTouchpoint, i)
		c.Text, c.Touchpoint = name, id(name)
	}
	for _, lane := range []maps.LaneKind{maps.LaneAction, maps.LaneQuestion, maps.LanePain, maps.LaneOpportunity} {
		if text := st.cards[lane]; text != "" {
			c := card(lane, 0)
			if c.Text = text; lane == maps.LaneOpportunity {
				c.Impact, c.Effort = st.weighed[0], st.weighed[1]
			}
		}
	}
	if text := st.cards[maps.LaneMetric]; text != "" {
		c := card(maps.LaneMetric, 0)
		c.Text, c.Evidence = text, &maps.Evidence{Signal: "sentiment"}
		if st.id == "tells" {
			c.Evidence.Signal = "nps"
		}
	}
	feeling := st.feeling
	card(maps.LaneEmotion, 0).Value = &feeling
	for _, to := range st.next {
		s.Edges = append(s.Edges, maps.Edge{ID: "e_" + st.id + "_" + to, From: one.ID, To: "s_" + to})
	}
}

type mapStage struct {
	id, name, stage string
	steps           []step
}

func mapStages(id func(string) string) []mapStage {
	type texts = map[maps.LaneKind]string
	return []mapStage{
		{"meet", "Meet", "awareness", []step{{
			id: "meets", name: "Comes across us", feeling: 1, next: []string{"compares", "shop"},
			points: []string{"Search and display ads", "Social posts", "Website pages", "App opened", "Shop visit", "Marketplace listing"},
			cards:  texts{maps.LaneAction: "Sees an ad or a post, opens the website or the app, walks past a shop", maps.LaneQuestion: "Do they have what I need?"},
		}}},
		{"explore", "Explore", "engagement", []step{{
			id: "compares", name: "Compares products", feeling: 0, next: []string{"cart", "meets"},
			points: []string{"Search on the site", "Product page", "Specification"},
			cards:  texts{maps.LaneAction: "Searches, reads product pages and specifications", maps.LaneQuestion: "Does it fit my room and my budget?"},
		}, {
			id: "cart", name: "Fills the cart", feeling: 0, next: []string{"checkout", "meets"}, points: []string{"Cart"},
			cards: texts{maps.LaneAction: "Puts one or two things into the cart", maps.LaneQuestion: "What will delivery cost?"},
		}}},
		{"checkout", "Check out", "transaction", []step{{
			id: "checkout", name: "Signs in, gives an address", feeling: 0, next: []string{"payapp", "payweb"},
			points:  []string{"Checkout, app", "Checkout, web"},
			weighed: [2]int{4, 2},
			cards:   texts{maps.LaneAction: "Signs in or makes an account, types the address", maps.LanePain: "The address form is long", maps.LaneOpportunity: "Fill in the district from the postcode"},
		}}},
		{"pay", "Pay", "transaction", []step{{
			id: "payapp", name: "Pays in the app", feeling: 2, next: []string{"receives"}, points: []string{"Payment, app"},
			rule:  sold([]string{"app"}, id("Payment, app")),
			cards: texts{maps.LaneAction: "Pays by bank transfer with two taps", maps.LaneMetric: "What people say of paying"},
		}, {
			id: "payweb", name: "Pays on the website", feeling: 0, next: []string{"receives"}, points: []string{"Payment, web"},
			rule:  sold([]string{"web"}, id("Payment, web")),
			cards: texts{maps.LaneAction: "Pays by bank transfer", maps.LaneMetric: "What people say of paying"},
		}, {
			id: "shop", name: "Buys in a shop or marketplace", feeling: 1, points: []string{"Till"},
			rule:  sold([]string{"store", "marketplace"}),
			cards: texts{maps.LaneAction: "Pays at the till, or at the marketplace"},
		}}},
		{"receive", "Receive", "retention", []step{{
			id: "receives", name: "Gets the delivery", feeling: 0, next: []string{"tells", "helped", "meets"}, points: []string{"Delivery"},
			cards: texts{maps.LaneAction: "Follows the parcel, unpacks", maps.LaneQuestion: "When does it come?", maps.LanePain: "Some parcels take a week"},
		}}},
		{"stay", "Stay", "retention", []step{{
			id: "helped", name: "Asks for help", feeling: -1, next: []string{"tells", "meets"},
			points:  []string{"Installation call", "Call centre", "WhatsApp", "Web chat"},
			weighed: [2]int{3, 1},
			cards:   texts{maps.LaneAction: "Calls or writes, mostly about installation", maps.LaneOpportunity: "Send the installation guide with the parcel"},
		}, {
			id: "tells", name: "Tells others", feeling: 1, points: []string{"Review", "Survey"},
			cards: texts{maps.LaneAction: "Writes a review, answers a survey", maps.LaneMetric: "Would recommend us"},
		}}},
	}
}
