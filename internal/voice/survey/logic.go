package survey

import (
	"encoding/json"
	"slices"
	"strings"
)

// End is where the last question leads.
const End = "end"

// otherOption stands in conditions for something written instead of an option.
const otherOption = "other"

// way is the questions that somebody comes by, given what was answered: in order, as indexes. Answers to questions that the way
// leaves out are not looked at. It always ends, since jumps lead on.
func (c *Content) way(answers map[string]Answer) []int {
	var way []int
	seen := map[string]Answer{}
	for i := 0; i < len(c.Questions); {
		q := &c.Questions[i]
		if !c.holds(q.Show, seen) {
			i++
			continue
		}
		way = append(way, i)
		if a, ok := answers[q.ID]; ok {
			seen[q.ID] = a
		}
		i = c.after(i, seen)
	}
	return way
}

// after is the index of what comes after a question; the number of questions is the end.
func (c *Content) after(i int, answers map[string]Answer) int {
	for _, jump := range c.Questions[i].Next {
		if !c.holds(jump.When, answers) {
			continue
		}
		if to := c.index(jump.To); to > i {
			return to
		}
		return len(c.Questions)
	}
	return i + 1
}

// next is what to ask after the last answer on the way: the first question that is needed and has none, else the one after the last
// that has one, else End.
func (c *Content) next(answers map[string]Answer, done bool) string {
	at := End
	for _, i := range slices.Backward(c.way(answers)) {
		q := &c.Questions[i]
		if _, ok := answers[q.ID]; ok {
			break
		}
		at = q.ID
	}
	if missing := c.missing(answers); done || at == End {
		return missing
	}
	return at
}

// missing is the first question on the way that is needed and has no answer, End where there is none.
func (c *Content) missing(answers map[string]Answer) string {
	for _, i := range c.way(answers) {
		if _, ok := answers[c.Questions[i].ID]; c.Questions[i].Required && !ok {
			return c.Questions[i].ID
		}
	}
	return End
}

func (c *Content) holds(tests []Condition, answers map[string]Answer) bool {
	for _, t := range tests {
		a, ok := answers[t.Question]
		if !holds(t, a, ok) {
			return false
		}
	}
	return true
}

// holds is one condition. No answer passes not_answered and ne alone.
func holds(t Condition, a Answer, answered bool) bool {
	switch t.Op {
	case "answered":
		return answered
	case "not_answered":
		return !answered
	case "eq":
		return answered && equals(a, t.Value)
	case "ne":
		return !answered || !equals(a, t.Value)
	case "gte", "lte":
		limit, ok := numberOf(t.Value)
		if !answered || a.Score == nil || !ok {
			return false
		}
		return t.Op == "gte" && *a.Score >= limit || t.Op == "lte" && *a.Score <= limit
	case "in":
		list, _ := t.Value.([]any)
		return answered && slices.ContainsFunc(list, func(v any) bool { return equals(a, v) })
	}
	return false
}

// equals reports whether an answer is a value: one of several options that were chosen is enough.
func equals(a Answer, v any) bool {
	switch x := v.(type) {
	case bool:
		return a.Consent != nil && *a.Consent == x
	case string:
		return slices.Contains(a.Choices, x) || x == otherOption && a.Other != ""
	default:
		n, ok := numberOf(v)
		return ok && a.Score != nil && *a.Score == n
	}
}

func numberOf(v any) (float64, bool) {
	switch x := v.(type) {
	case float64:
		return x, true
	case int:
		return float64(x), true
	case json.Number:
		f, err := x.Float64()
		return f, err == nil
	}
	return 0, false
}

// scale is the lowest and the highest score of a question; both are 0 where it has none.
func (q *Question) scale() (low, high int) {
	switch q.Kind {
	case NPS:
		return 0, 10
	case CSAT, Review:
		return 1, 5
	case CES:
		return 1, 7
	case Rating:
		if q.Max == 0 {
			return 1, 5
		}
		return 1, q.Max
	}
	return 0, 0
}

func (q *Question) scored() bool {
	_, high := q.scale()
	return high > 0
}

// fit is the part of an answer that a question takes; ok is false where it is no answer to it. What is left may be empty.
func (q *Question) fit(a Answer) (fitted Answer, ok bool) {
	fitted.Question = q.ID
	if !plainText(a.Text + a.Title + a.Other) {
		return fitted, false
	}
	if q.scored() && a.Score != nil {
		low, high := q.scale()
		if s := *a.Score; s != float64(int(s)) || s < float64(low) || s > float64(high) {
			return fitted, false
		}
		fitted.Score = a.Score
	}
	switch q.Kind {
	case Choice:
		return q.fitChoice(fitted, a)
	case Matrix:
		return q.fitMatrix(fitted, a)
	case Open:
		fitted.Text = cut(a.Text, maxAnswer)
	case Consent:
		fitted.Consent = a.Consent
	case Review:
		if a.Score == nil && (a.Text != "" || a.Title != "") {
			return fitted, false
		}
		fitted.Text, fitted.Title, fitted.Consent = cut(a.Text, maxAnswer), cut(a.Title, 200), a.Consent
	case Note:
		return fitted, false
	}
	return fitted, true
}

const maxAnswer = 5000 // characters

// cut trims a text and shortens it to so many characters.
func cut(s string, most int) string {
	s = strings.TrimSpace(s)
	n := 0
	for i := range s {
		if n++; n > most {
			return s[:i]
		}
	}
	return s
}

func (q *Question) fitChoice(fitted, a Answer) (Answer, bool) {
	for _, id := range a.Choices {
		if !q.offers(id) {
			return fitted, false
		}
	}
	fitted.Other = cut(a.Other, 1000)
	if fitted.Other != "" && !q.Other {
		return fitted, false
	}
	for _, o := range q.Options { // in the survey's order, each once
		if slices.Contains(a.Choices, o.ID) {
			fitted.Choices = append(fitted.Choices, o.ID)
		}
	}
	given := len(fitted.Choices)
	if fitted.Other != "" {
		given++
	}
	return fitted, q.Multiple || given <= 1
}

func (q *Question) fitMatrix(fitted, a Answer) (Answer, bool) {
	if len(a.Rows) == 0 {
		return fitted, true
	}
	fitted.Rows = map[string]string{}
	for row, column := range a.Rows {
		if !has(q.Rows, row) || !has(q.Columns, column) {
			return fitted, false
		}
		fitted.Rows[row] = column
	}
	return fitted, true
}

// empty reports whether nothing is said.
func (a Answer) empty() bool {
	return a.Score == nil && len(a.Choices) == 0 && a.Other == "" && len(a.Rows) == 0 && a.Text == "" && a.Title == "" && a.Consent == nil
}
