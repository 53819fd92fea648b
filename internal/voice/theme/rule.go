package theme

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"jejak/internal/fault"
)

// Rule tells which texts are of a theme. An entry of more than one word stands for texts that have all of its words.
type Rule struct {
	Any  []string `json:"any,omitempty" maxItems:"200" doc:"one of these is in the text, where there are some"`
	All  []string `json:"all,omitempty" maxItems:"50" doc:"each of these is in the text"`
	None []string `json:"none,omitempty" maxItems:"200" doc:"none of these is in the text"`
}

// Limits of a rule.
const (
	maxAny   = 200
	maxAll   = 50
	maxEntry = 100 // characters
)

// Validate tells what is wrong with a rule (fault.Invalid), each by its place below "rule".
func (r Rule) Validate() error {
	var faults []fault.Field
	for _, list := range []struct {
		name    string
		entries []string
		most    int
	}{{"any", r.Any, maxAny}, {"all", r.All, maxAll}, {"none", r.None, maxAny}} {
		if len(list.entries) > list.most {
			faults = append(faults, numbered("rule."+list.name, "most", "has at most %d entries", list.most))
		}
		for i, entry := range list.entries {
			if len(Query(entry)) == 0 || utf8.RuneCountInString(entry) > maxEntry {
				place := fmt.Sprintf("rule.%s[%d]", list.name, i)
				faults = append(faults, numbered(place, "entry", "must have a letter or digit, and at most %d characters", maxEntry))
			}
		}
	}
	if len(faults) == 0 && len(r.Any)+len(r.All) == 0 {
		faults = append(faults, fault.Field{Name: "rule", Message: "needs words that a text of the theme has: any or all", Code: "rule_empty"})
	}
	if len(faults) > 0 {
		return fault.Coded(fault.InvalidFields("This rule cannot be used.", faults), "theme_rule")
	}
	return nil
}

// numbered is a fault of a field with a limit in its words.
func numbered(field, code, format string, most int) fault.Field {
	return fault.Field{Name: field, Message: fmt.Sprintf(format, most), Code: code, With: fault.Values(most)}
}

// Tidy trims the entries and drops doubles and empty ones.
func (r Rule) Tidy() Rule {
	tidy := func(entries []string) []string {
		out := []string{}
		for _, e := range entries {
			if e = strings.Join(strings.Fields(e), " "); e != "" && !slices.Contains(out, e) {
				out = append(out, e)
			}
		}
		return out
	}
	return Rule{Any: tidy(r.Any), All: tidy(r.All), None: tidy(r.None)}
}

// Merge is the rule of two themes that are made one. Faults: Invalid, where one of them needs words together.
func Merge(a, b Rule) (Rule, error) {
	if len(a.All)+len(b.All) > 0 {
		return Rule{}, fault.Coded(fault.New(fault.Invalid, "Themes whose rules ask for all of some words cannot be merged: change the rules first."), "theme_merge_all")
	}
	return Rule{
		Any:  append(slices.Clone(a.Any), b.Any...),
		None: slices.DeleteFunc(slices.Clone(a.None), func(e string) bool { return !slices.Contains(b.None, e) }),
	}.Tidy(), nil
}

// Matcher is a rule made ready for many texts.
type Matcher struct{ Any, All, None [][]string }

// Compile makes a valid rule ready.
func (r Rule) Compile() Matcher {
	compile := func(entries []string) (out [][]string) {
		for _, e := range entries {
			out = append(out, Query(e))
		}
		return out
	}
	return Matcher{compile(r.Any), compile(r.All), compile(r.None)}
}

// Match reports whether a text with these terms is of the theme.
func (m Matcher) Match(terms []string) bool {
	has := func(entry []string) bool {
		for _, term := range entry {
			if _, ok := slices.BinarySearch(terms, term); !ok {
				return false
			}
		}
		return true
	}
	for _, entry := range m.All {
		if !has(entry) {
			return false
		}
	}
	return !slices.ContainsFunc(m.None, has) && (len(m.Any) == 0 || slices.ContainsFunc(m.Any, has))
}
