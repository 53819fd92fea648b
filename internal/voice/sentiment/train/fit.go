package train

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/optimize"

	"jejak/internal/voice/sentiment"
)

const (
	classes    = 3
	directions = 2 // of a weight: polarity and neutrality, as the model keeps them
	lists      = 2 // sums of opinion words: as they stand, and turned

	polarity   = 0
	neutrality = 1
)

// noSource is that of rows without a bias of their own. Corrections are mostly of one class: a bias would explain them, and be dropped.
const noSource = -1

// row is a text as the fit sees it.
type row struct {
	words, pieces []uint32 // columns of the weights
	size          [2]int   // of the groups, with features that have no column
	list          [lists]float64
	label         sentiment.Label
	source        int
	two           bool // neutral is no choice for it
	weight        float64
}

// problem is a softmax regression with a penalty on squares, over several sources that share the weights of features; each
// source has a bias of its own, which is dropped at the end (Daumé III, ACL 2007, kept to the bias). A text's sums p and q of
// polarity and neutrality give its classes the logits −p/2, q and p/2. Neutrality has a penalty of its own: few sets have neutral
// rows, and what makes a text neutral is told by fewer words than what makes it good or bad.
type problem struct {
	rows    []row
	columns int       // of features
	scale   []float64 // of a feature, from how it is spread over the classes
	sources int
	ridge   [directions]float64
	total   float64 // of the rows' weights
	near    []float32
}

// size: features, two lists, biases; each by direction.
func (p *problem) size() int { return directions * (p.columns + lists + p.sources) }

func (p *problem) bias(source int) int { return directions * (p.columns + lists + source) }

// value is the mean loss with the penalty, and its slope.
func (p *problem) value(w, slope []float64) float64 {
	loss := 0.0
	clear(slope)
	p.narrow(w)
	for i := range p.rows {
		r := &p.rows[i]
		g, l := p.one(w, r)
		loss += l
		p.spread(slope, r, g)
	}
	for at, scale := range p.scale {
		for d := range directions {
			slope[at*directions+d] *= scale
		}
	}
	penalised := directions * (p.columns + lists)
	penalty := 0.0
	for i := range slope {
		slope[i] /= p.total
		if i < penalised {
			ridge := p.ridge[i%directions]
			penalty += ridge / 2 * w[i] * w[i]
			slope[i] += ridge * w[i]
		}
	}
	return loss/p.total + penalty
}

// narrow keeps the weights with their scales in half the room, since the time goes into fetching them.
func (p *problem) narrow(w []float64) {
	for at, scale := range p.scale {
		for d := range directions {
			p.near[at*directions+d] = float32(w[at*directions+d] * scale)
		}
	}
}

// sums are polarity and neutrality of a row; narrow comes first.
func (p *problem) sums(w []float64, r *row) (sums [directions]float64) {
	for g, group := range [2][]uint32{r.words, r.pieces} {
		var sum [directions]float64
		for _, at := range group {
			near := p.near[int(at)*directions:][:directions]
			sum[polarity] += float64(near[polarity])
			sum[neutrality] += float64(near[neutrality])
		}
		share := sentiment.Share(r.size[g])
		for d := range directions {
			sums[d] += share * sum[d]
		}
	}
	for i, x := range r.list {
		k := directions * (p.columns + i)
		for d := range directions {
			sums[d] += x * w[k+d]
		}
	}
	if r.source != noSource {
		for d := range directions {
			sums[d] += w[p.bias(r.source)+d]
		}
	}
	return sums
}

// one is the slope of a row's loss by its sums, and the loss.
func (p *problem) one(w []float64, r *row) (g [directions]float64, loss float64) {
	sums := p.sums(w, r)
	if r.two {
		sums[neutrality] = math.Inf(-1)
	}
	var chance [classes]float64
	chance[negative], chance[neutral], chance[positive] = sentiment.Chances(sums[polarity], sums[neutrality])
	k := classOf(r.label)
	loss = -r.weight * math.Log(max(chance[k], 1e-300))
	chance[k]--
	g[polarity] = r.weight * (chance[positive] - chance[negative]) / 2
	if !r.two {
		g[neutrality] = r.weight * chance[neutral]
	}
	return g, loss
}

func (p *problem) spread(slope []float64, r *row, g [directions]float64) {
	for k, group := range [2][]uint32{r.words, r.pieces} {
		share := sentiment.Share(r.size[k])
		a, b := share*g[polarity], share*g[neutrality]
		for _, at := range group {
			near := slope[int(at)*directions:][:directions]
			near[polarity] += a
			near[neutrality] += b
		}
	}
	for i, x := range r.list {
		j := directions * (p.columns + i)
		for d := range directions {
			slope[j+d] += x * g[d]
		}
	}
	if r.source == noSource {
		return
	}
	b := p.bias(r.source)
	for d := range directions {
		slope[b+d] += g[d]
	}
}

// begin makes ready what value works with.
func (p *problem) begin() {
	p.near = make([]float32, directions*p.columns)
	p.total = 0
	for i := range p.rows {
		p.total += p.rows[i].weight
	}
}

// fit finds the weights by L-BFGS (Liu and Nocedal 1989).
func (p *problem) fit(rounds int) ([]float64, error) {
	w := make([]float64, p.size())
	p.begin()
	// Value and slope are wanted at the same place one after the other: one pass serves both.
	last, slope, value := make([]float64, len(w)), make([]float64, len(w)), 0.0
	known := false
	at := func(x []float64) {
		if known && slices.Equal(x, last) {
			return
		}
		copy(last, x)
		value, known = p.value(x, slope), true
	}
	result, err := optimize.Minimize(optimize.Problem{
		Func: func(x []float64) float64 { at(x); return value },
		Grad: func(g, x []float64) { at(x); copy(g, slope) },
	}, w, &optimize.Settings{MajorIterations: rounds, GradientThreshold: 1e-6, Converger: &optimize.FunctionConverge{Absolute: 1e-6, Iterations: 5}}, &optimize.LBFGS{Store: 6})
	if result == nil {
		return nil, fmt.Errorf("fit: %w", err)
	}
	return result.X, nil
}

const (
	negative = 0
	neutral  = 1
	positive = 2
)

func classOf(l sentiment.Label) int {
	switch l {
	case sentiment.Positive:
		return positive
	case sentiment.Negative:
		return negative
	}
	return neutral
}
