package survey

import "testing"

func TestTraitsArePipedIntoWords(t *testing.T) {
	t.Parallel()
	traits := map[string]string{"name": "Ana {{answer:nps}}", "city": "  ", "full name": "Ana B."}
	f := func(in, want string) {
		t.Helper()
		if got := fill(in, traits); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
	f("Hello {{trait:name|there}}!", "Hello Ana { {answer:nps}}!") // what people are called fills in nothing in turn
	f("Hello {{ trait:name | there }}", "Hello Ana { {answer:nps}}")
	f("{{trait:city|town}} {{trait:none}} {{trait:full name}}", "town  Ana B.")
	f("{{answer:nps|x}} {{other:name}} {{trait:}} {{", "{{answer:nps|x}} {{other:name}} {{trait:}} {{")
}

func TestLanguagesStandIn(t *testing.T) {
	t.Parallel()
	c := asked()
	f := func(want string, reads bool, wanted ...string) {
		t.Helper()
		if got, ok := c.language(wanted); got != want || ok != reads {
			t.Errorf("%v: %s %v, want %s %v", wanted, got, ok, want, reads)
		}
	}
	f("id", true, "id-ID", "en")
	f("zh-Hant", true, "zh-TW")
	f("zh-Hant", true, "zh-HK", "en")
	f("en", true, "fr", "en-GB")
	f("en", false, "fr")
	f("en", false)
	f("en", false, "", "not a language at all, by far", "x")
	p := c.public("x", "zh-Hant", Theme{}, nil)
	if p.Questions[1].Title != "您會推薦我們嗎？" || p.Questions[0].Title != "Hello there" || p.Dir != "ltr" {
		t.Errorf("%+v", p.Questions[:2])
	}
	if p := c.public("x", "id", Theme{}, map[string]string{"name": "Budi"}); p.Questions[0].Title != "Halo Budi" {
		t.Errorf("%q", p.Questions[0].Title)
	}
	for lang, want := range map[string]string{"ar": "rtl", "ar-EG": "rtl", "he": "rtl", "fa": "rtl", "ur": "rtl", "id": "ltr", "?": "ltr"} {
		if got := direction(lang); got != want {
			t.Errorf("%s is written %s", lang, got)
		}
	}
}

func TestThemeFallsBackOnTheWorkspace(t *testing.T) {
	t.Parallel()
	eight := 8
	got := Theme{Accent: "#000000"}.over(Theme{Accent: "#ffffff", Text: "#111111", Radius: &eight})
	if got.Accent != "#000000" || got.Text != "#111111" || got.Radius == nil || *got.Radius != 8 {
		t.Errorf("%+v", got)
	}
}
