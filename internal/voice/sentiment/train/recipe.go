package train

import (
	"cmp"
	"math"
	"slices"

	"jejak/internal/voice/sentiment"
)

// recipe is how the model of a language is made. The numbers were chosen by folds and cross-source figures, docs/sentiment.md.
type recipe struct {
	rarest int32   // a feature in fewer rows is left out
	ridge  float64 // penalty on squares of polarities, over the number of rows
	dearer float64 // how many times as much the square of a neutrality costs
	rarity float64 // power of the logarithm of how rare a feature is, which scales it
	ratio  float64 // power of how unevenly a feature is spread over the classes, which scales it
	rounds int
}

func recipeOf(l sentiment.Language) recipe {
	r := recipe{rarest: 2, ridge: 5, dearer: 4. / 3, rarity: 0.5, ratio: 1, rounds: 30}
	switch l {
	case sentiment.Indonesian:
		r.ridge, r.dearer, r.rarity = 15, 4, 1
	case sentiment.Arabic:
		r.ridge, r.rarest = 1.5, 1
	case sentiment.Chinese: // has more features, most of them rare, and a ratio of so few texts says little
		r.ridge, r.dearer, r.rarity, r.ratio, r.rounds = 0.15, 3, 1.3, 0, 100
	case sentiment.English:
	}
	return r
}

// bits are those of a feature's place: as many as there may be, so that hardly two features share one.
const bits = 31

// problemOf lays the rows out: features that are used get a column, the most frequent first since those are fetched most.
func (c *corpus) problemOf(rows []*sample) (*problem, map[uint32]int32) {
	frequency := map[uint32]int32{}
	count := make([][classes]float64, len(c.sets))
	for _, s := range rows {
		count[s.set][classOf(s.label)]++
		for _, group := range [2][]uint32{s.words, s.pieces} {
			for _, at := range group {
				frequency[at]++
			}
		}
	}
	var used []uint32
	for at, n := range frequency {
		if n >= c.recipe.rarest || c.plain[at] != 0 || c.turned[at] != 0 {
			used = append(used, at)
		}
	}
	slices.SortFunc(used, func(a, b uint32) int { return cmp.Or(cmp.Compare(frequency[b], frequency[a]), cmp.Compare(a, b)) })
	column := make(map[uint32]int32, len(used))
	p := &problem{
		columns: len(used), scale: make([]float64, len(used)), sources: len(c.sets),
	}
	p.ridge[polarity] = c.recipe.ridge / float64(len(rows))
	p.ridge[neutrality] = p.ridge[polarity] * c.recipe.dearer
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
func (c *corpus) rowOf(s *sample, column map[uint32]int32, count *[classes]float64) row {
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
			k, used := column[at]
			switch {
			case !used:
			case g == 0:
				r.words = append(r.words, uint32(k))
			default:
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
	weights := map[uint32][directions]float64{}
	for at, col := range column {
		weights[at] = [directions]float64{w[int(col)*directions] * p.scale[col], w[int(col)*directions+1] * p.scale[col]}
	}
	// A sum of opinion words is linear in the words: each takes its share of the sum's weight.
	for k, list := range [lists]map[uint32]float64{c.plain, c.turned} {
		for at, value := range list {
			of := weights[at]
			for d := range directions {
				of[d] += value * w[(p.columns+k)*directions+d]
			}
			weights[at] = of
		}
	}
	m := quantise(c.language, bits, weights)
	for k, set := range c.sets {
		b := w[p.bias(k):]
		bias := [directions]float32{float32(b[polarity]), float32(b[neutrality])}
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
func quantise(l sentiment.Language, bits uint, weights map[uint32][directions]float64) *sentiment.Model {
	const kept = 0.9995
	var scale [directions]float64
	for d := range directions {
		var sizes []float64
		for _, w := range weights {
			if w[d] != 0 {
				sizes = append(sizes, math.Abs(w[d]))
			}
		}
		if len(sizes) == 0 {
			continue
		}
		slices.Sort(sizes)
		scale[d] = sizes[int(kept*float64(len(sizes)-1))] / 127
	}
	var entries []sentiment.Entry
	for at, w := range weights {
		e := sentiment.Entry{Place: at}
		for d := range directions {
			if scale[d] > 0 {
				e.Weights[d] = int8(max(-127, min(127, math.Round(w[d]/scale[d]))))
			}
		}
		if e.Weights != [directions]int8{} {
			entries = append(entries, e)
		}
	}
	m := sentiment.New(l, bits, entries)
	m.Scale = [directions]float32{float32(scale[polarity]), float32(scale[neutrality])}
	return m
}
