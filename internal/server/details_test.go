package server_test

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"jejak/internal/collect"
	"jejak/internal/ingest"
	"jejak/internal/transfer"
)

var (
	verb  = regexp.MustCompile(`%[.0-9]*[a-z]`)
	value = regexp.MustCompile(`\{\{v\d\}\}`)
)

// What is said of rejected events has the same values in each language, and in English the same words.
func TestDetailsOfRejectedEventsHaveWordsInEachLanguage(t *testing.T) {
	t.Parallel()
	said := map[string]string{}
	for _, s := range slices.Concat(ingest.Sentences(), collect.Sentences(), transfer.Sentences()) {
		if said[s.Code] != "" {
			t.Errorf("%s is the code of two sentences", s.Code)
		}
		n := 0
		said[s.Code] = verb.ReplaceAllStringFunc(s.Words, func(string) string { n++; return "{{v" + strconv.Itoa(n) + "}}" })
	}
	values := func(text string) []string { return slices.Sorted(slices.Values(value.FindAllString(text, -1))) }
	for _, lang := range []string{"en", "id", "zh-Hant"} {
		text, err := os.ReadFile(filepath.Join("..", "..", "web", "src", "messages", "faults", lang+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var words struct{ Details map[string]string }
		if err := json.Unmarshal(text, &words); err != nil {
			t.Fatal(err)
		}
		for code, english := range said {
			if there := words.Details[code]; there == "" || !slices.Equal(values(there), values(english)) || lang == "en" && there != english {
				t.Errorf("%s: %s is %q; in English %q", lang, code, there, english)
			}
		}
		for code := range words.Details {
			if said[code] == "" {
				t.Errorf("%s: %s is said of nothing", lang, code)
			}
		}
	}
	for _, pkg := range []string{"ingest", "collect", "transfer"} {
		text, err := os.ReadFile(filepath.Join("..", pkg, "detail.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`Sentence\{(?:Code: )?"(\w+)"`).FindAllStringSubmatch(string(text), -1) {
			if said[m[1]] == "" {
				t.Errorf("%s: %s is not among the sentences", pkg, m[1])
			}
		}
	}
}

// Whatever the values, a sentence is found again as itself.
func TestEachDetailIsFoundAgain(t *testing.T) {
	t.Parallel()
	all := slices.Concat(ingest.Sentences(), collect.Sentences(), transfer.Sentences())
	details := ingest.NewDetails(all)
	for _, s := range all {
		var values []any
		for _, v := range verb.FindAllString(s.Words, -1) {
			if strings.HasSuffix(v, "d") {
				values = append(values, 41)
			} else {
				values = append(values, "a: b, \"c\" must be\n%s")
			}
		}
		if told := details.Read(s.With(values...)); told == nil || told.Code != s.Code || len(told.With) != len(values) {
			t.Errorf("%q is read as %s; want %s", s.With(values...), asJSON(told), s.Code)
		}
	}
	if told := details.Read("words of nobody"); told != nil {
		t.Errorf("read as %s", asJSON(told))
	}
}

// Whoever looks at rejected events is told what was wrong in words that other languages know, sentences within sentences too.
func TestRejectedEventsAreToldInStableWords(t *testing.T) {
	t.Parallel()
	w := found(t)
	for body, want := range map[string]string{
		`{"batch":[{"type":"track","event":"A","userId":"u","properties":[]}]}`: `field properties,(an_object),(a_list)`,
		`{"batch":[{"type":"track","event":"A"}]}`:                              `no_ids`,
		`{"batch":[{"type":"nonsense","userId":"u"}]}`:                          `type "nonsense"`,
		`{"batch":[{"type":"page","userId":"u","timestamp":"yester \"day\""}]}`: `time timestamp,"yester \"day\""`,
		`{"batch":[{"type":"page","userId":"u","properties":{"a":NaN}}]}`:       `no_json "NaN",57`,
		`{"batch":[7]}`:                          `no_call_object (a_number)`,
		`{"batch":[{"type":"page","userId":"u"}`: `unreadable (not_json 39,(no_comma))`,
		`{"batch":[{"type":"page","userId":"` + strings.Repeat("u", 1001) + `"}]}`:                `long_id user_id,1001,1000`,
		`{"batch":[{"type":"page","messageId":"` + strings.Repeat("m", 101) + `","userId":"u"}]}`: `long_message_id 100`,
	} {
		req, err := http.NewRequest("POST", w.url+"/v1/batch", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.SetBasicAuth(w.key, "")
		do(t, http.DefaultClient, req)
		var page struct {
			Rows []struct {
				Detail string
				Told   *ingest.Told
			}
		}
		w.owner.must("GET", w.path("/quarantine?limit=1"), nil, &page)
		if len(page.Rows) != 1 || page.Rows[0].Told == nil || short(*page.Rows[0].Told) != want {
			t.Errorf("%.80s: %+v, told %s; want %s", body, page.Rows, asJSON(page.Rows), want)
		}
	}
}

// short is a sentence's code and its values in order, with sentences in brackets.
func short(told ingest.Told) string {
	var values []string
	for i := range len(told.With) {
		name := "v" + strconv.Itoa(i+1)
		if inner, ok := told.In[name]; ok {
			values = append(values, "("+short(inner)+")")
		} else {
			values = append(values, told.With[name])
		}
	}
	return strings.TrimSpace(told.Code + " " + strings.Join(values, ","))
}

func asJSON(v any) string {
	text, _ := json.Marshal(v)
	return string(text)
}
