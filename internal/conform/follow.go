package conform

// Follows counts how often, and for how many, one step comes directly after another: the directly-follows graph of n steps. Row n is
// the beginning.
type Follows struct {
	n              int
	passes, people []int
	last           []int // trace that counted last
	traces         int
}

// NewFollows counts nothing yet.
func NewFollows(n int) *Follows {
	return &Follows{n: n, passes: make([]int, (n+1)*n), people: make([]int, (n+1)*n), last: make([]int, (n+1)*n)}
}

// Size is how many steps there are.
func (f *Follows) Size() int { return f.n }

// Add counts a trace that so many people have made; entries off the map are passed over.
func (f *Follows) Add(trace []int, people int) {
	f.traces++
	at := f.n
	for _, s := range trace {
		if s == Off {
			continue
		}
		k := at*f.n + s
		f.passes[k] += people
		if f.last[k] != f.traces {
			f.last[k] = f.traces
			f.people[k] += people
		}
		at = s
	}
}

// Merge adds what another one of as many steps has counted.
func (f *Follows) Merge(o *Follows) {
	for k := range f.passes {
		f.passes[k] += o.passes[k]
		f.people[k] += o.people[k]
	}
}

// Of is how often, and for how many people, one step comes directly after another; from n, traces begin with it.
func (f *Follows) Of(from, to int) (passes, people int) {
	return f.passes[from*f.n+to], f.people[from*f.n+to]
}

// Dependency says how sure it is that one step leads to another rather than both following each other by chance, from −1 to 1:
// (|a>b| − |b>a|)/(|a>b| + |b>a| + 1), and |a>a|/(|a>a| + 1) for a step after itself (Weijters, van der Aalst and Alves de Medeiros
// 2006, Process mining with the HeuristicsMiner algorithm, section 2.1). Of the beginning, to which nothing leads back, it is n/(n + 1).
func (f *Follows) Dependency(from, to int) float64 {
	there, back := f.passes[from*f.n+to], 0
	if from < f.n && from != to {
		back = f.passes[to*f.n+from]
	}
	return float64(there-back) / float64(there+back+1)
}

// Edge is one step directly after another.
type Edge struct{ From, To int }

// Edges are those that enough people go and that are sure enough: the frequency and the dependency threshold of the Heuristics Miner.
func (f *Follows) Edges(people int, dependency float64) []Edge {
	var out []Edge
	for from := range f.n + 1 {
		for to := range f.n {
			if passes, who := f.Of(from, to); passes > 0 && who >= people && f.Dependency(from, to) >= dependency {
				out = append(out, Edge{from, to})
			}
		}
	}
	return out
}
