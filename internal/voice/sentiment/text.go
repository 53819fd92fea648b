package sentiment

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// kind is what a token is, which decides the features that come of it.
type kind uint8

const (
	word  kind = iota // letters of an alphabet
	han               // a run of Chinese characters
	mark              // punctuation, an emoji, or a masked name, address or number
	pause             // punctuation that also ends what a negation reaches
)

// token is a normalised piece of a text: bytes [from, to) of the tokens' buffer.
type token struct {
	from, to int32
	kind     kind
}

// longest is how much of a text is read, in bytes: a feeling is said early, and memory stays bounded.
const longest = 1 << 16

// tokens are the normalised pieces of one text; the buffers are used again for the next.
type tokens struct {
	words *vocabulary
	buf   []byte
	list  []token
	// characters counts the Chinese ones, traditional those of them that have a Simplified form of its own.
	characters, traditional int
}

// isTraditional tells the writing: texts in Simplified characters have a Traditional one now and then, mostly by mistake.
func (t *tokens) isTraditional() bool { return t.traditional > 0 && t.traditional*20 >= t.characters }

// read cuts a text into tokens. Bytes that are no UTF-8 are passed over.
func (t *tokens) read(text string) {
	t.buf, t.list, t.characters, t.traditional = t.buf[:0], t.list[:0], 0, 0
	if len(text) > longest {
		text = text[:longest]
	}
	for i := 0; i < len(text); {
		r, n := decode(text[i:])
		switch {
		case r == utf8.RuneError || r == 0xFE0F:
			i += n
		case r == 'h' && isLink(text[i:]), r == 'w' && strings.HasPrefix(text[i:], "www."):
			i += untilSpace(text[i:])
			t.mask("\x01link")
		case r == '@' && i+n < len(text) && isNameByte(text[i+n]):
			i += n + nameLength(text[i+n:])
			t.mask("\x01user")
		case r == '<' && tagLength(text[i:]) > 0:
			i += tagLength(text[i:])
		case r == '[' && maskLength(text[i:]) > 0:
			n := maskLength(text[i:])
			if strings.HasPrefix(text[i:], "[USERNAME") {
				t.mask("\x01user")
			} else {
				t.mask("\x01link")
			}
			i += n
		case unicode.IsDigit(r):
			i += t.number(text[i:])
		case isHan(r):
			i += t.run(text[i:])
		case isLetter(r):
			i += t.word(text[i:])
		case r <= ' ' || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r):
			i += n
		default:
			i += t.symbol(text[i:])
		}
	}
}

// decode is the next character after folding, and the bytes that it takes. It reads \u2019, &amp; and full-width forms as what they mean.
func decode(s string) (rune, int) {
	switch c := s[0]; {
	case c == '\\' && len(s) >= 6 && s[1] == 'u':
		if r, ok := hex4(s[2:6]); ok {
			return fold(r), 6
		}
	case c == '\\' && len(s) >= 2 && (s[1] == 'n' || s[1] == 't' || s[1] == 'r'):
		return ' ', 2
	case c == '&':
		if r, n := entity(s); n > 0 {
			return fold(r), n
		}
	case c < utf8.RuneSelf:
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		return rune(c), 1
	}
	r, n := utf8.DecodeRuneInString(s)
	return fold(r), n
}

func hex4(s string) (r rune, ok bool) {
	for i := range 4 {
		c := s[i]
		switch {
		case '0' <= c && c <= '9':
			r = r<<4 | rune(c-'0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, false
		}
	}
	return r, true
}

func entity(s string) (rune, int) {
	for _, e := range entities {
		if strings.HasPrefix(s, e.name) {
			return e.means, len(e.name)
		}
	}
	return 0, 0
}

var entities = [...]struct {
	name  string
	means rune
}{{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}, {"&nbsp;", ' '}}

func isLink(s string) bool {
	for _, p := range [...]string{"http", "Http", "HTTP"} {
		if strings.HasPrefix(s, p) {
			rest := s[len(p):]
			return rest == "" || rest[0] == ' ' || rest[0] == ':' || rest[0] == '\n' || strings.HasPrefix(rest, "s:")
		}
	}
	return false
}

func untilSpace(s string) int {
	for i := range len(s) {
		if s[i] <= ' ' {
			return i
		}
	}
	return len(s)
}

func isNameByte(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

func nameLength(s string) int {
	n := 0
	for n < len(s) && isNameByte(s[n]) {
		n++
	}
	return n
}

// tagLength is the length of an HTML tag such as <br />, 0 where there is none.
func tagLength(s string) int {
	if len(s) < 3 || s[1] != '/' && (s[1]|0x20 < 'a' || s[1]|0x20 > 'z') {
		return 0
	}
	for i := 1; i < len(s) && i < 64; i++ {
		if s[i] == '>' {
			return i + 1
		}
	}
	return 0
}

// maskLength is the length of a mask that a set was published with, such as [USERNAME], 0 where there is none.
func maskLength(s string) int {
	for _, m := range [...]string{"[USERNAME]", "[URL]", "[SENSITIVE-NO]", "[PHONE]"} {
		if strings.HasPrefix(s, m) {
			return len(m)
		}
	}
	return 0
}

func isLetter(r rune) bool {
	return r < utf8.RuneSelf && 'a' <= r && r <= 'z' || r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsMark(r))
}

func isHan(r rune) bool { return r >= 0x3400 && r <= 0x9FFF || r >= 0x20000 && r <= 0x3FFFF }

// mask puts one token in the place of a text that says nothing by itself.
func (t *tokens) mask(name string) {
	from := len(t.buf)
	t.buf = append(t.buf, name...)
	t.end(from, mark)
}

// end makes a token of what was written from there on.
func (t *tokens) end(from int, k kind) {
	t.list = append(t.list, token{from: int32(from), to: int32(len(t.buf)), kind: k})
}

func (t *tokens) number(s string) int {
	i := 0
	for i < len(s) {
		r, n := decode(s[i:])
		if !unicode.IsDigit(r) && (i == 0 || r != '.' && r != ',' || i+n >= len(s) || s[i+n] < '0' || s[i+n] > '9') {
			break
		}
		i += n
	}
	t.mask("\x010")
	return i
}

// run is a run of Chinese characters.
func (t *tokens) run(s string) int {
	from, i := len(t.buf), 0
	for i < len(s) {
		r, n := decode(s[i:])
		if !isHan(r) {
			break
		}
		plain := simplified(r)
		t.characters++
		if plain != r {
			t.traditional++
		}
		t.buf = utf8.AppendRune(t.buf, plain)
		i += n
	}
	t.end(from, han)
	return i
}

// word is a word of an alphabet: repeated letters folded, then in the vocabulary's plain form.
func (t *tokens) word(s string) int {
	from, i := len(t.buf), 0
	var last rune
	same := 0
	for i < len(s) {
		r, n := decode(s[i:])
		if r == '\'' {
			if i+n < len(s) {
				if next, _ := decode(s[i+n:]); isLetter(next) {
					i += n
					continue // don't, isn't: one word
				}
			}
			break
		}
		if !isLetter(r) {
			break
		}
		i += n
		if r == last {
			same++
		} else {
			last, same = r, 1
		}
		if same > t.words.repeats || unicode.IsMark(r) || r == 0x0640 {
			continue
		}
		t.buf = utf8.AppendRune(t.buf, r)
	}
	if len(t.buf) > from {
		t.end(from, word)
		t.plain()
	}
	return i
}

// plain puts the last word into the vocabulary's form.
func (t *tokens) plain() {
	last := &t.list[len(t.list)-1]
	if same, ok := t.words.same[string(t.buf[last.from:last.to])]; ok {
		last.from = int32(len(t.buf))
		t.buf = append(t.buf, same...)
		last.to = int32(len(t.buf))
	}
	w := t.buf[last.from:last.to]
	// tempatnya is tempat nya, as the sets with cut words have it.
	if t.words.cutNya && len(w) > 6 && string(w[len(w)-3:]) == "nya" {
		last.to -= 3
		t.list = append(t.list, token{from: last.to, to: last.to + 3, kind: word})
	}
}

// symbol is punctuation, a smiley or an emoji; what is repeated counts once.
func (t *tokens) symbol(s string) int {
	if n, name := smiley(s); n > 0 {
		t.mask(name)
		return n
	}
	r, n := decode(s)
	i, count := n, 1
	for i < len(s) {
		next, n := decode(s[i:])
		if next != r {
			break
		}
		i += n
		count++
	}
	if r == '-' || r == '_' || r == '#' || r == '"' || r == '\'' || r == '*' || r == '|' || r == '\\' {
		return i
	}
	k := mark
	if r < 0x2190 && r != '&' && r != '/' || r >= 0x3000 && r < 0xFFFF {
		k = pause
	}
	from := len(t.buf)
	t.buf = utf8.AppendRune(t.buf, r)
	if count > 1 && k == pause {
		t.buf = utf8.AppendRune(t.buf, r)
	}
	t.end(from, k)
	return i
}

// smiley is the length of an ASCII smiley at the start of s, and the token for it.
func smiley(s string) (int, string) {
	if s[0] != ':' && s[0] != ';' && s[0] != '=' && s[0] != '<' && s[0] != '^' {
		return 0, ""
	}
	for _, f := range faces {
		if strings.HasPrefix(s, f.text) {
			return len(f.text), f.token
		}
	}
	return 0, ""
}

const smiles, frowns = "\x01:)", "\x01:("

var faces = [...]struct{ text, token string }{
	{":-)", smiles},
	{":)", smiles},
	{":-D", smiles},
	{":D", smiles},
	{";-)", smiles},
	{";)", smiles},
	{"=)", smiles},
	{":P", smiles},
	{":p", smiles},
	{":3", smiles},
	{"<3", smiles},
	{"^_^", smiles},
	{"^^", smiles},
	{":*", smiles},
	{":')", smiles},
	{":-(", frowns},
	{":(", frowns},
	{"=(", frowns},
	{":'(", frowns},
	{":/", frowns},
	{":-/", frowns},
	{":|", frowns},
	{":@", frowns},
}
