package journey_test

import (
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
