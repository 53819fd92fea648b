package conform

import (
	"container/heap"
	"errors"
	"slices"
)

// Net is a Petri net with an initial and a final marking: tokens by place. It is searched whole, which is what maps are tested against.
type Net struct {
	Transitions []Transition
	Begin, End  []int
}

// Transition takes a token from each place of In and puts one on each of Out. A silent one has the label Off.
type Transition struct {
	Label   int
	In, Out []int
}

// mostMarkings bounds what a search of a net may look at.
const mostMarkings = 200_000

// Net is the same map as a Petri net: place i lies behind step i, place n is the beginning, place n+1 the stop. Choosing what comes next
// is a transition for each edge, all with the label of the step.
func (m *Map) Net() Net {
	n := m.n
	net := Net{Begin: make([]int, n+2), End: make([]int, n+2)}
	net.Begin[n], net.End[n+1] = 1, 1
	for from := range n + 1 {
		for to, ok := range m.next[from] {
			if ok {
				net.Transitions = append(net.Transitions, Transition{to, []int{from}, []int{to}})
			}
		}
		if m.end[from] {
			net.Transitions = append(net.Transitions, Transition{Off, []int{from}, []int{n + 1}})
		}
	}
	return net
}

func (t *Transition) missing(marking []int) (n int) {
	need := map[int]int{}
	for _, p := range t.In {
		if need[p]++; need[p] > marking[p] {
			n++
		}
	}
	return n
}

// fire moves the tokens of an enabled transition.
func (t *Transition) fire(marking []int) []int {
	marking = slices.Clone(marking)
	for _, p := range t.In {
		marking[p]--
	}
	for _, p := range t.Out {
		marking[p]++
	}
	return marking
}

func keyOf(marking []int) string {
	b := make([]byte, 0, 2*len(marking))
	for _, n := range marking {
		b = append(b, byte(n), byte(n>>8))
	}
	return string(b)
}

// Replay plays a trace with tokens (Rozinat and van der Aalst 2008, section 4). Where no transition of an entry's label is enabled,
// the shortest way of silent ones that enables one is gone first, as at the end for the final marking; where there is none,
// missing tokens are made for the transition that lacks the fewest. Silent transitions count as any other. An entry that no
// transition has the label of is passed over.
func (n Net) Replay(trace []int) (Tokens, error) {
	var t Tokens
	for _, k := range n.Begin {
		t.Produced += k
	}
	marking := slices.Clone(n.Begin)
	fire := func(x *Transition) {
		marking = x.fire(marking)
		t.Consumed += len(x.In)
		t.Produced += len(x.Out)
	}
	silently := func(done func([]int) bool) error {
		way, err := n.silent(marking, done)
		for _, i := range way {
			fire(&n.Transitions[i])
		}
		return err
	}
	for _, label := range trace {
		if label == Off {
			continue
		}
		var some []*Transition
		for i := range n.Transitions {
			if n.Transitions[i].Label == label {
				some = append(some, &n.Transitions[i])
			}
		}
		if len(some) == 0 {
			continue
		}
		enabled := func(marking []int) bool {
			return slices.ContainsFunc(some, func(x *Transition) bool { return x.missing(marking) == 0 })
		}
		if err := silently(enabled); err != nil {
			return t, err
		}
		x := slices.MinFunc(some, func(a, b *Transition) int { return a.missing(marking) - b.missing(marking) })
		for _, p := range x.In {
			if marking[p] == 0 {
				marking[p]++
				t.Missing++
			}
		}
		fire(x)
	}
	if err := silently(func(m []int) bool { return covers(m, n.End) }); err != nil {
		return t, err
	}
	for p, k := range n.End {
		t.Consumed += k
		t.Missing += max(0, k-marking[p])
		t.Remaining += max(0, marking[p]-k)
	}
	return t, nil
}

func covers(marking, want []int) bool {
	for p, k := range want {
		if marking[p] < k {
			return false
		}
	}
	return true
}

// silent is a shortest way of silent transitions to a marking that is wanted; nil where there is none.
func (n Net) silent(marking []int, done func([]int) bool) ([]int, error) {
	type state struct {
		marking []int
		way     []int
	}
	seen := map[string]bool{keyOf(marking): true}
	for queue := []state{{marking, []int{}}}; len(queue) > 0; queue = queue[1:] {
		s := queue[0]
		if done(s.marking) {
			return s.way, nil
		}
		for i := range n.Transitions {
			x := &n.Transitions[i]
			if x.Label != Off || x.missing(s.marking) > 0 {
				continue
			}
			next := x.fire(s.marking)
			if k := keyOf(next); !seen[k] {
				seen[k] = true
				queue = append(queue, state{next, append(slices.Clip(s.way), i)})
			}
		}
		if len(seen) > mostMarkings {
			return nil, errTooLarge
		}
	}
	return nil, nil
}

var errTooLarge = errors.New("this net has too many markings to search")

// Cost is that of an optimal alignment: the fewest entries of the trace and visible transitions of the net that have no counterpart
// (Adriansyah 2014, chapter 4), by Dijkstra's algorithm over the product of both.
func (n Net) Cost(trace []int) (int, error) {
	type state struct {
		key string
		at  int
	}
	done := map[state]bool{}
	queue := &costQueue{{marking: n.Begin}}
	end := keyOf(n.End)
	for queue.Len() > 0 {
		s := heap.Pop(queue).(costState)
		k := state{keyOf(s.marking), s.at}
		if done[k] {
			continue
		}
		done[k] = true
		if s.at == len(trace) && k.key == end {
			return s.cost, nil
		}
		if s.at < len(trace) {
			heap.Push(queue, costState{s.marking, s.at + 1, s.cost + 1})
		}
		for i := range n.Transitions {
			x := &n.Transitions[i]
			if x.missing(s.marking) > 0 {
				continue
			}
			next := x.fire(s.marking)
			if x.Label == Off {
				heap.Push(queue, costState{next, s.at, s.cost})
				continue
			}
			heap.Push(queue, costState{next, s.at, s.cost + 1})
			if s.at < len(trace) && trace[s.at] == x.Label {
				heap.Push(queue, costState{next, s.at + 1, s.cost})
			}
		}
		if len(done) > mostMarkings {
			return 0, errTooLarge
		}
	}
	return 0, errors.New("the final marking of this net cannot be reached")
}

type costState struct {
	marking  []int
	at, cost int
}

type costQueue []costState

func (q costQueue) Len() int           { return len(q) }
func (q costQueue) Less(i, j int) bool { return q[i].cost < q[j].cost }
func (q costQueue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *costQueue) Push(x any)        { *q = append(*q, x.(costState)) }
func (q *costQueue) Pop() any {
	old := *q
	x := old[len(old)-1]
	*q = old[:len(old)-1]
	return x
}
