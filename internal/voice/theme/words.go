// Package theme finds what texts are about: key phrases and groups of them, and the rules over words that people make of them.
package theme

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// longest is how much of a text is read, in bytes, and the most words that are told apart in it.
const (
	longest   = 16 << 10
	mostWords = 2000
)

// Terms are the distinct words of a text as it is searched by, sorted: words of letters and digits in lower case, and of writing
// without spaces each character and each two in a row. A word with the Indonesian suffix -nya is there without it too.
func Terms(text string) []string {
	var terms []string
	for _, run := range runs(text) {
		if !run.dense {
			terms = append(terms, string(run.letters))
			if s := stem(run.letters); len(s) < len(run.letters) {
				terms = append(terms, string(s))
			}
			continue
		}
		for i := range run.letters {
			terms = append(terms, string(run.letters[i:i+1]))
			if i > 0 {
				terms = append(terms, string(run.letters[i-1:i+1]))
			}
		}
	}
	slices.Sort(terms)
	return slices.Compact(terms)
}

// stem is a word without the Indonesian suffix -nya, which is only 'the' or 'its': acnya is about the ac.
func stem(word []rune) []rune {
	if n := len(word); n >= 5 && string(word[n-3:]) == "nya" {
		return word[:n-3]
	}
	return word
}

// Query are the terms that a text has to have, all of them, to be found by some words. Of writing without spaces they are the pairs.
func Query(words string) []string {
	var terms []string
	for _, run := range runs(words) {
		switch {
		case !run.dense || len(run.letters) == 1:
			terms = append(terms, string(run.letters))
		default:
			for i := range run.letters[1:] {
				terms = append(terms, string(run.letters[i:i+2]))
			}
		}
	}
	slices.Sort(terms)
	return slices.Compact(terms)
}

// run is a word, or characters of a writing without spaces (dense).
type run struct {
	letters []rune
	dense   bool
	after   bool // something other than one space stood before it: no phrase goes across
}

// runs cuts a text. Marks are dropped, so that a word is found however it is pointed.
func runs(text string) []run {
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "")
	}
	var all []run
	var word []rune
	var dense, border bool
	flush := func() {
		if len(word) > 0 && len(all) < mostWords {
			all = append(all, run{letters: word, dense: dense, after: border})
			border = false
		}
		word = nil
	}
	for _, r := range norm.NFKC.String(strings.ToLower(text)) {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\u2019', r == '\'':
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if d := isDense(r); d != dense || len(word) >= 64 {
				flush()
				dense = d
			}
			word = append(word, r)
		default:
			flush()
			border = border || r != ' '
		}
	}
	flush()
	return all
}

func isDense(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}
