package sentiment

import (
	"math"
	"unicode/utf8"
)

// Features are the hashed features of one text, each once, in two groups: words (with pairs and turned words, or one to four
// Chinese characters) and pieces (three to five letters in a word). A feature weighs 1/√n in a group of n, so that a long text is no
// louder than a short one. Chinese has one group: the few Latin words of a text would be as loud as all the rest of it.
type Features struct {
	Words, Pieces []uint32
	// Traditional tells whether the text is in Traditional Chinese characters.
	Traditional bool
}

// Weights are what one feature counts in each group.
func (f *Features) Weights() (words, pieces float64) {
	return Share(len(f.Words)), Share(len(f.Pieces))
}

// Share is what one of n features counts, 0 where there are none.
func Share(n int) float64 {
	if n == 0 {
		return 0
	}
	return 1 / math.Sqrt(float64(n))
}

// Empty reports whether there was nothing to read.
func (f *Features) Empty() bool { return len(f.Words)+len(f.Pieces) == 0 }

// Extractor makes features of texts. It is for one goroutine: its buffers are used again, and what it returns is good until the next text.
type Extractor struct {
	text   tokens
	found  Features
	bits   uint
	seen   places
	starts []int32   // of the characters of a token
	pieces *[]uint32 // the group that pieces go into
}

// NewExtractor makes features in 1<<bits places, at most 1<<31.
func NewExtractor(l Language, bits uint) *Extractor {
	x := &Extractor{text: tokens{words: vocabularyOf(l)}, bits: bits}
	x.pieces = &x.found.Pieces
	if l == Chinese {
		x.pieces = &x.found.Words
	}
	return x
}

// Places are those of a single word or smiley, or of one to four Chinese characters: as it stands, and turned by a negation before it.
func (x *Extractor) Places(entry string) (plain, turned uint32, ok bool) {
	x.text.read(entry)
	if len(x.text.list) != 1 {
		return 0, 0, false
	}
	t := x.text.list[0]
	b := x.text.buf[t.from:t.to]
	if t.kind != han {
		h := hashBytes(seedWord, b)
		return x.place(h), x.place(mix(h ^ seedTurned)), true
	}
	if utf8.RuneCount(b) > mostCharacters {
		return 0, 0, false
	}
	h := hashBytes(seedHan, b)
	return x.place(h), x.place(h), true
}

// Of are the features of a text.
func (x *Extractor) Of(text string) *Features {
	x.text.read(text)
	f := &x.found
	f.Words, f.Pieces = f.Words[:0], f.Pieces[:0]
	f.Traditional = x.text.isTraditional()
	x.seen.begin()
	turned, before, head := 0, uint32(seedStart), headLength
	for _, t := range x.text.list {
		b := x.text.buf[t.from:t.to]
		if t.kind == han {
			x.characters(b, &head)
			before, turned = seedHan, 0
			continue
		}
		h := hashBytes(seedWord, b)
		x.add(&f.Words, h)
		x.add(&f.Words, mix(before*31^h^seedPair))
		before = h
		switch t.kind {
		case pause:
			turned = 0
		case word:
			if turned > 0 {
				turned--
				x.add(&f.Words, mix(h^seedTurned))
			}
			if x.text.words.negates[string(b)] {
				turned = reach
			}
			x.letters(b)
		case mark, han:
		}
	}
	return f
}

const (
	reach          = 3 // how many words a negation turns
	mostCharacters = 4
	headLength     = 12 // how many Chinese characters count as the head of a text, often its title

	seedStart  = 0x1B873593
	seedWord   = 0x811C9DC5
	seedPair   = 0x27D4EB2F
	seedTurned = 0x165667B1
	seedPiece  = 0x2545F491
	seedHan    = 0x9E3779B1
	seedHead   = 0x85EBCA77
)

func hashBytes(h uint32, b []byte) uint32 { return mix(absorb(h, b)) }

// absorb takes bytes into a hash (FNV-1a).
func absorb(h uint32, b []byte) uint32 {
	for _, c := range b {
		h = (h ^ uint32(c)) * 16777619
	}
	return h
}

// mix spreads the bits (the end of MurmurHash3, Appleby).
func mix(h uint32) uint32 {
	h ^= h >> 16
	h *= 0x85EBCA6B
	h ^= h >> 13
	h *= 0xC2B2AE35
	h ^= h >> 16
	return h
}

func (x *Extractor) place(h uint32) uint32 { return h >> (32 - x.bits) }

func (x *Extractor) add(group *[]uint32, h uint32) {
	if p := x.place(h); x.seen.add(p) {
		*group = append(*group, p)
	}
}

func (x *Extractor) cut(b []byte) []int32 {
	x.starts = x.starts[:0]
	for i := 0; i < len(b); {
		x.starts = append(x.starts, int32(i))
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		_, n := utf8.DecodeRune(b[i:])
		i += n
	}
	x.starts = append(x.starts, int32(len(b)))
	return x.starts
}

// letters are the pieces of a word of three to five letters, with its edges.
func (x *Extractor) letters(b []byte) {
	const shortest, longest = 3, 5
	edge := []byte{' '}
	at := x.cut(b)
	n := min(len(at)-1, 40) // letters
	for i := -1; i < n; i++ {
		h := uint32(seedPiece)
		for k := i; k <= n && k < i+longest; k++ {
			if k < 0 || k == n {
				h = absorb(h, edge)
			} else {
				h = absorb(h, b[at[k]:at[k+1]])
			}
			if k-i+1 >= shortest && k-i+1 < n+2 {
				x.add(x.pieces, mix(h))
			}
		}
	}
}

// characters are one to four Chinese characters in a row.
func (x *Extractor) characters(b []byte, head *int) {
	at := x.cut(b)
	n := len(at) - 1
	for i := range n {
		h := uint32(seedHan)
		for k := i; k < n && k < i+mostCharacters; k++ {
			h = absorb(h, b[at[k]:at[k+1]])
			m := mix(h)
			x.add(&x.found.Words, m)
			if k-i < 2 && *head > 0 {
				x.add(&x.found.Words, mix(m^seedHead))
			}
		}
		*head--
	}
}
