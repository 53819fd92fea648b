package train

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/optimize"

	"jejak/internal/voice/sentiment"
)

const (
	classes = 3
	lists   = 2 // sums of opinion words: as they stand, and turned
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
// source has a bias of its own, which is dropped at the end (Daumé III, ACL 2007, kept to the bias).
type problem struct {
	rows    []row
	columns int       // of features
	scale   []float64 // of a feature, from how it is spread over the classes
	sources int
	ridge   float64
	total   float64 // of the rows' weights
	near    []float32
}

// size: features, two lists, biases; each by class.
func (p *problem) size() int { return classes * (p.columns + lists + p.sources) }

func (p *problem) bias(source int) int { return classes * (p.columns + lists + source) }

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
		for c := range classes {
			slope[at*classes+c] *= scale
		}
	}
	penalised := classes * (p.columns + lists)
	square := 0.0
	for i := range slope {
		slope[i] /= p.total
		if i < penalised {
			square += w[i] * w[i]
			slope[i] += p.ridge * w[i]
		}
	}
	return loss/p.total + p.ridge/2*square
}

// narrow keeps the weights with their scales in half the room, since the time goes into fetching them.
func (p *problem) narrow(w []float64) {
	for at, scale := range p.scale {
		for c := range classes {
			p.near[at*classes+c] = float32(w[at*classes+c] * scale)
		}
	}
}

// logits of a row; narrow comes first.
func (p *problem) logits(w []float64, r *row) (z [classes]float64) {
	for g, group := range [2][]uint32{r.words, r.pieces} {
		var sum [classes]float64
		for _, at := range group {
			near := p.near[int(at)*classes:][:classes]
			sum[0] += float64(near[0])
			sum[1] += float64(near[1])
			sum[2] += float64(near[2])
		}
		share := sentiment.Share(r.size[g])
		for c := range classes {
			z[c] += share * sum[c]
		}
	}
	for i, x := range r.list {
		k := classes * (p.columns + i)
		for c := range classes {
			z[c] += x * w[k+c]
		}
	}
	return z
}

// one is the slope of a row's loss by its logits, and the loss.
func (p *problem) one(w []float64, r *row) (g [classes]float64, loss float64) {
	z := p.logits(w, r)
	if r.source != noSource {
		b := p.bias(r.source)
		for c := range classes {
			z[c] += w[b+c]
		}
	}
	top := max(z[0], z[2])
	if !r.two {
		top = max(top, z[1])
	}
	sum := 0.0
	for c := range classes {
		if r.two && c == neutral {
			z[c] = 0
			continue
		}
		z[c] = math.Exp(z[c] - top)
		sum += z[c]
	}
	for c := range classes {
		if r.two && c == neutral {
			continue
		}
		chance := z[c] / sum
		g[c] = r.weight * chance
		if c == classOf(r.label) {
			g[c] -= r.weight
			loss = -r.weight * math.Log(max(chance, 1e-300))
		}
	}
	return g, loss
}

func (p *problem) spread(slope []float64, r *row, g [classes]float64) {
	for k, group := range [2][]uint32{r.words, r.pieces} {
		share := sentiment.Share(r.size[k])
		a, b, c := share*g[0], share*g[1], share*g[2]
		for _, at := range group {
			near := slope[int(at)*classes:][:classes]
			near[0] += a
			near[1] += b
			near[2] += c
		}
	}
	for i, x := range r.list {
		j := classes * (p.columns + i)
		for c := range classes {
			slope[j+c] += x * g[c]
		}
	}
	if r.source == noSource {
		return
	}
	b := p.bias(r.source)
	for c := range classes {
		slope[b+c] += g[c]
	}
}

// begin makes ready what value works with.
func (p *problem) begin() {
	p.near = make([]float32, classes*p.columns)
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
