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
	badGiven  = regexp.MustCompile(`return (?:bad|limit)\("([a-z_]+)", "`)
)

// Whatever screens can be told of accounts, workspaces, sources, identity and quarantine has words in each of their languages.
func TestFaultsOfTheFoundationHaveWordsInEachLanguage(t *testing.T) {
	t.Parallel()
	whole, fields := map[string]bool{}, map[string]bool{}
	for _, pkg := range []string{"account", "workspace", "identity", "eventlog", "collect", "api"} {
		files, err := filepath.Glob(filepath.Join("..", pkg, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatal(pkg, err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(string(text)) {
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
		text, err := os.ReadFile(filepath.Join("..", "..", "web", "src", "messages", language+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var words struct {
			Faults map[string]any `json:"faults"`
		}
		if err := json.Unmarshal(text, &words); err != nil {
			t.Fatal(err)
		}
		ofField, _ := words.Faults["field"].(map[string]any)
		for code := range whole {
			if _, ok := words.Faults[code].(string); !ok {
				t.Errorf("%s: no words for the fault %s", language, code)
			}
		}
		for code := range fields {
			if _, ok := ofField[code].(string); !ok {
				t.Errorf("%s: no words for the field fault %s", language, code)
			}
		}
	}
}
