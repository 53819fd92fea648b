package train

import (
	"slices"

	"jejak/internal/voice/sentiment"
)

// judged is a row with what a model says of it.
type judged struct {
	polarity, neutrality float64
	label                int
	set                  int
	traditional          bool
}

// biases are that of most texts and that of texts in Traditional Chinese.
type biases struct{ usual, traditional [2]float64 }

// biasesOf chooses the biases. That of Traditional Chinese is one of its own: the Chinese sets with neutral rows that may be trained
// on are written so, and those without are Simplified, which says nothing about how often a Simplified text is neutral.
func (c *corpus) biasesOf(list []judged, weights []float64) (b biases) {
	b.usual = calibrate(slices.DeleteFunc(slices.Clone(list), func(j judged) bool { return j.traditional }), weights)
	b.traditional = b.usual
	if c.language == sentiment.Chinese {
		b.traditional = calibrate(slices.DeleteFunc(slices.Clone(list), func(j judged) bool { return !j.traditional || c.sets[j.set].home != traditionalTexts }), weights)
	}
	return b
}

// shift puts the biases onto answers.
func (b biases) shift(list []judged) []judged {
	out := slices.Clone(list)
	for i := range out {
		by := b.usual
		if out[i].traditional {
			by = b.traditional
		}
		out[i].polarity += by[0]
		out[i].neutrality += by[1]
	}
	return out
}

// confusion counts rows by class and answer.
type confusion [classes][classes]float64

func confusionOf(list []judged, bias [2]float64) (m confusion) {
	for _, j := range list {
		m[j.label][answer(j.polarity+bias[0], j.neutrality+bias[1])]++
	}
	return m
}

func answer(polarity, neutrality float64) int {
	negativeChance, neutralChance, positiveChance := sentiment.Chances(polarity, neutrality)
	return classOf(sentiment.LabelOf(negativeChance, neutralChance, positiveChance))
}

// figures over the classes that the rows have. Balanced is the macro-F1 if all of these classes were as frequent.
func (m confusion) figures() (f sentiment.Figure, balanced float64) {
	var rows, columns, evenColumns [classes]float64
	present, right := 0.0, 0.0
	for c := range classes {
		for d := range classes {
			rows[c] += m[c][d]
			columns[d] += m[c][d]
		}
		f.Rows += int(rows[c])
		right += m[c][c]
	}
	for c := range classes {
		for d := range classes {
			if rows[c] > 0 {
				evenColumns[d] += m[c][d] / rows[c]
			}
		}
	}
	for c := range classes {
		if rows[c] == 0 {
			continue
		}
		present++
		f.MacroF1 += 2 * m[c][c] / (rows[c] + columns[c])
		f.MacroRecall += m[c][c] / rows[c]
		balanced += 2 * m[c][c] / rows[c] / (1 + evenColumns[c])
	}
	if present == 0 {
		return f, 0
	}
	f.MacroF1 /= present
	f.MacroRecall /= present
	f.Accuracy = right / float64(f.Rows)
	return f, balanced / present
}

// calibrate finds the bias with the best macro-F1, as a mean over the sets: a large set is no more right than a small one. A third of
// it is the macro-F1 as it were with classes equally frequent, since they are not as frequent elsewhere. Without rows it is nought; where no row
// is neutral, nothing is known of neutrality, and hardly a text is called so.
func calibrate(list []judged, weight []float64) (best [2]float64) {
	bySet := make([][]judged, len(weight))
	for _, j := range list {
		bySet[j.set] = append(bySet[j.set], j)
	}
	const step, reach = 0.1, 30
	if !slices.ContainsFunc(list, func(j judged) bool { return weight[j.set] > 0 && j.label == neutral }) {
		return [2]float64{0, -reach * step}
	}
	top := 0.0
	for n := -reach; n <= reach; n++ {
		for p := -reach; p <= reach; p++ {
			bias := [2]float64{float64(p) * step, float64(n) * step}
			sum := 0.0
			for set, rows := range bySet {
				if weight[set] > 0 && len(rows) > 0 {
					f, balanced := confusionOf(rows, bias).figures()
					sum += weight[set] * (2*f.MacroF1 + balanced)
				}
			}
			if sum > top+1e-9 {
				top, best = sum, bias
			}
		}
	}
	return best
}
