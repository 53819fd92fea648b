package maps

import (
	"cmp"
	"encoding/json"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestTemplatesAreThere(t *testing.T) {
	t.Parallel()
	var ids []string
	for _, template := range Templates() {
		ids = append(ids, template.ID)
	}
	want := []string{"digital", "buying", "loyalty", "portable-air-conditioner", "car-mechanic", "cafe", "online-fashion", "clinic-visit", "bank-account"}
	if !slices.Equal(ids, want) {
		t.Fatalf("templates %q; want %q: their ids are in links and calls", ids, want)
	}
}

// Each text is said in each language, in the script of that language, and none is longer than a card should be.
func TestTemplatesSpeakEveryLanguage(t *testing.T) {
	t.Parallel()
	for _, template := range Templates() {
		each(template.file, func(where string, text texts) {
			for i, lang := range templateLanguages() {
				said := text.in(lang)
				if said != text[i] || strings.TrimSpace(said) != said || said == "" {
					t.Errorf("%s: %s in %s is %q", template.ID, where, lang, said)
				}
				han := strings.ContainsFunc(said, func(r rune) bool { return unicode.Is(unicode.Han, r) })
				if han != (lang == "zh-Hant") {
					t.Errorf("%s: %s in %s is not in its script: %q", template.ID, where, lang, said)
				}
				if n := utf8.RuneCountInString(said); strings.HasPrefix(where, "card") && n > 110 {
					t.Errorf("%s: %s in %s has %d signs: a card is read at a glance", template.ID, where, lang, n)
				}
			}
		})
		if got := template.Name("fr"); got != template.Name("en") {
			t.Errorf("%s in a language that it is not in: %q", template.ID, got)
		}
	}
}

// A lane is called what the screens call its kind, so that a new one beside it reads alike.
func TestTemplateLanesSpeakAsTheScreensDo(t *testing.T) {
	t.Parallel()
	for _, lang := range templateLanguages() {
		b, err := os.ReadFile("../../web/src/messages/" + lang + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var messages struct {
			Maps struct {
				LaneKind map[LaneKind]string `json:"laneKind"`
			} `json:"maps"`
		}
		if err := json.Unmarshal(b, &messages); err != nil {
			t.Fatal(err)
		}
		for _, template := range Templates() {
			for _, lane := range template.Sheet(lang).Lanes {
				if want := messages.Maps.LaneKind[lane.Kind]; lane.Name != want || want == "" {
					t.Errorf("%s in %s: a lane of kind %s is called %q; the screens say %q", template.ID, lang, lane.Kind, lane.Name, want)
				}
			}
		}
	}
}

func each(f templateFile, visit func(where string, text texts)) {
	visit("name", f.Name)
	visit("description", f.Description)
	if f.Persona != (texts{}) {
		visit("persona", f.Persona)
	}
	for _, stage := range f.Stages {
		visit("stage "+stage.ID, stage.Name)
		for _, step := range stage.Steps {
			visit("step "+step.ID, step.Name)
			for _, c := range step.Cards {
				visit("card of "+step.ID+" in "+string(c.Lane), c.Text)
			}
			for _, e := range step.Next {
				visit("edge "+step.ID+" "+e.To, e.Label)
			}
		}
	}
}

// A sheet of a template hangs together: everything refers to what is there, in order, within its limits.
func TestTemplateSheetsHangTogether(t *testing.T) {
	t.Parallel()
	id := regexp.MustCompile(`^[a-z]_[a-z0-9_]+$`)
	for _, template := range Templates() {
		s := template.Sheet("id")
		seen := map[string]string{} // id -> kind
		add := func(kind, thing, place string) {
			if seen[thing] != "" || !id.MatchString(thing) || strings.HasSuffix(place, "0") || place == "" {
				t.Errorf("%s: %s %q at %q is no good or there twice", template.ID, kind, thing, place)
			}
			seen[thing] = kind
		}
		for _, x := range s.Stages {
			add("stage", x.ID, x.Place)
		}
		for _, x := range s.Lanes {
			add("lane", x.ID, x.Place)
			if !slices.Contains(LaneKinds(), x.Kind) {
				t.Errorf("%s: a lane of kind %q", template.ID, x.Kind)
			}
		}
		for _, x := range s.Steps {
			add("step", x.ID, x.Place)
			if seen[x.Stage] != "stage" {
				t.Errorf("%s: step %s is in stage %q", template.ID, x.ID, x.Stage)
			}
		}
		for _, x := range s.Cards {
			add("card", x.ID, x.Place)
			if seen[x.Step] != "step" || seen[x.Lane] != "lane" {
				t.Errorf("%s: card %s is in step %q, lane %q", template.ID, x.ID, x.Step, x.Lane)
			}
			checkTemplateCard(t, template.ID, x)
		}
		for _, x := range s.Edges {
			add("edge", x.ID, x.Place)
			if seen[x.From] != "step" || seen[x.To] != "step" || x.From == x.To || x.Label == "" {
				t.Errorf("%s: edge %s from %q to %q", template.ID, x.ID, x.From, x.To)
			}
		}
		if !slices.IsSortedFunc(s.Cards, func(a, b Card) int { return cmp.Compare(a.Place, b.Place) }) {
			t.Errorf("%s: cards are not in order", template.ID)
		}
		for _, p := range template.Personas("en") {
			if utf8.RuneCountInString(p.Name) > 200 {
				t.Errorf("%s: a persona of %d signs", template.ID, utf8.RuneCountInString(p.Name))
			}
		}
	}
}

// What a map is checked by when people change it takes every template as it is, and gives it back as it was.
func TestTemplatesAreValidMaps(t *testing.T) {
	t.Parallel()
	for _, template := range Templates() {
		for _, lang := range templateLanguages() {
			want := template.Sheet(lang)
			ops, err := puts(head{Name: template.Name(lang), Description: template.Description(lang), Personas: template.Personas(lang)}, want)
			if err != nil {
				t.Fatal(err)
			}
			d, _, _, err := apply(newDoc(), ops, nil, moment{by: "Ani"})
			if err != nil {
				t.Errorf("%s in %s: %v", template.ID, lang, err)
				continue
			}
			got, err := d.sheet()
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s in %s is not what was put in", template.ID, lang)
			}
		}
	}
}

func checkTemplateCard(t *testing.T, template string, c Card) {
	t.Helper()
	lane := LaneKind(strings.TrimPrefix(c.Lane, "l_"))
	low, high := 0, 0
	switch lane {
	case LaneEmotion:
		low, high = -2, 2
	case LaneEngagement:
		low, high = 1, 5
	}
	if (c.Value != nil) != (low != high) || c.Value != nil && (*c.Value < low || *c.Value > high) {
		t.Errorf("%s: card %s has a value that its lane cannot show", template, c.ID)
	}
	if (c.Channel != "") != (lane == LaneTouchpoint) {
		t.Errorf("%s: card %s has channel %q", template, c.ID, c.Channel)
	}
	rated := c.Impact >= 1 && c.Impact <= 5 && c.Effort >= 1 && c.Effort <= 5
	if (lane == LaneOpportunity) != rated {
		t.Errorf("%s: card %s has impact %d and effort %d", template, c.ID, c.Impact, c.Effort)
	}
}

// The curve of feelings has a point at every step, and every step says what people want, do and meet and how one would know.
func TestTemplatesFillEveryStep(t *testing.T) {
	t.Parallel()
	for _, template := range Templates() {
		s := template.Sheet("en")
		for _, step := range s.Steps {
			has := map[string]int{}
			for _, c := range s.Cards {
				if c.Step == step.ID {
					has[c.Lane]++
				}
			}
			if has["l_emotion"] != 1 {
				t.Errorf("%s: step %s has %d feelings; want one", template.ID, step.ID, has["l_emotion"])
			}
			for _, lane := range []string{"l_goal", "l_action", "l_touchpoint"} {
				if has[lane] == 0 {
					t.Errorf("%s: step %s has nothing in %s", template.ID, step.ID, lane)
				}
			}
		}
	}
}

// A map in one language and in another are the same but for the words, so that what is bound to a card means the same in both.
func TestTemplateIDsAreTheSameInEachLanguage(t *testing.T) {
	t.Parallel()
	words := regexp.MustCompile(`"(?:text|name|label)":"(?:[^"\\]|\\.)*"`)
	for _, template := range Templates() {
		var bare []string
		for _, lang := range templateLanguages() {
			b, err := json.Marshal(template.Sheet(lang))
			if err != nil {
				t.Fatal(err)
			}
			bare = append(bare, words.ReplaceAllString(string(b), ""))
		}
		if bare[0] != bare[1] || bare[0] != bare[2] {
			t.Errorf("%s is not the same map in each language", template.ID)
		}
	}
}

// The worked examples tell their stories: the ways part, one shop loses the customer where nobody answers, and the description ends with why.
func TestWorkedExamplesTeachTheirLesson(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]struct {
		lost, won string // the steps where one loses and the other wins
		lesson    [3]string
	}{
		"portable-air-conditioner": {"s_a_ask", "s_b_ask", [3]string{"The lesson:", "Pelajarannya:", "重點是："}},
		"car-mechanic":             {"s_a_call", "s_b_call", [3]string{"The lesson:", "Pelajarannya:", "重點是："}},
	} {
		all := Templates()
		template := all[slices.IndexFunc(all, func(t Template) bool { return t.ID == id })]
		for i, lang := range templateLanguages() {
			if !strings.Contains(template.Description(lang), want.lesson[i]) || len(template.Personas(lang)) != 1 {
				t.Errorf("%s in %s names no lesson or nobody who goes this way: %q", id, lang, template.Description(lang))
			}
		}
		s := template.Sheet("en")
		feeling := map[string]int{}
		ways := map[string][]string{}
		for _, c := range s.Cards {
			if c.Lane == "l_emotion" {
				feeling[c.Step] = *c.Value
			}
		}
		for _, e := range s.Edges {
			ways[e.From] = append(ways[e.From], e.To)
		}
		if feeling[want.lost] != -2 || feeling[want.won] <= feeling[want.lost] {
			t.Errorf("%s: feels %d where it is lost and %d where it is won", id, feeling[want.lost], feeling[want.won])
		}
		if !slices.ContainsFunc(s.Steps, func(x Step) bool { return len(ways[x.ID]) == 2 }) || len(ways[want.lost]) != 1 {
			t.Errorf("%s: the ways do not part, or whoever is lost stays: %v", id, ways)
		}
	}
}
