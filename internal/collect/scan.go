package collect

import (
	"encoding/binary"
	"math"
	"math/bits"
	"strconv"
	"unicode/utf8"

	"jejak/internal/ingest"
)

// maxDepth is how deep the values of an item may nest. Nothing real comes near; what does is written to hurt a reader.
const maxDepth = 64

// maxNumber is the longest number in bytes; a float64 written out in full has 17 digits and an exponent.
const maxNumber = 128

// kind is what sort of JSON value a span holds.
type kind uint8

const (
	absent kind = iota
	null
	text
	number
	boolean
	object
	array
)

var kindNames = [...]ingest.Sentence{saysNothing, {Words: "null"}, saysAText, saysANumber, saysABool, saysAnObject, saysAList}

func (k kind) String() string { return kindNames[k].Words }

// span is where a value stands in the body: a text without its quotes, everything else whole.
type span struct {
	at, end int32
	kind    kind
	escaped bool
}

// syntaxError is a body that is not JSON: where one value ends and the next begins cannot be told any more, so the whole
// request is lost. Faults inside one value (a bad escape, invalid UTF-8) are soft: they cost only their item.
type syntaxError struct {
	at   int
	what ingest.Sentence
}

func (e *syntaxError) Error() string { return saysNotJSON.With(e.at+1, e.what.Words) }

// scanner reads a body once, from front to back, checks it, and notes where the values stand that matter. It makes nothing.
type scanner struct {
	b     []byte
	i     int
	stack []byte // the objects and lists that skip is inside of
	err   *syntaxError

	reason ingest.Reason // first soft fault since it was last cleared
	detail string
}

func (s *scanner) fail(what ingest.Sentence) bool {
	if s.err == nil {
		s.err = &syntaxError{at: s.i, what: what}
	}
	return false
}

func (s *scanner) soft(reason ingest.Reason, detail string) {
	if s.reason == "" {
		s.reason, s.detail = reason, detail
	}
}

// space moves to the next byte that is not white space, and returns it; 0 at the end.
func (s *scanner) space() byte {
	for s.i < len(s.b) {
		switch c := s.b[s.i]; c {
		case ' ', '\t', '\n', '\r':
			s.i++
		default:
			return c
		}
	}
	return 0
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// special finds the next byte from i on that is a quote, a backslash, a control character or not ASCII: eight bytes at a time.
// The lowest mark is always right; a wrong one can only stand above a right one.
func special(b []byte, i int) int {
	for i+8 <= len(b) {
		w := binary.LittleEndian.Uint64(b[i:])
		quote, slash := w^('"'*ones), w^('\\'*ones)
		if m := ((quote-ones)&^quote | (slash-ones)&^slash | (w-' '*ones)&^w | w) & highs; m != 0 {
			return i + bits.TrailingZeros64(m)>>3
		}
		i += 8
	}
	for i < len(b) {
		if c := b[i]; c == '"' || c == '\\' || c < ' ' || c >= utf8.RuneSelf {
			break
		}
		i++
	}
	return i
}

// text reads a text; s.i is at its opening quote.
func (s *scanner) text() (span, bool) {
	v := span{at: int32(s.i + 1), kind: text}
	wide := false
	for i := s.i + 1; ; {
		i = special(s.b, i)
		if i >= len(s.b) {
			s.i = len(s.b)
			return v, s.fail(saysNoEnd)
		}
		switch c := s.b[i]; {
		case c == '"':
			v.end = int32(i)
			s.i = i + 1
			if wide && !utf8.Valid(s.b[v.at:v.end]) {
				s.soft(ingest.BadText, saysText.With(v.at))
			}
			return v, true
		case c == '\\':
			v.escaped = true
			i = s.escape(i)
		case c < ' ':
			s.soft(Malformed, saysControl.With(i+1))
			i++
		default:
			wide = true
			for i < len(s.b) && s.b[i] >= utf8.RuneSelf {
				i++
			}
		}
	}
}

// escape checks the escape at i and returns what is behind it.
func (s *scanner) escape(i int) int {
	if i+1 >= len(s.b) {
		return len(s.b)
	}
	switch s.b[i+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 2
	case 'u':
		if i+6 <= len(s.b) && hex4(s.b[i+2:]) >= 0 {
			return i + 6
		}
	}
	s.soft(Malformed, saysEscape.With(i+1))
	return i + 2
}

// hex4 reads four hexadecimal digits; -1 if they are not.
func hex4(b []byte) rune {
	var r rune
	for _, c := range b[:4] {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c && c <= 'f':
			c -= 'a' - 10
		case 'A' <= c && c <= 'F':
			c -= 'A' - 10
		default:
			return -1
		}
		r = r<<4 | rune(c)
	}
	return r
}

// plain reads a number or a word. What is neither but ends where such a thing ends (NaN, 01, True) costs only its item.
func (s *scanner) plain() (span, bool) {
	v := span{at: int32(s.i)}
	i := s.i
	for i < len(s.b) && isPlain(s.b[i]) {
		i++
	}
	if i == s.i {
		return v, s.fail(saysNoValue)
	}
	s.i, v.end = i, int32(i)
	switch word := s.b[v.at:v.end]; {
	case string(word) == "true", string(word) == "false":
		v.kind = boolean
	case string(word) == "null":
		v.kind = null
	case isNumber(word):
		v.kind = number
	default:
		v.kind = null
		s.soft(Malformed, saysNoJSON.With(word, v.at+1))
	}
	return v, true
}

func isPlain(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '-' || c == '+' || c == '.' || c == '_'
}

// isNumber reports whether b is a JSON number that a float64 can hold.
func isNumber(b []byte) bool {
	if len(b) > maxNumber {
		return false
	}
	i := 0
	digits := func() bool {
		from := i
		for i < len(b) && '0' <= b[i] && b[i] <= '9' {
			i++
		}
		return i > from
	}
	if i < len(b) && b[i] == '-' {
		i++
	}
	zero := i < len(b) && b[i] == '0'
	from := i
	if !digits() || zero && i > from+1 {
		return false
	}
	if i < len(b) && b[i] == '.' {
		if i++; !digits() {
			return false
		}
	}
	if i == len(b) {
		return true
	}
	if b[i] != 'e' && b[i] != 'E' {
		return false
	}
	if i++; i < len(b) && (b[i] == '+' || b[i] == '-') {
		i++
	}
	if !digits() || i < len(b) {
		return false
	}
	f, err := strconv.ParseFloat(string(b), 64)
	return err == nil && !math.IsInf(f, 0)
}

// value reads any value without looking inside; depth is how many objects and lists it stands in.
func (s *scanner) value(depth int) (span, bool) {
	switch s.space() {
	case '"':
		return s.text()
	case '{', '[':
		return s.skip(depth)
	default:
		return s.plain()
	}
}

// skip reads an object or list whole. It does not recurse, so that depth costs a byte a level and no stack.
func (s *scanner) skip(depth int) (span, bool) {
	v := span{at: int32(s.i), kind: object}
	if s.b[s.i] == '[' {
		v.kind = array
	}
	s.stack = s.stack[:0]
	for {
		// A value begins here.
		c := s.space()
		switch c {
		case '{', '[':
			s.stack = append(s.stack, c)
			if depth+len(s.stack) > maxDepth {
				s.soft(TooDeep, saysDeep.With(maxDepth))
			}
			s.i++
			if s.space() == c+2 { // ] and } stand two behind their partners
				break // the closing loop below takes it
			}
			if c == '{' && !s.key() {
				return v, false
			}
			continue
		case '"':
			if _, ok := s.text(); !ok {
				return v, false
			}
		default:
			if _, ok := s.plain(); !ok {
				return v, false
			}
		}
		more, ok := s.close()
		if !ok {
			return v, false
		}
		if !more {
			v.end = int32(s.i)
			return v, true
		}
	}
}

// close reads what follows a value inside of skip: the ends of objects and lists, or a comma and the next key. more is false
// when the outermost has ended.
func (s *scanner) close() (more, ok bool) {
	for {
		open := s.stack[len(s.stack)-1]
		switch s.space() {
		case open + 2:
			s.i++
			if s.stack = s.stack[:len(s.stack)-1]; len(s.stack) == 0 {
				return false, true
			}
		case ',':
			s.i++
			if open == '{' {
				return true, s.key()
			}
			return true, true
		default:
			return false, s.fail(saysNoComma)
		}
	}
}

// key reads a name and its colon.
func (s *scanner) key() bool {
	_, ok := s.name()
	return ok
}

func (s *scanner) name() (span, bool) {
	if s.space() != '"' {
		return span{}, s.fail(saysNoName)
	}
	v, ok := s.text()
	if !ok {
		return v, false
	}
	if s.space() != ':' {
		return v, s.fail(saysNoColon)
	}
	s.i++
	return v, true
}

// next reads what follows a member of the object or list that ends with end: more is false at its end.
func (s *scanner) next(end byte) (more, ok bool) {
	switch s.space() {
	case ',':
		s.i++
		return true, true
	case end:
		s.i++
		return false, true
	}
	return false, s.fail(saysNoComma)
}

// appendText appends a text's characters to dst: escapes are resolved, and halves of surrogate pairs, which cut-off emoji leave
// behind, become U+FFFD.
func appendText(dst, b []byte) []byte {
	for i := 0; i < len(b); {
		c := b[i]
		if c != '\\' || i+1 >= len(b) {
			dst = append(dst, c)
			i++
			continue
		}
		switch b[i+1] {
		case 'b':
			c = '\b'
		case 'f':
			c = '\f'
		case 'n':
			c = '\n'
		case 'r':
			c = '\r'
		case 't':
			c = '\t'
		case 'u':
			r, n := escaped(b[i:])
			dst = utf8.AppendRune(dst, r)
			i += n
			continue
		default:
			c = b[i+1]
		}
		dst = append(dst, c)
		i += 2
	}
	return dst
}

// escaped reads the \u escape, or the pair of them, that b begins with, and says how many bytes it took.
func escaped(b []byte) (rune, int) {
	if len(b) < 6 {
		return utf8.RuneError, len(b)
	}
	r := hex4(b[2:])
	if r < 0 {
		return utf8.RuneError, 2
	}
	if r < 0xD800 || r > 0xDFFF {
		return r, 6
	}
	if r < 0xDC00 && len(b) >= 12 && b[6] == '\\' && b[7] == 'u' {
		if low := hex4(b[8:]); low >= 0xDC00 && low <= 0xDFFF {
			return 0x10000 + (r-0xD800)<<10 + (low - 0xDC00), 12
		}
	}
	return utf8.RuneError, 6
}
