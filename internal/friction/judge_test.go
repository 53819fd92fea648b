package friction_test

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"jejak/internal/friction"
	"jejak/internal/journey"
)

// someone is a person's first pass at the one touchpoint of a test.
type someone struct {
	channel string
	entry   bool
	values  map[string]string
	out     friction.Outcome
}

func judge(t *testing.T, people []someone) []journey.FrictionFinding {
	t.Helper()
	p := &friction.Point{ID: "pay", Name: "Payment", Stage: "buy", Whole: friction.Strata{}, Slices: map[friction.Slice]friction.Strata{}}
	slice := func(s friction.Slice, at friction.Stratum, o friction.Outcome) {
		if p.Slices[s] == nil {
			p.Slices[s] = friction.Strata{}
		}
		p.Slices[s].Of(at).Add(o)
	}
	for _, s := range people {
		at := friction.Stratum{Channel: s.channel, Entry: s.entry}
		p.Whole.Of(at).Add(s.out)
		slice(friction.Slice{Property: "channel", Value: s.channel}, at, s.out)
		for k, v := range s.values {
			slice(friction.Slice{Property: k, Value: v}, at, s.out)
		}
	}
	q := journey.Question{Kind: journey.KindFriction}.WithDefaults().Friction
	c := &friction.Counted{Points: []*friction.Point{p}, Detect: q.Detect, Top: q.Top, Rate: q.Rate, MinPeople: q.MinPeople}
	a, err := friction.Judge(c, func(_ int, in []friction.Slice) (map[uint64]*friction.Group, error) {
		by := map[uint64]*friction.Group{}
		for _, s := range people {
			mask := uint64(0)
			for i, f := range in {
				if s.values[f.Property] == f.Value || (f.Property == "channel" && f.Value == s.channel) {
					mask |= 1 << i
				}
			}
			if by[mask] == nil {
				by[mask] = &friction.Group{}
			}
			by[mask].Add(s.out)
		}
		return by, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return a.Findings
}

// crowd makes people who pay with a bank, from a city, on a channel; fails says how often that goes wrong.
func crowd(n int, fails func(s *someone) float64) []someone {
	r := rand.New(rand.NewPCG(5, 6)) //nolint:gosec // the same crowd every time
	people := make([]someone, n)
	for i := range people {
		s := &people[i]
		bank := r.IntN(5)
		s.channel = []string{"web", "app"}[r.IntN(2)]
		s.values = map[string]string{
			"bank": "bank " + strconv.Itoa(bank), "group": "group " + strconv.Itoa(bank/2), "product": "p" + strconv.Itoa(r.IntN(30)),
		}
		s.out.Aim = true
		if r.Float64() < fails(s) {
			s.out = s.out.With(friction.Errors)
		}
		s.out.Won = r.Float64() < 0.8 && (!s.out.Has(friction.Errors) || r.Float64() < 0.5)
	}
	return people
}

// One bank fails in the app alone. Its group, its channel and the whole payment look worse for it, and are not told.
func TestFindingsAreConcentrated(t *testing.T) {
	t.Parallel()
	found := judge(t, crowd(4000, func(s *someone) float64 {
		if s.values["bank"] == "bank 2" && s.channel == "app" {
			return 0.6
		}
		return 0.03
	}))
	if len(found) != 1 {
		t.Fatalf("%d findings: %+v", len(found), found)
	}
	f := found[0]
	want := []journey.FrictionSlice{{Property: "bank", Value: "bank 2"}, {Property: "channel", Value: "app"}}
	if len(f.Slice) != 2 || f.Slice[0] != want[0] || f.Slice[1] != want[1] {
		t.Errorf("it is found at %v", f.Slice)
	}
	if f.Share.Low > 0.6 || f.Share.High < 0.6 || f.Compared.Low > 0.03 || f.Compared.High < 0.03 {
		t.Errorf("the share is %+v, compared with %+v", f.Share, f.Compared)
	}
	// 400 people, 57 points more errors, of whom half as many go on: 400 · 0.57 · 0.4.
	if l := f.PeopleLost; l.Low > 91 || l.High < 91 || l.Low <= 0 {
		t.Errorf("people lost %+v", l)
	}
}

// Two banks fail, each for itself: both are told.
func TestTwoPainsAreTwoFindings(t *testing.T) {
	t.Parallel()
	found := judge(t, crowd(4000, func(s *someone) float64 {
		return map[string]float64{"bank 1": 0.5, "bank 4": 0.3}[s.values["bank"]] + 0.02
	}))
	if len(found) != 2 || found[0].Slice[0].Value != "bank 1" || found[1].Slice[0].Value != "bank 4" {
		t.Fatalf("found %+v", found)
	}
}

// A difference of two points is sure among a hundred thousand people, and no finding.
func TestTrifling(t *testing.T) {
	t.Parallel()
	found := judge(t, crowd(100_000, func(s *someone) float64 {
		if s.values["bank"] == "bank 2" {
			return 0.06
		}
		return 0.04
	}))
	if len(found) != 0 {
		t.Fatalf("found %+v", found)
	}
}

// Where nothing is wrong, hardly any crowd has a finding.
func TestNothingIsFoundWhereNothingIs(t *testing.T) {
	t.Parallel()
	wrong := 0
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // the same crowds every time
		people := crowd(600, func(*someone) float64 { return 0 })
		for i := range people {
			if r.Float64() < 0.05 {
				people[i].out = people[i].out.With(friction.Errors)
			}
			if r.Float64() < 0.4 {
				people[i].out = people[i].out.With(friction.Exits)
			}
			people[i].out.Won = r.Float64() < 0.5
		}
		if len(judge(t, people)) > 0 {
			wrong++
		}
	}
	if wrong > 2 {
		t.Errorf("%d of 40 crowds without any pain have a finding", wrong)
	}
}
