package attribution

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const realData = "../../../shared/data"

func read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(realData, name))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("skipped: the real data set %s is not there (../shared/data is not part of the project)", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// named numbers units as they come.
type named struct {
	no    map[string]int
	names []string
}

func (n *named) path(names ...string) []int {
	if n.no == nil {
		n.no = map[string]int{}
	}
	var out []int
	for _, s := range names {
		i, ok := n.no[s]
		if !ok {
			i = len(n.names)
			n.no[s], n.names = i, append(n.names, s)
		}
		out = append(out, i)
	}
	return out
}

func logOf(t *testing.T, units int, paths []Path) *Log {
	t.Helper()
	l, err := NewLog(units, paths)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func near(t *testing.T, what string, got, want, relative float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > relative*max(1, math.Abs(want)) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func pathData(t *testing.T) (*Log, *named) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(string(read(t, "attribution_pathdata/PathData.csv")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	n := &named{}
	var paths []Path
	for _, row := range rows[1:] {
		p := Path{Touches: n.path(strings.Split(row[0], " > ")...)}
		for i, into := range []*float64{&p.Conversions, &p.Value, &p.Nulls} {
			if *into, err = strconv.ParseFloat(row[i+1], 64); err != nil {
				t.Fatal(err)
			}
		}
		paths = append(paths, p)
	}
	return logOf(t, len(n.names), paths), n
}

func TestPublishedBenchmark(t *testing.T) {
	l, n := pathData(t)
	var want struct {
		Heuristics map[string]map[string]float64 `json:"heuristic_R_ChannelAttribution_2.0.7_exact"`
		Markov     struct {
			P       float64            `json:"p_conversion_from_start"`
			Removal map[string]float64 `json:"removal_effect"`
			Credits map[string]float64 `json:"conversions"`
		} `json:"markov_order1_exact"`
		Transitions map[string]float64 `json:"transition_matrix_order1_with_null_exact"`
	}
	if err := json.Unmarshal(read(t, "attribution_pathdata/expected.json"), &want); err != nil {
		t.Fatal(err)
	}
	for model, credits := range map[string][]Credit{"first": l.ByRule(First), "last": l.ByRule(Last), "linear": l.ByRule(Linear)} {
		for unit, w := range want.Heuristics {
			c := credits[n.no[unit]]
			near(t, model+" "+unit, c.Conversions, w[model+"_touch_conversions"], 1e-9)
			near(t, model+" value "+unit, c.Value, w[model+"_touch_value"], 1e-9)
		}
	}
	m, err := l.Markov(1)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "probability", m.Probability, want.Markov.P, 1e-12)
	for unit, u := range n.no {
		near(t, "removal "+unit, m.Removal[u], want.Markov.Removal[unit], 1e-12)
		near(t, "markov "+unit, m.Credits[u].Conversions, want.Markov.Credits[unit], 1e-10)
	}
	transitions, err := l.Transitions(1)
	if err != nil {
		t.Fatal(err)
	}
	if len(transitions) != len(want.Transitions) {
		t.Errorf("%d transitions, want %d", len(transitions), len(want.Transitions))
	}
	for _, tr := range transitions {
		near(t, n.key(tr), tr.Probability, want.Transitions[strings.ReplaceAll(n.key(tr), ">", " -> ")], 1e-14)
	}
}

func (n *named) key(t Transition) string {
	from, to := "(start)", "(conversion)"
	if len(t.From) > 0 {
		from = n.names[t.From[0]]
	}
	if t.Null {
		to = "(null)"
	} else if !t.Conversion {
		to = n.names[t.To[0]]
	}
	return from + ">" + to
}

type vector struct {
	Source      string             `json:"source"`
	Paths       [][]string         `json:"paths"`
	Conversions []float64          `json:"conversions"`
	Null        []float64          `json:"null"`
	First       map[string]float64 `json:"first_touch"`
	Last        map[string]float64 `json:"last_touch"`
	Linear      map[string]float64 `json:"linear"`
	Repeats     map[string]float64 `json:"linear_counting_repeats"`
	P40         map[string]float64 `json:"position_based_40_40_on_2_touches"`
	P30         map[string]float64 `json:"position_based_30_70"`
	P402040     map[string]float64 `json:"position_based_40_20_40"`
	Shapley     map[string]float64 `json:"shapley"`
	Markov      *markovVector      `json:"markov_order1"`
	NoLoops     *markovVector      `json:"markov_order1_self_loops_removed"`
}

type markovVector struct {
	P           float64            `json:"p_conversion"`
	Transition  map[string]float64 `json:"transition"`
	Removal     map[string]float64 `json:"removal_effect"`
	Share       map[string]float64 `json:"share"`
	Conversions map[string]float64 `json:"conversions"`
}

func TestPeerVectors(t *testing.T) {
	var vectors []vector
	if err := json.Unmarshal(read(t, "peer_vectors/attribution/small_vectors.json"), &vectors); err != nil {
		t.Fatal(err)
	}
	for _, v := range vectors {
		n := &named{}
		var paths []Path
		for i, names := range v.Paths {
			p := Path{Touches: n.path(names...), Conversions: v.Conversions[i]}
			if v.Null != nil {
				p.Nulls = v.Null[i]
			}
			paths = append(paths, p)
		}
		l := logOf(t, len(n.names), paths)
		check := func(model string, got []Credit, want map[string]float64) {
			t.Helper()
			for unit, w := range want {
				near(t, v.Source+": "+model+" "+unit, got[n.no[unit]].Conversions, w, 1e-12)
			}
		}
		check("first", l.ByRule(First), v.First)
		check("last", l.ByRule(Last), v.Last)
		check("linear", l.ByRule(Linear), v.Linear)
		check("linear", l.ByRule(Linear), v.Repeats)
		check("position", l.ByRule(Position(0.4, 0.4)), v.P40)
		check("position", l.ByRule(Position(0.3, 0.7)), v.P30)
		check("position", l.ByRule(Position(0.4, 0.4)), v.P402040)
		check("shapley", l.Shapley(), v.Shapley)
		v.Markov.check(t, v.Source, l, n)
		v.NoLoops.check(t, v.Source, l.Collapsed(), n)
	}
}

func (v *markovVector) check(t *testing.T, source string, l *Log, n *named) {
	t.Helper()
	if v == nil {
		return
	}
	m, err := l.Markov(1)
	if err != nil {
		t.Fatal(err)
	}
	if v.P > 0 {
		near(t, source+": probability", m.Probability, v.P, 1e-6)
	}
	for unit, w := range v.Removal {
		near(t, source+": removal "+unit, m.Removal[n.no[unit]], w, 1e-12)
	}
	all, _, _ := l.Total()
	for unit, w := range v.Share {
		near(t, source+": share "+unit, m.Credits[n.no[unit]].Conversions/all, w, 1e-12)
	}
	for unit, w := range v.Conversions {
		near(t, source+": conversions "+unit, m.Credits[n.no[unit]].Conversions, w, 1e-12)
	}
	transitions, err := l.Transitions(1)
	if err != nil {
		t.Fatal(err)
	}
	for _, tr := range transitions {
		if want, ok := v.Transition[n.key(tr)]; ok {
			near(t, source+": "+n.key(tr), tr.Probability, want, 1e-12)
		} else if v.Transition != nil {
			t.Errorf("%s: %s was not expected", source, n.key(tr))
		}
	}
}

func random(r *rand.Rand, units, paths int) []Path {
	var out []Path
	for range paths {
		p := Path{Conversions: float64(r.IntN(4)), Nulls: float64(r.IntN(5))}
		p.Value = p.Conversions * float64(r.IntN(100)) / 4
		for range 1 + r.IntN(6) {
			p.Touches = append(p.Touches, r.IntN(units))
		}
		out = append(out, p)
	}
	return out
}

func models(t *testing.T, l *Log) map[string][]Credit {
	t.Helper()
	out := map[string][]Credit{
		"first": l.ByRule(First), "last": l.ByRule(Last), "linear": l.ByRule(Linear), "position": l.ByRule(Position(0.4, 0.4)),
		"decay": l.ByRule(StepDecay(2)), "non-direct": l.ByRule(LastNonDirect(func(u int) bool { return u == 0 })), "shapley": l.Shapley(),
	}
	for order := 1; order <= 4; order++ {
		m, err := l.Markov(order)
		if err != nil {
			t.Fatal(err)
		}
		out["markov "+strconv.Itoa(order)] = m.Credits
	}
	return out
}

func TestCreditsAddUpAndIgnoreTheOrderOfInput(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 1))
		units := 2 + r.IntN(20)
		paths := random(r, units, 1+r.IntN(40))
		paths = append(paths, Path{Touches: []int{0, 1}, Conversions: 1, Value: 3}) // someone converts
		dummy := units                                                              // touches nobody
		l := logOf(t, units+1, paths)
		r.Shuffle(len(paths), func(i, j int) { paths[i], paths[j] = paths[j], paths[i] })
		again := models(t, logOf(t, units+1, paths))
		conversions, value, _ := l.Total()
		for model, credits := range models(t, l) {
			var c, v float64
			for _, x := range credits {
				c, v = c+x.Conversions, v+x.Value
			}
			near(t, model+" conversions", c, conversions, 1e-9)
			near(t, model+" value", v, value, 1e-9)
			if credits[dummy] != (Credit{}) {
				t.Errorf("%s gives %v to a unit that nobody touched", model, credits[dummy])
			}
			if !slices.Equal(credits, again[model]) {
				t.Errorf("seed %d: %s depends on the order of input", seed, model)
			}
		}
	}
}

// TestEqualUnits: where two units swap places in the log, they earn the same by every model that does not look at order.
func TestEqualUnits(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	paths := random(r, 5, 30)
	for _, p := range paths {
		q := p
		q.Touches = slices.Clone(p.Touches)
		for i, u := range q.Touches {
			if u < 2 {
				q.Touches[i] = 1 - u
			}
		}
		paths = append(paths, q)
	}
	for model, credits := range models(t, logOf(t, 5, paths)) {
		if model != "non-direct" {
			near(t, model, credits[0].Conversions, credits[1].Conversions, 1e-9)
		}
	}
}

// TestShapleyByDefinition compares with the mean over all orders of joining.
func TestShapleyByDefinition(t *testing.T) {
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 9))
		units := 2 + r.IntN(7)
		paths := random(r, units, 25)
		l := logOf(t, units, paths)
		worth := func(in []bool) (conversions float64) {
			for _, p := range paths {
				if !slices.ContainsFunc(p.Touches, func(u int) bool { return !in[u] }) {
					conversions += p.Conversions
				}
			}
			return conversions
		}
		sums, orders := make([]float64, units), 0.0
		permute(units, func(order []int) {
			in := make([]bool, units)
			before := 0.0
			for _, u := range order {
				in[u] = true
				now := worth(in)
				sums[u] += now - before
				before = now
			}
			orders++
		})
		for u, c := range l.Shapley() {
			near(t, "shapley", c.Conversions, sums[u]/orders, 1e-9)
		}
	}
}

func permute(n int, fn func([]int)) {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	var rest func(int)
	rest = func(k int) {
		if k == n {
			fn(order)
			return
		}
		for i := k; i < n; i++ {
			order[k], order[i] = order[i], order[k]
			rest(k + 1)
			order[k], order[i] = order[i], order[k]
		}
	}
	rest(0)
}

// TestMarkovByWalking walks the chain at random, and counts the conversions that meet each unit.
func TestMarkovByWalking(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 1))
	paths := random(r, 4, 20)
	l := logOf(t, 4, paths)
	for order := 1; order <= 3; order++ {
		m, err := l.Markov(order)
		if err != nil {
			t.Fatal(err)
		}
		const walks = 40_000
		converted, met := 0.0, make([]float64, 4)
		for range walks {
			var path []int
			for {
				// One more step as any journey with the same last touches took: draw a journey by its weight.
				next, end := step(r, paths, path, order)
				if end {
					if next > 0 {
						converted++
						for _, u := range distinct(path) {
							met[u]++
						}
					}
					break
				}
				path = append(path, next)
			}
		}
		near(t, "probability", converted/walks, m.Probability, 0.015)
		for u := range met {
			near(t, "removal effect", met[u]/converted, m.Removal[u], 0.02)
		}
	}
}

func step(r *rand.Rand, paths []Path, path []int, order int) (next int, end bool) {
	state := path[max(0, len(path)-order):]
	total := 0.0
	each := func(fn func(weight float64, next int, end bool)) {
		for _, p := range paths {
			for i := 0; i <= len(p.Touches); i++ {
				if !slices.Equal(p.Touches[max(0, i-order):i], state) { // so early states, which are shorter, only meet early ones
					continue
				}
				if i < len(p.Touches) {
					fn(p.Conversions+p.Nulls, p.Touches[i], false)
				} else {
					fn(p.Conversions, 1, true)
					fn(p.Nulls, 0, true)
				}
			}
		}
	}
	each(func(w float64, _ int, _ bool) { total += w })
	at := r.Float64() * total
	each(func(w float64, n int, e bool) {
		if at >= 0 {
			if at -= w; at < 0 {
				next, end = n, e
			}
		}
	})
	return next, end
}

// TestLongMemory: a chain that remembers whole paths loses exactly the conversions that met a unit.
func TestLongMemory(t *testing.T) {
	l := logOf(t, 6, random(rand.New(rand.NewPCG(2, 2)), 6, 500)) // more than maxDense states
	m, err := l.Markov(6)
	if err != nil {
		t.Fatal(err)
	}
	if m.States <= maxDense {
		t.Fatalf("%d states are too few for sweeps", m.States)
	}
	all, _, _ := l.Total()
	for u := range 6 {
		var met float64
		for _, p := range l.paths {
			if slices.Contains(p.Touches, u) {
				met += p.Conversions
			}
		}
		near(t, "removal", m.Removal[u], met/all, 1e-12)
	}
}

func TestEliminationAndSweepsAgree(t *testing.T) {
	l, _ := pathData(t)
	c := l.chain(2)
	keep, place := []int{}, make([]int, len(c.tuples))
	for s := range c.tuples {
		keep, place[s] = append(keep, s), s
	}
	a, err := c.eliminate(keep, place)
	if err != nil {
		t.Fatal(err)
	}
	b, err := c.sweep(keep, place)
	if err != nil {
		t.Fatal(err)
	}
	for i := range a {
		near(t, "visits", b[i], a[i], 1e-12)
	}
}

func TestChooseOrderFindsTheMemory(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	for want := 1; want <= 3; want++ {
		var paths []Path
		for range 4000 {
			var p Path
			for {
				back := 0 // an odd number of ones among the last want touches makes another one likely
				for _, u := range p.Touches[max(0, len(p.Touches)-want):] {
					back += u
				}
				u := 0
				if r.Float64() < 0.15+0.7*float64(back&1) {
					u = 1
				}
				if len(p.Touches) > 0 && r.Float64() < 0.1 {
					break
				}
				p.Touches = append(p.Touches, u)
			}
			p.Conversions, p.Nulls = 1, 1
			paths = append(paths, p)
		}
		got, fits := logOf(t, 2, paths).ChooseOrder(6)
		if got != want {
			t.Errorf("order %d was taken for %d: %+v", want, got, fits)
		}
	}
}

func TestHostilePaths(t *testing.T) {
	for _, p := range []Path{
		{Touches: []int{2}, Conversions: 1},
		{Touches: []int{-1}, Conversions: 1},
		{Touches: []int{0}, Conversions: math.NaN()},
		{Touches: []int{0}, Conversions: math.Inf(1)},
		{Touches: []int{0}, Conversions: 1, Value: math.Inf(-1)},
		{Touches: []int{0}, Nulls: -1},
	} {
		if _, err := NewLog(2, []Path{p}); err == nil {
			t.Errorf("%+v was taken", p)
		}
	}
	for _, paths := range [][]Path{
		nil, {{Conversions: 3}}, {{Touches: []int{0}}}, {{Touches: []int{0}, Nulls: 2}}, {{Touches: []int{0, 1}, Conversions: 2, Value: -5}},
	} {
		for model, credits := range models(t, logOf(t, 2, paths)) {
			for _, c := range credits {
				if math.IsNaN(c.Conversions+c.Value) || math.IsInf(c.Conversions+c.Value, 0) {
					t.Errorf("%s of %+v: %v", model, paths, credits)
				}
			}
		}
	}
	ages := []float64{1e9, 5e8, 5e8}
	TimeDecay(ages, 1e-3)
	if ages[0] != 0 || ages[1] != 0.5 || ages[2] != 0.5 {
		t.Errorf("very old touches share %v", ages)
	}
}
