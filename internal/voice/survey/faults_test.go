package survey

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"jejak/internal/fault"
)

// Whatever a form can be told of a survey, screens say in each of their languages, with the values that it names.
func TestEveryFaultHasWordsInEachLanguage(t *testing.T) {
	t.Parallel()
	field, whole := codes(t)
	for _, lang := range []string{"en", "id", "zh-Hant"} {
		said, of := wordsOf(t, lang)
		for code, values := range field {
			said, ok := of[code].(string)
			if !ok {
				t.Errorf("%s: no words for the field fault %s", lang, code)
			}
			if strings.Contains(said, "{{") && values == 0 {
				t.Errorf("%s: %s names a value that there is none of", lang, code)
			}
		}
		for code := range whole {
			if _, ok := said[code].(string); !ok {
				t.Errorf("%s: no words for the fault %s", lang, code)
			}
		}
	}
}

// wordsOf are the words of faults.
func wordsOf(t *testing.T, lang string) (whole, field map[string]any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "web", "src", "messages", "faults", lang+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var words struct {
		Faults map[string]any `json:"faults"`
	}
	if err := json.Unmarshal(text, &words); err != nil {
		t.Fatal(err)
	}
	field, _ = words.Faults["field"].(map[string]any)
	return words.Faults, field
}

// codes are those of surveys, themes, documents and files of reviews, and how many values each field fault names at most.
func codes(t *testing.T) (field map[string]int, whole map[string]bool) {
	t.Helper()
	var files []string
	for _, folder := range []string{".", "../theme", "../../document"} {
		some, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, some...)
	}
	files = append(files, filepath.Join("..", "..", "transfer", "reviews.go"))
	bad := regexp.MustCompile(`(?:f\.bad|numbered|lack)\((?:.*, )?"([a-z_]+)", ("(?:[^"\\]|\\.)*")`)
	test := regexp.MustCompile(`return "([a-z_]+)", "`)
	coded := regexp.MustCompile(`fault\.Coded\(.*?\), "([a-z_]+)"`)
	field, whole = map[string]int{}, map[string]bool{}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if strings.HasSuffix(name, "_test.go") {
				break
			}
			if m := bad.FindStringSubmatch(line); m != nil {
				field[m[1]] = max(field[m[1]], strings.Count(m[2], "%"))
			}
			if m := test.FindStringSubmatch(line); m != nil && name == "validate.go" {
				field[m[1]] += 0
			}
			if m := coded.FindStringSubmatch(line); m != nil {
				whole[m[1]] = true
			}
		}
	}
	if len(field) < 30 || len(whole) < 20 {
		t.Fatalf("%d and %d codes were found", len(field), len(whole))
	}
	return field, whole
}

// A survey that cannot be saved tells each fault with its code and its values.
func TestFaultsOfASurveyAreCoded(t *testing.T) {
	t.Parallel()
	var f faults
	c := Content{Languages: []string{"en", "en"}, Questions: []Question{{ID: "q", Kind: Rating, Max: 11, Title: en("Hm {{answer:z}}")}}}
	c.check(&f)
	want := map[string]string{"twice": "en", "stars": "", "pipe_unknown": "z"}
	for _, one := range f.all {
		if v, ok := want[one.Code]; ok && one.With["v1"] == v {
			delete(want, one.Code)
		}
	}
	if len(want) > 0 {
		t.Errorf("%v are missing in %+v", want, f.all)
	}
	var e *fault.Error
	if err := mailOff(); !errors.As(err, &e) || e.Code != "no_mail_server" {
		t.Error(err)
	}
}
