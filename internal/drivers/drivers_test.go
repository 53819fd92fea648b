package drivers

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"jejak/internal/journey"
)

func definitions() journey.Definitions {
	return journey.Definitions{Touchpoints: []journey.Touchpoint{{ID: "chat", Name: "Chat"}, {ID: "shop", Name: "Shop"}}}
}

func question() *journey.Drivers {
	signal := func(name, kind string) journey.DriverSignal {
		return journey.DriverSignal{Name: name, Kind: kind, Property: "score"}
	}
	q := journey.Question{Kind: journey.KindDrivers, Drivers: &journey.Drivers{
		Signals:     []journey.DriverSignal{signal("nps", "nps"), signal("effort", "ces"), signal("mood", "sentiment")},
		Touchpoints: []string{"*"},
	}}
	return q.WithDefaults().Drivers
}

// person orders again by satisfaction (0.7 a standard deviation) and chat (odds ratio 2); nothing else matters.
func person(r *rand.Rand) Person {
	p := Person{Scores: []float64{5 + 2*r.NormFloat64(), 4 + r.NormFloat64(), r.NormFloat64()}, Answered: 7, Used: uint64(r.IntN(4))}
	eta := -0.7 + 0.35*(p.Scores[0]-5)
	if p.Used&1 == 1 {
		eta += math.Log(2)
	}
	p.Did = r.Float64() < 1/(1+math.Exp(-eta))
	return p
}

func find(t *testing.T, a *journey.DriversAnswer, item string) journey.Driver {
	t.Helper()
	i := slices.IndexFunc(a.Drivers, func(d journey.Driver) bool { return d.Item == item })
	if i < 0 {
		t.Fatalf("no driver %q", item)
	}
	return a.Drivers[i]
}

func TestWhatMovesPeopleIsFound(t *testing.T) {
	t.Parallel()
	r, q := rand.New(rand.NewPCG(1, 2)), question()
	one, two := NewSample(q, definitions()), NewSample(q, definitions())
	for i := range 4000 {
		p := person(r)
		if i%2 == 0 {
			one.Add(&p)
		} else {
			two.Add(&p)
		}
	}
	one.Add(&Person{Unfinished: true})
	one.Add(&Person{Answered: 3})
	one.Merge(two)
	a := one.Answer()
	if a.State != "ok" || a.Outcome.N != 4000 || a.Unfinished != 1 || a.LeftOut != 1 || a.Collinear {
		t.Fatalf("%+v", a)
	}
	nps, chat := find(t, a, "nps"), find(t, a, "chat")
	if a.Drivers[0].Item != "nps" || a.Drivers[1].Item != "chat" || nps.Factor != "satisfaction" || nps.Share < 0.7 {
		t.Errorf("order: %+v", a.Drivers)
	}
	if chat.Odds.Low > 2 || chat.Odds.High < 2 || chat.Per != "use" || nps.Odds.Low > math.Exp(0.7) || nps.Odds.High < math.Exp(0.7) {
		t.Errorf("odds: %+v, %+v", nps.Odds, chat.Odds)
	}
	// The effect of chat is the difference of the two groups, since it hangs on nothing else.
	if chat.Effect < 0.1 || chat.Effect > 0.19 || nps.Q > 1e-6 {
		t.Errorf("effect %v, q %v", chat.Effect, nps.Q)
	}
	for _, item := range []string{"effort", "mood", "shop"} {
		if d := find(t, a, item); d.Q < 0.01 || d.Share > 0.02 {
			t.Errorf("%s does nothing: %+v", item, d)
		}
	}
	shares := 0.0
	for _, f := range a.Factors {
		shares += f.Share
	}
	if math.Abs(shares-1) > 1e-9 || len(a.Factors) != 4 {
		t.Errorf("%+v", a.Factors)
	}
}

func TestNotEnoughAnswersIsSaid(t *testing.T) {
	t.Parallel()
	r, q := rand.New(rand.NewPCG(3, 4)), question()
	alike := Person{Scores: []float64{1, 1, 1}, Answered: 7}
	for name, c := range map[string]struct {
		n    int
		next func(i int) Person
	}{
		"few_people":   {29, func(int) Person { return person(r) }},
		"few_outcomes": {1000, func(i int) Person { p := person(r); p.Did = i < 49; return p }},
		"no_features":  {1000, func(i int) Person { p := alike; p.Did = i%2 == 0; return p }},
		"ok":           {1000, func(i int) Person { p := person(r); p.Did = i < 50; return p }},
	} {
		s := NewSample(q, definitions())
		for i := range c.n {
			p := c.next(i)
			s.Add(&p)
		}
		a := s.Answer()
		if a.State != name || (name == "few_outcomes" && a.Needed != 50) || (name != "ok" && a.R2 != 0) {
			t.Errorf("%s: %+v", name, a)
		}
		if _, err := json.Marshal(a); err != nil {
			t.Error(err)
		}
	}
	if a := NewSample(q, definitions()).Answer(); a.State != "few_people" {
		t.Errorf("nobody: %+v", a)
	}
}

// Paying comes before every order: it is a step of it, and would hide what moves people.
func TestAStepOfTheOutcomeIsNoDriver(t *testing.T) {
	t.Parallel()
	r, q := rand.New(rand.NewPCG(7, 8)), question()
	d := definitions()
	d.Touchpoints = append(d.Touchpoints, journey.Touchpoint{ID: "payment"}, journey.Touchpoint{ID: "museum"})
	s := NewSample(q, d)
	for i := range 3000 {
		p := person(r)
		if p.Did {
			p.Used |= 4
		}
		if i < rareUse-1 {
			p.Used |= 8
		}
		s.Add(&p)
	}
	a := s.Answer()
	if find(t, a, "payment").Excluded != "step" || find(t, a, "museum").Excluded != "rare" || a.Drivers[0].Item != "nps" {
		t.Errorf("%+v", a.Drivers)
	}
}

// Asked without an anchor, some touchpoints lie on the way to nearly every outcome, and some only where it never came: what
// parts people so is told as a step, and no odds that are left are absurd.
func TestTouchpointsThatPartTheOutcomesHaveNoOdds(t *testing.T) {
	t.Parallel()
	r, q := rand.New(rand.NewPCG(9, 10)), question()
	q.Signals = nil
	d := definitions()
	d.Touchpoints = append(d.Touchpoints, journey.Touchpoint{ID: "cart"}, journey.Touchpoint{ID: "cancel"})
	s := NewSample(q, d)
	for i := range 6000 {
		p := Person{Used: uint64(r.IntN(4))}
		p.Did = r.IntN(10) == 0
		if p.Did && i%500 != 0 || r.IntN(8) == 0 {
			p.Used |= 4 // 45 % of those with a cart order, hardly anybody else
		}
		if !p.Did && r.IntN(3) == 0 {
			p.Used |= 8
		}
		s.Add(&p)
	}
	a := s.Answer()
	if a.State != "ok" || find(t, a, "cart").Excluded != "step" || find(t, a, "cancel").Excluded != "step" {
		t.Fatalf("%+v", a)
	}
	for _, driver := range a.Drivers {
		if driver.Excluded == "" && (driver.Odds.High > 20 || driver.Odds.Low < 0.05) {
			t.Errorf("%+v", driver)
		}
	}
}

// A feature that parts the outcomes, two that are one, and huge scores give figures all the same.
func TestHardSamplesStayFinite(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 6))
	for _, ridge := range []float64{0, 1} {
		q := question()
		q.Ridge = &ridge
		s := NewSample(q, definitions())
		for i := range 1000 {
			did := i%2 == 0
			score := map[bool]float64{true: 1e15, false: -1e15}[did]
			s.Add(&Person{Scores: []float64{score, score, r.Float64()}, Answered: 7, Did: did})
		}
		a := s.Answer()
		if _, err := json.Marshal(a); err != nil || !a.Collinear {
			t.Errorf("ridge %g: %v %+v", ridge, err, a)
		}
	}
}
