package archtest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	// coded finds the code of a fault as a whole, codeGiven that of a literal, badGiven that of a password.
	coded     = regexp.MustCompile(`fault\.Coded\(.*\), "([a-z_]+)"`)
	codeGiven = regexp.MustCompile(`\bCode: "([a-z_]+)"`)
	// uncoded finds a field's fault without a code; chosen are fields that no form lets anybody type into, and a call with its reason.
	uncoded  = regexp.MustCompile(`Field\{+Name: (\S+), Message: .*\}`)
	chosen   = map[string]bool{`"locale"`: true, `"role"`: true, `"body"`: true}
	badGiven = regexp.MustCompile(`return (?:bad|limit)\("([a-z_]+)", "`)
	// asked finds the code of what is wrong with a question, a dashboard's card or a segment's text.
	asked = regexp.MustCompile(`(?:wrongf\(|\bbad\(.*, ?|\bbad\()"([a-z_]+)", "[^"]* `)
)

// Whatever screens can be told of accounts, workspaces, sources, identity, quarantine, stages, touchpoints, questions and segments has words in each of
// their languages.
func TestFaultsOfTheFoundationHaveWordsInEachLanguage(t *testing.T) {
	t.Parallel()
	whole, fields := map[string]bool{}, map[string]bool{}
	for _, pkg := range []string{"account", "workspace", "identity", "eventlog", "collect", "api", "touchpoint", "journey", "segment", "dashboard", "persona"} {
		files, err := filepath.Glob(filepath.Join("..", pkg, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatal(pkg, err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") || filepath.Base(name) == "spend.go" || filepath.Base(name) == "detail.go" { // told on the command line alone; and of rejected events, which the server tests
				continue
			}
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(string(text)) {
				if m := uncoded.FindStringSubmatch(line); m != nil && !strings.Contains(line, "Code:") && pkg != "api" && !chosen[m[1]] { // what the API itself finds wrong is told to programs
					t.Errorf("%s: a field's fault without a code: %s", name, strings.TrimSpace(line))
				}
				if m := coded.FindStringSubmatch(line); m != nil {
					whole[m[1]] = true
				}
				of := whole
				if strings.Contains(line, "Field{") || strings.Contains(line, `Name: "`) || strings.Contains(line, "With:") {
					of = fields
				}
				for _, m := range codeGiven.FindAllStringSubmatch(line, -1) {
					of[m[1]] = true
				}
				if m := asked.FindStringSubmatch(line); m != nil && pkg != "account" {
					fields[m[1]] = true
				}
				if m := badGiven.FindStringSubmatch(line); m != nil && pkg == "account" {
					fields[m[1]] = true
				}
			}
		}
	}
	if len(whole) < 30 || len(fields) < 8 {
		t.Fatalf("only %d faults and %d of fields were found: the source is written in another way now", len(whole), len(fields))
	}
	for _, language := range []string{"en", "id", "zh-Hant"} {
		ofWhole, ofField := faultWords(t, language)
		for code := range whole {
			if !ofWhole[code] {
				t.Errorf("%s: no words for the fault %s", language, code)
			}
		}
		for code := range fields {
			if !ofField[code] {
				t.Errorf("%s: no words for the field fault %s", language, code)
			}
		}
	}
}

// faultWords are the codes that have words in a language.
func faultWords(t *testing.T, language string) (whole, fields map[string]bool) {
	t.Helper()
	name := filepath.Join("..", "..", "web", "src", "messages", "faults", language+".json")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var words struct {
		Faults map[string]any `json:"faults"`
	}
	if err := json.Unmarshal(text, &words); err != nil {
		t.Fatal(name, err)
	}
	whole, fields = map[string]bool{}, map[string]bool{}
	for code, said := range words.Faults {
		_, whole[code] = said.(string)
	}
	ofField, _ := words.Faults["field"].(map[string]any)
	for code := range ofField {
		fields[code] = true
	}
	return whole, fields
}
