package credit

import (
	"math"
	"testing"
	"time"

	"jejak/internal/attribution"
	"jejak/internal/journey"
)

func ask(t *testing.T, q journey.Question, d journey.Definitions, c Counts) *journey.AttributionAnswer {
	t.Helper()
	q.Kind = journey.KindAttribution
	a, err := Answer(q.WithDefaults(), d, c)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func counts() Counts {
	return Counts{
		Units: []string{"ads", "search", ""}, Other: true, Conversions: 12, Value: 120,
		Paths: []attribution.Path{
			{Touches: []int{0, 1}, Conversions: 4, Value: 40, Nulls: 10},
			{Touches: []int{1}, Conversions: 4, Value: 40, Nulls: 5},
			{Touches: []int{2}, Conversions: 2, Value: 20, Nulls: 30},
		},
	}
}

func TestSpendOfTheRangeAndCurrency(t *testing.T) {
	d := journey.Definitions{Zone: time.FixedZone("", 7*3600), Spend: []journey.Spend{
		{Day: "2026-03-01", Channel: "ads", Amount: 100, Currency: "IDR"},
		{Day: "2026-03-02", Channel: "ads", Campaign: "payday", Amount: 20, Currency: "IDR"},
		{Day: "2026-03-02", Channel: "radio", Amount: 5, Currency: "IDR"},
		{Day: "2026-03-02", Channel: "ads", Amount: 999, Currency: "USD"},
		{Day: "2026-03-04", Channel: "ads", Amount: 7, Currency: "IDR"},
	}}
	q := journey.Question{Range: journey.Range{From: "2026-03-01", To: "2026-03-03"}, Attribution: &journey.Attribution{Models: []string{"last", "first"}}}
	a := ask(t, q, d, counts())
	ads, search, rest := a.Units[0], a.Units[1], a.Units[2]
	if a.Spend != 125 || a.Currency != "IDR" || ads.Spend != 120 || rest.Spend != 5 || search.Spend != 0 {
		t.Errorf("spent %v %s: %+v", a.Spend, a.Currency, a.Units)
	}
	first, last := ads.Credits[0], ads.Credits[1]
	if first.Model != "first" || *first.Cost != 30 || *first.Return != 40.0/120 {
		t.Errorf("first: %+v", first)
	}
	if last.Cost != nil || *last.Return != 0 {
		t.Errorf("nothing was earned last: %+v", last)
	}
	q.Attribution.Unit, q.Attribution.Property = "property", "campaign"
	c := counts()
	c.Units[1] = "payday"
	if a := ask(t, q, d, c); a.Units[1].Spend != 20 {
		t.Errorf("payday cost %v", a.Units[1].Spend)
	}
}

func TestIntervalsHoldTheShare(t *testing.T) {
	a := ask(t, journey.Question{Attribution: &journey.Attribution{Conversion: journey.Filter{}, Order: 1}}, journey.Definitions{}, counts())
	if a.Touched != 10 || a.Conversions != 12 || a.Lost != 45 {
		t.Errorf("%+v", a)
	}
	for _, u := range a.Units {
		for _, c := range u.Credits {
			if c.Low == nil || *c.Low > c.Share || *c.High < c.Share || *c.Low < 0 || *c.High > 1 || *c.High-*c.Low > 0.9 {
				t.Errorf("%s of %s: %v lies not well in [%v, %v]", c.Model, u.Unit, c.Share, *c.Low, *c.High)
			}
		}
	}
	// Of 10 conversions, 4 were begun by an ad: the normal interval of 0.4 with n - 1 is ±1.96 sqrt(0.24/9).
	if first := a.Units[0].Credits[0]; math.Abs(*first.High-0.4-1.96*math.Sqrt(0.24/9)) > 1e-4 {
		t.Errorf("first of ads: %v", *first.High)
	}
}

func TestValuesTooLarge(t *testing.T) {
	c := counts()
	c.Value = math.Inf(1)
	q := journey.Question{Kind: journey.KindAttribution}
	if _, err := Answer(q.WithDefaults(), journey.Definitions{}, c); err == nil {
		t.Error("an infinite sum was taken")
	}
}
