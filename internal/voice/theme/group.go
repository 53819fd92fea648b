package theme

import (
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// dimensions of the space that phrases are placed in, and how near two groups have to be to be joined.
const (
	dimensions = 40
	nearness   = 0.5
)

// embed places phrases by the company that they keep, each as a vector of length 1.
func embed(c *corpus, vocab []*phrase) [][]float64 {
	n := len(vocab)
	in := make([][]int, len(c.texts))
	for i, p := range vocab {
		for _, d := range p.docs {
			in[d] = append(in[d], i)
		}
	}
	together := mat.NewSymDense(n, nil)
	for _, list := range in {
		for a, i := range list {
			for _, j := range list[a:] {
				together.SetSym(i, j, together.At(i, j)+1)
			}
		}
	}
	texts := float64(len(c.texts))
	for i := range n {
		for j := i; j < n; j++ {
			pmi := 0.0
			if k := together.At(i, j); k > 0 {
				pmi = max(0, math.Log(k*texts/(float64(len(vocab[i].docs))*float64(len(vocab[j].docs)))))
			}
			together.SetSym(i, j, pmi)
		}
	}
	vectors := make([][]float64, n)
	var eig mat.EigenSym
	if !eig.Factorize(together, true) {
		for i := range vectors { // nothing is near anything
			vectors[i] = make([]float64, n)
			vectors[i][i] = 1
		}
		return vectors
	}
	values := eig.Values(nil) // ascending
	var axes mat.Dense
	eig.VectorsTo(&axes)
	for i := range vectors {
		for k := n - 1; k >= max(0, n-dimensions) && values[k] > 0; k-- {
			vectors[i] = append(vectors[i], axes.At(i, k)*math.Sqrt(values[k]))
		}
		if length := floats.Norm(vectors[i], 2); length > 0 {
			floats.Scale(1/length, vectors[i])
		}
	}
	return vectors
}

// join groups vectors: the two groups with the highest mean cosine become one, while that is at least nearness.
func join(vectors [][]float64) [][]int {
	n := len(vectors)
	groups := make([][]int, n)
	near := make([][]float64, n) // sums of cosines between groups
	for i := range n {
		groups[i] = []int{i}
		near[i] = make([]float64, n)
		for j := range n {
			near[i][j] = floats.Dot(vectors[i], vectors[j])
		}
	}
	for {
		best, a, b := nearness, -1, -1
		for i := range n {
			if groups[i] == nil {
				continue
			}
			for j := i + 1; j < n; j++ {
				if groups[j] == nil {
					continue
				}
				if mean := near[i][j] / float64(len(groups[i])*len(groups[j])); mean > best {
					best, a, b = mean, i, j
				}
			}
		}
		if a < 0 {
			break
		}
		groups[a] = append(groups[a], groups[b]...)
		groups[b] = nil
		for k := range n {
			near[a][k] += near[b][k]
			near[k][a] = near[a][k]
		}
	}
	var out [][]int
	for _, g := range groups {
		if g != nil {
			out = append(out, g)
		}
	}
	return out
}
