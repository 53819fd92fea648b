// Package train makes the models of package sentiment from public sets, and says how good they are on rows that they never saw.
package train

import (
	"context"
	"fmt"
	"io"
	"math"
	"slices"

	"jejak/internal/voice/sentiment"
)

// rowsWhere are the rows that are asked for.
func (c *corpus) rowsWhere(want func(*sample) bool) (out []*sample) {
	for i := range c.rows {
		if want(&c.rows[i]) {
			out = append(out, &c.rows[i])
		}
	}
	return out
}

// clean takes out of rows what is held back, or near it, and the second of two equal texts.
func clean(rows []*sample, back *held) (kept []*sample, exact, near, twice int) {
	seen := map[uint64]bool{}
	for _, s := range rows {
		same, alike := back.has(&s.print)
		switch {
		case same:
			exact++
		case alike:
			near++
		case seen[s.print.exact]:
			twice++
		default:
			seen[s.print.exact] = true
			kept = append(kept, s)
		}
	}
	return kept, exact, near, twice
}

func heldBack(rows []*sample) *held {
	back := newHeld()
	for _, s := range rows {
		back.add(s.print)
	}
	return back
}

// judge asks a model about rows.
func judge(m *sentiment.Model, rows []*sample) (out []judged) {
	for _, s := range rows {
		f := sentiment.Features{Words: s.words, Pieces: s.pieces, Traditional: s.traditional}
		polarity, neutrality := m.Answer(&f)
		out = append(out, judged{polarity: polarity, neutrality: neutrality, label: classOf(s.label), set: s.set, traditional: s.traditional})
	}
	return out
}

// fold is which of the folds a row is in: by its text, so that equal texts are in one.
func (s *sample) fold(seed uint64) int { return int(splitmix(s.print.exact^seed) % folds) }

const folds = 10

// trained is a set's row to learn from.
func (c *corpus) trained(s *sample) bool { return s.part == training && c.mayTrain(s) }

// mayTrain says whether the set of a row may be learned from.
func (c *corpus) mayTrain(s *sample) bool { return c.withClosed || !c.sets[s.set].closed }

// validated are the answers about rows that are kept for validation, by the model of all training rows.
func (c *corpus) validated(out io.Writer) (*sentiment.Model, []judged, error) {
	kept := c.rowsWhere(func(s *sample) bool { return s.part == validation && c.mayTrain(s) })
	rows, exact, near, twice := clean(c.rowsWhere(c.trained), heldBack(kept))
	fmt.Fprintf(out, "  leak check: %d rows are as in validation, %d near one of it, %d in training twice; all taken out\n", exact, near, twice)
	// Sets that are validated on alone give way: what is learned from a set with a licence does not shrink by what another copied from it.
	apart, exact, near, twice := clean(c.rowsWhere(func(s *sample) bool { return s.part == validation && !c.mayTrain(s) }), heldBack(rows))
	if exact+near+twice > 0 {
		fmt.Fprintf(out, "  of the sets not trained on, %d rows for validation are as in training, %d near one of it, %d there twice; all taken out\n", exact, near, twice)
	}
	kept = append(kept, apart...)
	for k, set := range c.sets {
		n, v := 0, 0
		for _, s := range rows {
			if s.set == k {
				n++
			}
		}
		for _, s := range kept {
			if s.set == k {
				v++
			}
		}
		note := ""
		if set.closed && !c.withClosed {
			note = "not trained on"
		}
		fmt.Fprintf(out, "  %-16s %-13s trained on %6d   validated on %6d   %s\n", set.name, set.licence, n, v, note)
	}
	m, err := c.fit(rows)
	if err != nil {
		return nil, nil, err
	}
	return m, judge(m, kept), nil
}

// folded are the answers about the rows of sets without a validation part, each by a model that saw nothing like it.
func (c *corpus) folded(ctx context.Context, seed uint64) (out []judged, err error) {
	for fold := range folds {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		back := c.rowsWhere(func(s *sample) bool { return c.trained(s) && c.sets[s.set].folds && s.fold(seed) == fold })
		if len(back) == 0 {
			return nil, nil
		}
		rows, _, _, _ := clean(c.rowsWhere(c.trained), heldBack(back))
		m, err := c.fit(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, judge(m, back)...)
	}
	return out, nil
}

// crossed are the answers about a set by a model of the other sets, with the bias that suits those. Where none of them has
// neutral rows, nothing can be known of neutrality: the neutral rows are left out, and no answer is neutral.
func (c *corpus) crossed(set int) ([]judged, error) {
	back := c.rowsWhere(func(s *sample) bool { return s.set == set })
	others := c.rowsWhere(func(s *sample) bool { return c.trained(s) && s.set != set })
	rows, _, _, _ := clean(others, heldBack(back))
	m, err := c.fit(rows)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(rows, func(s *sample) bool { return s.label == sentiment.Neutral }) {
		back = slices.DeleteFunc(back, func(s *sample) bool { return s.label == sentiment.Neutral })
		list := judge(m, back)
		for i := range list {
			list[i].neutrality = math.Inf(-1)
		}
		return list, nil
	}
	weights := c.calibrationWeights()
	weights[set] = 0
	apart := judge(m, c.rowsWhere(func(s *sample) bool { return s.part == validation && s.set != set }))
	return c.biasesOf(apart, weights).shift(judge(m, back)), nil
}
