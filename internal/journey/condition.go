package journey

import (
	"regexp"
	"strings"
)

// Test is a condition made ready to be put to many values.
type Test struct {
	op       Op
	texts    map[string]bool
	lo, hi   float64
	needle   string
	re       *regexp.Regexp
	onAbsent bool
}

// NewTest makes a condition ready. Its error is for people.
func NewTest(c Condition) (*Test, error) {
	t := &Test{op: c.Op}
	switch c.Op {
	case OpEq, OpNe:
		s, ok := TextOf(c.Value)
		if !ok {
			return nil, wrongf("value_needed", "%s needs a text, a number or a truth value", c.Op)
		}
		t.texts = map[string]bool{s: true}
	case OpIn, OpNotIn:
		texts, err := textSet(c)
		if err != nil {
			return nil, err
		}
		t.texts = texts
	case OpGt, OpGte, OpLt, OpLte:
		f, ok := numberOf(c.Value)
		if !ok {
			return nil, wrongf("value_number", "%s needs a number", c.Op)
		}
		t.lo, t.hi = f, f
	case OpBetween:
		list, _ := c.Value.([]any)
		if len(list) != 2 {
			return nil, wrongf("value_between", "between needs a list of two numbers, [low, high]")
		}
		var ok, ok2 bool
		t.lo, ok = numberOf(list[0])
		t.hi, ok2 = numberOf(list[1])
		if !ok || !ok2 || t.lo > t.hi {
			return nil, wrongf("value_between", "between needs a list of two numbers, [low, high]")
		}
	case OpContains, OpPrefix:
		s, ok := TextOf(c.Value)
		if !ok || s == "" {
			return nil, wrongf("value_text", "%s needs a text", c.Op)
		}
		t.needle = strings.ToLower(s)
	case OpRegex:
		s, ok := c.Value.(string)
		if !ok {
			return nil, wrongf("value_text", "%s needs a text", c.Op)
		}
		re, err := regexp.Compile(s)
		if err != nil {
			return nil, badPattern(err)
		}
		t.re = re
	case OpExists, OpNotExists:
	default:
		return nil, wrongf("op_unknown", "unknown op %q", c.Op)
	}
	t.onAbsent = c.Op == OpNotExists || c.Op == OpNe || c.Op == OpNotIn
	return t, nil
}

func textSet(c Condition) (map[string]bool, error) {
	var list []any
	switch v := c.Value.(type) {
	case []any:
		list = v
	case []string:
		for _, s := range v {
			list = append(list, s)
		}
	}
	if len(list) == 0 || len(list) > 10_000 {
		return nil, wrongf("value_list", "%s needs a list of 1 to %d values", c.Op, 10_000)
	}
	set := make(map[string]bool, len(list))
	for _, v := range list {
		s, ok := TextOf(v)
		if !ok {
			return nil, wrongf("value_needed", "%s needs a list of texts, numbers or truth values", c.Op)
		}
		set[s] = true
	}
	return set, nil
}

func numberOf(v any) (float64, bool) {
	s, ok := TextOf(v)
	if !ok {
		return 0, false
	}
	return Number(s)
}

// Match reports whether a value, absent where ok is false, passes.
func (t *Test) Match(text string, ok bool) bool {
	if !ok {
		return t.onAbsent
	}
	switch t.op {
	case OpEq, OpIn:
		return t.texts[text]
	case OpNe, OpNotIn:
		return !t.texts[text]
	case OpContains:
		return strings.Contains(strings.ToLower(text), t.needle)
	case OpPrefix:
		return strings.HasPrefix(strings.ToLower(text), t.needle)
	case OpRegex:
		return t.re.MatchString(text)
	case OpExists:
		return true
	case OpNotExists:
		return false
	}
	f, isNumber := Number(text)
	return isNumber && t.MatchNumber(f)
}

// Numeric reports whether the test only looks at the number that a text reads as.
func (t *Test) Numeric() bool {
	switch t.op {
	case OpGt, OpGte, OpLt, OpLte, OpBetween:
		return true
	}
	return false
}

// MatchNumber is Match of a number, for a Numeric test.
func (t *Test) MatchNumber(f float64) bool {
	switch t.op {
	case OpGt:
		return f > t.lo
	case OpGte:
		return f >= t.lo
	case OpLt:
		return f < t.lo
	case OpLte:
		return f <= t.lo
	default:
		return f >= t.lo && f <= t.hi
	}
}
