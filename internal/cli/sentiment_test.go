package cli

import (
	"bytes"
	"strconv"
	"strings"
	"testing"
)

func runSentiment(t *testing.T, in string, args ...string) (out, errOut string, code int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = Run(t.Context(), "test", append([]string{"sentiment"}, args...), strings.NewReader(in), &stdout, &stderr)
	return stdout.String(), stderr.String(), code
}

func TestSentimentAnswersEachLineInOrder(t *testing.T) {
	t.Parallel()
	in := "barang bagus banget, puas\n\nkecewa, barang rusak\r\n   \n" + strings.Repeat("jelek ", 50_000) + "\nbagus"
	out, errOut, code := runSentiment(t, in, "--lang", "id")
	if code != 0 {
		t.Fatal(errOut)
	}
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	want := []string{"positive", "not scored", "negative", "not scored", "negative", "positive"}
	if len(lines) != len(want) {
		t.Fatalf("%d lines for 6: %q", len(lines), out)
	}
	for i, line := range lines {
		label, score, ok := strings.Cut(line, "\t")
		if !ok || label != want[i] {
			t.Errorf("line %d: %q, want %s", i+1, line, want[i])
		}
		if label == "not scored" {
			if score != "" {
				t.Errorf("line %d: a score of nothing: %q", i+1, score)
			}
			continue
		}
		if v, err := strconv.ParseFloat(score, 64); err != nil || v < -1 || v > 1 || (v > 0) != (label == "positive") {
			t.Errorf("line %d: %q", i+1, line)
		}
	}
	if out, _, code := runSentiment(t, "", "--lang", "en"); code != 0 || out != "" {
		t.Errorf("nothing gives %q, code %d", out, code)
	}
}

func TestSentimentTellsTheLanguageOfEachLine(t *testing.T) {
	t.Parallel()
	out, errOut, code := runSentiment(t, "服务态度太差了\nthank you so much, I love it\nbarangnya rusak, kecewa\nПривет, как дела?\n\n", "--lang", "auto")
	if code != 0 {
		t.Fatal(errOut)
	}
	var labels []string
	for line := range strings.Lines(out) {
		label, _, _ := strings.Cut(line, "\t")
		labels = append(labels, label)
	}
	if got := strings.Join(labels, ","); got != "negative,positive,negative,unsupported,not scored" {
		t.Errorf("%s", got)
	}
}

func TestSentimentInAnotherLanguageIsAClearError(t *testing.T) {
	t.Parallel()
	out, errOut, code := runSentiment(t, "très bien\n", "--lang", "fr")
	if code != 1 || out != "" || !strings.Contains(errOut, `no model for the language "fr"`) || !strings.Contains(errOut, "id en zh ar") {
		t.Errorf("code %d, %q, %q", code, out, errOut)
	}
}
