package cli

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"jejak/internal/journey"
)

func runAttribution(t *testing.T, in string, args ...string) (code int, out, faults string) {
	t.Helper()
	var o, e bytes.Buffer
	code = Run(t.Context(), "test", append([]string{"attribution", "--paths", "-"}, args...), strings.NewReader(in), &o, &e)
	return code, o.String(), e.String()
}

func TestAttributionOfAFile(t *testing.T) {
	const file = "path;total_conversions;value;null\nads > search > direct;3;30;1\nsearch;1;5;4\n"
	code, out, faults := runAttribution(t, file, "--json", "--models", "last_non_direct,markov")
	if code != 0 {
		t.Fatalf("exit %d: %s", code, faults)
	}
	var a journey.AttributionAnswer
	if err := json.Unmarshal([]byte(out), &a); err != nil {
		t.Fatal(err)
	}
	if a.Conversions != 4 || a.Lost != 5 || a.Value != 35 || a.Order != 1 || len(a.Units) != 3 {
		t.Errorf("read as %+v", a)
	}
	search := a.Units[1]
	if search.Unit != "search" || search.Credits[0].Conversions != 4 || *search.Credits[1].Removal != 1 {
		t.Errorf("search earned %+v", search)
	}
	code, out, _ = runAttribution(t, strings.ReplaceAll(file, ";", ","), "--order", "auto")
	if code != 0 || !strings.Contains(out, "ads > search > direct") || !strings.Contains(out, "the least BIC is chosen") {
		t.Errorf("exit %d: %s", code, out)
	}
}

func TestAttributionOfBadFiles(t *testing.T) {
	for file, want := range map[string]string{
		"path,conversions\na > b,many\n": "Row 2",
		"path\na\n":                      "Row 2",
		"path,conversions\na,-1\n":       "below 0",
		"path,conversions\na,NaN\n":      "figure",
		"path,conversions\n\"a":          "not CSV",
	} {
		if code, _, faults := runAttribution(t, file); code != 1 || !strings.Contains(faults, want) {
			t.Errorf("%q: exit %d, %s", file, code, faults)
		}
	}
	if code, _, faults := runAttribution(t, "path,conversions\n", "--models", "magic"); code != 1 || !strings.Contains(faults, "magic") {
		t.Errorf("exit %d, %s", code, faults)
	}
	if code, _, _ := runAttribution(t, ""); code != 0 {
		t.Error("an empty file is no paths")
	}
}
