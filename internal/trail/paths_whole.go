package trail

import (
	"slices"

	"jejak/internal/journey"
)

// wholePaths are the paths of people who have one each, as words by their first name. Words are only listed while rows are read;
// counting them afterwards, name by name, stays in the cache, where one table for all would not.
type wholePaths []words

func (w wholePaths) merge(o wholePaths) {
	for f := range w {
		w[f].merge(&o[f])
	}
}

// words is a list that grows without moving what it holds.
type words struct {
	now  []uint64
	full [][]uint64
	n    int
}

// wordsEach is how many words, at most, lie one after the other.
const wordsEach = 1 << 13

func (l *words) add(word uint64) {
	if len(l.now) == cap(l.now) {
		l.more()
	}
	l.now = append(l.now, word)
}

func (l *words) more() {
	if len(l.now) > 0 {
		l.full = append(l.full, l.now)
		l.n += len(l.now)
	}
	l.now = make([]uint64, 0, min(max(2*len(l.now), 64), wordsEach))
}

func (l *words) merge(o *words) {
	l.full = append(append(l.full, o.full...), o.now)
	l.n += o.n + len(o.now)
}

// list is all the words one after the other.
func (l *words) list() []uint64 {
	all := make([]uint64, 0, l.n+len(l.now))
	for _, part := range l.full {
		all = append(all, part...)
	}
	return append(all, l.now...)
}

// top is the most frequent words. Those of a list differ in the bits [low, high).
func (w wholePaths) top(x *query, low, high int) []topPath[uint64] {
	of := make([][]topPath[uint64], len(w))
	x.each(len(w), func(f int) {
		of[f] = mostFrequent(sorted(w[f].list(), low, high))
	})
	all := slices.Concat(of...)
	slices.SortFunc(all, compareTop[uint64])
	return all[:min(len(all), journey.MaxPaths)]
}

// mostFrequent counts the words of a sorted list.
func mostFrequent(words []uint64) []topPath[uint64] {
	most := best[topPath[uint64]]{n: journey.MaxPaths, compare: compareTop[uint64]}
	least := 0 // fewer times is not among the most frequent
	for i := 0; i < len(words); {
		k := i + 1
		for k < len(words) && words[k] == words[i] {
			k++
		}
		if k-i >= least {
			most.add(topPath[uint64]{words[i], k - i})
			if len(most.list) == most.n {
				least = most.list[most.n-1].count
			}
		}
		i = k
	}
	return most.list
}

// digitBits are sorted by at a time: their counters stay in the nearest cache.
const digitBits = 11

// fewWords are sorted by comparing them.
const fewWords = 256

// sorted sorts words, in place or not, that differ in the bits [low, high), from the lowest digits on (radix sort: Knuth, vol. 3, 5.2.5).
func sorted(words []uint64, low, high int) []uint64 {
	if len(words) < fewWords {
		slices.Sort(words)
		return words
	}
	from, to := words, make([]uint64, len(words))
	for ; low < high; low += digitBits {
		var places [1 << digitBits]uint32
		for _, w := range from {
			places[w>>(low&63)&(1<<digitBits-1)]++
		}
		at := uint32(0)
		for d, n := range places {
			places[d] = at
			at += n
		}
		for _, w := range from {
			d := w >> (low & 63) & (1<<digitBits - 1)
			to[places[d]] = w
			places[d]++
		}
		from, to = to, from
	}
	return from
}
