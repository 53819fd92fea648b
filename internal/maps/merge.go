package maps

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMatrix bounds the table that two texts are compared with: beyond it what differs counts as one change.
const maxMatrix = 1 << 22

// hunk says that words [from, to) of a text became others.
type hunk struct {
	from, to int
	words    []string
}

// merge joins what two authors made of one text, by word (S. Khanna, K. Kunal, B. Pierce, "A formal investigation of diff3",
// 2007). It is not clean where both changed the same words, and then tells nothing.
func merge(was, one, other string) (merged string, clean bool) {
	base := words(was)
	left, right := hunks(base, words(one)), hunks(base, words(other))
	var out strings.Builder
	at := 0
	for len(left) > 0 || len(right) > 0 {
		var next hunk
		switch {
		case len(right) == 0:
			next, left = left[0], left[1:]
		case len(left) == 0:
			next, right = right[0], right[1:]
		case same(left[0], right[0]):
			next, left, right = left[0], left[1:], right[1:]
		case meet(left[0], right[0]):
			return "", false
		case before(left[0], right[0]):
			next, left = left[0], left[1:]
		default:
			next, right = right[0], right[1:]
		}
		write(&out, base[at:next.from])
		write(&out, next.words)
		at = next.to
	}
	write(&out, base[at:])
	return out.String(), true
}

func write(out *strings.Builder, words []string) {
	for _, w := range words {
		out.WriteString(w)
	}
}

func same(a, b hunk) bool { return a.from == b.from && a.to == b.to && slices.Equal(a.words, b.words) }

// meet reports whether two changes are of the same words, or put words into the same gap.
func meet(a, b hunk) bool {
	if a.from == b.from {
		return true
	}
	return a.from < b.to && b.from < a.to
}

func before(a, b hunk) bool { return a.from < b.from }

// words cuts a text into words, and what is between them. Scripts that are written without spaces are cut into characters.
func words(text string) []string {
	var all []string
	begin, kind := 0, ' '
	for i, r := range text {
		k := kindOf(r)
		if k == 'm' && i > begin { // a mark belongs to what it stands on
			continue
		}
		if i > begin && (k != kind || k == 'c') {
			all = append(all, text[begin:i])
			begin = i
		}
		kind = k
	}
	if begin < len(text) {
		all = append(all, text[begin:])
	}
	return all
}

// kindOf tells word characters (w), spaces (s), marks (m) and characters that stand alone (c).
func kindOf(r rune) rune {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Mc, unicode.Me):
		return 'm'
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
		return 'c'
	case unicode.IsLetter(r), unicode.IsDigit(r), r == utf8.RuneError:
		return 'w'
	case unicode.IsSpace(r):
		return 's'
	}
	return 'c'
}

// hunks tells how b was made of a, by a longest common subsequence.
func hunks(a, b []string) []hunk {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	a, b = a[head:len(a)-tail], b[head:len(b)-tail]
	switch {
	case len(a) == 0 && len(b) == 0:
		return nil
	case len(a) == 0, len(b) == 0, len(a) > maxMatrix/len(b):
		return []hunk{{from: head, to: head + len(a), words: b}}
	}
	return walk(a, b, common(a, b), head)
}

// common is the length of the longest common subsequence of the ends a[i:] and b[j:], at i*(len(b)+1)+j.
func common(a, b []string) []uint16 {
	wide := len(b) + 1
	table := make([]uint16, (len(a)+1)*wide)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				table[i*wide+j] = table[(i+1)*wide+j+1] + 1
			} else {
				table[i*wide+j] = max(table[(i+1)*wide+j], table[i*wide+j+1])
			}
		}
	}
	return table
}

func walk(a, b []string, table []uint16, head int) (all []hunk) {
	wide := len(b) + 1
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		if i < len(a) && j < len(b) && a[i] == b[j] {
			i, j = i+1, j+1
			continue
		}
		h := hunk{from: head + i}
		first := j
		for (i < len(a) || j < len(b)) && (i == len(a) || j == len(b) || a[i] != b[j]) {
			if j == len(b) || i < len(a) && table[(i+1)*wide+j] >= table[i*wide+j+1] {
				i++
			} else {
				j++
			}
		}
		h.to, h.words = head+i, b[first:j]
		all = append(all, h)
	}
	return all
}
