package journey_test

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"jejak/internal/journey"
)

// TestUnfoldSaysTheSame puts events to a filter that names touchpoints and to what it unfolds to.
func TestUnfoldSaysTheSame(t *testing.T) {
	t.Parallel()
	name := rapid.SampledFrom([]string{"a", "b", "c", "d"})
	rule := rapid.Custom(func(t *rapid.T) journey.Filter {
		return journey.Filter{Event: rapid.SliceOfNDistinct(name, 1, 3, rapid.ID).Draw(t, "event"), Channel: rapid.SampledFrom([]journey.Names{nil, {"web"}, {"app"}}).Draw(t, "channel")}
	})
	rapid.Check(t, func(t *rapid.T) {
		var points []journey.Touchpoint
		for i := range rapid.IntRange(0, 4).Draw(t, "touchpoints") {
			points = append(points, journey.Touchpoint{ID: string(rune('p' + i)), Rule: rule.Draw(t, "rule")})
		}
		f := journey.Filter{Touchpoint: rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"p", "q", "r", "s", "gone"}), 1, 3, rapid.ID).Draw(t, "named")}
		switch rapid.IntRange(0, 3).Draw(t, "shape") {
		case 1:
			f.Event = journey.Names{name.Draw(t, "event")}
		case 2:
			inner := f
			f = journey.Filter{Not: &inner}
		case 3:
			f = journey.Filter{Any: []journey.Filter{f, {Channel: journey.Names{"app"}}}}
		}
		before, err := journey.NewMatcher(f, points)
		if err != nil {
			t.Fatal(err)
		}
		after, err := journey.NewMatcher(f.Unfold(points), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range []string{"a", "b", "c", "d", "e"} {
			for _, channel := range []string{"web", "app"} {
				e := &journey.Facts{Name: n, Channel: channel}
				if before.Match(e) != after.Match(e) {
					t.Fatalf("%s on %s: %v, unfolded %v", n, channel, before.Match(e), after.Match(e))
				}
			}
		}
	})
}

// TestUnfoldKeepsLimits unfolds the last of many touchpoints: the lists of a valid filter are short.
func TestUnfoldKeepsLimits(t *testing.T) {
	t.Parallel()
	var points []journey.Touchpoint
	for i := range 120 {
		points = append(points, journey.Touchpoint{ID: string(rune('A' + i)), Rule: journey.Filter{Event: journey.Names{string(rune('A' + i))}}})
	}
	f := journey.Filter{Touchpoint: journey.Names{points[119].ID, points[0].ID}}.Unfold(points)
	if faults := journey.ValidateFilter("rule", f, nil); faults != nil {
		t.Fatal(faults)
	}
}

// A whole question means the same, wherever in it a touchpoint is named, and the one that was given is as it was.
func TestAQuestionUnfoldsWhole(t *testing.T) {
	t.Parallel()
	points := []journey.Touchpoint{{ID: "pay", Rule: journey.Filter{Event: journey.Names{"Pay"}}}}
	model := &journey.StageModel{Stages: []journey.Stage{{ID: "won", Entry: journey.Filter{Event: journey.Names{"Pay"}}}}}
	var q journey.Question
	if err := json.Unmarshal([]byte(`{"kind":"funnel","funnel":{"steps":[{"filter":{"event":"Look"}},{"filter":{"touchpoint":"pay"}}],"exclusions":[{"filter":{"not":{"touchpoint":"pay"}}}]},
		"segment":{"all":[{"did":{"event":{"touchpoint":"pay"}}}]}}`), &q); err != nil {
		t.Fatal(err)
	}
	out, err := q.Unfold(points, model)
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := json.Marshal(out)
	if strings.Contains(string(raw), "touchpoint") || strings.Count(string(raw), `"Pay"`) != 3 {
		t.Errorf("%s", raw)
	}
	if q.Funnel.Steps[1].Filter.Touchpoint[0] != "pay" {
		t.Error("the question that was given has changed")
	}
	stages, err := journey.Question{Kind: journey.KindStages}.Unfold(points, model)
	if err != nil || stages.Stages.Model == nil || stages.Stages.Model.Stages[0].ID != "won" {
		t.Errorf("%+v, %v", stages.Stages, err)
	}
	places, err := journey.Question{Kind: journey.KindTouchpoints}.Unfold(points, nil)
	if err != nil || len(places.Touchpoints.Places) != 1 || places.Touchpoints.Model != nil {
		t.Errorf("%+v, %v", places.Touchpoints, err)
	}
}
