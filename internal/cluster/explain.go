package cluster

import (
	"cmp"
	"slices"
)

// Literal is a condition that holds, or one that does not.
type Literal struct {
	Condition int
	Not       bool
}

// Mark is a literal that sets a group apart, with the rows that it holds of.
type Mark struct {
	Literal
	Group int // rows of the group that it holds of
	All   int // rows that it holds of
}

// Rule is literals that all hold, and how well they stand for a group.
type Rule struct {
	Literals []Literal
	Hits     int // rows of the group that pass
	Passed   int // rows that pass: precision is Hits of Passed
	Group    int // rows of the group: recall is Hits of Group
}

// F1 is the harmonic mean of precision and recall.
func (r Rule) F1() float64 { return 2 * float64(r.Hits) / max(1, float64(r.Passed+r.Group)) }

// Explain says what sets a group apart by conditions: holds[c][row] says whether condition c holds of a row, and topic[c] what it is
// about. Marks are the most telling literals, one for each topic: those whose share in the group differs most from the share among
// the other rows. The rule adds literals, at most so many, as long as the F1 grows by a hundredth.
func Explain(holds [][]bool, topic []int, in []bool, most int) (marks []Mark, rule Rule) {
	size, rows := count(in), len(in)
	for c, held := range holds {
		mark := Mark{Literal: Literal{Condition: c}}
		for i, h := range held {
			if h {
				mark.All++
				if in[i] {
					mark.Group++
				}
			}
		}
		if mark.difference(size, rows) < 0 {
			mark.Not, mark.All, mark.Group = true, rows-mark.All, size-mark.Group
		}
		marks = append(marks, mark)
	}
	slices.SortStableFunc(marks, func(a, b Mark) int { return cmp.Compare(b.difference(size, rows), a.difference(size, rows)) })
	seen := map[int]bool{}
	marks = slices.DeleteFunc(marks, func(m Mark) bool {
		again := seen[topic[m.Condition]] || m.difference(size, rows) <= 0
		seen[topic[m.Condition]] = true
		return again
	})
	return marks[:min(most, len(marks))], learn(holds, in, most)
}

// difference is the share in the group less the share among the others.
func (m Mark) difference(size, rows int) float64 {
	return float64(m.Group)/max(1, float64(size)) - float64(m.All-m.Group)/max(1, float64(rows-size))
}

func learn(holds [][]bool, in []bool, most int) Rule {
	pass := make([]bool, len(in))
	for i := range pass {
		pass[i] = true
	}
	rule := judge(pass, in, nil, false)
	for len(rule.Literals) < most {
		best := rule
		for c, held := range holds {
			for _, not := range []bool{false, true} {
				next := judge(pass, in, held, not)
				next.Literals = append(slices.Clone(rule.Literals), Literal{c, not})
				if next.F1() > best.F1() {
					best = next
				}
			}
		}
		if best.F1() < rule.F1()+0.01 {
			break
		}
		rule = best
		last := rule.Literals[len(rule.Literals)-1]
		for i := range pass {
			pass[i] = pass[i] && holds[last.Condition][i] != last.Not
		}
	}
	return rule
}

func judge(pass, in, held []bool, not bool) (r Rule) {
	for i, p := range pass {
		if in[i] {
			r.Group++
		}
		if p && (held == nil || held[i] != not) {
			r.Passed++
			if in[i] {
				r.Hits++
			}
		}
	}
	return r
}

func count(in []bool) (n int) {
	for _, v := range in {
		if v {
			n++
		}
	}
	return n
}
