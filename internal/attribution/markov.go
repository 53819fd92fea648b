package attribution

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Markov is the credit by an absorbing chain of an order, after Anderl et al. (2014). A state is the last order touches (fewer at a
// path's beginning); from it a journey goes to another state, to a conversion or to nothing, as often as the paths did. A
// unit's removal effect is the share of conversions that is lost when every state with the unit leads to nothing; conversions
// are divided in proportion to the removal effects. Value is divided in the same way by the expected value of a journey, where a
// conversion from a state is worth the mean of those from it.
type Markov struct {
	Order       int
	States      int
	Probability float64   // of a conversion, from the start
	Removal     []float64 // effect on conversions, by unit
	Credits     []Credit
}

// MaxOrder bounds the order of a chain.
const MaxOrder = 10

// maxDense is how many states are solved by elimination; a larger chain is sparse, and is solved by sweeps that stop when what is
// left over is below tolerance. The error of a probability is below what is left over, since no state converts with more than 1.
const (
	maxDense  = 256
	tolerance = 1e-13
	maxSweeps = 100_000
)

// Markov works the model out. Its error says that the order is outside 1…MaxOrder, or that the chain could not be solved.
func (l *Log) Markov(order int) (*Markov, error) {
	if order < 1 || order > MaxOrder {
		return nil, fmt.Errorf("the order %d lies outside 1 to %d", order, MaxOrder)
	}
	c := l.chain(order)
	m := &Markov{Order: order, States: len(c.tuples) - 1, Removal: make([]float64, l.units), Credits: make([]Credit, l.units)}
	all, err := c.without(-1)
	if err != nil {
		return nil, err
	}
	m.Probability = all.Conversions
	effects := make([]Credit, l.units)
	var sum Credit
	for u := range l.units {
		if !c.has[u] {
			continue
		}
		left, err := c.without(u)
		if err != nil {
			return nil, err
		}
		effects[u] = Credit{lost(left.Conversions, all.Conversions), lost(left.Value, all.Value)}
		m.Removal[u] = effects[u].Conversions
		sum.Conversions += effects[u].Conversions
		sum.Value += effects[u].Value
	}
	for u, e := range effects {
		if sum.Conversions > 0 {
			m.Credits[u].Conversions = l.total.Conversions * e.Conversions / sum.Conversions
		}
		switch {
		case sum.Value > 0:
			m.Credits[u].Value = l.total.Value * e.Value / sum.Value
		case sum.Conversions > 0: // values cancel out: as the conversions
			m.Credits[u].Value = l.total.Value * e.Conversions / sum.Conversions
		}
	}
	return m, nil
}

func lost(left, all float64) float64 {
	if all <= 0 {
		return 0
	}
	return max(0, 1-left/all)
}

// Transition is how often a journey goes on from one state to another. An empty From is the start; Conversion and Null are the
// ends, where To is empty.
type Transition struct {
	From, To         []int
	Conversion, Null bool
	Probability      float64
}

// Transitions are the chain itself, without those that never happen.
func (l *Log) Transitions(order int) ([]Transition, error) {
	if order < 1 || order > MaxOrder {
		return nil, fmt.Errorf("the order %d lies outside 1 to %d", order, MaxOrder)
	}
	c := l.chain(order)
	var out []Transition
	for to, in := range c.in {
		for _, e := range in {
			out = append(out, Transition{From: c.tuples[e.from], To: c.tuples[to], Probability: e.p})
		}
	}
	for s := range c.tuples {
		if p := c.ends[s].Conversions; p > 0 {
			out = append(out, Transition{From: c.tuples[s], Conversion: true, Probability: p})
		}
		if p := c.null[s]; p > 0 {
			out = append(out, Transition{From: c.tuples[s], Null: true, Probability: p})
		}
	}
	return out, nil
}

// chain is the transient part of an absorbing Markov chain; state 0 is the start.
type chain struct {
	tuples [][]int
	in     [][]edge // the ways into each state
	self   []float64
	ends   []Credit // probability of a conversion, and expected value, right from a state
	null   []float64
	total  []float64 // journeys that passed
	has    []bool    // units that occur
}

type edge struct {
	from int
	p    float64
}

func (l *Log) chain(order int) *chain {
	c := &chain{tuples: [][]int{nil}, has: make([]bool, l.units)}
	index := map[string]int{"": 0}
	type pair struct{ from, to int }
	counts, ends, total := map[pair]float64{}, []Path{{}}, []float64{0}
	var key []byte
	for _, p := range l.paths {
		weight, at := p.Conversions+p.Nulls, 0
		for i, u := range p.Touches {
			c.has[u] = true
			tuple := p.Touches[max(0, i+1-order) : i+1]
			key = key[:0]
			for _, t := range tuple {
				key = binary.AppendUvarint(key, uint64(t))
			}
			next, ok := index[string(key)]
			if !ok {
				next = len(c.tuples)
				index[string(key)] = next
				c.tuples, ends, total = append(c.tuples, tuple), append(ends, Path{}), append(total, 0)
			}
			counts[pair{at, next}] += weight
			total[at] += weight
			at = next
		}
		ends[at].Conversions += p.Conversions
		ends[at].Value += p.Value
		ends[at].Nulls += p.Nulls
		total[at] += weight
	}
	n := len(c.tuples)
	c.in, c.self, c.ends, c.null = make([][]edge, n), make([]float64, n), make([]Credit, n), make([]float64, n)
	c.total = total
	for k, w := range counts {
		c.in[k.to] = append(c.in[k.to], edge{k.from, w / total[k.from]})
	}
	for s := range c.in {
		slices.SortFunc(c.in[s], func(a, b edge) int { return a.from - b.from })
		for _, e := range c.in[s] {
			if e.from == s {
				c.self[s] = e.p
			}
		}
		if total[s] > 0 {
			c.ends[s] = Credit{ends[s].Conversions / total[s], ends[s].Value / total[s]}
			c.null[s] = ends[s].Nulls / total[s]
		}
	}
	return c
}

// without is the probability of a conversion, and the expected value, of a journey that may not touch a unit (-1: any may).
//
// The expected visits x of the states are the start's row of the fundamental matrix: x (I - Q) = start (Kemeny and Snell 1960,
// ch. III). A conversion's probability is then the sum of visits times the probability to convert right there.
func (c *chain) without(unit int) (Credit, error) {
	keep := make([]int, 0, len(c.tuples)) // state 0 is never left out
	for s, t := range c.tuples {
		if unit < 0 || !slices.Contains(t, unit) {
			keep = append(keep, s)
		}
	}
	visits, err := c.solve(keep)
	if err != nil {
		return Credit{}, err
	}
	var sum Credit
	for i, s := range keep {
		sum.Conversions += visits[i] * c.ends[s].Conversions
		sum.Value += visits[i] * c.ends[s].Value
	}
	return sum, nil
}

func (c *chain) solve(keep []int) ([]float64, error) {
	place := make([]int, len(c.tuples))
	for i := range place {
		place[i] = -1
	}
	for i, s := range keep {
		place[s] = i
	}
	if len(keep) <= maxDense {
		return c.eliminate(keep, place)
	}
	return c.sweep(keep, place)
}

func (c *chain) eliminate(keep, place []int) ([]float64, error) {
	n := len(keep)
	a, b := mat.NewDense(n, n, nil), mat.NewVecDense(n, nil)
	b.SetVec(0, 1)
	for i, s := range keep {
		a.Set(i, i, 1)
		for _, e := range c.in[s] {
			if j := place[e.from]; j >= 0 {
				a.Set(i, j, a.At(i, j)-e.p)
			}
		}
	}
	var x mat.VecDense
	if err := x.SolveVec(a, b); err != nil {
		return nil, fmt.Errorf("the chain of %d states cannot be solved: %w", n, err)
	}
	return x.RawVector().Data, nil
}

// sweep is Gauss-Seidel, which converges since every state leads to an end (I - Q is an M-matrix).
func (c *chain) sweep(keep, place []int) ([]float64, error) {
	x := make([]float64, len(keep))
	flow := func(i, s int) float64 { // into s from other states
		sum := 0.0
		if s == 0 {
			sum = 1
		}
		for _, e := range c.in[s] {
			if j := place[e.from]; j >= 0 && j != i {
				sum += x[j] * e.p
			}
		}
		return sum
	}
	for range maxSweeps {
		moved := 0.0
		for i, s := range keep {
			v := flow(i, s) / (1 - c.self[s])
			moved += math.Abs(v - x[i])
			x[i] = v
		}
		if moved > 100*tolerance {
			continue
		}
		left := 0.0
		for i, s := range keep {
			left += math.Abs(flow(i, s) - x[i]*(1-c.self[s]))
		}
		if left <= tolerance {
			return x, nil
		}
	}
	return nil, fmt.Errorf("the chain of %d states does not settle", len(keep))
}
