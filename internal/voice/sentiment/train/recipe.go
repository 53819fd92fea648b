package train

import (
	"math"
	"slices"

	"jejak/internal/voice/sentiment"
)

// recipe is how the model of a language is made. The numbers were chosen by folds and cross-source figures, docs/sentiment.md.
type recipe struct {
	bits   uint    // places: 1<<bits
	rarest int32   // a feature in fewer rows is left out
	ridge  float64 // penalty on squares, over the number of rows
	rarity float64 // power of the logarithm of how rare a feature is, which scales it
	ratio  float64 // power of how unevenly a feature is spread over the classes, which scales it
	rounds int
}

func recipeOf(l sentiment.Language) recipe {
	r := recipe{bits: 18, rarest: 2, ridge: 10, rarity: 0.5, ratio: 1, rounds: 30}
	switch l {
	case sentiment.Indonesian:
		r.ridge, r.rarity = 30, 1
	case sentiment.Arabic:
		r.ridge = 3
	case sentiment.Chinese: // has more features, most of them rare, and a ratio of so few texts says little
		r.bits, r.ridge, r.rarity, r.ratio = 20, 0.5, 1, 0
	case sentiment.English:
	}
	return r
}

// problemOf lays the rows out: features that are used get a column, the most frequent first since those are fetched most.
func (c *corpus) problemOf(rows []*sample) (*problem, []int32) {
	frequency := make([]int32, 1<<c.recipe.bits)
	count := make([][classes]float64, len(c.sets))
	for _, s := range rows {
		count[s.set][classOf(s.label)]++
		for _, group := range [2][]uint32{s.words, s.pieces} {
			for _, at := range group {
				frequency[at]++
			}
		}
	}
	var used []int32
	for at, n := range frequency {
		listed := c.plain[uint32(at)] != 0 || c.turned[uint32(at)] != 0
		if n >= c.recipe.rarest || n > 0 && listed {
			used = append(used, int32(at))
		}
	}
	slices.SortStableFunc(used, func(a, b int32) int { return int(frequency[b] - frequency[a]) })
	column := make([]int32, len(frequency))
	for at := range column {
		column[at] = -1
	}
	p := &problem{
		columns: len(used), scale: make([]float64, len(used)), sources: len(c.sets),
		ridge: c.recipe.ridge / float64(len(rows)),
	}
	for k, at := range used {
		column[at] = int32(k)
		p.scale[k] = math.Pow(math.Log(1+float64(len(rows))/float64(1+frequency[at])), c.recipe.rarity)
	}
	for _, s := range rows {
		p.rows = append(p.rows, c.rowOf(s, column, &count[s.set]))
	}
	p.scaleByRatio(c.recipe.ratio)
	return p, column
}

// scaleByRatio scales features by their largest log-count ratio of one class against the others (Wang and Manning, ACL 2012).
func (p *problem) scaleByRatio(power float64) {
	if power == 0 {
		return
	}
	counts := make([][classes]float64, p.columns)
	var all [classes]float64
	for i := range p.rows {
		r := &p.rows[i]
		k := classOf(r.label)
		all[k] += r.weight
		for _, group := range [2][]uint32{r.words, r.pieces} {
			for _, at := range group {
				counts[at][k] += r.weight
			}
		}
	}
	every := all[0] + all[1] + all[2]
	for at, n := range counts {
		largest, sum := 0.0, n[0]+n[1]+n[2]
		for k := range classes {
			ratio := (n[k] + 1) / (all[k] + 1) * (every - all[k] + 1) / (sum - n[k] + 1)
			largest = max(largest, math.Abs(math.Log(ratio)))
		}
		p.scale[at] *= math.Pow(largest+0.05, power)
	}
}

// rowOf weighs the classes of a set evenly: how frequent a class is differs from set to set, and more so where a model will work.
func (c *corpus) rowOf(s *sample, column []int32, count *[classes]float64) row {
	of := c.sets[s.set]
	r := row{label: s.label, source: s.set, two: of.twoClasses, weight: of.weight}
	if of.own {
		r.source = noSource
	} else {
		total, present := 0.0, 0.0
		for _, n := range count {
			total += n
			if n > 0 {
				present++
			}
		}
		r.weight = of.weight * total / present / count[classOf(s.label)]
	}
	for g, group := range [2][]uint32{s.words, s.pieces} {
		r.size[g] = len(group)
		share := sentiment.Share(len(group))
		for _, at := range group {
			r.list[0] += c.plain[at] * share
			r.list[1] += c.turned[at] * share
			if k := column[at]; k >= 0 && g == 0 {
				r.words = append(r.words, uint32(k))
			} else if k >= 0 {
				r.pieces = append(r.pieces, uint32(k))
			}
		}
	}
	return r
}

// fit is the model of the rows. What a set's own bias held goes with the set, unless the set is the home of a kind of texts.
func (c *corpus) fit(rows []*sample) (*sentiment.Model, error) {
	p, column := c.problemOf(rows)
	w, err := p.fit(c.recipe.rounds)
	if err != nil {
		return nil, err
	}
	weights := make([][2]float64, 1<<c.recipe.bits)
	for at := range weights {
		var of [classes]float64
		for k := range classes {
			if col := column[at]; col >= 0 {
				of[k] = w[int(col)*classes+k] * p.scale[col]
			}
			// A sum of opinion words is linear in the words: each takes its share of the sum's weight.
			of[k] += c.plain[uint32(at)]*w[p.columns*classes+k] + c.turned[uint32(at)]*w[(p.columns+1)*classes+k]
		}
		weights[at] = [2]float64{of[positive] - of[negative], of[neutral] - (of[positive]+of[negative])/2}
	}
	m := quantise(c.language, c.recipe.bits, weights)
	for k, set := range c.sets {
		b := w[p.bias(k):]
		bias := [2]float32{float32(b[positive] - b[negative]), float32(b[neutral] - (b[positive]+b[negative])/2)}
		switch set.home {
		case usualTexts:
			m.Bias = bias
		case traditionalTexts:
			m.Traditional = bias
		case nowhere:
		}
	}
	return m, nil
}

// quantise rounds weights to 255 steps. The few that are largest are cut off: steps that reach them would be too coarse for the rest.
func quantise(l sentiment.Language, bits uint, weights [][2]float64) *sentiment.Model {
	const kept = 0.9995
	m := &sentiment.Model{Language: l, Bits: bits, Weights: make([][2]int8, len(weights))}
	for k := range 2 {
		var sizes []float64
		for _, w := range weights {
			if w[k] != 0 {
				sizes = append(sizes, math.Abs(w[k]))
			}
		}
		if len(sizes) == 0 {
			continue
		}
		slices.Sort(sizes)
		m.Scale[k] = float32(sizes[int(kept*float64(len(sizes)-1))] / 127)
		for at, w := range weights {
			m.Weights[at][k] = int8(max(-127, min(127, math.Round(w[k]/float64(m.Scale[k])))))
		}
	}
	return m
}
