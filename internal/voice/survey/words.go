package survey

import (
	"cmp"
	"regexp"
	"strings"

	"golang.org/x/text/language"
)

const (
	pipeAnswer = "answer"
	pipeTrait  = "trait"
)

// pipe is a place in a text for what is known of a person.
type pipe struct{ kind, name, instead string }

// pipeForm is {{answer:ID}} or {{trait:NAME|what stands in for none}}.
var pipeForm = regexp.MustCompile(`\{\{\s*(answer|trait):([^{}|]{1,200}?)\s*(?:\|([^{}]{0,200}))?\}\}`)

func pipesIn(text string) (all []pipe) {
	for _, m := range pipeForm.FindAllStringSubmatch(text, -1) {
		all = append(all, pipe{m[1], strings.TrimSpace(m[2]), m[3]})
	}
	return all
}

// fill puts traits into a text. Answers are left to the page, which has them first. What is filled in is plain text, and holds no
// place to be filled in turn.
func fill(text string, traits map[string]string) string {
	if !strings.Contains(text, "{{") {
		return text
	}
	return pipeForm.ReplaceAllStringFunc(text, func(found string) string {
		p := pipesIn(found)[0]
		if p.kind != pipeTrait {
			return found
		}
		if v := strings.TrimSpace(traits[p.name]); v != "" {
			return strings.ReplaceAll(cut(v, 200), "{{", "{ {")
		}
		return p.instead
	})
}

// asRead is a text as it reads where nobody in particular is asked: each place has what stands in for none, or dots.
func asRead(text string) string {
	return pipeForm.ReplaceAllStringFunc(text, func(found string) string {
		return cmp.Or(strings.TrimSpace(pipesIn(found)[0].instead), "…")
	})
}

// in is a text in a language, or else in the one that stands in.
func (t Text) in(lang, first string) string {
	if words := t[lang]; strings.TrimSpace(words) != "" {
		return words
	}
	return t[first]
}

// language is the one of the survey's languages that suits best who reads these; ok is false where none does, and the survey's first
// language is told.
func (c *Content) language(wanted []string) (best string, ok bool) {
	var have, want []language.Tag
	for _, l := range c.Languages {
		tag, err := language.Parse(l)
		if err != nil {
			tag = language.Und
		}
		have = append(have, tag)
	}
	if len(have) == 0 {
		return "", false
	}
	for _, w := range wanted[:min(len(wanted), maxLanguages)] {
		if len(w) > 35 {
			continue
		}
		if tag, err := language.Parse(w); err == nil {
			want = append(want, tag)
		}
	}
	if len(want) == 0 {
		return c.Languages[0], false
	}
	_, i, sure := language.NewMatcher(have).Match(want...)
	return c.Languages[i], sure > language.No
}

// readable are the languages of a browser's Accept-Language header, the best first.
func readable(header string) (all []string) {
	if len(header) > 500 {
		return nil
	}
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return nil
	}
	for _, t := range tags {
		all = append(all, t.String())
	}
	return all
}

// direction is how a language is written.
func direction(lang string) string {
	tag, err := language.Parse(lang)
	if err != nil {
		return "ltr"
	}
	switch script, _ := tag.Script(); script.String() {
	case "Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm":
		return "rtl"
	}
	return "ltr"
}
