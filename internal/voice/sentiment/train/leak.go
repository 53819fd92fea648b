package train

import (
	"hash/fnv"
	"strings"
	"unicode"
)

// MinHash (Broder 1997): the share of equal numbers in two signatures estimates the share of shingles that two texts have in
// common. Texts are compared where one band of their signatures is equal, and are near duplicates from nearShare on.
const (
	hashes    = 64
	bandRows  = 4
	nearShare = 0.7
	shingle   = 5 // letters; 3 where a text is Chinese
)

// print is what of a text is compared.
type print struct {
	exact uint64 // of the letters and digits alone
	mins  [hashes]uint32
}

// printOf leaves out case, punctuation, spaces, addresses and names of users.
func printOf(text string, seed uint64) print {
	var b strings.Builder
	for _, word := range strings.Fields(text) {
		if strings.HasPrefix(word, "@") || strings.HasPrefix(word, "http") || word == "RT" || word == "[USERNAME]" || word == "[URL]" {
			continue
		}
		for _, r := range word {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				b.WriteRune(unicode.ToLower(r))
			}
		}
	}
	letters := []rune(b.String())
	h := fnv.New64a()
	h.Write([]byte(b.String()))
	p := print{exact: h.Sum64()}
	for i := range p.mins {
		p.mins[i] = ^uint32(0)
	}
	size := shingle
	if len(letters) > 0 && unicode.Is(unicode.Han, letters[len(letters)/2]) {
		size = 3
	}
	for i := 0; i+size <= len(letters) || i == 0; i++ {
		s := uint64(14695981039346656037)
		for _, r := range letters[i:min(i+size, len(letters))] {
			s = (s ^ uint64(r)) * 1099511628211
		}
		state := s ^ seed
		for k := range p.mins {
			state += 0x9E3779B97F4A7C15
			p.mins[k] = min(p.mins[k], uint32(splitmix(state)))
		}
	}
	return p
}

// splitmix is the finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
func splitmix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

// held are texts that may not be trained on, nor anything near them.
type held struct {
	exact map[uint64]bool
	bands map[bandKey][]int32
	list  []print
}

type bandKey struct {
	band int
	sum  uint64
}

func newHeld() *held { return &held{exact: map[uint64]bool{}, bands: map[bandKey][]int32{}} }

func (h *held) add(p print) {
	h.exact[p.exact] = true
	for band := range hashes / bandRows {
		key := bandOf(&p, band)
		h.bands[key] = append(h.bands[key], int32(len(h.list)))
	}
	h.list = append(h.list, p)
}

func bandOf(p *print, band int) bandKey {
	s := uint64(14695981039346656037)
	for _, v := range p.mins[band*bandRows:][:bandRows] {
		s = (s ^ uint64(v)) * 1099511628211
	}
	return bandKey{band, s}
}

// has reports whether a text is one of them, or near one.
func (h *held) has(p *print) (exact, near bool) {
	if h.exact[p.exact] {
		return true, false
	}
	for band := range hashes / bandRows {
		for _, other := range h.bands[bandOf(p, band)] {
			if alike(p, &h.list[other]) >= nearShare {
				return false, true
			}
		}
	}
	return false, false
}

func alike(a, b *print) float64 {
	n := 0
	for i := range a.mins {
		if a.mins[i] == b.mins[i] {
			n++
		}
	}
	return float64(n) / hashes
}
