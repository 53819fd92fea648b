package topic

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// How much of a text is read: as much as texts are searched by (package theme), so that both find the same.
const (
	longest     = 16 << 10 // bytes
	mostWords   = 2000
	longestWord = 64 // letters
)

// folded is a text as it is matched: " toko jejak 燈具 ", each word and each run of a writing without spaces between single blanks, in
// lower case, without marks and signs; and its tags and names apart: " #promo @jejak ".
type folded struct{ words, tags string }

// folder folds text. Its buffers are used again.
type folder struct {
	words, tags []byte
	n           int  // runs so far
	letters     int  // of the run that is open; 0 where none is
	dense       bool // whether the open run is of a writing without spaces
	tagged      bool // a tag or name is open
	ends        int  // of the tags, behind the last letter or digit

	// Where each byte of words comes from, where somebody wants to know.
	track   bool
	origins []origin
}

// origin is the part of a text that a folded byte stands for.
type origin struct{ from, to int }

// fold folds a text.
func (f *folder) fold(text string) folded {
	f.begin()
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "")
	}
	switch {
	case f.track:
		var it norm.Iter
		it.InitString(norm.NFKC, text)
		for !it.Done() {
			at := it.Pos()
			part := string(it.Next())
			for _, r := range strings.ToLower(part) {
				f.add(r, origin{at, it.Pos()})
			}
		}
	default:
		if !isASCII(text) {
			text = norm.NFKC.String(strings.ToLower(text))
		}
		for i := 0; i < len(text); {
			if end := f.word(text, i); end > i { // most texts are mostly words of plain letters
				i = end
				continue
			}
			r, size := utf8.DecodeRuneInString(text[i:])
			f.add(r, origin{})
			i += size
		}
	}
	f.endRun()
	f.endTag()
	return folded{string(f.words), string(f.tags)}
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// word takes the plain letters and digits from a place on in at once, where no tag is open, and says where they end.
func (f *folder) word(text string, i int) (end int) {
	if f.tagged || f.letters > 0 && f.dense || f.n >= mostWords {
		return i
	}
	for f.dense = false; i < len(text) && f.letters < longestWord; i++ {
		c := text[i]
		switch {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		default:
			return i
		}
		f.words = append(f.words, c)
		f.letters++
	}
	return i
}

func (f *folder) begin() {
	f.words, f.tags, f.origins = append(f.words[:0], ' '), append(f.tags[:0], ' '), f.origins[:0]
	f.n, f.letters, f.tagged = 0, 0, false
	if f.track {
		f.origins = append(f.origins, origin{})
	}
}

// add takes the next letter or sign in.
func (f *folder) add(r rune, from origin) {
	var letter bool
	switch {
	case r < utf8.RuneSelf:
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		letter = 'a' <= r && r <= 'z' || '0' <= r && r <= '9'
	case unicode.Is(unicode.Mn, r):
		return
	default:
		letter = unicode.IsLetter(r) || unicode.IsDigit(r)
	}
	if r == '\'' || r == '’' {
		return
	}
	f.tag(r, letter)
	if !letter {
		f.endRun()
		return
	}
	dense := r >= utf8.RuneSelf && isDense(r)
	if f.letters > 0 && (dense != f.dense || f.letters >= longestWord) {
		f.endRun()
	}
	if f.n >= mostWords {
		return
	}
	f.dense = dense
	f.letters++
	before := len(f.words)
	f.words = utf8.AppendRune(f.words, r)
	f.note(len(f.words)-before, from)
}

func (f *folder) note(n int, from origin) {
	if !f.track {
		return
	}
	for range n {
		f.origins = append(f.origins, from)
	}
}

func (f *folder) endRun() {
	if f.letters == 0 {
		return
	}
	f.n++
	f.letters = 0
	f.words = append(f.words, ' ')
	f.note(1, origin{})
}

// tag keeps #tags and @names: letters, digits and _, in a name also . and - where more follows.
func (f *folder) tag(r rune, letter bool) {
	switch {
	case r == '#' || r == '@':
		f.endTag()
		f.tags = append(f.tags, byte(r))
		f.tagged, f.ends = true, len(f.tags)
	case !f.tagged:
	case letter || r == '_':
		f.tags = utf8.AppendRune(f.tags, r)
		f.ends = len(f.tags)
	case (r == '.' || r == '-') && f.isName():
		f.tags = append(f.tags, byte(r))
	default:
		f.endTag()
	}
}

func (f *folder) isName() bool {
	for i := f.ends - 1; i >= 0 && f.tags[i] != ' '; i-- {
		if f.tags[i] == '@' {
			return true
		}
	}
	return false
}

func (f *folder) endTag() {
	if !f.tagged {
		return
	}
	f.tagged = false
	f.tags = f.tags[:f.ends]
	if last := f.tags[len(f.tags)-1]; last == '#' || last == '@' { // a sign alone
		f.tags = f.tags[:len(f.tags)-1]
		return
	}
	f.tags = append(f.tags, ' ')
}

// isDense tells writing without spaces between words.
func isDense(r rune) bool {
	return 0x4E00 <= r && r <= 0x9FFF || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}

// plain is a value of a field, as values are compared.
func plain(s string) string {
	return strings.TrimPrefix(norm.NFKC.String(strings.ToLower(strings.TrimSpace(s))), "@")
}
