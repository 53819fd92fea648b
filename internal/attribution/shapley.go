package attribution

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
)

// Shapley divides what each coalition of units earned (Shapley 1953): a set of units is worth the conversions of all paths that
// touch no unit outside it, however often and in whatever order. That game is a sum of one unanimity game for each path, whose
// members share alike, so it is exact for any number of units: each path's conversions are divided equally among its distinct
// units.
func (l *Log) Shapley() []Credit {
	credits := make([]Credit, l.units)
	for _, p := range l.paths {
		set := distinct(p.Touches)
		for _, u := range set {
			credits[u].Conversions += p.Conversions / float64(len(set))
			credits[u].Value += p.Value / float64(len(set))
		}
	}
	return credits
}

func distinct(touches []int) []int {
	set := slices.Clone(touches)
	slices.Sort(set)
	return slices.Compact(set)
}

// RateShapley is the credit by the rate at which coalitions convert.
type RateShapley struct {
	Credits []Credit
	// Bound is how far each unit's conversions may lie from the exact ones, with 95 % confidence for all units together; 0 where
	// all coalitions were looked at.
	Bound []float64
}

// ExactUnits is up to how many units that occur RateShapley looks at every coalition.
const ExactUnits = 15

// RateShapley divides the conversion rate of all journeys: a set of units is worth the share of journeys touching no unit
// outside it that convert (0 without any). So a unit that many journeys in vain have touched earns less, even below 0.
// Credits are scaled to add up to all conversions; value goes by the mean value of a journey in the same way.
//
// Beyond ExactUnits units, it takes so many random orders, seeded, in which each unit adds to those before it (Castro, Gómez and
// Tejada 2009); Bound is the empirical Bernstein inequality of Maurer and Pontil (2009, theorem 4) over all units.
func (l *Log) RateShapley(orders int, seed uint64) (*RateShapley, error) {
	if orders < 2 || orders > 1_000_000 {
		return nil, fmt.Errorf("%d orders lie outside 2 to 1000000", orders)
	}
	g := l.game()
	r := &RateShapley{Credits: make([]Credit, l.units), Bound: make([]float64, l.units)}
	if len(g.players) == 0 {
		return r, nil
	}
	var mean, spread []Credit
	if len(g.players) <= ExactUnits {
		mean = g.exact()
	} else {
		mean, spread = g.sample(orders, seed)
	}
	journeys := l.total.Conversions + l.total.Nulls
	for i, u := range g.players {
		r.Credits[u] = Credit{mean[i].Conversions * journeys, mean[i].Value * journeys}
		if spread != nil {
			// Marginal contributions to a rate lie in [-1, 1]: a width of 2.
			log := math.Log(4 * float64(len(g.players)) / 0.05)
			m := float64(orders)
			r.Bound[u] = journeys * (math.Sqrt(2*spread[i].Conversions*log/m) + 2*7*log/(3*(m-1)))
		}
	}
	return r, nil
}

// game is the coalitions that occur, with their journeys; players are the units that occur.
type game struct {
	players []int
	sets    [][]int // of players
	sums    []Path
}

func (l *Log) game() *game {
	g := &game{}
	place := make([]int, l.units)
	for i := range place {
		place[i] = -1
	}
	for _, p := range l.paths {
		for _, u := range p.Touches {
			if place[u] < 0 {
				place[u] = 0
				g.players = append(g.players, u)
			}
		}
	}
	slices.Sort(g.players)
	for i, u := range g.players {
		place[u] = i
	}
	index := map[string]int{}
	var key []byte
	for _, p := range l.paths {
		set := distinct(p.Touches)
		key = key[:0]
		for i, u := range set {
			set[i] = place[u]
			key = binary.AppendUvarint(key, uint64(set[i]))
		}
		at, ok := index[string(key)]
		if !ok {
			at = len(g.sets)
			index[string(key)] = at
			g.sets, g.sums = append(g.sets, set), append(g.sums, Path{})
		}
		g.sums[at].Conversions += p.Conversions
		g.sums[at].Value += p.Value
		g.sums[at].Nulls += p.Nulls
	}
	return g
}

func (p *Path) rate() Credit {
	n := p.Conversions + p.Nulls
	if n == 0 {
		return Credit{}
	}
	return Credit{p.Conversions / n, p.Value / n}
}

func (p *Path) add(o *Path) {
	p.Conversions += o.Conversions
	p.Value += o.Value
	p.Nulls += o.Nulls
}

// exact sums the definition over all coalitions; what each is worth comes from adding subsets up, one player at a time (Yates).
func (g *game) exact() []Credit {
	n := len(g.players)
	worth := make([]Path, 1<<n)
	for i, set := range g.sets {
		mask := 0
		for _, p := range set {
			mask |= 1 << p
		}
		worth[mask].add(&g.sums[i])
	}
	for p := range n {
		for mask := range worth {
			if mask>>p&1 == 1 {
				worth[mask].add(&worth[mask^1<<p])
			}
		}
	}
	weight := make([]float64, n) // of a coalition by its size without the player: s! (n-s-1)! / n!
	for s := range weight {
		weight[s] = 1 / float64(n)
		for k := range s { // 1 / C(n-1, s)
			weight[s] *= float64(k+1) / float64(n-1-k)
		}
	}
	out := make([]Credit, n)
	for mask := range worth {
		v, size := worth[mask].rate(), bits.OnesCount(uint(mask))
		for p := range n {
			w := 0.0
			if mask>>p&1 == 1 {
				w = weight[size-1]
			} else if size < n {
				w = -weight[size]
			}
			out[p].Conversions += w * v.Conversions
			out[p].Value += w * v.Value
		}
	}
	return out
}

// sample is the mean and the variance of what players add in random orders.
func (g *game) sample(orders int, seed uint64) (mean, variance []Credit) {
	n := len(g.players)
	r := rand.New(rand.NewPCG(seed, uint64(n))) //nolint:gosec // the same seed gives the same answer
	mean, variance = make([]Credit, n), make([]Credit, n)
	position, added := make([]int, n), make([]Path, n)
	for k := range orders {
		order := r.Perm(n)
		for i, p := range order {
			position[p] = i
		}
		clear(added)
		for i, set := range g.sets {
			last := 0
			for _, p := range set {
				last = max(last, position[p])
			}
			added[last].add(&g.sums[i])
		}
		var before Path
		var old Credit
		for i, p := range order {
			before.add(&added[i])
			now := before.rate()
			d := Credit{now.Conversions - old.Conversions, now.Value - old.Value}
			old = now
			// Welford 1962
			was := d.Conversions - mean[p].Conversions
			mean[p].Conversions += was / float64(k+1)
			mean[p].Value += (d.Value - mean[p].Value) / float64(k+1)
			variance[p].Conversions += was * (d.Conversions - mean[p].Conversions)
		}
	}
	for p := range variance {
		variance[p].Conversions /= float64(orders - 1)
	}
	return mean, variance
}
