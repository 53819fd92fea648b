package mail

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

//go:embed words.json
var wordFile []byte

// words are the few that mail and its pages have of their own, by language.
var words = readWords(wordFile)

func readWords(file []byte) (all map[string]map[string]string) {
	if err := json.Unmarshal(file, &all); err != nil {
		panic("BUG: words.json: " + err.Error()) //nolint:forbidigo // the file is embedded
	}
	return all
}

// Languages are those that mail has words in; the first stands in for the others.
func Languages() []string { return []string{"en", "id", "zh-Hant", "ar"} }

// Best is the one of Languages that suits who reads these, the best first.
func Best(wanted ...string) string {
	var have, want []language.Tag
	for _, l := range Languages() {
		have = append(have, language.Make(l))
	}
	for _, w := range wanted {
		if tag, err := language.Parse(w); err == nil && len(w) <= 35 {
			want = append(want, tag)
		}
	}
	if len(want) == 0 {
		return Languages()[0]
	}
	_, i, _ := language.NewMatcher(have).Match(want...)
	return Languages()[i]
}

// Word is one of the texts of words.json in the best language, with {name} filled in from pairs.
func Word(lang, name string, pairs ...string) string {
	places := slices.Clone(pairs)
	for i := 0; i < len(places); i += 2 {
		places[i] = "{" + places[i] + "}"
	}
	said, ok := words[lang]
	if !ok { // matching languages takes longer than everything else of a mail
		said = words[Best(lang)]
	}
	return strings.NewReplacer(places...).Replace(said[name])
}

func (l *Letter) word(name string) string { return Word(l.Language, name) }
