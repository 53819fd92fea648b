// Package cluster finds groups of alike rows by k-medoids, and says how sure they are and what sets them apart.
package cluster

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// Options bound the search.
type Options struct {
	Most      int    // groups at most, from 2
	Groups    int    // so many groups where there is structure, whatever number is clearest; 0 is the clearest
	Least     int    // rows that the smallest group has at least
	Resamples int    // bootstrap resamples, for the stability of each group
	Shuffles  int    // of the reference without structure
	Seed      uint64 // the same rows with the same seed give the same groups
}

// Grouping is how rows fall into groups. Groups are ordered by size, the largest first.
type Grouping struct {
	Of     []int // group of each row
	Groups []Group
	// Silhouette is the mean silhouette width of all rows (Rousseeuw 1987): -1 to 1, and 0 for one group.
	Silhouette float64
	// Reference is the largest silhouette that the same number of groups reaches in rows whose columns are shuffled, each by
	// itself. Rows without structure beyond that of single columns are one group.
	Reference float64
	// Choices are the silhouettes of the numbers of groups that were tried.
	Choices []Choice
}

// Choice is a number of groups, and how clear they would be.
type Choice struct {
	Groups     int     `json:"groups"`
	Silhouette float64 `json:"silhouette"`
}

// Group is one group.
type Group struct {
	Rows       int
	Silhouette float64 // mean width of its rows
	// Stability is the mean, over bootstrap resamples, of the Jaccard similarity between the group and the most similar group
	// found in the resample (Hennig 2007): from 0.75 on a group is called stable, below 0.6 it should not be trusted.
	Stability float64
}

// Find groups rows of equal length by the partition around medoids (Kaufman & Rousseeuw 1990, chapter 2), with the swaps of
// FasterPAM (Schubert & Rousseeuw 2019), on the sum of absolute differences of standardised columns. The number of groups is the
// one of the largest mean silhouette; it is 1 where that does not exceed the reference. The order of rows does not matter. Values
// must be finite.
func Find(rows [][]float64, o Options) Grouping {
	all := profilesOf(standardised(rows))
	one := Grouping{Of: make([]int, len(rows))}
	if len(rows) > 0 {
		one.Groups = []Group{{Rows: len(rows), Stability: 1}}
	}
	best, width := []int(nil), math.Inf(-1)
	for k := 2; k <= min(o.Most, len(all.rows)); k++ {
		of := all.partition(k)
		if all.smallest(of, k) < float64(o.Least) {
			continue
		}
		w := all.silhouettes(of, k).mean
		one.Choices = append(one.Choices, Choice{Groups: k, Silhouette: w})
		if w > width && o.Groups == 0 || k == o.Groups {
			best, width = of, w
		}
	}
	if best == nil {
		return one
	}
	k := slices.Max(best) + 1
	random := rand.New(rand.NewPCG(o.Seed, uint64(len(rows))))
	for range o.Shuffles {
		null := profilesOf(shuffled(all.spread(), random))
		if k <= len(null.rows) {
			one.Reference = max(one.Reference, null.silhouettes(null.partition(k), k).mean)
		}
	}
	one.Silhouette = max(0, width)
	if width <= one.Reference {
		return one
	}
	return all.grouping(best, k, one, all.stability(best, k, o.Resamples, random))
}

// grouping tells the groups of rows from those of profiles.
func (p *profiles) grouping(of []int, k int, g Grouping, stability []float64) Grouping {
	widths := p.silhouettes(of, k)
	groups := make([]Group, k)
	for c := range groups {
		groups[c] = Group{Silhouette: widths.of[c], Stability: stability[c]}
	}
	for i, c := range of {
		groups[c].Rows += int(p.weight[i])
	}
	order := make([]int, k)
	for c := range order {
		order[c] = c
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(groups[b].Rows, groups[a].Rows) })
	g.Groups = make([]Group, k)
	place := make([]int, k)
	for to, from := range order {
		g.Groups[to], place[from] = groups[from], to
	}
	for row, profile := range p.of {
		g.Of[row] = place[of[profile]]
	}
	return g
}

// standardised gives every column that varies the mean 0 and the standard deviation 1.
func standardised(rows [][]float64) [][]float64 {
	if len(rows) == 0 {
		return nil
	}
	out := make([][]float64, len(rows))
	for i := range out {
		out[i] = make([]float64, len(rows[0]))
	}
	column := make([]float64, len(rows))
	for j := range rows[0] {
		for i, row := range rows {
			column[i] = row[j]
		}
		// Sums in one order, so that the order of rows cannot show in the last digit.
		slices.Sort(column)
		sum, squares := 0.0, 0.0
		for _, v := range column {
			sum += v
		}
		mean := sum / float64(len(rows))
		for _, v := range column {
			squares += (v - mean) * (v - mean)
		}
		sd := math.Sqrt(squares / float64(len(rows)))
		if sd <= 1e-12*max(1, math.Abs(mean)) {
			continue
		}
		for i, row := range rows {
			out[i][j] = (row[j] - mean) / sd
		}
	}
	return out
}

// shuffled puts each column in an order of its own.
func shuffled(rows [][]float64, random *rand.Rand) [][]float64 {
	for j := range rows[0] {
		random.Shuffle(len(rows), func(a, b int) { rows[a][j], rows[b][j] = rows[b][j], rows[a][j] })
	}
	return rows
}

// profiles are the distinct rows in order, each with how many rows are like it.
type profiles struct {
	rows   [][]float64
	weight []float64
	of     []int // profile of each row
	far    []float64
}

func profilesOf(rows [][]float64) *profiles {
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return slices.Compare(rows[a], rows[b]) })
	p := &profiles{of: make([]int, len(rows))}
	for _, i := range order {
		if n := len(p.rows); n == 0 || !slices.Equal(p.rows[n-1], rows[i]) {
			p.rows, p.weight = append(p.rows, rows[i]), append(p.weight, 0)
		}
		last := len(p.rows) - 1
		p.of[i] = last
		p.weight[last]++
	}
	n := len(p.rows)
	p.far = make([]float64, n*n)
	for a := range n {
		for b := range a {
			d := 0.0
			for j, v := range p.rows[a] {
				d += math.Abs(v - p.rows[b][j])
			}
			p.far[a*n+b], p.far[b*n+a] = d, d
		}
	}
	return p
}

// spread is a copy of all rows in the order of profiles.
func (p *profiles) spread() [][]float64 {
	var rows [][]float64
	for i, row := range p.rows {
		for range int(p.weight[i]) {
			rows = append(rows, slices.Clone(row))
		}
	}
	return rows
}

func (p *profiles) distances(i int) []float64 { return p.far[i*len(p.rows) : (i+1)*len(p.rows)] }

func (p *profiles) smallest(of []int, k int) float64 {
	sizes := make([]float64, k)
	for i, c := range of {
		sizes[c] += p.weight[i]
	}
	return slices.Min(sizes)
}

// widths are mean silhouette widths: of all rows, and of each group's.
type widths struct {
	mean float64
	of   []float64
}

// silhouettes are those of a partition with k groups (Rousseeuw 1987). The only row of a group has width 0.
func (p *profiles) silhouettes(of []int, k int) widths {
	size, sums := make([]float64, k), make([]float64, k)
	for i, c := range of {
		size[c] += p.weight[i]
	}
	out := widths{of: make([]float64, k)}
	total := 0.0
	for i, c := range of {
		if p.weight[i] == 0 {
			continue
		}
		total += p.weight[i]
		if size[c] <= 1 {
			continue
		}
		clear(sums)
		for j, d := range p.distances(i) {
			sums[of[j]] += p.weight[j] * d
		}
		near := math.Inf(1)
		for other := range k {
			if other != c && size[other] > 0 {
				near = min(near, sums[other]/size[other])
			}
		}
		own := sums[c] / (size[c] - 1)
		if most := max(own, near); most > 0 && !math.IsInf(near, 1) {
			width := p.weight[i] * (near - own) / most
			out.mean += width
			out.of[c] += width
		}
	}
	out.mean /= max(1, total)
	for c := range out.of {
		out.of[c] /= max(1, size[c])
	}
	return out
}

// stability is the mean Jaccard similarity of each group over resamples with replacement (Hennig 2007, section 3). A group that a
// resample holds nobody of does not count in it.
func (p *profiles) stability(of []int, k, resamples int, random *rand.Rand) []float64 {
	var ladder []int // the profile of each row, in order
	for i, w := range p.weight {
		for range int(w) {
			ladder = append(ladder, i)
		}
	}
	sums, times := make([]float64, k), make([]float64, k)
	for range resamples {
		again := *p
		again.weight = make([]float64, len(p.weight))
		for range ladder {
			again.weight[ladder[random.IntN(len(ladder))]]++
		}
		found := again.partition(k)
		both, mine, theirs := make([]float64, k*k), make([]float64, k), make([]float64, k)
		for i := range of {
			if again.weight[i] > 0 { // those drawn, each with all rows like it
				both[of[i]*k+found[i]] += p.weight[i]
				mine[of[i]] += p.weight[i]
				theirs[found[i]] += p.weight[i]
			}
		}
		for c := range k {
			if mine[c] == 0 {
				continue
			}
			best := 0.0
			for other := range k {
				best = max(best, both[c*k+other]/(mine[c]+theirs[other]-both[c*k+other]))
			}
			sums[c] += best
			times[c]++
		}
	}
	for c := range sums {
		sums[c] /= max(1, times[c])
	}
	return sums
}
