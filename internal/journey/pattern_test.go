package journey

import (
	"errors"
	"strings"
	"testing"
)

func TestWhatIsWrongWithAPattern(t *testing.T) {
	t.Parallel()
	for pattern, want := range map[string]string{
		"(a|b": "regex_paren", "a)": "regex_paren", "[a-": "regex_class", "[z-a]": "regex_class", "*a": "regex_repeat", "a**": "regex_repeat",
		`\y`: "regex_escape", `a\`: "regex_escape", "a{9999}": "regex_large", strings.Repeat("(", 1100) + strings.Repeat(")", 1100): "regex_large",
		"(?<=a)b": "regex_unread", "(?P<a": "regex_unread", "\xff": "regex_unread",
	} {
		_, err := NewTest(Condition{Property: "plan", Op: OpRegex, Value: pattern})
		var w *wrong
		if !errors.As(err, &w) || w.code != want {
			t.Errorf("%.20q: %v, wanted %s", pattern, err, want)
		}
	}
}
