package cluster

import "math"

// medoids are a choice of profiles, with what each profile is to them.
type medoids struct {
	at             []int
	is             []bool
	near, second   []int     // places in at
	nearD, secondD []float64 // distances to them
}

// partition is the group of each profile around k medoids, 2 <= k <= number of profiles. Profiles of weight 0 are assigned, but do
// not count and cannot be medoids.
func (p *profiles) partition(k int) []int {
	m := p.build(k)
	// A swap makes the cost smaller, so that this ends; the bound is for sums that round.
	for rounds := 0; rounds < 100; rounds++ {
		if !p.swapAll(m) {
			break
		}
	}
	return m.near
}

// build chooses the first medoids one by one, each the one that lowers the cost most (BUILD of Kaufman & Rousseeuw 1990).
func (p *profiles) build(k int) *medoids {
	n := len(p.rows)
	m := &medoids{is: make([]bool, n)}
	cost := make([]float64, n)
	for i := range cost {
		cost[i] = math.Inf(1)
	}
	for len(m.at) < k {
		best, least := -1, math.Inf(1)
		for c := range n {
			if m.is[c] || p.weight[c] == 0 {
				continue
			}
			sum := 0.0
			for j, d := range p.distances(c) {
				sum += p.weight[j] * min(d, cost[j])
			}
			if sum < least {
				best, least = c, sum
			}
		}
		if best < 0 { // fewer profiles than groups, as in a resample
			break
		}
		m.at, m.is[best] = append(m.at, best), true
		for j, d := range p.distances(best) {
			cost[j] = min(cost[j], d)
		}
	}
	m.near, m.second = make([]int, n), make([]int, n)
	m.nearD, m.secondD = make([]float64, n), make([]float64, n)
	p.assign(m)
	return m
}

func (p *profiles) assign(m *medoids) {
	n := len(p.rows)
	for i := range n {
		m.near[i], m.second[i], m.nearD[i], m.secondD[i] = 0, 0, math.Inf(1), math.Inf(1)
		for place, at := range m.at {
			switch d := p.far[i*n+at]; {
			case d < m.nearD[i]:
				m.second[i], m.secondD[i] = m.near[i], m.nearD[i]
				m.near[i], m.nearD[i] = place, d
			case d < m.secondD[i]:
				m.second[i], m.secondD[i] = place, d
			}
		}
	}
}

// swapAll goes over all candidates once, and swaps each with the medoid whose place it fills best where that lowers the cost
// (Schubert & Rousseeuw 2019, algorithm 4). It reports whether anything was swapped.
func (p *profiles) swapAll(m *medoids) (swapped bool) {
	if len(m.at) < 2 {
		return false
	}
	loss, change := p.removals(m), make([]float64, len(m.at))
	for c := range p.rows {
		if m.is[c] || p.weight[c] == 0 {
			continue
		}
		copy(change, loss)
		all := 0.0
		for j, d := range p.distances(c) {
			w := p.weight[j]
			switch {
			case w == 0:
			case d < m.nearD[j]:
				all += w * (d - m.nearD[j])
				change[m.near[j]] += w * (m.nearD[j] - m.secondD[j])
			case d < m.secondD[j]:
				change[m.near[j]] += w * (d - m.secondD[j])
			}
		}
		best := 0
		for place := range change {
			if change[place] < change[best] {
				best = place
			}
		}
		if all+change[best] < -1e-9 {
			m.is[m.at[best]], m.is[c] = false, true
			m.at[best] = c
			p.assign(m)
			loss, swapped = p.removals(m), true
		}
	}
	return swapped
}

// removals is what the cost grows by when a medoid goes and nothing comes in its place.
func (p *profiles) removals(m *medoids) []float64 {
	loss := make([]float64, len(m.at))
	for j, w := range p.weight {
		if w > 0 {
			loss[m.near[j]] += w * (m.secondD[j] - m.nearD[j])
		}
	}
	return loss
}
