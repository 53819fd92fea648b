package train

import (
	"fmt"
	"io"
	"math"
	"slices"

	"jejak/internal/voice/sentiment"
)

const (
	tellerBits = 15
	// unknown is the share of texts in Indonesian and English that may be taken for another language.
	unknown = 0.02
)

// teller makes the model that tells Indonesian, English and the rest apart: naive Bayes over the same features, each weighing
// the same. How well a text is known is the logarithm of how much more frequent its features are than by chance.
func teller(o Options, out io.Writer) error {
	x := sentiment.NewExtractor(sentiment.Teller, tellerBits)
	texts := map[sentiment.Language][]text{}
	var counts [2][]float64
	var all [2]float64
	for k, l := range tellerLanguages() {
		counts[k] = make([]float64, 1<<tellerBits)
		for _, s := range sets() {
			if s.language != l || s.closed {
				continue
			}
			rows, err := s.read(o.Data)
			if err != nil {
				return fmt.Errorf("read %s: %w", s.name, err)
			}
			texts[l] = append(texts[l], rows...)
			for _, t := range rows {
				if t.part != training {
					continue
				}
				f := x.Of(t.text)
				for _, at := range slices.Concat(f.Words, f.Pieces) {
					counts[k][at]++
					all[k]++
				}
			}
		}
	}
	weights := map[uint32][directions]float64{}
	for at := range uint32(1 << tellerBits) {
		const prior = 0.5
		chance := func(k int) float64 { return (counts[k][at] + prior) / (all[k] + prior*(1<<tellerBits)) }
		id, en := chance(0), chance(1)
		weights[at] = [directions]float64{math.Log(id / en), math.Log(max(id, en) * (1 << tellerBits))}
	}
	m := quantise(sentiment.Teller, tellerBits, weights)
	figures := tellerFigures(m, x, texts)
	for _, f := range figures {
		fmt.Fprintf(out, "tell %s\n", f)
	}
	size, err := write(o.Out, m, figures)
	if err == nil {
		fmt.Fprintf(out, "  %s.model %d bytes\n", m.Language, size)
	}
	return err
}

func tellerLanguages() [2]sentiment.Language {
	return [2]sentiment.Language{sentiment.Indonesian, sentiment.English}
}

// tellerFigures sets the bound below which a text is in neither language, by the training rows, and counts on the others.
func tellerFigures(m *sentiment.Model, x *sentiment.Extractor, texts map[sentiment.Language][]text) (out []sentiment.Figure) {
	bound := math.Inf(1)
	for _, l := range tellerLanguages() {
		var known []float64
		for _, t := range texts[l] {
			if f := x.Of(t.text); t.part == training && !f.Empty() {
				_, n := m.Sums(f)
				known = append(known, n)
			}
		}
		slices.Sort(known)
		bound = min(bound, known[int(unknown*float64(len(known)))])
	}
	m.Bias[1] = float32(-bound)
	for k, l := range tellerLanguages() {
		f := sentiment.Figure{Set: string(l), How: "validation", Trained: true}
		right := 0
		for _, t := range texts[l] {
			features := x.Of(t.text)
			if t.part != validation || features.Empty() {
				continue
			}
			f.Rows++
			polarity, known := m.Sums(features)
			if known >= bound && (polarity > 0) == (k == 0) {
				right++
			}
		}
		f.Accuracy = float64(right) / float64(f.Rows)
		out = append(out, f)
	}
	return out
}
